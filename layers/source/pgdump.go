package source

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Limits of a dump: what is larger is no map layer.
const (
	maxDumpStatement = 4 << 20
	maxDumpColumns   = 2_000
)

// dumpTable is the table that a dump fills.
type dumpTable struct {
	name     string
	srid     int    // declared; 0: none
	geometry string // name of the geometry column; "" when there is none
	kinds    map[string]string
	columns  []Column // in the order of the rows
}

// dumpReader reads what ogr2ogr writes with -f PGDUMP and PG_USE_COPY. It is strict: a statement it does not
// expect ends it with an error, and nothing of the dump is ever given to a database.
type dumpReader struct {
	in        *bufio.Reader
	table     *dumpTable
	copying   bool
	backslash bool // standard_conforming_strings is off: a backslash escapes in '…'
	rows      int64
	most      int64 // bytes of a row
	exact     exactly
	number    string // attribute that the file's own number of a feature is; "" for none
	row       []byte
	ends      []int // ends of the row's fields in row; negative for null
	fields    []Field
}

func newDumpReader(r io.Reader, most int64) *dumpReader {
	return &dumpReader{in: bufio.NewReaderSize(r, 1<<18), backslash: true, most: most}
}

// next returns the next row with its table, or io.EOF at the end of the dump.
func (d *dumpReader) next() (*dumpTable, []Field, error) {
	for {
		if d.copying {
			fields, err := d.readRow()
			if err != nil || fields != nil {
				return d.table, fields, err
			}
			d.copying = false
			continue
		}
		statement, err := d.readStatement()
		if err != nil {
			return nil, nil, err
		}
		if err := d.statement(statement); err != nil {
			return nil, nil, err
		}
	}
}

// readStatement returns the tokens of one statement, or io.EOF.
func (d *dumpReader) readStatement() ([]token, error) {
	var tokens []token
	size := 0
	for {
		t, err := d.readToken()
		if errors.Is(err, io.EOF) && len(tokens) > 0 {
			return nil, fmt.Errorf("dump: %w within a statement", io.ErrUnexpectedEOF)
		}
		if err != nil {
			return nil, err
		}
		if t.kind == ';' {
			if len(tokens) > 0 {
				return tokens, nil
			}
			continue
		}
		if size += len(t.text) + 1; size > maxDumpStatement {
			return nil, fmt.Errorf("dump: a statement is longer than %d MB", maxDumpStatement>>20)
		}
		tokens = append(tokens, t)
	}
}

// A token is a word ('w', upper case), a quoted name ('"'), a text ('\”), or a character of its own.
type token struct {
	kind byte
	text string
}

func (d *dumpReader) readToken() (token, error) {
	for {
		c, err := d.in.ReadByte()
		if err != nil {
			return token{}, err
		}
		switch {
		case c == ' ' || c == '\n' || c == '\r' || c == '\t':
		case c == '"' || c == '\'':
			text, err := d.readQuoted(c)
			return token{c, text}, err
		case wordByte(c):
			word := []byte{c}
			for {
				next, err := d.in.Peek(1)
				if err != nil || !wordByte(next[0]) {
					break // an end of the dump is told by the next read
				}
				_, _ = d.in.Discard(1)
				if word = append(word, next[0]); len(word) > 100 {
					return token{}, errors.New("dump: a word is longer than 100 characters")
				}
			}
			return token{'w', strings.ToUpper(string(word))}, nil //nolint:nilerr // see above
		default:
			return token{c, string(c)}, nil
		}
	}
}

func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-'
}

func (d *dumpReader) readQuoted(quote byte) (string, error) {
	var text []byte
	for {
		c, err := d.in.ReadByte()
		if err != nil {
			return "", fmt.Errorf("dump: %w within quotes", io.ErrUnexpectedEOF)
		}
		switch {
		case c == quote:
			after, err := d.in.ReadByte()
			if err == nil && after == quote {
				text = append(text, quote)
				continue
			}
			if err == nil {
				_ = d.in.UnreadByte()
			}
			return string(text), nil
		case c == '\\' && quote == '\'' && d.backslash:
			if c, err = d.in.ReadByte(); err != nil {
				return "", fmt.Errorf("dump: %w within quotes", io.ErrUnexpectedEOF)
			}
			text = append(text, c)
		default:
			text = append(text, c)
		}
		if len(text) > maxDumpStatement {
			return "", fmt.Errorf("dump: a text is longer than %d MB", maxDumpStatement>>20)
		}
	}
}

// statement takes in one statement. Every kind that ogr2ogr writes is here.
func (d *dumpReader) statement(tokens []token) error {
	word := func(i int) string {
		if i < len(tokens) && tokens[i].kind == 'w' {
			return tokens[i].text
		}
		return ""
	}
	switch {
	case word(0) == "SET" && word(1) == "STANDARD_CONFORMING_STRINGS":
		d.backslash = word(3) != "ON"
	case word(0) == "SELECT" && word(1) == "SETVAL": // of the sequence behind the number column
	case word(0) == "BEGIN", word(0) == "COMMIT", word(0) == "END", word(0) == "COMMENT" && word(1) == "ON":
	case word(0) == "CREATE" && word(1) == "TABLE":
		name, _, err := tableName(tokens[2:])
		if err != nil {
			return err
		}
		d.table = &dumpTable{name: name, kinds: map[string]string{}}
	case word(0) == "SELECT" && word(1) == "ADDGEOMETRYCOLUMN":
		return d.geometryColumn(tokens[2:])
	case word(0) == "ALTER" && word(1) == "TABLE":
		return d.addColumn(tokens[2:])
	case word(0) == "COPY":
		return d.startCopy(tokens[1:])
	default:
		return fmt.Errorf("dump: unexpected statement %.40q", word(0)+" "+word(1))
	}
	return nil
}

// tableName reads "schema"."table" and returns the rest.
func tableName(tokens []token) (string, []token, error) {
	if len(tokens) < 3 || tokens[0].kind != '"' || tokens[1].text != "." || tokens[2].kind != '"' {
		return "", nil, errors.New("dump: no table where one is expected")
	}
	return tokens[2].text, tokens[3:], nil
}

// geometryColumn reads ('schema','table','column',srid,'TYPE',dimensions).
func (d *dumpReader) geometryColumn(tokens []token) error {
	if d.table == nil || len(tokens) != 13 || tokens[5].kind != '\'' {
		return errors.New("dump: a geometry column is not as expected")
	}
	srid, err := strconv.Atoi(tokens[7].text)
	if err != nil {
		return fmt.Errorf("dump: reference system %q", tokens[7].text)
	}
	if d.table.geometry != "" {
		return fmt.Errorf("the layer has several geometry columns: %w", ErrFormat)
	}
	d.table.geometry, d.table.srid = tokens[5].text, max(srid, 0)
	return nil
}

// addColumn reads … ADD COLUMN "name" TYPE….
func (d *dumpReader) addColumn(tokens []token) error {
	name, rest, err := tableName(tokens)
	if err != nil {
		return err
	}
	if d.table == nil || name != d.table.name || len(rest) < 4 || rest[0].text != "ADD" || rest[1].text != "COLUMN" || rest[2].kind != '"' {
		return errors.New("dump: a column is not as expected")
	}
	if rest[2].text == dumpGeometry {
		return fmt.Errorf("an attribute is called %s, which is not read: %w", dumpGeometry, ErrFormat)
	}
	var kind []string
	for _, t := range rest[3:] {
		if t.kind == '(' || t.text == "NOT" || t.text == "DEFAULT" || t.text == "UNIQUE" {
			break
		}
		kind = append(kind, strings.ToLower(t.text))
	}
	if len(d.table.kinds) >= maxDumpColumns {
		return fmt.Errorf("the layer has more than %d columns: %w", maxDumpColumns, ErrLimit)
	}
	d.table.kinds[rest[2].text] = strings.Join(kind, " ")
	return nil
}

// startCopy reads "schema"."table" ("column", …) FROM STDIN and the end of that line.
func (d *dumpReader) startCopy(tokens []token) error {
	name, rest, err := tableName(tokens)
	if err != nil {
		return err
	}
	if d.table == nil || name != d.table.name || len(rest) < 5 || rest[0].kind != '(' {
		return errors.New("dump: rows for an unknown table")
	}
	d.table.columns = d.table.columns[:0]
	place := 0
	for i := 1; ; i += 2 {
		if i+1 >= len(rest) || rest[i].kind != '"' {
			return errors.New("dump: the list of columns is not as expected")
		}
		column := d.column(rest[i].text)
		if !column.plumbing && !column.number {
			column.Kind = d.exact.of(place, column.Name, column.Kind)
			place++
		}
		d.table.columns = append(d.table.columns, column)
		if rest[i+1].kind == ')' {
			if rest = rest[i+2:]; len(rest) != 2 || rest[0].text != "FROM" || rest[1].text != "STDIN" {
				return errors.New("dump: rows from elsewhere")
			}
			break
		}
	}
	if c, err := d.in.ReadByte(); err != nil || c != '\n' {
		return errors.New("dump: rows do not begin on a line of their own")
	}
	d.copying = true
	return nil
}

// column is what is known of a column of the rows. A second one of our own names is refused before.
func (d *dumpReader) column(name string) Column {
	_, taken := d.table.kinds[d.number]
	switch {
	case name == dumpFID && d.number != "" && !taken:
		return Column{Name: d.number, Kind: "bigint", number: true}
	case name == dumpFID:
		return Column{Name: name, plumbing: true, number: true}
	}
	return Column{Name: name, Kind: d.table.kinds[name], plumbing: name == d.table.geometry}
}

// readRow reads one row in COPY's text form, in which an escaped tab or line end is part of a value; nil at the
// end of the rows.
func (d *dumpReader) readRow() ([]Field, error) {
	d.row, d.ends = d.row[:0], d.ends[:0]
	null, start := false, 0
	end := func() {
		if null {
			d.ends = append(d.ends, -1-len(d.row))
		} else {
			d.ends = append(d.ends, len(d.row))
		}
		null, start = false, len(d.row)
	}
	for {
		chunk, err := d.in.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return nil, fmt.Errorf("dump: %w within a row", io.ErrUnexpectedEOF)
		}
		if int64(len(d.row)+len(chunk)) > d.most {
			return nil, fmt.Errorf("a feature is larger than %d kB: %w", d.most>>10, ErrLimit)
		}
		// Most bytes are geometry: copied in runs up to the next tab, backslash or line end.
		for len(chunk) > 0 {
			i := bytes.IndexAny(chunk, "\t\\\n")
			if i < 0 {
				d.row = append(d.row, chunk...)
				break
			}
			d.row = append(d.row, chunk[:i]...)
			c := chunk[i]
			chunk = chunk[i+1:]
			switch c {
			case '\t':
				end()
				continue
			case '\n':
				end()
				return d.split()
			}
			var escaped byte
			if len(chunk) > 0 {
				escaped, chunk = chunk[0], chunk[1:]
			} else if escaped, err = d.in.ReadByte(); err != nil {
				return nil, fmt.Errorf("dump: %w within a row", io.ErrUnexpectedEOF)
			}
			switch {
			case escaped == 'N' && len(d.row) == start && !null:
				null = true
			case escaped == '.' && len(d.row) == 0 && len(d.ends) == 0:
				return nil, d.endCopy(chunk)
			default:
				d.row = append(d.row, unescape(escaped))
			}
		}
	}
}

func (d *dumpReader) endCopy(rest []byte) error {
	if len(rest) == 0 {
		c, err := d.in.ReadByte()
		if err != nil || c != '\n' {
			return errors.New("dump: the rows do not end as expected")
		}
		return nil
	}
	if len(rest) != 1 || rest[0] != '\n' {
		return errors.New("dump: the rows do not end as expected")
	}
	return nil
}

func unescape(c byte) byte {
	switch c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'v':
		return '\v'
	}
	return c
}

func (d *dumpReader) split() ([]Field, error) {
	if len(d.ends) != len(d.table.columns) {
		return nil, fmt.Errorf("dump: a row has %d values, want %d", len(d.ends), len(d.table.columns))
	}
	d.rows++
	d.fields = d.fields[:0]
	start := 0
	for _, end := range d.ends {
		if end < 0 {
			d.fields = append(d.fields, nil)
			start = -1 - end
			continue
		}
		d.fields = append(d.fields, d.row[start:end:end])
		start = end
	}
	return d.fields, nil
}

// geometryOf decodes a geometry's hexadecimal form; nil for null.
func geometryOf(field Field) ([]byte, error) {
	if field == nil {
		return nil, nil
	}
	data := make([]byte, hex.DecodedLen(len(field)))
	if _, err := hex.Decode(data, field); err != nil {
		return nil, fmt.Errorf("dump: geometry: %w: %w", ErrReader, err)
	}
	return data, nil
}
