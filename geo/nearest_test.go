package geo

import (
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"
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
