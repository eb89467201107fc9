package checks

import (
	"slices"
	"testing"

	"lupakartta/layers"
	"lupakartta/layers/layerstest"
)

// national publishes one feature of a built-in recipe, as the register spells its attributes.
func (b *bench) national(id string, attributes map[string]any) {
	b.t.Helper()
	recipes := layers.Recipes()
	i := slices.IndexFunc(recipes, func(r layers.Recipe) bool { return r.ID == id })
	if i < 0 {
		b.t.Fatalf("no built-in recipe %s", id)
	}
	layerstest.Publish(b.t, b.pool, layerstest.Layer{Recipe: recipes[i], Features: []layerstest.Feature{{ID: "1", Shape: squareRound(at(0, 0), 100), Attributes: attributes}}})
	if err := b.catalogue.Load(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
}

// The rules find what the national registers say, in the registers' own words.
func TestRulesReadTheNationalRegisters(t *testing.T) {
	groundwater := func(class string) map[string]any {
		return map[string]any{"PvAlueTunnus": "0701001", "PvAlueNimi": "Harju", "PvAlueLuokka": class, "Subtype": "Pohjavesialue"}
	}
	for _, tt := range []struct {
		name, recipe string
		attributes   map[string]any
		found        []string // rules that find it
		not          []string // rules that do not
	}{
		{"class 1", "syke_groundwater", groundwater("1"), []string{"groundwater_1"}, []string{"groundwater_2", "groundwater_e", "groundwater_unclassified"}},
		{"class 1E", "syke_groundwater", groundwater("1E"), []string{"groundwater_1", "groundwater_e"}, []string{"groundwater_2"}},
		{"class 2", "syke_groundwater", groundwater("2"), []string{"groundwater_2"}, []string{"groundwater_1", "groundwater_e"}},
		{"class 2E", "syke_groundwater", groundwater("2E"), []string{"groundwater_2", "groundwater_e"}, []string{"groundwater_1"}},
		{"class E", "syke_groundwater", groundwater("E"), []string{"groundwater_e"}, []string{"groundwater_1", "groundwater_2"}},
		{"former class I", "syke_groundwater", groundwater("I"), []string{"groundwater_1"}, []string{"groundwater_2", "groundwater_e"}},
		{"former class III", "syke_groundwater", groundwater("III"), nil, []string{"groundwater_1", "groundwater_2", "groundwater_e"}},
		{"Natura", "syke_natura", map[string]any{"naturaTunnus": "FI0700001", "nimiSuomi": "Harjujärvi", "alueTyyppi": "SAC"}, []string{"natura_inside"}, nil},
		{"state reserve", "syke_protected_state", map[string]any{"LsAlueTunnus": "VAL1", "Nimi": "Korpi", "TyyppiNimi": "Luonnonpuisto"}, []string{"protected_area_inside"}, []string{"protected_area_reservation"}},
		{"private reserve", "syke_protected_private", map[string]any{"LsAlueTunnus": "YSA1", "Nimi": "Rinne"}, []string{"protected_area_inside"}, []string{"protected_area_reservation"}},
		{"consultation zone", "tukes_consultation_zones", map[string]any{"nimi": "Tehdas Oy", "puskuri": 1500}, []string{"consultation_zone_inside"}, nil},
		{"plan in preparation", "ryhti_plans_in_preparation", map[string]any{"plan_key": "1", "name_fin": "Ranta"}, []string{"plan_preparation_inside"}, nil},
		{"roadwork", "fintraffic_roadworks", map[string]any{"situationId": "GUID1", "situationType": "ROAD_WORK", "title": "Tietyö"}, []string{"roadwork_near"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			b.national(tt.recipe, tt.attributes)
			result := b.check(at(0, 0))
			found := func(rule string) bool {
				return slices.ContainsFunc(result.of(rule), func(f Finding) bool { return f.Status == Found })
			}
			for _, rule := range tt.found {
				if !found(rule) {
					t.Errorf("%s does not find it: %s", rule, asJSON(result.of(rule)))
				}
			}
			for _, rule := range tt.not {
				if found(rule) {
					t.Errorf("%s finds it: %s", rule, asJSON(result.of(rule)))
				}
			}
		})
	}
}
