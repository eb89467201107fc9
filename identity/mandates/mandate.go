package mandates

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"lupakartta/internal/faults"
)

// State is how far a mandate has come. That its time is over is no state: Covers tells.
type State string

// States.
const (
	Requested State = "requested" // the receiver asks for it
	Given     State = "given"
	Refused   State = "refused" // the giver did not give what was asked for
	Revoked   State = "revoked" // taken back, given up, or the request withdrawn
)

// Limits of a mandate.
const (
	mostUnits   = 100
	longestNote = 200 // characters: a reason, and no letter to somebody who has not asked for one
	// longestLife is our own rule: the law knows no limit, but a right that nobody looks at for longer is forgotten.
	longestLife = 5 * 366 * 24 * time.Hour
	// mostOpen are mandates requested or given, of one receiver: more is no person at work.
	mostOpen = 500
)

// Mandate is a right to act for another (valtuus) that was given here.
type Mandate struct {
	ID            uuid.UUID
	Giver         Side
	Receiver      Side
	Matter        string
	PropertyUnits []string // 14 digits each; empty: no limit
	State         State
	Note          string
	From          time.Time
	To            time.Time // the moment from which it holds no more
	CreatedAt     time.Time
	ChangedAt     time.Time
}

// Side is the giver or the receiver as the other one sees them: nothing but a name. Of every person that is the family
// name, which whoever named them had to know: if it were so of some alone, it would tell that they are under turvakielto.
type Side struct {
	ID   uuid.UUID
	Kind string // identity.Person or identity.Organisation
	Name string
}

// Holds tells whether the mandate is in force at that moment: from its beginning, up to its end and not at it.
func (m Mandate) Holds(at time.Time) bool {
	return m.State == Given && !at.Before(m.From) && at.Before(m.To)
}

// Covers tells whether the mandate is in force and wide enough: for the matter, and, when it is limited to property
// units, for something that lies in units which are all among them. What names no unit is not inside a limit.
func (m Mandate) Covers(matter string, units []string, at time.Time) bool {
	outside := func(unit string) bool { return !slices.Contains(m.PropertyUnits, unit) }
	switch {
	case !m.Holds(at):
		return false
	case m.Matter != All && m.Matter != matter:
		return false
	case len(m.PropertyUnits) == 0:
		return true
	}
	return len(units) > 0 && !slices.ContainsFunc(units, outside)
}

// Terms are what a mandate is to be: everything but who.
type Terms struct {
	Matter        string
	PropertyUnits []string // 14 digits each; empty: no limit
	From          time.Time
	To            time.Time
	Note          string
}

var unitForm = regexp.MustCompile(`^[0-9]{14}$`)

// Clean is the terms without needless white space and repetitions, and with times as the database keeps them.
func (t Terms) Clean() Terms {
	t.Note = strings.TrimSpace(t.Note)
	units := slices.Clone(t.PropertyUnits)
	slices.Sort(units)
	t.PropertyUnits = append([]string{}, slices.Compact(units)...)
	t.From, t.To = t.From.UTC().Truncate(time.Microsecond), t.To.UTC().Truncate(time.Microsecond)
	return t
}

// Validate tells every fault at once.
func (t Terms) Validate(now time.Time) error {
	var found faults.Faults
	found.When(!IsMatter(t.Matter), "/matter", "invalid_value")
	if len(t.PropertyUnits) > mostUnits {
		return append(found, faults.Fault{Pointer: "/property_units", Code: "too_many_items", Values: map[string]any{"value": mostUnits}})
	}
	found.When(slices.ContainsFunc(t.PropertyUnits, func(unit string) bool { return !unitForm.MatchString(unit) }), "/property_units", "not_property_unit")
	found.When(t.From.IsZero(), "/valid_from", "required")
	switch {
	case t.To.IsZero():
		found.Add("/valid_to", "required")
	case !t.To.After(t.From):
		found.Add("/valid_to", "not_after_start")
	case !t.To.After(now):
		found.Add("/valid_to", "past")
	case t.To.Sub(t.From) > longestLife, t.To.Sub(now) > 2*longestLife:
		found.Add("/valid_to", "out_of_range")
	}
	found.TooLong(t.Note, longestNote, "/note")
	found.When(strings.ContainsFunc(t.Note, isHidden) || !utf8.ValidString(t.Note), "/note", "invalid_value")
	return found.OrNil()
}

// isHidden tells whether a character only steers: NUL, line breaks, and what turns the direction of the text around.
func isHidden(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }
