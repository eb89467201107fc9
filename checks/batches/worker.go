package batches

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/internal/jobs"
	"lupakartta/internal/pg"
)

// Queue is that of batches: a person waits for them, and must not wait behind an import of hours.
const Queue = "batches"

// Job checks the places of a batch.
type Job struct {
	Batch uuid.UUID `json:"batch"`
}

// Kind implements jobs.Args.
func (Job) Kind() string { return "check-batch" }

// Times of jobs.
const (
	turn        = time.Minute // after which other batches get theirs
	longest     = 5 * time.Minute
	reviveEvery = 15 * time.Second
	expireEvery = time.Hour
	forgotten   = 5 * time.Minute // after which a batch that waits gets another job, lest its own was lost
	atOnce      = 2               // batches on one instance
	mostTries   = 3               // workers in a row that come to nothing
	beatEvery   = lease / 3
	placeTime   = time.Minute    // for one place; with a turn and a run of places it is less than longest
	pinKept     = 24 * time.Hour // after which a basis promises too much: what was fresh then may be stale
)

// Bounds of what is checked before it is written down: whatever a worker that dies has checked since is checked again.
const (
	chunkPlaces = 50
	chunkTime   = 2 * time.Second
)

// Worker works batches. Its pool works as pg.PersonalRole.
type Worker struct {
	pool   *pgxpool.Pool
	engine *checks.Engine
	jobs   *jobs.Queue
	log    *slog.Logger
	chunk  int
	beats  func() (ticks <-chan time.Time, stop func())                          // when to tell that the worker lives
	within func(context.Context) (of context.Context, cancel context.CancelFunc) // the time for one place
}

// NewWorker returns a worker that checks by an engine.
func NewWorker(pool *pgxpool.Pool, engine *checks.Engine, log *slog.Logger) (*Worker, error) {
	queue, err := jobs.NewQueue()
	if err != nil {
		return nil, err
	}
	return &Worker{pool: pool, engine: engine, jobs: queue, log: log, chunk: chunkPlaces, beats: everyBeat, within: placesTime}, nil
}

func everyBeat() (<-chan time.Time, func()) {
	ticker := time.NewTicker(beatEvery)
	return ticker.C, ticker.Stop
}

func placesTime(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, placeTime)
}

// Queues are what an instance with this worker works, beside jobs.Default.
func (w *Worker) Queues() map[string]int { return map[string]int{Queue: atOnce} }

// Register says how the jobs of this package are worked.
func (w *Worker) Register(r *jobs.Runner) {
	jobs.Handle(r, longest, func(ctx context.Context, job Job) error { return w.Run(ctx, job.Batch) })
	jobs.Handle(r, longest, func(ctx context.Context, _ reviveJob) error { return w.Revive(ctx) })
	jobs.Handle(r, longest, func(ctx context.Context, _ expireJob) error { return w.Expire(ctx) })
	r.Every(reviveEvery, reviveJob{})
	r.Every(expireEvery, expireJob{})
}

type reviveJob struct{}

// Kind implements jobs.Args.
func (reviveJob) Kind() string { return "revive-batches" }

type expireJob struct{}

// Kind implements jobs.Args.
func (expireJob) Kind() string { return "expire-batches" }

// errLost says that the batch is another worker's by now, or nobody's: it was cancelled or deleted.
var errLost = errors.New("the batch is not this worker's any more")

// Run works a batch until its end or the end of its turn. When another works on it, or nothing is to be done, that is no error.
func (w *Worker) Run(ctx context.Context, id uuid.UUID) error {
	b, err := w.take(ctx, id)
	if err != nil || b == nil {
		return err
	}
	err = w.work(ctx, b)
	switch {
	case err == nil, errors.Is(err, errLost):
		return nil
	case errors.Is(err, errTurn):
		return w.release(ctx, b, 0)
	case ctx.Err() != nil, pg.Unavailable(err):
		return w.release(ctx, b, time.Second)
	}
	w.log.ErrorContext(ctx, "batch failed", "batch", b.ID, "error", err)
	code := "batch_failed"
	if errors.Is(err, checks.ErrNoRules) {
		code = "no_rules"
	}
	return w.finish(ctx, b, Failed, code)
}

// take makes the batch this worker's: whatever an earlier one still writes is refused from now on. It is nil when there is
// nothing to do, or when its worker was heard of a moment ago.
func (w *Worker) take(ctx context.Context, id uuid.UUID) (*Batch, error) {
	rows, err := w.pool.Query(ctx, `update personal.check_batches b set attempt = attempt + 1, tries = tries + 1, state = 'working', beat_at = now(), started_at = coalesce(started_at, now())
		where id = $1 and (state = 'queued' or state = 'working' and beat_at < now() - $2::interval) returning `+batchColumns, id, lease)
	if err != nil {
		return nil, fmt.Errorf("batch %s: %w", id, err)
	}
	b, err := pgx.CollectExactlyOneRow(rows, scanBatch)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("batch %s: %w", id, err)
	}
	if b.tries > mostTries {
		return nil, w.finish(ctx, &b, Failed, "gave_up")
	}
	return &b, nil
}

// errTurn says that a batch has had its turn.
var errTurn = errors.New("others have their turn")

// work checks what is left of the batch and ends it.
func (w *Worker) work(ctx context.Context, b *Batch) error {
	answers, err := checks.ReadKept(b.Answers, b.Unread)
	if err != nil {
		return err
	}
	living, stop := w.live(ctx, b)
	err = w.places(living, b, answers)
	lost := context.Cause(living)
	stop()
	if err != nil && errors.Is(lost, errLost) {
		return errLost
	}
	if err != nil {
		return err
	}
	return w.finish(ctx, b, Done, "")
}

// live tells again and again that the worker lives, however long a place takes. The context ends when the batch is another's.
func (w *Worker) live(ctx context.Context, b *Batch) (living context.Context, stop func()) {
	living, cancel := context.WithCancelCause(ctx)
	ticks, stopTicks := w.beats()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-living.Done():
				return
			case <-ticks:
			}
			if err := w.update(living, b, `state = 'working'`); errors.Is(err, errLost) {
				cancel(err)
			} else if err != nil && living.Err() == nil {
				w.log.WarnContext(ctx, "a worker could not tell that it lives", "batch", b.ID, "error", err)
			}
		}
	}()
	return living, func() {
		cancel(nil)
		<-ended
		stopTicks()
	}
}

// places checks place after place.
func (w *Worker) places(ctx context.Context, b *Batch, answers checks.Answers) error {
	pin, err := w.pin(ctx, b, answers)
	if err != nil {
		return err
	}
	for began := time.Now(); b.Done < b.Total; {
		if time.Since(began) > turn {
			return errTurn
		}
		places, err := w.next(ctx, b)
		if err != nil {
			return err
		}
		checked, err := w.check(ctx, pin, answers, places)
		if err != nil {
			return err
		}
		if err := w.write(ctx, b, checked); err != nil {
			return err
		}
	}
	return nil
}

// pin holds still what the batch rests on: what it was, when it has begun before. Where that is not there any more, or too old,
// the batch rests on what is so now, and says so.
func (w *Worker) pin(ctx context.Context, b *Batch, answers checks.Answers) (*checks.Pin, error) {
	if b.Basis != nil && b.fetched != nil && time.Since(*b.pinnedAt) < pinKept {
		pin, err := w.engine.PinTo(ctx, checks.Pinned{At: *b.pinnedAt, Basis: b.last(), Fetched: b.fetched})
		if !errors.Is(err, checks.ErrGone) {
			return pin, err
		}
	}
	pin, err := w.engine.Pin(ctx)
	if err != nil {
		return nil, err
	}
	now := pin.Pinned(answers)
	b.rest(now.Basis, pin.Waiting(answers))
	return pin, w.update(ctx, b, `basis = $3, unasked = $4, changes = $5, pinned_at = $6, fetched = $7, headings = coalesce(headings, '{}') || $8`,
		b.Basis, b.Unasked, append([]Change{}, b.Changes...), now.At, now.Fetched, pin.Headings(answers))
}

// update writes of the batch while it is this worker's, or is errLost.
func (w *Worker) update(ctx context.Context, b *Batch, set string, args ...any) error {
	tag, err := w.pool.Exec(ctx, `update personal.check_batches set beat_at = now(), `+set+` where id = $1 and attempt = $2 and state = 'working'`, append([]any{b.ID, b.attempt}, args...)...)
	if err != nil {
		return fmt.Errorf("batch %s: %w", b.ID, err)
	}
	if tag.RowsAffected() == 0 {
		return errLost
	}
	return nil
}

// checked is a place after it was looked at.
type checked struct {
	Place
	answers [3][]byte // by the order of i18n.Languages; empty: there is none
	failed  bool      // the row had no fault before
}

func (w *Worker) next(ctx context.Context, b *Batch) ([]Place, error) {
	rows, err := w.pool.Query(ctx, `select row, coalesce(place, ''), fault from personal.check_batch_places where batch = $1 and row > $2 order by row limit $3`, b.ID, b.Done, w.chunk)
	if err != nil {
		return nil, fmt.Errorf("batch %s: %w", b.ID, err)
	}
	places, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p Place, err error) {
		var shape string
		err = row.Scan(&p.Row, &shape, &p.Fault)
		p.Shape = json.RawMessage(shape)
		return p, err
	})
	if err == nil && len(places) == 0 {
		err = errLost // deleted
	}
	return places, err
}

// check looks at the places, as many as there is time for and at least one.
func (w *Worker) check(ctx context.Context, pin *checks.Pin, answers checks.Answers, places []Place) ([]checked, error) {
	var done []checked
	for began := time.Now(); len(done) < len(places) && (len(done) == 0 || time.Since(began) < chunkTime); {
		c := checked{Place: places[len(done)]}
		if c.Fault == nil {
			if err := w.one(ctx, pin, answers, &c); err != nil {
				return nil, err
			}
		}
		done = append(done, c)
	}
	return done, nil
}

// one checks a place. What goes wrong with it alone is its fault, also that it takes too long; the error means that the database,
// or the worker's own time, is gone.
func (w *Worker) one(ctx context.Context, pin *checks.Pin, answers checks.Answers, c *checked) error {
	within, cancel := w.within(ctx)
	defer cancel()
	shape, err := geo.DecodeGeoJSON(c.Shape)
	if err == nil {
		err = c.examine(within, pin, shape, answers)
	}
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case within.Err() == nil && pg.Unavailable(err):
		return err
	case errors.Is(err, checks.ErrNoPlace):
		err = geo.Faults{{Code: geo.Empty}}
	}
	c.failed, c.Fault = true, faultOf(err)
	if _, known := errors.AsType[geo.Faults](err); !known {
		c.Fault = &Fault{Code: "not_checked"}
		w.log.ErrorContext(ctx, "a place of a batch could not be checked", "row", c.Row, "error", err)
	}
	c.answers = [3][]byte{}
	return nil
}

// examine asks the engine; a panic over one place is no reason to give up the others.
func (c *checked) examine(ctx context.Context, pin *checks.Pin, shape orb.Geometry, answers checks.Answers) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("panic: %v", panicked)
		}
	}()
	x, err := pin.Examine(ctx, shape, answers)
	if err != nil {
		return err
	}
	for i, lang := range i18n.Languages {
		result := x.In(lang)
		if c.answers[i], err = result.Bytes(); err != nil {
			return err
		}
		c.count(result)
	}
	return nil
}

// count sums up what was found, which is the same in every language.
func (c *checked) count(result checks.Result) {
	c.Counts, c.Severity, c.Found = result.Summary, result.Summary.Worst(), map[checks.Severity][]string{}
	for _, f := range result.Findings {
		if rules := c.Found[f.Severity]; f.Severity != checks.Green && !slices.Contains(rules, f.Rule) {
			c.Found[f.Severity] = append(rules, f.Rule)
		}
	}
}

// write keeps what was found in one transaction with how far the batch is: none of it is ever there without the other.
func (w *Worker) write(ctx context.Context, b *Batch, list []checked) error {
	var counts checks.Summary
	faulty := 0
	for _, c := range list {
		switch c.Severity {
		case checks.Red:
			counts.Red++
		case checks.Amber:
			counts.Amber++
		case checks.Unknown:
			counts.Unknown++
		case checks.Green:
			counts.Green++
		}
		if c.failed {
			faulty++
		}
	}
	last := list[len(list)-1].Row
	err := pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `update personal.check_batches set done = $3, red = red + $4, amber = amber + $5, unknown = unknown + $6, green = green + $7, faulty = faulty + $8, tries = 0, beat_at = now()
			where id = $1 and attempt = $2 and state = 'working' and done = $9`, b.ID, b.attempt, last, counts.Red, counts.Amber, counts.Unknown, counts.Green, faulty, b.Done)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return errLost
		}
		if err := insertResults(ctx, tx, b.ID, list); err != nil {
			return err
		}
		return updatePlaces(ctx, tx, b.ID, list)
	})
	if err != nil {
		return fmt.Errorf("batch %s: %w", b.ID, err)
	}
	b.Done = last
	return nil
}

func insertResults(ctx context.Context, tx pgx.Tx, batch uuid.UUID, list []checked) error {
	var packed [3][]byte
	for i := range packed {
		answers := make([][]byte, len(list))
		for n, c := range list {
			answers[n] = c.answers[i]
		}
		var err error
		if packed[i], err = pack(answers); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `insert into personal.check_batch_results (batch, first_row, last_row, fi, sv, en) values ($1, $2, $3, $4, $5, $6)`,
		batch, list[0].Row, list[len(list)-1].Row, packed[0], packed[1], packed[2])
	return err
}

func updatePlaces(ctx context.Context, tx pgx.Tx, batch uuid.UUID, list []checked) error {
	sql := &pgx.Batch{}
	for _, c := range list {
		if c.Severity == "" && !c.failed {
			continue
		}
		rules := func(s checks.Severity) []string { return append([]string{}, c.Found[s]...) }
		sql.Queue(`update personal.check_batch_places set severity = nullif($3, ''), red = $4, amber = $5, unknown = $6, green = $7, red_rules = $8, amber_rules = $9, unknown_rules = $10, fault = $11
			where batch = $1 and row = $2`, batch, c.Row, string(c.Severity), c.Counts.Red, c.Counts.Amber, c.Counts.Unknown, c.Counts.Green,
			rules(checks.Red), rules(checks.Amber), rules(checks.Unknown), c.Fault)
	}
	return tx.SendBatch(ctx, sql).Close()
}

// finish ends the batch, when it is this worker's.
func (w *Worker) finish(ctx context.Context, b *Batch, state State, failure string) error {
	err := pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) error {
		var mine bool
		err := tx.QueryRow(ctx, `select attempt = $2 and state = 'working' from personal.check_batches where id = $1 for update`, b.ID, b.attempt).Scan(&mine)
		if errors.Is(err, pgx.ErrNoRows) || err == nil && !mine {
			return errLost
		}
		if err != nil {
			return err
		}
		return end(ctx, tx, *b, state, failure)
	})
	if errors.Is(err, errLost) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("batch %s: %w", b.ID, err)
	}
	return nil
}

// release puts the batch back for another worker, or for this one after a while. That is no try that came to nothing.
func (w *Worker) release(ctx context.Context, b *Batch, after time.Duration) error {
	writing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_, err := w.pool.Exec(writing, `update personal.check_batches set state = 'queued', tries = greatest(tries - 1, 0), beat_at = now() where id = $1 and attempt = $2 and state = 'working'`, b.ID, b.attempt)
	if err != nil {
		w.log.WarnContext(ctx, "batch was not put back", "batch", b.ID, "error", err) // it is, when its worker is not heard of any more
	}
	return jobs.Later(after)
}

// Revive has batches worked whose worker has died, and those that wait for a job that was lost. A job too many finds nothing to do.
func (w *Worker) Revive(ctx context.Context) error {
	err := pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `update personal.check_batches set state = 'queued', attempt = attempt + 1, beat_at = now()
			where state = 'working' and beat_at < now() - $1::interval or state = 'queued' and beat_at < now() - $2::interval returning id`, lease, forgotten)
		if err != nil {
			return err
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := w.jobs.Add(ctx, tx, Job{Batch: id}, jobs.Options{Queue: Queue}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("revive batches: %w", err)
	}
	return nil
}

// Expire takes away the batches whose time is over.
func (w *Worker) Expire(ctx context.Context) error {
	tag, err := w.pool.Exec(ctx, `delete from personal.check_batches where expires_at <= now()`)
	if err != nil {
		return fmt.Errorf("expire batches: %w", err)
	}
	if tag.RowsAffected() > 0 {
		w.log.InfoContext(ctx, "batches whose time was over are gone", "batches", tag.RowsAffected())
	}
	return nil
}
