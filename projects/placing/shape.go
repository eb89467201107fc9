package placing

import (
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"lupakartta/geo"
)

// onGrid is SQL for a geometry in CRS84 whose corners have as many decimals as geometries travel with. It stays valid, which it
// might not when the corners were merely rounded.
func onGrid(sql string) string {
	return fmt.Sprintf(`st_forcepolygonccw(st_reduceprecision(%s, 1e-%d))`, sql, geo.Decimals)
}

// onlyOnce is a query for the geometry that SQL makes, unless it is empty; one of a single part as that part. A subquery would be worked
// out anew wherever its column is named, which for a union is dear.
func onlyOnce(sql string) string {
	return `with made as materialized (select ` + sql + ` as g) select st_asbinary(case when st_numgeometries(g) = 1 then st_geometryn(g, 1) else g end) from made where not st_isempty(g)`
}

func noRows(err error) bool { return errors.Is(err, pgx.ErrNoRows) }

// eachPoint visits every position of a geometry until visit says false.
func eachPoint(g orb.Geometry, visit func(orb.Point) bool) bool {
	switch g := g.(type) {
	case orb.Point:
		return visit(g)
	case orb.MultiPoint:
		return eachOf(g, visit)
	case orb.LineString:
		return eachOf(g, visit)
	case orb.Ring:
		return eachOf(g, visit)
	case orb.MultiLineString:
		return eachPart(g, visit)
	case orb.Polygon:
		return eachPart(g, visit)
	case orb.MultiPolygon:
		return eachPart(g, visit)
	case orb.Collection:
		return eachPart(g, visit)
	}
	return true
}

func eachOf(points []orb.Point, visit func(orb.Point) bool) bool {
	for _, p := range points {
		if !visit(p) {
			return false
		}
	}
	return true
}

func eachPart[G orb.Geometry](parts []G, visit func(orb.Point) bool) bool {
	for _, part := range parts {
		if !eachPoint(part, visit) {
			return false
		}
	}
	return true
}

// swapAxes changes every position in place.
func swapAxes(g orb.Geometry) orb.Geometry {
	turn := func(points []orb.Point) {
		for i, p := range points {
			points[i] = orb.Point{p[1], p[0]}
		}
	}
	switch g := g.(type) {
	case orb.Point:
		return orb.Point{g[1], g[0]}
	case orb.MultiPoint:
		turn(g)
	case orb.LineString:
		turn(g)
	case orb.MultiLineString:
		for _, line := range g {
			turn(line)
		}
	case orb.Polygon:
		for _, ring := range g {
			turn(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			swapAxes(polygon)
		}
	case orb.Collection:
		for i := range g {
			g[i] = swapAxes(g[i])
		}
	}
	return g
}

// Flat are the simple parts of a geometry: points, lines and polygons.
func Flat(g orb.Geometry) (parts []orb.Geometry) {
	switch g := g.(type) {
	case orb.MultiPoint:
		for _, p := range g {
			parts = append(parts, p)
		}
	case orb.MultiLineString:
		for _, line := range g {
			parts = append(parts, line)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			parts = append(parts, polygon)
		}
	case orb.Collection:
		for _, part := range g {
			parts = append(parts, Flat(part)...)
		}
	default:
		parts = []orb.Geometry{g}
	}
	return parts
}
