// Package testdb gives each test a PostGIS database of its own, on the real thing: migrated and empty, or a copy of a
// template that was filled once per cluster. The databases live in the cluster that LUPAKARTTA_TEST_DATABASE_URL names
// (a superuser's address); without it the test binary starts a private one and removes it when it ends. No test is ever
// skipped for want of a database.
package testdb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/internal/pg"
	"lupakartta/migrations"
)

// New returns a pool over an empty, migrated database that is dropped when the test ends.
func New(t testing.TB) *pgxpool.Pool {
	t.Helper()
	return clone(t, template{name: "empty", content: migrationsContent(t)})
}

// Template returns a pool over a fresh copy of a database that fill has filled. The filled database is made once per
// cluster for each name and content, also when several test binaries ask at the same time; content is a hash (or any
// text) of all that fill's result depends on, the migrations apart. Copies are dropped when the test ends.
func Template(t testing.TB, name, content string, fill func(ctx context.Context, pool *pgxpool.Pool) error) *pgxpool.Pool {
	t.Helper()
	return clone(t, template{name: name, content: migrationsContent(t) + "\x00" + content, fill: fill})
}

// URL is the address of the database behind a pool that this package gave, for a test that starts a program on it.
func URL(pool *pgxpool.Pool) string { return pool.Config().ConnString() }

// clone makes the copy and takes it away again.
func clone(t testing.TB, from template) *pgxpool.Pool {
	t.Helper()
	ctx := context.Background()
	admin := adminURL(t)
	conn, err := pgx.Connect(ctx, admin)
	if err != nil {
		t.Fatalf("test database: %v", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	name := fmt.Sprintf("test_%016x", rand.Uint64()) //nolint:gosec // not a secret
	if err := from.cloneTo(ctx, conn, admin, name); err != nil {
		t.Fatalf("test database: template %s: %v", from.name, err)
	}
	t.Cleanup(func() { drop(t, admin, name) })
	pool, err := pgxpool.New(ctx, withDatabase(admin, name))
	if err != nil {
		t.Fatalf("test database: %v", err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func drop(t testing.TB, admin, name string) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, admin)
	if err != nil {
		t.Errorf("test database: %v", err)
		return
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, "drop database if exists "+name+" with (force)"); err != nil {
		t.Errorf("test database: %v", err)
	}
}

// withDatabase is the address with another database's name.
func withDatabase(address, database string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return address
	}
	parsed.Path = "/" + database
	return parsed.String()
}

// migrate opens a database for a moment and brings its schema up to date.
func migrate(ctx context.Context, address string) error {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	return pg.Migrate(ctx, conn, migrations.Files)
}

// migrationsContent is a hash of the migrations: a template made by others is not ours.
func migrationsContent(t testing.TB) string {
	t.Helper()
	sum := sha256.New()
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		content, err := migrations.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(sum, "%s %d\n%s", name, len(content), content)
	}
	return hex.EncodeToString(sum.Sum(nil))
}
