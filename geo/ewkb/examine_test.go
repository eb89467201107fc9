package ewkb

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	orbewkb "github.com/paulmach/orb/encoding/ewkb"

	"lupakartta/geo"
)

func FuzzExamine(f *testing.F) {
	for _, g := range []string{"\x01\x01\x00\x00\x00", "\x00\x00\x00\x00\x02\xff\xff\xff\xff"} {
		f.Add([]byte(g))
	}
	f.Add(Point(480000, 6920000, 3067))
	f.Add([]byte("\x01\x08\x00\x00\x20\xfb\x0b\x00\x00\x02\x00\x00\x00" + strings.Repeat("\x00", 32))) // an arc of two points
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Examine(data)
		if err != nil {
			return
		}
		if s.Bound.IsEmpty() || s.Vertices == 0 {
			t.Fatalf("accepted a geometry without a place: %+v", s)
		}
		again, err := Examine(WithSRID(data, 3067))
		if err != nil || again.SRID != 3067 || again.Vertices != s.Vertices || again.Bound != s.Bound {
			t.Fatalf("%+v became %+v, %v", s, again, err)
		}
	})
}

// An area of more vertices than can be judged is not copied for the judgement.
func TestTakeLeavesLargeAreasAlone(t *testing.T) {
	var p Plain
	for _, n := range []int{1_000, geo.MostVertices + 10} {
		ring := make(orb.Ring, n)
		for i := range ring {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n-1))
			ring[i] = orb.Point{480_000 + 10_000*cos, 6_920_000 + 10_000*sin}
		}
		ring[n-1] = ring[0]
		data := orbewkb.MustMarshal(orb.Polygon{ring}, 3067)
		shape, err := Examine(data)
		if err != nil {
			t.Fatal(err)
		}
		before := cap(p.rings.Points)
		if taken := p.Take(data, shape); (taken != nil) != (n == 1_000) || taken == nil && cap(p.rings.Points) != before {
			t.Errorf("%d vertices: taken %t, room for %d points", n, taken != nil, cap(p.rings.Points))
		}
	}
}
