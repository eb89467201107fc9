package tiles

import (
	"crypto/sha256"
	"hash/crc32"
)

// part is one layer of a tile, as it is kept: compressed, never changed.
type part struct {
	layer    string
	deflated []byte   // see deflate; empty for an empty part
	size     int      // bytes of the encoded layer
	sum      uint32   // its CRC-32
	digest   [16]byte // of the encoded layer
	leftOut  int64    // features that the tile had no room for
}

// empty stands for a layer that has nothing in the tile.
var empty = &part{}

// partCost is what a part takes in memory beside its bytes: itself, its key and the cache's entry.
const partCost = 256

func newPart(layer string, raw []byte, leftOut int64) (*part, error) {
	if len(raw) == 0 {
		return empty, nil
	}
	deflated, err := deflate(raw)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(raw)
	return &part{layer: layer, deflated: deflated, size: len(raw), sum: crc32.ChecksumIEEE(raw),
		digest: [16]byte(digest[:16]), leftOut: leftOut}, nil
}

func (p *part) weight() uint32 { return uint32(partCost + len(p.deflated)) } //nolint:gosec // far below 4 GB
