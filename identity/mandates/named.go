package mandates

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/parties"
	"lupakartta/internal/faults"
)

// Named is how one names the other side: a person by identity code and family name together, so that neither a guessed
// code nor a known name tells whether somebody is here; an organisation by its business id, which is public.
type Named struct {
	NationalID identity.NationalID
	FamilyName string
	BusinessID identity.BusinessID
}

// ErrNobody says that nobody of that code and name has been here. Which of the two is wrong is not told to anybody.
var ErrNobody = errors.New("mandate: no such person or organisation has been here")

// validate sees to it that the other side is named, in one way.
func (n Named) validate(pointer string, organisations bool) error {
	var found faults.Faults
	person, organisation := !n.NationalID.IsZero(), n.BusinessID != ""
	found.When(!person && !organisation, pointer+"/national_id", "required")
	found.When(person && organisation || organisation && !organisations, pointer+"/business_id", "invalid_value")
	found.When(person && strings.TrimSpace(n.FamilyName) == "", pointer+"/family_name", "required")
	return found.OrNil()
}

// other finds the other side.
func (s *Store) other(ctx context.Context, tx pgx.Tx, n Named) (uuid.UUID, error) {
	if n.BusinessID != "" {
		var id uuid.UUID
		err := tx.QueryRow(ctx, `select id from personal.parties where business_id = $1`, string(n.BusinessID)).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return uuid.Nil, ErrNobody
		}
		return id, err
	}
	id, err := s.parties.Named(ctx, tx, n.NationalID, n.FamilyName)
	if errors.Is(err, parties.ErrNotFound) {
		return uuid.Nil, ErrNobody
	}
	return id, err
}
