package checks

import (
	"cmp"
	"math"
	"slices"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// Change is what became of a finding between two checks.
type Change string

// Changes.
const (
	Unchanged Change = "same"
	Appeared  Change = "new"
	Vanished  Change = "gone"
	Altered   Change = "changed"
)

// What may differ in a finding that two checks have in common.
const (
	statusDiffers   = "status"
	severityDiffers = "severity"
	reasonDiffers   = "reason"
	distanceDiffers = "distance_m"
	shareDiffers    = "overlap_share"
	moreDiffers     = "more"
)

// Distances within a centimetre are the same: that is what they are known to. Shares are rounded to a millionth.
const (
	sameDistance = 0.01
	sameShare    = 0.0000015
)

// Saying is what a finding says, without its words.
type Saying struct {
	RuleVersion  int      `json:"rule_version"`
	LayerVersion *int64   `json:"layer_version,omitempty"`
	Status       Status   `json:"status" enum:"found,not_found,not_known"`
	Severity     Severity `json:"severity" enum:"red,amber,green,unknown"`
	Reason       Reason   `json:"reason,omitempty"`
	Distance     *float64 `json:"distance_m,omitempty"`
	OverlapShare *float64 `json:"overlap_share,omitempty"`
	More         int      `json:"more,omitempty" doc:"How many further features the rule found, on its last difference"`
}

// Difference is one finding in two checks.
type Difference struct {
	Change       Change       `json:"change" enum:"same,new,gone,changed"`
	Rule         string       `json:"rule"`
	Theme        layers.Theme `json:"theme"`
	Title        string       `json:"title" doc:"Of the finding after, or before when it is gone"`
	Layer        string       `json:"layer,omitempty"`
	LayerTitle   string       `json:"layer_title,omitempty"`
	FeatureID    string       `json:"feature_id,omitempty"`
	FeatureTitle string       `json:"feature_title,omitempty"`
	Before       *Saying      `json:"before,omitempty" doc:"What the rule said of it; missing: nothing"`
	After        *Saying      `json:"after,omitempty"`
	Differs      []string     `json:"differs" nullable:"false" enum:"status,severity,reason,distance_m,overlap_share,more" doc:"What of it, where both checks have it"`
	Why          []Cause      `json:"why" nullable:"false" doc:"Empty where nothing differs"`
}

// Examined is a check to be compared.
type Examined struct {
	Place   []byte // GeoJSON
	Answers []byte // JSON
	Basis   Basis
	Result  Result
	Titles  map[string]string // of layers, by id
}

// findingKey is what makes two findings the same one.
type findingKey struct{ rule, layer, feature string }

// key names the feature; of a finding without one, the rule alone.
func (f Finding) key() findingKey {
	if f.FeatureID == nil {
		return findingKey{rule: f.Rule}
	}
	return findingKey{f.Rule, value(f.Layer), *f.FeatureID}
}

func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// Compare tells what became of every finding between two checks, and why, in lang: what differs first, then by severity.
// fates are what became of features between two versions of their layers, as far as somebody has looked.
func Compare(before, after Examined, fates map[featureOf]CauseKind, lang i18n.Lang) []Difference {
	c := comparison{before: before, after: after, fates: fates, lang: lang}
	differences := []Difference{}
	for _, rule := range c.rules() {
		differences = append(differences, c.rule(ofRule(before.Result, rule), ofRule(after.Result, rule))...)
	}
	for i := range differences {
		d := &differences[i]
		if d.Change != Unchanged {
			d.Why = c.why(*d)
		}
	}
	slices.SortStableFunc(differences, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.worst(), b.worst()), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Layer, b.Layer), cmp.Compare(a.FeatureID, b.FeatureID))
	})
	return differences
}

func rank(d Difference) int {
	if d.Change == Unchanged {
		return 1
	}
	return 0
}

// worst is the place of the worse of both severities in the order of findings.
func (d Difference) worst() int {
	worst := len(order)
	for _, s := range []*Saying{d.Before, d.After} {
		if s != nil {
			worst = min(worst, order[s.Severity])
		}
	}
	return worst
}

type comparison struct {
	before, after Examined
	fates         map[featureOf]CauseKind
	lang          i18n.Lang
}

// rules are those that either check has findings of, in a fixed order.
func (c comparison) rules() []string {
	var rules []string
	for _, result := range []Result{c.before.Result, c.after.Result} {
		for _, f := range result.Findings {
			rules = append(rules, f.Rule)
		}
	}
	slices.Sort(rules)
	return slices.Compact(rules)
}

func ofRule(r Result, rule string) []Finding {
	return slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool { return f.Rule != rule })
}

// rule compares what one rule said. Features are compared each with itself. A finding without a feature is the other side
// of all of those that the other check has: "nothing there" before a new feature, "not known" after one that was found.
func (c comparison) rule(before, after []Finding) []Difference {
	var list []Difference
	was, is := byKey(before), byKey(after)
	nothingBefore, nothingAfter := nothing(before), nothing(after)
	for i := range before {
		f := &before[i]
		other := is[f.key()]
		if other == nil && f.FeatureID == nil && len(after) > 0 {
			continue // its other side are the features
		}
		if other == nil {
			other = nothingAfter
		}
		list = append(list, differenceOf(f, other))
	}
	for i := range after {
		f := &after[i]
		if was[f.key()] != nil || f.FeatureID == nil && len(before) > 0 {
			continue
		}
		list = append(list, differenceOf(nothingBefore, f))
	}
	return counted(list, moreOf(before), moreOf(after))
}

// counted notes on the last of a rule's differences how many further features the rule found, as findings do.
func counted(list []Difference, before, after int) []Difference {
	if len(list) == 0 {
		return list
	}
	last := &list[len(list)-1]
	if last.Before != nil {
		last.Before.More = before
	}
	if last.After != nil {
		last.After.More = after
	}
	if before != after {
		last.Differs = append(last.Differs, moreDiffers)
		if last.Change == Unchanged {
			last.Change = Altered
		}
	}
	return list
}

func moreOf(findings []Finding) int {
	more := 0
	for _, f := range findings {
		more += f.More
	}
	return more
}

func byKey(findings []Finding) map[findingKey]*Finding {
	keys := map[findingKey]*Finding{}
	for i := range findings {
		keys[findings[i].key()] = &findings[i]
	}
	return keys
}

// nothing is the finding without a feature, where the rule has one.
func nothing(findings []Finding) *Finding {
	for i := range findings {
		if findings[i].FeatureID == nil {
			return &findings[i]
		}
	}
	return nil
}

// differenceOf compares two findings, of which one may be missing.
func differenceOf(before, after *Finding) Difference {
	shown := after
	if after == nil || after.FeatureID == nil && before != nil && before.FeatureID != nil {
		shown = before
	}
	d := Difference{Rule: shown.Rule, Theme: shown.Theme, Title: shown.Title, Layer: value(shown.Layer), LayerTitle: shown.LayerTitle,
		FeatureID: value(shown.FeatureID), FeatureTitle: shown.FeatureTitle, Before: sayingOf(before), After: sayingOf(after), Differs: []string{}, Why: []Cause{}}
	if before != nil && after != nil {
		d.Differs = differs(*d.Before, *d.After)
	}
	d.Change = d.change(before, after)
	return d
}

// change never calls gone or new what was not, or is not, known: a feature that a layer tells no more of may still be there.
func (d Difference) change(before, after *Finding) Change {
	switch {
	case before == nil:
		return Appeared
	case after == nil:
		return Vanished
	case before.FeatureID != nil && after.FeatureID == nil && after.Status == NotFound:
		return Vanished
	case before.FeatureID == nil && after.FeatureID != nil && before.Status == NotFound:
		return Appeared
	case len(d.Differs) > 0:
		return Altered
	}
	return Unchanged
}

func sayingOf(f *Finding) *Saying {
	if f == nil {
		return nil
	}
	return &Saying{RuleVersion: f.RuleVersion, LayerVersion: f.LayerVersion, Status: f.Status, Severity: f.Severity, Reason: f.Reason,
		Distance: f.Distance, OverlapShare: f.OverlapShare}
}

func differs(a, b Saying) []string {
	found := []string{}
	for _, part := range []struct {
		name    string
		differs bool
	}{
		{statusDiffers, a.Status != b.Status},
		{severityDiffers, a.Severity != b.Severity},
		{reasonDiffers, a.Reason != b.Reason},
		{distanceDiffers, parted(a.Distance, b.Distance, sameDistance)},
		{shareDiffers, parted(a.OverlapShare, b.OverlapShare, sameShare)},
	} {
		if part.differs {
			found = append(found, part.name)
		}
	}
	return found
}

// parted tells whether two numbers differ by more than the slack; one that is missing differs from any.
func parted(a, b *float64, slack float64) bool {
	if a == nil || b == nil {
		return a != b
	}
	return math.Abs(*a-*b) > slack+1e-9 // both are rounded to decimals, which binary numbers do not have
}
