package layers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	orbewkb "github.com/paulmach/orb/encoding/ewkb"

	"lupakartta/geo/ewkb"
	"lupakartta/internal/text"
	"lupakartta/layers/source"
)

// buildLock is the first key of the advisory lock that says that a version's builder lives; the second is the
// version's number.
const buildLock = 0x4c_4b_42 // "LKB"

// cleanUpTime bounds the cleaning after a build that failed, whose own context may be over.
const cleanUpTime = 30 * time.Second

// Builder builds one version of a layer: features stream in through COPY, Finish validates them whole.
// It has a connection of its own, so that any number may run beside each other, and while that connection lives
// no other instance takes the version for a leftover. It is not safe for concurrent use.
type Builder struct {
	store   *Store
	recipe  Recipe
	number  int64
	source  Origin
	conn    *pgx.Conn
	rows    *copyStream
	stage   string // SQL name of the staging table
	area    orb.MultiPolygon
	begun   time.Time
	srid    int // of features that do not say, from the origin
	srids   map[int]int64
	read    int64
	lifted  int64 // features with Z or M
	curved  int64
	holes   [][4]float64 // EPSG:3067 boxes that the coverage loses
	unclear bool         // a refused feature's place is unknown
	done    bool
}

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

// Begin starts a version of the recipe's layer, creating the layer when it is new.
// Call Finish or Abort when done; Abort after Finish does nothing.
func (s *Store) Begin(ctx context.Context, recipe Recipe, from Origin) (*Builder, error) {
	if err := recipe.Validate(); err != nil {
		return nil, err
	}
	b := &Builder{store: s, recipe: recipe, source: from, begun: time.Now(), srids: map[int]int64{}}
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
	b.conn = conn
	if err := b.open(ctx); err != nil {
		closeConn(conn)
		return nil, fmt.Errorf("begin version of %s: %w", recipe.ID, err)
	}
	b.stage = fmt.Sprintf("layer_data.v%d_in", b.number)
	b.rows = startCopy(ctx, conn, b.stage)
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
		if _, err := tx.Exec(ctx, `insert into layers (id, theme, recipe, position, keeper) values ($1, $2, $3, $4, $5)
			on conflict (id) do nothing`,
			b.recipe.ID, b.recipe.Theme, data, b.recipe.DrawingOrder(), orNull(by.Authority)); err != nil {
			return err
		}
		err := tx.QueryRow(ctx, `insert into layer_versions (layer, recipe, source, source_sha256, source_crs, data_date, imported_by, imported_for, import_id)
			select l.id, $2, $3, $4, $5, nullif($6, '')::date, $7, $8::uuid, $9 from layers l where l.id = $1 and ($8::uuid is null or l.keeper = $8) returning number`,
			b.recipe.ID, data, b.source.Name, b.source.SHA256, b.source.CRS, b.recipe.DataDate,
			orNull(by.Person), orNull(by.Authority), orNull(by.Import)).Scan(&b.number)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrKeeper
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `select pg_advisory_lock($1::integer, $2::integer)`, buildLock, b.number); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, fmt.Sprintf(`create unlogged table layer_data.v%d_in (
			seq bigint generated always as identity, %s)`, b.number, stagingColumns))
		return err
	})
}

func orNull(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// Number is the version's number.
func (b *Builder) Number() int64 { return b.number }

// Cover sets the coverage of a recipe whose coverage is of kind area, in EPSG:3067.
func (b *Builder) Cover(area orb.MultiPolygon) { b.area = area }

// Add streams one feature in. A feature that cannot be used is refused in the report; the error is for the whole build.
func (b *Builder) Add(f Feature) error {
	b.read++
	row := staged{sourceID: text.Clean(f.SourceID)}
	attributes, err := cleanAttributes(f.Attributes)
	if err != nil {
		row.reason, attributes = err.Error(), []byte("{}")
	}
	row.attributes = attributes
	b.addGeometry(&row, f.EWKB)
	switch {
	case row.sourceID == "":
		sum := sha256.New()
		_, _ = sum.Write(f.EWKB)
		_, _ = sum.Write(attributes)
		row.sourceID, row.flags = hex.EncodeToString(sum.Sum(nil)[:8]), row.flags|flagHashed
	case len(row.sourceID) > maxTitle:
		sum := sha256.Sum256([]byte(row.sourceID))
		row.sourceID = text.Cut(row.sourceID, maxTitle/2) + "…" + hex.EncodeToString(sum[:8])
	}
	if row.reason == "" {
		row.title, row.detail, row.folded = b.recipe.searchNames(attributes)
	}
	if err := b.rows.write(row); err != nil {
		return fmt.Errorf("version %d: feature %d: %w", b.number, b.read, err)
	}
	return nil
}

// addGeometry puts the geometry into the row, or the reason why it cannot be used with what is known of its place.
func (b *Builder) addGeometry(row *staged, data []byte) {
	if len(data) == 0 {
		row.reason, b.unclear = "no geometry", true
		return
	}
	s, err := ewkb.Examine(data)
	declared := s.SRID
	if declared == 0 {
		s.SRID = b.srid
	}
	switch {
	case err != nil && row.reason == "":
		row.reason = err.Error()
	case err == nil && s.SRID == 0:
		row.reason, b.unclear = "no reference system: neither the feature nor its source says one", true
		return
	case err == nil && s.Fault != "" && row.reason == "":
		row.reason = s.Fault
	case err == nil && row.reason == "":
		row.reason = source.Suspicion(s.SRID, s.Bound)
		b.unclear = b.unclear || row.reason != ""
	}
	if s.Vertices > 0 && !s.Bound.IsEmpty() {
		b.srids[s.SRID]++
	}
	if row.reason != "" {
		if err != nil && (s.Vertices == 0 || errors.Is(err, ewkb.ErrNonFinite)) || s.Bound.IsEmpty() || s.SRID == 0 {
			b.unclear = true
			return
		}
		row.geom, _ = orbewkb.Marshal(s.Bound.ToPolygon(), s.SRID)
		return
	}
	b.count(row, s)
	if source.Geographic(s.SRID) {
		row.flags |= flagDegrees
	}
	if declared != s.SRID {
		data = ewkb.WithSRID(data, s.SRID)
	}
	if s.Curved || s.Collection {
		row.raw = data // PostGIS may refuse what examine does not judge
	} else {
		row.geom = data
	}
}

func (b *Builder) count(row *staged, s ewkb.Shape) {
	if s.Z {
		row.flags |= flagZ
	}
	if s.M {
		row.flags |= flagM
	}
	if s.Z || s.M {
		b.lifted++
	}
	if s.Curved {
		row.flags |= flagCurve
		b.curved++
	}
	if s.Collection {
		row.flags |= flagCollection
	}
}

// Abort gives the version up: nothing of it stays but a line that it failed.
func (b *Builder) Abort(ctx context.Context, reason error) {
	if b.done {
		return
	}
	b.done = true
	b.rows.stop(reason)
	b.discard(ctx, reason)
}

// discard drops the version's tables, then lets go of the lock.
func (b *Builder) discard(ctx context.Context, reason error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpTime)
	defer cancel()
	// What fails here is left to the next sweep: the lock goes with the connection.
	closeConn(b.conn)
	_ = b.store.drop(ctx, b.number, reason, UnderWay, Waiting)
}

func closeConn(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = conn.Close(ctx)
}
