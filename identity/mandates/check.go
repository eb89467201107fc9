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

// Principals are those whom the actor's person may choose to act for, of every source. When only Suomi.fi cannot say,
// they are those of the mandates kept here, with ErrUnavailable. It logs whom they named.
func (r *Rights) Principals(ctx context.Context, actor identity.Actor) ([]Principal, error) {
	principals, err := r.principals(ctx, actor)
	if err != nil && !errors.Is(err, ErrUnavailable) {
		return nil, err
	}
	named := make([]uuid.UUID, len(principals))
	for i, p := range principals {
		named[i] = p.Party
	}
	actor.Acting = nil // for whom they act now is not who asks
	if err := audit.Shown(ctx, r.pool, actor, "list-principals", named); err != nil {
		return nil, fmt.Errorf("principals: %w", err)
	}
	return principals, err
}

func (r *Rights) principals(ctx context.Context, actor identity.Actor) ([]Principal, error) {
	principals, err := r.sources[SourceKept].Principals(ctx, actor)
	if err != nil || r.sources[SourceSuomiFi] == nil {
		return principals, err
	}
	chosen, err := r.sources[SourceSuomiFi].Principals(ctx, actor)
	if err != nil {
		return principals, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return append(principals, chosen...), nil
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

func (r *Rights) ask(ctx context.Context, q Question) (identity.Acting, error) {
	source := r.sources[q.Source]
	if source == nil || !q.Actor.SignedIn() || q.Principal == q.Actor.Person {
		return identity.Acting{}, ErrNoRight
	}
	if q.Matter != "" && (q.Matter == All || !IsMatter(q.Matter)) {
		return identity.Acting{}, fmt.Errorf("%w: %q is nothing that can be submitted", ErrNoRight, q.Matter)
	}
	acting, err := source.Right(ctx, q)
	if err == nil && q.Whole && !represents(acting) {
		return identity.Acting{}, errNarrow
	}
	return acting, err
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
