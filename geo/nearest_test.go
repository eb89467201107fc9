package geo

import (
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"
)

func TestNearest(t *testing.T) {
	square := orb.Polygon{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}, {{4, 4}, {6, 4}, {6, 6}, {4, 6}, {4, 4}}}
	for _, test := range []struct {
		name   string
		a, b   orb.Geometry
		limit  float64
		want   float64
		on, at orb.Point
		none   bool
	}{
		{name: "points", a: orb.Point{0, 0}, b: orb.Point{3, 4}, limit: 100, want: 5, at: orb.Point{3, 4}},
		{name: "to the middle of a side", a: square, b: orb.Point{5, 12}, limit: 100, want: 2, on: orb.Point{5, 10}, at: orb.Point{5, 12}},
		{name: "in a hole", a: square, b: orb.Point{5, 5.5}, limit: 100, want: 0.5, on: orb.Point{5, 6}, at: orb.Point{5, 5.5}},
		{name: "crossing lines", a: orb.LineString{{0, 0}, {2, 2}}, b: orb.LineString{{0, 2}, {2, 0}}, limit: 1, want: 0, on: orb.Point{1, 1}, at: orb.Point{1, 1}},
		{name: "exactly at the limit", a: orb.Point{0, 0}, b: orb.Point{0, 7}, limit: 7, want: 7, at: orb.Point{0, 7}},
		{name: "beyond the limit", a: orb.Point{0, 0}, b: orb.Point{0, 7.001}, limit: 7, none: true},
		{name: "parts of a collection", a: orb.Collection{orb.Point{100, 0}, orb.MultiPoint{{0, 0}}}, b: orb.Point{1, 0}, limit: 5, want: 1, at: orb.Point{1, 0}},
		{name: "nothing", a: orb.MultiPoint{}, b: orb.Point{1, 0}, limit: 5, none: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			on, at, distance, ok := NewOutline(test.a).Nearest(NewOutline(test.b), test.limit)
			if ok == test.none {
				t.Fatalf("found %t, want %t", ok, !test.none)
			}
			if test.none {
				return
			}
			if math.Abs(distance-test.want) > 1e-12 || on != test.on || at != test.at {
				t.Errorf("%v to %v, %g m, want %v to %v, %g m", on, at, distance, test.on, test.at, test.want)
			}
		})
	}
}

// The packed search finds what comparing every segment with every other finds, whichever side is packed.
func TestNearestAgreesWithComparingAll(t *testing.T) {
	line := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) orb.Point {
		coordinate := rapid.Float64Range(-1000, 1000)
		return orb.Point{coordinate.Draw(t, "x"), coordinate.Draw(t, "y")}
	}), 1, 90)
	rapid.Check(t, func(t *rapid.T) {
		a, b := NewOutline(orb.LineString(line.Draw(t, "a"))), NewOutline(orb.LineString(line.Draw(t, "b")))
		want := math.Inf(1)
		for _, s := range a.segments {
			for _, u := range b.segments {
				on, at := closest(s, u)
				want = min(want, math.Sqrt(squared(on, at)))
			}
		}
		on, at, got, ok := a.Nearest(b, 1e6)
		if !ok || math.Abs(got-want) > 1e-9 || math.Abs(math.Sqrt(squared(on, at))-got) > 1e-9 {
			t.Fatalf("%g m between %v and %v, want %g m", got, on, at, want)
		}
		if _, _, back, _ := b.Nearest(a, 1e6); math.Abs(back-got) > 1e-9 {
			t.Fatalf("%g m one way, %g m the other", got, back)
		}
		limit := rapid.Float64Range(0, 3000).Draw(t, "limit")
		if _, _, _, ok := a.Nearest(b, limit); ok != (want <= limit) && math.Abs(want-limit) > 1e-6 {
			t.Fatalf("found %t within %g m, nearest is %g m", ok, limit, want)
		}
	})
}

func TestOutlineContains(t *testing.T) {
	ring := func(x, y, half float64) orb.Ring {
		return orb.Ring{{x - half, y - half}, {x + half, y - half}, {x + half, y + half}, {x - half, y + half}, {x - half, y - half}}
	}
	o := NewOutline(orb.MultiPolygon{{ring(0, 0, 10), ring(0, 0, 4)}, {ring(100, 0, 10)}})
	for p, want := range map[orb.Point]bool{
		{7, 0}: true, {0, 0}: false, {20, 0}: false, {100, 0}: true, {-50, 0}: false, {7, 50}: false, {0, 7}: true, {0, 4.5}: true,
	} {
		if got := o.Contains(p); got != want {
			t.Errorf("%v: %t, want %t", p, got, want)
		}
	}
	if NewOutline(orb.Polygon{}).Contains(orb.Point{0, 0}) {
		t.Error("nothing contains a point")
	}
	visited := 0
	o.Vertices(orb.Bound{Min: orb.Point{90, -20}, Max: orb.Point{120, 20}}, func(orb.Point) bool { visited++; return true })
	if visited != 4 {
		t.Errorf("%d vertices round the second part, want 4", visited)
	}
}

func TestOutlineContainsAgreesWithPlainRayCasting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 200).Draw(t, "vertices")
		ring := make(orb.Ring, n, n+1)
		for i := range ring {
			a := 2 * math.Pi * float64(i) / float64(n)
			r := rapid.Float64Range(10, 100).Draw(t, "radius")
			ring[i] = orb.Point{r * math.Cos(a), r * math.Sin(a)}
		}
		ring = append(ring, ring[0])
		o := NewOutline(orb.Polygon{ring})
		p := orb.Point{rapid.Float64Range(-120, 120).Draw(t, "x"), rapid.Float64Range(-120, 120).Draw(t, "y")}
		if got, want := o.Contains(p), planar.RingContains(ring, p); got != want {
			t.Fatalf("%v: %t, want %t", p, got, want)
		}
	})
}

func BenchmarkNearest(b *testing.B) {
	wave := func(x, y float64, n int) orb.LineString {
		l := make(orb.LineString, n)
		for i := range l {
			a := 2 * math.Pi * float64(i) / float64(n-1)
			r := 300 * (1 + 0.3*math.Sin(5*a) + 0.05*math.Sin(31*a))
			l[i] = orb.Point{x + r*math.Cos(a), y + r*math.Sin(a)}
		}
		return l
	}
	for _, n := range []int{1000, 16000} {
		b.Run(fmt.Sprintf("1000x%d", n), func(b *testing.B) {
			place := NewOutline(wave(0, 0, 1000))
			for b.Loop() {
				place.Nearest(NewOutline(wave(640, 200, n)), 2000)
			}
		})
	}
}
