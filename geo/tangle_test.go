package geo

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// pentagram draws a star of n points, each joined to the one that lies step further round.
func pentagram(n, step int) orb.Ring {
	var ring orb.Ring
	for i := 0; i <= n; i++ {
		angle := 2 * math.Pi * float64(i*step%n) / float64(n)
		ring = append(ring, orb.Point{480_000 + 1000*math.Cos(angle), 6_920_000 + 1000*math.Sin(angle)})
	}
	return ring
}

func TestTangle(t *testing.T) {
	square := orb.Ring{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}
	for _, tt := range []struct {
		name string
		g    orb.Geometry
		want int
	}{
		{"a square", orb.Polygon{square}, 0},
		{"a vertex on a straight side", orb.Polygon{{{0, 0}, {5, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}}, 0},
		{"a bow tie", orb.Polygon{{{0, 0}, {10, 10}, {10, 0}, {0, 10}, {0, 0}}}, 1},
		{"a spike", orb.Polygon{{{0, 0}, {10, 0}, {20, 0}, {10, 0}, {10, 10}, {0, 0}}}, 3},
		{"a star of five points", orb.Polygon{pentagram(5, 2)}, 5},
		{"a star of 101 points", orb.Polygon{pentagram(101, 50)}, 101 * 49},
		{"more than was asked for", orb.Polygon{pentagram(1001, 500)}, 6001},
		{"nothing", orb.MultiPolygon{}, 0},
	} {
		if got := NewOutline(tt.g).Tangle(6000); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}

// A ring of ten million points that goes to and fro must be told within the bounds of work.
func TestTangleIsBounded(t *testing.T) {
	var ring orb.Ring
	for i := range 100_000 {
		ring = append(ring, orb.Point{float64(i % 2 * 1000), float64(i) / 1e3})
	}
	ring = append(ring, orb.Point{-1, 50}, ring[0])
	if got := NewOutline(orb.Polygon{ring}).Tangle(math.MaxInt - 1); got < 1 {
		t.Errorf("%d", got)
	}
}

func TestTangleCountsAsEveryPairDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		var ring orb.Ring
		for range rapid.IntRange(3, 40).Draw(t, "vertices") {
			ring = append(ring, orb.Point{float64(random.IntN(12)), float64(random.IntN(12))})
		}
		ring = append(ring, ring[0])
		o := NewOutline(orb.Polygon{ring})
		want := 0
		for i, s := range o.segments {
			for _, u := range o.segments[i+1:] {
				if how, _ := meet(s[0], s[1], u[0], u[1]); how != apart && !s.continues(u) {
					want++
				}
			}
		}
		if got := o.Tangle(1 << 20); got != want {
			t.Fatalf("%d, want %d in %v", got, want, ring)
		}
	})
}
