package checks

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lupakartta/layers/snapshot"
)

// How much of the place lies in a feature is worked out without building what both have in common. A ring is a sum of strips:
// what lies below each of its edges, added where the edge runs one way and taken away where it runs the other. Two shapes
// have in common the sum over all pairs of what their strips have in common, which for two edges is a trapezoid or a
// triangle. No point is ever said to lie inside or outside, so edges that touch, cross in their ends or lie on each other
// need no care, and an error of rounding stays one.

// wall is an edge of the place, from left to right.
type wall struct {
	a, b orb.Point // in metres from the place's lower left corner
	sign float64   // +1: the strip below it belongs to the area, -1: it is taken away; of a line its length by its width
}

// build makes the walls of an area or a line.
func (p *place) build() {
	switch shape := p.shape.(type) {
	case orb.LineString:
		p.addLine(shape)
	case orb.MultiLineString:
		for _, line := range shape {
			p.addLine(line)
		}
	case orb.Polygon:
		p.addPolygon(shape)
	case orb.MultiPolygon:
		for _, polygon := range shape {
			p.addPolygon(polygon)
		}
	}
	slices.SortFunc(p.walls, func(v, w wall) int { return cmp.Compare(v.a[0], w.a[0]) })
	for _, w := range p.walls {
		p.widest = max(p.widest, w.b[0]-w.a[0])
	}
}

func (p *place) addLine(line orb.LineString) {
	for i := 1; i < len(line); i++ {
		p.addWall(line[i-1], line[i], 1)
	}
}

func (p *place) addPolygon(polygon orb.Polygon) {
	for i, ring := range polygon {
		want := 1.0
		if i > 0 {
			want = -1
		}
		if ring.Orientation() == orb.CW {
			want = -want
		}
		for j := 1; j < len(ring); j++ {
			// Of a ring that runs anticlockwise the inside lies below the edges that run left.
			if ring[j-1][0] < ring[j][0] {
				p.addWall(ring[j-1], ring[j], -want)
			} else {
				p.addWall(ring[j-1], ring[j], want)
			}
		}
	}
}

func (p *place) addWall(a, b orb.Point, sign float64) {
	if a[0] > b[0] {
		a, b = b, a
	}
	p.walls = append(p.walls, wall{p.local(a), p.local(b), sign})
}

// local is a point in metres from the place's lower left corner, lest large coordinates swallow small areas.
func (p *place) local(q orb.Point) orb.Point {
	return orb.Point{q[0] - p.bound.Min[0], q[1] - p.bound.Min[1]}
}

// overlap is the share of the place that lies in a feature: of its area in an area, of its length in an area, of its points in
// or at anything. Lines and points hold nothing of an area, and lines nothing of a line that is not the same to the centimetre.
func (p *place) overlap(v *snapshot.View, feature uint32) float64 {
	var size float64
	switch {
	case p.dims == 0:
		size = p.pointsIn(v, feature)
	case v.Kind(feature) != snapshot.Areas:
		return 0
	default:
		p.strips(v, feature, func(a, b orb.Point, sign float64) { size += sign * p.under(a, b) })
	}
	return min(max(size/p.size, 0), 1)
}

// pointsIn counts the place's points that meet the feature.
func (p *place) pointsIn(v *snapshot.View, feature uint32) (in float64) {
	if len(p.starts) == 1 {
		return 1 // it is asked of what meets the place
	}
	for _, point := range p.starts {
		if pointPlace(point).relate(v, feature, touching).meets {
			in++
		}
	}
	return in
}

// strips visits the edges of a feature below which something of the place can lie, from left to right in local metres, with
// the sign of their strips. A run above the place is one edge: whatever way it takes, what lies below it of the place is the same.
func (p *place) strips(v *snapshot.View, feature uint32, visit func(a, b orb.Point, sign float64)) {
	high := p.bound.Max[1] - p.bound.Min[1] + 1
	edge := func(a, b orb.Point) {
		sign := 1.0 // rings of layers run clockwise: the inside lies below the edges that run right
		if a[0] > b[0] {
			a, b, sign = b, a, -1
		}
		if b[0] >= p.bound.Min[0] && a[0] <= p.bound.Max[0] {
			visit(p.local(a), p.local(b), sign)
		}
	}
	skipping := func(box orb.Bound) bool {
		return box.Max[1] < p.bound.Min[1] || box.Max[0] < p.bound.Min[0] || box.Min[0] > p.bound.Max[0]
	}
	first, end := v.Parts(feature)
	for part := first; part < end; part++ {
		var last orb.Point
		begun := false
		v.Runs(feature, part, func(run snapshot.Run) bool {
			start, stop := spot(run.Positions[0]), spot(run.Positions[len(run.Positions)-1])
			if begun {
				edge(last, start)
			}
			switch box := extent(run.Box); {
			case skipping(box):
			case box.Min[1] > p.bound.Max[1]:
				edge(orb.Point{start[0], p.bound.Min[1] + high}, orb.Point{stop[0], p.bound.Min[1] + high})
			default:
				edges(run.Positions, snapshot.Lines, edge)
			}
			last, begun = stop, true
			return true
		})
		edge(last, spot(v.Positions(part)[0]))
	}
}

// under is how much of the place lies below an edge: m² of an area, m of a line.
func (p *place) under(a, b orb.Point) (size float64) {
	first, end, west := 0, len(p.walls), a[0]-p.widest
	for first < end { // slices.BinarySearchFunc takes twice as long, and this is asked of every edge
		if middle := (first + end) / 2; p.walls[middle].a[0] < west {
			first = middle + 1
		} else {
			end = middle
		}
	}
	for i := first; i < len(p.walls) && p.walls[i].a[0] <= b[0]; i++ {
		w := &p.walls[i]
		if p.dims == 2 {
			size += w.sign * w.common(a, b)
		} else {
			size += w.lengthUnder(a, b)
		}
	}
	return size
}

// common is the area of what the strips below a wall and below an edge have in common, above the place's lower side.
func (w *wall) common(a, b orb.Point) float64 {
	left, right := max(w.a[0], a[0]), min(w.b[0], b[0])
	if left >= right {
		return 0
	}
	wl, wr := height(w.a, w.b, left), height(w.a, w.b, right)
	el, er := height(a, b, left), height(a, b, right)
	switch { // where the edge runs below the place's lower side there is nothing
	case el <= 0 && er <= 0:
		return 0
	case el < 0:
		t := el / (el - er)
		left, wl, el = left+t*(right-left), wl+t*(wr-wl), 0
	case er < 0:
		t := el / (el - er)
		right, wr, er = left+t*(right-left), wl+t*(wr-wl), 0
	}
	width := right - left
	dl, dr := el-wl, er-wr
	if dl*dr >= 0 {
		return width * (min(wl, el) + min(wr, er)) / 2
	}
	t := dl / (dl - dr) // they cross
	middle := wl + t*(wr-wl)
	return width * (t*(min(wl, el)+middle) + (1-t)*(middle+min(wr, er))) / 2
}

// lengthUnder is the length of the wall below an edge, positions on the edge's right end not counted.
func (w *wall) lengthUnder(a, b orb.Point) float64 {
	long := math.Hypot(w.b[0]-w.a[0], w.b[1]-w.a[1])
	if w.a[0] == w.b[0] { // upright: the edges of a ring share each upright among them once
		if w.a[0] < a[0] || w.a[0] >= b[0] {
			return 0
		}
		low, high := min(w.a[1], w.b[1]), max(w.a[1], w.b[1])
		return min(max(0, height(a, b, w.a[0])-low), high-low)
	}
	left, right := max(w.a[0], a[0]), min(w.b[0], b[0])
	if left >= right {
		return 0
	}
	dl := height(a, b, left) - height(w.a, w.b, left)
	dr := height(a, b, right) - height(w.a, w.b, right)
	share := 0.0
	switch {
	case dl >= 0 && dr >= 0:
		share = 1
	case dl > 0:
		share = dl / (dl - dr)
	case dr > 0:
		share = dr / (dr - dl)
	}
	return share * long * (right - left) / (w.b[0] - w.a[0])
}

// height of the line through a and b at x.
func height(a, b orb.Point, x float64) float64 {
	if b[0] == a[0] {
		return a[1]
	}
	return a[1] + (b[1]-a[1])*((x-a[0])/(b[0]-a[0]))
}
