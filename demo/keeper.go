package demo

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/authorities"
	"lupakartta/checks"
	"lupakartta/layers"
)

// keeper is the city's office whose registrars keep the town's layers, and in the demo the rules of checks.
const keeper = "mallila_environment"

// KeepLayers gives the town's layers to the office of the city that keeps them. It comes after LoadDirectory and changes
// nothing when that is done already. The store works as the role that owns the layers' tables.
func KeepLayers(ctx context.Context, store *layers.Store, directory *authorities.Store) error {
	entry, err := directory.Get(ctx, keeper, authorities.Today())
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	recipes, err := Recipes()
	if err != nil {
		return err
	}
	var ids []string
	for _, recipe := range recipes {
		ids = append(ids, recipe.ID)
	}
	if err := store.Adopt(ctx, entry.ID, ids); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	return nil
}

// KeepRules lets the same office change the rules of checks, so that its officials can try it. Elsewhere whoever runs the
// service says who may. It comes after LoadDirectory and changes nothing where somebody keeps the rules already. The pool
// works as the role that owns the tables.
func KeepRules(ctx context.Context, pool *pgxpool.Pool, directory *authorities.Store) error {
	entry, err := directory.Get(ctx, keeper, authorities.Today())
	if err == nil {
		err = checks.AdoptRules(ctx, pool, entry.ID)
	}
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	return nil
}
