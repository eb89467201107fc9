package placing_test

import (
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/projects/placing"
)

// box is a rectangle of CRS84 whose sides are given in steps of a thousandth of a degree from a corner in Mallila.
func box(west, south, east, north float64) orb.Polygon {
	at := func(x, y float64) orb.Point { return orb.Point{26.6 + x/1000, 62.4 + y/1000} }
	return orb.Polygon{{at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)}}
}

func line(points ...float64) orb.LineString {
	var l orb.LineString
	for i := 0; i < len(points); i += 2 {
		l = append(l, orb.Point{26.6 + points[i]/1000, 62.4 + points[i+1]/1000})
	}
	return l
}

func TestChange(t *testing.T) {
	p := nowhere(t)
	ring := orb.Polygon{box(0, 0, 4, 4)[0], box(1, 1, 3, 3)[0]}
	unit := placing.SizeOf(box(0, 0, 1, 1)).Area
	tests := []struct {
		name  string
		order placing.ChangeOrder
		kinds []string  // of what comes out
		areas []float64 // in unit squares, or for lines lengths are not looked at
		of    []int
	}{
		{"areas that overlap are merged", placing.ChangeOrder{Operation: placing.Merge, Geometries: []orb.Geometry{box(0, 0, 2, 1), box(1, 0, 3, 1)}}, []string{"Polygon"}, []float64{3}, []int{-1}},
		{"areas apart are merged", placing.ChangeOrder{Operation: placing.Merge, Geometries: []orb.Geometry{box(0, 0, 1, 1), box(2, 0, 3, 1)}}, []string{"MultiPolygon"}, []float64{2}, []int{-1}},
		{"lines that meet are merged", placing.ChangeOrder{Operation: placing.Merge, Geometries: []orb.Geometry{line(0, 0, 1, 0), line(2, 1, 1, 0)}}, []string{"LineString"}, nil, []int{-1}},
		{"points are merged", placing.ChangeOrder{Operation: placing.Merge, Geometries: []orb.Geometry{line(0, 0)[0], line(1, 1)[0]}}, []string{"MultiPoint"}, nil, []int{-1}},
		{"a hairline between neighbours closes", placing.ChangeOrder{Operation: placing.Merge, Geometries: []orb.Geometry{box(0, 0, 1, 1), box(1.00005, 0, 2, 1)}}, []string{"Polygon"}, []float64{2}, []int{-1}},
		{"those that touch are joined", placing.ChangeOrder{Operation: placing.Join, Geometries: []orb.Geometry{box(0, 0, 1, 1), box(5, 0, 6, 1), box(1, 0, 3, 1), line(9, 9, 9, 8)}}, []string{"LineString", "Polygon", "Polygon"}, []float64{0, 3, 1}, []int{-1, -1, -1}},
		{"an area is split", placing.ChangeOrder{Operation: placing.Split, Geometries: []orb.Geometry{box(0, 0, 4, 1)}, With: line(1, -1, 1, 2)}, []string{"Polygon", "Polygon"}, []float64{3, 1}, []int{0, 0}},
		{"an area with a hole is split", placing.ChangeOrder{Operation: placing.Split, Geometries: []orb.Geometry{ring}, With: line(2, -1, 2, 5)}, []string{"Polygon", "Polygon"}, []float64{6, 6}, []int{0, 0}},
		{"along the edge of another area", placing.ChangeOrder{Operation: placing.Split, Geometries: []orb.Geometry{box(0, 0, 4, 4)}, With: box(-1, -1, 1, 1)}, []string{"Polygon", "Polygon"}, []float64{15, 1}, []int{0, 0}},
		{"what is not crossed stays", placing.ChangeOrder{Operation: placing.Split, Geometries: []orb.Geometry{box(8, 0, 9, 1), box(0, 0, 2, 1)}, With: line(1, -1, 1, 2)}, []string{"Polygon", "Polygon", "Polygon"}, []float64{1, 1, 1}, []int{0, 1, 1}},
		{"a line is split", placing.ChangeOrder{Operation: placing.Split, Geometries: []orb.Geometry{line(0, 0, 3, 0)}, With: line(1, -1, 1, 2)}, []string{"LineString", "LineString"}, nil, []int{0, 0}},
		{"a hole is cut", placing.ChangeOrder{Operation: placing.Cut, Geometries: []orb.Geometry{box(0, 0, 4, 4)}, With: box(1, 1, 3, 3)}, []string{"Polygon"}, []float64{12}, []int{0}},
		{"a line is cut", placing.ChangeOrder{Operation: placing.Cut, Geometries: []orb.Geometry{line(0, 0, 3, 0)}, With: box(1, -1, 2, 1)}, []string{"MultiLineString"}, nil, []int{0}},
		{"one is taken away whole, the other is left", placing.ChangeOrder{Operation: placing.Cut, Geometries: []orb.Geometry{box(1, 1, 2, 2), box(0, 0, 4, 4)}, With: box(1, 1, 3, 3)}, []string{"Polygon"}, []float64{12}, []int{1}},
		{"edges are lines", placing.ChangeOrder{Operation: placing.Outline, Geometries: []orb.Geometry{ring, box(0, 0, 1, 1)}}, []string{"MultiLineString", "LineString"}, nil, []int{0, 1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			made, err := p.Change(t.Context(), test.order)
			if err != nil || len(made) != len(test.kinds) {
				t.Fatalf("%+v, %v; want %v", made, err, test.kinds)
			}
			for i, m := range made {
				if m.Geometry.GeoJSONType() != test.kinds[i] || m.Of != test.of[i] {
					t.Errorf("%d: %s of %d, want %s of %d", i, m.Geometry.GeoJSONType(), m.Of, test.kinds[i], test.of[i])
				}
				if test.areas == nil {
					continue
				}
				if got := placing.SizeOf(m.Geometry).Area / unit; math.Abs(got-test.areas[i]) > 0.01 {
					t.Errorf("%d: %.4f unit squares, want %.0f", i, got, test.areas[i])
				}
			}
		})
	}
}

func TestWhatCannotBeChangedIsTold(t *testing.T) {
	p := nowhere(t)
	area, way, spot := box(0, 0, 2, 2), line(0, 0, 1, 1), orb.Geometry(line(0, 0)[0])
	tests := []struct {
		name          string
		order         placing.ChangeOrder
		pointer, code string
	}{
		{"kinds", placing.ChangeOrder{Operation: placing.Merge, Geometries: []orb.Geometry{area, way}}, "/geometries", "not_one_kind"},
		{"nothing to split with", placing.ChangeOrder{Operation: placing.Split, Geometries: []orb.Geometry{area}}, "/with", "required"},
		{"a point to split with", placing.ChangeOrder{Operation: placing.Split, Geometries: []orb.Geometry{area}, With: spot}, "/with", "split_needs_line"},
		{"a point to split", placing.ChangeOrder{Operation: placing.Split, Geometries: []orb.Geometry{spot}, With: way}, "/geometries/0", "point_not_split"},
		{"a line that ends inside", placing.ChangeOrder{Operation: placing.Split, Geometries: []orb.Geometry{area}, With: line(-1, 1, 1, 1)}, "/with", "does_not_cross"},
		{"a line along the edge", placing.ChangeOrder{Operation: placing.Split, Geometries: []orb.Geometry{area}, With: line(-1, 0, 3, 0)}, "/with", "does_not_cross"},
		{"a line along a line", placing.ChangeOrder{Operation: placing.Split, Geometries: []orb.Geometry{way}, With: line(0, 0, 2, 2)}, "/with", "does_not_cross"},
		{"a line to cut with", placing.ChangeOrder{Operation: placing.Cut, Geometries: []orb.Geometry{area}, With: way}, "/with", "cut_needs_area"},
		{"a cut beside", placing.ChangeOrder{Operation: placing.Cut, Geometries: []orb.Geometry{area}, With: box(2, 0, 3, 2)}, "/with", "does_not_meet"},
		{"a cut of everything", placing.ChangeOrder{Operation: placing.Cut, Geometries: []orb.Geometry{area}, With: box(-1, -1, 3, 3)}, "/with", "nothing_left"},
		{"no distance", placing.ChangeOrder{Operation: placing.Widen, Geometries: []orb.Geometry{area}}, "/distance_m", "required"},
		{"a line to narrow", placing.ChangeOrder{Operation: placing.Widen, Geometries: []orb.Geometry{way}, Distance: -1}, "/geometries/0", "only_areas_narrow"},
		{"narrowed to nothing", placing.ChangeOrder{Operation: placing.Widen, Geometries: []orb.Geometry{area}, Distance: -500}, "/distance_m", "nothing_left"},
		{"edges of a line", placing.ChangeOrder{Operation: placing.Outline, Geometries: []orb.Geometry{way}}, "/geometries/0", "outline_needs_area"},
		{"anything else", placing.ChangeOrder{Operation: "explode", Geometries: []orb.Geometry{way}}, "/operation", "invalid_value"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			made, err := p.Change(t.Context(), test.order)
			var found faults.Faults
			if !errors.As(err, &found) || len(found) != 1 || found[0].Pointer != test.pointer || found[0].Code != test.code {
				t.Errorf("%+v, %v; want %s %s", made, err, test.pointer, test.code)
			}
		})
	}
}

// Whatever is widened, wherever in the country: the new edge lies at the distance, in true metres, to a millimetre in a metre and
// the centimetre to which corners are rounded.
func TestWideningIsInTrueMetres(t *testing.T) {
	p := nowhere(t)
	rapid.Check(t, func(r *rapid.T) {
		lon, lat := rapid.Float64Range(19.6, 31).Draw(r, "lon"), rapid.Float64Range(60, 69.9).Draw(r, "lat")
		metres := rapid.SampledFrom([]float64{1, 12.5, 150, 3000}).Draw(r, "metres")
		at := func(i int) orb.Point {
			return orb.Point{lon + rapid.Float64Range(-0.01, 0.01).Draw(r, "x"), lat + rapid.Float64Range(-0.005, 0.005).Draw(r, "y")}
		}
		var given orb.Geometry = at(0)
		switch rapid.IntRange(0, 2).Draw(r, "kind") {
		case 1:
			given = orb.LineString{at(0), at(1), at(2), at(3)}
		case 2:
			a := at(0)
			given = orb.Polygon{{a, {a[0] + 0.01, a[1]}, {a[0] + 0.005, a[1] + 0.001}, {a[0], a[1] + 0.01}, a}}
		}
		made, err := p.Change(t.Context(), placing.ChangeOrder{Operation: placing.Widen, Geometries: []orb.Geometry{given}, Distance: metres})
		if err != nil {
			r.Fatal(err)
		}
		from := geo.NewOutline(geo.Transform(geo.Densify(given, 500), geo.CRS84, geo.TM35FIN))
		for _, part := range placing.Flat(made[0].Geometry) {
			for _, ring := range part.(orb.Polygon) {
				for i, q := range ring[1:] {
					for _, on := range []orb.Point{q, {(q[0] + ring[i][0]) / 2, (q[1] + ring[i][1]) / 2}} {
						if got := trueDistance(from, on); math.Abs(got-metres) > metres/1000+0.02 {
							r.Fatalf("the edge lies %.3f m away, want %.3f", got, metres)
						}
					}
				}
			}
		}
	})
}

// Where short pieces of a line bend within a large distance, no gap is left between what lies along them.
func TestWideningLeavesNoGaps(t *testing.T) {
	at := func(x, y float64) orb.Point { return orb.Point{21.16846591947251 + x, 67.13183402828872 + y} }
	line := orb.LineString{at(0.00048828125, 0.00048828125), at(7.62939453125e-06, 0.000244140625), at(0.0001220703125, 0), at(0, -8.462606358961011e-05)}
	made, err := nowhere(t).Change(t.Context(), placing.ChangeOrder{Operation: placing.Widen, Geometries: []orb.Geometry{line}, Distance: 3000})
	if err != nil {
		t.Fatal(err)
	}
	if area, ok := made[0].Geometry.(orb.Polygon); !ok || len(area) != 1 {
		t.Errorf("%d holes in %T", len(area)-1, made[0].Geometry)
	}
}

// trueDistance is from an outline in EPSG:3067 to a point of CRS84.
func trueDistance(from *geo.Outline, lonLat orb.Point) float64 {
	a, b, _, _ := from.Nearest(geo.NewOutline(geo.ToTM35FIN(lonLat)), math.Inf(1))
	return placing.SizeOf(orb.LineString{geo.ToLonLat(a), geo.ToLonLat(b)}).Length
}

// Narrowing takes the strip along the edge away, and nothing else.
func TestNarrowing(t *testing.T) {
	square := geo.Transform(orb.Polygon{{{480000, 6920000}, {480100, 6920000}, {480100, 6920100}, {480000, 6920100}, {480000, 6920000}}}, geo.TM35FIN, geo.CRS84)
	made, err := nowhere(t).Change(t.Context(), placing.ChangeOrder{Operation: placing.Widen, Geometries: []orb.Geometry{square}, Distance: -20})
	if err != nil {
		t.Fatal(err)
	}
	side := math.Sqrt(placing.SizeOf(square).Area) - 40
	if got := placing.SizeOf(made[0].Geometry).Area; math.Abs(got-side*side) > 5 {
		t.Errorf("%.2f m², want %.2f", got, side*side)
	}
}
