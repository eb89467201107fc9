package layers

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"lupakartta/internal/text"
)

// sweep clears versions whose builder died: they are still building, but nobody holds their lock.
func (s *Store) sweep(ctx context.Context) error {
	rows, err := s.pool.Query(ctx, `select number from layer_versions where state = 'building' order by number`)
	if err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	numbers, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	for _, number := range numbers {
		if err := s.drop(ctx, number, errDied, UnderWay); err != nil {
			return fmt.Errorf("sweep: %w", err)
		}
	}
	return nil
}

var errDied = errors.New("the import ended half-way")

// drop removes what a version in one of the states left behind. A version whose builder is still at work is left
// alone by sweep (state building only); everybody else waits for the builder's connection to end.
func (s *Store) drop(ctx context.Context, number int64, reason error, states ...State) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return dropIn(ctx, tx, number, reason, states...) })
}

// dropIn is drop within a transaction.
func dropIn(ctx context.Context, tx pgx.Tx, number int64, reason error, states ...State) error {
	why := "" // for whoever runs the service; others are told the note
	if reason != nil {
		why = reason.Error()
	}
	var free bool
	lock := `select pg_try_advisory_xact_lock($1::integer, $2::integer)`
	if !errors.Is(reason, errDied) {
		lock = `select true from pg_advisory_xact_lock($1::integer, $2::integer)`
	}
	if err := tx.QueryRow(ctx, lock, buildLock, number).Scan(&free); err != nil || !free {
		return err
	}
	tag, err := tx.Exec(ctx, `update layer_versions set state = 'failed', feature_count = 0,
			report = case when report = '{}' then jsonb_build_object('error', $2::text) else report end || jsonb_build_object('failure', $4::jsonb)
			where number = $1 and state = any ($3) and published_at is null`, number, text.Cut(text.Clean(why), 2000), states, failureNote(reason))
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	if _, err = tx.Exec(ctx, fmt.Sprintf(`drop table if exists `+leftovers+`;
			delete from layer_differences where version = %[1]d;
			delete from layer_search where version = %[1]d`, number)); err != nil || errors.Is(reason, errRejected) {
		return err
	}
	// Who began a layer and made nothing of it does not keep it.
	_, err = tx.Exec(ctx, `update layers l set keeper = null where id = (select layer from layer_versions where number = $1) and current is null and not given
		and not exists (select from layer_versions v where v.layer = l.id and v.state <> 'failed')`, number)
	return err
}
