package checks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

func TestQuestions(t *testing.T) {
	rules, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, q := range Questions {
		if err := q.Validate(); err != nil {
			t.Error(err)
		}
		if seen[q.ID] {
			t.Errorf("%s stands twice", q.ID)
		}
		seen[q.ID] = true
		if !reads(rules, q.ID) {
			t.Errorf("%s: no rule reads the answer", q.ID)
		}
	}
	for _, id := range []string{QuestionKind, QuestionStarts, QuestionEnds} {
		if !seen[id] {
			t.Errorf("no question %s, which the engine reads", id)
		}
	}
}

// reads tells whether a rule reads the answer to the question.
func reads(rules []Rule, id string) bool {
	return slices.ContainsFunc(rules, func(r Rule) bool {
		return id == QuestionKind && len(r.Kinds) > 0 || (id == QuestionStarts || id == QuestionEnds) && r.During ||
			slices.ContainsFunc(r.Cases, func(c Case) bool { return len(c.When[id]) > 0 || c.Formula != nil && c.Formula.Of == id })
	})
}

func TestQuestionFaults(t *testing.T) {
	for name, spoil := range map[string]func(*Question){
		"id":             func(q *Question) { q.ID = "Kind" },
		"type":           func(q *Question) { q.Type = "colour" },
		"label":          func(q *Question) { q.Label.Sv = "" },
		"hint":           func(q *Question) { q.Hint.En = "" },
		"one choice":     func(q *Question) { q.Choices = q.Choices[:1] },
		"choice no text": func(q *Question) { q.Choices = []Option{{Value: "a"}, {Value: "b"}} },
		"number":         func(q *Question) { q.Type, q.Choices = Number, nil },
		"unit":           func(q *Question) { q.Unit = "m" },
		"unknown kind":   func(q *Question) { q.Kinds = []string{"circus"} },
	} {
		q, _ := question(QuestionKind)
		spoil(&q)
		if q.Validate() == nil {
			t.Errorf("%s: no fault found", name)
		}
	}
}

func TestReadAnswers(t *testing.T) {
	for _, test := range []struct{ name, told, fault string }{ // fault: pointer and code
		{"nothing", `{}`, ""},
		{"all types", `{"kind":"event","attendance":500,"loud":true,"starts":"2026-06-01T12:00:00+03:00","ends":"2026-06-01T22:00"}`, ""},
		{"null is no answer", `{"kind":null,"attendance":null}`, ""},
		{"unknown names", `{"colour":["red"],"size":{"x":1}}`, ""},
		{"choice of another type", `{"kind":1}`, "/kind not_string"},
		{"unknown choice", `{"kind":"circus"}`, "/kind not_one_of"},
		{"number as text", `{"attendance":"500"}`, "/attendance not_number"},
		{"number too small", `{"attendance":-1}`, "/attendance below_minimum"},
		{"number too large", `{"attendance":1e9}`, "/attendance above_maximum"},
		{"number beyond numbers", `{"attendance":1e999}`, "/attendance not_number"},
		{"boolean as text", `{"loud":"yes"}`, "/loud not_boolean"},
		{"moment of another type", `{"starts":20260601}`, "/starts not_string"},
		{"day only", `{"starts":"2026-06-01"}`, "/starts not_date_time"},
		{"no such day", `{"starts":"2026-02-30T12:00"}`, "/starts not_date_time"},
		{"ends first", `{"starts":"2026-06-02T12:00","ends":"2026-06-01T12:00"}`, "/ends ends_before_it_begins"},
		{"a list", `[]`, " not_object"},
		{"no JSON", `{"kind":`, " malformed"},
		{"too many", `{"a":1` + strings.Repeat(`,"a":1`, 3) + many(MaxAnswers+1) + `}`, " too_many_items"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ReadAnswers([]byte(test.told))
			found, _ := errors.AsType[faults.Faults](err)
			got := ""
			if len(found) > 0 {
				got = found[0].Pointer + " " + found[0].Code
			}
			if got != test.fault || err != nil && found == nil {
				t.Errorf("got %q (%v), want %q", got, err, test.fault)
			}
		})
	}
}

func many(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, `,"n%d":1`, i)
	}
	return text.String()
}

// told reads answers that are in order.
func told(t testing.TB, object string) Answers {
	t.Helper()
	a, err := ReadAnswers([]byte(object))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAnswersAreKeptAsTold(t *testing.T) {
	a := told(t, `{"visitors": 10, "kind":"event", "attendance": 1e2, "Colour":null, "loud":false}`)
	if got := asJSON(a.Unread()); got != asJSON([]string{"visitors"}) {
		t.Errorf("unread %s", got)
	}
	data, err := json.Marshal(a)
	if err != nil || string(data) != `{"attendance":1e2,"kind":"event","loud":false,"visitors":10}` {
		t.Errorf("%s, %v", data, err)
	}
	if again := told(t, string(data)); again.Kind() != "event" {
		t.Errorf("read again: %v", again)
	}
	if data, err := json.Marshal(Answers{}); err != nil || string(data) != `{}` {
		t.Errorf("none: %s, %v", data, err)
	}
	if (Answers{}).Unread() == nil {
		t.Error("no list of unread names")
	}
}

// A moment without an offset is what clocks in Finland show, summer and winter.
func TestMomentsAreFinnish(t *testing.T) {
	for typed, want := range map[string]string{
		"2026-06-01T12:00": "2026-06-01T09:00:00Z", "2026-12-01T12:00:30": "2026-12-01T10:00:30Z",
		"2026-06-01T12:00:00Z": "2026-06-01T12:00:00Z", "2026-06-01T12:00:00-05:00": "2026-06-01T17:00:00Z",
	} {
		starts, _, ok := told(t, `{"starts":"`+typed+`","ends":"2027-01-01T00:00:00Z"}`).Time()
		if got := starts.UTC().Format(time.RFC3339); !ok || got != want {
			t.Errorf("%s is %s, want %s", typed, got, want)
		}
	}
	if _, _, ok := told(t, `{"starts":"2026-06-01T12:00"}`).Time(); ok {
		t.Error("a time without an end")
	}
}

func TestParseAnswers(t *testing.T) {
	a, err := ParseAnswers([]string{"kind=event", "attendance=500", "loud=true", "note=a=b", "seats=7"})
	if err != nil {
		t.Fatal(err)
	}
	if got := asJSON(a); got != asJSON(json.RawMessage(`{"attendance":500,"kind":"event","loud":true,"note":"a=b","seats":"7"}`)) {
		t.Errorf("got %s", got)
	}
	for _, typed := range []string{"event", "=event"} {
		if _, err := ParseAnswers([]string{typed}); err == nil {
			t.Errorf("%q: no error", typed)
		}
	}
	for _, typed := range []string{"attendance=many", "attendance=NaN", "loud=maybe", "kind=circus"} {
		_, err := ParseAnswers([]string{typed})
		if _, ok := errors.AsType[faults.Faults](err); !ok {
			t.Errorf("%q: %v, want a fault", typed, err)
		}
	}
}

// stored is a rule with cases, as those of explosives.
func stored() Rule {
	r := plainRule("stored", layers.SensitiveSite, Within, 0)
	r.Kinds, r.Severity = []string{"explosives_store"}, ""
	r.Cases = []Case{
		{When: map[string][]string{"hazard_division": {"1.1", "1.5"}, "fragments": {"true"}}, Formula: &Formula{Of: "explosives_kg", K: 60, Root: 3, Share: 1, Least: 300}, Severity: Red},
		{When: map[string][]string{"hazard_division": {"1.1", "1.5"}}, Formula: &Formula{Of: "explosives_kg", K: 60, Root: 3, Share: 1, Least: 100}, Severity: Red},
		{When: map[string][]string{"hazard_division": {"1.4"}, "explosives_kg": {"..100"}}, Distance: 25, Severity: Amber},
		{When: map[string][]string{"hazard_division": {"1.4"}}, Distance: 50, Severity: Red},
	}
	return r
}

func TestResolve(t *testing.T) {
	for _, test := range []struct {
		name, told string
		distance   float64
		severity   Severity
		needs      string
		applies    bool
	}{
		{"nothing told", `{}`, 0, "", "explosives_kg fragments hazard_division", true},
		{"another kind", `{"kind":"event","hazard_division":"1.4","explosives_kg":1}`, 0, "", "", false},
		{"first case", `{"hazard_division":"1.1","fragments":true,"explosives_kg":1000}`, 600, Red, "", true},
		{"its minimum", `{"hazard_division":"1.5","fragments":true,"explosives_kg":1}`, 300, Red, "", true},
		{"second case", `{"hazard_division":"1.1","fragments":false,"explosives_kg":1}`, 100, Red, "", true},
		{"mass missing", `{"hazard_division":"1.1","fragments":true}`, 0, "", "explosives_kg", true},
		{"what decides between cases is missing", `{"hazard_division":"1.1","explosives_kg":1000}`, 0, "", "fragments", true},
		{"what does not matter is not needed", `{"hazard_division":"1.4","explosives_kg":100}`, 25, Amber, "", true},
		{"beyond the span", `{"hazard_division":"1.4","explosives_kg":100.5}`, 50, Red, "", true},
		{"no case holds", `{"hazard_division":"1.3"}`, 0, "", "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			rule, needs, applies := stored().resolve(told(t, test.told))
			if strings.Join(needs, " ") != test.needs || applies != test.applies {
				t.Fatalf("needs %v, applies %t, want %q, %t", needs, applies, test.needs, test.applies)
			}
			if rule.Distance != test.distance || rule.Severity != test.severity {
				t.Errorf("%g m, %s, want %g m, %s", rule.Distance, rule.Severity, test.distance, test.severity)
			}
			if applies && len(needs) == 0 {
				if err := rule.Validate(); err != nil {
					t.Errorf("resolved: %v", err)
				}
			}
		})
	}
}

// More answers never make a rule ask for more, and once all it asks for are given it applies or does not, for good.
func TestAnsweringEndsTheQuestions(t *testing.T) {
	rules, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	rules = append(slices.DeleteFunc(rules, func(r Rule) bool { return len(r.Cases) == 0 }), stored())
	rapid.Check(t, func(t *rapid.T) {
		rule := rapid.SampledFrom(rules).Draw(t, "rule")
		object := map[string]any{}
		for {
			data, err := json.Marshal(object)
			if err != nil {
				t.Fatal(err)
			}
			a, err := ReadAnswers(data)
			if err != nil {
				t.Fatal(err)
			}
			resolved, needs, applies := rule.resolve(a)
			if len(needs) == 0 {
				if applies && (resolved.Validate() != nil || len(resolved.Cases) > 0) {
					t.Fatalf("%s is not resolved: %v", data, resolved.Validate())
				}
				return
			}
			id := rapid.SampledFrom(needs).Draw(t, "next")
			if _, answered := object[id]; answered || !applies {
				t.Fatalf("%s: asks for %v once more", data, needs)
			}
			object[id] = drawAnswer(t, id)
		}
	})
}

func drawAnswer(t *rapid.T, id string) any {
	switch q, _ := question(id); q.Type {
	case Choice:
		return rapid.SampledFrom(q.values()).Draw(t, id)
	case Number:
		return rapid.Float64Range(q.Least, q.Most).Draw(t, id)
	case Boolean:
		return rapid.Bool().Draw(t, id)
	}
	return "2026-06-01T12:00"
}

func TestCheckReadsAnswers(t *testing.T) {
	general := stored()
	general.ID, general.Kinds = "general", nil
	event := plainRule("event", layers.SensitiveSite, Within, 100)
	event.Kinds = []string{"event"}
	b := newBench(t, stored(), general, event)
	b.layer("sites", layers.SensitiveSite, everywhere(), thing{"school", at(590, 0), nil})
	place := geo.ToLonLat(at(0, 0))
	for _, test := range []struct {
		told                    string
		stored, general, event  Reason // "found", "green", a reason, or "" where there is no finding
		unasked, unread, missed string
	}{
		{`{}`, "", NoAnswer, "green", "stored", "", "explosives_kg fragments hazard_division"},
		{`{"kind":"event","visitors":5}`, "", NoAnswer, "green", "", "visitors", "explosives_kg fragments hazard_division"},
		{`{"kind":"explosives_store","hazard_division":"1.1"}`, NoAnswer, NoAnswer, "", "", "", "explosives_kg fragments"},
		{`{"kind":"explosives_store","hazard_division":"1.1","fragments":false,"explosives_kg":1000}`, "found", "found", "", "", "", ""},
		{`{"kind":"explosives_store","hazard_division":"1.1","fragments":false,"explosives_kg":900}`, "green", "green", "", "", "", ""},
		{`{"kind":"explosives_store","hazard_division":"1.3"}`, "", "", "", "", "", ""},
		{`{"hazard_division":"1.1","fragments":false,"explosives_kg":1000}`, "found", "found", "green", "", "", ""},
	} {
		result, err := b.engine.Check(context.Background(), place, told(t, test.told), i18n.Finnish)
		if err != nil {
			t.Fatal(err)
		}
		for rule, want := range map[string]Reason{"stored": test.stored, "general": test.general, "event": test.event} {
			if got := outcome(result.of(rule)); got != want {
				t.Errorf("%s: %s is %q, want %q", test.told, rule, got, want)
			}
		}
		if of := result.of("general"); len(of) > 0 && strings.Join(of[0].Needs, " ") != test.missed {
			t.Errorf("%s: needs %v, want %q", test.told, of[0].Needs, test.missed)
		}
		var unasked []string
		for _, u := range result.Unasked {
			unasked = append(unasked, u.Rule)
		}
		if strings.Join(unasked, " ") != test.unasked || strings.Join(result.Unread, " ") != test.unread {
			t.Errorf("%s: unasked %v, unread %v, want %q, %q", test.told, unasked, result.Unread, test.unasked, test.unread)
		}
	}
}

// outcome is what a rule says in one word.
func outcome(of []Finding) Reason {
	switch {
	case len(of) == 0:
		return ""
	case of[0].Status == Found:
		return "found"
	case of[0].Status == NotFound:
		return "green"
	}
	return of[0].Reason
}

// Every case of every rule is the one that holds for some project: a case behind another that holds whenever it does
// would be a slip of the pen.
func TestEveryCaseCanHold(t *testing.T) {
	for id, r := range embeddedByID(t) {
		holds := make([]bool, len(r.Cases))
		for _, project := range projectsFor(r) {
			data, err := json.Marshal(project)
			if err != nil {
				t.Fatal(err)
			}
			a := told(t, string(data))
			i := slices.IndexFunc(r.Cases, func(c Case) bool {
				may, missing := c.holds(a)
				return may && len(missing) == 0
			})
			rule, needs, applies := r.resolve(a)
			if len(needs) > 0 || i < 0 && applies && len(r.Cases) > 0 {
				t.Fatalf("%s: %s needs %v, applies %t", id, data, needs, applies)
			}
			if i >= 0 && applies {
				holds[i] = true
				if rule.Severity != r.Cases[i].Severity {
					t.Errorf("%s: %s is %s, want %s", id, data, rule.Severity, r.Cases[i].Severity)
				}
			}
		}
		for i, can := range holds {
			if !can {
				t.Errorf("%s: case %d never holds", id, i+1)
			}
		}
	}
}

// projectsFor are projects with every mixture of answers that the rule's cases tell apart.
func projectsFor(r Rule) []map[string]any {
	values := map[string][]any{QuestionKind: {}}
	for _, kind := range r.Kinds {
		values[QuestionKind] = append(values[QuestionKind], kind)
	}
	for _, c := range r.Cases {
		ids := slices.Collect(maps.Keys(c.When))
		if c.Formula != nil {
			ids = append(ids, c.Formula.Of)
		}
		for _, id := range ids {
			q, _ := question(id)
			switch {
			case q.Type == Boolean:
				values[id] = []any{true, false}
			case q.Type == Choice && id != QuestionKind:
				values[id] = nil
				for _, value := range q.values() {
					values[id] = append(values[id], value)
				}
			case q.Type == Number:
				values[id] = append(values[id], q.Least, q.Most)
				for _, text := range c.When[id] {
					from, to, _ := span(text)
					values[id] = append(values[id], max(from, q.Least), min(to, q.Most), (max(from, q.Least)+min(to, q.Most))/2)
				}
			}
		}
	}
	projects := []map[string]any{{}}
	for _, id := range slices.Sorted(maps.Keys(values)) {
		var mixed []map[string]any
		for _, project := range projects {
			for _, value := range values[id] {
				with := maps.Clone(project)
				with[id] = value
				mixed = append(mixed, with)
			}
		}
		if len(values[id]) > 0 {
			projects = mixed
		}
	}
	return projects
}

// Whatever bytes come, answers are read or refused by faults, and what was read is read again as it was told.
func FuzzReadAnswers(f *testing.F) {
	for _, seed := range []string{`{}`, `{"kind":"event","attendance":5,"starts":"2026-06-01T12:00"}`, `{"kind":null,"kind":"mine"}`, `[]`, `{"loud":1e999}`, `{"a":{"b":[1,2]},"ä":"\ud800"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := ReadAnswers(data)
		if err != nil {
			if _, ok := errors.AsType[faults.Faults](err); !ok {
				t.Fatalf("%v", err)
			}
			return
		}
		again, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		b, err := ReadAnswers(again)
		if err != nil || asJSON(b) != asJSON(a) || b.Kind() != a.Kind() {
			t.Fatalf("%s was read, and then %s: %v", data, again, err)
		}
	})
}
