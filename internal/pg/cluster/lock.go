package cluster

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// lock is a flock on a file. The kernel frees it when the process ends, however it ends.
type lock struct{ file *os.File }

const (
	shared    = syscall.LOCK_SH
	exclusive = syscall.LOCK_EX
)

var errLocked = errors.New("locked by another process")

// tryLock takes the lock or fails with errLocked. The file belongs to the cluster's account, so that a later start by
// that account itself can take it too.
func tryLock(path string, mode int, account account) (*lock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	if err := account.own(file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	err = syscall.Flock(int(file.Fd()), mode|syscall.LOCK_NB)
	if err == nil {
		return &lock{file}, nil
	}
	_ = file.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, errLocked
	}
	return nil, fmt.Errorf("lock %s: %w", path, err)
}

// free tells whether nobody holds the lock just now.
func free(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return errors.Is(err, os.ErrNotExist)
	}
	defer func() { _ = file.Close() }()
	return syscall.Flock(int(file.Fd()), shared|syscall.LOCK_NB) == nil
}

// makeExclusive turns a shared lock into an exclusive one when the last other holder has let go.
func (l *lock) makeExclusive() error {
	for {
		err := syscall.Flock(int(l.file.Fd()), exclusive)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

func (l *lock) close() {
	if l != nil {
		_ = l.file.Close()
	}
}

// write notes in the file who holds it, for the message that others get.
func (l *lock) write(serves bool) error {
	kind := "command"
	if serves {
		kind = "serve"
	}
	command := append([]string{filepath.Base(os.Args[0])}, os.Args[1:]...)
	if len(command) > 3 {
		command = append(command[:3], "…") // enough to recognise it; arguments further on may hold addresses and names
	}
	note := fmt.Sprintf("%s %d (%s)\n", kind, os.Getpid(), strings.Join(command, " "))
	if err := l.file.Truncate(0); err != nil {
		return err
	}
	_, err := l.file.WriteAt([]byte(note), 0)
	return err
}

// holder is what a lock file says about the process that holds it; empty when it says nothing.
type holder struct {
	serves bool
	text   string
}

func readHolder(path string) holder {
	file, err := os.Open(path)
	if err != nil {
		return holder{}
	}
	defer func() { _ = file.Close() }()
	note, err := io.ReadAll(io.LimitReader(file, 1000))
	kind, text, found := strings.Cut(strings.TrimSpace(string(note)), " ")
	if err != nil || !found {
		return holder{}
	}
	return holder{serves: kind == "serve", text: text}
}
