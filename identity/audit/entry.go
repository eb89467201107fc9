// Package audit keeps the log of who did or read what personal data: rows that are only ever added, each holding the
// hash of the one before, so that a gap or a change shows.
package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"lupakartta/identity"
	"lupakartta/internal/pg"
)

// Kind is what happened.
type Kind string

// Kinds.
const (
	Read    Kind = "read"     // personal data was shown
	Write   Kind = "write"    // personal data changed
	SignIn  Kind = "sign_in"  // somebody came in
	SignOut Kind = "sign_out" // or left
	Mandate Kind = "mandate"  // a right to act for another was used, given or taken back
	Refused Kind = "refused"  // something was not let through
)

// Entry is something to be logged. It holds no identifier, no token and no content.
type Entry struct {
	Kind      Kind
	Operation identity.Operation
	Actor     identity.Actor
	Subjects  []uuid.UUID       // the parties whose data it is about
	Matter    string            // the case for which, as kind:id; empty: none
	Detail    map[string]string // what else explains it
}

// Record is an entry of the log.
type Record struct {
	Number    int64
	At        time.Time
	Kind      Kind
	Operation identity.Operation
	Actor     uuid.UUID // zero: nobody who was signed in
	For       uuid.UUID // zero: for themselves
	Subjects  []uuid.UUID
	Matter    string
	Address   string
	Session   uuid.UUID // zero: none
	Detail    map[string]string
}

// Querier is a pool, a connection or a transaction of pg.PersonalRole.
type Querier interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// Append adds the entry. What it logs belongs in the same transaction: whoever appends holds the end of the log until
// then, so the call comes last.
func Append(ctx context.Context, db Querier, e Entry) error {
	detail, err := json.Marshal(e.detail())
	if err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	address := ""
	if e.Actor.Address.IsValid() {
		address = e.Actor.Address.String()
	}
	session := e.Actor.Session
	if session == uuid.Nil {
		session = e.Actor.Token
	}
	_, err = db.Exec(ctx, `select audit.append($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		string(e.Kind), string(e.Operation), pg.OrNull(e.Actor.Person), pg.OrNull(e.Actor.For()), e.Subjects, e.Matter, address, pg.OrNull(session), detail)
	if err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return nil
}

// Offices is the member of Detail that names the authorities, parted by spaces, in whose office somebody did it.
const Offices = "offices"

func (e Entry) detail() map[string]string {
	detail := maps.Clone(e.Detail)
	if detail == nil {
		detail = map[string]string{}
	}
	var ids []string
	for _, id := range e.Actor.In {
		ids = append(ids, id.String())
	}
	if len(ids) > 0 {
		detail[Offices] = strings.Join(ids, " ")
	}
	return detail
}
