package checks

import (
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/wkb"

	"lupakartta/geo"
	"lupakartta/layers"
)

// claim is a question about coverage: do the theme's layers promise to be complete over the place and everything
// within reach of it? It is asked of the very versions that were looked at, not of what is published meanwhile.
type claim struct {
	theme layers.Theme
	reach float64 // true metres
}

// coverage answers claims. The first, quick question is whether one version covers the box round the place's
// neighbourhood, which is nearly always so; only where it does not, the exact one is asked.
type coverage struct {
	versions map[layers.Theme][]int64
	holds    map[claim]bool
}

const quickSQL = `select u.claim, bool_or(coalesce(st_covers(v.coverage, st_expand($1::geometry, u.reach)), false))
	from unnest($2::bigint[], $3::int[], $4::float8[]) as u(number, claim, reach)
	join layer_versions v on v.number = u.number
	group by u.claim`

// quick asks all claims at once.
func (c *coverage) quick(p *place, claims []claim) *statement {
	var numbers []int64
	var which []int32
	var reaches []float64
	for i, claim := range claims {
		for _, number := range c.versions[claim.theme] {
			numbers = append(numbers, number)
			which = append(which, int32(i)) //nolint:gosec // as many as there are rules
			reaches = append(reaches, slack*claim.reach)
		}
	}
	return &statement{sql: quickSQL, args: []any{p.ewkb, numbers, which, reaches}, read: func(rows pgx.Rows) error {
		for rows.Next() {
			var i int32
			var holds bool
			if err := rows.Scan(&i, &holds); err != nil {
				return err
			}
			c.holds[claims[i]] = holds
		}
		return nil
	}}
}

// exactSQL unites the coverage near the place and returns what of the neighbourhood it leaves out.
const exactSQL = `with near as (select st_expand($1::geometry, $3::float8) as box),
	cover as (
		select coalesce(st_union(st_collectionextract(st_makevalid(st_clipbybox2d(v.coverage, n.box)), 3)),
			st_setsrid('polygon empty'::geometry, 3067)) as geom
		from near n join layer_versions v on v.number = any($2::bigint[]) and v.coverage && n.box)
	select st_covers(c.geom, $1::geometry),
		case when $3::float8 > 0 and st_covers(c.geom, $1::geometry) then st_asbinary(st_difference(n.box, c.geom)) end
	from near n, cover c`

// exact asks one claim. Where the place is covered, so must be everything within reach: the nearest point that is
// not covered lies further away. That is the same as buffering the place, without the buffer's error.
func (c *coverage) exact(p *place, asked claim) *statement {
	reach := slack * asked.reach
	return &statement{sql: exactSQL, args: []any{p.ewkb, c.versions[asked.theme], reach}, read: func(rows pgx.Rows) error {
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
				_, _, _, near := p.outline.Nearest(geo.NewOutline(gap), reach)
				covered = !near
			}
			c.holds[asked] = covered
		}
		return nil
	}}
}
