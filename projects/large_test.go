package projects

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/checks"
	"lupakartta/geo"
)

// A place of many corners is shown; one of more than there may be is refused when it is saved.
func TestAVeryLargePlace(t *testing.T) {
	w := newWorld(t)
	round := func(corners int) orb.Geometry {
		ring := make(orb.Ring, 0, corners)
		for i := range corners - 1 {
			sin, cos := sincos(i, corners-1)
			ring = append(ring, orb.Point{middle[0] - 20_000 + 9000*cos, middle[1] + 9000*sin})
		}
		return geo.Transform(orb.Polygon{append(ring, ring[0])}, geo.TM35FIN, geo.CRS84)
	}
	p := w.begin(feast("Suuri", part(aPart, round(60_000))))
	if _, err := w.store.Save(t.Context(), w.own(), "save-project", p.ID, p.Revision, part(cPart, round(40_001))); !has(err, "/changes", "too_many_corners") {
		t.Errorf("one too many: %v", err)
	}
	p = w.show(p, false)
	if got := w.told(p.ID); got != "west" {
		t.Errorf("authorities %q", got)
	}
	list, err := w.store.Cases(t.Context(), w.official("Länsi", "west"), Filter{Limit: 1})
	must(t, err)
	if list[0].Severity != checks.Green && list[0].Severity != checks.Unknown {
		t.Errorf("severity %s", list[0].Severity)
	}
}

func sincos(i, n int) (sin, cos float64) { return math.Sincos(2 * math.Pi * float64(i) / float64(n)) }
