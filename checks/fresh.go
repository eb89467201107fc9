package checks

import (
	"context"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/layers"
)

// freshness keeps for a moment when each layer's source was last fetched, which tells how old data is that has not changed.
type freshness struct {
	mu      sync.Mutex
	looked  time.Time
	fetched map[string]time.Time // by layer
}

// freshnessKept is how old that may be.
const freshnessKept = time.Minute

// of returns when the sources of layers were last fetched without fault.
func (f *freshness) of(ctx context.Context, pool *pgxpool.Pool) (map[string]time.Time, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if time.Since(f.looked) < freshnessKept {
		return f.fetched, nil
	}
	// What waits for approval, was rolled back or came by hand is not what the source gave when it was last asked.
	rows, err := pool.Query(ctx, `select s.layer, s.checked_at from layer_sources s join layers l on l.id = s.layer join layer_versions v on v.number = l.current
		where s.checked_at is not null and s.failing_since is null and s.failures = 0 and v.import_id = s.import_id`)
	if err != nil {
		return nil, err
	}
	fetched := map[string]time.Time{}
	var layer string
	var at time.Time
	if _, err := pgx.ForEachRow(rows, []any{&layer, &at}, func() error { fetched[layer] = at; return nil }); err != nil {
		return nil, err
	}
	f.fetched, f.looked = fetched, time.Now()
	return fetched, nil
}

// dated is the moment that a version describes: the day that its register gives, or else when it was imported; or, where it
// is still what its source gives, when that was last asked.
func dated(v layers.Version, fetched time.Time) time.Time {
	at := v.ImportedAt
	if day, err := time.ParseInLocation(time.DateOnly, v.DataDate, helsinki); err == nil && day.Before(at) {
		at = day
	}
	if fetched.After(at) {
		return fetched
	}
	return at
}
