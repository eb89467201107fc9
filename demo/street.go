package demo

import "slices"

// class is what a street is for; it decides its width, its name and how it is drawn.
type class string

const (
	highway   class = "highway"   // valtatie
	mainRoad  class = "main"      // pääkatu
	collector class = "collector" // kokoojakatu
	local     class = "local"     // tonttikatu
	deadEnd   class = "dead_end"  // päättyvä tonttikatu
	rural     class = "rural"     // maaseudun tie
	path      class = "path"      // kevyen liikenteen väylä
)

// halfWidth is half the width of a street's area in centimetres.
func (c class) halfWidth() int {
	switch c {
	case highway:
		return m(25)
	case mainRoad:
		return m(9)
	case collector:
		return m(7)
	case rural:
		return m(6)
	case path:
		return m(3)
	}
	return m(5)
}

// street is a straight strip of the plan; the warp bends it. It may consist of several parts in one line.
type street struct {
	name     name
	district int
	class    class
	axis     axis // the direction in which it runs
	c        int  // position of its centre line across that axis, cm
	half     int  // half its width, cm
	parts    []stretch
	nodes    []int // positions along it where other streets meet it
	order    int   // in which it was laid out; names follow it
}

// stretch is a part of a street's centre line, from and to along its axis.
type stretch struct{ from, to int }

// join remembers that another street meets this one.
func (s *street) join(at int) { s.nodes = append(s.nodes, at) }

// line returns the corners of a part's centre line: its ends and every crossing between them.
func (s *street) line(p stretch) []pt {
	at := []int{p.from, p.to}
	for _, n := range s.nodes {
		if n > p.from && n < p.to {
			at = append(at, n)
		}
	}
	slices.Sort(at)
	at = slices.Compact(at)
	line := make([]pt, len(at))
	for i, x := range at {
		line[i] = s.axis.point(x, s.c)
	}
	return line
}

// newStreet lays a street out; its first part is added by corridor.
func (t *town) newStreet(c class, a axis, centre int) *street {
	s := &street{class: c, axis: a, c: centre, half: c.halfWidth(), order: len(t.streets)}
	t.streets = append(t.streets, s)
	return s
}

// corridor lays a street across the region: it divides the region along axis a at the street's centre line and makes
// the street's area a unit. The street meets the streets at both its ends. A nil street is laid out with class c.
func (t *town) corridor(r region, a axis, at int, c class, s *street) (lo, hi region, _ *street) {
	along := a.other()
	if s == nil {
		s = t.newStreet(c, along, at)
	}
	from, to := r.lo(along), r.hi(along)
	t.streetArea(r.part(a, at-s.half, at+s.half), s)
	if meets := r.side[along.lo()]; meets != nil && meets.reaches(at) {
		from = meets.c
		meets.join(at)
		s.join(from)
	}
	if meets := r.side[along.hi()]; meets != nil && meets.reaches(at) {
		to = meets.c
		meets.join(at)
		s.join(to)
	}
	if n := len(s.parts); n > 0 && s.parts[n-1].to == from {
		s.parts[n-1].to = to
	} else {
		s.parts = append(s.parts, stretch{from, to})
	}
	lo, hi = r.part(a, r.lo(a), at-s.half), r.part(a, at+s.half, r.hi(a))
	lo.side[a.hi()], hi.side[a.lo()] = s, s
	return lo, hi, s
}

// reaches tells whether the street is there at a position along it.
func (s *street) reaches(at int) bool {
	return slices.ContainsFunc(s.parts, func(p stretch) bool { return at >= p.from && at <= p.to })
}

// edge lays a street along the inner side of a region and returns the rest.
func (t *town) edge(r region, where side, c class, s *street) (rest region, _ *street) {
	a := where.axis()
	half := c.halfWidth()
	at := r.hi(a) - half
	if where == a.lo() {
		at = r.lo(a) + half
	}
	lo, hi, s := t.corridor(r, a, at, c, s)
	if where == a.lo() {
		return hi, s
	}
	return lo, s
}

// blind lays a street that begins at one end of the region and stops short of the other, where a green is left.
func (t *town) blind(r region, a axis, at int, fromHi bool, green int) (lo, hi region, s *street) {
	along := a.other()
	half := deadEnd.halfWidth()
	short := r.part(along, r.lo(along), r.hi(along)-green)
	head := r.part(along, r.hi(along)-green, r.hi(along))
	if fromHi {
		short = r.part(along, r.lo(along)+green, r.hi(along))
		head = r.part(along, r.lo(along), r.lo(along)+green)
	}
	_, _, s = t.corridor(short, a, at, deadEnd, nil)
	t.green(head.part(a, at-half, at+half), "VK")
	lo, hi = r.part(a, r.lo(a), at-half), r.part(a, at+half, r.hi(a))
	lo.side[a.hi()], hi.side[a.lo()] = s, s
	return lo, hi, s
}
