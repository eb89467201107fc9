package projects

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/authorities"
	"lupakartta/checks"
	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/internal/faults"
)

// Imposed is an item of a shown project that one of its authorities keeps to some of them (mission P3). It holds for every
// version, earlier and later, until the authority lifts it. What the applicant restricts is a field of the project (Restriction).
type Imposed struct {
	ID        uuid.UUID
	Item      string            // as in /restricted/<item>
	Authority authorities.Ref   // whose it is
	To        []authorities.Ref // who of the project's authorities sees the item, by code
	Why       string
	MadeAt    time.Time
	Own       bool // of an authority in whose office the actor asks
}

// Field is the field that is restricted.
func (i Imposed) Field() Path { return fieldOf(i.Item) }

// Keeping is an item to be restricted by an authority.
type Keeping struct {
	Item string
	To   []uuid.UUID // besides the authority itself
	Why  string
	Key  string // asked again with it, nothing more is done; empty: none
}

// Validate reports every fault at once.
func (k Keeping) Validate() error {
	var found faults.Faults
	found.When(!restrictable.MatchString(k.Item), "/item", "unknown_field")
	found.When(strings.TrimSpace(k.Why) == "", "/why", "required")
	judgeText(&found, k.Why, 2000, "/why")
	found.When(len(k.To) > 100, "/to", "too_many")
	return found.OrNil()
}

// imposedOn are the restrictions by authorities that stand, as fields. What several restrict is seen by whom all of them name.
func imposedOn(ctx context.Context, db audit.Querier, project uuid.UUID) (Fields, error) {
	rows, err := db.Query(ctx, `select r.item, r.audience from personal.project_restrictions r where r.project = $1 and r.lifted_at is null order by r.id`, project)
	if err != nil {
		return nil, err
	}
	imposed := Fields{}
	var item string
	var to []uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&item, &to}, func() error { return imposed.impose(item, to) })
	return imposed, err
}

// impose adds a restriction by an authority.
func (f Fields) impose(item string, to []uuid.UUID) error {
	value, err := json.Marshal(Restriction{To: to})
	if err != nil {
		return err
	}
	return f.restrict(Fields{Path(restrictedGroup + item): value})
}

// Keep restricts an item of what the actor's authority is shown to some of the project's authorities, its own always among them.
// What it kept of the same item before is lifted. An authority that the project no longer concerns keeps nothing: ErrNotConcerned.
func (s *Store) Keep(ctx context.Context, actor identity.Actor, operation identity.Operation, id uuid.UUID, k Keeping) (Imposed, error) {
	if err := k.Validate(); err != nil {
		return Imposed{}, fmt.Errorf("restrict an item of a project: %w", err)
	}
	restriction, err := uuid.NewV7()
	if err != nil {
		return Imposed{}, fmt.Errorf("restrict an item of a project: %w", err)
	}
	err = s.rearrange(ctx, actor, operation, id, func(ctx context.Context, tx pgx.Tx) error {
		restriction, err = s.keep(ctx, tx, actor, id, restriction, k)
		return err
	})
	if err != nil {
		return Imposed{}, fmt.Errorf("restrict an item of a project: %w", err)
	}
	list, err := imposedList(ctx, s.pool, id, actor.In)
	i := slices.IndexFunc(list, func(i Imposed) bool { return i.ID == restriction })
	if err == nil && i < 0 {
		err = ErrNotFound // lifted meanwhile, or asked again after that
	}
	if err != nil {
		return Imposed{}, fmt.Errorf("restrict an item of a project: %w", err)
	}
	return list[i], nil
}

func (s *Store) keep(ctx context.Context, tx pgx.Tx, actor identity.Actor, id, restriction uuid.UUID, k Keeping) (uuid.UUID, error) {
	var key []byte
	if k.Key != "" {
		sum := sha256.Sum256(slices.Concat([]byte("restriction"), actor.Person[:], id[:], []byte(k.Key)))
		key = sum[:]
		had, err := keptBefore(ctx, tx, key, k)
		if err != nil || had != uuid.Nil {
			return had, err
		}
	}
	authority, to, err := s.keeper(ctx, tx, actor, id, k)
	if err != nil {
		return restriction, err
	}
	if _, err := tx.Exec(ctx, `update personal.project_restrictions set lifted_at = now(), lifted_by = $4 where project = $1 and item = $2 and authority = $3 and lifted_at is null`, id, k.Item, authority, actor.Person); err != nil {
		return restriction, err
	}
	if _, err := tx.Exec(ctx, `insert into personal.project_restrictions (id, project, item, authority, audience, why, made_by, key_hash) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		restriction, id, k.Item, authority, to, k.Why, actor.Person, key); err != nil {
		return restriction, err
	}
	return restriction, s.tell(ctx, tx, Told{Project: id, What: ToldRestricted, Restriction: restriction})
}

// keptBefore is the restriction that was made with the key, or none.
func keptBefore(ctx context.Context, tx pgx.Tx, key []byte, k Keeping) (id uuid.UUID, err error) {
	var same bool
	err = tx.QueryRow(ctx, `select id, item = $2 and why = $3 and audience @> $4 and cardinality(array_remove(audience, authority)) = (select count(distinct t) from unnest($4::uuid[]) t where t <> authority)
		from personal.project_restrictions where key_hash = $1`, key, k.Item, k.Why, append([]uuid.UUID{}, k.To...)).Scan(&id, &same)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return uuid.Nil, nil
	case err == nil && !same:
		return uuid.Nil, ErrKeyUsed
	}
	return id, err
}

// keeper is the authority for which the actor restricts the item, and to whom.
func (s *Store) keeper(ctx context.Context, tx pgx.Tx, actor identity.Actor, id uuid.UUID, k Keeping) (authority uuid.UUID, to []uuid.UUID, err error) {
	_, f, _, err := shownIn(ctx, tx, actor, id, 0)
	if err != nil {
		return authority, nil, err
	}
	err = tx.QueryRow(ctx, `select a.authority from project_authorities a where a.project = $2 and a.authority = any ($1) and a.until is null order by a.authority limit 1`, actor.In, id).Scan(&authority)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotConcerned
	}
	if err != nil {
		return authority, nil, err
	}
	seen, _, err := f.For([]uuid.UUID{authority})
	if err != nil {
		return authority, nil, err
	}
	var found faults.Faults
	_, there := seen[fieldOf(k.Item)]
	found.When(!there, "/item", "unknown_field")
	to = append(slices.Clone(k.To), authority)
	slices.SortFunc(to, func(a, b uuid.UUID) int { return strings.Compare(a.String(), b.String()) })
	to = slices.Compact(to)
	var known int
	if err := tx.QueryRow(ctx, `select count(*) from project_authorities where project = $1 and authority = any ($2)`, id, to).Scan(&known); err != nil {
		return authority, nil, err
	}
	found.When(known < len(to), "/to", "unknown_authority")
	return authority, to, found.OrNil()
}

// Lift takes away what the actor's authority restricted. What was lifted before stays lifted.
func (s *Store) Lift(ctx context.Context, actor identity.Actor, operation identity.Operation, id, restriction uuid.UUID) error {
	err := s.rearrange(ctx, actor, operation, id, func(ctx context.Context, tx pgx.Tx) error {
		var stood bool
		err := tx.QueryRow(ctx, `select r.lifted_at is null from personal.project_restrictions r where r.id = $3 and r.project = $2 and r.authority = any ($1)`, actor.In, id, restriction).Scan(&stood)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil || !stood {
			return err
		}
		if _, err := tx.Exec(ctx, `update personal.project_restrictions set lifted_at = now(), lifted_by = $3 where id = $2 and authority = any ($1)`, actor.In, restriction, actor.Person); err != nil {
			return err
		}
		return s.tell(ctx, tx, Told{Project: id, What: ToldLifted, Restriction: restriction})
	})
	if err != nil {
		return fmt.Errorf("lift a restriction of a project: %w", err)
	}
	return nil
}

// rearrange does something to what authorities restrict, in a transaction, and writes anew what others see. What the checks say
// of that is worked out before, in a transaction that is not kept: nothing is locked while they are made.
func (s *Store) rearrange(ctx context.Context, actor identity.Actor, operation identity.Operation, id uuid.UUID, do func(context.Context, pgx.Tx) error) (err error) {
	for range attempts {
		var seen views
		if seen, err = s.rehearse(ctx, actor, id, do); err != nil {
			return err
		}
		err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return s.rearrangeIn(ctx, tx, actor, operation, id, seen, do) })
		if !errors.Is(err, errMeanwhile) {
			return err
		}
	}
	return err
}

func (s *Store) rearrangeIn(ctx context.Context, tx pgx.Tx, actor identity.Actor, operation identity.Operation, id uuid.UUID, seen views, do func(context.Context, pgx.Tx) error) error {
	if err := lockShown(ctx, tx, actor, id); err != nil {
		return err
	}
	if err := do(ctx, tx); err != nil {
		return err
	}
	x, err := exposed(ctx, tx, id)
	if err != nil {
		return err
	}
	if !seen.rest(x.imposed) || seen.version != x.version {
		return errMeanwhile
	}
	if err := x.relist(ctx, tx, seen); err != nil {
		return err
	}
	if err := x.redraw(ctx, tx, s.now()); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Entry{Kind: audit.Write, Operation: operation, Actor: actor, Subjects: []uuid.UUID{x.party}, Matter: "project:" + id.String(), Detail: officesOf(actor)})
}

// lockShown keeps a project that the actor's authorities were shown from being written until the transaction ends.
func lockShown(ctx context.Context, tx pgx.Tx, actor identity.Actor, id uuid.UUID) error {
	tag, err := tx.Exec(ctx, `select from projects p where p.id = $2 and `+concerns+` for update`, actor.In, id)
	if err == nil && tag.RowsAffected() == 0 {
		err = ErrNotFound
	}
	return err
}

// errRehearsed ends a transaction of which nothing is kept.
var errRehearsed = errors.New("project: rehearsed")

func (s *Store) rehearse(ctx context.Context, actor identity.Actor, id uuid.UUID, do func(context.Context, pgx.Tx) error) (views, error) {
	var x exposure
	var ids []uuid.UUID
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) (err error) {
		if err = lockShown(ctx, tx, actor, id); err != nil {
			return err
		}
		if err = do(ctx, tx); err != nil {
			return err
		}
		if x, err = exposed(ctx, tx, id); err != nil {
			return err
		}
		if ids, err = concernedIDs(ctx, tx, id); err != nil {
			return err
		}
		return errRehearsed
	})
	if !errors.Is(err, errRehearsed) {
		return views{}, err
	}
	seen, err := s.viewsWith(ctx, id, x.fields, x.imposed, fmt.Sprintf("%s/shown/%d", id, x.version), ids, func(order checks.Order) (uuid.UUID, error) { return s.runs.Keep(ctx, actor, order) })
	seen.version = x.version
	return seen, err
}

// ImposedBeside are the restrictions by authorities of which an official may know: their own, and those of items that they see.
func (s *Store) ImposedBeside(ctx context.Context, actor identity.Actor, id uuid.UUID) ([]Imposed, error) {
	_, f, _, err := shownIn(ctx, s.pool, actor, id, 0)
	if err != nil {
		return nil, fmt.Errorf("restrictions of a project: %w", err)
	}
	c, err := f.Content()
	if err != nil {
		return nil, fmt.Errorf("restrictions of a project: %w", err)
	}
	list, err := imposedList(ctx, s.pool, id, actor.In)
	if err != nil {
		return nil, fmt.Errorf("restrictions of a project: %w", err)
	}
	return slices.DeleteFunc(list, func(i Imposed) bool { return !i.Own && c.hides(i.Field(), actor.In) }), nil
}

// Imposed are the restrictions by authorities on one of the side's projects.
func (s *Store) Imposed(ctx context.Context, side Side, id uuid.UUID) ([]Imposed, error) {
	if _, err := projectIn(ctx, s.pool, side, id); err != nil {
		return nil, fmt.Errorf("restrictions of a project: %w", err)
	}
	list, err := imposedList(ctx, s.pool, id, nil)
	if err != nil {
		return nil, fmt.Errorf("restrictions of a project: %w", err)
	}
	return list, nil
}

func imposedList(ctx context.Context, db audit.Querier, id uuid.UUID, in []uuid.UUID) ([]Imposed, error) {
	rows, err := db.Query(ctx, `select r.id, r.item, t.id, t.code, t.name, r.why, r.made_at, coalesce(r.authority = any ($2), false),
			(select jsonb_agg(jsonb_build_object('id', o.id, 'code', o.code, 'name', o.name) order by o.code) from authorities o where o.id = any (r.audience))
		from personal.project_restrictions r join authorities t on t.id = r.authority where r.project = $1 and r.lifted_at is null order by r.id`, id, in)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (i Imposed, err error) {
		err = row.Scan(&i.ID, &i.Item, &i.Authority.ID, &i.Authority.Code, &i.Authority.Name, &i.Why, &i.MadeAt, &i.Own, &i.To)
		return i, err
	})
}
