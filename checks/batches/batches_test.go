package batches

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
)

func number(f float64) string {
	return strings.ReplaceAll(strconv.FormatFloat(f, 'f', -1, 64), ".", ",")
}

// Every place gets the very bytes that a check of it alone answers, in every language.
func TestPlacesAreCheckedAsIfAlone(t *testing.T) {
	w := newWorld(t)
	points := []orb.Point{at(0, 0), at(250, 10), at(90, 90.5), at(9000, 9000), at(5000, 0), at(101, 0), at(40_000, 0)}
	b := w.run(w.make(table(points...)).ID)
	if b.State != Done || b.Done != 9 || b.Total != 9 || b.Faulty != 2 || b.Counts.Red+b.Counts.Amber+b.Counts.Unknown+b.Counts.Green != 7 || b.Counts.Red != 3 {
		t.Fatalf("%+v", b)
	}
	row := 0
	for i, p := range points {
		row++
		for _, lang := range i18n.Languages {
			place, answer, err := w.store.Answer(t.Context(), w.person, b.ID, row, lang)
			must(t, err)
			result, err := w.engine.Check(t.Context(), geo.ToLonLat(p), checks.Answers{}, lang)
			must(t, err)
			want, err := result.Bytes()
			must(t, err)
			if string(answer) != string(want) {
				t.Errorf("row %d, %s: %s, alone %s", row, lang, answer, want)
			}
			if place.Counts != result.Summary || place.Severity != result.Summary.Worst() || place.Name != "p"+string(rune('a'+i)) {
				t.Errorf("row %d: %+v, want %+v", row, place, result.Summary)
			}
		}
		if i%3 == 2 {
			row++
		}
	}
	bad, err := w.store.Places(t.Context(), w.person, b.ID, Filter{Faulty: true, Limit: 10})
	must(t, err)
	if len(bad) != 2 || bad[0].Row != 4 || bad[0].Fault.Code != "row_empty" || string(bad[0].Own[3]) != `"tyhjä"` {
		t.Errorf("rows that are no places: %+v", bad)
	}
	if i := slices.IndexFunc(b.Rules, func(r RuleCount) bool { return r.Rule == "inside" }); i < 0 || b.Rules[i].Red != 3 {
		t.Errorf("rules %+v", b.Rules)
	}
	if b.Headings["near"].Sv != "near otsikko sv" || b.Basis.Engine != checks.EngineVersion || len(b.Basis.Rules) != 3 {
		t.Errorf("basis %+v, headings %v", b.Basis, b.Headings)
	}
}

// A worker that dies in the middle, whenever that is, loses no place and checks none twice; what it still writes after another
// has taken over is refused.
func TestAKilledWorkerIsFollowedByAnother(t *testing.T) {
	w := newWorld(t)
	var points []orb.Point
	for i := range 10 {
		points = append(points, at(float64(i)*60, 0))
	}
	id := w.make(table(points...)).ID
	dead, err := w.worker.take(t.Context(), id)
	must(t, err)
	answers := checks.Answers{}
	pin, err := w.worker.pin(t.Context(), dead, answers)
	must(t, err)
	step := func() []checked {
		places, err := w.worker.next(t.Context(), dead)
		must(t, err)
		list, err := w.worker.check(t.Context(), pin, answers, places)
		must(t, err)
		return list
	}
	must(t, w.worker.write(t.Context(), dead, step()))
	unwritten := step() // and there it died

	w.open()
	must(t, w.worker.Run(t.Context(), id))
	if b := w.get(id); b.Done != 3 || b.State != Working {
		t.Fatalf("taken from a worker that was heard of a moment ago: %+v", b)
	}
	_, err = w.owner.Exec(t.Context(), `update personal.check_batches set beat_at = now() - interval '1 minute'`)
	must(t, err)
	must(t, w.worker.Revive(t.Context()))
	if n := w.count(`select count(*) from river.river_job where kind = 'check-batch'`); n != 2 {
		t.Errorf("%d jobs, want the lost one and another", n)
	}
	if err := w.worker.write(t.Context(), dead, unwritten); !errors.Is(err, errLost) {
		t.Errorf("the dead one writes: %v", err)
	}
	b := w.run(id)
	if b.State != Done || b.Done != 13 || len(b.Changes) != 0 || b.Counts.Red+b.Counts.Amber+b.Counts.Unknown+b.Counts.Green != 10 {
		t.Fatalf("%+v", b)
	}
	rows := 0
	must(t, w.store.Each(t.Context(), w.person, b.ID, i18n.Finnish, func(p Whole) error {
		if rows++; p.Row != rows || (p.Fault == nil) != (len(p.Raw) > 0) {
			t.Errorf("row %d: %+v", rows, p)
		}
		return nil
	}))
	if rows != 13 || w.count(`select sum(last_row - first_row + 1) from personal.check_batch_results`) != 13 {
		t.Errorf("%d rows", rows)
	}
	must(t, w.worker.Run(t.Context(), id)) // a job too many
}

// What is published while a batch is under way changes nothing in it, also for another instance; where the version is gone the
// batch says from which row on it is another.
func TestTheBasisStays(t *testing.T) {
	w := newWorld(t)
	id := w.make(table(at(0, 0), at(10, 0), at(20, 0), at(30, 0), at(40, 0))).ID
	first := w.part(id)
	w.publish(layers.Recipe{ID: "sites", Theme: layers.Natura, Coverage: layers.Coverage{Kind: layers.CoverNone}}, nil, layerstest.Feature{ID: "N9", Shape: at(90_000, 0)})
	next := rule("inside", layers.Natura, checks.Inside, 0, checks.Amber)
	next.Version = 2
	must(t, checks.Add(t.Context(), w.owner, []checks.Rule{next}))
	w.open()
	b := w.run(id)
	if b.State != Done || len(b.Changes) != 0 || b.Counts.Red != 5 || !slices.Equal(b.Basis.Layers, first.Basis.Layers) {
		t.Errorf("%+v", b)
	}

	id = w.make(table(at(0, 0), at(10, 0), at(20, 0), at(30, 0), at(40, 0))).ID
	first = w.part(id)
	_, err := w.owner.Exec(t.Context(), `update layer_versions set state = 'cleared' where number = $1`, first.Basis.Layers[0].Version)
	must(t, err)
	version := w.publish(layers.Recipe{ID: "sites", Theme: layers.Natura, Coverage: layers.Coverage{Kind: layers.CoverNone}}, nil, layerstest.Feature{ID: "N9", Shape: at(90_000, 0)})
	_, err = w.owner.Exec(t.Context(), `update layer_versions set state = 'cleared' where number = $1`, first.Basis.Layers[0].Version)
	must(t, err)
	w.open()
	if b = w.run(id); len(b.Changes) != 1 || b.Changes[0].Row != 4 || b.Changes[0].Basis.Layers[0].Version != version.Number {
		t.Errorf("%+v", b.Changes)
	}
}

// part works the first chunk of a batch and puts it back.
func (w *world) part(id uuid.UUID) Batch {
	w.t.Helper()
	b, err := w.worker.take(w.t.Context(), id)
	must(w.t, err)
	pin, err := w.worker.pin(w.t.Context(), b, checks.Answers{})
	must(w.t, err)
	places, err := w.worker.next(w.t.Context(), b)
	must(w.t, err)
	list, err := w.worker.check(w.t.Context(), pin, checks.Answers{}, places)
	must(w.t, err)
	must(w.t, w.worker.write(w.t.Context(), b, list))
	_ = w.worker.release(w.t.Context(), b, 0) // says that the job comes again
	return w.get(id)
}

// An instance that stops puts its batch back, and a worker that keeps dying over one is not sent again for ever.
func TestStoppingAndGivingUp(t *testing.T) {
	w := newWorld(t)
	id := w.make(table(at(0, 0))).ID
	stopped, cancel := context.WithCancel(t.Context())
	b, err := w.worker.take(t.Context(), id)
	must(t, err)
	cancel()
	if err := w.worker.work(stopped, b); err == nil {
		t.Error("worked although it was stopped")
	}
	if err := w.worker.release(stopped, b, 0); err == nil || w.get(id).State != Queued || w.get(id).tries != 0 {
		t.Errorf("%v, %+v", err, w.get(id))
	}
	_, err = w.owner.Exec(t.Context(), `update personal.check_batches set tries = $1`, mostTries)
	must(t, err)
	if b := w.run(id); b.State != Failed || b.Failure != "gave_up" {
		t.Errorf("%+v", b)
	}
	_, err = w.owner.Exec(t.Context(), `delete from check_rules`)
	must(t, err)
	w.open()
	if b := w.run(w.make(table(at(0, 0))).ID); b.State != Failed || b.Failure != "no_rules" {
		t.Errorf("without rules: %+v", b)
	}
}

// A batch is its owner's alone: cancelled and deleted by nobody else, and the log says what the owner did.
func TestBatchesAreTheirOwners(t *testing.T) {
	w := newWorld(t)
	b := w.make(table(at(0, 0), at(10, 0), at(20, 0), at(30, 0)))
	part := w.part(b.ID)
	for name, do := range map[string]func() error{
		"get":    func() error { _, err := w.store.Get(t.Context(), w.stranger, b.ID); return err },
		"cancel": func() error { _, err := w.store.Cancel(t.Context(), w.stranger, b.ID); return err },
		"delete": func() error { return w.store.Delete(t.Context(), w.stranger, b.ID) },
		"places": func() error { _, err := w.store.Places(t.Context(), w.stranger, b.ID, Filter{Limit: 1}); return err },
		"spots":  func() error { _, err := w.store.Spots(t.Context(), w.stranger, b.ID); return err },
		"answer": func() error {
			_, _, err := w.store.Answer(t.Context(), w.stranger, b.ID, 1, i18n.Finnish)
			return err
		},
		"each": func() error {
			return w.store.Each(t.Context(), w.stranger, b.ID, i18n.Finnish, func(Whole) error { return nil })
		},
	} {
		if err := do(); !errors.Is(err, ErrNotFound) {
			t.Errorf("a stranger may %s: %v", name, err)
		}
	}
	if list, err := w.store.List(t.Context(), w.stranger); err != nil || len(list) != 0 {
		t.Errorf("a stranger's list: %+v, %v", list, err)
	}
	cancelled, err := w.store.Cancel(t.Context(), w.person, b.ID)
	if err != nil || cancelled.State != Cancelled || cancelled.Done != part.Done || len(cancelled.Rules) == 0 {
		t.Errorf("%+v, %v", cancelled, err)
	}
	if again := w.run(b.ID); again.Done != part.Done {
		t.Errorf("worked after it was cancelled: %+v", again)
	}
	if _, err := w.store.Cancel(t.Context(), w.person, b.ID); !errors.Is(err, ErrEnded) {
		t.Errorf("cancelled twice: %v", err)
	}
	must(t, w.store.Delete(t.Context(), w.person, b.ID))
	if n := w.count(`select (select count(*) from personal.check_batches) + (select count(*) from personal.check_batch_places) + (select count(*) from personal.check_batch_results)`); n != 0 {
		t.Errorf("%d rows are left", n)
	}
	if n := w.count(`select count(*) from audit.entries where actor = $1 and operation in ('check-batch', 'cancel-batch', 'delete-batch')`, w.person.Person); n != 3 {
		t.Errorf("%d entries in the log, want 3", n)
	}
}

func TestBatchesExpire(t *testing.T) {
	w := newWorld(t)
	b := w.make(table(at(0, 0)))
	_, err := w.owner.Exec(t.Context(), `update personal.check_batches set expires_at = now()`)
	must(t, err)
	if _, err := w.store.Get(t.Context(), w.person, b.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("shown when its time is over: %v", err)
	}
	must(t, w.worker.Expire(t.Context()))
	if n := w.count(`select count(*) from personal.check_batches`); n != 0 {
		t.Errorf("%d are left", n)
	}
}

func TestMakingIsIdempotentAndBounded(t *testing.T) {
	w := newWorld(t)
	order := w.order(table(at(0, 0)))
	order.Key = "k"
	first, err := w.store.Make(t.Context(), w.person, order)
	must(t, err)
	again, err := w.store.Make(t.Context(), w.person, order)
	if err != nil || again.ID != first.ID {
		t.Errorf("%s, %v; want %s", again.ID, err, first.ID)
	}
	other := w.order(table(at(1, 0)))
	other.Key = "k"
	if _, err := w.store.Make(t.Context(), w.person, other); !errors.Is(err, ErrKeyUsed) {
		t.Errorf("the key for another order: %v", err)
	}
	if b, err := w.store.Make(t.Context(), w.stranger, order); err != nil || b.ID == first.ID {
		t.Errorf("another's key: %v", err)
	}
	for range mostOpen - 1 {
		w.make(table(at(0, 0)))
	}
	if _, err := w.store.Make(t.Context(), w.person, w.order(table(at(0, 0)))); !errors.Is(err, ErrTooMany) {
		t.Errorf("too many under way: %v", err)
	}
	_, err = w.owner.Exec(t.Context(), `update personal.check_batches set state = 'done', ended_at = now();
		insert into personal.check_batches (id, party, order_hash, name, source, total, state, ended_at, expires_at)
		select gen_random_uuid(), party, order_hash, name, source, total, state, ended_at, expires_at from personal.check_batches, generate_series(1, 30) where party = '`+w.person.Person.String()+`'`)
	must(t, err)
	if _, err := w.store.Make(t.Context(), w.person, w.order(table(at(0, 0)))); !errors.Is(err, ErrFull) {
		t.Errorf("too many kept: %v", err)
	}
	for text, code := range map[string]string{"a,b\n1,2\n": "no_place_columns", "lon,lat\n1,2\n": "no_good_row"} {
		_, err := w.store.Make(t.Context(), w.person, w.order(text))
		if found, ok := errors.AsType[faults.Faults](err); !ok || found[0].Code != code {
			t.Errorf("%q: %v, want %s", text, err, code)
		}
	}
}

// The roles that do not deal with persons see nothing of batches.
func TestOnlyOneRoleSeesBatches(t *testing.T) {
	w := newWorld(t)
	w.make(table(at(0, 0)))
	err := pgx.BeginFunc(t.Context(), w.owner, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), `set local role lupakartta_app`)
		must(t, err)
		_, err = tx.Exec(t.Context(), `select 1 from personal.check_batch_places`)
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "42501") {
		t.Errorf("got %v, want permission denied", err)
	}
}

// Real places of people's tables hold anything; a batch answers in JSON whatever it was.
func TestOwnColumnsComeBack(t *testing.T) {
	w := newWorld(t)
	lonLat := geo.ToLonLat(corner)
	text := fmt.Sprintf(`{"type":"FeatureCollection","features":[{"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[%v,%v]},"properties":{"määrä":1.50,"lista":[1,{"a":null}],"nimi":"a\u0000b"}},{"type":"Feature","geometry":null,"properties":null}]}`, lonLat[0], lonLat[1])
	b := w.run(w.make(text).ID)
	places, err := w.store.Places(t.Context(), w.person, b.ID, Filter{Limit: 9})
	must(t, err)
	if len(places) != 2 || places[0].Name != "7" || places[0].Severity != checks.Red || string(places[0].Own[0]) != "1.50" || string(places[0].Own[1]) != `[1,{"a":null}]` || places[1].Fault.Code != "row_empty" {
		data, _ := json.Marshal(places)
		t.Errorf("%s", data)
	}
}
