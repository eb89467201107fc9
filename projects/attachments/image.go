package attachments

import (
	"bytes"
	"encoding/binary"
	"image"
	_ "image/jpeg" // their sizes are read
	_ "image/png"
	"slices"

	_ "golang.org/x/image/webp" // likewise
)

// maxPixels is of an image: what a program that opens it must hold in memory.
const maxPixels = 100_000_000

const brokenFile = "file_broken"

// pixels reads the size of an image, and nothing of the image.
func pixels(content []byte) string {
	config, _, err := image.DecodeConfig(bytes.NewReader(content))
	switch {
	case err != nil || config.Width < 1 || config.Height < 1:
		return brokenFile
	case config.Width > maxPixels/config.Height:
		return "file_pixels"
	}
	return ""
}

// note adds a thing that was removed, once.
func note(removed []string, what string) []string {
	if slices.Contains(removed, what) {
		return removed
	}
	return append(removed, what)
}

// stripJPEG copies an image without its metadata (EXIF, XMP, IPTC, comments, further images after its end). The colour profile
// and which way is up stay. Nothing is encoded anew, so the image loses nothing.
func stripJPEG(content []byte) (kept []byte, removed []string, fault string) {
	if !bytes.HasPrefix(content, []byte{0xFF, 0xD8}) {
		return nil, nil, brokenFile
	}
	out := bytes.NewBuffer(make([]byte, 0, len(content)))
	out.Write(content[:2])
	way := uint16(1)
	at := 2
	head := out.Len()
	for {
		for at < len(content)-1 && content[at] == 0xFF && content[at+1] == 0xFF {
			at++ // fill bytes (ITU-T T.81, B.1.1.2)
		}
		if at+2 > len(content) || content[at] != 0xFF {
			return nil, nil, brokenFile
		}
		marker := content[at+1]
		if marker == 0xD9 { // the end
			out.Write(content[at : at+2])
			at += 2
			break
		}
		if at+4 > len(content) {
			return nil, nil, brokenFile
		}
		size := 2 + int(binary.BigEndian.Uint16(content[at+2:]))
		if size < 4 || at+size > len(content) {
			return nil, nil, brokenFile
		}
		segment := content[at : at+size]
		at += size
		switch {
		case keepsJPEG(marker, segment[4:]):
			out.Write(segment)
		default:
			way = max(way, orientation(segment[4:]))
			removed = noteJPEG(removed, segment[4:])
		}
		if marker == 0xDA { // a scan follows its header
			end := scanEnd(content, at)
			out.Write(content[at:end])
			at = end
		}
	}
	if at < len(content) {
		removed = note(removed, removedRest)
	}
	return slices.Insert(out.Bytes(), head, orientationSegment(way)...), removed, ""
}

// keepsJPEG tells whether a segment is needed to show the image: all but those for applications, of which the version of the
// format (APP0), the colour profile (APP2) and Adobe's colours (APP14) are.
func keepsJPEG(marker byte, data []byte) bool {
	switch {
	case marker == 0xFE: // a comment
		return false
	case marker < 0xE0 || marker > 0xEF:
		return true
	}
	return marker == 0xE0 && bytes.HasPrefix(data, []byte("JFIF\x00")) || marker == 0xE2 && bytes.HasPrefix(data, []byte("ICC_PROFILE\x00")) || marker == 0xEE && bytes.HasPrefix(data, []byte("Adobe"))
}

var exifHead = []byte("Exif\x00\x00")

func noteJPEG(removed []string, data []byte) []string {
	if tiff, ok := bytes.CutPrefix(data, exifHead); ok && hasLocation(tiff) || bytes.Contains(data, []byte("exif:GPS")) {
		removed = note(removed, removedLocation)
	}
	return note(removed, removedMetadata)
}

// scanEnd is where the coded data end: at a marker that is neither an escaped byte nor a restart.
func scanEnd(content []byte, at int) int {
	for ; at+1 < len(content); at++ {
		if next := content[at+1]; content[at] == 0xFF && next != 0 && (next < 0xD0 || next > 0xD7) && next != 0xFF {
			return at
		}
	}
	return len(content)
}

// Tags of EXIF (CIPA DC-008).
const (
	tagOrientation = 0x0112
	tagGPS         = 0x8825
)

// orientation is which way is up, 1 to 8; 1: as it is.
func orientation(data []byte) uint16 {
	tiff, ok := bytes.CutPrefix(data, exifHead)
	if !ok {
		return 1
	}
	order, entries := exifEntries(tiff)
	for entry := range slices.Chunk(entries, 12) {
		if order.Uint16(entry) == tagOrientation {
			if way := order.Uint16(entry[8:]); way >= 1 && way <= 8 {
				return way
			}
		}
	}
	return 1
}

func hasLocation(tiff []byte) bool {
	order, entries := exifEntries(tiff)
	for entry := range slices.Chunk(entries, 12) {
		if order.Uint16(entry) == tagGPS {
			return true
		}
	}
	return false
}

// exifEntries are the entries of the first directory, 12 bytes each; none where it cannot be read.
func exifEntries(tiff []byte) (order binary.ByteOrder, entries []byte) {
	order = binary.LittleEndian
	if bytes.HasPrefix(tiff, []byte("MM")) {
		order = binary.BigEndian
	}
	if len(tiff) < 8 {
		return order, nil
	}
	at := order.Uint32(tiff[4:])
	if at > uint32(len(tiff)-2) || len(tiff) < 10 { //nolint:gosec // a segment has less than 64 kB, a file less than 25 MB
		return order, nil
	}
	entries = tiff[at+2:]
	count := min(int(order.Uint16(tiff[at:])), len(entries)/12)
	return order, entries[:12*count]
}

// orientationSegment is an EXIF segment that tells which way is up, and nothing else; none where it is as it is.
func orientationSegment(way uint16) []byte {
	if way == 1 {
		return nil
	}
	segment := []byte{0xFF, 0xE1, 0, 34}
	segment = append(segment, exifHead...)
	segment = append(segment, "MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01"...)
	segment = binary.BigEndian.AppendUint16(segment, way)
	return append(segment, 0, 0, 0, 0, 0, 0) // the value's padding, and no further directory
}

// pngChunks are those that are needed to show an image, beside the critical ones.
var pngChunks = []string{"tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD", "hIST", "pHYs", "sPLT", "acTL", "fcTL", "fdAT"}

// stripPNG copies an image without texts, times, EXIF and what comes after its end.
func stripPNG(content []byte) (kept []byte, removed []string, fault string) {
	const signature = "\x89PNG\r\n\x1a\n"
	if !bytes.HasPrefix(content, []byte(signature)) {
		return nil, nil, brokenFile
	}
	out := bytes.NewBuffer(make([]byte, 0, len(content)))
	out.WriteString(signature)
	at := len(signature)
	for {
		if at+12 > len(content) {
			return nil, nil, brokenFile
		}
		size := int64(binary.BigEndian.Uint32(content[at:])) + 12
		if size > int64(len(content)-at) {
			return nil, nil, brokenFile
		}
		chunk := content[at : at+int(size)]
		name := string(chunk[4:8])
		at += int(size)
		switch {
		case chunk[4]&0x20 == 0, slices.Contains(pngChunks, name): // a capital letter begins a critical one
			out.Write(chunk)
		default:
			if name == "eXIf" && hasLocation(chunk[8:len(chunk)-4]) || bytes.Contains(chunk, []byte("exif:GPS")) {
				removed = note(removed, removedLocation)
			}
			removed = note(removed, removedMetadata)
		}
		if name == "IEND" {
			break
		}
	}
	if at < len(content) {
		removed = note(removed, removedRest)
	}
	return out.Bytes(), removed, ""
}

// stripWebP copies an image without EXIF, XMP, chunks that nobody knows and what comes after its end.
func stripWebP(content []byte) (kept []byte, removed []string, fault string) {
	if len(content) < 12 || string(content[:4]) != "RIFF" || string(content[8:12]) != "WEBP" {
		return nil, nil, brokenFile
	}
	end := int64(binary.LittleEndian.Uint32(content[4:])) + 8
	if end > int64(len(content)) {
		return nil, nil, brokenFile
	}
	if end < int64(len(content)) {
		removed = note(removed, removedRest)
	}
	out := bytes.NewBuffer(append(make([]byte, 0, len(content)), content[:12]...))
	for at := int64(12); at < end; {
		if at+8 > end {
			return nil, nil, brokenFile
		}
		size := int64(binary.LittleEndian.Uint32(content[at+4:]))
		size += 8 + size%2 // chunks begin at even bytes
		if at+size > end {
			return nil, nil, brokenFile
		}
		chunk := bytes.Clone(content[at : at+size])
		at += size
		switch string(chunk[:4]) {
		case "VP8X":
			if len(chunk) < 9 {
				return nil, nil, brokenFile
			}
			chunk[8] &^= 0x0C // it has neither EXIF nor XMP any more
			out.Write(chunk)
		case "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP":
			out.Write(chunk)
		default:
			tiff := bytes.TrimPrefix(chunk[8:], exifHead)
			if string(chunk[:4]) == "EXIF" && hasLocation(tiff) || bytes.Contains(chunk, []byte("exif:GPS")) {
				removed = note(removed, removedLocation)
			}
			removed = note(removed, removedMetadata)
		}
	}
	kept = out.Bytes()
	binary.LittleEndian.PutUint32(kept[4:], uint32(len(kept)-8)) //nolint:gosec // less than 25 MB
	return kept, removed, ""
}
