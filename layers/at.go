package layers

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
)

// Tolerances of At, in metres: how far from the point a line or a point may lie to be meant.
const (
	DefaultTolerance = 5.0
	MaxTolerance     = 5000.0
)

// maxHits is how many features of one layer are told at a point.
const maxHits = 20

// Hits is what was found, and what could not be looked at.
type Hits struct {
	Items       []Hit
	Unavailable []string // ids of layers that could not be read: what they hold is not known
	More        []string // ids of layers that have more features there than are told
}

// At returns every feature at a point of EPSG:3067, the topmost layer first: areas that hold the point, and lines and
// points within tolerance metres. A layer that cannot be read is named and keeps nothing of the others back.
func (s *Store) At(ctx context.Context, catalogue *Catalogue, point orb.Point, tolerance float64, lang i18n.Lang) (Hits, error) {
	asked := slices.DeleteFunc(catalogue.Shown(), func(l Layer) bool {
		return !l.Version.Reaches(point.Bound().Pad(tolerance))
	})
	slices.Reverse(asked)
	perLayer, unavailable, err := eachLayer(ctx, s, asked, func(l Layer) (string, []any) {
		return `select ` + hitColumns + `, st_distance(geom, p), 0::float8
			from ` + l.Version.Table() + `, st_setsrid(st_makepoint($1, $2), 3067) p
			where geom && st_expand(p, $3)
				and case when st_dimension(geom) = 2 then st_intersects(geom, p) else st_dwithin(geom, p, $3) end
			order by st_dimension(geom), st_distance(geom, p), st_area(geom), fid limit $4`,
			[]any{point[0], point[1], tolerance, maxHits + 1}
	}, hitScanner(lang))
	if err != nil {
		return Hits{}, fmt.Errorf("what is at a point: %w", err) // logged, so it does not say where somebody looks
	}
	found := Hits{Unavailable: unavailable}
	for i, hits := range perLayer {
		if len(hits) > maxHits {
			hits = hits[:maxHits]
			found.More = append(found.More, asked[i].ID)
		}
		found.Items = append(found.Items, hits...)
	}
	return found, nil
}

// eachLayer asks every layer in one round trip and returns the rows of each, in the order asked. When one fails, each
// is asked by itself, and those that fail then are named. Only a database that does not answer is an error.
func eachLayer[T any](ctx context.Context, s *Store, asked []Layer, sql func(Layer) (string, []any),
	scan func(Layer, pgx.CollectableRow) (T, error)) (perLayer [][]T, unavailable []string, err error) {
	if len(asked) == 0 {
		return nil, nil, nil
	}
	perLayer = make([][]T, len(asked))
	collect := func(i int, rows pgx.Rows) error {
		items, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (T, error) { return scan(asked[i], row) })
		perLayer[i] = items
		return err
	}
	batch := &pgx.Batch{}
	for _, l := range asked {
		text, args := sql(l)
		batch.Queue(text, args...)
	}
	if err := s.sendBatch(ctx, batch, collect); err == nil || !layerFailed(err) {
		return perLayer, nil, err
	}
	for i, l := range asked {
		text, args := sql(l)
		rows, err := s.pool.Query(ctx, text, args...)
		if err == nil {
			err = collect(i, rows)
		}
		switch {
		case err == nil:
		case layerFailed(err):
			perLayer[i] = nil
			unavailable = append(unavailable, l.ID)
		default:
			return nil, nil, err
		}
	}
	return perLayer, unavailable, nil
}

// sendBatch calls collect with the rows of each query in turn.
func (s *Store) sendBatch(ctx context.Context, batch *pgx.Batch, collect func(int, pgx.Rows) error) error {
	results := s.pool.SendBatch(ctx, batch)
	for i := range batch.Len() {
		rows, err := results.Query()
		if err == nil {
			err = collect(i, rows)
		}
		if err != nil {
			return errors.Join(err, results.Close())
		}
	}
	return results.Close()
}

// layerFailed tells a fault of one layer (its table is missing or broken, its features cannot be read, it takes too
// long) from a database that is not there: connection trouble (class 08), shutdown (57), too many clients (53).
func layerFailed(err error) bool {
	fault, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		return errors.Is(err, errFeature)
	}
	return pg.TimedOut(err) || !slices.Contains([]string{"08", "53", "57"}, fault.Code[:min(2, len(fault.Code))])
}

// errFeature says that a stored feature could not be understood.
var errFeature = errors.New("feature cannot be read")
