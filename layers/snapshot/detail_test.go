package snapshot

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// shore is a ragged way of so many positions from a place on.
func shore(random *rand.Rand, from XY, count int) (way []XY) {
	x, y, heading := float64(from.X), float64(from.Y), 2*math.Pi*random.Float64()
	for range count {
		way = append(way, XY{uint32(x), uint32(y)})
		heading += random.NormFloat64()
		x, y = x+20_000*math.Cos(heading), y+20_000*math.Sin(heading)
	}
	return way
}

// At no zoom does an outline without what is left out lie further than half a unit from what is left out.
func TestSimplifiedByHalfAUnit(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 8))
	for range 12 {
		ring := shore(random, XY{1 << 31, 1 << 31}, 500)
		from := shownFrom(ring, true)
		for zoom := 4; zoom <= unitsBits-tileBits; zoom++ {
			half := math.Ldexp(0.5, unitsBits-tileBits-zoom)
			var shows []int
			for i, f := range from {
				if int(f) <= zoom {
					shows = append(shows, i)
				}
			}
			if len(shows) < 2 {
				t.Fatalf("zoom %d: %d positions are left", zoom, len(shows))
			}
			for i, first := range shows {
				next := shows[(i+1)%len(shows)]
				side := sideOf(ring[first].point(), ring[next].point())
				for k := (first + 1) % len(ring); k != next; k = (k + 1) % len(ring) {
					if far := side.distance(ring[k].point()); far > half*1.0001 {
						t.Fatalf("zoom %d: position %d is left out and lies %g units away, half a unit of a tile is %g", zoom, k, far, half)
					}
				}
			}
		}
		left := len(shown(ring, from, 3, nil))
		if left > len(ring)/2 {
			t.Errorf("%d of %d positions are left at zoom 3", left, len(ring))
		}
	}
}

// Neighbours simplify the border that they share alike, whichever way round it runs and wherever their rings begin.
func TestNeighboursShareTheirBorder(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 8))
	compared := 0
	for range 50 {
		border := shore(random, XY{1 << 31, 1 << 31}, 600)
		one := slices.Concat(border, shore(random, border[len(border)-1], 200)[1:])
		reversed := slices.Clone(border)
		slices.Reverse(reversed)
		other := slices.Concat(reversed, shore(random, border[0], 300)[1:])
		turned := slices.Concat(other[250:], other[:250])
		zooms := func(ring []XY) map[XY]uint8 {
			from := map[XY]uint8{}
			for i, f := range shownFrom(ring, true) {
				from[ring[i]] = f
			}
			return from
		}
		a, b := zooms(one), zooms(turned)
		first, last := slices.IndexFunc(border, isFixed), len(border)-1-slices.IndexFunc(reversed, isFixed)
		for _, p := range border[first:last] {
			compared++
			if a[p] != b[p] {
				t.Fatalf("%v shows from zoom %d on in one and %d in the other", p, a[p], b[p])
			}
		}
	}
	if compared < 20_000 {
		t.Errorf("compared %d positions", compared)
	}
}

// A line keeps its ends, and what lies on a straight line is left out.
func TestStraightLines(t *testing.T) {
	var line []XY
	for i := range uint32(300) {
		line = append(line, XY{1000 * i, 2000 * i})
	}
	from := shownFrom(line, false)
	if from[0] != 0 || from[299] != 0 {
		t.Errorf("the ends show from %d and %d on", from[0], from[299])
	}
	for i, f := range from[1:299] {
		if f != 0 && f != unitsBits-tileBits || isFixed(line[i+1]) != (f == 0) {
			t.Errorf("position %d shows from %d on", i+1, f)
		}
	}
}
