package geo

import "testing"

func TestMeetOfSegmentsOfNoLength(t *testing.T) {
	point := func(x, y float64) span { return span{{x, y}, {x, y}} }
	level, upright, slanted := span{{7, 6}, {9, 6}}, span{{3, 7}, {3, 9}}, span{{0, 0}, {4, 4}}
	for _, tt := range []struct {
		name string
		s, t span
		want contact
	}{
		{"a point left of a level line", point(3, 6), level, apart},
		{"a point on a level line", point(8, 6), level, touch},
		{"a point below an upright line", point(3, 6), upright, apart},
		{"a point on an upright line", point(3, 8), upright, touch},
		{"a point beyond a slanted line", point(5, 5), slanted, apart},
		{"a point at the end of a slanted line", point(4, 4), slanted, touch},
		{"the same point twice", point(1, 2), point(1, 2), touch},
		{"two points at one height", point(1, 2), point(5, 2), apart},
		{"two points above each other", point(1, 2), point(1, 5), apart},
		{"two points", point(1, 2), point(3, 5), apart},
	} {
		for _, pair := range [][2]span{{tt.s, tt.t}, {tt.t, tt.s}} {
			if got, _ := meet(pair[0][0], pair[0][1], pair[1][0], pair[1][1]); got != tt.want {
				t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
			}
		}
	}
}
