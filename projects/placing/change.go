package placing

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
	"github.com/paulmach/orb/encoding/wkb"

	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/pg"
)

// Operation is a way to change shapes.
type Operation string

// Operations.
const (
	Merge   Operation = "merge"   // all into one
	Join    Operation = "join"    // those that touch into one
	Split   Operation = "split"   // each along a line
	Cut     Operation = "cut"     // an area is taken away from each
	Widen   Operation = "widen"   // to all within a distance of each; less than 0 narrows areas
	Outline Operation = "outline" // the edges of each area as lines
)

// ChangeOrder says how shapes of CRS84 are to be changed, each valid as geo.DecodeGeoJSON leaves it.
type ChangeOrder struct {
	Operation  Operation
	Geometries []orb.Geometry
	With       orb.Geometry // a line to split along, or an area to cut away
	Distance   float64      // true metres
}

// Several says that a shape came out of several others.
const Several = -1

// Changed is a shape that came out.
type Changed struct {
	Of       int // the geometry that it came from, or Several
	Geometry orb.Geometry
}

// Change changes shapes. Corners that stay are where they were; edges are straight as they were drawn, in degrees. What cannot be
// done is told in faults.
func (p *Placer) Change(ctx context.Context, o ChangeOrder) ([]Changed, error) {
	if found := o.faults(); len(found) > 0 {
		return nil, found
	}
	change := map[Operation]func(context.Context, ChangeOrder) ([]Changed, error){
		Merge: p.merge, Join: p.join, Split: p.split, Cut: p.cut, Widen: p.widen, Outline: outline,
	}[o.Operation]
	made, err := change(ctx, o)
	if pg.TimedOut(err) {
		return nil, faults.Faults{{Pointer: "/geometries", Code: "too_intricate"}}
	}
	if err != nil {
		return nil, err
	}
	for i := range made {
		if made[i].Geometry, err = judge(made[i].Geometry); err != nil {
			return nil, fmt.Errorf("%s made what is not sound: %w", o.Operation, err)
		}
	}
	return made, nil
}

// faults is what keeps an order from being done, as far as it can be told by looking at it.
func (o ChangeOrder) faults() (found faults.Faults) {
	switch o.Operation {
	case Merge:
		found.When(!o.oneKind(), "/geometries", "not_one_kind")
	case Split:
		found.When(o.With == nil, "/with", "required")
		found.When(o.With != nil && KindOf(o.With) == Point, "/with", "split_needs_line")
		o.each(&found, Point, "point_not_split")
	case Cut:
		found.When(o.With == nil, "/with", "required")
		found.When(o.With != nil && KindOf(o.With) != Area, "/with", "cut_needs_area")
	case Widen:
		found.When(o.Distance == 0, "/distance_m", "required")
		if o.Distance < 0 {
			o.each(&found, Point, "only_areas_narrow")
			o.each(&found, Line, "only_areas_narrow")
		}
	case Outline:
		o.each(&found, Point, "outline_needs_area")
		o.each(&found, Line, "outline_needs_area")
	case Join:
	default:
		found.Add("/operation", "invalid_value")
	}
	return found
}

// each adds a fault for every geometry of a kind.
func (o ChangeOrder) each(found *faults.Faults, kind Kind, code string) {
	for i, g := range o.Geometries {
		found.When(KindOf(g) == kind, fmt.Sprintf("/geometries/%d", i), code)
	}
}

func (o ChangeOrder) oneKind() bool {
	return !slices.ContainsFunc(o.Geometries, func(g orb.Geometry) bool { return KindOf(g) != KindOf(o.Geometries[0]) })
}

// gridSize is a centimetre, the step in which corners travel, in degrees.
var gridSize = fmt.Sprintf("1e-%d", geo.Decimals)

// unitedOnGrid is SQL for the union of a geometry's parts, whose corners then lie on the grid.
func unitedOnGrid(sql string) string { return `st_unaryunion(` + sql + `, ` + gridSize + `)` }

// snapped is a query for the parts of $1, each moved by at most as little as borders that were rounded twice differ, to where the
// corners of those before it are.
const snapped = `with parts as materialized (select row_number() over () as i, geom from st_dump($1::geometry)),
	moved as (select i, geom, st_snap(geom, (select st_collect(q.geom) from parts q where q.i < p.i and q.geom && st_expand(p.geom, ` + nearly + `)), ` + nearly + `) as near from parts p)
	select i, case when st_isvalid(near) then near else geom end as geom from moved`

func (p *Placer) merge(ctx context.Context, o ChangeOrder) ([]Changed, error) {
	sql := unitedOnGrid("st_collect(geom)")
	if KindOf(o.Geometries[0]) == Line {
		sql = `st_linemerge(` + sql + `)`
	}
	made, err := p.shapes(ctx, `select st_asbinary(`+sql+`) from (`+snapped+`) s`, collected(o.Geometries))
	return whole(made), err
}

// whole are the shapes that came out of several, without hairline holes.
func whole(shapes []orb.Geometry) (made []Changed) {
	for _, g := range shapes {
		made = append(made, Changed{Several, withoutHairlines(g)})
	}
	return made
}

// nearly is how far parts may lie from each other that touch, in degrees: what was rounded twice.
const nearly = "2e-7"

func (p *Placer) join(ctx context.Context, o ChangeOrder) ([]Changed, error) {
	var made []Changed
	for dimension := range 3 {
		var of []orb.Geometry
		for _, g := range o.Geometries {
			if g.Dimensions() == dimension {
				of = append(of, g)
			}
		}
		if len(of) == 0 {
			continue
		}
		sql := unitedOnGrid("cluster")
		if dimension == 1 {
			sql = `st_linemerge(` + sql + `)`
		}
		joined, err := p.shapes(ctx, `select st_asbinary(`+sql+`) from (select unnest(st_clusterwithin(geom, `+nearly+`)) as cluster from (`+snapped+`) s) c
			order by st_area(cluster) desc, st_length(cluster) desc`, collected(of))
		if err != nil {
			return nil, err
		}
		made = append(made, whole(joined)...)
	}
	return made, nil
}

// split cuts each along the line. What it does not cross stays as it is; when it crosses none, that is a fault.
func (p *Placer) split(ctx context.Context, o ChangeOrder) ([]Changed, error) {
	blade := orb.Collection(Flat(o.With))
	var made []Changed
	crossed := false
	for i, g := range o.Geometries {
		pieces, err := p.pieces(ctx, g, blade)
		if err != nil {
			return nil, err
		}
		if len(pieces) <= len(Flat(g)) {
			made = append(made, Changed{i, g})
			continue
		}
		crossed = true
		for _, piece := range pieces {
			made = append(made, Changed{i, piece})
		}
	}
	if !crossed {
		return nil, faults.Faults{{Pointer: "/with", Code: "does_not_cross"}}
	}
	return made, nil
}

// pieces are the parts into which a line cuts a geometry, the largest first.
func (p *Placer) pieces(ctx context.Context, g orb.Geometry, blade orb.Collection) ([]orb.Geometry, error) {
	sql := `select st_asbinary(` + onGrid(`piece.geom`) + `) from st_dump($1::geometry) part
		cross join lateral (select case when st_dimension(st_intersection(part.geom, b)) = 0 then st_split(part.geom, b) else part.geom end as geom
			from (select case when st_dimension(g) = 2 then st_boundary(g) else g end as b from (select st_unaryunion($2::geometry) as g) x) y) s
		cross join lateral st_dump(s.geom) piece order by st_length(piece.geom) desc`
	if KindOf(g) == Area {
		sql = `select st_asbinary(piece.geom) from (select st_polygonize(` + unitedOnGrid(`st_collect(st_boundary($1::geometry), case when st_dimension($2::geometry) = 2 then st_boundary(st_unaryunion($2::geometry)) else $2::geometry end)`) + `) as all_pieces) x
			cross join lateral st_dump(all_pieces) piece
			where st_contains($1::geometry, st_pointonsurface(piece.geom)) order by st_area(piece.geom) desc`
	}
	found, err := p.shapes(ctx, sql, g, blade)
	return slices.DeleteFunc(found, isHairline), err
}

func (p *Placer) cut(ctx context.Context, o ChangeOrder) ([]Changed, error) {
	var made []Changed
	met := false
	for i, g := range o.Geometries {
		left, err := p.shapes(ctx, onlyOnce(`st_collectionextract(st_difference($1::geometry, $2::geometry, `+gridSize+`), st_dimension($1::geometry) + 1)`)+` and st_intersects($1::geometry, $2::geometry)`, g, o.With)
		if err != nil {
			return nil, err
		}
		apart, err := p.apart(ctx, g, o.With)
		if err != nil {
			return nil, err
		}
		switch met = met || !apart; {
		case apart:
			made = append(made, Changed{i, g})
		case len(left) > 0:
			if shape := withoutSlivers(left[0]); shape != nil {
				made = append(made, Changed{i, shape})
			}
		}
	}
	switch {
	case !met:
		return nil, faults.Faults{{Pointer: "/with", Code: "does_not_meet"}}
	case len(made) == 0:
		return nil, faults.Faults{{Pointer: "/with", Code: "nothing_left"}}
	}
	return made, nil
}

// apart tells whether two geometries have no inside in common.
func (p *Placer) apart(ctx context.Context, a, b orb.Geometry) (apart bool, err error) {
	first, err := inDegrees(a)
	if err != nil {
		return false, err
	}
	second, err := inDegrees(b)
	if err != nil {
		return false, err
	}
	if err = p.pool.QueryRow(ctx, `select not st_intersects($1::geometry, $2::geometry) or st_touches($1::geometry, $2::geometry)`, first, second).Scan(&apart); err != nil {
		return false, fmt.Errorf("change a place: %w", err)
	}
	return apart, nil
}

// outline makes lines of the edges of areas.
func outline(_ context.Context, o ChangeOrder) (made []Changed, err error) {
	for i, g := range o.Geometries {
		var lines orb.MultiLineString
		for _, part := range Flat(g) {
			if polygon, ok := part.(orb.Polygon); ok {
				for _, ring := range polygon {
					lines = append(lines, orb.LineString(ring))
				}
			}
		}
		made = append(made, Changed{i, lines})
		if len(lines) == 1 {
			made[i].Geometry = lines[0]
		}
	}
	return made, nil
}

func inDegrees(g orb.Geometry) (string, error) {
	shape, err := ewkb.MarshalToHex(g, int(geo.CRS84))
	if err != nil {
		return "", fmt.Errorf("geometry: %w", err)
	}
	return shape, nil
}

// collected is one collection of the parts of geometries.
func collected(shapes []orb.Geometry) orb.Geometry {
	return orb.Collection(Flat(orb.Collection(shapes)))
}

// shapes reads the geometries that a statement about geometries of CRS84 gives.
func (p *Placer) shapes(ctx context.Context, sql string, about ...orb.Geometry) ([]orb.Geometry, error) {
	args := make([]any, len(about))
	for i, g := range about {
		shape, err := inDegrees(g)
		if err != nil {
			return nil, err
		}
		args[i] = shape
	}
	return p.query(ctx, sql, args...)
}

func (p *Placer) query(ctx context.Context, sql string, args ...any) (found []orb.Geometry, err error) {
	q := &question{about: "shapes", sql: sql, args: args, read: geometries(&found)}
	if err := p.askTogether(ctx, []*question{q}); err != nil {
		return nil, fmt.Errorf("change a place: %w", err)
	}
	return found, nil
}

// hairline is the width in metres below which an area is the noise of rounding, and no place.
const hairline = 0.01

func isHairline(g orb.Geometry) bool {
	size := SizeOf(g)
	return KindOf(g) == Area && 2*size.Area < hairline*size.Perimeter || KindOf(g) == Line && size.Length < hairline
}

// withoutSlivers leaves hairline parts of areas out; nil: nothing is left.
func withoutSlivers(g orb.Geometry) orb.Geometry {
	parts := slices.DeleteFunc(Flat(g), isHairline)
	switch {
	case len(parts) == 0:
		return nil
	case len(parts) == len(Flat(g)):
		return g
	case len(parts) == 1:
		return parts[0]
	}
	return together(parts)
}

// together is one geometry of simple parts of one kind.
func together(parts []orb.Geometry) orb.Geometry {
	var points orb.MultiPoint
	var lines orb.MultiLineString
	var areas orb.MultiPolygon
	for _, part := range parts {
		switch part := part.(type) {
		case orb.Point:
			points = append(points, part)
		case orb.LineString:
			lines = append(lines, part)
		case orb.Polygon:
			areas = append(areas, part)
		}
	}
	switch {
	case len(parts) == 1:
		return parts[0]
	case len(areas) > 0:
		return areas
	case len(lines) > 0:
		return lines
	}
	return points
}

// withoutHairlines closes holes of areas that are no wider than a hairline.
func withoutHairlines(g orb.Geometry) orb.Geometry {
	if KindOf(g) != Area {
		return g
	}
	parts := Flat(g)
	for i, part := range parts {
		polygon, ok := part.(orb.Polygon)
		if !ok {
			continue
		}
		kept := polygon[:1:1]
		for _, hole := range polygon[1:] {
			if !isHairline(orb.Polygon{hole}) {
				kept = append(kept, hole)
			}
		}
		parts[i] = kept
	}
	return together(parts)
}

// geometries reads one geometry from each row.
func geometries(into *[]orb.Geometry) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		*into = nil
		for rows.Next() {
			var data []byte
			if err := rows.Scan(&data); err != nil {
				return err
			}
			shape, err := wkb.Unmarshal(data)
			if err != nil {
				return err
			}
			*into = append(*into, shape)
		}
		return rows.Err()
	}
}
