package source

import (
	"archive/zip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A directory is read before anything in it can be judged: one that is longer than any register's is not read to its end,
// whatever the archive says of its length.
func TestLongDirectoriesAreNotRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.zip")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(file)
	for i := range 90_000 {
		if _, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%05d", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := openArchive(path, Limits{}.orDefaults()); !errors.Is(err, ErrArchive) || !strings.Contains(err.Error(), "directory") {
		t.Errorf("got %v", err)
	}
}
