package geo

import "github.com/paulmach/orb"

// judgeConnection reports holes that cut the inside into pieces: the rings of a polygon and the points in which they
// touch, taken as a graph, then hold a cycle.
func (v *validator) judgeConnection() {
	type place struct {
		polygon int
		point   orb.Point
	}
	type incidence struct {
		ring int
		at   place
	}
	sets := newDisjointSets(len(v.rings))
	node := map[place]int{}
	seen := map[incidence]bool{}
	for m := range v.touches {
		at := place{v.rings[m.rings[0]].polygon, m.point}
		if v.rings[m.rings[1]].polygon != at.polygon {
			continue
		}
		if _, ok := node[at]; !ok {
			node[at] = sets.add()
		}
		for _, r := range m.rings {
			if seen[incidence{r, at}] {
				continue
			}
			seen[incidence{r, at}] = true
			if !sets.join(r, node[at]) {
				v.fault(v.polygons[at.polygon], Disconnected, v.where(m.point))
				return
			}
		}
	}
}

// disjointSets is union-find.
type disjointSets struct{ parent []int }

func newDisjointSets(n int) *disjointSets {
	s := &disjointSets{}
	for range n {
		s.add()
	}
	return s
}

func (s *disjointSets) add() int {
	s.parent = append(s.parent, len(s.parent))
	return len(s.parent) - 1
}

func (s *disjointSets) root(i int) int {
	for s.parent[i] != i {
		s.parent[i] = s.parent[s.parent[i]]
		i = s.parent[i]
	}
	return i
}

// join returns false when the two were together already.
func (s *disjointSets) join(a, b int) bool {
	a, b = s.root(a), s.root(b)
	s.parent[a] = b
	return a != b
}

// judgeNesting reports holes outside their polygon or inside another hole, and parts inside other parts. Rings do not
// go through each other any more, so one point of a ring tells where all of it is.
func (v *validator) judgeNesting() {
	if len(v.rings) < 2 {
		return
	}
	holes := map[int]map[int]bool{} // holes that the ring looked at lies in, by polygon
	for i := range v.rings {
		r := &v.rings[i]
		clear(holes)
		var shells []int
		inOwn := false
		inside := v.ringsAround(i)
		if v.budget < 0 || len(v.faults) >= MaxFaults {
			return
		}
		for _, j := range inside {
			other := &v.rings[j]
			switch {
			case other.outer && other.polygon == r.polygon:
				inOwn = true
			case other.outer:
				shells = append(shells, other.polygon)
			default:
				if holes[other.polygon] == nil {
					holes[other.polygon] = map[int]bool{}
				}
				holes[other.polygon][j] = true
			}
		}
		if !r.outer {
			if !inOwn || len(holes[r.polygon]) > 0 {
				v.fault(r.pointer, HoleOutside, nil)
			}
			continue
		}
		for _, shell := range shells {
			if len(holes[shell]) == 0 {
				v.fault(v.polygons[r.polygon], PartsOverlap, map[string]any{"with": v.polygons[shell]})
			}
		}
	}
}

// ringsAround returns the other rings that have ring i inside them.
func (v *validator) ringsAround(i int) []int {
	r := &v.rings[i]
	var around []int
	var open map[int]bool // rings on which every point so far lies; nil before the first
	for k := 0; k < 2*len(r.points) && (open == nil || len(open) > 0); k++ {
		p := r.at(k)
		if k >= len(r.points) {
			next := r.at(k + 1)
			p = orb.Point{(p[0] + next[0]) / 2, (p[1] + next[1]) / 2}
		}
		inside, on := v.locate(p, i)
		for j := range inside {
			if inside[j] && !on[j] && (open == nil || open[j]) {
				around = append(around, j)
			}
		}
		if open == nil {
			open = on
			continue
		}
		for j := range open {
			if !on[j] {
				delete(open, j)
			}
		}
	}
	return around
}

// locate tells which rings but one have a point inside them and which have it on them, by a ray eastwards.
func (v *validator) locate(p orb.Point, but int) (inside, on map[int]bool) {
	inside, on = map[int]bool{}, map[int]bool{}
	v.tree.Search([2]float64{p[0], p[1]}, [2]float64{maxX, p[1]}, func(_, _ [2]float64, j int) bool {
		s := v.segments[j]
		if s.ring == but {
			return v.spend()
		}
		turn := orientation(s.a, s.b, p)
		switch {
		case turn == 0 && within(p, s.a, s.b):
			on[s.ring] = true
		case s.a[1] <= p[1] && s.b[1] > p[1] && turn > 0, s.b[1] <= p[1] && s.a[1] > p[1] && turn < 0:
			inside[s.ring] = !inside[s.ring]
		}
		return v.spend()
	})
	return inside, on
}

const maxX = 1e12 // east of everything
