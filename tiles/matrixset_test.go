package tiles

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// The scale denominators are those of OGC's registry and of the National Land Survey's tile matrix set.
func TestMatrixSets(t *testing.T) {
	for _, want := range []struct {
		grid    string
		axes    string
		levels  int
		top     float64 // scale denominator of the first level
		deepest float64 // cell of the last
	}{
		{"WebMercatorQuad", "X Y", 25, 559082264.028717, 0.009330691929342804},
		{"ETRS-TM35FIN", "E N", 16, 29257142.85714286, 0.25},
	} {
		g := grid(t, want.grid)
		set := g.MatrixSet(i18n.Swedish)
		if set.ID != want.grid || set.Title == "" || strings.Join(set.OrderedAxes, " ") != want.axes || len(set.TileMatrices) != want.levels {
			t.Errorf("%+v", set)
		}
		top, last := set.TileMatrices[0], set.TileMatrices[want.levels-1]
		if math.Abs(top.ScaleDenominator/want.top-1) > 1e-14 || math.Abs(last.CellSize/want.deepest-1) > 1e-11 {
			t.Errorf("%s: scale denominator %.8f and cell %.12f, want %.8f and %.12f", want.grid, top.ScaleDenominator, last.CellSize, want.top, want.deepest)
		}
		for z, m := range set.TileMatrices {
			tile := Tile{Z: z, X: m.MatrixWidth - 1, Y: m.MatrixHeight - 1}
			side := m.CellSize * float64(m.TileWidth)
			box := g.Bounds(tile)
			if right := m.PointOfOrigin[0] + side*float64(m.MatrixWidth); math.Abs(box.Max[0]-right) > 1e-6 || math.Abs(right-set.BoundingBox.UpperRight[0]) > 1e-6 {
				t.Errorf("%s %s: the last column ends at %f, by the tiles at %f", want.grid, m.ID, right, box.Max[0])
			}
			if m.ScaleDenominator != m.CellSize/0.00028 || m.TileWidth != 256 || m.CornerOfOrigin != "topLeft" {
				t.Errorf("%s %+v", want.grid, m)
			}
		}
		if data, err := json.Marshal(set); err != nil || strings.Contains(string(data), `""`) {
			t.Errorf("%s, %v", data, err)
		}
	}
}

// TestLimits asks every tile that the limits leave out for what is inside its edges.
func TestLimits(t *testing.T) {
	s, versions := neighbourhood(t)
	for _, v := range versions {
		for i := range Grids {
			g := &Grids[i]
			limits := g.LimitsOf(v)
			if len(limits) != g.MaxZoom-g.LowestZoom(v.Recipe.Style.MinZoom)+1 {
				t.Fatalf("%s has limits for %d levels of %s", v.Layer, len(limits), g.ID)
			}
			for _, l := range limits[max(0, len(limits)-4):] {
				z := g.MaxZoom
				for z > 0 && l.TileMatrix != g.MatrixSet("fi").TileMatrices[z].ID {
					z--
				}
				for x := l.MinTileCol - 1; x <= l.MaxTileCol+1; x++ {
					for y := l.MinTileRow - 1; y <= l.MaxTileRow+1; y++ {
						if x >= l.MinTileCol && x <= l.MaxTileCol && y >= l.MinTileRow && y <= l.MaxTileRow {
							continue
						}
						for _, f := range decode(t, get(t, s, g, Tile{Z: z, X: x, Y: y}, v))[v.Layer].Features {
							for _, path := range f.Rings {
								for _, p := range path {
									if p[0] > 1 && p[0] < Extent-1 && p[1] > 1 && p[1] < Extent-1 {
										t.Fatalf("%s %d/%d/%d has feature %d of %s, beyond the limits %+v", g.ID, z, x, y, f.ID, v.Layer, l)
									}
								}
							}
						}
					}
				}
			}
		}
	}
	if limits := Grids[0].LimitsOf(layers.Version{}); len(limits) != 0 {
		t.Errorf("limits of nothing: %v", limits)
	}
}
