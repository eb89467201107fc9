package signin

import (
	"context"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/internal/keys"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
)

// newStore gives a store under the role that the service uses, with a clock that the test sets.
func newStore(t *testing.T) (*Store, *pgxpool.Pool, *time.Time) {
	t.Helper()
	ctx := context.Background()
	personal, err := pg.PoolAs(ctx, testdb.New(t), pg.PersonalRole, 4)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(personal.Close)
	path := filepath.Join(t.TempDir(), "keys")
	if err := keys.Create(path, noon); err != nil {
		t.Fatal(err)
	}
	ring, err := keys.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	now := noon
	return NewStore(personal, ring, func() time.Time { return now }), personal, &now
}

func begin(t *testing.T, store *Store, returnTo string) (Attempt, Secret) {
	t.Helper()
	attempt, browser, err := store.Begin(context.Background(), "stand-in", returnTo, netip.MustParseAddr("192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	return attempt, browser
}

func TestTakeGivesTheAttemptOnce(t *testing.T) {
	store, _, _ := newStore(t)
	ctx := context.Background()
	begun, browser := begin(t, store, "/fi?q=1#place=x")
	other, _ := begin(t, store, "//evil.example")
	if other.ReturnTo != "/" || other.State == begun.State || other.Verifier == begun.Verifier || other.Nonce == begun.Nonce {
		t.Errorf("got another attempt %s", other.ReturnTo)
	}
	taken, err := store.Take(ctx, begun.State, browser)
	if err != nil {
		t.Fatal(err)
	}
	if !taken.Began.Equal(begun.Began) || taken.ReturnTo != "/fi?q=1#place=x" || taken.Provider != "stand-in" ||
		taken.State != begun.State || taken.Nonce != begun.Nonce || taken.Verifier != begun.Verifier {
		t.Errorf("took another attempt: %+v, want %+v", taken, begun)
	}
	_, err = store.Take(ctx, begun.State, browser)
	wantRefusal(t, nil, err, Replayed)
}

func TestTakeRefuses(t *testing.T) {
	store, _, now := newStore(t)
	ctx := context.Background()

	_, browser := begin(t, store, "/")
	_, err := store.Take(ctx, Secret{}, browser)
	wantRefusal(t, nil, err, BadState)
	_, err = store.Take(ctx, NewSecret(strings.Repeat("x", 100_000)), browser)
	wantRefusal(t, nil, err, BadState)
	_, err = store.Take(ctx, newSecret(), browser)
	wantRefusal(t, nil, err, Replayed)

	for name, thief := range map[string]Secret{"another browser": newSecret(), "no cookie": {}} {
		attempt, owner := begin(t, store, "/")
		_, err = store.Take(ctx, attempt.State, thief)
		wantRefusal(t, nil, err, BadState)
		_, err = store.Take(ctx, attempt.State, owner)
		wantRefusal(t, nil, err, Replayed)
		if t.Failed() {
			t.Fatal(name)
		}
	}

	attempt, browser := begin(t, store, "/")
	*now = noon.Add(Lifetime)
	_, err = store.Take(ctx, attempt.State, browser)
	wantRefusal(t, nil, err, Expired)
}

func TestOneOfManyTakesIt(t *testing.T) {
	store, _, _ := newStore(t)
	attempt, browser := begin(t, store, "/")
	var (
		all   sync.WaitGroup
		taken atomic.Int32
	)
	for range 8 {
		all.Go(func() {
			if _, err := store.Take(context.Background(), attempt.State, browser); err == nil {
				taken.Add(1)
			} else {
				wantRefusal(t, nil, err, Replayed)
			}
		})
	}
	all.Wait()
	if taken.Load() != 1 {
		t.Errorf("%d took it", taken.Load())
	}
}

func TestTheTableKeepsNoSecret(t *testing.T) {
	store, pool, _ := newStore(t)
	attempt, browser := begin(t, store, "/")
	var row string
	if err := pool.QueryRow(context.Background(), `select s::text || encode(s.state_hash, 'escape') || encode(s.browser_hash, 'escape') from personal.sign_ins s`).Scan(&row); err != nil {
		t.Fatal(err)
	}
	for name, secret := range map[string]Secret{"state": attempt.State, "browser": browser, "verifier": attempt.Verifier} {
		if strings.Contains(row, secret.Reveal()) {
			t.Errorf("the %s stands in the row", name)
		}
	}
	if !strings.Contains(row, "192.0.2.1") {
		t.Error("the address does not")
	}
}

func TestSweep(t *testing.T) {
	store, _, now := newStore(t)
	ctx := context.Background()
	begin(t, store, "/")
	*now = noon.Add(time.Minute)
	later, browser := begin(t, store, "/")
	*now = noon.Add(Lifetime)
	if swept, err := store.Sweep(ctx); err != nil || swept != 1 {
		t.Errorf("swept %d, %v, want 1", swept, err)
	}
	if _, err := store.Take(ctx, later.State, browser); err != nil {
		t.Errorf("swept too much: %v", err)
	}
}
