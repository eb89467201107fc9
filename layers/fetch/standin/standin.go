// Package standin speaks the protocols by which registers hand out features, for tests: WFS 2.0 and 1.1 (OGC 09-025,
// 04-094), OGC API Features (17-069, 18-058) and plain files with validators. It checks what the real services check, and
// does wrong what they are known to do wrong when a test asks for it.
package standin

import (
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Layer is a feature type of a WFS, or a collection of OGC API Features.
type Layer struct {
	Name     string // "register:springs"; a collection's id is what stands after the colon
	Title    string
	CRS      []string // as the service writes them, the default one first; of OGC API Features those beside CRS84
	Fields   []Field
	Features []Feature
}

// Field is an attribute, with its XML Schema type.
type Field struct{ Name, Kind string }

// Feature is a point.
type Feature struct {
	ID       string
	Values   []string // one per field
	E, N     float64  // EPSG:3067
	Lon, Lat float64
}

// id is a layer's name without its prefix.
func (l Layer) id() string {
	_, after, ok := strings.Cut(l.Name, ":")
	if !ok {
		return l.Name
	}
	return after
}

// Service is what both protocols have in common: the layers, and what is wrong with them.
type Service struct {
	Layers []Layer
	Most   int // features in one answer; 0: as many as are asked for

	Hidden    bool   // does not say how many features there are
	Silent    bool   // says it nowhere else either: not for hits, not by links
	Matched   int    // says that there are so many; 0: tells the truth
	Stuck     bool   // gives the first page whatever is asked for
	Unordered bool   // turns the order of its features with every answer
	Shrinks   bool   // loses a feature with every answer
	CutPage   int    // breaks this page off in the middle; 1 is the first
	LoginPage int    // from this page on answers with a web page and status 200
	Busy      int    // answers so many requests for features with 503 first
	Elsewhere string // begins the addresses of next pages: "http://other.example"
	Key       string // must stand in every request as api-key

	mu       sync.Mutex
	requests []*http.Request
	pages    int
	refused  int
}

// Requests are those that have come, in order.
func (s *Service) Requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// note keeps the request, and answers those that must not go on.
func (s *Service) note(w http.ResponseWriter, r *http.Request) bool {
	s.mu.Lock()
	s.requests = append(s.requests, r)
	s.mu.Unlock()
	if s.Key != "" && r.URL.Query().Get("api-key") != s.Key {
		http.Error(w, "no key", http.StatusUnauthorized)
		return false
	}
	return true
}

// turn counts pages and says what is wrong with this one.
func (s *Service) turn() (page int, busy bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refused < s.Busy {
		s.refused++
		return 0, true
	}
	s.pages++
	return s.pages, false
}

// part is what of a layer goes into an answer, and how many features the service claims to have.
func (s *Service) part(l Layer, page, start, count int) (features []Feature, matched int) {
	all := slices.Clone(l.Features)
	if s.Shrinks {
		all = all[:max(0, len(all)-page+1)]
	}
	if s.Unordered && len(all) > 0 {
		turn := page - 1
		all = append(all[turn%len(all):], all[:turn%len(all)]...)
	}
	matched = len(all)
	if s.Matched != 0 {
		matched = s.Matched
	}
	if s.Stuck {
		start = 0
	}
	if count < 0 || s.Most > 0 && count > s.Most {
		count = s.Most
		if s.Most == 0 {
			count = len(all)
		}
	}
	start = min(start, len(all))
	return all[start:min(len(all), start+count)], matched
}

// write sends a page, whole or not.
func (s *Service) write(w http.ResponseWriter, page int, kind string, body []byte) {
	if s.LoginPage != 0 && page >= s.LoginPage {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<!DOCTYPE html>\n<html><head><title>Kirjaudu</title></head><body></body></html>"))
		return
	}
	w.Header().Set("Content-Type", kind)
	if s.CutPage == page {
		body = body[:len(body)/2]
	}
	_, _ = w.Write(body)
}

// Springs is a layer of so many features. Their codes have leading zeros, which must not get lost.
func Springs(name string, count int) Layer {
	l := Layer{Name: name, Title: "Lähteet", CRS: []string{"urn:ogc:def:crs:EPSG::3067", "urn:ogc:def:crs:EPSG::4326"},
		Fields: []Field{{"code", "string"}, {"name", "string"}, {"depth", "double"}, {"seen", "date"}}}
	for i := range count {
		code := []byte("00000")
		for at, n := 4, i; n > 0; at, n = at-1, n/10 {
			code[at] = byte('0' + n%10)
		}
		l.Features = append(l.Features, Feature{ID: l.id() + "." + string(code), Values: []string{string(code), "Lähde <" + string(code) + ">", "1.5", "2026-05-01"},
			E: 328000 + float64(i), N: 6822000, Lon: 23.78 + float64(i)/1e4, Lat: 61.5})
	}
	return l
}
