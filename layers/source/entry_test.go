package source

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
)

// fullDisk is a file on a disk that has no room.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: "/tmp/x", Err: syscall.ENOSPC}
}

// A disk that is full is not the fault of an archive.
func TestFaultsInCopying(t *testing.T) {
	e := entry{name: "a.shp"}
	if err := e.copyInto(fullDisk{}, strings.NewReader("aaa"), 10); !errors.Is(err, syscall.ENOSPC) || errors.Is(err, ErrArchive) {
		t.Errorf("a full disk: %v", err)
	}
	if err := e.copyInto(io.Discard, iotest.ErrReader(io.ErrUnexpectedEOF), 10); !errors.Is(err, ErrArchive) {
		t.Errorf("a source that breaks off: %v", err)
	}
	if err := e.copyInto(io.Discard, strings.NewReader("aaa"), 2); !errors.Is(err, ErrArchive) {
		t.Errorf("more than may be: %v", err)
	}
}
