package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Outline is the points, lines and rings of a geometry, packed so that the nearest points of two of them are found
// without comparing every span with every other. It is for plane coordinates and safe for concurrent use.
type Outline struct {
	segments []span
	levels   [][]orb.Bound // boxes of fanOut things each; levels[0] over segments, the last level has one box
}

type span [2]orb.Point // one segment; a point is a segment of no length

// fanOut is how many segments or boxes one box of an outline holds.
const fanOut = 8

// NewOutline packs a geometry. Segments that follow each other lie near each other, so runs of them make good boxes
// as they come.
func NewOutline(g orb.Geometry) *Outline {
	o := &Outline{}
	o.add(g)
	if len(o.segments) == 0 {
		return o
	}
	boxes := make([]orb.Bound, 0, len(o.segments)/fanOut+1)
	for i := 0; i < len(o.segments); i += fanOut {
		box := o.segments[i].bound()
		for _, s := range o.segments[i+1 : min(i+fanOut, len(o.segments))] {
			box = box.Union(s.bound())
		}
		boxes = append(boxes, box)
	}
	o.levels = append(o.levels, boxes)
	for len(boxes) > 1 {
		above := make([]orb.Bound, 0, len(boxes)/fanOut+1)
		for i := 0; i < len(boxes); i += fanOut {
			box := boxes[i]
			for _, b := range boxes[i+1 : min(i+fanOut, len(boxes))] {
				box = box.Union(b)
			}
			above = append(above, box)
		}
		o.levels = append(o.levels, above)
		boxes = above
	}
	return o
}

func (o *Outline) add(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		o.segments = append(o.segments, span{g, g})
	case orb.MultiPoint:
		for _, p := range g {
			o.segments = append(o.segments, span{p, p})
		}
	case orb.LineString:
		o.line(g)
	case orb.MultiLineString:
		for _, l := range g {
			o.line(l)
		}
	case orb.Ring:
		o.line(orb.LineString(g))
	case orb.Polygon:
		for _, r := range g {
			o.line(orb.LineString(r))
		}
	case orb.MultiPolygon:
		for _, p := range g {
			o.add(p)
		}
	case orb.Collection:
		for _, part := range g {
			o.add(part)
		}
	case orb.Bound:
		o.add(g.ToPolygon())
	}
}

func (o *Outline) line(l orb.LineString) {
	if len(l) == 1 {
		o.segments = append(o.segments, span{l[0], l[0]})
	}
	for i := 1; i < len(l); i++ {
		o.segments = append(o.segments, span{l[i-1], l[i]})
	}
}

// Bound is the box round the outline.
func (o *Outline) Bound() orb.Bound {
	if len(o.levels) == 0 {
		return orb.Bound{}
	}
	return o.levels[len(o.levels)-1][0]
}

// Empty tells whether there is nothing in the outline.
func (o *Outline) Empty() bool { return len(o.segments) == 0 }

// Contains tells whether a point lies inside the outline's rings: an odd number of them is crossed on the way out.
// It makes sense for areas only, and for points that do not lie on a ring.
func (o *Outline) Contains(p orb.Point) bool {
	if o.Empty() {
		return false
	}
	inside := false
	ray := orb.Bound{Min: p, Max: orb.Point{math.Inf(1), p[1]}}
	o.walk(ray, &nearestSearch{}, func(s span) {
		a, b := s[0], s[1]
		if (a[1] > p[1]) == (b[1] > p[1]) {
			return
		}
		if p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
			inside = !inside
		}
	})
	return inside
}

// Vertices visits the first end of every segment whose box meets bound, until visit says false.
func (o *Outline) Vertices(bound orb.Bound, visit func(orb.Point) bool) {
	if o.Empty() {
		return
	}
	more := true
	o.walk(bound, &nearestSearch{}, func(s span) {
		if more {
			more = visit(s[0])
		}
	})
}

// Nearest returns the nearest points of two outlines, the first on o, and the distance between them, or false when
// they are more than limit apart or one of them is empty. Insides do not count: what lies within a polygon without
// touching its rings is as far as the nearest ring.
func (o *Outline) Nearest(other *Outline, limit float64) (on, at orb.Point, distance float64, ok bool) {
	if o.Empty() || other.Empty() {
		return orb.Point{}, orb.Point{}, 0, false
	}
	a := o.Approach(limit)
	// A coarse round first: a good early guess lets the boxes exclude nearly everything afterwards.
	for i := 0; i < len(other.segments); i += 64 {
		o.search(&a.best, other.segments[i])
	}
	other.each(o, &a.best)
	return a.Nearest()
}

// Segments visits every segment, until visit says false; a point is a segment of no length.
func (o *Outline) Segments(visit func(a, b orb.Point) bool) {
	for _, s := range o.segments {
		if !visit(s[0], s[1]) {
			return
		}
	}
}

// Approach looks for the point of an outline that is nearest to segments that it is shown one after the other.
type Approach struct {
	outline *Outline
	best    nearestSearch
	runs    []int // of the outline's segments, at which Show looks
}

// Approach begins a search for what is at most limit away.
func (o *Outline) Approach(limit float64) Approach {
	return Approach{outline: o, best: nearestSearch{square: limit * limit * (1 + 1e-12)}}
}

// Focus makes Show look at the runs of the outline's segments only that may have a point nearer to something in the box than
// the best so far, and tells whether there are any.
func (a *Approach) Focus(box orb.Bound) bool {
	a.runs = a.runs[:0]
	if !a.outline.Empty() {
		a.focusBelow(len(a.outline.levels)-1, 0, box)
	}
	return len(a.runs) > 0
}

func (a *Approach) focusBelow(level, i int, box orb.Bound) {
	if boxGap(a.outline.levels[level][i], box) > a.best.square {
		return
	}
	if level == 0 {
		a.runs = append(a.runs, i)
		return
	}
	for child := i * fanOut; child < min(i*fanOut+fanOut, len(a.outline.levels[level-1])); child++ {
		a.focusBelow(level-1, child, box)
	}
}

// Show looks at the segment from p to q, which lies in the box of the last Focus; a point is a segment of no length.
func (a *Approach) Show(p, q orb.Point) {
	s := span{p, q}
	box := s.bound()
	for _, run := range a.runs {
		if boxGap(a.outline.levels[0][run], box) > a.best.square {
			continue
		}
		for _, mine := range a.outline.segments[run*fanOut : min(run*fanOut+fanOut, len(a.outline.segments))] {
			if boxGap(mine.bound(), box) <= a.best.square {
				a.best.compare(mine, s)
			}
		}
	}
}

// Nearest returns the nearest points, the first on the outline, and the distance between them; false when nothing was shown
// within the limit.
func (a *Approach) Nearest() (on, at orb.Point, distance float64, ok bool) {
	return a.best.on, a.best.at, math.Sqrt(a.best.square), a.best.found
}

// Near tells whether the box of a run of the outline's segments lies at most so far from a box. What is further away than
// that from the outline itself may be near all the same.
func (o *Outline) Near(box orb.Bound, within float64) bool { return o.near(box, within*within) }

func (o *Outline) near(box orb.Bound, square float64) bool {
	return !o.Empty() && o.nearBelow(len(o.levels)-1, 0, box, square)
}

func (o *Outline) nearBelow(level, i int, box orb.Bound, square float64) bool {
	if boxGap(o.levels[level][i], box) > square {
		return false
	}
	if level == 0 {
		return true
	}
	for child := i * fanOut; child < min(i*fanOut+fanOut, len(o.levels[level-1])); child++ {
		if o.nearBelow(level-1, child, box, square) {
			return true
		}
	}
	return false
}

// Gap is how far a box lies from the boxes of the outline's runs of segments: no nearer lies anything in it; infinite when
// there is nothing in the outline.
func (o *Outline) Gap(box orb.Bound) float64 {
	best := math.Inf(1)
	if !o.Empty() {
		o.gapBelow(len(o.levels)-1, 0, box, &best)
	}
	return math.Sqrt(best)
}

func (o *Outline) gapBelow(level, i int, box orb.Bound, best *float64) {
	gap := boxGap(o.levels[level][i], box)
	if gap >= *best {
		return
	}
	if level == 0 {
		*best = gap
		return
	}
	for child := i * fanOut; child < min(i*fanOut+fanOut, len(o.levels[level-1])) && *best > 0; child++ {
		o.gapBelow(level-1, child, box, best)
	}
}

// Boxes are boxes of runs of segments that follow each other, the smallest runs of which there are at most so many.
func (o *Outline) Boxes(most int) []orb.Bound {
	for _, level := range o.levels {
		if len(level) <= most {
			return level
		}
	}
	return nil
}

type nearestSearch struct {
	square float64 // of the distance: best so far
	on, at orb.Point
	found  bool
}

// each walks the outline's boxes that may hold something nearer to o than the best so far.
func (o *Outline) each(target *Outline, best *nearestSearch) {
	whole := target.Bound()
	o.walk(whole, best, func(s span) { target.search(best, s) })
}

// search looks for a point nearer to s than the best so far.
func (o *Outline) search(best *nearestSearch, s span) {
	o.walk(s.bound(), best, func(mine span) { best.compare(mine, s) })
}

// compare keeps the nearest points of two segments when they are nearer than the best so far.
func (n *nearestSearch) compare(mine, other span) {
	on, at := closest(mine, other)
	if gap := squared(on, at); gap < n.square || gap == n.square && !n.found {
		*n = nearestSearch{square: gap, on: on, at: at, found: true}
	}
}

// walk visits the segments whose boxes are no further from box than the best so far.
func (o *Outline) walk(box orb.Bound, best *nearestSearch, visit func(span)) {
	o.descend(len(o.levels)-1, 0, box, best, visit)
}

func (o *Outline) descend(level, i int, box orb.Bound, best *nearestSearch, visit func(span)) {
	if boxGap(o.levels[level][i], box) > best.square {
		return
	}
	first := i * fanOut
	if level == 0 {
		for _, s := range o.segments[first:min(first+fanOut, len(o.segments))] {
			if boxGap(s.bound(), box) <= best.square {
				visit(s)
			}
		}
		return
	}
	for child := first; child < min(first+fanOut, len(o.levels[level-1])); child++ {
		o.descend(level-1, child, box, best, visit)
	}
}

func (s span) bound() orb.Bound {
	return orb.Bound{
		Min: orb.Point{min(s[0][0], s[1][0]), min(s[0][1], s[1][1])},
		Max: orb.Point{max(s[0][0], s[1][0]), max(s[0][1], s[1][1])},
	}
}

// boxGap is the square of the distance between two boxes.
func boxGap(a, b orb.Bound) float64 {
	dx := max(a.Min[0]-b.Max[0], b.Min[0]-a.Max[0], 0)
	dy := max(a.Min[1]-b.Max[1], b.Min[1]-a.Max[1], 0)
	return dx*dx + dy*dy
}

func squared(a, b orb.Point) float64 {
	dx, dy := a[0]-b[0], a[1]-b[1]
	return dx*dx + dy*dy
}

// closest returns the nearest points of two segments, the first on a.
func closest(a, b span) (on, at orb.Point) {
	if p, ok := crossPoint(a, b); ok {
		return p, p
	}
	on, at = a[0], b.project(a[0])
	best := squared(on, at)
	keep := func(p, q orb.Point) {
		if d := squared(p, q); d < best {
			on, at, best = p, q, d
		}
	}
	keep(a[1], b.project(a[1]))
	keep(a.project(b[0]), b[0])
	keep(a.project(b[1]), b[1])
	return on, at
}

// project is the point of the span that is nearest to p.
func (s span) project(p orb.Point) orb.Point {
	dx, dy := s[1][0]-s[0][0], s[1][1]-s[0][1]
	length := dx*dx + dy*dy
	if length == 0 {
		return s[0]
	}
	t := ((p[0]-s[0][0])*dx + (p[1]-s[0][1])*dy) / length
	switch {
	case t <= 0:
		return s[0]
	case t >= 1:
		return s[1]
	}
	return orb.Point{s[0][0] + t*dx, s[0][1] + t*dy}
}

// crossPoint is the point where two segments cross in their insides.
func crossPoint(a, b span) (orb.Point, bool) {
	ax, ay := a[1][0]-a[0][0], a[1][1]-a[0][1]
	bx, by := b[1][0]-b[0][0], b[1][1]-b[0][1]
	cross := ax*by - ay*bx
	if cross == 0 {
		return orb.Point{}, false
	}
	cx, cy := b[0][0]-a[0][0], b[0][1]-a[0][1]
	t, u := (cx*by-cy*bx)/cross, (cx*ay-cy*ax)/cross
	if t < 0 || t > 1 || u < 0 || u > 1 {
		return orb.Point{}, false
	}
	return orb.Point{a[0][0] + t*ax, a[0][1] + t*ay}, true
}
