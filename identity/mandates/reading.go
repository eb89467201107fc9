package mandates

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/audit"
)

// readable is for how long Suomi.fi's word is good for reading. It cannot be asked about an organisation once the token
// of the choice has ended, after 10 minutes, and nobody should have to choose anew for each page that they read; but
// somebody who has left the organisation must not go on reading for the 12 hours of a session. Whatever is submitted
// asks Suomi.fi each time.
const readable = time.Hour

// Still tells, without asking anybody, whether the right by which the actor acts for another has not ended meanwhile:
// enough for reading what the principal may see, and nothing to submit by. Acting for oneself is always right.
func (r *Rights) Still(ctx context.Context, actor identity.Actor) error {
	_, err := r.Current(ctx, actor)
	return err
}

// Current is for whom the actor still acts, as Still tells and the principal's name as it is now; nil when they
// act for themselves.
func (r *Rights) Current(ctx context.Context, actor identity.Actor) (*identity.Acting, error) {
	q, acts := About(actor, "", nil, r.now())
	if !acts {
		return nil, nil
	}
	acting := *actor.Acting
	var err error
	if q.Source == SourceKept {
		acting, err = r.ask(ctx, q)
	} else {
		acting.Name, err = r.chosen(ctx, actor)
	}
	if err != nil {
		return nil, err
	}
	return &acting, nil
}

// chosen is the name of the principal who was chosen at Suomi.fi in the actor's session, with which the choice ends.
func (r *Rights) chosen(ctx context.Context, actor identity.Actor) (name string, err error) {
	if actor.Acting.Source != SourceSuomiFi || r.sources[SourceSuomiFi] == nil {
		return "", ErrNoRight
	}
	err = r.pool.QueryRow(ctx, `select p.name from personal.suomifi_choices c join personal.suomifi_principals p on p.choice = c.id
		where c.session = $1 and p.party = $2 order by c.created_at desc, c.id desc limit 1`,
		actor.Session, actor.Acting.Party).Scan(&name)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return "", ErrNoRight
	case err != nil:
		return "", fmt.Errorf("right to act for another: %w", err)
	case r.now().Sub(actor.Acting.Checked) >= readable:
		return "", ErrChooseAgain
	}
	return name, nil
}

// List reads the mandates of the actor; those of an organisation that they represent only while they still do. It logs
// whom they named.
func (r *Rights) List(ctx context.Context, actor identity.Actor) (Lists, error) {
	if err := r.mayRead(ctx, actor); err != nil {
		return Lists{}, err
	}
	lists, err := r.store.lists(ctx, actor)
	if err != nil {
		return Lists{}, err
	}
	var sides []uuid.UUID
	for _, m := range slices.Concat(lists.Given, lists.Received) {
		sides = append(sides, m.Giver.ID, m.Receiver.ID)
	}
	if err := r.shown(ctx, actor, "list-mandates", sides); err != nil {
		return Lists{}, fmt.Errorf("list of mandates: %w", err)
	}
	return lists, nil
}

// Uses are the entries of the audit log about what others did acting for the actor's person, or for the organisation
// that they still represent, and one more than the page when there are more. It logs whom the page names.
func (r *Rights) Uses(ctx context.Context, actor identity.Actor, page audit.Page) ([]audit.Record, error) {
	if err := r.mayRead(ctx, actor); err != nil {
		return nil, err
	}
	by, err := giver(actor)
	if err != nil {
		by = actor.Person // somebody with a mandate does not see how others use theirs
	}
	records, err := audit.UsesFor(ctx, r.pool, by, audit.Page{Before: page.Before, Limit: page.Limit + 1})
	if err != nil {
		return nil, err
	}
	if err := r.shown(ctx, actor, "list-mandate-uses", audit.Persons(records[:min(len(records), page.Limit)])); err != nil {
		return nil, fmt.Errorf("uses of mandates: %w", err)
	}
	return records, nil
}

// mayRead lets the actor read for the organisation that they represent while they do. What is one's own may be read
// whoever one acts for.
func (r *Rights) mayRead(ctx context.Context, actor identity.Actor) error {
	if !Represents(actor) {
		return nil
	}
	return r.Still(ctx, actor)
}

// shown logs who was named to the actor, and that they read for the organisation that they represent.
func (r *Rights) shown(ctx context.Context, actor identity.Actor, operation identity.Operation, parties []uuid.UUID) error {
	if Represents(actor) {
		parties = append(parties, actor.Party())
	} else {
		actor.Acting = nil // their own lists are not read for whom they act
	}
	return audit.Shown(ctx, r.pool, actor, operation, parties)
}
