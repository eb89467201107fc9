package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics counts what operators watch. Labels come from the list of routes, never from callers, so their number is bounded.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "lupakartta_http_request_duration_seconds", Help: "Time to answer a request, by route and status.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"method", "route", "status"}),
	}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), m.requests)
	return m
}

// measure observes each request under the pattern of its route; what matched none is "none".
func (m *metrics) measure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		out := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		next.ServeHTTP(out, r)
		route, method := "none", "other"
		if context := chi.RouteContext(r.Context()); context != nil && context.RoutePattern() != "" && out.Status() != http.StatusMethodNotAllowed {
			route, method = context.RoutePattern(), r.Method
		}
		m.requests.WithLabelValues(method, route, strconv.Itoa(out.Status())).Observe(time.Since(start).Seconds())
	})
}

// Metrics is where the rest of the program registers what it counts, to be told with the server's own numbers.
func (s *Server) Metrics() prometheus.Registerer { return s.metrics.registry }

func (m *metrics) serve(w http.ResponseWriter, r *http.Request) error {
	promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}).ServeHTTP(w, r)
	return nil
}

// poolMetrics reads the pool's numbers when they are asked for.
type poolMetrics struct {
	pool *pgxpool.Pool

	connections, limit, acquired, waits, waited *prometheus.Desc
}

func newPoolMetrics(pool *pgxpool.Pool) *poolMetrics {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("lupakartta_db_"+name, help, labels, nil)
	}
	return &poolMetrics{
		pool:        pool,
		connections: desc("connections", "Connections of the pool by state.", "state"),
		limit:       desc("connections_max", "Most connections the pool opens."),
		acquired:    desc("acquires_total", "Times a connection was borrowed."),
		waits:       desc("acquire_waits_total", "Times a borrower had to wait for a connection."),
		waited:      desc("acquire_seconds_total", "Time spent borrowing connections."),
	}
}

// Describe implements prometheus.Collector.
func (p *poolMetrics) Describe(out chan<- *prometheus.Desc) { prometheus.DescribeByCollect(p, out) }

// Collect implements prometheus.Collector.
func (p *poolMetrics) Collect(out chan<- prometheus.Metric) {
	stat := p.pool.Stat()
	gauge := func(desc *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
	}
	counter := func(desc *prometheus.Desc, value float64) {
		out <- prometheus.MustNewConstMetric(desc, prometheus.CounterValue, value)
	}
	gauge(p.connections, float64(stat.IdleConns()), "idle")
	gauge(p.connections, float64(stat.AcquiredConns()), "in_use")
	gauge(p.connections, float64(stat.ConstructingConns()), "opening")
	gauge(p.limit, float64(stat.MaxConns()))
	counter(p.acquired, float64(stat.AcquireCount()))
	counter(p.waits, float64(stat.EmptyAcquireCount()))
	counter(p.waited, stat.AcquireDuration().Seconds())
}
