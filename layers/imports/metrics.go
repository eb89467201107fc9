package imports

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
)

// healthMetrics tells of sources and imports when it is asked. Every instance tells the same numbers.
type healthMetrics struct {
	pool            *pgxpool.Pool
	sources, oldest *prometheus.Desc
	open            *prometheus.Desc
}

func newHealthMetrics(pool *pgxpool.Pool) *healthMetrics {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("lupakartta_"+name, help, labels, nil)
	}
	return &healthMetrics{pool,
		desc("layer_sources", "Sources of layers by state: ok, failing (the last try), alerting (it keeps failing).", "state"),
		desc("layer_sources_failing_seconds", "For how long the source has failed that has failed the longest; 0: none."),
		desc("layer_imports", "Imports that have not ended, by state.", "state")}
}

const countPatience = time.Second

// Describe implements prometheus.Collector.
func (m *healthMetrics) Describe(out chan<- *prometheus.Desc) {
	out <- m.sources
	out <- m.oldest
	out <- m.open
}

// Collect implements prometheus.Collector.
func (m *healthMetrics) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), countPatience)
	defer cancel()
	var ok, failing, alerting, seconds, queued, working, choosing float64
	err := m.pool.QueryRow(ctx, `select count(*) filter (where failures = 0), count(*) filter (where failures > 0 and alerted_at is null), count(*) filter (where alerted_at is not null),
			coalesce(extract(epoch from now() - min(failing_since)), 0)::float8,
			(select count(*) from layer_imports where state = 'queued'), (select count(*) from layer_imports where state in ('fetching', 'reading')),
			(select count(*) from layer_imports where state = 'choosing')
		from layer_sources`).Scan(&ok, &failing, &alerting, &seconds, &queued, &working, &choosing)
	if err != nil {
		return // the database is away, which other numbers tell
	}
	gauge := func(desc *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
	}
	gauge(m.sources, ok, "ok")
	gauge(m.sources, failing, "failing")
	gauge(m.sources, alerting, "alerting")
	gauge(m.oldest, seconds)
	gauge(m.open, queued, "queued")
	gauge(m.open, working, "working")
	gauge(m.open, choosing, "choosing")
}
