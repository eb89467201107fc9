package placing_test

import (
	"math"
	"strings"
	"testing"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
	"lupakartta/projects/placing"
)

func TestAround(t *testing.T) {
	p, pool := inTown(t)
	unit := placing.SizeOf(featureOf(t, pool, "mallila_property", `attributes->>'kiinteistotunnus' = '990-2-1-1'`)).Area
	circle := math.Pi * 150 * 150
	tests := []struct {
		line       string
		metres     float64
		kind       string // of what is found; "" for none
		title      string
		areaM2     float64
		why        string
		several    bool
		candidates bool
	}{
		{"Asemakatu 254", 150, "address", "Asemakatu 254", circle, "", false, false},
		{" asemakatu 254, mallila ", 0, "address", "Asemakatu 254", 0, "", false, false},
		{"Asemakatu 254, 59990 Mallila, Suomi", 0, "address", "Asemakatu 254", 0, "", false, false},
		{"Asemakatu 254, Helsinki", 150, "", "", 0, "place_not_found", false, true},
		{"Asemakatu 254, 00100 Mallila", 150, "", "", 0, "place_not_found", false, true},
		{"990-2-1-1", 0, "property", "990-2-1-1", unit, "", false, false},
		{"99000200010001", 0, "property", "990-2-1-1", unit, "", false, false},
		{"990-2-1-1", 10, "property", "990-2-1-1", unit + 10*459 + math.Pi*100, "", false, false},
		{"990-2-1-9999", 0, "", "", 0, "property_not_found", false, false},
		{"62.4215, 26.6143", 150, "coordinate", "62.4215, 26.6143", circle, "", false, false},
		{"N 6920000 E 480000", 0, "coordinate", "N 6920000 E 480000", 0, "", false, false},
		{"Asemapuisto", 0, "place", "Asemapuisto", 38664, "", false, false},
		{"Asemapuista", 0, "", "", 0, "place_not_found", false, true},
		{"Asemaktu 254", 0, "", "", 0, "place_not_found", false, true},
		{"Lukkarinpolku 1", 150, "", "", 0, "place_not_found", false, false},
		{"", 0, "", "", 0, "empty_line", false, false},
		{"qwertyuiop 7", 0, "", "", 0, "place_not_found", false, false},
	}
	for _, test := range tests {
		t.Run(test.line, func(t *testing.T) {
			told, err := p.Around(t.Context(), []string{test.line}, test.metres)
			if err != nil {
				t.Fatal(err)
			}
			one := told[0]
			if test.kind == "" {
				if one.Found != nil || one.Why.Code != test.why || one.Several != test.several || (len(one.Candidates) > 0) != test.candidates {
					t.Errorf("%s", asJSON(one))
				}
				return
			}
			if one.Found == nil || one.Found.Kind != test.kind || one.Found.Title != test.title {
				t.Fatalf("%s", asJSON(one))
			}
			if got := placing.SizeOf(one.Found.Geometry).Area; math.Abs(got-test.areaM2) > max(1, 0.001*test.areaM2) {
				t.Errorf("%.0f m², want %.0f", got, test.areaM2)
			}
			again, err := p.Around(t.Context(), []string{one.Found.What}, test.metres)
			if err != nil || again[0].Found == nil || again[0].Found.Title != one.Found.Title && test.kind != "coordinate" {
				t.Errorf("%q does not mean it: %v", one.Found.What, again[0].Why)
			}
		})
	}
}

// What may be meant is spelt nearly so: Torikatu is Tornikatu, and never Lääkärikatu.
func TestWhatMayBeMeant(t *testing.T) {
	p, _ := inTown(t)
	told, err := p.Around(t.Context(), []string{"Torikatu 15"}, 0)
	if err != nil || len(told[0].Candidates) == 0 || told[0].Candidates[0].Title != "Tornikatu 15" {
		t.Fatalf("%s %v", asJSON(told), err)
	}
	for _, c := range told[0].Candidates {
		if !strings.HasPrefix(c.Title, "Tornikatu") {
			t.Errorf("may %s be meant?", c.Title)
		}
	}
}

// Of addresses in several towns each is offered, and with its town each is found.
func TestAnAddressInSeveralTowns(t *testing.T) {
	_, pool := inTown(t)
	text := i18n.Text{Fi: "muut", Sv: "muut", En: "muut"}
	recipe := layers.Recipe{ID: "others", Theme: layers.Address, Title: text, Licence: "CC0-1.0", Attribution: "test", Publisher: text, Coverage: layers.Coverage{Kind: layers.CoverNone},
		Search: &layers.Search{Kind: layers.KindAddress, Title: []string{"katu"}, Detail: []string{"kunta"}}}
	layerstest.Publish(t, pool, layerstest.Layer{Recipe: recipe, Features: []layerstest.Feature{{ID: "1", Shape: orbPoint(400_000, 6_900_000), Attributes: map[string]any{"katu": "Asemakatu 254", "kunta": "Toisaala"}}}})
	p := over(t, pool)
	told, err := p.Around(t.Context(), []string{"Asemakatu 254"}, 100)
	if err != nil || !told[0].Several || told[0].Why.Code != "address_ambiguous" || len(told[0].Candidates) != 2 {
		t.Fatalf("%s %v", asJSON(told), err)
	}
	for _, c := range told[0].Candidates {
		one, err := p.Around(t.Context(), []string{c.What}, 100)
		if err != nil || one[0].Found == nil || one[0].Found.Point != c.Point {
			t.Errorf("%q: %s %v", c.What, asJSON(one), err)
		}
	}
}
