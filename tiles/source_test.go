package tiles

import (
	"context"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
)

// A hand-made neighbourhood round the middle of the demo's municipality, in EPSG:3067.
const midE, midN = 480000.0, 6920000.0

func square(e, n, side float64) orb.Polygon {
	return orb.Polygon{{{e, n}, {e + side, n}, {e + side, n + side}, {e, n + side}, {e, n}}}
}

func recipe(id string, theme layers.Theme, tile ...string) layers.Recipe {
	r := layers.Recipe{ID: id, Theme: theme, Title: i18n.Text{Fi: id, Sv: id, En: id}, Publisher: i18n.Text{Fi: "K", Sv: "K", En: "K"},
		Licence: "CC0-1.0", Attribution: "Mallila", Coverage: layers.Coverage{Kind: layers.CoverArea}}
	for _, name := range tile {
		r.Attributes = append(r.Attributes, layers.Attribute{Name: name, Tile: true, Label: i18n.Text{Fi: name, Sv: name, En: name}})
	}
	return r
}

type shape struct {
	id   string
	geom orb.Geometry
	tags map[string]any
}

// publish builds a version of the shapes and publishes it.
func publish(t testing.TB, pool *pgxpool.Pool, r layers.Recipe, shapes []shape) layers.Version {
	t.Helper()
	layer := layerstest.Layer{Recipe: r, Cover: orb.MultiPolygon{square(midE, midN, 1000)}}
	for _, s := range shapes {
		layer.Features = append(layer.Features, layerstest.Feature{ID: s.id, Shape: s.geom, Attributes: s.tags})
	}
	return layerstest.Publish(t, pool, layer)
}

func grid(t testing.TB, id string) *Grid {
	t.Helper()
	g, err := GridByID(id)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// get makes a tile and returns it uncompressed.
func get(t testing.TB, s *Source, g *Grid, at Tile, versions ...layers.Version) []byte {
	t.Helper()
	e, err := s.Tile(context.Background(), g, at, versions, Plain)
	if err != nil {
		t.Fatal(err)
	}
	return e.Bytes
}

func TestTileOfSeveralLayers(t *testing.T) {
	pool := testdb.New(t)
	units := publish(t, pool, recipe("units", layers.Property, "tunnus", "ala", "rakennettu"), []shape{
		{"990-1-1-1", square(midE, midN, 100), map[string]any{"tunnus": "990-1-1-1", "ala": 10000, "rakennettu": true, "salainen": "x"}},
		{"990-1-1-2", square(midE+100, midN, 100), map[string]any{"tunnus": "990-1-1-2", "ala": 0.5, "rakennettu": nil}},
	})
	streets := publish(t, pool, recipe("streets", layers.BaseStreet), []shape{
		{"1", orb.LineString{{midE - 500, midN - 10}, {midE + 500, midN - 15}}, nil},
	})
	stops := publish(t, pool, recipe("stops", layers.Transit), []shape{
		{"1", orb.Point{midE + 50, midN - 5}, nil}, {"2", orb.Point{midE + 70, midN - 25}, nil}})
	far := publish(t, pool, recipe("far", layers.Natura), []shape{{"1", square(midE+90000, midN, 100), nil}})
	s := NewSource(pool, Options{})
	for _, g := range Grids {
		t.Run(g.ID, func(t *testing.T) {
			at := g.At(onGrid(&g, orb.Point{midE + 50, midN + 50}), 14-g.ZoomShift)
			layers := decode(t, get(t, s, &g, at, stops, units, streets, far))
			if len(layers) != 3 {
				t.Fatalf("got %d layers, want units, streets and stops", len(layers))
			}
			if got := layers["units"].IDs(); !slices.Equal(got, []uint64{1, 2}) {
				t.Errorf("ids of units: got %v, want 1 and 2", got)
			}
			first := layers["units"].Features[0]
			if first.Tags["tunnus"] != "990-1-1-1" || first.Tags["ala"] != int64(10000) || first.Tags["rakennettu"] != true || len(first.Tags) != 3 {
				t.Errorf("attributes: got %v, want those that the recipe marks, typed", first.Tags)
			}
			second := layers["units"].Features[1]
			if second.Tags["ala"] != 0.5 || len(second.Tags) != 2 {
				t.Errorf("attributes: got %v, want ala 0.5 and no null", second.Tags)
			}
			if k := layers["streets"].Features[0].Kind; k != 2 {
				t.Errorf("street is of kind %d, want 2", k)
			}
			if k := layers["stops"].Features[0].Kind; k != 1 {
				t.Errorf("stop is of kind %d, want 1", k)
			}
		})
	}
}
