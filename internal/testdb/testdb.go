// Package testdb gives each test a migrated PostGIS database of its own.
package testdb

import (
	"context"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/internal/pg"
	"lupakartta/migrations"

	"fmt"
	"math/rand/v2"
)

// New returns a pool over an empty, migrated database that is dropped when the test ends.
func New(t testing.TB) *pgxpool.Pool {
	t.Helper()
	admin := os.Getenv("LUPAKARTTA_TEST_DATABASE_URL")
	if admin == "" {
		t.Fatal("no LUPAKARTTA_TEST_DATABASE_URL")
	}
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, admin)
	if err != nil {
		t.Fatalf("test database: %v", err)
	}
	name := fmt.Sprintf("test_%d", rand.Uint64())
	if _, err := conn.Exec(ctx, "create database "+name); err != nil {
		t.Fatalf("test database: %v", err)
	}
	config, err := pgxpool.ParseConfig(admin)
	if err != nil {
		t.Fatal(err)
	}
	config.ConnConfig.Database = name
	own, err := pgx.ConnectConfig(ctx, config.ConnConfig)
	if err != nil {
		t.Fatal(err)
	}
	if err := pg.Migrate(ctx, own, migrations.Files); err != nil {
		t.Fatal(err)
	}
	own.Close(ctx)
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		pool.Close()
		if _, err := conn.Exec(ctx, "drop database "+name+" with (force)"); err != nil {
			t.Errorf("test database: %v", err)
		}
		conn.Close(ctx)
	})
	return pool
}
