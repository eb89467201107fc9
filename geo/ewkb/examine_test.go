package ewkb

import (
	"strings"
	"testing"
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
