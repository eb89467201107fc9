package authorities

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
)

// Explain is the plan of the question who is competent.
func Explain(ctx context.Context, db Querier, field string, place orb.Geometry, day string) (string, error) {
	shape, err := hexOf(place)
	if err != nil {
		return "", err
	}
	rows, err := db.Query(ctx, "explain "+competentSQL, pgx.QueryExecModeExec, shape, field, day, negligible, negligibleShare)
	if err != nil {
		return "", err
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return strings.Join(lines, "\n"), err
}
