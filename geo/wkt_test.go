package geo

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

func TestDecodeWKT(t *testing.T) {
	helsinki := orb.Point{24.9384, 60.1699}
	tests := []struct {
		text string
		want orb.Geometry
	}{
		{"POINT(385611.316685 6672118.380202)", helsinki},
		{" point ( 24.9384 60.1699 ) ", helsinki},
		{"SRID=3067;POINT(385611.316685 6672118.380202)", helsinki},
		{"srid=4326; POINT(24.9384 60.1699)", helsinki},
		{"POINT(25496580.359959 6673003.606727)", helsinki},
		{"POINT Z (24.9384 60.1699 17)", helsinki},
		{"POINTZ(24.9384 60.1699 17)", helsinki},
		{"LINESTRING(24 61, 24.5 61.5)", orb.LineString{{24, 61}, {24.5, 61.5}}},
		{"MULTIPOINT((24 61),(25 61))", orb.MultiPoint{{24, 61}, {25, 61}}},
		{"POLYGON((24 61,25 61,25 62,24 61))", orb.Polygon{{{24, 61}, {25, 61}, {25, 62}, {24, 61}}}},
	}
	for _, test := range tests {
		got, err := DecodeWKT(test.text)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		if diff := cmp.Diff(test.want, got, samePlace); diff != "" {
			t.Errorf("%s: want, got: %s", test.text, diff)
		}
	}
	for text, want := range map[string]string{
		"":                                   "not_wkt",
		"POINT":                              "not_wkt",
		"POINT(24)":                          "not_wkt",
		"POINT(nan 61)":                      "not_finite",
		"SRID=3067;POINT(480000 inf)":        "not_finite",
		"LINESTRING(24 61, 24.1 NaN, 24 62)": "not_finite",
		"SRID=4326;MULTIPOLYGON(((24 61,25 61,-Infinity 62,24 61)))":     "not_finite",
		"GEOMETRYCOLLECTION(POINT(24 61),MULTIPOINT((24 61),(nan nan)))": "not_finite",
		"CIRCLE(24 61, 5)":                         "not_wkt",
		"POINT(24 61) garbage":                     "not_wkt",
		"SRID=2393;POINT(3385000 6675000)":         "unknown_crs",
		"POINT(3385000 6675000)":                   "ambiguous_coordinates",
		"POINT(0 0)":                               "ambiguous_coordinates",
		"LINESTRING(24 61, 480000 6920000)":        "ambiguous_coordinates",
		"POINT(61 24)":                             "/coordinates: lat_lon_swapped",
		"POINT(6672118 385611)":                    "/coordinates: lat_lon_swapped",
		"SRID=4326;POINT(385611 6672118)":          "/coordinates: projected",
		"POLYGON((24 61,25 62,25 61,24 62,24 61))": "/coordinates/0/0: self_crossing",
		"POLYGON((24 61,25 61,25 62,24 62))":       "/coordinates/0: ring_not_closed",
		"POLYGON EMPTY":                            "/coordinates: empty",
		"MULTIPOINT(" + strings.Repeat("24 61,", MaxVertices) + "24 61)": "too_many_vertices",
	} {
		g, err := DecodeWKT(text)
		var faults Faults
		if !errors.As(err, &faults) || len(faults) != 1 || faults[0].String() != want {
			t.Errorf("%.60s: got %v, %v, want %s", text, g, err, want)
		}
	}
}

func FuzzDecodeWKT(f *testing.F) {
	for _, seed := range []string{"POINT(24 61)", "SRID=3067;POLYGON Z ((1 2 3,4 5 6))", "GEOMETRYCOLLECTION(POINT(24 61))", "MULTIPOLYGON(((", "POINT EMPTY"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, err := DecodeWKT(text)
		var faults Faults
		if err != nil && !errors.As(err, &faults) {
			t.Fatal(err)
		}
	})
}
