// Package pmtilestest reads archives as the specification says, to see what was written. What it finds wrong fails the test.
package pmtilestest

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io"
	"testing"

	"github.com/klauspost/compress/gzip"
)

// Header is the part of an archive's header that tests look at.
type Header struct {
	Tiles, Entries, Contents uint64
	Clustered                bool
	MinZoom, MaxZoom         byte
	West, South, East, North float64
}

// Archive is an archive that was read.
type Archive struct {
	Header   Header
	Metadata map[string]any
	Leaves   int
	Tiles    map[uint64][]byte // by number, compressed
}

type reader struct {
	t       testing.TB
	data    []byte
	numbers [11]uint64
	archive *Archive
}

// Read reads a whole archive.
func Read(t testing.TB, data []byte) *Archive {
	t.Helper()
	if len(data) < 16384 || string(data[:8]) != "PMTiles\x03" {
		t.Fatalf("%d bytes beginning with %q are no archive", len(data), data[:min(8, len(data))])
	}
	r := &reader{t: t, data: data, archive: &Archive{Tiles: map[uint64][]byte{}}}
	for i := range r.numbers {
		r.numbers[i] = binary.LittleEndian.Uint64(data[8+8*i:])
	}
	if rest := data[96:]; rest[1] != 2 || rest[2] != 2 || rest[3] != 1 {
		t.Fatalf("compressions and type %v, want gzip, gzip and vector tiles", rest[1:4])
	}
	degrees := func(at int) float64 { return float64(int32(binary.LittleEndian.Uint32(data[at:]))) / 1e7 } //nolint:gosec // as it was written
	r.archive.Header = Header{Tiles: r.numbers[8], Entries: r.numbers[9], Contents: r.numbers[10], Clustered: data[96] == 1, MinZoom: data[100], MaxZoom: data[101],
		West: degrees(102), South: degrees(106), East: degrees(110), North: degrees(114)}
	if r.numbers[0]+r.numbers[1] > 16384 {
		t.Errorf("the root directory ends at %d", r.numbers[0]+r.numbers[1])
	}
	if err := json.Unmarshal(r.plain(r.numbers[2], r.numbers[3]), &r.archive.Metadata); err != nil {
		t.Fatalf("metadata: %v", err)
	}
	entries, different := r.directory(r.numbers[0], r.numbers[1], true)
	if h := r.archive.Header; h.Tiles != uint64(len(r.archive.Tiles)) || h.Entries != entries || h.Contents != uint64(len(different)) {
		t.Errorf("the header tells of %d tiles, %d entries and %d contents; there are %d, %d and %d", h.Tiles, h.Entries, h.Contents, len(r.archive.Tiles), entries, len(different))
	}
	return r.archive
}

func (r *reader) plain(at, length uint64) []byte {
	r.t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(r.data[at : at+length]))
	if err != nil {
		r.t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		r.t.Fatal(err)
	}
	return plain
}

// directory reads a directory and the leaves that it names, and returns how many runs of tiles it has, and their offsets.
func (r *reader) directory(at, length uint64, root bool) (entries uint64, different map[uint64]bool) {
	r.t.Helper()
	in := bytes.NewReader(r.plain(at, length))
	next := func() uint64 {
		n, err := binary.ReadUvarint(in)
		if err != nil {
			r.t.Fatalf("directory: %v", err)
		}
		return n
	}
	columns := make([][4]uint64, next()) // id, run, length, offset
	last := uint64(0)
	for i := range columns {
		step := next()
		if i > 0 && step == 0 {
			r.t.Errorf("number %d comes twice", last)
		}
		last += step
		columns[i][0] = last
	}
	for column := 1; column < 4; column++ {
		for i := range columns {
			columns[i][column] = next()
		}
	}
	if in.Len() != 0 {
		r.t.Errorf("%d bytes after a directory", in.Len())
	}
	different = map[uint64]bool{}
	for i := range columns {
		c := &columns[i]
		if c[3] == 0 && i > 0 {
			c[3] = columns[i-1][3] + columns[i-1][2]
		} else {
			c[3]--
		}
		if c[1] > 0 {
			entries++
			different[c[3]] = true
			r.tiles(*c)
			continue
		}
		if !root {
			r.t.Fatal("a leaf names a leaf")
		}
		r.archive.Leaves++
		more, others := r.directory(r.numbers[4]+c[3], c[2], false)
		entries += more
		for offset := range others {
			different[offset] = true
		}
	}
	return entries, different
}

// tiles takes a run of equal tiles.
func (r *reader) tiles(c [4]uint64) {
	r.t.Helper()
	if c[3]+c[2] > r.numbers[7] {
		r.t.Fatalf("tile %d lies beyond the tiles", c[0])
	}
	for id := c[0]; id < c[0]+c[1]; id++ {
		if _, twice := r.archive.Tiles[id]; twice {
			r.t.Errorf("tile %d comes twice", id)
		}
		r.archive.Tiles[id] = r.data[r.numbers[6]+c[3] : r.numbers[6]+c[3]+c[2]]
	}
}
