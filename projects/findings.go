package projects

import "lupakartta/checks"

// findings is what the checks of a place's shapes say together, by rule: what meets an area and a line of one place is one
// thing in the way.
type findings map[string]*saying

// saying is what one rule says of all shapes of a place.
type saying struct {
	met     map[met]checks.Severity // red or amber, whichever is worse
	unknown bool
}

// met is a feature that a rule found.
type met struct{ layer, feature string }

func (f *findings) add(of []checks.Finding) {
	if *f == nil {
		*f = findings{}
	}
	for _, finding := range of {
		said := (*f)[finding.Rule]
		if said == nil {
			said = &saying{met: map[met]checks.Severity{}}
			(*f)[finding.Rule] = said
		}
		said.add(finding)
	}
}

func (s *saying) add(f checks.Finding) {
	switch f.Severity {
	case checks.Unknown:
		s.unknown = true
	case checks.Red, checks.Amber:
		var at met
		if f.Layer != nil {
			at.layer = *f.Layer
		}
		if f.FeatureID != nil {
			at.feature = *f.FeatureID
		}
		if s.met[at] != checks.Red {
			s.met[at] = f.Severity
		}
	case checks.Green:
	}
}

// summary counts what was found once. A rule is green where it is green for every shape; what it does not know of one
// shape is told whatever it found at another.
func (f findings) summary() (n checks.Summary) {
	for _, said := range f {
		for _, severity := range said.met {
			if severity == checks.Red {
				n.Red++
			} else {
				n.Amber++
			}
		}
		switch {
		case said.unknown:
			n.Unknown++
		case len(said.met) == 0:
			n.Green++
		}
	}
	return n
}
