package checks

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// ProposalKind is what a proposal does to the rules.
type ProposalKind string

// Kinds of proposals.
const (
	NewRule    ProposalKind = "new"
	ChangeRule ProposalKind = "change"
	EndRule    ProposalKind = "end" // from ValidFrom on there is no such rule
)

// ProposalState is where a proposal is.
type ProposalState string

// States of proposals. Only a draft is changed, and only by who made it.
const (
	Draft            ProposalState = "draft"
	Proposed         ProposalState = "proposed" // waits for somebody else to approve or reject it
	ProposalApproved ProposalState = "approved"
	ProposalRejected ProposalState = "rejected"
	Withdrawn        ProposalState = "withdrawn"
)

// Bounds of proposals.
const (
	MaxPlaces      = 10      // that a proposer names
	MaxNamedPlace  = 8 << 10 // bytes of GeoJSON
	maxRuleTitle   = 200     // characters
	maxRuleText    = 2000
	maxCases       = 60
	maxValues      = 200 // of a list in a condition or a case
	maxValue       = 100 // characters
	mostUnfinished = 50  // drafts and proposals of one person
)

// Errors of proposals.
var (
	ErrNoProposal     = errors.New("no such proposal")
	ErrNoRule         = errors.New("no such rule")
	ErrNotKeeper      = errors.New("the authority does not keep the rules")
	ErrProposalMoved  = errors.New("the proposal was changed meanwhile")
	ErrProposalState  = errors.New("the proposal is in another state")
	ErrRuleOvertaken  = errors.New("the rule has another version than the one that the proposal is based on")
	ErrOwnProposal    = errors.New("whoever proposes a change does not approve it")
	ErrEffectUnseen   = errors.New("the effect of this very text was not worked out, or is not the one that was seen")
	ErrVersionToCome  = errors.New("a version was approved that would never be in force")
	ErrDayPassed      = errors.New("the day from which it is to be valid has passed")
	ErrManyUnfinished = errors.New("too many proposals of this person are unfinished")
)

// NamedPlace is where a proposer looks at the effect.
type NamedPlace struct {
	Name     string          `json:"name"`
	Geometry json.RawMessage `json:"geometry"` // GeoJSON in CRS84
}

// Amendment is what somebody proposes: a rule as it is to be, why, and where its effect is looked at.
type Amendment struct {
	Kind    ProposalKind
	Base    int // highest version of the rule that the proposer saw; 0: of a new rule
	Offer   int // the program's version that it takes up; 0: none
	Rule    Rule
	Reason  string
	Places  []NamedPlace
	Answers json.RawMessage // about what is planned at the places
}

// Proposal is a change on its way into force.
type Proposal struct {
	Amendment
	ID          uuid.UUID
	State       ProposalState
	Effect      *Effect // nil: not worked out for this text
	EffectTag   string
	Highest     int // version of the rule now; another than Base: the proposal must be renewed
	Authority   uuid.UUID
	Mine        bool // the one who asks proposed it
	Answer      string
	RuleVersion int // that it became
	Version     int64
	CreatedAt   time.Time
	ProposedAt  *time.Time
	DecidedAt   *time.Time
}

// settled is the change with what follows from its kind: the version is given at approval.
func (c Amendment) settled() Amendment {
	c.Rule.Version, c.Rule.Repealed = 1, c.Kind == EndRule
	if len(c.Answers) == 0 {
		c.Answers = json.RawMessage(`{}`)
	}
	if c.Places == nil {
		c.Places = []NamedPlace{}
	}
	return c
}

// validate reports everything that is wrong with the change, in the members of a proposal.
func (c Amendment) validate(today string) error {
	var found faults.Faults
	for _, fault := range c.Rule.faultsByOfficials() {
		fault.Pointer = "/rule" + fault.Pointer
		found = append(found, fault)
	}
	found.When(isDay(c.Rule.ValidFrom) && c.Rule.ValidFrom < today, "/rule/valid_from", "day_passed")
	found.When(c.Kind == EndRule && c.Rule.ValidTo != "", "/rule/valid_to", "rule_end_for_good")
	found.When(!slices.Contains([]ProposalKind{NewRule, ChangeRule, EndRule}, c.Kind), "/kind", "not_known")
	found.When((c.Base == 0) != (c.Kind == NewRule), "/base", "invalid_value")
	found.TooLong(c.Reason, MaxReason, "/reason")
	found.When(unstorable(c.Reason), "/reason", "invalid_value")
	c.faultsOfPlaces(&found)
	return found.OrNil()
}

func (c Amendment) faultsOfPlaces(found *faults.Faults) {
	if len(c.Places) > MaxPlaces {
		*found = append(*found, faults.Fault{Pointer: "/places", Code: "too_many_items", Values: map[string]any{"value": MaxPlaces}})
	}
	for i, p := range c.Places {
		at := fmt.Sprintf("/places/%d", i)
		found.When(strings.TrimSpace(p.Name) == "", at+"/name", "required")
		found.TooLong(p.Name, maxRuleTitle, at+"/name")
		found.When(unstorable(p.Name), at+"/name", "invalid_value")
		if len(p.Geometry) > MaxNamedPlace {
			found.Add(at+"/geometry", "too_large_to_keep")
			continue
		}
		shape, err := geo.DecodeGeoJSON(p.Geometry)
		if wrong, ok := errors.AsType[geo.Faults](err); ok {
			for _, fault := range wrong {
				*found = append(*found, faults.Fault{Pointer: at + "/geometry" + fault.Pointer, Code: string(fault.Code), Values: fault.Values})
			}
			continue
		}
		if err == nil {
			_, err = newPlace(shape)
		}
		found.When(err != nil, at+"/geometry", "no_area")
	}
	if _, err := ReadAnswers(c.Answers); err != nil {
		wrong, ok := errors.AsType[faults.Faults](err)
		found.When(!ok, "/answers", "invalid_value")
		for _, fault := range wrong {
			fault.Pointer = "/answers" + fault.Pointer
			*found = append(*found, fault)
		}
	}
}

// complete reports what a draft still lacks before somebody else may decide on it.
func (c Amendment) complete() error {
	var found faults.Faults
	found.When(strings.TrimSpace(c.Reason) == "", "/reason", "required")
	found.When(len(c.Places) == 0, "/places", "required")
	return found.OrNil()
}

func unstorable(text string) bool { return strings.ContainsRune(text, 0) || !utf8.ValidString(text) }

var placeholder = regexp.MustCompile(`\{[^{}]*\}?|\}`)

// faultsByOfficials are the rule's faults and those that only a text of officials may have: the program's rules are held to
// them by tests.
func (r Rule) faultsByOfficials() faults.Faults {
	found := r.faults()
	for name, text := range r.texts() {
		most := maxRuleText
		if name == "title" {
			most = maxRuleTitle
		}
		for lang, words := range map[i18n.Lang]string{i18n.Finnish: text.Fi, i18n.Swedish: text.Sv, i18n.English: text.En} {
			pointer := "/" + name + "/" + string(lang)
			found.TooLong(words, most, pointer)
			found.When(unstorable(words), pointer, "invalid_value")
			for _, mark := range placeholder.FindAllString(words, -1) {
				if !slices.Contains(placeholders(name), mark) {
					found.Add(pointer, "rule_placeholder")
					break
				}
			}
		}
	}
	known := func(meaning, pointer string) {
		found.When(meaning != "" && !slices.Contains(layers.Meanings, meaning), pointer, "not_known")
	}
	known(r.Zone, "/zone")
	found.When(len(r.Cases) > maxCases, "/cases", "rule_too_many")
	for i, c := range r.Cases {
		for id, values := range c.When {
			tooMany(&found, values, fmt.Sprintf("/cases/%d/when/%s", i, escaped(id)))
		}
	}
	if c := r.Condition; c != nil {
		known(c.Meaning, "/condition/meaning")
		known(c.Or, "/condition/or")
		for name, values := range c.lists() {
			tooMany(&found, values, "/condition/"+name)
		}
	}
	slices.SortStableFunc(found, func(a, b faults.Fault) int { return strings.Compare(a.Pointer, b.Pointer) })
	return found
}

// placeholders are what a text of the rule may have filled in.
func placeholders(name string) []string {
	switch name {
	case "title":
		return []string{"{d}"}
	case "why":
		return []string{"{d}", "{name}", "{value}"}
	}
	return nil
}

func tooMany(found *faults.Faults, values []string, pointer string) {
	found.When(len(values) > maxValues, pointer, "rule_too_many")
	for i, value := range values {
		found.TooLong(value, maxValue, fmt.Sprintf("%s/%d", pointer, i))
		found.When(unstorable(value), fmt.Sprintf("%s/%d", pointer, i), "invalid_value")
	}
}

// sum is what an effect is of: the text, what it is based on, and where it is looked at.
func (c Amendment) sum() ([]byte, error) {
	data, err := json.Marshal(struct {
		Kind    ProposalKind
		Base    int
		Rule    Rule
		Places  []NamedPlace
		Answers json.RawMessage
	}{c.Kind, c.Base, c.Rule, c.Places, c.Answers})
	sum := sha256.Sum256(data)
	return sum[:], err
}
