package demo

import (
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"
)

// blob is a smooth closed outline round a plan point, metres: a circle bent by a few harmonics, nowhere farther than
// 1.35 radii from the centre.
func blob(r *rand.Rand, u, v, radius float64) []pt {
	n := max(24, int(radius/3.5))
	p2, p3, p5 := between(r, 0, 6.28), between(r, 0, 6.28), between(r, 0, 6.28)
	points := make([]pt, n)
	for i := range n {
		a := 2 * math.Pi * float64(i) / float64(n)
		d := radius * (1 + 0.18*math.Sin(2*a+p2) + 0.11*math.Sin(3*a+p3) + 0.06*math.Sin(5*a+p5))
		points[i] = pt{int((u + d*math.Cos(a)) * 100), int((v + d*math.Sin(a)) * 100)}
	}
	return points
}

// vec is a direction or a step on the map, metres.
type vec [2]float64

func minus(a, b orb.Point) vec  { return vec{a[0] - b[0], a[1] - b[1]} }
func (v vec) length() float64   { return math.Hypot(v[0], v[1]) }
func (v vec) unit() vec         { l := v.length(); return vec{v[0] / l, v[1] / l} }
func (v vec) left() vec         { return vec{-v[1], v[0]} }
func (v vec) dot(o vec) float64 { return v[0]*o[0] + v[1]*o[1] }
func shift(p orb.Point, d vec, by float64) orb.Point {
	return orb.Point{p[0] + d[0]*by, p[1] + d[1]*by}
}

// centimetres rounds a point to whole centimetres, as everything on the map is.
func centimetres(p orb.Point) orb.Point {
	return orb.Point{math.Round(p[0]*100) / 100, math.Round(p[1]*100) / 100}
}

// inRing tells whether a point lies inside a closed ring.
func inRing(p orb.Point, ring orb.Ring) bool {
	inside := false
	for i := range len(ring) - 1 {
		a, b := ring[i], ring[i+1]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1])+a[0] {
			inside = !inside
		}
	}
	return inside
}

// toSegment is the distance from a point to a segment, metres.
func toSegment(p, a, b orb.Point) float64 {
	d := minus(b, a)
	w := minus(p, a)
	l := d.dot(d)
	if l == 0 {
		return w.length()
	}
	x := math.Max(0, math.Min(1, w.dot(d)/l))
	return minus(p, shift(a, d, x)).length()
}

// toRing is the distance from a point to a ring's line, metres.
func toRing(p orb.Point, ring orb.Ring) float64 {
	best := math.Inf(1)
	for i := range len(ring) - 1 {
		best = math.Min(best, toSegment(p, ring[i], ring[i+1]))
	}
	return best
}
