package bench

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/tiles"
)

// yardstickSystems are those in which the yardstick keeps its tables: that of the registers, and that of the tiles.
var yardstickSystems = []int{3067, 3857}

// yardstick serves tiles the way the fastest of other servers do: with one prepared ST_AsMVT statement, from plain tables.
type yardstick struct {
	pool *pgxpool.Pool // of eight connections
	grid *tiles.Grid
	sql  map[string]string // by reference system
}

func newYardstick(ctx context.Context, pool *pgxpool.Pool) (*yardstick, error) {
	config := pool.Config().Copy()
	config.MaxConns, config.MinConns = 8, 8
	own, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	grid, err := tiles.GridByID("WebMercatorQuad")
	if err != nil {
		return nil, err
	}
	y := &yardstick{pool: own, grid: grid, sql: map[string]string{}}
	for _, srid := range yardstickSystems {
		y.sql[strconv.Itoa(srid)] = yardstickStatement(srid)
	}
	return y, nil
}

// yardstickStatement makes a tile of both layers: $1–$4 is the tile in EPSG:3857, $5–$8 it with its buffer in the tables'
// reference system.
func yardstickStatement(srid int) string {
	geom := "geom"
	if srid != 3857 {
		geom = "st_transform(geom, 3857)"
	}
	var parts []string
	for _, m := range measured {
		parts = append(parts, fmt.Sprintf(`coalesce((select st_asmvt(drawn, '%[1]s', %[2]d, 'geom', 'fid') from (
			select fid, st_asmvtgeom(%[3]s, st_makeenvelope($1, $2, $3, $4, 3857), %[2]d, %[4]d) as geom, %[5]s
			from yardstick.%[1]s_%[6]d where geom && st_makeenvelope($5, $6, $7, $8, %[6]d)) drawn where geom is not null), '')`,
			m.id, tiles.Extent, geom, tiles.Buffer, strings.Join(m.attributes, ", "), srid))
	}
	return "select " + strings.Join(parts, " || ")
}

// Handler answers /3067/z/x/y and /3857/z/x/y with tiles, and /one with what the database can answer at the most.
func (y *yardstick) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /one", func(w http.ResponseWriter, r *http.Request) {
		err := one(r.Context(), y.pool)
		answer(w, []byte("1"), err)
	})
	mux.HandleFunc("GET /{srid}/{z}/{x}/{y}", func(w http.ResponseWriter, r *http.Request) {
		z, _ := strconv.Atoi(r.PathValue("z"))
		x, _ := strconv.ParseUint(r.PathValue("x"), 10, 32)
		row, _ := strconv.ParseUint(r.PathValue("y"), 10, 32)
		tile, err := y.tile(r.Context(), r.PathValue("srid"), tiles.Tile{Z: z, X: uint32(x), Y: uint32(row)}) //nolint:gosec // 32 bits
		answer(w, tile, err)
	})
	return mux
}

func (y *yardstick) tile(ctx context.Context, srid string, t tiles.Tile) (tile []byte, err error) {
	box := y.grid.Bounds(t)
	search := box.Pad((box.Max[0] - box.Min[0]) * tiles.Buffer / tiles.Extent)
	if srid == "3067" {
		search = geo.Transform(search, geo.Mercator, geo.TM35FIN).(orb.Polygon).Bound() //nolint:errcheck // a polygon stays one
	}
	return tile, y.pool.QueryRow(ctx, y.sql[srid], box.Min[0], box.Min[1], box.Max[0], box.Max[1],
		search.Min[0], search.Min[1], search.Max[0], search.Max[1]).Scan(&tile)
}

func answer(w http.ResponseWriter, body []byte, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/vnd.mapbox-vector-tile")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
}
