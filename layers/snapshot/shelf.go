package snapshot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/layers"
)

// Shelf keeps the snapshots of the published versions, as many as its memory has room for. A version that is new is built
// beside the ones that are there, and nobody waits for it. It is safe for concurrent use.
type Shelf struct {
	pool    *pgxpool.Pool
	planes  []Plane
	columns func(layers.Version) Columns
	room    int64 // bytes
	log     *slog.Logger

	mu     sync.RWMutex
	kept   map[int64]*Snapshot     // by the version's number
	took   map[int64]time.Duration // to build each of them
	absent map[int64]absence       // published versions that were looked at and are not kept
	taken  int64                   // bytes
	whole  bool                    // everything that is published has been looked at once
}

// NewShelf returns an empty shelf.
func NewShelf(pool *pgxpool.Pool, planes []Plane, columns func(layers.Version) Columns, room int64, log *slog.Logger) *Shelf {
	return &Shelf{pool: pool, planes: planes, columns: columns, room: room, log: log, kept: map[int64]*Snapshot{}, took: map[int64]time.Duration{}, absent: map[int64]absence{}}
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

// Whole tells whether everything that was published at first has been looked at, and of how many layers there is a snapshot.
func (s *Shelf) Whole() (whole bool, kept int) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.whole, len(s.kept)
}

// Fill builds what is published and missing, the smallest first, so that most layers are there soonest, and lets go of what
// is not published any more: of a layer's former version when its new one is there, since pages that are open ask for it,
// or when the new one needs its room. It ends early when the context does.
func (s *Shelf) Fill(ctx context.Context, published []layers.Layer) {
	versions := make([]layers.Version, len(published))
	for i, l := range published {
		versions[i] = l.Version
	}
	s.keepLayers(versions)
	slices.SortFunc(versions, func(a, b layers.Version) int { return int(a.FeatureCount - b.FeatureCount) })
	for _, v := range versions {
		if ctx.Err() != nil {
			return
		}
		if v.FeatureCount > 0 && s.wants(v.Number) {
			s.build(ctx, v)
		} else {
			s.supersede(v)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.whole = true
}

// keepLayers lets go of what is not of the layers of these versions.
func (s *Shelf) keepLayers(versions []layers.Version) {
	s.mu.Lock()
	defer s.mu.Unlock()
	published := map[string]int64{}
	for _, v := range versions {
		published[v.Layer] = v.Number
	}
	for number, shot := range s.kept {
		if _, ok := published[shot.Version.Layer]; !ok {
			s.release(number)
		}
	}
	for number, gone := range s.absent {
		if published[gone.layer] != number {
			delete(s.absent, number)
		}
	}
}

// supersede lets go of a layer's other versions.
func (s *Shelf) supersede(v layers.Version) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for number, shot := range s.kept {
		if shot.Version.Layer == v.Layer && number != v.Number {
			s.release(number)
		}
	}
}

// release lets go of a version. The lock is held.
func (s *Shelf) release(number int64) {
	s.taken -= s.kept[number].Bytes()
	delete(s.kept, number)
	delete(s.took, number)
}

func (s *Shelf) wants(number int64) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.kept[number] == nil && s.absent[number].state != Unfit
}

// peakOf is what reading a version takes at its peak, when most of it is there twice: up to a fifth more than its table, measured
// on 3.6 million parcels. Packed it takes less than the table.
func peakOf(tableSize int64) int64 { return tableSize + tableSize/4 }

// collectFrom is how large a snapshot is after which what reading it took is given back at once.
const collectFrom = 64 << 20

// build reads a version into memory, when there is room for what that takes.
func (s *Shelf) build(ctx context.Context, v layers.Version) {
	var size int64
	var shot *Snapshot
	began := time.Now()
	err := s.pool.QueryRow(ctx, `select pg_table_size($1::regclass)`, v.Table()).Scan(&size)
	size = peakOf(size)
	if err == nil && s.Taken()+size > s.room {
		s.supersede(v)
		if s.Taken()+size > s.room {
			s.leave(v, absence{state: NoRoom, needs: size}) // there may be room when something else is published
			return
		}
	}
	if err == nil {
		shot, err = Build(ctx, s.pool, v, s.planes, s.columns(v))
	}
	if err == nil && int64(shot.Len()) != v.FeatureCount { // its table was written anew meanwhile
		err = fmt.Errorf("%d features were read of %d", shot.Len(), v.FeatureCount)
	}
	switch {
	case errors.Is(err, ErrUnfit):
		s.log.WarnContext(ctx, "a layer is served from the database: it cannot be kept in memory", "layer", v.Layer, "version", v.Number, "error", err)
		s.leave(v, absence{state: Unfit, crowded: !errors.Is(err, errShape)})
	case err != nil && ctx.Err() == nil:
		s.log.WarnContext(ctx, "a layer is served from the database for now: it could not be read into memory", "layer", v.Layer, "version", v.Number, "error", err)
		s.leave(v, absence{state: Failed})
		return
	case err != nil:
		return
	default:
		s.keep(v, shot, time.Since(began))
		if shot.Bytes() > collectFrom {
			debug.FreeOSMemory() // nothing may be allocated for long that would make the runtime do it
		}
	}
	s.supersede(v)
}

func (s *Shelf) keep(v layers.Version, shot *Snapshot, took time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[v.Number], s.took[v.Number] = shot, took
	s.taken += shot.Bytes()
	delete(s.absent, v.Number)
}

// leave notes why a version is not kept.
func (s *Shelf) leave(v layers.Version, why absence) {
	s.mu.Lock()
	defer s.mu.Unlock()
	why.layer = v.Layer
	s.absent[v.Number] = why
}
