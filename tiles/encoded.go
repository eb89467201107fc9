package tiles

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"lupakartta/layers"
)

// Encoded is a tile ready to send. It never changes.
type Encoded struct {
	Bytes    []byte // empty: no layer has anything in the tile
	Encoding Encoding
	// ETag is a strong entity tag: it names the versions, the tile, what made it and the encoding. It is the same
	// whichever instance answers and however often.
	ETag string
}

// Empty tells whether no layer has anything in the tile.
func (e *Encoded) Empty() bool { return len(e.Bytes) == 0 }

func (e *Encoded) weight() uint32 { return uint32(partCost + len(e.Bytes)) } //nolint:gosec // far below 4 GB

// encode puts the layers that have something in the tile one after the other, as the vector tile format allows.
func encode(parts []*part, encoding Encoding, tag string) (*Encoded, error) {
	raw := parts[0].raw
	if len(parts) > 1 {
		size := 0
		for _, p := range parts {
			size += len(p.raw)
		}
		raw = make([]byte, 0, size)
		for _, p := range parts {
			raw = append(raw, p.raw...)
		}
	}
	raw = append(raw[:len(raw):len(raw)], leftOut(parts)...)
	if len(raw) == 0 {
		return &Encoded{Encoding: Plain}, nil
	}
	bytes, err := encoding.compress(raw)
	if err != nil {
		return nil, err
	}
	return &Encoded{Bytes: bytes, Encoding: encoding, ETag: tag}, nil
}

// generation of the encoder: raised when a release makes other bytes of the same version.
const generation = "2"

// tag is the entity tag of a tile in an encoding.
func tag(k key, makers []maker) string {
	content := sha256.New()
	text := append([]byte(generation+" "+k.grid+" "+k.layers), ' ')
	for _, n := range []uint64{uint64(k.tile.Z), uint64(k.tile.X), uint64(k.tile.Y)} { //nolint:gosec // a zoom is small
		text = append(strconv.AppendUint(text, n, 10), ' ')
	}
	for _, m := range makers {
		text = append(text, m[0])
	}
	content.Write(text)
	return `"` + hex.EncodeToString(content.Sum(nil)[:12]) + "-" + string(k.encoding) + `"`
}

// names are the layers of a tile with their versions, as addresses have them.
func names(versions []layers.Version) string {
	var list []byte
	for i, v := range versions {
		if i > 0 {
			list = append(list, ',')
		}
		list = append(append(list, v.Layer...), '@')
		list = strconv.AppendInt(list, v.Number, 10)
	}
	return string(list)
}
