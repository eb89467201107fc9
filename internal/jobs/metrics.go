package jobs

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
)

func newFailures() *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "lupakartta_jobs_failed_total", Help: "Tries of jobs on this instance that failed, by kind."}, []string{"kind"})
}

// states counts the jobs that wait, run or were given up, when it is asked. Every instance tells the same numbers.
type states struct {
	pool *pgxpool.Pool
	jobs *prometheus.Desc
}

func newStates(pool *pgxpool.Pool) *states {
	return &states{pool, prometheus.NewDesc("lupakartta_jobs", "Jobs in the database by kind and state; completed ones are not counted.", []string{"kind", "state"}, nil)}
}

// countPatience is how long the numbers may take: without them the others are still told.
const countPatience = time.Second

// Describe implements prometheus.Collector.
func (s *states) Describe(out chan<- *prometheus.Desc) { out <- s.jobs }

// Collect implements prometheus.Collector.
func (s *states) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), countPatience)
	defer cancel()
	rows, err := s.pool.Query(ctx, `select kind, state::text, count(*) from river.river_job where state <> 'completed' group by kind, state`)
	if err != nil {
		return // the database is away, which other numbers tell
	}
	var kind, state string
	var count float64
	_, _ = pgx.ForEachRow(rows, []any{&kind, &state, &count}, func() error {
		out <- prometheus.MustNewConstMetric(s.jobs, prometheus.GaugeValue, count, kind, state)
		return nil
	})
}
