package tiles

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"lupakartta/geo"
	"lupakartta/layers"
)

// statement is the SQL of a layer version in a grid. It is the same text for every tile, so that a connection
// prepares it once; the only names in it that vary are the table, made of the version's number, or a live
// layer's view, and the grid's reference system. Everything else is a parameter:
//
//	$1–$4   the tile in the grid's reference system
//	$5–$8   the search box in the rows' reference system
//	$9      how far simplification may move a line, metres in that system
//	$10     the most features in a tile
//	$11     the layer's name in the tile
//	$12…    names of the attributes that travel, unless it reads the version's table for tiles
//	then    of a live layer with rules of access, the audience
//	last    where points are gathered, the side of a cell in the grid's reference system
//
// It answers one row: the encoded layer, and the number of features left out. The careful one passes over what PostGIS
// cannot draw and what has positions that are no numbers, and makes lines of arcs: imports let none of it in, and looking
// costs more than drawing.
func statement(g *Grid, v layers.Version, how making) string {
	read := readingOf(g, v, how)
	geom := `geom`
	if how.careful {
		geom = `case when geometrytype(geom) like '%CURVE%' or geometrytype(geom) in ('CIRCULARSTRING', 'MULTISURFACE') then st_clipbybox2d(st_curvetoline(geom), search)
			when geometrytype(geom) not in ('TRIANGLE', 'TIN', 'POLYHEDRALSURFACE') and st_isvalid(geom) then st_clipbybox2d(geom, search) end as geom`
	}
	place := func(geom string) string {
		if g.CRS != read.crs {
			geom = fmt.Sprintf(`st_transform(%s, %d)`, geom, g.CRS)
		}
		return fmt.Sprintf(`st_asmvtgeom(%s, square, %d, %d)`, geom, Extent, Buffer)
	}
	return fmt.Sprintf(`
-- Materialized: a plan that knew the box would be made anew for each, and might start parallel workers for one tile.
with tile as materialized (
	select st_makeenvelope($1, $2, $3, $4, %[2]d) as square, st_makeenvelope($5, $6, $7, $8, %[8]d) as search
), shown as (
	select fid, %[7]s, %[9]s, square, search from tile join %[1]s on geom && search
	-- The biggest first; among equals, as all points are, a spread over the map that is the same in every tile.
	order by %[10]s desc, fid * 2654435761 %% 4294967296, fid
	limit $10
), drawn as (
	select fid, coalesce(%[3]s,
		-- Too small or too thin for the zoom: a point instead. Of what does not reach into the tile nothing is left either way.
		case when st_dimension(geom) > 0 then %[4]s end) as geom%[5]s
	from shown order by fid
)
select st_asmvt(drawn, $11::text, %[6]d, 'geom', 'fid'),
	case when count(*) < $10 then 0 else (select count(*) from tile join %[1]s on geom && search) - count(*) end
from drawn`, read.rows, g.CRS,
		// Clipped before it is transformed: a lake's shore may have more vertices than the rest of the tile. What
		// has a handful (16 bytes each) is quicker as it is.
		place(`case when pg_column_size(geom) < 400 then geom else st_simplify(st_clipbybox2d(geom, search), $9::float8, true) end`),
		place(`st_pointonsurface(geom)`), read.tags, Extent, geom, read.crs, read.column, read.weight)
}

// making is which statement makes a layer of a tile.
type making struct {
	from    maker
	gather  bool // points
	careful bool
}

// reading is what a statement reads, in SQL.
type reading struct {
	rows   string
	crs    geo.CRS
	weight string // how much a feature matters in a tile without room for all
	column string // of the attributes
	tags   string // what is made of it, after a comma; empty: no attributes travel
}

func readingOf(g *Grid, v layers.Version, how making) reading {
	names := attributes(v)
	if how.from == table {
		r := reading{v.TileTable(), geo.Mercator, `weight`, `tags`, ``}
		if len(names) > 0 {
			r.tags = `, tags`
		}
		return r
	}
	pairs := make([]string, len(names))
	for i := range names {
		pairs[i] = fmt.Sprintf(`$%[1]d::text, attributes -> $%[1]d`, 12+i)
	}
	r, next := reading{v.Table(), geo.TM35FIN, `length(diagonal(geom::box))`, `attributes`, ``}, 12+len(names)
	if v.Restricted() {
		r.rows = v.Live.Rows(fmt.Sprintf(`$%d::text[]`, next))
		next++
	}
	if how.gather {
		class := ""
		if i := slices.Index(names, v.Recipe.Style.ColorBy); i >= 0 {
			class = fmt.Sprintf(`$%d::text`, 12+i)
		}
		r.rows = gathered(g, r.rows, fmt.Sprintf(`$%d::float8`, next), class)
		pairs = append(pairs, `'`+PointCount+`', attributes -> '`+PointCount+`'`)
	}
	if len(pairs) > 0 {
		r.tags = `, jsonb_build_object(` + strings.Join(pairs, ", ") + `) as tags`
	}
	return r
}

// attributes are the names of the attributes that travel in a version's tiles: those that the recipe marks, and those
// that its style needs.
func attributes(v layers.Version) []string {
	var names []string
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, a := range v.Recipe.Attributes {
		if a.Tile {
			add(a.Name)
		}
	}
	add(v.Recipe.Style.ColorBy)
	add(v.Recipe.Style.Label)
	return names
}

// texts keeps the statements, so that they are put together once.
type texts struct{ known sync.Map }

type textKey struct {
	layer   string
	version int64
	grid    string
	how     making
}

func (t *texts) of(g *Grid, v layers.Version, how making) string {
	k := textKey{v.Layer, v.Number, g.ID, how}
	if text, ok := t.known.Load(k); ok {
		return text.(string)
	}
	text, _ := t.known.LoadOrStore(k, statement(g, v, how))
	return text.(string)
}
