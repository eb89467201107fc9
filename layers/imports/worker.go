package imports

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"lupakartta/internal/jobs"
	"lupakartta/internal/pg"
	"lupakartta/layers"
	"lupakartta/layers/fetch"
	"lupakartta/layers/source"
)

// Fetcher brings what lies at an address; *fetch.Client does.
type Fetcher interface {
	Fetch(ctx context.Context, address fetch.Address, previous fetch.Previous) (*fetch.Result, error)
}

// WorkerConfig is what a worker works with. Pool (as pg.LayersRole) and Fetch are obligatory.
type WorkerConfig struct {
	Pool    *pgxpool.Pool
	Fetch   Fetcher
	Folder  Folder // zero: this instance has no uploads
	Limits  source.Limits
	Log     *slog.Logger
	Metrics prometheus.Registerer // nil: none
	Beat    time.Duration         // between two lines of progress; 0: a second
}

// Worker works imports and refreshes sources.
type Worker struct {
	WorkerConfig
	store *layers.Store
	jobs  *jobs.Queue
}

// NewWorker returns a worker.
func NewWorker(config WorkerConfig) (*Worker, error) {
	if config.Log == nil {
		config.Log = slog.Default()
	}
	if config.Beat == 0 {
		config.Beat = time.Second
	}
	queue, err := jobs.NewQueue()
	if err != nil {
		return nil, err
	}
	if config.Metrics != nil {
		config.Metrics.MustRegister(newHealthMetrics(config.Pool))
	}
	return &Worker{config, layers.NewStore(config.Pool), queue}, nil
}

// Times of jobs. Nothing that a job leaves in a temporary folder is needed after Longest.
const (
	Longest     = 6 * time.Hour // of an import or a refresh
	reviveEvery = 15 * time.Second
	dueEvery    = time.Minute
	clearEvery  = time.Hour
	brief       = 5 * time.Minute // of the jobs that look for what is to be done
	atOnce      = 2               // imports on one instance
)

// Queues are what an instance with this worker works, beside jobs.Default.
func (w *Worker) Queues() map[string]int {
	queues := map[string]int{jobs.Default: 4, jobs.Long: atOnce}
	if w.Folder.ID != uuid.Nil {
		queues[queueOf(w.Folder.ID)] = atOnce
	}
	return queues
}

// Register says how the jobs of this package are worked.
func (w *Worker) Register(r *jobs.Runner) {
	jobs.Handle(r, Longest, func(ctx context.Context, job Job) error { return w.Run(ctx, job.Import) })
	jobs.Handle(r, Longest, func(ctx context.Context, job refreshJob) error { return w.Refresh(ctx, job.Layer) })
	jobs.Handle(r, brief, func(ctx context.Context, _ reviveJob) error { return w.Revive(ctx) })
	jobs.Handle(r, brief, func(ctx context.Context, _ dueJob) error { return w.Due(ctx) })
	jobs.Handle(r, brief, func(ctx context.Context, _ clearJob) error { return w.Clear(ctx) })
	r.Every(reviveEvery, reviveJob{})
	r.Every(dueEvery, dueJob{})
	r.Every(clearEvery, clearJob{})
}

type clearJob struct{}

// Kind implements jobs.Args.
func (clearJob) Kind() string { return "clear-versions" }

// Clear takes away the features of versions that nobody needs any more.
func (w *Worker) Clear(ctx context.Context) error {
	cleared, err := w.store.Clear(ctx)
	if cleared > 0 {
		w.Log.InfoContext(ctx, "the features of versions that were replaced are cleared", "versions", cleared)
	}
	return err
}

// mostTries is how often an import is begun before it counts as one that kills its worker.
const mostTries = 3

// errCancelled is why a worker is told to stop when somebody wants it.
var errCancelled = errors.New("cancelled")

// Run works an import to its end. When somebody else works on it, or nothing is to be done, that is no error.
func (w *Worker) Run(ctx context.Context, id uuid.UUID) error {
	var number int32
	err := w.Pool.QueryRow(ctx, `select number from layer_imports where id = $1 and state in ('queued', 'fetching', 'reading')`, id).Scan(&number)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("import %s: %w", id, err)
	}
	return w.alone(ctx, importLock, number, func(ctx context.Context) error {
		imp, err := w.begin(ctx, id)
		if err != nil || imp == nil {
			return err
		}
		if err := w.work(ctx, imp, nil); err != nil || imp.Layer == "" {
			return err
		}
		return w.takenOver(ctx, imp)
	})
}

// begin takes the import on, after whatever an earlier try has made is gone; nil when it is over meanwhile.
func (w *Worker) begin(ctx context.Context, id uuid.UUID) (*Import, error) {
	if err := w.store.DiscardImport(ctx, id); err != nil {
		return nil, err
	}
	tag, err := w.Pool.Exec(ctx, `update layer_imports set state = case when kind = 'address' then 'fetching' else 'reading' end, tries = tries + 1, progress = '{}',
		versions = '{}', reports = '[]', started_at = coalesce(started_at, now()), changed_at = now() where id = $1 and state in ('queued', 'fetching', 'reading')`, id)
	if err != nil {
		return nil, fmt.Errorf("import %s: %w", id, err)
	}
	found, err := query(ctx, w.Pool, `where i.id = $1`, id)
	if err != nil || len(found) == 0 || tag.RowsAffected() == 0 {
		return nil, err
	}
	if found[0].tries > mostTries {
		return nil, w.end(ctx, &found[0], Failed, &Failure{Code: codeGaveUp})
	}
	return &found[0], nil
}

// work does one try. The fetched files are nil where they are still to be fetched or were uploaded.
func (w *Worker) work(ctx context.Context, imp *Import, fetched *fetch.Result) error {
	working, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	beat := w.startBeat(working, imp, stop)
	reports, err := w.do(working, imp, fetched, beat)
	beat.end()
	return w.conclude(ctx, context.Cause(working), imp, reports, err)
}

// do fetches and reads.
func (w *Worker) do(ctx context.Context, imp *Import, fetched *fetch.Result, beat *beat) ([]layers.Report, error) {
	path := ""
	switch {
	case imp.Kind == Upload:
		path = w.Folder.File(imp.Upload)
		if _, err := os.Stat(path); err != nil || w.Folder.ID == uuid.Nil {
			return nil, errGone
		}
	case fetched == nil:
		var err error
		fetched, err = w.Fetch.Fetch(ctx, fetch.Address{URL: imp.Address, Layer: imp.Options.Service, Progress: beat.fetched}, fetch.Previous{})
		if err != nil {
			return nil, serviceNeeds(err)
		}
		defer fetched.Remove()
	}
	if fetched != nil {
		imp.fetched = fetched
		path = fetched.Path
		beat.state(Reading)
	}
	return w.read(ctx, imp, path, beat)
}

// conclude writes down how a try ended. An instance that stops, or a database that is away, is no fault of the import's. A
// worker that has lost its lock writes nothing: the import may be another's by now, who takes away what this try has made.
func (w *Worker) conclude(ctx context.Context, cause error, imp *Import, reports []layers.Report, err error) error {
	if errors.Is(cause, errLockLost) {
		return jobs.Later(time.Second)
	}
	writing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	for _, report := range reports {
		imp.Reports = append(imp.Reports, summaryOf(report))
		imp.Versions = append(imp.Versions, report.Version)
	}
	var need *needError
	switch {
	case errors.Is(cause, errCancelled), ctx.Err() == nil && w.isCancelled(writing, imp):
		return w.undo(writing, imp, Cancelled, nil)
	case err == nil && len(imp.Versions) == 0:
		return w.end(writing, imp, Done, nil)
	case err == nil:
		return w.end(writing, imp, Waiting, nil)
	case ctx.Err() != nil, pg.Unavailable(err):
		return w.again(writing, imp, ctx.Err())
	case errors.As(err, &need):
		return w.ask(writing, imp, need.choices)
	}
	failure, known := failureOf(err)
	if !known {
		w.Log.ErrorContext(ctx, "import failed", "import", imp.ID, "error", err)
	}
	return w.undo(writing, imp, Failed, &failure)
}

// isCancelled tells whether somebody wanted the import to stop after it was last asked.
func (w *Worker) isCancelled(ctx context.Context, imp *Import) (wanted bool) {
	err := w.Pool.QueryRow(ctx, `select cancelled from layer_imports where id = $1`, imp.ID).Scan(&wanted)
	return err == nil && wanted
}

// undo takes away what was made and ends the import.
func (w *Worker) undo(ctx context.Context, imp *Import, state State, failure *Failure) error {
	if err := w.store.DiscardImport(ctx, imp.ID); err != nil {
		return err
	}
	imp.Versions, imp.Reports = nil, nil
	return w.end(ctx, imp, state, failure)
}

// end writes the end down and lets go of the upload when it is not needed any more.
func (w *Worker) end(ctx context.Context, imp *Import, state State, failure *Failure) error {
	reports, err := asJSON(append([]Summary{}, imp.Reports...))
	if err != nil {
		return err
	}
	_, err = w.Pool.Exec(ctx, `with ended as (update layer_imports set state = $2, error = $3, versions = $4, reports = $5, choices = null, changed_at = now(), ended_at = now()
		where id = $1 and ended_at is null returning id) select pg_notify($6, id::text) from ended`, imp.ID, string(state), failure, append([]int64{}, imp.Versions...), reports, Channel)
	if err != nil {
		return fmt.Errorf("import %s: %w", imp.ID, err)
	}
	imp.State, imp.Failure = state, failure
	if imp.Kind != Upload || state == Failed {
		return nil // what failed may be tried again with other options until the upload expires
	}
	tag, err := w.Pool.Exec(ctx, `delete from layer_uploads u where u.id = $1 and u.folder = $2
		and not exists (select from layer_imports i where i.upload = u.id and i.ended_at is null)`, imp.Upload, w.Folder.ID)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	return w.Folder.Remove(imp.Upload)
}

// ask has the import wait until somebody chooses.
func (w *Worker) ask(ctx context.Context, imp *Import, choices Choices) error {
	if err := w.store.DiscardImport(ctx, imp.ID); err != nil {
		return err
	}
	data, err := asJSON(choices)
	if err != nil {
		return err
	}
	if _, err := w.Pool.Exec(ctx, `with asked as (update layer_imports set state = 'choosing', choices = $2, tries = 0, changed_at = now() where id = $1 and ended_at is null returning id)
		select pg_notify($3, id::text) from asked`, imp.ID, data, Channel); err != nil {
		return fmt.Errorf("import %s: %w", imp.ID, err)
	}
	imp.State = Choosing
	return nil
}

// again puts the import back for another instance, or for this one when the database is back. A try that took too long
// counts as one that failed.
func (w *Worker) again(ctx context.Context, imp *Import, stopping error) error {
	_, err := w.Pool.Exec(ctx, `update layer_imports set state = 'queued', tries = greatest(tries - $2, 0), changed_at = now() where id = $1 and ended_at is null`,
		imp.ID, when(!errors.Is(stopping, context.DeadlineExceeded)))
	if err != nil && stopping == nil {
		return fmt.Errorf("import %s: %w", imp.ID, err)
	}
	imp.State = Queued
	return jobs.Later(time.Second)
}

// when is 1 if so, else 0.
func when(so bool) int {
	if so {
		return 1
	}
	return 0
}

type reviveJob struct{}

// Kind implements jobs.Args.
func (reviveJob) Kind() string { return "revive-imports" }

// forgottenAfter is how long an import is queued before it gets another job, lest its own was lost with its instance. A
// job too many finds nothing to do.
const forgottenAfter = 5 * time.Minute

// Revive has imports worked whose worker has died: nobody holds their locks. Those that nobody chooses for are ended.
func (w *Worker) Revive(ctx context.Context) error {
	if _, err := w.Pool.Exec(ctx, `update layer_imports set state = 'cancelled', choices = null, changed_at = now(), ended_at = now()
		where state = 'choosing' and changed_at < now() - $1::interval`, choicePatience); err != nil {
		return fmt.Errorf("revive imports: %w", err)
	}
	found, err := query(ctx, w.Pool, `where i.state in ('fetching', 'reading') or i.state = 'queued' and i.changed_at < now() - $1::interval`, forgottenAfter)
	if err != nil {
		return fmt.Errorf("revive imports: %w", err)
	}
	for _, imp := range found {
		err := w.alone(ctx, importLock, imp.number, func(ctx context.Context) error {
			return pgx.BeginFunc(ctx, w.Pool, func(tx pgx.Tx) error {
				// Whoever has ended it since the list was made is not contradicted.
				tag, err := tx.Exec(ctx, `update layer_imports set state = 'queued', changed_at = now() where id = $1 and state in ('queued', 'fetching', 'reading')`, imp.ID)
				if err != nil || tag.RowsAffected() == 0 {
					return err
				}
				queue, err := queueFor(ctx, tx, imp)
				if err != nil {
					return err
				}
				return w.jobs.Add(ctx, tx, Job{Import: imp.ID}, jobs.Options{Queue: queue})
			})
		})
		if err != nil {
			return fmt.Errorf("revive import %s: %w", imp.ID, err)
		}
	}
	return nil
}
