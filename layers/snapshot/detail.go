package snapshot

import (
	"cmp"
	"math"
)

// A large outline is simplified for every zoom beforehand: each position learns from which zoom on leaving it out would
// move the outline by more than half a unit of a tile (Douglas and Peucker). So that neighbours keep sharing their border,
// an outline is taken in stretches between positions that are chosen by their coordinates, which both have, and a stretch
// is simplified alike from either end.

// Stretches between fixed positions: of so many positions as a rule, and at most.
const (
	stretchBits    = 5
	longestStretch = 1024 // what is compared within a stretch may grow with its square
)

// shownFrom gives of each position of an outline the zoom from which on it shows. Fixed positions always do: they fall
// together when they are rounded.
func shownFrom(positions []XY, ring bool) []uint8 {
	n := len(positions)
	d := detail{positions: positions, from: make([]uint8, n)}
	first, last := 0, n-1
	if ring {
		first = beginning(positions)
		last = first + n // once around
	}
	fixed := first
	for i := first + 1; i <= last; i++ {
		if i == last || isFixed(positions[i%n]) || i-fixed == longestStretch {
			d.stretch(fixed, i)
			fixed = i
		}
	}
	return d.from
}

// beginning is a position at which a ring begins whoever wrote it: the least of those that are fixed, or of all.
func beginning(positions []XY) (best int) {
	for i, p := range positions {
		if a, b := isFixed(p), isFixed(positions[best]); a && !b || a == b && before(p, positions[best]) < 0 {
			best = i
		}
	}
	return best
}

// isFixed chooses some of all positions there are, all over the plane.
func isFixed(p XY) bool {
	return (p.X*2654435761+p.Y*2246822519)>>(32-stretchBits) == 0
}

func before(a, b XY) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y)) }

// detail is an outline that is being simplified. Indices go round: those beyond its end are those from its beginning on.
type detail struct {
	positions []XY
	from      []uint8
	todo      []span
}

// span is part of a stretch, with the zoom at which its middle shows at the earliest: that of the span in which it lies.
type span struct {
	first, last int
	zoom        uint8
}

func (d *detail) at(i int) XY { return d.positions[i%len(d.positions)] }

// stretch gives the positions between two fixed ones their zooms.
func (d *detail) stretch(first, last int) {
	d.todo = append(d.todo[:0], span{first, last, 0})
	for len(d.todo) > 0 {
		s := d.todo[len(d.todo)-1]
		d.todo = d.todo[:len(d.todo)-1]
		if s.last-s.first < 2 {
			continue
		}
		middle, far := d.furthest(s)
		zoom := max(s.zoom, zoomOf(far))
		d.from[middle%len(d.positions)] = zoom
		d.todo = append(d.todo, span{s.first, middle, zoom}, span{middle, s.last, zoom})
	}
}

// furthest is the position furthest from the line between the ends of a span, and how far that is, in units.
func (d *detail) furthest(s span) (middle int, far float64) {
	a, b := d.at(s.first), d.at(s.last)
	if before(a, b) > 0 {
		a, b = b, a // or rounding would depend on the direction
	}
	side := sideOf(a.point(), b.point())
	middle, far = s.first+1, -1
	for i := s.first + 1; i < s.last; i++ {
		away := side.distance(d.at(i).point())
		if away > far || away == far && before(d.at(i), d.at(middle)) < 0 {
			middle, far = i, away
		}
	}
	return middle, far
}

// zoomOf is the zoom from which on so many units of the plane are more than half a unit of a tile.
func zoomOf(far float64) uint8 {
	for zoom := range unitsBits - tileBits {
		if far > math.Ldexp(0.5, unitsBits-tileBits-zoom) {
			return uint8(zoom) //nolint:gosec // up to 20
		}
	}
	return unitsBits - tileBits
}
