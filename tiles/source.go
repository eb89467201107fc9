// Package tiles makes vector tiles of layer versions: their grids, their encoding, and the cache that lets most of
// them be made once. It knows nothing of HTTP, and of layers only what the catalogue says.
package tiles

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"lupakartta/geo"
	"lupakartta/layers"
	"lupakartta/layers/snapshot"
)

// Options bound a source. The zero value is good for production.
type Options struct {
	CacheBytes  int64                 // of tiles as they are sent; 0: 256 MB; negative: none is kept
	Concurrency int                   // layers that PostGIS makes at the same time; 0: one more than there are processors
	MaxFeatures int                   // of one layer in one tile; 0: 20,000
	Memory      *snapshot.Shelf       // versions that need not be asked of PostGIS; nil: none
	Tables      *Tables               // of versions for tiles, read where memory has no room; nil: none
	Fresh       func() bool           // whether every change of live layers is known that is older than a moment; nil: never, so none of their tiles is kept
	Metrics     prometheus.Registerer // nil: none
}

// encodeTimeout ends the making of one layer of one tile by PostGIS.
const encodeTimeout = 20 * time.Second

// Source makes tiles. It is safe for concurrent use.
type Source struct {
	pool    *pgxpool.Pool
	options Options
	tiles   cache[key, *Encoded]
	parts   cache[partKey, *part] // that PostGIS made: they come back in tiles of other layers and in other encodings
	flights flights[key, *Encoded]
	making  flights[partKey, *part]
	asking  *semaphore.Weighted // of PostGIS
	drawing *semaphore.Weighted // from memory
	live    *live
	texts   texts
	metrics metrics
}

// QuickBytes is the room that is left for keeping whole answers, a quarter; 0: nothing is kept.
func (s *Source) QuickBytes() int64 { return max(0, s.options.CacheBytes/4) }

// Hits counts tiles that were served as they are kept, for those who keep them elsewhere.
func (s *Source) Hits() prometheus.Counter { return s.metrics.served.WithLabelValues("hit") }

// key names a tile as it is sent.
type key struct {
	grid     string
	tile     Tile
	layers   string // with their versions, in the order asked for
	encoding Encoding
}

// partKey names one layer of one tile.
type partKey struct {
	version int64
	grid    string
	tile    Tile
}

// NewSource returns a source over the pool.
func NewSource(pool *pgxpool.Pool, options Options) *Source {
	if options.CacheBytes == 0 {
		options.CacheBytes = 256 << 20
	}
	processors := runtime.GOMAXPROCS(0)
	if options.Concurrency == 0 {
		options.Concurrency = processors + 1
	}
	if options.MaxFeatures == 0 {
		options.MaxFeatures = 20000
	}
	s := &Source{pool: pool, options: options, asking: semaphore.NewWeighted(int64(options.Concurrency)), drawing: semaphore.NewWeighted(int64(2 * processors))}
	s.tiles, s.parts = newCache[key, *Encoded](options.CacheBytes/2), newCache[partKey, *part](options.CacheBytes/4)
	s.metrics = newMetrics(options.Metrics, func() (bytes, entries float64) {
		bytes, entries = s.tiles.size()
		more, parts := s.parts.size()
		return bytes + more, entries + parts
	})
	s.live = newLive(options.Fresh)
	return s
}

// Tile returns a tile with the versions' layers, in the order given, in the encoding. The tile must be in the grid, else
// ErrOutside; no layer may come twice.
func (s *Source) Tile(ctx context.Context, g *Grid, t Tile, versions []layers.Version, encoding Encoding) (*Encoded, error) {
	if !g.Holds(t) {
		return nil, ErrOutside
	}
	k := key{g.ID, t, names(versions), encoding}
	if e, ok := s.tiles.get(k); ok {
		s.metrics.serve("hit", e)
		return e, nil
	}
	var e *Encoded
	var err error
	if IsLive(versions) {
		e, err = s.makeLive(ctx, g, versions, k)
	} else {
		e, err = s.flights.do(ctx, k, func(ctx context.Context) (*Encoded, error) { return s.make(ctx, g, versions, k) })
	}
	if err != nil {
		s.metrics.served.WithLabelValues("error").Inc()
		return nil, fmt.Errorf("tile %s %d/%d/%d: %w", g.ID, t.Z, t.X, t.Y, err)
	}
	s.metrics.serve("miss", e)
	return e, nil
}

// ETag is the entity tag that the tile would have, without making it. The tile must be in the grid, and none of the layers
// live.
func (s *Source) ETag(g *Grid, t Tile, versions []layers.Version, encoding Encoding) string {
	k := key{g.ID, t, names(versions), encoding}
	if e, ok := s.tiles.get(k); ok {
		return e.ETag
	}
	makers := make([]maker, len(versions))
	for i, v := range versions {
		if makers[i] = memory; shows(g, t, v) && s.view(g, t, v) == nil {
			makers[i] = s.from(g, t, v)
		}
	}
	return tag(k, makers)
}

// make puts a tile together and keeps it.
func (s *Source) make(ctx context.Context, g *Grid, versions []layers.Version, k key) (*Encoded, error) {
	parts, err := s.gather(ctx, g, versions, k)
	if err != nil {
		return nil, err
	}
	makers := make([]maker, len(parts))
	for i, p := range parts {
		makers[i] = p.maker
	}
	e, err := encode(parts, k.encoding, tag(k, makers))
	if err == nil {
		s.tiles.keep(k, e)
	}
	return e, err
}

// gather makes or finds the layers of a tile.
func (s *Source) gather(ctx context.Context, g *Grid, versions []layers.Version, k key) ([]*part, error) {
	parts := make([]*part, len(versions))
	group, asking := errgroup.WithContext(ctx)
	for i, v := range versions {
		view := s.view(g, k.tile, v)
		switch {
		case !shows(g, k.tile, v):
			parts[i] = empty
		case v.Live != nil:
			group.Go(func() (err error) {
				parts[i], err = s.livePart(asking, g, k.tile, v)
				return err
			})
		case view == nil:
			group.Go(func() (err error) {
				parts[i], err = s.ask(asking, g, k.tile, v)
				return err
			})
		default:
			var err error
			if parts[i], err = s.draw(asking, view, g, k.tile, v); err != nil {
				_ = group.Wait() // it says the same: nobody waits any more
				return nil, err
			}
		}
	}
	return parts, group.Wait()
}

// empty stands for a layer that can have nothing in the tile.
var empty = &part{maker: memory}

// shows tells whether the version has features at all, and shows them at the tile's zoom.
func shows(g *Grid, t Tile, v layers.Version) bool {
	return !v.Empty() && t.Z >= g.LowestZoom(v.Recipe.Style.MinZoom)
}

// view is the version in memory; nil: PostGIS is asked.
func (s *Source) view(g *Grid, t Tile, v layers.Version) *snapshot.View {
	if s.options.Memory == nil || t.Z > deepest || v.Live != nil {
		return nil
	}
	shot := s.options.Memory.Get(v.Number)
	if shot == nil {
		return nil
	}
	return shot.View(g.plane())
}

// draw makes one layer of a tile from memory. It is not begun when nobody wants the tile any more.
func (s *Source) draw(ctx context.Context, view *snapshot.View, g *Grid, t Tile, v layers.Version) (*part, error) {
	if err := s.drawing.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer s.drawing.Release(1)
	start := time.Now()
	raw, leftOut := paint(view, g, t, s.options.MaxFeatures)
	s.metrics.made(v.Layer, memory, start)
	return &part{layer: v.Layer, maker: memory, raw: raw, leftOut: leftOut}, nil
}

// ask returns one layer of a tile as PostGIS made it, now or before.
func (s *Source) ask(ctx context.Context, g *Grid, t Tile, v layers.Version) (*part, error) {
	k := partKey{v.Number, g.ID, t}
	if p, ok := s.parts.get(k); ok {
		return p, nil
	}
	search, ok := searchOf(g, t, v)
	if !ok || !search.Intersects(v.BBox) {
		return &part{maker: s.from(g, t, v)}, nil
	}
	return s.making.do(ctx, k, func(ctx context.Context) (*part, error) {
		p, err := s.query(ctx, g, t, search, v)
		if err != nil {
			return nil, fmt.Errorf("version %d of %s: %w", v.Number, v.Layer, err)
		}
		s.parts.keep(k, p)
		return p, nil
	})
}

// query makes one layer of a tile by PostGIS. While it waits for its turn it stops when nobody wants the tile any more;
// once begun it is finished, since that costs less than a broken connection and the tile will be wanted again.
func (s *Source) query(ctx context.Context, g *Grid, t Tile, search orb.Bound, v layers.Version) (*part, error) {
	if err := s.asking.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer s.asking.Release(1)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), encodeTimeout)
	defer cancel()
	from := s.from(g, t, v)
	p, err := s.read(ctx, g, t, search, v, from)
	if from == table && undefined(err) { // it was dropped, since nobody was known to need it
		s.options.Tables.forget(v.Number)
		p, err = s.read(ctx, g, t, search, v, postgis)
	}
	if undefined(err) && v.Live == nil {
		return nil, layers.ErrCleared // since the catalogue was read
	}
	return p, err
}

// from is what PostGIS would make a layer of a tile from. Points are gathered from the version's own table.
func (s *Source) from(g *Grid, t Tile, v layers.Version) maker {
	if s.options.Tables != nil && v.Live == nil && g.CRS == geo.Mercator && !gathers(g, t, v) && s.options.Tables.has(v) {
		return table
	}
	return postgis
}

func undefined(err error) bool {
	fault, ok := errors.AsType[*pgconn.PgError](err)
	return ok && fault.Code == "42P01" // undefined table
}

// read makes one layer of a tile by PostGIS from the version's own table or from that for tiles; search is in EPSG:3067.
func (s *Source) read(ctx context.Context, g *Grid, t Tile, search orb.Bound, v layers.Version, from maker) (*part, error) {
	start := time.Now()
	bounds, tolerance := g.Bounds(t), g.Grain(t.Z)/2
	if from == table {
		// A unit more, so that nothing outside is rounded into the tile. A metre of the grid is at most half a metre on the
		// ground but for the very south.
		search, tolerance = bounds.Pad(g.side(t.Z)*(Buffer+1)/Extent), 2*tolerance
	}
	args := []any{bounds.Min[0], bounds.Min[1], bounds.Max[0], bounds.Max[1],
		search.Min[0], search.Min[1], search.Max[0], search.Max[1], tolerance, s.options.MaxFeatures, v.Layer}
	if from != table {
		for _, name := range attributes(v) {
			args = append(args, name)
		}
	}
	if v.Restricted() {
		args = append(args, v.Live.Audience)
	}
	how := making{from: from, gather: gathers(g, t, v)}
	if how.gather {
		args = append(args, g.side(t.Z)/Extent*cellUnits)
	}
	p := &part{layer: v.Layer, maker: from}
	err := s.pool.QueryRow(ctx, s.texts.of(g, v, how), args...).Scan(&p.raw, &p.leftOut)
	if fault, ok := errors.AsType[*pgconn.PgError](err); ok && fault.Code == "XX000" { // a geometry that PostGIS holds and cannot draw
		how.careful = true
		err = s.pool.QueryRow(ctx, s.texts.of(g, v, how), args...).Scan(&p.raw, &p.leftOut)
	}
	if err != nil {
		return nil, err
	}
	s.metrics.made(v.Layer, from, start)
	return p, nil
}

// NewShelf returns a shelf of snapshots from which tiles of every grid can be made, of so many bytes. also names what is kept
// of a version besides what travels in tiles; nil: nothing.
func NewShelf(pool *pgxpool.Pool, also func(layers.Version) []string, room int64, log *slog.Logger) *snapshot.Shelf {
	var planes []snapshot.Plane
	for i := range Grids {
		planes = append(planes, Grids[i].plane())
	}
	columns := func(v layers.Version) snapshot.Columns {
		c := snapshot.Columns{Tile: attributes(v)}
		if also == nil {
			return c
		}
		more := also(v)
		c.IDs = len(more) > 0
		c.More = slices.DeleteFunc(more, func(name string) bool { return slices.Contains(c.Tile, name) })
		return c
	}
	return snapshot.NewShelf(pool, planes, columns, room, log)
}
