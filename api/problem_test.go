package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgconn"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
	"lupakartta/layers/imports"
)

func TestProblemsInThreeLanguages(t *testing.T) {
	s := newServer(t)
	for _, c := range []struct{ accept, query, title string }{
		{"", "", "Ei löydy"},
		{"sv-FI, fi;q=0.5", "", "Hittades inte"},
		{"en-GB", "", "Not found"},
		{"en-GB", "?lang=sv", "Hittades inte"},
		{"de", "", "Ei löydy"},
	} {
		w := ask(t, s, "/api/v1/layers/nowhere"+c.query, "Accept-Language", c.accept)
		p := decode[Problem](t, w)
		if w.Code != http.StatusNotFound || p.Status != http.StatusNotFound || p.Title != c.title || p.Type != "/api/problems/not-found" {
			t.Errorf("accept %q%s: got %d %+v, want 404 %q", c.accept, c.query, w.Code, p, c.title)
		}
		if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("content type %q", got)
		}
		if p.Instance != "urn:uuid:"+w.Header().Get("X-Request-Id") {
			t.Errorf("instance %q is not the request %s", p.Instance, w.Header().Get("X-Request-Id"))
		}
	}
}

// probe is an operation with every kind of input, for the rendering of what the validation finds.
type probe struct {
	Count int    `query:"count" minimum:"1" maximum:"9"`
	When  string `query:"when" enum:"now,later"`
	Need  string `query:"need" required:"true"`
	Body  struct {
		Geometry struct {
			Type   string    `json:"type" enum:"Point"`
			Places []float64 `json:"places" minItems:"2"`
		} `json:"geometry"`
	}
}

func withProbe(t *testing.T, answer func(*probe) error) *Server {
	t.Helper()
	s := newServer(t)
	register(s, huma.Operation{OperationID: "home", Method: http.MethodPost, Path: "/api/v1/probe"},
		func(_ context.Context, in *probe) (*struct{}, error) { return nil, answer(in) })
	return s
}

func TestValidationFaults(t *testing.T) {
	s := withProbe(t, func(*probe) error { return nil })
	good := `{"geometry":{"type":"Point","places":[1,2]}}`
	for _, c := range []struct {
		name, query, body string
		status            int
		kind              string
		want              []Fault
	}{
		{"sound", "need=1", good, 204, "", nil},
		{"unknown parameter", "need=1&bbox=1", good, 400, "invalid-request", []Fault{{Parameter: "bbox", Code: "unknown_parameter"}}},
		{"not an integer", "need=1&count=many", good, 400, "invalid-request", []Fault{{Parameter: "count", Code: "not_integer"}}},
		{"out of range and not in the list", "need=1&count=10&when=never", good, 400, "invalid-request",
			[]Fault{{Parameter: "count", Code: "above_maximum"}, {Parameter: "when", Code: "not_one_of"}}},
		{"required parameter", "", good, 400, "invalid-request", []Fault{{Parameter: "need", Code: "required"}}},
		{"not JSON", "need=1", `{"geometry":`, 400, "invalid-request", []Fault{{Pointer: "", Code: "malformed"}}},
		{"no body", "need=1", ``, 400, "invalid-request", []Fault{{Pointer: "", Code: "required"}}},
		{"required member", "need=1", `{}`, 422, "invalid-content", []Fault{{Pointer: "/geometry", Code: "required"}}},
		{"faults deep down", "need=1", `{"geometry":{"type":"Circle","places":[1]},"x~/y":1}`, 422, "invalid-content",
			[]Fault{{Pointer: "/geometry/type", Code: "not_one_of"}, {Pointer: "/geometry/places", Code: "too_few_items"}, {Pointer: "/x~0~1y", Code: "unknown_field"}}},
		{"wrong type inside a list", "need=1", `{"geometry":{"type":"Point","places":[1,"a"]}}`, 422, "invalid-content", []Fault{{Pointer: "/geometry/places/1", Code: "not_number"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := send(t, s, http.MethodPost, "/api/v1/probe?"+c.query, c.body, "Content-Type", "application/json")
			if w.Code != c.status {
				t.Fatalf("got %d %s, want %d", w.Code, w.Body, c.status)
			}
			if c.kind == "" {
				return
			}
			p := decode[Problem](t, w)
			if p.Type != "/api/problems/"+c.kind {
				t.Errorf("type %s, want %s", p.Type, c.kind)
			}
			var got []Fault
			for _, f := range p.Errors {
				if f.Detail == "" || strings.Contains(f.Detail, "{") || strings.Contains(f.Detail, separator) || strings.Contains(f.Detail, f.Code) {
					t.Errorf("fault %s: unfinished words %q", f.Code, f.Detail)
				}
				got = append(got, Fault{Pointer: f.Pointer, Parameter: f.Parameter, Code: f.Code})
			}
			byPlace := func(a, b Fault) int { return strings.Compare(a.Pointer+a.Parameter, b.Pointer+b.Parameter) }
			slices.SortFunc(got, byPlace)
			slices.SortFunc(c.want, byPlace)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOtherRefusals(t *testing.T) {
	s := withProbe(t, func(*probe) error { return nil })
	for _, c := range []struct {
		name, method, path, body, mediaType string
		status                              int
		kind                                string
	}{
		{"body over the limit", http.MethodPost, "/api/v1/probe?need=1", strings.Repeat("x", maxBody+1), "application/json", 413, "too-large"},
		{"media type", http.MethodPost, "/api/v1/probe?need=1", `<a/>`, "application/xml", 415, "unsupported-media-type"},
		{"method", http.MethodDelete, "/api/v1/layers", ``, "", 405, "method-not-allowed"},
		{"address", http.MethodGet, "/api/v1/nothing", ``, "", 404, "not-found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := send(t, s, c.method, c.path, c.body, "Content-Type", c.mediaType)
			if p := decode[Problem](t, w); w.Code != c.status || p.Type != "/api/problems/"+c.kind {
				t.Errorf("got %d %s, want %d %s", w.Code, p.Type, c.status, c.kind)
			}
		})
	}
	if allow := send(t, s, http.MethodDelete, "/api/v1/layers", "").Header().Values("Allow"); !slices.Equal(allow, []string{"GET", "HEAD"}) {
		t.Errorf("Allow: %v, want GET and HEAD", allow)
	}
}

func TestEncodedBodiesAreRefused(t *testing.T) {
	s := newServer(t, withRules(t))
	body := `{"geometry":` + pointInside + `}`
	for _, c := range []struct {
		name, encoding, mediaType string
		status                    int
	}{
		{"plain", "", "application/json", http.StatusOK},
		{"named type with parameter", "Identity", "application/json; charset=utf-8", http.StatusOK},
		{"gzip", "gzip", "application/json", http.StatusUnsupportedMediaType},
		{"two", "identity, br", "application/json", http.StatusUnsupportedMediaType},
		{"another type", "", "text/plain", http.StatusUnsupportedMediaType},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := send(t, s, http.MethodPost, "/api/v1/checks", body, "Content-Type", c.mediaType, "Content-Encoding", c.encoding)
			if w.Code != c.status {
				t.Fatalf("got %d %s, want %d", w.Code, w.Body, c.status)
			}
			if c.status == http.StatusUnsupportedMediaType && decode[Problem](t, w).Type != "/api/problems/unsupported-media-type" {
				t.Errorf("got %s", w.Body)
			}
			if got := w.Header().Get("Accept-Encoding"); (got == "identity") != (c.status != http.StatusOK && c.encoding != "") {
				t.Errorf("Accept-Encoding %q", got)
			}
		})
	}
	if w := ask(t, s, "/api/v1/layers", "Content-Encoding", "gzip"); w.Code != http.StatusOK {
		t.Errorf("a request without a body: %d", w.Code)
	}
}

func TestErrorTable(t *testing.T) {
	var answer error
	s := withProbe(t, func(*probe) error { return answer })
	faults := geo.Faults{{Pointer: "/coordinates/0/3", Code: geo.SelfCrossing, Values: map[string]any{"lon": 24.5000001, "lat": 61.25}}}
	for _, c := range []struct {
		name   string
		err    error
		status int
		kind   string
	}{
		{"unknown", errors.New("secret: host 10.1.2.3"), 500, "internal"},
		{"wrapped not found", fmt.Errorf("layer 7: %w", layers.ErrNotFound), 404, "not-found"},
		{"the caller left", context.Canceled, 499, "cancelled"},
		{"too slow", context.DeadlineExceeded, 503, "unavailable"},
		{"no room for a file", fmt.Errorf("begin upload: %w", imports.ErrNoRoom), 507, "no-room"},
		{"shutting down", &pgconn.PgError{Code: "57P01"}, 503, "unavailable"},
		{"cut off", fmt.Errorf("query: %w", io.ErrUnexpectedEOF), 503, "unavailable"},
		{"a statement too slow", fmt.Errorf("tile: %w", &pgconn.PgError{Code: "57014"}), 503, "busy"},
		{"bad SQL", &pgconn.PgError{Code: "42601", Message: "secret"}, 500, "internal"},
		{"geometry", fmt.Errorf("check: %w", faults), 422, "invalid-geometry"},
	} {
		t.Run(c.name, func(t *testing.T) {
			answer = c.err
			w := send(t, s, http.MethodPost, "/api/v1/probe?need=1", `{"geometry":{"type":"Point","places":[1,2]}}`, "Content-Type", "application/json")
			p := decode[Problem](t, w)
			if w.Code != c.status || p.Type != "/api/problems/"+c.kind {
				t.Errorf("got %d %s, want %d %s", w.Code, p.Type, c.status, c.kind)
			}
			if strings.Contains(w.Body.String(), "secret") {
				t.Errorf("the answer tells what is ours alone: %s", w.Body)
			}
			if again := w.Header().Get("Retry-After"); (again != "") != (c.status == http.StatusServiceUnavailable) {
				t.Errorf("Retry-After %q with %d", again, c.status)
			}
		})
	}
	t.Run("words and pointer of a geometry fault", func(t *testing.T) {
		r := request{lang: i18n.Swedish}
		p := asProblem(r, inBody("/geometry", faults))
		want := []Fault{{Pointer: "/geometry/coordinates/0/3", Code: "self_crossing", Detail: "Kanten korsar sig själv vid 24.5, 61.25."}}
		if diff := cmp.Diff(want, p.Errors); diff != "" {
			t.Errorf("faults (-want +got):\n%s", diff)
		}
		if q := asProblem(r, inParameter("lon", faults)); q.Errors[0].Parameter != "lon" || q.Errors[0].Pointer != "" {
			t.Errorf("in a parameter: %+v", q.Errors[0])
		}
	})
}

func TestPanicIsAProblem(t *testing.T) {
	s := withProbe(t, func(*probe) error { panic("secret") })
	w := send(t, s, http.MethodPost, "/api/v1/probe?need=1", `{"geometry":{"type":"Point","places":[1,2]}}`, "Content-Type", "application/json")
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") || decode[Problem](t, w).Type != "/api/problems/internal" {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

// Every kind of problem is described at the address that is its type.
func TestProblemPages(t *testing.T) {
	s := newServer(t)
	for _, k := range kinds {
		for _, lang := range i18n.Languages {
			w := ask(t, s, "/api/problems/"+k.name+"?lang="+string(lang))
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), text(lang, "problem."+k.name+".title", nil)) {
				t.Errorf("%s in %s: %d", k.name, lang, w.Code)
			}
		}
	}
	if w := ask(t, s, "/api/problems/nothing"); w.Code != http.StatusNotFound {
		t.Errorf("unknown kind: %d, want 404", w.Code)
	}
}

var placeholder = regexp.MustCompile(`\{\w+\}`)

// The three languages have the same messages with the same values in them.
func TestMessagesAreComplete(t *testing.T) {
	for key, finnish := range messages[i18n.Finnish] {
		want := placeholder.FindAllString(finnish, -1)
		slices.Sort(want)
		for _, lang := range i18n.Languages {
			words := messages[lang][key]
			got := placeholder.FindAllString(words, -1)
			slices.Sort(got)
			if words == "" || !slices.Equal(want, got) {
				t.Errorf("%s in %s: %q, want the values %v", key, lang, words, want)
			}
		}
	}
	for _, lang := range i18n.Languages {
		if got, want := len(messages[lang]), len(messages[i18n.Finnish]); got != want {
			t.Errorf("%s has %d messages, Finnish has %d", lang, got, want)
		}
	}
	for _, k := range kinds {
		for _, part := range []string{".title", ".detail"} {
			if _, ok := messages[i18n.Finnish]["problem."+k.name+part]; !ok {
				t.Errorf("problem %s has no %s", k.name, part)
			}
		}
	}
}

// Every code of package geo has words. The list is read from its source, so a new code cannot be forgotten here.
func TestGeometryFaultsHaveWords(t *testing.T) {
	source, err := os.ReadFile("../geo/fault.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`FaultCode = "(\w+)"`).FindAllStringSubmatch(string(source), -1)
	if len(codes) < 15 {
		t.Fatalf("found %d codes in the source of geo", len(codes))
	}
	for _, code := range codes {
		if _, ok := messages[i18n.Finnish]["fault."+code[1]]; !ok {
			t.Errorf("fault %s has no words", code[1])
		}
	}
}

// Every fault that projects can have has words. As above, the list is read from the source.
func TestFaultsOfProjectsHaveWords(t *testing.T) {
	files, err := filepath.Glob("../projects/*.go")
	placing, again := filepath.Glob("../projects/placing/*.go")
	if err = errors.Join(err, again); err != nil {
		t.Fatal(err)
	}
	files = append(files, placing...)
	fault := regexp.MustCompile(`(?:\.(?:Add|When)\(.*, |Code: )"(\w+)"`)
	found := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, code := range fault.FindAllStringSubmatch(string(source), -1) {
			found[strings.TrimSuffix(code[1], "_")] = true
		}
	}
	if len(found) < 15 {
		t.Fatalf("found %d codes in the source of projects", len(found))
	}
	for code := range found {
		if _, ok := messages[i18n.Finnish]["fault."+code]; !ok {
			t.Errorf("fault %s has no words", code)
		}
	}
}

func TestHTMLProblemForPeople(t *testing.T) {
	s := newServer(t)
	w := ask(t, s, "/nowhere", "Accept", "text/html,application/xhtml+xml", "Accept-Language", "sv")
	if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "<h1>Hittades inte</h1>") {
		t.Errorf("got %d %.200s", w.Code, w.Body)
	}
	if w := ask(t, s, "/api/v1/nowhere", "Accept", "text/html"); w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("data address answered a browser with %s", w.Header().Get("Content-Type"))
	}
}
