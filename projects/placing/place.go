package placing

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/simplify"

	"lupakartta/geo"
	"lupakartta/layers"
)

// place is what was placed, as it is compared with layers.
type place struct {
	groups []orb.Geometry // CRS84: the points, the lines and the areas, each kind as one geometry that is valid
	shapes []string       // the same in EPSG:3067, as EWKB in hexadecimal
	whole  orb.Geometry   // the groups together, CRS84
	main   int            // the group by which shares are told: areas, or else lines, or else points
	all    string         // the whole in EPSG:3067
	rough  string         // the same to a metre, by which is told what lies near
}

func (p *Placer) newPlace(ctx context.Context, shapes []orb.Geometry) (*place, error) {
	made := &place{}
	for _, kind := range []Kind{Point, Line, Area} {
		group, err := p.group(ctx, shapes, kind)
		if err != nil {
			return nil, err
		}
		if group == nil {
			continue
		}
		shape, err := hexOf(compared(group))
		if err != nil {
			return nil, err
		}
		made.main = len(made.groups)
		made.groups, made.shapes = append(made.groups, group), append(made.shapes, shape)
	}
	if len(made.groups) == 0 {
		return nil, ErrNoPlace
	}
	made.whole, made.all = wholeOf(made.groups), made.shapes[0]
	if len(made.groups) > 1 {
		var err error
		if made.all, err = hexOf(compared(made.whole)); err != nil {
			return nil, err
		}
	}
	var err error
	made.rough, err = hexOf(roughly(grid(made.whole)))
	return made, err
}

// Bounds from which on a place is compared with less work: to a metre where it is told what lies near, and otherwise a feature's
// neighbourhood of it alone.
const manyCorners = 500

// roughly is a shape of EPSG:3067 to a metre, where it has many corners.
func roughly(g orb.Geometry) orb.Geometry {
	if geo.Vertices(g) <= manyCorners {
		return g
	}
	rough := simplify.DouglasPeucker(1).Simplify(orb.Clone(g))
	for _, part := range Flat(rough) {
		if polygon, ok := part.(orb.Polygon); ok {
			for _, ring := range polygon {
				if len(ring) < 4 { // an islet of less than a metre
					return g
				}
			}
		}
	}
	return rough
}

// Of a place with very many corners those are passed over, where it is compared with layers, that turn its edge by less than this, in
// metres: what a register's borders are good to.
const (
	veryMany = 5_000
	passed   = 0.05
)

// compared is a geometry of CRS84 as it is compared with layers, in EPSG:3067.
func compared(lonLat orb.Geometry) orb.Geometry {
	shape := grid(lonLat)
	if geo.Vertices(lonLat) <= veryMany || KindOf(lonLat) == Mixed {
		return shape
	}
	fewer := simplify.DouglasPeucker(passed).Simplify(orb.Clone(shape))
	if _, err := judge(geo.Transform(fewer, geo.TM35FIN, geo.CRS84)); err != nil {
		return shape // edges that lay within a few centimetres cross now
	}
	return fewer
}

// grid takes a geometry of CRS84 to EPSG:3067, its edges as they were drawn.
func grid(lonLat orb.Geometry) orb.Geometry {
	return geo.Transform(geo.Densify(lonLat, edge), geo.CRS84, geo.TM35FIN)
}

// hexOf is a geometry of EPSG:3067 for a statement: pgx knows no binary form of PostGIS types.
func hexOf(g orb.Geometry) (string, error) {
	shape, err := ewkb.MarshalToHex(g, layers.SRID)
	if err != nil {
		return "", fmt.Errorf("geometry: %w", err)
	}
	return shape, nil
}

// group is all shapes of a kind as one; nil: there is none. Areas are united, since they may overlap.
func (p *Placer) group(ctx context.Context, shapes []orb.Geometry, kind Kind) (orb.Geometry, error) {
	var points orb.MultiPoint
	var lines orb.MultiLineString
	var areas orb.MultiPolygon
	given := 0
	for _, shape := range shapes {
		if KindOf(shape) == kind {
			given++
		}
		for _, part := range Flat(shape) {
			switch part := part.(type) {
			case orb.Point:
				points = append(points, part)
			case orb.LineString:
				lines = append(lines, part)
			case orb.Polygon:
				areas = append(areas, part)
			}
		}
	}
	switch {
	case kind == Point && len(points) > 0:
		return points, nil
	case kind == Line && len(lines) > 0:
		return lines, nil
	case kind != Area || len(areas) == 0:
		return nil, nil
	case given < 2: // what came as one is valid as it is
		return areas, nil
	}
	return p.united(ctx, areas)
}

// united is one area of several that may overlap, in CRS84.
func (p *Placer) united(ctx context.Context, areas orb.MultiPolygon) (orb.Geometry, error) {
	parts := make(orb.Collection, len(areas))
	for i, area := range areas {
		parts[i] = area
	}
	given, err := ewkb.MarshalToHex(parts, int(geo.CRS84))
	if err != nil {
		return nil, fmt.Errorf("geometry: %w", err)
	}
	var made []byte
	if err := p.pool.QueryRow(ctx, `select st_asbinary(st_multi(st_unaryunion($1::geometry)))`, given).Scan(&made); err != nil {
		return nil, fmt.Errorf("areas as one: %w", err)
	}
	return wkb.Unmarshal(made)
}

// dimension of the group by which shares are told.
func (p *place) dimension() int { return p.groups[p.main].Dimensions() }

// center is a point near the middle of the place, CRS84.
func (p *place) center() orb.Point { return p.groups[p.main].Bound().Center() }

// share is SQL for how much of the place $2 a feature's geometry holds, from 0 to 1.
func (p *place) share(geom string) string {
	const covers = `case when st_covers(%[1]s, $2::geometry) then 1 else `
	switch p.dimension() {
	case 2:
		return fmt.Sprintf(covers+`st_area(st_intersection(%[1]s, %[2]s)) / st_area($2::geometry) end`, geom, near("$2::geometry", geom, p.groups[p.main]))
	case 1:
		return fmt.Sprintf(covers+`st_length(st_intersection(%[1]s, %[2]s)) / nullif(st_length($2::geometry), 0) end`, geom, near("$2::geometry", geom, p.groups[p.main]))
	}
	return `(select avg(case when st_intersects(` + geom + `, one.geom) then 1.0 else 0 end) from st_dump($2::geometry) one)::float8`
}

// near is SQL for the part of a group that matters for what it has in common with a feature.
func near(shape, geom string, group orb.Geometry) string {
	if geo.Vertices(group) <= manyCorners {
		return shape
	}
	return fmt.Sprintf(`st_makevalid(st_clipbybox2d(%s, st_expand(st_envelope(%s), 1)))`, shape, geom)
}
