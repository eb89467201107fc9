package api

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

func TestLayerList(t *testing.T) {
	var number int64
	s := newServer(t, func(c *Config) { number = publish(t, c.Pool, groundwater) })
	for lang, want := range map[string]struct{ title, label, code, publisher string }{
		"fi": {"Pohjavesialueet", "Luokka", "Vedenhankintaa varten tärkeä", "Koeviranomainen"},
		"sv": {"Grundvattenområden", "Klass", "Viktigt för vattentäkt", "Provmyndigheten"},
		"en": {"Groundwater areas", "Class", "Important for water supply", "Test authority"},
	} {
		t.Run(lang, func(t *testing.T) {
			w := ask(t, s, "/api/v1/layers?lang="+lang, "Accept-Language", "de")
			list := decode[LayerList](t, w)
			if w.Code != http.StatusOK || len(list.Items) != 1 {
				t.Fatalf("%d with %d layers, want one", w.Code, len(list.Items))
			}
			l := list.Items[0]
			if l.ImportedAt.IsZero() {
				t.Error("no time of import")
			}
			for i, degrees := range l.BBox {
				if near := []float64{26.61, 62.41, 26.63, 62.42}[i]; degrees < near-.02 || degrees > near+.02 {
					t.Errorf("bbox %v, want degrees near 26.6, 62.4", l.BBox)
				}
			}
			if l.Provenance.PublishedAt == nil {
				t.Error("no time of publication")
			}
			l.ImportedAt, l.BBox, l.Provenance.PublishedAt = l.ImportedAt.Truncate(1<<62), nil, nil
			expected := Layer{
				ID: "groundwater_areas", Version: number, Theme: "groundwater", Title: want.title, FeatureCount: 1, GeometryType: "Polygon",
				Source:  Source{Name: "pohjavesi.gpkg", Publisher: want.publisher, CRS: "EPSG:3067"},
				Licence: "CC-BY-4.0", Attribution: "© Koeviranomainen", DataDate: "2026-01-31", ImportedAt: l.ImportedAt,
				Coverage:   Coverage{Kind: "area", Why: "test"},
				Style:      Style{ColorBy: "luokka", Colors: map[string]string{"1E": "#0000ff"}, MinZoom: 8, Visible: true, Labels: []string{}},
				Attributes: []LayerAttribute{{Name: "luokka", Label: want.label, Meaning: "groundwater_class", Codes: map[string]string{"1E": want.code}, Tile: true}},
				Provenance: Provenance{Report: layers.Tally{Read: 1, Imported: 1}, Links: VersionLinks{Report: fmt.Sprintf("/api/v1/layers/groundwater_areas/versions/%d/report", number),
					Versions: "/api/v1/layers/groundwater_areas/versions", Coverage: "/api/v1/layers/groundwater_areas/coverage"}},
			}
			if diff := cmp.Diff(expected, l); diff != "" {
				t.Errorf("layer (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLayerIsCachedByContent(t *testing.T) {
	s := newServer(t, func(c *Config) { publish(t, c.Pool, groundwater) })
	first := ask(t, s, "/api/v1/layers/groundwater_areas")
	tag := first.Header().Get("ETag")
	if first.Code != http.StatusOK || tag == "" {
		t.Fatalf("%d with ETag %q", first.Code, tag)
	}
	same := ask(t, s, "/api/v1/layers/groundwater_areas", "If-None-Match", `"other", `+tag)
	if same.Code != http.StatusNotModified || same.Body.Len() != 0 {
		t.Errorf("the same again: %d and %d bytes, want 304 without a body", same.Code, same.Body.Len())
	}
	if swedish := ask(t, s, "/api/v1/layers/groundwater_areas?lang=sv", "If-None-Match", tag); swedish.Code != http.StatusOK {
		t.Errorf("another language: %d, want 200", swedish.Code)
	}
	publish(t, testdb.Owner(t, s.Pool), groundwater)
	if err := s.Catalogue.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	if next := ask(t, s, "/api/v1/layers/groundwater_areas", "If-None-Match", tag); next.Code != http.StatusOK {
		t.Errorf("after a new version: %d, want 200", next.Code)
	}
}

func TestEmptyCatalogue(t *testing.T) {
	w := ask(t, newServer(t), "/api/v1/layers")
	if got := w.Body.String(); got != `{"items":[]}`+"\n" {
		t.Errorf("got %q, want an empty list", got)
	}
}
