package layers

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Remove takes a layer away with all its versions, published or not, and tells every instance. It is for layers that
// registers do not keep, as the demo's. Versions that something kept refers to stay, as versions that were replaced, and so
// does the layer's line then. It is ErrNotFound when there is no such layer.
func (s *Store) Remove(ctx context.Context, layer string) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var theme Theme
		err := tx.QueryRow(ctx, `update layers set current = null where id = $1 returning theme`, layer).Scan(&theme)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `select from layer_versions where layer = $1 order by number for update`, layer); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `select number from layer_versions where layer = $1 and `+notHeld+` order by number`, layer)
		if err != nil {
			return err
		}
		numbers, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return err
		}
		for _, number := range numbers {
			if _, err := tx.Exec(ctx, fmt.Sprintf(`drop table if exists `+leftovers, number)); err != nil {
				return err
			}
		}
		for _, sql := range []string{
			`delete from layer_search where version in (select number from layer_versions where layer = $1)`,
			`update layer_versions set replaced = null where layer = $1`,
			`delete from layer_versions where layer = $1 and ` + notHeld,
			`update layer_versions set state = 'superseded', superseded_at = now() where layer = $1 and state = 'published'`,
			`delete from layers l where id = $1 and not exists (select from layer_versions v where v.layer = l.id)`,
		} {
			if _, err := tx.Exec(ctx, sql, layer); err != nil {
				return err
			}
		}
		return coverThemes(ctx, tx, theme)
	})
	if err != nil {
		return fmt.Errorf("remove %s: %w", layer, err)
	}
	return nil
}
