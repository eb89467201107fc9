package tiles_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/demo/demotest"
	"lupakartta/geo"
	"lupakartta/internal/testlog"
	"lupakartta/layers"
	"lupakartta/tiles"
	"lupakartta/tiles/tilestest"
)

// plainTile is a layer of a tile by the plainest statement there is, which shares nothing with ours.
func plainTile(ctx context.Context, pool *pgxpool.Pool, g *tiles.Grid, at tiles.Tile, v layers.Version) (raw []byte, err error) {
	b := g.Bounds(at)
	err = pool.QueryRow(ctx, fmt.Sprintf(`
with square as (select st_makeenvelope($1, $2, $3, $4, %[1]d) as box), drawn as (
	select fid, st_asmvtgeom(st_transform(geom, %[1]d), box, 4096, 128) as geom
	from %[2]s, square where geom && st_transform(st_expand(st_segmentize(box, ($3 - $1) / 64), ($3 - $1) / 16), 3067)
)
select st_asmvt(drawn, $5, 4096, 'geom', 'fid') from drawn where geom is not null`, g.CRS, v.Table()),
		b.Min[0], b.Min[1], b.Max[0], b.Max[1], v.Layer).Scan(&raw)
	return raw, err
}

// drawn is what a tile shows of areas: how many, and how much they cover, in square units.
type drawn struct{ count, area float64 }

func drawnIn(t *testing.T, raw []byte, layer string) (d drawn, ids []uint64) {
	t.Helper()
	decoded, err := tilestest.Decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range decoded[layer].Features {
		if f.Kind != 3 {
			continue
		}
		d.count++
		for _, ring := range f.Rings {
			d.area += tilestest.Area(ring)
		}
	}
	ids = decoded[layer].IDs()
	slices.Sort(ids)
	return d, ids
}

// coarsest is the web-mercator zoom from which on the town's areas are larger than units: below, what is left of them is a
// matter of rounding.
const coarsest = 11

// Tiles from memory and by our statement show what the plainest statement shows: on random tiles of random zooms in both
// grids every feature, as many areas, and of each layer as much area but for what rounding and simplification change.
func TestRandomTilesAreAsST_AsMVT(t *testing.T) {
	pool := demotest.Town(t)
	catalogue := layers.NewCatalogue(layers.NewStore(pool))
	if err := catalogue.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	shelf := tiles.NewShelf(pool, nil, 1<<30, testlog.Logger())
	shelf.Fill(t.Context(), catalogue.Layers())
	makers := map[string]*tiles.Source{"memory": tiles.NewSource(pool, tiles.Options{Memory: shelf}), "PostGIS": tiles.NewSource(pool, tiles.Options{})}
	random := rand.New(rand.NewPCG(20, 26))
	for _, id := range []string{"mallila_property", "mallila_building", "mallila_base_land", "mallila_natura"} {
		layer, ok := catalogue.Layer(id)
		if !ok {
			t.Fatalf("no layer %s", id)
		}
		box := layer.Version.BBox
		for i := range tiles.Grids {
			g := &tiles.Grids[i]
			want, got := drawn{}, map[string]drawn{}
			for range 25 {
				z := g.LowestZoom(max(layer.Version.Recipe.Style.MinZoom, coarsest)) + random.IntN(4)
				p := orb.Point{box.Min[0] + random.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + random.Float64()*(box.Max[1]-box.Min[1])}
				at := g.At(g.CRS.FromLonLat(geo.ToLonLat(p)), z)
				raw, err := plainTile(t.Context(), pool, g, at, layer.Version)
				if err != nil {
					t.Fatal(err)
				}
				theirs, theirIDs := drawnIn(t, raw, id)
				want.count, want.area = want.count+theirs.count, want.area+theirs.area
				for maker, s := range makers {
					e, err := s.Tile(t.Context(), g, at, []layers.Version{layer.Version}, tiles.Plain)
					if err != nil {
						t.Fatal(err)
					}
					ours, ourIDs := drawnIn(t, e.Bytes, id)
					sum := got[maker]
					got[maker] = drawn{sum.count + ours.count, sum.area + ours.area}
					for _, fid := range theirIDs {
						if _, there := slices.BinarySearch(ourIDs, fid); !there {
							t.Errorf("%s, %s %v: feature %d is missing", maker, g.ID, at, fid)
						}
					}
				}
			}
			if want.count < 20 {
				t.Errorf("%s: %v areas only", id, want.count)
			}
			for maker, d := range got {
				t.Logf("%s %s %s: %+.4f %% of area, %v areas of %v", id, g.ID, maker, 100*(d.area/want.area-1), d.count, want.count)
				if math.Abs(d.area/want.area-1) > 0.0002 || math.Abs(d.count/want.count-1) > 0.005 {
					t.Errorf("%s, %s, %s: %v, want %v", id, g.ID, maker, d, want)
				}
			}
		}
	}
}
