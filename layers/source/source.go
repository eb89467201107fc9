package source

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ErrNoLayer says that a source has no layer of that name.
var ErrNoLayer = errors.New("no such layer")

// Source is a file, an archive or a folder from which layers are read.
type Source struct {
	Name    string // without folders
	path    string
	format  Format
	parts   []string // files of a folder that are one layer together
	archive *archive
	limits  Limits
	sum     string
}

// Open looks at what is there, without reading it whole. The caller closes it.
func Open(path string, limits Limits) (*Source, error) {
	limits = limits.orDefaults()
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	s := &Source{path: path, Name: filepath.Base(path), limits: limits}
	if info.IsDir() {
		return s, s.openFolder()
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no plain file: %w", s.Name, ErrFormat)
	}
	if info.Size() > limits.Bytes {
		return nil, fmt.Errorf("%s has %d MB, at most %d: %w", s.Name, info.Size()>>20, limits.Bytes>>20, ErrFormat)
	}
	if s.format, err = DetectFormat(path); err != nil {
		return nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	if s.format == FormatZip {
		if s.archive, err = openArchive(path, limits); err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
	}
	return s, nil
}

// openFolder takes a folder as a shapefile when it holds one, otherwise as GeoJSON files that are one layer.
func (s *Source) openFolder() error {
	entries, err := os.ReadDir(s.path)
	if err != nil {
		return err
	}
	var shapefiles []string
	for _, entry := range entries {
		name := filepath.Join(s.path, entry.Name())
		if !entry.Type().IsRegular() {
			continue
		}
		switch format, err := DetectFormat(name); {
		case err != nil:
		case format == FormatShapefile:
			shapefiles = append(shapefiles, name)
		case format == FormatGeoJSON:
			s.parts = append(s.parts, name)
		}
	}
	switch {
	case len(shapefiles) == 1 && len(s.parts) == 0:
		s.path, s.Name, s.format = shapefiles[0], filepath.Base(shapefiles[0]), FormatShapefile
	case len(shapefiles) == 0 && len(s.parts) > 0:
		s.format = FormatGeoJSON
	default:
		return fmt.Errorf("folder %s: want one shapefile or GeoJSON files, it has %d and %d: %w", s.Name, len(shapefiles), len(s.parts), ErrFormat)
	}
	return nil
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
	files := s.parts
	if len(files) == 0 {
		files = append([]string{s.path}, s.companions()...)
	}
	sum := sha256.New()
	for _, name := range files {
		file, err := os.Open(name)
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

// companions lists the files beside a .shp that belong to it, whatever the case of their extensions.
func (s *Source) companions() []string {
	if s.format != FormatShapefile {
		return nil
	}
	entries, err := os.ReadDir(filepath.Dir(s.path))
	if err != nil {
		return nil
	}
	stem := strings.TrimSuffix(s.Name, filepath.Ext(s.Name))
	var found []string
	for _, entry := range entries {
		extension := filepath.Ext(entry.Name())
		if entry.Type().IsRegular() && strings.TrimSuffix(entry.Name(), extension) == stem && slices.Contains(companions, strings.ToLower(extension)) {
			found = append(found, filepath.Join(filepath.Dir(s.path), entry.Name()))
		}
	}
	return found
}

// Layers names the layers of a source that may hold several; nil where it is one by its nature.
func (s *Source) Layers(ctx context.Context) ([]string, error) {
	switch {
	case s.archive != nil:
		return s.archive.layers(), nil
	case len(s.parts) > 0 || !s.format.multiLayer():
		return nil, nil
	}
	folder, err := newFolder()
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if _, err := s.put("", folder); err != nil {
		return nil, err
	}
	if err := giveFolder(folder); err != nil {
		return nil, err
	}
	return listLayers(ctx, folder, s.format, s.limits)
}

// inside names the layers of an archive; nil where the source is none.
func (s *Source) inside() []string {
	if s.archive != nil {
		return s.archive.layers()
	}
	return nil
}

// put copies what belongs to the layer into the folder under fixed names and returns the format of each part.
func (s *Source) put(layer, folder string) (Format, error) {
	if s.archive != nil {
		return s.archive.unpack(layer, folder)
	}
	if err := copyFile(s.path, filepath.Join(folder, s.format.fileName()), s.limits.Bytes); err != nil {
		return "", err
	}
	for _, name := range s.companions() {
		if err := copyFile(name, filepath.Join(folder, "input"+strings.ToLower(filepath.Ext(name))), s.limits.Bytes); err != nil {
			return "", err
		}
	}
	return s.format, nil
}

func copyFile(from, to string, most int64) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, io.LimitReader(in, most))
	return errors.Join(err, out.Close())
}

// maxWrapped is the size of a JSON document that is opened to look for a feature collection within.
const maxWrapped = 64 << 20

// unwrap replaces a JSON file whose feature collection stands in a member "featureCollection" by that collection.
func unwrap(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	head := make([]byte, headBytes)
	n, _ := io.ReadFull(file, head)
	if err := file.Close(); err != nil {
		return err
	}
	if !bytes.Contains(head[:n], []byte(`"featureCollection"`)) {
		return nil
	}
	if info, err := os.Stat(name); err != nil || info.Size() > maxWrapped {
		return err
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var wrapper struct {
		Type              string          `json:"type"`
		FeatureCollection json.RawMessage `json:"featureCollection"`
	}
	if err := json.Unmarshal(data, &wrapper); err != nil {
		return fmt.Errorf("JSON: %w: %w", err, ErrFormat)
	}
	if wrapper.Type != "" || len(wrapper.FeatureCollection) == 0 {
		return nil
	}
	return os.WriteFile(name, wrapper.FeatureCollection, 0o644)
}
