package api

import (
	"crypto/rand"
	"net/http"
	"strings"

	"github.com/klauspost/compress/gzhttp"
)

// dataPolicy is the Content-Security-Policy of everything that is not a page.
const dataPolicy = "default-src 'none'; frame-ancestors 'none'"

// workerPolicy is the Content-Security-Policy of the front end's files. A worker lives under the policy of its own
// file, not of the page, and the map's worker fetches tiles.
const workerPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"

// pagePolicy is the Content-Security-Policy of a page: our own files only. Styles that the design system writes
// while it runs carry the nonce.
func pagePolicy(nonce string, https bool) string {
	policy := "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; img-src 'self' data: blob:; font-src 'self'; " +
		"connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	if https {
		policy += "; upgrade-insecure-requests"
	}
	return policy
}

func newNonce() string { return rand.Text() } // 130 bits

func (e *edge) https() bool { return e.publicURL != nil && e.publicURL.Scheme == "https" }

// secure sets the headers that every answer has; a page replaces the policy with its own.
func (e *edge) secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", dataPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "geolocation=(self), camera=(), microphone=(), payment=(), usb=()")
		if e.https() {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// refuseForeign refuses requests that change something when another site's page sent them.
func (e *edge) refuseForeign(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	if e.publicURL != nil {
		// A proxy in front may have changed Host; the address that people see is ours in any case.
		if err := guard.AddTrustedOrigin(e.publicURL.Scheme + "://" + e.publicURL.Host); err != nil {
			e.logger.Warn("public URL is not an origin", "error", err)
		}
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.write(w, r, newProblem(requestOf(r.Context()), kindForbidden))
	}))
	return guard.Handler(next)
}

// openPrefixes are the addresses of open data, which any site may read.
var openPrefixes = []string{"/api/", "/tiles/", "/styles/", "/ogc"}

func isOpen(path string) bool {
	for _, prefix := range openPrefixes {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}

// openData lets pages of other sites read open data (CORS), without credentials and without changing anything.
func openData(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isOpen(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		h := w.Header()
		asked := r.Header.Get("Access-Control-Request-Method")
		switch {
		case r.Method == http.MethodGet || r.Method == http.MethodHead:
			h.Set("Access-Control-Allow-Origin", "*")
			h.Set("Access-Control-Expose-Headers", "ETag, Link, Retry-After, X-Request-Id, Content-Crs")
			h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		case r.Method == http.MethodOptions && (asked == http.MethodGet || asked == http.MethodHead):
			h.Set("Access-Control-Allow-Origin", "*")
			h.Set("Access-Control-Allow-Methods", "GET, HEAD")
			h.Set("Access-Control-Allow-Headers", "Accept-Language, If-None-Match")
			h.Set("Access-Control-Max-Age", "86400")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// compressed are the types worth compressing on the way. Tiles and the page's own files come compressed already.
var compressed = []string{"application/json", "application/problem+json", "application/geo+json", "application/openapi+json", "text/html", "text/css"}

// compress compresses answers of those types that are longer than a packet.
func compress(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.ContentTypes(compressed), gzhttp.MinSize(1400))
	if err != nil {
		panic(err) // constant options
	}
	return wrap(next)
}
