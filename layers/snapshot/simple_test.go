package snapshot

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/geo"
)

// anyArea is an area of random shape and size somewhere in Finland: a star, a comb with narrow gaps, or a long wedge.
func anyArea(rnd *rand.Rand) *shape {
	at := geo.ToTM35FIN(orb.Point{20 + 11*rnd.Float64(), 59.5 + 10.5*rnd.Float64()})
	size := math.Exp(rnd.Float64() * 9)
	s := &shape{kind: Areas, holes: []bool{false}}
	sin, cos := math.Sincos(2 * math.Pi * rnd.Float64())
	add := func(x, y float64) {
		s.points = append(s.points, orb.Point{at[0] + size*(x*cos-y*sin), at[1] + size*(x*sin+y*cos)})
	}
	switch rnd.IntN(3) {
	case 0:
		corners := 3 + rnd.IntN(20)
		for i := range corners {
			sin, cos := math.Sincos(-2 * math.Pi * float64(i) / float64(corners))
			r := 0.05 + rnd.Float64()
			add(r*cos, r*sin)
		}
	case 1:
		gap := 0.001 + 0.1*rnd.Float64()
		add(0, 0)
		for i := range 3 + rnd.IntN(5) {
			x := float64(i)
			add(x, 2)
			add(x+1-gap, 2)
			add(x+1-gap, 0.1)
			add(x+1, 0.1)
		}
		add(s.width(), 0)
	default:
		add(0, 0)
		add(1, 0.001+0.01*rnd.Float64())
		add(2, 0)
		add(1, -rnd.Float64())
	}
	s.ends = []int{len(s.points)}
	s.orient()
	return s
}

// width is how many teeth a comb has so far.
func (s *shape) width() float64 { return float64((len(s.points) - 1) / 4) }

// rounded are positions as a tile of the zoom has them, as points.
func rounded(positions []XY, zoom int) (points []orb.Point) {
	unit := math.Ldexp(1, unitsBits-tileBits-zoom)
	for _, p := range positions {
		points = append(points, orb.Point{math.Round(float64(p.X) / unit), math.Round(float64(p.Y) / unit)})
	}
	return points
}

// From the zoom that is told on, no two sides of a rounded ring touch that do not follow each other, in any plane.
func TestSimpleFrom(t *testing.T) {
	rnd := rand.New(rand.NewPCG(11, 12))
	told := 0
	for range 20_000 {
		s := anyArea(rnd)
		apart := s.apart()
		for _, plane := range []Plane{national, web} {
			w := newWarp(plane)
			var positions []XY
			for _, p := range s.points {
				positions = append(positions, w.at(p))
			}
			from := s.simpleFrom(apart, positions)
			for zoom := int(from); zoom <= min(int(from)+2, unitsBits-tileBits); zoom++ {
				told++
				r := &shape{kind: Areas, points: rounded(positions, zoom), ends: s.ends, holes: s.holes}
				if r.apart() == 0 {
					t.Fatalf("plane %v, zoom %d (simple from %d): %v is not simple", plane.CRS, zoom, from, r.points)
				}
			}
		}
	}
	if told < 50_000 {
		t.Errorf("looked at %d rounded rings only", told)
	}
}

// What crosses or touches itself is simple at no zoom.
func TestTangledIsNeverSimple(t *testing.T) {
	for name, ring := range map[string][]orb.Point{
		"crosses":  {{400000, 6900000}, {400100, 6900100}, {400100, 6900000}, {400000, 6900100}},
		"touches":  {{400000, 6900000}, {400050, 6900100}, {400100, 6900000}, {400100, 6900200}, {400050, 6900100}, {400000, 6900200}},
		"too many": make([]orb.Point, mostCompared+1),
	} {
		s := &shape{kind: Areas, points: ring, ends: []int{len(ring)}, holes: []bool{false}}
		w := newWarp(national)
		var positions []XY
		for _, p := range ring {
			positions = append(positions, w.at(p))
		}
		if from := s.simpleFrom(s.apart(), positions); from != never {
			t.Errorf("%s: simple from %d", name, from)
		}
	}
}
