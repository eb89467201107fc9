package tiles

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/internal/testlog"
	"lupakartta/layers"
	"lupakartta/layers/snapshot"
	"lupakartta/tiles/tilestest"
)

// without is a source that has no room in memory, and tables for tiles of the versions, made as the service makes them.
func without(t testing.TB, pool *pgxpool.Pool, o Options, versions ...layers.Version) *Source {
	t.Helper()
	shelf := NewShelf(pool, nil, 1, testlog.Logger())
	var published []layers.Layer
	for _, v := range versions {
		published = append(published, layers.Layer{ID: v.Layer, Version: v})
	}
	shelf.Fill(t.Context(), published)
	o.Memory, o.Tables = shelf, NewTables(layers.NewStore(testdb.As(t, pool, pg.LayersRole)), testlog.Logger())
	if again := o.Tables.Fill(t.Context(), published, shelf); again != tablesAgain {
		t.Fatalf("looked at again after %v: something was not made", again)
	}
	for _, v := range versions {
		if shelf.Get(v.Number) != nil || !o.Tables.has(v) {
			t.Fatalf("version %d of %s: in memory, or without a table", v.Number, v.Layer)
		}
	}
	return NewSource(testdb.As(t, pool, pg.AppRole), o)
}

// Tiles from a version's table for tiles have what those from its own have: features, attributes and areas. Those of the
// national grid are made from its own.
func TestTablesAreAsTheVersion(t *testing.T) {
	plain, versions := neighbourhood(t)
	units, lines, points := fabric()
	versions = append(versions, publish(t, plain.pool, recipe("fabric", layers.Property, "nimi"), units),
		publish(t, plain.pool, recipe("lines", layers.BaseStreet), lines), publish(t, plain.pool, recipe("points", layers.Transit), points))
	s := without(t, plain.pool, Options{}, versions...)
	compared := 0
	for _, v := range versions {
		for i := range Grids {
			g := &Grids[i]
			for _, zoom := range []int{5, 9, 11, 13, 14, 16, 21} {
				z := min(zoom-g.ZoomShift, len(g.Levels)-1)
				if z < g.LowestZoom(v.Recipe.Style.MinZoom) {
					continue
				}
				for _, place := range seamPlaces {
					for _, at := range block(g, place, z) {
						compared += sameLayer(t, decode(t, get(t, s, g, at, v))[v.Layer], decode(t, get(t, plain, g, at, v))[v.Layer])
					}
				}
			}
		}
		web, national := s.from(&Grids[0], Tile{Z: 14}, v), s.from(&Grids[1], Tile{Z: 11}, v)
		if web != table || national != postgis {
			t.Errorf("%s: made from %s and %s", v.Layer, web, national)
		}
	}
	if compared < 5000 {
		t.Errorf("%d features compared only", compared)
	}
}

// sameLayer compares by id and attributes, and areas of all within 0.02 %.
func sameLayer(t *testing.T, got, want tilestest.Layer) int {
	t.Helper()
	features := map[uint64]tilestest.Feature{}
	for _, f := range got.Features {
		features[f.ID] = f
	}
	var area, differs float64
	for _, w := range want.Features {
		g, ok := features[w.ID]
		delete(features, w.ID)
		if !ok && onBufferEdge(w) {
			continue
		}
		if !ok || g.Kind != w.Kind || !maps.Equal(g.Tags, w.Tags) {
			t.Errorf("feature %d: got %v %v of kind %d, want %v of kind %d", w.ID, ok, g.Tags, g.Kind, w.Tags, w.Kind)
		}
		if w.Kind == 3 {
			area, differs = area+surface(w), differs+surface(g)-surface(w)
		}
	}
	for id, g := range features {
		if !onBufferEdge(g) {
			t.Errorf("feature %d is too many", id)
		}
	}
	if math.Abs(differs) > 0.0002*area+20 {
		t.Errorf("areas %g, differ by %g", area, differs)
	}
	return len(want.Features)
}

// onBufferEdge tells whether nothing of a feature lies further in than a unit from the edge of the buffer: whether a point on
// a surface is in or out is a matter of the last bit there.
func onBufferEdge(f tilestest.Feature) bool {
	for _, ring := range f.Rings {
		b := orb.LineString(ring).Bound()
		if b.Max[0] > 1-Buffer && b.Max[1] > 1-Buffer && b.Min[0] < Extent+Buffer-1 && b.Min[1] < Extent+Buffer-1 {
			return false
		}
	}
	return true
}

// What a tile without room for all keeps is what it keeps of the version's own table. Only what lies beside the tile, whose
// box in EPSG:3067 is larger, no longer takes room from what lies in it.
func TestTablesThinAsTheVersion(t *testing.T) {
	pool := testdb.New(t)
	var units, stops []shape
	for i := range 300 {
		id := strconv.Itoa(i)
		// The further north the more the grid stretches: what is bigger there need not be bigger on the ground.
		units = append(units, shape{id, square(midE+float64(i%7)*8, midN+float64(i)*900, 40+float64((i*37)%100)), nil})
		stops = append(stops, shape{id, orb.Point{midE + float64(i%9), midN + float64(i)*900}, nil})
	}
	u, p := publish(t, pool, recipe("units", layers.Property), units), publish(t, pool, recipe("stops", layers.Transit), stops)
	plain, s := NewSource(pool, Options{MaxFeatures: 40}), without(t, pool, Options{MaxFeatures: 40}, u, p)
	g := &Grids[0]
	told := func(layers map[string]tilestest.Layer) map[any]any {
		all := map[any]any{}
		for _, f := range layers[LeftOutLayer].Features {
			all[f.Tags["layer"]] = f.Tags["left_out"]
		}
		return all
	}
	for z := range 7 {
		at := g.At(onGrid(g, orb.Point{midE + 1, midN + 120_000}), z)
		got, want := decode(t, get(t, s, g, at, u, p)), decode(t, get(t, plain, g, at, u, p))
		for _, name := range []string{"units", "stops"} {
			if z < 6 {
				sameLayer(t, got[name], want[name])
			}
			for _, id := range want[name].IDs() {
				if !slices.Contains(got[name].IDs(), id) {
					t.Errorf("z%d: %s %d is left out", z, name, id)
				}
			}
			if n := len(got[name].Features); n != 40 {
				t.Errorf("z%d: %d %s", z, n, name)
			}
		}
		if a, b := told(got), told(want); z < 6 && !maps.Equal(a, b) {
			t.Errorf("z%d: left out %v, want %v", z, a, b)
		}
	}
}

// A table that is dropped under a source is not missed, and its tiles have another entity tag.
func TestTablesThatAreDropped(t *testing.T) {
	plain, versions := neighbourhood(t)
	units := versions[2]
	s := without(t, plain.pool, Options{CacheBytes: -1}, units)
	g := &Grids[0]
	at := g.At(onGrid(g, orb.Point{midE + 10, midN + 10}), 14)
	tile := func() *Encoded {
		t.Helper()
		e, err := s.Tile(t.Context(), g, at, []layers.Version{units}, Plain)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	before := tile()
	if tag := s.ETag(g, at, []layers.Version{units}, Plain); tag != before.ETag {
		t.Errorf("tag %s, foretold %s", before.ETag, tag)
	}
	if _, err := plain.pool.Exec(t.Context(), `drop table `+units.TileTable()); err != nil {
		t.Fatal(err)
	}
	after := tile()
	if after.ETag == before.ETag {
		t.Error("other bytes have the same entity tag")
	}
	sameLayer(t, decode(t, after.Bytes)["units"], decode(t, before.Bytes)["units"])
}

// What cannot be brought to web mercator has no table; everything else has.
func TestTablesThatCannotBeMade(t *testing.T) {
	plain, versions := neighbourhood(t)
	units := versions[2]
	if _, err := plain.pool.Exec(t.Context(), `insert into `+units.Table()+` (fid, source_id, geom, attributes) values (1000, 'x', st_setsrid(st_makepoint(1e9, 1e9), 3067), '{}')`); err != nil {
		t.Fatal(err)
	}
	tables := NewTables(layers.NewStore(plain.pool), testlog.Logger())
	published := []layers.Layer{{ID: units.Layer, Version: units}, {ID: versions[0].Layer, Version: versions[0]}}
	none := snapshot.NewShelf(plain.pool, nil, nil, 0, testlog.Logger())
	for range 2 {
		if again := tables.Fill(t.Context(), published, none); again != tablesAgain {
			t.Errorf("tried again after %v", again)
		}
	}
	if tables.has(units) || !tables.has(versions[0]) {
		t.Error("the wrong one has a table")
	}
}
