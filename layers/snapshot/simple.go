package snapshot

import (
	"iter"
	"math"

	"github.com/paulmach/orb"

	"lupakartta/geo"
)

// tileBits are the bits of a position in a tile: 4096 units along a side (MVT 2.1, section 4.1).
const tileBits = 12

// never says that no zoom is deep enough, or that nobody has looked.
const never = math.MaxUint8

// mostCompared bounds the positions of a feature whose rings are compared with each other; of larger ones every tile must
// look for itself.
const mostCompared = 64

// apart is how far an area's sides lie apart at the least, where they do not follow each other, in metres of EPSG:3067; 0:
// they cross, or are too many to be compared.
func (s *shape) apart() float64 {
	if s.kind != Areas || len(s.points) > mostCompared || s.misplaced() {
		return 0
	}
	var room [mostCompared]side
	sides := s.sides(room[:0])
	apart := math.Inf(1)
	for i := range sides { // the start of each lies as far from the side after it at the most
		apart = min(apart, sides[i].long)
	}
	apart = math.Sqrt(apart)
	for i := range sides {
		one := &sides[i]
		near := one.box.grown(apart)
		for j := range i {
			other := &sides[j]
			if near.misses(&other.box) {
				continue
			}
			if one.crosses(other.a, other.b) {
				return 0
			}
			if j != one.next {
				apart = min(apart, one.distance(other.a))
			}
			if i != other.next {
				apart = min(apart, other.distance(one.a))
			}
		}
	}
	return apart
}

// sides are those of all rings.
func (s *shape) sides(room []side) []side {
	for start, ring := range s.rings() {
		for i, a := range ring {
			next := i + 1
			if next == len(ring) {
				next = 0
			}
			room = append(room, sideOf(a, ring[next]))
			room[len(room)-1].next = start + next
		}
	}
	return room
}

// simpleFrom is the zoom from which on rounding to a tile's units leaves an area's rings simple in a plane, where its
// positions are these and its sides lie so far apart in metres. Rounding moves a position by up to half the diagonal of a
// unit, so that two sides come nearer to each other by a diagonal at the most: rings whose sides lie further apart than
// that, but where they follow each other, stay as they are. Planes are conformal: round each place they stretch all
// distances alike, by no less than the side that they stretch least, but for a hundredth part.
func (s *shape) simpleFrom(apart float64, positions []XY) uint8 {
	if s.kind != Areas {
		return 0
	}
	if apart == 0 {
		return never
	}
	stretch, longest := math.Inf(1), 0.0 // squares
	for start, ring := range s.rings() {
		p, a := positions[start+len(ring)-1], ring[len(ring)-1]
		for i, b := range ring {
			q := positions[start+i]
			if long := square(b[0]-a[0], b[1]-a[1]); long >= shortest*shortest {
				stretch, longest = min(stretch, square(float64(q.X)-float64(p.X), float64(q.Y)-float64(p.Y))/long), max(longest, long)
			}
			p, a = q, b
		}
	}
	if longest == 0 || longest > widest*widest {
		return never
	}
	return zoomFor(0.99 * math.Sqrt(stretch) * (apart - geo.Bend(math.Sqrt(longest))))
}

// Lengths of a side in metres between which it tells how a plane stretches round it, but for a hundredth part: the shorter
// by how its ends are rounded, the longer since the plane stretches its ends differently.
const (
	shortest = 1.5
	widest   = 20_000
)

func square(x, y float64) float64 { return x*x + y*y }

// rings are the parts of a shape with the index of the first point of each.
func (s *shape) rings() iter.Seq2[int, []orb.Point] {
	return func(yield func(int, []orb.Point) bool) {
		start := 0
		for _, end := range s.ends {
			if !yield(start, s.points[start:end]) {
				return
			}
			start = end
		}
	}
}

// misplaced tells whether a hole lies outside of the ring before it, or an outer ring in another, as in a hole of that.
// Imports let hardly any such area in; whatever is in a table is drawn all the same.
func (s *shape) misplaced() bool {
	var outer []orb.Point
	for part, hole := range s.holes {
		ring := s.ring(part)
		switch {
		case len(ring) == 0:
			return true
		case hole && !holds(outer, ring[0]):
			return true
		case hole:
			continue
		}
		outer = ring
		for other, inner := range s.holes[:part] {
			if before := s.ring(other); !inner && (holds(before, ring[0]) || holds(ring, before[0])) {
				return true
			}
		}
	}
	return false
}

// ring is a part's.
func (s *shape) ring(part int) []orb.Point {
	start := 0
	if part > 0 {
		start = s.ends[part-1]
	}
	return s.points[start:s.ends[part]]
}

// turn is positive where c lies to one hand of the way from a to b, negative where it lies to the other.
func turn(a, b, c orb.Point) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

// holds tells whether a point lies in a ring.
func holds(ring []orb.Point, p orb.Point) (in bool) {
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		if (a[1] > p[1]) != (b[1] > p[1]) && (turn(a, b, p) > 0) == (b[1] > a[1]) {
			in = !in
		}
	}
	return in
}

// side of a ring, from one point to the next, with its box.
type side struct {
	box          extent
	a, b         orb.Point
	dx, dy, long float64 // its way, and the square of its length
	next         int     // the side that follows it, when it is one of many
}

func sideOf(a, b orb.Point) side {
	dx, dy := b[0]-a[0], b[1]-a[1]
	return side{extent{min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1])}, a, b, dx, dy, square(dx, dy), 0}
}

// crosses tells whether the side and that from p to q cross in a point that is an end of neither.
func (s *side) crosses(p, q orb.Point) bool {
	return turn(s.a, s.b, p)*turn(s.a, s.b, q) < 0 && turn(p, q, s.a)*turn(p, q, s.b) < 0
}

// extent is a side's box, in metres.
type extent struct{ left, right, top, bottom float64 }

func (e extent) grown(by float64) extent {
	return extent{e.left - by, e.right + by, e.top - by, e.bottom + by}
}

// misses tells whether the boxes have nothing in common: most have not.
func (e *extent) misses(other *extent) bool {
	return other.left > e.right || other.right < e.left || other.top > e.bottom || other.bottom < e.top
}

// distance is that of a point from the side.
func (s *side) distance(p orb.Point) float64 {
	x, y := p[0]-s.a[0], p[1]-s.a[1]
	if s.long > 0 {
		along := min(max(0, (x*s.dx+y*s.dy)/s.long), 1)
		x, y = x-along*s.dx, y-along*s.dy
	}
	return math.Sqrt(square(x, y))
}

// zoomFor is the zoom from which on a unit's diagonal is less than how far sides lie apart, in units of a plane.
func zoomFor(apart float64) uint8 {
	for zoom := 0; zoom <= unitsBits-tileBits; zoom++ {
		unit := math.Ldexp(1, unitsBits-tileBits-zoom)
		if apart > math.Sqrt2*(unit+1) { // the position itself was rounded before
			return uint8(zoom)
		}
	}
	return never
}
