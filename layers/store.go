package layers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
)

// Channel is the PostgreSQL notification channel that wakes every instance when the map has changed: the payload is the
// layer's id. What changed stands in layer_changes (package changes).
const Channel = "layers"

// ErrNotFound says that there is no such layer or version.
var ErrNotFound = errors.New("layer not found")

// ErrCleared says that the features of a version that was published long ago are not kept any more.
var ErrCleared = errors.New("the version's features are not kept any more")

// Store reads and writes layers.
type Store struct{ pool *pgxpool.Pool }

// NewStore returns a store over the pool.
func NewStore(pool *pgxpool.Pool) *Store { return &Store{pool: pool} }

// Querier is what a pool, a connection and a transaction share.
type Querier interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

var versionColumns = `v.number, v.layer, v.state, v.recipe, v.feature_count, v.geometry_type,
	st_xmin(v.bbox), st_ymin(v.bbox), st_xmax(v.bbox), st_ymax(v.bbox),
	st_xmin(g.b), st_ymin(g.b), st_xmax(g.b), st_ymax(g.b),
	v.source, v.source_crs, coalesce(v.data_date::text, ''), v.imported_at, v.published_at,
	v.source_sha256, coalesce(v.replaced, 0), ` + officeOf("k") + `, ` + officeOf("i") + `, ` + officeOf("p") + `,
	jsonb_build_object('read', v.report->'read', 'imported', v.report->'imported', 'repaired', jsonb_array_length(v.report->'repaired'),
		'refused', jsonb_array_length(v.report->'refused'), 'warnings', jsonb_array_length(v.report->'warnings'))`

const versionTables = `layer_versions v
	join layers l on l.id = v.layer left join authorities k on k.id = l.keeper
	left join authorities i on i.id = v.imported_for left join authorities p on p.id = v.published_for
	left join lateral (select st_envelope(st_transform(st_segmentize(v.bbox, 10000), 4326)) as b) g on true`

// officeOf is an authority of the tables as JSON.
func officeOf(table string) string {
	return `case when ` + table + `.id is not null then jsonb_build_object('id', ` + table + `.id, 'code', ` + table + `.code, 'name', ` + table + `.name) end`
}

// Versions returns every version that has been published, current or superseded, layers in drawing order and
// newest version first.
func (s *Store) Versions(ctx context.Context) ([]Version, error) {
	rows, err := s.pool.Query(ctx, `select `+versionColumns+` from `+versionTables+`
		where v.state in ('published', 'superseded') order by l.position, l.id, v.number desc`)
	if err != nil {
		return nil, fmt.Errorf("versions: %w", err)
	}
	versions, err := pgx.CollectRows(rows, scanVersion)
	if err != nil {
		return nil, fmt.Errorf("versions: %w", err)
	}
	return versions, nil
}

// Version returns one version in whatever state, or ErrNotFound.
func (s *Store) Version(ctx context.Context, number int64) (Version, error) {
	return versionIn(ctx, s.pool, number)
}

func versionIn(ctx context.Context, db Querier, number int64) (Version, error) {
	rows, err := db.Query(ctx, `select `+versionColumns+` from `+versionTables+` where v.number = $1`, number)
	if err != nil {
		return Version{}, fmt.Errorf("version %d: %w", number, err)
	}
	version, err := pgx.CollectExactlyOneRow(rows, scanVersion)
	if errors.Is(err, pgx.ErrNoRows) {
		return Version{}, fmt.Errorf("version %d: %w", number, ErrNotFound)
	}
	if err != nil {
		return Version{}, fmt.Errorf("version %d: %w", number, err)
	}
	return version, nil
}

func scanVersion(row pgx.CollectableRow) (Version, error) {
	var v Version
	var recipe []byte
	var box [8]*float64
	var published *time.Time
	var offices [3]*Office
	err := row.Scan(&v.Number, &v.Layer, &v.State, &recipe, &v.FeatureCount, &v.GeometryType,
		&box[0], &box[1], &box[2], &box[3], &box[4], &box[5], &box[6], &box[7],
		&v.Source, &v.SourceCRS, &v.DataDate, &v.ImportedAt, &published,
		&v.SHA256, &v.Replaced, &offices[0], &offices[1], &offices[2], &v.Tally)
	if err != nil {
		return Version{}, err
	}
	if err := json.Unmarshal(recipe, &v.Recipe); err != nil {
		return Version{}, fmt.Errorf("version %d: recipe: %w", v.Number, err)
	}
	v.BBox, v.BBoxLonLat = bound(box[:4]), bound(box[4:])
	for i, office := range []*Office{&v.Keeper, &v.ImportedFor, &v.PublishedFor} {
		if offices[i] != nil {
			*office = *offices[i]
		}
	}
	if published != nil {
		v.PublishedAt = *published
	}
	return v, nil
}

func bound(sides []*float64) orb.Bound {
	if sides[0] == nil {
		return orb.Bound{}
	}
	return orb.Bound{Min: orb.Point{*sides[0], *sides[1]}, Max: orb.Point{*sides[2], *sides[3]}}
}

// missing tells why a version is not among those that are or were published.
func (s *Store) missing(ctx context.Context, layer string, number int64) error {
	var cleared bool
	err := s.pool.QueryRow(ctx, `select exists (select from layer_versions where number = $1 and layer = $2 and state = 'cleared')`, number, layer).Scan(&cleared)
	switch {
	case err != nil:
		return fmt.Errorf("version %d of %s: %w", number, layer, err)
	case cleared:
		return ErrCleared
	}
	return ErrNotFound
}

// VersionsOf returns every version of a layer that is not failed, newest first, or ErrNotFound when there is no such layer.
func (s *Store) VersionsOf(ctx context.Context, layer string) ([]Version, error) {
	rows, err := s.pool.Query(ctx, `select `+versionColumns+` from `+versionTables+`
		where v.layer = $1 and v.state <> 'failed' order by v.number desc`, layer)
	if err != nil {
		return nil, fmt.Errorf("versions of %s: %w", layer, err)
	}
	versions, err := pgx.CollectRows(rows, scanVersion)
	if err != nil {
		return nil, fmt.Errorf("versions of %s: %w", layer, err)
	}
	if len(versions) == 0 {
		return nil, fmt.Errorf("versions of %s: %w", layer, ErrNotFound)
	}
	return versions, nil
}

// Report returns what became of the features when the version was built.
func (s *Store) Report(ctx context.Context, number int64) (Report, error) {
	var report Report
	err := s.pool.QueryRow(ctx, `select case when report ? 'error' and not report ? 'failure' then report || '{"failure": {"code": "failed"}}' else report end
		from layer_versions where number = $1`, number).Scan(&report)
	if errors.Is(err, pgx.ErrNoRows) {
		return report, fmt.Errorf("report of version %d: %w", number, ErrNotFound)
	}
	if err != nil {
		return report, fmt.Errorf("report of version %d: %w", number, err)
	}
	return report, nil
}
