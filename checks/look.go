package checks

import (
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"lupakartta/geo"
	"lupakartta/layers"
)

// look is what one layer version has near the place, for all the rules of its theme.
type look struct {
	layer      layers.Layer
	reach      float64  // true metres: the furthest that any of its rules looks
	attributes []string // names of those that its rules' conditions read
	covers     bool     // a rule asks whether features cover the whole place
	candidates []candidate
	err        error // why the layer could not be read
}

// candidate is a feature whose box is near enough.
type candidate struct {
	fid      int64
	sourceID string
	meets    bool
	covers   bool
	values   []string  // of look.attributes; empty where the feature lacks it
	on, at   orb.Point // nearest points in EPSG:3067, on the place and at the feature; where they do not meet
	grid     float64   // metres between them in the grid; 0 where they meet
}

// manyVertices is from where a feature is cut to the neighbourhood before its points are compared or sent.
const manyVertices = 300

// lookSQL reads candidates. Meeting is decided by PostGIS, which is quick at it; nearest points are found here,
// since PostGIS compares every segment with every other: so the shapes of those that do not meet come along, cut to
// the box in which a nearest point can be. The offset keeps ST_Intersects from being asked twice.
const lookSQL = `select fid, source_id, meets, $4::boolean and meets and st_covers(geom, $1::geometry),
		array(select coalesce(attributes ->> k, '') from unnest($3::text[]) with ordinality u(k, o) order by o),
		case when not meets then st_asbinary(case when st_npoints(geom) > %d
			then coalesce(st_clipbybox2d(geom, st_expand($1::geometry, $2::float8)), geom) else geom end) end
	from (select fid, source_id, geom, attributes, st_intersects(geom, $1::geometry) as meets
		from %s where geom && st_expand($1::geometry, $2::float8) offset 0) f
	where meets or $2::float8 > 0
	order by fid`

// statement asks the layer. A layer that lies elsewhere is asked too, since it may be broken, but with the place's
// box instead of all its vertices.
func (l *look) statement(p *place) *statement {
	shape := p.ewkb
	if !l.layer.Version.Reaches(p.shape.Bound().Pad(slack * l.reach)) {
		shape = p.box
	}
	return &statement{
		sql:  fmt.Sprintf(lookSQL, manyVertices, l.layer.Version.Table()),
		args: []any{shape, slack * l.reach, l.attributes, l.covers},
		read: func(rows pgx.Rows) error { return l.read(rows, p) },
	}
}

func (l *look) read(rows pgx.Rows, p *place) error {
	l.candidates = l.candidates[:0]
	for rows.Next() {
		var c candidate
		var shape []byte
		if err := rows.Scan(&c.fid, &c.sourceID, &c.meets, &c.covers, &c.values, &shape); err != nil {
			return err
		}
		if !c.meets {
			near, err := c.approach(shape, p, slack*l.reach)
			if err != nil {
				return unreadable{fmt.Errorf("feature %s: %w", c.sourceID, err)}
			}
			if !near {
				continue
			}
		}
		l.candidates = append(l.candidates, c)
	}
	return nil
}

// approach finds the nearest points, or says that they are more than limit grid metres apart.
func (c *candidate) approach(shape []byte, p *place, limit float64) (bool, error) {
	g, err := wkb.Unmarshal(shape)
	if err != nil {
		return false, err
	}
	var near bool
	c.on, c.at, c.grid, near = p.outline.Nearest(geo.NewOutline(g), limit)
	return near, nil
}

// value is the candidate's attribute of that name, empty where it has none.
func (l *look) value(c candidate, attribute string) string {
	if i := slices.Index(l.attributes, attribute); i >= 0 && i < len(c.values) {
		return c.values[i]
	}
	return ""
}
