package mandates

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"lupakartta/identity"
	"lupakartta/identity/audit"
)

func (w *world) uses(party uuid.UUID) []audit.Record {
	w.t.Helper()
	uses, err := audit.UsesFor(w.t.Context(), w.pool, party, audit.Page{Limit: 10})
	if err != nil {
		w.t.Fatal(err)
	}
	return uses
}

// TestOverForASecond holds that the giver sees that somebody tried, and why they were refused.
func TestOverForASecond(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	m := w.given(p, w.terms())
	w.now = m.To.Add(time.Second)
	_, err := w.rights.Use(t.Context(), w.question(p), "change-profile")
	if !errors.Is(err, ErrExpired) || !Logged(err) {
		t.Errorf("got %v, logged: %t", err, Logged(err))
	}
	uses := w.uses(p.mother.Person)
	if len(uses) != 1 || uses[0].Kind != audit.Refused || uses[0].Detail["reason"] != "expired" || uses[0].Actor != p.agent.Person {
		t.Errorf("the giver sees %+v", uses)
	}
}

// TestStrangersWriteToNobody holds that whoever knows the id of a party cannot write into what that party sees, not even
// by having asked for a mandate.
func TestStrangersWriteToNobody(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	try := func(name string, actor identity.Actor, source string) {
		t.Helper()
		q := w.question(p)
		q.Actor, q.Source, q.Matter = actor, source, ""
		if _, err := w.rights.Use(t.Context(), q, "act-for"); !errors.Is(err, ErrNoRight) || !Logged(err) {
			t.Errorf("%s: got %v, logged: %t", name, err, Logged(err))
		}
	}
	try("a stranger", p.stranger, SourceKept)
	try("a stranger, at Suomi.fi", p.stranger, SourceSuomiFi)
	asked, err := w.store.Request(t.Context(), p.agent, Named{NationalID: national(t, motherCode), FamilyName: "Esimerkki"}, w.terms())
	if err != nil {
		t.Fatal(err)
	}
	try("who asked", p.agent, SourceKept)
	if uses := w.uses(p.mother.Person); len(uses) != 0 {
		t.Errorf("the party sees %+v", uses)
	}
	about, err := audit.About(t.Context(), w.pool, p.mother.Person, audit.Page{Limit: 10})
	if err != nil || len(about) != 1 || about[0].Operation != "request-mandate" {
		t.Errorf("about the party: got %+v, %v", about, err)
	}
	var refused int
	if err := w.pool.QueryRow(t.Context(), `select count(*) from audit.entries where kind = 'refused' and operation = 'act-for' and acting_for is null`).Scan(&refused); err != nil || refused != 3 {
		t.Errorf("%d refusals are logged, %v; want 3", refused, err)
	}
	if _, err := w.rights.Answer(t.Context(), p.mother, asked.ID, true); err != nil {
		t.Fatal(err)
	}
	if _, err := w.rights.Revoke(t.Context(), p.mother, asked.ID); err != nil {
		t.Fatal(err)
	}
	try("whose mandate was taken back", p.agent, SourceKept)
	if uses := w.uses(p.mother.Person); len(uses) != 1 {
		t.Errorf("of somebody who had a mandate the party sees %+v", uses)
	}
}

// TestRepresenting holds that only a right to everything for an organisation is one, as the source tells it now.
func TestRepresenting(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	terms := w.terms()
	terms.Matter = All
	w.given(p, terms)
	mother := w.organisation(p)
	if actor, err := w.rights.Representing(t.Context(), mother, "change-profile"); err != nil || actor.Party() != mother.Party() {
		t.Errorf("got %+v, %v", actor.Acting, err)
	}
	if actor, err := w.rights.Representing(t.Context(), p.agent, "change-profile"); err != nil || actor.Acting != nil {
		t.Errorf("for themselves: got %+v, %v", actor.Acting, err)
	}
	agent := w.actingFor(p.agent, Principal{Party: p.mother.Person, Source: SourceKept})
	if _, err := w.rights.Representing(t.Context(), agent, "change-profile"); !errors.Is(err, identity.ErrForbidden) {
		t.Errorf("by a mandate given here: got %v", err)
	}
	w.represent([]string{eventsTheme})
	if _, err := w.rights.Representing(t.Context(), mother, "change-profile"); !errors.Is(err, identity.ErrForbidden) || !Logged(err) {
		t.Errorf("one matter is left: got %v, logged: %t", err, Logged(err))
	}
	if uses := w.uses(mother.Party()); uses[0].Kind != audit.Refused || uses[0].Detail["reason"] != "narrow" {
		t.Errorf("the log: got %+v", uses[0])
	}
}

// TestNobodyGivesThemselves what would outlive their right to represent the organisation.
func TestNobodyGivesThemselves(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	mother := w.organisation(p)
	named := Named{NationalID: national(t, motherCode), FamilyName: "Esimerkki"}
	if _, err := w.rights.Give(t.Context(), mother, named, w.terms()); !hasFault(err, "/receiver/national_id", "self") {
		t.Errorf("giving: got %v", err)
	}
	asked, err := w.store.Request(t.Context(), p.mother, Named{BusinessID: company}, w.terms())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.rights.Answer(t.Context(), mother, asked.ID, true); !hasFault(err, "/accept", "self") {
		t.Errorf("answering: got %v", err)
	}
	if _, err := w.pool.Exec(t.Context(), `update personal.mandates set state = 'given', given_by = receiver`); err == nil {
		t.Error("the table itself takes it")
	}
	if m, err := w.rights.Answer(t.Context(), mother, asked.ID, false); err != nil || m.State != Refused {
		t.Errorf("refusing: got %+v, %v", m, err)
	}
}
