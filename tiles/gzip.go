package tiles

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"sync"

	"github.com/klauspost/compress/flate"
)

// Compressed layers are kept as deflate streams that end on a byte and lack their final block. Such streams follow
// each other within one gzip member, as RFC 1951 and 1952 allow, so any combination of layers is put together without
// compressing anything again. (Several gzip members in a row would be simpler, but browsers stop after the first.)

// compression is klauspost's level: beyond 6 a tile shrinks by less than a percent.
const compression = 6

var (
	gzipHeader = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255} // no name, no time: equal bytes for equal tiles
	finalBlock = []byte{1, 0, 0, 0xff, 0xff}                  // stored, empty, the last
)

const gzipOverhead = 10 + 5 + 8

// writers are used again: each holds more than half a megabyte.
var writers = sync.Pool{New: func() any {
	w, err := flate.NewWriter(io.Discard, compression)
	if err != nil {
		panic(err) // the level is a constant of ours
	}
	return w
}}

// deflate compresses to a stream without its final block.
func deflate(raw []byte) ([]byte, error) {
	var out bytes.Buffer
	w := writers.Get().(*flate.Writer)
	defer writers.Put(w)
	w.Reset(&out)
	if _, err := w.Write(raw); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	if err := w.Flush(); err != nil { // not Close: more may follow
		return nil, fmt.Errorf("compress: %w", err)
	}
	return bytes.Clone(out.Bytes()), nil
}

// stored is raw as a deflate stream that is not compressed, also without a final block. Raw is at most 65,535 bytes.
func stored(raw []byte) []byte {
	out := make([]byte, 0, 5+len(raw))
	out = append(out, 0)
	out = binary.LittleEndian.AppendUint16(out, uint16(len(raw)))  //nolint:gosec // see above
	out = binary.LittleEndian.AppendUint16(out, ^uint16(len(raw))) //nolint:gosec // see above
	return append(out, raw...)
}

// writeGzip writes the parts as one gzip member.
func writeGzip(w io.Writer, parts []*part) error {
	if _, err := w.Write(gzipHeader); err != nil {
		return err
	}
	var sum, size uint32
	for _, p := range parts {
		if _, err := w.Write(p.deflated); err != nil {
			return err
		}
		sum = joinSums(sum, p.sum, p.size)
		size += uint32(p.size) //nolint:gosec // modulo 2^32, as RFC 1952 says
	}
	end := append(make([]byte, 0, len(finalBlock)+8), finalBlock...)
	end = binary.LittleEndian.AppendUint32(end, sum)
	end = binary.LittleEndian.AppendUint32(end, size)
	_, err := w.Write(end)
	return err
}

// writePlain writes the parts uncompressed.
func writePlain(w io.Writer, parts []*part) error {
	for _, p := range parts {
		r := flate.NewReader(io.MultiReader(bytes.NewReader(p.deflated), bytes.NewReader(finalBlock)))
		if _, err := io.Copy(w, r); err != nil {
			return fmt.Errorf("decompress: %w", err)
		}
	}
	return nil
}

// joinSums is the CRC-32 of a followed by b, given those of a and of b, and the length of b in bytes. A CRC is a
// remainder modulo a polynomial over GF(2), so a's moves up by x to the power of the bits of b.
func joinSums(a, b uint32, length int) uint32 {
	power, square := uint32(1)<<31, uint32(1)<<23 // x^0 and x^8, lowest power in the highest bit
	for ; length > 0; length >>= 1 {
		if length&1 != 0 {
			power = multiply(power, square)
		}
		square = multiply(square, square)
	}
	return multiply(power, a) ^ b
}

// multiply multiplies two polynomials over GF(2) modulo that of CRC-32.
func multiply(a, b uint32) uint32 {
	var product uint32
	for bit := uint32(1) << 31; bit != 0; bit >>= 1 {
		if a&bit != 0 {
			product ^= b
		}
		if b&1 != 0 {
			b = b>>1 ^ crc32.IEEE
		} else {
			b >>= 1
		}
	}
	return product
}
