package tiles

import (
	"cmp"
	"slices"
)

// side is a side of a ring.
type side struct{ a, b spot }

// mostRounds bounds how often sides are split where they meet: rounding the places may make sides meet anew.
const mostRounds = 16

// mend makes rings of sides that may cross, touch or lie on each other, as rounding and cutting leave them: simple rings,
// outer ones with a positive area, each followed by its holes. Inside is what lies behind an odd number of sides: so what
// runs there and back on itself vanishes, and what rounding turned inside out stays an area.
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
	return nest(trace(border(odd(sides))))
}

// odd keeps of sides that lie on each other one, where they are odd in number, and none otherwise. It runs to the right,
// or down.
func odd(sides []side) []side {
	for i, s := range sides {
		if before(s.b, s.a) < 0 {
			sides[i] = side{s.b, s.a}
		}
	}
	slices.SortFunc(sides, func(s, t side) int { return cmp.Or(before(s.a, t.a), before(s.b, t.b)) })
	kept := sides[:0]
	for i := 0; i < len(sides); {
		end := i + 1
		for end < len(sides) && sides[end] == sides[i] {
			end++
		}
		if (end-i)%2 == 1 {
			kept = append(kept, sides[i])
		}
		i = end
	}
	return kept
}

func before(p, q spot) int { return cmp.Or(cmp.Compare(p.x, q.x), cmp.Compare(p.y, q.y)) }

// border turns sides that part the inside from the outside so that the inside lies to their left, if x goes right and y up.
func border(sides []side) []side {
	turned := make([]side, len(sides)) // x and y change places, for level sides: a ray along them says nothing
	for i, s := range sides {
		turned[i] = side{spot{s.a.y, s.a.x}, spot{s.b.y, s.b.x}}
	}
	across, down := rowsOf(sides), rowsOf(turned)
	directed := make([]side, len(sides))
	for i, s := range sides {
		// What lies just before the middle of the side, along the ray, is inside where the number of sides beyond is odd.
		var inside, left bool
		if s.a.y != s.b.y {
			inside, left = across.behind(i), s.b.y > s.a.y // of a side that goes up it lies to the left
		} else {
			inside, left = down.behind(i), s.b.x < s.a.x
		}
		if directed[i] = s; inside != left {
			directed[i] = side{s.b, s.a}
		}
	}
	return directed
}

// rows are sides by the rows of units that they run through, so that a ray meets few that it does not cross.
type rows struct {
	sides []side
	low   int32
	in    [][]int32
}

// rowBits are the bits of a row's height in units.
const rowBits = 5

func rowsOf(sides []side) rows {
	if len(sides) == 0 {
		return rows{}
	}
	low, high := sides[0].a.y, sides[0].a.y
	for _, s := range sides {
		low, high = min(low, s.a.y, s.b.y), max(high, s.a.y, s.b.y)
	}
	r := rows{sides: sides, low: low, in: make([][]int32, (high-low)>>rowBits+1)}
	for i, s := range sides {
		for row := (min(s.a.y, s.b.y) - low) >> rowBits; row <= (max(s.a.y, s.b.y)-low)>>rowBits; row++ {
			r.in[row] = append(r.in[row], int32(i)) //nolint:gosec // a tile has fewer sides
		}
	}
	return r
}

// behind tells whether an odd number of sides lies to the left of the middle of one of them, which is not level.
func (r rows) behind(of int) bool {
	s := r.sides[of]
	p := spot{s.a.x + s.b.x, s.a.y + s.b.y} // in half units
	odd := false
	for _, i := range r.in[(p.y>>1-r.low)>>rowBits] {
		a, b := r.sides[i].a, r.sides[i].b
		if int(i) == of || 2*min(a.y, b.y) > p.y || 2*max(a.y, b.y) <= p.y {
			continue
		}
		a, b = spot{2 * a.x, 2 * a.y}, spot{2 * b.x, 2 * b.y}
		if (turn(a, b, p) < 0) == (b.y > a.y) {
			odd = !odd
		}
	}
	return odd
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
