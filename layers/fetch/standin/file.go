package standin

import (
	"net/http"
	"strconv"
	"time"
)

// File is a file that a register publishes. It knows conditions (RFC 9110) as web servers do.
type File struct {
	Body     []byte
	Kind     string // media type
	ETag     string // with its quotes; "" is none
	Modified time.Time
	Name     string // in Content-Disposition; "" is no such header
	Promised int    // says that it has so many bytes; 0: tells the truth
	Served   int    // how often the whole was sent
	Hangs    bool   // stops after half of it, and goes on when the client has gone
}

// ServeHTTP implements http.Handler.
func (f *File) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	if f.ETag != "" {
		header.Set("ETag", f.ETag)
	}
	if !f.Modified.IsZero() {
		header.Set("Last-Modified", f.Modified.UTC().Format(http.TimeFormat))
	}
	if f.same(r) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if f.Kind != "" {
		header.Set("Content-Type", f.Kind)
	}
	if f.Name != "" {
		header.Set("Content-Disposition", `attachment; filename="`+f.Name+`"`)
	}
	if f.Promised != 0 {
		header.Set("Content-Length", strconv.Itoa(f.Promised))
	}
	f.Served++
	if f.Hangs {
		_, _ = w.Write(f.Body[:len(f.Body)/2])
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
		return
	}
	_, _ = w.Write(f.Body)
}

// same tells whether the client has it already. A date counts only where no tag is asked about.
func (f *File) same(r *http.Request) bool {
	if tag := r.Header.Get("If-None-Match"); tag != "" {
		return tag == f.ETag
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !f.Modified.IsZero() && !f.Modified.Truncate(time.Second).After(since)
}
