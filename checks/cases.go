package checks

import (
	"maps"
	"math"
	"slices"
	"strings"

	"lupakartta/internal/i18n"
)

// Case is how far a rule looks and how severe it is for projects of some answers.
type Case struct {
	// When lists, by question, the answers for which the case holds: choices, true or false, or numbers from..to.
	When     map[string][]string `json:"when,omitempty"`
	Distance float64             `json:"distance_m,omitempty"` // true metres on GRS 80
	Formula  *Formula            `json:"formula,omitempty"`    // instead of Distance
	Severity Severity            `json:"severity"`
}

// Formula is a distance that grows with an answer m: the larger of Least and Share × K × the Root-th root of m.
type Formula struct {
	Of    string  `json:"of"` // a question of numbers
	K     float64 `json:"k"`
	Root  int     `json:"root"`
	Share float64 `json:"share"`
	Least float64 `json:"least_m,omitempty"`
}

// metres is the distance for m, up to the next centimetre: a limit is never made shorter than the statute's.
func (f Formula) metres(m float64) float64 {
	root := math.Pow(m, 1/float64(f.Root))
	switch f.Root { // exact where the root is
	case 2:
		root = math.Sqrt(m)
	case 3:
		root = math.Cbrt(m)
	case 6:
		root = math.Sqrt(math.Cbrt(m))
	}
	const noise = 1e-6 // of a centimetre
	return max(f.Least, math.Ceil(100*f.Share*f.K*root-noise)/100)
}

// noAnswer are the questions whose answers a rule needs and lacks. Such a rule answers not known.
type noAnswer []string

func (n noAnswer) Error() string { return "no answer to " + strings.Join(n, ", ") }

// resolve returns the rule as it is for a project of these answers: with one distance and one severity. Where answers
// are missing that decide, needs names their questions. A rule that does not apply does not concern the project.
func (r Rule) resolve(a Answers) (rule Rule, needs []string, applies bool) {
	kind := a.Kind()
	switch {
	case r.fault != nil:
		return r, nil, true
	case kind != "" && len(r.Kinds) > 0 && !slices.Contains(r.Kinds, kind):
		return r, nil, false
	case len(r.Cases) == 0:
		return r, nil, true
	}
	for _, c := range r.Cases {
		holds, missing := c.holds(a)
		if !holds {
			continue
		}
		for _, id := range missing {
			if !slices.Contains(needs, id) {
				needs = append(needs, id)
			}
		}
		if len(missing) == 0 && len(needs) == 0 {
			return r.as(c, a), nil, true
		}
		if len(missing) == 0 {
			break // no later case is reached
		}
	}
	slices.Sort(needs)
	return r, needs, len(needs) > 0
}

// holds tells whether the case holds or may hold, and which answers are missing to tell, or to work out its distance.
func (c Case) holds(a Answers) (may bool, missing []string) {
	for _, id := range slices.Sorted(maps.Keys(c.When)) {
		fulfils, told := a.fulfils(id, c.When[id])
		switch {
		case !told:
			missing = append(missing, id)
		case !fulfils:
			return false, nil
		}
	}
	if c.Formula != nil {
		if _, told := a.number(c.Formula.Of); !told && !slices.Contains(missing, c.Formula.Of) {
			missing = append(missing, c.Formula.Of)
		}
	}
	return true, missing
}

// as is the rule in one of its cases, all of whose answers are there.
func (r Rule) as(c Case, a Answers) Rule {
	r.Cases, r.Severity, r.Distance = nil, c.Severity, c.Distance
	if c.Formula != nil {
		m, _ := a.number(c.Formula.Of)
		r.Distance = c.Formula.metres(m)
	}
	return r
}

// Unasked is a rule that was left out because the kind of the project was not told, nor what the rule needs to know.
type Unasked struct {
	Rule        string   `json:"rule" example:"explosives_a_site"`
	RuleVersion int      `json:"rule_version"`
	Title       string   `json:"title"`
	Kinds       []string `json:"kinds" doc:"Kinds of project that the rule concerns"`
	Needs       []string `json:"needs" doc:"Questions whose answers it needs"`
}

// unaskedRule is a rule that is told as Unasked.
type unaskedRule struct {
	rule  Rule
	needs []string
}

func (u unaskedRule) in(lang i18n.Lang) Unasked {
	return Unasked{Rule: u.rule.ID, RuleVersion: u.rule.Version, Title: u.rule.Heading(lang), Kinds: u.rule.Kinds, Needs: u.needs}
}

// concerning returns the rules as they are for a project of these answers, and those that could not be asked.
func concerning(rules []Rule, a Answers) (concern []Rule, unasked []unaskedRule) {
	for _, r := range rules {
		resolved, needs, applies := r.resolve(a)
		switch {
		case !applies:
			continue
		case len(needs) > 0 && len(r.Kinds) > 0 && a.Kind() == "":
			unasked = append(unasked, unaskedRule{r, needs})
			continue
		case len(needs) > 0:
			resolved.fault = noAnswer(needs)
		}
		concern = append(concern, resolved)
	}
	return concern, unasked
}
