// Package demotest gives tests a database with the generated town in it.
package demotest

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/demo"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// Town returns a pool over a database of the test's own, with the town of the default seed loaded and published. The
// town is loaded once per cluster and copied. Packages below demo use it from tests in package x_test only.
func Town(t testing.TB) *pgxpool.Pool {
	t.Helper()
	name, err := demo.Options{}.Source()
	if err != nil {
		t.Fatal(err)
	}
	return testdb.Template(t, "town", name, func(ctx context.Context, pool *pgxpool.Pool) error {
		importer, err := pg.PoolAs(ctx, pool, pg.LayersRole, 8)
		if err != nil {
			return err
		}
		defer importer.Close()
		return demo.Load(ctx, layers.NewStore(importer), demo.Options{}, nil)
	})
}
