package layers

import (
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5"
)

// gentleness is the nice value of what works on an import: whoever looks at the map meanwhile goes first.
const gentleness = 10

// gently makes the connection's server process give way to others, where it runs on this machine and we may. The
// process is known for certain: its number is what the server told, and its parent is whoever listens at the socket.
func gently(conn *pgx.Conn) {
	socket, ok := conn.PgConn().Conn().(*net.UnixConn)
	if !ok {
		return
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return
	}
	var listener *syscall.Ucred
	if err := raw.Control(func(fd uintptr) {
		listener, err = syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
	}); err != nil || listener == nil {
		return
	}
	backend := int(conn.PgConn().PID())
	if listener.Pid > 0 && parentOf(backend) == int(listener.Pid) {
		_ = syscall.Setpriority(syscall.PRIO_PROCESS, backend, gentleness) // refused where the server is another user's
	}
}

// parentOf is a process's parent; 0 when there is no such process.
func parentOf(pid int) int {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	var state string
	var parent int
	// The name stands in brackets and may hold anything.
	_, rest, _ := strings.Cut(string(stat[strings.LastIndexByte(string(stat), ')'):]), " ")
	if _, err := fmt.Sscan(rest, &state, &parent); err != nil {
		return 0
	}
	return parent
}
