package checks

import "errors"

// base is what a finding of the rule says whatever its status.
func (r *run) base(rule Rule) Finding {
	return Finding{Rule: rule.ID, RuleVersion: rule.Version, Theme: rule.Theme, Title: rule.Heading(r.lang),
		Statute: rule.Statute.In(r.lang), Authority: rule.Authority.In(r.lang), Similar: []Similar{}}
}

// found reports one feature.
func (r *run) found(rule Rule, m match) Finding {
	f := r.base(rule)
	recipe := m.look.layer.Version.Recipe
	f.Status, f.Severity = Found, rule.Severity
	f.Layer, f.LayerVersion = &m.look.layer.ID, &m.look.layer.Version.Number
	f.LayerTitle, f.DataDate = recipe.Title.In(r.lang), m.look.layer.Version.DataDate
	f.FeatureID = &m.id
	attributes := m.look.attributesOf(m.c)
	f.FeatureTitle = recipe.FeatureTitle(attributes, r.lang)
	if f.FeatureTitle != f.LayerTitle {
		f.Title += ": " + f.FeatureTitle
	}
	for _, a := range recipe.Describe(attributes, r.lang) {
		f.Attributes = append(f.Attributes, Attribute{a.Name, a.Label, a.Text})
	}
	f.Distance = rounded(m.c.distance, 3)
	if m.c.meets {
		f.OverlapShare = rounded(m.look.overlap(r.place, m.c), 6)
	} else {
		f.Bearing = rounded(m.c.bearing, 1)
		f.Line = line(m.c.on, m.c.at)
	}
	f.Why = rule.fill(rule.Why, r.lang, f.FeatureTitle, m.value)
	f.Next, f.Contacts = rule.Next.In(r.lang), r.contactsFor(rule)
	return f
}

// notFound reports a rule without a feature: not found where the layers say so, otherwise not known and why.
func (r *run) notFound(g *ruling) Finding {
	f := r.base(g.rule)
	looks := r.byTheme[g.rule.Theme]
	for _, l := range looks {
		v := l.layer.Version
		f.Looked = append(f.Looked, Looked{Layer: l.layer.ID, Version: v.Number, Title: v.Recipe.Title.In(r.lang), DataDate: v.DataDate})
	}
	if len(looks) == 1 {
		v := looks[0].layer.Version
		f.Layer, f.LayerVersion, f.LayerTitle, f.DataDate = &looks[0].layer.ID, &v.Number, f.Looked[0].Title, v.DataDate
	}
	if f.Reason = r.reason(g, looks); f.Reason != "" {
		f.Status, f.Severity = NotKnown, Unknown
		f.Why, f.Next, f.Contacts = reasons[f.Reason].In(r.lang), unknownNext.In(r.lang), r.contactsFor(g.rule)
		if needs, ok := errors.AsType[noAnswer](g.rule.fault); ok {
			f.Needs, f.Next = needs, answerNext.In(r.lang)
		}
		return f
	}
	f.Status, f.Severity = NotFound, Green
	words := nothingInside
	switch {
	case g.rule.Zone != "":
		words = nothingReaches
	case g.rule.measures():
		words = nothingWithin
	}
	f.Why = g.rule.fill(words, r.lang, "", "")
	return f
}

// reason is why the rule cannot say that there is nothing, or empty when it can.
func (r *run) reason(g *ruling, looks []*look) Reason {
	if _, lacks := errors.AsType[noAnswer](g.rule.fault); lacks {
		return NoAnswer
	}
	if g.rule.fault != nil {
		return RuleFailed
	}
	if len(looks) == 0 {
		return NoLayer
	}
	for _, l := range looks {
		if l.err != nil {
			return LayerFailed
		}
	}
	switch {
	case g.undetermined:
		return NoAttribute
	case r.holds[r.claim(g)]:
		return ""
	case r.stale[r.claim(g)]:
		return Stale
	default:
		return NotCovered
	}
}

// contactsFor are who is competent for the rule's field at the place.
func (r *run) contactsFor(rule Rule) (contacts []Contact) {
	for _, c := range r.contacts[rule.Field] {
		contacts = append(contacts, Contact{Code: c.Code, Name: c.Name.In(r.lang), Phone: c.Channels.Phone, Email: c.Channels.Email, Web: c.Channels.Web, EService: c.Channels.EService})
	}
	return contacts
}
