package tiles_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/demo/demotest"
	"lupakartta/geo"
	"lupakartta/layers"
	"lupakartta/tiles"
)

// The built-up middle of the demo's town, in EPSG:3067.
var town = orb.Bound{Min: orb.Point{478500, 6918500}, Max: orb.Point{481500, 6921500}}

// BenchmarkCold makes tiles of every layer of the town at once that are in no cache, one after the other, and tells
// how many times as long one takes as a bare "select 1" through the same pool.
func BenchmarkCold(b *testing.B) {
	pool, versions := loaded(b)
	bare := selectOne(b, pool)
	for _, atOnce := range []int{1, 2, 3, 4} {
		for i := range tiles.Grids {
			g := &tiles.Grids[i]
			for zoom := 12; zoom <= 16; zoom++ {
				b.Run(fmt.Sprintf("%s/z%d/at-once-%d", g.ID, zoom-g.ZoomShift, atOnce), func(b *testing.B) {
					all := townTiles(g, zoom-g.ZoomShift)
					bytes := 0
					for n := 0; b.Loop(); n++ {
						s := tiles.NewSource(pool, tiles.Options{Concurrency: atOnce})
						e, err := s.Tile(context.Background(), g, all[n*7%len(all)], versions, tiles.Plain)
						if err != nil {
							b.Fatal(err)
						}
						bytes += len(e.Bytes)
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

// BenchmarkView makes the tiles of a whole screen, as a browser asks for them: all at once.
func BenchmarkView(b *testing.B) {
	pool, versions := loaded(b)
	g := &tiles.Grids[0]
	for z := 12; z <= 16; z++ {
		b.Run(fmt.Sprintf("z%d", z), func(b *testing.B) {
			middle := g.At(g.CRS.FromLonLat(geo.ToLonLat(town.Center())), z)
			for b.Loop() {
				s := tiles.NewSource(pool, tiles.Options{})
				failed := make(chan error, 12)
				for i := range uint32(12) {
					go func() {
						_, err := s.Tile(context.Background(), g, tiles.Tile{Z: z, X: middle.X - 2 + i%4, Y: middle.Y - 1 + i/4}, versions, tiles.Plain)
						failed <- err
					}()
				}
				for range cap(failed) {
					if err := <-failed; err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e6, "ms/view")
		})
	}
}

// BenchmarkWarm serves tiles of every layer at once from memory, compressed as they lie there.
func BenchmarkWarm(b *testing.B) {
	pool, versions := loaded(b)
	g := &tiles.Grids[0]
	all := townTiles(g, 14)
	s := tiles.NewSource(pool, tiles.Options{})
	serve := func(n int) {
		e, err := s.Tile(context.Background(), g, all[n%len(all)], versions, tiles.Zstd)
		if err != nil || e.ETag == "" {
			b.Fatal(err)
		}
	}
	for n := range all {
		serve(n)
	}
	for n := 0; b.Loop(); n++ {
		serve(n)
	}
}

// loaded is the town and the versions of all its layers, on connections that have made a tile before.
func loaded(b *testing.B) (*pgxpool.Pool, []layers.Version) {
	b.Helper()
	pool := demotest.Town(b)
	catalogue := layers.NewCatalogue(layers.NewStore(pool))
	if err := catalogue.Load(context.Background()); err != nil {
		b.Fatal(err)
	}
	var versions []layers.Version
	for _, l := range catalogue.Layers() {
		versions = append(versions, l.Version)
	}
	g := &tiles.Grids[0]
	for _, t := range townTiles(g, 15) {
		if _, err := tiles.NewSource(pool, tiles.Options{}).Tile(context.Background(), g, t, versions, tiles.Plain); err != nil {
			b.Fatal(err)
		}
	}
	return pool, versions
}

// townTiles are all tiles of a zoom that hold a part of the town's middle.
func townTiles(g *tiles.Grid, z int) []tiles.Tile {
	box := geo.Transform(town, geo.TM35FIN, g.CRS).Bound()
	a, b := g.At(orb.Point{box.Min[0], box.Max[1]}, z), g.At(orb.Point{box.Max[0], box.Min[1]}, z)
	var all []tiles.Tile
	for x := a.X; x <= b.X; x++ {
		for y := a.Y; y <= b.Y; y++ {
			all = append(all, tiles.Tile{Z: z, X: x, Y: y})
		}
	}
	return all
}

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
