package cluster

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// demand is a way to ask processes to end, and how long they get for it.
type demand struct {
	signal   syscall.Signal
	patience time.Duration
}

var demands = []demand{
	{syscall.SIGINT, 10 * time.Second}, // fast shutdown: connections are cut, everything is written
	{syscall.SIGQUIT, 5 * time.Second}, // immediate shutdown: the next start replays the log
	{syscall.SIGKILL, 5 * time.Second},
}

// clearLeftovers removes what a start that was killed left behind: a PostgreSQL that still runs on our data, its pid
// file, its socket. Whoever calls it holds the owner's lock, so nobody else of ours can be using them.
//
// An orphan is stopped, not adopted: its new parent could not wait for its end, so a later crash would go unseen; it
// runs with the settings of the release that started it; and stopping takes well under a second. In most cases there
// is none, because PostgreSQL asks the kernel for a fast shutdown when its parent ends.
func (p place) clearLeftovers(log *slog.Logger) error {
	left, err := p.processes()
	if err != nil {
		return err
	}
	if len(left) > 0 {
		log.Warn("a PostgreSQL that was left running is stopped first", "processes", left)
	}
	for _, d := range demands {
		if len(left) == 0 {
			break
		}
		if left, err = p.demand(left, d); err != nil {
			return err
		}
	}
	if len(left) > 0 {
		return fmt.Errorf("PostgreSQL processes %v still run on %s and do not end", left, p.data())
	}
	// PostgreSQL recognises its own stale files only when their process id is free: another program may have it now.
	for _, path := range []string{
		filepath.Join(p.data(), "postmaster.pid"),
		filepath.Join(p.socket, socketName), filepath.Join(p.socket, socketName+".lock"),
	} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// demand signals the processes and waits for them to end; what is left after the patience is returned.
func (p place) demand(left []int, d demand) ([]int, error) {
	targets := left
	if postmaster := p.postmaster(); d.signal != syscall.SIGKILL && slices.Contains(left, postmaster) {
		targets = []int{postmaster} // it ends the others itself
	}
	for _, pid := range targets {
		if err := syscall.Kill(pid, d.signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return nil, fmt.Errorf("stop PostgreSQL process %d: %w", pid, err)
		}
	}
	for deadline := time.Now().Add(d.patience); ; time.Sleep(20 * time.Millisecond) {
		left, err := p.processes()
		if err != nil || len(left) == 0 || time.Now().After(deadline) {
			return left, err
		}
	}
}

// postmaster is the process id in the first line of the pid file; 0 when there is none.
func (p place) postmaster() int {
	pid, err := strconv.Atoi(pidFileLine(p.data(), 1))
	if err != nil {
		return 0
	}
	return pid
}

// pidFileLine is a line of PostgreSQL's pid file, counted from 1; empty when it is not there.
func pidFileLine(data string, number int) string {
	content, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	lines := strings.Split(string(content), "\n")
	if err != nil || len(lines) < number {
		return ""
	}
	return strings.TrimSpace(lines[number-1])
}

// processes are the PostgreSQL processes that work in our data folder, whatever the pid file says: every one of them
// has it as its current folder.
func (p place) processes() ([]int, error) {
	data, err := os.Stat(p.data())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, err
	}
	var found []int
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		name, err := os.ReadFile(filepath.Join("/proc", entry.Name(), "comm"))
		if err != nil || !bytes.HasPrefix(name, []byte("postgres")) {
			continue
		}
		current, err := os.Stat(filepath.Join("/proc", entry.Name(), "cwd"))
		if err == nil && os.SameFile(current, data) {
			found = append(found, pid)
		}
	}
	return found, nil
}
