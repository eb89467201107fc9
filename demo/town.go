package demo

import (
	"slices"

	"github.com/paulmach/orb"
)

// town is one municipality under construction: first laid out on the plan, then bent onto the map, then emitted.
type town struct {
	seed   uint64
	number int  // 0 is Mallila
	code   int  // municipality number
	slot   int  // which of the towns that share the municipality number
	name   name //
	warp   warp
	mesh   *mesh

	streets []*street
	units   []*unit
	blocks  []*block
	patches []patch
	lake    lake
	rails   [][]pt // centre lines of the railway
	spotted []spot
	plant   *unit

	municipality orb.Polygon
	nextBlock    map[int]int
	nextHouse    map[int]int
	buildings    int
	ponds        int
}

func newTown(seed uint64, number int) *town {
	t := &town{
		seed: seed, number: number,
		code: municipalityNumbers[number/townsPerNumber], slot: number % townsPerNumber,
		name: townName(number), warp: newWarp(seed, number), mesh: newMesh(),
		nextBlock: map[int]int{}, nextHouse: map[int]int{},
	}
	t.layOut()
	t.bend()
	return t
}

// bend turns the plan into polygons on the map.
func (t *town) bend() {
	t.mesh.seal()
	t.streetNames()
	t.numberUnits()
	for _, u := range t.units {
		u.polygon = orb.Polygon{t.ring(u.corners)}
		if u.tenure == waterUnit {
			for _, island := range t.lake.islands {
				hole := t.ring(island)
				slices.Reverse(hole)
				u.polygon = append(u.polygon, hole)
			}
		}
	}
	t.municipality = t.outline()
}

// ring is the map outline of plan corners, closed and counter-clockwise.
func (t *town) ring(corners []pt) orb.Ring {
	points := t.mesh.ring(corners)
	ring := make(orb.Ring, len(points))
	for i, p := range points {
		ring[i] = t.warp.at(p)
	}
	if ring.Orientation() == orb.CW {
		slices.Reverse(ring)
	}
	return ring
}

// line is the map line through plan points.
func (t *town) line(points []pt) orb.LineString {
	points = t.mesh.line(points)
	line := make(orb.LineString, len(points))
	for i, p := range points {
		line[i] = t.warp.at(p)
	}
	return line
}

// outline is the municipality's border: the edges that only one unit has.
func (t *town) outline() orb.Polygon {
	type edge struct{ a, b orb.Point }
	open := map[edge]bool{}
	for _, u := range t.units {
		for _, ring := range u.polygon {
			for i := range len(ring) - 1 {
				e := edge{ring[i], ring[i+1]}
				if back := (edge{e.b, e.a}); open[back] {
					delete(open, back)
				} else {
					open[e] = true
				}
			}
		}
	}
	next := make(map[orb.Point]orb.Point, len(open))
	for e := range open {
		next[e.a] = e.b
	}
	return chains(next)
}

// chains links directed edges to closed rings, the longest first, each beginning at its least point.
func chains(next map[orb.Point]orb.Point) orb.Polygon {
	starts := make([]orb.Point, 0, len(next))
	for p := range next {
		starts = append(starts, p)
	}
	slices.SortFunc(starts, comparePoints)
	var rings orb.Polygon
	done := map[orb.Point]bool{}
	for _, start := range starts {
		if done[start] {
			continue
		}
		ring := orb.Ring{start}
		for p := start; !done[p]; {
			done[p] = true
			p = next[p]
			ring = append(ring, p)
		}
		rings = append(rings, ring)
	}
	slices.SortStableFunc(rings, func(a, b orb.Ring) int { return len(b) - len(a) })
	return rings
}

func comparePoints(a, b orb.Point) int {
	switch {
	case a[0] != b[0] && a[0] < b[0]:
		return -1
	case a[0] != b[0]:
		return 1
	case a[1] < b[1]:
		return -1
	case a[1] > b[1]:
		return 1
	}
	return 0
}
