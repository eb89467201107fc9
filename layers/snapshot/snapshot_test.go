package snapshot

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/encoding/ewkb"
	"github.com/paulmach/orb/planar"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
)

// The planes of the grids that are served.
var (
	national = Plane{CRS: geo.TM35FIN, Origin: orb.Point{-548576, 8388608}, Side: 2097152}
	web      = Plane{CRS: geo.Mercator, Origin: orb.Point{-math.Pi * 6378137, math.Pi * 6378137}, Side: 2 * math.Pi * 6378137}
)

func TestPositionsAreExact(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for _, plane := range []Plane{national, web} {
		w := newWarp(plane)
		for range 20_000 {
			lonLat := orb.Point{19 + 12.6*rnd.Float64(), 58.8 + 11.3*rnd.Float64()}
			p := geo.ToTM35FIN(lonLat)
			got, want := w.at(p), plane.At(plane.CRS.FromLonLat(geo.ToLonLat(p)))
			if dx, dy := int64(got.X)-int64(want.X), int64(got.Y)-int64(want.Y); dx < -1 || dx > 1 || dy < -1 || dy > 1 {
				t.Fatalf("%v in %v is %v, want %v", p, plane.CRS, got, want)
			}
			back := plane.Point(want)
			exact := plane.CRS.FromLonLat(geo.ToLonLat(p))
			if d := math.Hypot(back[0]-exact[0], back[1]-exact[1]); d > plane.Unit() {
				t.Fatalf("%v is off by %g m", p, d)
			}
		}
	}
}

func TestTreeFindsWhatMeetsTheBox(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	random := func(size uint32) Box {
		x, y := rnd.Uint32N(1<<20), rnd.Uint32N(1<<20)
		return Box{XY{x, y}, XY{x + rnd.Uint32N(size), y + rnd.Uint32N(size)}}
	}
	for _, n := range []int{0, 1, 15, 16, 17, 300, 5000} {
		boxes := make([]Box, n)
		for i := range boxes {
			boxes[i] = random(1 << 12)
		}
		tree := newTree(boxes)
		for range 50 {
			asked := random(1 << 19)
			var want []uint32
			for i, box := range boxes {
				if box.Meets(asked) {
					want = append(want, uint32(i)) //nolint:gosec // small
				}
			}
			if got := tree.search(asked, nil); !slices.Equal(got, want) {
				t.Fatalf("of %d: found %d, want %d", n, len(got), len(want))
			}
		}
	}
}

// built publishes shapes of one layer and reads them into memory.
func built(t *testing.T, features []layerstest.Feature, names ...string) *Snapshot {
	t.Helper()
	pool := testdb.New(t)
	recipe := layers.Recipe{ID: "sites", Theme: layers.Natura, Title: i18n.Text{Fi: "a", Sv: "a", En: "a"}, Licence: "CC0-1.0", Attribution: "x", Coverage: layers.Coverage{Kind: layers.CoverNone}}
	v := layerstest.Publish(t, pool, layerstest.Layer{Recipe: recipe, Features: features})
	s, err := Build(t.Context(), pool, v, []Plane{national, web}, Columns{Tile: names})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWhatIsBuilt(t *testing.T) {
	const e, n = 480000.0, 6920000.0
	hole := orb.Ring{{e + 10, n + 10}, {e + 10, n + 20}, {e + 20, n + 20}, {e + 10, n + 10}}
	s := built(t, []layerstest.Feature{
		{ID: "point", Shape: orb.Point{e, n}, Attributes: map[string]any{"nimi": "Å", "luku": 12.5}},
		{ID: "points", Shape: orb.MultiPoint{{e, n}, {e + 1, n}}},
		{ID: "line", Shape: orb.MultiLineString{{{e, n}, {e + 5, n}}, {{e, n + 9}, {e + 5, n + 9}, {e + 6, n}}}, Attributes: map[string]any{"nimi": nil, "luku": -3}},
		{ID: "area", Shape: orb.Polygon{{{e, n}, {e + 40, n}, {e + 40, n + 40}, {e, n + 40}, {e, n}}, hole}, Attributes: map[string]any{"nimi": "Å", "muu": true}},
	}, "nimi", "luku")
	if s.Len() != 4 || s.Bytes() < 4*50 {
		t.Fatalf("%d features of %d bytes", s.Len(), s.Bytes())
	}
	kinds, parts, rows := map[int64]Kind{}, map[int64]int{}, map[int64]string{}
	for i := range uint32(4) {
		first, end := s.Parts(i)
		kinds[s.FID(i)], parts[s.FID(i)] = s.Kind(i), int(end-first)
		for c, value := range s.Row(i) {
			if value > 0 {
				rows[s.FID(i)] += fmt.Sprintf("%s=%x ", s.Names[c], s.Values[c].At(value-1))
			}
		}
	}
	if got := fmt.Sprint(kinds, parts); got != "map[1:1 2:1 3:2 4:3] map[1:1 2:1 3:2 4:2]" {
		t.Errorf("kinds and parts: %s", got)
	}
	// Fields 1 (text), 3 (double) and 6 (zigzag) of the tile schema's values.
	if got := fmt.Sprint(rows); got != "map[1:nimi=0a02c385 luku=190000000000002940  3:luku=3005  4:nimi=0a02c385 ]" {
		t.Errorf("attributes: %s", got)
	}
	if got := s.Values[0].Len(); got != 1 {
		t.Errorf("%d names are kept, want one", got)
	}
	for _, plane := range []Plane{national, web} {
		v := s.View(plane)
		found := v.Search(Box{Max: XY{math.MaxUint32, math.MaxUint32}}, nil)
		if len(found) != 4 {
			t.Errorf("%v: found %v", plane.CRS, found)
		}
		for _, f := range found {
			first, end := s.Parts(f)
			for part := first; part < end; part++ {
				positions := v.Positions(part)
				if box := boxOf(positions); !v.Box(f).Holds(box) {
					t.Errorf("part %d of feature %d reaches out of its box", part, s.FID(f))
				}
				if s.Kind(f) == Areas && (len(positions) != 4 && !s.Hole(part) || len(positions) != 3 && s.Hole(part)) {
					t.Errorf("a ring of %d positions", len(positions))
				}
			}
		}
	}
	if s.View(Plane{}) != nil {
		t.Error("a plane that it was not built for")
	}
}

// What is kept of a shelf is what is published and has room.
func TestShelf(t *testing.T) {
	pool := testdb.New(t)
	recipe := layers.Recipe{ID: "sites", Theme: layers.Natura, Title: i18n.Text{Fi: "a", Sv: "a", En: "a"}, Licence: "CC0-1.0", Attribution: "x", Coverage: layers.Coverage{Kind: layers.CoverNone}}
	publish := func(n int) layers.Layer {
		var features []layerstest.Feature
		for i := range n {
			features = append(features, layerstest.Feature{ID: fmt.Sprint(i), Shape: orb.Point{480000 + float64(i), 6920000}})
		}
		v := layerstest.Publish(t, pool, layerstest.Layer{Recipe: recipe, Features: features})
		return layers.Layer{ID: v.Layer, Theme: recipe.Theme, Version: v}
	}
	first, second := publish(3), publish(5)
	columns := func(layers.Version) Columns { return Columns{} }
	shelf := NewShelf(pool, []Plane{national}, columns, 1<<20, slog.New(slog.DiscardHandler))
	if whole, kept := shelf.Whole(); whole || kept != 0 {
		t.Errorf("an empty shelf is whole: %v, with %d layers", whole, kept)
	}
	shelf.Fill(t.Context(), []layers.Layer{first})
	if whole, kept := shelf.Whole(); !whole || kept != 1 {
		t.Errorf("a filled shelf is whole: %v, with %d layers", whole, kept)
	}
	if shot := shelf.Get(first.Version.Number); shot == nil || shot.Len() != 3 || shelf.Taken() != shot.Bytes() {
		t.Fatalf("the first is %v", shot)
	}
	shelf.Fill(t.Context(), []layers.Layer{second})
	if shelf.Get(first.Version.Number) != nil || shelf.Get(second.Version.Number) == nil || shelf.Taken() != shelf.Get(second.Version.Number).Bytes() {
		t.Error("the second did not take the first's place")
	}
	tight := NewShelf(pool, []Plane{national}, columns, peakOf(max(tableSize(t, pool, first.Version), tableSize(t, pool, second.Version))), slog.New(slog.DiscardHandler))
	for _, layer := range []layers.Layer{first, second} {
		if tight.Fill(t.Context(), []layers.Layer{layer}); tight.Get(layer.Version.Number) == nil {
			t.Errorf("version %d has no room beside the one that it replaces", layer.Version.Number)
		}
	}
	shelf.Fill(t.Context(), nil)
	if shelf.Taken() != 0 || shelf.Get(second.Version.Number) != nil {
		t.Error("a layer that is gone is kept")
	}
	small := NewShelf(pool, []Plane{national}, columns, 100, slog.New(slog.DiscardHandler))
	small.Fill(t.Context(), []layers.Layer{second})
	if small.Get(second.Version.Number) != nil || small.Taken() != 0 {
		t.Error("kept without room")
	}
	if told, want := small.Standing(second.Version), (Standing{State: NoRoom, Needs: peakOf(tableSize(t, pool, second.Version)), Free: 100, Room: 100}); told != want {
		t.Errorf("without room it stands as %+v, want %+v", told, want)
	}
}

// A shelf tells of each version what serves it, and why.
func TestStanding(t *testing.T) {
	pool := testdb.New(t)
	publish := func(id string, shape orb.Geometry) layers.Version {
		recipe := layers.Recipe{ID: id, Theme: layers.Natura, Title: i18n.Text{Fi: "a", Sv: "a", En: "a"}, Licence: "CC0-1.0", Attribution: "x", Coverage: layers.Coverage{Kind: layers.CoverNone}}
		return layerstest.Publish(t, pool, layerstest.Layer{Recipe: recipe, Features: []layerstest.Feature{{ID: "1", Shape: shape}}})
	}
	plain, odd, away := publish("plain", orb.Point{480000, 6920000}), publish("odd", orb.Point{480000, 6920000}), publish("away", orb.Point{480000, 6920000})
	exec := func(sql string) {
		t.Helper()
		if _, err := testdb.Owner(t, pool).Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	exec(`alter table ` + odd.Table() + ` alter column geom type geometry`)
	exec(`update ` + odd.Table() + ` set geom = st_setsrid('circularstring(480000 6920000, 480010 6920010, 480020 6920000)'::geometry, 3067)`)
	exec(`alter table ` + away.Table() + ` rename to elsewhere`)
	shelf := NewShelf(pool, []Plane{national}, func(layers.Version) Columns { return Columns{} }, 1<<20, slog.New(slog.DiscardHandler))
	if told := shelf.Standing(plain); told.State != Reading || told.Free != 1<<20 {
		t.Errorf("before it was looked at: %+v", told)
	}
	var all []layers.Layer
	for _, v := range []layers.Version{plain, odd, away} {
		all = append(all, layers.Layer{ID: v.Layer, Version: v})
	}
	shelf.Fill(t.Context(), all)
	want := map[string]State{"plain": InMemory, "odd": Unfit, "away": Failed}
	for _, l := range all {
		if told := shelf.Standing(l.Version); told.State != want[l.ID] {
			t.Errorf("%s stands as %+v, want %s", l.ID, told, want[l.ID])
		}
	}
	told := shelf.Standing(plain)
	if told.Bytes != shelf.Taken() || told.Features != 1 || told.Took <= 0 || told.Free != told.Room-told.Bytes {
		t.Errorf("in memory: %+v", told)
	}
	if shelf.Standing(odd).Crowded || !shelf.Ailing() {
		t.Error("an arc is not too much, and what could not be read is worth another try")
	}
	exec(`alter table layer_data.elsewhere rename to ` + strings.TrimPrefix(away.Table(), "layer_data."))
	shelf.Fill(t.Context(), all)
	if told := shelf.Standing(away); told.State != InMemory || shelf.Ailing() {
		t.Errorf("read again: %+v", told)
	}
	for name, v := range map[State]layers.Version{Live: {Live: &layers.Live{}}, Empty: {Number: 99}} {
		if told := shelf.Standing(v); told.State != name {
			t.Errorf("%s: %+v", name, told)
		}
	}
}

func tableSize(t *testing.T, pool *pgxpool.Pool, v layers.Version) (size int64) {
	t.Helper()
	if err := pool.QueryRow(t.Context(), `select pg_table_size($1::regclass)`, v.Table()).Scan(&size); err != nil {
		t.Fatal(err)
	}
	return size
}

func FuzzRead(f *testing.F) {
	for _, g := range []orb.Geometry{orb.Point{1, 2}, orb.MultiPoint{{1, 2}, {3, 4}}, orb.LineString{{1, 2}, {3, 4}}, orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}} {
		f.Add(ewkb.MustMarshal(g, 3067))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var s shape
		err := s.read(bytes.Clone(data))
		if err != nil {
			if !errors.Is(err, errShape) {
				t.Fatalf("error %v", err)
			}
			return
		}
		if s.ends[len(s.ends)-1] != len(s.points) || len(s.holes) != len(s.ends) || !slices.IsSorted(s.ends) {
			t.Fatalf("%d points in parts that end at %v", len(s.points), s.ends)
		}
		s.orient()
	})
}

// Near leaves out positions, but none that the box could show: what is cut to the box encloses the same.
func TestNear(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	left, all := 0, 0
	for range 200 {
		var ring []XY
		for i := range 700 {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / 700)
			far := 20_000 + 10_000*random.Float64()
			ring = append(ring, XY{uint32(50_000 + far*cos), uint32(50_000 + far*sin)})
		}
		v := View{&Snapshot{ends: []uint32{0, 700}}, &view{positions: ring, outlines: map[uint32]outline{0: {runBoxes(ring), shownFrom(ring, true)}}}}
		low := XY{uint32(random.IntN(90_000)), uint32(random.IntN(90_000))}
		box := Box{low, XY{low.X + 3000, low.Y + 3000}}
		near := v.Near(0, unitsBits-tileBits, box, nil)
		left, all = left+len(near), all+len(ring)
		if got, want := clippedArea(near, box), clippedArea(ring, box); got != want {
			t.Fatalf("%d of %d positions enclose %g in %v, want %g", len(near), len(ring), got, box, want)
		}
	}
	if left > all/3 {
		t.Errorf("%d of %d positions were left", left, all)
	}
}

// clippedArea is what a ring encloses of a box.
func clippedArea(ring []XY, box Box) float64 {
	var shape orb.Ring
	for _, p := range ring {
		shape = append(shape, orb.Point{float64(p.X), float64(p.Y)})
	}
	shape = append(shape, shape[0])
	bound := orb.Bound{Min: orb.Point{float64(box.Min.X), float64(box.Min.Y)}, Max: orb.Point{float64(box.Max.X), float64(box.Max.Y)}}
	cut := clip.Ring(bound, shape)
	if len(cut) == 0 {
		return 0
	}
	return math.Round(planar.Area(cut))
}
