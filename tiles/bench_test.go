package tiles

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// The benchmarks' town: 5,000 property units with a building and an address each on 4 × 4 km, a lake with a long
// shore, streets, a plan, and layers with a handful of features. Numbers are of one machine; look at the ratios.
const townSide = 4000.0

func town(b *testing.B) (*pgxpool.Pool, []layers.Version) {
	b.Helper()
	pool := testdb.New(b)
	var lake orb.Ring
	for i := range 6000 {
		a := 2 * math.Pi * float64(i) / 6000
		r := 900 + 80*math.Sin(7*a) + 15*math.Sin(61*a) + 3*math.Sin(977*a)
		lake = append(lake, orb.Point{midE + 1200 + r*math.Cos(a), midN + 1200 + r*math.Sin(a)})
	}
	lake = append(lake, lake[0])
	var units, buildings, addresses, streets, plan []shape
	for i := range 71 {
		for j := range 71 {
			e, n := midE-townSide/2+float64(i)*56, midN-townSide/2+float64(j)*56
			id := fmt.Sprintf("990-1-%d-%d", i, j)
			units = append(units, shape{id, square(e, n, 50), map[string]any{"kiinteistotunnus": id, "ala": 2500, "laji": i % 4}})
			buildings = append(buildings, shape{id, square(e+10, n+10, 12), map[string]any{"tunnus": id, "kayttotarkoitus": "011"}})
			addresses = append(addresses, shape{id, orb.Point{e + 5, n + 1}, map[string]any{"numero": strconv.Itoa(j)}})
			if i%6 == 0 && j%6 == 0 {
				plan = append(plan, shape{id, square(e, n, 330), map[string]any{"merkinta": "AO", "numero": i}})
			}
		}
		var along, across orb.LineString
		for k := range 80 {
			along = append(along, orb.Point{midE - townSide/2 + float64(k)*50, midN - townSide/2 + float64(i)*56 + 3*math.Sin(float64(k))})
			across = append(across, orb.Point{midE - townSide/2 + float64(i)*56, midN - townSide/2 + float64(k)*50})
		}
		streets = append(streets, shape{"a" + strconv.Itoa(i), along, map[string]any{"nimi": "Katu " + strconv.Itoa(i)}},
			shape{"b" + strconv.Itoa(i), across, map[string]any{"nimi": "Tie " + strconv.Itoa(i)}})
	}
	versions := []layers.Version{
		publish(b, pool, recipe("land", layers.BaseLand), plan[:20]),
		publish(b, pool, recipe("water", layers.BaseWater, "nimi"), []shape{{"1", orb.Polygon{lake}, map[string]any{"nimi": "Mallilanjärvi"}}}),
		publish(b, pool, recipe("streets", layers.BaseStreet, "nimi"), streets),
		publish(b, pool, recipe("plan", layers.Zoning, "merkinta", "numero"), plan),
		publish(b, pool, recipe("units", layers.Property, "kiinteistotunnus", "ala", "laji"), units),
		publish(b, pool, recipe("buildings", layers.Building, "tunnus", "kayttotarkoitus"), buildings),
		publish(b, pool, recipe("addresses", layers.Address, "numero"), addresses),
	}
	for i := range 6 {
		versions = append(versions, publish(b, pool, recipe("few"+strconv.Itoa(i), layers.Natura, "merkinta"), plan[i*5:i*5+10]))
	}
	return pool, versions
}

// townTiles are all tiles of a zoom that hold a part of the town.
func townTiles(g *Grid, z int) []Tile {
	a, b := g.At(onGrid(g, orb.Point{midE - townSide/2, midN + townSide/2}), z), g.At(onGrid(g, orb.Point{midE + townSide/2, midN - townSide/2}), z)
	var all []Tile
	for x := a.X; x <= b.X; x++ {
		for y := a.Y; y <= b.Y; y++ {
			all = append(all, Tile{z, x, y})
		}
	}
	return all
}

// BenchmarkCold makes tiles of every layer at once that are in no cache, one after the other, and tells how many
// times as long one takes as a bare "select 1" through the same pool.
func BenchmarkCold(b *testing.B) {
	pool, versions := town(b)
	bare := selectOne(b, pool)
	for _, concurrency := range []int{1, 2, 3, 4} {
		for _, g := range Grids {
			for zoom := 12; zoom <= 16; zoom++ {
				z := zoom - g.ZoomShift
				b.Run(fmt.Sprintf("%s/z%d/at-once-%d", g.ID, z, concurrency), func(b *testing.B) {
					all := townTiles(&g, z)
					s := NewSource(pool, Options{Concurrency: concurrency})
					bytes := 0
					for i := 0; b.Loop(); i++ {
						s.cache.InvalidateAll()
						e, err := s.Tile(context.Background(), &g, all[i*7%len(all)], versions)
						if err != nil {
							b.Fatal(err)
						}
						bytes += e.Size(Gzip)
					}
					per := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
					b.ReportMetric(per/1e6, "ms/tile")
					b.ReportMetric(per/bare, "×select1")
					b.ReportMetric(float64(bytes)/float64(b.N)/1e3, "kB/tile")
				})
			}
		}
	}
}

// BenchmarkWarm serves tiles of every layer at once from memory, compressed as they lie there.
func BenchmarkWarm(b *testing.B) {
	pool, versions := town(b)
	g := grid(b, "WebMercatorQuad")
	all := townTiles(g, 14)
	s := NewSource(pool, Options{})
	for i := 0; b.Loop(); i++ {
		e, err := s.Tile(context.Background(), g, all[i%len(all)], versions)
		if err != nil {
			b.Fatal(err)
		}
		_ = e.ETag(Gzip)
		if err := e.Write(discard{}, Gzip); err != nil {
			b.Fatal(err)
		}
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// selectOne is the time of the least that can be asked of the database, in nanoseconds.
func selectOne(b *testing.B, pool *pgxpool.Pool) float64 {
	b.Helper()
	var one int
	const times = 2000
	start := time.Now()
	for range times {
		if err := pool.QueryRow(context.Background(), "select 1").Scan(&one); err != nil {
			b.Fatal(err)
		}
	}
	return float64(time.Since(start).Nanoseconds()) / times
}
