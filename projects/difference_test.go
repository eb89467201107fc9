package projects

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/geo"
)

// Sizes are true metres on the ellipsoid, which the grid shows 0.04 % smaller in the middle of the country.
func TestDifferenceOfPlaces(t *testing.T) {
	w := newWorld(t)
	at := func(points ...orb.Point) (line orb.LineString) {
		for _, p := range points {
			line = append(line, orb.Point{middle[0] + p[0], middle[1] + p[1]})
		}
		return line
	}
	lonLat := func(g orb.Geometry) orb.Geometry { return geo.Transform(g, geo.TM35FIN, geo.CRS84) }
	line, longer := lonLat(at(orb.Point{0, 0}, orb.Point{100, 0})), lonLat(at(orb.Point{0, 0}, orb.Point{250, 0}))
	points, other := lonLat(orb.MultiPoint(at(orb.Point{0, 0}, orb.Point{10, 0}))), lonLat(orb.MultiPoint(at(orb.Point{10, 0}, orb.Point{30, 0})))
	holed := geo.Transform(orb.Polygon{middle.Bound().Pad(50).ToRing(), middle.Bound().Pad(10).ToRing()}, geo.TM35FIN, geo.CRS84)
	for _, test := range []struct {
		name                                string
		before, after                       Changes
		added, removed, longer, gone, moved float64
		showsAdded, showsRemoved            bool
	}{
		{"wider by half", part(aPart, in(0, 0, 100)), part(aPart, in(0, 0, 120)), 4400, 0, 0, 0, 0, true, false},
		{"moved by 30 m", part(aPart, in(0, 0, 100)), part(aPart, in(30, 0, 100)), 3000, 3000, 0, 0, 30, true, true},
		{"a hole cut into it", part(aPart, in(0, 0, 100)), part(aPart, holed), 0, 400, 0, 0, 0, false, true},
		{"new", nil, part(aPart, in(0, 0, 100)), 10_000, 0, 0, 0, 0, true, false},
		{"gone", part(aPart, in(0, 0, 100)), nil, 0, 10_000, 0, 0, 0, false, true},
		{"a line made longer", part(aPart, line), part(aPart, longer), 0, 0, 150, 0, 75, true, false},
		{"a line for an area", part(aPart, line), part(aPart, in(0, 0, 100)), 10_000, 0, 0, 50, 50, true, true},
		{"points", part(aPart, points), part(aPart, other), 0, 0, 0, 0, 15, true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, err := test.before.Read()
			must(t, err)
			after, err := test.after.Read()
			must(t, err)
			list, err := w.store.compare(t.Context(), Fields(before), Fields(after))
			must(t, err)
			if len(list) != 1 || list[0].Path != partOf(aPart) || list[0].Shape == nil {
				t.Fatalf("differences %+v", list)
			}
			s := list[0].Shape
			for _, figure := range []struct {
				name      string
				got, want float64
			}{{"added", s.AddedArea, test.added}, {"removed", s.RemovedArea, test.removed}, {"longer", s.AddedLength, test.longer}, {"gone", s.RemovedLen, test.gone}, {"moved", s.Moved, test.moved}} {
				if math.Abs(figure.got-figure.want) > 0.01+0.001*figure.want {
					t.Errorf("%s %.3f, want about %.3f", figure.name, figure.got, figure.want)
				}
			}
			if shown := shows(s.Added); shown != test.showsAdded {
				t.Errorf("added %s", s.Added)
			}
			if shown := shows(s.Removed); shown != test.showsRemoved {
				t.Errorf("removed %s", s.Removed)
			}
		})
	}
	t.Run("texts, and a part of which only the name changed", func(t *testing.T) {
		before := Fields{TitleField: quote("a"), SummaryField: quote("s"), partOf(aPart): part(aPart, line)[partOf(aPart)]}
		after := Fields{TitleField: quote("b"), "/answers/more": quote("m"), partOf(aPart): part(aPart, line, `, "name": "Polku"`)[partOf(aPart)]}
		list, err := w.store.compare(t.Context(), before, after)
		must(t, err)
		if len(list) != 4 || list[0].Path != "/answers/more" || list[0].Before != nil || list[1].Shape != nil || list[2].Path != SummaryField || list[2].After != nil || string(list[3].After) != `"b"` {
			t.Errorf("differences %+v", list)
		}
	})
}

func shows(shape json.RawMessage) bool { return len(shape) > 0 && string(shape) != "null" }
