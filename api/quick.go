package api

import (
	"log/slog"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/maypok86/otter/v2"
	"github.com/prometheus/client_golang/prometheus"

	"lupakartta/tiles"
)

// quick answers again what an immutable address of tiles answered before, to whoever asks, without the steps that every
// other request goes through: the answer has their headers already. What it answers holds until another version of any
// layer is published, or one is cleared.
type quick struct {
	next       http.Handler
	answers    *otter.Cache[quickKey, *quickAnswer] // nil: none
	generation func() uint64                        // of the catalogue
	log        *slog.Logger
	hits       prometheus.Counter  // tiles served that were kept
	took       prometheus.Observer // requests by route
}

type quickKey struct {
	path     string
	encoding tiles.Encoding
}

type quickAnswer struct {
	header     http.Header
	body       []byte
	generation uint64
}

// quickCost is what an answer takes beside its body: its headers, its key and the cache's entry.
const quickCost = 2048

func newQuick(bytes int64) *otter.Cache[quickKey, *quickAnswer] {
	if bytes <= 0 {
		return nil
	}
	return otter.Must(&otter.Options[quickKey, *quickAnswer]{MaximumWeight: uint64(bytes),
		Weigher: func(_ quickKey, a *quickAnswer) uint32 { return uint32(quickCost + len(a.body)) }}) //nolint:gosec // far below 4 GB
}

// ServeHTTP implements http.Handler.
func (q *quick) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if q.answers == nil || !isPlainTile(r) || q.log.Enabled(r.Context(), slog.LevelDebug) {
		q.next.ServeHTTP(w, r)
		return
	}
	start := time.Now()
	a, ok := q.answers.GetIfPresent(quickKey{r.URL.Path, tileEncoding(r)})
	if !ok || a.generation != q.generation() {
		q.next.ServeHTTP(w, r)
		return
	}
	h := w.Header()
	maps.Copy(h, a.header)
	if id, err := uuid.NewV7(); err == nil {
		h["X-Request-Id"] = []string{id.String()}
	}
	_, _ = w.Write(a.body) // it fails only when the caller has gone
	q.hits.Inc()
	q.took.Observe(time.Since(start).Seconds())
}

// keep remembers what is about to be answered to a request: everything in the header but the request's own id.
func (q *quick) keep(r *http.Request, header http.Header, tile *tiles.Encoded, generation uint64) {
	if q.answers == nil || tile.Empty() || !isPlainTile(r) {
		return
	}
	header = header.Clone()
	header.Del("X-Request-Id")
	q.answers.Set(quickKey{strings.Clone(r.URL.Path), tile.Encoding}, &quickAnswer{header: header, body: tile.Bytes, generation: generation})
}

// isPlainTile tells whether a request asks for a tile and for nothing that depends on more than its path and the encodings
// that it takes.
func isPlainTile(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.HasPrefix(r.URL.Path, "/tiles/") && r.URL.RawPath == "" && r.URL.RawQuery == "" && !r.URL.ForceQuery &&
		r.ContentLength == 0 && r.Header["If-None-Match"] == nil
}
