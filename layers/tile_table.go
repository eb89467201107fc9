package layers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"lupakartta/internal/pg"
)

// tileTableKept is how long a table for tiles stays that no instance needs: longer than a restart with other settings, and
// than it takes to publish one version after another.
const tileTableKept = 48 * time.Hour

// tileTableLock is the first key of the advisory lock of who makes a version's table for tiles; the second is its number.
const tileTableLock = 0x4c_4b_54 // "LKT"

// ErrNoTileTable says that a version cannot have a table for tiles: something in it cannot be brought to web mercator.
var ErrNoTileTable = errors.New("the version cannot have a table for tiles")

// TileTable is the SQL name of a copy of the version for tiles in web mercator, where there is one: fid, geom in EPSG:3857,
// weight (how much the feature matters in a tile without room for all), tags (the attributes that travel).
func (v Version) TileTable() string { return fmt.Sprintf("layer_data.v%d_web", v.Number) }

// MakeTileTable makes a version's table for tiles with the attributes named, unless it is there. All of it is one
// transaction, so that nobody sees half of it and nothing stays of one that did not end. It is false when somebody else is
// making it.
func (s *Store) MakeTileTable(ctx context.Context, v Version, attributes []string) (whole bool, err error) {
	conn, err := pgx.ConnectConfig(ctx, s.pool.Config().ConnConfig) // its own: it takes minutes, and gives way to others
	if err != nil {
		return false, fmt.Errorf("table for tiles of version %d: %w", v.Number, err)
	}
	defer closeConn(conn)
	gently(conn)
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, `select pg_try_advisory_xact_lock($1::integer, $2::integer)`, tileTableLock, v.Number).Scan(&whole); err != nil || !whole {
			return err
		}
		there, err := tileTables(ctx, tx)
		if err != nil {
			return err
		}
		if has, ok := there[v.Number]; ok && slices.Equal(has, attributes) {
			return nil
		}
		return makeTileTable(ctx, tx, v, attributes)
	})
	switch {
	case badData(err):
		return false, fmt.Errorf("%w: version %d: %w", ErrNoTileTable, v.Number, err)
	case err != nil:
		return false, fmt.Errorf("table for tiles of version %d: %w", v.Number, err)
	}
	return whole, nil
}

func makeTileTable(ctx context.Context, tx pgx.Tx, v Version, attributes []string) error {
	var pairs []string
	var names []any
	for i, name := range attributes {
		pairs, names = append(pairs, fmt.Sprintf(`$%[1]d::text, attributes -> $%[1]d`, i+1)), append(names, name)
	}
	for _, step := range []struct {
		sql  string
		args []any
	}{
		// Another's clearing waits here or has been: the names are looked up with the version's own table first.
		{`lock table ` + v.Table() + ` in access share mode`, nil},
		{`delete from layer_tile_tables where version = $1`, []any{v.Number}},
		{`drop table if exists ` + v.TileTable(), nil},
		{`set local work_mem = '128MB'`, nil},
		{`set local maintenance_work_mem = '256MB'`, nil},
		// Helpers of ours would take processors away from those who look at the map meanwhile.
		{`set local max_parallel_maintenance_workers = 0`, nil},
		{`set local max_parallel_workers_per_gather = 0`, nil},
		{fmt.Sprintf(`create table %s as
			select fid, st_transform(geom, 3857)::geometry(Geometry, 3857) as geom, length(diagonal(geom::box)) as weight,
				jsonb_build_object(%s) as tags
			from %s order by geom`, v.TileTable(), strings.Join(pairs, ", "), v.Table()), names},
		{fmt.Sprintf(`create index on %s using gist (geom)`, v.TileTable()), nil},
		{`analyze ` + v.TileTable(), nil},
		{`insert into layer_tile_tables (version, attributes) values ($1, $2)`, []any{v.Number, append([]string{}, attributes...)}},
	} {
		if _, err := tx.Exec(ctx, step.sql, step.args...); err != nil {
			return err
		}
	}
	return nil
}

// TileTables are the versions that have a whole table for tiles, with the attributes that it has.
func (s *Store) TileTables(ctx context.Context) (map[int64][]string, error) {
	there, err := tileTables(ctx, s.pool)
	if err != nil {
		return nil, fmt.Errorf("tables for tiles: %w", err)
	}
	return there, nil
}

// tileTables passes over lines without a table: a backup may leave out what can be made again.
func tileTables(ctx context.Context, db Querier) (map[int64][]string, error) {
	rows, err := db.Query(ctx, `select version, attributes from layer_tile_tables where to_regclass('layer_data.v' || version || '_web') is not null`)
	if err != nil {
		return nil, err
	}
	there := map[int64][]string{}
	var number int64
	var attributes []string
	_, err = pgx.ForEachRow(rows, []any{&number, &attributes}, func() error {
		there[number] = slices.Clone(attributes)
		return nil
	})
	return there, err
}

// NeedTileTables notes that the versions' tables for tiles are needed, and drops those that nobody has needed for long.
// One that is read at the moment is dropped another time.
func (s *Store) NeedTileTables(ctx context.Context, numbers []int64) error {
	if _, err := s.pool.Exec(ctx, `update layer_tile_tables set needed_at = now() where version = any ($1)`, numbers); err != nil {
		return fmt.Errorf("tables for tiles: %w", err)
	}
	rows, err := s.pool.Query(ctx, `select version from layer_tile_tables where needed_at < now() - $1::interval order by version`, tileTableKept)
	if err != nil {
		return fmt.Errorf("tables for tiles: %w", err)
	}
	unneeded, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return fmt.Errorf("tables for tiles: %w", err)
	}
	for _, number := range unneeded {
		if err := s.dropTileTable(ctx, number); err != nil && !pg.Locked(err) {
			return fmt.Errorf("table for tiles of version %d: %w", number, err)
		}
	}
	return nil
}

func (s *Store) dropTileTable(ctx context.Context, number int64) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, fmt.Sprintf(`set local lock_timeout = %d`, clearWait.Milliseconds())); err != nil {
			return err
		}
		gone, err := tx.Exec(ctx, `delete from layer_tile_tables where version = $1 and needed_at < now() - $2::interval`, number, tileTableKept)
		if err != nil || gone.RowsAffected() == 0 {
			return err // somebody needs it again
		}
		_, err = tx.Exec(ctx, `drop table if exists `+Version{Number: number}.TileTable())
		return err
	})
}
