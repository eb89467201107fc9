package authorities

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/audit"
)

// Dismiss takes away an office at an authority or at a unit of it, at once, whoever gave it. No sign-in provider's
// statement brings it back: only an administrator gives it anew. Administrators who are the last do not dismiss
// themselves: ErrLastAdministrator.
func (s *Officials) Dismiss(ctx context.Context, actor identity.Actor, code string, id uuid.UUID) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		of, err := s.administered(ctx, tx, actor, code)
		if err != nil {
			return err
		}
		o, err := s.office(ctx, tx, of.ID, id)
		if err != nil {
			return err
		}
		if o.Role == identity.Administrator && o.Person == actor.Person {
			if err := s.anotherAdministers(ctx, tx, o); err != nil {
				return err
			}
		}
		if err := s.block(ctx, tx, o.ID); err != nil {
			return err
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Write, Operation: "dismiss-official", Actor: actor, Subjects: []uuid.UUID{o.Person},
			Detail: map[string]string{"authority": o.Authority.Code, "role": string(o.Role), "source": o.Source}})
	})
	if err != nil {
		return fmt.Errorf("dismiss: %w", err)
	}
	return nil
}

// office is an office that has not ended, at the authority or below it.
func (s *Officials) office(ctx context.Context, tx pgx.Tx, authority, id uuid.UUID) (Official, error) {
	rows, err := tx.Query(ctx, `with recursive units as (
			select id from authorities where id = $1 union select a.id from authorities a join units on a.parent = units.id)
		select `+officialColumns+` from `+officialTables+` where o.id = $2 and o.authority in (select id from units)
			and coalesce(o.valid_to, 'infinity') >= $3::text::date and o.blocked_at is null for update of o`, authority, id, identity.Today(s.now()))
	if err != nil {
		return Official{}, err
	}
	o, err := pgx.CollectExactlyOneRow(rows, scanOfficial)
	if errors.Is(err, pgx.ErrNoRows) {
		return o, ErrNotFound
	}
	return o, err
}

// anotherAdministers wants somebody else to administer the authority now and until further notice or as long as is
// known. The rows are held, so two who dismiss themselves at once do not both find the other.
func (s *Officials) anotherAdministers(ctx context.Context, tx pgx.Tx, o Official) error {
	rows, err := tx.Query(ctx, `select person from personal.officials where authority = $1 and role = 'administrator'
		and $2::text::date between valid_from and coalesce(valid_to, 'infinity') and blocked_at is null order by id for update`, o.Authority.ID, identity.Today(s.now()))
	if err != nil {
		return err
	}
	holders, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	for _, holder := range holders {
		if holder != o.Person {
			return nil
		}
	}
	return ErrLastAdministrator
}

// block keeps the row, so that what a provider states later finds it; yesterday was the last day, if there was one.
func (s *Officials) block(ctx context.Context, tx pgx.Tx, id uuid.UUID) error {
	_, err := tx.Exec(ctx, `update personal.officials set blocked_at = now(), valid_to = greatest(valid_from, $2::text::date - 1) where id = $1`,
		id, identity.Today(s.now()))
	return err
}

// end makes yesterday the last day of an office that is not stated any more, since it ends at once; one that began today, or
// would have begun later, goes.
func (s *Officials) end(ctx context.Context, tx pgx.Tx, id uuid.UUID) error {
	today := identity.Today(s.now())
	gone, err := tx.Exec(ctx, `delete from personal.officials where id = $1 and valid_from >= $2::text::date`, id, today)
	if err != nil || gone.RowsAffected() > 0 {
		return err
	}
	_, err = tx.Exec(ctx, `update personal.officials set valid_to = $2::text::date - 1 where id = $1`, id, today)
	return err
}
