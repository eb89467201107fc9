package pg

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// wake lets a new connection load PostGIS and the reference systems, which takes some 40 ms, before a request is
// given it. Before the first migration there is no PostGIS; that is not a fault.
func wake(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `select st_transform(st_setsrid(st_makepoint(500000, 7000000), 3067), 3857)`, pgx.QueryExecModeSimpleProtocol)
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return nil
	}
	return err
}
