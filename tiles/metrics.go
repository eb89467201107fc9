package tiles

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

// metrics are what a source tells the operator. Label values are results and ids of layers, never anything a caller wrote.
type metrics struct {
	served *prometheus.CounterVec
	encode *prometheus.HistogramVec
}

func newMetrics(registry prometheus.Registerer, kept func() (bytes, entries float64)) metrics {
	factory := promauto.With(registry)
	factory.NewGaugeFunc(prometheus.GaugeOpts{Name: "lupakartta_tile_cache_bytes", Help: "Memory that kept tiles take."},
		func() float64 { bytes, _ := kept(); return bytes })
	factory.NewGaugeFunc(prometheus.GaugeOpts{Name: "lupakartta_tile_cache_entries", Help: "Tiles, and layers of tiles, that are kept."},
		func() float64 { _, entries := kept(); return entries })
	return metrics{
		served: factory.NewCounterVec(prometheus.CounterOpts{Name: "lupakartta_tiles_served_total",
			Help: "Tiles by result: hit (it was kept), miss (it was made), empty (nothing there), error."}, []string{"result"}),
		encode: factory.NewHistogramVec(prometheus.HistogramOpts{Name: "lupakartta_tile_encode_seconds",
			Help: "Time to make one layer of one tile, from memory or by PostGIS.", Buckets: prometheus.ExponentialBuckets(0.0001, 2, 16)}, []string{"layer", "by"}),
	}
}

// serve counts a tile that was served.
func (m metrics) serve(result string, e *Encoded) {
	if e.Empty() {
		result = "empty"
	}
	m.served.WithLabelValues(result).Inc()
}

// made notes how long a layer of a tile took.
func (m metrics) made(layer string, by maker, start time.Time) {
	m.encode.WithLabelValues(layer, string(by)).Observe(time.Since(start).Seconds())
}
