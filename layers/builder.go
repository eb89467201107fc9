package layers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"lupakartta/geo/ewkb"
	"lupakartta/internal/pg"
	"lupakartta/layers/source"
)

// buildLock is the first key of the advisory lock that says that a version's builder lives; the second is the
// version's number.
const buildLock = 0x4c_4b_42 // "LKB"

// cleanUpTime bounds the cleaning after a build that failed, whose own context may be over.
const cleanUpTime = 30 * time.Second

// Builder builds one version of a layer: features stream in through COPY, Finish validates them whole. What is surely
// valid goes into the version's table at once; the rest goes into a staging table, for PostGIS to judge, repair and add.
// It has connections of its own, so that any number may run beside each other, and while the first of them lives
// no other instance takes the version for a leftover. It is not safe for concurrent use.
type Builder struct {
	store  *Store
	recipe Recipe
	number int64
	source Origin
	area   orb.MultiPolygon
	begun  time.Time
	srid   int // of features that do not say, from the origin

	conn     *pgx.Conn
	tx       pgx.Tx      // in which the version's table is made, filled and finished
	table    string      // SQL name of what is being filled
	renewed  bool        // from which features move on to the version's own table, with the fids of former versions
	rows     *copyStream // of what is surely valid
	doubtful *sideStream // of what PostGIS judges
	stage    string      // SQL name of the staging table
	names    *sideStream // of what search lists
	fids     fidBlock
	plain    ewkb.Plain

	read    int64
	known   extent // of what is in the table
	srids   map[int]int64
	hashed  int64 // features without an id of their own
	flat    Flattened
	columns columnCounter
	holes   [][4]float64 // EPSG:3067 boxes that the coverage loses
	unclear bool         // a refused feature's place is unknown
	dry     bool         // everything is done, and undone at the end
	created bool         // the layer is new
	done    bool
}

// Table names of a version, also those that it leaves behind when its builder dies; %d is its number. The one for tiles is
// looked up when its maker has let go of the version's own.
const leftovers = `layer_data.v%[1]d_in, layer_data.v%[1]d_clean, layer_data.v%[1]d_fix, layer_data.v%[1]d_names, layer_data.v%[1]d_raw, layer_data.v%[1]d, layer_data.v%[1]d_web`

// Origin is where a version's features came from.
type Origin struct {
	Name   string // file or address without folders
	SHA256 string
	CRS    string // "EPSG:3878"; the reference system of features that do not carry one
	By     Importer
}

// Importer is who makes a version. The zero value is whoever runs the service.
type Importer struct {
	Person    uuid.UUID // party; shown to nobody but their authority
	Authority uuid.UUID // in whose office: it keeps the layers that this makes, and adds to no others
	Import    uuid.UUID // of layers/imports
}

// ErrKeeper says that another authority keeps the layer.
var ErrKeeper = errors.New("another authority keeps the layer")

// ErrNational says that a layer speaks for the whole country: whoever runs the service says who keeps it.
var ErrNational = errors.New("the layer speaks for the whole country, and nobody has been made its keeper")

// Begin starts a version of the recipe's layer, creating the layer when it is new.
// Call Finish or Abort when done; Abort after Finish does nothing.
func (s *Store) Begin(ctx context.Context, recipe Recipe, from Origin) (*Builder, error) {
	if err := recipe.Validate(); err != nil {
		return nil, err
	}
	b := &Builder{store: s, recipe: recipe, source: from, begun: time.Now(), srids: map[int]int64{}}
	b.columns.recipe = &b.recipe
	if from.CRS != "" {
		srid, err := source.ParseCRS(from.CRS)
		if err != nil {
			return nil, fmt.Errorf("begin version of %s: %w", recipe.ID, err)
		}
		b.srid = srid
	}
	if err := s.sweep(ctx); err != nil {
		return nil, fmt.Errorf("begin version of %s: %w", recipe.ID, err)
	}
	conn, err := pgx.ConnectConfig(ctx, s.pool.Config().ConnConfig)
	if err != nil {
		return nil, fmt.Errorf("begin version of %s: %w", recipe.ID, err)
	}
	gently(conn)
	b.conn = conn
	if err := b.open(ctx); err != nil {
		closeConn(conn)
		return nil, fmt.Errorf("begin version of %s: %w", recipe.ID, err)
	}
	if err := b.stream(ctx); err != nil {
		b.discard(ctx, err)
		return nil, fmt.Errorf("begin version of %s: %w", recipe.ID, err)
	}
	return b, nil
}

// open registers the version and makes its staging table, locked against sweeping before anybody can see it.
func (b *Builder) open(ctx context.Context) error {
	data, err := json.Marshal(b.recipe)
	if err != nil {
		return fmt.Errorf("recipe: %w", err)
	}
	return pgx.BeginFunc(ctx, b.conn, func(tx pgx.Tx) error {
		// What is in force for readers (recipe, theme, position) changes only when the version is published.
		by := b.source.By
		made, err := tx.Exec(ctx, `insert into layers (id, theme, recipe, position, keeper) values ($1, $2, $3, $4, $5)
			on conflict (id) do nothing`,
			b.recipe.ID, b.recipe.Theme, data, b.recipe.DrawingOrder(), pg.OrNull(by.Authority))
		if err != nil {
			return err
		}
		b.created = made.RowsAffected() > 0
		if err := b.take(ctx, tx); err != nil {
			return err
		}
		err = tx.QueryRow(ctx, `insert into layer_versions (layer, recipe, source, source_sha256, source_crs, data_date, imported_by, imported_for, import_id)
			select l.id, $2, $3, $4, $5, nullif($6, '')::date, $7, $8::uuid, $9 from layers l where l.id = $1 and ($8::uuid is null or l.keeper = $8) returning number`,
			b.recipe.ID, data, b.source.Name, b.source.SHA256, b.source.CRS, b.recipe.DataDate,
			pg.OrNull(by.Person), pg.OrNull(by.Authority), pg.OrNull(by.Import)).Scan(&b.number)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrKeeper
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `select pg_advisory_lock($1::integer, $2::integer)`, buildLock, b.number); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, fmt.Sprintf(`create unlogged table layer_data.v%[1]d_in (%[2]s)`, b.number, stagingColumns))
		if err == nil && b.recipe.Search != nil {
			_, err = tx.Exec(ctx, fmt.Sprintf(`create unlogged table layer_data.v%d_names (fid bigint, title text, detail text, folded text)`, b.number))
		}
		return err
	})
}

// take makes the importing authority the keeper of a layer of which nothing was ever published or waits, and which nobody
// keeps. A layer that speaks for the whole country is nobody's for the taking.
func (b *Builder) take(ctx context.Context, tx pgx.Tx) error {
	by := pg.OrNull(b.source.By.Authority)
	if by == nil {
		return nil
	}
	taken, err := tx.Exec(ctx, `update layers l set keeper = $2 where id = $1 and keeper is null and current is null
		and not exists (select from layer_versions v where v.layer = l.id and v.state <> 'failed')`, b.recipe.ID, by)
	if err == nil && (b.created || taken.RowsAffected() > 0) && b.recipe.National() {
		err = ErrNational
	}
	return err
}

// Number is the version's number.
func (b *Builder) Number() int64 { return b.number }

// Cover sets the coverage of a recipe whose coverage is of kind area, in EPSG:3067.
func (b *Builder) Cover(area orb.MultiPolygon) { b.area = area }

// Abort gives the version up: nothing of it stays but a line that it failed.
func (b *Builder) Abort(ctx context.Context, reason error) {
	if b.done {
		return
	}
	b.done = true
	b.rows.stop()
	b.doubtful.stop()
	b.names.stop()
	b.discard(ctx, reason)
}

// discard drops the version's tables, then lets go of the lock.
func (b *Builder) discard(ctx context.Context, reason error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpTime)
	defer cancel()
	// What fails here is left to the next sweep: the lock goes with the connection.
	closeConn(b.conn)
	_ = b.store.drop(ctx, b.number, reason, UnderWay, Waiting)
	if b.dry {
		_ = b.forget(ctx)
	}
}

// forget takes away what even a version that failed leaves: its line, and the layer when it came with it.
func (b *Builder) forget(ctx context.Context) error {
	_, err := b.store.pool.Exec(ctx, `with gone as (delete from layer_versions where number = $1 and state = 'failed' returning number)
		delete from layers l where l.id = $2 and $3 and l.current is null
			and not exists (select from layer_versions v where v.layer = l.id and v.number not in (select number from gone))`,
		b.number, b.recipe.ID, b.created)
	return err
}

func closeConn(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = conn.Close(ctx)
}
