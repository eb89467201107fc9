package source

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var (
	neutralCharset = regexp.MustCompile(`(?i)(\bcharset\s+)"?neutral"?`)
	tabField       = regexp.MustCompile(`(?im)^\s*\S.*\s(char\s*\(|float|integer|smallint|largeint|decimal\s*\(|date|time|datetime|logical)[^;\n]*;`)
)

// nameCharset looks at a MapInfo table that says "Neutral", whose bytes GDAL leaves as they are: unless the caller says
// that they are UTF-8, or they are valid as that, it writes Windows-1252 into the copy in the folder.
func nameCharset(folder string, format Format, wanted string) (taken string) {
	head := filepath.Join(folder, format.fileName())
	data := strings.TrimSuffix(head, filepath.Ext(head)) + format.companions()[0]
	text, err := readHead(head)
	if err != nil || !neutralCharset.Match(text) {
		return ""
	}
	file, err := os.Open(data)
	if err != nil {
		return ""
	}
	var in io.Reader = file
	if format == FormatTAB {
		in = &recordText{in: bufio.NewReader(file), fields: tabField.FindAllSubmatch(text, -1)}
	}
	ascii, valid := scanText(in)
	if _ = file.Close(); ascii {
		return ""
	}
	if wanted == "" && valid || strings.EqualFold(wanted, "UTF-8") {
		return utf8Name // the bytes as they are
	}
	if err := overwrite(head, neutralCharset.ReplaceAll(text, []byte(`${1}"WindowsLatin1"`)), int64(len(text))); err != nil || wanted != "" {
		return ""
	}
	return windowsName
}

// overwrite puts a new beginning in the place of a file's first bytes.
func overwrite(name string, head []byte, instead int64) error {
	from, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }()
	if _, err := from.Seek(instead, io.SeekStart); err != nil {
		return err
	}
	to, err := os.OpenFile(name+".new", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, io.MultiReader(bytes.NewReader(head), from))
	if err = errors.Join(err, to.Close()); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}

// recordText reads nothing but the texts of a .dbf, whose head gives the lengths and types of fixed records, or of a
// .dat file, which is like it; there the .tab tells the types.
type recordText struct {
	in     *bufio.Reader
	fields [][][]byte // types of the .tab; nil: the head's own
	record []byte
	texts  [][2]int // where in a record
	rest   []byte
}

func (r *recordText) Read(p []byte) (int, error) {
	if r.record == nil {
		if err := r.head(); err != nil {
			return 0, err
		}
	}
	for len(r.rest) == 0 {
		if _, err := io.ReadFull(r.in, r.record); err != nil || len(r.texts) == 0 {
			return 0, io.EOF
		}
		for _, t := range r.texts {
			r.rest = append(append(r.rest, r.record[t[0]:t[1]]...), '\n')
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

func (r *recordText) head() error {
	head := make([]byte, 32)
	if _, err := io.ReadFull(r.in, head); err != nil {
		return io.EOF
	}
	first, length := int(binary.LittleEndian.Uint16(head[8:])), int(binary.LittleEndian.Uint16(head[10:]))
	fields := make([]byte, max(first-32, 0))
	if _, err := io.ReadFull(r.in, fields); err != nil || length == 0 {
		return io.EOF
	}
	r.record = make([]byte, length)
	at := 1 // after the mark of deleted records
	for i := 0; len(fields) >= 32 && fields[0] != '\r'; i, fields = i+1, fields[32:] {
		end := at + int(fields[16])
		if r.isText(i, fields[11]) && end <= length {
			r.texts = append(r.texts, [2]int{at, end})
		}
		at = end
	}
	return nil
}

// isText tells whether a field is one of characters; kind is what the head says.
func (r *recordText) isText(i int, kind byte) bool {
	if r.fields == nil {
		return kind == 'C'
	}
	return i < len(r.fields) && bytes.EqualFold(r.fields[i][1][:4], []byte("char"))
}
