package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// command prepares a GDAL program that may see the folder and little else.
func (g *gdal) command(ctx context.Context, limits Limits, program string, format Format, folder string, args ...string) *exec.Cmd {
	shell := []string{"-c", limited, fmt.Sprint(limits.Memory >> 10), fmt.Sprint(limits.Seconds), fmt.Sprint(limits.Bytes / 512), program}
	cmd := exec.CommandContext(ctx, "/bin/sh", append(shell, args...)...)
	cmd.Dir = folder
	cmd.Env = g.environment(g.driver(format), folder)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 10 * time.Second
	if uid, gid, ok := unprivileged(); ok {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uid, Gid: gid}
	}
	// Whatever a file talks GDAL into, nobody answers.
	networkSpace().apply(cmd.SysProcAttr)
	return cmd
}

// limited runs a program under limits of memory, processor time, open files and written bytes. The shell sets them
// for itself and then becomes the program, so that no byte of a file is read without them.
const limited = `ulimit -v $0 && ulimit -t $1 && ulimit -f $2 && ulimit -n 64 && ulimit -c 0 && shift 2 && exec nice -n 10 "$@"`

// isolation is by what means a process gets a network name space of its own.
type isolation uintptr

const (
	noIsolation isolation = 0
	byNetwork   isolation = syscall.CLONE_NEWNET                         // as root
	byUser      isolation = syscall.CLONE_NEWNET | syscall.CLONE_NEWUSER // as anybody, where the kernel lets users
)

func (i isolation) apply(a *syscall.SysProcAttr) {
	a.Cloneflags |= uintptr(i)
	if i == byUser {
		a.UidMappings = []syscall.SysProcIDMap{{ContainerID: os.Geteuid(), HostID: os.Geteuid(), Size: 1}}
		a.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getegid(), HostID: os.Getegid(), Size: 1}}
	}
}

// networkSpace finds out how we may start a process in a network name space of its own; the log says when not at all.
var networkSpace = sync.OnceValue(func() isolation {
	ways := []isolation{byNetwork, byUser}
	if os.Geteuid() == 0 {
		ways = ways[:1] // root becomes another user, whom the name space of users would not know
	}
	var refused error
	for _, way := range ways {
		probe := exec.Command("/bin/sh", "-c", ":") //nolint:noctx // ends at once
		probe.SysProcAttr = &syscall.SysProcAttr{}
		way.apply(probe.SysProcAttr)
		if refused = probe.Run(); refused == nil {
			return way
		}
	}
	slog.Warn("files are read without a network name space of their own", "reason", refused)
	return noIsolation
})

// unprivileged is the user that reads files when we are root.
func unprivileged() (uid, gid uint32, ok bool) {
	if os.Geteuid() != 0 {
		return 0, 0, false
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		return 0, 0, false
	}
	id, errUID := strconv.ParseUint(u.Uid, 10, 32)
	group, errGID := strconv.ParseUint(u.Gid, 10, 32)
	return uint32(id), uint32(group), errUID == nil && errGID == nil
}

// ErrLimit says that a file takes more than a reading process may have.
var ErrLimit = errors.New("the file asks for too much")

// ended says in words why a process ended, where a limit was the reason.
func ended(cmd *exec.Cmd, err error, limits Limits) error {
	if cmd.ProcessState == nil {
		return err // it was never started
	}
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if !ok || !status.Signaled() {
		return err
	}
	switch status.Signal() {
	case syscall.SIGXCPU:
		return fmt.Errorf("%w: more than %d s of processor time", ErrLimit, limits.Seconds)
	case syscall.SIGXFSZ:
		return fmt.Errorf("%w: more than %d MB written", ErrLimit, limits.Bytes>>20)
	case syscall.SIGABRT, syscall.SIGSEGV, syscall.SIGBUS:
		return fmt.Errorf("%w: the reader broke off (%s), for want of memory above %d MB or by a fault of its own", ErrLimit, status.Signal(), limits.Memory>>20)
	case syscall.SIGKILL:
		return fmt.Errorf("%w: the reader was stopped, after at most %s or %d s of processor time", ErrLimit, limits.Wall, limits.Seconds)
	}
	return err
}

// capped keeps the beginning of what a program says.
type capped struct {
	buffer *bytes.Buffer
	left   int
}

func (c *capped) Write(p []byte) (int, error) {
	n := min(len(p), c.left)
	c.left -= n
	_, _ = c.buffer.Write(p[:n])
	return len(p), nil
}

// newFolder makes a folder that only we and the reading process can enter.
func newFolder() (string, error) {
	folder, err := os.MkdirTemp("", "lupakartta-import-*")
	if err != nil {
		return "", err
	}
	if folder, err = filepath.EvalSymlinks(folder); err != nil {
		return "", err
	}
	return folder, nil
}

// giveFolder hands the folder over to the reading process's user.
func giveFolder(folder string) error {
	uid, gid, ok := unprivileged()
	if !ok {
		return nil
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := os.Lchown(filepath.Join(folder, entry.Name()), int(uid), int(gid)); err != nil {
			return err
		}
	}
	return os.Lchown(folder, int(uid), int(gid))
}
