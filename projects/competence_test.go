package projects

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"lupakartta/checks"
)

func answersOf(t *testing.T, object string) map[string]json.RawMessage {
	t.Helper()
	var answers map[string]json.RawMessage
	if err := json.Unmarshal([]byte(object), &answers); err != nil {
		t.Fatal(err)
	}
	return answers
}

func TestWhatIsAskedAndWhomItConcerns(t *testing.T) {
	k := festivalKind(t)
	always := []string{"attendance", "loud", "sells", "first", "last", "more"}
	for _, test := range []struct {
		name, answers string
		asked, fields []string
	}{
		{"nothing told", `{}`, always, []string{"public_event"}},
		{"null is no answer", `{"attendance": null, "loud": null, "sells": null}`, always, []string{"public_event"}},
		{"below the limit", `{"attendance": 199.9}`, always, []string{"public_event"}},
		{"at the limit", `{"attendance": 200}`, always, []string{"public_event", "rescue_plan"}},
		{"as typed", `{"attendance": "1 200"}`, always, []string{"public_event", "rescue_plan"}},
		{"a field by either of two answers, once", `{"attendance": "500", "loud": true}`, []string{"attendance", "loud", "speakers", "sells", "first", "last", "more"}, []string{"public_event", "rescue_plan"}},
		{"yes as text", `{"loud": "true"}`, []string{"attendance", "loud", "speakers", "sells", "first", "last", "more"}, []string{"public_event", "rescue_plan"}},
		{"no", `{"loud": false}`, always, []string{"public_event"}},
		{"one of several", `{"sells": ["food"]}`, always, []string{"public_event", "food"}},
		{"a chain of questions", `{"sells": ["food", "beer"], "served": "tap", "taps": "12"}`,
			[]string{"attendance", "loud", "sells", "served", "taps", "first", "last", "more"}, []string{"public_event", "food", "health_protection"}},
		{"broken in its middle", `{"sells": ["beer"], "served": "can", "taps": 12}`, []string{"attendance", "loud", "sells", "served", "first", "last", "more"}, []string{"public_event", "food"}},
		{"broken at its beginning", `{"sells": ["food"], "served": "tap", "taps": 12}`, always, []string{"public_event", "food"}},
		{"answers of other types", `{"attendance": true, "loud": "x", "sells": "beer", "served": 7, "taps": {}}`, always, []string{"public_event"}},
	} {
		answers := answersOf(t, test.answers)
		var asked []string
		for _, q := range k.Asked(answers) {
			asked = append(asked, q.ID)
		}
		if !slices.Equal(asked, test.asked) {
			t.Errorf("%s: asked %v, want %v", test.name, asked, test.asked)
		}
		if fields := k.Fields(answers); !slices.Equal(fields, test.fields) {
			t.Errorf("%s: fields %v, want %v", test.name, fields, test.fields)
		}
	}
}

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]float64{
		`12`: 12, `-1.5`: -1.5, `"12"`: 12, `" 12 "`: 12, `"12,5"`: 12.5, `"12.5"`: 12.5, `"1 200"`: 1200, `"12 345 678,25"`: 12345678.25, `"1\u00a0200"`: 1200, `"1\u202f200"`: 1200, `"\u22123"`: -3,
	} {
		if got, ok := readNumber(json.RawMessage(text)); !ok || got != want {
			t.Errorf("%s: %v, %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{``, `null`, `true`, `""`, `"a"`, `"1 2"`, `"1 2000"`, `"1e9"`, `"0x10"`, `"Inf"`, `"NaN"`, `"1,2,3"`, `"1.000,5"`, `"12 kg"`, `[1]`, `{}`, `1e999`, `"99999999999999999999"`} {
		if got, ok := readNumber(json.RawMessage(text)); ok {
			t.Errorf("%s is taken for %v", text, got)
		}
	}
}

func TestWhatAProximityCheckIsTold(t *testing.T) {
	k := festivalKind(t)
	for _, test := range []struct {
		name   string
		change func(*Content)
		want   map[string]any
	}{
		{"as it is", func(*Content) {}, map[string]any{"attendance": 150.0, "starts": "2027-06-12T18:00:00+03:00", "ends": "2027-06-13T02:00:00+03:00"}},
		{"nothing", func(c *Content) { *c = Content{} }, map[string]any{}},
		{"answers as typed", func(c *Content) { c.Answers = answersOf(t, `{"attendance": "1 200", "loud": "true", "speakers": "4"}`) },
			map[string]any{"attendance": 1200.0, "loud": true, "starts": "2027-06-12T18:00:00+03:00", "ends": "2027-06-13T02:00:00+03:00"}},
		{"what cannot be read is left out", func(c *Content) {
			c.Answers = answersOf(t, `{"attendance": "2000000", "loud": "?", "first": "soon"}`)
			c.Days[0].From, c.Days[0].To = "2027-03-28T03:30", "later"
		}, map[string]any{}},
		{"parts reach further than days", func(c *Content) {
			c.Parts = append(c.Parts, Part{ID: aDay, From: "2027-01-10T08:00", To: "2027-01-10T16:00"}, Part{ID: aName, From: "2027-06-12T08:00", To: "2027-06-14T08:00"})
		}, map[string]any{"attendance": 150.0, "starts": "2027-01-10T08:00:00+02:00", "ends": "2027-06-14T08:00:00+03:00"}},
		{"days given as answers, the last whole", func(c *Content) {
			c.Answers, c.Days = answersOf(t, `{"first": "2027-10-31", "last": "2027-10-31"}`), nil
		}, map[string]any{"starts": "2027-10-31T00:00:00+03:00", "ends": "2027-10-31T23:59:00+02:00"}},
		{"a time that is shown twice", func(c *Content) { c.Days[0].From, c.Days[0].To = "2027-10-31T03:30", "2027-10-31T06:00" },
			map[string]any{"attendance": 150.0, "starts": "2027-10-31T03:30:00+03:00", "ends": "2027-10-31T06:00:00+02:00"}},
		{"an end before the beginning is no time", func(c *Content) { c.Days[0].To = "2027-06-12T17:00" }, map[string]any{"attendance": 150.0}},
	} {
		c := complete()
		test.change(&c)
		test.want["kind"] = "event"
		got := k.CheckAnswers(c)
		if !maps.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
		told, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if answers, err := checks.ReadAnswers(told); err != nil || answers.Kind() != "event" || len(answers.Unread()) > 0 {
			t.Errorf("%s: a check does not take %s: %v", test.name, told, err)
		}
	}
}
