package projects

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/uuid"

	"lupakartta/internal/faults"
)

// festival is a kind with a question of each type.
const festival = `{"id": "festival", "rank": 1, "event": true, "check": "event", "matter": "events",
	"name": {"fi": "x", "sv": "x", "en": "x"}, "intro": {"fi": "x", "sv": "x", "en": "x"},
	"sections": [{"code": "all", "name": {"fi": "x", "sv": "x", "en": "x"}}],
	"questions": [
		{"id": "attendance", "section": "all", "type": "number", "check": "attendance", "required": true},
		{"id": "loud", "section": "all", "type": "boolean", "check": "loud"},
		{"id": "speakers", "section": "all", "type": "line", "label": {"fi": "x", "sv": "x", "en": "x"}, "when": {"question": "loud", "in": ["true"]}, "required": true},
		{"id": "sells", "section": "all", "type": "several", "label": {"fi": "x", "sv": "x", "en": "x"}, "choices": [{"code": "food", "name": {"fi": "x", "sv": "x", "en": "x"}}, {"code": "beer", "name": {"fi": "x", "sv": "x", "en": "x"}}]},
		{"id": "served", "section": "all", "type": "one", "label": {"fi": "x", "sv": "x", "en": "x"}, "when": {"question": "sells", "in": ["beer"]}, "choices": [{"code": "tap", "name": {"fi": "x", "sv": "x", "en": "x"}}, {"code": "can", "name": {"fi": "x", "sv": "x", "en": "x"}}]},
		{"id": "taps", "section": "all", "type": "number", "least": 1, "most": 50, "label": {"fi": "x", "sv": "x", "en": "x"}, "when": {"question": "served", "in": ["tap"]}},
		{"id": "first", "section": "all", "type": "day", "check": "starts"},
		{"id": "last", "section": "all", "type": "day", "check": "ends"},
		{"id": "more", "section": "all", "type": "long", "label": {"fi": "x", "sv": "x", "en": "x"}}
	],
	"purposes": [{"code": "site", "name": {"fi": "x", "sv": "x", "en": "x"}}, {"code": "stage", "name": {"fi": "x", "sv": "x", "en": "x"}}],
	"authorities": [
		{"field": "public_event"},
		{"field": "rescue_plan", "when": {"question": "attendance", "at_least": 200}},
		{"field": "rescue_plan", "when": {"question": "loud", "in": ["true"]}},
		{"field": "food", "when": {"question": "sells", "in": ["food", "beer"]}},
		{"field": "health_protection", "when": {"question": "taps", "at_least": 10}}
	]}`

func festivalKind(t *testing.T) Kind {
	t.Helper()
	k, err := readKind([]byte(festival))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

var (
	aPart = uuid.MustParse("01900000-0000-7000-8000-000000000001")
	aDay  = uuid.MustParse("01900000-0000-7000-8000-000000000002")
	aName = uuid.MustParse("01900000-0000-7000-8000-000000000003")
)

// complete is content of which nothing is missing.
func complete() Content {
	return Content{Kind: "festival", Title: "Rantajuhla", Summary: "Musiikkia rannassa.",
		Answers:    map[string]json.RawMessage{"attendance": json.RawMessage(`150`)},
		Parts:      []Part{{ID: aPart, Purpose: "site"}},
		Days:       []Span{{ID: aDay, Kind: OpenHours, From: "2027-06-12T18:00", To: "2027-06-13T02:00"}},
		People:     []Person{{ID: aName, Role: "contact"}},
		Restricted: map[string]Restriction{},
	}
}

func TestWhatKeepsAProjectFromBeingShown(t *testing.T) {
	k := festivalKind(t)
	answer := func(id, value string) func(*Content) {
		return func(c *Content) { c.Answers[id] = json.RawMessage(value) }
	}
	times := func(from, to Local) func(*Content) {
		return func(c *Content) { c.Days[0].From, c.Days[0].To = from, to }
	}
	restrict := func(item string) func(*Content) {
		return func(c *Content) { c.Restricted[item] = Restriction{} }
	}
	day, part := "/days/"+aDay.String(), "/parts/"+aPart.String()
	for _, test := range []struct {
		name   string
		change func(*Content)
		want   []string // pointer and code
	}{
		{"nothing is missing", func(*Content) {}, nil},
		{"no kind", func(c *Content) { c.Kind = "" }, []string{"/kind", "required"}},
		{"another kind", func(c *Content) { c.Kind = "circus" }, []string{"/kind", "unknown_kind"}},
		{"no title", func(c *Content) { c.Title = " " }, []string{"/title", "required"}},
		{"no summary", func(c *Content) { c.Summary = "\n" }, []string{"/summary", "required"}},
		{"a required answer is missing", func(c *Content) { delete(c.Answers, "attendance") }, []string{"/answers/attendance", "required"}},
		{"or empty", answer("attendance", `" "`), []string{"/answers/attendance", "required"}},
		{"a number as typed", answer("attendance", `"1 200"`), nil},
		{"no number", answer("attendance", `"many"`), []string{"/answers/attendance", "not_number"}},
		{"a number too small", answer("attendance", `-1`), []string{"/answers/attendance", "below_minimum"}},
		{"a number too large", answer("attendance", `"1 000 001"`), []string{"/answers/attendance", "above_maximum"}},
		{"what is not asked is not required", answer("loud", `false`), nil},
		{"until it is", answer("loud", `true`), []string{"/answers/speakers", "required"}},
		{"neither yes nor no", answer("loud", `"maybe"`), []string{"/answers/loud", "not_yes_or_no"}},
		{"some of the choices", answer("sells", `["beer", "food"]`), nil},
		{"none of the choices", answer("sells", `["food", "cars"]`), []string{"/answers/sells", "unknown_choice"}},
		{"no list", answer("sells", `"food"`), []string{"/answers/sells", "unknown_choice"}},
		{"an empty list", answer("sells", `[]`), nil},
		{"an answer to what is not asked", answer("served", `"bucket"`), nil},
		{"an answer to what is asked nowhere", answer("weather", `7`), nil},
		{"a day", answer("first", `"2027-06-31"`), []string{"/answers/first", "not_date"}},
		{"days that end before they begin", func(c *Content) {
			answer("first", `"2027-06-13"`)(c)
			answer("last", `"2027-06-12"`)(c)
		}, []string{"/answers/last", "ends_before"}},
		{"a number where words are wanted", answer("more", `7`), []string{"/answers/more", "not_text"}},
		{"no place", func(c *Content) { c.Parts = nil }, []string{"/parts", "no_place"}},
		{"a part for nothing in particular", func(c *Content) { c.Parts[0].Purpose = "" }, nil},
		{"a part for what the kind does not have", func(c *Content) { c.Parts[0].Purpose = "turbine" }, []string{part + "/purpose", "unknown_purpose"}},
		{"a part without an end", func(c *Content) { c.Parts[0].From = "2027-06-12T18:00" }, []string{part + "/to", "required"}},
		{"a part that ends before it begins", func(c *Content) { c.Parts[0].From, c.Parts[0].To = "2027-06-12T18:00", "2027-06-12T17:00" }, []string{part + "/to", "ends_before"}},
		{"no day", func(c *Content) { c.Days = nil }, []string{"/days", "no_open_day"}},
		{"only building up", func(c *Content) { c.Days[0].Kind = BuildUp }, []string{"/days", "no_open_day"}},
		{"a day without hours", times("", ""), []string{day + "/from", "required", day + "/to", "required"}},
		{"a day that ends when it begins", times("2027-06-12T18:00", "2027-06-12T18:00"), []string{day + "/to", "ends_before"}},
		{"clocks skip the hour", times("2027-03-28T03:30", "2027-03-28T05:00"), []string{day + "/from", "time_skipped"}},
		{"clocks show the hour twice", times("2027-10-30T20:00", "2027-10-31T03:30"), []string{day + "/to", "time_twice"}},
		{"and which is told", times("2027-10-31T03:30+03:00", "2027-10-31T03:15+02:00"), nil},
		{"no time", times("2027-06-12", "2027-06-13T02:00"), []string{day + "/from", "no_time"}},
		{"what is restricted is there", func(c *Content) {
			for _, item := range []string{"summary", "answers.more", "parts." + aPart.String(), "days." + aDay.String(), "people." + aName.String(), "files." + aName.String()} {
				restrict(item)(c)
			}
		}, nil},
		{"a question that is not", restrict("answers.weather"), []string{"/restricted/answers.weather", "no_such_item"}},
		{"a part that is not", restrict("parts." + aDay.String()), []string{"/restricted/parts." + aDay.String(), "no_such_item"}},
		{"a day that is not", restrict("days." + aPart.String()), []string{"/restricted/days." + aPart.String(), "no_such_item"}},
		{"a person who is not", restrict("people." + aPart.String()), []string{"/restricted/people." + aPart.String(), "no_such_item"}},
	} {
		c := complete()
		test.change(&c)
		if got := pairs(c.Faults(k)); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func pairs(found faults.Faults) []string {
	var list []string
	for _, f := range found {
		list = append(list, f.Pointer, f.Code)
	}
	return list
}

// All that is wrong is told at once, also when no kind was chosen.
func TestEverythingThatIsMissingIsTold(t *testing.T) {
	want := []string{"/kind", "required", "/title", "required", "/summary", "required", "/parts", "no_place"}
	if got := pairs(Content{}.Faults(Kind{})); !slices.Equal(got, want) {
		t.Errorf("of nothing: %v, want %v", got, want)
	}
	want = []string{"/title", "required", "/summary", "required", "/answers/attendance", "required", "/parts", "no_place", "/days", "no_open_day"}
	if got := pairs(Content{Kind: "festival"}.Faults(festivalKind(t))); !slices.Equal(got, want) {
		t.Errorf("of a kind alone: %v, want %v", got, want)
	}
}

func TestFaultsOfNumbersSayTheLimit(t *testing.T) {
	k, c := festivalKind(t), complete()
	for id, value := range map[string]string{"sells": `["beer"]`, "served": `"tap"`, "taps": `"50,5"`} {
		c.Answers[id] = json.RawMessage(value)
	}
	got := c.Faults(k)
	if len(got) != 1 || got[0].Pointer != "/answers/taps" || got[0].Code != "above_maximum" || got[0].Values["value"] != 50.0 {
		t.Errorf("got %v", got)
	}
}
