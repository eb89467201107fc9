package checks

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/layers/snapshot"
)

// touching is how near, in metres, what is said to meet may be: positions are kept to half a millimetre.
const touching = 0.001

// spot is a position of the national plane in EPSG:3067. It is exact.
func spot(at snapshot.XY) orb.Point { return snapshot.National.Point(at) }

// extent is a box of the plane in EPSG:3067; down there is north here.
func extent(box snapshot.Box) orb.Bound {
	a, b := spot(box.Min), spot(box.Max)
	return orb.Bound{Min: orb.Point{a[0], b[1]}, Max: orb.Point{b[0], a[1]}}
}

// relation is how a feature lies to the place.
type relation struct {
	meets  bool      // they share a point
	on, at orb.Point // nearest points in EPSG:3067, on the place and at the feature; where they do not meet
	grid   float64   // metres between them in the grid; infinite: more than was looked
}

// relate compares the place with a feature; what is further than reach, in metres of the grid, is not measured.
func (p *place) relate(v *snapshot.View, feature uint32, reach float64) relation {
	if p.holdsPartOf(v, feature) || p.liesIn(v, feature) {
		return relation{meets: true}
	}
	a := p.outline.Approach(max(reach, touching))
	if run, far := p.nearestRun(v, feature); far {
		show(&a, run.Positions, v.Kind(feature))
	}
	p.showEdges(&a, v, feature)
	on, at, grid, near := a.Nearest()
	switch {
	case !near:
		return relation{grid: math.Inf(1)}
	case grid <= touching:
		return relation{meets: true}
	}
	return relation{on: on, at: at, grid: grid}
}

// holdsPartOf tells whether a part of the feature begins inside an area that is the place; of points each is a part.
func (p *place) holdsPartOf(v *snapshot.View, feature uint32) bool {
	if p.dims < 2 {
		return false
	}
	inside := func(at snapshot.XY) bool { return p.outline.Contains(spot(at)) }
	first, end := v.Parts(feature)
	if v.Kind(feature) == snapshot.Points {
		return slices.ContainsFunc(v.Positions(first), inside)
	}
	for part := first; part < end; part++ {
		if !v.Hole(part) && inside(v.Positions(part)[0]) {
			return true
		}
	}
	return false
}

// liesIn tells whether a part of the place begins inside a feature that is an area.
func (p *place) liesIn(v *snapshot.View, feature uint32) bool {
	if v.Kind(feature) != snapshot.Areas {
		return false
	}
	box := extent(v.Box(feature))
	for _, start := range p.starts {
		if box.Contains(start) && holds(v, feature, start) {
			return true
		}
	}
	return false
}

// holds tells whether a point lies inside a feature's rings: an odd number of them is crossed on the way east.
func holds(v *snapshot.View, feature uint32, p orb.Point) (inside bool) {
	cross := func(a, b orb.Point) {
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
			inside = !inside
		}
	}
	eachEdge(v, feature, func(box orb.Bound) bool {
		return box.Min[1] <= p[1] && box.Max[1] >= p[1] && box.Max[0] >= p[0]
	}, cross)
	return inside
}

// eachEdge visits the edges of a feature, ring by ring, of the runs whose boxes are wanted, and those between two runs. A
// point is an edge of no length.
func eachEdge(v *snapshot.View, feature uint32, wanted func(orb.Bound) bool, visit func(a, b orb.Point)) {
	kind := v.Kind(feature)
	first, end := v.Parts(feature)
	for part := first; part < end; part++ {
		var last orb.Point // of the run before
		begun := false
		v.Runs(feature, part, func(run snapshot.Run) bool {
			if begun && kind != snapshot.Points {
				visit(last, spot(run.Positions[0]))
			}
			if wanted(extent(run.Box)) {
				edges(run.Positions, kind, visit)
			}
			last, begun = spot(run.Positions[len(run.Positions)-1]), true
			return true
		})
		if kind == snapshot.Areas {
			visit(last, spot(v.Positions(part)[0]))
		}
	}
}

func edges(positions []snapshot.XY, kind snapshot.Kind, visit func(a, b orb.Point)) {
	a := spot(positions[0])
	if kind == snapshot.Points || len(positions) == 1 {
		visit(a, a)
	}
	for _, position := range positions[1:] {
		b := spot(position)
		if kind == snapshot.Points {
			a = b
		}
		visit(a, b)
		a = b
	}
}

// nearestRun is the run of a feature with several whose box lies nearest to the place's: a good guess to begin with.
func (p *place) nearestRun(v *snapshot.View, feature uint32) (nearest snapshot.Run, several bool) {
	best := math.Inf(1)
	first, end := v.Parts(feature)
	for part := first; part < end; part++ {
		several = several || v.Large(part)
		v.Runs(feature, part, func(run snapshot.Run) bool {
			if gap := apart(extent(run.Box), p.bound); gap < best {
				nearest, best = run, gap
			}
			return true
		})
	}
	return nearest, several
}

func show(a *geo.Approach, positions []snapshot.XY, kind snapshot.Kind) {
	edges(positions, kind, a.Show)
}

// showEdges shows the feature's edges but for those that lie further away than the nearest so far.
func (p *place) showEdges(a *geo.Approach, v *snapshot.View, feature uint32) {
	eachEdge(v, feature, func(box orb.Bound) bool { return !a.Beyond(box) }, a.Show)
}

// apart is how far apart two boxes lie, metres.
func apart(a, b orb.Bound) float64 {
	return math.Hypot(max(a.Min[0]-b.Max[0], b.Min[0]-a.Max[0], 0), max(a.Min[1]-b.Max[1], b.Min[1]-a.Max[1], 0))
}

// furthest is how far a box's furthest corner lies from a point, metres.
func furthest(box orb.Bound, from orb.Point) float64 {
	return math.Hypot(max(from[0]-box.Min[0], box.Max[0]-from[0]), max(from[1]-box.Min[1], box.Max[1]-from[1]))
}
