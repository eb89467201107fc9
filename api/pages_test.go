package api

import (
	"encoding/json"
	"html/template"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"lupakartta/web"
)

// withFiles gives the server a small front end, so that the tests do not depend on what was built.
func withFiles(t testing.TB, s *Server) *Server {
	t.Helper()
	s.files = fstest.MapFS{
		"assets/main-AB12.js": {Data: []byte("plain")}, "assets/main-AB12.js.br": {Data: []byte("brotli")}, "assets/main-AB12.js.gz": {Data: []byte("gzip")},
		"assets/icon-CD34.svg": {Data: []byte("<svg/>")}, "assets/secret.map": {Data: []byte("{}")},
		"index.html": {Data: []byte("{{.Lang}}")}, "sizes.json": {Data: []byte("{}")}, "licences.txt": {Data: []byte("licences")},
	}
	s.page = template.Must(template.New("").Parse(`<html lang="{{.Lang}}"><meta name="csp-nonce" content="{{.Nonce}}">` +
		`<script type="application/json" id="page-config">{{.Config}}</script><noscript>{{.NoScript}}</noscript>`))
	s.national = s.page
	return s
}

func TestHomeLeadsToALanguage(t *testing.T) {
	s := newServer(t)
	for accept, want := range map[string]string{"": "/fi/", "sv": "/sv/", "en-US,en;q=0.9": "/en/", "de": "/fi/", "fi;q=0.1, sv;q=0.9": "/sv/"} {
		w := ask(t, s, "/", "Accept-Language", accept)
		if w.Code != http.StatusFound || w.Header().Get("Location") != want {
			t.Errorf("accept %q: %d to %s, want 302 to %s", accept, w.Code, w.Header().Get("Location"), want)
		}
		if !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Accept-Language") {
			t.Errorf("Vary %v", w.Header().Values("Vary"))
		}
	}
	if w := ask(t, s, "/sv?z=3"); w.Code != http.StatusPermanentRedirect || w.Header().Get("Location") != "/sv/?z=3" {
		t.Errorf("without the slash: %d to %s", w.Code, w.Header().Get("Location"))
	}
}

func TestPage(t *testing.T) {
	s := withFiles(t, newServer(t, func(c *Config) {
		c.Demo = true
		c.Background = Background{URL: "https://maps.example/{z}/{x}/{y}.png?k={key}", Key: "s3cret", Attribution: "© Example"}
	}))
	nonces := map[string]bool{}
	for _, path := range []string{"/fi/", "/sv/kartta?z=10", "/en/place/1", "/sv/etrs-tm35fin?e=480000&n=6920000&z=9"} {
		w := ask(t, s, path, "Accept-Language", "de")
		body := w.Body.String()
		if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-cache" || !strings.Contains(body, `lang="`+path[1:3]+`"`) {
			t.Errorf("%s: %d %v %s", path, w.Code, w.Header(), body)
		}
		nonce := regexp.MustCompile(`csp-nonce" content="(\w{20,})"`).FindStringSubmatch(body)
		if nonce == nil || !strings.Contains(w.Header().Get("Content-Security-Policy"), "'nonce-"+nonce[1]+"'") {
			t.Errorf("%s: the page's nonce %v is not its policy's %s", path, nonce, w.Header().Get("Content-Security-Policy"))
			continue
		}
		nonces[nonce[1]] = true
		if strings.Contains(body, "s3cret") || strings.Contains(body, "maps.example") {
			t.Errorf("%s tells the background's key or host", path)
		}
		var config web.Config
		text := regexp.MustCompile(`(?s)id="page-config">(.*?)</script>`).FindStringSubmatch(body)[1]
		if err := json.Unmarshal([]byte(text), &config); err != nil || !config.Demo || config.Version != "test" || config.Background.Attribution != "© Example" {
			t.Errorf("%s: config %q (%v)", path, text, err)
		}
	}
	if len(nonces) != 4 {
		t.Errorf("%d nonces for 4 answers", len(nonces))
	}
	if w := ask(t, s, "/de/"); w.Code != http.StatusNotFound {
		t.Errorf("a language that is not ours: %d, want 404", w.Code)
	}
}

func TestAssets(t *testing.T) {
	s := withFiles(t, newServer(t))
	for _, c := range []struct{ path, accept, encoding, body string }{
		{"/assets/main-AB12.js", "", "", "plain"},
		{"/assets/main-AB12.js", "gzip, deflate, br", "br", "brotli"},
		{"/assets/main-AB12.js", "gzip;q=1.0, br;q=0", "gzip", "gzip"},
		{"/assets/main-AB12.js", "br;q=0.000, gzip;q=0", "", "plain"},
		{"/assets/main-AB12.js", "*", "br", "brotli"},
		{"/assets/main-AB12.js", "identity", "", "plain"},
		{"/assets/icon-CD34.svg", "br", "", "<svg/>"},
	} {
		w := ask(t, s, c.path, "Accept-Encoding", c.accept)
		if w.Code != http.StatusOK || w.Header().Get("Content-Encoding") != c.encoding || w.Body.String() != c.body {
			t.Errorf("%s accepting %q: %d %q %q, want %q %q", c.path, c.accept, w.Code, w.Header().Get("Content-Encoding"), w.Body, c.encoding, c.body)
		}
		if got := w.Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
			t.Errorf("%s: Cache-Control %q", c.path, got)
		}
		if got := w.Header().Get("Vary"); !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Accept-Encoding") {
			t.Errorf("%s: Vary %q", c.path, got)
		}
	}
	if got := ask(t, s, "/assets/main-AB12.js").Header().Get("Content-Type"); !strings.HasPrefix(got, "text/javascript") {
		t.Errorf("script's type %q", got)
	}
	for _, path := range []string{"/assets/", "/assets/none.js", "/assets/../index.html", "/assets/%2e%2e/sizes.json", "/assets/secret.map", "/assets/main-AB12.js.br", "/index.html", "/sizes.json"} {
		if w := ask(t, s, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, w.Code)
		}
	}
	if w := ask(t, s, "/favicon.ico"); w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/svg+xml" {
		t.Errorf("favicon: %d %s", w.Code, w.Header().Get("Content-Type"))
	}
}

// The documentation is complete, in three languages, without a script and without another host.
func TestDocumentationPage(t *testing.T) {
	s := newServer(t)
	for lang, want := range map[string]string{"fi": "Rajapinnan ohje", "sv": "Gränssnittets dokumentation", "en": "API documentation"} {
		body := ask(t, s, "/api/docs?lang="+lang).Body.String()
		if !strings.Contains(body, "<h1>"+want+"</h1>") || !strings.Contains(body, `<html lang="`+lang+`"`) {
			t.Errorf("%s: %.300s", lang, body)
		}
		for path, item := range s.api.OpenAPI().Paths {
			if item.Get != nil && !strings.Contains(body, `id="`+item.Get.OperationID+`"`) {
				t.Errorf("%s: %s is not described", lang, path)
			}
		}
		if strings.Contains(body, "<script") || regexp.MustCompile(`(src|href)="(https?:)?//`).MatchString(body) {
			t.Errorf("%s: the page asks for scripts or another host", lang)
		}
		if missing := regexp.MustCompile(`>page\.[\w.]+<`).FindString(body); missing != "" {
			t.Errorf("%s: %s has no words", lang, missing)
		}
	}
}
