package api

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/go-chi/chi/v5"

	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// newServer returns the real server over an empty, migrated database.
func newServer(t testing.TB) *Server {
	t.Helper()
	pool := testdb.New(t)
	store := layers.NewStore(pool)
	s, err := New(Config{Pool: pool, Layers: store, Catalogue: layers.NewCatalogue(store), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// get asks the server; headers come as name, value pairs.
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

// Every address the router answers has a line in the list of operations, and every line has a policy.
func TestEveryOperationHasAPolicy(t *testing.T) {
	s := newServer(t)
	known := map[string]bool{}
	for _, op := range s.operations {
		if op.Policy == "" {
			t.Errorf("%s %s has no policy", op.Method, op.Path)
		}
		known[op.Method+" "+op.Path] = true
	}
	err := chi.Walk(s.router, func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if !known[method+" "+route] {
			t.Errorf("%s %s was added past the list of routes, so nothing guards it", method, route)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
