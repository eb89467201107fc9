package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"lupakartta/api"
	"lupakartta/identity/sessions"
	"lupakartta/internal/i18n"
	"lupakartta/internal/keys"
	"lupakartta/internal/pg"
	"lupakartta/layers"
)

// concurrent sessions, each of another person, and how many ask at a time.
const (
	concurrent = 10_000
	atATime    = 16
)

// Sessions times the request that asks who one is, with each of 10,000 sessions in turn. The yardstick is the same
// request of somebody who is not signed in, which asks the database nothing: the difference is what a session costs.
func Sessions(ctx context.Context, owner *pgxpool.Pool, catalogue *layers.Catalogue) (Row, error) {
	personal, err := pg.PoolAs(ctx, owner, pg.PersonalRole, 0)
	if err != nil {
		return Row{}, err
	}
	defer personal.Close()
	ring, err := freshKeys()
	if err != nil {
		return Row{}, err
	}
	server, err := api.New(api.Config{Pool: owner, Personal: personal, Keys: ring, Layers: layers.NewStore(owner), Catalogue: catalogue, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return Row{}, err
	}
	cookies, err := openSessions(ctx, personal, sessions.NewStore(personal, ring))
	if err != nil {
		return Row{}, err
	}
	handler := server.Handler()
	var with, without sample
	for i := range 2000 {
		cookie := cookies[i*4999%len(cookies)] // in no order that an index likes
		if err := with.timed(func() error { return askMe(ctx, handler, cookie) }); err != nil {
			return Row{}, err
		}
		if err := without.timed(func() error { return askMe(ctx, handler, "") }); err != nil {
			return Row{}, err
		}
	}
	began := time.Now()
	if err := askAll(ctx, handler, cookies); err != nil {
		return Row{}, err
	}
	return Row{Name: "who am I, one of 10,000 sessions", Median: with.median(), P99: with.quantile(0.99), Runs: len(with), Goal: without.median() + 5*time.Millisecond,
		Yardstick: "the same, not signed in", Beside: without.median(),
		Note: fmt.Sprintf("a session costs %s ms; all 10,000, %d at a time: %.0f a second", milliseconds(with.median()-without.median()), atATime,
			concurrent/time.Since(began).Seconds())}, nil
}

func freshKeys() (*keys.Ring, error) {
	folder, err := os.MkdirTemp("", "lupakartta-bench-keys-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	path := filepath.Join(folder, "keys.json")
	if err := keys.Create(path, time.Now()); err != nil {
		return nil, err
	}
	return keys.Open(path)
}

// openSessions makes the persons and their sessions, and returns the cookies.
func openSessions(ctx context.Context, personal *pgxpool.Pool, store *sessions.Store) ([]string, error) {
	cookies := make([]string, 0, concurrent)
	err := pgx.BeginFunc(ctx, personal, func(tx pgx.Tx) error {
		for range concurrent {
			party, err := uuid.NewV7()
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `insert into personal.parties (id, kind, name) values ($1, 'person', 'Demo')`, party); err != nil {
				return err
			}
			opening := sessions.Opening{Party: party, Name: "Demo", Language: i18n.Finnish, Provider: "bench"}
			secret, _, err := store.Start(ctx, tx, opening, "")
			if err != nil {
				return err
			}
			cookies = append(cookies, secret)
		}
		return nil
	})
	return cookies, err
}

func askMe(ctx context.Context, handler http.Handler, cookie string) error {
	request := httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/v1/me", nil)
	if cookie != "" {
		request.Header.Set("Cookie", "__Host-lupakartta="+cookie)
	}
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, request)
	if answer.Code != http.StatusOK {
		return errors.New("who am I: " + answer.Result().Status)
	}
	return nil
}

func askAll(ctx context.Context, handler http.Handler, cookies []string) error {
	group, _ := errgroup.WithContext(ctx)
	group.SetLimit(atATime)
	for _, cookie := range cookies {
		group.Go(func() error { return askMe(ctx, handler, cookie) })
	}
	return group.Wait()
}
