package layers

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
)

// held publishes more versions than are kept, and says that all but the last were replaced long ago.
func held(t *testing.T) (owner, store *Store, numbers []int64) {
	t.Helper()
	owner = NewStore(testdb.New(t))
	store = NewStore(testdb.As(t, owner.pool, pg.LayersRole))
	for i := range keptVersions + 4 {
		numbers = append(numbers, wait(t, store, testRecipe("sites", Natura), squares(i+1)))
		if err := store.Publish(t.Context(), numbers[i], Approval{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := owner.pool.Exec(t.Context(), `update layer_versions set superseded_at = now() - interval '91 days' + interval '1 minute' * number where state = 'superseded'`); err != nil {
		t.Fatal(err)
	}
	return owner, store, numbers
}

// hold keeps versions as a part of the service does that keeps something made of them.
func hold(t *testing.T, owner *Store, versions ...int64) error {
	t.Helper()
	return pgx.BeginFunc(t.Context(), testdb.As(t, owner.pool, pg.PersonalRole), func(tx pgx.Tx) error { return Hold(t.Context(), tx, "check_runs", versions) })
}

func TestVersionsThatSomethingRefersToAreNotCleared(t *testing.T) {
	owner, store, numbers := held(t)
	for range 2 { // twice: however many things refer to a version
		if err := hold(t, owner, numbers[1], numbers[len(numbers)-1]); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := store.Clear(t.Context()); n != 2 || err != nil {
		t.Errorf("cleared %d, %v; want the first and the third", n, err)
	}
	want := []State{Cleared, Superseded, Cleared, Superseded}
	if got := statesOf(t, owner, "sites"); !slices.Equal(got[:4], want) || !tableOf(t, owner, numbers[1]) {
		t.Errorf("states %v, want %v and the features of the second", got[:4], want)
	}
	if err := hold(t, owner, numbers[0]); !errors.Is(err, ErrCleared) {
		t.Errorf("held without its features: %v", err)
	}
	if held := scanOne[int](t, owner.pool, `select count(*) from layer_holds`); held != 2 {
		t.Errorf("%d versions held, want 2", held)
	}
}

// A clearing that found the version to be due before it was held leaves it alone.
func TestHeldBetweenFindingAndClearing(t *testing.T) {
	owner, store, numbers := held(t)
	if err := hold(t, owner, numbers[0]); err != nil {
		t.Fatal(err)
	}
	if err := pgx.BeginFunc(t.Context(), store.pool, func(tx pgx.Tx) error { return clearIn(t.Context(), tx, numbers[0]) }); err != nil {
		t.Fatal(err)
	}
	if got := statesOf(t, owner, "sites"); got[0] != Superseded || !tableOf(t, owner, numbers[0]) {
		t.Errorf("state %s", got[0])
	}
}

// Whoever holds a version is not overtaken by a clearing, also while the transaction that keeps something is under way.
func TestNothingIsClearedWhileItIsBeingHeld(t *testing.T) {
	owner, store, numbers := held(t)
	gaveUp := errors.New("gave up")
	err := pgx.BeginFunc(t.Context(), testdb.As(t, owner.pool, pg.PersonalRole), func(tx pgx.Tx) error {
		if err := Hold(t.Context(), tx, "check_runs", numbers[:1]); err != nil {
			return err
		}
		if n, err := store.Clear(t.Context()); n != 2 || err != nil || !tableOf(t, owner, numbers[0]) {
			t.Errorf("cleared %d, %v; want the second and the third", n, err)
		}
		return gaveUp
	})
	if !errors.Is(err, gaveUp) {
		t.Fatal(err)
	}
	if n, err := store.Clear(t.Context()); n != 1 || err != nil || tableOf(t, owner, numbers[0]) {
		t.Errorf("cleared %d afterwards, %v; want the first", n, err)
	}
}

// A layer that is taken away leaves what something kept refers to, and can come again.
func TestRemovedLayersLeaveWhatIsHeld(t *testing.T) {
	ctx := context.Background()
	owner, store, numbers := held(t)
	last := numbers[len(numbers)-1]
	if err := hold(t, owner, numbers[2], last); err != nil {
		t.Fatal(err)
	}
	if err := store.Remove(ctx, "sites"); err != nil {
		t.Fatal(err)
	}
	if got := statesOf(t, owner, "sites"); !slices.Equal(got, []State{Superseded, Superseded}) || !tableOf(t, owner, last) || tableOf(t, owner, numbers[3]) {
		t.Errorf("states %v", got)
	}
	catalogue := NewCatalogue(store)
	if err := catalogue.Load(ctx); err != nil || len(catalogue.Layers()) != 0 {
		t.Errorf("%d layers are published, %v", len(catalogue.Layers()), err)
	}
	if v, err := catalogue.Find(ctx, "sites", last); err != nil || v.FeatureCount != int64(len(numbers)) {
		t.Errorf("what is held: %+v, %v", v, err)
	}
	again := wait(t, store, testRecipe("sites", Natura), squares(3))
	if err := store.Publish(ctx, again, Approval{}); err != nil {
		t.Errorf("the layer does not come again: %v", err)
	}
}
