package demo

import (
	"context"
	"fmt"

	"lupakartta/authorities"
	"lupakartta/layers"
)

// keeper is the city's office whose registrars keep the town's layers.
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
