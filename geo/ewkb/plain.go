package ewkb

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"

	"lupakartta/geo"
)

// Plain reads geometries that need no second look, and writes them as they are stored: two dimensions, outer rings
// anticlockwise. It is kept from feature to feature and is not safe for concurrent use.
type Plain struct {
	Reoriented bool // rings ran the wrong way
	Dimension  int  // of the last geometry: 0 points, 1 lines, 2 areas

	rings geo.Rings
	out   []byte
	at    int
}

// least is the area in square units, and the share of its box, below which nobody can tell how a ring runs.
const (
	leastArea  = 1e-4
	leastShare = 1e-6
)

// Take returns the geometry with the reference system in its head when it is surely valid, of two dimensions, without
// curves or collections, in little-endian order; nil otherwise. s is what Examine said of it without an error. The
// bytes are good until the next call.
func (p *Plain) Take(data []byte, s Shape) []byte {
	p.Reoriented = false
	if s.Z || s.M || s.Curved || s.Collection || s.Fault != "" || s.Kind < wkbPoint || s.Kind > wkbMultiPolygon {
		return nil
	}
	p.Dimension = int(s.Kind-1) % 3
	if p.Dimension == 2 && s.Vertices > geo.MostVertices {
		return nil
	}
	p.out = append(p.out[:0], 1)
	p.out = binary.LittleEndian.AppendUint32(p.out, s.Kind|ewkbSRID)
	p.out = binary.LittleEndian.AppendUint32(p.out, uint32(s.SRID)) //nolint:gosec // an EPSG number
	body, ok := headless(data, s.Kind)
	if !ok {
		return nil
	}
	p.out = append(p.out, body...)
	p.at = len(p.out) - len(body)
	p.rings.Reset()
	if !p.parts(s.Kind) || p.Dimension == 2 && !p.rings.SurelyValid() {
		return nil
	}
	return p.out
}

// headless is the geometry after its head; false where it is not of that very type in little-endian order.
func headless(data []byte, kind uint32) ([]byte, bool) {
	if len(data) < 5 || data[0] != 1 {
		return nil, false
	}
	switch binary.LittleEndian.Uint32(data[1:]) {
	case kind:
		return data[5:], true
	case kind | ewkbSRID:
		return data[9:], true
	}
	return nil, false
}

// parts looks at what follows the head.
func (p *Plain) parts(kind uint32) bool {
	if kind <= wkbPolygon {
		return p.one(kind)
	}
	for range p.count() {
		if _, ok := headless(p.out[p.at:], kind-3); !ok || p.out[p.at+4] != 0 {
			return false
		}
		p.at += 5
		if !p.one(kind - 3) {
			return false
		}
	}
	return true
}

// count reads a number of things; Examine has seen that they are all there.
func (p *Plain) count() int {
	n := binary.LittleEndian.Uint32(p.out[p.at:])
	p.at += 4
	return int(n)
}

func (p *Plain) point(i int) orb.Point {
	at := p.out[p.at+16*i:]
	return orb.Point{math.Float64frombits(binary.LittleEndian.Uint64(at)), math.Float64frombits(binary.LittleEndian.Uint64(at[8:]))}
}

// one looks at a point, a line or a polygon; false where it is empty or doubtful.
func (p *Plain) one(kind uint32) bool {
	switch kind {
	case wkbPoint:
		first := p.point(0)
		p.at += 16
		return first == first // an empty one is not a number
	case wkbLineString:
		n := p.count()
		moves := false
		for i := 1; i < n && !moves; i++ {
			moves = p.point(i) != p.point(0)
		}
		p.at += 16 * n
		return moves
	}
	n := p.count()
	for i := range n {
		if !p.ring(i == 0) {
			return false
		}
	}
	return n > 0
}

// ring takes in one ring and turns it where it runs the wrong way.
func (p *Plain) ring(outer bool) bool {
	n := p.count()
	if n < 4 {
		return false
	}
	r := &p.rings
	low, high := p.point(0), p.point(0)
	for i := range n {
		q := p.point(i)
		low[0], low[1], high[0], high[1] = min(low[0], q[0]), min(low[1], q[1]), max(high[0], q[0]), max(high[1], q[1])
		r.Points = append(r.Points, q)
	}
	r.Ends, r.Outer = append(r.Ends, len(r.Points)), append(r.Outer, outer)
	area := r.Area(len(r.Ends) - 1)
	if math.Abs(area) < max(leastArea, leastShare*(high[0]-low[0])*(high[1]-low[1])) {
		return false
	}
	if (area > 0) != outer {
		p.turn(n)
	}
	p.at += 16 * n
	return true
}

// turn reverses the vertices of the ring that begins here.
func (p *Plain) turn(n int) {
	p.Reoriented = true
	var kept [16]byte
	for i, j := p.at, p.at+16*(n-1); i < j; i, j = i+16, j-16 {
		copy(kept[:], p.out[i:])
		copy(p.out[i:i+16], p.out[j:j+16])
		copy(p.out[j:j+16], kept[:])
	}
}
