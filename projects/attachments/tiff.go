package attachments

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// Bounds of a TIFF: a plan of A0 that was scanned at 400 dots an inch in black and white passes, and whatever a program that opens a
// page must hold in memory.
const (
	maxPages     = 500
	maxPageBytes = 4 * maxPixels
)

// Tags of TIFF 6.0 and its supplements.
const (
	tiffWidth, tiffHeight, tiffBits, tiffSamples = 256, 257, 258, 277
	tiffStrips, tiffTiles                        = 273, 324
	tiffExif, tiffGPS                            = 0x8769, tagGPS
)

// tiffTelling are tags that tell more than the image: what was written about it, who made it with what, and where. How it lies on the
// map (GeoTIFF) stays: it is what a map is for.
var tiffTelling = []uint16{269, 270, 271, 272, 285, 305, 306, 315, 316, 700, 33432, 33723, 34377, tiffExif, tiffGPS, 37724, 40091, 40092, 40093, 40094, 40095, 50341}

// tiffSizes are bytes of a value by its type.
var tiffSizes = [...]int{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4}

// tiff is an image file as it is rewritten in place.
type tiff struct {
	content []byte
	order   binary.ByteOrder
	removed []string
}

// stripTIFF copies an image without its metadata. Nothing is encoded anew: what is taken out is overwritten.
func stripTIFF(content []byte) (kept []byte, removed []string, fault string) {
	t := &tiff{content: bytes.Clone(content), order: binary.LittleEndian}
	switch {
	case bytes.HasPrefix(content, []byte("MM\x00*")):
		t.order = binary.BigEndian
	case !bytes.HasPrefix(content, []byte("II*\x00")):
		return nil, nil, brokenFile
	}
	if len(content) < 8 || !t.pages(true) || !t.pages(false) { // what was overwritten may have been a page
		return nil, nil, brokenFile
	}
	return t.content, t.removed, t.size()
}

// directory is where the entries of a directory are, 12 bytes each; false where it does not lie in the file.
func (t *tiff) directory(at uint32) (begin, count int, ok bool) {
	if at < 8 || int64(at)+2 > int64(len(t.content)) {
		return 0, 0, false
	}
	begin, count = int(at)+2, int(t.order.Uint16(t.content[at:]))
	return begin, count, count > 0 && begin+12*count+4 <= len(t.content)
}

// pages visits every page; with strip, what tells too much goes.
func (t *tiff) pages(strip bool) bool {
	seen := map[uint32]bool{}
	for at := t.order.Uint32(t.content[4:]); at != 0; {
		begin, count, ok := t.directory(at)
		if !ok || seen[at] || len(seen) == maxPages {
			return false
		}
		seen[at] = true
		if strip {
			count = t.strip(begin, count)
		}
		if !t.isImage(begin, count) {
			return false
		}
		at = t.order.Uint32(t.content[begin+12*count:])
	}
	return len(seen) > 0
}

func (t *tiff) entry(begin, i int) []byte { return t.content[begin+12*i : begin+12*i+12] }

// strip takes the entries out of a directory that tell too much, with what they refer to. It returns how many are left.
func (t *tiff) strip(begin, count int) int {
	for i := 0; i < count; i++ {
		tag := t.order.Uint16(t.entry(begin, i))
		if !slices.Contains(tiffTelling, tag) {
			continue
		}
		t.removed = note(t.removed, removedMetadata)
		if tag == tiffGPS {
			t.removed = note(t.removed, removedLocation)
		}
		t.blank(t.entry(begin, i), tag == tiffGPS || tag == tiffExif)
		copy(t.content[begin+12*i:], t.content[begin+12*(i+1):begin+12*count+4])
		count, i = count-1, i-1
		clear(t.content[begin+12*count+4 : begin+12*count+16])
		t.order.PutUint16(t.content[begin-2:], uint16(count)) //nolint:gosec // one less than it was
	}
	return count
}

// blank overwrites what an entry refers to: a value, or a directory with its values.
func (t *tiff) blank(entry []byte, isDirectory bool) {
	at, kind, count := t.order.Uint32(entry[8:]), t.order.Uint16(entry[2:]), t.order.Uint32(entry[4:])
	if isDirectory {
		if begin, count, ok := t.directory(at); ok {
			for i := range count {
				if inner := t.entry(begin, i); t.order.Uint16(inner) == tiffGPS {
					t.removed = note(t.removed, removedLocation)
				}
				t.blank(t.entry(begin, i), false)
			}
			clear(t.content[begin-2 : begin+12*count])
		}
		return
	}
	if int(kind) >= len(tiffSizes) {
		return
	}
	if size := int64(tiffSizes[kind]) * int64(count); size > 4 && int64(at) >= 8 && int64(at)+size <= int64(len(t.content)) {
		clear(t.content[at : int64(at)+size])
	}
}

// isImage tells whether a directory is of an image.
func (t *tiff) isImage(begin, count int) bool {
	width, height := t.number(begin, count, tiffWidth, 0), t.number(begin, count, tiffHeight, 0)
	return width > 0 && height > 0 && (t.has(begin, count, tiffStrips) || t.has(begin, count, tiffTiles))
}

func (t *tiff) has(begin, count int, tag uint16) bool {
	for i := range count {
		if t.order.Uint16(t.entry(begin, i)) == tag {
			return true
		}
	}
	return false
}

// number is the value of a tag that has one, or the first of several that stand in the entry.
func (t *tiff) number(begin, count int, tag uint16, otherwise int64) int64 {
	for i := range count {
		e := t.entry(begin, i)
		if t.order.Uint16(e) != tag {
			continue
		}
		switch kind, values := t.order.Uint16(e[2:]), t.order.Uint32(e[4:]); {
		case kind == 3 && values <= 2:
			return int64(t.order.Uint16(e[8:]))
		case kind == 3 && int64(t.order.Uint32(e[8:]))+2 <= int64(len(t.content)):
			return int64(t.order.Uint16(t.content[t.order.Uint32(e[8:]):]))
		case kind == 4 && values == 1:
			return int64(t.order.Uint32(e[8:]))
		}
		return otherwise
	}
	return otherwise
}

// size bounds what each page takes in memory.
func (t *tiff) size() string {
	for at := t.order.Uint32(t.content[4:]); at != 0; {
		begin, count, ok := t.directory(at)
		if !ok {
			return brokenFile
		}
		width, height := t.number(begin, count, tiffWidth, 0), t.number(begin, count, tiffHeight, 0)
		bits := max(1, t.number(begin, count, tiffBits, 1)) * max(1, t.number(begin, count, tiffSamples, 1))
		if width > 8*maxPageBytes/height || width*height > 8*maxPageBytes/bits {
			return "file_pixels"
		}
		at = t.order.Uint32(t.content[begin+12*count:])
	}
	return ""
}
