package api

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
)

// publishAddresses builds and publishes addresses on the square of publish, so many metres apart.
func publishAddresses(t testing.TB, pool *pgxpool.Pool, count int) {
	t.Helper()
	recipe := layers.Recipe{ID: "addresses", Theme: layers.Address, Title: i18n.Text{Fi: "Osoitteet", Sv: "Adresser", En: "Addresses"},
		Attribution: "test", Licence: "CC0-1.0", Coverage: layers.Coverage{Kind: layers.CoverNone}, Position: 1_000_000, Names: []string{"osoite"},
		Search: &layers.Search{Kind: layers.KindAddress, Title: []string{"osoite"}}}
	var addresses []layerstest.Feature
	for i := range count {
		addresses = append(addresses, layerstest.Feature{ID: fmt.Sprintf("id/%d", i+1), Shape: orb.Point{480500 + 10*float64(i), 6920500},
			Attributes: map[string]any{"osoite": fmt.Sprintf("Rantakatu %d", i+1)}})
	}
	layerstest.Publish(t, pool, layerstest.Layer{Recipe: recipe, Features: addresses})
}

func placeServer(t testing.TB) *Server {
	return newServer(t, func(c *Config) {
		publish(t, c.Pool, groundwater)
		publishAddresses(t, c.Pool, 5)
	})
}

func TestAt(t *testing.T) {
	s := placeServer(t)
	lonLat := geo.ToLonLat(orb.Point{480500, 6920500})
	for _, query := range []string{"e=480500&n=6920500", fmt.Sprintf("lon=%.7f&lat=%.7f", lonLat[0], lonLat[1])} {
		w := ask(t, s, "/api/v1/at?lang=sv&"+query)
		at := decode[AtPlace](t, w)
		if w.Code != http.StatusOK || len(at.Items) != 2 || len(at.Unavailable) != 0 {
			t.Fatalf("%s: %d %s", query, w.Code, w.Body)
		}
		address, water := at.Items[0], at.Items[1]
		if address.Layer != "addresses" || address.FeatureID != "id/1" || address.Title != "Rantakatu 1" {
			t.Errorf("%s: the topmost is %+v", query, address)
		}
		want := []string{"Klass = Viktigt för vattentäkt (\"1E\")", "nimi = Harju (\"Harju\")"}
		var got []string
		for _, a := range water.Attributes {
			got = append(got, fmt.Sprintf("%s = %s (%s)", a.Label, a.Text, a.Value))
		}
		if diff := cmp.Diff(want, got); diff != "" || water.LayerTitle != "Grundvattenområden" || water.Title != "Harju" || water.Theme != "groundwater" {
			t.Errorf("%s: %+v, want, got: %s", query, water, diff)
		}
		if g, err := geo.DecodeGeoJSON(water.Geometry); err != nil || g.GeoJSONType() != "Polygon" {
			t.Errorf("%s: geometry %s: %v", query, water.Geometry, err)
		}
	}
}

func TestAtLanguage(t *testing.T) {
	s := placeServer(t)
	for _, test := range []struct{ lang, accept, want string }{
		{"", "", "Pohjavesialueet"}, {"", "sv-FI,sv;q=0.9", "Grundvattenområden"}, {"en", "sv-FI", "Groundwater areas"},
	} {
		path := "/api/v1/at?e=480900&n=6920100"
		if test.lang != "" {
			path += "&lang=" + test.lang
		}
		at := decode[AtPlace](t, ask(t, s, path, "Accept-Language", test.accept))
		if len(at.Items) != 1 || at.Items[0].LayerTitle != test.want {
			t.Errorf("lang=%s, accepting %q: got %+v, want %s", test.lang, test.accept, at.Items, test.want)
		}
	}
}

func TestAtRefuses(t *testing.T) {
	s := newServer(t)
	tests := []struct {
		query  string
		status int
		want   string // parameter: code
	}{
		{"", 400, "lon: required, lat: required"},
		{"lon=26.6", 400, "lat: required"},
		{"n=6920000", 400, "e: required"},
		{"lon=26.6&lat=62.4&e=480000&n=6920000", 400, "e: two_places, n: two_places"},
		{"lon=26.6&n=6920000", 400, "e: two_places, n: two_places"},
		{"lon=abc&lat=62.4", 400, "lon: not_number"},
		{"lon=26.6&lat=62.4&tolerance=6000", 400, "tolerance: above_maximum"},
		{"lon=26.6&lat=62.4&layer=x", 400, "layer: unknown_parameter"},
		{"lon=62.4&lat=26.6", 422, "lon: lat_lon_swapped"},
		{"lon=18.07&lat=59.33", 422, "lon: outside_finland"},
		{"lon=0&lat=0", 422, "lon: outside_finland"},
		{"lon=480000&lat=6920000", 422, "lon: projected"},
		{"lon=NaN&lat=62", 400, "lon: not_number"},
		{"lon=Inf&lat=62", 400, "lon: not_number"},
		{"lon=26.6&lat=62.4&tolerance=NaN", 400, "tolerance: not_number"},
		{"e=infinity&n=6920000&tolerance=-inf", 400, "e: not_number, tolerance: not_number"},
		{"e=6920000&n=480000", 422, "e: lat_lon_swapped"},
		{"e=26.6&n=62.4", 422, "e: degrees"},
		{"e=25496580&n=6673003", 422, "e: projected"},
		{"e=-1e308&n=1e308", 422, "e: outside_finland"},
	}
	for _, test := range tests {
		t.Run(test.query, func(t *testing.T) {
			w := ask(t, s, "/api/v1/at?"+test.query)
			problem := decode[Problem](t, w)
			var got []string
			for _, f := range problem.Errors {
				got = append(got, f.Parameter+": "+f.Code)
				if f.Detail == "" || strings.Contains(f.Detail, "fault.") || strings.Contains(f.Detail, "{") {
					t.Errorf("detail %q", f.Detail)
				}
			}
			if joined := strings.Join(got, ", "); w.Code != test.status || joined != test.want || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/problem+json") {
				t.Errorf("got %d %s (%s), want %d %s", w.Code, joined, w.Header().Get("Content-Type"), test.status, test.want)
			}
		})
	}
}

func TestAtTellsWhatIsUnavailable(t *testing.T) {
	s := placeServer(t)
	l, _ := s.Catalogue.Layer("addresses")
	if _, err := testdb.Owner(t, s.Pool).Exec(t.Context(), "drop table "+l.Version.Table()); err != nil {
		t.Fatal(err)
	}
	at := decode[AtPlace](t, ask(t, s, "/api/v1/at?e=480500&n=6920500"))
	if len(at.Items) != 1 || !slices.Equal(at.Unavailable, []string{"addresses"}) {
		t.Errorf("got %d items and unavailable %v, want one and addresses", len(at.Items), at.Unavailable)
	}
	s.Pool.Close()
	if w := ask(t, s, "/api/v1/at?e=480500&n=6920500"); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("without a database: %d, Retry-After %q, want 503 with it", w.Code, w.Header().Get("Retry-After"))
	}
}

func TestFeature(t *testing.T) {
	s := placeServer(t)
	w := ask(t, s, "/api/v1/layers/addresses/features/"+url.PathEscape("id/3"))
	hit := decode[Hit](t, w)
	if w.Code != http.StatusOK || hit.Title != "Rantakatu 3" || len(hit.Geometry) == 0 {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	if same := ask(t, s, "/api/v1/layers/addresses/features/"+url.PathEscape("id/3"), "If-None-Match", w.Header().Get("ETag")); same.Code != http.StatusNotModified {
		t.Errorf("the same again: %d, want 304", same.Code)
	}
	for _, path := range []string{"/api/v1/layers/addresses/features/99", "/api/v1/layers/nothing/features/A1", "/api/v1/layers/addresses/features/%25zz"} {
		if w := ask(t, s, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, w.Code)
		}
	}
}

func TestFeatureList(t *testing.T) {
	s := placeServer(t)
	path := "/api/v1/features?e=480500&n=6920500&limit=4"
	var titles []string
	for pages := 1; path != ""; pages++ {
		w := ask(t, s, path)
		list := decode[FeatureList](t, w)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
		for _, hit := range list.Items {
			titles = append(titles, hit.Title)
			if hit.Distance == nil || (*hit.Distance > 0) != (hit.Bearing != nil) || len(hit.BBox) != 4 {
				t.Errorf("distance, bearing or bbox missing: %+v", hit)
			}
		}
		link := w.Header().Get("Link")
		path = strings.TrimSuffix(strings.TrimPrefix(link, "<"), `>; rel="next"`)
		if (list.Next == "") != (path == "") || pages > 2 {
			t.Fatalf("page %d: next %q, link %q", pages, list.Next, link)
		}
	}
	if diff := cmp.Diff([]string{"Rantakatu 1", "Harju", "Rantakatu 2", "Rantakatu 3", "Rantakatu 4", "Rantakatu 5"}, titles); diff != "" {
		t.Errorf("want, got: %s", diff)
	}
}

func TestFeatureListInABox(t *testing.T) {
	s := placeServer(t)
	a, b := geo.ToLonLat(orb.Point{480505, 6920400}), geo.ToLonLat(orb.Point{480525, 6920600})
	list := decode[FeatureList](t, ask(t, s, fmt.Sprintf("/api/v1/features?bbox=%f,%f,%f,%f&layers=addresses", a[0], a[1], b[0], b[1])))
	var got []string
	for _, hit := range list.Items {
		got = append(got, hit.Title)
	}
	if diff := cmp.Diff([]string{"Rantakatu 2", "Rantakatu 3"}, got); diff != "" {
		t.Errorf("want, got: %s", diff)
	}
	for query, want := range map[string]string{
		"":                                   "lon: required, lat: required",
		"bbox=1,2,3":                         "bbox: too_few_items",
		"bbox=27,62,26,63":                   "bbox: invalid_value",
		"bbox=NaN,62,27,63":                  "bbox: not_number",
		"bbox=62,26,63,27":                   "bbox: lat_lon_swapped",
		"bbox=1,2,3,4":                       "bbox: outside_finland",
		"bbox=480000,6920000,481000,6921000": "bbox: projected",
		"bbox=26,62,27,63&limit=501":         "limit: above_maximum",
		"bbox=26,62,27,63&limit=0":           "limit: below_minimum",
		"bbox=26,62,27,63&cursor=x":          "cursor: invalid_value",
		"bbox=26,62,27,63&lon=27":            "lat: required",
		"bbox=26,62,27,63&lon=27&lat=62&near=27,62": "near: unknown_parameter",
	} {
		problem := decode[Problem](t, ask(t, s, "/api/v1/features?"+query))
		var got []string
		for _, f := range problem.Errors {
			got = append(got, f.Parameter+": "+f.Code)
		}
		if joined := strings.Join(got, ", "); joined != want {
			t.Errorf("%s: got %s, want %s", query, joined, want)
		}
	}
	if w := ask(t, s, "/api/v1/features?bbox=26,62,27,63&layers=addresses,nothing"); w.Code != http.StatusNotFound {
		t.Errorf("an unknown layer: %d, want 404", w.Code)
	}
}

func FuzzReadCursor(f *testing.F) {
	f.Add(writeCursor(featureCursor{Distance: 12.5, Layer: "a", FID: 3}))
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		if place, ok := readCursor[featureCursor](text); ok {
			if again, ok := readCursor[featureCursor](writeCursor(place)); !ok || again != place {
				t.Errorf("%q: %+v came back as %+v", text, place, again)
			}
		}
	})
}

func TestSearch(t *testing.T) {
	s := placeServer(t)
	w := ask(t, s, "/api/v1/search?q=rantakatu+2&lang=en")
	found := decode[SearchResult](t, w)
	if w.Code != http.StatusOK || len(found.Items) != 1 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	item := found.Items[0]
	if item.Kind != "address" || item.Title != "Rantakatu 2" || item.Detail != "Addresses" || item.Layer != "addresses" || item.FeatureID != "id/2" {
		t.Errorf("got %+v", item)
	}
	want := geo.ToLonLat(orb.Point{480510, 6920500})
	if got := (orb.Point{item.Point[0], item.Point[1]}); math.Abs(got[0]-want[0]) > 1e-6 || math.Abs(got[1]-want[1]) > 1e-6 {
		t.Errorf("lies at %v, want %v", got, want)
	}
	for query, want := range map[string]string{
		"":                 `{"items":[]}`,
		"q=":               `{"items":[]}`,
		"q=%25%27":         `{"items":[]}`,
		"q=6920000,480000": `{"items":[{"kind":"coordinate","title":"N 6920000 E 480000","detail":"ETRS-TM35FIN","point":[26.6129323,62.4107558],"bbox":[26.6129323,62.4107558,26.6129323,62.4107558],"layer":"","feature_id":""}]}`,
		"q=nothing+of+the+kind&lon=26.6&lat=62.4": `{"items":[]}`,
	} {
		if got := strings.TrimSpace(ask(t, s, "/api/v1/search?"+query).Body.String()); got != want {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
	}
	for query, want := range map[string]string{
		"q=" + strings.Repeat("a", 201): "q", "q=a&limit=51": "limit", "q=a&lon=62&lat=26": "lon", "q=a&lat=62": "lon", "q=a&Q=b": "Q",
	} {
		problem := decode[Problem](t, ask(t, s, "/api/v1/search?"+query))
		if len(problem.Errors) != 1 || problem.Errors[0].Parameter != want {
			t.Errorf("%.40s: got %+v, want a fault of %s", query, problem, want)
		}
	}
	if !json.Valid(w.Body.Bytes()) || w.Header().Get("Vary") == "" {
		t.Errorf("headers %v", w.Header())
	}
}
