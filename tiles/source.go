// Package tiles makes vector tiles of layer versions: their grids, their encoding, and the cache that lets most of
// them be made once. It knows nothing of HTTP, and of layers only what the catalogue says.
package tiles

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/maypok86/otter/v2"
	"github.com/paulmach/orb"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"lupakartta/layers"
	"lupakartta/layers/snapshot"
)

// Options bound a source. The zero value is good for production.
type Options struct {
	CacheBytes  uint64                // of compressed tiles; 0: 256 MB
	Concurrency int                   // layers encoded at the same time; 0: one more than there are processors
	MaxFeatures int                   // of one layer in one tile; 0: 20,000
	Memory      *snapshot.Shelf       // versions that need not be asked of PostGIS; nil: none
	Metrics     prometheus.Registerer // nil: none
}

// encodeTimeout ends the making of one layer of one tile.
const encodeTimeout = 20 * time.Second

// Source makes tiles. It is safe for concurrent use.
type Source struct {
	pool    *pgxpool.Pool
	options Options
	cache   *otter.Cache[key, *part]
	flights flights
	gate    *semaphore.Weighted
	texts   texts
	metrics metrics
}

// key names one layer of one tile. Versions never change, so nothing under a key ever does.
type key struct {
	version int64
	grid    string
	tile    Tile
}

// NewSource returns a source over the pool.
func NewSource(pool *pgxpool.Pool, options Options) *Source {
	if options.CacheBytes == 0 {
		options.CacheBytes = 256 << 20
	}
	if options.Concurrency == 0 {
		options.Concurrency = runtime.GOMAXPROCS(0) + 1
	}
	if options.MaxFeatures == 0 {
		options.MaxFeatures = 20000
	}
	s := &Source{pool: pool, options: options, gate: semaphore.NewWeighted(int64(options.Concurrency))}
	s.cache = otter.Must(&otter.Options[key, *part]{
		MaximumWeight: options.CacheBytes,
		Weigher:       func(_ key, p *part) uint32 { return p.weight() },
	})
	s.metrics = newMetrics(options.Metrics, s.cache)
	return s
}

// Tile returns a tile with the versions' layers, in the order given. The tile must be in the grid, else ErrOutside;
// no layer may come twice.
func (s *Source) Tile(ctx context.Context, g *Grid, t Tile, versions []layers.Version) (Encoded, error) {
	if !g.Holds(t) {
		return Encoded{}, ErrOutside
	}
	search, ok := g.Search(t)
	parts := make([]*part, len(versions))
	group, waiting := errgroup.WithContext(ctx)
	hit := true
	for i, v := range versions {
		if !ok || !shows(g, t, search, v) {
			parts[i] = empty
			continue
		}
		k := key{version: v.Number, grid: g.ID, tile: t}
		if p, ok := s.cache.GetIfPresent(k); ok {
			parts[i] = p
			continue
		}
		hit = false
		group.Go(func() error {
			var err error
			parts[i], err = s.flights.do(waiting, k, func(ctx context.Context) (*part, error) { return s.make(ctx, g, t, search, v) })
			return err
		})
	}
	if err := group.Wait(); err != nil {
		s.metrics.served.WithLabelValues("error").Inc()
		return Encoded{}, fmt.Errorf("tile %s %d/%d/%d: %w", g.ID, t.Z, t.X, t.Y, err)
	}
	e := newEncoded(parts, hit)
	s.metrics.served.WithLabelValues(e.result()).Inc()
	return e, nil
}

// shows tells whether the version can have anything in the tile, without asking the database.
func shows(g *Grid, t Tile, search orb.Bound, v layers.Version) bool {
	return v.FeatureCount > 0 && t.Z >= g.LowestZoom(v.Recipe.Style.MinZoom) && search.Intersects(v.BBox)
}

// make encodes and keeps one layer of a tile. While it waits for its turn it stops when nobody wants the tile any
// more; once begun it is finished, since that costs less than a broken connection and the tile will be wanted again.
func (s *Source) make(ctx context.Context, g *Grid, t Tile, search orb.Bound, v layers.Version) (*part, error) {
	if err := s.gate.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer s.gate.Release(1)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), encodeTimeout)
	defer cancel()
	start := time.Now()
	by := "memory"
	p, err := s.paint(g, t, v)
	if p == nil && err == nil {
		by = "postgis"
		p, err = s.encode(ctx, g, t, search, v)
	}
	if err != nil {
		return nil, fmt.Errorf("version %d of %s: %w", v.Number, v.Layer, err)
	}
	s.metrics.encode.WithLabelValues(v.Layer, by).Observe(time.Since(start).Seconds())
	s.cache.Set(key{version: v.Number, grid: g.ID, tile: t}, p)
	return p, nil
}

// paint makes one layer of a tile from memory; nil: the version is not there.
func (s *Source) paint(g *Grid, t Tile, v layers.Version) (*part, error) {
	if s.options.Memory == nil || t.Z > deepest {
		return nil, nil //nolint:nilnil // PostGIS is asked
	}
	shot := s.options.Memory.Get(v.Number)
	if shot == nil {
		return nil, nil //nolint:nilnil // as above
	}
	view := shot.View(g.plane())
	if view == nil {
		return nil, nil //nolint:nilnil // as above
	}
	raw, leftOut := paint(view, t, v.Layer, s.options.MaxFeatures)
	return newPart(v.Layer, raw, leftOut)
}

// NewShelf returns a shelf of snapshots from which tiles of every grid can be made, of so many bytes.
func NewShelf(pool *pgxpool.Pool, room int64, log *slog.Logger) *snapshot.Shelf {
	var planes []snapshot.Plane
	for i := range Grids {
		planes = append(planes, Grids[i].plane())
	}
	return snapshot.NewShelf(pool, planes, attributes, room, log)
}

// encode asks PostGIS for one layer of a tile.
func (s *Source) encode(ctx context.Context, g *Grid, t Tile, search orb.Bound, v layers.Version) (*part, error) {
	bounds := g.Bounds(t)
	args := []any{bounds.Min[0], bounds.Min[1], bounds.Max[0], bounds.Max[1],
		search.Min[0], search.Min[1], search.Max[0], search.Max[1], g.Grain(t.Z) / 2, s.options.MaxFeatures, v.Layer}
	for _, name := range attributes(v) {
		args = append(args, name)
	}
	var raw []byte
	var leftOut int64
	err := s.pool.QueryRow(ctx, s.texts.of(g, v), args...).Scan(&raw, &leftOut)
	if fault, ok := errors.AsType[*pgconn.PgError](err); ok && fault.Code == "42P01" { // undefined table
		return nil, layers.ErrCleared // since the catalogue was read
	}
	if err != nil {
		return nil, err
	}
	return newPart(v.Layer, raw, leftOut)
}
