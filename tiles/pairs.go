package tiles

import (
	"cmp"
	"slices"
)

// mostPairs is how many sides are compared each with each; more are swept from left to right.
const mostPairs = 24

// pairs calls look with each pair of sides whose boxes meet, once, until it is content: when it returns false.
func pairs(sides []side, look func(i, j int) bool) {
	if len(sides) <= mostPairs {
		for i := range sides {
			for j := range i {
				if sides[i].near(sides[j]) && !look(j, i) {
					return
				}
			}
		}
		return
	}
	sweep(sides, look)
}

// sweep is pairs for many sides: it goes through them by where they begin, beside those that have not ended yet.
func sweep(sides []side, look func(i, j int) bool) {
	order := make([]int32, len(sides))
	for i := range order {
		order[i] = int32(i) //nolint:gosec // a tile has fewer sides
	}
	slices.SortFunc(order, func(i, j int32) int { return cmp.Compare(sides[i].left(), sides[j].left()) })
	var open []int32
	for _, i := range order {
		s := sides[i]
		begin, kept := s.left(), open[:0]
		for _, j := range open {
			if t := sides[j]; max(t.a.x, t.b.x) >= begin {
				kept = append(kept, j)
				if s.near(t) && !look(int(min(i, j)), int(max(i, j))) {
					return
				}
			}
		}
		open = append(kept, i)
	}
}

func (s side) left() int32 { return min(s.a.x, s.b.x) }

// near tells whether the sides' boxes meet.
func (s side) near(t side) bool {
	return min(s.a.x, s.b.x) <= max(t.a.x, t.b.x) && max(s.a.x, s.b.x) >= min(t.a.x, t.b.x) &&
		min(s.a.y, s.b.y) <= max(t.a.y, t.b.y) && max(s.a.y, s.b.y) >= min(t.a.y, t.b.y)
}

// simple tells whether rings neither cross nor touch, themselves or each other.
func (p *painter) simple(rings [][]spot) bool {
	sides := p.sides[:0]
	for _, ring := range rings {
		if len(ring) < 3 {
			return false
		}
		for i, a := range ring {
			sides = append(sides, side{a, ring[(i+1)%len(ring)]})
		}
	}
	p.sides = sides
	fine := true
	pairs(sides, func(i, j int) bool {
		fine = apart(sides[i], sides[j])
		return fine
	})
	return fine
}

// apart tells whether two sides have nothing in common but the spot in which one goes on as the other.
func apart(s, t side) bool {
	if _, ok := s.crosses(t); ok || s.holds(t.a) || s.holds(t.b) || t.holds(s.a) || t.holds(s.b) {
		return false
	}
	return s.a != t.a && s.b != t.b && !(s.a == t.b && s.b == t.a)
}
