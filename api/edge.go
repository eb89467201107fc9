package api

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/google/uuid"

	"lupakartta/internal/i18n"
	"lupakartta/layers/imports"
	"lupakartta/projects/attachments"
)

// Limits on every request.
const (
	maxBody  = 10 << 20         // bytes
	maxTime  = 30 * time.Second // after which whatever it waits for is given up
	readTime = time.Minute      // for the body to arrive
)

// edge is what every request passes through, before the service has started and after.
type edge struct {
	logger    *slog.Logger
	metrics   *metrics
	publicURL *url.URL // nil: unknown
}

// chain lists the edge's middleware, outermost first.
func (e *edge) chain() chi.Middlewares {
	return chi.Middlewares{e.identify, e.log, e.metrics.measure, e.recover, e.secure, e.refuseForeign, openData, e.refuseOdd, e.refuseEncoded, limit, compress, middleware.GetHead}
}

// request is what the rest of the package knows about the request under way.
type request struct {
	id    uuid.UUID // version 7
	lang  i18n.Lang
	nonce string // for the scripts and styles of a page in this answer
}

type requestKey struct{}

// requestOf returns what identify found out; a request that did not pass it is answered in Finnish.
func requestOf(ctx context.Context) request {
	r, ok := ctx.Value(requestKey{}).(request)
	if !ok {
		return request{lang: i18n.Finnish}
	}
	return r
}

// langOf is the language of the answer: a page's path wins over lang=, and that over Accept-Language.
func langOf(ctx context.Context) i18n.Lang { return requestOf(ctx).lang }

// identify gives the request its id, language and nonce. An id that the caller sent is not trusted.
func (e *edge) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, err := uuid.NewV7()
		if err != nil {
			id = uuid.New()
		}
		w.Header().Set("X-Request-Id", id.String())
		ctx := context.WithValue(r.Context(), requestKey{}, request{id: id, lang: requestLang(r), nonce: newNonce()})
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func requestLang(r *http.Request) i18n.Lang {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if lang, ok := i18n.Parse(first); ok {
		return lang
	}
	return i18n.Of(r)
}

// quiet are the first segments of paths whose successful requests are many and alike.
var quiet = map[string]bool{"assets": true, "tiles": true, "styles": true, "background": true, "healthz": true, "metrics": true}

// log writes one line per request: never a query string (it may hold a place), a body or an address of a person.
func (e *edge) log(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		out := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		next.ServeHTTP(out, r)
		level := slog.LevelInfo
		first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		switch {
		case first == "readyz":
			level = slog.LevelDebug // it says no until it says yes
		case out.Status() >= http.StatusInternalServerError:
			level = slog.LevelWarn
		case quiet[first] && out.Status() < http.StatusBadRequest:
			level = slog.LevelDebug
		}
		e.logger.LogAttrs(r.Context(), level, "request",
			slog.String("id", requestOf(r.Context()).id.String()), slog.String("method", r.Method), slog.String("path", r.URL.Path),
			slog.Int("status", out.Status()), slog.Int("bytes", out.BytesWritten()), slog.Duration("took", time.Since(start)))
	})
}

// recover turns a panic into a problem and a log line with its stack.
func (e *edge) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			fault := recover()
			if fault == nil {
				return
			}
			if fault == http.ErrAbortHandler { //nolint:errorlint // net/http compares it likewise
				panic(fault)
			}
			e.logger.ErrorContext(r.Context(), "panic", "id", requestOf(r.Context()).id, "panic", fault, "stack", string(debug.Stack()))
			e.write(w, r, newProblem(requestOf(r.Context()), kindInternal))
		}()
		next.ServeHTTP(w, r)
	})
}

// refuseOdd refuses addresses that hold what no text of ours does: NUL characters, and bytes that are no UTF-8.
func (e *edge) refuseOdd(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query, _ := url.QueryUnescape(r.URL.RawQuery) // operations say themselves what is wrong with one that cannot be read
		if address := r.URL.Path + query; strings.ContainsRune(address, 0) || !utf8.ValidString(address) {
			request := requestOf(r.Context())
			e.write(w, r, newProblem(request, kindInvalidRequest, Fault{Code: "invalid_value", Detail: text(request.lang, "fault.invalid_value", nil)}))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// refuseEncoded refuses bodies that are compressed: their size when unpacked would have no bound.
func (e *edge) refuseEncoded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		encoding := strings.TrimSpace(strings.Join(r.Header.Values("Content-Encoding"), ","))
		if r.ContentLength != 0 && encoding != "" && !strings.EqualFold(encoding, "identity") {
			w.Header().Set("Accept-Encoding", "identity") // RFC 9110, 15.5.16
			e.write(w, r, newProblem(requestOf(r.Context()), kindMediaType))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// limit bounds the body (reading past it is an *http.MaxBytesError) and the time a request may take. Files that are sent
// are larger and take longer: what takes them in bounds them by itself.
func limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isUpload(r) {
			r.Body = http.MaxBytesReader(w, r.Body, imports.MaxUpload)
			next.ServeHTTP(w, r)
			return
		}
		if isProjectFile(r) {
			r.Body = http.MaxBytesReader(w, r.Body, attachments.MaxFile)
			next.ServeHTTP(w, r)
			return
		}
		if !isStream(r) {
			ctx, cancel := context.WithTimeout(r.Context(), maxTime)
			defer cancel()
			r = r.WithContext(ctx)
		}
		if r.Body != nil {
			r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		}
		next.ServeHTTP(w, r)
	})
}
