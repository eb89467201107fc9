package layers

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"lupakartta/internal/pg"
)

// Rollback publishes the version of the layer that the current one replaced when it was published first, and returns it:
// what was itself rolled back never comes again. Of the approval it needs no decisions: they were made before. A schedule
// that publishes by itself asks from then on, or it would publish the same fault anew. It is ErrNotFound when there is no
// layer of that name that they keep, or no earlier version.
func (s *Store) Rollback(ctx context.Context, layer string, approval Approval) (Version, error) {
	var number, current int64
	err := s.pool.QueryRow(ctx, `select v.number, l.current from layers l join layer_versions c on c.number = l.current join layer_versions v on v.number = c.replaced
		where l.id = $1 and v.state = 'superseded' and ($2::uuid is null or l.keeper = any ($3))`,
		layer, pg.OrNull(approval.By), approval.For).Scan(&number, &current)
	if errors.Is(err, pgx.ErrNoRows) {
		return Version{}, fmt.Errorf("roll back %s: no earlier version: %w", layer, ErrNotFound)
	}
	if err != nil {
		return Version{}, fmt.Errorf("roll back %s: %w", layer, err)
	}
	if approval.Against == nil {
		approval.Against = &current // of two who roll back at once one does
	}
	approval.back = true
	v, err := s.Version(ctx, number)
	if err == nil {
		err = s.Publish(ctx, number, approval)
	}
	if err != nil {
		return Version{}, fmt.Errorf("roll back %s: %w", layer, err)
	}
	v.State = Published
	return v, nil
}

// errRejected is what the version's line says from then on.
var errRejected = errors.New("rejected")

// Reject takes a version that waits for approval away with its features; a line stays. It is ErrNotFound when no such
// version of a layer that they keep waits.
func (s *Store) Reject(ctx context.Context, number int64, approval Approval) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var there bool
		err := tx.QueryRow(ctx, `select true from layer_versions v join layers l on l.id = v.layer
			where v.number = $1 and v.state = 'waiting' and ($2::uuid is null or l.keeper = any ($3)) for update of l, v`,
			number, pg.OrNull(approval.By), approval.For).Scan(&there)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		if err := dropIn(ctx, tx, number, errRejected, Waiting); err != nil {
			return err
		}
		if approval.Log != nil {
			return approval.Log(ctx)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("reject version %d: %w", number, err)
	}
	return nil
}
