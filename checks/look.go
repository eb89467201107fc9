package checks

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"lupakartta/layers"
	"lupakartta/layers/snapshot"
)

// look is what one layer version has near the place, for all the rules of its theme.
type look struct {
	layer      layers.Layer
	reach      float64  // true metres: the furthest that any of its rules looks
	attributes []string // names of those that its rules' conditions read
	zone       string   // name of the attribute that tells how far each feature reaches; empty: no rule asks
	widest     float64  // how far the one reaches that reaches furthest, true metres
	view       *snapshot.View
	candidates []candidate
	err        error // why the layer could not be read
}

// candidate is a feature whose box is near enough. How it lies is worked out when it is asked.
type candidate struct {
	feature  uint32
	low, far float64 // grid metres: it is no nearer to the place, and no further
	searched float64 // grid metres: how far from the place it was looked for; negative: not yet
	relation
	overlap  float64 // share of the place in it; negative: not worked out
	distance float64 // true metres; negative: not worked out
	bearing  float64 // from true north, degrees
}

// from tells whether a version in memory has all that the look asks for, and looks at it.
func (l *look) from(shot *snapshot.Snapshot) bool {
	if shot == nil {
		return false
	}
	for _, name := range append([]string{""}, l.attributes...) {
		if _, kept := shot.Column(name); !kept {
			return false
		}
	}
	l.view = shot.View(snapshot.National)
	return l.view != nil
}

// sight is how far boxes may lie, in metres of the grid: never less than what is said to meet may lie apart.
func (l *look) sight() float64 { return slack*l.reach + touching }

// scan finds what is near among the layer's features.
func (l *look) scan(p *place) {
	reach := l.sight()
	l.candidates = l.candidates[:0]
	l.view.Visit(func(box snapshot.Box) bool { return p.wants(extent(box), reach) }, func(feature uint32) {
		box := extent(l.view.Box(feature))
		l.candidates = append(l.candidates, candidate{feature: feature, low: p.gap(box), far: furthest(box, p.starts[0]), searched: -1, overlap: -1, distance: -1})
	})
}

// nearSQL reads the features whose boxes meet one of some boxes: neither is compared with the other here, since PostGIS
// compares every segment with every other, and what follows must be the same wherever the features come from.
const nearSQL = `select %[1]s from %[2]s where fid in (
	select t.fid from unnest($1::float8[], $2::float8[], $3::float8[], $4::float8[]) b(west, south, east, north)
	join (select fid, geom from %[2]s) t on t.geom && st_makeenvelope(b.west, b.south, b.east, b.north, 3067))`

// statement asks the database for what is near, and looks at that. A layer that lies elsewhere is asked too, since it may be broken.
func (l *look) statement(p *place) *statement {
	columns := snapshot.Columns{More: l.columns(), IDs: true}
	list, names := columns.List(5)
	return &statement{
		sql:  fmt.Sprintf(nearSQL, list, l.layer.Version.Table()),
		args: append(corners(p.boxes(l.sight())), names...),
		read: func(rows pgx.Rows) error { return l.gather(rows, columns, p) },
	}
}

// columns are the attributes that conditions and findings read.
func (l *look) columns() []string {
	names := append(Attributes(l.layer.Version), l.attributes...)
	slices.Sort(names)
	return slices.Compact(names)
}

// corners are arguments for boxes: west, south, east, north of each, metres.
func corners(boxes []orb.Bound) []any {
	var sides [4][]float64
	for _, box := range boxes {
		for i, v := range [4]float64{box.Min[0], box.Min[1], box.Max[0], box.Max[1]} {
			sides[i] = append(sides[i], v)
		}
	}
	return []any{sides[0], sides[1], sides[2], sides[3]}
}

func (l *look) gather(rows pgx.Rows, columns snapshot.Columns, p *place) error {
	g := snapshot.NewGathering(l.layer.Version, []snapshot.Plane{snapshot.National}, columns)
	for rows.Next() {
		if err := g.Add(rows.RawValues()); err != nil {
			return unreadable{err}
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	shot, err := g.Done()
	if err != nil {
		return unreadable{err}
	}
	l.view = shot.View(snapshot.National)
	l.scan(p)
	return nil
}

// text is what a column says of the candidate, empty where it says nothing or there is no such column.
func (l *look) text(c *candidate, column int) string {
	if column < 0 {
		return ""
	}
	return l.view.Text(c.feature, column)
}

// id is the register's own id of the candidate.
func (l *look) id(c *candidate) string {
	column, _ := l.view.Column("")
	return l.view.Text(c.feature, column)
}

// relate works out how the candidate lies to the place, unless it is known already; what is further than reach, in metres of
// the grid, is infinitely far.
func (l *look) relate(p *place, c *candidate, reach float64) {
	if c.searched < 0 || c.searched < reach && !c.meets && math.IsInf(c.grid, 1) {
		c.searched, c.relation = reach, p.relate(l.view, c.feature, reach)
	}
}

// covers tells whether the candidate covers the whole place.
func (l *look) covers(p *place, c *candidate) bool {
	if l.relate(p, c, touching); !c.meets {
		return false
	}
	if len(p.starts) == 1 && p.dims == 0 { // beside a border it meets both sides, and lies on one
		return p.liesIn(l.view, c.feature)
	}
	return l.overlap(p, c) > 1-1e-6
}

// overlap is the share of the place in the candidate.
func (l *look) overlap(p *place, c *candidate) float64 {
	if c.overlap < 0 {
		c.overlap = p.overlap(l.view, c.feature)
	}
	return c.overlap
}

// attributesOf are those that are shown of the candidate.
func (l *look) attributesOf(c *candidate) map[string]json.RawMessage {
	found := map[string]json.RawMessage{}
	for _, name := range Attributes(l.layer.Version) {
		if column, kept := l.view.Column(name); kept {
			if value := l.view.JSON(c.feature, column); value != nil {
				found[name] = value
			}
		}
	}
	return found
}
