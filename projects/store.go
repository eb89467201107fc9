package projects

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/authorities"
	"lupakartta/checks"
	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/internal/jobs"
	"lupakartta/internal/pg"
)

// Store keeps projects. Its pool works as pg.PersonalRole. Every statement has in its where who may: for anybody else there is
// no such project.
type Store struct {
	pool      *pgxpool.Pool
	jobs      *jobs.Queue
	engine    *checks.Engine
	runs      *checks.Runs
	directory *authorities.Store
	now       func() time.Time
}

// NewStore returns the projects over a pool of pg.PersonalRole. Places are checked by the engine, and the checks of what is
// shown are kept in runs; who is competent at a place the directory knows.
func NewStore(pool *pgxpool.Pool, engine *checks.Engine, runs *checks.Runs, directory *authorities.Store) (*Store, error) {
	queue, err := jobs.NewQueue()
	if err != nil {
		return nil, err
	}
	return &Store{pool: pool, jobs: queue, engine: engine, runs: runs, directory: directory, now: time.Now}, nil
}

// ofSide is what the side's own projects are: $1 is the party, $2 the matters that a mandate is for, or null.
const ofSide = `p.party = $1 and ($2::text[] is null or p.matter = any ($2))`

const projectColumns = `p.id, p.state, p.open, p.revision, p.working, coalesce(p.shown, 0), p.origin, p.created_at, p.saved_at, p.saved_by, p.visible_at, p.sent_at, p.cancelled_at, p.reason,
	p.party, p.matter, p.floor, p.fields, v.content, v.place, coalesce(n.people, '{}'), v.author, v.begun_at, v.shown_at is not null`

const projectTables = `projects p join project_versions v on v.project = p.id and v.number = p.working left join personal.project_people n on n.project = p.id and n.number = p.working`

func scanProject(row pgx.CollectableRow) (p Project, err error) {
	var origin *uuid.UUID
	var texts, place, people Fields
	err = row.Scan(&p.ID, &p.State, &p.Open, &p.Revision, &p.Working, &p.Shown, &origin, &p.CreatedAt, &p.SavedAt, &p.SavedBy, &p.VisibleAt, &p.SentAt, &p.CancelledAt, &p.Reason,
		&p.party, &p.matter, &p.floor, &p.last, &texts, &place, &people, &p.author, &p.begun, &p.sealed)
	if origin != nil {
		p.Origin = *origin
	}
	p.Fields = join(texts, place, people)
	p.Unshown = p.Shown > 0 && p.Working != p.Shown
	return p, err
}

// projectIn is one of the side's projects, or ErrNotFound.
func projectIn(ctx context.Context, db audit.Querier, side Side, id uuid.UUID) (Project, error) {
	rows, err := db.Query(ctx, `select `+projectColumns+` from `+projectTables+` where `+ofSide+` and p.id = $3`, side.Actor.Party(), side.Matters, id)
	if err != nil {
		return Project{}, err
	}
	p, err := pgx.CollectExactlyOneRow(rows, scanProject)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	return p, err
}

// locked is projectIn, and keeps others from writing the project until the transaction ends. The lock is a statement of its own:
// one that waits for it would see what others wrote to the project meanwhile, but its versions as they were before.
func locked(ctx context.Context, tx pgx.Tx, side Side, id uuid.UUID) (Project, error) {
	if _, err := tx.Exec(ctx, `select from projects p where `+ofSide+` and p.id = $3 for update`, side.Actor.Party(), side.Matters, id); err != nil {
		return Project{}, err
	}
	return projectIn(ctx, tx, side, id)
}

// Get is one of the side's projects.
func (s *Store) Get(ctx context.Context, side Side, id uuid.UUID) (Project, error) {
	p, err := projectIn(ctx, s.pool, side, id)
	if err != nil {
		return Project{}, fmt.Errorf("project: %w", err)
	}
	return p, nil
}

// Revision is that of one of the side's projects: as long as it is the same, so is the project.
func (s *Store) Revision(ctx context.Context, side Side, id uuid.UUID) (revision int64, err error) {
	err = s.pool.QueryRow(ctx, `select p.revision from projects p where `+ofSide+` and p.id = $3`, side.Actor.Party(), side.Matters, id).Scan(&revision)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return 0, fmt.Errorf("project: %w", err)
	}
	return revision, nil
}

// Order is a project to be begun.
type Order struct {
	Changes Changes // what it says already; the kind among it
	Key     string  // asked again with it, nothing more is made; empty: none
	Origin  uuid.UUID

	first *string // of a copy, the day that was asked for: what it says already follows from that, from the origin and from the day
}

// asked is what a second order with the same key must be the same as.
func (o Order) asked() ([]byte, error) {
	if o.first != nil {
		return json.Marshal([]string{o.Origin.String(), *o.first})
	}
	return json.Marshal(o)
}

// Create begins a project of the party that the side acts for. Its kind must be one that the side has the right to work on:
// identity.ErrForbidden otherwise. With a key that the person has used for the same order it is the project that there is.
func (s *Store) Create(ctx context.Context, side Side, operation identity.Operation, order Order) (Project, error) {
	p, err := s.create(ctx, side, operation, order)
	if err != nil {
		return Project{}, fmt.Errorf("begin a project: %w", err)
	}
	return p, nil
}

func (s *Store) create(ctx context.Context, side Side, operation identity.Operation, order Order) (p Project, err error) {
	changes, err := order.Changes.Read()
	if err == nil {
		err = changes.ownFiles(ctx, s.pool, uuid.Nil)
	}
	if err != nil {
		return p, err
	}
	d := document{fields: Fields{}, last: map[Path]int64{}}
	if _, err := d.merge(0, changes); err != nil {
		return p, err
	}
	d.revision = 1
	if err := d.fields.bounded(); err != nil {
		return p, err
	}
	matter := matterOf(d.fields)
	if !side.may(matter) {
		return p, identity.ErrForbidden
	}
	keyHash, orderHash, err := hashes(side.Actor, order)
	if err != nil {
		return p, err
	}
	if p, err = s.made(ctx, s.pool, side, keyHash, orderHash); err != nil || p.ID != uuid.Nil {
		return p, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return p, err
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `insert into projects (id, party, matter, fields, origin, created_by, saved_by, key_hash, order_hash) values ($1, $2, $3, $4, $5, $6, $6, $7, $8)
			on conflict (key_hash) do nothing`, id, side.Actor.Party(), matter, d.last, pg.OrNull(order.Origin), side.Actor.Person, keyHash, orderHash)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		if err := begin(ctx, tx, id, 1, d, side.Actor.Person); err != nil {
			return err
		}
		if p, err = projectIn(ctx, tx, side, id); err != nil {
			return err
		}
		return audit.Append(ctx, tx, p.entry(operation, side.Actor))
	})
	if err == nil && p.ID == uuid.Nil { // the same order came twice at once, and the other one was quicker
		p, err = s.made(ctx, s.pool, side, keyHash, orderHash)
	}
	return p, err
}

// matterOf is what a mandate must be for to work on a project of these fields. Before a kind is chosen it may become any.
func matterOf(f Fields) string {
	if k, ok := KindOf(f.Kind()); ok {
		return k.Matter
	}
	return "permits_and_notices"
}

func hashes(actor identity.Actor, order Order) (key, asked []byte, err error) {
	if order.Key == "" {
		return nil, nil, nil
	}
	body, err := order.asked()
	if err != nil {
		return nil, nil, err
	}
	party := actor.Party()
	sum, of := sha256.Sum256(slices.Concat([]byte("project"), actor.Person[:], party[:], []byte(order.Key))), sha256.Sum256(body)
	return sum[:], of[:], nil
}

// made is the project that was begun with the key before, or a zero one.
func (s *Store) made(ctx context.Context, db audit.Querier, side Side, key, asked []byte) (Project, error) {
	if key == nil {
		return Project{}, nil
	}
	var id uuid.UUID
	var same bool
	err := db.QueryRow(ctx, `select id, order_hash = $2 from projects where key_hash = $1`, key, asked).Scan(&id, &same)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return Project{}, nil
	case err != nil:
		return Project{}, err
	case !same:
		return Project{}, ErrKeyUsed
	}
	return projectIn(ctx, db, side, id)
}

// entry is the line of the audit log about a change of the project.
func (p Project) entry(operation identity.Operation, actor identity.Actor) audit.Entry {
	return audit.Entry{Kind: audit.Write, Operation: operation, Actor: actor, Subjects: []uuid.UUID{p.party}, Matter: "project:" + p.ID.String()}
}

// Delete takes a private draft that nobody else has seen away, with all that belongs to it. It must stand at the revision:
// ErrChanged otherwise, as a colleague may have written what whoever deletes it has not seen. Once others have seen it, it is
// ErrShown: it can be cancelled.
func (s *Store) Delete(ctx context.Context, side Side, operation identity.Operation, id uuid.UUID, base int64) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		p, err := locked(ctx, tx, side, id)
		if err != nil {
			return err
		}
		switch {
		case p.Shown > 0:
			return ErrShown
		case p.Revision != base:
			return ErrChanged
		}
		if _, err := tx.Exec(ctx, `delete from projects p where `+ofSide+` and p.id = $3 and p.shown is null`, side.Actor.Party(), side.Matters, id); err != nil {
			return err
		}
		return audit.Append(ctx, tx, p.entry(operation, side.Actor))
	})
	if err != nil {
		return fmt.Errorf("delete a project: %w", err)
	}
	return nil
}
