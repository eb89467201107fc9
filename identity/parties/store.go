package parties

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/internal/keys"
)

// Purpose is for what the ring encrypts and hashes identity codes.
const Purpose = "party.national_id"

// Store keeps parties. Its pool works as pg.PersonalRole.
type Store struct {
	pool *pgxpool.Pool
	ring *keys.Ring
}

// NewStore returns the store over a pool of pg.PersonalRole.
func NewStore(pool *pgxpool.Pool, ring *keys.Ring) *Store { return &Store{pool, ring} }

// Get reads the party that the actor acts for, and logs it when that is somebody else than themselves.
func (s *Store) Get(ctx context.Context, actor identity.Actor, operation identity.Operation) (Party, error) {
	var party Party
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) (err error) {
		if party, err = scan(tx.QueryRow(ctx, `select `+columns+` from personal.parties p where p.id = $1`, actor.Party())); err != nil {
			return err
		}
		if actor.Party() == actor.Person {
			return nil
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Read, Operation: operation, Actor: actor, Subjects: []uuid.UUID{party.ID}})
	})
	if err != nil {
		return Party{}, fmt.Errorf("party: %w", err)
	}
	return party, nil
}

// ErrChanged says that somebody changed it since it was read.
var ErrChanged = errors.New("party: changed meanwhile")

// Change replaces the profile of the party that the actor acts for; version is the one that they read.
func (s *Store) Change(ctx context.Context, actor identity.Actor, operation identity.Operation, version int64, profile Profile) (Party, error) {
	profile = profile.Clean()
	var party Party
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) (err error) {
		if party, err = scan(tx.QueryRow(ctx, `select `+columns+` from personal.parties p where p.id = $1 for update`, actor.Party())); err != nil {
			return err
		}
		if party.Version != version {
			return ErrChanged
		}
		if err := profile.Validate(party.Protected); err != nil {
			return err
		}
		party, err = scan(tx.QueryRow(ctx, `update personal.parties p set language = $2, email = $3, phone = $4, channels = $5, street = $6, postal_code = $7,
				town = $8, version = p.version + 1, updated_at = now()
			where p.id = $1 returning `+columns,
			party.ID, profile.Language, profile.Email, profile.Phone, profile.Channels, profile.Street, profile.PostalCode, profile.Town))
		if err != nil {
			return err
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Write, Operation: operation, Actor: actor, Subjects: []uuid.UUID{party.ID}})
	})
	if err != nil {
		return Party{}, fmt.Errorf("party: %w", err)
	}
	return party, nil
}

// Organisation is the organisation of that business id; it is made when it was not known. A name that a register now
// gives replaces the older one.
func Organisation(ctx context.Context, db Querier, id identity.BusinessID, name string) (uuid.UUID, error) {
	fresh, err := uuid.NewV7()
	if err != nil {
		return uuid.Nil, fmt.Errorf("party: %w", err)
	}
	var found uuid.UUID
	err = db.QueryRow(ctx, `insert into personal.parties as p (id, kind, name, business_id) values ($1, 'organisation', $2, $3)
		on conflict (business_id) do update set name = excluded.name returning p.id`, fresh, name, string(id)).Scan(&found)
	if err != nil {
		return uuid.Nil, fmt.Errorf("party: %w", err)
	}
	return found, nil
}

// ByNationalID finds the person with that code.
func (s *Store) ByNationalID(ctx context.Context, db Querier, id identity.NationalID) (Party, error) {
	party, err := scan(db.QueryRow(ctx, `select `+columns+` from personal.parties p where p.national_id_hash = any($1)`, s.ring.Hashes(Purpose, id.Reveal())))
	if err != nil {
		return Party{}, fmt.Errorf("party: %w", err)
	}
	return party, nil
}

// RevealNationalID gives a person's code to somebody whom the operation's policy lets have it, and logs that it did.
// The transaction must be committed before the code is used.
func (s *Store) RevealNationalID(ctx context.Context, tx pgx.Tx, actor identity.Actor, operation identity.Operation, person uuid.UUID) (identity.NationalID, error) {
	var encrypted *string
	err := tx.QueryRow(ctx, `select national_id from personal.parties where id = $1 and kind = 'person'`, person).Scan(&encrypted)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && encrypted == nil {
		return identity.NationalID{}, fmt.Errorf("national id: %w", ErrNotFound)
	}
	if err != nil {
		return identity.NationalID{}, fmt.Errorf("national id: %w", err)
	}
	code, err := s.ring.Decrypt(Purpose, *encrypted)
	if err != nil {
		return identity.NationalID{}, fmt.Errorf("national id of %s: %w", person, err)
	}
	id, err := identity.ParseNationalID(code, farFuture)
	if err != nil {
		return identity.NationalID{}, fmt.Errorf("national id of %s: %w", person, err)
	}
	return id, audit.Append(ctx, tx, audit.Entry{Kind: audit.Read, Operation: operation, Actor: actor, Subjects: []uuid.UUID{person},
		Detail: map[string]string{"what": "national_id"}})
}
