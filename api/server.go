// Package api is the service's HTTP surface: the router, what every request passes through, the JSON operations,
// their description as OpenAPI, the pages. What a request means is decided below it, in the packages it calls.
package api

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity"
	"lupakartta/layers"
)

// Config is what a server is made of. Pool, Layers and Catalogue are obligatory.
type Config struct {
	Pool      *pgxpool.Pool
	Layers    *layers.Store
	Catalogue *layers.Catalogue
	Log       *slog.Logger // nil: slog.Default()
	PublicURL *url.URL     // where people reach the service; nil: unknown
	Version   string       // of the program
	Demo      bool         // the generated municipality is shown, and said to be
}

// Server answers HTTP requests. It holds no state that another instance could not take over.
type Server struct {
	Config
	router     *chi.Mux
	api        huma.API
	operations []operation
}

// operation is one line of the list of routes, with the policy that guards it.
type operation struct {
	Method string
	Path   string // chi's and OpenAPI's pattern, which are the same
	Policy identity.Policy
}

// New builds the server and its routes. It does not touch the database.
func New(config Config) (*Server, error) {
	if config.Pool == nil || config.Layers == nil || config.Catalogue == nil {
		return nil, errors.New("api: pool, layers and catalogue are obligatory")
	}
	if config.Log == nil {
		config.Log = slog.Default()
	}
	speakInCodes()
	s := &Server{Config: config, router: chi.NewRouter()}
	s.router.Use(s.identify, s.log, s.recover, limitBody)
	s.api = humachi.New(s.router, openAPI(config.Version))
	s.routes()
	s.router.NotFound(func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, errNoRoute) })
	s.router.MethodNotAllowed(func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, errMethod) })
	return s, nil
}

// Handler returns the whole service.
func (s *Server) Handler() http.Handler { return s.router }
