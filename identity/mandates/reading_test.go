package mandates

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

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

// TestNamesOfPrincipals holds that turvakielto changes none of them: by a mandate given here every person is named by the
// family name, by a choice at Suomi.fi as Suomi.fi did.
func TestNamesOfPrincipals(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	w.given(p, w.terms())
	w.care(permitsTheme)
	want := map[string]string{SourceKept: "Esimerkki", SourceSuomiFi: "Aino Esimerkki"}
	chosen := w.choose(p.agent, identity.Person, "0").Principals[0]
	before := map[string]identity.Actor{SourceKept: w.actingFor(p.agent, Principal{Party: p.mother.Person, Source: SourceKept}), SourceSuomiFi: w.actingFor(p.agent, chosen)}
	check := func(when string) {
		t.Helper()
		for source, name := range want {
			if acting, err := w.rights.Current(t.Context(), before[source]); err != nil || acting.Name != name {
				t.Errorf("%s, %s, chosen before: got %+v, %v", when, source, acting, err)
			}
			if acting := w.actingFor(p.agent, Principal{Party: p.mother.Person, Source: source}).Acting; acting.Name != name {
				t.Errorf("%s, %s, chosen now: got %+v", when, source, acting)
			}
		}
		principals, err := w.rights.Principals(t.Context(), p.agent)
		if err != nil || len(principals) != 2 || principals[0].Name != want[principals[0].Source] || principals[1].Name != want[principals[1].Source] {
			t.Errorf("%s: principals: got %+v, %v", when, principals, err)
		}
		if again := w.choose(p.agent, identity.Person, "0").Principals[0]; again.Name != want[SourceSuomiFi] {
			t.Errorf("%s: chosen anew: got %+v", when, again)
		}
	}
	check("not protected")
	w.signIn(motherCode, "Aino", "Esimerkki", true)
	check("protected")
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

// reads are the readings that a person is told of, the oldest first, as operation and reader.
func (w *world) reads(of uuid.UUID) (list []string, by uuid.UUID) {
	w.t.Helper()
	about, err := audit.About(w.t.Context(), w.pool, of, audit.Page{Limit: 100})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, r := range slices.Backward(about) {
		if r.Kind == audit.Read {
			list, by = append(list, string(r.Operation)), r.Actor
		}
	}
	return list, by
}

// TestReadingOthersNames holds that each reading of a list that names others is one entry about all of them, about
// nobody else, and by nobody's right.
func TestReadingOthersNames(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	everything := func(actor identity.Actor) {
		t.Helper()
		_, lists := w.rights.List(t.Context(), actor)
		_, uses := w.rights.Uses(t.Context(), actor, audit.Page{Limit: 10})
		_, principals := w.rights.Principals(t.Context(), actor)
		if err := errors.Join(lists, uses, principals); err != nil {
			t.Fatal(err)
		}
	}
	everything(p.agent)
	w.given(p, w.terms())
	w.given(p, w.terms())
	everything(p.stranger)
	everything(w.actingFor(p.agent, Principal{Party: p.mother.Person, Source: SourceKept}))
	everything(p.mother)
	if reads, by := w.reads(p.mother.Person); !slices.Equal(reads, []string{"list-mandates", "list-principals"}) || by != p.agent.Person {
		t.Errorf("the giver is told of %v", reads)
	}
	if reads, by := w.reads(p.agent.Person); !slices.Equal(reads, []string{"list-mandates", "list-mandate-uses"}) || by != p.mother.Person {
		t.Errorf("the receiver is told of %v", reads)
	}
	var entries, acting int
	if err := w.pool.QueryRow(t.Context(), `select count(*), count(acting_for) from audit.entries where kind = 'read'`).Scan(&entries, &acting); err != nil || entries != 4 || acting != 0 {
		t.Errorf("%d entries, %d of them for another, %v; want 4 and 0", entries, acting, err)
	}
}

// TestReadingUsesIsLoggedByPage holds that nobody is told of a page on which they were not.
func TestReadingUsesIsLoggedByPage(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	w.given(p, w.terms())
	w.actingFor(p.agent, Principal{Party: p.mother.Person, Source: SourceKept})
	if records, err := w.rights.Uses(t.Context(), p.mother, audit.Page{Limit: 0}); err != nil || len(records) != 1 {
		t.Errorf("got %+v, %v", records, err)
	}
	if reads, _ := w.reads(p.agent.Person); len(reads) != 0 {
		t.Errorf("the receiver is told of %v", reads)
	}
}
