package snapshot

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Types of geometry in EWKB, and the bit that says that the number of a reference system follows.
const (
	wkbPoint    = 1
	wkbLine     = 2
	wkbPolygon  = 3
	wkbMulti    = 3 // what a multi geometry's type has more than its parts'
	ewkbSRID    = 0x20000000
	ewkbUnknown = 0xdfffffff // every other bit
)

// errShape says that a geometry is none of those that layers keep.
var errShape = errors.New("a geometry of another kind than layers keep")

// shape is a feature's geometry as it was read: parts in EPSG:3067, rings without their last position.
type shape struct {
	kind   Kind
	points []orb.Point
	ends   []int  // of each part the end among points
	holes  []bool // of each part
	beyond bool   // a position is out of reach, or no number
}

// reach is the part of EPSG:3067 in which positions mean something: the national grid's.
var reach = orb.Bound{Min: orb.Point{-548576, 6291456}, Max: orb.Point{1548576, 8388608}}

// read takes a geometry as PostGIS sends it (EWKB, little-endian, two dimensions) into the shape.
func (s *shape) read(data []byte) error {
	s.points, s.ends, s.holes, s.beyond = s.points[:0], s.ends[:0], s.holes[:0], false
	r := reader{data: data}
	if err := s.geometry(&r, true); err != nil {
		return err
	}
	if r.short || s.beyond || len(r.data) != 0 || len(s.points) == 0 {
		return errShape
	}
	if s.kind == Points { // of many points one part
		s.ends, s.holes = append(s.ends[:0], len(s.points)), s.holes[:1]
	}
	return nil
}

func (s *shape) geometry(r *reader, multi bool) error {
	if r.byte() != 1 {
		return errShape
	}
	kind := r.uint32()
	if kind&ewkbSRID != 0 {
		r.uint32()
	}
	switch kind &^= ewkbSRID; {
	case kind == wkbPoint:
		s.kind = Points
		s.part(r, 1, false, false)
	case kind == wkbLine:
		s.kind = Lines
		s.part(r, r.count(16), false, false)
	case kind == wkbPolygon:
		s.kind = Areas
		outer := false
		for i := range r.count(4) {
			added := s.part(r, r.count(16), true, i > 0)
			if outer = outer || added && i == 0; added && !outer { // a hole in nothing
				return errShape
			}
		}
	case multi && kind > wkbMulti && kind <= wkbMulti+wkbPolygon:
		for range r.count(5) {
			if err := s.geometry(r, false); err != nil {
				return err
			}
		}
	default:
		return fmt.Errorf("type %d: %w", kind, errShape)
	}
	return nil
}

// part reads n positions. Of a ring the last is left out. What is empty is no part.
func (s *shape) part(r *reader, n int, ring, hole bool) (added bool) {
	data := r.take(16 * n)
	before := len(s.points)
	s.points = slices.Grow(s.points, n)
	for ; len(data) >= 16; data = data[16:] {
		x, y := float(data), float(data[8:])
		if n == 1 && math.IsNaN(x) && math.IsNaN(y) { // a point that is empty
			return false
		}
		if !(x >= reach.Min[0] && x <= reach.Max[0] && y >= reach.Min[1] && y <= reach.Max[1]) { // what is no number neither
			s.beyond = true
		}
		s.points = append(s.points, orb.Point{x, y})
	}
	if ring && n > 0 {
		s.points = s.points[:len(s.points)-1]
	}
	if len(s.points) == before {
		return false
	}
	s.ends, s.holes = append(s.ends, len(s.points)), append(s.holes, hole)
	return true
}

// orient turns rings so that an area lies to the right of its outer rings and to the left of its holes when north is up,
// which is the other way round where y goes down, as in tiles.
func (s *shape) orient() {
	if s.kind != Areas {
		return
	}
	start := 0
	for i, end := range s.ends {
		ring := s.points[start:end]
		if (doubleArea(ring) > 0) != s.holes[i] {
			slices.Reverse(ring)
		}
		start = end
	}
}

// doubleArea is twice the area of a ring without its last position, in square metres, positive when it runs anticlockwise.
func doubleArea(ring []orb.Point) (sum float64) {
	for i, p := range ring { // from the first position, lest large coordinates swallow small areas
		q := ring[(i+1)%len(ring)]
		sum += (p[0]-ring[0][0])*(q[1]-ring[0][1]) - (q[0]-ring[0][0])*(p[1]-ring[0][1])
	}
	return sum
}

func float(data []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(data)) }

// bigEndian reads a whole number as PostgreSQL sends it.
func (r *reader) bigEndian() int64 { return int64(binary.BigEndian.Uint64(r.take(8))) } //nolint:gosec // as it was written

// reader reads from bytes that may end too early.
type reader struct {
	data  []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if len(r.data) < n {
		r.data, r.short = nil, true
		return make([]byte, n)
	}
	taken := r.data[:n]
	r.data = r.data[n:]
	return taken
}

func (r *reader) byte() byte     { return r.take(1)[0] }
func (r *reader) uint32() uint32 { return binary.LittleEndian.Uint32(r.take(4)) }

// count reads how many of something follow that take at least so many bytes each.
func (r *reader) count(least int) int {
	n := int(r.uint32())
	if n > len(r.data)/least {
		r.data, r.short = nil, true
		return 0
	}
	return n
}
