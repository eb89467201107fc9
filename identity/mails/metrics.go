package mails

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
)

// states counts mails when it is asked. Every instance tells the same numbers.
type states struct {
	pool    *pgxpool.Pool
	mails   *prometheus.Desc
	waiting *prometheus.Desc
}

func newStates(pool *pgxpool.Pool) *states {
	return &states{pool,
		prometheus.NewDesc("lupakartta_mails", "Mails of the last 90 days by state.", []string{"state"}, nil),
		prometheus.NewDesc("lupakartta_mails_waiting_seconds", "How long the mail has waited that has waited the longest; 0: none waits.", nil, nil)}
}

// countPatience is how long the numbers may take: without them the others are still told.
const countPatience = time.Second

// Describe implements prometheus.Collector.
func (s *states) Describe(out chan<- *prometheus.Desc) {
	out <- s.mails
	out <- s.waiting
}

// Collect implements prometheus.Collector.
func (s *states) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), countPatience)
	defer cancel()
	rows, err := s.pool.Query(ctx, `select state, count(*), coalesce(extract(epoch from now() - min(created_at)), 0) from personal.mails group by state`)
	if err != nil {
		return // the database is away, which other numbers tell
	}
	var state State
	var count, oldest, waiting float64
	_, err = pgx.ForEachRow(rows, []any{&state, &count, &oldest}, func() error {
		if state == Queued {
			waiting = oldest
		}
		out <- prometheus.MustNewConstMetric(s.mails, prometheus.GaugeValue, count, string(state))
		return nil
	})
	if err == nil {
		out <- prometheus.MustNewConstMetric(s.waiting, prometheus.GaugeValue, waiting)
	}
}
