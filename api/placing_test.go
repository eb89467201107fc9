package api

import (
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const bowTie = `{"type":"Polygon","coordinates":[[[62.4,26.6],[62.401,26.602],[62.4,26.602],[62.401,26.6],[62.4,26.6]]]}`

// A place is read back in the caller's language, with what is not known.
func TestAPlaceIsDescribed(t *testing.T) {
	s := newServer(t, withRules(t))
	w := send(t, s, http.MethodPost, "/api/v1/places/described", `{"geometry":`+pointInside+`}`, "Content-Type", "application/json", "Accept-Language", "sv")
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%d, Cache-Control %q: %s", w.Code, w.Header().Get("Cache-Control"), w.Body)
	}
	d := decode[PlaceDescription](t, w)
	if d.Words != "Punkt. Inte känt här: kommunen, fastigheterna, planen." || d.Kind != "point" || d.Points != 1 || string(d.Geometry) != pointInside || len(d.Unknown) == 0 {
		t.Errorf("%+v", d)
	}
	w = send(t, s, http.MethodPost, "/api/v1/places/described", `{"geometries":[`+pointInside+`,{"type":"LineString","coordinates":[[26.6,62.4],[26.61,62.4]]}]}`, "Content-Type", "application/json")
	if d := decode[PlaceDescription](t, w); d.Kind != "mixed" || d.Parts != 2 || d.Length == nil || *d.Length < 500 {
		t.Errorf("%s", w.Body)
	}
}

// A place that cannot be used is refused with a way to mend it, by every operation that takes one.
func TestARefusalBringsTheFix(t *testing.T) {
	s := newServer(t, withRules(t))
	for address, body := range map[string]string{
		"/api/v1/places/described": `{"geometries":[` + pointInside + `,` + bowTie + `]}`,
		"/api/v1/checks":           `{"geometry":` + bowTie + `}`,
		"/api/v1/checks/runs":      `{"geometry":` + bowTie + `}`,
	} {
		w := send(t, s, http.MethodPost, address, body, "Content-Type", "application/json")
		p := decode[Problem](t, w)
		if w.Code != http.StatusUnprocessableEntity || len(p.Fixes) != 1 || !strings.HasPrefix(p.Errors[0].Pointer, "/geometr") {
			t.Fatalf("%s: %d %s", address, w.Code, w.Body)
		}
		fix := p.Fixes[0]
		if fix.Code != "swap_axes" || len(fix.Also) != 1 || fix.Also[0] != "repair" || fix.AreaChange == nil || fix.Kind != "area" || !strings.Contains(fix.Title, "Vaihda") {
			t.Errorf("%s: %+v", address, fix)
		}
		again := send(t, s, http.MethodPost, "/api/v1/places/described", `{"geometry":`+string(fix.Geometry)+`}`, "Content-Type", "application/json")
		if again.Code != http.StatusOK {
			t.Errorf("what was mended is refused: %s", again.Body)
		}
	}
}

func TestWhatIsNoPlaceIsRefused(t *testing.T) {
	s := newServer(t)
	for body, want := range map[string]int{
		`{}`:                          422,
		`{"geometries":[]}`:           422,
		`{"geometry":7}`:              422,
		`{"geometries":{"a":1}}`:      422,
		`{"geometry":{"type":"X"}}`:   422,
		`{"place":{"type":"Point"}}`:  422,
		`[]`:                          422,
		`{"geometry":{"type":"Point"`: 400,
		`{"geometries":[` + strings.Repeat(pointInside+",", 500) + pointInside + `]}`: 422,
	} {
		if w := send(t, s, http.MethodPost, "/api/v1/places/described", body, "Content-Type", "application/json"); w.Code != want || len(decode[Problem](t, w).Errors) == 0 {
			t.Errorf("%.60s: %d %.200s, want %d", body, w.Code, w.Body, want)
		}
	}
}

func TestShapesAreChanged(t *testing.T) {
	s := newServer(t)
	change := func(body string) *httptest.ResponseRecorder {
		return send(t, s, http.MethodPost, "/api/v1/places/changed", body, "Content-Type", "application/json")
	}
	w := change(`{"operation":"widen","geometries":[` + pointInside + `],"distance_m":100}`)
	body := decode[ChangedPlace](t, w)
	if w.Code != http.StatusOK || len(body.Items) != 1 || *body.Items[0].Of != 0 || math.Abs(*body.Items[0].Area-31416) > 60 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	for order, want := range map[string]string{
		`{"operation":"split","geometries":[` + pointInside + `],"with":{"type":"LineString","coordinates":[[26.6,62.4],[26.7,62.4]]}}`: "point_not_split",
		`{"operation":"melt","geometries":[` + pointInside + `]}`:                                                                       "invalid_value",
		`{"operation":"widen","geometries":[` + pointInside + `],"distance_m":1e6}`:                                                     "above_maximum",
		`{"operation":"widen","geometries":[` + pointInside + `],"distance_m":"x"}`:                                                     "not_number",
		`{"operation":"widen","geometries":[]}`:                                                                                         "too_few_items",
		`{"operation":"cut","geometries":[` + pointInside + `],"with":` + bowTie + `}`:                                                  "lat_lon_swapped",
	} {
		w := change(order)
		if p := decode[Problem](t, w); w.Code != http.StatusUnprocessableEntity || len(p.Errors) == 0 || p.Errors[0].Code != want {
			t.Errorf("%.80s: %d %s, want %s", order, w.Code, w.Body, want)
		}
	}
}

func TestLinesAreTakenForPlaces(t *testing.T) {
	s := newServer(t)
	w := send(t, s, http.MethodPost, "/api/v1/places/around", `{"what":["62.4, 26.6","Ei mikään","990-1-2-3"],"radius_m":10}`, "Content-Type", "application/json", "Accept-Language", "en")
	body := decode[PlacesAround](t, w)
	if w.Code != http.StatusOK || len(body.Items) != 3 || body.Items[0].Status != "found" || body.Items[0].Found.Kind != "coordinate" || math.Abs(*body.Items[0].Found.Area-314) > 2 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if none := body.Items[1]; none.Status != "none" || none.Found != nil || none.Reason != "The place “Ei mikään” is not found." || none.Candidates == nil {
		t.Errorf("%+v", none)
	}
}

func TestStreetsAreAskedFor(t *testing.T) {
	s := newServer(t)
	w := send(t, s, http.MethodPost, "/api/v1/places/street", `{"street":"Rantakatu","from":"A","to":"B"}`, "Content-Type", "application/json")
	if p := decode[Problem](t, w); w.Code != http.StatusUnprocessableEntity || p.Errors[0].Code != "streets_unknown" || p.Errors[0].Pointer != "/street" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := ask(t, s, "/api/v1/streets?q=ran"); w.Code != http.StatusOK || decode[StreetList](t, w).Known {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := ask(t, s, "/api/v1/streets/crossings?street=Rantakatu"); w.Code != http.StatusUnprocessableEntity || decode[Problem](t, w).Errors[0].Parameter != "street" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// A file is read for whoever is signed in; one without a reference system is answered with those that it may be in.
func TestFilesAreReadForPlaces(t *testing.T) {
	s := newServer(t)
	who := signedIn(t, s, "Hakija")
	read := func(query, data string) *httptest.ResponseRecorder {
		return send(t, s, http.MethodPost, "/api/v1/places/file"+query, data, append(who.as(), "Content-Type", "application/octet-stream")...)
	}
	w := read("?name=paikka.txt", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Lava"},"geometry":`+pointInside+`},{"type":"Feature","properties":{},"geometry":`+bowTie+`}]}`)
	if body := decode[PlaceFile](t, w); w.Code != http.StatusOK || body.Format != "GeoJSON" || len(body.Parts) != 1 || body.Parts[0].Name != "Lava" || len(body.Fixes) != 1 || body.Fixes[0].Errors[0].Code != "lat_lon_swapped" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	drawing := "0\nSECTION\n2\nENTITIES\n0\nLINE\n8\nAita\n10\n480000\n20\n6920000\n11\n480100\n21\n6920000\n0\nENDSEC\n0\nEOF\n"
	w = read("", drawing)
	p := decode[Problem](t, w)
	if w.Code != http.StatusUnprocessableEntity || p.Errors[0].Code != "crs_needed" || len(p.Choices) != 1 || p.Choices[0].Value != "EPSG:3067" || p.Choices[0].Parameter != "crs" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	w = read("?crs="+p.Choices[0].Value, drawing)
	if body := decode[PlaceFile](t, w); w.Code != http.StatusOK || len(body.Parts) != 1 || body.Parts[0].Name != "Aita" || math.Abs(*body.Parts[0].Length-100) > 0.1 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	for query, data := range map[string]string{"?crs=EPSG:9": drawing, "?crs=x": drawing, "": "", "?name=x": "x"} {
		if w := read(query, data); w.Code != http.StatusBadRequest && w.Code != http.StatusUnprocessableEntity || len(decode[Problem](t, w).Errors) == 0 {
			t.Errorf("%s: %d %s", query, w.Code, w.Body)
		}
	}
}
