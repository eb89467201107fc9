package source

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// longNumber is the number of digits from which a whole number in JSON may be more than a floating one holds.
const longNumber = 16

// markNumbers turns the values of properties that hold long whole numbers, anywhere in a file of GeoJSON, into texts with
// numberMark before them, and returns those properties. Most files have none, and are only looked through.
func markNumbers(name string) (map[string]bool, error) {
	long, err := hasLongNumbers(name)
	if err != nil || !long {
		return nil, err
	}
	in, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	names := map[string]bool{}
	find := propertyScan{number: func(property string, number []byte) bool {
		if isWhole(number) && len(number) >= longNumber {
			names[property] = true
		}
		return false
	}}
	if err := find.read(in, bufio.NewWriter(io.Discard)); err != nil || len(names) == 0 {
		return nil, err
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	out, err := os.Create(name + ".marked")
	if err != nil {
		return nil, err
	}
	mark := propertyScan{number: func(property string, _ []byte) bool { return names[property] }}
	to := bufio.NewWriterSize(out, 1<<16)
	err = mark.read(in, to)
	if err = errors.Join(err, to.Flush(), out.Close()); err != nil {
		return nil, err
	}
	return names, os.Rename(name+".marked", name)
}

// hasLongNumbers tells whether a long whole number stands anywhere outside texts.
func hasLongNumbers(name string) (bool, error) {
	file, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer func() { _ = file.Close() }()
	buffer := make([]byte, 1<<18)
	text, escaped, digits, whole := false, false, 0, true
	for {
		n, err := file.Read(buffer)
		for _, c := range buffer[:n] {
			switch {
			case text:
				text, escaped = escaped || c != '"', !escaped && c == '\\'
			case c >= '0' && c <= '9':
				digits++
			case c == '.' || c == 'e' || c == 'E':
				whole = false
			case c == '-' || c == '+':
			default:
				if whole && digits >= longNumber {
					return true, nil
				}
				text, digits, whole = c == '"', 0, true
			}
		}
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
}

func isWhole(number []byte) bool {
	for _, c := range number {
		if c == '.' || c == 'e' || c == 'E' {
			return false
		}
	}
	return true
}

// propertyScan copies GeoJSON and shows the numbers that are values of features' properties. It checks nothing: what it
// does not understand stays as it is.
type propertyScan struct {
	number func(property string, number []byte) (mark bool)
	open   []container // objects and lists round the place
	word   []byte      // the text or number that was read last
}

// container is an object or a list.
type container struct {
	object, value bool   // value: its key has been read
	key           []byte // in an object, with quotes
	properties    bool   // of a feature
}

// mostKey bounds the name of a property, and a number.
const mostKey = 4 << 10

func (s *propertyScan) read(r io.Reader, out *bufio.Writer) error {
	in := bufio.NewReaderSize(r, 1<<16)
	for {
		c, err := in.ReadByte()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch {
		case c == '"':
			err = s.text(in, out)
		case c == '-' || c >= '0' && c <= '9':
			err = s.digits(c, in, out)
		default:
			s.structure(c)
			err = out.WriteByte(c)
		}
		if err != nil {
			return err
		}
	}
}

// inside is the innermost container.
func (s *propertyScan) inside() *container {
	if len(s.open) == 0 {
		return &container{}
	}
	return &s.open[len(s.open)-1]
}

func (s *propertyScan) structure(c byte) {
	switch c {
	case '{', '[':
		// A feature's properties lie two deep in a feature alone, four in a collection.
		within := s.inside()
		depth := len(s.open) + 1
		s.open = append(s.open, container{object: c == '{', properties: c == '{' && (depth == 2 || depth == 4) && within.object && string(within.key) == `"properties"`})
	case '}', ']':
		if len(s.open) > 0 {
			s.open = s.open[:len(s.open)-1]
		}
	case ':':
		s.inside().value = true
	case ',':
		s.inside().value = false
	}
}

// text copies a text whose first quote has been read, and keeps it where it is a key.
func (s *propertyScan) text(in *bufio.Reader, out *bufio.Writer) error {
	within := s.inside()
	key := within.object && !within.value
	s.word = append(s.word[:0], '"')
	_ = out.WriteByte('"')
	for escaped := false; ; {
		c, err := in.ReadByte()
		if err != nil {
			return nil //nolint:nilerr // GDAL tells that it ends early
		}
		if err := out.WriteByte(c); err != nil {
			return err
		}
		if key && len(s.word) < mostKey {
			s.word = append(s.word, c)
		}
		if c == '"' && !escaped {
			break
		}
		escaped = !escaped && c == '\\'
	}
	if key {
		within.key = append(within.key[:0], s.word...)
	}
	return nil
}

// digits copies a number whose first character has been read.
func (s *propertyScan) digits(first byte, in *bufio.Reader, out *bufio.Writer) error {
	s.word = append(s.word[:0], first)
	for len(s.word) < mostKey {
		next, err := in.Peek(1)
		if err != nil || (next[0] < '0' || next[0] > '9') && next[0] != '.' && next[0] != 'e' && next[0] != 'E' && next[0] != '+' && next[0] != '-' {
			break // an end is told by the next read
		}
		_, _ = in.Discard(1)
		s.word = append(s.word, next[0])
	}
	if len(s.word) == mostKey {
		return fmt.Errorf("JSON: a number of more than %d kB: %w", mostKey>>10, ErrFormat)
	}
	within, property := s.inside(), ""
	if within.properties && json.Unmarshal(within.key, &property) == nil && s.number(property, s.word) {
		_, _ = out.WriteString(`"` + numberMark)
		_, _ = out.Write(s.word)
		return out.WriteByte('"')
	}
	_, err := out.Write(s.word)
	return err
}
