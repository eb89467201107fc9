package source

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"lupakartta/internal/text"
)

// Rows is a table as it stands, row by row, for those who look for places in it themselves: text with separated columns, or
// a sheet of a workbook.
type Rows struct {
	Columns  []string
	Sheet    string   // of a workbook: the one that is read
	Sheets   []string // of a workbook: those that hold anything
	Warnings []Note
	Blank    int // rows with nothing in them between the one that Next gave and the one before
	next     rowReader
	blank    func(row []string) int
	close    func()
}

// OpenRows opens a table, whose encoding and separator are found out as for imports. Rows may be longer than the header or
// shorter. The caller closes it. Of Options it looks at Layer, the sheet, and Encoding.
// ErrNoLayer: there is no such sheet. ErrEncoding: such an encoding is not known. ErrWide: the rows of the sheet go on and on.
func OpenRows(path string, o Options, limits Limits) (*Rows, error) {
	limits = limits.orDefaults()
	format, err := rowsFormat(path)
	if err != nil {
		return nil, err
	}
	var names []string
	r := &Rows{}
	if format == FormatXLSX {
		names, err = r.openSheet(path, o, limits)
	} else {
		names, err = r.openText(path, o, limits)
	}
	if err != nil {
		return nil, err
	}
	columns, renamed, err := header(names)
	if err != nil {
		r.close()
		return nil, err
	}
	r.Columns, r.Warnings = namesOf(columns), append(r.Warnings, renamed...)
	return r, nil
}

// Next returns the next row, which is good until the one after it; io.EOF at the end.
func (r *Rows) Next() ([]string, error) {
	row, err := r.next()
	if err != nil {
		return nil, err
	}
	r.Blank = r.blank(row)
	for i := range row {
		row[i] = text.Clean(row[i])
	}
	return row, nil
}

// Close lets go of the file.
func (r *Rows) Close() { r.close() }

// rowsFormat tells a workbook from text. A table of one column, which is none as a layer, has no separator.
func rowsFormat(path string) (Format, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	head, err := bufio.NewReaderSize(file, headBytes).Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	whole := len(head) < headBytes
	if format, err := detectBytes(head); format == FormatZip {
		return FormatXLSX, nil
	} else if format != "" || err != nil {
		return "", fmt.Errorf("no table: %w", errors.Join(err, ErrFormat))
	}
	if !isText(decodeHead(head)) || len(bytes.TrimSpace(head)) == 0 {
		return "", fmt.Errorf("no text: %w", ErrFormat)
	}
	if whole && bytes.Count(bytes.TrimSpace(head), []byte("\n")) == 0 && bytes.Count(bytes.TrimSpace(head), []byte("\r")) == 0 {
		return "", errNoRows
	}
	return FormatCSV, nil
}

// isText tells text from bytes: it has no control characters but those of lines and columns.
func isText(head []byte) bool {
	for len(head) > 0 {
		r, size := utf8.DecodeRune(head)
		if r < 0x20 && r != '\t' && r != '\r' && r != '\n' {
			return false
		}
		head = head[size:]
	}
	return true
}

func (r *Rows) openText(path string, o Options, limits Limits) (names []string, err error) {
	if _, err := utf8Reader(nil, o.Encoding); err != nil {
		return nil, err
	}
	encoding, taken, err := textEncoding(path, o.Encoding)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if taken != "" {
		r.Warnings = append(r.Warnings, Note{Code: "encoding_taken", Values: map[string]any{"encoding": taken}})
	}
	r.close = func() { _ = file.Close() }
	var reader *csv.Reader
	if names, r.next, reader, err = separated(file, encoding, limits, -1); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	end := lastLine(reader, names)
	r.blank = func(row []string) int {
		first, _ := reader.FieldPos(0)
		between := first - end - 1
		end = lastLine(reader, row)
		return between
	}
	return names, nil
}

// lastLine is the line on which a record ends that was just read: its last value may have several.
func lastLine(reader *csv.Reader, record []string) int {
	line, _ := reader.FieldPos(len(record) - 1)
	return line + strings.Count(record[len(record)-1], "\n")
}

func (r *Rows) openSheet(path string, o Options, limits Limits) (names []string, err error) {
	folder, err := newFolder()
	if err != nil {
		return nil, err
	}
	r.close = func() { _ = os.RemoveAll(folder) }
	w, err := openWorkbook(path, folder, limits)
	if err != nil {
		r.close()
		return nil, err
	}
	r.close = func() { _, _ = w.file.Close(), os.RemoveAll(folder) }
	if err := r.chooseSheet(w, o.Layer); err != nil {
		r.close()
		return nil, err
	}
	s, err := w.sheet(r.Sheet)
	if err != nil {
		r.close()
		return nil, err
	}
	s.wide = maxTableColumns
	r.close = func() { s.close(); _, _ = w.file.Close(), os.RemoveAll(folder) }
	first, err := s.next()
	if err != nil {
		r.close()
		return nil, fmt.Errorf("sheet %s: %w: %w", r.Sheet, err, ErrFormat)
	}
	r.next, r.blank = s.next, func([]string) int { return s.blank }
	return apart(first), nil
}

// chooseSheet takes the sheet that is named, or else the first that holds anything; then those that are left are told.
func (r *Rows) chooseSheet(w *workbook, named string) error {
	if w.long.longest*w.long.widest > maxRowText {
		return fmt.Errorf("workbook: a row may have %d texts of %d bytes: %w", w.long.widest, w.long.longest, ErrWide)
	}
	for _, name := range w.file.GetSheetList() {
		if filled, err := w.filled(name); err != nil {
			return err
		} else if filled {
			r.Sheets = append(r.Sheets, name)
		}
	}
	switch {
	case len(r.Sheets) == 0:
		return fmt.Errorf("workbook: no sheet has rows: %w", ErrFormat)
	case named == "":
		r.Sheet = r.Sheets[0]
	case !slices.Contains(r.Sheets, named):
		return fmt.Errorf("the workbook has no sheet %s: %w", named, ErrNoLayer)
	default:
		r.Sheet = named
		return nil
	}
	if len(r.Sheets) > 1 {
		r.Warnings = append(r.Warnings, Note{Code: "sheets_left_out", Values: map[string]any{"sheet": r.Sheet, "others": text.Cut(strings.Join(r.Sheets[1:], ", "), 300)}})
	}
	return nil
}

// filled tells whether a sheet holds anything; one that is a picture has no rows.
func (w *workbook) filled(name string) (bool, error) {
	s, err := w.sheet(name)
	if err != nil {
		return false, nil //nolint:nilerr // as above
	}
	defer s.close()
	s.wide = maxTableColumns
	_, err = s.next()
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	return err == nil, err
}

// apart is a copy: the rows of a reader are good until the next.
func apart(row []string) []string { return append([]string(nil), row...) }

// separated reads the header of text with separated columns, and how its rows are read. width is as csv.Reader has it.
func separated(r io.Reader, encoding string, limits Limits, width int) (names []string, rows rowReader, reader *csv.Reader, err error) {
	decoded, err := utf8Reader(r, encoding)
	if err != nil {
		return nil, nil, nil, err
	}
	in := bufio.NewReaderSize(decoded, 1<<16)
	if mark, err := in.Peek(3); err == nil && string(mark) == "\xef\xbb\xbf" {
		_, _ = in.Discard(3)
	}
	head, err := in.Peek(1 << 16)
	whole := errors.Is(err, io.EOF)
	bounded := &recordLimit{in: in, left: limits.Feature}
	reader = csv.NewReader(bounded)
	reader.Comma, reader.ReuseRecord, reader.FieldsPerRecord = separatorOf(head, whole), true, width
	if names, err = reader.Read(); err != nil {
		return nil, nil, nil, fmt.Errorf("header: %w: %w", err, ErrFormat)
	}
	return apart(names), func() ([]string, error) {
		bounded.left = limits.Feature
		record, err := reader.Read()
		if err != nil && !errors.Is(err, io.EOF) {
			err = fmt.Errorf("table: %w: %w", err, ErrFormat)
		}
		return record, err
	}, reader, nil
}

// PlaceColumns are the columns that hold places by names that are nothing else, as for imports; of several the first. Those
// it does not find are -1. crs is the reference system that the names say, or "".
func PlaceColumns(columns []string) (x, y, wkt int, crs string) {
	p := place{x: -1, y: -1, text: -1}
	list := make([]Column, len(columns))
	for i, name := range columns {
		list[i].Name = name
	}
	pairs, texts := wellKnownIn(list)
	if len(texts) > 0 {
		return -1, -1, texts[0], ""
	}
	if len(pairs) == 0 {
		return -1, -1, -1, ""
	}
	p.x, p.y = pairs[0][0], pairs[0][1]
	if p.systemOfNames(list); p.srid != 0 {
		crs = CRSName(p.srid)
	}
	return p.x, p.y, -1, crs
}

// Coordinate reads a number with a decimal point or a decimal comma, and blanks between its thousands.
func Coordinate(s string) (float64, error) { return coordinate(s) }
