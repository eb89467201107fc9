package tiles

import (
	"context"
	"slices"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/tiles/tilestest"
)

// A feature never vanishes for being small: below the size of a unit it becomes a point.
func TestSmallFeaturesBecomePoints(t *testing.T) {
	pool := testdb.New(t)
	v := publish(t, pool, recipe("sites", layers.Natura), []shape{
		{"speck", square(midE, midN, 2), nil},
		{"sliver", orb.Polygon{{{midE, midN}, {midE + 4000, midN + 3000}, {midE + 4000, midN + 3000.4}, {midE, midN}}}, nil},
		{"stub", orb.LineString{{midE, midN + 50}, {midE + 1, midN + 50}}, nil},
		{"large", square(midE-20000, midN-20000, 15000), nil},
		{"dot", orb.Point{midE, midN}, nil},
	})
	s := NewSource(pool, Options{})
	for _, g := range Grids {
		for z := range 17 - g.ZoomShift {
			at := g.At(onGrid(&g, orb.Point{midE + 1, midN + 1}), z)
			layer := decode(t, get(t, s, &g, at, v))["sites"]
			missing := []uint64{1, 3, 5}
			if z <= 10-g.ZoomShift {
				missing = append(missing, 4) // the large one is near enough
			}
			for _, id := range missing {
				if !slices.Contains(layer.IDs(), id) {
					t.Errorf("%s %v: feature %d is missing among %v", g.ID, at, id, layer.IDs())
				}
			}
			for _, f := range layer.Features {
				if f.ID == 1 && z < 6 && f.Kind != 1 {
					t.Errorf("%s %v: the speck is of kind %d, want a point", g.ID, at, f.Kind)
				}
				if f.ID == 5 && f.Kind != 1 {
					t.Errorf("%s %v: the dot is of kind %d", g.ID, at, f.Kind)
				}
			}
		}
	}
	g := grid(t, "WebMercatorQuad")
	sliver := 0
	for _, f := range decode(t, get(t, s, g, g.At(onGrid(g, orb.Point{midE + 1, midN + 1}), 8), v))["sites"].Features {
		if f.ID == 2 {
			sliver++
		}
	}
	if sliver != 1 {
		t.Errorf("the sliver comes %d times, want once", sliver)
	}
}

// A tile that has no room for all keeps the biggest and says how many it left out, per layer.
func TestOverfullTiles(t *testing.T) {
	pool := testdb.New(t)
	var units, stops []shape
	for i := range 50 {
		id := strconv.Itoa(i)
		units = append(units, shape{id, square(midE+float64(i)*8, midN, float64(1+(i*7)%50)/10), nil})
		stops = append(stops, shape{id, orb.Point{midE + float64(i), midN + float64(i)}, nil})
	}
	u, p := publish(t, pool, recipe("units", layers.Property), units), publish(t, pool, recipe("stops", layers.Transit), stops)
	few := publish(t, pool, recipe("few", layers.Natura), units[:20])
	s := NewSource(pool, Options{MaxFeatures: 20})
	g := grid(t, "WebMercatorQuad")
	at := g.At(onGrid(g, orb.Point{midE, midN}), 9)
	found := decode(t, get(t, s, g, at, u, p, few))
	for _, name := range []string{"units", "stops", "few"} {
		ids := found[name].IDs()
		if len(ids) != 20 || !slices.IsSorted(ids) {
			t.Errorf("%s: got ids %v, want 20 in order", name, ids)
		}
	}
	var biggest []uint64
	for i := range 50 {
		if (i*7)%50 >= 30 {
			biggest = append(biggest, uint64(i+1)) //nolint:gosec // small
		}
	}
	if got := found["units"].IDs(); !slices.Equal(got, biggest) {
		t.Errorf("units: got %v, want the biggest %v", got, biggest)
	}
	told := map[any]any{}
	for _, f := range found[LeftOutLayer].Features {
		told[f.Tags["layer"]] = f.Tags["left_out"]
	}
	if len(told) != 2 || told["units"] != int64(30) || told["stops"] != int64(30) {
		t.Errorf("left out: got %v, want 30 units and 30 stops", told)
	}
	// What is shown stays shown further in.
	deeper := decode(t, get(t, s, g, g.At(onGrid(g, orb.Point{midE + 1, midN + 1}), 14), p))["stops"].IDs()
	for _, id := range found["stops"].IDs() {
		if e := float64(id - 1); e < 100 && !slices.Contains(deeper, id) {
			t.Errorf("stop %d is shown at zoom 9 and not at 14", id)
		}
	}
}

func TestNothingLeftOutNothingSaid(t *testing.T) {
	pool := testdb.New(t)
	v := publish(t, pool, recipe("units", layers.Property), []shape{{"1", square(midE, midN, 100), nil}, {"2", square(midE+200, midN, 100), nil}})
	g := grid(t, "WebMercatorQuad")
	at := g.At(onGrid(g, orb.Point{midE, midN}), 12)
	for limit, want := range map[int]int{1: 2, 2: 1, 3: 1} {
		if got := len(decode(t, get(t, NewSource(pool, Options{MaxFeatures: limit}), g, at, v))); got != want {
			t.Errorf("limit %d: got %d layers, want %d", limit, got, want)
		}
	}
}

// zoo is geometry as registers should not send it, and as a table can hold it all the same. (Curves and surfaces
// are not in it: importing turns them into lines and polygons, or refuses them.)
var zoo = []string{
	`POLYGON((0 0,1000 0,1000 1000,0 1000,0 0),(100 100,100 900,900 900,900 100,100 100))`,
	`POLYGON((0 0,1000 1000,1000 0,0 1000,0 0))`,
	`POLYGON((0 0,500 0,500 0.001,0 0.001,0 0))`,
	`POLYGON((0 0,500 500,500 500,0 0))`,
	`POLYGON((0 0,400 0,400 400,200 400,200 800,200 400,0 400,0 0))`,
	`POLYGON((0 0,1000 0,1000 1000,0 1000,0 0),(0 0,500 10,10 500,0 0))`,
	`POLYGON((0 0,1000 0,1000 1000,0 1000,0 0),(2000 2000,2100 2000,2000 2100,2000 2000))`,
	`MULTIPOLYGON(((0 0,300 0,300 300,0 300,0 0)),((100 100,400 100,400 400,100 400,100 100)))`,
	`MULTIPOLYGON(((0 0,0.1 0,0.1 0.1,0 0.1,0 0)),((5000 5000,5000.1 5000,5000 5000.1,5000 5000)))`,
	`LINESTRING(0 0,0 0)`,
	`LINESTRING(0 0,0 0,1000 0,1000 0,0 0)`,
	`LINESTRING(-900000 -300000,900000 300000)`,
	`MULTILINESTRING((0 0,10 0),(0 0,0.001 0),(3000 0,3000 9000))`,
	`MULTIPOINT(0 0,0 0,100 100)`,
	`GEOMETRYCOLLECTION(POINT(0 0),LINESTRING(0 0,100 100),POLYGON((0 0,200 0,200 200,0 0)))`,
	`GEOMETRYCOLLECTION(POINT(0 0),GEOMETRYCOLLECTION(POINT(1 1)))`,
	`GEOMETRYCOLLECTION EMPTY`,
	`POLYGON EMPTY`,
	`POINT EMPTY`,
	`POLYGON((-400000 -200000,300000 -200000,300000 700000,-400000 700000,-400000 -200000))`,
}

// Whatever geometry PostGIS can hold, the tile decodes and its rings are valid.
func TestWhateverGeometry(t *testing.T) {
	pool := testdb.New(t)
	ctx := context.Background()
	v := publish(t, pool, recipe("zoo", layers.Natura), []shape{{"1", square(midE, midN, 1000), nil}})
	for i, wkt := range zoo {
		if _, err := pool.Exec(ctx, `insert into `+v.Table()+` (fid, source_id, geom, attributes)
			select $1::bigint, $1::bigint::text, st_translate(st_setsrid($2::geometry, 3067), $3, $4), '{}'`, i+2, wkt, midE, midN); err != nil {
			t.Fatalf("%s: %v", wkt, err)
		}
	}
	v.FeatureCount += int64(len(zoo))
	v.BBox = v.BBox.Pad(900000)
	s := NewSource(pool, Options{})
	for _, g := range Grids {
		for z := range 20 - g.ZoomShift {
			for _, p := range []orb.Point{{midE, midN}, {midE + 999, midN + 999}, {midE + 500, midN + 1}} {
				at := g.At(onGrid(&g, p), min(z, len(g.Levels)-1))
				encoded, err := s.Tile(ctx, &g, at, []layers.Version{v}, Plain)
				if err != nil {
					t.Errorf("%s %v: %v", g.ID, at, err)
					continue
				}
				for _, f := range decode(t, encoded.Bytes)["zoo"].Features {
					if f.Kind != 3 {
						continue
					}
					var reason string
					if err := pool.QueryRow(ctx, `select st_isvalidreason($1::geometry)`, tilestest.Polygons(f)).Scan(&reason); err != nil || reason != "Valid Geometry" {
						t.Errorf("%s %v: feature %d: %s %v", g.ID, at, f.ID, reason, err)
					}
				}
			}
		}
	}
}
