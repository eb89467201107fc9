package checks

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lupakartta/layers/snapshot"
)

// touching is how near, in metres, what is said to meet may be: positions are kept to half a millimetre.
const touching = 0.001

// spot is a position of the national plane in EPSG:3067. It is exact.
func spot(at snapshot.XY) orb.Point {
	return orb.Point{corner[0] + float64(at.X)*unit, corner[1] - float64(at.Y)*unit}
}

// unit and corner of the national plane, metres.
var (
	unit   = snapshot.National.Unit()
	corner = snapshot.National.Origin
)

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
	if run, several := p.nearestRun(v, feature); several && a.Focus(extent(run.Box)) {
		edges(run.Positions, v.Kind(feature), a.Show)
	}
	eachEdge(v, feature, a.Focus, a.Show)
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

// eachEdge visits the edges of a feature, ring by ring, of the runs that are wanted by a box round them and what leads to
// them. A point is an edge of no length.
func eachEdge(v *snapshot.View, feature uint32, wanted func(orb.Bound) bool, visit func(a, b orb.Point)) {
	kind := v.Kind(feature)
	first, end := v.Parts(feature)
	for part := first; part < end; part++ {
		var last orb.Point // of the run before
		leads := false
		v.Runs(feature, part, func(run snapshot.Run) bool {
			box := extent(run.Box)
			if leads {
				box = box.Extend(last)
			}
			if wanted(box) {
				if leads {
					visit(last, spot(run.Positions[0]))
				}
				edges(run.Positions, kind, visit)
			}
			last, leads = spot(run.Positions[len(run.Positions)-1]), kind != snapshot.Points
			return true
		})
		if start := spot(v.Positions(part)[0]); kind == snapshot.Areas && wanted(orb.MultiPoint{start, last}.Bound()) {
			visit(last, start)
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
			if gap := p.outline.Gap(extent(run.Box)); gap < best {
				nearest, best = run, gap
			}
			return true
		})
	}
	return nearest, several
}

// furthest is how far a box's furthest corner lies from a point, metres.
func furthest(box orb.Bound, from orb.Point) float64 {
	return math.Hypot(max(from[0]-box.Min[0], box.Max[0]-from[0]), max(from[1]-box.Min[1], box.Max[1]-from[1]))
}
