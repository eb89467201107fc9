package api

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/google/uuid"

	"lupakartta/internal/i18n"
)

// maxBody is the largest request body in bytes.
const maxBody = 10 << 20

// request is what the rest of the package knows about the request under way.
type request struct {
	id   uuid.UUID // version 7
	lang i18n.Lang
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

// langOf is the language of the answer: lang= wins over Accept-Language.
func langOf(ctx context.Context) i18n.Lang { return requestOf(ctx).lang }

// identify gives the request its id and its language. An id that the caller sent is not trusted.
func (s *Server) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, err := uuid.NewV7()
		if err != nil {
			id = uuid.New()
		}
		w.Header().Set("X-Request-Id", id.String())
		ctx := context.WithValue(r.Context(), requestKey{}, request{id: id, lang: i18n.Of(r)})
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// log writes one line per request: never a query string, a body or an address of a person.
func (s *Server) log(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		out := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		next.ServeHTTP(out, r)
		level := slog.LevelInfo
		if out.Status() >= http.StatusInternalServerError {
			level = slog.LevelWarn
		}
		s.Log.LogAttrs(r.Context(), level, "request",
			slog.String("id", requestOf(r.Context()).id.String()),
			slog.String("method", r.Method), slog.String("path", r.URL.Path),
			slog.String("route", chi.RouteContext(r.Context()).RoutePattern()),
			slog.Int("status", out.Status()), slog.Int("bytes", out.BytesWritten()),
			slog.Duration("took", time.Since(start)))
	})
}

// recover turns a panic into a problem and a log line with its stack.
func (s *Server) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			fault := recover()
			if fault == nil {
				return
			}
			if fault == http.ErrAbortHandler {
				panic(fault)
			}
			s.Log.Error("panic", "id", requestOf(r.Context()).id, "panic", fault, "stack", string(debug.Stack()))
			s.write(w, r, newProblem(langOf(r.Context()), requestOf(r.Context()).id, kindInternal))
		}()
		next.ServeHTTP(w, r)
	})
}

// limitBody makes reading past the limit an *http.MaxBytesError.
func limitBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}
