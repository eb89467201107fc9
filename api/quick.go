package api

import (
	"bytes"
	"context"
	"log/slog"
	"maps"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/maypok86/otter/v2"
	"github.com/prometheus/client_golang/prometheus"

	"lupakartta/internal/wire"
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
	encodings  encodings
}

type quickKey struct {
	path     string
	encoding tiles.Encoding
}

type quickAnswer struct {
	header     http.Header
	head       []byte // the same on the wire, from the status line to the headers that are another each time
	body       []byte
	generation uint64
}

// quickCost is what an answer takes beside its body: its headers, twice, its key and the cache's entry.
const quickCost = 3072

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

// headOf is a head on the wire without what is another each time, and without its end.
func headOf(header http.Header) []byte {
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 200 OK\r\n")
	_ = header.Write(&b) // a buffer takes everything
	return b.Bytes()
}

// again answers at the connection, where the request need not be taken apart first. The answer is the one of ServeHTTP.
func (q *quick) again(head []byte, r wire.Request) (withHead, body []byte, ok bool) {
	if q.answers == nil || !bytes.HasPrefix(r.Path, []byte("/tiles/")) || q.log.Enabled(context.Background(), slog.LevelDebug) {
		return head, nil, false
	}
	start := time.Now()
	a, ok := q.answers.GetIfPresent(quickKey{string(r.Path), q.encodings.of(string(r.AcceptEncoding))})
	if !ok || a.generation != q.generation() {
		return head, nil, false
	}
	head = append(head, a.head...)
	if id, err := uuid.NewV7(); err == nil {
		head = append(append(append(head, "X-Request-Id: "...), id.String()...), "\r\n"...)
	}
	head = start.UTC().AppendFormat(append(head, "Date: "...), http.TimeFormat)
	q.hits.Inc()
	q.took.Observe(time.Since(start).Seconds())
	return append(head, "\r\n\r\n"...), a.body, true
}

// encodings remember which of ours callers like best: their wishes are few.
type encodings struct {
	known sync.Map
	count atomic.Int32
}

// mostWishes bounds what is remembered: whatever else comes is read each time.
const mostWishes = 1000

func (e *encodings) of(wish string) tiles.Encoding {
	if known, ok := e.known.Load(wish); ok {
		return known.(tiles.Encoding) //nolint:errcheck // nothing else is kept
	}
	encoding := encodingFor([]string{wish})
	if e.count.Add(1) <= mostWishes {
		e.known.Store(wish, encoding)
	}
	return encoding
}

// keep remembers what is about to be answered to a request: everything in the header but the request's own id.
func (q *quick) keep(r *http.Request, header http.Header, tile *tiles.Encoded, generation uint64) {
	if q.answers == nil || tile.Empty() || !isPlainTile(r) {
		return
	}
	header = header.Clone()
	header.Del("X-Request-Id")
	q.answers.Set(quickKey{strings.Clone(r.URL.Path), tile.Encoding}, &quickAnswer{header: header, head: headOf(header), body: tile.Bytes, generation: generation})
}

// isPlainTile tells whether a request asks for a tile and for nothing that depends on more than its path and the encodings
// that it takes.
func isPlainTile(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.HasPrefix(r.URL.Path, "/tiles/") && r.URL.RawPath == "" && r.URL.RawQuery == "" && !r.URL.ForceQuery &&
		r.ContentLength == 0 && r.Header["If-None-Match"] == nil
}
