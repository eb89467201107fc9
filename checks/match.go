package checks

import (
	"cmp"
	"context"
	"slices"
	"time"

	"lupakartta/layers"
)

// match is a feature that a rule may mean: it is near enough by its box, and its attributes say so.
type match struct {
	look  *look
	c     *candidate
	value string  // of the condition's attribute
	id    string  // the register's own
	limit float64 // true metres: how near it must be; 0: it must meet the place
}

// before orders matches by distance; what is as far by layer and id.
func before(a, b match) int {
	return cmp.Or(cmp.Compare(a.c.distance, b.c.distance), cmp.Compare(a.look.layer.ID, b.look.layer.ID), cmp.Compare(a.id, b.id))
}

// nearest keeps the features that the rule finds, nearest first, so many at most, and counts the others. Only of those that
// may be among the nearest it is worked out where exactly they lie; of the others whether they are near enough, for which
// their boxes mostly suffice.
func (g *ruling) nearest(ctx context.Context, p *place) {
	if g.rule.Relation == Overlaps {
		g.together(p)
	}
	all := g.matches
	slices.SortStableFunc(all, func(a, b match) int { return cmp.Compare(a.c.low, b.c.low) })
	most := MaxFindings
	if g.rule.Relation == Nearest {
		most = 1
	}
	kept := make([]match, 0, min(len(all), most+1))
	for _, m := range all {
		if ctx.Err() != nil { // what was found until now is no answer
			return
		}
		full := len(kept) == most
		if full && m.c.low > slack*kept[most-1].c.distance {
			if g.rule.Relation == Nearest {
				break // the rule asks for one
			}
			if m.c.far*shrink <= m.limit {
				g.more++
				continue
			}
		}
		limit := m.limit
		if full && g.rule.Relation == Nearest {
			limit = min(limit, kept[0].c.distance)
		}
		if !g.found(p, m, limit) {
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

// together keeps what lies in the place when that together makes up the rule's share of it: parts of one plan lie side by side,
// and none need have the share alone. Layers are not added up, since they may tell of the same. Features of which it is not
// known whether the rule means them leave it open where they would make up the share.
func (g *ruling) together(p *place) {
	shares, open := map[*look]float64{}, map[*look]float64{}
	g.matches = slices.DeleteFunc(g.matches, func(m match) bool { return !g.found(p, m, 0) })
	for _, m := range g.matches {
		shares[m.look] += m.look.overlap(p, m.c)
	}
	for _, m := range g.open {
		if g.found(p, m, 0) {
			open[m.look] += m.look.overlap(p, m.c)
		}
	}
	enough := func(l *look) bool { return shares[l] >= g.rule.Share-sharesRound }
	g.matches = slices.DeleteFunc(g.matches, func(m match) bool { return !enough(m.look) })
	for l, share := range open {
		g.undetermined = g.undetermined || shares[l]+share >= g.rule.Share-sharesRound
	}
}

// sharesRound is by how much a sum of shares may be too small by rounding.
const sharesRound = 1e-6

// found tells whether the rule finds the feature where it lies, at most so many true metres away.
func (g *ruling) found(p *place, m match, limit float64) bool {
	if m.look.relate(p, m.c, slack*limit+touching); m.c.meets {
		m.c.distance = 0
		return g.rule.Relation != Overlaps || m.look.overlap(p, m.c) > 0
	}
	return g.rule.measures() && m.c.grid <= slack*limit+touching && m.c.measure() <= limit+touching
}

// consider takes what the rule means of a layer, as far as boxes and attributes tell.
func (g *ruling) consider(p *place, l *look) {
	a, reach := g.rule.asksOf(l), g.rule.reach()
	if a.zoned {
		reach = l.reach
	}
	for i := range l.candidates {
		c := &l.candidates[i]
		if c.low > slack*reach+touching || g.time.misses(l, c, a) {
			continue
		}
		m := match{look: l, c: c, value: l.text(c, a.condition), limit: g.rule.reach()}
		verdict := g.rule.Condition.judge(m.value, a.covering && l.covers(p, c))
		if a.zoned && verdict == meant {
			if width, ok := readZone(l.text(c, a.zone)); ok {
				m.limit = width
			} else {
				verdict = undetermined // it may reach as far as the rule looks
			}
		}
		switch verdict {
		case meant:
			g.matches = append(g.matches, m)
		case undetermined:
			if g.rule.Relation == Overlaps {
				g.open = append(g.open, m)
				continue
			}
			if m.limit = g.rule.reach(); a.zoned {
				m.limit = reach // it may reach as far as any
			}
			g.undetermined = g.undetermined || g.found(p, m, m.limit)
		case notMeant:
		}
	}
}

// asks are the columns of a layer that a rule reads; -1: the layer lacks it, or the rule asks for none.
type asks struct {
	condition, zone, from, to int
	zoned, covering           bool
}

func (r Rule) asksOf(l *look) asks {
	column := func(name string) int {
		if column, kept := l.view.Column(name); kept && name != "" {
			return column
		}
		return -1
	}
	recipe := l.layer.Version.Recipe
	meaning := func(meaning string) int {
		name, _ := recipe.Meaning(meaning)
		return column(name)
	}
	a := asks{column(r.attribute(recipe)), -1, -1, -1, r.Zone != "", r.Condition != nil && r.Condition.Covering == "skip"}
	if a.zoned {
		a.zone = meaning(r.Zone)
	}
	if r.During {
		a.from, a.to = meaning(layers.MeaningValidFrom), meaning(layers.MeaningValidTo)
	}
	return a
}

// attributes are the names of all that the rule reads of a layer.
func (r Rule) attributes(of layers.Recipe) (names []string) {
	meanings := []string{r.Zone}
	if r.During {
		meanings = append(meanings, layers.MeaningValidFrom, layers.MeaningValidTo)
	}
	if name := r.attribute(of); name != "" {
		names = append(names, name)
	}
	for _, meaning := range meanings {
		if name, ok := of.Meaning(meaning); ok && meaning != "" {
			names = append(names, name)
		}
	}
	return names
}

// period is when the project takes place, where a rule asks whether a feature is there at the same time.
type period struct {
	asked        bool
	starts, ends time.Time
}

func periodOf(r Rule, a Answers) (p period) {
	if r.During {
		p.starts, p.ends, p.asked = a.Time()
	}
	return p
}

// misses tells whether the feature is known to be there only before the project or after it. Days are whole, in Finland.
func (p period) misses(l *look, c *candidate, a asks) bool {
	if !p.asked {
		return false
	}
	if from, ok := featureTime(l.text(c, a.from), false); ok && from.After(p.ends) {
		return true
	}
	to, ok := featureTime(l.text(c, a.to), true)
	return ok && to.Before(p.starts)
}

// featureTime reads a register's day or moment; of a day its last moment where the end is asked for.
func featureTime(text string, end bool) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04"} {
		moment, err := time.ParseInLocation(layout, text, helsinki)
		if err != nil {
			continue
		}
		if local := moment.In(helsinki); end && local.Hour()+local.Minute()+local.Second() == 0 { // a day, as some registers write it
			return moment.AddDate(0, 0, 1).Add(-time.Nanosecond), true
		}
		return moment, true
	}
	for _, layout := range []string{time.DateOnly, "2.1.2006", "20060102"} {
		if day, err := time.ParseInLocation(layout, text, helsinki); err == nil {
			if end {
				day = day.AddDate(0, 0, 1).Add(-time.Nanosecond)
			}
			return day, true
		}
	}
	return time.Time{}, false
}
