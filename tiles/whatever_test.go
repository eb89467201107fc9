package tiles

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/snapshot"
	"lupakartta/tiles/tilestest"
)

// oddities are what a table of features could hold although imports let none of it in, in metres from a place.
var oddities = map[string]string{
	"empty point":           "POINT EMPTY",
	"empty areas":           "MULTIPOLYGON EMPTY",
	"empty collection":      "GEOMETRYCOLLECTION EMPTY",
	"a point that is empty": "MULTIPOINT(EMPTY, 10 10)",
	"an area that is empty": "MULTIPOLYGON(EMPTY, ((0 0, 90 0, 90 90, 0 0)))",
	"a line that is empty":  "MULTILINESTRING(EMPTY, (0 0, 90 0, 90 90))",
	"collection":            "GEOMETRYCOLLECTION(POINT(1 1), LINESTRING(0 0, 50 50), POLYGON((0 0, 90 0, 90 90, 0 0)))",
	"collection in another": "GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(POINT(1 1)))",
	"arc":                   "CIRCULARSTRING(0 0, 50 50, 100 0)",
	"arc and line":          "COMPOUNDCURVE(CIRCULARSTRING(0 0, 50 50, 100 0), (100 0, 200 0))",
	"disc":                  "CURVEPOLYGON(CIRCULARSTRING(0 0, 100 0, 0 0))",
	"arcs":                  "MULTICURVE(CIRCULARSTRING(0 0, 50 50, 100 0), (0 0, 10 10))",
	"discs":                 "MULTISURFACE(CURVEPOLYGON(CIRCULARSTRING(0 0, 100 0, 0 0)), ((200 0, 290 0, 290 90, 200 0)))",
	"triangle":              "TRIANGLE((0 0, 90 0, 90 90, 0 0))",
	"triangles":             "TIN(((0 0, 90 0, 90 90, 0 0)))",
	"not a number":          "LINESTRING(0 0, NaN NaN, 50 50)",
	"a point of no number":  "POINT(NaN 5)",
	"huge":                  "POLYGON((0 0, 1e15 0, 1e15 1e15, 0 1e15, 0 0))",
	"beyond the zone":       "LINESTRING(0 0, 4000000 0)",
	"beyond the pole":       "LINESTRING(0 0, 0 9000000)",
	"bow tie":               "POLYGON((0 0, 90 90, 90 0, 0 90, 0 0))",
	"line of one place":     "LINESTRING(5 5, 5 5)",
	"area of no area":       "POLYGON((0 0, 90 0, 90 0, 0 0))",
	"hole outside":          "POLYGON((0 0, 90 0, 90 90, 0 90, 0 0), (200 200, 290 200, 290 290, 200 200))",
	"hole like the area":    "POLYGON((0 0, 90 0, 90 90, 0 90, 0 0), (0 0, 90 0, 90 90, 0 90, 0 0))",
	"areas that overlap":    "MULTIPOLYGON(((0 0, 90 0, 90 90, 0 90, 0 0)), ((45 45, 135 45, 135 135, 45 135, 45 45)))",
	"spike":                 "POLYGON((0 0, 90 0, 90 90, 400 90, 90 90, 0 90, 0 0))",
	"height":                "POLYGON Z ((0 0 1, 90 0 2, 90 90 3, 0 0 1))",
}

// TestWhateverPostGISHolds puts into a layer what imports refuse, beside a square that is sound: the tile decodes, every
// ring is valid and the square is there, whichever makes the tile.
//
// The tiles from memory are those of testdata/whatever.json, which the front end's tests read with @mapbox/vector-tile.
func TestWhateverPostGISHolds(t *testing.T) {
	pool := testdb.New(t)
	made := map[string][]byte{}
	v := publish(t, pool, recipe("odd", layers.Natura), []shape{{"1", square(midE, midN, 300), nil}})
	if _, err := pool.Exec(t.Context(), `alter table `+v.Table()+` alter geom type geometry`); err != nil {
		t.Fatal(err)
	}
	for name, text := range oddities {
		t.Run(name, func(t *testing.T) {
			if _, err := pool.Exec(t.Context(), `delete from `+v.Table()+` where fid > 1000`); err != nil {
				t.Fatal(err)
			}
			if _, err := pool.Exec(t.Context(), `insert into `+v.Table()+` (fid, source_id, geom, attributes)
				select 1001, 'odd', st_force2d(st_setsrid(st_translate($1::geometry, $2, $3), 3067)), '{}'`, text, midE, midN); err != nil {
				t.Fatal(err)
			}
			s := NewSource(pool, Options{CacheBytes: -1})
			shot, err := snapshot.Build(t.Context(), pool, v, []snapshot.Plane{Grids[0].plane(), Grids[1].plane()}, snapshot.Columns{})
			if err != nil && !errors.Is(err, snapshot.ErrUnfit) {
				t.Fatal(err)
			}
			for i := range Grids {
				g := &Grids[i]
				for zoom := 5; zoom <= 16; zoom += 3 {
					at := g.At(onGrid(g, orb.Point{midE + 10, midN + 10}), zoom-g.ZoomShift)
					sound(t, fmt.Sprint("PostGIS, ", g.ID, at), s, get(t, s, g, at, v))
					if shot != nil {
						raw, _ := paint(shot.View(g.plane()), g, at, 20000)
						sound(t, fmt.Sprint("memory, ", g.ID, at), s, raw)
						made[fmt.Sprintf("%s %s %d", name, g.ID, at.Z)] = raw
					}
				}
			}
		})
	}
	text, err := json.MarshalIndent(made, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "whatever.json", string(text)+"\n")
}

// sound decodes a tile, looks for the square and has PostGIS look at every area.
func sound(t *testing.T, what string, s *Source, raw []byte) {
	t.Helper()
	found := decode(t, raw)["odd"]
	if !slices.Contains(found.IDs(), 1) {
		t.Errorf("%s: the square is missing, there are %v", what, found.IDs())
	}
	for _, f := range found.Features {
		if f.Kind != 3 {
			continue
		}
		var why string
		if err := s.pool.QueryRow(t.Context(), `select st_isvalidreason($1::geometry)`, tilestest.Polygons(f)).Scan(&why); err != nil || why != "Valid Geometry" {
			t.Errorf("%s: feature %d: %s, %v: %s", what, f.ID, why, err, tilestest.Polygons(f))
		}
	}
}
