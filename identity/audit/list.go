package audit

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
)

const columns = `e.number, e.at, e.kind, e.operation, coalesce(e.actor, '00000000-0000-0000-0000-000000000000'),
	coalesce(e.acting_for, '00000000-0000-0000-0000-000000000000'), e.subjects, e.matter, e.address,
	coalesce(e.session, '00000000-0000-0000-0000-000000000000'), e.detail`

// Page bounds a list, the newest first.
type Page struct {
	Before int64 // only entries older than this number; 0: from the newest on
	Limit  int
}

// listLooks is the operation by which people read what About gives.
const listLooks identity.Operation = "list-looks"

// About are the entries about a party's data, as anybody may see them about their own. That somebody has seen there who
// looked at theirs is in the log and not among them: each of two people would make the other's list longer by reading
// their own.
func About(ctx context.Context, db Querier, subject uuid.UUID, page Page) ([]Record, error) {
	return list(ctx, db, `select `+columns+` from audit.entries e
		where e.subjects @> array[$1::uuid] and not (e.kind = $4 and e.operation = $5) and ($2::bigint = 0 or e.number < $2) order by e.number desc limit $3`,
		subject, page.Before, page.Limit, string(Read), string(listLooks))
}

// UsesFor are the entries of what others did acting for a party, so that the giver of a mandate sees how it is used.
func UsesFor(ctx context.Context, db Querier, giver uuid.UUID, page Page) ([]Record, error) {
	return list(ctx, db, `select `+columns+` from audit.entries e
		where e.acting_for = $1 and ($2::bigint = 0 or e.number < $2) order by e.number desc limit $3`, giver, page.Before, page.Limit)
}

func list(ctx context.Context, db Querier, sql string, args ...any) ([]Record, error) {
	rows, err := db.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	records, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r Record, err error) {
		err = row.Scan(&r.Number, &r.At, &r.Kind, &r.Operation, &r.Actor, &r.For, &r.Subjects, &r.Matter, &r.Address, &r.Session, &r.Detail)
		return r, err
	})
	if err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	return records, nil
}

// In are the authorities in whose office it was done; none: not as an official.
func (r Record) In() []uuid.UUID {
	var list []uuid.UUID
	for id := range strings.FieldsSeq(r.Detail[Offices]) {
		if parsed, err := uuid.Parse(id); err == nil {
			list = append(list, parsed)
		}
	}
	return list
}

// Persons are those who did it in no office, and whom a list of the records names.
func Persons(records []Record) []uuid.UUID {
	var list []uuid.UUID
	for _, r := range records {
		if r.Actor != uuid.Nil && len(r.In()) == 0 {
			list = append(list, r.Actor)
		}
	}
	return distinct(list)
}

// Shown logs that a list of the actor's own has told them the names of other parties: one entry for all of them, none
// when there is nobody but the actor in it.
func Shown(ctx context.Context, db Querier, actor identity.Actor, operation identity.Operation, parties []uuid.UUID) error {
	others := slices.DeleteFunc(distinct(parties), func(id uuid.UUID) bool { return id == actor.Person })
	if len(others) == 0 {
		return nil
	}
	return Append(ctx, db, Entry{Kind: Read, Operation: operation, Actor: actor, Subjects: others})
}

func distinct(ids []uuid.UUID) []uuid.UUID {
	sorted := slices.SortedFunc(slices.Values(ids), func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(sorted)
}
