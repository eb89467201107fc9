package authorities

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/identity/parties"
)

// Appoint gives a person an office at an authority. Nobody of that code and name, or no such party, is ErrNoPerson, and
// the log keeps that somebody tried: whoever works here has signed in once. An office that they hold is ErrAppointed; one
// that has ended or was taken away is given anew. What is returned says of the person no more than the order did.
func (s *Officials) Appoint(ctx context.Context, actor identity.Actor, code string, a Appointment) (Official, error) {
	today := identity.Today(s.now())
	if a.ValidFrom == "" {
		a.ValidFrom = today
	}
	if err := a.validate(today); err != nil {
		return Official{}, fmt.Errorf("appoint: %w", err)
	}
	var given Official
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		of, err := s.administered(ctx, tx, actor, code)
		if err != nil {
			return err
		}
		given = Official{Person: a.Person, Authority: of, Role: a.Role, Source: Here, ValidFrom: a.ValidFrom, ValidTo: a.ValidTo}
		person, err := s.person(ctx, tx, a)
		if err != nil {
			return err
		}
		if given.ID, err = s.give(ctx, tx, actor, of.ID, person, a); err != nil {
			return err
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Write, Operation: appointing, Actor: actor, Subjects: []uuid.UUID{person},
			Detail: map[string]string{"authority": of.Code, "role": string(a.Role)}})
	})
	if errors.Is(err, ErrNoPerson) {
		err = s.refused(ctx, actor, given.Authority, err)
	}
	if err != nil {
		return Official{}, fmt.Errorf("appoint: %w", err)
	}
	return given, nil
}

// refused logs that somebody named a person who is not here; why is what went wrong with that otherwise.
func (s *Officials) refused(ctx context.Context, actor identity.Actor, at Ref, why error) error {
	err := audit.Append(ctx, s.pool, audit.Entry{Kind: audit.Refused, Operation: appointing, Actor: actor,
		Detail: map[string]string{"authority": at.Code, "reason": "no_person"}})
	if err != nil {
		return err
	}
	return why
}

const appointing identity.Operation = "appoint-official"

// person finds who was named. Whether it was the code or the name that nobody has is not told.
func (s *Officials) person(ctx context.Context, tx pgx.Tx, a Appointment) (uuid.UUID, error) {
	if !a.NationalID.IsZero() {
		return s.named(ctx, tx, a)
	}
	var known bool
	err := tx.QueryRow(ctx, `select exists (select from personal.parties where id = $1 and kind = 'person')`, a.Person).Scan(&known)
	if err == nil && !known {
		err = ErrNoPerson
	}
	return a.Person, err
}

func (s *Officials) named(ctx context.Context, tx pgx.Tx, a Appointment) (uuid.UUID, error) {
	person, err := s.parties.Named(ctx, tx, a.NationalID, a.FamilyName)
	if errors.Is(err, parties.ErrNotFound) {
		return uuid.Nil, ErrNoPerson
	}
	return person, err
}

func (s *Officials) give(ctx context.Context, tx pgx.Tx, actor identity.Actor, authority, person uuid.UUID, a Appointment) (uuid.UUID, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return id, err
	}
	err = tx.QueryRow(ctx, `insert into personal.officials as o (id, person, authority, role, source, valid_from, valid_to, created_by)
		values ($1, $2, $3, $4, $5, $6::text::date, nullif($7, '')::date, $8)
		on conflict (person, authority, role) do update set source = excluded.source, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
			created_at = now(), created_by = excluded.created_by, blocked_at = null
		where o.valid_to < $9::text::date or o.blocked_at is not null returning o.id`,
		id, person, authority, string(a.Role), Here, a.ValidFrom, a.ValidTo, actor.Person, identity.Today(s.now())).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return id, ErrAppointed
	}
	return id, err
}
