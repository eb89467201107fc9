package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"lupakartta/internal/pg"
)

// Config is what a Runner works with. Pool (as pg.AppRole) is obligatory.
type Config struct {
	Pool    *pgxpool.Pool
	Log     *slog.Logger          // nil: slog.Default()
	Metrics prometheus.Registerer // nil: none
	Queues  map[string]int        // how many jobs of a queue this instance works at once
	Brisk   bool                  // for tests: no pauses that spread the work of instances
}

// Runner works jobs. Of all runners on one database a leader, which they elect, adds the jobs that time causes.
type Runner struct {
	config   Config
	workers  *river.Workers
	periodic []*river.PeriodicJob
	failures *prometheus.CounterVec
	client   *river.Client[pgx.Tx]
}

// NewRunner returns a runner that knows no kind of job yet.
func NewRunner(config Config) *Runner {
	if config.Log == nil {
		config.Log = slog.Default()
	}
	r := &Runner{config: config, workers: river.NewWorkers(), failures: newFailures()}
	if config.Metrics != nil {
		config.Metrics.MustRegister(r.failures, newStates(config.Pool))
	}
	return r
}

// Handle says how jobs of a kind are worked, and how long one may take. An error that Later made puts the job off; any
// other means that it is to be tried again.
func Handle[A Args](r *Runner, most time.Duration, work func(context.Context, A) error) {
	river.AddWorker(r.workers, &worker[A]{most: most, work: work})
}

// Later says that a job is to be worked after a while, without counting as a failure.
func Later(after time.Duration) error { return river.JobSnooze(after) }

type worker[A Args] struct {
	river.WorkerDefaults[A]
	most time.Duration
	work func(context.Context, A) error
}

func (w *worker[A]) Timeout(*river.Job[A]) time.Duration               { return w.most }
func (w *worker[A]) Work(ctx context.Context, job *river.Job[A]) error { return w.work(ctx, job.Args) }

// Every has a job added again and again, and once when the runner begins to lead. One that has not been worked yet is
// not added twice.
func (r *Runner) Every(pause time.Duration, args Args) {
	again := func() (river.JobArgs, *river.InsertOpts) {
		return args, &river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
			rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateScheduled}}}
	}
	r.periodic = append(r.periodic, river.NewPeriodicJob(river.PeriodicInterval(pause), again, &river.PeriodicJobOpts{ID: args.Kind(), RunOnStart: true}))
}

const (
	// kept is how long jobs that were given up are kept, for whoever looks for what went wrong; done, those that ended well.
	kept = 7 * 24 * time.Hour
	done = time.Hour
	// rescue is after how long a job counts as left behind by an instance that died, unless its kind may take longer.
	rescue = 5 * time.Minute
)

// Start begins to work. What is under way when ctx ends is left to Stop.
func (r *Runner) Start(ctx context.Context) error {
	queues := map[string]river.QueueConfig{}
	for name, most := range r.config.Queues {
		queues[name] = river.QueueConfig{MaxWorkers: most}
	}
	client, err := river.NewClient(riverpgxv5.New(r.config.Pool), &river.Config{
		Schema: pg.JobsSchema, Queues: queues, Workers: r.workers, PeriodicJobs: r.periodic, TestOnly: r.config.Brisk,
		Logger: slog.New(quiet{r.config.Log.Handler()}), ErrorHandler: (*failed)(r), DiscardedJobRetentionPeriod: kept, CompletedJobRetentionPeriod: done, RescueStuckJobsAfter: rescue,
		// Indexes are rebuilt by whoever owns them, and the service's role owns none.
		ReindexerSchedule: river.NeverSchedule(),
	})
	if err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	r.client = client
	return nil
}

// Stop tells what is under way to end and waits for it until ctx ends.
func (r *Runner) Stop(ctx context.Context) error {
	if r.client == nil {
		return nil
	}
	if err := r.client.StopAndCancel(ctx); err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("stop jobs: %w", err)
	}
	return nil
}

// failed counts and logs jobs that did not end well. River tries them again.
type failed Runner

// HandleError implements river.ErrorHandler.
func (f *failed) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	f.failures.WithLabelValues(job.Kind).Inc()
	f.config.Log.ErrorContext(ctx, "job failed", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "error", err)
	return nil
}

// HandlePanic implements river.ErrorHandler.
func (f *failed) HandlePanic(ctx context.Context, job *rivertype.JobRow, panicked any, trace string) *river.ErrorHandlerResult {
	f.failures.WithLabelValues(job.Kind).Inc()
	f.config.Log.ErrorContext(ctx, "job panicked", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "panic", panicked, "stack", trace)
	return nil
}

// quiet keeps River's own words to what somebody should look at; jobs that fail are told by HandleError.
type quiet struct{ slog.Handler }

// Enabled implements slog.Handler.
func (q quiet) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && q.Handler.Enabled(ctx, level)
}

// Handle implements slog.Handler.
func (q quiet) Handle(ctx context.Context, record slog.Record) error {
	return q.Handler.Handle(ctx, record)
}

// WithAttrs implements slog.Handler.
func (q quiet) WithAttrs(attrs []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(attrs)} }

// WithGroup implements slog.Handler.
func (q quiet) WithGroup(name string) slog.Handler { return quiet{q.Handler.WithGroup(name)} }
