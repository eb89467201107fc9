package authorities

import (
	"regexp"
	"slices"
	"time"

	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
)

// Hours are when an authority serves people, in Finnish local time. Public holidays are exceptions like any other
// day: the authority says so itself.
type Hours struct {
	Weekly     []OpenHours `json:"weekly,omitempty"`
	Exceptions []Exception `json:"exceptions,omitempty"`
}

// OpenHours are one stretch of a weekday; a day with a lunch break has two.
type OpenHours struct {
	Weekday int       `json:"weekday"` // 1 Monday to 7 Sunday (ISO 8601)
	From    string    `json:"from"`    // HH:MM
	To      string    `json:"to"`      // HH:MM, not itself open; 24:00 is midnight
	Note    i18n.Text `json:"note,omitzero"`
}

// Exception is what holds on one day instead of the weekday's hours. Without times it is closed.
type Exception struct {
	Date string    `json:"date"` // YYYY-MM-DD
	From string    `json:"from,omitempty"`
	To   string    `json:"to,omitempty"`
	Note i18n.Text `json:"note,omitzero"`
}

// most stretches and exceptions that hours may have.
const mostHours, mostExceptions = 28, 100

var clock = regexp.MustCompile(`^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$`)

// helsinki is where the clocks hang.
var helsinki = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		panic(err) // the zones are linked in
	}
	return zone
}()

// Known tells whether any hours were given: without them nobody knows whether it is open.
func (h Hours) Known() bool { return len(h.Weekly)+len(h.Exceptions) > 0 }

// OpenAt tells whether it is open at that moment. The clock on the wall decides, so the hours are the same on both
// sides of a change to summer time.
func (h Hours) OpenAt(moment time.Time) bool {
	local := moment.In(helsinki)
	day, at := local.Format(time.DateOnly), local.Format("15:04")
	special := false
	for _, e := range h.Exceptions {
		if e.Date == day {
			special = true
			if e.From != "" && e.From <= at && at < e.To {
				return true
			}
		}
	}
	if special {
		return false
	}
	weekday := (int(local.Weekday())+6)%7 + 1
	for _, o := range h.Weekly {
		if o.Weekday == weekday && o.From <= at && at < o.To {
			return true
		}
	}
	return false
}

// validate does not look into a list that is too long.
func (h Hours) validate(found *faults.Faults, at string) {
	if !tooMany(found, at+"/weekly", len(h.Weekly), mostHours) {
		h.validateWeekly(found, at+"/weekly")
	}
	if !tooMany(found, at+"/exceptions", len(h.Exceptions), mostExceptions) {
		h.validateExceptions(found, at+"/exceptions")
	}
}

func (h Hours) validateWeekly(found *faults.Faults, at string) {
	for i, o := range h.Weekly {
		here := item(at, i)
		found.When(o.Weekday < 1 || o.Weekday > 7, here+"/weekday", "invalid_value")
		validateStretch(found, here, o.From, o.To)
		validateNote(found, here+"/note", o.Note)
		found.When(slices.ContainsFunc(h.Weekly[:i], func(other OpenHours) bool {
			return other.Weekday == o.Weekday && overlap(other.From, other.To, o.From, o.To)
		}), here, "hours_overlap")
	}
}

func (h Hours) validateExceptions(found *faults.Faults, at string) {
	for i, e := range h.Exceptions {
		here := item(at, i)
		found.When(!IsDay(e.Date), here+"/date", "not_date")
		if e.From != "" || e.To != "" {
			validateStretch(found, here, e.From, e.To)
		}
		validateNote(found, here+"/note", e.Note)
		found.When(slices.ContainsFunc(h.Exceptions[:i], func(other Exception) bool {
			return other.Date == e.Date && (e.From == "" || other.From == "" || overlap(other.From, other.To, e.From, e.To))
		}), here, "hours_overlap")
	}
}

// tooMany tells whether a list is too long, and reports it.
func tooMany(found *faults.Faults, at string, count, most int) bool {
	if count > most {
		*found = append(*found, faults.Fault{Pointer: at, Code: "too_many_items", Values: map[string]any{"value": most}})
	}
	return count > most
}

// validateStretch wants a stretch within one day.
func validateStretch(found *faults.Faults, at, from, to string) {
	found.When(!clock.MatchString(from) || from == "24:00", at+"/from", "not_clock")
	found.When(!clock.MatchString(to), at+"/to", "not_clock")
	found.When(clock.MatchString(from) && clock.MatchString(to) && to <= from, at+"/to", "ends_before_it_begins")
}

func overlap(from, to, otherFrom, otherTo string) bool { return from < otherTo && otherFrom < to }
