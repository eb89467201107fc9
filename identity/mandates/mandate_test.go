package mandates

import (
	"errors"
	"strings"
	"testing"
	"time"

	"lupakartta/internal/faults"
)

func TestMattersAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, matter := range Matters() {
		if seen[matter.Code] || matter.Code == "" {
			t.Errorf("%q stands twice, or has no code", matter.Code)
		}
		seen[matter.Code] = true
		if err := errors.Join(matter.Name.Complete(), matter.Explanation.Complete()); err != nil {
			t.Errorf("%s: %v", matter.Code, err)
		}
	}
	if !seen[All] {
		t.Errorf("no matter holds all others")
	}
}

func TestCovers(t *testing.T) {
	from := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	to := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	during := from.Add(time.Hour)
	free := Mandate{Matter: "events", State: Given, From: from, To: to}
	limited, wide := free, free
	limited.PropertyUnits, wide.Matter = []string{unitA}, All
	with := func(state State) Mandate { m := free; m.State = state; return m }
	tests := []struct {
		name    string
		mandate Mandate
		matter  string
		units   []string
		at      time.Time
		want    bool
	}{
		{"in force", free, "events", nil, during, true},
		{"at its beginning", free, "events", nil, from, true},
		{"not yet", free, "events", nil, from.Add(-time.Nanosecond), false},
		{"at its end", free, "events", nil, to, false},
		{"just before its end", free, "events", nil, to.Add(-time.Nanosecond), true},
		{"over for a second", free, "events", nil, to.Add(time.Second), false},
		{"another matter", free, "property", nil, during, false},
		{"everything", wide, "property", nil, during, true},
		{"asked about everything with a mandate for one matter", free, All, nil, during, false},
		{"no limit, a unit", free, "events", []string{unitA}, during, true},
		{"inside the limit", limited, "events", []string{unitA}, during, true},
		{"another unit", limited, "events", []string{unitB}, during, false},
		{"one inside, one outside", limited, "events", []string{unitA, unitB}, during, false},
		{"a limit, and no unit named", limited, "events", nil, during, false},
		{"asked for", with(Requested), "events", nil, during, false},
		{"refused", with(Refused), "events", nil, during, false},
		{"taken back", with(Revoked), "events", nil, during, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.mandate.Covers(test.matter, test.units, test.at); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
		})
	}
}

func TestTermsAreValidated(t *testing.T) {
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	sound := Terms{Matter: "events", From: now, To: now.Add(time.Hour)}
	tests := []struct {
		name   string
		change func(*Terms)
		want   string
	}{
		{"sound", func(*Terms) {}, ""},
		{"everything wrong", func(t *Terms) {
			*t = Terms{Matter: "x", PropertyUnits: []string{"91-1-1-3"}, Note: strings.Repeat("ä", 201)}
		},
			"/matter: invalid_value; /property_units: not_property_unit; /valid_from: required; /valid_to: required; /note: too_long"},
		{"ends before it begins", func(t *Terms) { t.To = t.From }, "/valid_to: not_after_start"},
		{"over already", func(t *Terms) { t.From, t.To = now.Add(-2*time.Hour), now }, "/valid_to: past"},
		{"too long", func(t *Terms) { t.To = now.AddDate(6, 0, 0) }, "/valid_to: out_of_range"},
		{"too many units", func(t *Terms) { t.PropertyUnits = make([]string, 101) }, "/property_units: too_many_items"},
		{"digits of another script", func(t *Terms) { t.PropertyUnits = []string{"٠٩١٠٠١٠٠٠١٠٠٠٣"} }, "/property_units: not_property_unit"},
		{"the longest note", func(t *Terms) { t.Note = strings.Repeat("ä", 200) }, ""},
		{"a note with NUL", func(t *Terms) { t.Note = "a\x00b" }, "/note: invalid_value"},
		{"a note of several lines", func(t *Terms) { t.Note = "a\nb" }, "/note: invalid_value"},
		{"a note that turns around", func(t *Terms) { t.Note = "a\u202eb" }, "/note: invalid_value"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			terms := sound
			test.change(&terms)
			var found faults.Faults
			errors.As(terms.Validate(now), &found)
			if found.Error() != test.want {
				t.Errorf("got %s, want %s", found, test.want)
			}
		})
	}
}

func hasFault(err error, pointer, code string) bool {
	var found faults.Faults
	return errors.As(err, &found) && len(found) == 1 && found[0].Pointer == pointer && found[0].Code == code
}

// TestLongListsOfUnits holds that a list is refused by its length, before it is sorted or read.
func TestLongListsOfUnits(t *testing.T) {
	s := Store{now: time.Now}
	terms := Terms{Matter: "events", From: time.Now(), To: time.Now().Add(time.Hour), PropertyUnits: make([]string, mostUnits+1)}
	if err := s.sound(nil, terms); !hasFault(err, "/property_units", "too_many_items") {
		t.Errorf("got %v", err)
	}
	for i := range terms.PropertyUnits {
		terms.PropertyUnits[i] = unitA
	}
	if terms.PropertyUnits = terms.PropertyUnits[1:]; s.sound(nil, terms) != nil || len(terms.Clean().PropertyUnits) != 1 {
		t.Errorf("the same one %d times: got %v", mostUnits, s.sound(nil, terms))
	}
}
