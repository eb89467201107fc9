package bench

import (
	"context"
	"fmt"
	"io"
	"net/http/httptest"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/tiles"
)

// Load is what a server answers under load, beside a yardstick under the same.
type Load struct {
	Name      string  `json:"name"`
	Ours      load    `json:"ours"`
	Yardstick string  `json:"yardstick"`
	Theirs    load    `json:"theirs"`
	Goal      float64 `json:"goal,omitempty"` // for the ratio of requests per second; 0: none
	Note      string  `json:"note,omitempty"`
}

// PrintLoads writes the rows as one table.
func PrintLoads(w io.Writer, rows []Load) error {
	if len(rows) == 0 {
		return nil
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "what\treq/s\tmedian ms\tp99 ms\tkB\tyardstick\treq/s\tmedian ms\tp99 ms\tkB\tratio\tgoal\tnote")
	for _, r := range rows {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%.2f\t%.2f\t%s\n", r.Name, r.Ours, r.Yardstick, r.Theirs, r.Ours.PerSecond/r.Theirs.PerSecond, r.Goal, r.Note)
	}
	return table.Flush()
}

func (l load) String() string {
	return fmt.Sprintf("%.0f\t%s\t%s\t%.1f", l.PerSecond, milliseconds(l.Median), milliseconds(l.P99), float64(l.Bytes)/1000)
}

// Serving measures the service under load.
type Serving struct {
	Pool   *pgxpool.Pool
	Folder string // for what the load generator reads
	// Serve starts this very program on the same database with the settings, and returns it when it is ready.
	Serve func(ctx context.Context, settings ...string) (Instance, error)
	Say   func(format string, args ...any)
}

// Instance is the service under measurement.
type Instance struct {
	Base  string // where it answers
	PID   int
	Ready time.Duration // after it was started
	End   func()
}

// Measured zooms, with the ratio that tiles made afresh have to reach.
var servingGoals = []struct {
	zoom int
	goal float64
}{{10, 8}, {12, 8}, {14, 8}, {16, 3.5}}

const (
	servingTiles  = 200 // of a zoom
	servingRounds = 3   // taken in turn; the one in the middle counts
	servingTime   = 5 * time.Second
)

// Made measures tiles that are made afresh, in turn with the yardstick's.
func (s *Serving) Made(ctx context.Context) ([]Load, error) {
	y, err := newYardstick(ctx, s.Pool)
	if err != nil {
		return nil, err
	}
	defer y.pool.Close()
	theirs := httptest.NewServer(y.Handler())
	defer theirs.Close()
	instance, err := s.Serve(ctx, "LUPAKARTTA_TILE_CACHE=0")
	if err != nil {
		return nil, err
	}
	defer instance.End()
	ours := instance.Base
	var rows []Load
	for _, z := range servingGoals {
		all, err := s.tiles(ctx, y.grid, z.zoom, servingTiles)
		if err != nil {
			return nil, err
		}
		equal, err := compareTiles(ctx, ours, y, all)
		if err != nil {
			return nil, err
		}
		for i, srid := range yardstickSystems {
			row := Load{Name: fmt.Sprintf("tiles of 200,000 parcels and 20,000 points made afresh, z%d", z.zoom), Goal: z.goal,
				Yardstick: fmt.Sprintf("one prepared ST_AsMVT, EPSG:%d", srid), Note: equal}
			if i > 0 {
				row.Goal, row.Note = 0, "without reprojecting"
			}
			row.Ours, row.Theirs, err = s.inTurn(ctx, side{base: ours, paths: paths(ourTiles, all)}, side{base: theirs.URL, paths: paths(fmt.Sprintf("/%d/%%d/%%d/%%d", srid), all)})
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
			s.Say("%s: %.1f times %s", row.Name, row.Ours.PerSecond/row.Theirs.PerSecond, row.Yardstick)
		}
	}
	ceiling, err := wrk{folder: s.Folder}.run(ctx, theirs.URL, []string{"/one"}, servingTime)
	if err != nil {
		return nil, err
	}
	last := rows[len(rows)-1]
	return append(rows, Load{Name: "the last again", Ours: last.Ours, Yardstick: "select 1 by the yardstick's handler, its ceiling", Theirs: ceiling}), nil
}

// ourTiles is the address of a tile with both layers.
const ourTiles = "/tiles/WebMercatorQuad/" + parcels + "," + points + "/%d/%d/%d.mvt"

func paths(form string, all []tiles.Tile) []string {
	list := make([]string, len(all))
	for i, t := range all {
		list[i] = fmt.Sprintf(form, t.Z, t.X, t.Y)
	}
	return list
}

// side is a server that is measured, and what it is asked for.
type side struct {
	base        string
	paths       []string
	encoding    string // that is accepted; empty: none
	connections int    // 0: eight
}

// inTurn loads two servers one after the other, some rounds, and returns each one's round in the middle.
func (s *Serving) inTurn(ctx context.Context, ours, theirs side) (a, b load, err error) {
	var rounds [2][]load
	for range servingRounds {
		for i, of := range []side{ours, theirs} {
			got, err := wrk{folder: s.Folder, encoding: of.encoding, connections: of.connections}.run(ctx, of.base, of.paths, servingTime)
			if err != nil {
				return a, b, err
			}
			rounds[i] = append(rounds[i], got)
		}
	}
	return middle(rounds[0]), middle(rounds[1]), nil
}

func middle(rounds []load) load {
	slices.SortFunc(rounds, func(a, b load) int { return int(a.PerSecond - b.PerSecond) })
	return rounds[len(rounds)/2]
}

// tiles are those of a zoom in which parcels lie that are spread evenly over all: where more people live there are more.
func (s *Serving) tiles(ctx context.Context, grid *tiles.Grid, zoom, most int) ([]tiles.Tile, error) {
	places, err := placesOfParcels(ctx, s.Pool, 4*most)
	if err != nil {
		return nil, err
	}
	var all []tiles.Tile
	for _, p := range places {
		if t := grid.At(p, zoom); !slices.Contains(all, t) && len(all) < most {
			all = append(all, t)
		}
	}
	return all, nil
}
