package geo

import (
	"testing"

	"github.com/paulmach/orb"
)

func TestVertices(t *testing.T) {
	ring := orb.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}}
	for want, g := range map[int]orb.Geometry{
		0: orb.Collection{}, 1: orb.Point{}, 2: orb.LineString{{0, 0}, {1, 1}}, 3: orb.MultiPoint{{}, {}, {}}, 4: ring, 5: orb.MultiLineString{{{}, {}}, {{}, {}, {}}},
		8: orb.Polygon{ring, ring}, 12: orb.MultiPolygon{{ring, ring}, {ring}}, 14: orb.Collection{orb.Point{}, orb.MultiPolygon{{ring, ring}, {ring}}, orb.Collection{orb.Point{}}},
	} {
		if got := Vertices(g); got != want {
			t.Errorf("%v has %d, want %d", g, got, want)
		}
	}
}
