package snapshot

import (
	"iter"
	"math"
)

// tileBits are the bits of a position in a tile: 4096 units along a side (MVT 2.1, section 4.1).
const tileBits = 12

// never says that no zoom is deep enough, or that nobody has looked.
const never = math.MaxUint8

// mostCompared bounds the positions of a feature whose rings are compared with each other; of larger ones every tile must
// look for itself.
const mostCompared = 64

// simpleFrom is the zoom from which on rounding to a tile's units leaves an area's rings simple. Rounding moves a position
// by up to half the diagonal of a unit, so that two sides come nearer to each other by a diagonal at the most: rings whose
// sides lie further apart than that, but where they follow each other, stay as they are.
func simpleFrom(s *shape, positions []XY) uint8 {
	if s.kind != Areas {
		return 0
	}
	if len(positions) > mostCompared || tangled(s, positions) {
		return never
	}
	apart := math.Inf(1)
	for start, ring := range rings(s, positions) {
		for i := range ring {
			a, b := ring[i], ring[(i+1)%len(ring)]
			for j, p := range positions {
				if j != start+i && j != start+(i+1)%len(ring) {
					apart = min(apart, distance(p, a, b))
				}
			}
		}
	}
	return zoomFor(apart)
}

// rings are the parts of a shape with the index of the first position of each.
func rings(s *shape, positions []XY) iter.Seq2[int, []XY] {
	return func(yield func(int, []XY) bool) {
		start := 0
		for _, end := range s.ends {
			if !yield(start, positions[start:end]) {
				return
			}
			start = end
		}
	}
}

// tangled tells whether sides of an area cross, or a hole lies outside of the ring before it, or an outer ring in
// another, as in a hole of that. Imports let hardly any such area in; whatever is in a table is drawn all the same.
func tangled(s *shape, positions []XY) bool {
	var outer []XY
	for part, hole := range s.holes {
		ring := s.ring(positions, part)
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
			if before := s.ring(positions, other); !inner && (holds(before, ring[0]) || holds(ring, before[0])) {
				return true
			}
		}
	}
	for start, ring := range rings(s, positions) {
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			for from, other := range rings(s, positions) {
				for j, p := range other {
					if from+j < start+i && cross(a, b, p, other[(j+1)%len(other)]) {
						return true
					}
				}
			}
		}
	}
	return false
}

// ring is a part's.
func (s *shape) ring(positions []XY, part int) []XY {
	start := 0
	if part > 0 {
		start = s.ends[part-1]
	}
	return positions[start:s.ends[part]]
}

// cross tells whether the sides from a to b and from p to q cross in a point that is an end of neither.
func cross(a, b, p, q XY) bool {
	return turn(a, b, p)*turn(a, b, q) < 0 && turn(p, q, a)*turn(p, q, b) < 0
}

// turn is positive where c lies to one hand of the way from a to b, negative where it lies to the other.
func turn(a, b, c XY) float64 {
	return (float64(b.X)-float64(a.X))*(float64(c.Y)-float64(a.Y)) - (float64(b.Y)-float64(a.Y))*(float64(c.X)-float64(a.X))
}

// holds tells whether a position lies in a ring.
func holds(ring []XY, p XY) (in bool) {
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		if (a.Y > p.Y) != (b.Y > p.Y) && (turn(a, b, p) > 0) == (b.Y > a.Y) {
			in = !in
		}
	}
	return in
}

// distance is that of a position from a side, in units.
func distance(p, a, b XY) float64 {
	px, py := float64(p.X)-float64(a.X), float64(p.Y)-float64(a.Y)
	dx, dy := float64(b.X)-float64(a.X), float64(b.Y)-float64(a.Y)
	if long := dx*dx + dy*dy; long > 0 {
		along := min(max(0, (px*dx+py*dy)/long), 1)
		px, py = px-along*dx, py-along*dy
	}
	return math.Hypot(px, py)
}

func zoomFor(apart float64) uint8 {
	for zoom := 0; zoom <= unitsBits-tileBits; zoom++ {
		unit := math.Ldexp(1, unitsBits-tileBits-zoom)
		if apart > math.Sqrt2*(unit+1) { // the position itself was rounded before
			return uint8(zoom)
		}
	}
	return never
}
