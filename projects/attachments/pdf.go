package attachments

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"regexp"
)

// Bounds of what is looked into of a document's packed objects, in bytes.
const (
	maxObjects = 64 << 20
	eachPacked = 4 << 10 // that each packed stream counts for besides
	dictionary = 2 << 10 // before a stream that may be its dictionary
	mostCodes  = 64      // of a name
)

var (
	streamWord  = []byte("stream")
	escapedName = regexp.MustCompile(`#[0-9A-Fa-f]{2}`)
	objectList  = regexp.MustCompile(`^\s*[0-9]+\s+[0-9]+\s`) // numbers of objects and where they begin (ISO 32000-1, 7.5.7)

	// Names of actions and attachments that a document has no need of (ISO 32000-1, 12.6.4, 7.11.4).
	unwelcome = map[string]string{
		"JavaScript": "file_script", "Launch": "file_script", "ImportData": "file_script", "RichMedia": "file_script", "Movie": "file_script", "Rendition": "file_script", "XFA": "file_script",
		"EmbeddedFiles": "file_program", "EmbeddedFile": "file_program", "FileAttachment": "file_program", "Encrypt": "file_encrypted",
	}
	packing = map[string]bool{"ObjStm": true, "First": true} // programs unpack what has the second without the first
	odd     = map[string]bool{"ASCIIHexDecode": true, "AHx": true, "ASCII85Decode": true, "A85": true, "LZWDecode": true, "LZW": true, "RunLengthDecode": true, "RL": true, "Crypt": true, "Predictor": true}
)

// lookIntoPDF finds what a document does beside being read: scripts, programs that it starts, files inside it. The whole file is
// looked at, since programs differ in what they take for a stream, a text or a comment. Names may be written in codes, and objects may
// be packed; what pages draw is packed, too, and not unpacked. What cannot be looked into, since it is encrypted or packed in an odd way,
// is refused.
func lookIntoPDF(content []byte) string {
	if !bytes.HasPrefix(content, []byte("%PDF-")) || !bytes.Contains(content[max(0, len(content)-2048):], []byte("%%EOF")) {
		return brokenFile
	}
	var packs []int // where names stand that tell of packed objects
	fault := eachName(content, func(name string, at int) string {
		if packing[name] {
			packs = append(packs, at)
		}
		return unwelcome[name]
	})
	if fault != "" || len(packs) == 0 {
		return fault
	}
	room := int64(maxObjects)
	for at := packs[0]; ; at += len(streamWord) {
		next := bytes.Index(content[at:], streamWord)
		if next < 0 {
			return ""
		}
		at += next
		for len(packs) > 1 && packs[1] < at {
			packs = packs[1:]
		}
		if packs[0] < at-dictionary || bytes.HasSuffix(content[:at], []byte("end")) {
			continue
		}
		if fault := lookIntoPacked(content[at+len(streamWord):], content[max(0, at-dictionary):at], &room); fault != "" {
			return fault
		}
	}
}

// lookIntoPacked looks into a stream that is packed objects, or that may be: what stands before it may be another object's.
func lookIntoPacked(data, before []byte, room *int64) string {
	if *room -= eachPacked; *room < 0 {
		return "file_bomb"
	}
	own := before[max(0, bytes.LastIndex(before, []byte("endobj"))):]
	sure := named(own, packing)
	if sure && named(own, odd) {
		return brokenFile
	}
	data = bytes.TrimLeft(data, " \t\r\n")
	r, err := zlib.NewReader(bytes.NewReader(data))
	switch {
	case err != nil && sure && !objectList.Match(data[:min(len(data), 64)]):
		return brokenFile
	case err != nil:
		return "" // not packed, and looked at with the whole
	}
	most := *room + 1
	if !sure {
		most = min(most, maxPart) // which may be an image after a table of contents
	}
	unpacked, err := io.ReadAll(io.LimitReader(r, most))
	*room -= int64(len(unpacked))
	switch {
	case sure && *room < 0:
		return "file_bomb"
	case sure && err != nil && len(unpacked) == 0:
		return brokenFile
	}
	return judgeObjects(unpacked) // its sum may be missing: readers show what there is
}

// eachName visits the names in objects and where they begin, without the codes that they may be written in, as in /J#53, until visit
// says what is wrong.
func eachName(objects []byte, visit func(name string, at int) string) string {
	for at := 0; ; {
		begin := bytes.IndexByte(objects[at:], '/')
		if begin < 0 {
			return ""
		}
		at += begin + 1
		name := objects[at:min(len(objects), at+mostCodes)]
		if end := bytes.IndexAny(name, "\x00\t\n\f\r ()<>[]{}/%"); end >= 0 {
			name = name[:end]
		}
		if bytes.IndexByte(name, '#') >= 0 {
			name = escapedName.ReplaceAllFunc(name, plainChar)
		}
		if fault := visit(string(name), at); fault != "" {
			return fault
		}
	}
}

func plainChar(code []byte) []byte {
	char, err := hex.DecodeString(string(code[1:]))
	if err != nil {
		return code
	}
	return char
}

func judgeObjects(objects []byte) string {
	return eachName(objects, func(name string, _ int) string { return unwelcome[name] })
}

func named(objects []byte, names map[string]bool) bool {
	return eachName(objects, func(name string, _ int) string {
		if names[name] {
			return name
		}
		return ""
	}) != ""
}
