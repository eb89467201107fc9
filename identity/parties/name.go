package parties

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/text/unicode/norm"

	"lupakartta/identity"
)

// Named finds the person of that identity code and family name together. ErrNotFound does not tell which of the two is
// wrong, so that neither a guessed code nor a known name tells whether somebody is here.
func (s *Store) Named(ctx context.Context, db Querier, code identity.NationalID, family string) (uuid.UUID, error) {
	var id uuid.UUID
	var known string
	err := db.QueryRow(ctx, `select id, family_name from personal.parties where national_id_hash = any($1)`, s.ring.Hashes(Purpose, code.Reveal())).Scan(&id, &known)
	switch {
	case errors.Is(err, pgx.ErrNoRows), err == nil && !sameName(known, family):
		return uuid.Nil, fmt.Errorf("who was named: %w", ErrNotFound)
	case err != nil:
		return uuid.Nil, fmt.Errorf("who was named: %w", err)
	}
	return id, nil
}

// sameName compares as people write: whatever the case, the white space, and how an accent is coded. An empty name, as
// of somebody who has only ever been acted for, is nobody's.
func sameName(a, b string) bool {
	plain := func(name string) string { return norm.NFC.String(strings.Join(strings.Fields(name), " ")) }
	return plain(a) != "" && strings.EqualFold(plain(a), plain(b))
}

// Names are how others see parties: persons by the family name, whoever they are, since a shorter name for some would
// tell that they are under turvakielto. Who has no family name is seen by the whole one: nobody can name them, so it was
// them who turned to the other.
func (s *Store) Names(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	names := map[uuid.UUID]string{}
	if len(ids) == 0 {
		return names, nil
	}
	rows, err := s.pool.Query(ctx, `select id, coalesce(nullif(family_name, ''), name) from personal.parties where id = any($1)`, ids)
	if err != nil {
		return nil, fmt.Errorf("names: %w", err)
	}
	var id uuid.UUID
	var name string
	if _, err := pgx.ForEachRow(rows, []any{&id, &name}, func() error { names[id] = name; return nil }); err != nil {
		return nil, fmt.Errorf("names: %w", err)
	}
	return names, nil
}
