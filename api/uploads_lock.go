package api

import (
	"context"
	"os"
	"syscall"
	"time"

	"github.com/google/uuid"
	"github.com/tus/tusd/v2/pkg/handler"
	"github.com/tus/tusd/v2/pkg/memorylocker"

	"lupakartta/layers/imports"
)

// uploadLocker lets one request at a time write an upload: within this instance by tusd's own locks, which ask a request
// whose sender has gone to let go, and against instances that share the folder by a lock on a file (flock), which goes
// with its process.
type uploadLocker struct {
	*memorylocker.MemoryLocker
	folder imports.Folder
}

// NewLock implements handler.Locker.
func (l *uploadLocker) NewLock(id string) (handler.Lock, error) {
	inner, err := l.MemoryLocker.NewLock(id)
	if err != nil {
		return nil, err
	}
	parsed, err := uuid.Parse(id)
	if err != nil {
		return nil, handler.ErrNotFound
	}
	return &uploadLock{inner: inner, name: l.folder.File(parsed) + ".lock"}, nil
}

type uploadLock struct {
	inner handler.Lock
	name  string
	file  *os.File
}

const lockPause = 100 * time.Millisecond

// Lock implements handler.Lock.
func (l *uploadLock) Lock(ctx context.Context, requestUnlock func()) error {
	if err := l.inner.Lock(ctx, requestUnlock); err != nil {
		return err
	}
	err := l.lockFile(ctx)
	if err != nil {
		_ = l.inner.Unlock() // in memory: it does not fail
	}
	return err
}

func (l *uploadLock) lockFile(ctx context.Context) (err error) {
	if l.file, err = os.OpenFile(l.name, os.O_CREATE|os.O_RDWR, 0o600); err != nil {
		return err
	}
	for {
		if err = syscall.Flock(int(l.file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err == nil { //nolint:gosec // descriptors are small
			return nil
		}
		select {
		case <-ctx.Done():
			_ = l.file.Close()
			return handler.ErrLockTimeout
		case <-time.After(lockPause):
		}
	}
}

// Unlock implements handler.Lock.
func (l *uploadLock) Unlock() error {
	_ = l.file.Close() // which lets go of the lock
	return l.inner.Unlock()
}
