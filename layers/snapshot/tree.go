package snapshot

// fan is how many boxes lie in one of the level above.
const fan = 16

// tree is a packed R-tree: the boxes of features that lie beside each other in Hilbert's order, then the boxes of every
// sixteen of those, and so on up to one. It has no pointers, and costs a fifteenth of the boxes.
type tree struct {
	levels [][]Box // the features' own first
}

func newTree(boxes []Box) tree {
	t := tree{levels: [][]Box{boxes}}
	for len(boxes) > 1 {
		above := make([]Box, 0, (len(boxes)+fan-1)/fan)
		for first := 0; first < len(boxes); first += fan {
			box := boxes[first]
			for _, other := range boxes[first+1 : min(first+fan, len(boxes))] {
				box = box.with(other)
			}
			above = append(above, box)
		}
		t.levels = append(t.levels, above)
		boxes = above
	}
	return t
}

// search appends the indexes of the features whose boxes meet the box, in ascending order.
func (t tree) search(box Box, found []uint32) []uint32 {
	top := len(t.levels) - 1
	if len(t.levels[0]) == 0 {
		return found
	}
	return t.within(top, 0, len(t.levels[top]), box, found)
}

func (t tree) within(level, first, end int, box Box, found []uint32) []uint32 {
	for i := first; i < end; i++ {
		switch {
		case !box.Meets(t.levels[level][i]):
		case level == 0:
			found = append(found, uint32(i)) //nolint:gosec // features are counted in 32 bits
		case box.Holds(t.levels[level][i]):
			found = t.all(level, i, found)
		default:
			found = t.within(level-1, i*fan, min(i*fan+fan, len(t.levels[level-1])), box, found)
		}
	}
	return found
}

// all appends every feature under a box.
func (t tree) all(level, i int, found []uint32) []uint32 {
	first, end := i, i+1
	for range level {
		first, end = first*fan, end*fan
	}
	for i := first; i < min(end, len(t.levels[0])); i++ {
		found = append(found, uint32(i)) //nolint:gosec // as above
	}
	return found
}

// visit calls each with the features whose boxes, and all boxes above them, are wanted.
func (t tree) visit(wanted func(Box) bool, each func(feature uint32)) {
	if len(t.levels[0]) > 0 {
		top := len(t.levels) - 1
		t.visitWithin(top, 0, len(t.levels[top]), wanted, each)
	}
}

func (t tree) visitWithin(level, first, end int, wanted func(Box) bool, each func(uint32)) {
	for i := first; i < end; i++ {
		switch {
		case !wanted(t.levels[level][i]):
		case level == 0:
			each(uint32(i)) //nolint:gosec // features are counted in 32 bits
		default:
			t.visitWithin(level-1, i*fan, min(i*fan+fan, len(t.levels[level-1])), wanted, each)
		}
	}
}
