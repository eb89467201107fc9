// Package api is the service's HTTP surface: the router, what every request passes through, the JSON operations,
// their description as OpenAPI, the pages. What a request means is decided below it, in the packages it calls.
package api

import (
	"errors"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/semaphore"

	"lupakartta/authorities"
	"lupakartta/checks"
	"lupakartta/identity"
	"lupakartta/identity/mails"
	"lupakartta/identity/mandates"
	"lupakartta/identity/parties"
	"lupakartta/identity/sessions"
	"lupakartta/identity/signin"
	"lupakartta/identity/valtuudet"
	"lupakartta/internal/blob"
	"lupakartta/internal/clamd"
	"lupakartta/internal/keys"
	"lupakartta/internal/wire"
	"lupakartta/layers"
	"lupakartta/layers/changes"
	"lupakartta/layers/imports"
	"lupakartta/projects/attachments"
	"lupakartta/projects/placing"
	"lupakartta/tiles"
	"lupakartta/web"
)

// Config is what a server is made of. Pool (which works as pg.AppRole), Layers, Catalogue, Personal and Keys are obligatory.
type Config struct {
	Pool       *pgxpool.Pool
	Layers     *layers.Store
	LayersPool *pgxpool.Pool // works as pg.LayersRole, to publish versions; nil: that is not done here
	Catalogue  *layers.Catalogue
	Feed       *changes.Feed // what open pages are told; nil: nothing
	Startup    *Startup      // nil: over
	Log        *slog.Logger  // nil: slog.Default()
	PublicURL  *url.URL      // where people reach the service; nil: unknown
	Version    string        // of the program
	Demo       bool          // the generated municipality is shown, and said to be
	Background Background    // zero: drawn from our own layers alone
	Tiles      tiles.Options // bounds of making tiles; zero is good for production

	Personal       *pgxpool.Pool      // works as pg.PersonalRole; obligatory
	Keys           *keys.Ring         // for identifiers of persons; obligatory
	SignIn         []*signin.Provider // in the order in which people are offered them
	Valtuudet      *valtuudet.Client  // Suomi.fi e-Authorizations; nil: only mandates that are kept here
	DemoIdentity   DemoIdentity       // nil: not a demo
	DemoValtuudet  http.Handler       // the demo's stand-in of Suomi.fi; nil: none
	TrustedProxies []netip.Prefix     // whose word about addresses counts
	Uploads        imports.Folder     // where files that registrars send lie; zero: none are taken in
	Blobs          *blob.Store        // where files of projects lie; nil: none are taken in
	Scanner        *clamd.Client      // of files of projects; nil: they are not scanned
}

// Server answers HTTP requests. It holds no state that another instance could not take over.
type Server struct {
	Config
	*edge
	router     *chi.Mux
	api        huma.API
	operations []operation
	checks     *checks.Engine
	placing    *placing.Placer
	files      fs.FS              // the front end; nil when the binary was built without it
	page       *template.Template // of the front end
	national   *template.Template // of the map in the national grid
	background *background        // nil: none
	tiles      *tiles.Source
	quick      *quick
	bodies     *semaphore.Weighted // bytes of large bodies under way
	document   []byte              // OpenAPI

	publisher   *layers.Store // over LayersPool; nil: none
	mails       *mails.Store
	attachments *attachments.Store // nil: none are taken in
	parties     *parties.Store
	sessions    *sessions.Store
	attempts    *signin.Store
	limits      *limits
	warnOfProxy sync.Once
	authorities *authorities.Store
	officials   *authorities.Officials
	mandates    *mandates.Store
	suomifi     *mandates.SuomiFi // nil: none
	rights      *mandates.Rights
}

// operation is one line of the list of routes, with the rule that guards it.
type operation struct {
	Name   identity.Operation
	Method string
	Path   string // chi's and OpenAPI's pattern, which are the same
	Rule   identity.Rule
}

// New builds the server and its routes. It does not touch the database.
func New(config Config) (*Server, error) {
	if config.Pool == nil || config.Layers == nil || config.Catalogue == nil || config.Personal == nil || config.Keys == nil {
		return nil, errors.New("api: pools, keys, layers and catalogue are obligatory")
	}
	if config.Startup == nil {
		config.Startup = NewStartup()
	}
	if config.Feed == nil {
		config.Feed = changes.NewFeed()
	}
	s := &Server{Config: config, edge: newEdge(config), router: chi.NewRouter(), bodies: semaphore.NewWeighted(allBodies)}
	s.Log = s.logger
	if config.LayersPool != nil {
		s.publisher = layers.NewStore(config.LayersPool)
	}
	s.people()
	if err := s.loadPages(); err != nil {
		return nil, err
	}
	var err error
	if s.mails, err = mails.NewStore(config.Personal, config.PublicURL); err != nil {
		return nil, err
	}
	if s.background, err = newBackground(config.Background); err != nil {
		return nil, err
	}
	s.metrics.registry.MustRegister(newPoolMetrics(config.Pool), newServingMetrics(s))
	if config.Tiles.Metrics == nil {
		config.Tiles.Metrics = s.metrics.registry
	}
	s.tiles = tiles.NewSource(config.Pool, config.Tiles)
	s.quick = &quick{next: s.router, answers: newQuick(s.tiles.QuickBytes()), generation: config.Catalogue.Generation, log: s.Log,
		hits: s.tiles.Hits(), took: s.metrics.requests.WithLabelValues(http.MethodGet, tilePath, "200")}
	speakInCodes()
	s.router.Use(append(s.chain(), s.know)...)
	s.api = humachi.New(s.router, openAPI(config.Version))
	s.router.NotFound(func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, errNoRoute) })
	s.router.MethodNotAllowed(s.methodNotAllowed)
	if err := s.routes(); err != nil {
		return nil, err
	}
	if s.document, err = writeDocument(s.api.OpenAPI()); err != nil {
		return nil, err
	}
	return s, nil
}

// people readies the stores of what is about persons.
func (s *Server) people() {
	s.parties, s.sessions = parties.NewStore(s.Personal, s.Keys), sessions.NewStore(s.Personal, s.Keys)
	s.attempts, s.limits = signin.NewStore(s.Personal, s.Keys, time.Now), newLimits()
	s.authorities, s.officials = authorities.NewStore(s.Pool), authorities.NewOfficials(s.Personal, s.parties)
	s.mandates = mandates.NewStore(s.Personal, s.Keys, time.Now)
	if s.Valtuudet != nil {
		s.suomifi = mandates.NewSuomiFi(s.Valtuudet, s.Personal, s.Keys, time.Now)
	}
	s.rights = mandates.NewRights(s.mandates, s.suomifi)
}

func newEdge(config Config) *edge {
	if config.Log == nil {
		config.Log = slog.Default()
	}
	return &edge{logger: config.Log, metrics: newMetrics(), publicURL: config.PublicURL}
}

func (s *Server) loadPages() error {
	files, err := web.FS()
	if errors.Is(err, web.ErrNotBuilt) {
		s.Log.Warn("the pages are missing", "reason", err)
		return nil
	}
	if err != nil {
		return err
	}
	s.files = files
	if s.page, err = web.Template(web.MainPage); err != nil {
		return err
	}
	s.national, err = web.Template(web.NationalPage)
	return err
}

// Changed takes what changed of live layers: their tiles are made anew, and open pages are told.
func (s *Server) Changed(batch changes.Batch) {
	s.tiles.Changed(batch)
	s.Feed.Tell(batch)
}

// Checks is the engine by which places are checked.
func (s *Server) Checks() *checks.Engine { return s.checks }

// Attachments are the files of projects; nil: none are taken in.
func (s *Server) Attachments() *attachments.Store { return s.attachments }

// Handler returns the whole service.
func (s *Server) Handler() http.Handler { return s.quick }

// Again answers at the connection what the handler has answered before and will always answer.
func (s *Server) Again(head []byte, r wire.Request) (withHead, body []byte, ok bool) {
	return s.quick.again(head, r)
}

// methodNotAllowed names the methods that the address does take.
func (s *Server) methodNotAllowed(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		if s.router.Match(chi.NewRouteContext(), method, r.URL.Path) {
			allowed = append(allowed, method)
			if method == http.MethodGet {
				allowed = append(allowed, http.MethodHead)
			}
		}
	}
	slices.Sort(allowed)
	for _, method := range slices.Compact(allowed) {
		w.Header().Add("Allow", method)
	}
	s.fail(w, r, errMethod)
}
