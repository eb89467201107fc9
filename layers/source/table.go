package source

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"lupakartta/geo/ewkb"
	"lupakartta/internal/text"
)

const (
	maxTableColumns = 2_000
	maxTableField   = 1 << 20
)

// tableReader reads features from text with separated columns, two of which are coordinates.
type tableReader struct {
	file    *os.File
	csv     *csv.Reader
	columns []Column
	x, y    int
	srid    int
	fields  []Field
}

// openTable reads the header. The separator is the one of , ; and tab that the header has most of.
func openTable(name string, o Options, srid int) (*tableReader, error) {
	if o.X == "" || o.Y == "" {
		return nil, errors.New("a table needs a recipe that names its columns of coordinates")
	}
	if srid == 0 {
		return nil, ErrNoCRS
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	t := &tableReader{file: f, srid: srid}
	if err := t.header(o); err != nil {
		_ = f.Close()
		return nil, err
	}
	return t, nil
}

func (t *tableReader) header(o Options) error {
	decoded, err := utf8Reader(t.file, o.Encoding)
	if err != nil {
		return err
	}
	in := bufio.NewReaderSize(decoded, 1<<16)
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
		t.columns = append(t.columns, Column{Name: strings.TrimSpace(text.Clean(name))})
	}
	find := func(name string) int {
		return slices.IndexFunc(t.columns, func(c Column) bool { return c.Name == name })
	}
	if t.x, t.y = find(o.X), find(o.Y); t.x < 0 || t.y < 0 {
		return fmt.Errorf("header: no columns %s and %s", o.X, o.Y)
	}
	t.fields = make([]Field, len(names))
	return nil
}

// next returns the next row's values and its point as EWKB, nil where a coordinate is missing; io.EOF at the end.
func (t *tableReader) next() ([]Field, []byte, error) {
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
			t.fields[i] = Field(text.Clean(value))
		}
	}
	x, errX := coordinate(record[t.x])
	y, errY := coordinate(record[t.y])
	if errX != nil || errY != nil {
		return t.fields, nil, nil //nolint:nilerr // a row without a place is refused by itself, not the table
	}
	return t.fields, ewkb.Point(x, y, t.srid), nil
}

func (t *tableReader) close() { _ = t.file.Close() }

// coordinate reads a number with a decimal point or a decimal comma.
func coordinate(s string) (float64, error) {
	return strconv.ParseFloat(strings.Replace(strings.TrimSpace(s), ",", ".", 1), 64)
}
