package parties

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/internal/i18n"
)

// farFuture lets a code pass that was checked against the day when it was kept.
var farFuture = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)

// Arrival is a person as an identity provider has told of them.
type Arrival struct {
	Provider   string // its id in the configuration
	Subject    string // as whom the provider knows them
	NationalID identity.NationalID
	GivenName  string
	FamilyName string
	Name       string
	Email      string    // of a person who was not known before; what is no address is left out, as is that of one under turvakielto
	Protected  *bool     // turvakielto; nil: this provider does not tell, so what was known before holds
	Language   i18n.Lang // of a person who was not known before
}

// Arrive finds the person who has signed in, or makes them. A person is found by their identity code, whichever
// provider tells it; one without a code by the provider's own name for them. What the provider says of names and of
// turvakielto holds from now on: with it the address goes.
func (s *Store) Arrive(ctx context.Context, tx pgx.Tx, a Arrival) (Party, error) {
	party, err := s.find(ctx, tx, a)
	switch {
	case errors.Is(err, ErrNotFound):
		party.ID, err = s.add(ctx, tx, a)
	case err == nil:
		err = s.refresh(ctx, tx, party, a)
	}
	if err != nil {
		return Party{}, fmt.Errorf("arrival: %w", err)
	}
	_, err = tx.Exec(ctx, `insert into personal.identities (provider, subject, party) values ($1, $2, $3)
		on conflict (provider, subject) do update set party = excluded.party where personal.identities.party <> excluded.party`, a.Provider, a.Subject, party.ID)
	if err != nil {
		return Party{}, fmt.Errorf("arrival: %w", err)
	}
	return scan(tx.QueryRow(ctx, `select `+columns+` from personal.parties p where p.id = $1`, party.ID))
}

func (s *Store) find(ctx context.Context, tx pgx.Tx, a Arrival) (Party, error) {
	if !a.NationalID.IsZero() {
		return scan(tx.QueryRow(ctx, `select `+columns+` from personal.parties p where p.national_id_hash = any($1) for update`,
			s.ring.Hashes(Purpose, a.NationalID.Reveal())))
	}
	// Somebody whom a provider knows by name alone is not the person with a code whom it knew so before.
	return scan(tx.QueryRow(ctx, `select `+columns+` from personal.parties p join personal.identities i on i.party = p.id
		where i.provider = $1 and i.subject = $2 and p.national_id is null for update of p`, a.Provider, a.Subject))
}

func (s *Store) add(ctx context.Context, tx pgx.Tx, a Arrival) (uuid.UUID, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return uuid.Nil, err
	}
	encrypted, hash := s.conceal(a.NationalID)
	protected := a.Protected != nil && *a.Protected
	email := a.Email
	if protected || !isEmail(email) {
		email = ""
	}
	// Two first sign-ins of one person at the same moment make one person.
	err = tx.QueryRow(ctx, `insert into personal.parties as p (id, kind, name, given_name, family_name, national_id, national_id_hash, protected, language, email)
		values ($1, 'person', $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict (national_id_hash) do update set updated_at = now() returning p.id`,
		id, a.Name, a.GivenName, a.FamilyName, encrypted, hash, protected, a.Language, email).Scan(&id)
	return id, err
}

func (s *Store) conceal(id identity.NationalID) (encrypted *string, hash []byte) {
	if id.IsZero() {
		return nil, nil
	}
	text := s.ring.Encrypt(Purpose, id.Reveal())
	return &text, s.ring.Hash(Purpose, id.Reveal())
}

// refresh takes over what the provider says, and encrypts anew what an older key did.
func (s *Store) refresh(ctx context.Context, tx pgx.Tx, party Party, a Arrival) error {
	encrypted, hash := s.conceal(a.NationalID)
	protected := party.Protected
	if a.Protected != nil {
		protected = *a.Protected
	}
	_, err := tx.Exec(ctx, `update personal.parties set name = $2, given_name = $3, family_name = $4, national_id = $5, national_id_hash = $6, protected = $7,
			street = case when $7 then '' else street end, postal_code = case when $7 then '' else postal_code end,
			town = case when $7 then '' else town end, channels = case when $7 then array_remove(channels, 'paper') else channels end
		where id = $1`, party.ID, a.Name, a.GivenName, a.FamilyName, encrypted, hash, protected)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update personal.sessions set name = $2, protected = $3 where party = $1 and (name, protected) is distinct from ($2, $3)`,
		party.ID, a.Name, protected)
	return err
}
