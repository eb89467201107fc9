package checks

import (
	"cmp"
	"slices"
)

// match is a feature that a rule may mean: it is near enough by its box, and its attributes say so.
type match struct {
	look  *look
	c     *candidate
	value string // of the condition's attribute
	id    string // the register's own
}

// before orders matches by distance; what is as far by layer and id.
func before(a, b match) int {
	return cmp.Or(cmp.Compare(a.c.distance, b.c.distance), cmp.Compare(a.look.layer.ID, b.look.layer.ID), cmp.Compare(a.id, b.id))
}

// nearest keeps the features that the rule finds, nearest first, so many at most, and counts the others. Only of those that
// may be among the nearest it is worked out where exactly they lie; of the others whether they are near enough, for which
// their boxes mostly suffice.
func (g *ruling) nearest(p *place) {
	all := g.matches
	slices.SortStableFunc(all, func(a, b match) int { return cmp.Compare(a.c.low, b.c.low) })
	most := MaxFindings
	if g.rule.Relation == Nearest {
		most = 1
	}
	kept := make([]match, 0, min(len(all), most+1))
	for _, m := range all {
		full := len(kept) == most
		if full && m.c.low > slack*kept[most-1].c.distance {
			if g.rule.Relation == Nearest {
				break // the rule asks for one
			}
			if m.c.far*shrink <= g.rule.reach() {
				g.more++
				continue
			}
		}
		if !g.found(p, m) {
			continue
		}
		if full {
			g.more++
		}
		m.id = m.look.id(m.c)
		if full && before(kept[most-1], m) <= 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(kept, m, before)
		if kept = slices.Insert(kept, at, m); len(kept) > most {
			kept = kept[:most]
		}
	}
	g.matches = kept
	if g.rule.Relation == Nearest {
		g.more = 0
	}
}

// found tells whether the rule finds the feature where it lies.
func (g *ruling) found(p *place, m match) bool {
	if m.look.relate(p, m.c); m.c.meets {
		m.c.distance = 0
		return true
	}
	return g.rule.measures() && m.c.grid <= slack*g.rule.reach() && m.c.measure() <= g.rule.reach()
}
