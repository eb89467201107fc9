package tiles

// mostPairs is how many sides are compared each with each; more are sorted into cells first.
const mostPairs = 24

// cellBits are the bits of a tile's position within a cell.
const cellBits = 6

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
	cells := map[spot][]int32{}
	var met map[int64]bool
	for i, s := range sides {
		low, high := s.box()
		low, high = spot{low.x >> cellBits, low.y >> cellBits}, spot{high.x >> cellBits, high.y >> cellBits}
		alone := low == high // in one cell: it meets nobody twice
		clear(met)
		for x := low.x; x <= high.x; x++ {
			for y := low.y; y <= high.y; y++ {
				cell := spot{x, y}
				for _, j := range cells[cell] {
					if !alone {
						if met == nil {
							met = map[int64]bool{}
						}
						if met[int64(j)] {
							continue
						}
						met[int64(j)] = true
					}
					if s.near(sides[j]) && !look(int(j), i) {
						return
					}
				}
				cells[cell] = append(cells[cell], int32(i)) //nolint:gosec // a ring has fewer sides
			}
		}
	}
}

func (s side) box() (low, high spot) {
	return spot{min(s.a.x, s.b.x), min(s.a.y, s.b.y)}, spot{max(s.a.x, s.b.x), max(s.a.y, s.b.y)}
}

// near tells whether the sides' boxes meet.
func (s side) near(t side) bool {
	return min(s.a.x, s.b.x) <= max(t.a.x, t.b.x) && max(s.a.x, s.b.x) >= min(t.a.x, t.b.x) &&
		min(s.a.y, s.b.y) <= max(t.a.y, t.b.y) && max(s.a.y, s.b.y) >= min(t.a.y, t.b.y)
}

// simple tells whether rings neither cross nor touch, themselves or each other.
func simple(rings [][]spot) bool {
	var sides []side
	for _, ring := range rings {
		if len(ring) < 3 {
			return false
		}
		for i, a := range ring {
			sides = append(sides, side{a, ring[(i+1)%len(ring)]})
		}
	}
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
