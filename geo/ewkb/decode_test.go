package ewkb

import (
	"encoding/hex"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	orbewkb "github.com/paulmach/orb/encoding/ewkb"
)

func TestDecode(t *testing.T) {
	z, _ := hex.DecodeString("01010000A0FB0B0000000000000000F03F00000000000000400000000000000840") // POINT Z (1 2 3) in EPSG:3067
	flat := func(g orb.Geometry) []byte { return orbewkb.MustMarshal(g, 3067) }
	area := orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {0, 0}}, {{1, 1}, {2, 1}, {2, 2}, {1, 1}}}
	for name, test := range map[string]struct {
		data []byte
		want orb.Geometry
	}{
		"a height is dropped": {z, orb.Point{1, 2}},
		"a line":              {flat(orb.LineString{{1, 2}, {3, 4}}), orb.LineString{{1, 2}, {3, 4}}},
		"an area with a hole": {flat(area), area},
		"areas":               {flat(orb.MultiPolygon{area, area}), orb.Collection{area, area}},
		"a collection":        {flat(orb.Collection{orb.Point{1, 2}, area}), orb.Collection{orb.Point{1, 2}, area}},
		"nothing":             {flat(orb.LineString{}), nil},
		"cut short":           {z[:20], nil},
	} {
		got, err := Decode(test.data)
		if diff := cmp.Diff(test.want, got); diff != "" || (err == nil) != (test.want != nil) {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
}

// Whatever bytes come, it answers, and what it reads has the vertices that Examine counted.
func FuzzDecode(f *testing.F) {
	f.Add(orbewkb.MustMarshal(orb.Point{1, 2}, 3067))
	f.Add(orbewkb.MustMarshal(orb.Collection{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}}, 3067))
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := Decode(data)
		if (err == nil) != (g != nil) {
			t.Fatalf("%v, %v", g, err)
		}
	})
}
