package authorities

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/audit"
)

// Change replaces the card of an authority; version is the one that the actor read, and another one is ErrChanged.
// For whoever does not administer it or one above it there is nothing to change, whatever the card: ErrNotFound.
func (s *Officials) Change(ctx context.Context, actor identity.Actor, code string, version int64, card Card) (Authority, error) {
	var changed Authority
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		of, err := s.administered(ctx, tx, actor, code)
		if err != nil {
			return err
		}
		if err := card.Validate(); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `update authorities set channels = $3, hours = $4, own_card = true, version = version + 1, updated_at = now()
			where id = $1 and version = $2`, of.ID, version, card.Channels, card.Hours)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return ErrChanged
		}
		found, err := query(ctx, tx, `select `+columns+` from `+tables+` where a.id = $1`, of.ID)
		if err != nil {
			return err
		}
		changed = found[0]
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Write, Operation: "change-authority", Actor: actor, Detail: map[string]string{"authority": of.Code}})
	})
	if err != nil {
		return Authority{}, fmt.Errorf("authority %q: %w", code, err)
	}
	return changed, nil
}
