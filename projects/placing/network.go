package placing

import (
	"container/heap"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// How near, in metres of EPSG:3067, lines of streets are taken to meet, and how large a gap in a street is bridged: registers end
// lines at the edge of a crossing or of a square.
const (
	meets      = 2.0
	bridged    = 30.0
	oneCrosses = 65.0 // places of one crossing lie at most so far apart: the carriageways of divided streets with a park between
)

// network is the lines of one street as nodes and the stretches between them.
type network struct {
	nodes []orb.Point
	edges [][]stretch // by node
	lines []orb.LineString
	at    map[orb.Point]int
}

type stretch struct {
	to     int
	metres float64
}

// newNetwork makes a network of a street's lines with nodes at these points on them, too.
func newNetwork(lines []orb.LineString, points []orb.Point) *network {
	n := &network{at: map[orb.Point]int{}, lines: lines}
	for _, line := range lines {
		for i := 1; i < len(line); i++ {
			n.segment(line[i-1], line[i], points)
		}
	}
	n.bridge()
	return n
}

func (n *network) node(p orb.Point) int {
	i, known := n.at[p]
	if !known {
		i = len(n.nodes)
		n.at[p], n.nodes, n.edges = i, append(n.nodes, p), append(n.edges, nil)
	}
	return i
}

func (n *network) connect(a, b int) {
	if metres := planar.Distance(n.nodes[a], n.nodes[b]); a != b {
		n.edges[a], n.edges[b] = append(n.edges[a], stretch{b, metres}), append(n.edges[b], stretch{a, metres})
	}
}

// segment adds a piece of a line, with the points that lie on it.
func (n *network) segment(a, b orb.Point, points []orb.Point) {
	on := []orb.Point{a, b}
	for _, p := range points {
		if p != a && p != b && planar.DistanceFromSegment(a, b, p) < 1e-6 {
			on = append(on, p)
		}
	}
	slices.SortFunc(on, func(p, q orb.Point) int {
		return compare(planar.DistanceSquared(a, p), planar.DistanceSquared(a, q))
	})
	for i := 1; i < len(on); i++ {
		n.connect(n.node(on[i-1]), n.node(on[i]))
	}
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// bridge joins the ends of lines to the nearest other part of the street, where that is near enough.
func (n *network) bridge() {
	for i, line := range n.lines {
		for _, end := range []orb.Point{line[0], line[len(line)-1]} {
			from := n.node(end)
			if len(n.edges[from]) > 1 { // something goes on there
				continue
			}
			near, gap := -1, bridged
			for k, other := range n.lines {
				if k == i {
					continue
				}
				for _, p := range other {
					if d := planar.Distance(p, end); d <= gap {
						near, gap = n.node(p), d
					}
				}
			}
			if near >= 0 {
				n.connect(from, near)
			}
		}
	}
}

// reach is the distance of every node from the nearest of some, infinite where there is no way, and the node before it on that way.
func (n *network) reach(from ...int) (metres []float64, before []int) {
	metres, before = make([]float64, len(n.nodes)), make([]int, len(n.nodes))
	for i := range metres {
		metres[i], before[i] = math.Inf(1), -1
	}
	queue := &frontier{}
	for _, i := range from {
		metres[i] = 0
		heap.Push(queue, stretch{i, 0})
	}
	for queue.Len() > 0 {
		next := heap.Pop(queue).(stretch) //nolint:errcheck // nothing else is in it
		if next.metres > metres[next.to] {
			continue
		}
		for _, s := range n.edges[next.to] {
			if far := next.metres + s.metres; far < metres[s.to] {
				metres[s.to], before[s.to] = far, next.to
				heap.Push(queue, stretch{s.to, far})
			}
		}
	}
	return metres, before
}

// way is the shortest line along the street from one of some points to one of others; nil: there is none.
func (n *network) way(from, to []orb.Point) orb.LineString {
	var starts []int
	for _, p := range from {
		starts = append(starts, n.node(p))
	}
	metres, before := n.reach(starts...)
	best := -1
	for _, p := range to {
		if i := n.node(p); best < 0 || metres[i] < metres[best] {
			best = i
		}
	}
	if best < 0 || math.IsInf(metres[best], 1) || metres[best] == 0 {
		return nil
	}
	var line orb.LineString
	for i := best; i >= 0; i = before[i] {
		line = append(line, n.nodes[i])
	}
	slices.Reverse(line)
	return line
}

// along is how far each node lies along the street, from one of its ends: the street's pieces one after the other.
func (n *network) along() []float64 {
	done := make([]float64, len(n.nodes))
	for i := range done {
		done[i] = -1
	}
	behind := 0.0
	for i := range n.nodes {
		if done[i] >= 0 {
			continue
		}
		metres, _ := n.reach(i)
		metres, _ = n.reach(furthest(metres))
		far := 0.0
		for k, m := range metres {
			if !math.IsInf(m, 1) {
				done[k], far = behind+m, max(far, m)
			}
		}
		behind += far
	}
	return done
}

func furthest(metres []float64) int {
	far := 0
	for i, m := range metres {
		if !math.IsInf(m, 1) && (math.IsInf(metres[far], 1) || m > metres[far]) {
			far = i
		}
	}
	return far
}

// frontier is the nodes that are to be looked at, the nearest first.
type frontier []stretch

func (f frontier) Len() int           { return len(f) }
func (f frontier) Less(i, k int) bool { return f[i].metres < f[k].metres }
func (f frontier) Swap(i, k int)      { f[i], f[k] = f[k], f[i] }

// Push and Pop implement heap.Interface.
func (f *frontier) Push(x any) { *f = append(*f, x.(stretch)) } //nolint:errcheck // nothing else is pushed

// Pop takes the last.
func (f *frontier) Pop() any {
	old := *f
	last := old[len(old)-1]
	*f = old[:len(old)-1]
	return last
}

// meetings are the points of lines at which others meet them, gathered into crossings.
func meetings(lines, others []orb.LineString) [][]orb.Point {
	var found []orb.Point
	for _, line := range lines {
		for _, other := range others {
			if line.Bound().Pad(meets).Intersects(other.Bound()) {
				found = append(found, lineMeetings(line, other)...)
			}
		}
	}
	return gathered(found)
}

func lineMeetings(line, other orb.LineString) (found []orb.Point) {
	for i := 1; i < len(line); i++ {
		box := orb.MultiPoint{line[i-1], line[i]}.Bound().Pad(meets)
		for k := 1; k < len(other); k++ {
			if !box.Intersects(orb.MultiPoint{other[k-1], other[k]}.Bound()) {
				continue
			}
			if p, ok := segmentMeeting(line[i-1], line[i], other[k-1], other[k]); ok {
				found = append(found, p)
			}
		}
	}
	return found
}

// segmentMeeting is where a segment crosses another, or is nearest to one of its ends that lies within reach.
func segmentMeeting(a, b, c, d orb.Point) (orb.Point, bool) {
	r, s := orb.Point{b[0] - a[0], b[1] - a[1]}, orb.Point{d[0] - c[0], d[1] - c[1]}
	if cross := r[0]*s[1] - r[1]*s[0]; cross != 0 {
		t := ((c[0]-a[0])*s[1] - (c[1]-a[1])*s[0]) / cross
		u := ((c[0]-a[0])*r[1] - (c[1]-a[1])*r[0]) / cross
		if t >= 0 && t <= 1 && u >= 0 && u <= 1 {
			return orb.Point{a[0] + t*r[0], a[1] + t*r[1]}, true
		}
	}
	for _, end := range []orb.Point{c, d} {
		if on := foot(a, b, end); planar.Distance(on, end) <= meets {
			return on, true
		}
	}
	for _, end := range []orb.Point{a, b} {
		if planar.Distance(foot(c, d, end), end) <= meets {
			return end, true
		}
	}
	return orb.Point{}, false
}

// foot is the point of a segment that is nearest to another point.
func foot(a, b, p orb.Point) orb.Point {
	length := planar.DistanceSquared(a, b)
	if length == 0 {
		return a
	}
	t := max(0, min(1, ((p[0]-a[0])*(b[0]-a[0])+(p[1]-a[1])*(b[1]-a[1]))/length))
	return orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
}

// gathered puts points that are places of one crossing together.
func gathered(points []orb.Point) (crossings [][]orb.Point) {
	for _, p := range points {
		var joined []orb.Point
		var apart [][]orb.Point
		for _, crossing := range crossings {
			if slices.ContainsFunc(crossing, func(q orb.Point) bool { return planar.Distance(p, q) <= oneCrosses }) {
				joined = append(joined, crossing...)
			} else {
				apart = append(apart, crossing)
			}
		}
		if !slices.Contains(joined, p) {
			joined = append(joined, p)
		}
		crossings = append(apart, joined)
	}
	return crossings
}

// lined are the lines of a geometry that have a length.
func lined(g orb.Geometry) (lines []orb.LineString) {
	for _, part := range Flat(g) {
		if line, ok := part.(orb.LineString); ok && len(line) > 1 && planar.Length(line) > 0 {
			lines = append(lines, line)
		}
	}
	return lines
}
