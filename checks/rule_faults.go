package checks

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
)

// Validate reports every fault of the rule at once: faults.Faults, by JSON pointer into the rule.
func (r Rule) Validate() error {
	if err := r.faults().OrNil(); err != nil {
		return fmt.Errorf("rule %s version %d: %w", r.ID, r.Version, err)
	}
	return nil
}

func (r Rule) faults() faults.Faults {
	var found faults.Faults
	found.When(!ruleID.MatchString(r.ID), "/id", "rule_id")
	found.When(r.Version < 1, "/version", "invalid_value")
	found.When(!r.Theme.Valid(), "/theme", "not_known")
	found.When(r.Field != "" && !ruleID.MatchString(r.Field), "/field", "not_known")
	for i, kind := range r.Kinds {
		found.When(knownKinds([]string{kind}) != nil, fmt.Sprintf("/kinds/%d", i), "not_known")
	}
	r.faultsOfRelation(&found)
	r.faultsOfReach(&found)
	for i, c := range r.Cases {
		r.faultsOfCase(&found, fmt.Sprintf("/cases/%d", i), c)
	}
	r.Condition.faults(&found)
	for name, text := range r.texts() {
		for lang, words := range map[i18n.Lang]string{i18n.Finnish: text.Fi, i18n.Swedish: text.Sv, i18n.English: text.En} {
			found.When(strings.TrimSpace(words) == "", "/"+name+"/"+string(lang), "required")
		}
	}
	r.faultsOfDays(&found)
	slices.SortStableFunc(found, func(a, b faults.Fault) int { return strings.Compare(a.Pointer, b.Pointer) })
	return found
}

// texts are what the rule says, by the name of the member.
func (r Rule) texts() map[string]i18n.Text {
	return map[string]i18n.Text{"title": r.Title, "why": r.Why, "next": r.Next, "statute": r.Statute, "authority": r.Authority}
}

func isDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

func (r Rule) faultsOfDays(found *faults.Faults) {
	found.When(!isDay(r.ValidFrom), "/valid_from", "not_date")
	found.When(r.ValidTo != "" && !isDay(r.ValidTo), "/valid_to", "not_date")
	found.When(r.ValidTo != "" && isDay(r.ValidTo) && r.ValidTo < r.ValidFrom, "/valid_to", "ends_before_it_begins")
}

func (r Rule) faultsOfRelation(found *faults.Faults) {
	found.When(!slices.Contains([]Relation{Inside, Overlaps, Within, Nearest}, r.Relation), "/relation", "not_known")
	found.When(r.Relation == Overlaps && !(r.Share > 0 && r.Share <= 1), "/share", "rule_share")
	found.When(r.Relation != Overlaps && r.Share != 0, "/share", "rule_share_alone")
	found.When(r.Zone != "" && (r.Relation != Within || len(r.Cases) > 0), "/zone", "rule_zone")
}

// faultsOfReach reports faults of distance and severity, which a rule has in its cases or of its own.
func (r Rule) faultsOfReach(found *faults.Faults) {
	if len(r.Cases) > 0 {
		found.When(r.Distance != 0, "/distance_m", "rule_in_cases")
		found.When(r.Severity != "", "/severity", "rule_in_cases")
		return
	}
	found.When(!r.Severity.ofRule(), "/severity", "not_known")
	switch {
	case !r.measures():
		found.When(r.Distance != 0, "/distance_m", "rule_no_distance")
	case r.Relation == Within && r.Distance == 0, !(r.Distance >= 0 && r.Distance <= MaxDistance):
		tooFar(found, "/distance_m")
	}
}

func tooFar(found *faults.Faults, pointer string) {
	*found = append(*found, faults.Fault{Pointer: pointer, Code: "rule_distance", Values: map[string]any{"value": MaxDistance}})
}

func (r Rule) faultsOfCase(found *faults.Faults, at string, c Case) {
	for _, id := range slices.Sorted(maps.Keys(c.When)) {
		pointer := at + "/when/" + escaped(id)
		q, known := question(id)
		found.When(!known, pointer, "not_known")
		found.When(known && len(c.When[id]) == 0, pointer, "required")
		for i, value := range c.When[id] {
			found.When(known && !q.allows(value), fmt.Sprintf("%s/%d", pointer, i), "rule_answer")
		}
	}
	far := c.Distance
	if c.Formula != nil {
		c.Formula.faults(found, at+"/formula")
		q, _ := question(c.Formula.Of)
		far = c.Formula.metres(q.Most)
	}
	switch {
	case c.Formula != nil && c.Distance != 0:
		found.Add(at+"/distance_m", "rule_formula_alone")
	case r.measures() && !(far > 0 && far <= MaxDistance) || math.IsNaN(far):
		tooFar(found, at+"/distance_m")
	case !r.measures() && (c.Formula != nil || c.Distance != 0):
		found.Add(at+"/distance_m", "rule_no_distance")
	}
	found.When(!c.Severity.ofRule(), at+"/severity", "not_known")
}

// escaped is a name as a part of a JSON pointer (RFC 6901).
func escaped(name string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(name) }

func (f Formula) faults(found *faults.Faults, at string) {
	q, known := question(f.Of)
	found.When(!known || q.Type != Number || q.Least < 0, at+"/of", "rule_formula_of")
	found.When(!(f.K > 0), at+"/k", "rule_formula")
	found.When(f.Root < 1 || f.Root > 9, at+"/root", "rule_formula")
	found.When(!(f.Share > 0 && f.Share <= 1), at+"/share", "rule_formula")
	found.When(!(f.Least >= 0), at+"/least_m", "rule_formula")
}

func (c *Condition) faults(found *faults.Faults) {
	if c == nil {
		return
	}
	const at = "/condition"
	found.When(c.Covering != "" && c.Covering != "skip", at+"/covering", "not_known")
	found.When(!slices.Contains([]string{"", "match", "only"}, c.Absent), at+"/absent", "not_known")
	for name, values := range c.lists() {
		for i, value := range values {
			found.When(strings.TrimSpace(value) == "", fmt.Sprintf("%s/%s/%d", at, name, i), "required")
		}
	}
	found.When(len(c.Known) > 0 && len(c.In) == 0, at+"/known", "rule_known")
	values := len(c.In) + len(c.NotIn)
	switch {
	case c.Meaning == "" && c.Or == "" && values == 0 && c.Absent == "" && c.Covering != "":
	case c.Meaning == "":
		found.Add(at+"/meaning", "required")
	case c.Absent == "only":
		found.When(values > 0, at+"/in", "rule_absent_only")
	case values == 0:
		found.Add(at+"/in", "required")
	case len(c.In) > 0 && len(c.NotIn) > 0:
		found.Add(at+"/not_in", "rule_one_list")
	}
}

// lists are the values of the condition, by the name of the member.
func (c *Condition) lists() map[string][]string {
	return map[string][]string{"in": c.In, "not_in": c.NotIn, "known": c.Known}
}
