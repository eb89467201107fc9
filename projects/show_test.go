package projects

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/identity"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

var (
	bPart = uuid.MustParse("01900000-0000-7000-8000-000000000011")
	cPart = uuid.MustParse("01900000-0000-7000-8000-000000000012")
	bDay  = uuid.MustParse("01900000-0000-7000-8000-000000000013")
	bName = uuid.MustParse("01900000-0000-7000-8000-000000000014")
)

// outside counts what others could find of a project, wherever it is.
func (w *world) outside(id uuid.UUID) int {
	w.t.Helper()
	n := w.count(`select (select count(*) from projects_shown where project = $1) + (select count(*) from project_parts where project = $1) + (select count(*) from project_authorities where project = $1)`, id)
	var onMap int
	must(w.t, w.app.QueryRow(w.t.Context(), `select count(*) from (select attributes from map_projects union all select attributes from map_events) m where attributes->>'project' = $1::text`, id.String()).Scan(&onMap))
	return n + onMap
}

// audience is who sees a part on the map, as the service reads it: codes of authorities, "own" and "public".
func (w *world) audience(p Project, part uuid.UUID) string {
	w.t.Helper()
	var list []string
	must(w.t, w.app.QueryRow(w.t.Context(), `select audience from map_events where id = $1`, w.count(`select number from project_parts where project = $1 and part = $2`, p.ID, part)).Scan(&list))
	for i, who := range list {
		for code, id := range w.ids {
			if who == "authority:"+id.String() {
				list[i] = code
			}
		}
		if who == identity.PartyAudience(p.party, "") {
			list[i] = "own"
		}
	}
	if i := slices.Index(list, identity.PartyAudience(p.party, p.matter)); i >= 0 {
		list = slices.Delete(list, i, i+1) // goes with the former
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

func TestADraftIsNowhereUntilItIsShown(t *testing.T) {
	w := newWorld(t)
	p := w.begin(feast("Juhla", part(aPart, in(-5000, 250, 100), `, "name": "Ranta"`)))
	if n := w.outside(p.ID); n != 0 {
		t.Fatalf("%d rows of a private draft", n)
	}
	p = w.show(p, false)
	if got := w.audience(p, aPart); got != "nature own west" {
		t.Errorf("audience %q", got)
	}
	if n := w.count(`select count(*) from audit.entries where operation = 'show-project' and matter = $1`, "project:"+p.ID.String()); n != 1 {
		t.Errorf("%d lines in the log", n)
	}
	var job struct {
		What    string `json:"what"`
		Version int    `json:"version"`
	}
	var args []byte
	must(t, w.owner.QueryRow(t.Context(), `select args from river.river_job where kind = 'tell_of_project'`).Scan(&args))
	must(t, json.Unmarshal(args, &job))
	if job.What != ToldShown || job.Version != 1 {
		t.Errorf("job %+v", job)
	}
	next := w.save(p, Changes{TitleField: quote("Salaa"), partOf(bPart): part(bPart, in(9000, 0, 10))[partOf(bPart)]})
	if n := w.count(`select count(*) from project_parts where title = 'Salaa' or part = $1`, bPart); n != 0 {
		t.Errorf("%d parts tell of what was not shown", n)
	}
	if _, err := w.store.Show(t.Context(), w.own(), "show-project", p.ID, p.Revision, false); !errors.Is(err, ErrChanged) {
		t.Errorf("an older revision: %v", err)
	}
	next = w.show(next, false)
	if next.Shown != 2 || w.audience(next, bPart) != "east nature own west" {
		t.Errorf("shown %d to %s", next.Shown, w.audience(next, bPart))
	}
	if _, err := w.store.Show(t.Context(), w.own(), "show-project", p.ID, next.Revision, false); !errors.Is(err, ErrSame) {
		t.Errorf("the same again: %v", err)
	}
}

func TestWhomAProjectConcerns(t *testing.T) {
	w := newWorld(t)
	line := geo.Transform(orb.LineString{{middle[0] - 2000, middle[1]}, {middle[0] - 1000, middle[1] + 500}}, geo.TM35FIN, geo.CRS84)
	point := geo.Transform(orb.Point{middle[0] - 3000, middle[1]}, geo.TM35FIN, geo.CRS84)
	more := Changes{"/answers/attendance": raw("1200")}
	for i, test := range []struct {
		name    string
		changes []Changes
		want    string
		runs    int
	}{
		{"a place in the west", []Changes{part(aPart, in(-1000, 0, 100))}, "west", 1},
		{"over the border", []Changes{part(aPart, in(0, 0, 100))}, "east west", 1},
		{"a part on each side", []Changes{part(aPart, in(-1000, 0, 100)), part(bPart, in(1000, 0, 100))}, "east west", 1},
		{"near a protected site: a finding brings its authority", []Changes{part(aPart, in(-5000, 250, 100))}, "nature west", 1},
		{"so many people that a rescue plan is needed", []Changes{part(aPart, in(1000, 0, 100)), more}, "east rescue", 1},
		{"parts that lie on each other", []Changes{part(aPart, in(-1000, 0, 100)), part(bPart, in(-1020, 10, 100)), part(cPart, in(-1000, 0, 100))}, "west", 1},
		{"an area, a line and a point", []Changes{part(aPart, in(1000, 0, 100)), part(bPart, line), part(cPart, point)}, "east west", 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := w.show(w.begin(feast(fmt.Sprintf("Juhla %d", i), test.changes...)), false)
			if got := w.told(p.ID); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			var runs []uuid.UUID
			must(t, w.owner.QueryRow(t.Context(), `select runs from project_versions where project = $1`, p.ID).Scan(&runs))
			if len(runs) != test.runs {
				t.Errorf("%d checks are kept, want %d", len(runs), test.runs)
			}
			for _, run := range runs {
				if _, err := w.runs.Get(t.Context(), run, i18n.Swedish); err != nil {
					t.Error(err)
				}
			}
			preview, _, err := w.store.Preview(t.Context(), w.own(), p.ID)
			must(t, err)
			var codes []string
			for _, a := range preview.Authorities {
				codes = append(codes, a.Code)
			}
			if strings.Join(codes, " ") != test.want || len(preview.Runs) != 0 {
				t.Errorf("preview %v with %d checks kept", codes, len(preview.Runs))
			}
		})
	}
}

// Where nobody is known to be competent for something, that is told by its name.
func TestWhatNobodyIsCompetentFor(t *testing.T) {
	w := newWorld(t)
	p := w.begin(feast("Juhla", part(aPart, in(1000, 80_000, 100)), Changes{"/answers/attendance": raw("1200")}))
	preview, _, err := w.store.Preview(t.Context(), w.own(), p.ID)
	must(t, err)
	if got := preview.Uncovered; len(got) != 1 || got[0].Code != "public_event" || got[0].Name.Sv != "public_event" || len(preview.Authorities) != 1 {
		t.Errorf("uncovered %+v, competent %d", got, len(preview.Authorities))
	}
}

// Whoever a project ceases to concern keeps what they were shown, and learns nothing of where it went.
func TestAProjectMovesAway(t *testing.T) {
	w := newWorld(t)
	west, east := w.official("Länsi", "west"), w.official("Itä", "east")
	p := w.show(w.begin(feast("Juhla", part(aPart, in(-1000, 0, 100)))), false)
	_, err := w.store.Comment(t.Context(), west, "comment", p.ID, Remarks{Kind: Remark, Audience: ToAll, Text: "Lännestä."})
	must(t, err)
	p = w.show(w.save(p, Changes{TitleField: quote("Juhla muualla"), partOf(aPart): part(aPart, in(1000, 0, 100))[partOf(aPart)]}), false)
	if got := w.told(p.ID); got != "east (west)" {
		t.Errorf("authorities %q", got)
	}
	if got := w.audience(p, aPart); got != "east own" {
		t.Errorf("audience %q", got)
	}
	_, err = w.store.Comment(t.Context(), east, "comment", p.ID, Remarks{Kind: Remark, Audience: ToAll, Text: "Idästä."})
	must(t, err)
	seen, err := w.store.GetShown(t.Context(), west, "get-case", p.ID, 0)
	must(t, err)
	if seen.Version != 1 || seen.Fields.Title() != "Juhla" {
		t.Errorf("west sees version %d: %s", seen.Version, seen.Fields.Title())
	}
	if _, err := w.store.GetShown(t.Context(), west, "get-case", p.ID, 2); !errors.Is(err, ErrNotFound) {
		t.Errorf("west sees the version after: %v", err)
	}
	if _, err := w.store.DifferenceShown(t.Context(), west, "compare-case", p.ID, 1, 2); !errors.Is(err, ErrNotFound) {
		t.Errorf("west compares with it: %v", err)
	}
	if err := w.store.Look(t.Context(), west, p.ID, 2); !errors.Is(err, ErrNotFound) {
		t.Errorf("west looks at it: %v", err)
	}
	for _, test := range []struct {
		actor identity.Actor
		want  string
	}{{west, "west"}, {east, "east west"}} {
		list, err := w.store.ConcernedBeside(t.Context(), test.actor, p.ID)
		must(t, err)
		var codes []string
		for _, c := range list {
			codes = append(codes, c.Code)
		}
		if got := strings.Join(codes, " "); got != test.want {
			t.Errorf("%s knows of %s", test.actor.Name, got)
		}
	}
	for _, test := range []struct {
		name     string
		official []uuid.UUID
		titles   string
		comments int
		version  int
	}{
		{"west", west.In, "Juhla false", 1, 1},
		{"east", east.In, "Juhla muualla true", 2, 2},
		{"both", []uuid.UUID{w.ids["west"], w.ids["east"]}, "Juhla muualla true", 2, 2},
	} {
		actor := w.official(test.name)
		actor.In = test.official
		list, err := w.store.Cases(t.Context(), actor, Filter{Limit: 10})
		must(t, err)
		var titles []string
		for _, c := range list {
			titles = append(titles, fmt.Sprint(c.Title, " ", c.Competent))
		}
		if got := strings.Join(titles, ", "); got != test.titles || list[0].Version != test.version {
			t.Errorf("%s lists %s of version %d", test.name, got, list[0].Version)
		}
		comments, err := w.store.CommentsFor(t.Context(), actor, "list-comments", p.ID)
		must(t, err)
		if len(comments) != test.comments {
			t.Errorf("%s reads %d comments, want %d", test.name, len(comments), test.comments)
		}
	}
	both := w.official("Molemmat", "west", "east")
	c, err := w.store.Comment(t.Context(), both, "comment", p.ID, Remarks{Kind: Remark, Audience: ToAll, Text: "Molemmista."})
	must(t, err)
	if c.Authority.Code != "east" {
		t.Errorf("written for %s, which is not competent any more", c.Authority.Code)
	}
	back := w.show(w.save(p, part(aPart, in(-1000, 0, 100))), false)
	if got := w.told(back.ID); got != "west (east)" {
		t.Errorf("moved back: %q", got)
	}
	if seen, err = w.store.GetShown(t.Context(), west, "get-case", p.ID, 0); err != nil || seen.Version != 3 {
		t.Errorf("west sees version %d, %v", seen.Version, err)
	}
}

// What was found when somebody tried to show a project is not what is found later.
func TestFindingsAreThoseOfTheDayThatItIsShown(t *testing.T) {
	w := newWorld(t)
	p := w.begin(feast("Juhla", part(aPart, in(-1000, 0, 100)), restricted("parts."+aPart.String(), w.ids["west"])))
	if _, err := w.store.Show(t.Context(), w.own(), "show-project", p.ID, p.Revision, true); err == nil {
		t.Fatal("what is restricted altogether was shown to everybody")
	}
	must(t, checks.Add(t.Context(), w.owner, []checks.Rule{{ID: "far_site", Version: 1, Theme: layers.Natura, Relation: checks.Within, Distance: 9000, Severity: checks.Red,
		Title: named("kaukana"), Why: named("koska {name}"), Next: named("kysy"), Statute: named("laki 1/2020"), Authority: named("valtio"), ValidFrom: "2020-01-01"}}))
	w.start() // the rules are read anew
	p = w.show(p, false)
	var severity string
	must(t, w.owner.QueryRow(t.Context(), `select severity from projects_shown where project = $1`, p.ID).Scan(&severity))
	if severity != "red" {
		t.Errorf("it is %s by the rules of before", severity)
	}
}

// On the map a project is its side's, and theirs who may act for it in the project's matter, whatever that is now.
func TestWhoOfASideSeesItOnTheMap(t *testing.T) {
	w := newWorld(t)
	p := w.show(w.begin(feast("Juhla", part(aPart, in(-1000, 0, 100)))), false)
	sees := func(matter string, want bool) {
		t.Helper()
		n := w.count(`select count(*) from project_parts where project = $1 and $2 = any (audience) and $3 = any (audience)`, p.ID, identity.PartyAudience(p.party, ""), identity.PartyAudience(p.party, matter))
		if n == 1 != want {
			t.Errorf("for %s: %d parts", matter, n)
		}
	}
	sees("events", true)
	sees("permits_and_notices", false)
	p = w.save(p, Changes{KindField: quote("other")})
	sees("events", false)
	sees("permits_and_notices", true)
}

// Whoever goes back to an earlier text does not lay open what was restricted since.
func TestGoingBackKeepsWhatIsRestricted(t *testing.T) {
	w := newWorld(t)
	p := w.show(w.begin(feast("Juhla", part(aPart, in(-1000, 0, 100)), part(bPart, in(-2000, 0, 100)))), false)
	p = w.show(w.save(p, restricted("parts."+bPart.String(), w.ids["west"])), false)
	p = w.show(w.save(p, Changes{partOf(bPart): nil, Path(restrictedGroup + "parts." + bPart.String()): nil}), false)
	p, err := w.store.Restore(t.Context(), w.own(), "restore-version", p.ID, p.Revision, 1)
	must(t, err)
	c, err := p.Fields.Content()
	must(t, err)
	if _, kept := c.Restricted["parts."+bPart.String()]; !kept || len(c.Parts) != 2 {
		t.Errorf("%d parts, restricted %v", len(c.Parts), c.Restricted)
	}
	if p = w.show(p, false); w.audience(p, bPart) != "own west" {
		t.Errorf("seen by %s", w.audience(p, bPart))
	}
}

// What is restricted (P3) is read by nobody else, on whatever way.
func TestWhatIsRestricted(t *testing.T) {
	w := newWorld(t)
	west, east, rescue := w.official("Länsi", "west"), w.official("Itä", "east"), w.official("Pelastus", "rescue")
	p := w.begin(feast("Juhla", part(aPart, in(0, 0, 100)), part(bPart, in(-30_000, 0, 50), `, "name": "Varasto"`), restricted("parts."+bPart.String(), w.ids["west"]),
		Changes{"/answers/attendance": raw("1200"), "/answers/more": quote("Salainen kaava."), person(aName): raw(`{"id": "%s", "role": "contact", "name": "Aino"}`, aName),
			person(bName): raw(`{"id": "%s", "role": "landowner", "name": "Eino"}`, bName), day(bDay): raw(`{"id": "%s", "kind": "build_up", "from": "2027-06-01T08:00", "to": "2027-06-01T16:00", "note": "kuljetus"}`, bDay)},
		restricted("answers.more", w.ids["west"], w.ids["rescue"]), restricted("people."+bName.String()), restricted("days."+bDay.String(), w.ids["rescue"]), restricted("summary", w.ids["east"])))
	p = w.show(p, false)
	if got := w.told(p.ID); got != "east rescue west" {
		t.Fatalf("authorities %q", got)
	}
	var runs []uuid.UUID
	must(t, w.owner.QueryRow(t.Context(), `select runs from project_versions where project = $1 and number = $2`, p.ID, p.Shown).Scan(&runs))
	comment, err := w.store.Comment(t.Context(), west, "comment", p.ID, Remarks{Field: "/answers/more", Kind: Asking, Audience: ToAll, Text: "Mikä kaava?"})
	must(t, err)
	_, err = w.store.Reply(t.Context(), w.own(), "reply", p.ID, Remarks{Kind: Remark, Audience: ToAll, Text: "E = mc²", Answers: comment.ID})
	must(t, err)
	if _, err := w.store.Comment(t.Context(), east, "comment", p.ID, Remarks{Field: "/answers/more", Kind: Asking, Audience: ToAll, Text: "?"}); err == nil {
		t.Error("a comment on what its writer may not read")
	}
	for _, test := range []struct {
		name     string
		official []uuid.UUID
		hidden   []Path
		comments int
		begins   string
	}{
		{"west", west.In, []Path{day(bDay), person(bName), SummaryField}, 2, "2027-06-12T18:00"},
		{"east", east.In, []Path{"/answers/more", day(bDay), partOf(bPart), person(bName)}, 0, "2027-06-12T18:00"},
		{"rescue", rescue.In, []Path{partOf(bPart), person(bName), SummaryField}, 2, "2027-06-01T08:00"},
		{"west and rescue", append(slices.Clone(west.In), rescue.In...), []Path{person(bName), SummaryField}, 2, "2027-06-12T18:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			actor := w.official(test.name)
			actor.In = test.official
			seen, err := w.store.GetShown(t.Context(), actor, "get-case", p.ID, 0)
			must(t, err)
			var hidden []Path
			for _, path := range p.Fields.Paths() {
				if _, there := seen.Fields[path]; !there && !strings.HasPrefix(string(path), restrictedGroup) {
					hidden = append(hidden, path)
				}
			}
			if !slices.Equal(hidden, test.hidden) || seen.Withheld != len(test.hidden) {
				t.Errorf("hidden %v (%d), want %v", hidden, seen.Withheld, test.hidden)
			}
			if slices.ContainsFunc(hidden, func(p Path) bool { return !p.isPerson() && p != SummaryField }) && (len(seen.Runs) == 0 || slices.ContainsFunc(seen.Runs, func(run uuid.UUID) bool { return slices.Contains(runs, run) })) {
				t.Errorf("the checks %v tell of what is hidden", seen.Runs)
			}
			for _, run := range seen.Runs {
				kept, err := w.runs.Get(t.Context(), run, i18n.Finnish)
				must(t, err)
				place, err := geo.DecodeGeoJSON(kept.Place)
				must(t, err)
				if b := place.Bound(); (b.Max[0]-b.Min[0] > 0.1) == slices.Contains(hidden, partOf(bPart)) {
					t.Errorf("a check is of the place %v", b)
				}
			}
			for path, value := range seen.Fields {
				if strings.HasPrefix(string(path), restrictedGroup) && strings.Contains(string(value), "0") {
					t.Errorf("%s tells who else sees it: %s", path, value)
				}
			}
			list, err := w.store.CommentsFor(t.Context(), actor, "list-comments", p.ID)
			must(t, err)
			if len(list) != test.comments {
				t.Errorf("%d comments, want %d", len(list), test.comments)
			}
			cases, err := w.store.Cases(t.Context(), actor, Filter{Limit: 10})
			must(t, err)
			if got := LocalOf(*cases[0].Starts); string(got) != test.begins {
				t.Errorf("begins %s, want %s", got, test.begins)
			}
			if d := cases[0].Middle[0] - middle[0]; slices.Contains(hidden, partOf(bPart)) && (d < -60 || d > 60) {
				t.Errorf("the list tells that something is %.0f m away", d)
			}
		})
	}
	if got := w.audience(p, bPart); got != "own west" {
		t.Errorf("audience of the restricted part %q", got)
	}

	t.Run("later, and for earlier versions too", func(t *testing.T) {
		p := w.show(w.save(p, restricted("people."+aName.String())), false)
		seen, err := w.store.GetShown(t.Context(), west, "get-case", p.ID, 1)
		must(t, err)
		if _, there := seen.Fields[person(aName)]; there || seen.Version != 1 {
			t.Errorf("version %d names %s", seen.Version, seen.Fields[person(aName)])
		}
		differences, err := w.store.DifferenceShown(t.Context(), west, "compare-case", p.ID, 1, 0)
		must(t, err)
		for _, d := range differences {
			if strings.Contains(string(d.Before)+string(d.After), "Aino") {
				t.Errorf("the difference tells %+v", d)
			}
		}
	})
	t.Run("taken out of the project, and still secret in earlier versions", func(t *testing.T) {
		for _, changes := range []Changes{{person(aName): nil, Path(restrictedGroup + "people." + aName.String()): nil}, {TitleField: quote("Toinen juhla")}} {
			now, err := w.store.Get(t.Context(), w.own(), p.ID)
			must(t, err)
			w.show(w.save(now, changes), false)
			for version := range 2 {
				seen, err := w.store.GetShown(t.Context(), west, "get-case", p.ID, version+1)
				must(t, err)
				if value, there := seen.Fields[person(aName)]; there {
					t.Errorf("version %d tells %s", version+1, value)
				}
			}
		}
	})
	t.Run("all of the place", func(t *testing.T) {
		p := w.show(w.begin(feast("Salainen", part(aPart, in(-1234, 0, 100)), restricted("parts."+aPart.String(), w.ids["west"]), Changes{"/answers/attendance": raw("1200")})), false)
		for _, test := range []struct {
			official []uuid.UUID
			exact    bool
		}{{west.In, true}, {rescue.In, false}} {
			actor := w.official("Joku")
			actor.In = test.official
			list, err := w.store.Cases(t.Context(), actor, Filter{Limit: 1})
			must(t, err)
			d := list[0].Middle[0] - (middle[0] - 1234)
			if exact := d > -51 && d < 51; list[0].ID != p.ID || exact != test.exact {
				t.Errorf("the list puts %s %.0f m away", list[0].Title, d)
			}
		}
		if _, err := w.store.Show(t.Context(), w.own(), "show-project", p.ID, p.Revision, true); !has(err, "/parts", "nothing_open") {
			t.Errorf("shown to everybody: %v", err)
		}
	})
}

// has tells whether an error is a fault of that field.
func has(err error, pointer, code string) bool {
	var found faults.Faults
	return errors.As(err, &found) && slices.ContainsFunc(found, func(f faults.Fault) bool { return f.Pointer == pointer && f.Code == code })
}

func TestWhatEverybodySees(t *testing.T) {
	w := newWorld(t)
	k := &kinds[slices.IndexFunc(kinds, func(k Kind) bool { return k.ID == "festival" })]
	k.Questions = slices.Clone(k.Questions)
	for i := range k.Questions {
		k.Questions[i].Open = slices.Contains([]string{"attendance", "speakers"}, k.Questions[i].ID)
	}
	p := w.begin(feast("Juhla", part(aPart, in(-1000, 0, 100), `, "described": "Ainon piha"`), part(bPart, in(-2000, 0, 100)), restricted("parts."+bPart.String(), w.ids["west"]),
		Changes{"/answers/more": quote("vain viranomaisille"), "/answers/speakers": quote("ei kysytä"), AnnouncementField: quote("Tervetuloa!"), OrganiserField: quote("Kilta"),
			person(aName): raw(`{"id": "%s", "role": "contact", "name": "Aino"}`, aName), day(aDay): raw(`{"id": "%s", "kind": "open", "from": "2027-06-12T18:00", "to": "2027-06-13T02:00", "note": "Aino avaa"}`, aDay)}))
	p = w.show(p, false)
	if _, err := w.store.GetPublic(t.Context(), p.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("shown to authorities alone: %v", err)
	}
	p = w.show(p, true)
	if p.Shown != 1 || !p.Open || w.audience(p, aPart) != "public" || w.audience(p, bPart) != "own west" {
		t.Errorf("shown %d; %s; %s", p.Shown, w.audience(p, aPart), w.audience(p, bPart))
	}
	seen, err := w.store.GetPublic(t.Context(), p.ID)
	must(t, err)
	if seen.Title != "Juhla" || seen.Announcement != "Tervetuloa!" || seen.Organiser != "Kilta" || len(seen.Answers) != 1 || seen.Answers["attendance"] == nil || len(seen.Parts) != 1 || seen.Parts[0].ID != aPart || len(seen.Days) != 1 {
		t.Errorf("everybody sees %+v", seen)
	}
	all, err := json.Marshal(seen)
	must(t, err)
	for _, secret := range []string{"Aino", "vain viranomaisille", "ei kysytä", "Musiikkia", bPart.String()} {
		if strings.Contains(string(all), secret) {
			t.Errorf("everybody reads %q", secret)
		}
	}
	list, err := w.store.ListPublic(t.Context(), Filter{Limit: 10})
	must(t, err)
	if len(list) != 1 || list[0].ID != p.ID || list[0].Severity != "" {
		t.Errorf("public list %+v", list)
	}
	p = w.show(p, false) // closed again
	if _, err := w.store.GetPublic(t.Context(), p.ID); !errors.Is(err, ErrNotFound) || w.audience(p, aPart) != "own west" {
		t.Errorf("closed again: %v, %s", err, w.audience(p, aPart))
	}
}

func TestWhatIsNotFitToBeShown(t *testing.T) {
	w := newWorld(t)
	for _, test := range []struct {
		name          string
		changes       Changes
		pointer, code string
	}{
		{"without a kind", Changes{TitleField: quote("x")}, "/kind", "required"},
		{"without a place", feast("x"), "/parts", "no_place"},
		{"without a summary", func() Changes { c := feast("x", part(aPart, in(0, 0, 9))); delete(c, SummaryField); return c }(), "/summary", "required"},
		{"with a time that comes twice", feast("x", part(aPart, in(0, 0, 9)), Changes{day(bDay): raw(`{"id": "%s", "kind": "open", "from": "2027-10-31T03:30", "to": "2027-10-31T05:00"}`, bDay)}), string(day(bDay)) + "/from", "time_twice"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := w.begin(test.changes)
			_, err := w.store.Show(t.Context(), w.own(), "show-project", p.ID, p.Revision, false)
			if !has(err, test.pointer, test.code) {
				t.Errorf("got %v", err)
			}
			if n := w.outside(p.ID); n != 0 {
				t.Errorf("%d rows outside", n)
			}
		})
	}
}

// A list that was read up to a moment has missed nothing before it: who shows while somebody else does is later.
func TestMomentsOfShowingFollowEachOther(t *testing.T) {
	w := newWorld(t)
	p := w.begin(feast("Juhla", part(aPart, in(-1000, 0, 100))))
	other, err := w.owner.Begin(t.Context())
	must(t, err)
	defer func() { _ = other.Rollback(context.WithoutCancel(t.Context())) }()
	_, err = moment(t.Context(), other)
	must(t, err)
	shown := make(chan error, 1)
	go func() {
		_, err := w.store.Show(t.Context(), w.own(), "show-project", p.ID, p.Revision, false)
		shown <- err
	}()
	for w.count(`select count(*) from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database() where l.locktype = 'advisory' and l.objid = $1 and not l.granted`, showings) == 0 {
		select {
		case err := <-shown:
			t.Fatalf("shown while somebody else shows: %v", err)
		default:
		}
	}
	var read time.Time
	must(t, w.owner.QueryRow(t.Context(), `select clock_timestamp()`).Scan(&read))
	must(t, other.Commit(t.Context()))
	must(t, <-shown)
	list, err := w.store.Cases(t.Context(), w.official("Länsi", "west"), Filter{Limit: 1})
	must(t, err)
	if len(list) != 1 || !list[0].ShownAt.After(read) {
		t.Errorf("%v is not after %v, until when a list was read without it", list, read)
	}
}
