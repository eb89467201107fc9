package placing

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"lupakartta/layers"
)

// settle makes the description of what the layers told. Several registers may tell the same.
func (l *look) settle() {
	for theme, asked := range l.byTheme {
		l.failed[theme] = slices.ContainsFunc(asked, func(q *question) bool { return q.err != nil })
	}
	l.d.Municipalities = namedOnce(l.municipalities, func(n Named) string { return cmp.Or(n.Code, n.Name) })
	if len(l.districts) == 0 {
		l.districts = l.areas
	}
	l.d.Districts = namedOnce(l.districts, func(n Named) string { return n.Name })
	l.settleUnits()
	l.settleNear()
	slices.SortStableFunc(l.addresses, func(a, b Nearest) int { return cmp.Compare(a.Distance, b.Distance) })
	if len(l.addresses) > 0 {
		l.d.Nearest = &l.addresses[0]
	} else {
		l.d.Nearest = l.nearestStreet()
	}
	slices.SortStableFunc(l.plans, func(a, b Plan) int { return byShare(a.Share, b.Share, a.Symbol, b.Symbol) })
	l.d.Plans = onePlan(mostly(l.plans, func(p Plan) float64 { return p.Share }))
}

// namedOnce keeps of those with one name the one with most of the place.
func namedOnce(found []Named, key func(Named) string) []Named {
	slices.SortStableFunc(found, func(a, b Named) int { return byShare(a.Share, b.Share, a.Name, b.Name) })
	seen := map[string]bool{}
	found = slices.DeleteFunc(found, func(n Named) bool {
		again := seen[key(n)]
		seen[key(n)] = true
		return again
	})
	return mostly(found, func(n Named) float64 { return n.Share })
}

// settleUnits gathers the parcels of each unit. A unit that several registers have is told once, by the one that says most of it.
func (l *look) settleUnits() {
	byID := map[string]int{}
	var units []Unit
	for _, u := range l.units {
		i, known := byID[u.ID]
		if !known {
			byID[u.ID] = len(units)
			units = append(units, u)
			continue
		}
		units[i].Share = min(1, units[i].Share+u.Share)
		units[i].Title = cmp.Or(units[i].Title, u.Title)
	}
	slices.SortStableFunc(units, func(a, b Unit) int { return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.ID, b.ID)) })
	l.d.Units = units
}

// settleNear tells each street, water and site once, by its nearest stretch.
func (l *look) settleNear() {
	rank := map[string]int{Within: 0, Crosses: 1, Beside: 2}
	slices.SortStableFunc(l.near, func(a, b Surrounding) int {
		return cmp.Or(cmp.Compare(rank[a.Relation], rank[b.Relation]), cmp.Compare(a.Distance, b.Distance), cmp.Compare(b.Share, a.Share), strings.Compare(a.FeatureID, b.FeatureID))
	})
	seen := map[[2]string]bool{}
	for _, s := range l.near {
		key := [2]string{s.Kind, strings.ToLower(s.Name)}
		if seen[key] {
			continue
		}
		seen[key] = true
		l.d.Surroundings = append(l.d.Surroundings, s)
	}
}

// nearestStreet stands for the nearest address where there is none.
func (l *look) nearestStreet() *Nearest {
	var nearest *Nearest
	for _, s := range l.d.Surroundings {
		if s.Kind == Street && (nearest == nil || s.Distance < nearest.Distance) {
			nearest = &Nearest{Kind: "street", Title: s.Name, Distance: s.Distance, Point: l.spots[s.Name]}
		}
	}
	return nearest
}

// onePlan tells each designation of a plan once.
func onePlan(plans []Plan) []Plan {
	type key struct{ symbol, text, name, number string }
	at := map[key]int{}
	var once []Plan
	for _, p := range plans {
		k := key{p.Symbol, p.Text, p.Name, p.Number}
		if i, known := at[k]; known {
			once[i].Share = math.Min(1, once[i].Share+p.Share)
			continue
		}
		at[k] = len(once)
		once = append(once, p)
	}
	return once
}

// settled tells whether what was found of a theme says all there is to say of the place, whatever layers promise: when all of it
// lies in what was found.
func (l *look) settled(theme layers.Theme) bool {
	whole := 0.0
	switch theme {
	case layers.Municipality:
		for _, m := range l.d.Municipalities {
			whole += m.Share
		}
	case layers.District:
		for _, n := range l.d.Districts {
			whole += n.Share
		}
	case layers.Property:
		for _, u := range l.d.Units {
			whole += u.Share
		}
	case layers.Zoning:
		for _, p := range l.d.Plans {
			whole += p.Share
		}
	case layers.Address:
		return len(l.addresses) > 0
	}
	return whole > 1-least && len(l.place.groups) == 1
}
