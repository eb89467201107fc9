package layers

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// publishLock is the first key of the advisory lock under which a theme's coverage is rebuilt.
const publishLock = 0x4c_4b_50 // "LKP"

// Publish makes a built version the one that everybody sees, and tells every instance. The coverage of its theme
// is rebuilt in the same transaction, and so is that of the theme which the layer had before.
func (s *Store) Publish(ctx context.Context, number int64) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var layer string
		var former, theme Theme
		var position int
		err := tx.QueryRow(ctx, `select l.id, l.theme, v.recipe->>'theme' from layer_versions v join layers l on l.id = v.layer
			where v.number = $1 and v.state in ('waiting', 'superseded', 'published') for update of l, v`, number).Scan(&layer, &former, &theme)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		version, err := versionIn(ctx, tx, number)
		if err != nil {
			return err
		}
		position = version.Recipe.DrawingOrder()
		steps := []struct {
			sql  string
			args []any
		}{
			{`update layer_versions set state = 'superseded' where layer = $1 and state = 'published'`, []any{layer}},
			{`update layer_versions set state = 'published', published_at = coalesce(published_at, now()) where number = $1`, []any{number}},
			{`update layers set current = $2, theme = $3, position = $4, recipe = (select recipe from layer_versions where number = $2) where id = $1`, []any{layer, number, theme, position}},
			{`select pg_notify($1, $2)`, []any{Channel, layer}},
		}
		for _, step := range steps {
			if _, err := tx.Exec(ctx, step.sql, step.args...); err != nil {
				return err
			}
		}
		return coverThemes(ctx, tx, former, theme)
	})
	if err != nil {
		return fmt.Errorf("publish version %d: %w", number, err)
	}
	return nil
}

// coverThemes rebuilds the coverage of the themes. Publications of other layers of the same theme wait for each
// other here, so that each sees what the one before it published.
func coverThemes(ctx context.Context, tx pgx.Tx, themes ...Theme) error {
	if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock($1::integer, 0)`, publishLock); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `delete from theme_coverage where theme = any ($1)`, themes); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `insert into theme_coverage (theme, geom)
		select l.theme, st_multi(st_collectionextract(st_union(v.coverage), 3)) from layers l join layer_versions v on v.number = l.current
		where l.theme = any ($1) and not st_isempty(v.coverage) group by l.theme`, themes)
	return err
}

// Rollback publishes the version of the layer that was published before the current one, and returns it.
// It is ErrNotFound when there is no layer of that name or no earlier version.
func (s *Store) Rollback(ctx context.Context, layer string) (Version, error) {
	var number int64
	err := s.pool.QueryRow(ctx, `select v.number from layer_versions v join layers l on l.id = v.layer
		where l.id = $1 and v.state = 'superseded' and v.number < l.current order by v.number desc limit 1`, layer).Scan(&number)
	if errors.Is(err, pgx.ErrNoRows) {
		return Version{}, fmt.Errorf("roll back %s: no earlier version: %w", layer, ErrNotFound)
	}
	if err != nil {
		return Version{}, fmt.Errorf("roll back %s: %w", layer, err)
	}
	if err := s.Publish(ctx, number); err != nil {
		return Version{}, fmt.Errorf("roll back %s: %w", layer, err)
	}
	return s.Version(ctx, number)
}
