package attachments

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"regexp"
)

// maxObjects is how much of a document's packed objects is looked into, in bytes.
const maxObjects = 64 << 20

var (
	streamBegin = regexp.MustCompile(`\bstream\r?\n`)
	streamEnd   = []byte("endstream")
	escapedName = regexp.MustCompile(`#[0-9A-Fa-f]{2}`)

	// Names of actions and attachments that a document has no need of (ISO 32000-1, 12.6.4, 7.11.4).
	running   = regexp.MustCompile(`/(?:JavaScript|JS|Launch|ImportData|RichMedia|Movie|Rendition|XFA)(?:[\s/<>\[\]()%{}]|$)`)
	embedded  = regexp.MustCompile(`/(?:EmbeddedFiles|EmbeddedFile|FileAttachment)(?:[\s/<>\[\]()%{}]|$)`)
	encrypted = regexp.MustCompile(`/Encrypt(?:[\s/<>\[\]()%{}]|$)`)
	packed    = regexp.MustCompile(`/ObjStm(?:[\s/<>\[\]()%{}]|$)`)
)

// lookIntoPDF finds what a document does beside being read: scripts, programs that it starts, files inside it. Names may be
// written in codes, and objects may be packed; the content of pages is not looked at. What cannot be looked into, since it is
// encrypted or packed in an odd way, is refused.
func lookIntoPDF(content []byte) string {
	if !bytes.HasPrefix(content, []byte("%PDF-")) || !bytes.Contains(content[max(0, len(content)-2048):], []byte("%%EOF")) {
		return brokenFile
	}
	room := int64(maxObjects)
	for rest := content; ; {
		begin := streamBegin.FindIndex(rest)
		if begin == nil {
			return judgeObjects(rest)
		}
		objects := rest[:begin[0]]
		if fault := judgeObjects(objects); fault != "" {
			return fault
		}
		rest = rest[begin[1]:]
		end := bytes.Index(rest, streamEnd)
		if end < 0 {
			return brokenFile
		}
		if packed.Match(plainNames(lastObject(objects))) {
			unpacked, fault := unpack(rest[:end], lastObject(objects), room)
			if fault = first(fault, judgeObjects(unpacked)); fault != "" {
				return fault
			}
			room -= int64(len(unpacked))
		}
		rest = rest[end+len(streamEnd):]
	}
}

// lastObject is the dictionary before a stream, and what stands before it in the same object.
func lastObject(objects []byte) []byte {
	return objects[max(0, bytes.LastIndex(objects, []byte("obj"))):]
}

// plainNames are objects with what names hold in codes, as in /J#53.
func plainNames(objects []byte) []byte {
	return escapedName.ReplaceAllFunc(objects, func(code []byte) []byte {
		char, err := hex.DecodeString(string(code[1:]))
		if err != nil {
			return code
		}
		return char
	})
}

func judgeObjects(objects []byte) string {
	objects = plainNames(objects)
	switch {
	case encrypted.Match(objects):
		return "file_encrypted"
	case running.Match(objects):
		return "file_script"
	case embedded.Match(objects):
		return "file_program"
	}
	return ""
}

// unpack is the text of packed objects.
func unpack(data, dictionary []byte, room int64) ([]byte, string) {
	if !bytes.Contains(dictionary, []byte("/FlateDecode")) {
		if bytes.Contains(dictionary, []byte("/Filter")) {
			return nil, brokenFile
		}
		return data, ""
	}
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, brokenFile
	}
	unpacked, err := io.ReadAll(io.LimitReader(r, room+1))
	switch {
	case int64(len(unpacked)) > room:
		return nil, "file_bomb"
	case err != nil && len(unpacked) == 0:
		return nil, brokenFile
	}
	return unpacked, "" // its sum may be missing: readers show what there is
}
