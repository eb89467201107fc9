package geo

import (
	"slices"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// maxComparisons bounds the work on shapes made to be slow: segments whose boxes overlap are compared in pairs, a few
// for each segment of any real shape. It takes about half a second.
const maxComparisons = 10_000_000

// ring is a ring without its closing point and without repeated points.
type ring struct {
	pointer string
	polygon int
	outer   bool
	points  []orb.Point
	origin  []int // index of each point among the positions given
	first   int   // index of its first segment
}

func (r *ring) next(i int) int { return (i + 1) % len(r.points) }
func (r *ring) at(i int) orb.Point {
	return r.points[(i+len(r.points))%len(r.points)]
}

// segment goes from a ring's point to its next.
type segment struct {
	a, b orb.Point
	ring int
	at   int // index of a in the ring
}

// meeting is a point in which two rings touch.
type meeting struct {
	rings [2]int
	point orb.Point
}

// validator judges areas as OGC Simple Features does: rings do not touch themselves, rings of a polygon meet in single
// points only, holes lie inside, the inside is in one piece, and the parts of a multipolygon do not overlap or share
// an edge.
type validator struct {
	polygons []string // pointers
	crs      CRS
	rings    []ring
	segments []segment
	tree     rtree.RTreeGN[float64, int]
	touches  map[meeting][2]int // one segment of each
	faults   Faults
	budget   int
}

// validate returns the faults of areas whose rings are closed; pointers are those of the polygons.
func validate(areas orb.MultiPolygon, pointers []string, crs CRS) Faults {
	v := &validator{polygons: pointers, crs: crs, touches: map[meeting][2]int{}, budget: maxComparisons}
	for p, polygon := range areas {
		for r, points := range polygon {
			v.add(points, p, r, pointers[p]+"/"+strconv.Itoa(r))
		}
	}
	for _, step := range []func(){v.compare, v.judgeTouches, v.judgeConnection, v.judgeNesting} {
		if len(v.faults) == 0 {
			step()
		}
	}
	slices.SortStableFunc(v.faults, Fault.compare)
	return v.faults
}

func (v *validator) fault(pointer string, code FaultCode, values map[string]any) {
	if len(v.faults) < MaxFaults {
		v.faults = append(v.faults, Fault{Pointer: pointer, Code: code, Values: values})
	}
}

// spend counts work and reports a shape that takes too much.
func (v *validator) spend() bool {
	if v.budget--; v.budget < 0 && !v.faults.Has(TooComplex) {
		v.faults = Faults{{Pointer: "", Code: TooComplex}}
	}
	return v.budget >= 0 && len(v.faults) < MaxFaults
}

func (v *validator) add(points orb.Ring, polygon, number int, pointer string) {
	r := ring{pointer: pointer, polygon: polygon, outer: number == 0, first: len(v.segments)}
	for i, p := range points[:len(points)-1] {
		if i == 0 || p != points[i-1] {
			r.points, r.origin = append(r.points, p), append(r.origin, i)
		}
	}
	if last := len(r.points) - 1; last > 0 && r.points[last] == r.points[0] {
		r.points, r.origin = r.points[:last], r.origin[:last]
	}
	if flat(r.points) {
		v.fault(pointer, NoArea, nil)
		return
	}
	index := len(v.rings)
	v.rings = append(v.rings, r)
	for i, a := range r.points {
		v.segments = append(v.segments, segment{a: a, b: r.points[r.next(i)], ring: index, at: i})
	}
}

func (s segment) box() (low, high [2]float64) {
	return [2]float64{min(s.a[0], s.b[0]), min(s.a[1], s.b[1])}, [2]float64{max(s.a[0], s.b[0]), max(s.a[1], s.b[1])}
}

// flat tells whether the points lie on one line.
func flat(points []orb.Point) bool {
	for _, p := range points {
		if orientation(points[0], points[1], p) != 0 {
			return false
		}
	}
	return true
}

// compare looks once at every pair of segments whose boxes overlap, by putting one after another into the tree.
func (v *validator) compare() {
	for i := range v.segments {
		low, high := v.segments[i].box()
		v.tree.Search(low, high, func(_, _ [2]float64, j int) bool {
			v.pair(j, i)
			return v.spend()
		})
		v.tree.Insert(low, high, i)
		if v.budget < 0 || len(v.faults) >= MaxFaults {
			return
		}
	}
}

func (v *validator) pair(i, j int) {
	s, t := v.segments[i], v.segments[j]
	how, where := meet(s.a, s.b, t.a, t.b)
	switch {
	case how == apart:
	case s.ring == t.ring:
		r := &v.rings[s.ring]
		if how == touch && (r.next(s.at) == t.at || r.next(t.at) == s.at) {
			return // neighbours
		}
		v.crossing(s, t, where)
	case how == touch:
		v.touches[meeting{[2]int{s.ring, t.ring}, where}] = [2]int{i, j}
	default:
		v.crossing(s, t, where)
	}
}

func (v *validator) crossing(s, t segment, where orb.Point) {
	r, other := &v.rings[s.ring], &v.rings[t.ring]
	values := v.where(where)
	values["with"] = v.pointer(t)
	if r.polygon != other.polygon {
		if !v.faults.Has(PartsOverlap) {
			values["with"] = v.polygons[other.polygon]
			v.fault(v.polygons[r.polygon], PartsOverlap, values)
		}
		return
	}
	if at := v.pointer(s); !v.faults.at(at) {
		v.fault(at, SelfCrossing, values)
	}
}

// where gives a point to a fault's words, in degrees.
func (v *validator) where(p orb.Point) map[string]any {
	p = v.crs.ToLonLat(p)
	return map[string]any{"lon": p[0], "lat": p[1]}
}

// pointer is that of the position in which a segment begins.
func (v *validator) pointer(s segment) string {
	r := &v.rings[s.ring]
	return r.pointer + "/" + strconv.Itoa(r.origin[s.at])
}

// judgeTouches reports rings that go through each other in a point that both have.
func (v *validator) judgeTouches() {
	for m, segments := range v.touches {
		s, t := v.segments[segments[0]], v.segments[segments[1]]
		a1, a2 := v.around(s, m.point)
		b1, b2 := v.around(t, m.point)
		if crossesAt(m.point, a1, a2, b1, b2) {
			v.crossing(s, t, m.point)
		}
	}
}

// around returns where a ring comes from and goes to at a point of one of its segments.
func (v *validator) around(s segment, p orb.Point) (from, to orb.Point) {
	r := &v.rings[s.ring]
	switch p {
	case s.a:
		return r.at(s.at - 1), s.b
	case s.b:
		return s.a, r.at(s.at + 2)
	}
	return s.a, s.b
}
