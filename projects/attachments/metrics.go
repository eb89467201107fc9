package attachments

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
)

// states counts files when it is asked. Every instance tells the same numbers.
type states struct {
	store *Store
	files *prometheus.Desc
}

// Count has the files counted by their state.
func (s *Store) Count(metrics prometheus.Registerer) {
	metrics.MustRegister(&states{s, prometheus.NewDesc("lupakartta_files", "Files of projects by state.", []string{"state"}, nil)})
}

// countPatience is how long the numbers may take: without them the others are still told.
const countPatience = time.Second

// Describe implements prometheus.Collector.
func (s *states) Describe(out chan<- *prometheus.Desc) { out <- s.files }

// Collect implements prometheus.Collector.
func (s *states) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), countPatience)
	defer cancel()
	rows, err := s.store.Pool.Query(ctx, `select state, count(*) from project_attachments group by state`)
	if err != nil {
		return // the database is away, which other numbers tell
	}
	var state State
	var count float64
	_, _ = pgx.ForEachRow(rows, []any{&state, &count}, func() error {
		out <- prometheus.MustNewConstMetric(s.files, prometheus.GaugeValue, count, string(state))
		return nil
	})
}
