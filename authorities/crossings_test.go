package authorities

import (
	"testing"

	"github.com/paulmach/orb"
)

// zigzag goes to and fro between two sides, each time across every stretch before.
func zigzag(positions int) orb.LineString {
	var line orb.LineString
	for i := range positions {
		if at := float64(i); i%2 == 0 {
			line = append(line, orb.Point{480000 + at, 6920000})
		} else {
			line = append(line, orb.Point{484000 - at, 6921000})
		}
	}
	return line
}

func TestTangled(t *testing.T) {
	var track, twice, strips orb.LineString
	for i := range 100_000 {
		at := float64(i)
		track = append(track, orb.Point{480000 + at, 6920000 + 3*float64(i%2)})
	}
	for i := range 3000 {
		twice = append(twice, orb.Point{480000 + 100*float64(i%2), 6920000})
		strips = append(strips, orb.Point{480000 + 1000*float64((i+1)/2%2) + float64(i), 6920000 + 1000*float64((i+1)/2%2)})
	}
	for _, test := range []struct {
		name  string
		place orb.Geometry
		want  bool
	}{
		{"a point", orb.Point{480000, 6920000}, false},
		{"a line of one position", orb.LineString{{480000, 6920000}}, false},
		{"a long track", track, false},
		{"strips side by side", strips, false},
		{"across itself now and then", zigzag(100), false},
		{"a zigzag made to be slow", zigzag(3000), true},
		{"to and fro for ever", twice, true},
		{"lines that cross each other", orb.MultiLineString{zigzag(90), zigzag(90), zigzag(90)}, true},
		{"an area is for whoever read it", orb.Polygon{orb.Ring(zigzag(3000))}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := tangled(test.place); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
		})
	}
}
