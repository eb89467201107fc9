// Package parties keeps the persons and organisations that act here or are acted for: who they are, and the profile
// that every transaction reuses. It is one of the few rooms that read the schema personal.
package parties

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"lupakartta/identity"
)

// ErrNotFound says that there is no such party, or none that the asker may know of.
var ErrNotFound = errors.New("party: not found")

// Party is a person or an organisation.
type Party struct {
	ID         uuid.UUID
	Kind       string // identity.Person or identity.Organisation
	Name       string
	BusinessID identity.BusinessID // of an organisation
	Protected  bool                // turvakielto
	Profile    Profile
	Version    int64 // rises with every change of the profile
	UpdatedAt  time.Time
}

// Querier is a pool, a connection or a transaction of pg.PersonalRole.
type Querier interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

const columns = `p.id, p.kind, p.name, coalesce(p.business_id, ''), p.protected, p.language, p.email, p.phone, p.channels, p.street, p.postal_code, p.town,
	p.version, p.updated_at`

func scan(row pgx.Row) (p Party, err error) {
	err = row.Scan(&p.ID, &p.Kind, &p.Name, &p.BusinessID, &p.Protected, &p.Profile.Language, &p.Profile.Email, &p.Profile.Phone, &p.Profile.Channels,
		&p.Profile.Street, &p.Profile.PostalCode, &p.Profile.Town, &p.Version, &p.UpdatedAt)
	if errors.Is(err, pgx.ErrNoRows) {
		return p, ErrNotFound
	}
	return p, err
}
