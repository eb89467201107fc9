package api

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"lupakartta/web"
)

// home sends a person to the service in the language that their browser asks for.
func (s *Server) home(w http.ResponseWriter, r *http.Request) error {
	w.Header().Add("Vary", "Accept-Language")
	http.Redirect(w, r, "/"+string(langOf(r.Context()))+"/", http.StatusFound)
	return nil
}

// slash completes a language's address.
func (s *Server) slash(w http.ResponseWriter, r *http.Request) error {
	target := "/" + string(langOf(r.Context())) + "/"
	if r.URL.RawQuery != "" {
		target += "?" + r.URL.RawQuery
	}
	http.Redirect(w, r, target, http.StatusPermanentRedirect)
	return nil
}

// servePage answers every address below a language with the one page of the front end, which reads the address itself.
func (s *Server) servePage(w http.ResponseWriter, r *http.Request) error {
	return s.writePage(w, r, s.page)
}

// serveNational answers with the map in the national grid, which MapLibre cannot draw.
func (s *Server) serveNational(w http.ResponseWriter, r *http.Request) error {
	return s.writePage(w, r, s.national)
}

// writePage fills a template of the front end in.
func (s *Server) writePage(w http.ResponseWriter, r *http.Request, page *template.Template) error {
	if page == nil {
		return web.ErrNotBuilt
	}
	request := requestOf(r.Context())
	config := web.Config{Version: s.Version, Demo: s.Demo, Background: s.background.page()}
	var body bytes.Buffer
	err := page.Execute(&body, web.Page{Lang: string(request.lang), Nonce: request.nonce, NoScript: text(request.lang, "page.no_script", nil), Config: config})
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	w.Header().Set("Content-Security-Policy", pagePolicy(request.nonce, s.https()))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(request.lang))
	w.Header().Set("Cache-Control", "no-cache")
	_, err = w.Write(body.Bytes())
	return err
}

// types are the media types of the front end's files, independent of what the machine's own tables say.
var types = map[string]string{
	".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2", ".json": "application/json", ".txt": "text/plain; charset=utf-8",
}

// serveAsset answers with a file whose name holds the hash of its content, so it may be kept for good.
func (s *Server) serveAsset(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Security-Policy", workerPolicy)
	return s.serveFile(w, r, path.Join("assets", path.Clean("/"+chi.URLParam(r, "*"))), "public, max-age=31536000, immutable")
}

// serveLicences answers with the licences of what the front end is made of.
func (s *Server) serveLicences(w http.ResponseWriter, r *http.Request) error {
	return s.serveFile(w, r, "licences.txt", "no-cache")
}

// serveIcon answers browsers that look for an icon at its old address.
func (s *Server) serveIcon(w http.ResponseWriter, r *http.Request) error {
	if s.files == nil {
		return errNoRoute
	}
	names, err := fs.Glob(s.files, "assets/icon*.svg")
	if err != nil || len(names) == 0 {
		return errNoRoute
	}
	return s.serveFile(w, r, names[0], "public, max-age=86400")
}

// serveFile answers with one file of the front end, in the best encoding that was made of it at build time.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, name, caching string) error {
	kind, known := types[path.Ext(name)]
	if s.files == nil || !known {
		return errNoRoute
	}
	w.Header().Add("Vary", "Accept-Encoding")
	for _, variant := range variants(r.Header.Get("Accept-Encoding")) {
		data, err := fs.ReadFile(s.files, name+variant.suffix)
		if err != nil {
			continue
		}
		if variant.encoding != "" {
			w.Header().Set("Content-Encoding", variant.encoding)
		}
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", caching)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
		return nil
	}
	return errNoRoute
}

// variant is one encoding of a file that the front end's build makes.
type variant struct{ encoding, suffix string }

// variants lists the encodings that a caller takes, best first; the file itself is always last.
func variants(accept string) []variant {
	var list []variant
	for _, v := range []variant{{"br", ".br"}, {"gzip", ".gz"}} {
		if takes(accept, v.encoding) {
			list = append(list, v)
		}
	}
	return append(list, variant{})
}

// takes tells whether Accept-Encoding names the encoding, or * does, without q=0.
func takes(accept, encoding string) bool {
	star := false
	for part := range strings.SplitSeq(accept, ",") {
		name, params, err := mime.ParseMediaType("x/" + strings.TrimSpace(part))
		if err != nil {
			continue
		}
		wanted := strings.Trim(params["q"], "0.") != "" || params["q"] == ""
		switch strings.TrimPrefix(name, "x/") {
		case encoding:
			return wanted
		case "*":
			star = wanted
		}
	}
	return star
}
