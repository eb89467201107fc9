package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// Problem is an error as a caller sees it: RFC 9457, in the caller's language.
type Problem struct {
	Type     string  `json:"type" format:"uri-reference" example:"/api/problems/invalid-geometry" doc:"Stable name of the kind of problem; it answers with its description"`
	Title    string  `json:"title" doc:"The kind of problem in the caller's language"`
	Status   int     `json:"status" example:"422" doc:"HTTP status"`
	Detail   string  `json:"detail,omitempty" doc:"What happened and what to do, in the caller's language"`
	Instance string  `json:"instance,omitempty" format:"uri-reference" example:"urn:uuid:019a-…" doc:"This occurrence: the request's id, as in the header X-Request-Id"`
	Errors   []Fault `json:"errors,omitempty" doc:"Every fault of the request, at once"`

	Fixes   []GeometryFix `json:"fixes,omitempty" doc:"Of a place that cannot be used: ways to mend it"`
	Choices []Choice      `json:"choices,omitempty" doc:"Of what may mean several things: those it may mean"`

	Conflicts []ProjectConflict `json:"conflicts,omitempty" doc:"Of a save: fields that somebody else changed meanwhile"`
	Revision  int64             `json:"revision,omitempty" doc:"Of a save: what the project stands at"`

	retryAfter int // seconds; 0: no such header
}

// Fault is one thing wrong with a request.
type Fault struct {
	Pointer   string `json:"pointer,omitempty" example:"/geometry/coordinates/0" doc:"JSON Pointer (RFC 6901) into the body; with no parameter either, the fault is in the body as a whole"`
	Parameter string `json:"parameter,omitempty" example:"lon" doc:"Name of the query, path or header parameter"`
	Code      string `json:"code" example:"outside_finland" doc:"Stable name of the fault"`
	Detail    string `json:"detail" doc:"The fault in the caller's language"`
}

// Error names the problem for logs.
func (p *Problem) Error() string { return strconv.Itoa(p.Status) + " " + p.Type }

// WantsSignIn tells whether signing in, once more or for the first time, is what a person can do about it.
func (p *Problem) WantsSignIn() bool {
	return p.Status == kindSignIn.status || p.Type == problemType(kindSignInRefused)
}

func problemType(k kind) string { return "/api/problems/" + k.name }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders implements huma.HeadersError.
func (p *Problem) GetHeaders() http.Header {
	headers := http.Header{"Cache-Control": {"no-store"}}
	if p.Status == http.StatusUnauthorized {
		headers.Set("WWW-Authenticate", `Bearer realm="lupakartta"`) // RFC 9110, 15.5.2
	}
	if p.retryAfter > 0 {
		headers.Set("Retry-After", strconv.Itoa(p.retryAfter))
	}
	return headers
}

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// newProblem writes a problem of the kind in the request's language.
func newProblem(r request, k kind, faults ...Fault) *Problem {
	p := &Problem{
		Type: problemType(k), Title: text(r.lang, "problem."+k.name+".title", nil), Status: k.status,
		Detail: text(r.lang, "problem."+k.name+".detail", nil), Errors: faults, retryAfter: k.retryAfter,
	}
	if r.id != uuid.Nil {
		p.Instance = "urn:uuid:" + r.id.String()
	}
	return p
}

// problem turns an error into what the caller may know of it, and logs what the caller may not.
func (e *edge) problem(ctx context.Context, err error) *Problem {
	request := requestOf(ctx)
	p := asProblem(request, err)
	if p.Status >= http.StatusInternalServerError && !isA[*Problem](err) {
		e.logger.ErrorContext(ctx, "request failed", "id", request.id, "status", p.Status, "error", err)
	}
	return p
}

// fail answers with the problem that err is.
func (e *edge) fail(w http.ResponseWriter, r *http.Request, err error) {
	e.write(w, r, e.problem(r.Context(), err))
}

// write sends a problem: as a page to a person who opened an address that is not data, as JSON to everybody else.
func (e *edge) write(w http.ResponseWriter, r *http.Request, p *Problem) {
	body, err := json.Marshal(p)
	if err != nil {
		e.logger.ErrorContext(r.Context(), "problem not written", "error", err)
	}
	for name, values := range p.GetHeaders() {
		w.Header()[name] = values
	}
	w.Header().Del("ETag")
	if wantsPage(r) {
		e.problemPage(w, r, p)
		return
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the caller has gone: nothing left to tell
	}
}

// wantsPage tells whether a person's browser asked for an address that is not data.
func wantsPage(r *http.Request) bool {
	return !isOpen(r.URL.Path) && strings.Contains(r.Header.Get("Accept"), "text/html")
}
