package layers

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"lupakartta/internal/pg"
)

// What is kept of a layer beside the published version and the one that a rollback goes back to.
const (
	keptVersions = 10                  // that were published, those that were replaced last
	keptTime     = 90 * 24 * time.Hour // whatever was replaced since: pages and programs have their addresses
	keptWaiting  = 3                   // that a schedule has made and nobody has approved or rejected, the newest
)

// clearWait is how long a clearing waits for those who read the version: it is tried again.
const clearWait = 2 * time.Second

// errOutdated is why nothing came of a version that waited.
var errOutdated = errors.New("newer versions came before anybody approved it")

// Clear takes away the features of versions that nobody needs any more: those that were replaced long ago and that nothing
// kept refers to, and those that a schedule has made since which nobody looked at. Their lines and reports stay. What an official imported waits
// for as long as they like. It returns how many it has cleared.
func (s *Store) Clear(ctx context.Context) (cleared int, err error) {
	for _, step := range []struct {
		due   string
		args  []any
		clear func(context.Context, pgx.Tx, int64) error
	}{
		{dueReplaced, []any{keptVersions, keptTime}, clearIn},
		{dueWaiting, []any{keptWaiting}, func(ctx context.Context, tx pgx.Tx, number int64) error {
			return dropIn(ctx, tx, number, errOutdated, Waiting)
		}},
	} {
		rows, err := s.pool.Query(ctx, step.due, step.args...)
		if err != nil {
			return cleared, fmt.Errorf("clear versions: %w", err)
		}
		numbers, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return cleared, fmt.Errorf("clear versions: %w", err)
		}
		for _, number := range numbers {
			err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
				if _, err := tx.Exec(ctx, fmt.Sprintf(`set local lock_timeout = %d`, clearWait.Milliseconds())); err != nil {
					return err
				}
				return step.clear(ctx, tx, number)
			})
			if pg.Locked(err) {
				continue // somebody reads it
			}
			if err != nil {
				return cleared, fmt.Errorf("clear version %d: %w", number, err)
			}
			cleared++
		}
	}
	return cleared, nil
}

const dueReplaced = `select number from (
		select v.number, v.superseded_at, row_number() over (partition by v.layer order by v.superseded_at desc, v.number desc) as nth,
			exists (select from layer_versions c join layers l on l.current = c.number where c.replaced = v.number) as behind
		from layer_versions v where v.state = 'superseded') v
	where nth > $1 and superseded_at < now() - $2::interval and not behind and ` + notHeld + ` order by number`

const dueWaiting = `select number from (
		select v.number, row_number() over (partition by v.layer order by v.number desc) as nth
		from layer_versions v join layer_imports i on i.id = v.import_id
		where v.state = 'waiting' and i.layer is not null and i.party is null) v
	where nth > $1 order by number`

// clearIn takes the features of a version away that was replaced, and the lines of differences that show them.
func clearIn(ctx context.Context, tx pgx.Tx, number int64) error {
	// Whoever publishes or rolls back has the layer's line: a version is not cleared from under them.
	var layer string
	err := tx.QueryRow(ctx, `select l.id from layer_versions v join layers l on l.id = v.layer where v.number = $1 and v.state = 'superseded' for update of l, v`, number).Scan(&layer)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	// Holding it locks its line too, and may have done so since it was found to be due.
	if held, err := isHeld(ctx, tx, number); err != nil || held {
		return err
	}
	for _, step := range []struct {
		sql  string
		args []any
	}{
		{`update layer_versions set state = 'cleared' where number = $1`, []any{number}},
		{`update layer_versions set difference = jsonb_set(difference, '{listed}', '{}') where difference is not null and layer = $2 and (number = $1 or (difference->>'former')::bigint = $1)`, []any{number, layer}},
		{`delete from layer_differences where version = $1 or former = $1`, []any{number}},
		{`delete from layer_search where version = $1`, []any{number}},
		{fmt.Sprintf(`drop table if exists `+leftovers, number), nil},
		{`delete from layer_tile_tables where version = $1`, []any{number}},
	} {
		if _, err := tx.Exec(ctx, step.sql, step.args...); err != nil {
			return err
		}
	}
	return nil
}
