package tiles

import (
	"errors"
	"fmt"
	"math"
	"testing"
)

func FuzzParseRefs(f *testing.F) {
	for _, seed := range []string{"a", "a@1", "a,b@17,c", "a,a@1", "A", "a@01", "a@0", "a@999999999999999999", "a,", ",", "", "a@1@2", "ä", "a%40", "a\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, list string) {
		refs, err := ParseRefs(list)
		if err != nil {
			if !errors.Is(err, ErrMalformed) && !errors.Is(err, ErrTooManyLayers) && !errors.Is(err, ErrLayerTwice) {
				t.Fatalf("%q: %v", list, err)
			}
			return
		}
		text := ""
		for i, r := range refs {
			if i > 0 {
				text += ","
			}
			text += r.String()
		}
		if text != list || len(refs) > MaxLayers {
			t.Fatalf("%q is read as %d layers %q: one tile has one address", list, len(refs), text)
		}
	})
}

func FuzzParseNumber(f *testing.F) {
	for _, seed := range []string{"0", "7", "00", "-1", "+1", "1e3", "2147483647", "2147483648", "99999999999999999999999", "", " 1", "1_0", "٣"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := ParseNumber(s)
		if err != nil {
			if !errors.Is(err, ErrMalformed) {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		if n != 1<<31-1 && fmt.Sprint(n) != s {
			t.Fatalf("%q is read as %d", s, n)
		}
		for i := range Grids {
			for _, tile := range []Tile{{int(n), 0, 0}, {5, n, 0}, {5, 0, n}, {int(n % 30), n, n}} {
				if g := &Grids[i]; g.Holds(tile) {
					g.Search(tile)
				}
			}
		}
	})
}

// ringsOf makes rings of bytes: the first says how far the spots lie apart, so that some meet in every way there is.
func ringsOf(data []byte) [][]spot {
	if len(data) < 8 {
		return nil
	}
	shift, wide := data[0]%10, int32(data[1]%32)+4
	at := func(b byte) int32 { return int32(b) % wide << shift }
	var rings [][]spot
	data = data[2:]
	for len(data) > 6 && len(rings) < 6 {
		n := min(int(data[0]%14)+3, (len(data)-1)/2)
		var ring []spot
		for i := range n {
			if s := (spot{at(data[1+2*i]), at(data[2+2*i])}); len(ring) == 0 || ring[len(ring)-1] != s {
				ring = append(ring, s)
			}
		}
		if len(ring) > 2 {
			rings = append(rings, ring)
		}
		data = data[1+2*n:]
	}
	return rings
}

// FuzzMend mends rings that cross, touch and lie on each other in every way: what comes out is valid as OGC has it, and
// encloses what the rings enclosed, but for what rounding moves.
func FuzzMend(f *testing.F) {
	f.Add([]byte("\x05\x14\x0c0123456789abcdefghijklmnopqrstuvwxyz"))
	f.Add([]byte("\x00\x04\x0daaababbbcbcacbaabacacbbab\x0ccabcabcabcbcabcabc"))
	f.Add([]byte("\x08\x20\x09a!bqcRdxe7fygzha\x04AbCdEfGh\x05qwertyuio"))
	f.Add([]byte{0, 0, 3, 0, 0, 3, 0, 3, 3, 0, 3, 1, 1, 0, 3, 3, 3, 0, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		rings := ringsOf(data)
		if len(rings) == 0 {
			return
		}
		given := make([][]spot, len(rings))
		for i, ring := range rings {
			given[i] = append([]spot(nil), ring...)
		}
		mended := mend(rings)
		if why := invalid(mended); why != "" {
			t.Fatalf("%v\nbecomes\n%v\n%s", given, mended, why)
		}
		wide := int32(data[1]%32) + 4
		for i := range wide {
			for j := range wide {
				half := int32(1) << (data[0] % 10)
				p := spot{2*i<<(data[0]%10) + half, 2*j<<(data[0]%10) + half} // in half units
				if nearest(p, given) < 3*2 {
					continue
				}
				if got, want := odds(p, mended), odds(p, given); got != want {
					t.Fatalf("%v\nbecomes\n%v\nwhich holds %v,%v: %t, want %t", given, mended, float64(p.x)/2, float64(p.y)/2, got, want)
				}
			}
		}
	})
}

// odds tells whether a spot in half units lies in an odd number of rings.
func odds(p spot, rings [][]spot) (in bool) {
	for _, ring := range rings {
		inside, _ := liesIn(p, ring)
		in = in != inside
	}
	return in
}

// nearest is how far a spot in half units lies from the rings' sides, in half units.
func nearest(p spot, rings [][]spot) float64 {
	least := math.Inf(1)
	for _, ring := range rings {
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			ax, ay := float64(2*a.x), float64(2*a.y)
			dx, dy := float64(2*b.x)-ax, float64(2*b.y)-ay
			px, py := float64(p.x)-ax, float64(p.y)-ay
			if long := dx*dx + dy*dy; long > 0 {
				along := min(max(0, (px*dx+py*dy)/long), 1)
				px, py = px-along*dx, py-along*dy
			}
			least = min(least, math.Hypot(px, py))
		}
	}
	return least
}

// invalid says what is wrong with an area's rings, outer ones each followed by its holes; empty: nothing.
func invalid(rings [][]spot) string {
	type owned struct {
		side
		ring int
	}
	var sides []owned
	outer := -1
	polygon := make([]int, len(rings)) // of each ring its outer one
	for r, ring := range rings {
		seen := map[spot]bool{}
		for i, a := range ring {
			if seen[a] {
				return fmt.Sprintf("ring %d comes to %v twice", r, a)
			}
			seen[a] = true
			sides = append(sides, owned{side{a, ring[(i+1)%len(ring)]}, r})
		}
		switch area := twiceArea(ring); {
		case len(ring) < 3 || area == 0:
			return fmt.Sprintf("ring %d has no area", r)
		case area > 0:
			outer = r
		case outer < 0:
			return "a hole comes first"
		case !inside(ring, rings[outer]):
			return fmt.Sprintf("hole %d lies outside of ring %d", r, outer)
		}
		polygon[r] = outer
	}
	for i, s := range sides {
		for _, u := range sides[:i] {
			if _, ok := s.crosses(u.side); ok || s.holds(u.a) || s.holds(u.b) || u.holds(s.a) || u.holds(s.b) || s.side == u.side || s.a == u.b && s.b == u.a {
				return fmt.Sprintf("rings %d and %d cross or touch along %v and %v", s.ring, u.ring, s.side, u.side)
			}
		}
	}
	return disconnected(rings, polygon)
}

// disconnected says which area is parted by rings that touch each other in a circle.
func disconnected(rings [][]spot, polygon []int) string {
	type place struct {
		spot
		polygon int
	}
	root := map[any]any{}
	var find func(any) any
	find = func(x any) any {
		if up, ok := root[x]; ok {
			return find(up)
		}
		return x
	}
	for r, ring := range rings {
		for _, s := range ring {
			a, b := find(r), find(place{s, polygon[r]})
			if a == b {
				return fmt.Sprintf("the rings of area %d part it where they touch, at %v", polygon[r], s)
			}
			root[a] = b
		}
	}
	return ""
}

// FuzzCut cuts lines and rings to the tile: nothing of what comes out lies outside of it.
func FuzzCut(f *testing.F) {
	f.Add([]byte("\x09\x1f\x0c0123456789abcdefghijklmnopqrstuvwxyz"), int32(-2000), int32(3000))
	f.Add([]byte("\x08\x1f\x0cAzByCxDwEvFuGtHsIrJqKpLo"), int32(4000), int32(-100))
	f.Fuzz(func(t *testing.T, data []byte, dx, dy int32) {
		for _, ring := range ringsOf(data) {
			for i := range ring {
				ring[i] = spot{ring[i].x + dx%20000, ring[i].y + dy%20000}
			}
			pieces := cutLine(ring, nil)
			for _, piece := range append(pieces, mend([][]spot{cutRing(ring, &[2][]spot{})})...) {
				for _, s := range piece {
					if s.left() || s.right() || s.above() || s.below() {
						t.Fatalf("%v is not within the tile, of %v", s, ring)
					}
				}
			}
			for _, piece := range pieces {
				for i := 1; i < len(piece); i++ {
					if piece[i] == piece[i-1] {
						t.Fatalf("a step of no length in %v", piece)
					}
				}
			}
		}
	})
}
