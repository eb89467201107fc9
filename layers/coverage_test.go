package layers

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
)

// covered is the covered area in square metres and whether the coverage is a valid multi-polygon.
func covered(t testing.TB, store *Store, v Version) float64 {
	t.Helper()
	if !scanOne[bool](t, store.pool, `select coalesce(st_isvalid(coverage) and st_geometrytype(coverage) = 'ST_MultiPolygon', true) from layer_versions where number = $1`, v.Number) {
		t.Error("coverage is invalid")
	}
	return scanOne[float64](t, store.pool, `select coalesce(st_area(coverage), 0) from layer_versions where number = $1`, v.Number)
}

func TestCoverage(t *testing.T) {
	store := NewStore(testdb.New(t))
	const (
		east = "SRID=3067;POLYGON((481000 6920000,482000 6920000,482000 6921000,481000 6921000,481000 6920000))"
		west = "SRID=3067;POLYGON((480000 6920000,481000 6920000,481000 6921000,480000 6921000,480000 6920000))"
		km2  = 1e6
	)
	with := func(id string, c Coverage) Recipe {
		r := testRecipe(id, Natura)
		r.Coverage = c
		return r
	}
	point := []wkt{{"p", "SRID=3067;POINT(480500 6920500)", ``}}
	report, v := buildLayer(t, store, with("early", Coverage{Kind: CoverCountry}), "", nil, point)
	if covered(t, store, v) != 0 || !warned(report, "coverage_no_municipalities") {
		t.Errorf("without municipalities: %v", report.Warnings)
	}
	towns := testRecipe("towns", Municipality)
	towns.Coverage.Kind = CoverFeatures
	towns.Attributes = []Attribute{{Name: "numero", Label: i18n.Text{Fi: "n", Sv: "n", En: "n"}, Meaning: MeaningMunicipalityCode}}
	buildLayer(t, store, towns, "", nil, []wkt{{"w", west, `{"numero":"990"}`}, {"e", east, `{"numero":"991"}`}})
	tests := []struct {
		name     string
		recipe   Recipe
		features []wkt
		want     float64
		warning  string
	}{
		{"features", with("a", Coverage{Kind: CoverFeatures}), []wkt{{"w", west, ``}, {"w2", west, ``}}, km2, ""},
		{"features that are points", with("b", Coverage{Kind: CoverFeatures}), point, 0, "coverage_empty"},
		{"one municipality", with("c", Coverage{Kind: CoverMunicipality, Codes: []string{"991"}}), point, km2, ""},
		{"an unknown municipality", with("d", Coverage{Kind: CoverMunicipality, Codes: []string{"990", "992"}}), point, 0, "municipalities with the codes 992."},
		{"the country", with("e", Coverage{Kind: CoverCountry}), point, 2 * km2, ""},
		{"a layer", with("f", Coverage{Kind: CoverLayer, Layer: "towns"}), point, 2 * km2, ""},
		{"a layer that is not there", with("g", Coverage{Kind: CoverLayer, Layer: "gone"}), point, 0, "layer gone is not published"},
		{"none", with("h", Coverage{Kind: CoverNone}), point, 0, ""},
		{"a refused feature is cut out", with("i", Coverage{Kind: CoverCountry}),
			[]wkt{{"flat", "SRID=3067;POLYGON((480500 6920500,480600 6920500,480550 6920500,480500 6920500))", ``}}, 2*km2 - 102*2, "lost parts are left out of the coverage: 1."},
		{"a part that collapsed in repair is cut out", with("m", Coverage{Kind: CoverCountry}),
			[]wkt{{"half flat", "SRID=3067;MULTIPOLYGON(((480100 6920100,480200 6920100,480200 6920200,480100 6920200,480100 6920100)),((480500 6920500,480600 6920500,480550 6920500,480500 6920500)))", ``}},
			2*km2 - 102*2, "lost parts are left out of the coverage: 1."},
		{"so is what only the other reading of the rings has", with("n", Coverage{Kind: CoverCountry}),
			[]wkt{{"hole over the edge", "SRID=3067;POLYGON((480100 6920100,480200 6920100,480200 6920200,480100 6920200,480100 6920100),(480150 6920120,480150 6920180,480250 6920180,480250 6920120,480150 6920120))", ``}},
			2*km2 - 52*62, "lost parts are left out of the coverage: 1."},
		{"the place of a line's part that collapsed", with("o", Coverage{Kind: CoverCountry}),
			[]wkt{{"dot", "SRID=3067;MULTILINESTRING((480100 6920100,480200 6920100),(480500 6920500,480500 6920500))", ``}},
			2*km2 - 2*2, "lost parts are left out of the coverage: 1."},
		{"nothing is lost where parts overlap, though the area shrinks", with("p", Coverage{Kind: CoverCountry}),
			[]wkt{{"over", "SRID=3067;MULTIPOLYGON(((480100 6920100,480200 6920100,480200 6920200,480100 6920200,480100 6920100)),((480150 6920100,480250 6920100,480250 6920200,480150 6920200,480150 6920100)))", ``}},
			2 * km2, ""},
		{"a refused feature without a place empties it", with("j", Coverage{Kind: CoverCountry}), append(point, wkt{"lost", "", ``}), 0, "coverage_unclear"},
		{"so does one of which not all could be read", with("q", Coverage{Kind: CoverCountry}),
			append(point, wkt{"deep", "SRID=3067;" + strings.Repeat("GEOMETRYCOLLECTION(POINT(480100 6920100),", 18) + "POINT(480900 6920900)" + strings.Repeat(")", 18), ``}), 0, "coverage_unclear"},
		{"so does one whose place is doubted", with("k", Coverage{Kind: CoverCountry}), append(point, wkt{"swapped", "SRID=3067;POINT(6920500 480500)", ``}), 0, "coverage_unclear"},
		{"one that lies abroad does not", with("l", Coverage{Kind: CoverCountry}), append(point, wkt{"abroad", "SRID=3067;POINT(10000 7000000)", ``}), 2 * km2, "lost parts are left out of the coverage: 1."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report, v := buildLayer(t, store, tt.recipe, "", nil, tt.features)
			if got := covered(t, store, v); got < tt.want-0.01 || got > tt.want+0.01 {
				t.Errorf("covers %.2f m², want %.2f; warnings %v", got, tt.want, report.Warnings)
			}
			if tt.warning == "" && len(report.Warnings) > 0 || tt.warning != "" && !warned(report, tt.warning) {
				t.Errorf("warnings %v, want %q", report.Warnings, tt.warning)
			}
		})
	}
}

// A parallel bends between its ends by kilometres in EPSG:3067: the hole for a refused box in degrees holds all of it.
func TestHoleOfARefusedFeatureIsNeverTooSmall(t *testing.T) {
	store := NewStore(testdb.New(t))
	recipe := testRecipe("degrees", Natura)
	recipe.Coverage.Kind = CoverArea
	whole := orb.MultiPolygon{{{{200000, 6600000}, {800000, 6600000}, {800000, 7700000}, {200000, 7700000}, {200000, 6600000}}}}
	report, v := buildLayer(t, store, recipe, "", whole, []wkt{
		{"good", "SRID=3067;POINT(480000 7300000)", ``},
		{"broken", "SRID=4326;POLYGON((25 62,29 62,29 62.5,25 62.5,25 62))", `{"a":`},
	})
	if refusalOf(report, "broken") == "" {
		t.Fatalf("refused %v", report.Refused)
	}
	uncovered := scanOne[bool](t, store.pool, `select st_isempty(st_intersection(coverage,
		st_transform(st_segmentize('SRID=4326;POLYGON((25 62,29 62,29 62.5,25 62.5,25 62))'::geometry, 0.01), 3067))) from layer_versions where number = $1`, v.Number)
	if !uncovered {
		t.Error("part of the refused box is still covered")
	}
}
