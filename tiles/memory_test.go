package tiles

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"

	"lupakartta/internal/testdb"
	"lupakartta/internal/testlog"
	"lupakartta/layers"
	"lupakartta/layers/snapshot"
	"lupakartta/tiles/tilestest"
)

// snapshotOf reads a version into memory for every grid.
func snapshotOf(t testing.TB, s *Source, v layers.Version) *snapshot.Snapshot {
	t.Helper()
	var planes []snapshot.Plane
	for i := range Grids {
		planes = append(planes, Grids[i].plane())
	}
	shot, err := snapshot.Build(t.Context(), s.pool, v, planes, snapshot.Columns{Tile: attributes(v)})
	if err != nil {
		t.Fatal(err)
	}
	return shot
}

// TestMemoryIsAsPostGIS compares tiles made from memory with those that PostGIS makes: the same features with the same
// attributes, of the same kind, and areas that differ by less than rounding does.
func TestMemoryIsAsPostGIS(t *testing.T) {
	s, versions := neighbourhood(t)
	for _, v := range versions {
		shot := snapshotOf(t, s, v)
		for i := range Grids {
			g := &Grids[i]
			for _, zoom := range []int{5, 9, 11, 13, 14, 15, 16} {
				z := zoom - g.ZoomShift
				if z < g.LowestZoom(v.Recipe.Style.MinZoom) {
					continue
				}
				for _, at := range block(g, seamPlaces[3], z) {
					want := decode(t, get(t, s, g, at, v))[v.Layer]
					raw, _ := paint(shot.View(g.plane()), g, at, 20000)
					compareLayers(t, decode(t, raw)[v.Layer], want)
				}
			}
		}
	}
}

func compareLayers(t *testing.T, got, want tilestest.Layer) {
	t.Helper()
	features := map[uint64]tilestest.Feature{}
	for _, f := range got.Features {
		features[f.ID] = f
	}
	for _, w := range want.Features {
		g, ok := features[w.ID]
		delete(features, w.ID)
		if !ok {
			t.Errorf("feature %d is missing", w.ID)
			continue
		}
		if !maps.Equal(g.Tags, w.Tags) {
			t.Errorf("feature %d: attributes %v, want %v", w.ID, g.Tags, w.Tags)
		}
		if g.Kind != w.Kind {
			t.Errorf("feature %d: kind %d, want %d", w.ID, g.Kind, w.Kind)
			continue
		}
		if a, b := surface(g), surface(w); g.Kind == 3 && math.Abs(a-b) > 0.02*b+20 {
			t.Errorf("feature %d: area %g, want %g", w.ID, a, b)
		}
	}
	if len(features) > 0 {
		t.Errorf("%d features that PostGIS has not: %v", len(features), slices.Collect(maps.Keys(features)))
	}
}

func surface(f tilestest.Feature) (sum float64) {
	for _, ring := range f.Rings {
		sum += tilestest.Area(ring)
	}
	return sum
}

// star is an outline with spikes, which small zooms make a mess of.
func star(rnd *rand.Rand, e, n, size float64, corners int) orb.Polygon {
	ring := make(orb.Ring, 0, corners+1)
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(corners))
		r := size * (0.05 + rnd.Float64())
		ring = append(ring, orb.Point{e + r*cos, n + r*sin})
	}
	return orb.Polygon{append(ring, ring[0])}
}

// TestEveryRingIsValid asks PostGIS whether what rounding and cutting leave of thorny outlines is valid.
func TestEveryRingIsValid(t *testing.T) {
	pool := testdb.New(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	var shapes []shape
	for i := range 300 {
		shapes = append(shapes, shape{string(rune('a'+i%26)) + string(rune('0'+i/26)), star(rnd, midE+3000*rnd.Float64(), midN+3000*rnd.Float64(), 5+400*rnd.Float64()*rnd.Float64(), 5+rnd.IntN(60)), nil})
	}
	v := publish(t, pool, recipe("stars", layers.Natura), shapes)
	shot := snapshotOf(t, NewSource(pool, Options{}), v)
	looked := 0
	for i := range Grids {
		g := &Grids[i]
		for zoom := 8; zoom <= 16; zoom++ {
			z := zoom - g.ZoomShift
			low, high := g.At(onGrid(g, orb.Point{midE, midN + 3000}), z), g.At(onGrid(g, orb.Point{midE + 3000, midN}), z)
			for x := low.X; x <= high.X; x += 1 + (high.X-low.X)/4 {
				for y := low.Y; y <= high.Y; y += 1 + (high.Y-low.Y)/4 {
					raw, _ := paint(shot.View(g.plane()), g, Tile{z, x, y}, 20000)
					for _, f := range decode(t, raw)["stars"].Features {
						if f.Kind != 3 {
							continue
						}
						looked++
						var valid bool
						var why string
						if err := pool.QueryRow(t.Context(), `select st_isvalid(g), st_isvalidreason(g) from st_geomfromtext($1) g`, tilestest.Polygons(f)).Scan(&valid, &why); err != nil || !valid {
							t.Errorf("%s z%d %d/%d, feature %d: %s, %v: %s", g.ID, z, x, y, f.ID, why, err, tilestest.Polygons(f))
						}
					}
				}
			}
		}
	}
	if looked < 1000 {
		t.Errorf("looked at %d areas only", looked)
	}
}

// TestNothingSmallVanishes draws thin strips of which rounding makes eights, or what runs round the other way: at every
// zoom each of them is there, as an area or as a point.
func TestNothingSmallVanishes(t *testing.T) {
	pool := testdb.New(t)
	random := rand.New(rand.NewPCG(7, 7))
	var strips []shape
	for i := range 1500 {
		e, n := midE+100*random.Float64(), midN+100*random.Float64()
		along, wide := 1+12*random.Float64(), 0.1+2*random.Float64()
		sin, cos := math.Sincos(2 * math.Pi * random.Float64())
		ring := orb.Ring{}
		for _, p := range [][2]float64{{0, 0}, {0.3, 0.1}, {0.6, -0.1}, {1, 0}, {1, 1}, {0.5, 1.1}, {0.2, 0.9}, {0, 1}, {0, 0}} {
			x, y := p[0]*along, p[1]*wide
			ring = append(ring, orb.Point{e + x*cos - y*sin, n + x*sin + y*cos})
		}
		strips = append(strips, shape{fmt.Sprint(i), orb.Polygon{ring}, nil})
	}
	v := publish(t, pool, recipe("strips", layers.Property), strips)
	shot := snapshotOf(t, NewSource(pool, Options{}), v)
	for i := range Grids {
		g := &Grids[i]
		for zoom := 8; zoom <= 16; zoom++ {
			z := zoom - g.ZoomShift
			there := map[uint64]bool{}
			for _, at := range block(g, g.CRS.ToLonLat(onGrid(g, orb.Point{midE + 50, midN + 50})), z) {
				raw, _ := paint(shot.View(g.plane()), g, at, 20000)
				for _, f := range decode(t, raw)["strips"].Features {
					there[f.ID] = true
				}
			}
			if len(there) != len(strips) {
				t.Errorf("%s z%d: %d of %d are there", g.ID, z, len(there), len(strips))
			}
		}
	}
}

// remembering is a source that has the versions in memory.
func remembering(t testing.TB, pool *pgxpool.Pool, versions ...layers.Version) *Source {
	t.Helper()
	shelf := NewShelf(pool, nil, 1<<30, testlog.Logger())
	var published []layers.Layer
	for _, v := range versions {
		published = append(published, layers.Layer{ID: v.Layer, Version: v})
	}
	shelf.Fill(t.Context(), published)
	for _, v := range versions {
		if shelf.Get(v.Number) == nil {
			t.Fatalf("version %d of %s is not in memory", v.Number, v.Layer)
		}
	}
	return NewSource(pool, Options{Memory: shelf})
}

// A source takes from memory what is there, and asks PostGIS for everything else: another version, and tiles finer than
// what is kept.
func TestSourceWithMemory(t *testing.T) {
	plain, versions := neighbourhood(t)
	shelf := NewShelf(plain.pool, nil, 1<<20, testlog.Logger())
	units, streets := versions[2], versions[1]
	shelf.Fill(t.Context(), []layers.Layer{{ID: units.Layer, Version: units}})
	registry := prometheus.NewRegistry()
	s := NewSource(plain.pool, Options{Memory: shelf, Metrics: registry})
	g := &Grids[0]
	for _, z := range []int{14, deepest + 1} {
		at := g.At(onGrid(g, orb.Point{midE + 10, midN + 10}), z)
		for _, v := range []layers.Version{units, streets} {
			compareLayers(t, decode(t, get(t, s, g, at, v))[v.Layer], decode(t, get(t, plain, g, at, v))[v.Layer])
		}
	}
	for way, want := range map[[2]string]uint64{{"units", "memory"}: 1, {"units", "postgis"}: 1, {"streets", "memory"}: 0, {"streets", "postgis"}: 2} {
		var m dto.Metric
		if err := s.metrics.encode.WithLabelValues(way[0], way[1]).(prometheus.Metric).Write(&m); err != nil || m.GetHistogram().GetSampleCount() != want {
			t.Errorf("%v: %d tiles, want %d, %v", way, m.GetHistogram().GetSampleCount(), want, err)
		}
	}
}
