package audit

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

const columns = `e.number, e.at, e.kind, e.operation, coalesce(e.actor, '00000000-0000-0000-0000-000000000000'),
	coalesce(e.acting_for, '00000000-0000-0000-0000-000000000000'), e.subjects, e.matter, e.address,
	coalesce(e.session, '00000000-0000-0000-0000-000000000000'), e.detail`

// Page bounds a list, the newest first.
type Page struct {
	Before int64 // only entries older than this number; 0: from the newest on
	Limit  int
}

// About are the entries about a party's data, as anybody may see them about their own.
func About(ctx context.Context, db Querier, subject uuid.UUID, page Page) ([]Record, error) {
	return list(ctx, db, `select `+columns+` from audit.entries e
		where e.subjects @> array[$1::uuid] and ($2::bigint = 0 or e.number < $2) order by e.number desc limit $3`, subject, page.Before, page.Limit)
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
