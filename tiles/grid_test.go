package tiles

import (
	"context"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/testdb"
)

// onGrid takes a point in EPSG:3067 to the grid's reference system.
func onGrid(g *Grid, p orb.Point) orb.Point { return g.CRS.FromLonLat(geo.ToLonLat(p)) }

func TestHelsinki(t *testing.T) {
	p := geo.ToTM35FIN(orb.Point{24.9384, 60.1699})
	tests := []struct {
		grid string
		want Tile
	}{
		{"ETRS-TM35FIN", Tile{10, 456, 838}},
		{"ETRS-TM35FIN", Tile{15, 14596, 26820}},
		{"WebMercatorQuad", Tile{0, 0, 0}},
		{"WebMercatorQuad", Tile{15, 18653, 9484}},
	}
	for _, test := range tests {
		g := grid(t, test.grid)
		if got := g.At(onGrid(g, p), test.want.Z); got != test.want {
			t.Errorf("%s: got %v, want %v", test.grid, got, test.want)
		}
	}
}

func TestBoundsAreThoseOfPostGIS(t *testing.T) {
	pool := testdb.New(t)
	whole := map[string]string{
		"WebMercatorQuad": "st_makeenvelope(-20037508.342789244, -20037508.342789244, 20037508.342789244, 20037508.342789244, 3857)",
		"ETRS-TM35FIN":    "st_makeenvelope(-548576, 6291456, 1548576, 8388608, 3067)",
	}
	for _, g := range Grids {
		for z, level := range g.Levels {
			for _, at := range []Tile{{z, 0, 0}, {z, level.Width - 1, level.Height - 1}, {z, level.Width / 2, level.Height / 3}} {
				var want [4]float64
				if err := pool.QueryRow(context.Background(), `select st_xmin(b), st_ymin(b), st_xmax(b), st_ymax(b)
					from st_tileenvelope($1, $2, $3, bounds => `+whole[g.ID]+`) b`, at.Z, at.X, at.Y).
					Scan(&want[0], &want[1], &want[2], &want[3]); err != nil {
					t.Fatal(err)
				}
				b := g.Bounds(at)
				for i, got := range []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
					if math.Abs(got-want[i]) > 1e-6 {
						t.Errorf("%s %v: side %d: got %f, want %f", g.ID, at, i, got, want[i])
					}
				}
			}
		}
	}
}

func TestNeighboursShareTheirEdge(t *testing.T) {
	for _, g := range Grids {
		a, b := g.Bounds(Tile{13, 3000, 5001}), g.Bounds(Tile{13, 3001, 5000})
		if a.Max[0] != b.Min[0] || a.Max[1] != b.Min[1] {
			t.Errorf("%s: edges %v and %v differ", g.ID, a, b)
		}
	}
}

func TestHolds(t *testing.T) {
	tests := []struct {
		grid string
		tile Tile
		want bool
	}{
		{"WebMercatorQuad", Tile{0, 0, 0}, true},
		{"WebMercatorQuad", Tile{0, 1, 0}, false},
		{"WebMercatorQuad", Tile{24, 1<<24 - 1, 1<<24 - 1}, true},
		{"WebMercatorQuad", Tile{25, 0, 0}, false},
		{"WebMercatorQuad", Tile{-1, 0, 0}, false},
		{"ETRS-TM35FIN", Tile{15, 1<<15 - 1, 1<<15 - 1}, true},
		{"ETRS-TM35FIN", Tile{15, 1 << 15, 0}, false},
		{"ETRS-TM35FIN", Tile{16, 0, 0}, false},
	}
	for _, test := range tests {
		if got := grid(t, test.grid).Holds(test.tile); got != test.want {
			t.Errorf("%s holds %v: got %v, want %v", test.grid, test.tile, got, test.want)
		}
	}
}

// TestSearchEnclosesTheTile takes a fine mesh of points of a tile and its buffer to EPSG:3067 by PostGIS and expects
// every one within the search box, at the edges of the zone too, where the grids lean most against each other.
func TestSearchEnclosesTheTile(t *testing.T) {
	pool := testdb.New(t)
	for _, g := range Grids {
		for z := range g.Levels {
			for _, place := range []orb.Point{{20, 60}, {31, 63}, {21, 69}, {27, 65}, {29.9, 69.9}} {
				at := g.At(g.CRS.FromLonLat(place), z)
				box, ok := g.Search(at)
				if !ok {
					t.Errorf("%s %v: no search box at %v", g.ID, at, place)
					continue
				}
				b := intersection(g.Bounds(at).Pad(g.side(z)*Buffer/Extent), g.Reach)
				var outside int
				if err := pool.QueryRow(context.Background(), `select count(*) from generate_series(0, 40) i, generate_series(0, 40) j,
					st_transform(st_setsrid(st_makepoint($1::float8 + i * ($3::float8 - $1) / 40, $2::float8 + j * ($4::float8 - $2) / 40), $9::int), 3067) p
					where not p && st_makeenvelope($5, $6, $7, $8, 3067)`, b.Min[0], b.Min[1], b.Max[0], b.Max[1],
					box.Min[0], box.Min[1], box.Max[0], box.Max[1], int(g.CRS)).Scan(&outside); err != nil {
					t.Fatal(err)
				}
				if outside > 0 {
					t.Errorf("%s %v at %v: %d of 1,681 points lie outside the search box", g.ID, at, place, outside)
				}
			}
		}
	}
}

func TestNothingToSearchAbroad(t *testing.T) {
	g := grid(t, "WebMercatorQuad")
	if box, ok := g.Search(Tile{5, 9, 12}); ok { // New York
		t.Errorf("search box %v in New York", box)
	}
	if _, ok := g.Search(Tile{0, 0, 0}); !ok {
		t.Error("the whole world has no search box")
	}
}
