package authorities

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/identity/parties"
)

// Officials keeps who works for which authority, and lets an authority's administrators keep its card. Its pool works
// as pg.PersonalRole; every reading and writing is in the audit log, in the same transaction.
type Officials struct {
	pool    *pgxpool.Pool
	parties *parties.Store
	now     func() time.Time
}

// NewOfficials returns the store over a pool of pg.PersonalRole.
func NewOfficials(pool *pgxpool.Pool, parties *parties.Store) *Officials {
	return &Officials{pool: pool, parties: parties, now: time.Now}
}

const officialColumns = `o.id, o.person, case when p.protected then '' else p.name end, p.protected, a.id, a.code, a.name, o.role, o.source,
	o.valid_from::text, coalesce(o.valid_to::text, '')`

const officialTables = `personal.officials o join personal.parties p on p.id = o.person join authorities a on a.id = o.authority`

func scanOfficial(row pgx.CollectableRow) (o Official, err error) {
	err = row.Scan(&o.ID, &o.Person, &o.Name, &o.Protected, &o.Authority.ID, &o.Authority.Code, &o.Authority.Name, &o.Role, &o.Source, &o.ValidFrom, &o.ValidTo)
	return o, err
}

// hide takes away what nobody may list.
func (o Official) hide() Official {
	if o.Protected {
		o.Person, o.Name = uuid.Nil, ""
	}
	return o
}

// administered is the authority of that code, when the actor is an administrator of it or of one above it; otherwise
// ErrNotFound, as for one that does not exist.
func (s *Officials) administered(ctx context.Context, tx pgx.Tx, actor identity.Actor, code string) (Ref, error) {
	var r Ref
	err := tx.QueryRow(ctx, `with recursive chain as (
			select a.id, a.parent, 1 as step from authorities a where a.code = $1
			union all
			select p.id, p.parent, chain.step + 1 from chain join authorities p on p.id = chain.parent where chain.step < 10)
		select a.id, a.code, a.name from authorities a where a.code = $1 and exists (select from chain where chain.id = any($2))`,
		code, s.administers(actor)).Scan(&r.ID, &r.Code, &r.Name)
	if errors.Is(err, pgx.ErrNoRows) {
		return r, ErrNotFound
	}
	return r, err
}

func (s *Officials) administers(actor identity.Actor) []uuid.UUID {
	return append([]uuid.UUID{}, actor.At(s.now(), identity.Administrator)...)
}

// ended are offices whose last day was more than this long ago: nobody needs to see those in a list any more.
const ended = "interval '1 year'"

// List are the officials of an authority and of its units, for an administrator of it or of one above it.
func (s *Officials) List(ctx context.Context, actor identity.Actor, code string) ([]Official, error) {
	var list []Official
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		of, err := s.administered(ctx, tx, actor, code)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `with recursive units as (
				select id from authorities where id = $1 union select a.id from authorities a join units on a.parent = units.id)
			select `+officialColumns+` from `+officialTables+` where o.authority in (select id from units)
				and coalesce(o.valid_to, 'infinity') > $2::text::date - `+ended+`
			order by a.code, p.protected, p.name collate "fi-x-icu", o.role, o.id`, of.ID, identity.Today(s.now()))
		if err != nil {
			return err
		}
		if list, err = pgx.CollectRows(rows, scanOfficial); err != nil {
			return err
		}
		subjects := make([]uuid.UUID, 0, len(list))
		for i, o := range list {
			subjects = append(subjects, o.Person)
			list[i] = o.hide()
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Read, Operation: "list-officials", Actor: actor, Subjects: distinct(subjects),
			Detail: map[string]string{"authority": of.Code}})
	})
	if err != nil {
		return nil, fmt.Errorf("officials of %q: %w", code, err)
	}
	return list, nil
}

func distinct(ids []uuid.UUID) []uuid.UUID {
	seen, kept := map[uuid.UUID]bool{}, []uuid.UUID{}
	for _, id := range ids {
		if !seen[id] {
			seen[id], kept = true, append(kept, id)
		}
	}
	return kept
}

// Appoint gives a person an office at an authority. A person whom nobody knows is ErrNoPerson: whoever works here has
// signed in once. An office that they hold is ErrAppointed; one that has ended is given anew.
func (s *Officials) Appoint(ctx context.Context, actor identity.Actor, code string, a Appointment) (Official, error) {
	today := identity.Today(s.now())
	if a.ValidFrom == "" {
		a.ValidFrom = today
	}
	if err := a.validate(today); err != nil {
		return Official{}, fmt.Errorf("appoint: %w", err)
	}
	var appointed Official
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		of, err := s.administered(ctx, tx, actor, code)
		if err != nil {
			return err
		}
		person, err := s.person(ctx, tx, a)
		if err != nil {
			return err
		}
		id, err := s.give(ctx, tx, actor, of.ID, person, a)
		if err != nil {
			return err
		}
		if appointed, err = one(ctx, tx, id); err != nil {
			return err
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Write, Operation: "appoint-official", Actor: actor, Subjects: []uuid.UUID{person},
			Detail: map[string]string{"authority": of.Code, "role": string(a.Role)}})
	})
	if err != nil {
		return Official{}, fmt.Errorf("appoint: %w", err)
	}
	return appointed.hide(), nil
}

func (s *Officials) person(ctx context.Context, tx pgx.Tx, a Appointment) (uuid.UUID, error) {
	if !a.NationalID.IsZero() {
		party, err := s.parties.ByNationalID(ctx, tx, a.NationalID)
		if errors.Is(err, parties.ErrNotFound) {
			return uuid.Nil, ErrNoPerson
		}
		return party.ID, err
	}
	var known bool
	err := tx.QueryRow(ctx, `select exists (select from personal.parties where id = $1 and kind = 'person')`, a.Person).Scan(&known)
	if err == nil && !known {
		err = ErrNoPerson
	}
	return a.Person, err
}

func (s *Officials) give(ctx context.Context, tx pgx.Tx, actor identity.Actor, authority, person uuid.UUID, a Appointment) (uuid.UUID, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return id, err
	}
	err = tx.QueryRow(ctx, `insert into personal.officials as o (id, person, authority, role, source, valid_from, valid_to, created_by)
		values ($1, $2, $3, $4, $5, $6::text::date, nullif($7, '')::date, $8)
		on conflict (person, authority, role) do update set source = excluded.source, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
			created_at = now(), created_by = excluded.created_by
		where o.valid_to < $9::text::date returning o.id`,
		id, person, authority, string(a.Role), Here, a.ValidFrom, a.ValidTo, actor.Person, identity.Today(s.now())).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return id, ErrAppointed
	}
	return id, err
}

func one(ctx context.Context, tx pgx.Tx, id uuid.UUID) (Official, error) {
	rows, err := tx.Query(ctx, `select `+officialColumns+` from `+officialTables+` where o.id = $1`, id)
	if err != nil {
		return Official{}, err
	}
	return pgx.CollectExactlyOneRow(rows, scanOfficial)
}
