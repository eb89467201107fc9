package tiles

import (
	"fmt"
	"slices"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"

	"lupakartta/layers"
	"lupakartta/layers/snapshot"
)

// Points that lie in the same cell of a tile are one where the recipe says so: at their middle, without an id, with their
// number. Cells are squares whose borders are the same in every tile of a zoom, so that neighbouring tiles gather alike.
const (
	cellBits  = 9 // a cell has 512 units along its side: 64 pixels of a tile of 512
	cellUnits = 1 << cellBits
	// cellsAcross is how many cells a tile has along its side with one around it, from which something reaches into it.
	cellsAcross = Extent/cellUnits + 2
)

// PointCount is the attribute of gathered points that says how many they are.
const PointCount = "point_count"

// gathers tells whether a tile shows points of a version gathered.
func gathers(g *Grid, t Tile, v layers.Version) bool {
	below := v.Recipe.Style.ClusterBelow
	return below > 0 && t.Z < g.LowestZoom(below)
}

// cell is what is known of the points of one.
type cell struct {
	count uint32
	first uint32 // feature
	class uint32 // value of the attribute that colours, which all points have; 0: they have several, or none
	x, y  uint64 // sums of their positions
}

// gather takes the points out of what was found in a box that holds the cells around a tile, but for those that are alone
// in their cells. The attribute of column class colours; -1: none does.
func (p *painter) gather(v *snapshot.View, f frame, class int) {
	clear(p.cells[:])
	bits := f.shift + cellBits
	left, top := f.x>>bits-1, f.y>>bits-1
	others := p.found[:0]
	for _, feature := range p.found {
		at, lone := alone(v, feature)
		if !lone {
			others = append(others, feature)
			continue
		}
		column, row := int64(at.X)>>bits-left, int64(at.Y)>>bits-top
		if column < 0 || row < 0 || column >= cellsAcross || row >= cellsAcross {
			continue
		}
		value := uint32(0)
		if class >= 0 {
			value = v.Row(feature)[class]
		}
		p.cells[row*cellsAcross+column].add(feature, at, value)
	}
	p.clusters = p.clusters[:0]
	for _, c := range p.cells {
		switch c.count {
		case 0:
		case 1:
			others = append(others, c.first)
		default:
			p.clusters = append(p.clusters, c)
		}
	}
	slices.Sort(others)
	p.found = others
}

// alone is the position of a feature that is a point.
func alone(v *snapshot.View, feature uint32) (at snapshot.XY, ok bool) {
	if v.Kind(feature) != snapshot.Points {
		return at, false
	}
	first, end := v.Parts(feature)
	positions := v.Positions(first)
	if end-first != 1 || len(positions) != 1 {
		return at, false
	}
	return positions[0], true
}

func (c *cell) add(feature uint32, at snapshot.XY, class uint32) {
	if c.count == 0 {
		c.first, c.class = feature, class
	} else if c.class != class {
		c.class = 0
	}
	c.count++
	c.x, c.y = c.x+uint64(at.X), c.y+uint64(at.Y)
}

// middle is the mean of the points.
func (c *cell) middle() snapshot.XY {
	n := uint64(c.count)
	return snapshot.XY{X: uint32(c.x / n), Y: uint32(c.y / n)} //nolint:gosec // as each of them
}

// cluster encodes points that are gathered, where their middle lies in the tile or its buffer.
func (p *painter) cluster(v *snapshot.View, f frame, c cell, class int) {
	p.geometry = p.geometry[:0]
	if p.points([]snapshot.XY{c.middle()}, f); len(p.geometry) == 0 {
		return
	}
	p.tags = p.tags[:0]
	if c.class != 0 {
		p.tag(v, class, c.class)
	}
	if p.countKey == 0 {
		p.countKey = p.key(PointCount)
	}
	number := p.counts[c.count]
	if number == 0 {
		number = p.value(protowire.AppendVarint(protowire.AppendTag(nil, valueUint, protowire.VarintType), uint64(c.count)))
		p.counts[c.count] = number
	}
	p.tags = protowire.AppendVarint(protowire.AppendVarint(p.tags, uint64(p.countKey-1)), uint64(number-1))
	p.write(nil, snapshot.Points)
}

// gathered is SQL for the features of a tile with its points gathered, over SQL for all of them. Parameters are the side of a
// cell, in the units of the grid's reference system, and the name of the attribute that colours; empty: none does.
func gathered(g *Grid, features, side, class string) string {
	if class == "" {
		class = `null::text`
	}
	return fmt.Sprintf(`lateral (
	with near as materialized (
		select fid, geom, attributes, geometrytype(geom) = 'POINT' and not st_isempty(geom) as lone from %[1]s where geom && search
	), placed as (
		select fid, st_transform(geom, %[2]d) as at, attributes -> %[4]s as class from near where lone
	), cells as (
		select count(*) as points, min(fid) as fid, avg(st_x(at)) as x, avg(st_y(at)) as y,
			case when count(class) = count(*) and count(distinct class) = 1 then min(class::text)::jsonb end as class
		from placed group by floor((st_x(at) - %[5]s::float8) / %[3]s), floor((%[6]s::float8 - st_y(at)) / %[3]s)
	)
	select near.fid, near.geom, near.attributes from near left join cells using (fid) where not lone or cells.points = 1
	union all
	select null, st_transform(st_setsrid(st_makepoint(x, y), %[2]d), 3067), jsonb_build_object('%[7]s', points, coalesce(%[4]s, ''), class)
	from cells where points > 1
) as features`, features, g.CRS, side, class, number64(g.Origin[0]), number64(g.Origin[1]), PointCount)
}

// number64 writes a number so that PostgreSQL reads the very same.
func number64(f float64) string { return `'` + strconv.FormatFloat(f, 'g', -1, 64) + `'` }
