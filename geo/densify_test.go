package geo

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
)

func TestDensifyKeepsToTheEdgeThatWasDrawn(t *testing.T) {
	from, to := orb.Point{23.2, 61.3}, orb.Point{24.2, 61.7}
	line := Densify(orb.LineString{from, to}, 500).(orb.LineString)
	if line[0] != from || line[len(line)-1] != to {
		t.Fatalf("the ends are %v and %v", line[0], line[len(line)-1])
	}
	worst := 0.0
	for i := 1; i < len(line); i++ {
		if d := roughly(line[i-1], line[i]); d > 505 {
			t.Fatalf("a piece of %.0f m", d)
		}
		// The middle of the piece as drawn, and the middle of the piece that is straight in the grid.
		drawn := ToTM35FIN(orb.Point{(line[i-1][0] + line[i][0]) / 2, (line[i-1][1] + line[i][1]) / 2})
		a, b := ToTM35FIN(line[i-1]), ToTM35FIN(line[i])
		worst = math.Max(worst, math.Hypot(drawn[0]-(a[0]+b[0])/2, drawn[1]-(a[1]+b[1])/2))
	}
	if worst > 0.015 {
		t.Errorf("up to %.3f m beside the edge that was drawn, want 1 cm", worst)
	}
	// Without positions between the ends it would be this far off: the reason for all this.
	middle := ToTM35FIN(orb.Point{(from[0] + to[0]) / 2, (from[1] + to[1]) / 2})
	a, b := ToTM35FIN(from), ToTM35FIN(to)
	if off := math.Hypot(middle[0]-(a[0]+b[0])/2, middle[1]-(a[1]+b[1])/2); off < 50 {
		t.Errorf("the test's edge is only %.0f m off, too short to tell anything", off)
	}
}

func TestDensifyLeavesShortEdgesAlone(t *testing.T) {
	ring := orb.Ring{{25, 62}, {25.001, 62}, {25.001, 62.001}, {25, 62}}
	for _, g := range []orb.Geometry{
		orb.Point{25, 62}, orb.MultiPoint{{25, 62}, {26, 63}}, orb.LineString(ring), orb.MultiLineString{orb.LineString(ring)},
		orb.Polygon{ring}, orb.MultiPolygon{{ring}},
	} {
		if got := Densify(g, 500); !orb.Equal(got, g) {
			t.Errorf("%s: got %v, want %v", g.GeoJSONType(), got, g)
		}
	}
}

func TestDensifyCopiesAndIsBounded(t *testing.T) {
	long := orb.LineString{}
	for range 2000 {
		long = append(long, orb.Point{20, 60}, orb.Point{30, 70})
	}
	mine := orb.MultiPolygon{{{{20, 60}, {30, 60}, {30, 70}, {20, 60}}}}
	if got := Densify(mine, 500).(orb.MultiPolygon); len(got[0][0]) < 100 || len(mine[0][0]) != 4 {
		t.Errorf("%d positions, and %d in what was given", len(got[0][0]), len(mine[0][0]))
	}
	if got := Densify(long, 500).(orb.LineString); len(got) > len(long)+maxAdded {
		t.Errorf("%d positions", len(got))
	}
}
