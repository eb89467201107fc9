package layers

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
)

// statesOf are the states of a layer's versions, oldest first.
func statesOf(t *testing.T, store *Store, layer string) []State {
	t.Helper()
	return scanOne[[]State](t, store.pool, `select array_agg(state order by number) from layer_versions where layer = $1`, layer)
}

func tableOf(t *testing.T, store *Store, number int64) bool {
	t.Helper()
	return scanOne[bool](t, store.pool, `select to_regclass('layer_data.v' || $1::bigint) is not null`, number)
}

func TestVersionsReplacedLongAgoAreCleared(t *testing.T) {
	ctx := t.Context()
	owner := NewStore(testdb.New(t))
	store := NewStore(testdb.As(t, owner.pool, pg.LayersRole))
	recipe := testRecipe("sites", Natura)
	var numbers []int64
	for i := range keptVersions + 3 {
		numbers = append(numbers, wait(t, store, recipe, squares(i+1)))
		if err := store.Publish(ctx, numbers[i], Approval{ConfirmShrink: true}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := store.Difference(ctx, numbers[1]); err != nil {
		t.Fatal(err)
	}
	if n, err := store.Clear(ctx); n != 0 || err != nil {
		t.Fatalf("cleared %d that were replaced just now, %v", n, err)
	}
	if _, err := owner.pool.Exec(ctx, `update layer_versions set superseded_at = now() - interval '91 days' + interval '1 minute' * number where state = 'superseded'`); err != nil {
		t.Fatal(err)
	}
	// The oldest is what a rollback would go back to, as after a rollback to the one behind it.
	if _, err := owner.pool.Exec(ctx, `update layer_versions set replaced = $1 where state = 'published'`, numbers[0]); err != nil {
		t.Fatal(err)
	}
	if n, err := store.Clear(ctx); n != 1 || err != nil {
		t.Fatalf("cleared %d, %v: want one of thirteen", n, err)
	}
	want := slices.Repeat([]State{Superseded}, len(numbers))
	want[1], want[len(want)-1] = Cleared, Published
	if got := statesOf(t, owner, "sites"); !slices.Equal(got, want) {
		t.Errorf("states %v, want %v", got, want)
	}
	if tableOf(t, owner, numbers[1]) || !tableOf(t, owner, numbers[0]) {
		t.Error("the features of another version are gone")
	}
	catalogue := NewCatalogue(store)
	if _, err := catalogue.Find(ctx, "sites", numbers[1]); !errors.Is(err, ErrCleared) {
		t.Errorf("found %v", err)
	}
	if _, err := catalogue.Find(ctx, "other", numbers[1]); !errors.Is(err, ErrNotFound) {
		t.Errorf("found in another layer: %v", err)
	}
	if d, err := store.Difference(ctx, numbers[1]); err != nil || d.Counts[Added] != 1 {
		t.Errorf("what was counted before is %+v, %v", d.Counts, err)
	}
	if lines, _, err := store.Differences(ctx, numbers[1], DifferenceFilter{Limit: 10}); len(lines) != 0 || err != nil {
		t.Errorf("%d lines of it, %v", len(lines), err)
	}
	if _, err := store.pool.Exec(ctx, `update layer_versions set difference = null where number = $1`, numbers[2]); err != nil {
		t.Fatal(err)
	}
	if d, err := store.Difference(ctx, numbers[2]); !errors.Is(err, ErrCleared) {
		t.Errorf("compared with what is gone: %+v, %v", d.Counts, err)
	}
	if err := store.Publish(ctx, numbers[1], Approval{}); !errors.Is(err, ErrNotFound) {
		t.Errorf("published without its features: %v", err)
	}
	if v, err := store.VersionSeen(ctx, "sites", numbers[1], nil); err != nil || v.State != Cleared || v.Tally.Imported != 2 {
		t.Errorf("its line is %+v, %v", v, err)
	}
}

// Whoever reads a version is not disturbed: it is cleared another time.
func TestNothingIsClearedFromUnderItsReaders(t *testing.T) {
	ctx := t.Context()
	store := NewStore(testdb.New(t))
	recipe := testRecipe("sites", Natura)
	for i := range keptVersions + 3 {
		if err := store.Publish(ctx, wait(t, store, recipe, squares(i+1)), Approval{}); err != nil {
			t.Fatal(err)
		}
	}
	first := scanOne[int64](t, store.pool, `update layer_versions set superseded_at = now() - interval '91 days' where number = (select min(number) from layer_versions) returning number`)
	err := pgx.BeginFunc(ctx, store.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, fmt.Sprintf(`select count(*) from layer_data.v%d`, first)); err != nil {
			return err
		}
		n, err := store.Clear(ctx)
		if n != 0 || err != nil || !tableOf(t, store, first) {
			t.Errorf("cleared %d while it is read, %v", n, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := store.Clear(ctx); n != 1 || err != nil || tableOf(t, store, first) {
		t.Errorf("cleared %d afterwards, %v", n, err)
	}
}

// What a schedule makes and nobody looks at does not fill the disk; what an official imported waits.
func TestForgottenVersionsOfSchedules(t *testing.T) {
	ctx := t.Context()
	store := NewStore(testdb.New(t))
	recipe := testRecipe("sites", Natura)
	by := func(number int64, party *uuid.UUID) {
		t.Helper()
		_, err := store.pool.Exec(ctx, `with i as (insert into layer_imports (id, party, kind, address, name, layer, state, ended_at)
			values (gen_random_uuid(), $2, 'address', 'https://register.example/', 'x', 'sites', 'waiting', now()) returning id)
			update layer_versions set import_id = i.id from i where number = $1`, number, party)
		if err != nil {
			t.Fatal(err)
		}
	}
	person := uuid.New()
	by(wait(t, store, recipe, squares(1)), &person)
	for i := range keptWaiting + 1 {
		by(wait(t, store, recipe, squares(i+2)), nil)
	}
	forgotten := scanOne[int64](t, store.pool, `select min(number) + 1 from layer_versions`)
	if n, err := store.Clear(ctx); n != 1 || err != nil || tableOf(t, store, forgotten) {
		t.Errorf("cleared %d, %v", n, err)
	}
	if got := statesOf(t, store, "sites"); !slices.Equal(got, []State{Waiting, Failed, Waiting, Waiting, Waiting}) {
		t.Errorf("states %v", got)
	}
	if report, err := store.Report(ctx, forgotten); err != nil || report.Failure == nil || report.Failure.Code != "outdated" || report.Imported != 2 {
		t.Errorf("its report is %+v, %v", report, err)
	}
}
