package snapshot

// runLength is how many positions of a large part share a box; a part is large that has four such runs.
const runLength = 32

// newRuns are the boxes of the runs of large parts.
func newRuns(positions []XY, ends []uint32) map[uint32][]Box {
	runs := map[uint32][]Box{}
	for part := range len(ends) - 1 {
		all := positions[ends[part]:ends[part+1]]
		if len(all) < 4*runLength {
			continue
		}
		boxes := make([]Box, 0, len(all)/runLength+1)
		for start := 0; start < len(all); start += runLength {
			boxes = append(boxes, boxOf(all[start:min(start+runLength, len(all))]))
		}
		runs[uint32(part)] = boxes //nolint:gosec // parts are numbered in 32 bits
	}
	return runs
}

// Near appends to near a part's positions but for most of those beside the box: of a stretch that lies to one side of it
// only the first and the last. Cut to the box, both are the same.
func (v *View) Near(part uint32, box Box, near []XY) []XY {
	all := v.Positions(part)
	boxes := v.view.runs[part]
	if boxes == nil {
		return append(near, all...)
	}
	stretch := inTheWay // the side on which the positions lie that were left out, but for the last
	for i, b := range boxes {
		run := all[i*runLength : min((i+1)*runLength, len(all))]
		side := box.side(b)
		switch side {
		case inTheWay:
			near = append(near, run...)
		case stretch:
			near[len(near)-1] = run[len(run)-1]
		default:
			near = append(near, run[0], run[len(run)-1])
		}
		stretch = side
	}
	return near
}

// Sides of a box on which another may lie.
const (
	inTheWay = iota // on none
	toTheLeft
	toTheRight
	above
	below
)

// side is the side of the box on which another lies.
func (b Box) side(other Box) int {
	switch {
	case other.Max.X < b.Min.X:
		return toTheLeft
	case other.Min.X > b.Max.X:
		return toTheRight
	case other.Max.Y < b.Min.Y:
		return above
	case other.Min.Y > b.Max.Y:
		return below
	}
	return inTheWay
}
