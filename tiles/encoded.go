package tiles

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
)

// Encoded is a tile ready to send: the layers asked for, one after the other, as the vector tile format allows.
type Encoded struct {
	parts []*part
	hit   bool
}

// newEncoded puts the layers that have something in the tile together.
func newEncoded(parts []*part, hit bool) Encoded {
	e := Encoded{hit: hit, parts: make([]*part, 0, len(parts)+1)}
	for _, p := range parts {
		if p.size > 0 {
			e.parts = append(e.parts, p)
		}
	}
	if p, ok := leftOut(e.parts); ok {
		e.parts = append(e.parts, p)
	}
	return e
}

// Empty tells whether no layer has anything in the tile.
func (e Encoded) Empty() bool { return len(e.parts) == 0 }

// Encoding is a content coding a tile is kept in or can be sent in.
type Encoding string

// The content codings.
const (
	Gzip  Encoding = "gzip"
	Plain Encoding = "identity"
)

// ETag is a strong entity tag: equal for equal bytes, whichever instance answers, and different per encoding. It
// comes from the content, so that a new version that did not touch the tile leaves it valid.
func (e Encoded) ETag(encoding Encoding) string {
	content := sha256.New()
	for _, p := range e.parts {
		content.Write(p.digest[:])
	}
	return `"` + hex.EncodeToString(content.Sum(nil)[:12]) + "-" + string(encoding) + `"`
}

// Size is the number of bytes in the encoding.
func (e Encoded) Size(encoding Encoding) int {
	size := 0
	if encoding == Gzip {
		size = gzipOverhead
	}
	for _, p := range e.parts {
		if encoding == Gzip {
			size += len(p.deflated)
		} else {
			size += p.size
		}
	}
	return size
}

// Write writes the tile in the encoding.
func (e Encoded) Write(w io.Writer, encoding Encoding) error {
	if encoding == Gzip {
		return writeGzip(w, e.parts)
	}
	return writePlain(w, e.parts)
}
