package demo

import "slices"

// mesh knows every corner of the town's units on every line of the plan. Each outline gets a vertex wherever another
// unit has a corner on it, so neighbours share their whole border vertex by vertex, and stay tight when the warp
// bends them and when coordinates are rounded.
type mesh struct {
	rows, columns map[int][]int // v → every u with a corner, and the other way round; sorted by seal
}

const meshStep = 2500 // cm: no straight edge is longer before it is bent

func newMesh() *mesh { return &mesh{rows: map[int][]int{}, columns: map[int][]int{}} }

func (me *mesh) add(ring []pt) {
	for _, p := range ring {
		me.rows[p.v] = append(me.rows[p.v], p.u)
		me.columns[p.u] = append(me.columns[p.u], p.v)
	}
}

func (me *mesh) seal() {
	for _, lines := range []map[int][]int{me.rows, me.columns} {
		for k, at := range lines {
			slices.Sort(at)
			lines[k] = slices.Compact(at)
		}
	}
}

// ring is the closed outline with every shared vertex: the last point repeats the first.
func (me *mesh) ring(corners []pt) []pt {
	out := make([]pt, 0, 4*len(corners)+1)
	for i, p := range corners {
		out = append(out, p)
		out = me.between(out, p, corners[(i+1)%len(corners)])
	}
	return append(out, corners[0])
}

// line is an open line with the same vertices that outlines along it have.
func (me *mesh) line(points []pt) []pt {
	out := make([]pt, 0, 4*len(points))
	for i := range len(points) - 1 {
		out = append(out, points[i])
		out = me.between(out, points[i], points[i+1])
	}
	return append(out, points[len(points)-1])
}

// between appends the vertices inside an edge, in the edge's direction. Only edges along an axis have any.
func (me *mesh) between(out []pt, p, q pt) []pt {
	var a axis
	var across int
	var on []int
	switch {
	case p.v == q.v:
		a, across, on = alongU, p.v, me.rows[p.v]
	case p.u == q.u:
		a, across, on = alongV, p.u, me.columns[p.u]
	default:
		return out
	}
	from, to := p.u, q.u
	if a == alongV {
		from, to = p.v, q.v
	}
	lo, hi := min(from, to), max(from, to)
	i, _ := slices.BinarySearch(on, lo+1)
	stops := []int{lo}
	for ; i < len(on) && on[i] < hi; i++ {
		stops = appendSteps(stops, on[i])
	}
	stops = appendSteps(stops, hi)
	stops = stops[1 : len(stops)-1]
	if from > to {
		slices.Reverse(stops)
	}
	for _, s := range stops {
		out = append(out, a.point(s, across))
	}
	return out
}

// appendSteps walks from the last stop to the next in equal steps of at most meshStep.
func appendSteps(stops []int, next int) []int {
	last := stops[len(stops)-1]
	n := (next - last + meshStep - 1) / meshStep
	for i := 1; i < n; i++ {
		stops = append(stops, last+(next-last)*i/n)
	}
	return append(stops, next)
}
