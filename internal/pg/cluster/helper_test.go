package cluster

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"
)

// helperVariable makes the test binary a process that runs a cluster until its standard input ends; its value is
// "serve FOLDER" or "command FOLDER".
const helperVariable = "LUPAKARTTA_CLUSTER_TEST_HELPER"

func TestMain(m *testing.M) {
	kind, folder, found := strings.Cut(os.Getenv(helperVariable), " ")
	if !found {
		goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
			_ = os.RemoveAll(prepared.folder)
			os.Exit(code)
		}))
		return
	}
	c, err := Start(context.Background(), Config{DataDir: folder, Serve: kind == "serve", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("ready")
	_, _ = io.Copy(io.Discard, os.Stdin)
	c.Stop()
}

// helper starts another process that runs or joins the cluster of the folder.
func helper(t *testing.T, kind, folder string) *exec.Cmd {
	t.Helper()
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), helperVariable+"="+kind+" "+folder)
	input, err := process.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = input.Close()
		_ = process.Wait()
	})
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil || line != "ready\n" {
		t.Fatalf("the other process said %q, error %v", line, err)
	}
	return process
}

// dataFolder is a folder that others may pass, as a service's data folder is. At the end of the test no PostgreSQL may
// run on it.
func dataFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "lupakartta-cluster-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p := place{home: folder + "/postgres"}
		if left, err := p.processes(); err != nil || len(left) > 0 {
			t.Errorf("processes %v are left running, error %v", left, err)
		}
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	return folder
}

var discard = slog.New(slog.DiscardHandler)

// prepared is a folder with a cluster that was made once and is copied from then on: initdb takes long.
var prepared struct {
	sync.Once
	folder string
}

// preparedFolder is a data folder with a cluster in it that does not run.
func preparedFolder(t *testing.T) string {
	t.Helper()
	prepared.Do(func() {
		var err error
		if prepared.folder, err = os.MkdirTemp("", "lupakartta-cluster-"); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(prepared.folder, 0o755); err != nil {
			t.Fatal(err)
		}
		startWith(t, Config{DataDir: prepared.folder, Serve: true, Throwaway: true, Log: discard}).Stop()
	})
	folder := dataFolder(t)
	if output, err := exec.Command("cp", "-a", prepared.folder+"/postgres", folder).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	return folder
}

// start starts the cluster of the folder and stops it at the end of the test.
func start(t *testing.T, folder string, serve bool) *Cluster {
	t.Helper()
	return startWith(t, Config{DataDir: folder, Serve: serve, Log: discard})
}

func startWith(t *testing.T, config Config) *Cluster {
	t.Helper()
	c, err := Start(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Stop)
	return c
}

// ask asks the service's database for one value.
func ask[T any](t *testing.T, c *Cluster, query string) (value T) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	if err := conn.QueryRow(t.Context(), query).Scan(&value); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}

func do(t *testing.T, c *Cluster, statement string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	if _, err := conn.Exec(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// eventually fails the test when the condition does not come true within some seconds.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !condition(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s did not happen within 20 s", what)
		}
	}
}

func kill(t *testing.T, pid int, signal syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(pid, signal); err != nil {
		t.Fatalf("signal %d to process %d: %v", signal, pid, err)
	}
}
