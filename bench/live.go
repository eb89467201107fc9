package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/tiles"
	"lupakartta/tiles/tilestest"
)

// Goals of changes.
const (
	changeGoal = time.Second // from the commit until every instance's tiles show it
	changeRuns = 60
)

// liveLayer is the live layer that is changed.
const liveLayer = "live_roadworks"

// liveChange is a change of one roadwork, and in which of two places it is then.
type liveChange struct {
	sql   string
	shown [2]bool
}

// changesInTurn add a roadwork, move it and take it away.
var changesInTurn = []liveChange{
	{`insert into roadworks (kind, geom, what, traffic, starts, ends, permit)
		values ('pipes', st_buffer(st_setsrid(st_makepoint($1, $2), 3067), 20), '{"fi": "Mittaus", "sv": "Mätning", "en": "Measurement"}', 'open', '2026-01-01', '2026-12-31', 'bench')`, [2]bool{true, false}},
	{`update roadworks set geom = st_buffer(st_setsrid(st_makepoint($1, $2), 3067), 20) where permit = 'bench'`, [2]bool{false, true}},
	{`delete from roadworks where permit = 'bench' and $1::float8 + $2::float8 > 0`, [2]bool{false, false}},
}

// Changes times how long after a change in the database the tiles of two instances show it, at its old place and at its
// new one. Both are asked without a pause; the yardstick asks PostGIS itself.
func (s *Serving) Changes(ctx context.Context) (Row, error) {
	var bases []string
	for range 2 {
		instance, err := s.Serve(ctx)
		if err != nil {
			return Row{}, err
		}
		defer instance.End()
		bases = append(bases, instance.Base)
	}
	grid, err := tiles.GridByID("WebMercatorQuad")
	if err != nil {
		return Row{}, err
	}
	places := [2]orb.Point{{480000, 6920000}, {484000, 6924000}} // in tiles far apart
	var addresses [2]string
	var at tiles.Tile
	for i, p := range places {
		t := grid.At(grid.CRS.FromLonLat(geo.ToLonLat(p)), 14)
		at, addresses[i] = t, fmt.Sprintf("/tiles/WebMercatorQuad/%s/%d/%d/%d.mvt", liveLayer, t.Z, t.X, t.Y)
	}
	var ours, theirs sample
	for i := range changeRuns {
		c := changesInTurn[i%len(changesInTurn)]
		to := places[0]
		if c.shown[1] {
			to = places[1]
		}
		if _, err := s.Pool.Exec(ctx, c.sql, to[0], to[1]); err != nil {
			return Row{}, err
		}
		if err := ours.timed(func() error { return untilShown(ctx, bases, addresses, c.shown) }); err != nil {
			return Row{}, err
		}
		if err := theirs.timed(func() error {
			var tile []byte
			return s.Pool.QueryRow(ctx, `select st_asmvt(drawn) from (select id, st_asmvtgeom(st_transform(geom, 3857), st_tileenvelope($1, $2, $3)) as geom from map_roadworks
				where geom && st_transform(st_tileenvelope($1, $2, $3), 3067)) as drawn`, at.Z, at.X, at.Y).Scan(&tile)
		}); err != nil {
			return Row{}, err
		}
	}
	return Row{Name: "a change until the tiles of two instances show it", Median: ours.median(), P99: ours.quantile(0.99), Runs: len(ours),
		Yardstick: "one ST_AsMVT of the view", Beside: theirs.median(), Goal: changeGoal, Note: "added, moved, removed; at the old and the new place"}, nil
}

// untilShown asks until every instance's tiles of both places show the roadwork or do not, as they shall.
func untilShown(ctx context.Context, bases []string, addresses [2]string, want [2]bool) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for _, base := range bases {
		for i, address := range addresses {
			for {
				tile, err := fetch(ctx, base+address)
				if err != nil {
					return err
				}
				shown, err := showsChange(tile)
				if err != nil {
					return err
				}
				if shown == want[i] {
					break
				}
			}
		}
	}
	return nil
}

func showsChange(tile []byte) (bool, error) {
	decoded, err := tilestest.Decode(tile)
	if err != nil {
		return false, err
	}
	for _, f := range decoded[liveLayer].Features {
		if f.Tags["what"] == "Mittaus" {
			return true, nil
		}
	}
	return false, nil
}
