package mandates

import (
	"errors"
	"testing"
	"time"

	"lupakartta/identity"
	"lupakartta/identity/audit"
)

// organisation has the mother represent it.
func (w *world) organisation(p people) identity.Actor {
	w.t.Helper()
	w.represent([]string{"NIMKO"})
	return w.actingFor(p.mother, w.choose(p.mother, identity.Organisation, "0").Principals[0])
}

// TestReadingForAnOrganisation holds that it is logged, and ends.
func TestReadingForAnOrganisation(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	mother := w.organisation(p)
	read := func() error {
		_, lists := w.rights.List(t.Context(), mother)
		_, uses := w.rights.Uses(t.Context(), mother, audit.Page{Limit: 10})
		if errors.Is(lists, ErrChooseAgain) != errors.Is(uses, ErrChooseAgain) {
			t.Errorf("lists: got %v, uses: got %v", lists, uses)
		}
		return errors.Join(lists, uses)
	}
	w.now = w.now.Add(readable - time.Second)
	if err := read(); err != nil {
		t.Errorf("within an hour: got %v", err)
	}
	about, err := audit.About(t.Context(), w.pool, mother.Party(), audit.Page{Limit: 2})
	if err != nil || len(about) != 2 || about[0].Operation != "list-mandate-uses" || about[1].Operation != "list-mandates" {
		t.Fatalf("the log: got %+v, %v", about, err)
	}
	if about[0].Kind != audit.Read || about[0].Actor != p.mother.Person || about[0].For != mother.Party() {
		t.Errorf("the log: got %+v", about[0])
	}
	w.now = w.now.Add(time.Second)
	if err := read(); !errors.Is(err, ErrChooseAgain) {
		t.Errorf("an hour later: got %v", err)
	}
	if err := w.rights.Still(t.Context(), mother); !errors.Is(err, ErrChooseAgain) {
		t.Errorf("still: got %v", err)
	}
	if _, err := w.rights.List(t.Context(), p.mother); err != nil {
		t.Errorf("their own: got %v", err)
	}
}

func TestCurrent(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	m := w.given(p, w.terms())
	agent := w.actingFor(p.agent, Principal{Party: p.mother.Person, Source: SourceKept})
	for name, actor := range map[string]identity.Actor{"kept": agent, "Suomi.fi": w.organisation(p)} {
		if acting, err := w.rights.Current(t.Context(), actor); err != nil || acting.Party != actor.Acting.Party || acting.Name != actor.Acting.Name {
			t.Errorf("%s: got %+v, %v", name, acting, err)
		}
	}
	if acting, err := w.rights.Current(t.Context(), p.agent); acting != nil || err != nil {
		t.Errorf("for themselves: got %+v, %v", acting, err)
	}
	if _, err := w.rights.Revoke(t.Context(), p.mother, m.ID); err != nil {
		t.Fatal(err)
	}
	if acting, err := w.rights.Current(t.Context(), agent); acting != nil || !errors.Is(err, ErrNoRight) {
		t.Errorf("taken back: got %+v, %v", acting, err)
	}
}

// TestNamesOfPrincipalsUnderTurvakielto holds that neither Suomi.fi's name for them nor one from before is told.
func TestNamesOfPrincipalsUnderTurvakielto(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	w.given(p, w.terms())
	w.care(permitsTheme)
	before := w.choose(p.agent, identity.Person, "0").Principals[0]
	actors := map[string]identity.Actor{"kept": w.actingFor(p.agent, Principal{Party: p.mother.Person, Source: SourceKept}), "Suomi.fi": w.actingFor(p.agent, before)}
	if name := actors["Suomi.fi"].Acting.Name; name != "Aino Esimerkki" {
		t.Fatalf("before: got %q", name)
	}
	w.signIn(motherCode, "Aino", "Esimerkki", true)
	for name, actor := range actors {
		if acting, err := w.rights.Current(t.Context(), actor); err != nil || acting.Name != "Esimerkki" {
			t.Errorf("%s, chosen before: got %+v, %v", name, acting, err)
		}
		if acting := w.actingFor(p.agent, Principal{Party: p.mother.Person, Source: actor.Acting.Source}).Acting; acting.Name != "Esimerkki" {
			t.Errorf("%s, chosen now: got %+v", name, acting)
		}
	}
	principals, err := w.rights.Principals(t.Context(), p.agent)
	if err != nil || len(principals) != 2 || principals[0].Name != "Esimerkki" || principals[1].Name != "Esimerkki" {
		t.Errorf("principals: got %+v, %v", principals, err)
	}
	if again := w.choose(p.agent, identity.Person, "0").Principals[0]; again.Name != "Esimerkki" {
		t.Errorf("chosen anew: got %+v", again)
	}
}

// TestPrincipalsWithoutSuomiFi has what was chosen there be unreadable.
func TestPrincipalsWithoutSuomiFi(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	w.given(p, w.terms())
	w.care(permitsTheme)
	w.choose(p.agent, identity.Person, "0")
	if _, err := w.pool.Exec(t.Context(), `update personal.suomifi_choices set token = 'x'`); err != nil {
		t.Fatal(err)
	}
	principals, err := w.rights.Principals(t.Context(), p.agent)
	if !errors.Is(err, ErrUnavailable) || len(principals) != 1 || principals[0].Source != SourceKept {
		t.Errorf("got %+v, %v", principals, err)
	}
}
