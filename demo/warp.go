package demo

import (
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"
)

// warp bends the rectangular plan into a landscape: streets become curves, blocks follow the shore. It is smooth and
// one-to-one, so what meets on the plan meets on the map and nothing overlaps that did not before.
type warp struct {
	origin   orb.Point // EPSG:3067, metres
	sin, cos float64   // of the town's turn
	mirror   float64   // 1 or -1
	waves    []wave
	ripples  []wave // shorter waves that die away towards the old town
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
	// One long swing gives the shore its bay and bends everything behind it; another leans the town.
	sway := pick(r, -1.0, 1.0)
	if number == 0 {
		sway = 1 // Mallila lies round a bay
	}
	w.waves = append(w.waves,
		wave{ku: 2 * math.Pi / 7600, phase: between(r, 1.2, 1.9), dy: sway * 0.30 * 7600 / 2 / math.Pi},
		wave{kv: 2 * math.Pi / 6400, phase: between(r, 0, 6.28), dx: 0.16 * 6400 / 2 / math.Pi})
	for range 5 {
		w.waves = append(w.waves, newWave(r, between(r, 1900, 5200), 0.125))
	}
	for range 6 {
		w.ripples = append(w.ripples, newWave(r, between(r, 420, 950), 0.1))
	}
	for _, c := range [][2]float64{{-1900, 900}, {1750, 800}, {-1700, 2050}, {700, 2150}, {-1900, -500}, {2000, -600}, {-3900, 1500}, {3900, 1500}, {0, 3600}} {
		w.whirls = append(w.whirls, whirl{u: c[0] + between(r, -200, 200), v: c[1] + between(r, -200, 200),
			angle: pick(r, -1.0, 1.0) * between(r, 0.22, 0.42), radius: between(r, 650, 950)})
	}
	for !w.gentle() {
		w.soften()
	}
	return w
}

// newWave is a wave of some length in metres that bends lines by at most the slope.
func newWave(r *rand.Rand, length, slope float64) wave {
	k := 2 * math.Pi / length
	s, c := math.Sincos(between(r, 0, 2*math.Pi))
	s2, c2 := math.Sincos(between(r, 0, 2*math.Pi))
	return wave{ku: k * c, kv: k * s, phase: between(r, 0, 2*math.Pi), dx: slope / k * c2, dy: slope / k * s2}
}

// gentle tells whether the built part of the plan keeps about its size and its right angles; the countryside may be
// squeezed and stretched a little more.
func (w *warp) gentle() bool {
	for u := float64(westEnd); u <= eastEnd; u += 200 {
		for v := float64(lakeSouth); v <= northEnd; v += 200 {
			o, a, b := w.metres(u, v), w.metres(u+20, v), w.metres(u, v+20)
			x, y := minus(a, o), minus(b, o)
			area := math.Abs(x[0]*y[1]-x[1]*y[0]) / 400
			least, most, lean := 0.36, 2.6, 0.75
			if math.Abs(u) < townEast && v > -900 && v < highTop {
				least, most, lean = 0.52, 1.9, 0.6
			}
			if area < least || area > most || math.Abs(x.dot(y)) > lean*x.length()*y.length() {
				return false
			}
		}
	}
	return true
}

// soften makes every bend a little weaker.
func (w *warp) soften() {
	for i := range w.waves {
		w.waves[i].dx *= 0.9
		w.waves[i].dy *= 0.9
	}
	for i := range w.ripples {
		w.ripples[i].dx *= 0.97
		w.ripples[i].dy *= 0.97
	}
	for i := range w.whirls {
		w.whirls[i].angle *= 0.93
	}
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
	calm := math.Exp(-(u*u/1.2e6 + (v-450)*(v-450)/6e5))
	for _, a := range w.ripples {
		s := math.Sin(a.ku*u+a.kv*v+a.phase) * (1 - calm)
		x += a.dx * s
		y += a.dy * s
	}
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
