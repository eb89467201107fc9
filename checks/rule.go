// Package checks compares a place with the layers: what stands in the way there, how far away, by which statute,
// what to do next and whom to ask. Rules are data; this package knows only the mechanics. It keeps no projects and
// decides nothing: a layer that is missing, broken or does not cover the place answers "not known", never green.
package checks

import (
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// Relation is how a rule compares the place with a feature.
type Relation string

// Relations. The place touches a feature when they share a point.
const (
	Inside   Relation = "inside"   // the place touches the feature
	Overlaps Relation = "overlaps" // at least Share of the place's area or length lies in the feature
	Within   Relation = "within"   // the nearest points are at most Distance metres apart
	Nearest  Relation = "nearest"  // the nearest feature only, at most Distance metres away when that is above 0
)

// Severity is the traffic light of a finding.
type Severity string

// Severities.
const (
	Red     Severity = "red"     // an outright obstacle
	Amber   Severity = "amber"   // needs an assessment, a permit or an agreement
	Green   Severity = "green"   // nothing found; as a rule's severity: worth knowing only
	Unknown Severity = "unknown" // cannot be told; never a rule's severity
)

// ofRule tells whether rules may have the severity.
func (s Severity) ofRule() bool { return slices.Contains([]Severity{Red, Amber, Green}, s) }

// Rule is one version of a proximity rule: a row of check_rules.
type Rule struct {
	ID        string       `json:"id"`
	Version   int          `json:"version"`
	Kinds     []string     `json:"kinds,omitempty"` // kinds of project that it concerns; none: every kind
	Theme     layers.Theme `json:"theme"`
	Relation  Relation     `json:"relation"`
	Distance  float64      `json:"distance_m,omitempty"` // true metres on GRS 80
	Share     float64      `json:"share,omitempty"`      // of relation overlaps
	Zone      string       `json:"zone,omitempty"`       // meaning of the attribute that gives each feature's own distance in metres
	During    bool         `json:"during,omitempty"`     // only features whose own time meets the project's
	Severity  Severity     `json:"severity,omitempty"`
	Cases     []Case       `json:"cases,omitempty"` // instead of Distance and Severity: the first that holds
	Condition *Condition   `json:"condition,omitempty"`
	Title     i18n.Text    `json:"title"`           // {d}: the rule's distance
	Why       i18n.Text    `json:"why"`             // {name}: the feature's title; {value}: the attribute of the condition
	Next      i18n.Text    `json:"next"`            // what to do
	Statute   i18n.Text    `json:"statute"`         // act and section; a distance that no statute sets is called policy
	Authority i18n.Text    `json:"authority"`       // who is competent
	Field     string       `json:"field,omitempty"` // of the directory of authorities: who is competent at the place
	ValidFrom string       `json:"valid_from"`
	ValidTo   string       `json:"valid_to,omitempty"` // last day, YYYY-MM-DD; empty: until further notice
	Repealed  bool         `json:"repealed,omitempty"` // of a version that ends the rule: from ValidFrom on there is none

	fault error // what is wrong with the row, or which answers are missing (noAnswer); such a rule answers not known
}

// Condition limits a rule to some of the theme's features.
type Condition struct {
	// Meaning names the attribute that the condition reads, whatever the register calls it (layers.MeaningClass …).
	Meaning string `json:"meaning,omitempty"`
	// Or names the attribute to read of layers that have none with the first meaning.
	Or    string   `json:"or,omitempty"`
	In    []string `json:"in,omitempty"`     // only features with one of these values
	NotIn []string `json:"not_in,omitempty"` // only features with none of these values
	// Known are the values beside In of which it is known that the rule does not mean them; "A*" is what begins with A.
	// When there are any, a feature with another value leaves the rule open.
	Known []string `json:"known,omitempty"`
	// Absent says what a feature without the attribute is: "" not known, "match" meant by the rule,
	// "only" the very thing that the rule is about.
	Absent string `json:"absent,omitempty"`
	// Covering "skip" leaves out features that cover the whole place, such as the place's own municipality.
	Covering string `json:"covering,omitempty"`
}

// verdict is whether a rule means a feature.
type verdict int

const (
	meant verdict = iota
	notMeant
	undetermined // the attribute that would tell is missing, or says what nobody knows
)

// judge tells whether the rule means a feature with that value of the condition's attribute.
// The empty value is an attribute that the layer or the feature lacks.
func (c *Condition) judge(value string, covers bool) verdict {
	if c == nil {
		return meant
	}
	if c.Covering == "skip" && covers {
		return notMeant
	}
	if c.Meaning == "" {
		return meant
	}
	value = strings.TrimSpace(value)
	switch {
	case value == "" && c.Absent == "":
		return undetermined
	case value == "", c.Absent == "only":
		return choose(value == "")
	case len(c.In) == 0:
		return choose(!oneOf(value, c.NotIn))
	case !oneOf(value, c.In) && len(c.Known) > 0 && !oneOf(value, c.Known):
		return undetermined
	}
	return choose(oneOf(value, c.In))
}

func oneOf(value string, wanted []string) bool {
	return slices.ContainsFunc(wanted, func(want string) bool { return sameValue(value, want) })
}

func choose(match bool) verdict {
	if match {
		return meant
	}
	return notMeant
}

// sameValue tells whether a register's value is the wanted one, or begins with it before a number, a stroke or
// another word: AK-1, VL/s and A/V are AK, VL and V, but TY is not T and 12 is not 1. Symbols, which are wanted in
// capitals, are compared as they stand, since sr and SR differ on a plan; words in any case. want may end with * for
// whatever begins so.
func sameValue(value, want string) bool {
	if want != strings.ToUpper(want) {
		value, want = strings.ToLower(value), strings.ToLower(want)
	}
	if prefix, ok := strings.CutSuffix(want, "*"); ok {
		return strings.HasPrefix(value, prefix)
	}
	for from := 0; from < len(value); {
		rest := value[from:]
		if strings.HasPrefix(rest, want) && ends(rest[len(want):], want[len(want)-1]) {
			return true
		}
		next := strings.IndexAny(rest, "/,; ")
		if next < 0 {
			return false
		}
		from += next + 1
	}
	return false
}

// ends tells whether a word that ends with last is over where rest begins.
func ends(rest string, last byte) bool {
	if rest == "" {
		return true
	}
	first := rest[0]
	digit := first >= '0' && first <= '9'
	if last >= '0' && last <= '9' && digit {
		return false
	}
	return digit || strings.IndexByte("-/,;.:( ", first) >= 0
}

var ruleID = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

// measures tells whether the rule's relation is about a distance.
func (r Rule) measures() bool { return r.Relation == Within || r.Relation == Nearest }

// attribute is the name of the layer's attribute that the rule's condition reads, or empty when it reads none or the
// layer has none.
func (r Rule) attribute(of layers.Recipe) string {
	if r.Condition == nil {
		return ""
	}
	for _, meaning := range []string{r.Condition.Meaning, r.Condition.Or} {
		if name, ok := of.Meaning(meaning); ok && meaning != "" {
			return name
		}
	}
	return ""
}

// answered tells whether a layer's promise to be complete is about all that the rule looks for: a plan that shows central
// parks (V) and no smaller ones says nothing of where the others (VL, VP) are not.
func (r Rule) answered(by layers.Coverage) bool {
	if len(by.Values) == 0 {
		return true
	}
	if r.Condition == nil || len(r.Condition.In) == 0 {
		return false
	}
	return !slices.ContainsFunc(r.Condition.In, func(want string) bool { return !by.Promises(want) })
}

// reach is how far from the place a feature may lie and still be found, in true metres.
func (r Rule) reach() float64 {
	if r.Relation == Nearest && r.Distance == 0 {
		return MaxDistance
	}
	return r.Distance
}

// Faulty tells whether the row is not in order: such a rule answers not known.
func (r Rule) Faulty() bool { return r.fault != nil }

// Heading is the rule's title with its distance.
func (r Rule) Heading(lang i18n.Lang) string { return r.fill(r.Title, lang, "", "") }

// fill puts the rule's reach, the feature's title and the attribute's text in a text of the rule.
func (r Rule) fill(words i18n.Text, lang i18n.Lang, name, value string) string {
	text := words.In(lang)
	if !strings.Contains(text, "{") {
		return text
	}
	return strings.NewReplacer("{d}", metres(r.reach(), lang), "{name}", name, "{value}", value).Replace(text)
}

// metres writes a rule's distance for people: "200 m", "1,5 km", and what a formula gave to the centimetre.
func metres(d float64, lang i18n.Lang) string {
	unit := "\u00a0m"
	if d >= 1000 && math.Mod(d, 10) == 0 {
		d, unit = d/1000, "\u00a0km"
	}
	number := strconv.FormatFloat(d, 'f', -1, 64)
	if lang != i18n.English {
		number = strings.Replace(number, ".", ",", 1)
	}
	return number + unit
}

func (r Rule) equal(other Rule) bool {
	mine, err := json.Marshal(r)
	if err != nil {
		return false
	}
	theirs, err := json.Marshal(other)
	return err == nil && string(mine) == string(theirs)
}
