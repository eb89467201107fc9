package mandates

import (
	"errors"
	"testing"
	"time"

	"lupakartta/identity"
	"lupakartta/identity/audit"
)

func TestUse(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	began := w.now
	terms := w.terms()
	terms.From, terms.PropertyUnits = began.Add(time.Minute), []string{unitA}
	m := w.given(p, terms)
	at := func(when time.Time, change func(*Question)) (identity.Acting, error) {
		w.now = when
		q := w.question(p)
		q.PropertyUnits = []string{unitA}
		change(&q)
		return w.rights.Use(t.Context(), q, "change-profile")
	}
	asIs := func(*Question) {}
	tests := []struct {
		name   string
		when   time.Time
		change func(*Question)
		want   error
	}{
		{"not yet valid", began, asIs, ErrNoRight},
		{"valid", began.Add(time.Minute), asIs, nil},
		{"another property unit", began.Add(time.Hour), func(q *Question) { q.PropertyUnits = []string{unitB} }, ErrNoRight},
		{"no property unit named", began.Add(time.Hour), func(q *Question) { q.PropertyUnits = nil }, ErrNoRight},
		{"another matter", began.Add(time.Hour), func(q *Question) { q.Matter = "events" }, ErrNoRight},
		{"no such matter", began.Add(time.Hour), func(q *Question) { q.Matter = All }, ErrNoRight},
		{"another source", began.Add(time.Hour), func(q *Question) { q.Source = SourceSuomiFi }, ErrNoRight},
		{"no such source", began.Add(time.Hour), func(q *Question) { q.Source = "" }, ErrNoRight},
		{"nobody signed in", began.Add(time.Hour), func(q *Question) { q.Actor = identity.Actor{} }, ErrNoRight},
		{"for oneself", began.Add(time.Hour), func(q *Question) { q.Principal = p.agent.Person }, ErrNoRight},
		{"a second before its end", terms.To.Add(-time.Second), asIs, nil},
		{"over for a second", terms.To.Add(time.Second), asIs, ErrExpired},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			acting, err := at(test.when, test.change)
			if !errors.Is(err, test.want) || test.want == nil && (err != nil || acting.Mandate != m.ID || acting.Party != p.mother.Person) {
				t.Errorf("got %+v, %v, want %v", acting, err, test.want)
			}
		})
	}
}

// TestTakenBackInTheMiddle has a session go on saying for whom its person acts after the mandate was taken back.
func TestTakenBackInTheMiddle(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	m := w.given(p, w.terms())
	acting, err := w.rights.Use(t.Context(), Question{Actor: p.agent, Source: SourceKept, Principal: p.mother.Person}, "act-for")
	if err != nil {
		t.Fatal(err)
	}
	agent := p.agent
	agent.Acting = &acting
	q, ok := About(agent, "permits_and_notices", nil, w.now)
	if !ok {
		t.Fatal("the session says nothing")
	}
	if _, err := w.rights.Use(t.Context(), q, "change-profile"); err != nil {
		t.Errorf("before: got %v", err)
	}
	if err := errors.Join(w.rights.Still(t.Context(), agent), w.rights.Still(t.Context(), p.agent)); err != nil {
		t.Errorf("still, before: got %v", err)
	}
	if _, err := w.rights.Revoke(t.Context(), p.mother, m.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.rights.Use(t.Context(), q, "change-profile"); !errors.Is(err, ErrNoRight) {
		t.Errorf("after: got %v", err)
	}
	if err := w.rights.Still(t.Context(), agent); !errors.Is(err, ErrNoRight) {
		t.Errorf("still, after: got %v", err)
	}
	if _, err := w.rights.Revoke(t.Context(), p.agent, m.ID); !errors.Is(err, ErrState) {
		t.Errorf("taking back twice: got %v", err)
	}
}

// TestEveryUseIsVisibleToTheGiver also holds for what was refused.
func TestEveryUseIsVisibleToTheGiver(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	m := w.given(p, w.terms())
	q := w.question(p)
	if _, err := w.rights.Use(t.Context(), q, "change-profile"); err != nil {
		t.Fatal(err)
	}
	q.Matter = "events"
	if _, err := w.rights.Use(t.Context(), q, "change-profile"); !errors.Is(err, ErrNoRight) {
		t.Fatal(err)
	}
	uses, err := audit.UsesFor(t.Context(), w.pool, p.mother.Person, audit.Page{Limit: 10})
	if err != nil || len(uses) != 2 {
		t.Fatalf("got %+v, %v", uses, err)
	}
	refused, used := uses[0], uses[1]
	if used.Kind != audit.Mandate || used.Actor != p.agent.Person || used.Operation != "change-profile" || used.Matter != "mandate:"+m.ID.String() ||
		used.Detail["matter"] != "permits_and_notices" || used.Address != "192.0.2.1" {
		t.Errorf("the use: got %+v", used)
	}
	if refused.Kind != audit.Refused || refused.Detail["reason"] != "no_right" || refused.Detail["matter"] != "events" {
		t.Errorf("the refusal: got %+v", refused)
	}
	if theirs, err := audit.UsesFor(t.Context(), w.pool, p.stranger.Person, audit.Page{Limit: 10}); err != nil || len(theirs) != 0 {
		t.Errorf("a stranger sees %+v, %v", theirs, err)
	}
}

func TestSeveralMandatesOfOneGiver(t *testing.T) {
	w := newWorld(t)
	p := w.people()
	w.given(p, w.terms())
	events := w.terms()
	events.Matter, events.To = "events", w.now.Add(time.Hour)
	w.given(p, events)
	choosing := Question{Actor: p.agent, Source: SourceKept, Principal: p.mother.Person}
	if acting, err := w.rights.Use(t.Context(), choosing, "act-for"); err != nil || len(acting.Matters) != 2 {
		t.Errorf("both: got %+v, %v", acting, err)
	}
	w.now = w.now.Add(time.Hour)
	if acting, err := w.rights.Use(t.Context(), choosing, "act-for"); err != nil || len(acting.Matters) != 1 {
		t.Errorf("one is over: got %+v, %v", acting, err)
	}
	if principals, err := w.rights.Principals(t.Context(), p.agent); err != nil || len(principals) != 1 || principals[0].Matters[0] != "permits_and_notices" {
		t.Errorf("principals: got %+v, %v", principals, err)
	}
}
