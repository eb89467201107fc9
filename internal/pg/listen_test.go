package pg_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"go.uber.org/goleak"

	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
)

// listening starts Listen and hands over what its handler gets; the returned function ends it and waits.
func listening(t *testing.T, pool *pgxpool.Pool, fail func(payload string) error) (<-chan string, func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	payloads, ended := make(chan string, 100), make(chan error, 1)
	go func() {
		ended <- pg.Listen(ctx, pool, slog.New(slog.DiscardHandler), "news", func(_ context.Context, payload string) error {
			payloads <- payload
			return fail(payload)
		})
	}()
	stop := func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Listen returned %v", err)
		}
	}
	return payloads, stop
}

func want(t *testing.T, payloads <-chan string, expected string) {
	t.Helper()
	select {
	case got := <-payloads:
		if got != expected {
			t.Fatalf("got payload %q, want %q", got, expected)
		}
	case <-time.After(10 * time.Second):
		t.Fatalf("no call within 10 s, want payload %q", expected)
	}
}

func notify(t *testing.T, pool *pgxpool.Pool, payload string) {
	t.Helper()
	if _, err := pool.Exec(t.Context(), "select pg_notify('news', $1)", payload); err != nil {
		t.Fatal(err)
	}
}

func TestListenCatchesUpAfterACut(t *testing.T) {
	pool := testdb.New(t)
	before := goleak.IgnoreCurrent()
	payloads, stop := listening(t, pool, func(string) error { return nil })
	want(t, payloads, "") // it has begun
	notify(t, pool, "one")
	want(t, payloads, "one")

	var cut int
	err := pool.QueryRow(t.Context(), `select count(*) filter (where pg_terminate_backend(pid, 10000)) from pg_stat_activity
		where datname = current_database() and query like 'listen %'`).Scan(&cut)
	if err != nil || cut != 1 {
		t.Fatalf("cut %d connections, error %v", cut, err)
	}
	notify(t, pool, "lost") // nobody listens now, or perhaps again already
	want(t, payloads, "")   // so this call is what tells about it
	notify(t, pool, "two")
	for got := range payloads {
		if got == "two" {
			break
		}
	}
	stop()
	goleak.VerifyNone(t, before, goleak.IgnoreTopFunction("github.com/jackc/pgx/v5/pgxpool.(*Pool).backgroundHealthCheck"))
}

func TestListenCallsAgainAfterAFailure(t *testing.T) {
	pool := testdb.New(t)
	failures := 0
	payloads, stop := listening(t, pool, func(payload string) error {
		if payload == "bad" && failures == 0 {
			failures++
			return errors.New("not now")
		}
		return nil
	})
	defer stop()
	want(t, payloads, "")
	notify(t, pool, "bad")
	want(t, payloads, "bad")
	want(t, payloads, "") // looked up again, though nothing was sent
}
