package layers

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

var errAgain = errors.New("the import was begun again")

// DiscardImport takes away what an import has made so far and nobody has published, so that it can begin again. It waits
// for a builder that is still at work.
func (s *Store) DiscardImport(ctx context.Context, id uuid.UUID) error {
	rows, err := s.pool.Query(ctx, `select number from layer_versions where import_id = $1 and state in ('building', 'waiting') order by number`, id)
	if err != nil {
		return fmt.Errorf("discard import %s: %w", id, err)
	}
	numbers, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return fmt.Errorf("discard import %s: %w", id, err)
	}
	for _, number := range numbers {
		if err := s.drop(ctx, number, errAgain, UnderWay, Waiting); err != nil {
			return fmt.Errorf("discard import %s: %w", id, err)
		}
	}
	return nil
}
