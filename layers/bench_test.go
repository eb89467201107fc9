package layers

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"lupakartta/internal/testdb"
)

// BenchmarkBuild builds a layer of polygons with 8 vertices, from Add to a table that can be published.
func BenchmarkBuild(b *testing.B) {
	for _, count := range []int{10_000, 100_000} {
		b.Run(strconv.Itoa(count), func(b *testing.B) {
			store := NewStore(testdb.New(b))
			random := rand.New(rand.NewPCG(1, 2))
			for b.Loop() {
				buildRandom(b, store, random, count)
			}
			b.ReportMetric(float64(count)*float64(b.N)/b.Elapsed().Seconds(), "features/s")
		})
	}
}

func buildRandom(b *testing.B, store *Store, random *rand.Rand, count int) {
	ctx := context.Background()
	recipe := testRecipe("bench", Property)
	recipe.Search = &Search{Kind: "property", Title: []string{"id"}}
	build, err := store.Begin(ctx, recipe, Origin{Name: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	for i := range count {
		e, n := 250_000+random.Float64()*350_000, 6_700_000+random.Float64()*900_000
		ring := orb.Ring{{e, n}, {e + 20, n}, {e + 30, n + 10}, {e + 30, n + 20}, {e + 20, n + 30}, {e, n + 30}, {e - 10, n + 20}, {e, n}}
		data, err := ewkb.Marshal(orb.Polygon{ring}, SRID)
		if err != nil {
			b.Fatal(err)
		}
		id := "990-1-" + strconv.Itoa(i/9999) + "-" + strconv.Itoa(i)
		if err := build.Add(Feature{SourceID: id, EWKB: data, Attributes: json.RawMessage(`{"id":"` + id + `","kind":"unit"}`)}); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := build.Finish(ctx); err != nil {
		b.Fatal(err)
	}
}
