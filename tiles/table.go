package tiles

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"lupakartta/layers"
	"lupakartta/layers/snapshot"
)

// How long until what is published is looked at again though nothing was.
const (
	tablesAgain = time.Hour        // what is needed is said well before it is dropped
	tablesSoon  = 30 * time.Second // another instance is making one, or it failed for now
)

// Tables are copies of versions from which PostGIS makes tiles in web mercator for less: in the grid's reference system,
// with the attributes that travel. They are made for what memory has no room for. It is safe for concurrent use.
type Tables struct {
	store *layers.Store // as the role that owns the tables
	log   *slog.Logger

	mu    sync.RWMutex
	there map[int64]bool // by the version's number
	never map[int64]bool // cannot be made
}

// NewTables returns tables of which none is known yet.
func NewTables(store *layers.Store, log *slog.Logger) *Tables {
	return &Tables{store: store, log: log, there: map[int64]bool{}, never: map[int64]bool{}}
}

func (t *Tables) has(v layers.Version) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.there[v.Number]
}

func (t *Tables) forget(number int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.there, number)
}

// Fill makes the tables that are missing, the smallest first: of what is published and not on the shelf. It tells that these
// are needed, and drops what nobody has needed for days. It returns after how long to look again.
func (t *Tables) Fill(ctx context.Context, published []layers.Layer, shelf *snapshot.Shelf) time.Duration {
	var lacking []layers.Version
	var numbers []int64
	for _, l := range published {
		if l.Version.Live == nil && l.Version.FeatureCount > 0 && shelf.Get(l.Version.Number) == nil {
			lacking, numbers = append(lacking, l.Version), append(numbers, l.Version.Number)
		}
	}
	slices.SortFunc(lacking, func(a, b layers.Version) int { return int(a.FeatureCount - b.FeatureCount) })
	if err := t.look(ctx, published, numbers); err != nil {
		if ctx.Err() == nil {
			t.log.WarnContext(ctx, "tables for tiles are not looked after for now", "error", err)
		}
		return tablesSoon
	}
	again := tablesAgain
	for _, v := range lacking {
		if ctx.Err() == nil && !t.make(ctx, v) {
			again = tablesSoon
		}
	}
	return again
}

// look notes what is needed, and reads what is there: of versions that are not published any more too, for pages that are
// open ask for them. What was made for other attributes than travel is made anew.
func (t *Tables) look(ctx context.Context, published []layers.Layer, needed []int64) error {
	if err := t.store.NeedTileTables(ctx, needed); err != nil {
		return err
	}
	found, err := t.store.TileTables(ctx)
	if err != nil {
		return err
	}
	there := map[int64]bool{}
	for number := range found {
		there[number] = true
	}
	for _, l := range published {
		if there[l.Version.Number] && !slices.Equal(found[l.Version.Number], attributes(l.Version)) {
			delete(there, l.Version.Number)
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.there = there
	return nil
}

// make makes a table, and is false when that is to be tried again.
func (t *Tables) make(ctx context.Context, v layers.Version) bool {
	if t.has(v) || t.never[v.Number] {
		return true
	}
	began := time.Now()
	whole, err := t.store.MakeTileTable(ctx, v, attributes(v))
	switch {
	case errors.Is(err, layers.ErrNoTileTable):
		t.never[v.Number] = true // by the one who fills alone
		t.log.WarnContext(ctx, "a layer's tiles are made from its own table", "layer", v.Layer, "version", v.Number, "error", err)
		return true
	case err != nil:
		if ctx.Err() == nil {
			t.log.WarnContext(ctx, "a layer's tiles are made from its own table for now", "layer", v.Layer, "version", v.Number, "error", err)
		}
		return false
	}
	if whole {
		t.mu.Lock()
		t.there[v.Number] = true
		t.mu.Unlock()
		t.log.InfoContext(ctx, "a layer without room in memory has a table for tiles", "layer", v.Layer, "version", v.Number, "seconds", time.Since(began).Seconds())
	}
	return whole
}
