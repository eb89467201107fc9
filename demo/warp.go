package demo

import (
	"math"

	"github.com/paulmach/orb"
)

// warp bends the rectangular plan into a landscape: streets become curves, blocks follow the shore. It is smooth and
// one-to-one, so what meets on the plan meets on the map and nothing overlaps that did not before.
type warp struct {
	origin   orb.Point // EPSG:3067, metres
	sin, cos float64   // of the town's turn
	mirror   float64   // 1 or -1
	waves    []wave
	whirls   []whirl
}

// wave shifts points along (dx, dy) by a sine of their place.
type wave struct{ ku, kv, phase, dx, dy float64 }

// whirl turns the surroundings of a centre, fading out with the distance.
type whirl struct{ u, v, angle, radius float64 }

func newWarp(seed uint64, number int) warp {
	w := warp{origin: site(number), sin: 0, cos: 1, mirror: 1}
	r := derive(seed, "warp", number)
	if number > 0 {
		angle := between(r, 0, 2*math.Pi)
		w.sin, w.cos = math.Sincos(angle)
		w.mirror = pick(r, 1.0, -1.0)
	}
	for range 7 {
		length := between(r, 1900, 5200)
		direction := between(r, 0, 2*math.Pi)
		k := 2 * math.Pi / length
		s, c := math.Sincos(direction)
		s2, c2 := math.Sincos(between(r, 0, 2*math.Pi))
		a := 0.125 / k // each wave bends by at most this slope
		w.waves = append(w.waves, wave{ku: k * c, kv: k * s, phase: between(r, 0, 2*math.Pi), dx: a * c2, dy: a * s2})
	}
	for _, c := range [][2]float64{{-1900, 900}, {1750, 800}, {-1700, 2050}, {700, 2150}, {-1900, -500}, {2000, -600}, {-3900, 1500}, {3900, 1500}, {0, 3600}} {
		w.whirls = append(w.whirls, whirl{u: c[0] + between(r, -200, 200), v: c[1] + between(r, -200, 200),
			angle: pick(r, -1.0, 1.0) * between(r, 0.22, 0.42), radius: between(r, 650, 950)})
	}
	return w
}

// site is where a town stands: the first in the middle, the others on a grid that fills the land round it.
func site(number int) orb.Point {
	if number == 0 {
		return orb.Point{480000, 6920000}
	}
	// Rings of a square grid, walked outwards, clipped to a box that lies inside Finland.
	const pitch = 15000.0
	for ring, seen := 1, 0; ; ring++ {
		for dy := -ring; dy <= ring; dy++ {
			for dx := -ring; dx <= ring; dx++ {
				if max(abs(dx), abs(dy)) != ring {
					continue
				}
				p := orb.Point{480000 + float64(dx)*pitch, 6920000 + float64(dy)*pitch}
				if p[0] < 270000 || p[0] > 600000 || p[1] < 6750000 || p[1] > 7480000 {
					continue
				}
				if seen++; seen == number {
					return p
				}
			}
		}
	}
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// at is the place of a plan point on the map, EPSG:3067, in whole centimetres.
func (w *warp) at(p pt) orb.Point { return w.metres(float64(p.u)/100, float64(p.v)/100) }

// metres is the place of a plan point given in metres.
func (w *warp) metres(u, v float64) orb.Point {
	x, y := u, v
	for _, h := range w.whirls {
		dx, dy := x-h.u, y-h.v
		d2 := (dx*dx + dy*dy) / (h.radius * h.radius)
		if d2 > 14 {
			continue
		}
		s, c := math.Sincos(h.angle * math.Exp(-d2))
		x, y = h.u+c*dx-s*dy, h.v+s*dx+c*dy
	}
	var sx, sy float64
	for _, a := range w.waves {
		s := math.Sin(a.ku*x + a.kv*y + a.phase)
		sx += a.dx * s
		sy += a.dy * s
	}
	x, y = (x+sx)*w.mirror, y+sy-600
	return orb.Point{
		math.Round((w.origin[0]+w.cos*x-w.sin*y)*100) / 100,
		math.Round((w.origin[1]+w.sin*x+w.cos*y)*100) / 100,
	}
}
