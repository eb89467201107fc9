package layers

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
)

// tileTablesOf are the versions with a table for tiles, and those of which the database has one.
func tileTablesOf(t *testing.T, store *Store) (noted, there []int64) {
	t.Helper()
	noted = scanOne[[]int64](t, store.pool, `select coalesce(array_agg(version order by version), '{}') from layer_tile_tables`)
	return noted, scanOne[[]int64](t, store.pool, `select coalesce(array_agg(substring(tablename from '[0-9]+')::bigint order by 1), '{}') from pg_tables where schemaname = 'layer_data' and tablename like '%\_web'`)
}

func TestTableForTiles(t *testing.T) {
	ctx := t.Context()
	owner := NewStore(testdb.New(t))
	store := NewStore(testdb.As(t, owner.pool, pg.LayersRole))
	var versions []Version
	for i := range 2 {
		number := wait(t, store, testRecipe("sites", Natura), squares(i+3))
		if err := store.Publish(ctx, number, Approval{ConfirmShrink: true}); err != nil {
			t.Fatal(err)
		}
		v, err := store.Version(ctx, number)
		if err != nil {
			t.Fatal(err)
		}
		versions = append(versions, v)
	}
	make := func(v Version, names ...string) bool {
		t.Helper()
		whole, err := store.MakeTileTable(ctx, v, names)
		if err != nil {
			t.Fatal(err)
		}
		return whole
	}
	for _, v := range versions {
		for range 2 { // the second time it is there
			if !make(v) {
				t.Errorf("version %d has no table", v.Number)
			}
		}
		same := scanOne[bool](t, testdb.As(t, owner.pool, pg.AppRole), fmt.Sprintf(`select count(*) = count(w.fid) and bool_and(st_equals(w.geom, st_transform(v.geom, 3857)) and w.weight = length(diagonal(v.geom::box)))
			from %s v left join %s w using (fid)`, v.Table(), v.TileTable()))
		if !same {
			t.Errorf("version %d: the table for tiles has something else", v.Number)
		}
	}
	// Other attributes travel since a release: it is made anew.
	if first := versions[0]; !make(first, "nimi", "it's") {
		t.Error("not made anew")
	}
	there, err := store.TileTables(ctx)
	if err != nil || !slices.Equal(there[versions[0].Number], []string{"nimi", "it's"}) || there[versions[1].Number] == nil {
		t.Errorf("tables %v, %v", there, err)
	}

	// Nobody needs the first for long.
	if _, err := owner.pool.Exec(ctx, `update layer_tile_tables set needed_at = now() - interval '49 hours'`); err != nil {
		t.Fatal(err)
	}
	if err := store.NeedTileTables(ctx, []int64{versions[1].Number}); err != nil {
		t.Fatal(err)
	}
	if noted, there := tileTablesOf(t, owner); !slices.Equal(noted, []int64{versions[1].Number}) || !slices.Equal(there, noted) {
		t.Errorf("noted %v, there %v: want the second alone", noted, there)
	}
	// A backup without the tables: the line alone says nothing.
	if _, err := owner.pool.Exec(ctx, `drop table `+versions[1].TileTable()); err != nil {
		t.Fatal(err)
	}
	if there, err := store.TileTables(ctx); err != nil || len(there) != 0 {
		t.Errorf("tables %v, %v", there, err)
	}
	if !make(versions[1]) {
		t.Error("not made again")
	}
	// It goes with its version.
	if err := pgx.BeginFunc(ctx, store.pool, func(tx pgx.Tx) error { return clearIn(ctx, tx, versions[0].Number) }); err != nil {
		t.Fatal(err)
	}
	if err := store.Remove(ctx, "sites"); err != nil {
		t.Fatal(err)
	}
	if noted, there := tileTablesOf(t, owner); len(noted)+len(there) > 0 {
		t.Errorf("noted %v, there %v after the layer was removed", noted, there)
	}
}

// Two instances do not both make a table, and one that fails half-way leaves nothing.
func TestTableForTilesIsMadeOnce(t *testing.T) {
	ctx := t.Context()
	owner := NewStore(testdb.New(t))
	store := NewStore(testdb.As(t, owner.pool, pg.LayersRole))
	number := wait(t, store, testRecipe("sites", Natura), squares(3))
	v, err := store.Version(ctx, number)
	if err != nil {
		t.Fatal(err)
	}
	err = pgx.BeginFunc(ctx, owner.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock($1::integer, $2::integer)`, tileTableLock, number); err != nil {
			return err
		}
		if whole, err := store.MakeTileTable(ctx, v, nil); whole || err != nil {
			return fmt.Errorf("whole %v, %w", whole, err)
		}
		return nil
	})
	if err != nil {
		t.Errorf("while another makes it: %v", err)
	}
	if _, err := owner.pool.Exec(ctx, `insert into `+v.Table()+` (fid, source_id, geom, attributes) values (1000, 'x', st_setsrid(st_makepoint(1e9, 1e9), 3067), '{}')`); err != nil {
		t.Fatal(err)
	}
	if _, err := store.MakeTileTable(ctx, v, nil); !errors.Is(err, ErrNoTileTable) {
		t.Errorf("of a place beyond the world: %v", err)
	}
	if noted, there := tileTablesOf(t, owner); len(noted)+len(there) > 0 {
		t.Errorf("noted %v, there %v", noted, there)
	}
}
