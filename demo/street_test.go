package demo

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"
)

// variety are towns that differ as much as seeds make them.
var variety = sync.OnceValue(func() []*town {
	return []*town{newTown(DefaultSeed, 0), newTown(DefaultSeed, 1), newTown(DefaultSeed, 17), newTown(7, 0), newTown(42, 3), newTown(2026, 400)}
})

func TestStreetsConnect(t *testing.T) {
	for _, town := range variety() {
		of := map[orb.Point][]int{}
		var lines []orb.LineString
		for _, s := range town.streets {
			for _, part := range s.parts {
				for _, p := range town.line(s.line(part)) {
					of[p] = append(of[p], len(lines))
				}
				lines = append(lines, town.line(s.line(part)))
			}
		}
		reached := map[int]bool{0: true}
		for queue := []int{0}; len(queue) > 0; queue = queue[1:] {
			for _, p := range lines[queue[0]] {
				for _, other := range of[p] {
					if !reached[other] {
						reached[other] = true
						queue = append(queue, other)
					}
				}
			}
		}
		if len(reached) != len(lines) {
			var lost []string
			i := 0
			for _, s := range town.streets {
				for range s.parts {
					if !reached[i] {
						lost = append(lost, s.name.fi)
					}
					i++
				}
			}
			t.Errorf("town %d of seed %d: %d of %d streets are cut off: %v", town.number, town.seed, len(lost), len(lines), lost)
		}
	}
}

func TestStreetNamesAreUnique(t *testing.T) {
	for _, town := range variety() {
		seen := map[string]bool{}
		for _, s := range town.streets {
			for _, n := range []string{s.name.fi, s.name.sv} {
				if n == "" || strings.TrimSpace(n) != n || strings.ContainsRune(n, '\u00ad') {
					t.Errorf("street name %q", n)
				}
			}
			if seen[s.name.fi] || seen[s.name.sv] {
				t.Errorf("town %d of seed %d has two streets named %v", town.number, town.seed, s.name)
			}
			seen[s.name.fi], seen[s.name.sv] = true, true
		}
	}
}

func TestNoStreetLiesInWater(t *testing.T) {
	for _, town := range variety() {
		var water []orb.Polygon
		for _, u := range town.units {
			if u.tenure == waterUnit {
				water = append(water, u.polygon)
			}
		}
		for _, s := range town.spotted {
			if s.kind == "pond" {
				water = append(water, town.free(s.corners))
			}
		}
		for _, s := range town.streets {
			for _, part := range s.parts {
				for _, p := range town.line(s.line(part)) {
					for _, w := range water {
						if inRing(p, w[0]) && !slices.ContainsFunc(w[1:], func(hole orb.Ring) bool { return inRing(p, hole) }) {
							t.Errorf("town %d of seed %d: %s lies in water at %v", town.number, town.seed, s.name.fi, p)
						}
					}
				}
			}
		}
	}
}

func TestHouseNumbersAscend(t *testing.T) {
	town := variety()[0]
	of := map[*street][]*unit{}
	for _, u := range town.units {
		if u.front != nil {
			of[u.front] = append(of[u.front], u)
		}
	}
	for s, units := range of {
		slices.SortStableFunc(units, func(a, b *unit) int { return a.frontAt - b.frontAt })
		last := [2]int{}
		for _, u := range units {
			upper := 0
			if u.region.lo(s.axis.other()) >= s.c {
				upper = 1
			}
			if u.house%2 != upper {
				t.Errorf("%s %d is on the side of %s numbers", s.name.fi, u.house, []string{"even", "odd"}[upper])
			}
			if u.house <= last[upper] {
				t.Errorf("%s %d comes after %d", s.name.fi, u.house, last[upper])
			}
			last[upper] = u.house
		}
	}
}

func TestPlanIsBentGently(t *testing.T) {
	for _, town := range variety() {
		for u := float64(westEnd); u <= eastEnd; u += 90 {
			for v := float64(lakeSouth); v <= northEnd; v += 90 {
				o, a, b := town.warp.metres(u, v), town.warp.metres(u+10, v), town.warp.metres(u, v+10)
				x, y := minus(a, o), minus(b, o)
				if area := math.Abs(x[0]*y[1] - x[1]*y[0]); area < 30 || area > 290 {
					t.Fatalf("town %d of seed %d: 100 m² of the plan are %.0f m² at %v", town.number, town.seed, area, o)
				}
			}
		}
	}
}
