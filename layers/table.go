package layers

import (
	"bufio"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
)

const (
	maxTableColumns = 2_000
	maxTableField   = 1 << 20
)

// tableReader reads features from text with separated columns, two of which are coordinates.
type tableReader struct {
	file    *os.File
	csv     *csv.Reader
	columns []dumpColumn
	x, y    int
	srid    int
	fields  []dumpField
}

// openTable reads the header. The separator is the one of , ; and tab that the header has most of.
func openTable(name string, file FileRecipe, srid int) (*tableReader, error) {
	if file.X == "" || file.Y == "" {
		return nil, errors.New("a table needs a recipe that names its columns of coordinates")
	}
	if srid == 0 {
		return nil, errNoCRS
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	t := &tableReader{file: f, srid: srid}
	if err := t.header(file); err != nil {
		_ = f.Close()
		return nil, err
	}
	return t, nil
}

func (t *tableReader) header(file FileRecipe) error {
	text, err := utf8Reader(t.file, file.Encoding)
	if err != nil {
		return err
	}
	in := bufio.NewReaderSize(text, 1<<16)
	if mark, err := in.Peek(3); err == nil && string(mark) == "\xef\xbb\xbf" {
		_, _ = in.Discard(3)
	}
	head, _ := in.Peek(1 << 16)
	line, _, _ := strings.Cut(string(head), "\n")
	separator := ','
	for _, candidate := range []rune{';', '\t'} {
		if strings.Count(line, string(candidate)) > strings.Count(line, string(separator)) {
			separator = candidate
		}
	}
	t.csv = csv.NewReader(in)
	t.csv.Comma, t.csv.ReuseRecord = separator, true
	names, err := t.csv.Read()
	if err != nil {
		return fmt.Errorf("header: %w", err)
	}
	if len(names) > maxTableColumns {
		return fmt.Errorf("header: more than %d columns", maxTableColumns)
	}
	for _, name := range names {
		t.columns = append(t.columns, dumpColumn{name: strings.TrimSpace(cleanText(name))})
	}
	find := func(name string) int {
		return slices.IndexFunc(t.columns, func(c dumpColumn) bool { return c.name == name })
	}
	if t.x, t.y = find(file.X), find(file.Y); t.x < 0 || t.y < 0 {
		return fmt.Errorf("header: no columns %s and %s", file.X, file.Y)
	}
	t.fields = make([]dumpField, len(names))
	return nil
}

// next returns the next row's values and its point as EWKB, nil where a coordinate is missing; io.EOF at the end.
func (t *tableReader) next() ([]dumpField, []byte, error) {
	record, err := t.csv.Read()
	if err != nil {
		if !errors.Is(err, io.EOF) {
			err = fmt.Errorf("table: %w", err)
		}
		return nil, nil, err
	}
	for i, value := range record {
		if len(value) > maxTableField {
			return nil, nil, fmt.Errorf("table: a value is longer than %d MB", maxTableField>>20)
		}
		t.fields[i] = nil
		if value != "" {
			t.fields[i] = dumpField(cleanText(value))
		}
	}
	x, errX := coordinate(record[t.x])
	y, errY := coordinate(record[t.y])
	if errX != nil || errY != nil {
		return t.fields, nil, nil //nolint:nilerr // a row without a place is refused by itself, not the table
	}
	return t.fields, pointEWKB(x, y, t.srid), nil
}

func (t *tableReader) close() { _ = t.file.Close() }

// coordinate reads a number with a decimal point or a decimal comma.
func coordinate(s string) (float64, error) {
	return strconv.ParseFloat(strings.Replace(strings.TrimSpace(s), ",", ".", 1), 64)
}

func pointEWKB(x, y float64, srid int) []byte {
	b := append(make([]byte, 0, 25), 1)
	b = binary.LittleEndian.AppendUint32(b, wkbPoint|ewkbSRID)
	b = binary.LittleEndian.AppendUint32(b, uint32(srid))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(y))
}
