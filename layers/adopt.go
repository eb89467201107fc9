package layers

import (
	"context"
	"fmt"

	"github.com/google/uuid"
)

// Adopt makes an authority the keeper of those of the layers that only whoever runs the service kept so far.
func (s *Store) Adopt(ctx context.Context, authority uuid.UUID, layers []string) error {
	_, err := s.pool.Exec(ctx, `with adopted as (update layers set keeper = $1 where id = any ($2) and keeper is null returning id)
		select pg_notify($3, id) from adopted`, authority, layers, Channel)
	if err != nil {
		return fmt.Errorf("keeper of layers: %w", err)
	}
	return nil
}
