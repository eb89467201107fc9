package checks

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// MostPlaces is how many places can be told of beside each other.
const MostPlaces = 2

// Requirements is everything that applies at a place, or at each of two, for projects of some kinds of which nothing else is
// told. All of it rests on the same rules and layer versions.
type Requirements struct {
	Basis  Basis
	Kinds  []string // that it was asked for
	Places []RequiredPlace
	Rules  []Requirement // by severity, then distance
}

// RequiredPlace is a place that was asked about.
type RequiredPlace struct {
	Geometry json.RawMessage `json:"geometry"`
	Summary  Summary         `json:"summary" doc:"Counts rules, each by the worst that it says of any of the kinds"`
}

// Requirement is what one rule says of the places.
type Requirement struct {
	Rule        string       `json:"rule" example:"natura_inside"`
	RuleVersion int          `json:"rule_version"`
	Theme       layers.Theme `json:"theme" example:"natura"`
	Title       string       `json:"title"`
	Statute     string       `json:"statute"`
	Severity    Severity     `json:"severity" enum:"red,amber,green,unknown" doc:"The worst that it says of any of the kinds at any of the places; unknown is worse than green"`
	Places      []Required   `json:"places" nullable:"false" doc:"What it says of each place, in the order in which they were given"`
	Differs     []string     `json:"differs" nullable:"false" enum:"severity,not_known,distance_m,features,kinds" doc:"What is not the same at the two places"`
}

// Required is what one rule says of one place.
type Required struct {
	Severity Severity      `json:"severity" enum:"red,amber,green,unknown" doc:"The worst of any of the kinds; unknown is worse than green"`
	NotKnown bool          `json:"not_known" doc:"Of some of the kinds it is not known, whatever it says of others"`
	Distance *float64      `json:"distance_m" doc:"True metres to the nearest feature; null where none was found"`
	Findings []KindFinding `json:"findings" nullable:"false" doc:"By severity, then distance"`
}

// KindFinding is a finding and the kinds of project that it is about.
type KindFinding struct {
	Finding
	Kinds []string `json:"kinds,omitempty" doc:"Of those that were asked for, the kinds of project that it is about; missing: every project"`
}

// What of a rule can differ between two places.
const (
	notKnownDiffers = "not_known"
	featuresDiffer  = "features"
	kindsDiffer     = "kinds"
)

// Kinds are all kinds of project, in the order in which they are offered.
func Kinds() []string {
	q, _ := question(QuestionKind)
	return q.values()
}

// ReadKinds reads a JSON list of kinds of project; none are all. What is no kind is a fault (faults.Faults).
func ReadKinds(data []byte) ([]string, error) {
	all, wanted := Kinds(), map[string]bool{}
	decoder := json.NewDecoder(bytes.NewReader(data))
	if start, err := decoder.Token(); err != nil || start != json.Delim('[') {
		return nil, faults.Faults{{Code: "not_array"}}
	}
	var found faults.Faults
	for i := 0; decoder.More(); i++ {
		if i == len(all) {
			return nil, faults.Faults{{Code: "too_many_items", Values: map[string]any{"value": len(all)}}}
		}
		var told any
		if err := decoder.Decode(&told); err != nil {
			return nil, faults.Faults{{Code: "malformed"}}
		}
		kind, isText := told.(string)
		switch {
		case !isText:
			found.Add("/"+strconv.Itoa(i), "not_string")
		case !slices.Contains(all, kind):
			found = append(found, faults.Fault{Pointer: "/" + strconv.Itoa(i), Code: "not_one_of", Values: map[string]any{"value": strings.Join(all, ", ")}})
		}
		wanted[kind] = true
	}
	if len(wanted) == 0 {
		return all, nil
	}
	return slices.DeleteFunc(all, func(kind string) bool { return !wanted[kind] }), found.OrNil()
}

// PlaceError is an error of one of several places.
type PlaceError struct {
	Index int
	Err   error
}

func (e PlaceError) Error() string { return e.Err.Error() }

// Unwrap is the error itself.
func (e PlaceError) Unwrap() error { return e.Err }

// variant is a rule as it is for projects of some kinds; no kinds: for every project.
type variant struct {
	rule  Rule
	kinds []string
}

// Requirements compares each place with the layers by every rule that concerns a project of one of the kinds. It is what as
// many checks would say as there are kinds, with nothing told but the kind, but each layer is looked at once.
func (e *Engine) Requirements(ctx context.Context, places []orb.Geometry, kinds []string, lang i18n.Lang) (Requirements, error) {
	m, err := e.moment(ctx)
	if err != nil {
		return Requirements{}, err
	}
	variants := variantsOf(m.rules, kinds)
	rules := make([]Rule, len(variants))
	for i, v := range variants {
		rules[i] = v.rule
	}
	result := Requirements{Kinds: kinds}
	var runs []*run
	for i, lonLat := range places {
		p, err := newPlace(lonLat)
		if err != nil {
			return Requirements{}, PlaceError{i, err}
		}
		r, err := e.compare(ctx, p, rules, Answers{}, m)
		if err != nil {
			return Requirements{}, err
		}
		r.lang = lang
		result.Places = append(result.Places, RequiredPlace{Geometry: geo.EncodeGeoJSON(lonLat, geo.Decimals)})
		runs, result.Basis = append(runs, r), r.basis(m)
	}
	result.Rules = united(variants, runs, lang)
	for i := range result.Places {
		result.Places[i].Summary = summaryAt(result.Rules, i)
	}
	return result, nil
}

// variantsOf are the rules as they are for projects of the kinds, those that are the same for several once.
func variantsOf(rules []Rule, kinds []string) []variant {
	var all []variant
	for _, rule := range rules {
		if rule.fault != nil || !rule.readsKind() {
			if resolved, applies := rule.untold(Answers{}); applies {
				all = append(all, variant{rule: resolved})
			}
			continue
		}
		first := len(all)
		for _, kind := range kinds {
			resolved, applies := rule.untold(Answers{values: map[string]any{QuestionKind: kind}})
			if !applies {
				continue
			}
			same := slices.IndexFunc(all[first:], func(v variant) bool { return v.rule.asFor(resolved) })
			if same < 0 {
				all = append(all, variant{resolved, []string{kind}})
				continue
			}
			all[first+same].kinds = append(all[first+same].kinds, kind)
		}
	}
	return all
}

// readsKind tells whether what the rule says can depend on the kind of the project.
func (r Rule) readsKind() bool {
	return len(r.Kinds) > 0 || slices.ContainsFunc(r.Cases, func(c Case) bool { return len(c.When[QuestionKind]) > 0 })
}

// untold is the rule for a project of which no more is told: what depends on more answers is not known.
func (r Rule) untold(a Answers) (rule Rule, applies bool) {
	resolved, needs, applies := r.resolve(a)
	if len(needs) > 0 {
		resolved.fault = noAnswer(needs)
	}
	return resolved, applies
}

// asFor tells whether two variants of one rule say the same.
func (r Rule) asFor(other Rule) bool {
	var mine, theirs noAnswer
	lacks, lack := errors.As(r.fault, &mine), errors.As(other.fault, &theirs)
	return r.Distance == other.Distance && r.Severity == other.Severity && lacks == lack && slices.Equal(mine, theirs)
}

// united tells what each rule says of the places.
func united(variants []variant, runs []*run, lang i18n.Lang) []Requirement {
	all := []Requirement{}
	for first := 0; first < len(variants); {
		next := first + 1
		for next < len(variants) && variants[next].rule.ID == variants[first].rule.ID {
			next++
		}
		all = append(all, requirement(variants[first:next], runs, first, lang))
		first = next
	}
	slices.SortStableFunc(all, func(a, b Requirement) int {
		return cmp.Or(cmp.Compare(order[a.Severity], order[b.Severity]), compareDistance(a.nearest(), b.nearest()), cmp.Compare(a.Rule, b.Rule))
	})
	return all
}

// requirement is what the variants of one rule say, the first of which is the runs' ruling of that number.
func requirement(variants []variant, runs []*run, first int, lang i18n.Lang) Requirement {
	rule := variants[0].rule
	q := Requirement{Rule: rule.ID, RuleVersion: rule.Version, Theme: rule.Theme, Statute: rule.Statute.In(lang), Differs: []string{}}
	for _, r := range runs {
		at := saying{known: map[string]int{}}
		for i, v := range variants {
			for _, f := range r.findingsOf(r.rules[first+i]) {
				at.add(f, v.kinds)
				if q.Severity == "" || order[f.Severity] < order[q.Severity] {
					q.Severity, q.Title = f.Severity, v.rule.Heading(lang)
				}
			}
		}
		at.settle()
		q.Places = append(q.Places, at.Required)
	}
	if len(q.Places) == MostPlaces {
		q.Differs = q.Places[0].differs(q.Places[1])
	}
	return q
}

// saying is what a rule says of a place, as it is put together.
type saying struct {
	Required
	known map[string]int // findings by what they say
}

// add takes a finding that is about projects of the kinds; what is found of other kinds in the very same way is one finding.
func (q *saying) add(f Finding, kinds []string) {
	text, err := json.Marshal(f)
	if i, known := q.known[string(text)]; known && err == nil {
		q.Findings[i].Kinds = append(q.Findings[i].Kinds, kinds...)
		return
	}
	q.known[string(text)] = len(q.Findings)
	q.Findings = append(q.Findings, KindFinding{f, slices.Clone(kinds)})
}

// settle sums the findings up and puts them in order.
func (q *Required) settle() {
	all := Kinds()
	for i := range q.Findings {
		slices.SortFunc(q.Findings[i].Kinds, func(a, b string) int { return cmp.Compare(slices.Index(all, a), slices.Index(all, b)) })
	}
	slices.SortStableFunc(q.Findings, func(a, b KindFinding) int {
		return cmp.Or(
			cmp.Compare(order[a.Severity], order[b.Severity]),
			compareDistance(a.Distance, b.Distance),
			compareText(a.FeatureID, b.FeatureID))
	})
	for _, f := range q.Findings {
		q.NotKnown = q.NotKnown || f.Status == NotKnown
		if compareDistance(f.Distance, q.Distance) < 0 {
			q.Distance = f.Distance
		}
	}
	q.Severity = q.Findings[0].Severity
}

// nearest is how far the nearest feature is from the nearest place.
func (q Requirement) nearest() *float64 {
	var nearest *float64
	for _, at := range q.Places {
		if compareDistance(at.Distance, nearest) < 0 {
			nearest = at.Distance
		}
	}
	return nearest
}

// summaryAt counts the rules by the worst that they say of a place.
func summaryAt(rules []Requirement, place int) Summary {
	var worst []Finding
	for _, q := range rules {
		worst = append(worst, Finding{Severity: q.Places[place].Severity})
	}
	return summarise(worst)
}

// differs names what a rule does not say alike of two places.
func (q Required) differs(other Required) []string {
	differs := []string{}
	add := func(holds bool, what string) {
		if holds {
			differs = append(differs, what)
		}
	}
	add(q.Severity != other.Severity, severityDiffers)
	add(!slices.Equal(q.open(), other.open()), notKnownDiffers)
	add(parted(q.Distance, other.Distance, sameDistance), distanceDiffers)
	add(!slices.Equal(q.features(), other.features()), featuresDiffer)
	add(q.Severity == other.Severity && !slices.Equal(q.byKind(), other.byKind()), kindsDiffer)
	return differs
}

// open are the reasons why it is not known, of which kinds.
func (q Required) open() []string {
	return q.each(func(f KindFinding) (string, bool) {
		return string(f.Reason) + " " + strings.Join(f.Needs, ",") + " " + strings.Join(f.Kinds, ","), f.Status == NotKnown
	})
}

// features are those that were found, and how many more.
func (q Required) features() []string {
	return q.each(func(f KindFinding) (string, bool) {
		if f.FeatureID == nil {
			return "", false
		}
		return *f.Layer + " " + *f.FeatureID + " " + number(int64(f.More)), true
	})
}

// byKind is how severe it is for which kinds.
func (q Required) byKind() []string {
	return q.each(func(f KindFinding) (string, bool) { return string(f.Severity) + " " + strings.Join(f.Kinds, ","), true })
}

// each is what the findings give, in order, each once.
func (q Required) each(give func(KindFinding) (string, bool)) []string {
	var all []string
	for _, f := range q.Findings {
		if text, ok := give(f); ok {
			all = append(all, text)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
