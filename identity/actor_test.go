package identity

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
)

// What is kept from everybody is seen by the side that it belongs to, as far as the right to act reaches, and by those who handle cases.
func TestAudience(t *testing.T) {
	person, firm, office := uuid.New(), uuid.New(), uuid.New()
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	holding := func(role Role) Actor {
		return Actor{Person: person, Offices: []Office{{Authority: office, Role: role, From: "2020-01-01"}}}
	}
	acting := func(matters ...string) Actor {
		return Actor{Person: person, Acting: &Acting{Party: firm, Matters: matters}}
	}
	own, atOffice := "party:"+person.String(), "authority:"+office.String()
	for name, test := range map[string]struct {
		actor Actor
		want  []string
	}{
		"nobody known":        {Actor{}, []string{Everybody}},
		"a token":             {Actor{Person: person, Token: uuid.New()}, []string{Everybody}},
		"a person":            {Actor{Person: person}, []string{Everybody, own}},
		"a handler":           {holding(Handler), []string{Everybody, own, atOffice}},
		"an administrator":    {holding(Administrator), []string{Everybody, own}},
		"for another":         {acting(), []string{Everybody, "party:" + firm.String()}},
		"for another, events": {acting("events", "property"), []string{Everybody, "party:" + firm.String() + ":events", "party:" + firm.String() + ":property"}},
	} {
		if got := test.actor.Audience(now); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}
