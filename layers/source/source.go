package source

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Source is a file, an archive or a folder from which layers are read.
type Source struct {
	Name    string // without folders
	members []member
	pages   bool // the members are one layer together
	folder  bool
	archive *opened
	files   []entry // all that the checksum is of
	refused []refusal
	limits  Limits
	sum     string
}

// Open looks at what is there, without reading it whole. The caller closes it.
func Open(path string, limits Limits) (*Source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	s := &Source{Name: filepath.Base(path), limits: limits.orDefaults()}
	switch {
	case info.IsDir():
		err = s.openFolder(path)
	case !info.Mode().IsRegular():
		err = fmt.Errorf("no plain file: %w", ErrFormat)
	case info.Size() > s.limits.Bytes:
		err = fmt.Errorf("%d MB, at most %d: %w", info.Size()>>20, s.limits.Bytes>>20, ErrFormat)
	default:
		err = s.openFile(path)
	}
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	return s, nil
}

// OpenPages takes files of one format as one layer, read one after the other: the pages that a service gave.
func OpenPages(name string, paths []string, limits Limits) (*Source, error) {
	s := &Source{Name: name, pages: true, limits: limits.orDefaults()}
	for _, path := range paths {
		format, err := DetectFormat(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		e := entry{name: filepath.Base(path), path: path}
		s.members, s.files = append(s.members, member{name: s.Name, format: format, main: e}), append(s.files, e)
	}
	if len(s.members) == 0 {
		return nil, fmt.Errorf("%s: %w", name, ErrNoLayer)
	}
	return s, nil
}

func (s *Source) openFile(path string) error {
	format, err := DetectFormat(path)
	if err != nil {
		return err
	}
	if format == FormatZip {
		if s.archive, err = openArchive(path, s.limits); err != nil {
			return err
		}
		if !isWorkbook(s.archive.File) {
			s.files = []entry{{name: s.Name, path: path}}
			return s.choose(archived(s.archive.File))
		}
		format = FormatXLSX
	}
	entries := []entry{{name: s.Name, path: path}}
	if len(format.companions()) > 0 {
		if entries, err = beside(path); err != nil {
			return err
		}
	}
	m := member{format: format, main: entries[0], companions: companionsOf(entries[0], format, entries)}
	m.name = filepath.Base(m.main.stem())
	s.members, s.files = []member{m}, m.files()
	return nil
}

// openFolder takes GeoJSON files that lie in a folder alone as one layer, everything else as layers of their own.
func (s *Source) openFolder(path string) error {
	s.folder = true
	entries, err := filed(path, s.limits)
	if err != nil {
		return err
	}
	if err := s.choose(entries); err != nil {
		return err
	}
	s.pages = true
	for _, m := range s.members {
		s.pages = s.pages && (m.format == FormatGeoJSON || m.format == FormatTraffic)
		s.files = append(s.files, m.files()...)
	}
	if left := s.dataLeftOut(); s.pages && len(left) > 0 {
		return fmt.Errorf("folder: %d of the files that are one layer cannot be read, the first is %s: %w", len(left), left[0], ErrFormat)
	}
	if len(s.members) == 1 && !s.pages {
		s.Name = filepath.Base(s.members[0].main.name)
	}
	return nil
}

// choose keeps the entries that are layers.
func (s *Source) choose(entries []entry) error {
	if s.members, s.refused = gather(entries); len(s.members) > 0 {
		return nil
	}
	var refused []string
	for _, r := range s.refused {
		refused = append(refused, r.String())
	}
	if len(refused) > 3 {
		refused = append(refused[:3], "…")
	}
	return fmt.Errorf("%s: no layer in it. %s: %w", s.kind(), strings.Join(refused, "; "), ErrNoLayer)
}

// container tells whether layers lie in the source as files of their own.
func (s *Source) container() bool {
	return s.folder || s.archive != nil && s.members[0].main.file != nil
}

func (s *Source) kind() string {
	switch {
	case s.folder:
		return "folder"
	case s.archive != nil:
		return "the archive"
	}
	return "the file"
}

// Close lets go of the archive.
func (s *Source) Close() {
	if s.archive != nil {
		_ = s.archive.Close()
	}
}

// Checksum is the SHA-256 of the file, or of all files that belong together.
func (s *Source) Checksum() (string, error) {
	if s.sum != "" {
		return s.sum, nil
	}
	sum := sha256.New()
	for _, e := range s.files {
		file, err := e.open()
		if err != nil {
			return "", err
		}
		_, err = io.Copy(sum, file)
		if err = errors.Join(err, file.Close()); err != nil {
			return "", err
		}
	}
	s.sum = hex.EncodeToString(sum.Sum(nil))
	return s.sum, nil
}
