package source

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Kinds of columns whose numbers GDAL would take for floating ones, of which the digits after the fifteenth are noise. It is
// given them as texts, and they become numbers again when they are out of it.
const (
	kindExact  = "exact"  // every value is a number
	kindMarked = "marked" // those behind numberMark are
	numberMark = "\u00a7n:"
)

// exactly tells which columns of a layer are kept exactly, by their place among the attributes or by their names.
type exactly struct {
	places []int
	names  map[string]bool
	kind   string
}

// of is the kind of a column, or what GDAL says it is.
func (e exactly) of(place int, name, kind string) string {
	if e.names[name] || slices.Contains(e.places, place) {
		return e.kind
	}
	return kind
}

// keepDigits turns large numbers in the copy of a file that GDAL reads into texts.
func keepDigits(format Format, folder string) (exactly, error) {
	switch format {
	case FormatShapefile:
		places, err := wideNumbers(filepath.Join(folder, "input.dbf"))
		return exactly{places: places, kind: kindExact}, err
	case FormatGML:
		names, err := decimals(filepath.Join(folder, "input.xsd"))
		return exactly{names: names, kind: kindExact}, err
	case FormatGeoJSON, FormatGeoJSONSeq:
		names, err := markNumbers(filepath.Join(folder, format.fileName()))
		return exactly{names: names, kind: kindMarked}, err
	}
	return exactly{}, nil
}

// wideDigits is the width of a DBF column of whole numbers from which GDAL reads it as floating: 64 bits hold any of one less.
const wideDigits = 19

// wideNumbers makes columns of texts of a DBF table's columns of whole numbers that may not fit in 64 bits.
func wideNumbers(name string) (places []int, err error) {
	file, err := os.OpenFile(name, os.O_RDWR, 0)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	head := make([]byte, 32)
	if _, err := file.ReadAt(head, 0); err != nil {
		return nil, nil //nolint:nilerr // too short for a table, which GDAL tells
	}
	columns := make([]byte, max(0, int(binary.LittleEndian.Uint16(head[8:]))-33))
	if _, err := file.ReadAt(columns, 32); err != nil {
		return nil, nil //nolint:nilerr // as above
	}
	for at := 0; at+32 <= len(columns) && columns[at] != '\r'; at += 32 {
		kind, width, decimals := columns[at+11], columns[at+16], columns[at+17]
		if (kind == 'N' || kind == 'F') && width >= wideDigits && decimals == 0 {
			if _, err := file.WriteAt([]byte{'C'}, int64(32+at+11)); err != nil {
				return nil, err
			}
			places = append(places, at/32)
		}
	}
	return places, nil
}

// decimalElement is a property of a schema that layers/fetch has written.
var decimalElement = regexp.MustCompile(`<xsd:element name="([^"]*)" type="xsd:decimal"`)

// decimals makes texts of a schema's decimal numbers, which have any number of digits.
func decimals(name string) (map[string]bool, error) {
	schema, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for _, m := range decimalElement.FindAllSubmatch(schema, -1) {
		names[string(m[1])] = true
	}
	if len(names) == 0 {
		return nil, nil
	}
	return names, os.WriteFile(name, decimalElement.ReplaceAll(schema, []byte(`<xsd:element name="$1" type="xsd:string"`)), 0o644)
}

var decimalNumber = regexp.MustCompile(`^([+-]?)0*(\d*)(?:\.(\d*?)0*)?$`)

// appendExact writes a decimal number with all its digits. A number with an exponent is a floating one, what is none a text,
// and asterisks are how a DBF table says that there was no room for one.
func appendExact(b, value []byte) []byte {
	value = bytes.TrimSpace(value)
	m := decimalNumber.FindSubmatch(value)
	switch {
	case len(bytes.Trim(value, "*")) == 0:
		return append(b, "null"...)
	case m == nil || !bytes.ContainsAny(value, "0123456789"):
		return appendNumber(b, value)
	}
	whole, fraction := m[2], m[3]
	if string(m[1]) == "-" && len(whole)+len(fraction) > 0 {
		b = append(b, '-')
	}
	if len(whole) == 0 {
		whole = []byte("0")
	}
	b = append(b, whole...)
	if len(fraction) > 0 {
		b = append(append(b, '.'), fraction...)
	}
	return b
}

// appendMarked writes a number behind the mark, anything else as text.
func appendMarked(b, value []byte) []byte {
	if number, ok := bytes.CutPrefix(value, []byte(numberMark)); ok {
		return appendExact(b, number)
	}
	return appendJSONText(b, bytes.TrimRight(value, " \t\r\n\x00"))
}

// mostExact is from where a floating number, as files and GDAL write it, does not have all digits of a whole one.
const mostExact = 1e15

// inexact tells whether a floating number is so large that it may have lost digits.
func inexact(value []byte) bool {
	if len(value) < 5 || len(value) < 16 && !bytes.ContainsAny(value, "eE") {
		return false
	}
	f, err := strconv.ParseFloat(string(value), 64)
	return err == nil && math.Abs(f) >= mostExact
}

// lostDigits are the numbers of a layer that may have lost digits before they came here.
type lostDigits struct {
	count int
	names []string
}

// note looks at a row.
func (l *lostDigits) note(columns []Column, fields []Field) {
	for i, column := range columns {
		if (column.Kind == "float8" || column.Kind == "real") && inexact(fields[i]) {
			l.count++
			if !slices.Contains(l.names, column.Name) {
				l.names = append(l.names, column.Name)
			}
		}
	}
}

func (l *lostDigits) warnings() []Note {
	if l.count == 0 {
		return nil
	}
	return []Note{{Code: "digits_lost", Values: map[string]any{"count": l.count, "names": strings.Join(l.names, ", ")}}}
}

// workbookNumbers looks for numbers in the cells of a sheet that are longer than spreadsheets keep them, and for how much text
// a row may show.
type workbookNumbers struct {
	count   int
	example string
	number  bool // the cell is one
	value   bool // within its value

	longest, widest int  // bytes of a shared text, and cells with such texts on a row, at most
	shared, texts   int  // of the one that is read
	item            bool // within a shared text
}

// Sheets write a number as <c r="A1"><v>1</v></c>, with no t or with t="n".
func (w *workbookNumbers) start(name string, kind func() string) {
	switch name {
	case "c":
		said := kind()
		w.number = said == "" || said == "n"
		if said == "s" {
			w.texts++
			w.widest = max(w.widest, w.texts)
		}
	case "row":
		w.texts = 0
	case "si":
		w.item, w.shared = true, 0
	case "v":
		w.value = true
	}
}

func (w *workbookNumbers) end(name string) {
	w.value = w.value && name != "v"
	w.item = w.item && name != "si"
	w.number = w.number && name != "c"
}

func (w *workbookNumbers) text(value []byte) {
	if w.item {
		w.shared += len(value)
		w.longest = max(w.longest, w.shared)
	}
	if w.number && w.value && inexact(value) {
		if w.count++; w.count == 1 {
			w.example = fmt.Sprintf("%.40s", value)
		}
	}
}

func (w *workbookNumbers) warnings() []Note {
	if w.count == 0 {
		return nil
	}
	return []Note{{Code: "digits_lost_in_cells", Values: map[string]any{"count": w.count, "example": w.example}}}
}
