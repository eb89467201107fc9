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
	o.valid_from::text, coalesce(o.valid_to::text, ''), o.blocked_at is not null`

const officialTables = `personal.officials o join personal.parties p on p.id = o.person join authorities a on a.id = o.authority`

func scanOfficial(row pgx.CollectableRow) (o Official, err error) {
	err = row.Scan(&o.ID, &o.Person, &o.Name, &o.Protected, &o.Authority.ID, &o.Authority.Code, &o.Authority.Name, &o.Role, &o.Source, &o.ValidFrom, &o.ValidTo, &o.Dismissed)
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

// List are the officials of an authority and of its units, for an administrator of it or of one above it. Where those
// under turvakielto stand tells nothing of their names either.
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
			order by a.code, p.protected, case when p.protected then '' else p.name end collate "fi-x-icu", o.role, o.id`, of.ID, identity.Today(s.now()))
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
