package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// appendAttributes writes a row's attributes as a JSON object: numbers as numbers, dates and moments as ISO 8601
// texts, lists as lists. Null values are left out, and so is white space that pads the end of a text.
func appendAttributes(b []byte, columns []Column, fields []Field) []byte {
	b = append(b, '{')
	first := true
	for i, column := range columns {
		if fields[i] == nil || column.plumbing {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = appendJSONText(b, []byte(column.Name))
		b = append(b, ':')
		b = appendValue(b, column.Kind, fields[i])
	}
	return append(b, '}')
}

func appendValue(b []byte, kind string, value []byte) []byte {
	if element, ok := strings.CutSuffix(kind, " [ ]"); ok {
		return appendList(b, element, value)
	}
	switch kind {
	case "smallint", "integer", "int8", "bigint", "numeric", "float8", "real", "double precision":
		return appendNumber(b, value)
	case kindExact:
		return appendExact(b, value)
	case kindMarked:
		return appendMarked(b, value)
	case "boolean":
		return strconv.AppendBool(b, string(value) == "1" || string(value) == "t")
	case "date":
		return appendJSONText(b, bytes.ReplaceAll(value, []byte("/"), []byte("-")))
	case "timestamp with time zone", "timestamp":
		return appendJSONText(b, isoMoment(value))
	case "json", "jsonb":
		if json.Valid(value) {
			return append(b, value...)
		}
	}
	return appendJSONText(b, bytes.TrimRight(value, " \t\r\n\x00"))
}

// appendNumber writes what JSON can hold as a number, anything else (nan, inf) as text.
func appendNumber(b, value []byte) []byte {
	text := string(value)
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		return strconv.AppendInt(b, i, 10)
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return appendJSONText(b, value)
	}
	data, err := json.Marshal(f)
	if err != nil {
		return appendJSONText(b, value)
	}
	return append(b, data...)
}

// isoMoment turns 2023/02/15 12:07:35+02 into 2023-02-15T12:07:35+02:00.
func isoMoment(value []byte) []byte {
	text := strings.Replace(strings.ReplaceAll(string(value), "/", "-"), " ", "T", 1)
	if i := strings.LastIndexAny(text, "+-"); i > strings.IndexByte(text, 'T') && i > 0 && len(text)-i == 3 {
		text += ":00"
	}
	return []byte(text)
}

// appendList writes a PostgreSQL array literal as a JSON list.
func appendList(b []byte, kind string, value []byte) []byte {
	elements, err := splitArray(value)
	if err != nil {
		return appendJSONText(b, value)
	}
	b = append(b, '[')
	for i, element := range elements {
		if i > 0 {
			b = append(b, ',')
		}
		if element == nil {
			b = append(b, "null"...)
		} else {
			b = appendValue(b, kind, element)
		}
	}
	return append(b, ']')
}

func splitArray(value []byte) ([][]byte, error) {
	if len(value) < 2 || value[0] != '{' || value[len(value)-1] != '}' {
		return nil, fmt.Errorf("array %.20q", value)
	}
	value = value[1 : len(value)-1]
	var elements [][]byte
	for len(value) > 0 {
		element := []byte{}
		if value[0] == '"' {
			i := 1
			for ; i < len(value) && value[i] != '"'; i++ {
				if value[i] == '\\' && i+1 < len(value) {
					i++
				}
				element = append(element, value[i])
			}
			if i >= len(value) {
				return nil, fmt.Errorf("array %.20q", value)
			}
			value = value[i+1:]
		} else {
			i := bytes.IndexByte(value, ',')
			if i < 0 {
				i = len(value)
			}
			if element = value[:i]; string(element) == "NULL" {
				element = nil
			}
			value = value[i:]
		}
		elements = append(elements, element)
		if len(value) > 0 {
			if value[0] != ',' {
				return nil, fmt.Errorf("array %.20q", value)
			}
			value = value[1:]
		}
	}
	return elements, nil
}

// appendJSONText writes a JSON text that jsonb can hold: NUL and bytes that are no UTF-8 become U+FFFD.
func appendJSONText(b, text []byte) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '"')
	for len(text) > 0 {
		c := text[0]
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == 0:
			b = append(b, "\uFFFD"...)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c == '\r':
			b = append(b, `\r`...)
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		case c < utf8.RuneSelf:
			b = append(b, c)
		default:
			r, size := utf8.DecodeRune(text)
			b = utf8.AppendRune(b, r)
			text = text[size:]
			continue
		}
		text = text[1:]
	}
	return append(b, '"')
}

// Names lists the columns that are attributes of the register.
func (r Row) Names() []string {
	var names []string
	for _, column := range r.Columns {
		if !column.plumbing {
			names = append(names, column.Name)
		}
	}
	return names
}
