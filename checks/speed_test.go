package checks_test

import (
	"context"
	"fmt"
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
	"lupakartta/demo"
	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// town is a database with Mallila and the embedded rules.
func town(t testing.TB) (*pgxpool.Pool, *layers.Store) {
	t.Helper()
	fill := func(ctx context.Context, pool *pgxpool.Pool) error {
		if err := checks.Seed(ctx, pool); err != nil {
			return err
		}
		return demo.Load(ctx, layers.NewStore(pool), demo.Options{}, nil)
	}
	pool := testdb.Template(t, "checks_town", "town", fill)
	if err := fill(context.Background(), pool); err != nil { // where the template is of an older generator
		t.Fatal(err)
	}
	return pool, layers.NewStore(pool)
}

// realTampere loads the real plan maps beside the town, or skips.
func realTampere(b *testing.B, store *layers.Store) {
	b.Helper()
	folder := os.Getenv("LUPAKARTTA_REAL_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "shared", "data")
	}
	if _, err := os.Stat(folder); err != nil {
		b.Skip("no real files")
	}
	for _, path := range []string{"national", "tampere"} {
		if _, err := store.Import(context.Background(), layers.ImportOptions{Path: filepath.Join(folder, path), Publish: true}); err != nil {
			b.Fatal(err)
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

func BenchmarkCheck(b *testing.B) {
	pool, store := town(b)
	mallila := orb.Bound{Min: orb.Point{477_500, 6_917_500}, Max: orb.Point{482_500, 6_922_500}}
	tampere := orb.Bound{Min: orb.Point{322_000, 6_817_000}, Max: orb.Point{337_000, 6_830_000}}
	for _, size := range []struct {
		name   string
		n      int
		radius float64
	}{{"point", 1, 0}, {"area of 1000 vertices", 1000, 150}, {"wide area of 3000 vertices", 3000, 800}} {
		b.Run("town/"+size.name, func(b *testing.B) { checkPlaces(b, pool, store, mallila, size.n, size.radius) })
	}
	b.Run("beside Tampere", func(b *testing.B) {
		realTampere(b, store)
		for _, size := range []struct {
			name   string
			n      int
			radius float64
		}{{"point", 1, 0}, {"area of 1000 vertices", 1000, 150}, {"wide area of 3000 vertices", 3000, 800}} {
			b.Run("town/"+size.name, func(b *testing.B) { checkPlaces(b, pool, store, mallila, size.n, size.radius) })
			b.Run("Tampere/"+size.name, func(b *testing.B) { checkPlaces(b, pool, store, tampere, size.n, size.radius) })
		}
	})
}

func checkPlaces(b *testing.B, pool *pgxpool.Pool, store *layers.Store, within orb.Bound, n int, radius float64) {
	ctx := context.Background()
	catalogue := layers.NewCatalogue(store)
	if err := catalogue.Load(ctx); err != nil {
		b.Fatal(err)
	}
	engine := checks.NewEngine(pool, catalogue, slog.New(slog.DiscardHandler))
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
		if _, err := engine.Check(ctx, lonLat, i18n.Finnish); err != nil {
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
	if testing.Verbose() {
		fmt.Printf("%d layers\n", len(catalogue.Layers()))
	}
}
