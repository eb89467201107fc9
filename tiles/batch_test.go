package tiles

import (
	"context"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
)

// BenchmarkBatch is the road not taken: all layers of a tile in one pipeline over one connection.
func BenchmarkBatch(b *testing.B) {
	pool, versions := town(b)
	g := grid(b, "WebMercatorQuad")
	s := NewSource(pool, Options{})
	for z := 12; z <= 16; z++ {
		b.Run(fmt.Sprintf("z%d", z), func(b *testing.B) {
			all := townTiles(g, z)
			for i := 0; b.Loop(); i++ {
				batch := &pgx.Batch{}
				for _, v := range versions {
					if at := all[i*7%len(all)]; g.shows(at, v) {
						batch.Queue(s.texts.of(g, v), s.arguments(g, at, v)...)
					}
				}
				results := pool.SendBatch(context.Background(), batch)
				for range batch.Len() {
					var raw []byte
					var left int64
					if err := results.QueryRow().Scan(&raw, &left); err != nil {
						b.Fatal(err)
					}
					if _, err := newPart("x", raw, left); err != nil {
						b.Fatal(err)
					}
				}
				if err := results.Close(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e6, "ms/tile")
		})
	}
}
