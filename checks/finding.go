package checks

import (
	"cmp"
	"encoding/json"
	"slices"

	"lupakartta/layers"
)

// Status is what a rule says of a place.
type Status string

// Statuses. Found beats not known, and not known beats not found.
const (
	Found    Status = "found"
	NotFound Status = "not_found" // the layers cover the place as far as the rule looks, and there is nothing
	NotKnown Status = "not_known" // see Reason
)

// Reason is why a rule cannot tell.
type Reason string

// Reasons.
const (
	NoLayer     Reason = "no_layer"     // no layer of the theme is published
	Stale       Reason = "stale"        // a layer that would tell is too old
	NotCovered  Reason = "not_covered"  // the layers do not promise to be complete here
	LayerFailed Reason = "layer_failed" // a layer could not be read
	RuleFailed  Reason = "rule_failed"  // the rule itself is not in order
	NoAnswer    Reason = "no_answer"    // the rule depends on answers that were not given
	NoAttribute Reason = "no_attribute" // there is a feature, but what its layer tells of it does not decide
)

// Finding is what one rule says of the place: one per feature it found, otherwise one.
type Finding struct {
	Rule         string          `json:"rule" example:"natura_inside"`
	RuleVersion  int             `json:"rule_version"`
	Theme        layers.Theme    `json:"theme" example:"natura"`
	Status       Status          `json:"status" enum:"found,not_found,not_known"`
	Severity     Severity        `json:"severity" enum:"red,amber,green,unknown"`
	Title        string          `json:"title"`
	Layer        *string         `json:"layer" doc:"Where the feature is, or the only layer that was looked at"`
	LayerVersion *int64          `json:"layer_version" doc:"0: a live layer, which has none"`
	LayerTitle   string          `json:"layer_title,omitempty"`
	DataDate     string          `json:"data_date,omitempty" format:"date" doc:"The day the layer's register says the data describes"`
	FeatureID    *string         `json:"feature_id"`
	FeatureTitle string          `json:"feature_title,omitempty"`
	Attributes   []Attribute     `json:"attributes,omitempty" doc:"What the layer tells of the feature"`
	Distance     *float64        `json:"distance_m" doc:"True metres between the nearest points; 0 where they meet"`
	OverlapShare *float64        `json:"overlap_share" doc:"Share of the checked area or length that lies in the feature; null where they do not meet"`
	Bearing      *float64        `json:"bearing_deg" doc:"From the place to the feature, degrees from true north; null where they meet"`
	Line         json.RawMessage `json:"line"`
	Why          string          `json:"why"`
	Statute      string          `json:"statute" doc:"Act and section; a distance that no statute sets is called policy"`
	Next         string          `json:"next" doc:"What to do; empty where nothing was found"`
	Authority    string          `json:"authority"`
	Contacts     []Contact       `json:"contacts,omitempty" doc:"Who is competent at the place, by the directory of authorities; missing: the directory does not know"`
	Reason       Reason          `json:"reason,omitempty" enum:"no_layer,stale,not_covered,layer_failed,rule_failed,no_answer,no_attribute" doc:"Why it is not known"`
	Needs        []string        `json:"needs,omitempty" doc:"Questions whose answers the rule needs, where that is why it is not known"`
	More         int             `json:"more,omitempty" doc:"How many further features the rule found, on its last finding"`
	Looked       []Looked        `json:"looked,omitempty" doc:"Every layer version that was looked at, where nothing was found"`
	Similar      []Similar       `json:"similar_decisions" nullable:"false" doc:"Earlier decisions on what is alike, nearest first; empty as long as the service holds no decisions"`
}

// Similar is an earlier decision on a project that met the same rule.
type Similar struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Day   string `json:"day" format:"date" doc:"On which it was made"`
}

// Contact is an authority that is competent at the place. What is told is its own, never a person's.
type Contact struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Phone    string `json:"phone,omitempty"`
	Email    string `json:"email,omitempty"`
	Web      string `json:"web,omitempty"`
	EService string `json:"e_service,omitempty" doc:"Where matters are set going"`
}

// Attribute is what a layer tells of a feature, for people.
type Attribute struct {
	Name  string `json:"name" doc:"As the register spells it"`
	Label string `json:"label"`
	Text  string `json:"text" doc:"Words of the code list, unit, date and number in the way of the language"`
}

// Looked is a layer version that a rule looked at.
type Looked struct {
	Layer    string `json:"layer"`
	Version  int64  `json:"layer_version"`
	Title    string `json:"layer_title"`
	DataDate string `json:"data_date,omitempty"`
}

// Summary counts findings by severity.
type Summary struct {
	Red     int `json:"red"`
	Amber   int `json:"amber"`
	Green   int `json:"green"`
	Unknown int `json:"unknown"`
}

// Result is the answer of a check. The same place, rules and layer versions give the same result, byte for byte.
type Result struct {
	Findings []Finding       `json:"findings" doc:"By severity, then distance"`
	Summary  Summary         `json:"summary"`
	Geometry json.RawMessage `json:"geometry"` // as it was checked: GeoJSON, CRS84
	Unasked  []Unasked       `json:"unasked" doc:"Rules that concern some kinds of project only and need answers; they are asked when the kind is told"`
	Unread   []string        `json:"unread" doc:"Names among the answers that no question has"`
}

var order = map[Severity]int{Red: 0, Amber: 1, Unknown: 2, Green: 3}

// sortFindings puts the worst first, then the nearest; what has no distance comes after what has.
func sortFindings(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(order[a.Severity], order[b.Severity]),
			compareDistance(a.Distance, b.Distance),
			cmp.Compare(a.Rule, b.Rule),
			compareText(a.FeatureID, b.FeatureID))
	})
}

func compareDistance(a, b *float64) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return cmp.Compare(*a, *b)
}

func compareText(a, b *string) int {
	if a == nil || b == nil {
		return 0
	}
	return cmp.Compare(*a, *b)
}

func summarise(findings []Finding) Summary {
	var s Summary
	for _, f := range findings {
		switch f.Severity {
		case Red:
			s.Red++
		case Amber:
			s.Amber++
		case Green:
			s.Green++
		case Unknown:
			s.Unknown++
		}
	}
	return s
}
