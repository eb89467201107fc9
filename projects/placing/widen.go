package placing

import (
	"context"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"

	"lupakartta/geo"
	"lupakartta/internal/faults"
)

// Bounds of widening. An arc is made of straight pieces, which lie inside it by as much of the radius as 1 - cos(turn/2) says:
// 0.3 mm of a metre. Bends flatter than bend are passed over: 0.3 mm of a metre.
const (
	turn      = math.Pi / 64
	bend      = 3e-4
	mostWiden = 10_000 // corners
)

// widen makes each all that lies within a distance of it, in true metres, or takes away what lies within that distance of an area's
// edge. PostGIS's own buffer measures in the grid, whose metres are up to 0.2 % from true ones, and passes hollows over that are
// flatter than 1 % of the distance.
func (p *Placer) widen(ctx context.Context, o ChangeOrder) ([]Changed, error) {
	var made []Changed
	for i, g := range o.Geometries {
		shape, err := p.within(ctx, g, o.Distance)
		if err != nil {
			return nil, err
		}
		if shape != nil {
			made = append(made, Changed{i, shape})
		}
	}
	if len(made) == 0 {
		return nil, faults.Faults{{Pointer: "/distance_m", Code: "nothing_left"}}
	}
	return made, nil
}

// within is all that lies within so many true metres of a geometry of CRS84; nil: nothing is left of it.
func (p *Placer) within(ctx context.Context, lonLat orb.Geometry, metres float64) (orb.Geometry, error) {
	if geo.Vertices(lonLat) > mostWiden {
		return nil, geo.Faults{{Code: geo.TooManyVertices, Values: map[string]any{"max": mostWiden}}}
	}
	shape := grid(lonLat)
	strips := stripsAlong(shape, math.Abs(metres))
	given, err := hexOf(append(strips, Flat(shape)...))
	sql := unitedIn3067(`$1::geometry`)
	args := []any{given}
	if err == nil && metres < 0 {
		args = append(args, given)
		args[0], err = hexOf(shape)
		if err == nil {
			args[1], err = hexOf(strips)
		}
		sql = `st_difference($1::geometry, ` + unitedIn3067(`$2::geometry`) + `)`
	}
	if err != nil {
		return nil, err
	}
	found, err := p.query(ctx, onlyOnce(`st_collectionextract(`+onGrid(`st_transform(st_collectionextract(`+sql+`, 3), 4326)`)+`, 3)`), args...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return withoutSlivers(found[0]), nil
}

// unitedIn3067 is SQL for the union of areas. Between pieces whose edges should be one it leaves gaps of less than a micrometre, which
// rounding to the centimetre would make holes of.
func unitedIn3067(sql string) string {
	return fmt.Sprintf(`(select st_collect(st_makepolygon(st_exteriorring(united.geom), array(select st_exteriorring(ring.geom) from st_dumprings(united.geom) ring
		where ring.path[1] > 0 and 2 * st_area(ring.geom) >= %g * st_perimeter(ring.geom)))) from st_dump(st_unaryunion(st_collectionextract(%s, 3))) united)`, hairline, sql)
}

// stripsAlong are areas of EPSG:3067 that together are all within so many true metres of a geometry's points and lines.
func stripsAlong(g orb.Geometry, metres float64) orb.Collection {
	s := strips{metres: metres}
	for _, part := range Flat(g) {
		switch part := part.(type) {
		case orb.Point:
			s.circle(part)
		case orb.LineString:
			s.line(part, part[0] == part[len(part)-1])
		case orb.Polygon:
			for _, ring := range part {
				s.line(orb.LineString(ring), true)
			}
		}
	}
	return s.made
}

type strips struct {
	metres float64
	made   orb.Collection
}

// radius is the distance in metres of the grid at a point: EPSG:3067 is conformal, the same in every direction.
func (s *strips) radius(at orb.Point) float64 {
	const step = 10
	return s.metres * step / distance(geo.ToLonLat(orb.Point{at[0] - step/2, at[1]}), geo.ToLonLat(orb.Point{at[0] + step/2, at[1]}))
}

func (s *strips) add(ring orb.Ring) {
	if ring[0] != ring[len(ring)-1] {
		ring = append(ring, ring[0])
	}
	s.made = append(s.made, orb.Polygon{ring})
}

func (s *strips) circle(at orb.Point) { s.fan(at, 0, 2*math.Pi) }

// fan is what lies within the distance of a point in directions from one to another, in radians anticlockwise.
func (s *strips) fan(at orb.Point, from, to float64) {
	radius := s.radius(at)
	pieces := math.Ceil((to - from) / turn)
	ring := orb.Ring{}
	if to-from < 2*math.Pi {
		ring = append(ring, at)
	} else {
		pieces-- // the last would be the first
	}
	for i := 0.0; i <= pieces; i++ {
		ring = append(ring, toward(at, from+min(1, i/math.Ceil((to-from)/turn))*(to-from), radius))
	}
	s.add(ring)
}

func toward(at orb.Point, direction, metres float64) orb.Point {
	return orb.Point{at[0] + metres*math.Cos(direction), at[1] + metres*math.Sin(direction)}
}

// line adds a strip along each segment, and between two the fan on the outer side of the bend.
func (s *strips) line(points orb.LineString, closed bool) {
	points = simplify.DouglasPeucker(bend * s.metres).LineString(points.Clone())
	points = distinct(points)
	if len(points) < 2 {
		s.circle(points[0])
		return
	}
	directions := make([]float64, len(points)-1)
	for i := range directions {
		a, b := points[i], points[i+1]
		directions[i] = math.Atan2(b[1]-a[1], b[0]-a[0])
		s.segment(a, b, directions[i])
		if i > 0 {
			s.joint(a, directions[i-1], directions[i])
		}
	}
	last := len(directions) - 1
	if closed {
		s.joint(points[0], directions[last], directions[0])
		return
	}
	s.fan(points[0], directions[0]+math.Pi/2, directions[0]+3*math.Pi/2)
	s.fan(points[last+1], directions[last]-math.Pi/2, directions[last]+math.Pi/2)
}

func distinct(points orb.LineString) orb.LineString {
	kept := points[:1]
	for _, p := range points[1:] {
		if p != kept[len(kept)-1] {
			kept = append(kept, p)
		}
	}
	return kept
}

func (s *strips) segment(a, b orb.Point, direction float64) {
	left, right, atA, atB := direction+math.Pi/2, direction-math.Pi/2, s.radius(a), s.radius(b)
	s.add(orb.Ring{toward(a, left, atA), toward(a, right, atA), toward(b, right, atB), toward(b, left, atB)})
}

// joint is the fan at a corner where a line comes in one direction and leaves in another.
func (s *strips) joint(at orb.Point, in, out float64) {
	bent := math.Mod(out-in+3*math.Pi, 2*math.Pi) - math.Pi // to the left
	switch {
	case bent > 0:
		s.fan(at, in-math.Pi/2, in-math.Pi/2+bent)
	case bent < 0:
		s.fan(at, in+math.Pi/2+bent, in+math.Pi/2)
	}
}

// Around is all that lies within so many true metres of a point of CRS84.
func (p *Placer) around(ctx context.Context, lonLat orb.Geometry, metres float64) (orb.Geometry, error) {
	if metres <= 0 {
		return lonLat, nil
	}
	shape, err := p.within(ctx, lonLat, metres)
	if err != nil {
		return nil, fmt.Errorf("all within %g m: %w", metres, err)
	}
	return judge(shape)
}
