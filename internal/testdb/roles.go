package testdb

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/internal/pg"
)

// As returns a pool over the same database that works as a role of the service (pg.AppRole, pg.PersonalRole, pg.LayersRole), so that
// a missing grant fails a test. It closes when the test ends.
func As(t testing.TB, pool *pgxpool.Pool, role string) *pgxpool.Pool {
	t.Helper()
	other, err := pg.PoolAs(context.Background(), pool, role, 4)
	if err != nil {
		t.Fatalf("test database: %v", err)
	}
	t.Cleanup(other.Close)
	return other
}

// Owner returns a pool over the same database that owns it, for what a test fills in or breaks behind a role's back.
func Owner(t testing.TB, pool *pgxpool.Pool) *pgxpool.Pool {
	t.Helper()
	owner, err := pgxpool.New(context.Background(), URL(pool))
	if err != nil {
		t.Fatalf("test database: %v", err)
	}
	t.Cleanup(owner.Close)
	return owner
}
