// Package standin is a server that speaks the protocol of Suomi.fi e-Authorizations: for tests, and for the demo, where
// nobody can join the real service. Who may act for whom is what it was told. It checks what the real service checks:
// the checksum, the time, the return address, that a code counts once, and that tokens end.
//
// Where the documentation is silent (the status of a wrong checksum, the form of ids) the choice here is our own.
package standin

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"
)

// TokenLife is how long a token lasts, as documented.
const TokenLife = 599 * time.Second

const (
	codeLife     = time.Minute
	sessionLife  = 30 * time.Minute
	mostSessions = 10_000
)

// Service is the service that has joined.
type Service struct {
	ClientID      string
	APIKey        string
	OAuthPassword string
	RESTKey       string   // empty: the REST interface is not open to it
	Returns       []string // addresses that the person may come back to, whole
}

// Delegate is a person who may act for others.
type Delegate struct {
	NationalID    string
	Persons       []Person
	Organisations []Organisation
}

// Person is somebody for whom a delegate may act.
type Person struct {
	NationalID string
	Name       string
	Roles      []string // identifiers of mandate themes, or ALL
}

// Organisation is an organisation for which a delegate may act.
type Organisation struct {
	BusinessID string
	Name       string
	Roles      []string
}

// Server is the stand-in: an http.Handler, which may be mounted below a path with http.StripPrefix.
type Server struct {
	service Service
	now     func() time.Time
	mux     *http.ServeMux

	mu        sync.Mutex
	delegates []Delegate
	sessions  map[string]*session // by id
}

// session is one Web API session. Its ids are known to different parties: id to the service, user to the browser.
type session struct {
	id, user string
	kind     string // hpa or ypa
	delegate string
	began    time.Time

	back    string // where the code went
	code    string // empty: used, or not chosen yet
	coded   time.Time
	chosen  []string // national or business ids
	decided bool

	token string
	until time.Time
}

// New returns a stand-in for one service. now is its clock.
func New(service Service, delegates []Delegate, now func() time.Time) *Server {
	s := &Server{service: service, delegates: delegates, now: now, sessions: map[string]*session{}, mux: http.NewServeMux()}
	s.mux.HandleFunc("GET /service/{kind}/user/register/{client}/{delegate}", s.register)
	s.mux.HandleFunc("GET /oauth/authorize", s.page)
	s.mux.HandleFunc("POST /oauth/authorize", s.choose)
	s.mux.HandleFunc("POST /oauth/token", s.exchange)
	s.mux.HandleFunc("GET /service/hpa/api/delegate/{session}", s.inSession("hpa", s.persons))
	s.mux.HandleFunc("GET /service/hpa/api/authorization/{session}/{principal}", s.inSession("hpa", s.authorization))
	s.mux.HandleFunc("GET /service/hpa/api/authorizationlist/{session}/{principal}", s.inSession("hpa", s.authorizationList))
	s.mux.HandleFunc("GET /service/ypa/api/organizationRoles/{session}", s.inSession("ypa", s.organisationRoles))
	s.mux.HandleFunc("GET /service/rest/hpa/authorization/{client}/{delegate}/{principal}", s.rest)
	return s
}

// ServeHTTP answers.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	s.mux.ServeHTTP(w, r)
}

// Replace changes who may act for whom, from the next question on.
func (s *Server) Replace(delegates []Delegate) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.delegates = delegates
}

// delegate is who has that national id, with nobody to act for when they are not known.
func (s *Server) delegate(id string) Delegate {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := slices.IndexFunc(s.delegates, func(d Delegate) bool { return d.NationalID == id })
	if at < 0 {
		return Delegate{NationalID: id}
	}
	return s.delegates[at]
}

func (d Delegate) person(id string) (Person, bool) {
	at := slices.IndexFunc(d.Persons, func(p Person) bool { return p.NationalID == id })
	if at < 0 {
		return Person{}, false
	}
	return d.Persons[at], true
}

func (s *Server) register(w http.ResponseWriter, r *http.Request) {
	kind := r.PathValue("kind")
	if kind != "hpa" && kind != "ypa" {
		http.NotFound(w, r)
		return
	}
	if r.PathValue("client") != s.service.ClientID || !s.signed(r, s.service.APIKey) {
		http.Error(w, "the header is not right", http.StatusForbidden)
		return
	}
	opened := &session{id: rand.Text(), user: rand.Text(), kind: kind, delegate: r.PathValue("delegate"), began: s.now()}
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, old := range s.sessions {
		if s.now().Sub(old.began) > sessionLife {
			delete(s.sessions, id)
		}
	}
	if len(s.sessions) >= mostSessions {
		http.Error(w, "too many sessions", http.StatusServiceUnavailable)
		return
	}
	s.sessions[opened.id] = opened
	write(w, map[string]string{"sessionId": opened.id, "userId": opened.user})
}

// find returns the session for which fits holds; the lock is held by the caller.
func (s *Server) find(fits func(*session) bool) *session {
	for _, one := range s.sessions {
		if s.now().Sub(one.began) <= sessionLife && fits(one) {
			return one
		}
	}
	return nil
}

func write(w http.ResponseWriter, answer any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer) // whoever asked has gone
}
