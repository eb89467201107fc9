package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Folders that a killed instance left are taken away, those in use and everybody else's are not.
func TestSweepTemporary(t *testing.T) {
	folder := t.TempDir()
	old := time.Now().Add(-24 * time.Hour)
	for name, age := range map[string]time.Time{"lupakartta-import-1": old, "lupakartta-fetch-2": old, "lupakartta-export-3": old, "lupakartta-import-4": time.Now(), "lupakartta-test-5": old, "other": old} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Join(path, "within"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, age, age); err != nil {
			t.Fatal(err)
		}
	}
	if err := sweepTemporary(folder, time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(left) != 3 {
		t.Errorf("left %v, %v", left, err)
	}
}
