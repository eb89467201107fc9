package checks

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/internal/pg"
)

// statement is one query of a batch. Its read may be called again after it failed.
type statement struct {
	sql  string
	args []any
	read func(pgx.Rows) error
	err  error // why it has no answer, when the others have theirs
}

// runBatch sends the statements in one round trip. When one of them is refused, each of those without an answer is
// sent again by itself, so that a broken layer leaves the others alone; what fails then is in the statement's err.
// The error it returns means that the database, or time, is gone.
func runBatch(ctx context.Context, pool *pgxpool.Pool, statements []*statement) error {
	if len(statements) == 0 {
		return nil
	}
	done, err := runTogether(ctx, pool, statements)
	if err == nil {
		return nil
	}
	if gone(ctx, err) {
		return fmt.Errorf("check: %w", err)
	}
	for _, s := range statements[done:] {
		if s.err = runAlone(ctx, pool, s); s.err != nil && gone(ctx, s.err) {
			return fmt.Errorf("check: %w", s.err)
		}
	}
	return nil
}

// prelude begins what every batch runs in. Plans are made once and kept: planning each statement anew for its
// geometry costs more than running it. Compiling them is never worth it.
const prelude = `select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('jit', 'off', true)`

// runTogether returns how many statements were answered before the first that was not.
func runTogether(ctx context.Context, pool *pgxpool.Pool, statements []*statement) (done int, err error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Release()
	var batch pgx.Batch
	batch.Queue(`begin transaction read only`)
	batch.Queue(prelude)
	for _, s := range statements {
		batch.Queue(s.sql, s.args...)
	}
	batch.Queue(`commit`)
	if done, err = read(conn.SendBatch(ctx, &batch), statements); err != nil {
		_, _ = conn.Exec(ctx, `rollback`) // without it the pool would throw the connection away
	}
	return done, err
}

func read(results pgx.BatchResults, statements []*statement) (done int, err error) {
	defer func() { err = errors.Join(err, results.Close()) }()
	for range 2 { // begin and the prelude
		if _, err := results.Exec(); err != nil {
			return 0, err
		}
	}
	for i, s := range statements {
		rows, err := results.Query()
		if err == nil {
			err = drain(rows, s.read)
		}
		if err != nil {
			return i, err
		}
	}
	return len(statements), nil
}

func runAlone(ctx context.Context, pool *pgxpool.Pool, s *statement) error {
	rows, err := pool.Query(ctx, s.sql, s.args...)
	if err != nil {
		return err
	}
	return drain(rows, s.read)
}

func drain(rows pgx.Rows, read func(pgx.Rows) error) error {
	defer rows.Close()
	if err := read(rows); err != nil {
		return err
	}
	return rows.Err()
}

// gone tells a database that cannot be asked from a statement that it refused.
func gone(ctx context.Context, err error) bool {
	if ctx.Err() != nil || pg.Unavailable(err) {
		return true
	}
	_, refused := errors.AsType[*pgconn.PgError](err)
	_, unread := errors.AsType[unreadable](err)
	return !refused && !unread
}

// unreadable is an answer that we do not understand, such as a curve where straight lines were expected.
type unreadable struct{ err error }

func (u unreadable) Error() string { return u.err.Error() }
func (u unreadable) Unwrap() error { return u.err }
