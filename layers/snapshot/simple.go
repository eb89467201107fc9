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
	if s.kind != Areas || len(s.points) > mostCompared || s.tangled() {
		return 0
	}
	apart := math.Inf(1)
	for start, ring := range s.rings() {
		for i, a := range ring {
			next := (i + 1) % len(ring)
			side := sideOf(a, ring[next])
			for j, p := range s.points {
				if !side.beyond(p, apart) && j != start+i && j != start+next {
					apart = min(apart, side.distance(p))
				}
			}
		}
	}
	return apart
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
	stretch, longest := math.Inf(1), 0.0
	for start, ring := range s.rings() {
		for i, a := range ring {
			next := (i + 1) % len(ring)
			long := math.Sqrt(square(ring[next][0]-a[0], ring[next][1]-a[1]))
			if long < shortest {
				continue
			}
			p, q := positions[start+i], positions[start+next]
			there := math.Sqrt(square(float64(q.X)-float64(p.X), float64(q.Y)-float64(p.Y)))
			stretch, longest = min(stretch, there/long), max(longest, long)
		}
	}
	if longest == 0 || longest > widest {
		return never
	}
	return zoomFor(0.99 * stretch * (apart - geo.Bend(longest)))
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

// tangled tells whether sides of an area cross, or a hole lies outside of the ring before it, or an outer ring in
// another, as in a hole of that. Imports let hardly any such area in; whatever is in a table is drawn all the same.
func (s *shape) tangled() bool {
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
	return s.crossed()
}

// crossed tells whether any two sides cross.
func (s *shape) crossed() bool {
	for start, ring := range s.rings() {
		for i, a := range ring {
			side := sideOf(a, ring[(i+1)%len(ring)])
			for from, other := range s.rings() {
				if from > start+i {
					break
				}
				for j, p := range other[:min(len(other), start+i-from)] {
					if q := after(other, j); !side.beside(p, q) && side.crosses(p, q) {
						return true
					}
				}
			}
		}
	}
	return false
}

// after is the point of a ring that follows the one at i.
func after(ring []orb.Point, i int) orb.Point {
	if i++; i < len(ring) {
		return ring[i]
	}
	return ring[0]
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
	a, b                     orb.Point
	dx, dy, long             float64 // its way, and the square of its length
	left, right, top, bottom float64
}

func sideOf(a, b orb.Point) side {
	dx, dy := b[0]-a[0], b[1]-a[1]
	return side{a, b, dx, dy, square(dx, dy), min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1])}
}

// beside tells whether p and q lie to one side of the side's box: most do.
func (s *side) beside(p, q orb.Point) bool {
	return p[0] < s.left && q[0] < s.left || p[0] > s.right && q[0] > s.right || p[1] < s.top && q[1] < s.top || p[1] > s.bottom && q[1] > s.bottom
}

// crosses tells whether the side and that from p to q cross in a point that is an end of neither.
func (s *side) crosses(p, q orb.Point) bool {
	return turn(s.a, s.b, p)*turn(s.a, s.b, q) < 0 && turn(p, q, s.a)*turn(p, q, s.b) < 0
}

// beyond tells whether the side's box lies so far from a point: most do.
func (s *side) beyond(p orb.Point, far float64) bool {
	return p[0]-s.right > far || s.left-p[0] > far || p[1]-s.bottom > far || s.top-p[1] > far
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
