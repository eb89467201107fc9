package authorities

import (
	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// Bounds of a place's lines. The database cuts a line wherever it meets itself: 10,000 meetings take it a tenth of a
// second, and a zigzag of 3,000 positions that was made to be slow has millions. A survey's track meets itself some
// thousand times at most. Areas need no such bound, since sound ones do not meet themselves.
const (
	maxMeetings    = 10_000
	maxComparisons = 5_000_000 // of pieces whose boxes overlap: a quarter of a second
)

// piece is a straight piece of a line.
type piece struct{ a, b orb.Point }

// tangled tells whether the place's lines meet themselves or each other too often to be asked about.
func tangled(place orb.Geometry) bool {
	switch g := place.(type) {
	case orb.LineString:
		return tangledLines(orb.MultiLineString{g})
	case orb.MultiLineString:
		return tangledLines(g)
	}
	return false
}

// tangledLines compares each piece with those before it whose boxes overlap.
func tangledLines(lines orb.MultiLineString) bool {
	var tree rtree.RTreeGN[float64, int]
	var pieces []piece
	meetings, comparisons := 0, 0
	for _, line := range lines {
		for i := 1; i < len(line); i++ {
			p := piece{line[i-1], line[i]}
			low, high := p.box()
			tree.Search(low, high, func(_, _ [2]float64, other int) bool {
				comparisons++
				if (i == 1 || other != len(pieces)-1) && p.meets(pieces[other]) {
					meetings++
				}
				return meetings <= maxMeetings && comparisons <= maxComparisons
			})
			if meetings > maxMeetings || comparisons > maxComparisons {
				return true
			}
			tree.Insert(low, high, len(pieces))
			pieces = append(pieces, p)
		}
	}
	return false
}

func (p piece) box() (low, high [2]float64) {
	return [2]float64{min(p.a[0], p.b[0]), min(p.a[1], p.b[1])}, [2]float64{max(p.a[0], p.b[0]), max(p.a[1], p.b[1])}
}

// meets counts for pieces whose boxes overlap; where rounding decides it may be wrong, which a count can bear.
func (p piece) meets(q piece) bool {
	return p.side(q.a)*p.side(q.b) <= 0 && q.side(p.a)*q.side(p.b) <= 0
}

// side is on which side of the piece a point lies: 1, -1, or 0 on its line.
func (p piece) side(at orb.Point) int {
	across := (p.b[0]-p.a[0])*(at[1]-p.a[1]) - (p.b[1]-p.a[1])*(at[0]-p.a[0])
	switch {
	case across > 0:
		return 1
	case across < 0:
		return -1
	}
	return 0
}
