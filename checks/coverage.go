package checks

import (
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"lupakartta/geo"
	"lupakartta/layers"
)

// claim is a question about coverage: do the theme's layers promise to be complete over the place and everything
// within reach of it? It is asked of the very versions that were looked at, not of what is published meanwhile.
type claim struct {
	theme   layers.Theme
	subject string  // the values that the rule looks for, where layers of the theme promise some values only
	reach   float64 // true metres
}

// grid is the reach in metres of the grid, on the safe side.
func (c claim) grid() float64 { return slack * c.reach }

// answer is what is known of a claim.
type answer int

const (
	no answer = iota
	yes
	perhaps // several versions cover parts of it: PostGIS must unite them
)

// weigh answers a claim from how the coverage of the theme's versions lies, one by one.
func (c claim) weigh(coverages []standing) answer {
	parts := 0
	for _, s := range coverages {
		switch s.hold(c.grid()) {
		case yes:
			return yes
		case perhaps:
			parts++
		case no:
		}
	}
	if parts > 1 || parts == 1 && c.reach == 0 { // a single edge within reach leaves something within reach bare
		return perhaps
	}
	return no
}

// standing is how one version's coverage lies to the place.
type standing struct {
	edge      float64 // metres of the grid to its nearest edge; infinite when it is further than any rule looks
	swallowed bool    // an edge of it lies inside the place
	inside    int     // parts of the place that lie inside it
	outside   int
}

// stand compares the place with one version's coverage; reach is how far any rule looks, in grid metres.
func (c *cover) stand(p *place, reach float64) standing {
	s := standing{edge: math.Inf(1)}
	if _, _, distance, near := c.outline.Nearest(p.outline, reach); near {
		s.edge = distance
	}
	if p.shape.Dimensions() == 2 {
		c.outline.Vertices(p.outline.Bound(), func(vertex orb.Point) bool {
			s.swallowed = p.outline.Contains(vertex)
			return !s.swallowed
		})
	}
	for _, start := range starts(p.shape) {
		if c.outline.Contains(start) {
			s.inside++
		} else {
			s.outside++
		}
	}
	return s
}

// hold tells whether the coverage holds the place and all within reach of it: the place lies inside and no edge is
// within reach, which says the same as covering the place's buffer, without the buffer's error. It is perhaps where
// an edge is within reach or inside the place.
func (s standing) hold(reach float64) answer {
	switch {
	case s.edge <= reach, s.swallowed, s.inside > 0 && s.outside > 0:
		return perhaps
	case s.inside > 0:
		return yes
	}
	return no
}

// starts is one point of each part of a geometry.
func starts(g orb.Geometry) []orb.Point {
	switch g := g.(type) {
	case orb.Point:
		return []orb.Point{g}
	case orb.MultiPoint:
		return g
	case orb.LineString:
		return []orb.Point{g[0]}
	case orb.MultiLineString:
		points := make([]orb.Point, len(g))
		for i, l := range g {
			points[i] = l[0]
		}
		return points
	case orb.Polygon:
		return []orb.Point{g[0][0]}
	case orb.MultiPolygon:
		points := make([]orb.Point, len(g))
		for i, polygon := range g {
			points[i] = polygon[0][0]
		}
		return points
	}
	return nil
}

// uniteSQL unites the coverage near the place and returns what of the neighbourhood it leaves bare.
const uniteSQL = `with near as (select st_expand($1::geometry, $3::float8) as box),
	united as (
		select coalesce(st_union(st_collectionextract(st_makevalid(st_clipbybox2d(v.coverage, n.box)), 3)),
			st_setsrid('polygon empty'::geometry, 3067)) as geom
		from near n join layer_versions v on v.number = any($2::bigint[]) and v.coverage && n.box)
	select st_covers(u.geom, $1::geometry),
		case when $3::float8 > 0 and st_covers(u.geom, $1::geometry) then st_asbinary(st_difference(n.box, u.geom)) end
	from near n, united u`

// unite asks PostGIS.
func (c claim) unite(p *place, shape string, versions []int64, holds map[claim]bool) *statement {
	return &statement{sql: uniteSQL, args: []any{shape, versions, c.grid()}, read: func(rows pgx.Rows) error {
		for rows.Next() {
			var covered bool
			var bare []byte
			if err := rows.Scan(&covered, &bare); err != nil {
				return err
			}
			if covered && bare != nil {
				gap, err := wkb.Unmarshal(bare)
				if err != nil {
					return unreadable{err}
				}
				_, _, _, near := p.outline.Nearest(geo.NewOutline(gap), c.grid())
				covered = !near
			}
			holds[c] = covered
		}
		return nil
	}}
}
