package demo

import (
	"math"

	"github.com/paulmach/orb"
)

// frame is a lot seen from its street: the origin in the middle of the street border, x along it, y into the lot.
type frame struct {
	origin    orb.Point
	x, y      vec
	width     float64 // of the street border, metres
	depth     float64 // to the far border, metres
	ring      orb.Ring
	buildings []orb.Ring
}

// frame of a rectangular unit. Units without a street are seen from the south.
func (t *town) frame(u *unit) *frame {
	face := u.face
	if u.front == nil {
		face = south
	}
	r := u.region
	across := face.axis()
	a := across.other()
	near, far := r.at(face), r.lo(across)+r.hi(across)-r.at(face)
	mid := (r.lo(a) + r.hi(a)) / 2
	left, right := t.warp.at(a.point(r.lo(a), near)), t.warp.at(a.point(r.hi(a), near))
	f := &frame{origin: t.warp.at(a.point(mid, near)), ring: u.polygon[0]}
	f.x = minus(right, left).unit()
	f.y = f.x.left()
	back := minus(t.warp.at(a.point(mid, far)), f.origin)
	if f.y.dot(back) < 0 {
		f.x = vec{-f.x[0], -f.x[1]}
		f.y = f.x.left()
	}
	f.width, f.depth = minus(right, left).length(), f.y.dot(back)
	return f
}

// at is a place of the lot on the map.
func (f *frame) at(x, y float64) orb.Point {
	return centimetres(shift(shift(f.origin, f.x, x), f.y, y))
}

// outline turns corners of the lot into a closed ring on the map.
func (f *frame) outline(corners ...[2]float64) orb.Ring {
	ring := make(orb.Ring, 0, len(corners)+1)
	for _, c := range corners {
		ring = append(ring, f.at(c[0], c[1]))
	}
	return append(ring, ring[0])
}

// box is a rectangle round (x, y).
func (f *frame) box(x, y, w, d float64) orb.Ring {
	return f.outline([2]float64{x - w/2, y - d/2}, [2]float64{x + w/2, y - d/2}, [2]float64{x + w/2, y + d/2}, [2]float64{x - w/2, y + d/2})
}

// round is a circle round (x, y): a tank or a chimney.
func (f *frame) round(x, y, radius float64) orb.Ring {
	corners := make([][2]float64, 24)
	for i := range corners {
		s, c := math.Sincos(2 * math.Pi * float64(i) / 24)
		corners[i] = [2]float64{x + radius*c, y + radius*s}
	}
	return f.outline(corners...)
}

// clearance is how far a building stays from its lot's border and from other buildings of the lot, metres.
const clearance = 0.5

// fits tells whether a building lies wholly in the lot, clear of its border and of the buildings already there.
func (f *frame) fits(b orb.Ring) bool {
	for i := range len(b) - 1 {
		d := minus(b[i+1], b[i])
		n := max(1, int(d.length()/4))
		for k := range n {
			p := shift(b[i], d, float64(k)/float64(n))
			if !inRing(p, f.ring) || toRing(p, f.ring) < clearance {
				return false
			}
			for _, o := range f.buildings {
				if inRing(p, o) || toRing(p, o) < clearance {
					return false
				}
			}
		}
	}
	for _, o := range f.buildings {
		for _, p := range o {
			if inRing(p, b) {
				return false
			}
		}
	}
	for _, p := range f.ring {
		if inRing(p, b) || toRing(p, b) < clearance {
			return false
		}
	}
	return true
}
