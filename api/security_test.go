package api

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestSecurityHeaders(t *testing.T) {
	s := newServer(t)
	for _, path := range []string{"/api/v1/layers", "/nowhere", "/healthz", "/fi/", "/api/docs", "/metrics", "/"} {
		h := ask(t, s, path).Header()
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin", "Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		policy := h.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "frame-ancestors 'none'"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: policy %q lacks %s", path, policy, part)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
			t.Errorf("%s: policy %q is too wide", path, policy)
		}
		if !strings.Contains(h.Get("Permissions-Policy"), "geolocation=(self)") {
			t.Errorf("%s: Permissions-Policy %q", path, h.Get("Permissions-Policy"))
		}
		if h.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: HSTS although the public address is not https", path)
		}
	}
}

func TestHTTPSOnlyWhereThePublicAddressIs(t *testing.T) {
	s := newServer(t, func(c *Config) { c.PublicURL = &url.URL{Scheme: "https", Host: "kartta.example.fi"} })
	if got := ask(t, s, "/healthz").Header().Get("Strict-Transport-Security"); !strings.HasPrefix(got, "max-age=31536000") {
		t.Errorf("HSTS %q, want a year", got)
	}
}

func TestForeignPagesChangeNothing(t *testing.T) {
	s := withProbe(t, func(*probe) error { return nil })
	s.publicURL = &url.URL{Scheme: "https", Host: "kartta.example.fi"}
	for _, c := range []struct {
		name    string
		method  string
		headers []string
		status  int
	}{
		{"a program", http.MethodPost, nil, 204},
		{"our own page", http.MethodPost, []string{"Sec-Fetch-Site", "same-origin"}, 204},
		{"a foreign page", http.MethodPost, []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 403},
		{"a sibling's page", http.MethodPost, []string{"Sec-Fetch-Site", "same-site", "Origin", "https://other.example.fi"}, 403},
		{"an old browser's foreign page", http.MethodPost, []string{"Origin", "https://evil.example"}, 403},
	} {
		t.Run(c.name, func(t *testing.T) {
			headers := append([]string{"Content-Type", "application/json"}, c.headers...)
			w := send(t, s, c.method, "/api/v1/probe?need=1", `{"geometry":{"type":"Point","places":[1,2]}}`, headers...)
			if w.Code != c.status {
				t.Fatalf("got %d, want %d", w.Code, c.status)
			}
			if c.status == http.StatusForbidden && decode[Problem](t, w).Type != "/api/problems/forbidden" {
				t.Errorf("not a problem: %s", w.Body)
			}
			if got := w.Header().Get("Access-Control-Allow-Origin"); got != "" {
				t.Errorf("writing is open to %q", got)
			}
		})
	}
}

func TestOpenDataForOtherSites(t *testing.T) {
	s := newServer(t)
	if got := ask(t, s, "/api/v1/layers", "Origin", "https://other.example").Header().Get("Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("reading layers: allowed origin %q, want *", got)
	}
	for path, want := range map[string]string{"/fi/": "", "/healthz": ""} {
		if got := ask(t, s, path, "Origin", "https://other.example").Header().Get("Access-Control-Allow-Origin"); got != want {
			t.Errorf("%s: allowed origin %q, want none", path, got)
		}
	}
	asks := func(method string) []string {
		return []string{"Origin", "https://other.example", "Access-Control-Request-Method", method, "Access-Control-Request-Headers", "if-none-match"}
	}
	w := send(t, s, http.MethodOptions, "/api/v1/layers", "", asks("GET")...)
	if w.Code != http.StatusNoContent || !strings.Contains(w.Header().Get("Access-Control-Allow-Headers"), "If-None-Match") {
		t.Errorf("asking before a GET: %d %v", w.Code, w.Header())
	}
	if w := send(t, s, http.MethodOptions, "/api/v1/layers", "", asks("POST")...); w.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("asking before a POST was allowed: %v", w.Header())
	}
}

func TestCompression(t *testing.T) {
	s := newServer(t)
	plain := ask(t, s, "/api/openapi.json")
	packed := ask(t, s, "/api/openapi.json", "Accept-Encoding", "gzip")
	if got := packed.Header().Get("Content-Encoding"); got != "gzip" {
		t.Fatalf("encoding %q, want gzip", got)
	}
	reader, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(reader)
	if err != nil || string(unpacked) != plain.Body.String() {
		t.Errorf("unpacked to something else (%v)", err)
	}
	if !strings.Contains(strings.Join(plain.Header().Values("Vary"), ","), "Accept-Encoding") {
		t.Errorf("Vary %v, want Accept-Encoding", plain.Header().Values("Vary"))
	}
	if got := packed.Header().Get("ETag"); !strings.HasPrefix(got, "W/") {
		t.Errorf("ETag %s of a body with several encodings is not weak", got)
	}
}
