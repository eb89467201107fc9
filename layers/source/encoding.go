package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// Names of encodings that are taken where a file does not say its own, as people know them.
const (
	utf8Name    = "UTF-8"
	windowsName = "Windows-1252"
)

// ErrEncoding says that a text is said to be in an encoding that is not known.
var ErrEncoding = errors.New("the encoding is unknown")

// tellEncoding notes the encoding that was taken, if any.
func (in *Features) tellEncoding(taken string) {
	if taken != "" {
		in.Warnings = append(in.Warnings, Note{Code: "encoding_taken", Values: map[string]any{"encoding": taken}})
	}
}

// dbfEncoding decides in what encoding a shapefile's table is: .cpg first, then the table's own language byte,
// then the recipe's word; otherwise UTF-8 where the bytes are, or else Windows-1252, which was then taken.
func dbfEncoding(folder, wanted string) (encoding, taken string) {
	if text, err := os.ReadFile(filepath.Join(folder, "input.cpg")); err == nil && len(bytes.TrimSpace(text)) > 0 {
		return "", "" // GDAL obeys it
	}
	file, err := os.Open(filepath.Join(folder, "input.dbf"))
	if err != nil {
		return wanted, ""
	}
	defer func() { _ = file.Close() }()
	head := make([]byte, 32)
	if _, err := io.ReadFull(file, head); err != nil {
		return wanted, ""
	}
	if head[29] != 0 && wanted == "" {
		return "", "" // GDAL knows the language bytes
	}
	if wanted != "" {
		return wanted, ""
	}
	switch ascii, valid := scanText(&recordText{in: bufio.NewReader(io.MultiReader(bytes.NewReader(head), file))}); {
	case ascii:
		return "", ""
	case valid:
		return "UTF-8", utf8Name
	}
	return "CP1252", windowsName
}

// scanText tells whether a stream is pure ASCII, and whether it is valid UTF-8.
func scanText(r io.Reader) (ascii, valid bool) {
	ascii = true
	buffer := make([]byte, 0, 64<<10)
	for {
		n, err := r.Read(buffer[len(buffer):cap(buffer)])
		buffer = buffer[:len(buffer)+n]
		for len(buffer) > 0 && (utf8.FullRune(buffer) || err != nil) {
			if buffer[0] >= utf8.RuneSelf {
				ascii = false
			}
			c, size := utf8.DecodeRune(buffer)
			if c == utf8.RuneError && size <= 1 {
				return ascii, false
			}
			buffer = buffer[size:]
		}
		if err != nil {
			return ascii, errors.Is(err, io.EOF)
		}
		buffer = append(make([]byte, 0, 64<<10), buffer...)
	}
}

// utf16Text decodes UTF-16 that begins with a byte order mark.
func utf16Text(r io.Reader) io.Reader {
	return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Reader(r)
}

// decodeHead gives the beginning of a text file as bytes of which the ASCII part is readable.
func decodeHead(head []byte) []byte {
	if !bytes.HasPrefix(head, []byte("\xff\xfe")) && !bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return head
	}
	text, _ := io.ReadAll(utf16Text(bytes.NewReader(head[:len(head)&^1])))
	return text
}

// textEncoding decides in what encoding a table of text is: by its byte order mark, then the caller's word; otherwise
// UTF-8 where the bytes are, or else Windows-1252, which was then taken.
func textEncoding(name, wanted string) (encoding, taken string, err error) {
	file, err := os.Open(name)
	if err != nil {
		return "", "", err
	}
	defer func() { _ = file.Close() }()
	mark := make([]byte, 2)
	n, _ := io.ReadFull(file, mark)
	switch mark = mark[:n]; {
	case bytes.Equal(mark, []byte("\xff\xfe")), bytes.Equal(mark, []byte("\xfe\xff")):
		return "UTF-16", "", nil
	case wanted != "":
		return wanted, "", nil
	}
	if _, valid := scanText(io.MultiReader(bytes.NewReader(mark), file)); valid {
		return "UTF-8", "", nil
	}
	return "CP1252", windowsName, nil
}

// utf8Reader gives a text stream as UTF-8. Only the encodings that Finnish registers use are known.
func utf8Reader(r io.Reader, encoding string) (io.Reader, error) {
	switch strings.ToUpper(strings.ReplaceAll(encoding, "_", "-")) {
	case "", "UTF-8", "UTF8":
		return r, nil
	case "UTF-16":
		return utf16Text(r), nil
	case "ISO-8859-1", "LATIN1", "CP1252", "WINDOWS-1252", "ISO-8859-15":
		return &latinReader{in: r}, nil
	}
	return nil, fmt.Errorf("encoding %.40q: %w", encoding, ErrEncoding)
}

// latinReader reads Windows-1252, of which ISO-8859-1 is the part that registers mean.
type latinReader struct {
	in   io.Reader
	rest []byte
	raw  [4096]byte
}

const windows1252 = "€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ"

var high1252 = []rune(windows1252)

func (l *latinReader) Read(p []byte) (int, error) {
	for len(l.rest) == 0 {
		n, err := l.in.Read(l.raw[:])
		for _, c := range l.raw[:n] {
			r := rune(c)
			if c >= 0x80 && c < 0xa0 {
				r = high1252[c-0x80]
			}
			l.rest = utf8.AppendRune(l.rest, r)
		}
		if err != nil && len(l.rest) == 0 {
			return 0, err
		}
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}
