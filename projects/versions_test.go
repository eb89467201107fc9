package projects

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// table is the project as a plain model has it: what it said after each revision, what the sealed versions say for ever, and what
// each writer knows.
type table struct {
	t       *rapid.T
	w       *world
	id      uuid.UUID
	writers []Side
	known   []int64
	said    chronicle
	sealed  map[int]Fields
	shown   int
	open    bool
}

// drawChanges draws changes that leave the project fit to be shown.
func drawChanges(t *rapid.T) Changes {
	c := Changes{}
	text := rapid.SampledFrom([]json.RawMessage{raw(`"x"`), raw(`"ä"`), raw(`"z"`)})
	textOrNone := rapid.SampledFrom([]json.RawMessage{nil, raw(`"x"`), raw(`"ä"`)})
	for range rapid.IntRange(1, 3).Draw(t, "fields") {
		switch rapid.IntRange(0, 6).Draw(t, "field") {
		case 0:
			c[TitleField] = text.Draw(t, "title")
		case 1:
			c[SummaryField] = text.Draw(t, "summary")
		case 2:
			c["/answers/more"] = textOrNone.Draw(t, "answer")
		case 3:
			c["/answers/attendance"] = rapid.SampledFrom([]json.RawMessage{raw("1e2"), raw(`"1 200"`), raw("150")}).Draw(t, "attendance")
		case 4:
			maps.Copy(c, part(aPart, in(float64(rapid.IntRange(-3, 3).Draw(t, "east"))*1000, 500, 60)))
		case 5:
			c[partOf(aDay)] = rapid.SampledFrom([]json.RawMessage{nil, part(aDay, in(300, 0, 20))[partOf(aDay)]}).Draw(t, "second part")
		case 6:
			c[person(aName)] = rapid.SampledFrom([]json.RawMessage{nil, raw(`{"id": "%s", "role": "contact", "name": "Aino"}`, aName), raw(`{"id": "%s", "role": "agent", "name": "Eino"}`, aName)}).Draw(t, "person")
		}
	}
	return c
}

func (m *table) save() {
	i := rapid.IntRange(0, len(m.writers)-1).Draw(m.t, "writer")
	base, wanted := m.known[i], drawChanges(m.t)
	read, err := wanted.Read()
	must(m.t, err)
	conflicts := m.said.conflicts(base, read)
	saved, err := m.w.store.Save(m.w.t.Context(), m.writers[i], "save-project", m.id, base, wanted)
	var conflict *ConflictError
	switch {
	case len(conflicts) > 0:
		if !errors.As(err, &conflict) || len(conflict.Conflicts) != len(conflicts) {
			m.t.Fatalf("conflicts %v, want %v", err, conflicts)
		}
		m.known[i] = conflict.Revision
		return
	case err != nil:
		m.t.Fatal(err)
	}
	m.said = m.said.with(read)
	m.known[i] = saved.Revision
	if rapid.IntRange(0, 3).Draw(m.t, "again") == 0 { // the answer was lost, and the save comes again
		again, err := m.w.store.Save(m.w.t.Context(), m.writers[i], "save-project", m.id, base, wanted)
		if err != nil || again.Revision != saved.Revision || again.Working != saved.Working {
			m.t.Fatalf("again: %d.%d, %v", again.Revision, again.Working, err)
		}
	}
}

func (m *table) show() {
	i := rapid.IntRange(0, len(m.writers)-1).Draw(m.t, "writer")
	open := rapid.Bool().Draw(m.t, "open")
	before, err := m.w.store.Get(m.w.t.Context(), m.writers[i], m.id)
	must(m.t, err)
	base := m.known[i]
	p, err := m.w.store.Show(m.w.t.Context(), m.writers[i], "show-project", m.id, base, open)
	switch {
	case before.Shown == before.Working && m.open == open:
		if !errors.Is(err, ErrSame) {
			m.t.Fatalf("the same shown again: %v", err)
		}
		m.known[i] = before.Revision
	case base != before.Revision:
		if !errors.Is(err, ErrChanged) {
			m.t.Fatalf("shown on revision %d: %v", base, err)
		}
		m.known[i] = before.Revision
	case err != nil:
		m.t.Fatal(err)
	default:
		m.sealed[before.Working] = m.said.now()
		m.shown, m.open = before.Working, open
		m.said = append(m.said, m.said.now()) // a revision that says the same
		m.known[i] = p.Revision
		if p.Shown != m.shown || p.Open != open || p.State != Visible || p.Revision != base+1 {
			m.t.Fatalf("shown: %+v", p)
		}
	}
}

func (m *table) restore() {
	if len(m.sealed) == 0 {
		return
	}
	number := rapid.SampledFrom(slices.Sorted(maps.Keys(m.sealed))).Draw(m.t, "version")
	i := rapid.IntRange(0, len(m.writers)-1).Draw(m.t, "writer")
	p, err := m.w.store.Restore(m.w.t.Context(), m.writers[i], "restore-version", m.id, m.known[i], number)
	if m.known[i] != m.said.revision() {
		if !errors.Is(err, ErrChanged) {
			m.t.Fatalf("restored on revision %d: %v", m.known[i], err)
		}
		m.known[i] = m.said.revision()
		return
	}
	must(m.t, err)
	m.said = m.said.with(m.said.now().toward(m.sealed[number]))
	m.known[i] = p.Revision
}

// holds compares everything that was promised.
func (m *table) holds() {
	p, err := m.w.store.Get(m.w.t.Context(), m.writers[0], m.id)
	must(m.t, err)
	if p.Revision != m.said.revision() || !equal(p.Fields, m.said.now()) {
		m.t.Fatalf("revision %d %s, want %d %s", p.Revision, p.Fields, m.said.revision(), m.said.now())
	}
	if p.Shown != m.shown || p.Unshown != (m.shown > 0 && p.Working != m.shown) {
		m.t.Fatalf("shown %d, unshown %t; want %d", p.Shown, p.Unshown, m.shown)
	}
	for number, fields := range m.sealed {
		if got, err := m.w.store.FieldsAt(m.w.t.Context(), m.writers[0], m.id, number); err != nil || !equal(got, fields) {
			m.t.Fatalf("version %d says %s, %v; want %s", number, got, err, fields)
		}
	}
	versions, err := m.w.store.Versions(m.w.t.Context(), m.writers[0], m.id)
	must(m.t, err)
	for i, v := range versions {
		if v.Number != len(versions)-i || (v.ShownAt != nil) != (m.sealed[v.Number] != nil) || i > 0 && v.Revision > versions[i-1].Revision {
			m.t.Fatalf("versions %+v, sealed %v", versions, slices.Sorted(maps.Keys(m.sealed)))
		}
	}
}

// Whatever writers do, and in whatever order, every field says what was saved of it last, conflicts are told and keep nothing,
// and what others were shown stays as it was.
func TestVersionsKeepWhatWasSaid(t *testing.T) {
	w := newWorld(t)
	checks := flag.Lookup("rapid.checks")
	before := checks.Value.String()
	t.Cleanup(func() { _ = checks.Value.Set(before) })
	_ = checks.Value.Set("12") // each is a project with dozens of saves
	agent := Side{Actor: w.actingFor(w.somebody("Asiamies"), w.guild), Matters: []string{"events"}}
	writers := []Side{{Actor: w.secretary}, {Actor: w.treasurer}, agent}
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		w.store.now = time.Now
		changes := feast(fmt.Sprintf("Juhla %d", n), part(aPart, in(-1000, 500, 60)))
		p, err := w.store.Create(t.Context(), writers[0], "create-project", Order{Changes: changes})
		must(rt, err)
		read, err := changes.Read()
		must(rt, err)
		m := &table{t: rt, w: w, id: p.ID, writers: writers, known: []int64{1, 1, 1}, said: chronicle{{}}.with(read), sealed: map[int]Fields{}}
		for range rapid.IntRange(5, 25).Draw(rt, "steps") {
			switch rapid.IntRange(0, 9).Draw(rt, "step") {
			case 0:
				m.show()
			case 1:
				m.restore()
			case 2:
				w.later(rapid.SampledFrom([]time.Duration{time.Minute, 16 * time.Minute, 3 * time.Hour}).Draw(rt, "later"))
			default:
				m.save()
			}
		}
		m.holds()
	})
}
