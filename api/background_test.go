package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// standIn is a background map's server that answers as the National Land Survey's does.
func standIn(t *testing.T, asked *atomic.Int64, down *atomic.Bool) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		switch {
		case down.Load():
			http.Error(w, "s3cret", http.StatusInternalServerError)
		case r.URL.Query().Get("api-key") != "s3cret":
			http.Error(w, "no key", http.StatusUnauthorized)
		case strings.Contains(r.URL.Path, "/10/290/582"):
			http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusFound)
		case strings.Contains(r.URL.Path, "/10/290/581"):
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<script>"))
		case strings.Contains(r.URL.Path, "/10/291/581"):
			http.NotFound(w, r)
		default:
			w.Header().Set("Content-Type", "image/png")
			_, _ = w.Write([]byte(r.URL.Path))
		}
	}))
	t.Cleanup(server.Close)
	return server
}

func TestBackground(t *testing.T) {
	var asked atomic.Int64
	var down atomic.Bool
	other := standIn(t, &asked, &down)
	s := newServer(t, func(c *Config) {
		c.Background = Background{URL: other.URL + "/wmts/{z}/{y}/{x}.png?api-key={key}", Key: "s3cret", Attribution: "© Example"}
	})
	w := ask(t, s, "/background/10/580/290.png")
	if w.Code != http.StatusOK || w.Body.String() != "/wmts/10/290/580.png" || w.Header().Get("Content-Type") != "image/png" {
		t.Fatalf("got %d %s %q", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	down.Store(true)
	if w := ask(t, s, "/background/10/580/290.png"); w.Code != http.StatusOK || asked.Load() != 1 {
		t.Errorf("kept tile: %d after %d questions, want 200 after one", w.Code, asked.Load())
	}
	if w := ask(t, s, "/background/10/579/290.png"); w.Code != http.StatusBadGateway || strings.Contains(w.Body.String(), "s3cret") {
		t.Errorf("other server down: %d %s, want 502 without its words", w.Code, w.Body)
	}
	down.Store(false)
	if w := ask(t, s, "/background/10/579/290.png"); w.Code != http.StatusOK {
		t.Errorf("a failure was kept: %d", w.Code)
	}
	for path, want := range map[string]int{
		"/background/10/582/290.png": 502, // redirects elsewhere are not followed
		"/background/10/581/290.png": 502, // not an image
		"/background/10/581/291.png": 204, // nothing there
	} {
		if w := ask(t, s, path); w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
	before := asked.Load()
	for _, path := range []string{
		"/background/10/0/0.png", "/background/19/300000/150000.png", "/background/10/1024/290.png", "/background/10/-1/290.png",
		"/background/10/0580/290.png", "/background/x/580/290.png", "/background/10/580/290%2f..%2f..%2fx.png", "/background/99999999999999999999/1/1.png",
	} {
		if w := ask(t, s, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, w.Code)
		}
	}
	if asked.Load() != before {
		t.Error("the other server was asked for tiles that are not of Finland")
	}
}

func TestBackgroundSettings(t *testing.T) {
	if b, err := newBackground(Background{}); b != nil || err != nil {
		t.Errorf("nothing set: %v, %v", b, err)
	}
	survey, err := newBackground(Background{Key: "k"})
	if err != nil || survey.Attribution != "© Maanmittauslaitos" || !strings.HasPrefix(survey.URL, "https://avoin-karttakuva.maanmittauslaitos.fi/") {
		t.Errorf("with a key alone: %+v, %v, want the National Land Survey's", survey, err)
	}
	for _, address := range []string{"file:///{z}/{x}/{y}", "https://maps.example/{z}/{x}.png", "{z}{x}{y}"} {
		if _, err := newBackground(Background{URL: address}); err == nil {
			t.Errorf("%s was taken", address)
		}
	}
	if w := ask(t, newServer(t), "/background/10/580/290.png"); w.Code != http.StatusNotFound {
		t.Errorf("without a background: %d, want 404", w.Code)
	}
}
