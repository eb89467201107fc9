package tiles

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// BenchmarkMemory makes tiles of 200,000 parcels that lie side by side, from memory and as the plainest prepared statement
// does, one after the other.
func BenchmarkMemory(b *testing.B) {
	pool := testdb.New(b)
	ctx := context.Background()
	if _, err := pool.Exec(ctx, `create table layer_data.v900000 as
		select (i*450+j)::bigint as fid, (i*450+j)::text as source_id,
			st_setsrid(st_makepolygon(st_makeline(array[st_makepoint(e,n), st_makepoint(e+38,n+2), st_makepoint(e+39,n+20), st_makepoint(e+36,n+37), st_makepoint(e+20,n+36), st_makepoint(e+1,n+38), st_makepoint(e,n)])), 3067)::geometry(Geometry,3067) as geom,
			jsonb_build_object('tunnus', '990-' || i || '-' || j, 'ala', 1500 + (i*j)%1000, 'laji', (array['tontti','tila','katu'])[1+(i+j)%3], 'rakennettu', (i*j)%2=0) as attributes
		from generate_series(0,449) i, generate_series(0,449) j, lateral (select 471000+i*40.0 as e, 6911000+j*40.0 as n) p order by geom;
		create index on layer_data.v900000 using gist(geom); analyze layer_data.v900000`); err != nil {
		b.Fatal(err)
	}
	v := layers.Version{Number: 900000, Layer: "parcels", State: layers.Published, Recipe: recipe("parcels", layers.Property, "tunnus", "ala", "laji", "rakennettu"), FeatureCount: 202500,
		BBox: orb.Bound{Min: orb.Point{471000, 6911000}, Max: orb.Point{490000, 6930000}}}
	s := NewSource(pool, Options{MaxFeatures: 1000000})
	began := time.Now()
	shot := snapshotOf(b, s, v)
	b.Logf("built %d in %v, %.1f MB", shot.Len(), time.Since(began), float64(shot.Bytes())/1e6)
	g := &Grids[0]
	view := shot.View(g.plane())
	for _, z := range []int{10, 12, 14, 16} {
		low, high := g.At(onGrid(g, orb.Point{471500, 6929500}), z), g.At(onGrid(g, orb.Point{489500, 6911500}), z)
		var all []Tile
		for x := low.X; x <= high.X; x++ {
			for y := low.Y; y <= high.Y; y++ {
				all = append(all, Tile{z, x, y})
			}
		}
		b.Run(fmt.Sprintf("z%d/memory", z), func(b *testing.B) {
			bytes := 0
			for i := 0; b.Loop(); i++ {
				raw, _ := paint(view, g, all[i*7%len(all)], 1000000)
				bytes += len(raw)
			}
			b.ReportMetric(float64(bytes)/float64(b.N)/1e3, "kB/tile")
			b.ReportMetric(float64(len(all)), "tiles")
		})
		b.Run(fmt.Sprintf("z%d/postgis", z), func(b *testing.B) {
			sql := `select st_asmvt(t, 'parcels', 4096, 'geom', 'fid') from (select fid, st_asmvtgeom(st_transform(geom, 3857), st_makeenvelope($1,$2,$3,$4,3857), 4096, 128) as geom,
				attributes->>'tunnus' as tunnus, (attributes->>'ala')::int as ala, attributes->>'laji' as laji, (attributes->>'rakennettu')::bool as rakennettu
				from layer_data.v900000 where geom && st_makeenvelope($5,$6,$7,$8,3067)) t where geom is not null`
			bytes := 0
			for i := 0; b.Loop(); i++ {
				at := all[i*7%len(all)]
				box := g.Bounds(at)
				search, _ := g.Search(at)
				var raw []byte
				if err := pool.QueryRow(ctx, sql, box.Min[0], box.Min[1], box.Max[0], box.Max[1], search.Min[0], search.Min[1], search.Max[0], search.Max[1]).Scan(&raw); err != nil {
					b.Fatal(err)
				}
				bytes += len(raw)
			}
			b.ReportMetric(float64(bytes)/float64(b.N)/1e3, "kB/tile")
		})
	}
}
