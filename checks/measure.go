package checks

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"lupakartta/geo"
)

// match is a feature that a rule found.
type match struct {
	look      *look
	candidate candidate
	value     string // of the condition's attribute
	distance  float64
	bearing   float64
}

// measureSQL is the design's definition of distance: the geodesic length on GRS 80 of the line between the two
// nearest points of the grid, and where that line sets out from true north.
const measureSQL = `select o, st_length(l::geography, true),
		degrees(st_azimuth(st_startpoint(l)::geography, st_endpoint(l)::geography))
	from (select o, st_transform(st_setsrid(st_makeline(st_makepoint(x1, y1), st_makepoint(x2, y2)), 3067), 4258) as l
		from unnest($1::float8[], $2::float8[], $3::float8[], $4::float8[]) with ordinality u(x1, y1, x2, y2, o)) m`

// measure asks for the distance and bearing of matches that do not meet the place.
func measure(matches []*match) *statement {
	var ends [4][]float64
	for _, m := range matches {
		on, at := m.candidate.on, m.candidate.at
		for i, v := range [4]float64{on[0], on[1], at[0], at[1]} {
			ends[i] = append(ends[i], v)
		}
	}
	return &statement{sql: measureSQL, args: []any{ends[0], ends[1], ends[2], ends[3]}, read: func(rows pgx.Rows) error {
		for rows.Next() {
			var i int64
			var distance float64
			var bearing *float64 // null where the points are one
			if err := rows.Scan(&i, &distance, &bearing); err != nil {
				return err
			}
			m := matches[i-1]
			m.distance = distance
			if bearing != nil {
				m.bearing = *bearing
			}
		}
		return nil
	}}
}

// detail is what is told of a feature beyond where it is.
type detail struct {
	attributes map[string]json.RawMessage
	overlap    float64 // share of the place
}

// detailSQL reads attributes, and the share of the place that lies in the features that meet it. Features with many
// vertices are cut to the place's box first, repaired since cutting may leave them touching themselves.
const detailSQL = `select fid, attributes, case when fid <> all($3::bigint[]) then 0
		when $4::int = 2 then case when st_dimension(geom) = 2 then st_area(st_intersection(part, $1::geometry)) else 0 end
		when $4::int = 1 then case when st_dimension(geom) > 0 then st_length(st_intersection(part, $1::geometry)) else 0 end
		else st_numgeometries(st_collectionextract(st_intersection(part, $1::geometry), 1)) end
	from (select fid, attributes, geom, case when st_npoints(geom) > %d and st_dimension(geom) = 2
			then st_makevalid(st_clipbybox2d(geom, st_expand($1::geometry, 1))) else geom end as part
		from %s where fid = any($2::bigint[])) f`

// details asks for the features of one layer; meeting are those of them that meet the place.
func details(p *place, l *look, all, meeting []int64, found map[int64]detail) *statement {
	return &statement{
		sql:  fmt.Sprintf(detailSQL, manyVertices, l.layer.Version.Table()),
		args: []any{p.ewkb, all, meeting, p.shape.Dimensions()},
		read: func(rows pgx.Rows) error {
			for rows.Next() {
				var fid int64
				var d detail
				if err := rows.Scan(&fid, &d.attributes, &d.overlap); err != nil {
					return err
				}
				d.overlap = min(d.overlap/p.size, 1)
				found[fid] = d
			}
			return nil
		},
	}
}

// line is the GeoJSON line between two points of EPSG:3067.
func line(from, to orb.Point) json.RawMessage {
	return geo.EncodeGeoJSON(orb.LineString{geo.ToLonLat(from), geo.ToLonLat(to)}, geo.Decimals)
}

// rounded keeps so many decimals: more would only be noise.
func rounded(f float64, decimals int) *float64 {
	scale := math.Pow10(decimals)
	f = math.Round(f*scale) / scale
	return &f
}
