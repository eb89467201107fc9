package geo

// tangleWork bounds the pairs of segments that are compared for one outline.
const tangleWork = 50_000_000

// Tangle counts the pairs of segments that meet although neither goes on as the other, up to most; more than most is
// most+1, and so is an outline that would take too long to tell. A ring that is simple has none.
func (o *Outline) Tangle(most int) int {
	count, work := 0, tangleWork
	for i, s := range o.segments {
		o.after(len(o.levels)-1, 0, i, s, func(t span) bool {
			work--
			if !s.continues(t) {
				if how, _ := meet(s[0], s[1], t[0], t[1]); how != apart {
					count++
				}
			}
			return count <= most && work > 0
		})
		if work <= 0 {
			return most + 1
		}
		if count > most {
			break
		}
	}
	return count
}

// continues tells that one segment begins where the other ends and turns anywhere but back.
func (s span) continues(t span) bool {
	switch {
	case s[1] == t[0]:
		return !(orientation(s[0], s[1], t[1]) == 0 && !within(s[1], s[0], t[1]))
	case t[1] == s[0]:
		return !(orientation(t[0], t[1], s[1]) == 0 && !within(t[1], t[0], s[1]))
	}
	return false
}

// after visits the segments behind number i whose boxes meet that of s, until visit says false.
func (o *Outline) after(level, box, i int, s span, visit func(span) bool) bool {
	first, size := box*fanOut, fanOut
	for range level {
		size *= fanOut
	}
	if (box+1)*size <= i+1 || boxGap(o.levels[level][box], s.bound()) > 0 {
		return true
	}
	if level == 0 {
		for k := max(first, i+1); k < min(first+fanOut, len(o.segments)); k++ {
			if t := o.segments[k]; boxGap(t.bound(), s.bound()) == 0 && !visit(t) {
				return false
			}
		}
		return true
	}
	for child := first; child < min(first+fanOut, len(o.levels[level-1])); child++ {
		if !o.after(level-1, child, i, s, visit) {
			return false
		}
	}
	return true
}
