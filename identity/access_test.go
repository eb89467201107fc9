package identity_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"lupakartta/identity"
)

var noon = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

func person(offices ...identity.Office) identity.Actor {
	return identity.Actor{Person: uuid.Must(uuid.NewV7()), Session: uuid.Must(uuid.NewV7()), Offices: offices}
}

func TestAdmits(t *testing.T) {
	authority := uuid.Must(uuid.NewV7())
	office := func(role identity.Role, from, to string) identity.Office {
		return identity.Office{Authority: authority, Role: role, From: from, To: to}
	}
	token := person(office(identity.Administrator, "2026-01-01", ""))
	token.Session, token.Token, token.Scopes = uuid.Nil, uuid.Must(uuid.NewV7()), []string{identity.ScopeProfile}
	acting := person(office(identity.Administrator, "2026-01-01", ""))
	acting.Acting = &identity.Acting{Party: uuid.Must(uuid.NewV7())}
	for _, c := range []struct {
		name      string
		operation identity.Operation
		actor     identity.Actor
		want      error
	}{
		{"the map, by anybody", "list-layers", identity.Actor{}, nil},
		{"the map, with a token of another scope", "list-layers", token, nil},
		{"a profile, by nobody", "get-profile", identity.Actor{}, identity.ErrSignIn},
		{"a profile", "get-profile", person(), nil},
		{"a profile, with its token", "get-profile", token, nil},
		{"tokens, with a token", "make-token", token, identity.ErrScope},
		{"an authority, with a token of another scope", "change-authority", token, identity.ErrScope},
		{"officials, by a citizen", "list-officials", person(), identity.ErrForbidden},
		{"officials, by a handler", "list-officials", person(office(identity.Handler, "2026-01-01", "")), identity.ErrForbidden},
		{"officials, by an administrator", "list-officials", person(office(identity.Administrator, "2026-01-01", "2026-11-22")), nil},
		{"officials, the day after the last", "list-officials", person(office(identity.Administrator, "2026-01-01", "2026-11-21")), identity.ErrForbidden},
		{"officials, the day before the first", "list-officials", person(office(identity.Administrator, "2026-11-23", "")), identity.ErrForbidden},
		{"officials, by an administrator who acts for another", "list-officials", acting, identity.ErrActing},
		{"officials, by a citizen who acts for another", "list-officials", identity.Actor{Person: acting.Person, Acting: acting.Acting}, identity.ErrForbidden},
	} {
		t.Run(c.name, func(t *testing.T) {
			rule, ok := identity.RuleOf(c.operation)
			if !ok {
				t.Fatalf("the table has no line for %s", c.operation)
			}
			if err := rule.Admits(c.actor, noon); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

// Days of offices are days in Finland: at eleven in the evening in London it is tomorrow there.
func TestToday(t *testing.T) {
	if got := identity.Today(time.Date(2026, 6, 30, 21, 30, 0, 0, time.UTC)); got != "2026-07-01" {
		t.Errorf("got %s, want 2026-07-01", got)
	}
}

func TestTheTableIsSound(t *testing.T) {
	for _, operation := range identity.Operations() {
		rule, _ := identity.RuleOf(operation)
		if len(rule.Grants) == 0 {
			t.Errorf("%s: nobody may", operation)
		}
		for _, grant := range rule.Grants {
			if grant.Role == identity.Anyone && grant.Relation != identity.Public && grant.Relation != identity.Own && grant.Relation != identity.Machine {
				t.Errorf("%s: anybody may, to things that are %s", operation, grant.Relation)
			}
		}
	}
}

func TestInWhoseOffice(t *testing.T) {
	mine, other := uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
	actor := person(identity.Office{Authority: mine, Role: identity.Administrator, From: "2026-01-01"}, identity.Office{Authority: other, Role: identity.Handler, From: "2026-01-01"})
	rule, _ := identity.RuleOf("list-officials")
	if in := rule.In(actor, noon); len(in) != 1 || in[0] != mine {
		t.Errorf("in %v, want the one that they administer", in)
	}
	profile, _ := identity.RuleOf("get-profile")
	if in := profile.In(actor, noon); len(in) != 0 {
		t.Errorf("their own profile, in office: %v", in)
	}
}

// A token shows its owner's authority nothing that its scope does not open, where the operation itself is open to everybody.
func TestATokenOpensNoMoreThanItsScope(t *testing.T) {
	shown, ok := identity.RuleOf("list-layer-versions")
	if !ok || !shown.IsOpen() {
		t.Fatalf("the rule is %+v", shown)
	}
	actor := person(identity.Office{Authority: uuid.Must(uuid.NewV7()), Role: identity.Registrar, From: "2026-01-01"})
	if in := shown.In(actor, noon); len(in) != 1 {
		t.Errorf("signed in: %v", in)
	}
	actor.Session, actor.Token, actor.Scopes = uuid.Nil, uuid.Must(uuid.NewV7()), []string{identity.ScopeProfile}
	if in := shown.In(actor, noon); len(in) != 0 || shown.Admits(actor, noon) != nil {
		t.Errorf("by a token: %v, %v", in, shown.Admits(actor, noon))
	}
}
