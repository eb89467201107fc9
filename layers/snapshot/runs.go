package snapshot

// runLength is how many positions of a large part share a box; a part is large that has four such runs.
const runLength = 32

// outline is what is known of a large part.
type outline struct {
	boxes []Box   // of its runs
	from  []uint8 // of each position the zoom from which on it shows
}

// newOutlines are those of the large parts.
func newOutlines(s *Snapshot, positions []XY) map[uint32]outline {
	outlines := map[uint32]outline{}
	for feature, kind := range s.kinds {
		for part := s.parts[feature]; part < s.parts[feature+1]; part++ {
			if !s.Large(part) {
				continue
			}
			all := positions[s.ends[part]:s.ends[part+1]]
			o := outline{boxes: runBoxes(all)}
			if kind != Points {
				o.from = shownFrom(all, kind == Areas)
			}
			outlines[part] = o
		}
	}
	return outlines
}

func runBoxes(all []XY) []Box {
	boxes := make([]Box, 0, len(all)/runLength+1)
	for start := 0; start < len(all); start += runLength {
		boxes = append(boxes, boxOf(all[start:min(start+runLength, len(all))]))
	}
	return boxes
}

// Run is a stretch of a part's positions with its box. What leads on to the next run lies in neither's box.
type Run struct {
	Positions []XY
	Box       Box
}

// Runs calls visit with the runs of a part, in their order, until it returns false. A part that is not large is one run,
// whose box is the feature's.
func (v *View) Runs(feature, part uint32, visit func(Run) bool) {
	all := v.Positions(part)
	if !v.Large(part) {
		visit(Run{all, v.Box(feature)})
		return
	}
	for i, box := range v.view.outlines[part].boxes {
		if !visit(Run{all[i*runLength : min((i+1)*runLength, len(all))], box}) {
			return
		}
	}
}

// Large tells whether a part has runs with boxes of their own, and, of a line or an area, is simplified for each zoom, by Shown and Near.
func (s *Snapshot) Large(part uint32) bool { return s.ends[part+1]-s.ends[part] >= 4*runLength }

// Shown appends the positions of a large part that show at a zoom.
func (v *View) Shown(part uint32, zoom int, room []XY) []XY {
	return shown(v.Positions(part), v.view.outlines[part].from, zoom, room)
}

// Near appends the positions of a large part that show at a zoom, but for most of those beside the box: of a stretch that
// lies to one side of it only the first and the last. Cut to the box, both are the same.
func (v *View) Near(part uint32, zoom int, box Box, room []XY) []XY {
	all, o := v.Positions(part), v.view.outlines[part]
	stretch := inTheWay // the side on which the positions lie that were left out, but for the last
	for i, b := range o.boxes {
		start, end := i*runLength, min((i+1)*runLength, len(all))
		side := box.side(b)
		switch side {
		case inTheWay:
			room = shown(all[start:end], o.from[start:end], zoom, room)
		case stretch:
			room[len(room)-1] = all[end-1]
		default:
			room = append(room, all[start], all[end-1])
		}
		stretch = side
	}
	return room
}

// shown appends the positions that show at a zoom.
func shown(all []XY, from []uint8, zoom int, room []XY) []XY {
	for i, f := range from {
		if int(f) <= zoom {
			room = append(room, all[i])
		}
	}
	return room
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
