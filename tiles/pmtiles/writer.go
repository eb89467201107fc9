// Package pmtiles writes archives of vector tiles in the PMTiles format, version 3: one file that clients read in pieces,
// from a disk or over HTTP. The specification is https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md.
package pmtiles

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/paulmach/orb"
)

// Layout of the file: header and root directory, room for them; tiles; metadata; leaf directories.
const (
	headerSize  = 127
	headAndRoot = 16384
)

// Numbers of the specification.
const (
	version      = 3
	codingGzip   = 2
	tileTypeMVT  = 1
	degreeFactor = 1e7
)

// Errors of writing.
var (
	ErrOrder = errors.New("tiles must come in the order of their numbers")
	ErrEmpty = errors.New("an archive without tiles")
)

// Writer writes one archive. Tiles come in the order of their numbers; equal ones are kept once.
type Writer struct {
	file    io.WriterAt
	tiles   *bufio.Writer
	length  uint64 // of the tiles' bytes
	entries []entry
	known   map[[16]byte]entry // by content
	counts  Counts
}

// Counts tell what is in an archive.
type Counts struct {
	Tiles    int64 // addressed
	Entries  int64 // runs of equal tiles that follow each other
	Contents int64 // different
	Bytes    int64 // of the file; known at its end
}

// NewWriter begins an archive in an empty file.
func NewWriter(file io.WriterAt) *Writer {
	return &Writer{file: file, tiles: bufio.NewWriterSize(io.NewOffsetWriter(file, headAndRoot), 1<<20), known: map[[16]byte]entry{}}
}

// Add adds a tile, compressed with gzip.
func (w *Writer) Add(id uint64, data []byte) error {
	if n := len(w.entries); n > 0 {
		last := &w.entries[n-1]
		if id < last.id+uint64(last.run) {
			return fmt.Errorf("tile %d: %w", id, ErrOrder)
		}
	}
	w.counts.Tiles++
	sum := sha256.Sum256(data)
	key := [16]byte(sum[:16])
	e, ok := w.known[key]
	if !ok {
		if len(data) == 0 || len(data) > math.MaxUint32 {
			return fmt.Errorf("tile %d of %d bytes", id, len(data))
		}
		e = entry{offset: w.length, length: uint32(len(data))}
		if _, err := w.tiles.Write(data); err != nil {
			return fmt.Errorf("tile %d: %w", id, err)
		}
		w.length += uint64(len(data))
		w.known[key] = e
		w.counts.Contents++
	}
	if n := len(w.entries); n > 0 {
		if last := &w.entries[n-1]; last.offset == e.offset && id == last.id+uint64(last.run) {
			last.run++
			return nil
		}
	}
	w.entries = append(w.entries, entry{id: id, offset: e.offset, length: e.length, run: 1})
	w.counts.Entries++
	return nil
}

// Finish writes what stands round the tiles. The bounds are degrees; metadata becomes a JSON object.
func (w *Writer) Finish(bounds orb.Bound, metadata any) (Counts, error) {
	if len(w.entries) == 0 {
		return Counts{}, ErrEmpty
	}
	if err := w.tiles.Flush(); err != nil {
		return Counts{}, fmt.Errorf("tiles: %w", err)
	}
	text, err := json.Marshal(metadata)
	if err != nil {
		return Counts{}, fmt.Errorf("metadata: %w", err)
	}
	if text, err = compressed(text); err != nil {
		return Counts{}, fmt.Errorf("metadata: %w", err)
	}
	root, leaves, err := directories(w.entries)
	if err != nil {
		return Counts{}, fmt.Errorf("directories: %w", err)
	}
	metadataAt := headAndRoot + w.length
	leavesAt := metadataAt + uint64(len(text))
	head := append(w.header(bounds, uint64(len(root)), metadataAt, uint64(len(text)), leavesAt, uint64(len(leaves))), root...)
	if _, err := w.file.WriteAt(append(text, leaves...), int64(metadataAt)); err != nil { //nolint:gosec // no file is that long
		return Counts{}, fmt.Errorf("metadata and directories: %w", err)
	}
	if _, err := w.file.WriteAt(head, 0); err != nil {
		return Counts{}, fmt.Errorf("header: %w", err)
	}
	w.counts.Bytes = int64(leavesAt) + int64(len(leaves)) //nolint:gosec // as above
	return w.counts, nil
}

// header is the archive's first 127 bytes (specification, section 3).
func (w *Writer) header(bounds orb.Bound, root, metadataAt, metadata, leavesAt, leaves uint64) []byte {
	b := append([]byte("PMTiles"), version)
	for _, n := range [...]uint64{headerSize, root, metadataAt, metadata, leavesAt, leaves, headAndRoot, w.length,
		uint64(w.counts.Tiles), uint64(w.counts.Entries), uint64(w.counts.Contents)} { //nolint:gosec // counts
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	last := w.entries[len(w.entries)-1]
	lowest, _, _ := ZXY(w.entries[0].id)
	deepest, _, _ := ZXY(last.id + uint64(last.run) - 1)
	b = append(b, 1, codingGzip, codingGzip, tileTypeMVT, byte(lowest), byte(deepest)) // 1: clustered
	b = appendPosition(appendPosition(b, bounds.Min), bounds.Max)
	b = append(b, byte(lowest))
	return appendPosition(b, bounds.Center())
}

func appendPosition(b []byte, p orb.Point) []byte {
	for _, degrees := range p {
		b = binary.LittleEndian.AppendUint32(b, uint32(int32(math.Round(degrees*degreeFactor)))) //nolint:gosec // 180e7 fits
	}
	return b
}
