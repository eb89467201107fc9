package snapshot

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
)

// Field numbers of a value in the vector tile schema (MVT 2.1, appendix A).
const (
	valueText     protowire.Number = 1
	valueDouble   protowire.Number = 3
	valueUnsigned protowire.Number = 5
	valueSigned   protowire.Number = 6
	valueBool     protowire.Number = 7
)

// Values are the values of an attribute, each once where they repeat, in the form that they have in tiles.
type Values struct {
	bytes   []byte
	offsets []uint32 // of each value; one more than there are
}

// Len is the number of values.
func (v *Values) Len() int { return max(0, len(v.offsets)-1) }

// At is the value of that number as a tile's message: Value of the vector tile schema, without its tag and length.
func (v *Values) At(i uint32) []byte { return v.bytes[v.offsets[i]:v.offsets[i+1]] }

// add appends a value and returns its number plus one.
func (v *Values) add(message []byte) uint32 {
	if len(v.offsets) == 0 {
		v.offsets = append(v.offsets, 0)
	}
	v.bytes = append(v.bytes, message...)
	v.offsets = append(v.offsets, uint32(len(v.bytes))) //nolint:gosec // a column of over 4 GB is refused
	return uint32(v.Len())                              //nolint:gosec // as above
}

// column gives the values of an attribute their numbers while features are read.
type column struct {
	values Values
	known  map[string]uint32 // by their JSON; nil: nearly every one is another, and none is looked for
	seen   int
	room   []byte // for a message
}

// lookAgain is after how many values a column is asked whether they repeat.
const lookAgain = 4096

func newColumns(n int) []column {
	columns := make([]column, n)
	for i := range columns {
		columns[i].known = map[string]uint32{}
	}
	return columns
}

// number is that of a value in JSON, plus one; 0: there is none.
func (c *column) number(text []byte) uint32 {
	if c.seen++; c.seen == lookAgain && len(c.known) > lookAgain*3/4 {
		c.known = nil
	}
	if i, ok := c.known[string(text)]; ok {
		return i
	}
	c.room = appendValue(c.room[:0], text)
	if len(c.room) == 0 {
		return 0
	}
	number := c.values.add(c.room)
	if c.known != nil {
		c.known[string(text)] = number
	}
	return number
}

// merge puts the values of several columns that were read side by side into one, and returns what each number of each
// became.
func merge(columns []*column) (Values, [][]uint32) {
	var all Values
	known := map[string]uint32{}
	became := make([][]uint32, len(columns))
	for i, c := range columns {
		became[i] = make([]uint32, c.values.Len()+1)
		for n := range became[i][1:] {
			message := c.values.At(uint32(n)) //nolint:gosec // numbered in 32 bits
			number, ok := uint32(0), false
			if c.known != nil {
				number, ok = known[string(message)]
			}
			if !ok {
				number = all.add(message)
				if c.known != nil {
					known[string(message)] = number
				}
			}
			became[i][n+1] = number
		}
	}
	return all, became
}

// appendValue appends a JSON value as ST_AsMVT writes it: whole numbers as such, other numbers as double precision ones.
// Null, lists and objects are no values of a tile: nothing.
func appendValue(to, text []byte) []byte {
	text = bytes.TrimSpace(text)
	if len(text) == 0 {
		return to
	}
	switch text[0] {
	case '"':
		s, ok := unquoted(text)
		if !ok {
			return to
		}
		return protowire.AppendBytes(protowire.AppendTag(to, valueText, protowire.BytesType), s)
	case 't', 'f':
		return protowire.AppendVarint(protowire.AppendTag(to, valueBool, protowire.VarintType), protowire.EncodeBool(text[0] == 't'))
	case 'n', '[', '{':
		return to
	}
	return appendNumber(to, string(text))
}

// unquoted is what a JSON text says. Most have nothing to unescape.
func unquoted(text []byte) (said []byte, ok bool) {
	if inner := bytes.TrimSuffix(text[1:], []byte{'"'}); len(inner) == len(text)-2 && bytes.IndexByte(inner, '\\') < 0 {
		return inner, true // PostgreSQL writes valid UTF-8
	}
	var s string
	ok = json.Unmarshal(text, &s) == nil
	return []byte(s), ok
}

func appendNumber(to []byte, text string) []byte {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return to
	}
	// What is whole in double precision is whole in the tile, as 12.0 is.
	if whole := math.Trunc(f); math.Abs(f-whole) <= 0x1p-23 && math.Abs(whole) < 1<<63 {
		n := int64(whole)
		if exact, err := strconv.ParseInt(text, 10, 64); err == nil {
			n = exact
		}
		if n < 0 {
			return protowire.AppendVarint(protowire.AppendTag(to, valueSigned, protowire.VarintType), protowire.EncodeZigZag(n))
		}
		return protowire.AppendVarint(protowire.AppendTag(to, valueUnsigned, protowire.VarintType), uint64(n))
	}
	return protowire.AppendFixed64(protowire.AppendTag(to, valueDouble, protowire.Fixed64Type), math.Float64bits(f))
}

// value reads what appendValue wrote: a text, or a number or truth as JSON writes it.
func value(message []byte) (said string, isText bool) {
	field, _, n := protowire.ConsumeTag(message)
	message = message[max(n, 0):]
	switch field {
	case valueText:
		text, _ := protowire.ConsumeBytes(message)
		return string(text), true
	case valueDouble:
		bits, _ := protowire.ConsumeFixed64(message)
		return strconv.FormatFloat(math.Float64frombits(bits), 'f', -1, 64), false
	case valueUnsigned:
		number, _ := protowire.ConsumeVarint(message)
		return strconv.FormatUint(number, 10), false
	case valueSigned:
		number, _ := protowire.ConsumeVarint(message)
		return strconv.FormatInt(protowire.DecodeZigZag(number), 10), false
	case valueBool:
		truth, _ := protowire.ConsumeVarint(message)
		return strconv.FormatBool(protowire.DecodeBool(truth)), false
	}
	return "", true
}

func textOf(message []byte) string {
	said, _ := value(message)
	return said
}

func jsonOf(message []byte) json.RawMessage {
	said, isText := value(message)
	if !isText {
		return json.RawMessage(said)
	}
	quoted, _ := json.Marshal(said) // texts always can be
	return quoted
}
