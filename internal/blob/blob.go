// Package blob keeps files that people send: in a folder of this machine, or in a bucket of a server that speaks S3. What a
// file is, whose it is and who may read it is known to whoever keeps its key.
package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	_ "gocloud.dev/blob/s3blob" // the scheme s3
	"gocloud.dev/gcerrors"
)

// ErrNotFound says that there is no file of that key.
var ErrNotFound = errors.New("blob: not found")

// Store keeps files by their key. It is safe for concurrent use.
type Store struct {
	bucket *blob.Bucket
	folder string // empty: a bucket elsewhere
	where  string
}

// Open opens the store at an address: s3://bucket?region=…&endpoint=… with the credentials that the AWS tools look for, or the
// folder of that path.
func Open(ctx context.Context, address string) (*Store, error) {
	if !strings.Contains(address, "://") {
		return openFolder(address)
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" || u.Host == "" {
		return nil, errors.New("files: the address must be s3://bucket?region=…&endpoint=…, or a folder")
	}
	bucket, err := blob.OpenBucket(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return &Store{bucket: bucket, where: "bucket " + u.Host}, nil
}

// openFolder makes the folder where it is not there yet, for nobody but us.
func openFolder(path string) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	if err := sweep(path, time.Now().Add(-leftAfter)); err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	bucket, err := fileblob.OpenBucket(path, &fileblob.Options{NoTempDir: true, DirFileMode: 0o700, Metadata: fileblob.MetadataDontWrite})
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return &Store{bucket: bucket, folder: path, where: "folder " + path}, nil
}

// leftAfter is how old a file is that is being written when whoever wrote it must have died.
const leftAfter = 24 * time.Hour

// sweep takes away what was never written to its end. The names are those that fileblob gives.
func sweep(folder string, since time.Time) error {
	return filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasPrefix(entry.Name(), "fileblob") {
			return err
		}
		info, err := entry.Info()
		if err != nil || !info.ModTime().Before(since) {
			return nil //nolint:nilerr // it has gone meanwhile
		}
		return os.Remove(path)
	})
}

// Where is where files are kept, for people.
func (s *Store) Where() string { return s.where }

// Close lets go of the store.
func (s *Store) Close() error { return s.bucket.Close() }

// keyForm are the keys that mean the same in a folder and in a bucket.
var keyForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*)*$`)

// Put keeps what the reader gives under a key, whole or not at all; when it returns, a power cut takes nothing away.
func (s *Store) Put(ctx context.Context, key string, content io.Reader) error {
	if !keyForm.MatchString(key) {
		return fmt.Errorf("blob: %q is no key", key)
	}
	if s.folder != "" {
		if err := os.MkdirAll(filepath.Dir(s.path(key)), 0o700); err != nil {
			return fmt.Errorf("blob: %w", err)
		}
	}
	writing, stop := context.WithCancel(ctx)
	defer stop()
	w, err := s.bucket.NewWriter(writing, key, &blob.WriterOptions{ContentType: "application/octet-stream"})
	if err != nil {
		return fmt.Errorf("blob: %w", err)
	}
	if _, err := io.Copy(w, content); err != nil {
		stop() // a writer that is closed then keeps nothing
		_ = w.Close()
		return fmt.Errorf("blob: %w", err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("blob: %w", err)
	}
	return s.sync(key)
}

func (s *Store) path(key string) string { return filepath.Join(s.folder, filepath.FromSlash(key)) }

// sync makes the file and its name, up to the store's own folder, as durable as what refers to it.
func (s *Store) sync(key string) error {
	if s.folder == "" {
		return nil
	}
	for path := s.path(key); ; path = filepath.Dir(path) {
		if err := syncPath(path); err != nil {
			return fmt.Errorf("blob: %w", err)
		}
		if path == s.folder || len(path) <= len(s.folder) {
			return nil
		}
	}
}

func syncPath(path string) error {
	f, err := os.Open(path) //nolint:gosec // a key has a form that leads nowhere else
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Get reads a file. Whoever gets the reader closes it.
func (s *Store) Get(ctx context.Context, key string) (io.ReadCloser, error) {
	r, err := s.bucket.NewReader(ctx, key, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, fmt.Errorf("%s: %w", key, ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	return r, nil
}

// Delete takes a file away; one that is gone is no fault.
func (s *Store) Delete(ctx context.Context, key string) error {
	if err := s.bucket.Delete(ctx, key); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
		return fmt.Errorf("blob: %w", err)
	}
	return nil
}
