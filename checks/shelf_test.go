package checks

import (
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/layers"
	"lupakartta/layers/snapshot"
)

// ShelfOf keeps what checks need, in the plane in which they compare.
func ShelfOf(pool *pgxpool.Pool) *snapshot.Shelf {
	columns := func(v layers.Version) snapshot.Columns { return snapshot.Columns{More: Attributes(v), IDs: true} }
	return snapshot.NewShelf(pool, []snapshot.Plane{snapshot.National}, columns, 1<<30, slog.New(slog.DiscardHandler))
}
