package mandates

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"lupakartta/identity"
	"lupakartta/identity/audit"
)

// errNarrow says that only who represents an organisation may do it.
var errNarrow = fmt.Errorf("%w: not by a right to some matters, nor by a mandate given here", identity.ErrForbidden)

// reasons are how the log names why not.
var reasons = []struct {
	err  error
	name string
}{{ErrNoRight, "no_right"}, {ErrExpired, "expired"}, {ErrChooseAgain, "choose_again"}, {ErrUnavailable, "unavailable"}, {errNarrow, "narrow"}}

// logPatience is how long a refusal may take to be logged. A caller who has gone is logged too.
const logPatience = 5 * time.Second

// logged is a refusal that stands in the audit log already.
type logged struct{ error }

func (l logged) Unwrap() error { return l.error }

// Logged tells whether the error is a refusal that Rights has logged, so that nobody logs it once more.
func Logged(err error) bool {
	_, ok := errors.AsType[logged](err)
	return ok
}

// refuse logs why somebody may not, and returns it. What no source said (a database that is gone) is not a refusal.
func (r *Rights) refuse(ctx context.Context, q Question, operation identity.Operation, why error) error {
	for _, reason := range reasons {
		if errors.Is(why, reason.err) {
			return r.logRefusal(ctx, q, operation, reason.name, why)
		}
	}
	return why
}

// logRefusal lets the principal see the refusal when they have had to do with the person; otherwise whoever knows the
// id of a party could write into what that party sees.
func (r *Rights) logRefusal(ctx context.Context, q Question, operation identity.Operation, reason string, why error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), logPatience)
	defer cancel()
	entry := audit.Entry{Kind: audit.Refused, Operation: operation, Actor: q.Actor, Detail: detail(q)}
	entry.Actor.Acting, entry.Detail["reason"] = nil, reason
	related, err := r.related(ctx, q)
	if err != nil {
		return errors.Join(why, err)
	}
	if related {
		entry.Actor.Acting, entry.Subjects = &identity.Acting{Party: q.Principal}, []uuid.UUID{q.Principal}
	}
	if err := audit.Append(ctx, r.pool, entry); err != nil {
		return errors.Join(why, err)
	}
	return logged{why}
}

// related tells whether the principal has ever given the person a mandate here, or was chosen at Suomi.fi in one of
// their sessions. That they were asked for a mandate is not enough: anybody may ask.
func (r *Rights) related(ctx context.Context, q Question) (related bool, err error) {
	err = r.pool.QueryRow(ctx, `select exists (select from personal.mandates where giver = $1 and receiver = $2 and given_by is not null)
		or exists (select from personal.suomifi_principals p join personal.suomifi_choices c on c.id = p.choice join personal.sessions s on s.id = c.session
			where p.party = $1 and s.party = $2)`, q.Principal, q.Actor.Person).Scan(&related)
	if err != nil {
		return false, fmt.Errorf("refused use of a mandate: %w", err)
	}
	return related, nil
}
