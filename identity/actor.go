// Package identity says who may do what: who is asking (Actor), in which offices, for whom, and the one table of access
// rules (access.go). Its rooms keep what that needs: parties, sessions, signin, mandates, audit.
//
// What it is not: HTTP. The package api reads cookies and headers and hands an Actor down.
package identity

import (
	"net/netip"
	"slices"
	"time"
	_ "time/tzdata" // machines without time zones know Finland's too

	"github.com/google/uuid"
)

// Actor is who asks. The zero value is somebody unknown.
type Actor struct {
	Person    uuid.UUID // zero: nobody is signed in
	Name      string    // of the person
	Session   uuid.UUID // zero: no session, but a token or nobody
	Token     uuid.UUID // zero: no token
	Scopes    []string  // what the token may be used for
	Acting    *Acting   // nil: for themselves
	Offices   []Office
	In        []uuid.UUID // authorities in whose office the request was let in; none: not as an official
	Protected bool        // under turvakielto
	Address   netip.Addr  // from where
}

// SignedIn tells whether it is known who asks.
func (a Actor) SignedIn() bool { return a.Person != uuid.Nil }

// Party is for whom the actor acts: themselves, or who gave the right to it.
func (a Actor) Party() uuid.UUID {
	if a.Acting != nil {
		return a.Acting.Party
	}
	return a.Person
}

// For is the party that the actor acts for when that is another one; zero: nobody else.
func (a Actor) For() uuid.UUID {
	if a.Acting != nil {
		return a.Acting.Party
	}
	return uuid.Nil
}

// Everybody is the audience of what all may see.
const Everybody = "public"

// Audience is as whom the actor sees things whose rows name those who may: everybody, the party that the actor acts for, as far as
// their right reaches, and the authorities where they hold an office that sees cases. A token is for operations alone and sees what
// everybody does. Whether a right to act for another still holds must have been asked (mandates.Rights.Current).
func (a Actor) Audience(now time.Time) []string {
	audience := []string{Everybody}
	if !a.SignedIn() || a.Token != uuid.Nil {
		return audience
	}
	audience = append(audience, a.partyAudience()...)
	for _, authority := range a.At(now, CaseOffices...) {
		audience = append(audience, "authority:"+authority.String())
	}
	return audience
}

func (a Actor) partyAudience() (audience []string) {
	if a.Acting == nil || len(a.Acting.Matters) == 0 {
		return []string{PartyAudience(a.Party(), "")}
	}
	for _, matter := range a.Acting.Matters {
		audience = append(audience, PartyAudience(a.Party(), matter))
	}
	return audience
}

// PartyAudience is the side of a party: all of it, or those who may act for it in one matter only.
func PartyAudience(party uuid.UUID, matter string) string {
	if matter == "" {
		return "party:" + party.String()
	}
	return "party:" + party.String() + ":" + matter
}

// Acting is for whom somebody acts and by what right.
type Acting struct {
	Party   uuid.UUID `json:"party"`
	Kind    string    `json:"kind"`              // "organisation" or "person"
	Name    string    `json:"name"`              // of the party
	Source  string    `json:"source"`            // the mandate source that said so
	Mandate uuid.UUID `json:"mandate,omitzero"`  // when it is kept here
	Matters []string  `json:"matters,omitempty"` // what the right is for; empty: as the source says for each
	Checked time.Time `json:"checked"`           // when the source said so
	Until   time.Time `json:"until,omitzero"`    // when the right ends; zero: not known
}

// Kinds of parties.
const (
	Person       = "person"
	Organisation = "organisation"
)

// Office is a role at an authority.
type Office struct {
	Authority uuid.UUID `json:"authority"`
	Role      Role      `json:"role"`
	From      string    `json:"from"`         // first day, YYYY-MM-DD
	To        string    `json:"to,omitempty"` // last day; empty: until further notice
}

// Holds tells whether the office is held on that day. Days of officials are days in Finland.
func (o Office) Holds(today string) bool { return o.From <= today && (o.To == "" || today <= o.To) }

// Today is the day in Finland.
func Today(now time.Time) string { return Local(now).Format(time.DateOnly) }

// Local is the time in Finland.
func Local(at time.Time) time.Time { return at.In(finland) }

// Finland is the time zone of clocks and calendars there.
func Finland() *time.Location { return finland }

var finland = func() *time.Location {
	location, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		panic(err) // embedded
	}
	return location
}()

// At are the authorities at which the actor holds one of the roles now; without roles, any office. Whoever acts for
// another is not in office meanwhile: what they do is the other's.
func (a Actor) At(now time.Time, roles ...Role) []uuid.UUID {
	if a.Acting != nil {
		return nil
	}
	today := Today(now)
	var at []uuid.UUID
	for _, office := range a.Offices {
		if office.Holds(today) && (len(roles) == 0 || slices.Contains(roles, office.Role)) && !slices.Contains(at, office.Authority) {
			at = append(at, office.Authority)
		}
	}
	return at
}
