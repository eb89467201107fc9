package geo

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// Rings are the rings of one area one after another: of each part its outer ring, then its holes. Kept from feature to
// feature, it judges millions of small areas without asking for memory.
type Rings struct {
	Points []orb.Point // closing points included
	Ends   []int       // where each ring ends in Points
	Outer  []bool      // of each ring

	edges []edge
	order []int32
}

// edge is a side of a ring, without those of no length.
type edge struct {
	a, b       orb.Point
	low, high  float64 // west and east ends
	ring       int32
	prev, next int32 // neighbours in the ring
}

const (
	fewEdges = 24      // up to here every pair is looked at
	maxWork  = 200_000 // pairs and crossings of one area; beyond, somebody else judges
)

// MostVertices is beyond how many vertices an area is never SurelyValid: each edge makes a pair with the next at least.
const MostVertices = maxWork

// Reset empties it for the next feature.
func (r *Rings) Reset() {
	r.Points, r.Ends, r.Outer = r.Points[:0], r.Ends[:0], r.Outer[:0]
}

// Ring returns the points of one ring.
func (r *Rings) Ring(i int) []orb.Point {
	if i == 0 {
		return r.Points[:r.Ends[0]]
	}
	return r.Points[r.Ends[i-1]:r.Ends[i]]
}

// Area is the signed area of a ring, positive where it runs anticlockwise.
func (r *Rings) Area(i int) float64 {
	points := r.Ring(i)
	sum := 0.0
	for k := 1; k+1 < len(points); k++ {
		sum += (points[k][0] - points[0][0]) * (points[k+1][1] - points[k-1][1])
	}
	return sum / 2
}

// SurelyValid tells that OGC Simple Features hold the area valid: rings that are simple and touch neither themselves
// nor each other, holes inside, parts beside each other. False says only that it takes a closer look. It is exact.
func (r *Rings) SurelyValid() bool {
	return len(r.Ends) > 0 && r.cut() && r.apart() && r.nested()
}

// cut makes the edges; false where a ring encloses nothing.
func (r *Rings) cut() bool {
	r.edges = r.edges[:0]
	for ring := range r.Ends {
		first := int32(len(r.edges)) //nolint:gosec // far below 2^31
		points := r.Ring(ring)
		for i := 1; i < len(points); i++ {
			a, b := points[i-1], points[i]
			if a == b {
				continue
			}
			at := int32(len(r.edges))                                                                            //nolint:gosec // far below 2^31
			r.edges = append(r.edges, edge{a, b, min(a[0], b[0]), max(a[0], b[0]), int32(ring), at - 1, at + 1}) //nolint:gosec // far below 2^31
		}
		last := int32(len(r.edges)) - 1 //nolint:gosec // far below 2^31
		if last-first < 2 || r.edges[first].a != r.edges[last].b {
			return false
		}
		r.edges[first].prev, r.edges[last].next = last, first
	}
	return true
}

// apart tells that edges meet only where one goes on as the next.
func (r *Rings) apart() bool {
	n := len(r.edges)
	if n <= fewEdges {
		for i := range n {
			for j := i + 1; j < n; j++ {
				if !r.free(int32(i), int32(j)) { //nolint:gosec // at most fewEdges
					return false
				}
			}
		}
		return true
	}
	r.order = r.order[:0]
	for i := range n {
		r.order = append(r.order, int32(i)) //nolint:gosec // far below 2^31
	}
	slices.SortFunc(r.order, func(i, j int32) int { return cmp.Compare(r.edges[i].low, r.edges[j].low) })
	work := maxWork
	for k, i := range r.order {
		for _, j := range r.order[k+1:] {
			if r.edges[j].low > r.edges[i].high {
				break
			}
			if work--; work < 0 || !r.free(i, j) {
				return false
			}
		}
	}
	return true
}

// free tells that two edges have no more in common than they must.
func (r *Rings) free(i, j int32) bool {
	s, t := &r.edges[i], &r.edges[j]
	if s.low > t.high || t.low > s.high || min(s.a[1], s.b[1]) > max(t.a[1], t.b[1]) || min(t.a[1], t.b[1]) > max(s.a[1], s.b[1]) {
		return true
	}
	if s.next != j && t.next != i {
		how, _ := meet(s.a, s.b, t.a, t.b)
		return how == apart
	}
	if t.next == i {
		s, t = t, s
	}
	// They share s's end; on one line, t must not turn back.
	if orientation(s.a, s.b, t.b) != 0 {
		return true
	}
	return within(s.b, s.a, t.b) && s.a != t.b
}

// nested tells that holes lie inside their own outer ring and not in each other, and that parts do not lie in parts.
// No rings meet, so that any point of one tells for the whole.
func (r *Rings) nested() bool {
	if len(r.Ends) == 1 {
		return true
	}
	work, shell := maxWork, 0
	for i := range r.Ends {
		if r.Outer[i] {
			shell = i
		}
		for j := range r.Ends {
			ours := j >= shell && (j <= i || !slices.Contains(r.Outer[i+1:j+1], true))
			if i == j || !r.Outer[i] && !ours || r.Outer[i] && !r.Outer[j] {
				continue
			}
			if work -= len(r.Ring(j)); work < 0 || r.inside(r.Ring(i)[0], j) != (j == shell && i != shell) {
				return false
			}
		}
	}
	return true
}

// inside tells whether a point that lies on no edge of a ring lies within it.
func (r *Rings) inside(p orb.Point, ring int) bool {
	in := false
	points := r.Ring(ring)
	for k := 1; k < len(points); k++ {
		a, b := points[k-1], points[k]
		if (a[1] > p[1]) == (b[1] > p[1]) {
			continue
		}
		if a[1] > b[1] {
			a, b = b, a
		}
		if orientation(a, b, p) > 0 { // the edge passes to the east
			in = !in
		}
	}
	return in
}
