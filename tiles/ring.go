package tiles

import "math"

// spot is a position in a tile: units to the right and down from its top left corner.
type spot struct{ x, y int32 }

// The square that a tile's features are cut to: the tile with its buffer.
const (
	cutLow  = -Buffer
	cutHigh = Extent + Buffer
)

// cutLine keeps what lies in the square of a line, in pieces.
func cutLine(line []spot, pieces [][]spot) [][]spot {
	var piece []spot
	for i := 1; i < len(line); i++ {
		a, b, ok := cutSide(line[i-1], line[i])
		if !ok {
			continue
		}
		if len(piece) == 0 || piece[len(piece)-1] != a {
			if len(piece) > 1 {
				pieces = append(pieces, piece)
			}
			piece = []spot{a}
		}
		if b != a {
			piece = append(piece, b)
		}
	}
	if len(piece) > 1 {
		pieces = append(pieces, piece)
	}
	return pieces
}

// cutSide keeps what lies in the square of a side (Liang and Barsky); false: nothing does.
func cutSide(a, b spot) (from, to spot, ok bool) {
	low, high := 0.0, 1.0
	dx, dy := float64(b.x)-float64(a.x), float64(b.y)-float64(a.y)
	for _, edge := range [4][2]float64{
		{-dx, float64(a.x) - cutLow}, {dx, cutHigh - float64(a.x)}, {-dy, float64(a.y) - cutLow}, {dy, cutHigh - float64(a.y)},
	} {
		p, q := edge[0], edge[1]
		switch {
		case p == 0 && q < 0:
			return a, b, false
		case p < 0:
			low = max(low, q/p)
		case p > 0:
			high = min(high, q/p)
		}
	}
	if low > high {
		return a, b, false
	}
	at := func(share float64) spot {
		return spot{rounded(float64(a.x) + share*dx), rounded(float64(a.y) + share*dy)}
	}
	from, to = a, b
	if low > 0 {
		from = at(low)
	}
	if high < 1 {
		to = at(high)
	}
	return from, to, true
}

// rounded is the unit nearest to a number; halves go up, as they do where positions are rounded.
func rounded(v float64) int32 { return int32(math.Floor(v + 0.5)) }

// cutRing keeps what lies in the square of a ring (Sutherland and Hodgman). Where the ring goes out and comes back
// elsewhere, what is kept runs along the square's edge, and may do so there and back: mend parts it. It works in the two
// rooms, of which one is what it returns.
func cutRing(ring []spot, rooms *[2][]spot) []spot {
	for i, edge := range [4]edge{{spot.left, spot.cutX, cutLow}, {spot.right, spot.cutX, cutHigh}, {spot.above, spot.cutY, cutLow}, {spot.below, spot.cutY, cutHigh}} {
		if len(ring) == 0 {
			return nil
		}
		room := rooms[i%2][:0]
		before := ring[len(ring)-1]
		wasOut := edge.out(before)
		for _, p := range ring {
			out := edge.out(p)
			if out != wasOut {
				room = append(room, edge.cut(before, p, edge.at))
			}
			if !out {
				room = append(room, p)
			}
			before, wasOut = p, out
		}
		rooms[i%2], ring = room, room
	}
	return ring
}

// edge is one of the square's.
type edge struct {
	out func(spot) bool
	cut func(a, b spot, at int32) spot
	at  int32
}

func (p spot) left() bool  { return p.x < cutLow }
func (p spot) right() bool { return p.x > cutHigh }
func (p spot) above() bool { return p.y < cutLow }
func (p spot) below() bool { return p.y > cutHigh }

func (p spot) cutX(q spot, x int32) spot {
	return spot{x, rounded(float64(p.y) + float64(x-p.x)/float64(q.x-p.x)*float64(q.y-p.y))}
}

func (p spot) cutY(q spot, y int32) spot {
	return spot{rounded(float64(p.x) + float64(y-p.y)/float64(q.y-p.y)*float64(q.x-p.x)), y}
}
