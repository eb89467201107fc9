package cluster

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

func setWorkMemory(t *testing.T, c *Cluster) error {
	return c.asSuperuser(t.Context(), "postgres", func(conn *pgx.Conn) error {
		_, err := conn.Exec(t.Context(), "alter system set work_mem = '123MB'")
		return err
	})
}

func TestKilledServerIsStartedAgain(t *testing.T) {
	c := start(t, preparedFolder(t), true)
	pool, err := pgxpool.New(t.Context(), c.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.Exec(t.Context(), "create table kept as select 7 as value"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		killed := c.place.postmaster()
		kill(t, killed, syscall.SIGKILL)
		var value int
		eventually(t, "an answer after kill -9 of PostgreSQL", func() bool {
			return c.place.postmaster() != killed && pool.QueryRow(t.Context(), "select value from kept").Scan(&value) == nil
		})
		if value != 7 {
			t.Errorf("got %d, want 7", value)
		}
	}
}

func TestStopWhileTheServerIsDown(t *testing.T) {
	c := start(t, preparedFolder(t), true)
	kill(t, c.place.postmaster(), syscall.SIGKILL)
	c.Stop() // dataFolder sees that nothing is left
}

func TestNextStartAfterKillOfTheBinary(t *testing.T) {
	for _, kind := range []string{"serve", "command"} {
		t.Run(kind, func(t *testing.T) {
			folder := preparedFolder(t)
			other := helper(t, kind, folder)
			joined := start(t, folder, false)
			do(t, joined, "create table kept as select 7 as value")
			joined.Stop()
			kill(t, other.Process.Pid, syscall.SIGKILL)
			if got := ask[int](t, start(t, folder, true), "select value from kept"); got != 7 {
				t.Errorf("got %d, want 7", got)
			}
		})
	}
}

// orphan is a PostgreSQL on the folder that nobody watches over, as an older kernel or a debugger may leave it.
func orphan(t *testing.T, folder string) (c *Cluster, process *exec.Cmd) {
	t.Helper()
	c = start(t, folder, true)
	do(t, c, "create table kept as select 7 as value")
	c.Stop()
	process = exec.CommandContext(context.Background(), c.programs.path("postgres"), "-D", c.place.data(),
		"-c", "listen_addresses=", "-c", "unix_socket_directories="+c.place.socket)
	c.place.account.become(process)
	process.Dir = c.place.home
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = process.Wait() }()
	eventually(t, "the orphan's start", func() bool { return pidFileLine(c.place.data(), 8) == "ready" })
	return c, process
}

func TestOrphanIsStoppedFirst(t *testing.T) {
	folder := preparedFolder(t)
	_, process := orphan(t, folder)
	again := start(t, folder, true)
	if again.place.postmaster() == process.Process.Pid {
		t.Error("the orphan still runs")
	}
	if got := ask[int](t, again, "select value from kept"); got != 7 {
		t.Errorf("got %d, want 7", got)
	}
}

func TestHangingOrphanIsStoppedToo(t *testing.T) {
	patient := demands
	defer func() { demands = patient }()
	demands = []demand{{syscall.SIGINT, 100e6}, {syscall.SIGQUIT, 100e6}, {syscall.SIGKILL, 5e9}}
	folder := preparedFolder(t)
	_, process := orphan(t, folder)
	kill(t, process.Process.Pid, syscall.SIGSTOP)
	if got := ask[int](t, start(t, folder, true), "select value from kept"); got != 7 {
		t.Errorf("got %d, want 7", got)
	}
}

func TestOrphanWithoutPidFileIsFound(t *testing.T) {
	folder := preparedFolder(t)
	c, _ := orphan(t, folder)
	if err := os.Remove(filepath.Join(c.place.data(), "postmaster.pid")); err != nil {
		t.Fatal(err)
	}
	if got := ask[int](t, start(t, folder, true), "select value from kept"); got != 7 {
		t.Errorf("got %d, want 7", got)
	}
}

// A crash of the machine leaves a pid file whose number may belong to anybody after the restart: the case in which
// PostgreSQL itself refuses to start is a process of the same user.
func TestStaleFilesAreCleared(t *testing.T) {
	folder := preparedFolder(t)
	c := start(t, folder, true)
	c.Stop()
	sleeper := exec.Command("sleep", "60")
	c.place.account.become(sleeper)
	if err := sleeper.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = sleeper.Process.Kill()
		_ = sleeper.Wait()
	}()
	reused := strconv.Itoa(sleeper.Process.Pid)
	stale := reused + "\n" + c.place.data() + "\n1\n5432\n" + c.place.socket + "\n\n0 0\nready   \n"
	for _, path := range []string{filepath.Join(c.place.data(), "postmaster.pid"), filepath.Join(c.place.socket, socketName+".lock")} {
		if err := c.place.account.replaceFile(path, stale); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.place.account.replaceFile(filepath.Join(c.place.socket, socketName), ""); err != nil {
		t.Fatal(err)
	}
	if ask[int](t, start(t, folder, true), "select 1") != 1 {
		t.Error("the cluster does not answer")
	}
	if sleeper.Process.Signal(syscall.Signal(0)) != nil {
		t.Error("a stranger's process was ended")
	}
}

func TestHalfMadeClusterIsMadeAgain(t *testing.T) {
	folder := dataFolder(t)
	p, err := choosePlace(Config{DataDir: folder, Log: discard})
	if err != nil {
		t.Fatal(err)
	}
	half := p.file("data.growing")
	if err := p.account.ownFolder(half); err != nil {
		t.Fatal(err)
	}
	if err := p.account.replaceFile(filepath.Join(half, "PG_VERSION"), "15\n"); err != nil {
		t.Fatal(err)
	}
	if ask[int](t, start(t, folder, true), "select 1") != 1 {
		t.Error("the cluster does not answer")
	}
}
