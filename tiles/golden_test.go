package tiles

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/tiles/tilestest"
)

var update = flag.Bool("update", false, "write the goldens anew")

// neighbourhood is a lake with an island, two streets, units and stops: a little of everything a map has.
func neighbourhood(t testing.TB) (*Source, []layers.Version) {
	t.Helper()
	pool := testdb.New(t)
	lake := orb.Polygon{
		{{midE - 600, midN - 600}, {midE - 100, midN - 550}, {midE - 50, midN - 100}, {midE - 300, midN + 120}, {midE - 700, midN - 80}, {midE - 600, midN - 600}},
		{{midE - 400, midN - 400}, {midE - 420, midN - 300}, {midE - 300, midN - 280}, {midE - 290, midN - 390}, {midE - 400, midN - 400}},
	}
	var units []shape
	for i := range 6 {
		id := fmt.Sprintf("990-1-1-%d", i+1)
		units = append(units, shape{id, square(midE+float64(i%3)*120, midN+float64(i/3)*120, 110),
			map[string]any{"kiinteistotunnus": id, "ala": 12100, "kerrosala": 0.5 + float64(i), "rannalla": i == 0, "omistaja": "never in a tile"}})
	}
	street := recipe("streets", layers.BaseStreet, "nimi")
	street.Style.Label = "nimi"
	unit := recipe("units", layers.Property, "kiinteistotunnus", "ala", "kerrosala", "rannalla")
	unit.Style.MinZoom = 12
	return NewSource(pool, Options{}), []layers.Version{
		publish(t, pool, recipe("water", layers.BaseWater, "nimi"), []shape{{"1", lake, map[string]any{"nimi": "Mallilanjärvi"}}}),
		publish(t, pool, street, []shape{
			{"1", orb.LineString{{midE - 20, midN - 500}, {midE - 15, midN}, {midE - 25, midN + 400}}, map[string]any{"nimi": "Rantatie"}},
			{"2", orb.MultiLineString{{{midE - 15, midN - 5}, {midE + 400, midN - 8}}, {{midE + 420, midN - 8}, {midE + 900, midN}}}, map[string]any{"nimi": "Öljymäentie – Åvägen"}},
		}),
		publish(t, pool, unit, units),
		publish(t, pool, recipe("stops", layers.Transit), []shape{
			{"1", orb.Point{midE - 10, midN + 50}, nil}, {"2", orb.Point{midE + 200, midN - 12}, nil}, {"3", orb.Point{midE + 5000, midN}, nil}}),
	}
}

// TestGoldens compares whole tiles with what they were when a person last looked. After a change that is meant:
// go test ./tiles -run Goldens -update, and read the difference.
func TestGoldens(t *testing.T) {
	s, versions := neighbourhood(t)
	for made, source := range map[string]*Source{"": s, "-memory": remembering(t, s.pool, versions...)} {
		for _, g := range Grids {
			for _, zoom := range []int{5, 11, 14, 16} {
				z := zoom - g.ZoomShift
				at := g.At(onGrid(&g, orb.Point{midE + 10, midN + 10}), z)
				name := fmt.Sprintf("%s-%d-%d-%d%s.txt", g.ID, at.Z, at.X, at.Y, made)
				t.Run(name, func(t *testing.T) { golden(t, name, write(decode(t, get(t, source, &g, at, versions...)))) })
			}
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// write writes a decoded tile for reading: one line per feature, coordinates in units from the top left corner.
func write(found map[string]tilestest.Layer) string {
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(found)) {
		layer := found[name]
		fmt.Fprintf(&out, "%s, extent %d\n", name, layer.Extent)
		for _, f := range layer.Features {
			fmt.Fprintf(&out, "  %d %s", f.ID, []string{"", "point", "line", "polygon"}[f.Kind])
			for _, key := range slices.Sorted(maps.Keys(f.Tags)) {
				fmt.Fprintf(&out, " %s=%#v", key, f.Tags[key])
			}
			for _, path := range f.Rings {
				if f.Kind == 3 {
					path = fromLeftmost(path)
				}
				out.WriteString("\n   ")
				for _, p := range path {
					fmt.Fprintf(&out, " %.0f,%.0f", p[0], p[1])
				}
			}
			out.WriteString("\n")
		}
	}
	return out.String()
}

// fromLeftmost begins a ring at its leftmost vertex, the uppermost of those: where rings begin is nobody's business.
func fromLeftmost(ring []orb.Point) []orb.Point {
	first := 0
	for i, p := range ring {
		if p[0] < ring[first][0] || p[0] == ring[first][0] && p[1] < ring[first][1] {
			first = i
		}
	}
	return append(slices.Clone(ring[first:]), ring[:first]...)
}
