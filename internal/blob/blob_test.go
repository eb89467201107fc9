package blob

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// stores are one of each sort.
func stores(t *testing.T) map[string]*Store {
	t.Helper()
	folder, err := Open(t.Context(), filepath.Join(t.TempDir(), "new", "files"))
	if err != nil {
		t.Fatal(err)
	}
	backend := s3mem.New()
	if err := backend.CreateBucket("lupakartta"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	t.Setenv("AWS_ACCESS_KEY_ID", "x")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "y")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	s3, err := Open(t.Context(), "s3://lupakartta?region=eu-north-1&use_path_style=true&endpoint="+url.QueryEscape(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*Store{"folder": folder, "S3": s3}
	for _, s := range all {
		t.Cleanup(func() { _ = s.Close() })
	}
	return all
}

func TestFiles(t *testing.T) {
	for name, s := range stores(t) {
		t.Run(name, func(t *testing.T) {
			large := bytes.Repeat([]byte("lupakartta\x00"), 600_000) // more than S3 takes in one part
			for key, content := range map[string][]byte{"files/ab/1": []byte("yksi"), "files/ab/2": large, "files/empty": {}} {
				if err := s.Put(t.Context(), key, bytes.NewReader(content)); err != nil {
					t.Fatal(err)
				}
				if got := read(t, s, key); !bytes.Equal(got, content) {
					t.Errorf("%s: %d bytes, want %d", key, len(got), len(content))
				}
			}
			if err := s.Put(t.Context(), "files/ab/1", strings.NewReader("kaksi")); err != nil || string(read(t, s, "files/ab/1")) != "kaksi" {
				t.Errorf("written again: %v", err)
			}
			for range 2 {
				if err := s.Delete(t.Context(), "files/ab/1"); err != nil {
					t.Error(err)
				}
			}
			if _, err := s.Get(t.Context(), "files/ab/1"); !errors.Is(err, ErrNotFound) {
				t.Errorf("gone: %v", err)
			}
		})
	}
}

func read(t *testing.T, s *Store, key string) []byte {
	t.Helper()
	r, err := s.Get(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	return data
}

// What ends in the middle is not there, and leaves what was there before.
func TestWholeOrNotAtAll(t *testing.T) {
	for name, s := range stores(t) {
		t.Run(name, func(t *testing.T) {
			if err := s.Put(t.Context(), "files/kept", strings.NewReader("before")); err != nil {
				t.Fatal(err)
			}
			broken := io.MultiReader(strings.NewReader(strings.Repeat("x", 100_000)), iotest.ErrReader(errors.New("the sender has gone")))
			for _, key := range []string{"files/kept", "files/new"} {
				if err := s.Put(t.Context(), key, broken); err == nil {
					t.Errorf("%s: no error", key)
				}
			}
			if got := read(t, s, "files/kept"); string(got) != "before" {
				t.Errorf("was written over: %d bytes", len(got))
			}
			if _, err := s.Get(t.Context(), "files/new"); !errors.Is(err, ErrNotFound) {
				t.Errorf("half a file: %v", err)
			}
			gone, cancel := context.WithCancel(t.Context())
			cancel()
			if err := s.Put(gone, "files/new", strings.NewReader("x")); err == nil {
				t.Error("written although nobody waits any more")
			}
		})
	}
}

func TestKeysLeadNowhereElse(t *testing.T) {
	for name, s := range stores(t) {
		for _, key := range []string{"", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "A", "a b", "a.attrs", "fileblob.x"} {
			if err := s.Put(t.Context(), key, strings.NewReader("x")); err == nil {
				t.Errorf("%s: %q was taken", name, key)
			}
		}
	}
}

// What a killed instance left half is gone after a day.
func TestSweep(t *testing.T) {
	folder := t.TempDir()
	for name, age := range map[string]time.Duration{"fileblob1": 25 * time.Hour, "fileblob2": time.Hour, "ab": 48 * time.Hour} {
		path := filepath.Join(folder, "files", name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("x"), 0o600), os.Chtimes(path, time.Now().Add(-age), time.Now().Add(-age))); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(t.Context(), folder); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(filepath.Join(folder, "files"))
	if err != nil || len(left) != 2 || left[0].Name() != "ab" || left[1].Name() != "fileblob2" {
		t.Errorf("%v, %v", left, err)
	}
}

func TestAddresses(t *testing.T) {
	for _, wrong := range []string{"http://x/y", "s3://", "file:///tmp/x", "mem://"} {
		if _, err := Open(t.Context(), wrong); err == nil {
			t.Errorf("%s was taken", wrong)
		}
	}
}
