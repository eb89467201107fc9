package layers

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/internal/pg"
)

// Adopt makes an authority the keeper of those of the layers that only whoever runs the service kept so far.
func (s *Store) Adopt(ctx context.Context, authority uuid.UUID, layers []string) error {
	_, err := s.pool.Exec(ctx, `update layers set keeper = $1, given = true where id = any ($2) and keeper is null`, authority, layers)
	if err != nil {
		return fmt.Errorf("keeper of layers: %w", err)
	}
	return nil
}

// SetKeeper makes an authority the keeper of a layer: its registrars import, approve and refresh it. The zero id is
// whoever runs the service. A layer of a built-in recipe need not be there yet. A source is taken away with its keeper:
// its address may hold a key of theirs. It is ErrNotFound when there is no such layer.
func (s *Store) SetKeeper(ctx context.Context, layer string, authority uuid.UUID) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		for _, r := range Recipes() {
			if r.ID != layer {
				continue
			}
			if _, err := tx.Exec(ctx, `insert into layers (id, theme, recipe, position) values ($1, $2, $3, $4) on conflict (id) do nothing`,
				layer, r.Theme, r, r.DrawingOrder()); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `delete from layer_sources s using layers l where l.id = $1 and s.layer = l.id and l.keeper is distinct from $2`, layer, pg.OrNull(authority))
		if err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `update layers set keeper = $2, given = $2::uuid is not null where id = $1`, layer, pg.OrNull(authority))
		if err == nil && tag.RowsAffected() == 0 {
			return ErrNotFound
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("keeper of %s: %w", layer, err)
	}
	return nil
}
