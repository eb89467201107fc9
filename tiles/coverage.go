package tiles

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/layers"
	"lupakartta/layers/snapshot"
	"lupakartta/tiles/pmtiles"
)

// coverage tells which tiles of a grid may have something of a version: those that meet the box of a piece of a feature.
// Pieces are a feature's parts, and of those with many vertices as many as it takes, so that their boxes are near to what
// is in them: the box of a coast would hold the sea.
type coverage struct {
	grid    *Grid
	version layers.Version
	pieces  []snapshot.Box
}

// mostOfPiece bounds the vertices of a piece.
const mostOfPiece = 128

// cover reads the pieces of a version.
func (s *Source) cover(ctx context.Context, g *Grid, v layers.Version) (coverage, error) {
	c := coverage{grid: g, version: v, pieces: make([]snapshot.Box, 0, v.FeatureCount)}
	rows, _ := s.pool.Query(ctx, fmt.Sprintf(`
select st_xmin(piece), st_ymin(piece), st_xmax(piece), st_ymax(piece)
from (select st_transform(geom, %[1]d) as geom from %[2]s) as placed, lateral (
	select (st_dump(geom)).geom as piece where st_npoints(geom) <= %[3]d
	union all
	-- In another plane an outline may cross itself by a hair, which nothing here minds but the cutting.
	select st_subdivide(st_makevalid(geom), %[3]d) where st_npoints(geom) > %[3]d
) as pieces`, g.CRS, v.Table(), mostOfPiece)) // its error is that of its rows
	plane := g.plane()
	var box orb.Bound
	_, err := pgx.ForEachRow(rows, []any{&box.Min[0], &box.Min[1], &box.Max[0], &box.Max[1]}, func() error {
		wide := box.Pad(geo.Bend(math.Hypot(box.Max[0]-box.Min[0], box.Max[1]-box.Min[1])))
		c.pieces = append(c.pieces, snapshot.Box{Min: plane.At(orb.Point{wide.Min[0], wide.Max[1]}), Max: plane.At(orb.Point{wide.Max[0], wide.Min[1]})})
		return nil
	})
	if fault, ok := errors.AsType[*pgconn.PgError](err); ok && fault.Code == "42P01" { // undefined table
		err = layers.ErrCleared
	}
	if err != nil {
		return coverage{}, fmt.Errorf("places of version %d of %s: %w", v.Number, v.Layer, err)
	}
	return c, nil
}

// tiles appends the numbers of the tiles of zoom z that may have something, with their buffers, and that meet the box in
// the grid's reference system.
func (c coverage) tiles(z int, within orb.Bound, ids []uint64) []uint64 {
	if z < c.grid.LowestZoom(c.version.Recipe.Style.MinZoom) {
		return ids
	}
	wide := 32 - z
	unit := int64(1) << wide >> extentBits
	reach := (Buffer+1)*unit + 1 // rounding takes what is just beyond the buffer into it
	if gathers(c.grid, Tile{Z: z}, c.version) {
		reach = cellUnits * unit // the middle of gathered points may be there
	}
	first, last := c.grid.At(orb.Point{within.Min[0], within.Max[1]}, z), c.grid.At(orb.Point{within.Max[0], within.Min[1]}, z)
	room := 1 << 20
	for _, p := range c.pieces {
		left, right := max(first.X, clamped(int64(p.Min.X)-reach)>>wide), min(last.X, clamped(int64(p.Max.X)+reach)>>wide)
		top, bottom := max(first.Y, clamped(int64(p.Min.Y)-reach)>>wide), min(last.Y, clamped(int64(p.Max.Y)+reach)>>wide)
		for x := left; x <= right; x++ {
			for y := top; y <= bottom; y++ {
				ids = append(ids, pmtiles.ID(z, x, y))
			}
		}
		if len(ids) > room { // neighbours lie in the same tiles
			ids = distinct(ids)
			room = max(room, 2*len(ids))
		}
	}
	return ids
}

// distinct sorts numbers and keeps one of each.
func distinct(ids []uint64) []uint64 {
	slices.Sort(ids)
	return slices.Compact(ids)
}
