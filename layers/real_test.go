package layers

import (
	"context"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"lupakartta/internal/testdb"
	"lupakartta/internal/testfiles"
	"lupakartta/layers/source"
)

// realCounts are the features that each layer has in its file, as the register's list and ogrinfo give them.
var realCounts = map[string]int64{
	"municipalities": 309, "postal_areas": 3026, "regional_plan_reservations": 1005, "uusimaa_crossings": 63_518,
	"hsy_population_grid": 5853, "hsl_stops": 8377, "traffic_announcements": 1,
	"tampere_plan_area": 1, "tampere_land_use": 304, "tampere_centres": 14, "tampere_green_network": 107, "tampere_nature_protection": 17,
	"tampere_nature_sites": 9, "tampere_parks": 70, "tampere_natura": 1, "tampere_geology": 12, "tampere_heritage_areas": 43, "tampere_heritage_sites": 6,
	"tampere_landscapes": 5, "tampere_monuments": 95, "tampere_protected_buildings": 6, "tampere_groundwater": 3, "tampere_seveso_plants": 19,
	"tampere_consultation_zones": 19, "tampere_noise_study": 1, "tampere_health_areas": 2, "tampere_contaminated_sites": 15, "tampere_contaminated_area": 1,
	"tampere_stormwater": 27, "tampere_catchments": 10, "tampere_ditches": 58, "tampere_main_streets": 149, "tampere_tram": 30, "tampere_utility_lines": 59,
	"tampere_rail_yard": 1, "tampere_districts": 117, "tampere_region_municipalities": 6, "tampere_postal_areas": 74, "tampere_sensitive_sites": 109,
	"tampere_main_roads": 2064, "nysse_stops": 1141,
	"helsinki_properties": 2244, "helsinki_buildings": 2328, "helsinki_plans_in_preparation": 220, "helsinki_districts": 60, "helsinki_postal_areas": 148,
	"helsinki_addresses": 9828, "helsinki_venues": 476, "helsinki_roadworks": 10,
}

func TestRealFiles(t *testing.T) {
	dir := testfiles.Real(t)
	store := NewStore(testdb.New(t))
	ctx := context.Background()
	begun := time.Now()
	steps := map[string]Step{}
	reports, err := LoadReal(ctx, store, dir, func(p Progress) { steps[p.Layer] = p.Step })
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d layers in %s", len(reports), time.Since(begun).Round(time.Millisecond))
	byID := map[string]Report{}
	for _, r := range reports {
		byID[r.Layer] = r
	}
	catalogue := NewCatalogue(store)
	if err := catalogue.Load(ctx); err != nil {
		t.Fatal(err)
	}
	table := func(id string) string {
		layer, ok := catalogue.Layer(id)
		if !ok {
			t.Fatalf("layer %s is not published", id)
		}
		return layer.Version.Table()
	}
	t.Run("every recipe found its file and every feature is accounted for", func(t *testing.T) { checkRealCounts(t, byID, steps) })
	t.Run("stored geometry", func(t *testing.T) { checkStoredGeometry(t, store, catalogue) })
	t.Run("facts across layers", func(t *testing.T) { checkRealFacts(t, store, table) })
	t.Run("coverage", func(t *testing.T) { checkRealCoverage(t, store) })
	t.Run("repaired and refused", func(t *testing.T) { checkRealWarts(t, byID) })
	t.Run("text in its own letters", func(t *testing.T) { checkRealText(t, store, table) })
	t.Run("loading again changes nothing", func(t *testing.T) {
		again, err := LoadReal(ctx, store, dir, func(p Progress) {
			if p.Step != Unchanged {
				t.Errorf("%s: %s", p.Layer, p.Step)
			}
		})
		if err != nil || len(again) != 0 {
			t.Errorf("%d versions, error %v", len(again), err)
		}
	})
}

func checkRealCounts(t *testing.T, byID map[string]Report, steps map[string]Step) {
	for _, recipe := range Recipes() {
		want, known := realCounts[recipe.ID]
		r, loaded := byID[recipe.ID]
		if known != loaded {
			t.Errorf("%s: expected %t, loaded %t", recipe.ID, known, loaded)
		}
		if !known { // no register's own file of it is at hand: national_test.go makes one of that shape
			if _, made := nationalFiles[recipe.ID]; !made {
				t.Errorf("%s: tested with no file at all", recipe.ID)
			}
			continue
		}
		if r.Read != want || r.Imported+int64(len(r.Refused)) != want {
			t.Errorf("%s: read %d, imported %d, refused %d, want %d", recipe.ID, r.Read, r.Imported, len(r.Refused), want)
		}
		if steps[recipe.ID] != Finished {
			t.Errorf("%s: last step %q", recipe.ID, steps[recipe.ID])
		}
	}
}

func checkStoredGeometry(t *testing.T, store *Store, catalogue *Catalogue) {
	for _, layer := range catalogue.Layers() {
		bad := scanOne[int](t, store.pool, `select count(*) from `+layer.Version.Table()+` where not st_isvalid(geom) or st_isempty(geom) or st_ndims(geom) <> 2
			or st_srid(geom) <> 3067 or st_geometrytype(geom) = 'ST_GeometryCollection' or not geom @ st_makeenvelope(40000, 6500000, 780000, 7800000, 3067)`)
		if bad != 0 {
			t.Errorf("%s: %d features are not as they must be", layer.ID, bad)
		}
		if layer.Version.FeatureCount == 0 || layer.Version.GeometryType == "" || layer.Version.BBoxLonLat.Min[0] < 15 {
			t.Errorf("%s: version says %+v", layer.ID, layer.Version)
		}
	}
}

// checkRealFacts holds what GEOS says of the files in their own reference systems.
func checkRealFacts(t *testing.T, store *Store, table func(string) string) {
	facts := []struct {
		name, sql string
		want      int
	}{
		{"buildings that lie in exactly one property unit", `select count(*) from (select b.fid from ` + table("helsinki_buildings") + ` b
			join ` + table("helsinki_properties") + ` p on st_intersects(p.geom, st_pointonsurface(b.geom)) group by b.fid having count(*) = 1) x`, 2328},
		{"buildings inside a plan in preparation, by a point within them", `select count(*) from ` + table("helsinki_buildings") + ` b where exists (select from ` +
			table("helsinki_plans_in_preparation") + ` p where st_intersects(p.geom, st_pointonsurface(b.geom)))`, 441},
		{"consultation zones that touch a school or kindergarten", `select count(*) from ` + table("tampere_consultation_zones") + ` z where exists (select from ` +
			table("tampere_sensitive_sites") + ` s where st_intersects(s.geom, z.geom) and s.attributes->>'amenity' in ('school', 'kindergarten'))`, 7},
		{"groundwater areas that meet a consultation zone", `select count(*) from ` + table("tampere_groundwater") + ` g where exists (select from ` +
			table("tampere_consultation_zones") + ` z where st_intersects(z.geom, g.geom))`, 3},
		{"land use SL at Pyynikki", `select count(*) from ` + table("tampere_land_use") + ` where st_intersects(geom,
			st_transform(st_setsrid(st_makepoint(23.73, 61.495), 4326), 3067)) and attributes->>'Kayttotark' = 'SL'`, 1},
		{"property units that meet a district of Helsinki", `select count(distinct p.fid) from ` + table("helsinki_properties") + ` p
			join ` + table("helsinki_districts") + ` d on st_intersects(d.geom, p.geom)`, 2244},
		{"vertices of the noise study area", `select st_npoints(geom) from ` + table("tampere_noise_study"), 16_439},
		{"holes of the noise study area", `select st_nrings(geom) - st_numgeometries(geom) from ` + table("tampere_noise_study"), 80},
	}
	for _, fact := range facts {
		if got := scanOne[int](t, store.pool, fact.sql); got != fact.want {
			t.Errorf("%s: %d, want %d", fact.name, got, fact.want)
		}
	}
}

func checkRealCoverage(t *testing.T, store *Store) {
	tests := []struct {
		name     string
		theme    Theme
		lon, lat float64
		want     bool
	}{
		{"land use at Pyynikki", Zoning, 23.73, 61.495, true},
		{"groundwater at Pyynikki", Groundwater, 23.73, 61.495, true},
		{"the plan leaves the very centre to another one", Zoning, 23.76, 61.498, false},
		{"plans in Helsinki", PlanPreparation, 24.94, 60.17, true},
		{"no plans in Tampere", PlanPreparation, 23.76, 61.498, false},
		{"no groundwater in Helsinki", Groundwater, 24.94, 60.17, false},
		{"municipalities in Lapland", Municipality, 25.7, 66.5, true},
		{"OpenStreetMap proves nothing", SensitiveSite, 23.76, 61.498, false},
	}
	for _, tt := range tests {
		got := scanOne[bool](t, store.pool, `select exists (select from theme_coverage where theme = $1
			and st_covers(geom, st_transform(st_setsrid(st_makepoint($2, $3), 4326), 3067)))`, tt.theme, tt.lon, tt.lat)
		if got != tt.want {
			t.Errorf("%s: covered %t", tt.name, got)
		}
	}
	if n := scanOne[int](t, store.pool, `select count(*) from layer_versions where coverage is not null and (not st_isvalid(coverage) or st_isempty(coverage))`); n != 0 {
		t.Errorf("%d coverages are invalid or empty", n)
	}
}

func checkRealWarts(t *testing.T, byID map[string]Report) {
	if n := len(byID["postal_areas"].Repaired); n != 29 {
		t.Errorf("postal areas: %d repaired, want 29", n)
	}
	if r := byID["tampere_ditches"]; len(r.Refused) != 1 || r.Refused[0].ID != "1" || refusalOf(r, "1") != "no_geometry" {
		t.Errorf("ditches: refused %v, want the one without geometry", r.Refused)
	}
	if r := byID["helsinki_properties"]; r.Duplicates.Count == 0 {
		t.Errorf("property units: parcels of one unit are not told: %+v", r.Duplicates)
	}
	crs := map[string]string{"helsinki_districts": "EPSG:3879", "tampere_land_use": "EPSG:3878", "tampere_districts": "EPSG:3878",
		"helsinki_plans_in_preparation": "EPSG:4326", "nysse_stops": "EPSG:4326", "helsinki_addresses": "EPSG:3067", "helsinki_roadworks": "EPSG:3879"}
	for id, want := range crs {
		if byID[id].SourceCRS != want {
			t.Errorf("%s: read as %s, want %s", id, byID[id].SourceCRS, want)
		}
	}
}

func checkRealText(t *testing.T, store *Store, table func(string) string) {
	facts := []struct{ name, sql, want string }{
		{"ISO-8859-1 without .cpg", `select attributes->>'alue_nimi' from ` + table("tampere_groundwater") + ` where attributes->>'alue_nimi' like 'Epil%A'`, "Epilänharju-Villilän pohjavesialue A"},
		{"UTF-8 with .cpg", `select distinct attributes->>'type_fi' from ` + table("regional_plan_reservations") + ` where attributes->>'type_fi' like '%(SL)'`, "Maakuntakaavan suojelualuevaraus (SL)"},
		{"padding is cut", `select attributes->>'nimi_fi' from ` + table("helsinki_districts") + ` where source_id = '14'`, "TAKA-TÖÖLÖ"},
		{"numbers stay numbers", `select jsonb_typeof(attributes->'inhabitants') from ` + table("hsy_population_grid") + ` limit 1`, "number"},
		{"dates in ISO 8601", `select min(attributes->>'alkupvm') from ` + table("helsinki_buildings") + ` where attributes->>'alkupvm' like '2021-09-%'`, "2021-09-02"},
		{"codes with leading zeros", `select attributes->>'kunta' from ` + table("municipalities") + ` where attributes->>'nimi' = 'Helsinki'`, "091"},
		{"properties as a tree", `select attributes->>'comment' from ` + table("traffic_announcements"), "Ajokeli on paikoin huono räntä ja vesisateiden sekä sään lauhtumisen vuoksi"},
		{"search title", `select title || ' / ' || detail || ' / ' || folded from layer_search where kind = 'address' and title = 'Kaivokatu 1' limit 1`, "Kaivokatu 1 / 00100 Helsinki / kaivokatu 1"},
		{"search of units", `select count(*)::text from layer_search where kind = 'property'`, "2244"},
	}
	for _, fact := range facts {
		if got := scanOne[string](t, store.pool, fact.sql); got != fact.want {
			t.Errorf("%s: %q, want %q", fact.name, got, fact.want)
		}
	}
}

// TestEveryLayerOfTheArchives imports what no recipe wants too, and counts it against ogrinfo.
func TestEveryLayerOfTheArchives(t *testing.T) {
	dir := testfiles.Real(t)
	store := NewStore(testdb.New(t))
	wanted := map[string]bool{}
	for _, r := range Recipes() {
		wanted[r.File.Layer] = true
	}
	archives, err := filepath.Glob(filepath.Join(dir, "tampere", "*.zip"))
	if err != nil || len(archives) != 4 {
		t.Fatalf("archives %v, error %v", archives, err)
	}
	for _, path := range archives {
		archive, err := source.Open(path, source.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		listed, err := archive.Layers(t.Context())
		archive.Close()
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range source.Names(listed) {
			if wanted[name] {
				continue
			}
			report, err := importOne(t, store, ImportOptions{Path: path, ID: "part", Theme: Zoning, Layer: name, Key: "id"})
			if want := countOf(t, path, name); err != nil || report.Read != want || report.Imported+int64(len(report.Refused)) != want {
				t.Errorf("%s: read %d, imported %d, want %d, error %v", name, report.Read, report.Imported, want, err)
			}
		}
	}
	if _, err := importOne(t, store, ImportOptions{Path: archives[0], ID: "part", Theme: Zoning}); err == nil || !strings.Contains(err.Error(), "yk2040_kaava_alue_polygon") {
		t.Errorf("without a layer's name: %v, want a list of the layers", err)
	}
	several := filepath.Join(dir, "tampere", "osm_tampere.gpkg")
	if _, err := importOne(t, store, ImportOptions{Path: several, ID: "part", Theme: Zoning}); err == nil || !strings.Contains(err.Error(), "sensitive_sites, roads_main") {
		t.Errorf("without a layer's name: %v, want a list of the layers", err)
	}
	reports, err := store.Import(context.Background(), ImportOptions{Path: several})
	if err != nil || len(reports) != 2 {
		t.Errorf("by recipes: %d reports, error %v", len(reports), err)
	}
}

func countOf(t *testing.T, archive, layer string) int64 {
	t.Helper()
	out, err := exec.CommandContext(context.Background(), "ogrinfo", "-ro", "-so", "/vsizip/"+archive+"/"+layer+".shp", layer).Output()
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(out), "Feature Count: ")
	count, _, _ := strings.Cut(rest, "\n")
	n, err := strconv.ParseInt(count, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
