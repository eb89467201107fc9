package main

import (
	"context"

	"lupakartta/internal/pg"
	"lupakartta/layers"
)

// withLayers is withDatabase for a command that changes layers: as the role that owns the tables of features, whoever
// owns the database.
func (p *program) withLayers(ctx context.Context, use func(*pg.DB, *layers.Store) error) error {
	return p.withDatabase(ctx, func(db *pg.DB) error {
		pool, err := db.As(ctx, pg.LayersRole, 0)
		if err != nil {
			return err
		}
		defer pool.Close()
		return use(db, layers.NewStore(pool))
	})
}
