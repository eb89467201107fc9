package source

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
)

// Limits bound what an import takes in. The zero value means the defaults.
type Limits struct {
	Bytes   int64 // of the file, and of everything in an archive when unpacked
	Entries int   // of an archive or a folder
	Ratio   int64 // unpacked to packed bytes of a whole archive, above ratioFloor
	Feature int64 // bytes of one feature as it comes to us, as text or its geometry in hexadecimal: 32 per vertex
	Memory  uint64
	Seconds uint64        // of processor time in the reading process
	Wall    time.Duration // from the start of a reading process to its end
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
	fill(&l.Feature, 64<<20)
	if l.Entries == 0 {
		l.Entries = 5_000
	}
	if l.Memory == 0 {
		l.Memory = 2 << 30
	}
	if l.Seconds == 0 {
		l.Seconds = 1_800
	}
	if l.Wall == 0 {
		l.Wall = 2 * time.Hour
	}
	return l
}

// ErrArchive says that an archive is not what a register publishes.
var ErrArchive = errors.New("archive refused")

// openArchive checks every entry before anything is unpacked: no names that leave the folder, no links, no more
// entries or bytes than the limits allow.
func openArchive(name string, limits Limits) (*opened, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	archive, err := readDirectory(file)
	if err == nil {
		err = checkArchive(archive.File, limits)
	} else {
		err = fmt.Errorf("archive: %w: %w", err, ErrArchive)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &opened{archive, file}, nil
}

// opened is an archive whose directory has been read.
type opened struct {
	*zip.Reader
	file *os.File
}

// Close closes the file.
func (o *opened) Close() error { return o.file.Close() }

// mostDirectory is how much of an archive is read to learn what is in it, bytes: 46 and its name for each entry. What it
// says of its own length is not believed.
const mostDirectory = 4 << 20

func readDirectory(file *os.File) (*zip.Reader, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	bounded := &boundedReader{ReaderAt: file}
	bounded.left.Store(mostDirectory)
	archive, err := zip.NewReader(bounded, info.Size())
	bounded.left.Store(math.MaxInt64)
	return archive, err
}

// boundedReader stops after so many bytes.
type boundedReader struct {
	io.ReaderAt
	left atomic.Int64
}

var errDirectory = fmt.Errorf("its directory is longer than %d MB", mostDirectory>>20)

// ReadAt implements io.ReaderAt.
func (r *boundedReader) ReadAt(p []byte, off int64) (int, error) {
	if r.left.Add(-int64(len(p))) < 0 {
		return 0, errDirectory
	}
	return r.ReaderAt.ReadAt(p, off)
}

func checkArchive(files []*zip.File, limits Limits) error {
	if len(files) > limits.Entries {
		return fmt.Errorf("archive: %d entries, at most %d: %w", len(files), limits.Entries, ErrArchive)
	}
	var packed, unpacked uint64
	for _, f := range files {
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
		if unpacked += f.UncompressedSize64; unpacked > uint64(limits.Bytes) || f.UncompressedSize64 > uint64(limits.Bytes) {
			return fmt.Errorf("archive: more than %d MB when unpacked: %w", limits.Bytes>>20, ErrArchive)
		}
	}
	if unpacked > ratioFloor && unpacked > uint64(limits.Ratio)*max(packed, 1) {
		return fmt.Errorf("archive: %d times larger when unpacked, at most %d times: %w", unpacked/max(packed, 1), limits.Ratio, ErrArchive)
	}
	return nil
}

// isWorkbook tells an XLSX file from other archives.
func isWorkbook(files []*zip.File) bool {
	found := 0
	for _, f := range files {
		if f.Name == "[Content_Types].xml" || f.Name == "xl/workbook.xml" {
			found++
		}
	}
	return found == 2
}
