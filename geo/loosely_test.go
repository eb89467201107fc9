package geo

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

func TestLoosely(t *testing.T) {
	tests := []struct {
		name, given string
		want        orb.Geometry
		crs         CRS
	}{
		{"an open ring is closed", `{"type":"Polygon","coordinates":[[[26,62],[26.1,62],[26.1,62.1]]]}`,
			orb.Polygon{{{26, 62}, {26.1, 62}, {26.1, 62.1}, {26, 62}}}, CRS84},
		{"wherever it lies", `{"type":"Point","coordinates":[62,26]}`, orb.Point{62, 26}, CRS84},
		{"whatever crosses itself", `{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}`,
			orb.Polygon{{{0, 0}, {1, 1}, {1, 0}, {0, 1}, {0, 0}}}, CRS84},
		{"in the system that it names", `{"type":"Point","coordinates":[1,2],"crs":"EPSG:3067"}`, orb.Point{1, 2}, TM35FIN},
		{"not even a geometry", `{"type":"Polygon","coordinates":[[["a",0],[1,1]]]}`, nil, 0},
		{"a ring of two", `{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}`, nil, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, crs, err := Loosely([]byte(test.given))
			if diff := cmp.Diff(test.want, got); diff != "" || crs != test.crs || (err == nil) != (test.want != nil) {
				t.Errorf("%v %v %s", crs, err, diff)
			}
		})
	}
}
