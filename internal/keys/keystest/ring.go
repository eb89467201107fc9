// Package keystest gives tests a ring of keys.
package keystest

import (
	"path/filepath"
	"testing"
	"time"

	"lupakartta/internal/keys"
)

// New is a ring with one fresh key.
func New(t testing.TB) *keys.Ring {
	t.Helper()
	ring, _ := File(t)
	return ring
}

// File is likewise a ring, and the file that it was read from.
func File(t testing.TB) (*keys.Ring, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys.json")
	if err := keys.Create(path, time.Now()); err != nil {
		t.Fatal(err)
	}
	ring, err := keys.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return ring, path
}
