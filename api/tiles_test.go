package api

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/tiles"
)

// publishSites publishes a version of a layer with one square per corner, in EPSG:3067, and tells the server.
func publishSites(t testing.TB, s *Server, id string, corners ...orb.Point) layers.Version {
	t.Helper()
	v := buildSites(t, s, id, corners...)
	if err := layers.NewStore(testdb.Owner(t, s.Pool)).Publish(context.Background(), v.Number, layers.Approval{}); err != nil {
		t.Fatal(err)
	}
	if err := s.Catalogue.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	return v
}

func buildSites(t testing.TB, s *Server, id string, corners ...orb.Point) layers.Version {
	t.Helper()
	ctx := context.Background()
	text := i18n.Text{Fi: "Kohteet", Sv: "Objekt", En: "Sites"}
	store := layers.NewStore(testdb.Owner(t, s.Pool))
	b, err := store.Begin(ctx, layers.Recipe{ID: id, Theme: layers.Natura, Title: text, Publisher: text, Licence: "CC0-1.0", Attribution: "© Mallila",
		Attributes: []layers.Attribute{{Name: "nimi", Label: i18n.Text{Fi: "Nimi", Sv: "Namn", En: "Name"}, Tile: true}},
		Coverage:   layers.Coverage{Kind: layers.CoverNone}}, layers.Origin{Name: "test", CRS: "EPSG:3067"})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range corners {
		f, err := layers.NewFeature(strconv.Itoa(i), orb.Polygon{{c, {c[0] + 300, c[1]}, {c[0] + 300, c[1] + 300}, {c[0], c[1] + 300}, c}},
			map[string]any{"nimi": "Kohde " + strconv.Itoa(i)})
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Add(f); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Finish(ctx); err != nil {
		t.Fatal(err)
	}
	v, err := s.Layers.Version(ctx, b.Number())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// The tile of the demo's middle, E 480 000 N 6 920 000, and one at the same longitude far in the south.
const (
	middle = "/14/9403/4529.mvt"
	abroad = "/14/9403/9000.mvt"
)

var middlePoint = orb.Point{480000, 6920000}

func TestTileAnswers(t *testing.T) {
	s := newServer(t)
	v := publishSites(t, s, "sites", middlePoint)
	waiting := buildSites(t, s, "sites", middlePoint)
	pinned := "sites@" + strconv.FormatInt(v.Number, 10)
	tests := []struct {
		name, path string
		status     int
		cache      string
		fault      string // code of the first fault
	}{
		{"latest", "/tiles/WebMercatorQuad/sites" + middle, 200, "no-cache", ""},
		{"pinned", "/tiles/WebMercatorQuad/" + pinned + middle, 200, immutable, ""},
		{"escaped", "/tiles/WebMercatorQuad/" + strings.ReplaceAll(pinned, "@", "%40") + middle, 200, immutable, ""},
		{"national grid", "/tiles/ETRS-TM35FIN/" + pinned + "/11/1004/1434.mvt", 200, immutable, ""},
		{"empty", "/tiles/WebMercatorQuad/" + pinned + "/14/9423/4529.mvt", 204, immutable, ""},
		{"empty, latest", "/tiles/WebMercatorQuad/sites" + abroad, 204, "no-cache", ""},
		{"zoom not a number", "/tiles/WebMercatorQuad/sites/a/0/0.mvt", 400, "no-store", "not_integer"},
		{"column negative", "/tiles/WebMercatorQuad/sites/3/-1/0.mvt", 400, "no-store", "not_integer"},
		{"row with zeros", "/tiles/WebMercatorQuad/sites/3/1/00.mvt", 400, "no-store", "not_integer"},
		{"unknown query", "/tiles/WebMercatorQuad/sites" + middle + "?v=2", 400, "no-store", "unknown_parameter"},
		{"query that cannot be read", "/tiles/WebMercatorQuad/sites" + middle + "?%zz", 400, "no-store", "unknown_parameter"},
		{"layer twice", "/tiles/WebMercatorQuad/sites," + pinned + middle, 400, "no-store", "not_unique"},
		{"too many layers", "/tiles/WebMercatorQuad/" + strings.Repeat("a,", 40) + "a" + middle, 400, "no-store", "too_many_items"},
		{"layer malformed", "/tiles/WebMercatorQuad/SITES" + middle, 400, "no-store", "wrong_form"},
		{"version malformed", "/tiles/WebMercatorQuad/sites@x" + middle, 400, "no-store", "wrong_form"},
		{"unknown grid", "/tiles/WebMercator/sites" + middle, 404, "no-store", ""},
		{"unknown layer", "/tiles/WebMercatorQuad/lakes" + middle, 404, "no-store", ""},
		{"unknown layer beside a known one", "/tiles/WebMercatorQuad/sites,lakes" + middle, 404, "no-store", ""},
		{"unpublished version", "/tiles/WebMercatorQuad/sites@" + strconv.FormatInt(waiting.Number, 10) + middle, 404, "no-store", ""},
		{"version to come", "/tiles/WebMercatorQuad/sites@999" + middle, 404, "no-store", ""},
		{"below the last zoom", "/tiles/WebMercatorQuad/sites/25/0/0.mvt", 404, "no-store", ""},
		{"beyond the last column", "/tiles/WebMercatorQuad/sites/3/8/0.mvt", 404, "no-store", ""},
		{"far beyond", "/tiles/ETRS-TM35FIN/sites/3/99999999999999999999/0.mvt", 404, "no-store", ""},
		{"description", "/tiles/WebMercatorQuad/sites.json", 200, "no-cache", ""},
		{"description in a language", "/tiles/WebMercatorQuad/sites.json?lang=sv", 200, "no-cache", ""},
		{"description, unknown query", "/tiles/WebMercatorQuad/sites.json?x=1", 400, "no-store", "unknown_parameter"},
		{"description of unknown layer", "/tiles/WebMercatorQuad/lakes.json", 404, "no-store", ""},
		{"description in unknown grid", "/tiles/x/sites.json", 404, "no-store", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := get(s, test.path)
			if w.Code != test.status || w.Header().Get("Cache-Control") != test.cache {
				t.Fatalf("got %d, Cache-Control %q; want %d, %q", w.Code, w.Header().Get("Cache-Control"), test.status, test.cache)
			}
			if test.status < 400 {
				return
			}
			if kind := w.Header().Get("Content-Type"); kind != "application/problem+json" {
				t.Errorf("got Content-Type %q", kind)
			}
			var p Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
				t.Fatal(err)
			}
			if test.fault != "" && (len(p.Errors) == 0 || p.Errors[0].Code != test.fault || p.Errors[0].Parameter == "") {
				t.Errorf("got faults %+v, want %s with its parameter", p.Errors, test.fault)
			}
		})
	}
}

// HEAD answers as GET does, without the tile.
func TestTileHead(t *testing.T) {
	s := newServer(t)
	publishSites(t, s, "sites", middlePoint)
	for path, status := range map[string]int{"/tiles/WebMercatorQuad/sites" + middle: 200, "/tiles/WebMercatorQuad/sites" + abroad: 204, "/tiles/WebMercatorQuad/sites/3/8/0.mvt": 404} {
		whole, head := get(s, path), send(t, s, http.MethodHead, path, "")
		if head.Code != status || head.Body.Len() != 0 {
			t.Errorf("%s: %d with %d bytes, want %d without any", path, head.Code, head.Body.Len(), status)
		}
		for _, name := range []string{"ETag", "Content-Type", "Cache-Control", "Vary"} {
			if head.Header().Get(name) != whole.Header().Get(name) {
				t.Errorf("%s: %s %q, want %q as GET has it", path, name, head.Header().Get(name), whole.Header().Get(name))
			}
		}
	}
}

func TestTileEncodingsAndTags(t *testing.T) {
	s := newServer(t)
	v := publishSites(t, s, "sites", middlePoint)
	path := "/tiles/WebMercatorQuad/sites@" + strconv.FormatInt(v.Number, 10) + middle
	plain, packed := get(s, path), get(s, path, "Accept-Encoding", "br;q=0.8, gzip, zstd;q=0.9")
	for _, w := range []*http.Response{plain.Result(), packed.Result()} {
		if got := w.Header.Get("Content-Type"); got != tileMedia {
			t.Errorf("got Content-Type %q", got)
		}
		if got := strings.Join(w.Header.Values("Vary"), ", "); !strings.Contains(got, "Accept-Encoding") {
			t.Errorf("got Vary %q", got)
		}
		body, err := io.ReadAll(w.Body)
		if err != nil || w.Header.Get("Content-Length") != strconv.Itoa(len(body)) {
			t.Errorf("got Content-Length %q of %d bytes (%v)", w.Header.Get("Content-Length"), len(body), err)
		}
	}
	if plain.Header().Get("Content-Encoding") != "" || packed.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("got encodings %q and %q", plain.Header().Get("Content-Encoding"), packed.Header().Get("Content-Encoding"))
	}
	r, err := gzip.NewReader(get(s, path, "Accept-Encoding", "gzip").Body)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(r)
	if want := get(s, path).Body.String(); err != nil || string(unpacked) != want || want == "" {
		t.Errorf("gzip holds %d bytes (%v), plain %d", len(unpacked), err, len(want))
	}
	a, b := plain.Header().Get("ETag"), packed.Header().Get("ETag")
	if a == b || !strings.HasPrefix(a, `"`) || !strings.HasPrefix(b, `"`) {
		t.Errorf("got ETags %s and %s, want two strong ones", a, b)
	}
	for range 20 {
		if w := get(s, path, "Accept-Encoding", "gzip"); w.Header().Get("ETag") != b {
			t.Fatalf("got ETag %s, then %s", b, w.Header().Get("ETag"))
		}
	}
	for _, known := range []string{b, "W/" + b, `"x", ` + b, "*"} {
		w := get(s, path, "Accept-Encoding", "gzip", "If-None-Match", known)
		if w.Code != http.StatusNotModified || w.Body.Len() > 0 || w.Header().Get("ETag") != b || w.Header().Get("Cache-Control") != immutable {
			t.Errorf("If-None-Match %s: got %d with %d bytes", known, w.Code, w.Body.Len())
		}
	}
	if w := get(s, path, "Accept-Encoding", "gzip", "If-None-Match", a); w.Code != http.StatusOK {
		t.Errorf("the other encoding's ETag: got %d, want 200", w.Code)
	}
}

// The coding that is most welcome is taken, and of those that are alike the one that we like best.
func TestTileEncoding(t *testing.T) {
	for header, want := range map[string]tiles.Encoding{
		"": tiles.Plain, "gzip": tiles.Gzip, "br, gzip": tiles.Brotli, "GZIP": tiles.Gzip, "x-gzip": tiles.Gzip, "gzip;q=0": tiles.Plain,
		"gzip; q=0.000": tiles.Plain, "gzip ; q=0.5": tiles.Gzip, "*": tiles.Zstd, "*;q=0": tiles.Plain, "zstd;q=0, br;q=0, *": tiles.Gzip,
		"identity": tiles.Plain, "notgzip": tiles.Plain, "gzip, deflate, br, zstd": tiles.Zstd, "zstd;q=0.5, br;q=0.8, gzip;q=0.8": tiles.Brotli,
		"gzip;q=x": tiles.Plain, "br;q=1, *;q=0": tiles.Brotli,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Encoding", header)
		if got := tileEncoding(r); got != want {
			t.Errorf("%q: got %s, want %s", header, got, want)
		}
	}
}

// A superseded version is still served under its own address, byte for byte.
func TestVersionsStay(t *testing.T) {
	s := newServer(t)
	first := publishSites(t, s, "sites", middlePoint)
	pinned := "/tiles/WebMercatorQuad/sites@" + strconv.FormatInt(first.Number, 10) + middle
	latest := "/tiles/WebMercatorQuad/sites" + middle
	before := get(s, pinned)
	publishSites(t, s, "sites", middlePoint, orb.Point{480400, 6920000})
	after := get(s, pinned)
	if after.Code != http.StatusOK || before.Body.String() != after.Body.String() || before.Header().Get("ETag") != after.Header().Get("ETag") {
		t.Errorf("the first version changed: %d, %d bytes; before %d bytes", after.Code, after.Body.Len(), before.Body.Len())
	}
	if now := get(s, latest); now.Header().Get("ETag") == before.Header().Get("ETag") {
		t.Error("the latest version's tile did not change")
	}
}

// What is not kept any more is gone, which a map must not take for an empty place.
func TestClearedVersionsAreGone(t *testing.T) {
	s := newServer(t)
	first := publishSites(t, s, "sites", middlePoint)
	publishSites(t, s, "sites", middlePoint, orb.Point{480400, 6920000})
	if _, err := s.LayersPool.Exec(t.Context(), `update layer_versions set state = 'cleared' where number = $1`, first.Number); err != nil {
		t.Fatal(err)
	}
	if err := s.Catalogue.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/tiles/WebMercatorQuad/sites@%d" + middle, "/tiles/WebMercatorQuad/sites@%d.json", "/api/v1/layers/sites/export?version=%d"} {
		if got := get(s, fmt.Sprintf(path, first.Number)); got.Code != http.StatusGone || got.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d, %q", path, got.Code, got.Header().Get("Cache-Control"))
		}
	}
	if got := get(s, fmt.Sprintf("/api/v1/layers/sites/versions/%d/report", first.Number)); got.Code != http.StatusOK {
		t.Errorf("its report: %d", got.Code)
	}
}

// The order of layers in the address is the caller's.
func TestSeveralLayers(t *testing.T) {
	s := newServer(t)
	publishSites(t, s, "a", middlePoint)
	publishSites(t, s, "b", middlePoint)
	one, two := get(s, "/tiles/WebMercatorQuad/a"+middle).Body.String(), get(s, "/tiles/WebMercatorQuad/b"+middle).Body.String()
	if one == "" || two == "" {
		t.Fatal("the tiles are empty")
	}
	if both := get(s, "/tiles/WebMercatorQuad/a,b"+middle).Body.String(); both != one+two {
		t.Errorf("a,b has %d bytes, want those of a (%d) and of b (%d)", len(both), len(one), len(two))
	}
	if other := get(s, "/tiles/WebMercatorQuad/b,a"+middle).Body.String(); other != two+one {
		t.Errorf("b,a has %d bytes, want those of b and of a", len(other))
	}
}

func TestTileJSON(t *testing.T) {
	s := newServer(t)
	v := publishSites(t, s, "sites", middlePoint)
	w := get(s, "http://kartta.example/tiles/WebMercatorQuad/sites.json", "Accept-Language", "sv")
	var d struct {
		TileJSON     string    `json:"tilejson"`
		Tiles        []string  `json:"tiles"`
		Attribution  string    `json:"attribution"`
		Bounds       []float64 `json:"bounds"`
		MinZoom      int       `json:"minzoom"`
		MaxZoom      int       `json:"maxzoom"`
		VectorLayers []struct {
			ID     string            `json:"id"`
			Fields map[string]string `json:"fields"`
		} `json:"vector_layers"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	want := "http://kartta.example/tiles/WebMercatorQuad/sites@" + strconv.FormatInt(v.Number, 10) + "/{z}/{x}/{y}.mvt"
	if d.TileJSON != "3.0.0" || len(d.Tiles) != 1 || d.Tiles[0] != want || d.Attribution != "© Mallila" || d.MinZoom != 0 || d.MaxZoom != 16 {
		t.Errorf("got %s", w.Body)
	}
	if len(d.Bounds) != 4 || d.Bounds[0] < 26.6 || d.Bounds[2] > 26.7 || d.Bounds[1] < 62.4 || d.Bounds[3] > 62.5 {
		t.Errorf("got bounds %v", d.Bounds)
	}
	if len(d.VectorLayers) != 2 || d.VectorLayers[0].ID != "sites" || d.VectorLayers[0].Fields["nimi"] != "Namn" {
		t.Errorf("got vector_layers %+v", d.VectorLayers)
	}
	tile := get(s, strings.NewReplacer("http://kartta.example", "", "/{z}/{x}/{y}.mvt", middle).Replace(d.Tiles[0]))
	if tile.Code != http.StatusOK {
		t.Errorf("the address it gives answers %d", tile.Code)
	}
	again := get(s, "http://kartta.example/tiles/WebMercatorQuad/sites.json", "Accept-Language", "sv", "If-None-Match", w.Header().Get("ETag"))
	if again.Code != http.StatusNotModified {
		t.Errorf("with its ETag: got %d, want 304", again.Code)
	}
}

// While the database is away, what is in memory is served and the rest is asked to come again.
func TestTilesWithoutDatabase(t *testing.T) {
	s := newServer(t)
	publishSites(t, s, "sites", middlePoint)
	path := "/tiles/WebMercatorQuad/sites" + middle
	if w := get(s, path); w.Code != http.StatusOK {
		t.Fatalf("got %d", w.Code)
	}
	s.Pool.Close()
	if w := get(s, path); w.Code != http.StatusOK {
		t.Errorf("tile in memory: got %d, want 200", w.Code)
	}
	if w := get(s, "/tiles/WebMercatorQuad/sites"+abroad); w.Code != http.StatusNoContent {
		t.Errorf("tile that is surely empty: got %d, want 204", w.Code)
	}
	w := get(s, "/tiles/WebMercatorQuad/sites/12/2350/1132.mvt")
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("tile not in memory: got %d, Retry-After %q, Cache-Control %q", w.Code, w.Header().Get("Retry-After"), w.Header().Get("Cache-Control"))
	}
}
