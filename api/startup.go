package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/go-chi/chi/v5"
)

// Startup is how far the program has come on its way to serving: steps in order, each told to whoever asks.
// It is safe for concurrent use.
type Startup struct {
	mu    sync.Mutex
	steps []Step
}

// Step is one step of the start.
type Step struct {
	Name   string `json:"name"` // "database", "migrations", "rules", "catalogue", "town", "real data"
	State  string `json:"state" enum:"pending,running,done,failed"`
	Detail string `json:"detail,omitempty"` // progress, or what it waits for
}

// States of a step.
const (
	stepPending = "pending"
	stepRunning = "running"
	stepDone    = "done"
	stepFailed  = "failed"
)

// NewStartup returns a start with these steps ahead.
func NewStartup(names ...string) *Startup {
	s := &Startup{}
	for _, name := range names {
		s.steps = append(s.steps, Step{Name: name, State: stepPending})
	}
	return s
}

// Begin says that the step has begun.
func (s *Startup) Begin(name string) { s.set(name, stepRunning, "") }

// Progress says how far the step has come.
func (s *Startup) Progress(name, detail string) { s.set(name, stepRunning, detail) }

// Done says that the step is done.
func (s *Startup) Done(name, detail string) { s.set(name, stepDone, detail) }

// Fail says that the step failed and will not be tried again. The detail is public: no internal text.
func (s *Startup) Fail(name, detail string) { s.set(name, stepFailed, detail) }

func (s *Startup) set(name, state, detail string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.steps {
		if s.steps[i].Name == name {
			s.steps[i].State, s.steps[i].Detail = state, detail
			return
		}
	}
	s.steps = append(s.steps, Step{Name: name, State: state, Detail: detail})
}

// Steps returns the steps as they are now.
func (s *Startup) Steps() []Step {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.steps)
}

// Gate is the service's front door: until the server is there it answers that the service is starting.
type Gate struct {
	starting http.Handler
	open     atomic.Pointer[http.Handler]
}

// NewGate returns a closed gate. Only Log and PublicURL of the configuration are used.
func NewGate(config Config, startup *Startup) *Gate {
	e := newEdge(config)
	router := chi.NewRouter()
	router.Use(e.chain()...)
	router.Get("/healthz", func(w http.ResponseWriter, r *http.Request) { _ = healthz(w, r) })
	router.Get("/readyz", func(w http.ResponseWriter, _ *http.Request) { writeReadiness(w, Readiness{Checks: checksOf(startup)}) })
	router.Get(stylePath, func(w http.ResponseWriter, r *http.Request) { _ = style(w, r) })
	router.NotFound(func(w http.ResponseWriter, r *http.Request) {
		if isOpen(r.URL.Path) {
			e.write(w, r, newProblem(requestOf(r.Context()), kindStarting))
			return
		}
		e.startingPage(w, r, startup)
	})
	return &Gate{starting: router}
}

// Open lets requests through to the server.
func (g *Gate) Open(server http.Handler) { g.open.Store(&server) }

// ServeHTTP implements http.Handler.
func (g *Gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if server := g.open.Load(); server != nil {
		(*server).ServeHTTP(w, r)
		return
	}
	g.starting.ServeHTTP(w, r)
}

// Readiness is the answer of /readyz.
type Readiness struct {
	Ready  bool    `json:"ready"`
	Checks []Check `json:"checks"`
}

// Check is one thing that must hold before requests are welcome.
type Check struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail,omitempty"`
}

func checksOf(startup *Startup) []Check {
	checks := []Check{}
	for _, step := range startup.Steps() {
		check := Check{Name: step.Name, OK: step.State == stepDone, Detail: step.Detail}
		if !check.OK {
			check.Detail = strings.TrimSuffix(step.State+": "+step.Detail, ": ")
		}
		checks = append(checks, check)
	}
	return checks
}

func writeReadiness(w http.ResponseWriter, readiness Readiness) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if !readiness.Ready {
		w.Header().Set("Retry-After", "2")
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(readiness) // the caller has gone: nothing left to tell
}
