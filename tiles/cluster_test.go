package tiles

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/tiles/tilestest"
)

// stops are points in crowds and alone, of two kinds in places of their own and mixed, beside what is never gathered.
func stops(t testing.TB, pool *pgxpool.Pool) (v layers.Version, points int) {
	random := rand.New(rand.NewPCG(3, 9))
	var shapes []shape
	for i := range 900 {
		kind := []string{"bus", "tram"}[i%2]
		at := orb.Point{midE + 9000*random.Float64(), midN + 9000*random.Float64()}
		switch i % 10 {
		case 0: // a crowd of one kind
			kind, at = "tram", orb.Point{midE - 15000 + 200*random.Float64(), midN + 200*random.Float64()}
		case 1:
			at = orb.Point{midE + 300*random.NormFloat64(), midN - 9000 + 300*random.NormFloat64()}
		}
		shapes = append(shapes, shape{fmt.Sprint(i), at, map[string]any{"kind": kind, "name": fmt.Sprint("Pysäkki ", i)}})
	}
	points = len(shapes)
	shapes = append(shapes, shape{"depot", square(midE, midN, 3000), map[string]any{"kind": "depot"}},
		shape{"pair", orb.MultiPoint{{midE, midN}, {midE + 10, midN}}, map[string]any{"kind": "bus"}})
	r := recipe("stops", layers.Transit, "kind", "name")
	r.Style.MinZoom, r.Style.ClusterBelow, r.Style.ColorBy = 6, 14, "kind"
	return publish(t, pool, r, shapes), points
}

// spread of tiles around the stops, at a zoom of a grid.
func around(g *Grid, z int) (tiles []Tile) {
	low, high := g.At(onGrid(g, orb.Point{midE - 22000, midN + 18000}), z), g.At(onGrid(g, orb.Point{midE + 18000, midN - 18000}), z)
	for x := low.X; x <= high.X; x++ {
		for y := low.Y; y <= high.Y; y++ {
			tiles = append(tiles, Tile{z, x, y})
		}
	}
	return tiles
}

func countOf(f tilestest.Feature) uint64 {
	n, _ := f.Tags[PointCount].(int64)
	return uint64(n) //nolint:gosec // a number of points
}

// Every point is told once, alone or in a number, at every zoom and in both grids, and what is no point is as ever.
func TestPointsAreGatheredAndNoneIsLost(t *testing.T) {
	pool := testdb.New(t)
	v, points := stops(t, pool)
	plain, quick := NewSource(pool, Options{}), remembering(t, pool, v)
	for i := range Grids {
		g := &Grids[i]
		for zoom := 7; zoom <= 15; zoom++ {
			z := zoom - g.ZoomShift
			var total, gathered uint64
			for _, at := range around(g, z) {
				fromMemory, fromPostGIS := decode(t, get(t, quick, g, at, v))["stops"], decode(t, get(t, plain, g, at, v))["stops"]
				sameGathered(t, fmt.Sprintf("%s %v", g.ID, at), fromMemory.Features, fromPostGIS.Features)
				for _, f := range fromMemory.Features {
					p := f.Rings[0][0]
					if f.Kind != 1 || len(f.Rings) > 1 || f.ID > uint64(points) || p[0] < 0 || p[1] < 0 || p[0] >= Extent || p[1] >= Extent {
						continue
					}
					if n := countOf(f); n > 0 {
						total, gathered = total+n, gathered+n
					} else {
						total++
					}
				}
			}
			if math.Abs(float64(total)-float64(points)) > 2 { // rounding may take a point over a seam
				t.Errorf("%s z%d: %d of %d points", g.ID, z, total, points)
			}
			if (zoom < 14) != (gathered > 0) {
				t.Errorf("%s z%d: %d points are gathered", g.ID, z, gathered)
			}
		}
	}
}

// sameGathered compares features of two tiles where several have no id: by what they are and where, to a unit.
func sameGathered(t *testing.T, where string, got, want []tilestest.Feature) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d features, want %d", where, len(got), len(want))
		return
	}
	order := func(a, b tilestest.Feature) int {
		return cmp.Or(cmp.Compare(countOf(a), countOf(b)), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Rings[0][0][0], b.Rings[0][0][0]), cmp.Compare(a.Rings[0][0][1], b.Rings[0][0][1]))
	}
	slices.SortFunc(got, order)
	slices.SortFunc(want, order)
	for i, w := range want {
		g := got[i]
		if g.ID != w.ID || g.Kind != w.Kind || fmt.Sprint(g.Tags) != fmt.Sprint(w.Tags) {
			t.Errorf("%s: %d %d %v, want %d %d %v", where, g.ID, g.Kind, g.Tags, w.ID, w.Kind, w.Tags)
		}
		if w.Kind == 1 && math.Hypot(g.Rings[0][0][0]-w.Rings[0][0][0], g.Rings[0][0][1]-w.Rings[0][0][1]) > 1.5 {
			t.Errorf("%s: %v lies at %v, want %v", where, g.Tags, g.Rings[0][0], w.Rings[0][0])
		}
	}
}

// What is gathered near a seam is the same on both sides of it, so that its symbol is whole.
func TestGatheredPointsAtSeams(t *testing.T) {
	pool := testdb.New(t)
	v, _ := stops(t, pool)
	s := remembering(t, pool, v)
	seen := 0
	for i := range Grids {
		g := &Grids[i]
		for zoom := 9; zoom <= 13; zoom++ {
			z := zoom - g.ZoomShift
			in := map[Tile]map[string]bool{} // gathered points by tile, as numbers and places in the whole grid
			for _, at := range around(g, z) {
				in[at] = map[string]bool{}
				for _, f := range decode(t, get(t, s, g, at, v))["stops"].Features {
					if n := countOf(f); n > 0 {
						p := f.Rings[0][0]
						in[at][fmt.Sprintf("%d %v %d %d", n, f.Tags["kind"], int64(at.X)*Extent+int64(p[0]), int64(at.Y)*Extent+int64(p[1]))] = true
						if f.ID != 0 {
							t.Errorf("%d points have the id %d", n, f.ID)
						}
					}
				}
			}
			for at, here := range in {
				for key := range here {
					var n, x, y int64
					var kind string
					if _, err := fmt.Sscan(key, &n, &kind, &x, &y); err != nil {
						kind = ""
					}
					for dx := int64(-1); dx <= 1; dx++ {
						for dy := int64(-1); dy <= 1; dy++ {
							there := Tile{z, uint32(int64(at.X) + dx), uint32(int64(at.Y) + dy)}
							left, top := int64(there.X)*Extent, int64(there.Y)*Extent
							if in[there] == nil || kind == "" || x <= left-Buffer || y <= top-Buffer || x >= left+Extent+Buffer || y >= top+Extent+Buffer {
								continue
							}
							if there != at {
								seen++
							}
							if !in[there][key] {
								t.Errorf("%s: %v has %s, %v has not", g.ID, at, key, there)
							}
						}
					}
				}
			}
		}
	}
	if seen < 5 {
		t.Errorf("looked at %d gathered points at seams", seen)
	}
}

// Gathered points have the colour of their kind where all are of one.
func TestGatheredPointsOfOneKind(t *testing.T) {
	pool := testdb.New(t)
	v, _ := stops(t, pool)
	g := grid(t, "WebMercatorQuad")
	at := g.At(onGrid(g, orb.Point{midE - 14900, midN + 100}), 12)
	kinds := map[any]uint64{}
	for _, f := range decode(t, get(t, remembering(t, pool, v), g, at, v))["stops"].Features {
		kinds[f.Tags["kind"]] += countOf(f)
		if _, named := f.Tags["name"]; named && countOf(f) > 0 {
			t.Errorf("gathered points have a name: %v", f.Tags)
		}
	}
	if len(kinds) != 1 || kinds["tram"] != 90 {
		t.Errorf("points by kind: %v, want 90 trams", kinds)
	}
}
