package changes

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/layers"
)

// Times of following. Together they hold the promise that a change is known, or known to be unknown, within a second: a
// connection that is silently dead is found out after pollEvery and patience, and replaced.
const (
	pollEvery  = 200 * time.Millisecond // how long to wait for a notification before the log is read without one
	patience   = 400 * time.Millisecond // for an answer
	breath     = 20 * time.Millisecond  // between two readings, however many notifications come
	firstPause = 50 * time.Millisecond  // before another connection is tried
	longPause  = time.Second
	staleAfter = 900 * time.Millisecond // since the last reading began: then what is kept of live layers is not believed
	// forgetAfter is how long a follower may have heard nothing before it takes it that anything may have changed. It is half
	// of keepFor, how long lines stay in the log.
	forgetAfter = 30 * time.Minute
	keepFor     = time.Hour
)

// most is the most lines that are told one by one.
const most = 1000

// Follower reads the log of changes on a connection of its own. It is safe for concurrent use.
type Follower struct {
	pool      *pgxpool.Pool
	log       *slog.Logger
	tell      []func(Batch)
	seen      string       // the snapshot of the last reading; empty: none
	begun     time.Time    // from when confirmed counts
	confirmed atomic.Int64 // when the last reading began
}

// NewFollower returns a follower over the pool's database. It calls tell, one after the other, with what changed; they must
// not take long, since nothing is up to date until they return.
func NewFollower(pool *pgxpool.Pool, log *slog.Logger, tell ...func(Batch)) *Follower {
	f := &Follower{pool: pool, log: log, tell: tell, begun: time.Now()}
	f.confirmed.Store(int64(-staleAfter))
	return f
}

// Fresh tells whether every change that was made more than a second ago has been told.
func (f *Follower) Fresh() bool {
	return time.Since(f.begun)-time.Duration(f.confirmed.Load()) < staleAfter
}

// Run follows until ctx ends.
func (f *Follower) Run(ctx context.Context) {
	pause, told := firstPause, false
	for {
		err := f.follow(ctx)
		if ctx.Err() != nil {
			return
		}
		if f.Fresh() {
			pause, told = firstPause, false
		}
		if !told && !f.Fresh() {
			f.log.WarnContext(ctx, "changes of the map are not heard of", "error", err)
			told = true
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, longPause)
	}
}

// follow listens and reads on one connection until that fails.
func (f *Follower) follow(ctx context.Context) error {
	conn, err := f.connect(ctx)
	if err != nil {
		return err
	}
	defer func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		_ = conn.Close(closing)
	}()
	for {
		if err := f.read(ctx, conn); err != nil {
			return err
		}
		if err := wait(ctx, conn); err != nil {
			return err
		}
	}
}

func (f *Follower) connect(ctx context.Context) (*pgx.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*patience)
	defer cancel()
	conn, err := pgx.ConnectConfig(ctx, f.pool.Config().ConnConfig)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, "listen "+pgx.Identifier{layers.Channel}.Sanitize()); err != nil {
		_ = conn.Close(ctx)
		return nil, err
	}
	return conn, nil
}

// wait returns when a notification has come, or after pollEvery.
func wait(ctx context.Context, conn *pgx.Conn) error {
	began := time.Now()
	waiting, cancel := context.WithTimeout(ctx, pollEvery)
	defer cancel()
	_, err := conn.WaitForNotification(waiting)
	if err != nil && (ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded)) {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(breath - time.Since(began)):
		return nil
	}
}

// readLog gives the lines that the last reading did not see, and the snapshot of this one. Ids do not tell which those are,
// since a transaction may commit long after others that began later.
const readLog = `select pg_current_snapshot()::text, c.layer, c.kind, c.open, c.audience, c.west, c.south, c.east, c.north
	from (select $1::pg_snapshot as seen) last left join layer_changes c
		on c.txid >= pg_snapshot_xmin(seen) and not pg_visible_in_snapshot(c.txid, seen)
	order by c.id limit $2`

// read reads the log once and tells what is new in it.
func (f *Follower) read(ctx context.Context, conn *pgx.Conn) error {
	began := time.Since(f.begun)
	reading, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	batch, seen, err := f.ask(reading, conn, began)
	if err != nil {
		return fmt.Errorf("changes: %w", err)
	}
	if batch.All || len(batch.Changes) > 0 {
		for _, tell := range f.tell {
			tell(batch)
		}
	}
	f.seen = seen
	f.confirmed.Store(int64(began))
	return nil
}

func (f *Follower) ask(ctx context.Context, conn *pgx.Conn, now time.Duration) (batch Batch, seen string, err error) {
	if f.seen == "" || now-time.Duration(f.confirmed.Load()) > forgetAfter {
		batch.All = true
		err = conn.QueryRow(ctx, `select pg_current_snapshot()::text`).Scan(&seen)
		return batch, seen, err
	}
	rows, err := conn.Query(ctx, readLog, f.seen, most+1)
	if err != nil {
		return batch, "", err
	}
	var layer, kind *string
	var open *bool
	var audience []string
	var sides [4]*float64
	_, err = pgx.ForEachRow(rows, []any{&seen, &layer, &kind, &open, &audience, &sides[0], &sides[1], &sides[2], &sides[3]}, func() error {
		if layer != nil {
			batch.Changes = append(batch.Changes, Change{Layer: *layer, Version: *kind == "version", Open: *open, Audience: audience, Box: box(sides)})
		}
		return nil
	})
	if len(batch.Changes) > most {
		batch = Batch{All: true}
	}
	return batch, seen, err
}

func box(sides [4]*float64) *orb.Bound {
	for _, side := range sides {
		if side == nil {
			return nil
		}
	}
	return &orb.Bound{Min: orb.Point{*sides[0], *sides[1]}, Max: orb.Point{*sides[2], *sides[3]}}
}

// Sweep takes lines out of the log that every follower has read or given up.
func Sweep(ctx context.Context, pool *pgxpool.Pool) error {
	if _, err := pool.Exec(ctx, `delete from layer_changes where changed_at < now() - $1::interval`, keepFor); err != nil {
		return fmt.Errorf("changes: %w", err)
	}
	return nil
}
