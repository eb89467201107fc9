package placing_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/demo/demotest"
	"lupakartta/geo"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/projects/placing"
)

// over is a placer over what is published in a database.
func over(t testing.TB, pool *pgxpool.Pool) *placing.Placer {
	t.Helper()
	catalogue := layers.NewCatalogue(layers.NewStore(pool))
	if err := catalogue.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	return placing.New(pool, catalogue, slog.New(slog.DiscardHandler))
}

// inTown is a placer over the generated town.
func inTown(t testing.TB) (*placing.Placer, *pgxpool.Pool) {
	t.Helper()
	pool := demotest.Town(t)
	return over(t, pool), pool
}

// nowhere is a placer without any layer.
func nowhere(t testing.TB) *placing.Placer {
	t.Helper()
	return over(t, testdb.New(t))
}

// shape reads GeoJSON that must be sound.
func shape(t testing.TB, geojson string) orb.Geometry {
	t.Helper()
	g, err := geo.DecodeGeoJSON([]byte(geojson))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// featureOf is the geometry of a feature of the town, by its layer and id, in CRS84.
func featureOf(t testing.TB, pool *pgxpool.Pool, layer, where string, args ...any) orb.Geometry {
	t.Helper()
	var number int64
	if err := pool.QueryRow(context.Background(), `select current from layers where id = $1`, layer).Scan(&number); err != nil {
		t.Fatal(err)
	}
	var written []byte
	if err := pool.QueryRow(context.Background(), `select st_asgeojson(st_transform(geom, 4326), 9) from `+layers.Version{Number: number}.Table()+` where `+where+` order by fid limit 1`, args...).Scan(&written); err != nil {
		t.Fatalf("%s where %s: %v", layer, where, err)
	}
	return shape(t, string(written))
}

func asJSON(v any) string {
	data, _ := json.MarshalIndent(v, "", " ")
	return string(data)
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', 9, 64) }

func orbPoint(e, n float64) orb.Point { return orb.Point{e, n} }
