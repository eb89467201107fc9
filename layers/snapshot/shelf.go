package snapshot

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"

	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/layers"
)

// Shelf keeps the snapshots of the published versions, as many as its memory has room for. A version that is new is built
// beside the ones that are there, and nobody waits for it. It is safe for concurrent use.
type Shelf struct {
	pool   *pgxpool.Pool
	planes []Plane
	names  func(layers.Version) []string // attributes that travel
	room   int64                         // bytes
	log    *slog.Logger

	mu    sync.RWMutex
	kept  map[int64]*Snapshot // by the version's number
	unfit map[int64]error     // versions that cannot be kept, with the reason
	taken int64               // bytes
}

// NewShelf returns an empty shelf.
func NewShelf(pool *pgxpool.Pool, planes []Plane, names func(layers.Version) []string, room int64, log *slog.Logger) *Shelf {
	return &Shelf{pool: pool, planes: planes, names: names, room: room, log: log, kept: map[int64]*Snapshot{}, unfit: map[int64]error{}}
}

// Get returns the snapshot of a version, or nil: it is not built yet, or there is no room for it.
func (s *Shelf) Get(version int64) *Snapshot {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.kept[version]
}

// Taken is how many bytes the snapshots take.
func (s *Shelf) Taken() int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.taken
}

// Fill builds what is published and missing, the smallest first, so that most layers are there soonest, and lets go of what
// is not published any more. It ends early when the context does.
func (s *Shelf) Fill(ctx context.Context, published []layers.Layer) {
	versions := make([]layers.Version, len(published))
	for i, l := range published {
		versions[i] = l.Version
	}
	s.keepOnly(versions)
	slices.SortFunc(versions, func(a, b layers.Version) int { return int(a.FeatureCount - b.FeatureCount) })
	for _, v := range versions {
		if ctx.Err() != nil {
			return
		}
		if v.FeatureCount > 0 && s.wants(v.Number) {
			s.build(ctx, v)
		}
	}
}

// keepOnly lets go of other versions than these.
func (s *Shelf) keepOnly(versions []layers.Version) {
	s.mu.Lock()
	defer s.mu.Unlock()
	wanted := map[int64]bool{}
	for _, v := range versions {
		wanted[v.Number] = true
	}
	for number, shot := range s.kept {
		if !wanted[number] {
			s.taken -= shot.Bytes()
			delete(s.kept, number)
		}
	}
	for number := range s.unfit {
		if !wanted[number] {
			delete(s.unfit, number)
		}
	}
}

func (s *Shelf) wants(number int64) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.kept[number] == nil && s.unfit[number] == nil
}

// build reads a version into memory, when there is room for what its table takes: packed it takes less.
func (s *Shelf) build(ctx context.Context, v layers.Version) {
	var size int64
	err := s.pool.QueryRow(ctx, `select pg_table_size($1::regclass)`, v.Table()).Scan(&size)
	if err == nil && s.Taken()+size > s.room {
		return // there may be room when something else is published
	}
	var shot *Snapshot
	if err == nil {
		shot, err = Build(ctx, s.pool, v, s.planes, s.names(v))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case errors.Is(err, ErrUnfit):
		s.unfit[v.Number] = err
		s.log.WarnContext(ctx, "a layer is served from the database: it cannot be kept in memory", "layer", v.Layer, "version", v.Number, "error", err)
	case err != nil && ctx.Err() == nil:
		s.log.WarnContext(ctx, "a layer is served from the database for now: it could not be read into memory", "layer", v.Layer, "version", v.Number, "error", err)
	case err == nil:
		s.kept[v.Number] = shot
		s.taken += shot.Bytes()
	}
}
