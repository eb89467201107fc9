package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/internal/blob"
	"lupakartta/internal/i18n"
	"lupakartta/internal/keys/keystest"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/internal/testlog"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
)

// newServer returns the real server over an empty, migrated database; change may fill it and alter the configuration.
func newServer(t testing.TB, change ...func(*Config)) *Server {
	t.Helper()
	return serverOver(t, testdb.New(t), change...)
}

func serverOver(t testing.TB, pool *pgxpool.Pool, change ...func(*Config)) *Server {
	t.Helper()
	app := testdb.As(t, pool, pg.AppRole)
	store := layers.NewStore(app)
	config := Config{Pool: pool, LayersPool: testdb.As(t, pool, pg.LayersRole), Personal: testdb.As(t, pool, pg.PersonalRole), Keys: keystest.New(t), Layers: store, Catalogue: layers.NewCatalogue(store),
		Version: "test", Log: testlog.Logger()}
	var err error
	if config.Blobs, err = blob.Open(context.Background(), t.TempDir()); err != nil {
		t.Fatal(err)
	}
	for _, c := range change {
		c(&config)
	}
	config.Pool = app // what fills the database owns it; the service does not
	if err := config.Catalogue.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	s, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// groundwater is a recipe with everything that the layer list tells.
var groundwater = layers.Recipe{
	ID: "groundwater_areas", Theme: layers.Groundwater,
	Title:       i18n.Text{Fi: "Pohjavesialueet", Sv: "Grundvattenområden", En: "Groundwater areas"},
	Publisher:   i18n.Text{Fi: "Koeviranomainen", Sv: "Provmyndigheten", En: "Test authority"},
	Attribution: "© Koeviranomainen", Licence: "CC-BY-4.0", DataDate: "2026-01-31", Key: "tunnus", Names: []string{"nimi"},
	Coverage: layers.Coverage{Kind: layers.CoverArea, Why: layers.Grounds{Text: i18n.Text{Fi: "test"}}},
	Attributes: []layers.Attribute{
		{Name: "luokka", Label: i18n.Text{Fi: "Luokka", Sv: "Klass", En: "Class"}, Meaning: "groundwater_class", Tile: true,
			Codes: map[string]i18n.Text{"1E": {Fi: "Vedenhankintaa varten tärkeä", Sv: "Viktigt för vattentäkt", En: "Important for water supply"}}},
		{Name: "tunnus", Label: i18n.Text{Fi: "Tunnus", Sv: "Beteckning", En: "Id"}, Hidden: true},
	},
	Style: layers.Style{ColorBy: "luokka", Colors: map[string]string{"1E": "#0000ff"}, MinZoom: 8, Visible: true},
}

// publish builds and publishes a layer of one square near the middle of the country.
func publish(t testing.TB, pool *pgxpool.Pool, recipe layers.Recipe) int64 {
	t.Helper()
	square := orb.Polygon{{{480000, 6920000}, {481000, 6920000}, {481000, 6921000}, {480000, 6921000}, {480000, 6920000}}}
	return layerstest.Publish(t, pool, layerstest.Layer{Recipe: recipe, Source: "pohjavesi.gpkg", Cover: orb.MultiPolygon{square},
		Features: []layerstest.Feature{{ID: "A1", Shape: square, Attributes: map[string]any{"luokka": "1E", "tunnus": "A1", "nimi": "Harju"}}}}).Number
}

// ask gets an address; headers come as name, value pairs.
func ask(t testing.TB, s *Server, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return send(t, s, http.MethodGet, path, "", headers...)
}

// send sends a request and compares the answer with what the OpenAPI document promises, where it promises anything.
func send(t testing.TB, s *Server, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	w := do(s, r, headers...)
	if strings.HasPrefix(r.URL.Path, "/api/v1/") && r.Header.Get("Accept-Encoding") == "" {
		promised(t, s, r, w)
	}
	return w
}

// get asks without comparing the answer with the document.
func get(s *Server, path string, headers ...string) *httptest.ResponseRecorder {
	return do(s, httptest.NewRequest(http.MethodGet, path, nil), headers...)
}

func do(s *Server, r *http.Request, headers ...string) *httptest.ResponseRecorder {
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

func promised(t testing.TB, s *Server, r *http.Request, w *httptest.ResponseRecorder) {
	t.Helper()
	route, parameters, err := documentOf(t, s).FindRoute(r)
	if err != nil {
		return // an address or a method that the document does not know
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, Route: route, PathParams: parameters},
		Status:                 w.Code, Header: w.Header(), Body: io.NopCloser(bytes.NewReader(w.Body.Bytes())),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	if err := openapi3filter.ValidateResponse(context.Background(), input); err != nil {
		t.Errorf("%s %s: the answer is not what the document promises: %v", r.Method, r.URL.Path, err)
	}
}

// documents are those already read, by their text: most servers have the same one, and reading it takes long.
var documents sync.Map

func documentOf(t testing.TB, s *Server) routers.Router {
	t.Helper()
	if known, ok := documents.Load(string(s.document)); ok {
		return known.(routers.Router)
	}
	document, err := openapi3.NewLoader().LoadFromData(s.document)
	if err != nil {
		t.Fatal(err)
	}
	router, err := legacy.NewRouter(document)
	if err != nil {
		t.Fatal(err)
	}
	documents.Store(string(s.document), router)
	return router
}

// decode reads a JSON answer.
func decode[T any](t testing.TB, w *httptest.ResponseRecorder) T {
	t.Helper()
	var value T
	if err := json.Unmarshal(w.Body.Bytes(), &value); err != nil {
		t.Fatalf("answer %q: %v", w.Body, err)
	}
	return value
}

// The document is valid OpenAPI 3.1 and says of every operation what a reader needs.
func TestOpenAPIDocument(t *testing.T) {
	s := newServer(t)
	w := ask(t, s, "/api/openapi.json")
	document, err := openapi3.NewLoader().LoadFromData(w.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := document.Validate(context.Background()); err != nil {
		t.Errorf("not valid: %v", err)
	}
	if document.OpenAPI != "3.1.0" {
		t.Errorf("version %s, want 3.1.0", document.OpenAPI)
	}
	tags := map[string]bool{}
	for _, tag := range document.Tags {
		tags[tag.Name] = true
	}
	for path, item := range document.Paths.Map() {
		for method, op := range item.Operations() {
			if op.OperationID == "" || op.Summary == "" || len(op.Tags) != 1 || !tags[op.Tags[0]] {
				t.Errorf("%s %s: want an id, a summary and one tag of the list, got %q, %q, %v", method, path, op.OperationID, op.Summary, op.Tags)
			}
			if op.Responses.Default() == nil {
				t.Errorf("%s %s: no problem among its answers", method, path)
			}
		}
	}
	if again := ask(t, s, "/api/openapi.json", "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("asked again with its ETag: %d, want 304", again.Code)
	}
}
