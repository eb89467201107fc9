package layers

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"lupakartta/internal/testdb"
)

func TestRollback(t *testing.T) {
	ctx := context.Background()
	store := NewStore(testdb.New(t))
	recipe := testRecipe("sites", Natura)
	current := func() int64 { return scanOne[int64](t, store.pool, `select current from layers where id = 'sites'`) }
	var versions []Version
	for i := range 3 {
		_, v := buildLayer(t, store, recipe, "", townSquare, []wkt{{"a", fmt.Sprintf("SRID=3067;POINT(48000%d 6920000)", i), ``}})
		versions = append(versions, v)
	}
	for _, want := range []Version{versions[1], versions[0]} {
		got, err := store.Rollback(ctx, "sites", Approval{})
		if err != nil || got.Number != want.Number || got.State != Published || current() != want.Number {
			t.Errorf("rolled back to %d (%s), error %v, want %d", got.Number, got.State, err, want.Number)
		}
	}
	if _, v := buildLayer(t, store, recipe, "", townSquare, []wkt{{"a", "SRID=3067;POINT(480009 6920000)", ``}}); current() != v.Number {
		t.Fatal("the next version is not published")
	}
	if got, err := store.Rollback(ctx, "sites", Approval{}); err != nil || got.Number != versions[0].Number {
		t.Errorf("what had been rolled back came again: %d, %v", got.Number, err)
	}
	for _, layer := range []string{"sites", "no_such_layer"} {
		if _, err := store.Rollback(ctx, layer, Approval{}); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: error %v, want not found", layer, err)
		}
	}
	if err := store.Publish(ctx, versions[2].Number, Approval{}); err != nil || current() != versions[2].Number {
		t.Errorf("published again: %v", err)
	}
	listed, err := store.VersionsOf(ctx, "sites")
	if err != nil || len(listed) != 4 || listed[1].Number != versions[2].Number {
		t.Errorf("versions %v, error %v", listed, err)
	}
	if report, err := store.Report(ctx, versions[0].Number); err != nil || report.Imported != 1 || report.Layer != "sites" {
		t.Errorf("report %+v, error %v", report, err)
	}
	if err := store.Publish(ctx, 999, Approval{}); !errors.Is(err, ErrNotFound) {
		t.Errorf("publish nothing: %v", err)
	}
}

func TestPublishTellsInstances(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	store := NewStore(testdb.New(t))
	conn, err := store.pool.Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "listen "+Channel); err != nil {
		t.Fatal(err)
	}
	buildLayer(t, store, testRecipe("sites", Natura), "", townSquare, []wkt{{"a", "SRID=3067;POINT(480000 6920000)", ``}})
	n, err := conn.Conn().WaitForNotification(ctx)
	if err != nil || n.Payload != "sites" {
		t.Errorf("notification %v, error %v", n, err)
	}
}

func TestPublicationsOfOneThemeDoNotLoseEachOther(t *testing.T) {
	ctx := context.Background()
	store := NewStore(testdb.New(t))
	const layers = 6
	var numbers []int64
	for i := range layers {
		b, err := store.Begin(ctx, testRecipe(fmt.Sprintf("sites%d", i), Natura), Origin{})
		if err != nil {
			t.Fatal(err)
		}
		e := 400_000 + 10_000*float64(i)
		b.Cover(orb.MultiPolygon{{{{e, 6_900_000}, {e + 1000, 6_900_000}, {e + 1000, 6_901_000}, {e, 6_900_000}}}})
		if _, err := b.Finish(ctx); err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, b.Number())
	}
	var group sync.WaitGroup
	for _, number := range numbers {
		group.Go(func() {
			if err := store.Publish(ctx, number, Approval{}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if parts := scanOne[int](t, store.pool, `select st_numgeometries(geom) from theme_coverage where theme = 'natura'`); parts != layers {
		t.Errorf("coverage of %d layers, want %d", parts, layers)
	}
}

func TestThemeMovesOnlyWhenPublished(t *testing.T) {
	ctx := context.Background()
	store := NewStore(testdb.New(t))
	buildLayer(t, store, testRecipe("sites", Natura), "", townSquare, []wkt{{"a", "SRID=3067;POINT(480000 6920000)", ``}})
	b, err := store.Begin(ctx, testRecipe("sites", Cultural), Origin{})
	if err != nil {
		t.Fatal(err)
	}
	b.Cover(townSquare)
	if _, err := b.Finish(ctx); err != nil {
		t.Fatal(err)
	}
	themes := func() string {
		return scanOne[string](t, store.pool, `select string_agg(theme, ' ') from theme_coverage`)
	}
	if got := themes(); got != "natura" {
		t.Errorf("before publication: coverage of %s", got)
	}
	if err := store.Publish(ctx, b.Number(), Approval{ConfirmShrink: true}); err != nil {
		t.Fatal(err)
	}
	if got := themes(); got != "cultural" {
		t.Errorf("after publication: coverage of %s", got)
	}
}

func TestBuildsBesideEachOther(t *testing.T) {
	ctx := context.Background()
	store := NewStore(testdb.New(t))
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			b, err := store.Begin(ctx, testRecipe("same", Natura), Origin{})
			if err != nil {
				t.Error(err)
				return
			}
			b.Cover(townSquare)
			for i := range 200 {
				f, err := NewFeature(fmt.Sprint(i), orb.Point{480_000 + float64(i), 6_920_000}, nil)
				if err == nil {
					err = b.Add(f)
				}
				if err != nil {
					t.Error(err)
				}
			}
			if _, err := b.Finish(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	// More builders at once than the pool has connections.
	var open []*Builder
	for i := range 12 {
		b, err := store.Begin(ctx, testRecipe(fmt.Sprintf("many%d", i), Natura), Origin{})
		if err != nil {
			t.Fatal(err)
		}
		open = append(open, b)
	}
	for _, b := range open {
		b.Abort(ctx, errors.New("enough"))
	}
	fids := scanOne[int](t, store.pool, `select count(distinct fid) from (select fid, source_id from layer_data.v1 union select fid, source_id from layer_data.v2
		union select fid, source_id from layer_data.v3 union select fid, source_id from layer_data.v4) x`)
	if fids != 200 {
		t.Errorf("%d fids for 200 features in four builds", fids)
	}
}

func TestLeftoversAreSweptAndLiveBuildsAreNot(t *testing.T) {
	ctx := context.Background()
	store := NewStore(testdb.New(t))
	live, err := store.Begin(ctx, testRecipe("live", Natura), Origin{})
	if err != nil {
		t.Fatal(err)
	}
	dead, err := store.Begin(ctx, testRecipe("dead", Natura), Origin{})
	if err != nil {
		t.Fatal(err)
	}
	// A process that dies takes its connection with it.
	scanOne[bool](t, store.pool, `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = $1`, dead.Number())
	state := func(number int64) string {
		return scanOne[string](t, store.pool, `select state || coalesce(' ' || to_regclass('layer_data.v' || number || '_in'), '') from layer_versions where number = $1`, number)
	}
	for range 50 {
		next, err := store.Begin(ctx, testRecipe("next", Natura), Origin{})
		if err != nil {
			t.Fatal(err)
		}
		next.Abort(ctx, nil)
		if state(dead.Number()) == "failed" {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if got := state(dead.Number()); got != "failed" {
		t.Errorf("the dead build is %s", got)
	}
	live.Cover(townSquare)
	if report, err := live.Finish(ctx); err != nil || report.Version != live.Number() {
		t.Errorf("the live build was disturbed: %v", err)
	}
	live.Abort(ctx, nil) // after Finish it does nothing
	if got := state(live.Number()); got != "waiting" {
		t.Errorf("the live build is %s", got)
	}
	dead.Abort(ctx, nil)
}
