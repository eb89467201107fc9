package mandates

import (
	"errors"
	"strings"
	"testing"
	"time"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/identity/parties"
	"lupakartta/identity/valtuudet"
	"lupakartta/identity/valtuudet/standin"
)

// represent has the mother act for an organisation in those roles; with none she may not.
func (w *world) represent(roles []string) {
	delegate := standin.Delegate{NationalID: motherCode}
	if len(roles) > 0 {
		delegate.Organisations = []standin.Organisation{{BusinessID: string(company), Name: "Esimerkki Oy", Roles: roles}, {BusinessID: string(otherCompany), Name: "Toinen Oy", Roles: roles}}
	}
	w.standin.Replace([]standin.Delegate{delegate})
}

// care has the agent act for the mother in those themes.
func (w *world) care(roles ...string) {
	w.standin.Replace([]standin.Delegate{{NationalID: agentCode, Persons: []standin.Person{{NationalID: motherCode, Name: "Aino Esimerkki", Roles: roles}}}})
}

// actingFor is the actor after choosing the principal here.
func (w *world) actingFor(actor identity.Actor, principal Principal) identity.Actor {
	w.t.Helper()
	acting, err := w.rights.Use(w.t.Context(), Question{Actor: actor, Source: principal.Source, Principal: principal.Party}, "act-for")
	if err != nil {
		w.t.Fatal(err)
	}
	actor.Acting = &acting
	return actor
}

func (w *world) submit(actor identity.Actor, matter string) error {
	w.t.Helper()
	q, ok := About(actor, matter, nil, w.now)
	if !ok {
		w.t.Fatal("they act for themselves")
	}
	_, err := w.rights.Use(w.t.Context(), q, "change-profile")
	return err
}

func TestSuomiFiForAPerson(t *testing.T) {
	for _, rest := range []string{"rest-key", ""} {
		w := newWorld(t)
		w.connect(rest)
		p := w.people()
		w.care(permitsTheme)
		choice := w.choose(p.agent, identity.Person, "0")
		if choice.ReturnTo != "/fi/oma" || len(choice.Principals) != 1 || choice.Principals[0].Party != p.mother.Person {
			t.Fatalf("got %+v", choice)
		}
		agent := w.actingFor(p.agent, choice.Principals[0])
		if agent.Acting.Kind != identity.Person || len(agent.Acting.Matters) != 1 || agent.Acting.Name != "Aino Esimerkki" {
			t.Errorf("acting: got %+v", agent.Acting)
		}
		if err := w.submit(agent, "permits_and_notices"); err != nil {
			t.Errorf("what it is for: got %v", err)
		}
		if err := w.submit(agent, "events"); !errors.Is(err, ErrNoRight) {
			t.Errorf("DISALLOWED: got %v", err)
		}
		if err := w.submit(agent, "supervision"); !errors.Is(err, ErrNoRight) {
			t.Errorf("a matter without a theme: got %v", err)
		}
		w.now = w.now.Add(standin.TokenLife)
		want := map[string]error{"rest-key": nil, "": ErrChooseAgain}[rest]
		if err := w.submit(agent, "permits_and_notices"); !errors.Is(err, want) {
			t.Errorf("REST key %q, after the token's end: got %v, want %v", rest, err, want)
		}
		w.care()
		if err := w.submit(agent, "permits_and_notices"); err == nil {
			t.Errorf("REST key %q: allowed after it was taken back", rest)
		}
	}
}

func TestSuomiFiForAMinor(t *testing.T) {
	w := newWorld(t)
	agent := w.signIn(agentCode, "Kalle", "Konsultti", false)
	w.care(valtuudet.RoleAll)
	choice := w.choose(agent, identity.Person, "0")
	acting := w.actingFor(agent, choice.Principals[0])
	if acting.Acting.Matters != nil {
		t.Errorf("custody is a right to everything: got %v", acting.Acting.Matters)
	}
	if err := w.submit(acting, "events"); err != nil {
		t.Errorf("got %v", err)
	}
	// Who was only acted for is nobody whom others could name.
	other := w.signIn("", "Outi", "Outo", false)
	if _, err := w.store.Request(t.Context(), other, Named{NationalID: national(t, motherCode), FamilyName: "Esimerkki"}, w.terms()); !errors.Is(err, ErrNobody) {
		t.Errorf("naming the minor: got %v", err)
	}
	// Later they sign in themselves, and are the same party.
	if minor := w.signIn(motherCode, "Aino", "Esimerkki", false); minor.Person != choice.Principals[0].Party {
		t.Errorf("signed in as %s, was acted for as %s", minor.Person, choice.Principals[0].Party)
	}
}

func TestSuomiFiForOrganisations(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	w.represent([]string{"NIMKO"})
	choice := w.choose(p.mother, identity.Organisation, "all")
	if len(choice.Principals) != 2 {
		t.Fatalf("got %+v", choice)
	}
	mother := w.actingFor(p.mother, choice.Principals[1])
	if !Represents(mother) || mother.Acting.Name != "Toinen Oy" {
		t.Errorf("got %+v", mother.Acting)
	}
	if err := w.submit(mother, "supervision"); err != nil {
		t.Errorf("a right from the register: got %v", err)
	}
	if _, err := w.rights.Give(t.Context(), mother, w.agentNamed(), w.terms()); err != nil {
		t.Errorf("giving for the organisation: got %v", err)
	}
	w.represent([]string{eventsTheme})
	if err := w.submit(mother, "events"); err != nil {
		t.Errorf("a theme: got %v", err)
	}
	if err := w.submit(mother, "supervision"); !errors.Is(err, ErrNoRight) {
		t.Errorf("another matter: got %v", err)
	}
	if _, err := w.rights.Give(t.Context(), mother, w.agentNamed(), w.terms()); !errors.Is(err, identity.ErrForbidden) {
		t.Errorf("giving on a right to one matter: got %v", err)
	}
	w.now = w.now.Add(standin.TokenLife)
	if err := w.rights.Still(t.Context(), mother); err != nil {
		t.Errorf("still, for reading: got %v", err)
	}
	elsewhere := mother
	elsewhere.Session = p.agent.Session
	if err := w.rights.Still(t.Context(), elsewhere); !errors.Is(err, ErrNoRight) {
		t.Errorf("still, in another session: got %v", err)
	}
	if err := w.submit(mother, "events"); !errors.Is(err, ErrChooseAgain) {
		t.Errorf("after the token's end: got %v", err)
	}
	if principals, err := w.rights.Principals(t.Context(), p.mother); err != nil || len(principals) != 0 {
		t.Errorf("principals after the token's end: got %+v, %v", principals, err)
	}
}

// TestSuomiFiDown holds that nothing is allowed when the source says nothing.
func TestSuomiFiDown(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	w.care(permitsTheme)
	agent := w.actingFor(p.agent, w.choose(p.agent, identity.Person, "0").Principals[0])
	w.server.Close()
	err := w.submit(agent, "permits_and_notices")
	if !errors.Is(err, ErrUnavailable) {
		t.Errorf("got %v", err)
	}
	if strings.Contains(err.Error(), motherCode) || strings.Contains(err.Error(), agentCode) {
		t.Error("the error holds an identity code")
	}
	if _, err := w.suomifi.Begin(t.Context(), p.agent, Beginning{Kind: identity.Person, ReturnTo: "/", Callback: callback, Language: "fi"}); !errors.Is(err, ErrUnavailable) {
		t.Errorf("beginning: got %v", err)
	}
	uses, err := audit.UsesFor(t.Context(), w.pool, p.mother.Person, audit.Page{Limit: 1})
	if err != nil || len(uses) != 1 || uses[0].Kind != audit.Refused || uses[0].Detail["reason"] != "unavailable" {
		t.Errorf("the log: got %+v, %v", uses, err)
	}
}

func TestSuomiFiRefusesAnotherTime(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	w.theirs = 6 * time.Minute
	if _, err := w.suomifi.Begin(t.Context(), p.agent, Beginning{Kind: identity.Person, ReturnTo: "/", Callback: callback, Language: "fi"}); !errors.Is(err, ErrUnavailable) {
		t.Errorf("clocks 6 minutes apart: got %v", err)
	}
}

func TestChoosingCountsOnceAndForOneSession(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	w.care(permitsTheme)
	begin := func() string {
		t.Helper()
		address, err := w.suomifi.Begin(t.Context(), p.agent, Beginning{Kind: identity.Person, ReturnTo: "/", Callback: callback, Language: "fi"})
		if err != nil {
			t.Fatal(err)
		}
		return address
	}
	old := w.press(begin(), "0")
	values := w.press(begin(), "0")
	finish := func(actor identity.Actor, state, code string) error {
		_, err := w.suomifi.Finish(t.Context(), actor, state, code, callback)
		return err
	}
	if err := finish(p.agent, old.Get("state"), old.Get("code")); !errors.Is(err, ErrNotFound) {
		t.Errorf("one begun before another: got %v", err)
	}
	if err := finish(p.stranger, values.Get("state"), values.Get("code")); !errors.Is(err, ErrNotFound) {
		t.Errorf("in another's session: got %v", err)
	}
	if err := finish(p.agent, "guessed", values.Get("code")); !errors.Is(err, ErrNotFound) {
		t.Errorf("another state: got %v", err)
	}
	if err := finish(p.agent, values.Get("state"), values.Get("code")); err != nil {
		t.Errorf("as it should be: got %v", err)
	}
	if err := finish(p.agent, values.Get("state"), values.Get("code")); !errors.Is(err, ErrNotFound) {
		t.Errorf("for the second time: got %v", err)
	}
	late := w.press(begin(), "0")
	w.now = w.now.Add(choosing)
	if err := finish(p.agent, late.Get("state"), late.Get("code")); !errors.Is(err, ErrNotFound) {
		t.Errorf("too late: got %v", err)
	}
}

func TestChoosingNobody(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	w.care(permitsTheme)
	if choice := w.choose(p.agent, identity.Person, ""); choice.ReturnTo != "/fi/oma" || len(choice.Principals) != 0 {
		t.Errorf("got %+v", choice)
	}
	if principals, err := w.rights.Principals(t.Context(), p.agent); err != nil || len(principals) != 0 {
		t.Errorf("got %+v, %v", principals, err)
	}
	begin := Beginning{Kind: identity.Person, ReturnTo: "/", Callback: callback, Language: "fi"}
	if _, err := w.suomifi.Begin(t.Context(), p.stranger, begin); !errors.Is(err, ErrNoIdentityCode) {
		t.Errorf("somebody without an identity code: got %v", err)
	}
	machine := p.agent
	machine.Session = [16]byte{}
	if _, err := w.suomifi.Begin(t.Context(), machine, begin); !errors.Is(err, identity.ErrForbidden) {
		t.Errorf("a machine: got %v", err)
	}
}

// TestNothingIsKeptInTheClear looks for what Suomi.fi gave in the table.
func TestNothingIsKeptInTheClear(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	w.care(permitsTheme)
	w.choose(p.agent, identity.Person, "0")
	var session, token string
	if err := w.pool.QueryRow(t.Context(), `select web_session, token from personal.suomifi_choices`).Scan(&session, &token); err != nil {
		t.Fatal(err)
	}
	for purpose, text := range map[string]string{purposeSession: session, purposeToken: token} {
		if clear, err := w.ring.Decrypt(purpose, text); err != nil || clear == "" {
			t.Errorf("%s: got %q, %v", purpose, clear, err)
		}
		if _, err := w.ring.Decrypt(parties.Purpose, text); err == nil {
			t.Errorf("%s can be read for another purpose", purpose)
		}
	}
	if _, err := w.pool.Exec(t.Context(), `delete from personal.sessions where id = $1`, p.agent.Session); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := w.pool.QueryRow(t.Context(), `select count(*) from personal.suomifi_choices`).Scan(&left); err != nil || left != 0 {
		t.Errorf("after the session's end %d choices are left, %v", left, err)
	}
}
