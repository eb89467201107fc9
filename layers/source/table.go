package source

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"lupakartta/geo/ewkb"
	"lupakartta/internal/text"
)

// rowReader gives a table's rows one after the other, without the header; io.EOF at the end. A row may be shorter
// than the header and is good until the next.
type rowReader func() ([]string, error)

// table reads features from the rows of a table.
type table struct {
	columns []Column
	place   place
	rows    rowReader
	fields  []Field
}

// readTable reads text with separated columns.
func readTable(name string, o Options, limits Limits) (*Features, error) {
	encoding, taken, err := textEncoding(name, o.Encoding)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	in, err := readCSV(file, encoding, o, limits)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	in.tellEncoding(taken)
	in.close = func() { _ = file.Close() }
	return in, nil
}

func readCSV(r io.Reader, encoding string, o Options, limits Limits) (*Features, error) {
	names, rows, _, err := separated(r, encoding, limits, 0)
	if err != nil {
		return nil, err
	}
	return tableFeatures(names, rows, o)
}

// recordLimit ends a table in which one record, by an open quotation or without one, goes on and on.
type recordLimit struct {
	in   io.Reader
	left int64
}

func (r *recordLimit) Read(p []byte) (int, error) {
	if r.left <= 0 {
		return 0, fmt.Errorf("one row is larger than a feature may be: %w", ErrLimit)
	}
	n, err := r.in.Read(p[:min(int64(len(p)), r.left)])
	r.left -= int64(n)
	return n, err
}

// tableFeatures makes features of a table's rows. The first row is read at once: a table without any is none, and it may
// say the reference system.
func tableFeatures(names []string, rows rowReader, o Options) (*Features, error) {
	columns, renamed, err := header(names)
	if err != nil {
		return nil, err
	}
	rows, err = lookAhead(rows)
	if err != nil {
		return nil, err
	}
	place, taken, err := findPlace(columns, o)
	if err != nil {
		return nil, err
	}
	t := &table{columns: columns, place: place, rows: rows, fields: make([]Field, len(columns))}
	in := &Features{SRID: place.srid, Warnings: append(renamed, taken...), close: func() {}}
	first, err := t.next()
	if err != nil {
		return nil, err
	}
	if shape, fault := ewkb.Examine(first.EWKB); in.SRID == 0 && fault == nil {
		in.SRID = shape.SRID
		t.place.srid = in.SRID // of texts further down that do not say
	}
	if in.SRID == 0 {
		return nil, noSystem(taken)
	}
	ahead := true
	in.next = func() (Row, error) {
		if ahead {
			ahead = false
			return first, nil
		}
		return t.next()
	}
	in.end = func() error {
		in.Warnings = append(in.Warnings, t.place.warnings()...)
		return nil
	}
	return in, nil
}

// lookAhead reads the first row before it is asked for.
func lookAhead(rows rowReader) (rowReader, error) {
	first, err := rows()
	if errors.Is(err, io.EOF) {
		return nil, errNoRows
	}
	if err != nil {
		return nil, err
	}
	return func() ([]string, error) {
		if first == nil {
			return rows()
		}
		row := first
		first = nil
		return row, nil
	}, nil
}

// noSystem tells also in which columns the places were found.
func noSystem(taken []Note) error {
	if len(taken) == 0 {
		return ErrNoCRS
	}
	return fmt.Errorf("%s %w", taken[0], ErrNoCRS)
}

func (t *table) next() (Row, error) {
	record, err := t.rows()
	if err != nil {
		return Row{}, err
	}
	if len(record) > len(t.columns) {
		return Row{}, fmt.Errorf("table: row %d has %d values, the header %d: %w", t.place.row+2, len(record), len(t.columns), ErrFormat)
	}
	for i := range t.fields {
		t.fields[i] = nil
		if i >= len(record) || record[i] == "" || i == t.place.text {
			continue
		}
		t.fields[i] = Field(text.Clean(record[i]))
	}
	geom := t.place.of(func(column int) string {
		if column >= len(record) {
			return ""
		}
		return record[column]
	})
	return Row{t.columns, t.fields, geom}, nil
}

// coordinate reads a number with a decimal point or a decimal comma, and blanks between its thousands.
func coordinate(s string) (float64, error) {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ",", ".").Replace(strings.TrimSpace(s))
	return strconv.ParseFloat(s, 64)
}
