package projects

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/authorities"
	"lupakartta/identity/audit"
)

// New is something that an authority did with a project: a comment of that kind, ToldRestricted or ToldLifted.
type New struct {
	ID        uuid.UUID // of the comment or the restriction
	What      string
	Field     Path // that it is about; empty: the whole
	Authority authorities.Ref
	At        time.Time
}

// mostNews is how much of what is new is listed.
const mostNews = 100

// newFor is when what authorities did is new to $2, who has seen what they did until l.at: all that they did, before the first time.
const newFor = `coalesce(l.at, p.visible_at)`

// seenBy joins until when $2 has seen what authorities did with project p.
const seenBy = `left join personal.project_visits l on l.project = p.id and l.person = $2`

// newRestriction is which restrictions r stand that were made since, or were lifted since of items that had been restricted before. One
// that was made anew is not told as lifted.
const newRestriction = `(r.lifted_at is null and r.made_at > ` + newFor + ` or r.lifted_at > ` + newFor + `
	and not exists (select from ` + sameItem + ` and o.made_at = r.lifted_at) and exists (select from ` + sameItem + ` and o.made_at <= ` + newFor + ` and coalesce(o.lifted_at, 'infinity') > ` + newFor + `))`

const sameItem = `personal.project_restrictions o where o.project = r.project and o.item = r.item and o.authority = r.authority`

// News is what authorities did with one of the side's projects since the actor has last seen that, the newest first (F17).
func (s *Store) News(ctx context.Context, side Side, id uuid.UUID) ([]New, error) {
	if _, err := projectIn(ctx, s.pool, side, id); err != nil {
		return nil, fmt.Errorf("news of a project: %w", err)
	}
	rows, err := s.pool.Query(ctx, `select n.id, n.what, n.field, a.id, a.code, a.name, n.at from (
			select c.id, c.kind as what, c.field, c.authority, c.created_at as at from projects p `+seenBy+` join personal.project_comments c on c.project = p.id
				where p.id = $1 and c.audience = 'all' and c.authority is not null and c.author <> $2 and c.created_at > `+newFor+`
			union all
			select r.id, case when r.lifted_at is null then '`+ToldRestricted+`' else '`+ToldLifted+`' end, '/' || replace(r.item, '.', '/'), r.authority, coalesce(r.lifted_at, r.made_at) from projects p `+seenBy+`
				join personal.project_restrictions r on r.project = p.id where p.id = $1 and `+newRestriction+`) n
		join authorities a on a.id = n.authority order by n.at desc, n.id limit $3`, id, side.Actor.Person, mostNews)
	if err != nil {
		return nil, fmt.Errorf("news of a project: %w", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (n New, err error) {
		err = row.Scan(&n.ID, &n.What, &n.Field, &n.Authority.ID, &n.Authority.Code, &n.Authority.Name, &n.At)
		return n, err
	})
	if err != nil {
		return nil, fmt.Errorf("news of a project: %w", err)
	}
	return list, nil
}

// See notes that the actor has seen what authorities did with one of the side's projects until then.
func (s *Store) See(ctx context.Context, side Side, id uuid.UUID, until time.Time) error {
	if err := see(ctx, s.pool, side, id, until); err != nil {
		return fmt.Errorf("see the news of a project: %w", err)
	}
	return nil
}

func see(ctx context.Context, db audit.Querier, side Side, id uuid.UUID, until time.Time) error {
	tag, err := db.Exec(ctx, `insert into personal.project_visits (project, person, at) select p.id, $4, least($5, now()) from projects p where `+ofSide+` and p.id = $3
		on conflict (project, person) do update set at = greatest(project_visits.at, excluded.at)`, side.Actor.Party(), side.Matters, id, side.Actor.Person, until)
	if err == nil && tag.RowsAffected() == 0 {
		err = ErrNotFound
	}
	return err
}
