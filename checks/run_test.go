package checks

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/identity"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// archive is a bench with its kept checks, and a person.
type archive struct {
	*bench
	runs   *Runs
	person identity.Actor
}

func newArchive(t *testing.T, rules ...Rule) archive {
	t.Helper()
	b := newBench(t, rules...)
	a := archive{bench: b, person: b.person("Esimerkki")}
	a.runs = NewRuns(b.engine, testdb.As(t, b.pool, pg.AppRole), testdb.As(t, b.pool, pg.PersonalRole))
	return a
}

// person is somebody who is signed in.
func (b *bench) person(name string) identity.Actor {
	b.t.Helper()
	id := uuid.Must(uuid.NewV7())
	if _, err := b.pool.Exec(context.Background(), `insert into personal.parties (id, kind, name) values ($1, 'person', $2)`, id, name); err != nil {
		b.t.Fatal(err)
	}
	return identity.Actor{Person: id, Name: name}
}

// keep keeps a check of a place in EPSG:3067.
func (a archive) keep(actor identity.Actor, shape orb.Geometry, answers string) Run {
	a.t.Helper()
	told, err := ReadAnswers([]byte(answers))
	if err != nil {
		a.t.Fatal(err)
	}
	id, err := a.runs.Keep(context.Background(), actor, Order{Place: geo.Transform(shape, geo.TM35FIN, geo.CRS84), Answers: told})
	if err != nil {
		a.t.Fatal(err)
	}
	return a.get(id)
}

func (a archive) get(id uuid.UUID) Run {
	a.t.Helper()
	run, err := a.runs.Get(context.Background(), id, i18n.Finnish)
	if err != nil {
		a.t.Fatal(err)
	}
	return run
}

func (a archive) again(id uuid.UUID) Again {
	a.t.Helper()
	again, err := a.runs.Again(context.Background(), id, i18n.Finnish)
	if err != nil {
		a.t.Fatal(err)
	}
	return again
}

func count(t *testing.T, b *bench, sql string, args ...any) (n int) {
	t.Helper()
	if err := b.pool.QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// What was kept says in every language what the check said, byte for byte, and what it rested on.
func TestKeepsWhatWasSaid(t *testing.T) {
	a := newArchive(t, plainRule("in", layers.Natura, Inside, 0), plainRule("by", layers.Groundwater, Within, 100))
	version := a.layer("sites", layers.Natura, everywhere(), thing{"A<&>", squareRound(at(0, 0), 100), nil})
	a.layer("ways", layers.BaseStreet, everywhere(), thing{"S", at(0, 0), nil}) // no rule looks at it
	place := geo.Transform(squareRound(at(90.123456, 0), 33), geo.TM35FIN, geo.CRS84)
	id, err := a.runs.Keep(t.Context(), identity.Actor{}, Order{Place: place})
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Languages {
		run, err := a.runs.Get(t.Context(), id, lang)
		if err != nil {
			t.Fatal(err)
		}
		result, err := a.engine.Check(t.Context(), place, Answers{}, lang)
		if err != nil {
			t.Fatal(err)
		}
		if want, err := written(result); err != nil || string(run.Result) != want {
			t.Errorf("%s: kept %s, %v; want %s", lang, run.Result, err, want)
		}
	}
	run := a.get(id)
	basis := Basis{Day: "2026-06-01", Engine: EngineVersion, Rules: []RuleRef{{"by", 1}, {"in", 1}}, Layers: []LayerRef{{Layer: "sites", Theme: layers.Natura, Version: version}}}
	if asJSON(run.Basis) != asJSON(basis) {
		t.Errorf("rests on %s, want %s", asJSON(run.Basis), asJSON(basis))
	}
	if held := count(t, a.bench, `select count(*) from layer_holds where version = $1 and holder = 'check_runs'`, version); held != 1 {
		t.Errorf("the layer version is held %d times, want once", held)
	}
	if n := count(t, a.bench, `select count(*) from check_runs where party is null and st_hausdorffdistance(geom, st_transform(st_setsrid(st_geomfromgeojson(place), 4326), 3067)) < 0.001`); n != 1 {
		t.Error("the place in the index is another")
	}
	if n := count(t, a.bench, `select count(*) from audit.entries`); n != 0 {
		t.Errorf("%d entries in the log about nobody", n)
	}
}

// Whoever is signed in keeps it under their name, which those who read the run cannot see.
func TestWhoKeptIt(t *testing.T) {
	a := newArchive(t, plainRule("in", layers.Natura, Inside, 0))
	a.keep(a.person, at(0, 0), `{}`)
	if n := count(t, a.bench, `select count(*) from check_runs where party = $1`, a.person.Person); n != 1 {
		t.Errorf("%d of theirs, want 1", n)
	}
	if n := count(t, a.bench, `select count(*) from audit.entries where operation = 'keep-check' and actor = $1 and subjects = array[$1::uuid]`, a.person.Person); n != 1 {
		t.Errorf("%d entries in the log, want 1", n)
	}
	for _, sql := range []string{`select party from check_runs`, `select key_hash from check_runs`, `update check_runs set day = day`, `delete from check_runs`, `select reason from personal.check_disputes`} {
		if _, err := a.runs.pool.Exec(t.Context(), sql); err == nil {
			t.Errorf("those who read runs may: %s", sql)
		}
	}
	for _, sql := range []string{`update check_runs set result_fi = ''`, `delete from check_runs`, `delete from layer_holds`, `update personal.check_disputes set reason = 'x'`} {
		if _, err := a.runs.personal.Exec(t.Context(), sql); err == nil {
			t.Errorf("those who write runs may: %s", sql)
		}
	}
}

// Of what is told about a project, only what questions ask for is kept: anything else could be about a person.
func TestKeepsNoOtherAnswers(t *testing.T) {
	a := newArchive(t, plainRule("in", layers.Natura, Inside, 0))
	run := a.keep(identity.Actor{}, at(0, 0), `{"kind":"event","contact":"Maija Meikäläinen"}`)
	if got := asJSON(run.Answers); got != asJSON(json.RawMessage(`{"kind": "event"}`)) {
		t.Errorf("kept %s", got)
	}
	if again := a.again(run.ID); len(again.Differences) != 1 || again.Differences[0].Change != Unchanged {
		t.Errorf("again: %s", asJSON(again.Differences))
	}
}

// The same order sent again, also while the first is under way, keeps one run.
func TestKeepingAgainWithTheSameKey(t *testing.T) {
	a := newArchive(t, plainRule("in", layers.Natura, Inside, 0))
	order := func(e float64, key string) Order { return Order{Place: geo.ToLonLat(at(e, 0)), Key: key} }
	type outcome struct {
		id  uuid.UUID
		err error
	}
	outcomes := make(chan outcome)
	for range 3 {
		go func() {
			id, err := a.runs.Keep(context.Background(), a.person, order(0, "k"))
			outcomes <- outcome{id, err}
		}()
	}
	first := <-outcomes
	for range 2 {
		if next := <-outcomes; next.err != nil || next != first {
			t.Errorf("%+v, then %+v", first, next)
		}
	}
	if _, err := a.runs.Keep(t.Context(), a.person, order(1, "k")); !errors.Is(err, ErrKeyUsed) {
		t.Errorf("the key for another place: %v", err)
	}
	for _, who := range []identity.Actor{{}, a.bench.person("Toinen")} {
		if id, err := a.runs.Keep(t.Context(), who, order(1, "k")); err != nil || id == first.id {
			t.Errorf("another's key: %s, %v", id, err)
		}
	}
	if id, err := a.runs.Keep(t.Context(), a.person, order(0, "")); err != nil || id == first.id {
		t.Errorf("no key: %s, %v", id, err)
	}
}

func TestPlacesTooLargeToKeep(t *testing.T) {
	a := newArchive(t, plainRule("in", layers.Natura, Inside, 0))
	var line orb.LineString
	for i := range MaxKept / 30 {
		line = append(line, geo.ToLonLat(at(float64(i)/3, 0)))
	}
	_, err := a.runs.Keep(t.Context(), identity.Actor{}, Order{Place: line})
	if found, ok := errors.AsType[faults.Faults](err); !ok || len(found) != 1 || found[0].Code != "too_large_to_keep" || found[0].Pointer != "/geometry" {
		t.Errorf("got %v", err)
	}
	if _, err := a.runs.Keep(t.Context(), identity.Actor{}, Order{}); !errors.Is(err, ErrNoPlace) {
		t.Errorf("no place: %v", err)
	}
	if _, err := a.runs.Get(t.Context(), uuid.Must(uuid.NewV7()), i18n.Finnish); !errors.Is(err, ErrNoRun) {
		t.Errorf("an address that nothing has: %v", err)
	}
}

// Nothing changed: the same bytes, years later. Then a layer, a rule and the calendar change, one after the other.
func TestAgain(t *testing.T) {
	ctx := t.Context()
	a := newArchive(t, plainRule("by", layers.Natura, Within, 500))
	cover := everywhere()
	a.layer("sites", layers.Natura, cover, thing{"moves", at(100, 0), nil}, thing{"goes", at(200, 0), nil}, thing{"stays", at(300, 0), nil},
		thing{"renamed", at(400, 0), map[string]any{"nimi": "Vanha"}}, thing{"far", at(700, 0), nil})
	run := a.keep(identity.Actor{}, at(0.1234567, 0), `{}`)
	again := a.again(run.ID)
	if text, err := written(again.Result); err != nil || text != string(run.Result) {
		t.Errorf("the same check says something else: %s, %v", text, err)
	}
	if got := briefs(again); len(got) != 4 || got["stays"] != "same stays" {
		t.Errorf("nothing changed: %v", got)
	}

	a.layer("sites", layers.Natura, cover, thing{"moves", at(150, 0), nil}, thing{"stays", at(300, 0), nil},
		thing{"renamed", at(400, 0), map[string]any{"nimi": "Uusi"}}, thing{"comes", at(450, 0), nil}, thing{"far", at(480, 0), nil})
	want := map[string]string{
		"moves":   "changed moves distance_m: layer_version feature_moved",
		"goes":    "gone goes: layer_version feature_went",
		"stays":   "same stays",
		"renamed": "same renamed",
		"comes":   "new comes: layer_version feature_came",
		"far":     "new far: layer_version feature_moved",
	}
	if got := briefs(a.again(run.ID)); asJSON(got) != asJSON(want) {
		t.Errorf("another version of the layer: %s, want %s", asJSON(got), asJSON(want))
	}

	narrower := plainRule("by", layers.Natura, Within, 120)
	narrower.Version = 2
	if err := Add(ctx, a.pool, []Rule{narrower}); err != nil {
		t.Fatal(err)
	}
	a.engine.book.read = time.Time{} // rules are kept for a moment
	again = a.again(run.ID)
	want = map[string]string{
		"moves":   "gone moves status severity distance_m: rule_version layer_version feature_moved",
		"goes":    "gone goes status severity distance_m: rule_version layer_version feature_went",
		"stays":   "gone stays status severity distance_m: rule_version",
		"renamed": "gone renamed status severity distance_m: rule_version layer_version feature_altered",
	}
	if got := briefs(again); asJSON(got) != asJSON(want) {
		t.Errorf("another version of the rule: %s, want %s", asJSON(got), asJSON(want))
	}
	if shown := a.get(run.ID); string(shown.Result) != string(run.Result) || asJSON(shown.Basis) != asJSON(run.Basis) {
		t.Error("what was kept has changed")
	}
}

func briefs(a Again) map[string]string {
	list := map[string]string{}
	for _, d := range a.Differences {
		list[d.FeatureID] = brief(d)
	}
	return list
}

// Answers that questions do not take any more are left out, and that is a reason.
func TestAnswersOfOtherQuestions(t *testing.T) {
	for kept, want := range map[string]string{
		`{"kind": "event"}`:                              `{"kind": "event"}`,
		`{"kind": "a kind that was", "attendance": 7}`:   `{"attendance":7}`,
		`{"a question that was": true, "kind": "event"}`: `{"kind":"event"}`,
	} {
		answers, now, err := readAgain([]byte(kept))
		if err != nil || string(now) != want || len(answers.Unread()) > 0 {
			t.Errorf("%s: %s, %v; want %s", kept, now, err, want)
		}
	}
}

// A layer that was published since is named as people know it.
func TestAgainNamesLayers(t *testing.T) {
	a := newArchive(t, plainRule("by", layers.Natura, Within, 500))
	run := a.keep(identity.Actor{}, at(0, 0), `{}`)
	a.layer("sites", layers.Natura, everywhere())
	d := a.again(run.ID).Differences
	if len(d) != 1 || d[0].Change != Altered || len(d[0].Why) != 1 || d[0].Why[0].Text != "Karttataso ”sites” on julkaistu." {
		t.Errorf("got %s", asJSON(d))
	}
	if a.again(run.ID).Basis.Layers[0].Layer != "sites" {
		t.Error("the layer is not in today's basis")
	}
}

// A layer whose table is gone does not keep the others from being explained.
func TestAgainWithoutALayer(t *testing.T) {
	a := newArchive(t, plainRule("by", layers.Natura, Within, 500))
	first := a.layer("sites", layers.Natura, everywhere(), thing{"A", at(100, 0), nil})
	run := a.keep(identity.Actor{}, at(0, 0), `{}`)
	a.layer("sites", layers.Natura, everywhere(), thing{"A", at(200, 0), nil})
	if _, err := a.pool.Exec(t.Context(), `drop table `+layers.Version{Number: first}.Table()); err != nil {
		t.Fatal(err)
	}
	if got := briefs(a.again(run.ID)); got["A"] != "changed A distance_m: layer_version" {
		t.Errorf("got %v", got)
	}
}
