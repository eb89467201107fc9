package source

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Limits bound what an import takes in. The zero value means the defaults.
type Limits struct {
	Bytes   int64 // of the file, and of everything in an archive when unpacked
	Entries int   // of an archive
	Ratio   int64 // unpacked to packed bytes of a whole archive, above ratioFloor
	Memory  uint64
	Seconds uint64 // of processor time in the reading process
}

// ratioFloor is the unpacked size under which no ratio is suspicious: tables padded with blanks pack very well.
const ratioFloor = 64 << 20

func (l Limits) orDefaults() Limits {
	fill := func(value *int64, preset int64) {
		if *value == 0 {
			*value = preset
		}
	}
	fill(&l.Bytes, 4<<30)
	fill(&l.Ratio, 100)
	if l.Entries == 0 {
		l.Entries = 5_000
	}
	if l.Memory == 0 {
		l.Memory = 2 << 30
	}
	if l.Seconds == 0 {
		l.Seconds = 1_800
	}
	return l
}

// ErrArchive says that an archive is not what a register publishes.
var ErrArchive = errors.New("archive refused")

// archive is a checked zip file.
type archive struct {
	*zip.ReadCloser
	limits Limits
}

// openArchive checks every entry before anything is unpacked: no names that leave the folder, no links, no more
// entries or bytes than the limits allow.
func openArchive(name string, limits Limits) (*archive, error) {
	reader, err := zip.OpenReader(name)
	if err != nil {
		return nil, fmt.Errorf("archive: %w: %w", err, ErrArchive)
	}
	a := &archive{reader, limits}
	if err := a.check(); err != nil {
		_ = reader.Close()
		return nil, err
	}
	return a, nil
}

func (a *archive) check() error {
	if len(a.File) > a.limits.Entries {
		return fmt.Errorf("archive: %d entries, at most %d: %w", len(a.File), a.limits.Entries, ErrArchive)
	}
	var packed, unpacked uint64
	for _, f := range a.File {
		name := strings.ReplaceAll(f.Name, `\`, "/")
		switch {
		case !filepath.IsLocal(filepath.FromSlash(strings.TrimSuffix(name, "/"))) && name != "/":
			return fmt.Errorf("archive: entry %.80q leads outside its folder: %w", f.Name, ErrArchive)
		case !f.Mode().IsRegular() && !f.Mode().IsDir():
			return fmt.Errorf("archive: entry %.80q is no plain file: %w", f.Name, ErrArchive)
		case f.Flags&1 != 0:
			return fmt.Errorf("archive: entry %.80q is encrypted: %w", f.Name, ErrArchive)
		}
		packed += f.CompressedSize64
		if unpacked += f.UncompressedSize64; unpacked > uint64(a.limits.Bytes) || f.UncompressedSize64 > uint64(a.limits.Bytes) {
			return fmt.Errorf("archive: more than %d MB when unpacked: %w", a.limits.Bytes>>20, ErrArchive)
		}
	}
	if unpacked > ratioFloor && unpacked > uint64(a.limits.Ratio)*max(packed, 1) {
		return fmt.Errorf("archive: %d times larger when unpacked, at most %d times: %w", unpacked/max(packed, 1), a.limits.Ratio, ErrArchive)
	}
	return nil
}

// extensions of files that a map layer may begin with.
var layerExtensions = []string{".shp", ".gpkg", ".geojson", ".json", ".gml", ".xml", ".fgb", ".csv"}

// layers lists the entries that may be layers, shapefiles by their names without extension.
func (a *archive) layers() []string {
	var names []string
	for _, f := range a.File {
		if extension := strings.ToLower(path.Ext(f.Name)); f.Mode().IsRegular() && slices.Contains(layerExtensions, extension) {
			names = append(names, layerName(f.Name))
		}
	}
	slices.Sort(names)
	return names
}

// layerName is how an entry or a file is called as a layer: without folders and without extension.
func layerName(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	return strings.TrimSuffix(base, path.Ext(base))
}

// unpack writes the layer's file into the folder under a fixed name, a shapefile with its companions, and
// returns its format.
func (a *archive) unpack(layer, folder string) (Format, error) {
	var main *zip.File
	for _, f := range a.File {
		if layerName(f.Name) == layer && slices.Contains(layerExtensions, strings.ToLower(path.Ext(f.Name))) {
			if main != nil {
				return "", fmt.Errorf("archive: two files are called %s: %w", layer, ErrArchive)
			}
			main = f
		}
	}
	if main == nil {
		return "", fmt.Errorf("archive: no layer %s; it has %s: %w", layer, strings.Join(a.layers(), ", "), ErrNoLayer)
	}
	raw := filepath.Join(folder, "unpacked")
	if err := a.extract(main, raw); err != nil {
		return "", err
	}
	format, err := DetectFormat(raw)
	if err != nil {
		return "", err
	}
	if format == FormatZip {
		return "", fmt.Errorf("archive: an archive within an archive: %w", ErrArchive)
	}
	if err := os.Rename(raw, filepath.Join(folder, format.fileName())); err != nil {
		return "", err
	}
	if format != FormatShapefile {
		return format, nil
	}
	stem := strings.TrimSuffix(main.Name, path.Ext(main.Name))
	for _, f := range a.File {
		extension := path.Ext(f.Name)
		if strings.TrimSuffix(f.Name, extension) == stem && slices.Contains(companions, strings.ToLower(extension)) {
			if err := a.extract(f, filepath.Join(folder, "input"+strings.ToLower(extension))); err != nil {
				return "", err
			}
		}
	}
	return format, nil
}

// companions of a .shp file that are read; indexes are left behind.
var companions = []string{".dbf", ".shx", ".prj", ".cpg"}

func (a *archive) extract(f *zip.File, to string) error {
	in, err := f.Open()
	if err != nil {
		return fmt.Errorf("archive: %w: %w", err, ErrArchive)
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	// What an entry says of its size is not believed.
	n, err := io.Copy(out, io.LimitReader(in, a.limits.Bytes+1))
	if err = errors.Join(err, out.Close()); err != nil {
		return fmt.Errorf("archive: %w: %w", err, ErrArchive)
	}
	if n > a.limits.Bytes {
		return fmt.Errorf("archive: more than %d MB when unpacked: %w", a.limits.Bytes>>20, ErrArchive)
	}
	return nil
}
