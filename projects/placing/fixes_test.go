package placing_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/projects/placing"
)

// A hectare in the north of Mallila's box, whose corners are given as each test wants them.
const (
	sound   = `{"type":"Polygon","coordinates":[[[26.6,62.4],[26.602,62.4],[26.602,62.401],[26.6,62.401],[26.6,62.4]]]}`
	swapped = `{"type":"Polygon","coordinates":[[[62.4,26.6],[62.4,26.602],[62.401,26.602],[62.401,26.6],[62.4,26.6]]]}`
	open    = `{"type":"Polygon","coordinates":[[[26.6,62.4],[26.602,62.4],[26.602,62.401],[26.6,62.401]]]}`
	corner  = `{"type":"Polygon","coordinates":[[[26.6,62.4],[26.602,62.4],[26.602,62.401]]]}`
	bow     = `{"type":"Polygon","coordinates":[[[26.6,62.4],[26.602,62.401],[26.602,62.4],[26.6,62.401],[26.6,62.4]]]}`
	metres  = `{"type":"Polygon","coordinates":[[[480000,6920000],[480100,6920000],[480100,6920100],[480000,6920100],[480000,6920000]]]}`
	north   = `{"type":"Polygon","coordinates":[[[6920000,480000],[6920000,480100],[6920100,480100],[6920100,480000],[6920000,480000]]]}`
	zone    = `{"type":"Point","coordinates":[25496000,6672000]}`
	old     = `{"type":"Point","coordinates":[6920000,480000],"crs":{"type":"name","properties":{"name":"EPSG:3067"}}}`
	worst   = `{"type":"Polygon","coordinates":[[[62.4,26.6],[62.401,26.602],[62.4,26.602],[62.401,26.6]]]}`
)

func TestFixes(t *testing.T) {
	p := nowhere(t)
	tests := []struct {
		name, given string
		codes       []placing.FixCode
		crs         geo.CRS
		areaM2      float64 // of what comes out
		change      float64
	}{
		{name: "sound", given: sound},
		{"axes swapped", swapped, []placing.FixCode{placing.SwapAxes}, 0, 11526, 0},
		{"an open ring", open, []placing.FixCode{placing.CloseRing}, 0, 11526, 0},
		{"a triangle without its end", corner, []placing.FixCode{placing.CloseRing}, 0, 5763, 0},
		{"a bow", bow, []placing.FixCode{placing.Repair}, 0, 5763, 5763},
		{"metres", metres, []placing.FixCode{placing.WrongCRS}, geo.TM35FIN, 10008, 0},
		{"metres, northing first", north, []placing.FixCode{placing.WrongCRS}, geo.TM35FIN, 10008, 0},
		{"a zone's metres", zone, []placing.FixCode{placing.WrongCRS}, geo.CRS(3879), 0, 0},
		{"northing first in a system that is named", old, []placing.FixCode{placing.SwapAxes}, 0, 0, 0},
		{"everything at once", worst, []placing.FixCode{placing.SwapAxes, placing.CloseRing, placing.Repair}, 0, 5763, 5763},
		{name: "a line cannot be mended abroad", given: `{"type":"LineString","coordinates":[[2,48],[3,49]]}`},
		{name: "nor what lies in two places", given: `{"type":"LineString","coordinates":[[26.6,62.4],[62.4,26.6]]}`},
		{name: "nor what is no geometry", given: `{"type":"Polygon","coordinates":"x"}`},
		{name: "nor an area of nothing", given: `{"type":"Polygon","coordinates":[[[26.6,62.4],[26.7,62.4],[26.65,62.4],[26.6,62.4]]]}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			fixes, err := p.Fixes(t.Context(), []byte(test.given))
			if err != nil {
				t.Fatal(err)
			}
			if len(test.codes) == 0 {
				if len(fixes) > 0 {
					t.Errorf("%+v, want none", fixes)
				}
				return
			}
			if len(fixes) != 1 || !slices.Equal(fixes[0].Codes, test.codes) || fixes[0].CRS != test.crs {
				t.Fatalf("%+v, want %v %v", fixes, test.codes, test.crs)
			}
			if _, err := geo.DecodeGeoJSON(geo.EncodeGeoJSON(fixes[0].Geometry, geo.Decimals)); err != nil {
				t.Errorf("it is not sound: %v", err)
			}
			if got := placing.SizeOf(fixes[0].Geometry).Area; math.Abs(got-test.areaM2) > 10 {
				t.Errorf("%.0f m², want %.0f", got, test.areaM2)
			}
			if got := fixes[0].AreaChange; math.Abs(got-test.change) > 10 {
				t.Errorf("changed by %.0f m², want %.0f", got, test.change)
			}
			for _, lang := range i18n.Languages {
				if title := fixes[0].Title(lang); title == "" || strings.ContainsAny(title, "{}") {
					t.Errorf("%s: %q", lang, title)
				}
			}
		})
	}
}

// What would take PostGIS too long is not mended.
func TestATangleIsNotMended(t *testing.T) {
	var ring strings.Builder
	for i := range 1001 { // a star, each of whose lines crosses nearly all others
		turn := float64(i) * 2 * math.Pi * 500 / 1001
		ring.WriteString(",[" + number(26.6+0.01*math.Cos(turn)) + "," + number(62.4+0.01*math.Sin(turn)) + "]")
	}
	fixes, err := nowhere(t).Fixes(t.Context(), []byte(`{"type":"Polygon","coordinates":[[[26.61,62.4]`+ring.String()+`]]}`))
	if err != nil || len(fixes) > 0 {
		t.Errorf("%+v, %v", fixes, err)
	}
}
