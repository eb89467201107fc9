package geo

import (
	"math"
	"math/big"

	"github.com/paulmach/orb"
)

// orientation is 1 where a, b, c turn left, -1 where they turn right and 0 where they lie on one line. It is exact:
// where floating point cannot tell (Shewchuk's bound), it is computed without rounding.
func orientation(a, b, c orb.Point) int {
	const bound = 3.3306690738754716e-16
	left := float64((a[0] - c[0]) * (b[1] - c[1]))
	right := float64((a[1] - c[1]) * (b[0] - c[0]))
	det := left - right
	if left == 0 || right == 0 || (left > 0) != (right > 0) {
		return sign(det) // differences and products round, but never to another sign
	}
	if limit := bound * (math.Abs(left) + math.Abs(right)); det > limit || -det > limit {
		return sign(det)
	}
	return exactOrientation(a, b, c)
}

// exactOrientation needs 256 bits at most for coordinates in Finland, whose exponents lie close together.
func exactOrientation(a, b, c orb.Point) int {
	minus := func(x, y float64) *big.Float {
		return new(big.Float).SetPrec(256).Sub(big.NewFloat(x), big.NewFloat(y))
	}
	times := func(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(512).Mul(x, y) }
	return times(minus(a[0], c[0]), minus(b[1], c[1])).Cmp(times(minus(a[1], c[1]), minus(b[0], c[0])))
}

func sign(f float64) int {
	switch {
	case f > 0:
		return 1
	case f < 0:
		return -1
	}
	return 0
}

// contact is how two segments meet.
type contact int

const (
	apart   contact = iota
	touch           // at an end of one or both
	cross           // within both
	overlap         // along a stretch
)

// meet tells how segments ab and cd meet, and a point where they do: exact for a touch, rounded for a crossing.
func meet(a, b, c, d orb.Point) (contact, orb.Point) {
	oc, od := orientation(a, b, c), orientation(a, b, d)
	if oc == od && oc != 0 {
		return apart, orb.Point{}
	}
	oa, ob := orientation(c, d, a), orientation(c, d, b)
	if oa == ob && oa != 0 {
		return apart, orb.Point{}
	}
	if oa == 0 && ob == 0 {
		return meetInLine(a, b, c, d)
	}
	for _, end := range [4]struct {
		p, from, to orb.Point
		o           int
	}{{c, a, b, oc}, {d, a, b, od}, {a, c, d, oa}, {b, c, d, ob}} {
		if end.o == 0 && within(end.p, end.from, end.to) {
			return touch, end.p
		}
	}
	if oa == 0 || ob == 0 || oc == 0 || od == 0 {
		return apart, orb.Point{}
	}
	return cross, crossing(a, b, c, d)
}

// meetInLine is meet for segments of one line; a segment of no length may be among them.
func meetInLine(a, b, c, d orb.Point) (contact, orb.Point) {
	axis := 0
	if a[0] == b[0] && c[0] == d[0] {
		axis = 1
	}
	if a[1-axis] != c[1-axis] && a[axis] == b[axis] && c[axis] == d[axis] {
		return apart, orb.Point{} // two points
	}
	if a[axis] > b[axis] {
		a, b = b, a
	}
	if c[axis] > d[axis] {
		c, d = d, c
	}
	start, end := a, b
	if c[axis] > start[axis] {
		start = c
	}
	if d[axis] < end[axis] {
		end = d
	}
	switch {
	case start[axis] < end[axis]:
		return overlap, start
	case start[axis] == end[axis]:
		return touch, start
	}
	return apart, orb.Point{}
}

// within tells whether a point on the line of a segment lies on the segment.
func within(p, from, to orb.Point) bool {
	return p[0] >= min(from[0], to[0]) && p[0] <= max(from[0], to[0]) &&
		p[1] >= min(from[1], to[1]) && p[1] <= max(from[1], to[1])
}

func crossing(a, b, c, d orb.Point) orb.Point {
	denominator := (b[0]-a[0])*(d[1]-c[1]) - (b[1]-a[1])*(d[0]-c[0])
	if denominator == 0 {
		return a
	}
	t := ((c[0]-a[0])*(d[1]-c[1]) - (c[1]-a[1])*(d[0]-c[0])) / denominator
	return orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
}

// crossesAt tells whether two paths that meet in p go through each other there: one comes from a1 and goes to a2, the
// other from b1 to b2, and none of the four lies in the direction of another.
func crossesAt(p, a1, a2, b1, b2 orb.Point) bool {
	return inSector(p, a1, a2, b1) != inSector(p, a1, a2, b2)
}

// inSector tells whether the direction of b from p lies in the sector that begins at a1 and ends at a2, anticlockwise.
func inSector(p, a1, a2, b orb.Point) bool {
	switch orientation(p, a1, a2) {
	case 1:
		return orientation(p, a1, b) > 0 && orientation(p, a2, b) < 0
	case -1:
		return !(orientation(p, a2, b) > 0 && orientation(p, a1, b) < 0)
	}
	return orientation(p, a1, b) > 0
}
