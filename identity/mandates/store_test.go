package mandates

import (
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/identity/parties"
	"lupakartta/internal/faults"
)

func TestGiving(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	terms := w.terms()
	terms.PropertyUnits = []string{unitB, unitA, unitB}
	m := w.given(p, terms)
	if m.State != Given || m.Giver.ID != p.mother.Person || m.Receiver.ID != p.agent.Person || m.Receiver.Name != "Konsultti" || len(m.PropertyUnits) != 2 {
		t.Errorf("got %+v", m)
	}
	lists, err := w.rights.List(t.Context(), p.agent)
	if err != nil || len(lists.Received) != 1 || len(lists.Given) != 0 || lists.Received[0].ID != m.ID {
		t.Errorf("the receiver's list: got %+v, %v", lists, err)
	}
	if lists, err = w.rights.List(t.Context(), p.mother); err != nil || len(lists.Given) != 1 || len(lists.Received) != 0 {
		t.Errorf("the giver's list: got %+v, %v", lists, err)
	}
	about, err := audit.About(t.Context(), w.pool, p.agent.Person, audit.Page{Limit: 10})
	if err != nil || len(about) != 2 || about[0].Operation != "list-mandates" || about[1].Operation != "give-mandate" || about[1].Matter != "mandate:"+m.ID.String() {
		t.Errorf("the log: got %+v, %v", about, err)
	}
}

// TestNobodyIsFoundByGuessing holds that who is unknown and whose name is wrong are told alike.
func TestNobodyIsFoundByGuessing(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	unknown := Named{NationalID: national(t, "131052-308T"), FamilyName: "Konsultti"}
	wrong := w.agentNamed()
	wrong.FamilyName = "Konsulti"
	texts := map[string]bool{}
	for name, named := range map[string]Named{"unknown": unknown, "another name": wrong} {
		_, err := w.rights.Give(t.Context(), p.mother, named, w.terms())
		if !errors.Is(err, ErrNobody) {
			t.Errorf("giving, %s: got %v", name, err)
		}
		texts[err.Error()] = true
		if _, err = w.store.Request(t.Context(), p.mother, named, w.terms()); !errors.Is(err, ErrNobody) {
			t.Errorf("asking, %s: got %v", name, err)
		}
		texts[err.Error()] = true
	}
	if _, err := w.store.Request(t.Context(), p.mother, Named{BusinessID: company}, w.terms()); !errors.Is(err, ErrNobody) {
		t.Errorf("an organisation nobody acted for: got %v", err)
	}
	if len(texts) != 1 {
		t.Errorf("the texts differ: %v", texts)
	}
}

func TestNamingIsValidated(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	tests := []struct {
		name  string
		named Named
		want  string
	}{
		{"nobody", Named{}, "/receiver/national_id: required; /matter: invalid_value"},
		{"no name", Named{NationalID: national(t, agentCode)}, "/receiver/family_name: required; /matter: invalid_value"},
		{"an organisation as receiver", Named{BusinessID: company}, "/receiver/business_id: invalid_value; /matter: invalid_value"},
	}
	for _, test := range tests {
		terms := w.terms()
		terms.Matter = "nothing"
		_, err := w.rights.Give(t.Context(), p.mother, test.named, terms)
		var found faults.Faults
		if errors.As(err, &found); found.Error() != test.want {
			t.Errorf("%s: got %v, want %s", test.name, err, test.want)
		}
	}
	var found faults.Faults
	if _, err := w.rights.Give(t.Context(), p.agent, w.agentNamed(), w.terms()); !errors.As(err, &found) || found[0].Code != "self" {
		t.Errorf("to oneself: got %v", err)
	}
}

func TestAskingAndAnswering(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	mother := Named{NationalID: national(t, motherCode), FamilyName: "ESIMERKKI"}
	ask := func(terms Terms) Mandate {
		t.Helper()
		m, err := w.store.Request(t.Context(), p.agent, mother, terms)
		if err != nil || m.State != Requested {
			t.Fatalf("got %+v, %v", m, err)
		}
		return m
	}
	first, second, late := ask(w.terms()), ask(w.terms()), ask(Terms{Matter: "events", From: w.now, To: w.now.Add(time.Minute)})
	if _, err := w.rights.Use(t.Context(), w.question(p), "change-profile"); !errors.Is(err, ErrNoRight) {
		t.Errorf("before it is given: got %v", err)
	}
	if m, err := w.rights.Answer(t.Context(), p.mother, first.ID, true); err != nil || m.State != Given {
		t.Errorf("giving: got %+v, %v", m, err)
	}
	if _, err := w.rights.Answer(t.Context(), p.mother, first.ID, false); !errors.Is(err, ErrState) {
		t.Errorf("answering twice: got %v", err)
	}
	if m, err := w.rights.Answer(t.Context(), p.mother, second.ID, false); err != nil || m.State != Refused {
		t.Errorf("refusing: got %+v, %v", m, err)
	}
	w.now = w.now.Add(time.Minute)
	if _, err := w.rights.Answer(t.Context(), p.mother, late.ID, true); !errors.Is(err, ErrExpired) {
		t.Errorf("giving what is over: got %v", err)
	}
	if _, err := w.rights.Use(t.Context(), w.question(p), "change-profile"); err != nil {
		t.Errorf("after it was given: got %v", err)
	}
}

// TestStrangers holds that a mandate is there for its two sides only, and each may do only what is theirs.
func TestStrangers(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	m := w.given(p, w.terms())
	asked, err := w.store.Request(t.Context(), p.agent, Named{NationalID: national(t, motherCode), FamilyName: "Esimerkki"}, w.terms())
	if err != nil {
		t.Fatal(err)
	}
	if lists, err := w.rights.List(t.Context(), p.stranger); err != nil || len(lists.Given)+len(lists.Received) != 0 {
		t.Errorf("a stranger's list: got %+v, %v", lists, err)
	}
	for name, actor := range map[string]identity.Actor{"a stranger": p.stranger, "who asked": p.agent} {
		if _, err := w.rights.Answer(t.Context(), actor, asked.ID, true); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s answers: got %v", name, err)
		}
	}
	if _, err := w.rights.Revoke(t.Context(), p.stranger, m.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("a stranger takes it back: got %v", err)
	}
	q := w.question(p)
	q.Actor = p.stranger
	if _, err := w.rights.Use(t.Context(), q, "change-profile"); !errors.Is(err, ErrNoRight) {
		t.Errorf("a stranger uses it: got %v", err)
	}
}

// TestNothingIsPassedOn holds that somebody who acts by a mandate given here neither gives, answers nor sees others.
func TestNothingIsPassedOn(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	terms := w.terms()
	terms.Matter = All
	m := w.given(p, terms)
	acting, err := w.rights.Use(t.Context(), Question{Actor: p.agent, Source: SourceKept, Principal: p.mother.Person}, "act-for")
	if err != nil || acting.Matters != nil {
		t.Fatalf("got %+v, %v", acting, err)
	}
	agent := p.agent
	agent.Acting = &acting
	if _, err := w.rights.Give(t.Context(), agent, w.agentNamed(), w.terms()); !errors.Is(err, identity.ErrForbidden) {
		t.Errorf("giving on: got %v", err)
	}
	if _, err := w.rights.Answer(t.Context(), agent, m.ID, true); !errors.Is(err, identity.ErrForbidden) {
		t.Errorf("answering: got %v", err)
	}
	if lists, err := w.rights.List(t.Context(), agent); err != nil || len(lists.Given) != 0 || len(lists.Received) != 1 {
		t.Errorf("lists: got %+v, %v", lists, err)
	}
	if given, err := w.rights.Revoke(t.Context(), agent, m.ID); err != nil || given.State != Revoked {
		t.Errorf("giving it up: got %+v, %v", given, err)
	}
}

// TestNamesOfTheOtherSide holds that it sees no more of anybody than the family name, which who named them had to know,
// and that nothing tells it who is under turvakielto.
func TestNamesOfTheOtherSide(t *testing.T) {
	for name, protected := range map[string]bool{"under turvakielto": true, "not": false} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			agent, mother := w.signIn(agentCode, "Kalle", "Konsultti", protected), w.signIn(motherCode, "Aino", "Esimerkki", false)
			motherNamed := Named{NationalID: national(t, motherCode), FamilyName: "Esimerkki"}
			m, err := w.rights.Give(t.Context(), mother, w.agentNamed(), w.terms())
			if err != nil || m.Receiver.Name != "Konsultti" {
				t.Errorf("given to them: got %+v, %v", m, err)
			}
			back, err := w.rights.Give(t.Context(), agent, motherNamed, w.terms())
			if err != nil || back.Giver.Name != "Konsultti" {
				t.Errorf("given by them: got %+v, %v", back, err)
			}
			if asked, err := w.store.Request(t.Context(), agent, motherNamed, w.terms()); err != nil || asked.Receiver.Name != "Konsultti" || asked.Giver.Name != "Esimerkki" {
				t.Errorf("asked by them: got %+v, %v", asked, err)
			}
			principals, err := w.rights.Principals(t.Context(), mother)
			if err != nil || len(principals) != 1 || principals[0].Name != "Konsultti" {
				t.Errorf("as principal: got %+v, %v", principals, err)
			}
		})
	}
}

// TestOfAnOrganisation asks an organisation, which somebody with a right from a register then answers for.
func TestOfAnOrganisation(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	var id = p.mother.Person
	err := pgx.BeginFunc(t.Context(), w.pool, func(tx pgx.Tx) (err error) {
		id, err = parties.Organisation(t.Context(), tx, company, "Esimerkki Oy")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	m, err := w.store.Request(t.Context(), p.agent, Named{BusinessID: company}, w.terms())
	if err != nil || m.Giver.ID != id || m.Giver.Kind != identity.Organisation {
		t.Fatalf("got %+v, %v", m, err)
	}
	w.represent([]string{"NIMKO"})
	mother := w.actingFor(p.mother, w.choose(p.mother, identity.Organisation, "0").Principals[0])
	if lists, err := w.rights.List(t.Context(), mother); err != nil || len(lists.Given) != 1 {
		t.Errorf("the organisation's list: got %+v, %v", lists, err)
	}
	if answered, err := w.rights.Answer(t.Context(), mother, m.ID, true); err != nil || answered.State != Given {
		t.Errorf("answering: got %+v, %v", answered, err)
	}
	w.represent(nil)
	if _, err := w.rights.Revoke(t.Context(), mother, m.ID); !errors.Is(err, ErrNoRight) {
		t.Errorf("after the right was taken away: got %v", err)
	}
}
