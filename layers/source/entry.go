package source

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// entry is one file of a source: in an archive, in a folder, or the source itself.
type entry struct {
	name string    // from the source's root, with forward slashes
	path string    // of a plain file
	file *zip.File // in an archive; nil elsewhere
}

func (e entry) open() (io.ReadCloser, error) {
	if e.file != nil {
		return e.file.Open()
	}
	return os.Open(e.path)
}

func (e entry) extension() string { return strings.ToLower(path.Ext(e.name)) }

// stem is the name without extension, by which companions are told.
func (e entry) stem() string { return strings.TrimSuffix(e.name, path.Ext(e.name)) }

// head is the beginning of the file.
func (e entry) head() ([]byte, error) {
	in, err := e.open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	head := make([]byte, headBytes)
	n, err := io.ReadFull(in, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return head[:n], err
}

func (e entry) detect() (Format, error) {
	in, err := e.open()
	if err != nil {
		return "", fmt.Errorf("%w: %w", err, ErrFormat)
	}
	defer func() { _ = in.Close() }()
	return detect(in)
}

// copyTo writes the file elsewhere. What an archive says of an entry's size is not believed. What cannot be read is the
// source's fault; what cannot be written, on a full disk, is ours and stays as it is.
func (e entry) copyTo(to string, most int64) error {
	in, err := e.open()
	if err != nil {
		return fmt.Errorf("archive: %w: %w", err, ErrArchive)
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(e.copyInto(out, in, most), out.Close())
}

func (e entry) copyInto(out io.Writer, in io.Reader, most int64) error {
	from := &faultKeeper{in: io.LimitReader(in, most+1)}
	n, err := io.Copy(out, from)
	switch {
	case from.fault != nil:
		return fmt.Errorf("%s: %w: %w", path.Base(e.name), from.fault, ErrArchive)
	case err != nil:
		return err
	case n > most:
		return fmt.Errorf("%s: more than %d MB: %w", path.Base(e.name), most>>20, ErrArchive)
	}
	return nil
}

// faultKeeper remembers why reading ended early, so that it is told from a fault in writing.
type faultKeeper struct {
	in    io.Reader
	fault error
}

func (k *faultKeeper) Read(p []byte) (int, error) {
	n, err := k.in.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		k.fault = err
	}
	return n, err
}

// archived lists the files of an archive.
func archived(files []*zip.File) []entry {
	var found []entry
	for _, f := range files {
		if f.Mode().IsRegular() && !strings.HasSuffix(f.Name, "/") {
			found = append(found, entry{name: strings.ReplaceAll(f.Name, `\`, "/"), file: f})
		}
	}
	return found
}

// filed lists the plain files in a folder and the folders in it. Links are not followed.
func filed(folder string, limits Limits) ([]entry, error) {
	var found []entry
	var total int64
	err := filepath.WalkDir(folder, func(name string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(folder, name)
		if err != nil {
			return err
		}
		found = append(found, entry{name: filepath.ToSlash(relative), path: name})
		if total += info.Size(); len(found) > limits.Entries || total > limits.Bytes {
			return fmt.Errorf("folder %s: more than %d files or %d MB: %w", filepath.Base(folder), limits.Entries, limits.Bytes>>20, ErrFormat)
		}
		return nil
	})
	return found, err
}

// beside lists the files that lie in one folder with a plain file, itself the first.
func beside(name string) ([]entry, error) {
	found := []entry{{name: filepath.Base(name), path: name}}
	entries, err := os.ReadDir(filepath.Dir(name))
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.Type().IsRegular() && e.Name() != found[0].name {
			found = append(found, entry{name: e.Name(), path: filepath.Join(filepath.Dir(name), e.Name())})
		}
	}
	return found, nil
}
