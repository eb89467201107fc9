package pg_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/internal/pg"
	"lupakartta/internal/pg/cluster"
	"lupakartta/internal/testdb"
	"lupakartta/migrations"
)

// emptyDatabase is a database that nothing was done to, owned by owner when that is not empty.
func emptyDatabase(t *testing.T, pool *pgxpool.Pool, owner string) *pgx.ConnConfig {
	t.Helper()
	name := pool.Config().ConnConfig.Database + "_bare"
	statement := "create database " + name + " template template0"
	if owner != "" {
		statement += " owner " + owner
	}
	if _, err := pool.Exec(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := pool.Exec(context.Background(), "drop database "+name+" with (force)"); err != nil {
			t.Error(err)
		}
	})
	config := pool.Config().ConnConfig
	config.Database = name
	return config
}

func connect(t *testing.T, config *pgx.ConnConfig) *pgx.Conn {
	t.Helper()
	conn, err := pgx.ConnectConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func TestMigrationsRunOnceWhenInstancesStartTogether(t *testing.T) {
	config := emptyDatabase(t, testdb.New(t), "")
	var group sync.WaitGroup
	failures := make([]error, 6)
	for i := range failures {
		group.Go(func() {
			conn, err := pgx.ConnectConfig(t.Context(), config)
			if err != nil {
				failures[i] = err
				return
			}
			failures[i] = errors.Join(pg.Migrate(t.Context(), conn, migrations.Files), conn.Close(t.Context()))
		})
	}
	group.Wait()
	if err := errors.Join(failures...); err != nil {
		t.Fatal(err)
	}
	var version int
	if err := connect(t, config).QueryRow(t.Context(), "select version from public.schema_version").Scan(&version); err != nil {
		t.Fatal(err)
	}
	files, err := migrations.Files.ReadDir(".")
	if err != nil || version != len(files) {
		t.Errorf("schema is at version %d, there are %d migrations (error %v)", version, len(files), err)
	}
}

// plainRole is a role without any privilege, for the time of the test.
func plainRole(t *testing.T, pool *pgxpool.Pool) string {
	t.Helper()
	name := pool.Config().ConnConfig.Database + "_plain"
	if _, err := pool.Exec(t.Context(), "create role "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := pool.Exec(context.Background(), "drop role "+name); err != nil {
			t.Error(err)
		}
	})
	return name
}

func TestPlainOwnerIsToldToAskForPostGIS(t *testing.T) {
	pool := testdb.New(t)
	owner := plainRole(t, pool)
	config := emptyDatabase(t, pool, owner)
	config.RuntimeParams["role"] = owner

	err := pg.Migrate(t.Context(), connect(t, config), migrations.Files)
	var missing *pg.ExtensionError
	if !errors.As(err, &missing) || missing.Extension != "postgis" || !strings.Contains(err.Error(), "create extension postgis;") {
		t.Fatalf("got error %v, want one that says who must create which extension", err)
	}

	superuser := config.Copy()
	delete(superuser.RuntimeParams, "role")
	if _, err := connect(t, superuser).Exec(t.Context(), "create extension postgis"); err != nil {
		t.Fatal(err)
	}
	// The service's roles belong to the whole cluster: another database's migration may have made them.
	for _, role := range []string{pg.AppRole, pg.PersonalRole, pg.LayersRole} {
		_, _ = connect(t, superuser).Exec(t.Context(), "create role "+role)
	}
	err = pg.Migrate(t.Context(), connect(t, config), migrations.Files)
	var stranger *pg.RoleError
	if !errors.As(err, &stranger) || !strings.Contains(err.Error(), "grant lupakartta_layers to ") {
		t.Fatalf("got error %v, want one that says of which role the owner must be a member", err)
	}
	if _, err := connect(t, superuser).Exec(t.Context(), "grant "+pg.LayersRole+" to "+owner); err != nil {
		t.Fatal(err)
	}
	if err := pg.Migrate(t.Context(), connect(t, config), migrations.Files); err != nil {
		t.Errorf("with PostGIS and the roles there, the owner cannot migrate: %v", err)
	}
}

// Who serves must be a member of the roles that it works as.
func TestServingAsAnotherIsRefused(t *testing.T) {
	pool := testdb.New(t)
	config := pool.Config().ConnConfig
	config.User = cluster.Role
	_, err := pg.PoolAs(t.Context(), poolOf(t, config), plainRole(t, pool), 1)
	if err == nil || !strings.Contains(err.Error(), "let a superuser run once: grant ") {
		t.Errorf("got %v, want what a superuser is to run", err)
	}
}

func poolOf(t *testing.T, config *pgx.ConnConfig) *pgxpool.Pool {
	t.Helper()
	settings, err := pgxpool.ParseConfig("")
	if err != nil {
		t.Fatal(err)
	}
	settings.ConnConfig = config
	pool, err := pgxpool.NewWithConfig(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func TestStrangerIsToldWhoMayMigrate(t *testing.T) {
	pool := testdb.New(t)
	stranger := plainRole(t, pool)
	config := pool.Config().ConnConfig
	config.RuntimeParams["role"] = stranger
	more := fstest.MapFS{}
	for i := range 99 {
		more[fmt.Sprintf("%03d_more.sql", i+1)] = &fstest.MapFile{Data: []byte("create table more (id integer);")}
	}
	err := pg.Migrate(t.Context(), connect(t, config), more)
	if err == nil || !strings.Contains(err.Error(), "must own database") {
		t.Errorf("got error %v, want one that says who may migrate", err)
	}
}

func TestFailedMigrationLeavesTheSchemaAndTheLock(t *testing.T) {
	config := emptyDatabase(t, testdb.New(t), "")
	conn := connect(t, config)
	broken := fstest.MapFS{"001_broken.sql": {Data: []byte("create table half (id integer); select 1/0;")}}
	if err := pg.Migrate(t.Context(), conn, broken); err == nil {
		t.Fatal("a migration that divides by zero succeeded")
	}
	var half bool
	if err := conn.QueryRow(t.Context(), "select to_regclass('half') is not null").Scan(&half); err != nil || half {
		t.Errorf("half a migration is there: %v, error %v", half, err)
	}
	if err := pg.Migrate(t.Context(), connect(t, config), migrations.Files); err != nil {
		t.Errorf("after the failed one: %v", err)
	}
}
