package layers

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/internal/testlog"
)

// authorityIn makes an authority.
func authorityIn(t *testing.T, store *Store, code string) uuid.UUID {
	t.Helper()
	return scanOne[uuid.UUID](t, store.pool, `insert into authorities (id, code, kind, name, valid_from)
		values (gen_random_uuid(), $1, 'municipality', jsonb_build_object('fi', $1::text, 'sv', $1::text, 'en', $1::text), '2020-01-01') returning id`, code)
}

// squares are n squares of a hectare, beside each other.
func squares(n int) []wkt {
	var all []wkt
	for i := range n {
		e := 480000 + 200*i
		all = append(all, wkt{fmt.Sprint("s", i), fmt.Sprintf("POLYGON((%[1]d 6920000,%[2]d 6920000,%[2]d 6920100,%[1]d 6920100,%[1]d 6920000))", e, e+100), `{}`})
	}
	return all
}

func TestShrinkingWantsConfirmation(t *testing.T) {
	slimmer := squares(10)
	for i := range slimmer {
		slimmer[i].geom = fmt.Sprintf("POLYGON((%[1]d 6920000,%[2]d 6920000,%[2]d 6920100,%[1]d 6920100,%[1]d 6920000))", 480000+200*i, 480000+200*i+70)
	}
	renamed := squares(10)
	for i := range renamed[:3] {
		renamed[i].id, renamed[i].geom = fmt.Sprint("other", i), squares(30)[20+i].geom
	}
	for _, c := range []struct {
		name   string
		after  []wkt
		want   []Shrunk
		shared bool // the difference was looked at before
	}{
		{"three of ten, others in their place", renamed, []Shrunk{{ByRemoved, 10, 7}}, false},
		{"two of ten, others in their place", append(squares(8), renamed[:2]...), nil, false},
		{"two of ten", squares(8), nil, false},
		{"three of ten", squares(7), []Shrunk{{ByFeatures, 10, 7}, {ByArea, 100_000, 70_000}}, false},
		{"three of ten, seen", squares(7), []Shrunk{{ByFeatures, 10, 7}, {ByArea, 100_000, 70_000}}, true},
		{"a third of the area", slimmer, []Shrunk{{ByArea, 100_000, 70_000}}, false},
		{"growth", squares(20), nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx := t.Context()
			store := NewStore(testdb.New(t))
			recipe := testRecipe("sites", Natura)
			first := wait(t, store, recipe, squares(10))
			if err := store.Publish(ctx, first, Approval{}); err != nil {
				t.Fatal(err)
			}
			second := wait(t, store, recipe, c.after)
			if c.shared {
				if _, err := store.Difference(ctx, second); err != nil {
					t.Fatal(err)
				}
			}
			err := store.Publish(ctx, second, Approval{})
			shrinks, refused := errors.AsType[*ShrinksError](err)
			if refused != (c.want != nil) || !refused && err != nil {
				t.Fatalf("error %v, want a refusal for %v", err, c.want)
			}
			if refused && !slices.EqualFunc(shrinks.Shrunk, c.want, func(got, want Shrunk) bool {
				return got.Measure == want.Measure && math.Abs(got.Before-want.Before) < 1 && math.Abs(got.After-want.After) < 1
			}) {
				t.Errorf("refusal %+v, want %+v", shrinks.Shrunk, c.want)
			}
			if err := store.Publish(ctx, second, Approval{ConfirmShrink: true}); err != nil {
				t.Errorf("confirmed: %v", err)
			}
		})
	}
}

// Where features come and go by their nature, as roadworks do, new ones make up for those that are gone.
func TestPassingFeatures(t *testing.T) {
	ctx := t.Context()
	store := NewStore(testdb.New(t))
	recipe := testRecipe("works", Roadwork)
	recipe.Passing = true
	all := squares(20)
	for i, c := range []struct {
		features []wkt
		refused  bool
	}{{all[:10], false}, {all[10:], false}, {all[:3], true}} {
		err := store.Publish(ctx, wait(t, store, recipe, c.features), Approval{})
		if _, refused := errors.AsType[*ShrinksError](err); refused != c.refused || !refused && err != nil {
			t.Errorf("version %d: %v", i+1, err)
		}
	}
}

// A report lists so many repairs; those that it has no room for are decided on as well.
func TestRepairsThatAreNotListedAreDecidedOn(t *testing.T) {
	var r Report
	for i := range 2*maxReportLines + 5 {
		r.repaired(Repair{ID: fmt.Sprint(i), AreaChange: 200 * float64(i%2), AreaBefore: 1e6})
	}
	r.cutRepaired()
	if open := r.Decisions(); len(open) != maxReportLines {
		t.Fatalf("%d decisions", len(open))
	}
	r.decide(DecideRepairs, maxReportLines+2)
	open := r.Decisions()
	if last := open[len(open)-1]; len(open) != maxReportLines+1 || last.ID != "repairs:others" || last.Others != 2 {
		t.Errorf("%d decisions, the last %+v", len(open), last)
	}
}

func TestLargeRepairsAreDecidedOn(t *testing.T) {
	ctx := t.Context()
	store := NewStore(testdb.New(t))
	recipe := testRecipe("sites", Natura)
	number := wait(t, store, recipe, []wkt{
		{"small", "POLYGON((480000 6920000,480100 6920000,480100 6920100,480000 6920100,480000 6920000),(480100 6920050,480101 6920050,480101 6920051,480100 6920051,480100 6920050))", `{}`},
		{"bow", "POLYGON((480300 6920000,480400 6920100,480400 6920000,480300 6920100,480300 6920000))", `{}`},
	})
	report, err := store.Report(ctx, number)
	if err != nil || len(report.Repaired) != 2 {
		t.Fatalf("report %+v, %v", report, err)
	}
	for _, approval := range []Approval{{}, {Decided: []string{"repair:small"}}} {
		undecided, refused := errors.AsType[*UndecidedError](store.Publish(ctx, number, approval))
		if !refused || len(undecided.Decisions) != 1 || undecided.Decisions[0].ID != "repair:bow" || undecided.Decisions[0].AreaAfter == 0 {
			t.Errorf("approval %+v: %+v", approval, undecided)
		}
	}
	if err := store.Publish(ctx, number, Approval{Decided: []string{"repair:bow"}}); err != nil {
		t.Fatal(err)
	}
	if decided := scanOne[string](t, store.pool, `select decisions->>'decided' from layer_versions where number = $1`, number); decided != `["repair:bow"]` {
		t.Errorf("kept %s", decided)
	}
}

func TestOvertaken(t *testing.T) {
	ctx := t.Context()
	store := NewStore(testdb.New(t))
	recipe := testRecipe("sites", Natura)
	older, newer := wait(t, store, recipe, squares(1)), wait(t, store, recipe, squares(2))
	none, stale := int64(0), int64(999)
	if err := store.Publish(ctx, newer, Approval{Against: &stale}); !errors.Is(err, ErrOvertaken) {
		t.Errorf("against another version: %v", err)
	}
	if err := store.Publish(ctx, newer, Approval{Against: &none}); err != nil {
		t.Errorf("against nothing: %v", err)
	}
	if err := store.Publish(ctx, older, Approval{ConfirmShrink: true}); !errors.Is(err, ErrOlder) || !errors.Is(err, ErrOvertaken) {
		t.Errorf("an older one: %v", err)
	}
	if err := store.Publish(ctx, older, Approval{ConfirmShrink: true, ConfirmOlder: true}); err != nil {
		t.Errorf("an older one, confirmed: %v", err)
	}
	if err := store.Publish(ctx, newer, Approval{}); err != nil {
		t.Errorf("one that was published before: %v", err)
	}
}

// Registrars publish, reject and roll back what their authority keeps; for others it is not there.
func TestOnlyTheKeepersOfficials(t *testing.T) {
	ctx := t.Context()
	owner := NewStore(testdb.New(t))
	store := NewStore(testdb.As(t, owner.pool, pg.LayersRole))
	mine, other := authorityIn(t, owner, "mine"), authorityIn(t, owner, "other")
	recipe := testRecipe("sites", Natura)
	first, second, third := wait(t, store, recipe, squares(1)), wait(t, store, recipe, squares(2)), wait(t, store, recipe, squares(3))
	if err := store.SetKeeper(ctx, "sites", mine); err != nil {
		t.Fatal(err)
	}
	if err := store.SetKeeper(ctx, "nothing", mine); !errors.Is(err, ErrNotFound) {
		t.Errorf("keeper of nothing: %v", err)
	}
	registrar := Approval{By: uuid.New(), For: []uuid.UUID{mine}}
	for _, stranger := range []Approval{{By: uuid.New()}, {By: uuid.New(), For: []uuid.UUID{other}}} {
		if err := store.Publish(ctx, first, stranger); !errors.Is(err, ErrNotFound) {
			t.Errorf("a stranger publishes: %v", err)
		}
		if err := store.Reject(ctx, third, stranger); !errors.Is(err, ErrNotFound) {
			t.Errorf("a stranger rejects: %v", err)
		}
	}
	unlogged := registrar
	unlogged.Log = func(context.Context) error { return errors.New("no log") }
	if err := store.Publish(ctx, first, unlogged); err == nil {
		t.Error("published although it could not be logged")
	}
	if err := store.Reject(ctx, third, unlogged); err == nil {
		t.Error("rejected although it could not be logged")
	}
	for _, number := range []int64{first, second} {
		if err := store.Publish(ctx, number, registrar); err != nil {
			t.Fatal(err)
		}
	}
	if v, err := store.Version(ctx, second); err != nil || v.PublishedFor.Code != "mine" || v.Keeper.Name.Fi != "mine" || v.ImportedFor.Code != "" || v.Tally.Imported != 2 {
		t.Errorf("version %+v, %v", v, err)
	}
	if _, err := store.Rollback(ctx, "sites", Approval{By: uuid.New(), For: []uuid.UUID{other}}); !errors.Is(err, ErrNotFound) {
		t.Errorf("a stranger rolls back: %v", err)
	}
	if v, err := store.Rollback(ctx, "sites", registrar); err != nil || v.Number != first {
		t.Errorf("rolled back to %d, %v", v.Number, err)
	}
	unheard := registrar
	unheard.Log = func(context.Context) error { return errors.New("no room in the log") }
	if err := store.Reject(ctx, third, unheard); err == nil || scanOne[string](t, owner.pool, `select state from layer_versions where number = $1`, third) != "waiting" {
		t.Errorf("rejected without its line in the audit log: %v", err)
	}
	if err := store.Reject(ctx, third, registrar); err != nil {
		t.Fatal(err)
	}
	gone := scanOne[bool](t, owner.pool, `select state = 'failed' and to_regclass('layer_data.v' || number) is null from layer_versions where number = $1`, third)
	if err := store.Reject(ctx, third, registrar); !gone || !errors.Is(err, ErrNotFound) {
		t.Errorf("rejected: gone %v, again %v", gone, err)
	}
}

// Every instance that follows the channel shows what any of them published.
func TestEveryInstanceServesTheNewVersion(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	pool := testdb.New(t)
	store := NewStore(pool)
	recipe := testRecipe("sites", Natura)
	type instance struct {
		catalogue *Catalogue
		loaded    chan struct{}
		ended     chan error
	}
	var instances []instance
	for range 2 {
		app := testdb.As(t, pool, pg.AppRole)
		i := instance{NewCatalogue(NewStore(app)), make(chan struct{}, 100), make(chan error, 1)}
		go func() {
			i.ended <- pg.Listen(ctx, app, testlog.Logger(), Channel, func(ctx context.Context, _ string) error {
				err := i.catalogue.Load(ctx)
				i.loaded <- struct{}{}
				return err
			})
		}()
		<-i.loaded // listens
		instances = append(instances, i)
	}
	defer func() {
		stop()
		for _, i := range instances {
			if err := <-i.ended; err != nil {
				t.Error(err)
			}
		}
	}()
	shows := func(number int64) {
		t.Helper()
		for n, i := range instances {
			select {
			case <-i.loaded:
			case <-time.After(30 * time.Second):
				t.Fatalf("instance %d was not told", n)
			}
			if l, _ := i.catalogue.Layer("sites"); l.Version.Number != number {
				t.Errorf("instance %d shows version %d, want %d", n, l.Version.Number, number)
			}
		}
	}
	first, second := wait(t, store, recipe, squares(1)), wait(t, store, recipe, squares(2))
	for _, number := range []int64{first, second} {
		if err := store.Publish(ctx, number, Approval{}); err != nil {
			t.Fatal(err)
		}
		shows(number)
	}
	if _, err := store.Rollback(ctx, "sites", Approval{}); err != nil {
		t.Fatal(err)
	}
	shows(first)
}

// Repairs of features that share an id are decided on one by one.
func TestDecisionsOfOneID(t *testing.T) {
	report := Report{Repaired: []Repair{{ID: "a", AreaBefore: 1000, AreaChange: 500}, {ID: "b"}, {ID: "a", AreaBefore: 1000, AreaChange: -900}}}
	var ids []string
	for _, d := range report.Decisions() {
		ids = append(ids, d.ID)
	}
	if !slices.Equal(ids, []string{"repair:a", "repair:a#2"}) {
		t.Errorf("decisions %v", ids)
	}
}

// Who begins a layer and makes nothing of it does not keep it; a layer of the whole country is nobody's for the taking.
func TestLayersAreNotTakenByTrying(t *testing.T) {
	ctx := t.Context()
	owner := NewStore(testdb.New(t))
	store := NewStore(testdb.As(t, owner.pool, pg.LayersRole))
	mine, other := authorityIn(t, owner, "mine"), authorityIn(t, owner, "other")
	begin := func(recipe Recipe, authority uuid.UUID) error {
		b, err := store.Begin(ctx, recipe, Origin{Name: "test", CRS: "EPSG:3067", By: Importer{Authority: authority}})
		if err == nil {
			b.Abort(ctx, errors.New("not what was meant"))
		}
		return err
	}
	local, national := testRecipe("sites", Natura), testRecipe("syke_natura", Natura)
	national.Coverage.Kind = CoverCountry
	for _, authority := range []uuid.UUID{mine, other} {
		if err := begin(local, authority); err != nil {
			t.Errorf("a layer that nobody keeps: %v", err)
		}
	}
	if err := begin(national, mine); !errors.Is(err, ErrNational) {
		t.Errorf("a layer of the whole country: %v", err)
	}
	if n := scanOne[int](t, owner.pool, `select count(*) from layers where keeper is not null or id = 'syke_natura'`); n != 0 {
		t.Errorf("%d layers were taken", n)
	}
	for range 2 {
		if err := store.SetKeeper(ctx, "syke_natura", mine); err != nil {
			t.Fatal(err)
		}
		if err := begin(national, mine); err != nil {
			t.Errorf("its keeper: %v", err)
		}
		if err := begin(national, other); !errors.Is(err, ErrKeeper) {
			t.Errorf("somebody else: %v", err)
		}
	}
}
