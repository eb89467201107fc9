package geo

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
)

// node is one value in a JSON text that is known to be valid; walking it allocates nothing, so a document's cost is
// its bytes whatever it holds.
type node struct{ data []byte }

// kind is the value's first byte: { [ " n t f, a digit or a minus; 0 when there is no value.
func (n node) kind() byte {
	if len(n.data) == 0 {
		return 0
	}
	return n.data[0]
}

// hollow tells whether an array has no elements.
func (n node) hollow() bool {
	return n.data[skipSpace(n.data, 1)] == ']'
}

// member returns an object's member; of members with one name the last, as JSON readers do.
func (n node) member(name string) (node, bool) {
	var found node
	if n.kind() != '{' {
		return found, false
	}
	at := skipSpace(n.data, 1)
	for n.data[at] != '}' {
		end := valueEnd(n.data, at)
		key := node{n.data[at:end]}
		at = skipSpace(n.data, end)
		at = skipSpace(n.data, at+1) // the colon
		end = valueEnd(n.data, at)
		if key.is(name) {
			found = node{n.data[at:end]}
		}
		if at = skipSpace(n.data, end); n.data[at] == ',' {
			at = skipSpace(n.data, at+1)
		}
	}
	return found, found.data != nil
}

// elements calls visit with each element of an array until it returns false.
func (n node) elements(visit func(node) bool) {
	at := skipSpace(n.data, 1)
	for n.data[at] != ']' {
		end := valueEnd(n.data, at)
		if !visit(node{n.data[at:end]}) {
			return
		}
		if at = skipSpace(n.data, end); n.data[at] == ',' {
			at = skipSpace(n.data, at+1)
		}
	}
}

// is compares a string with a name that holds nothing to escape.
func (n node) is(name string) bool {
	if string(n.data[1:len(n.data)-1]) == name {
		return true
	}
	if bytes.IndexByte(n.data, '\\') < 0 {
		return false
	}
	text, ok := n.text() // "\u0074ype" is a spelling of "type"
	return ok && text == name
}

func (n node) text() (string, bool) {
	var s string
	if n.kind() != '"' || json.Unmarshal(n.data, &s) != nil {
		return "", false
	}
	return s, true
}

// number returns the value as a number; an overflow comes back as infinite.
func (n node) number() (float64, bool) {
	if c := n.kind(); c != '-' && (c < '0' || c > '9') {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(n.data), 64)
	return f, err == nil || errors.Is(err, strconv.ErrRange)
}

func skipSpace(data []byte, at int) int {
	for data[at] == ' ' || data[at] == '\n' || data[at] == '\t' || data[at] == '\r' {
		at++
	}
	return at
}

// valueEnd returns where the value that starts at ends.
func valueEnd(data []byte, at int) int {
	switch data[at] {
	case '"':
		return stringEnd(data, at)
	case '{', '[':
		depth := 0
		for ; ; at++ {
			switch data[at] {
			case '"':
				at = stringEnd(data, at) - 1
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					return at + 1
				}
			}
		}
	}
	for at < len(data) && !delimits(data[at]) {
		at++
	}
	return at
}

func delimits(c byte) bool {
	return c == ',' || c == ']' || c == '}' || c == ':' || c <= ' '
}

func stringEnd(data []byte, at int) int {
	for at++; at < len(data) && data[at] != '"'; at++ {
		if data[at] == '\\' {
			at++
		}
	}
	return min(at+1, len(data))
}

// tooDeep looks at the nesting of a text that need not be valid yet.
func tooDeep(data []byte) bool {
	depth := 0
	for at := 0; at < len(data); at++ {
		switch data[at] {
		case '"':
			at = stringEnd(data, at) - 1
		case '{', '[':
			if depth++; depth > maxDepth {
				return true
			}
		case '}', ']':
			depth--
		}
	}
	return false
}

// syntaxOffset returns where a text stops being JSON, in bytes from its start.
func syntaxOffset(data []byte) int64 {
	var syntax *json.SyntaxError
	if errors.As(json.Unmarshal(data, new(json.RawMessage)), &syntax) {
		return syntax.Offset
	}
	return 0
}
