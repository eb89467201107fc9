package standin

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// OGCAPI is an OGC API Features service at the root of its server.
type OGCAPI struct {
	Service
	ContentCRS string // instead of the truth in the header; "-" leaves the header away
	LowLimit   int    // a limit above is a mistake (400), against the standard; 0: taken for the most there is
	Base       string // begins the addresses of links: what services behind a proxy believe; "" is the truth
}

const crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

// ServeHTTP implements http.Handler. Parameters that an operation does not know are mistakes, as the standard wants.
func (s *OGCAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.note(w, r) {
		return
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	base := s.Base
	if base == "" {
		base = "http://" + r.Host
	}
	switch {
	case r.URL.Path == "/":
		s.landing(w, r, base)
	case parts[0] != "collections" || len(parts) > 3:
		problem(w, http.StatusNotFound, "not found")
	case len(parts) == 1:
		list := []any{}
		for _, l := range s.Layers {
			list = append(list, l.collection(base, []string{"#/crs"}))
		}
		reply(w, map[string]any{"links": []any{}, "collections": list, "crs": s.systems()})
	default:
		s.below(w, r, base, parts)
	}
}

func (s *OGCAPI) below(w http.ResponseWriter, r *http.Request, base string, parts []string) {
	i := slices.IndexFunc(s.Layers, func(l Layer) bool { return l.id() == parts[1] })
	switch {
	case i < 0:
		problem(w, http.StatusNotFound, "no such collection")
	case len(parts) == 2:
		reply(w, s.Layers[i].collection(base, s.systems()))
	case parts[2] == "items":
		s.items(w, r, s.Layers[i])
	default:
		problem(w, http.StatusNotFound, "not found")
	}
}

// systems are those of every collection: the default one, and those of the first layer.
func (s *OGCAPI) systems() []string {
	list := []string{crs84}
	if len(s.Layers) > 0 {
		list = append(list, s.Layers[0].CRS...)
	}
	return list
}

// landing is a page for people unless JSON is asked for, as most services' is.
func (s *OGCAPI) landing(w http.ResponseWriter, r *http.Request, base string) {
	if !strings.Contains(r.Header.Get("Accept"), "json") {
		_, _ = w.Write([]byte("<html><body>Register</body></html>"))
		return
	}
	reply(w, map[string]any{"title": "Register", "links": []any{
		map[string]any{"rel": "self", "href": base + "/", "type": "application/json"},
		map[string]any{"rel": "conformance", "href": base + "/conformance", "type": "application/json"},
		map[string]any{"rel": "data", "href": base + "/collections?f=html", "type": "text/html"},
		map[string]any{"rel": "data", "href": base + "/collections", "type": "application/json"},
	}})
}

func (l Layer) collection(base string, systems []string) map[string]any {
	items := base + "/collections/" + l.id() + "/items"
	return map[string]any{"id": l.id(), "title": l.Title, "itemType": "feature", "crs": systems, "links": []any{
		map[string]any{"rel": "items", "href": items + "?f=html", "type": "text/html"},
		map[string]any{"rel": "items", "href": items, "type": "application/geo+json"},
	}}
}

func reply(w http.ResponseWriter, answer any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

func problem(w http.ResponseWriter, code int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(map[string]any{"title": http.StatusText(code), "detail": detail})
}

func (s *OGCAPI) items(w http.ResponseWriter, r *http.Request, l Layer) {
	query := r.URL.Query()
	limit, start, fault := s.limits(query)
	crs := query.Get("crs")
	if crs != "" && !slices.Contains(s.systems(), crs) {
		fault = "crs: not known"
	}
	if fault != "" {
		problem(w, http.StatusBadRequest, fault)
		return
	}
	page, busy := s.turn()
	if busy {
		problem(w, http.StatusServiceUnavailable, "busy")
		return
	}
	features, matched := s.part(l, page, start, limit)
	degrees := !strings.HasSuffix(crs, "3067")
	list := []any{}
	for _, f := range features {
		list = append(list, l.geoJSON(f, degrees))
	}
	answer := map[string]any{"type": "FeatureCollection", "features": list, "numberReturned": len(list), "timeStamp": fmt.Sprintf("2026-11-22T12:00:%02dZ", page%60)}
	if !s.Hidden {
		answer["numberMatched"] = matched
	}
	if next := s.next(r, start, len(features), len(l.Features)); next != "" {
		answer["links"] = []any{map[string]any{"rel": "next", "href": next, "type": "application/geo+json"}}
	}
	s.header(w, crs)
	data, err := json.Marshal(answer)
	if err != nil {
		panic(err) // strings and numbers
	}
	s.write(w, page, "application/geo+json", data)
}

// limits reads the numbers of a request; pages are told apart by a token that clients must not make up.
func (s *OGCAPI) limits(query url.Values) (limit, start int, fault string) {
	limit = 10
	for name, values := range query {
		switch n, err := strconv.Atoi(strings.TrimPrefix(values[0], "at-")); {
		case name == "crs" || name == "api-key" || name == "bbox" || name == "f":
		case name == "limit" && err == nil && n > 0 && (s.LowLimit == 0 || n <= s.LowLimit):
			limit = n
		case name == "page" && err == nil && strings.HasPrefix(values[0], "at-"):
			start = n
		default:
			return 0, 0, name + ": " + values[0]
		}
	}
	return limit, start, ""
}

func (s *OGCAPI) next(r *http.Request, start, given, all int) string {
	if start+given >= all && !s.Stuck || s.Silent {
		return ""
	}
	query := r.URL.Query()
	query.Del("api-key") // a key is the client's to send
	query.Set("page", "at-"+strconv.Itoa(start+given))
	base := s.Elsewhere
	if base == "" {
		base = "http://" + r.Host
	}
	return base + r.URL.Path + "?" + query.Encode()
}

func (s *OGCAPI) header(w http.ResponseWriter, crs string) {
	if crs == "" {
		crs = crs84
	}
	if s.ContentCRS != "" {
		crs = s.ContentCRS
	}
	if crs != "-" {
		w.Header().Set("Content-Crs", "<"+crs+">")
	}
}
