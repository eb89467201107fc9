package layers

import (
	"os"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"lupakartta/internal/testdb"
)

func TestParentOf(t *testing.T) {
	if got := parentOf(os.Getpid()); got != os.Getppid() {
		t.Errorf("got %d, want %d", got, os.Getppid())
	}
	if got := parentOf(1 << 30); got != 0 {
		t.Errorf("parent %d of no process", got)
	}
}

// The tests' cluster is ours and on this machine.
func TestGently(t *testing.T) {
	conn, err := pgx.ConnectConfig(t.Context(), testdb.New(t).Config().ConnConfig)
	if err != nil {
		t.Fatal(err)
	}
	defer closeConn(conn)
	gently(conn)
	// The system call answers 20 less the nice value.
	got, err := syscall.Getpriority(syscall.PRIO_PROCESS, int(conn.PgConn().PID()))
	if err != nil {
		t.Skip("the server is not on this machine")
	}
	if got != 20-gentleness {
		t.Errorf("the server process has priority %d", got)
	}
}
