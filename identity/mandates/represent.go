package mandates

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"lupakartta/identity"
)

// Representing is the actor with their right as the source tells it now, when they act for an organisation that they
// represent; somebody else's mandate, or a right to some matters, gives identity.ErrForbidden. Whoever acts for
// themselves does so by no right of another.
func (r *Rights) Representing(ctx context.Context, actor identity.Actor, operation identity.Operation) (identity.Actor, error) {
	q, acts := About(actor, "", nil, r.now())
	if !acts {
		return actor, nil
	}
	if !Represents(actor) {
		return actor, errNarrow
	}
	q.Whole = true
	acting, err := r.Use(ctx, q, operation)
	if err != nil {
		return actor, err
	}
	actor.Acting = &acting
	return actor, nil
}

// Give gives a mandate of the actor's own, or of the organisation that they represent, to a person.
func (r *Rights) Give(ctx context.Context, actor identity.Actor, to Named, terms Terms) (Mandate, error) {
	actor, err := r.Representing(ctx, actor, "give-mandate")
	if err != nil {
		return Mandate{}, err
	}
	return r.store.give(ctx, actor, to, terms)
}

// Answer gives what was asked for, as it was asked for, or refuses it.
func (r *Rights) Answer(ctx context.Context, actor identity.Actor, id uuid.UUID, accept bool) (Mandate, error) {
	actor, err := r.Representing(ctx, actor, "answer-mandate")
	if err != nil {
		return Mandate{}, err
	}
	return r.store.answer(ctx, actor, id, accept)
}

// Revoke takes a mandate back as its giver, or gives it up as its receiver: it ends at once. Whoever acts for another
// by a mandate may still take back and give up what is their own.
func (r *Rights) Revoke(ctx context.Context, actor identity.Actor, id uuid.UUID) (Mandate, error) {
	fresh, err := r.Representing(ctx, actor, "revoke-mandate")
	if err != nil && !errors.Is(err, identity.ErrForbidden) {
		return Mandate{}, err
	}
	return r.store.revoke(ctx, fresh, id)
}
