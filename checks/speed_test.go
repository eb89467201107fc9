package checks_test

import (
	"context"
	"log/slog"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/checks"
	"lupakartta/demo/demotest"
	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// town is a database with Mallila and the embedded rules, and an engine over it.
func town(t testing.TB) (*pgxpool.Pool, *checks.Engine) {
	t.Helper()
	pool := demotest.Town(t)
	if err := checks.Seed(context.Background(), pool); err != nil {
		t.Fatal(err)
	}
	return pool, engineOver(t, pool)
}

func engineOver(t testing.TB, pool *pgxpool.Pool) *checks.Engine {
	t.Helper()
	catalogue := layers.NewCatalogue(layers.NewStore(pool))
	if err := catalogue.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	shelf := checks.ShelfOf(pool)
	shelf.Fill(context.Background(), catalogue.Layers())
	return checks.NewEngine(pool, catalogue, shelf, slog.New(slog.DiscardHandler))
}

// quietEngine reads everything from the database.
func quietEngine(pool *pgxpool.Pool, catalogue *layers.Catalogue) *checks.Engine {
	return checks.NewEngine(pool, catalogue, nil, slog.New(slog.DiscardHandler))
}

// realTampere loads the real files of Tampere beside the town, or skips.
func realTampere(b *testing.B, pool *pgxpool.Pool) {
	b.Helper()
	folder := os.Getenv("LUPAKARTTA_REAL_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "shared", "data")
	}
	for _, pattern := range []string{"national/municipalities_2023.gpkg", "national/regional_plan_reservations/*.shp", "tampere/*.zip", "tampere/*.gpkg"} {
		paths, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil || len(paths) == 0 {
			b.Skipf("no real file %s", pattern)
		}
		for _, path := range paths {
			if _, err := layers.NewStore(pool).Import(context.Background(), layers.ImportOptions{Path: path, Publish: true}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// wave is a polygon of n vertices with bays, so that boxes overlap where shapes do not.
func wave(centre orb.Point, radius float64, n int) orb.Polygon {
	ring := make(orb.Ring, n+1)
	for i := range n {
		a := 2 * math.Pi * float64(i) / float64(n)
		r := radius * (1 + 0.3*math.Sin(5*a) + 0.05*math.Sin(31*a))
		ring[i] = orb.Point{centre[0] + r*math.Cos(a), centre[1] + r*math.Sin(a)}
	}
	ring[n] = ring[0]
	return orb.Polygon{ring}
}

// Places of the benchmark: centres within a square, in EPSG:3067.
var (
	mallila = orb.Bound{Min: orb.Point{477_500, 6_917_500}, Max: orb.Point{482_500, 6_922_500}}
	tampere = orb.Bound{Min: orb.Point{322_000, 6_817_000}, Max: orb.Point{337_000, 6_830_000}}
)

// BenchmarkCheck checks another random place each time; nothing is asserted, machines differ.
func BenchmarkCheck(b *testing.B) {
	pool, _ := town(b)
	sizes := []struct {
		name     string
		vertices int
		radius   float64
	}{{"point", 1, 0}, {"area of 1000 vertices", 1000, 150}, {"wide area of 3000 vertices", 3000, 800}}
	for _, size := range sizes {
		b.Run("town/"+size.name, func(b *testing.B) { checkPlaces(b, pool, mallila, size.vertices, size.radius) })
	}
	b.Run("beside Tampere", func(b *testing.B) {
		realTampere(b, pool)
		for _, size := range sizes {
			b.Run("town/"+size.name, func(b *testing.B) { checkPlaces(b, pool, mallila, size.vertices, size.radius) })
			b.Run("Tampere/"+size.name, func(b *testing.B) { checkPlaces(b, pool, tampere, size.vertices, size.radius) })
		}
	})
}

func checkPlaces(b *testing.B, pool *pgxpool.Pool, within orb.Bound, n int, radius float64) {
	ctx := context.Background()
	engine := engineOver(b, pool)
	random := rand.New(rand.NewPCG(3, 5)) //nolint:gosec // places, not secrets
	place := func() orb.Geometry {
		centre := orb.Point{within.Min[0] + random.Float64()*(within.Max[0]-within.Min[0]), within.Min[1] + random.Float64()*(within.Max[1]-within.Min[1])}
		if n == 1 {
			return geo.ToLonLat(centre)
		}
		return geo.Transform(wave(centre, radius, n), geo.TM35FIN, geo.CRS84)
	}
	check := func() time.Duration {
		lonLat := place()
		began := time.Now()
		if _, err := engine.Check(ctx, lonLat, checks.Answers{}, i18n.Finnish); err != nil {
			b.Fatal(err)
		}
		return time.Since(began)
	}
	for range 20 { // connections, prepared statements, pages
		check()
	}
	var times []time.Duration
	for b.Loop() {
		times = append(times, check())
	}
	slices.Sort(times)
	ms := func(share float64) float64 {
		return float64(times[int(share*float64(len(times)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(ms(0.5), "median-ms")
	b.ReportMetric(ms(0.95), "p95-ms")
	b.ReportMetric(ms(1), "max-ms")
}
