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
	if len(positions) > mostCompared {
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
