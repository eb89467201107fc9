package layers

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
)

// AttributeType is what an attribute's values are; empty: anything.
type AttributeType string

// Types of attributes.
const (
	TypeText     AttributeType = "text"
	TypeInteger  AttributeType = "integer"
	TypeNumber   AttributeType = "number"
	TypeBoolean  AttributeType = "boolean"
	TypeDate     AttributeType = "date"     // YYYY-MM-DD
	TypeDatetime AttributeType = "datetime" // ISO 8601
	TypeCode     AttributeType = "code"     // of the attribute's list, where it has one
)

// Valid tells whether the type is one of the list, or none.
func (t AttributeType) Valid() bool {
	return slices.Contains([]AttributeType{"", TypeText, TypeInteger, TypeNumber, TypeBoolean, TypeDate, TypeDatetime, TypeCode}, t)
}

var (
	dateForm   = regexp.MustCompile(`^\d{4}-\d\d-\d\d(T00:00:00(\.0+)?(Z|[+-]\d\d:?\d\d)?)?$`)
	momentForm = regexp.MustCompile(`^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?$`)
)

// fits tells whether a value, whose JSON began with first, can be read as the type.
func (t AttributeType) fits(first byte, shown []byte) bool {
	composed := first == '{' || first == '['
	switch t {
	case TypeText, TypeCode:
		return !composed
	case TypeInteger:
		_, err := strconv.ParseInt(string(bytes.TrimSuffix(shown, []byte(".0"))), 10, 64)
		return err == nil
	case TypeNumber:
		_, err := strconv.ParseFloat(string(shown), 64)
		return err == nil
	case TypeBoolean:
		return slices.Contains([]string{"true", "false", "t", "f", "0", "1"}, string(shown))
	case TypeDate:
		return first == '"' && dateForm.Match(shown)
	case TypeDatetime:
		return first == '"' && momentForm.Match(shown)
	}
	return true
}
