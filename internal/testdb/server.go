package testdb

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
	"testing"

	"lupakartta/internal/pg/cluster"
)

const (
	// addressVariable names the cluster to use.
	addressVariable = "LUPAKARTTA_TEST_DATABASE_URL"
	// keeperVariable makes a test binary a keeper of a cluster instead of running its tests.
	keeperVariable = "LUPAKARTTA_TEST_CLUSTER_KEEPER"
)

// adminURL is the superuser's address of the cluster for tests; the first call starts one where none is given.
func adminURL(t testing.TB) string {
	t.Helper()
	if given := os.Getenv(addressVariable); given != "" {
		return given
	}
	kept, err := startKeeper()
	if err != nil {
		t.Fatalf("test database: %v", err)
	}
	return kept.address
}

// keeper is the process that keeps the cluster for this one.
type keeper struct {
	address string
	// lifeline is the keeper's standard input. Nothing is written to it: the kernel closes it when this process ends.
	lifeline io.WriteCloser
}

// startKeeper starts this test binary once more, as the keeper of a cluster. A process of its own outlives whatever
// ends the tests, so it can clean up after a panic or a kill too; and the tests see no goroutines but their own.
var startKeeper = sync.OnceValues(func() (*keeper, error) {
	process := exec.CommandContext(context.Background(), os.Args[0])
	process.Env = append(os.Environ(), keeperVariable+"=1")
	lifeline, err := process.StdinPipe()
	if err != nil {
		return nil, err
	}
	output, err := process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := process.Start(); err != nil {
		return nil, err
	}
	answer, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("the keeper of the cluster ended: %w", err)
	}
	address, ok := strings.CutPrefix(strings.TrimSpace(answer), "ready ")
	if !ok {
		return nil, fmt.Errorf("%s", answer)
	}
	return &keeper{address: address, lifeline: lifeline}, nil
})

func init() {
	if os.Getenv(keeperVariable) == "" {
		return
	}
	_ = os.Unsetenv(keeperVariable)
	stop, err := StartCluster(context.Background(), slog.New(slog.DiscardHandler))
	if err != nil {
		fmt.Println(strings.ReplaceAll(err.Error(), "\n", "; "))
		os.Exit(1)
	}
	fmt.Println("ready " + os.Getenv(addressVariable))
	_, _ = io.Copy(io.Discard, os.Stdin) // until the tests have ended
	stop()
	os.Exit(0)
}

// StartCluster starts a private cluster in a temporary folder and hands it to this process and its children by
// environment. The returned function stops and removes it.
func StartCluster(ctx context.Context, log *slog.Logger) (stop func(), err error) {
	folder, err := os.MkdirTemp(clusterParent(), "lupakartta-test-")
	if err != nil {
		return nil, err
	}
	remove := func() { _ = os.RemoveAll(folder) }
	if err := os.Chmod(folder, 0o755); err != nil { //nolint:gosec // the unprivileged user must pass; its own folder is 0700
		remove()
		return nil, err
	}
	running, err := cluster.Start(ctx, cluster.Config{DataDir: folder, Serve: true, Throwaway: true, Log: log})
	if err != nil {
		remove()
		return nil, err
	}
	stop = func() {
		running.Stop()
		remove()
	}
	if err := os.Setenv(addressVariable, running.AdminURL()); err != nil {
		stop()
		return nil, err
	}
	return stop, nil
}
