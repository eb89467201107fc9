package tiles

import (
	"cmp"
	"slices"
)

// side is a side of a ring: the area lies to its left, if x goes right and y up.
type side struct{ a, b spot }

// mostRounds bounds how often sides are split where they meet: rounding the places may make sides meet anew.
const mostRounds = 16

// mend makes rings of sides that may cross, touch or lie on each other, as rounding and cutting leave them: simple rings,
// outer ones with a positive area, each followed by its holes. What runs there and back on itself vanishes; so does what
// was turned inside out.
func mend(rings [][]spot) [][]spot {
	var sides []side
	for _, ring := range rings {
		for i, a := range ring {
			if b := ring[(i+1)%len(ring)]; a != b {
				sides = append(sides, side{a, b})
			}
		}
	}
	for range mostRounds {
		split, more := splitSides(sides)
		if sides = split; !more {
			break
		}
	}
	return nest(trace(border(count(sides))))
}

// count takes away what runs both ways, and tells of what is left how often it runs.
func count(sides []side) (kept []side, times []int) {
	runs := make(map[side]int, len(sides))
	for _, s := range sides {
		if back := (side{s.b, s.a}); runs[back] > 0 {
			runs[back]--
		} else {
			runs[s]++
		}
	}
	for _, s := range sides {
		if n := runs[s]; n > 0 {
			kept, times = append(kept, s), append(times, n)
			runs[s] = 0
		}
	}
	return kept, times
}

// mostWound bounds the sides of which it is found out how often the area winds round what lies beside them: of more it
// is taken for granted that they part the inside, to their left, from the outside.
const mostWound = 4096

// border keeps the sides that part the inside from the outside, with the inside to their left. Inside is what the rings
// wind round more often to the left than to the right.
func border(sides []side, times []int) []side {
	if len(sides) > mostWound {
		return sides
	}
	var kept []side
	for i, s := range sides {
		left := winding(sides, times, i)
		right := left - times[i]
		switch {
		case left > 0 && right <= 0:
			kept = append(kept, s)
		case left <= 0 && right > 0:
			kept = append(kept, side{s.b, s.a})
		}
	}
	return kept
}

// winding tells how often the sides wind round what lies just to the left of the middle of one of them: it counts those
// that cross a ray from there. Of a level side the ray goes up, and x and y change places.
func winding(sides []side, times []int, of int) (turns int) {
	s := sides[of]
	level := s.a.y == s.b.y
	middle := spot{s.a.x + s.b.x, s.a.y + s.b.y} // in half units
	for i, t := range sides {
		a, b := spot{2 * t.a.x, 2 * t.a.y}, spot{2 * t.b.x, 2 * t.b.y}
		p := middle
		if level {
			a, b, p = spot{a.y, a.x}, spot{b.y, b.x}, spot{p.y, p.x}
		}
		switch {
		case i == of:
		case a.y <= p.y && p.y < b.y && turn(a, b, p) > 0:
			turns += times[i]
		case b.y <= p.y && p.y < a.y && turn(a, b, p) < 0:
			turns -= times[i]
		}
	}
	up := s.a.y < s.b.y // the ray begins to the right of a side that goes up
	if level {
		turns, up = -turns, s.a.x > s.b.x
	}
	if up {
		turns += times[of]
	}
	return turns
}

// splitSides splits sides where they cross, and where another ends on them; more tells whether there were any.
func splitSides(sides []side) (split []side, more bool) {
	at := make([][]spot, len(sides))
	pairs(sides, func(i, j int) bool {
		s, t := sides[i], sides[j]
		for _, p := range [2]spot{t.a, t.b} {
			if s.holds(p) {
				at[i] = append(at[i], p)
			}
		}
		for _, p := range [2]spot{s.a, s.b} {
			if t.holds(p) {
				at[j] = append(at[j], p)
			}
		}
		if p, ok := s.crosses(t); ok {
			at[i], at[j] = append(at[i], p), append(at[j], p)
		}
		return true
	})
	split = make([]side, 0, len(sides))
	for i, s := range sides {
		from := s.a
		slices.SortFunc(at[i], func(p, q spot) int { return cmp.Compare(s.along(p), s.along(q)) })
		for _, p := range append(at[i], s.b) {
			if p != from {
				split = append(split, side{from, p})
				more = more || p != s.b
				from = p
			}
		}
	}
	return split, more
}

// turn is positive where c lies to the left of the way from a to b, and 0 on it.
func turn(a, b, c spot) int64 {
	return int64(b.x-a.x)*int64(c.y-a.y) - int64(b.y-a.y)*int64(c.x-a.x)
}

// along tells how far along the side a spot lies, in no unit.
func (s side) along(p spot) int64 {
	return int64(p.x-s.a.x)*int64(s.b.x-s.a.x) + int64(p.y-s.a.y)*int64(s.b.y-s.a.y)
}

// holds tells whether a spot lies on the side and is none of its ends.
func (s side) holds(p spot) bool {
	return p != s.a && p != s.b && turn(s.a, s.b, p) == 0 &&
		min(s.a.x, s.b.x) <= p.x && p.x <= max(s.a.x, s.b.x) && min(s.a.y, s.b.y) <= p.y && p.y <= max(s.a.y, s.b.y)
}

// crosses tells whether the sides cross in a point that is an end of neither, and the spot nearest to it.
func (s side) crosses(t side) (spot, bool) {
	ta, tb := turn(s.a, s.b, t.a), turn(s.a, s.b, t.b)
	sa, sb := turn(t.a, t.b, s.a), turn(t.a, t.b, s.b)
	if (ta > 0) == (tb > 0) || (sa > 0) == (sb > 0) || ta == 0 || tb == 0 || sa == 0 || sb == 0 {
		return spot{}, false
	}
	share := float64(sa) / float64(sa-sb)
	return spot{rounded(float64(s.a.x) + share*float64(s.b.x-s.a.x)), rounded(float64(s.a.y) + share*float64(s.b.y-s.a.y))}, true
}

// trace makes rings of sides that meet in their ends alone. Of several ways to go on it takes the one furthest to the
// left, and a ring that comes back to a spot is closed there: so none touches itself.
func trace(sides []side) [][]spot {
	from := map[spot][]spot{}
	for _, s := range sides {
		from[s.a] = append(from[s.a], s.b)
	}
	var rings [][]spot
	for _, s := range sides {
		if !slices.Contains(from[s.a], s.b) {
			continue // taken
		}
		path, index := []spot{s.a}, map[spot]int{s.a: 0}
		before, here := s.a, take(from, s.a, s.b)
		for {
			if i, ok := index[here]; ok {
				ring := slices.Clone(path[i:])
				for _, p := range ring[1:] {
					delete(index, p)
				}
				if len(ring) > 2 && twiceArea(ring) != 0 {
					rings = append(rings, ring)
				}
				path = path[:i+1]
				if i == 0 && len(from[here]) == 0 {
					break
				}
			} else {
				index[here] = len(path)
				path = append(path, here)
			}
			next, ok := leftmost(before, here, from[here])
			if !ok {
				break // a loose end, which rounding may leave
			}
			before, here = here, take(from, here, next)
		}
	}
	return rings
}

// take removes a side and returns its end.
func take(from map[spot][]spot, a, b spot) spot {
	i := slices.Index(from[a], b)
	from[a] = slices.Delete(from[a], i, i+1)
	return b
}

// leftmost is where the way goes on that turns most to the left.
func leftmost(before, here spot, ways []spot) (spot, bool) {
	if len(ways) == 0 {
		return spot{}, false
	}
	best := ways[0]
	for _, way := range ways[1:] {
		if further(before, here, way, best) {
			best = way
		}
	}
	return best, true
}

// further tells whether going on to a turns more to the left than to b.
func further(before, here, a, b spot) bool {
	la, lb := turn(before, here, a) >= 0, turn(before, here, b) >= 0
	if la != lb {
		return la
	}
	return turn(here, b, a) > 0
}

// twiceArea is twice the area of a ring, positive for outer ones.
func twiceArea(ring []spot) (sum int64) {
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += int64(p.x)*int64(q.y) - int64(q.x)*int64(p.y)
	}
	return sum
}

// nest puts holes behind the smallest outer ring that they lie in. A hole in none is an area turned inside out.
func nest(rings [][]spot) [][]spot {
	var outer [][]spot
	holes := map[int][][]spot{}
	for _, ring := range rings {
		if twiceArea(ring) > 0 {
			outer = append(outer, ring)
		}
	}
	for _, ring := range rings {
		if twiceArea(ring) > 0 {
			continue
		}
		best := -1
		for i, around := range outer {
			if inside(ring, around) && (best < 0 || twiceArea(around) < twiceArea(outer[best])) {
				best = i
			}
		}
		if best >= 0 {
			holes[best] = append(holes[best], ring)
		}
	}
	var nested [][]spot
	for i, ring := range outer {
		nested = append(append(nested, ring), holes[i]...)
	}
	return nested
}

// inside tells whether a ring lies in another that it does not cross, by the first of its spots and the middles of its
// sides that is not on the other.
func inside(ring, around []spot) bool {
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		for _, p := range [2]spot{{2 * a.x, 2 * a.y}, {a.x + b.x, a.y + b.y}} { // in half units
			if in, on := liesIn(p, around); !on {
				return in
			}
		}
	}
	return false
}

// liesIn tells whether a spot in half units lies in a ring, or on it.
func liesIn(p spot, ring []spot) (in, on bool) {
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		a, b = spot{2 * a.x, 2 * a.y}, spot{2 * b.x, 2 * b.y}
		if p == a || (side{a, b}).holds(p) {
			return false, true
		}
		if (a.y > p.y) != (b.y > p.y) && (turn(a, b, p) > 0) == (b.y > a.y) {
			in = !in
		}
	}
	return in, false
}
