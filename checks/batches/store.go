package batches

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/checks"
	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/internal/faults"
	"lupakartta/internal/jobs"
)

// Store keeps batches. Its pool works as pg.PersonalRole. Every statement has the owner in its where: for anybody else there is
// no such batch.
type Store struct {
	pool *pgxpool.Pool
	jobs *jobs.Queue
}

// NewStore returns the batches over a pool of pg.PersonalRole.
func NewStore(pool *pgxpool.Pool) (*Store, error) {
	queue, err := jobs.NewQueue()
	if err != nil {
		return nil, err
	}
	return &Store{pool: pool, jobs: queue}, nil
}

// Order is a batch to be made of what was read.
type Order struct {
	Reading *Reading
	Answers checks.Answers
	Key     string // asked again with it, nothing more is made; empty: none
}

const batchColumns = `b.id, b.party, b.name, b.source, coalesce(b.layer, ''), coalesce(b.version, 0), b.columns, b.taken, b.answers, b.unread, b.state, b.total, b.done, b.faulty,
	b.red, b.amber, b.unknown, b.green, b.basis, b.pinned_at, b.fetched, b.unasked, b.headings, b.changes, b.rules, b.failure, b.attempt, b.tries, b.created_at, b.started_at, b.ended_at, b.expires_at`

func scanBatch(row pgx.CollectableRow) (b Batch, err error) {
	err = row.Scan(&b.ID, &b.party, &b.Name, &b.Source, &b.Layer, &b.Version, &b.Columns, &b.Taken, &b.Answers, &b.Unread, &b.State, &b.Total, &b.Done, &b.Faulty,
		&b.Counts.Red, &b.Counts.Amber, &b.Counts.Unknown, &b.Counts.Green, &b.Basis, &b.pinnedAt, &b.fetched, &b.Unasked, &b.Headings, &b.Changes, &b.Rules, &b.Failure, &b.attempt, &b.tries,
		&b.CreatedAt, &b.StartedAt, &b.EndedAt, &b.ExpiresAt)
	return b, err
}

// batchIn is one of the party's batches, or ErrNotFound.
func batchIn(ctx context.Context, db audit.Querier, party, id uuid.UUID, lock string) (Batch, error) {
	rows, err := db.Query(ctx, `select `+batchColumns+` from personal.check_batches b where b.id = $1 and b.party = $2 and b.expires_at > now() `+lock, id, party)
	if err != nil {
		return Batch{}, err
	}
	b, err := pgx.CollectExactlyOneRow(rows, scanBatch)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	return b, err
}

// Make keeps the places and the job that checks them. A reading without one good place is a fault (faults.Faults). With a key
// that the person has used for the same order it is the batch that there is.
func (s *Store) Make(ctx context.Context, actor identity.Actor, order Order) (Batch, error) {
	d, err := draftOf(actor, order)
	if err != nil {
		return Batch{}, fmt.Errorf("make a batch: %w", err)
	}
	if b, err := d.made(ctx, s.pool); err != nil || b.ID != uuid.Nil {
		return b, err
	}
	var b Batch
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		made, err := s.insert(ctx, tx, d)
		if err != nil || !made {
			return err
		}
		b, err = batchIn(ctx, tx, actor.Person, d.id, "")
		return err
	})
	if err == nil && b.ID == uuid.Nil { // the same order came twice at once, and the other one was quicker
		b, err = d.made(ctx, s.pool)
	}
	if err != nil {
		return Batch{}, fmt.Errorf("make a batch: %w", err)
	}
	return b, nil
}

// draft is a batch on its way in.
type draft struct {
	Order
	id      uuid.UUID
	actor   identity.Actor
	answers json.RawMessage
	unread  []string
	keyHash []byte // nil: no key
	hash    []byte // of what is ordered
}

func draftOf(actor identity.Actor, order Order) (d draft, err error) {
	d = draft{Order: order, actor: actor}
	switch r := order.Reading; {
	case !r.Located:
		return d, faults.Faults{{Pointer: "/taken", Code: "no_place_columns"}}
	case r.Faulty() == len(r.Places):
		return d, faults.Faults{{Pointer: "/file", Code: "no_good_row", Values: map[string]any{"count": len(r.Places)}}}
	}
	if d.answers, err = order.Answers.Known(); err != nil {
		return d, err
	}
	if d.unread, err = unreadOf(order.Answers); err != nil {
		return d, err
	}
	if d.id, err = uuid.NewV7(); err != nil {
		return d, err
	}
	if order.Key != "" {
		sum := sha256.Sum256(slices.Concat(actor.Person[:], []byte(order.Key)))
		d.keyHash = sum[:]
	}
	d.hash, err = hashOf(order.Reading.ordered, d.answers, d.unread)
	return d, err
}

// longestUnread bounds, in characters, a name that no question has: every answer of the batch says it again.
const longestUnread = 100

// unreadOf are the names among the answers that no question has.
func unreadOf(a checks.Answers) ([]string, error) {
	unread := a.Unread()
	for _, name := range unread {
		if utf8.RuneCountInString(name) > longestUnread {
			return nil, faults.Faults{{Pointer: "/project", Code: "too_long", Values: map[string]any{"value": longestUnread}}}
		}
	}
	return unread, nil
}

// hashOf is of what was asked for, in its order: not of what is found by it, which changes when a layer is published.
func hashOf(asked ...any) ([]byte, error) {
	sum := sha256.New()
	encoder := json.NewEncoder(sum)
	for _, part := range asked {
		if err := encoder.Encode(part); err != nil {
			return nil, err
		}
	}
	return sum.Sum(nil), nil
}

// made is the batch that was made with the draft's key before; zero: none.
func (d draft) made(ctx context.Context, db audit.Querier) (Batch, error) {
	if d.keyHash == nil {
		return Batch{}, nil
	}
	var id uuid.UUID
	var same bool
	err := db.QueryRow(ctx, `select id, order_hash = $2 from personal.check_batches where key_hash = $1`, d.keyHash, d.hash).Scan(&id, &same)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return Batch{}, nil
	case err != nil:
		return Batch{}, fmt.Errorf("make a batch: %w", err)
	case !same:
		return Batch{}, ErrKeyUsed
	}
	return batchIn(ctx, db, d.actor.Person, id, "")
}

// insert writes the batch with its places, its job and its line in the audit log; made is false where another has its key.
func (s *Store) insert(ctx context.Context, tx pgx.Tx, d draft) (made bool, err error) {
	if err := mayMake(ctx, tx, d.actor.Person); err != nil {
		return false, err
	}
	r := d.Reading
	tag, err := tx.Exec(ctx, `insert into personal.check_batches (id, party, key_hash, order_hash, name, source, layer, version, columns, taken, answers, total, faulty, expires_at, unread)
		values ($1, $2, $3, $4, $5, $6, nullif($7, ''), nullif($8::bigint, 0), $9, $10, $11, $12, $13, now() + $14::interval, $15) on conflict (key_hash) do nothing`,
		d.id, d.actor.Person, d.keyHash, d.hash, r.Name, r.Source, r.Layer, r.Version, append([]string{}, r.Columns...), r.Taken, d.answers, len(r.Places), r.Faulty(), Kept, d.unread)
	if err != nil || tag.RowsAffected() == 0 {
		return false, err
	}
	for places := range slices.Chunk(r.Places, insertAtOnce) {
		if err := insertPlaces(ctx, tx, d.id, places); err != nil {
			return false, err
		}
	}
	if err := s.jobs.Add(ctx, tx, Job{Batch: d.id}, jobs.Options{Queue: Queue}); err != nil {
		return false, err
	}
	return true, d.logs(ctx, tx, "check-batch")
}

func (d draft) logs(ctx context.Context, tx pgx.Tx, operation identity.Operation) error {
	return logged(ctx, tx, d.actor, operation, d.id)
}

func logged(ctx context.Context, tx pgx.Tx, actor identity.Actor, operation identity.Operation, batch uuid.UUID) error {
	return audit.Append(ctx, tx, audit.Entry{Kind: audit.Write, Operation: operation, Actor: actor, Subjects: []uuid.UUID{actor.Person}, Detail: map[string]string{"batch": batch.String()}})
}

// insertAtOnce is how many places one statement inserts.
const insertAtOnce = 500

func insertPlaces(ctx context.Context, tx pgx.Tx, batch uuid.UUID, places []Place) error {
	rows, names, owns := make([]int, len(places)), make([]string, len(places)), make([]string, len(places))
	shapes, failures := make([]*string, len(places)), make([]*string, len(places))
	for i, p := range places {
		own, err := json.Marshal(append([]json.RawMessage{}, p.Own...))
		if err != nil {
			return err
		}
		rows[i], names[i], owns[i] = p.Row, p.Name, string(own)
		if p.Shape != nil {
			shapes[i] = new(string(p.Shape))
		}
		if p.Fault != nil {
			fault, err := json.Marshal(p.Fault)
			if err != nil {
				return err
			}
			failures[i] = new(string(fault))
		}
	}
	_, err := tx.Exec(ctx, `insert into personal.check_batch_places (batch, row, name, own, place, point, fault)
		select $1, u.row, u.name, u.own::json, u.place, st_transform(st_pointonsurface(st_setsrid(st_geomfromgeojson(u.place), 4326)), 3067), u.fault::jsonb
		from unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::text[]) u(row, name, own, place, fault)`, batch, rows, names, owns, shapes, failures)
	return err
}

// mayMake refuses too much of one person. Whoever makes a batch waits for the person's other orders to be counted.
func mayMake(ctx context.Context, tx pgx.Tx, party uuid.UUID) error {
	if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended('check_batches' || $1::text, 0))`, party); err != nil {
		return err
	}
	var open, kept int
	err := tx.QueryRow(ctx, `select count(*) filter (where ended_at is null), count(*) from personal.check_batches where party = $1 and expires_at > now()`, party).Scan(&open, &kept)
	switch {
	case err != nil:
		return err
	case open >= mostOpen:
		return ErrTooMany
	case kept >= mostKept:
		return ErrFull
	}
	return nil
}

// Get is one of the actor's batches, or ErrNotFound.
func (s *Store) Get(ctx context.Context, actor identity.Actor, id uuid.UUID) (Batch, error) {
	b, err := batchIn(ctx, s.pool, actor.Person, id, "")
	if err != nil {
		return b, fmt.Errorf("batch %s: %w", id, err)
	}
	return b, nil
}

// List are the actor's batches, the newest first.
func (s *Store) List(ctx context.Context, actor identity.Actor) ([]Batch, error) {
	rows, err := s.pool.Query(ctx, `select `+batchColumns+` from personal.check_batches b where b.party = $1 and b.expires_at > now() order by b.id desc limit $2`, actor.Person, mostKept)
	if err != nil {
		return nil, fmt.Errorf("batches: %w", err)
	}
	list, err := pgx.CollectRows(rows, scanBatch)
	if err != nil {
		return nil, fmt.Errorf("batches: %w", err)
	}
	return list, nil
}

// Cancel stops a batch; what was checked until then stays. It is ErrEnded where nothing was under way.
func (s *Store) Cancel(ctx context.Context, actor identity.Actor, id uuid.UUID) (b Batch, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if b, err = batchIn(ctx, tx, actor.Person, id, "for update"); err != nil {
			return err
		}
		if b.Ended() {
			return ErrEnded
		}
		if err := end(ctx, tx, b, Cancelled, ""); err != nil {
			return err
		}
		if b, err = batchIn(ctx, tx, actor.Person, id, ""); err != nil {
			return err
		}
		return logged(ctx, tx, actor, "cancel-batch", id)
	})
	if err != nil {
		return b, fmt.Errorf("batch %s: %w", id, err)
	}
	return b, nil
}

// end writes down how a batch ended, with what its rules found. A worker that still has it finds that it may not write.
func end(ctx context.Context, tx pgx.Tx, b Batch, state State, failure string) error {
	_, err := tx.Exec(ctx, `update personal.check_batches set state = $2, failure = $3, ended_at = now(), attempt = attempt + 1, rules = coalesce((
			select jsonb_agg(jsonb_build_object('rule', rule, 'red', red, 'amber', amber, 'unknown', unknown) order by red desc, amber desc, unknown desc, rule)
			from (select rule, count(*) filter (where severity = 'red') as red, count(*) filter (where severity = 'amber') as amber, count(*) filter (where severity = 'unknown') as unknown
				from (select unnest(red_rules) as rule, 'red' as severity from personal.check_batch_places where batch = $1
					union all select unnest(amber_rules), 'amber' from personal.check_batch_places where batch = $1
					union all select unnest(unknown_rules), 'unknown' from personal.check_batch_places where batch = $1) f
				group by rule) r), '[]')
		where id = $1`, b.ID, state, failure)
	return err
}

// Delete takes a batch away with everything that came of it, also one that is under way.
func (s *Store) Delete(ctx context.Context, actor identity.Actor, id uuid.UUID) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `delete from personal.check_batches where id = $1 and party = $2`, id, actor.Person)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return ErrNotFound
		}
		return logged(ctx, tx, actor, "delete-batch", id)
	})
	if err != nil {
		return fmt.Errorf("batch %s: %w", id, err)
	}
	return nil
}

// Filter says which places of a batch to list.
type Filter struct {
	Severity checks.Severity // that are as bad; empty: all
	Faulty   bool            // rows that are no place or could not be checked
	Rule     string          // where it found something or cannot tell; empty: all
	After    int             // the last row of the page before
	Limit    int
}

const placeColumns = `p.row, p.name, p.own, coalesce(p.place, ''), coalesce(st_x(g.lonlat), 0), coalesce(st_y(g.lonlat), 0), p.fault, coalesce(p.severity, ''), p.red, p.amber, p.unknown, p.green,
	p.red_rules, p.amber_rules, p.unknown_rules`

const placeTables = `personal.check_batches b join personal.check_batch_places p on p.batch = b.id left join lateral (select st_transform(p.point, 4326) as lonlat) g on true`

func scanPlace(row pgx.CollectableRow) (p Place, err error) {
	var shape string
	var red, amber, unknown []string
	err = row.Scan(&p.Row, &p.Name, &p.Own, &shape, &p.Point[0], &p.Point[1], &p.Fault, &p.Severity, &p.Counts.Red, &p.Counts.Amber, &p.Counts.Unknown, &p.Counts.Green, &red, &amber, &unknown)
	if shape != "" {
		p.Shape = json.RawMessage(shape)
	}
	p.Found = map[checks.Severity][]string{checks.Red: red, checks.Amber: amber, checks.Unknown: unknown}
	return p, err
}

// Places are rows of one of the actor's batches, in their order.
func (s *Store) Places(ctx context.Context, actor identity.Actor, id uuid.UUID, f Filter) ([]Place, error) {
	if _, err := s.Get(ctx, actor, id); err != nil {
		return nil, err
	}
	return placesIn(ctx, s.pool, actor.Person, id, f)
}

func placesIn(ctx context.Context, db audit.Querier, party, id uuid.UUID, f Filter) ([]Place, error) {
	rows, err := db.Query(ctx, `select `+placeColumns+` from `+placeTables+`
		where b.id = $1 and b.party = $2 and p.row > $3 and ($4 = '' or p.severity = $4) and (not $5 or p.fault is not null)
			and ($6 = '' or $6 = any (p.red_rules) or $6 = any (p.amber_rules) or $6 = any (p.unknown_rules)) order by p.row limit $7`,
		id, party, f.After, f.Severity, f.Faulty, f.Rule, f.Limit)
	if err != nil {
		return nil, fmt.Errorf("places of batch %s: %w", id, err)
	}
	places, err := pgx.CollectRows(rows, scanPlace)
	if err != nil {
		return nil, fmt.Errorf("places of batch %s: %w", id, err)
	}
	return places, nil
}

// Spot is a place on the map.
type Spot struct {
	Row      int
	Point    orb.Point // CRS84
	Severity checks.Severity
}

// Spots are where the places of one of the actor's batches stand, those that are any.
func (s *Store) Spots(ctx context.Context, actor identity.Actor, id uuid.UUID) ([]Spot, error) {
	if _, err := s.Get(ctx, actor, id); err != nil {
		return nil, err
	}
	rows, err := s.pool.Query(ctx, `select p.row, st_x(g.lonlat), st_y(g.lonlat), coalesce(p.severity, '') from `+placeTables+`
		where b.id = $1 and b.party = $2 and p.point is not null order by p.row`, id, actor.Person)
	if err != nil {
		return nil, fmt.Errorf("places of batch %s: %w", id, err)
	}
	spots, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p Spot, err error) {
		return p, row.Scan(&p.Row, &p.Point[0], &p.Point[1], &p.Severity)
	})
	if err != nil {
		return nil, fmt.Errorf("places of batch %s: %w", id, err)
	}
	return spots, nil
}
