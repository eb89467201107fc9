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
)

// Rights is what everything that is done for another goes through.
type Rights struct {
	pool    *pgxpool.Pool
	store   *Store
	sources map[string]Source
	now     func() time.Time
}

// NewRights returns the rights over the mandates kept here and, unless it is nil, Suomi.fi.
func NewRights(store *Store, suomifi *SuomiFi) *Rights {
	sources := map[string]Source{SourceKept: NewKept(store)}
	if suomifi != nil {
		sources[SourceSuomiFi] = suomifi
	}
	return &Rights{pool: store.pool, store: store, sources: sources, now: store.now}
}

// Principals are those whom the actor's person may choose to act for, of every source. A source that cannot be asked
// leaves the others': failed is then its error.
func (r *Rights) Principals(ctx context.Context, actor identity.Actor) (principals []Principal, failed error) {
	for _, name := range []string{SourceKept, SourceSuomiFi} {
		if source := r.sources[name]; source != nil {
			more, err := source.Principals(ctx, actor)
			principals, failed = append(principals, more...), errors.Join(failed, err)
		}
	}
	return principals, failed
}

// Use asks the source anew whether the actor's person may do this for the principal, and logs the use, or the refusal
// with its reason, so that the principal sees both (audit.UsesFor). It is called at each submission, before anything is
// written: it asks over the network, and holds no lock when it returns. Only its answer says for whom the submission
// is; what the session says is no right.
func (r *Rights) Use(ctx context.Context, q Question, operation identity.Operation) (identity.Acting, error) {
	if q.At.IsZero() {
		q.At = r.now()
	}
	acting, err := r.ask(ctx, q)
	if err != nil {
		return identity.Acting{}, r.refuse(ctx, q, operation, err)
	}
	err = pgx.BeginFunc(ctx, r.pool, func(tx pgx.Tx) error {
		if err := hold(ctx, tx, acting.Mandate, q.At); err != nil {
			return err
		}
		actor := q.Actor
		actor.Acting = &acting
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Mandate, Operation: operation, Actor: actor, Subjects: []uuid.UUID{acting.Party},
			Matter: matterOf(acting), Detail: detail(q)})
	})
	if errors.Is(err, ErrNoRight) {
		return identity.Acting{}, r.refuse(ctx, q, operation, err)
	}
	if err != nil {
		return identity.Acting{}, fmt.Errorf("use of a mandate: %w", err)
	}
	return acting, nil
}

// Still tells, without asking anybody, whether the right by which the actor acts for another has not ended meanwhile:
// enough for reading what the principal may see, and nothing to submit by. Acting for oneself is always right.
func (r *Rights) Still(ctx context.Context, actor identity.Actor) error {
	q, acts := About(actor, "", nil, r.now())
	if !acts {
		return nil
	}
	if q.Source == SourceKept {
		_, err := r.ask(ctx, q)
		return err
	}
	// Rows of the choice end with the session in which it was made.
	var chosen bool
	err := r.pool.QueryRow(ctx, `select exists (select from personal.suomifi_choices c join personal.suomifi_principals p on p.choice = c.id
		where c.session = $1 and p.party = $2)`, actor.Session, q.Principal).Scan(&chosen)
	if err != nil {
		return fmt.Errorf("right to act for another: %w", err)
	}
	if !chosen || r.sources[q.Source] == nil {
		return ErrNoRight
	}
	return nil
}

func (r *Rights) ask(ctx context.Context, q Question) (identity.Acting, error) {
	source := r.sources[q.Source]
	if source == nil || !q.Actor.SignedIn() || q.Principal == q.Actor.Person {
		return identity.Acting{}, ErrNoRight
	}
	if q.Matter != "" && (q.Matter == All || !IsMatter(q.Matter)) {
		return identity.Acting{}, fmt.Errorf("%w: %q is nothing that can be submitted", ErrNoRight, q.Matter)
	}
	return source.Right(ctx, q)
}

// hold sees to it that a mandate kept here was not taken back since it was read, and is not until the use is logged.
func hold(ctx context.Context, tx pgx.Tx, mandate uuid.UUID, at time.Time) error {
	if mandate == uuid.Nil {
		return nil
	}
	var there bool
	err := tx.QueryRow(ctx, `select true from personal.mandates where id = $1 and state = 'given' and valid_from <= $2 and valid_to > $2 for share`, mandate, at).Scan(&there)
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrNoRight
	}
	return err
}

func matterOf(acting identity.Acting) string {
	if acting.Mandate == uuid.Nil {
		return ""
	}
	return "mandate:" + acting.Mandate.String()
}

func detail(q Question) map[string]string {
	return map[string]string{"matter": q.Matter, "source": q.Source}
}

// reasons are how the log names why not.
var reasons = []struct {
	err  error
	name string
}{{ErrNoRight, "no_right"}, {ErrExpired, "expired"}, {ErrChooseAgain, "choose_again"}, {ErrUnavailable, "unavailable"}}

// refuse logs why somebody may not, and returns it. What no source said (a database that is gone) is not a refusal.
func (r *Rights) refuse(ctx context.Context, q Question, operation identity.Operation, why error) error {
	for _, reason := range reasons {
		if !errors.Is(why, reason.err) {
			continue
		}
		actor, kept := q.Actor, detail(q)
		actor.Acting = &identity.Acting{Party: q.Principal}
		kept["reason"] = reason.name
		err := audit.Append(ctx, r.pool, audit.Entry{Kind: audit.Refused, Operation: operation, Actor: actor, Subjects: []uuid.UUID{q.Principal}, Detail: kept})
		return errors.Join(why, err)
	}
	return why
}
