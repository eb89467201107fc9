package projects

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"lupakartta/checks"
)

// fill makes projects 0 to n-1 that were shown to west, each second one also to rescue, five at each moment, by copying one.
func (w *world) fill(n int) []uuid.UUID {
	w.t.Helper()
	p := w.show(w.begin(feast("Malli", part(aPart, in(-1000, 0, 100)), Changes{"/answers/attendance": raw("300")})), true)
	ids := make([]uuid.UUID, n)
	for i := range ids {
		ids[i] = uuid.Must(uuid.NewV7())
	}
	w.exec(`insert into projects (id, party, matter, state, fields, working, shown, open, created_by, saved_by, saved_at)
		select t.id, p.party, p.matter, 'visible', p.fields, 1, 1, true, p.party, p.party, timestamptz '2027-01-01' + t.n / 5 * interval '1 minute' from unnest($2::uuid[]) with ordinality t (id, n), projects p where p.id = $1`, p.ID, ids)
	w.exec(`insert into project_versions (project, number, kind, title, content, place, geom, revision, author, shown_at, starts, ends)
		select t.id, 1, v.kind, case when t.n % 10 = 0 then '100 % juhla_' else 'Hanke ' end || t.n, v.content, v.place, v.geom, 1, v.author, now(), timestamptz '2027-06-01' + t.n * interval '1 day', timestamptz '2027-06-02' + t.n * interval '1 day'
		from unnest($2::uuid[]) with ordinality t (id, n), project_versions v where v.project = $1`, p.ID, ids)
	w.exec(`insert into projects_shown (project, version, kind, event, title, state, starts, ends, severity, red, amber, unknown, green, middle, box, open, shown_at, first_at)
		select t.id, 1, case when t.n % 3 = 0 then 'mine' else 'festival' end, true, v.title, 'visible', v.starts, v.ends, case when t.n % 4 = 0 then 'red' else 'green' end, 0, 0, 0, 1,
			st_translate(w.middle, t.n * 100, 0), st_translate(w.box, t.n * 100, 0), true, timestamptz '2027-01-01' + t.n / 5 * interval '1 minute', now()
		from unnest($2::uuid[]) with ordinality t (id, n) join project_versions v on v.project = t.id, projects_shown w where w.project = $1`, p.ID, ids)
	w.exec(`insert into project_authorities (project, authority, fields, since, version, kind, title, state, severity, red, amber, unknown, green, starts, ends, middle, box, shown_at)
		select t.id, a.authority, a.fields, now(), 1, w.kind, w.title, w.state, w.severity, 0, 0, 0, 1, w.starts, w.ends, w.middle, w.box, w.shown_at
		from unnest($2::uuid[]) with ordinality t (id, n) join projects_shown w on w.project = t.id join project_authorities a on a.project = $1 and (a.authority = $3 or t.n % 2 = 0)`, p.ID, ids, w.ids["west"])
	w.exec(`delete from projects where id = $1`, p.ID)
	return ids
}

// pages reads a list to its end, so many at a time, and tells what stood on each page.
func pages(t *testing.T, limit int, read func(Filter) []Mark) (ids []uuid.UUID) {
	t.Helper()
	f := Filter{Limit: limit}
	for {
		page := read(f)
		for _, m := range page {
			if slices.Contains(ids, m.ID) {
				t.Fatalf("%s twice", m.ID)
			}
			ids = append(ids, m.ID)
		}
		if len(page) < limit {
			return ids
		}
		f.After = &page[len(page)-1]
	}
}

func TestLists(t *testing.T) {
	w := newWorld(t)
	const n = 47
	all := w.fill(n)
	west, both := w.official("Länsi", "west"), w.official("Molemmat", "rescue", "west")
	marks := func(list []Listed, err error) (marks []Mark) {
		must(t, err)
		for _, l := range list {
			marks = append(marks, Mark{l.ShownAt, l.ID})
		}
		return marks
	}
	lists := map[string]func(Filter) []Mark{
		"one office":  func(f Filter) []Mark { return marks(w.store.Cases(t.Context(), west, f)) },
		"two offices": func(f Filter) []Mark { return marks(w.store.Cases(t.Context(), both, f)) },
		"everybody":   func(f Filter) []Mark { return marks(w.store.ListPublic(t.Context(), f)) },
		"one's own": func(f Filter) (marks []Mark) {
			list, err := w.store.List(t.Context(), w.own(), f)
			must(t, err)
			for _, l := range list {
				marks = append(marks, Mark{l.SavedAt, l.ID})
			}
			return marks
		},
	}
	for name, read := range lists {
		for _, limit := range []int{1, 7, n, 100} {
			if got := pages(t, limit, read); len(got) != n {
				t.Errorf("%s, %d at a time: %d of %d", name, limit, len(got), n)
			}
		}
	}
	must(t, w.store.Look(t.Context(), west, all[2], 1))
	day := func(s string) *time.Time {
		at, err := time.Parse(time.DateOnly, s)
		must(t, err)
		return &at
	}
	boxed := orb.Bound{Min: orb.Point{middle[0] - 1060, middle[1] - 60}, Max: orb.Point{middle[0] - 1000 + 260, middle[1] + 60}}
	for _, test := range []struct {
		name   string
		filter Filter
		want   func(i int) bool // of the project's number, from 1
	}{
		{"a kind", Filter{Kinds: []string{"mine"}}, func(i int) bool { return i%3 == 0 }},
		{"kinds", Filter{Kinds: []string{"mine", "festival"}}, func(int) bool { return true }},
		{"a state", Filter{States: []State{Sent}}, func(int) bool { return false }},
		{"red", Filter{Severities: []checks.Severity{checks.Red}}, func(i int) bool { return i%4 == 0 }},
		{"from a day on", Filter{From: day("2027-06-21")}, func(i int) bool { return i >= 19 }},
		{"until a day", Filter{To: day("2027-06-10")}, func(i int) bool { return i <= 9 }},
		{"a title with a per cent sign", Filter{Text: "0 %"}, func(i int) bool { return i%10 == 0 }},
		{"a title with an underscore", Filter{Text: "_"}, func(i int) bool { return i%10 == 0 }},
		{"capitals count for nothing", Filter{Text: " hanke 1 "}, func(i int) bool { return i == 1 || i/10 == 1 && i%10 != 0 }},
		{"a box", Filter{Area: &boxed}, func(i int) bool { return i <= 3 }},
		{"unseen", Filter{Unseen: true}, func(i int) bool { return i != 3 }},
		{"several at once", Filter{Kinds: []string{"mine"}, Severities: []checks.Severity{checks.Red}, From: day("2027-06-21"), Unseen: true}, func(i int) bool { return i%12 == 0 && i >= 19 }},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := test.filter
			f.Limit = 100
			list, err := w.store.Cases(t.Context(), west, f)
			must(t, err)
			var got, want []int
			for _, l := range list {
				got = append(got, slices.Index(all, l.ID)+1)
			}
			slices.Sort(got)
			for i := 1; i <= n; i++ {
				if test.want(i) {
					want = append(want, i)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

// The first page of an authority that everything concerns is read by the index that has it in order, and no more than it.
func TestALongListIsReadByItsIndex(t *testing.T) {
	w := newWorld(t)
	w.fill(3000)
	w.exec(`analyze project_authorities`)
	for name, filter := range map[string]string{"all": "null", "of a kind": "'{mine}'"} {
		rows, err := w.owner.Query(t.Context(), `explain `+inlined(casesSQL, map[int]string{1: fmt.Sprintf("'{%s}'", w.ids["west"]), 2: filter, 3: "null", 4: "null", 5: "null", 6: "null", 7: "''", 8: "(null::float8[])", 9: "3067", 10: "null", 11: "null::uuid", 12: "50",
			13: "'" + uuid.Nil.String() + "'", 14: "false"}))
		must(t, err)
		var plan []string
		for rows.Next() {
			var line string
			must(t, rows.Scan(&line))
			plan = append(plan, line)
		}
		must(t, rows.Err())
		if text := strings.Join(plan, "\n"); !strings.Contains(text, "using project_authorities_newest") || strings.Contains(text, "Seq Scan on project_authorities") {
			t.Errorf("%s:\n%s", name, text)
		}
	}
}

// inlined is a statement with values for its parameters.
func inlined(sql string, values map[int]string) string {
	_, sql, _ = strings.Cut(sql, "\n") // the first line explains them
	for i := len(values); i > 0; i-- {
		sql = strings.ReplaceAll(sql, fmt.Sprintf("$%d", i), values[i])
	}
	return sql
}

// pg.AppRole draws maps and reads nothing else of projects; pg.PersonalRole does not change what was said.
func TestGrantsOfProjects(t *testing.T) {
	w := newWorld(t)
	p := w.show(w.begin(feast("Juhla", part(aPart, in(-1000, 0, 100)))), true)
	for _, view := range []string{"map_projects", "map_events"} {
		if _, err := w.app.Exec(t.Context(), `select from `+view); err != nil {
			t.Errorf("the service may not read %s: %v", view, err)
		}
	}
	for _, table := range []string{"projects", "project_versions", "projects_shown", "project_parts", "project_authorities", "personal.project_people", "personal.project_looks", "personal.project_contacts", "personal.project_comments", "personal.project_receipts", "personal.project_restrictions"} {
		if _, err := w.app.Exec(t.Context(), `select from `+table); err == nil {
			t.Errorf("the service reads %s", table)
		}
		if n := w.count(`select count(*) from pg_description where objoid = $1::regclass and objsubid = 0`, table); n != 1 {
			t.Errorf("%s is not explained", table)
		}
	}
	_, err := w.store.Comment(t.Context(), w.official("Länsi", "west"), "comment", p.ID, Remarks{Kind: Remark, Audience: ToAll, Text: "Hei."})
	must(t, err)
	for _, statement := range []string{`update personal.project_comments set text = 'x'`, `delete from personal.project_comments`, `delete from personal.project_restrictions`, `update personal.project_restrictions set why = 'x'`, `update personal.project_receipts set told = '[]'`} {
		if _, err := w.store.pool.Exec(t.Context(), statement); err == nil {
			t.Errorf("the service may: %s", statement)
		}
	}
}
