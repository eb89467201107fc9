package source

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// Bounds of geometry as text.
const maxTextNesting = 16

// Types of geometry as WKB numbers them.
var wktKinds = map[string]uint32{
	"POINT": 1, "LINESTRING": 2, "POLYGON": 3, "MULTIPOINT": 4, "MULTILINESTRING": 5, "MULTIPOLYGON": 6, "GEOMETRYCOLLECTION": 7,
	"CIRCULARSTRING": 8, "COMPOUNDCURVE": 9, "CURVEPOLYGON": 10, "MULTICURVE": 11, "MULTISURFACE": 12,
}

// wktParts is what the parts of a type are when they do not say.
var wktParts = map[uint32]uint32{4: 1, 5: 2, 6: 3, 9: 2, 10: 2, 11: 2, 12: 3}

var errWKT = errors.New("no well-known text of a geometry")

// parseWKT reads well-known text, as the standards and PostGIS write it, into EWKB. "SRID=3067;…" names the system;
// without it the geometry is in srid.
func parseWKT(text string, srid int) ([]byte, error) {
	if head, rest, ok := strings.Cut(text, ";"); ok && len(head) > 5 && strings.EqualFold(head[:5], "SRID=") {
		n, err := strconv.ParseUint(strings.TrimSpace(head[5:]), 10, 20)
		if err != nil {
			return nil, errWKT
		}
		if text = rest; n != 0 {
			srid = int(n)
		}
	}
	p := &wktParser{text: text}
	if err := p.geometry(srid, 0, 0); err != nil {
		return nil, err
	}
	if p.blanks(); p.at != len(p.text) {
		return nil, fmt.Errorf("%w: %.20q after its end", errWKT, p.text[p.at:])
	}
	return p.out, nil
}

type wktParser struct {
	text string
	at   int
	out  []byte
}

func (p *wktParser) blanks() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// take steps over a character when it is the next.
func (p *wktParser) take(c byte) bool {
	if p.blanks(); p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

func (p *wktParser) word() string {
	p.blanks()
	start := p.at
	for p.at < len(p.text) && (p.text[p.at]|0x20 >= 'a' && p.text[p.at]|0x20 <= 'z') {
		p.at++
	}
	return strings.ToUpper(p.text[start:p.at])
}

// geometry reads one geometry. kind is what it is when it does not say; 0: it must say.
func (p *wktParser) geometry(srid int, kind uint32, depth int) error {
	if depth > maxTextNesting {
		return fmt.Errorf("%w: nested more than %d deep", errWKT, maxTextNesting)
	}
	flags := uint32(0)
	if name := p.word(); name != "" && name != "EMPTY" {
		var known bool
		if kind, flags, known = wktKind(name); !known {
			return fmt.Errorf("%w: %.20q", errWKT, name)
		}
	} else if name == "EMPTY" {
		p.at -= len(name)
	}
	if kind == 0 {
		return errWKT
	}
	start := p.at
	if dims := p.word(); flags == 0 {
		switch dims {
		case "Z":
			flags = wkbZ
		case "M":
			flags = wkbM
		case "ZM":
			flags = wkbZ | wkbM
		default:
			p.at = start
		}
	} else {
		p.at = start
	}
	return p.body(kind, flags, srid, depth)
}

// Bits of an EWKB type word.
const (
	wkbZ    = 0x80000000
	wkbM    = 0x40000000
	wkbSRID = 0x20000000
)

// dimensions is how many numbers a vertex has.
func dimensions(flags uint32) int { return 2 + bits.OnesCount32(flags&(wkbZ|wkbM)) }

// wktKind knows "POINT", and "POINTZ" as PostGIS writes it too.
func wktKind(name string) (kind, flags uint32, ok bool) {
	if kind, ok = wktKinds[name]; ok {
		return kind, 0, true
	}
	for _, suffix := range []struct {
		text  string
		flags uint32
	}{{"ZM", wkbZ | wkbM}, {"Z", wkbZ}, {"M", wkbM}} {
		if kind, ok = wktKinds[strings.TrimSuffix(name, suffix.text)]; ok && strings.HasSuffix(name, suffix.text) {
			return kind, suffix.flags, true
		}
	}
	return 0, 0, false
}

// body writes the geometry's head and reads what stands in its parentheses. How many coordinates a vertex has is told
// by the first one where nothing else says it.
func (p *wktParser) body(kind, flags uint32, srid, depth int) error {
	start := p.at
	empty := p.word() == "EMPTY"
	if !empty {
		p.at = start
	}
	if flags == 0 && !empty && (kind <= 3 || kind == 8) {
		flags = p.peekDims()
	}
	p.out = append(p.out, 1)
	word := kind | flags
	if srid != 0 && depth == 0 {
		word |= wkbSRID
	}
	p.out = binary.LittleEndian.AppendUint32(p.out, word)
	if word&wkbSRID != 0 {
		p.out = binary.LittleEndian.AppendUint32(p.out, uint32(srid))
	}
	dims := dimensions(flags)
	switch {
	case kind == 1 && empty:
		for range dims {
			p.float(math.NaN())
		}
		return nil
	case kind == 1:
		if !p.take('(') {
			return errWKT
		}
		return errors.Join(p.vertex(dims), p.closing())
	case empty:
		p.out = binary.LittleEndian.AppendUint32(p.out, 0)
		return nil
	case kind == 2 || kind == 8:
		return p.list(func() error { return p.vertex(dims) })
	case kind == 3:
		return p.list(func() error { return p.list(func() error { return p.vertex(dims) }) })
	}
	return p.list(func() error { return p.part(kind, flags, depth) })
}

// part reads one geometry of a compound one. A point of a multipoint may stand without parentheses.
func (p *wktParser) part(kind, flags uint32, depth int) error {
	before := len(p.out)
	p.blanks()
	if kind == 4 && p.at < len(p.text) && strings.IndexByte("+-.0123456789", p.text[p.at]) >= 0 {
		if flags == 0 {
			flags = p.peekDims()
		}
		p.out = append(p.out, 1)
		p.out = binary.LittleEndian.AppendUint32(p.out, 1|flags)
		return p.vertex(dimensions(flags))
	}
	inner := wktParts[kind]
	if err := p.partGeometry(inner, flags, depth+1); err != nil {
		return err
	}
	if len(p.out) == before {
		return errWKT
	}
	return nil
}

// partGeometry is geometry for a part that takes its dimensions from the whole.
func (p *wktParser) partGeometry(kind, flags uint32, depth int) error {
	p.blanks()
	if kind != 0 && p.at < len(p.text) && p.text[p.at] == '(' {
		if depth > maxTextNesting {
			return errWKT
		}
		return p.body(kind, flags, 0, depth)
	}
	return p.geometry(0, kind, depth)
}

// peekDims counts the numbers of the next vertex.
func (p *wktParser) peekDims() uint32 {
	start := p.at
	for p.take('(') {
	}
	end := p.at
	for end < len(p.text) && p.text[end] != ',' && p.text[end] != ')' && end-p.at < 200 {
		end++
	}
	n := len(strings.Fields(p.text[p.at:end]))
	p.at = start
	switch n {
	case 3:
		return wkbZ
	case 4:
		return wkbZ | wkbM
	}
	return 0
}

// list reads ( item, item … ) and writes how many there are before them.
func (p *wktParser) list(item func() error) error {
	if !p.take('(') {
		return errWKT
	}
	at, count := len(p.out), uint32(0)
	p.out = binary.LittleEndian.AppendUint32(p.out, 0)
	for {
		if err := item(); err != nil {
			return err
		}
		count++
		if !p.take(',') {
			break
		}
	}
	binary.LittleEndian.PutUint32(p.out[at:], count)
	return p.closing()
}

func (p *wktParser) closing() error {
	if !p.take(')') {
		return errWKT
	}
	return nil
}

func (p *wktParser) vertex(dims int) error {
	for range dims {
		p.blanks()
		start := p.at
		for p.at < len(p.text) && strings.IndexByte(" \t\r\n,()", p.text[p.at]) < 0 {
			p.at++
		}
		f, err := strconv.ParseFloat(p.text[start:p.at], 64)
		if err != nil {
			return fmt.Errorf("%w: %.20q is no number", errWKT, p.text[start:p.at])
		}
		p.float(f)
	}
	return nil
}

func (p *wktParser) float(f float64) {
	p.out = binary.LittleEndian.AppendUint64(p.out, math.Float64bits(f))
}
