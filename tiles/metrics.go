package tiles

import (
	"github.com/maypok86/otter/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

// metrics are what a source tells the operator. Label values are results and ids of layers, never anything a caller wrote.
type metrics struct {
	served *prometheus.CounterVec
	encode *prometheus.HistogramVec
}

func newMetrics(registry prometheus.Registerer, cache *otter.Cache[key, *part]) metrics {
	factory := promauto.With(registry)
	factory.NewGaugeFunc(prometheus.GaugeOpts{Name: "lupakartta_tile_cache_bytes", Help: "Memory that kept tiles take."},
		func() float64 { return float64(cache.WeightedSize()) })
	factory.NewGaugeFunc(prometheus.GaugeOpts{Name: "lupakartta_tile_cache_entries", Help: "Layers of tiles that are kept."},
		func() float64 { return float64(cache.EstimatedSize()) })
	return metrics{
		served: factory.NewCounterVec(prometheus.CounterOpts{Name: "lupakartta_tiles_served_total",
			Help: "Tiles by result: hit (every layer from memory), miss (a layer was made), empty (nothing there), error."}, []string{"result"}),
		encode: factory.NewHistogramVec(prometheus.HistogramOpts{Name: "lupakartta_tile_encode_seconds",
			Help: "Time to make one layer of one tile, from memory or by PostGIS.", Buckets: prometheus.ExponentialBuckets(0.0001, 2, 16)}, []string{"layer", "by"}),
	}
}

func (e Encoded) result() string {
	switch {
	case e.Empty():
		return "empty"
	case e.hit:
		return "hit"
	}
	return "miss"
}
