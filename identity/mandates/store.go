package mandates

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
	"lupakartta/internal/faults"
	"lupakartta/internal/keys"
)

// Errors of the store.
var (
	ErrNotFound = errors.New("mandate: not found") // or another's
	ErrState    = errors.New("mandate: answered or ended already")
	ErrTooMany  = errors.New("mandate: too many")
)

// Store keeps the mandates that were given here. Its pool works as pg.PersonalRole.
type Store struct {
	pool    *pgxpool.Pool
	parties *parties.Store
	now     func() time.Time
}

// NewStore returns the store over a pool of pg.PersonalRole; now is the clock.
func NewStore(pool *pgxpool.Pool, ring *keys.Ring, now func() time.Time) *Store {
	return &Store{pool, parties.NewStore(pool, ring), now}
}

// Both sides are named as in parties.Names.
const columns = `m.id, g.id, g.kind, coalesce(nullif(g.family_name, ''), g.name), r.id, r.kind, coalesce(nullif(r.family_name, ''), r.name),
	m.matter, m.property_units, m.state, m.note, m.valid_from, m.valid_to, m.created_at, m.changed_at`

const joined = ` from personal.mandates m join personal.parties g on g.id = m.giver join personal.parties r on r.id = m.receiver `

func scan(row pgx.Row) (m Mandate, err error) {
	err = row.Scan(&m.ID, &m.Giver.ID, &m.Giver.Kind, &m.Giver.Name, &m.Receiver.ID, &m.Receiver.Kind, &m.Receiver.Name,
		&m.Matter, &m.PropertyUnits, &m.State, &m.Note, &m.From, &m.To, &m.CreatedAt, &m.ChangedAt)
	if errors.Is(err, pgx.ErrNoRows) {
		return m, ErrNotFound
	}
	return m, err
}

// Represents tells whether the actor acts for an organisation with a right to everything, so that they may also give
// its mandates. A mandate that was given here, or one for some matters, cannot be passed on.
func Represents(actor identity.Actor) bool {
	return actor.Acting != nil && represents(*actor.Acting)
}

func represents(acting identity.Acting) bool {
	return acting.Source == SourceSuomiFi && acting.Kind == identity.Organisation && len(acting.Matters) == 0
}

// giver is for whom the actor gives, answers and takes back: themselves, or an organisation that they represent.
func giver(actor identity.Actor) (uuid.UUID, error) {
	if actor.Acting == nil || Represents(actor) {
		return actor.Party(), nil
	}
	return uuid.Nil, identity.ErrForbidden
}

// give is Rights.Give for an actor whose right was just asked about.
func (s *Store) give(ctx context.Context, actor identity.Actor, to Named, terms Terms) (Mandate, error) {
	from, err := giver(actor)
	if err != nil {
		return Mandate{}, err
	}
	if err := s.sound(to.validate("/receiver", false), terms); err != nil {
		return Mandate{}, err
	}
	return s.write(ctx, actor, "give-mandate", func(tx pgx.Tx) (Mandate, error) {
		receiver, err := s.other(ctx, tx, to)
		if err != nil {
			return Mandate{}, err
		}
		return s.insert(ctx, tx, Mandate{Giver: Side{ID: from}, Receiver: Side{ID: receiver}, State: Given}, terms, &actor.Person)
	})
}

// Request asks another to give the person a mandate. The person asks for themselves, whoever they act for.
func (s *Store) Request(ctx context.Context, actor identity.Actor, from Named, terms Terms) (Mandate, error) {
	if err := s.sound(from.validate("/giver", true), terms); err != nil {
		return Mandate{}, err
	}
	return s.write(ctx, actor, "request-mandate", func(tx pgx.Tx) (Mandate, error) {
		giver, err := s.other(ctx, tx, from)
		if err != nil {
			return Mandate{}, err
		}
		return s.insert(ctx, tx, Mandate{Giver: Side{ID: giver}, Receiver: Side{ID: actor.Person}, State: Requested}, terms, nil)
	})
}

// sound joins the faults of who and what.
func (s *Store) sound(who error, terms Terms) error {
	if len(terms.PropertyUnits) <= mostUnits { // what is too long is not sorted first
		terms = terms.Clean()
	}
	var all faults.Faults
	for _, err := range []error{who, terms.Validate(s.now())} {
		var found faults.Faults
		if errors.As(err, &found) {
			all = append(all, found...)
		}
	}
	return all.OrNil()
}

func (s *Store) insert(ctx context.Context, tx pgx.Tx, m Mandate, terms Terms, by *uuid.UUID) (Mandate, error) {
	terms = terms.Clean()
	// Whoever represents an organisation gives themselves no right that would outlive theirs.
	if m.Giver.ID == m.Receiver.ID || by != nil && m.Receiver.ID == *by {
		return Mandate{}, faults.Faults{{Pointer: "/receiver/national_id", Code: "self"}}
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Mandate{}, err
	}
	var open int
	err = tx.QueryRow(ctx, `select count(*) from personal.mandates where receiver = $1 and state in ('requested', 'given') and valid_to > $2`, m.Receiver.ID, s.now()).Scan(&open)
	if err != nil {
		return Mandate{}, err
	}
	if open >= mostOpen {
		return Mandate{}, ErrTooMany
	}
	_, err = tx.Exec(ctx, `insert into personal.mandates (id, giver, receiver, matter, property_units, state, note, valid_from, valid_to, given_by)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		id, m.Giver.ID, m.Receiver.ID, terms.Matter, terms.PropertyUnits, m.State, terms.Note, terms.From, terms.To, by)
	if err != nil {
		return Mandate{}, err
	}
	return scan(tx.QueryRow(ctx, `select `+columns+joined+`where m.id = $1`, id))
}

// write does it and logs it in one transaction.
func (s *Store) write(ctx context.Context, actor identity.Actor, operation identity.Operation, do func(tx pgx.Tx) (Mandate, error)) (Mandate, error) {
	var m Mandate
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) (err error) {
		if m, err = do(tx); err != nil {
			return err
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Mandate, Operation: operation, Actor: actor, Subjects: []uuid.UUID{m.Giver.ID, m.Receiver.ID},
			Matter: "mandate:" + m.ID.String(), Detail: map[string]string{"matter": m.Matter, "state": string(m.State)}})
	})
	if err != nil {
		return Mandate{}, fmt.Errorf("mandate: %w", err)
	}
	return m, nil
}
