// Package jobs runs work that outlives the request which causes it, or that time causes: River on the service's own
// database. A job is added in the transaction that makes it necessary, so that there is never one without the other, and
// any instance works it. What a job does must bear being done again: an instance may die after it and before it says so.
package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"lupakartta/internal/pg"
)

// Args are what a job needs to know, kept as JSON: ids, never secrets or what is about persons. Kind names the job.
type Args = river.JobArgs

// Queues. A queue of its own is for work that must not wait behind other work.
const (
	Default = river.QueueDefault
	Long    = "long" // work that takes minutes
)

// Options say when and where a job is worked. The zero value: at once, in the queue Default.
type Options struct {
	Queue string
	After time.Duration
	Tries int // until it is given up when it fails; 0: River's 25 in three weeks
}

// Queue adds jobs.
type Queue struct{ client *river.Client[pgx.Tx] }

// NewQueue returns one that can add jobs in any transaction on the service's database.
func NewQueue() (*Queue, error) {
	client, err := river.NewClient(riverpgxv5.New(nil), &river.Config{Schema: pg.JobsSchema, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return &Queue{client}, nil
}

// Add adds a job, which nobody sees before the transaction ends well.
func (q *Queue) Add(ctx context.Context, tx pgx.Tx, args Args, options Options) error {
	opts := &river.InsertOpts{Queue: options.Queue, MaxAttempts: options.Tries}
	if options.After > 0 {
		opts.ScheduledAt = time.Now().Add(options.After)
	}
	if _, err := q.client.InsertTx(ctx, tx, args, opts); err != nil {
		return fmt.Errorf("add job %s: %w", args.Kind(), err)
	}
	return nil
}
