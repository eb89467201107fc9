package pmtiles

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/klauspost/compress/gzip"
)

// entry is where a run of equal tiles lies, or, without a run, a directory of tiles from id on.
type entry struct {
	id     uint64
	offset uint64 // from the beginning of the tiles, or of the leaf directories
	length uint32
	run    uint32 // tiles from id on that are these bytes; 0: a leaf directory
}

// serialize is a directory as the archive has it (specification, section 4.2), compressed.
func serialize(entries []entry) ([]byte, error) {
	b := binary.AppendUvarint(nil, uint64(len(entries)))
	last := uint64(0)
	for _, e := range entries {
		b = binary.AppendUvarint(b, e.id-last)
		last = e.id
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.run))
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.length))
	}
	for i, e := range entries {
		if i > 0 && e.offset == entries[i-1].offset+uint64(entries[i-1].length) {
			b = append(b, 0) // right behind the one before
			continue
		}
		b = binary.AppendUvarint(b, e.offset+1)
	}
	return compressed(b)
}

// Directories: the first leaves that are tried have so many entries; the root must lie within the first bytes of the file,
// which are all that a client asks for first.
const (
	leastLeaf = 4096
	mostRoot  = headAndRoot - headerSize
)

// directories puts the entries into a root and, where that would be too large, leaves.
func directories(entries []entry) (root, leaves []byte, err error) {
	if root, err = serialize(entries); err != nil || len(root) <= mostRoot {
		return root, nil, err
	}
	for size := leastLeaf; ; size *= 2 {
		root, leaves, err = withLeaves(entries, size)
		if err != nil || len(root) <= mostRoot {
			return root, leaves, err
		}
	}
}

func withLeaves(entries []entry, size int) (root, leaves []byte, err error) {
	var tops []entry
	for first := 0; first < len(entries); first += size {
		leaf, err := serialize(entries[first:min(first+size, len(entries))])
		if err != nil {
			return nil, nil, err
		}
		tops = append(tops, entry{id: entries[first].id, offset: uint64(len(leaves)), length: uint32(len(leaf))}) //nolint:gosec // far below 4 GB
		leaves = append(leaves, leaf...)
	}
	root, err = serialize(tops)
	return root, leaves, err
}

// compressed is gzip without a time: equal bytes for equal content.
func compressed(data []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	if _, err := w.Write(data); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	return out.Bytes(), nil
}
