package api

import (
	"bytes"
	"encoding/json"
	"image/png"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"lupakartta/layers"
)

func TestStyleAnswers(t *testing.T) {
	s := newServer(t)
	publishSites(t, s, "sites", middlePoint)
	tests := []struct {
		path   string
		status int
		kind   string
	}{
		{"/styles/map.json", 200, "application/json"},
		{"/styles/map/dark.json?lang=sv", 200, "application/json"},
		{"/styles/natura.json", 200, "application/json"},
		{"/styles/noise/dark.json", 200, "application/json"}, // a theme without layers: the background
		{"/styles/sites.json", 404, "application/problem+json"},
		{"/styles/map/light.json", 404, "application/problem+json"},
		{"/styles/map.json?tone=dark", 400, "application/problem+json"},
		{"/styles/map.json?lang=fi&v=1", 400, "application/problem+json"},
		{"/styles/sprites/light.json", 200, "application/json"},
		{"/styles/sprites/dark@2x.png", 200, "image/png"},
		{"/styles/sprites/light@3x.png", 404, "application/problem+json"},
		{"/styles/sprites/light.png?v=1", 400, "application/problem+json"},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			w := get(s, test.path)
			h := w.Header()
			if w.Code != test.status || h.Get("Content-Type") != test.kind || h.Get("Access-Control-Allow-Origin") != "*" {
				t.Fatalf("got %d %v: %s", w.Code, h, w.Body)
			}
			if test.status != http.StatusOK {
				return
			}
			if h.Get("Cache-Control") != "no-cache" {
				t.Errorf("Cache-Control: got %q", h.Get("Cache-Control"))
			}
			if again := get(s, test.path, "If-None-Match", h.Get("ETag")); again.Code != http.StatusNotModified || h.Get("ETag") == "" {
				t.Errorf("asked again with ETag %q: got %d", h.Get("ETag"), again.Code)
			}
		})
	}
}

// TestStyleLeadsToTiles follows a style to a tile and to the images that it names.
func TestStyleLeadsToTiles(t *testing.T) {
	s := newServer(t)
	v := publishSites(t, s, "sites", middlePoint)
	var style struct {
		Sprite  string
		Sources map[string]struct{ Tiles []string }
		Layers  []struct{ ID, Source string }
	}
	if err := json.Unmarshal(get(s, "/styles/natura.json").Body.Bytes(), &style); err != nil {
		t.Fatal(err)
	}
	if len(style.Sources) != 1 || len(style.Layers) < 3 {
		t.Fatalf("got %+v", style)
	}
	for _, source := range style.Sources {
		path := strings.NewReplacer("{z}/{x}/{y}.mvt", middle[1:]).Replace(source.Tiles[0][len("http://example.com"):])
		if !strings.Contains(path, "sites@"+strconv.FormatInt(v.Number, 10)) {
			t.Errorf("address of tiles: %s", path)
		}
		if w := get(s, path); w.Code != http.StatusOK {
			t.Errorf("%s: got %d", path, w.Code)
		}
	}
	sprite := style.Sprite[len("http://example.com"):]
	var index map[string]struct{ X, Y, Width, Height, PixelRatio int }
	if err := json.Unmarshal(get(s, sprite+"@2x.json").Body.Bytes(), &index); err != nil {
		t.Fatal(err)
	}
	sheet, err := png.DecodeConfig(bytes.NewReader(get(s, sprite+"@2x.png").Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	pattern, ok := index["hatch-078362"]
	if !ok || pattern.PixelRatio != 2 || pattern.X+pattern.Width > sheet.Width || pattern.Y+pattern.Height > sheet.Height {
		t.Errorf("the hatch of Natura sites on a sheet of %d × %d: got %+v", sheet.Width, sheet.Height, index)
	}
}

// TestStyleFollowsWhatIsPublished sees the ETag change with a version.
func TestStyleFollowsWhatIsPublished(t *testing.T) {
	s := newServer(t)
	publishSites(t, s, "sites", middlePoint)
	first := get(s, "/styles/"+string(layers.Natura)+".json").Header().Get("ETag")
	publishSites(t, s, "sites", middlePoint)
	if w := get(s, "/styles/natura.json", "If-None-Match", first); w.Code != http.StatusOK {
		t.Errorf("after a new version: got %d", w.Code)
	}
}
