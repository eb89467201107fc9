package mandates

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/internal/faults"
)

// answer is Rights.Answer for an actor whose right was just asked about.
func (s *Store) answer(ctx context.Context, actor identity.Actor, id uuid.UUID, accept bool) (Mandate, error) {
	by, err := giver(actor)
	if err != nil {
		return Mandate{}, err
	}
	return s.write(ctx, actor, "answer-mandate", func(tx pgx.Tx) (Mandate, error) {
		m, err := scan(tx.QueryRow(ctx, `select `+columns+joined+`where m.id = $1 and m.giver = $2 for update of m`, id, by))
		switch {
		case err != nil:
			return Mandate{}, err
		case m.State != Requested:
			return Mandate{}, ErrState
		case accept && !m.To.After(s.now()):
			return Mandate{}, ErrExpired
		case accept && m.Receiver.ID == actor.Person:
			return Mandate{}, faults.Faults{{Pointer: "/accept", Code: "self"}} // as in insert
		case accept:
			return s.move(ctx, tx, m, Given, &actor.Person)
		}
		return s.move(ctx, tx, m, Refused, nil)
	})
}

// revoke is Rights.Revoke for an actor whose right was just asked about: the giver takes it back, or the receiver gives
// it up.
func (s *Store) revoke(ctx context.Context, actor identity.Actor, id uuid.UUID) (Mandate, error) {
	by, err := giver(actor)
	if errors.Is(err, identity.ErrForbidden) {
		by = actor.Person // what was given to the person, or by them, stays theirs whoever they act for
	}
	return s.write(ctx, actor, "revoke-mandate", func(tx pgx.Tx) (Mandate, error) {
		m, err := scan(tx.QueryRow(ctx, `select `+columns+joined+`where m.id = $1 and (m.giver = $2 or m.receiver = $3) for update of m`, id, by, actor.Person))
		switch {
		case err != nil:
			return Mandate{}, err
		case m.State != Requested && m.State != Given:
			return Mandate{}, ErrState
		}
		return s.move(ctx, tx, m, Revoked, nil)
	})
}

func (s *Store) move(ctx context.Context, tx pgx.Tx, m Mandate, to State, givenBy *uuid.UUID) (Mandate, error) {
	_, err := tx.Exec(ctx, `update personal.mandates set state = $2, given_by = coalesce($3, given_by), changed_at = $4 where id = $1`, m.ID, to, givenBy, s.now())
	if err != nil {
		return Mandate{}, err
	}
	return scan(tx.QueryRow(ctx, `select `+columns+joined+`where m.id = $1`, m.ID))
}

// Lists are the mandates of the actor, the newest first.
type Lists struct {
	Given    []Mandate // and requested from them: theirs, or of the organisation that they represent
	Received []Mandate // and requested by them: the person's own
}

// longestList is more than anybody has open.
const longestList = 1000

// lists is Rights.List for an actor whose right was just looked at.
func (s *Store) lists(ctx context.Context, actor identity.Actor) (Lists, error) {
	by, err := giver(actor)
	if err != nil {
		by = actor.Person // somebody with a mandate does not see the giver's others
	}
	var lists Lists
	if lists.Given, err = s.list(ctx, `where m.giver = $1 order by m.created_at desc, m.id desc limit $2`, by, longestList); err != nil {
		return Lists{}, err
	}
	lists.Received, err = s.list(ctx, `where m.receiver = $1 order by m.created_at desc, m.id desc limit $2`, actor.Person, longestList)
	return lists, err
}

func (s *Store) list(ctx context.Context, where string, args ...any) ([]Mandate, error) {
	rows, err := s.pool.Query(ctx, `select `+columns+joined+where, args...)
	if err != nil {
		return nil, fmt.Errorf("mandates: %w", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Mandate, error) { return scan(row) })
	if err != nil {
		return nil, fmt.Errorf("mandates: %w", err)
	}
	return list, nil
}
