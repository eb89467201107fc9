package authorities

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity"
	"lupakartta/internal/i18n"
)

// Errors of the directory.
var (
	ErrNotFound = errors.New("authority: not found")
	ErrNoField  = errors.New("authority: no such field of competence")
	ErrChanged  = errors.New("authority: changed meanwhile")
	ErrTangled  = errors.New("authority: the place's lines meet too often to be examined")
)

// Store reads and keeps the directory. Its pool works as pg.AppRole.
type Store struct{ pool *pgxpool.Pool }

// NewStore returns a store over a pool of pg.AppRole.
func NewStore(pool *pgxpool.Pool) *Store { return &Store{pool: pool} }

// Querier is what a pool, a connection and a transaction share.
type Querier interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// Today is the day in Finland, which is what every day here is compared with.
func Today() string { return identity.Today(time.Now()) }

// columns are of authorities a with its parent p.
const columns = `a.id, a.code, coalesce(p.code, ''), a.kind, a.name, coalesce(a.business_id, ''), a.channels, a.hours,
	a.valid_from::text, coalesce(a.valid_to::text, ''), a.version`

const tables = `authorities a left join authorities p on p.id = a.parent`

func scan(row pgx.CollectableRow) (a Authority, err error) {
	err = row.Scan(&a.ID, &a.Code, &a.Parent, &a.Kind, &a.Name, &a.BusinessID, &a.Channels, &a.Hours, &a.ValidFrom, &a.ValidTo, &a.Version)
	return a, err
}

// Ref names an authority.
type Ref struct {
	ID   uuid.UUID
	Code string
	Name i18n.Text
}

// Entry is an authority as the directory shows it: with the authorities above it, its units and its competences.
type Entry struct {
	Authority
	Above       []Ref       // the authority that it is a unit of, and so on to the top
	Units       []Authority // its units that exist on the day
	Competences []Competence
}

// Get returns an authority by its code, with what holds on that day, or ErrNotFound. The areas are thinned for showing:
// by no more than a thousandth of their width.
func (s *Store) Get(ctx context.Context, code, day string) (Entry, error) {
	var e Entry
	found, err := query(ctx, s.pool, `select `+columns+` from `+tables+` where a.code = $1`, code)
	if err != nil {
		return e, fmt.Errorf("authority %s: %w", code, err)
	}
	if len(found) == 0 {
		return e, fmt.Errorf("authority %q: %w", code, ErrNotFound)
	}
	e.Authority = found[0]
	over, err := above(ctx, s.pool, e.ID)
	if err != nil {
		return e, fmt.Errorf("authorities above %s: %w", code, err)
	}
	e.Above = over[e.ID]
	e.Units, err = query(ctx, s.pool, `select `+columns+` from `+tables+`
		where a.parent = $1 and $2::date between a.valid_from and coalesce(a.valid_to, 'infinity') order by a.code`, e.ID, day)
	if err != nil {
		return e, fmt.Errorf("units of authority %s: %w", code, err)
	}
	if e.Competences, err = s.competences(ctx, e.ID, day); err != nil {
		return e, fmt.Errorf("competences of authority %s: %w", code, err)
	}
	return e, nil
}

func query(ctx context.Context, db Querier, sql string, args ...any) ([]Authority, error) {
	rows, err := db.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scan)
}

// Named are the authorities of those ids, as they are called now.
func (s *Store) Named(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]Ref, error) {
	named := map[uuid.UUID]Ref{}
	if len(ids) == 0 {
		return named, nil
	}
	rows, err := s.pool.Query(ctx, `select a.id, a.code, a.name from authorities a where a.id = any($1)`, ids)
	if err != nil {
		return nil, fmt.Errorf("authorities by id: %w", err)
	}
	var r Ref
	_, err = pgx.ForEachRow(rows, []any{&r.ID, &r.Code, &r.Name}, func() error {
		named[r.ID] = r
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("authorities by id: %w", err)
	}
	return named, nil
}

// above are the authorities over each of some, from the nearest to the top.
func above(ctx context.Context, db Querier, ids ...uuid.UUID) (map[uuid.UUID][]Ref, error) {
	rows, err := db.Query(ctx, `with recursive above as (
			select a.id as below, p.id, p.code, p.name, p.parent, 1 as step from authorities a join authorities p on p.id = a.parent where a.id = any($1)
			union all
			select above.below, p.id, p.code, p.name, p.parent, above.step + 1 from above join authorities p on p.id = above.parent where above.step < 10)
		select below, id, code, name from above order by below, step`, ids)
	if err != nil {
		return nil, err
	}
	over := map[uuid.UUID][]Ref{}
	var below uuid.UUID
	var r Ref
	_, err = pgx.ForEachRow(rows, []any{&below, &r.ID, &r.Code, &r.Name}, func() error {
		over[below] = append(over[below], r)
		return nil
	})
	return over, err
}

func (s *Store) competences(ctx context.Context, authority uuid.UUID, day string) ([]Competence, error) {
	rows, err := s.pool.Query(ctx, `select c.field, c.area, c.municipalities, c.statute, c.valid_from::text, coalesce(c.valid_to::text, ''),
			st_asbinary(st_multi(st_simplifypreservetopology(c.geom, (st_xmax(c.geom) - st_xmin(c.geom)) / 1000)))
		from competences c where c.authority = $1 and $2::date between c.valid_from and coalesce(c.valid_to, 'infinity') order by c.field`, authority, day)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c Competence, err error) {
		var shape []byte
		if err := row.Scan(&c.Field, &c.Area, &c.Municipalities, &c.Statute, &c.ValidFrom, &c.ValidTo, &shape); err != nil {
			return c, err
		}
		c.Geometry, err = multiPolygon(shape)
		return c, err
	})
}

// Fields are all fields of competence, by code.
func (s *Store) Fields(ctx context.Context) ([]Field, error) { return fields(ctx, s.pool) }

func fields(ctx context.Context, db Querier) ([]Field, error) {
	rows, err := db.Query(ctx, `select f.code, f.name from fields f order by f.code`)
	if err != nil {
		return nil, fmt.Errorf("fields: %w", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (f Field, err error) {
		err = row.Scan(&f.Code, &f.Name)
		return f, err
	})
	if err != nil {
		return nil, fmt.Errorf("fields: %w", err)
	}
	return all, nil
}
