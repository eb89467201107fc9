package api

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"net/http"
	"time"

	"lupakartta/internal/i18n"
)

//go:embed pages/*
var pageFiles embed.FS

// stylePath is where the plain pages' style lies.
const stylePath = "/api/style.css"

// The plain pages: those that must work without the front end, before the database does, or for programmers.
var pages = template.Must(template.New("").ParseFS(pageFiles, "pages/*.html"))

// plain is what every plain page needs.
type plain struct {
	Lang      i18n.Lang
	Languages []i18n.Lang // others, each linked when Path is set
	Path      string      // of this page, when it exists in other languages by lang=
	Title     string
	Refresh   int  // seconds; 0: never
	Form      bool // the page sends one
	Body      any
}

// T is the message of that key in the page's language.
func (p plain) T(key string) string { return text(p.Lang, "page."+key, nil) }

func (e *edge) writePlain(w http.ResponseWriter, r *http.Request, status int, name string, page plain) {
	page.Lang, page.Languages = langOf(r.Context()), i18n.Languages
	var body bytes.Buffer
	if err := pages.ExecuteTemplate(&body, name, page); err != nil {
		e.logger.ErrorContext(r.Context(), "page not written", "page", name, "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	forms := "'none'"
	if page.Form {
		forms = "'self'"
	}
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action "+forms+"; frame-ancestors 'none'")
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(page.Lang))
	h.Add("Vary", "Accept-Language")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body.Bytes()) // the caller has gone: nothing left to tell
	}
}

// problemPage shows a problem to a person.
func (e *edge) problemPage(w http.ResponseWriter, r *http.Request, p *Problem) {
	e.writePlain(w, r, p.Status, "problem.html", plain{Title: p.Title, Body: p})
}

// startingPage tells a person how far the start has come, and looks again by itself.
func (e *edge) startingPage(w http.ResponseWriter, r *http.Request, startup *Startup) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Retry-After", "2")
	lang := langOf(r.Context())
	e.writePlain(w, r, http.StatusServiceUnavailable, "starting.html", plain{Title: text(lang, "problem.starting.title", nil), Refresh: 2, Body: startup.Steps()})
}

// styleTag changes with the style.
var styleTag = func() string {
	data, err := pageFiles.ReadFile("pages/style.css")
	if err != nil {
		panic(err) // embedded
	}
	sum := sha256.Sum256(data)
	return `W/"` + hex.EncodeToString(sum[:8]) + `"`
}()

// style answers with the plain pages' style.
func style(w http.ResponseWriter, r *http.Request) error {
	data, err := pageFiles.ReadFile("pages/style.css")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("ETag", styleTag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	return nil
}
