package layers

import (
	"archive/zip"
	"encoding/json"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
)

// nationalFile is the shape in which a national register publishes: names of files and layers, attributes in their
// order, and what people must read of the first feature.
type nationalFile struct {
	gpkg, zip string                      // names of the files; empty: not published so
	layers    map[string][]map[string]any // by name, properties of their features
	order     []string                    // of the attributes
	id, title string                      // of the first feature of the first layer
	swedish   string                      // its title in Swedish, where it has another
	codes     map[string]i18n.Text        // attribute: what its value of the first feature is in words
}

func properties(order []string, rows ...[]any) []map[string]any {
	var features []map[string]any
	for _, row := range rows {
		feature := map[string]any{}
		for i, name := range order {
			feature[name] = row[i]
		}
		features = append(features, feature)
	}
	return features
}

var (
	naturaNames      = []string{"naturaTunnus", "nimiSuomi", "alueTyyppi", "paatosPAla_ha", "paatosPvm", "luontiPvm", "muutosPvm", "paattymisPvm"}
	groundwaterNames = []string{"PvAlueTunnus", "PvAlueNimi", "PvAlueLuokka", "KuntaNimi", "TilaMaara", "TilaKemia", "RiskiArvio", "MuutosPvm", "Subtype"}
	protectedNames   = []string{"LsAlueTunnus", "Nimi", "NimiRuotsi", "TyyppiNimi", "PaatNimi", "PaatPvm", "VoimaantuloPvm", "LakkautusPvm", "MuutosPvm", "InfoFi"}
	planNames        = []string{"id", "plan_key", "permanent_plan_identifier", "producer_plan_identifier", "plan_type", "plan_type_name_fin", "administrative_area_identifiers",
		"name_fin", "name_swe", "name_eng", "plan_life_cycle_status", "approval_date"}
	kunta         = []string{"kunta", "vuosi", "nimi", "namn", "name"}
	kuntajako     = []string{"natcode", "namefin", "nameswe"}
	propertyNames = []string{"kiinteistotunnus", "kiinteistotunnuksenEsitysmuoto", "kiinteistotunnuksenSijainti"}
	buildingNames = []string{"rakennusavain", "pysyva_rakennustunnus", "sijaintikiinteisto", "paaasiallinen_kayttotarkoitus", "kerrosluku", "kuntanumero"}
	addressNames  = []string{"address_key", "building_key", "address_name_fin", "address_name_swe", "number_part_of_address_number", "subdivision_letter_of_address_number",
		"postal_code", "postal_office_fin", "postal_office_swe", "municipality_number"}
	zoneNames = []string{"nimi", "puskuri", "osoite"}
)

func protectedFile(layer, file string) nationalFile {
	return nationalFile{gpkg: strings.TrimSuffix(file, ".zip") + ".gpkg", zip: file, order: protectedNames, id: "YSA123", title: "Harjunrinne", swedish: "Åsbrinken",
		layers: map[string][]map[string]any{layer: properties(protectedNames,
			[]any{"YSA123", "Harjunrinne", "Åsbrinken", "Luonnonsuojelualue", "Päätös 12", "2001-02-03", "2001-03-04", nil, "2020-01-01", nil})}}
}

const rytj = "http://uri.suomi.fi/codelist/rytj/"

func planFile(layer, kind string) nationalFile {
	return nationalFile{gpkg: layer + ".gpkg", zip: layer + ".zip", order: planNames, id: "5f3c", title: "Rantapuisto", swedish: "Strandparken",
		codes: map[string]i18n.Text{"plan_life_cycle_status": {Fi: "voimassa", Sv: "i kraft", En: "in force"}},
		layers: map[string][]map[string]any{layer: properties(planNames, []any{"a1", "5f3c", "AK-000081", "AK 170", rytj + "RY_Kaavalaji/code/" + kind, "Kaava", `["577"]`,
			"Rantapuisto", "Strandparken", nil, rytj + "kaavaelinkaari/code/13", "1983-02-02Z"})}}
}

// nationalFiles are made by the tests: none of these registers' own files is at hand. Names that facts are known of only
// at second hand are marked in docs/layers.md.
var nationalFiles = map[string]nationalFile{
	"syke_natura": {gpkg: "natura.gpkg", zip: "natura.zip", order: naturaNames, id: "FI0700001:SAC", title: "Harjujärvi",
		codes: map[string]i18n.Text{"alueTyyppi": {Fi: "erityisten suojelutoimien alue (SAC, luontodirektiivi)", Sv: "särskilt bevarandeområde (SAC, habitatdirektivet)",
			En: "special area of conservation (SAC, Habitats Directive)"}},
		layers: map[string][]map[string]any{
			"natura2000sac_alueet": properties(naturaNames, []any{"FI0700001", "Harjujärvi", "SAC", 12.5, "1998-08-20", "2018-01-01", "2018-02-02", nil}),
			"natura2000spa_alueet": properties(naturaNames, []any{"FI0700001", "Harjujärvi", "SPA", 14.5, "1998-08-20", "2018-01-01", "2018-02-02", nil}),
		}},
	"syke_protected_state":   protectedFile("LsAlueValtio", "luonnonsuojelualueet_valtio.zip"),
	"syke_protected_private": protectedFile("LsAlueYks", "luonnonsuojelualueet_yksityinen.zip"),
	"syke_groundwater": {gpkg: "pohjavesialueet.gpkg", zip: "Pohjavesialueet.zip", order: groundwaterNames, id: "0701001:Pohjavesialue", title: "Harju A",
		codes: map[string]i18n.Text{
			"PvAlueLuokka": {Fi: "vedenhankintaa varten tärkeä, josta pintavesi- tai maaekosysteemi on riippuvainen (1E)",
				Sv: "viktigt för vattenförsörjningen, ett ytvatten- eller landekosystem är beroende av det (1E)",
				En: "important for water supply, and a surface water or terrestrial ecosystem depends on it (1E)"},
			"Subtype": {Fi: "pohjavesialue", Sv: "grundvattenområde", En: "groundwater area"}},
		layers: map[string][]map[string]any{"PvesiAlue": properties(groundwaterNames,
			[]any{"0701001", "Harju A", "1E", "Mallila", "hyvä", "hyvä", "ei", "2020-01-01", "Pohjavesialue"},
			[]any{"0701001", "Harju A", "1E", "Mallila", "hyvä", "hyvä", "ei", "2020-01-01", "Varsinainen muodostumisalue"},
			[]any{"0701002", "Harju B", "2", "Mallila", nil, nil, nil, "2020-01-01", "Pohjavesialue"},
			[]any{"0701003", "Harju C", "III", "Mallila", nil, nil, nil, "1996-01-01", "Pohjavesialue"})}},
	"ryhti_detailed_plans":       planFile("pub_valid_ld_plan_ix_gs", "31"),
	"ryhti_general_plans":        planFile("pub_valid_lm_plan_ix_gs", "21"),
	"ryhti_regional_plans":       planFile("maakuntakaavahakemisto", "11"),
	"ryhti_plans_in_preparation": planFile("pub_prep_ld_plan_ix_gs", "31"),
	"statfin_municipalities": {gpkg: "kunta1000k_2026.gpkg", zip: "kunta1000k_2026.zip", order: kunta, id: "091", title: "Helsinki", swedish: "Helsingfors",
		layers: map[string][]map[string]any{"kunta1000k_2026": properties(kunta, []any{"091", 2026, "Helsinki", "Helsingfors", "Helsinki"})}},
	"nls_municipalities": {gpkg: "SuomenKuntajako_2026_10k.gpkg", zip: "TietoaKuntajaosta_2026_10k.zip", order: kuntajako, id: "091", title: "Helsinki", swedish: "Helsingfors",
		layers: map[string][]map[string]any{"SuomenKuntajako_2026_10k": properties(kuntajako, []any{"091", "Helsinki", "Helsingfors"})}},
	"nls_properties": {gpkg: "kiinteistorekisterikartta.gpkg", zip: "kiinteistorekisterikartta.zip", order: propertyNames, id: "09100100020003", title: "91-1-2-3",
		layers: map[string][]map[string]any{"PalstanSijaintitiedot": properties(propertyNames, []any{"09100100020003", "91-1-2-3", "x"}, []any{"09100100020003", "91-1-2-3", "y"})}},
	"dvv_buildings": {gpkg: "avoimet_rakennukset.gpkg", zip: "avoimet_rakennukset.zip", order: buildingNames, id: "b7e1", title: "Kerrostalo", swedish: "flervåningshus",
		codes:  map[string]i18n.Text{"paaasiallinen_kayttotarkoitus": {Fi: "Kerrostalo", Sv: "flervåningshus", En: "block of flats"}},
		layers: map[string][]map[string]any{"avoimet_rakennukset": properties(buildingNames, []any{"b7e1", "103456789A", "09100100020003", "Kerrostalo", 4, "091"})}},
	"dvv_addresses": {gpkg: "open_address.gpkg", zip: "open_address.zip", order: addressNames, id: "c9", title: "Rantakatu 5 b", swedish: "Strandgatan 5 b",
		layers: map[string][]map[string]any{"open_address": properties(addressNames, []any{"c9", "b7e1", "Rantakatu", "Strandgatan", 5, "b", "00100", "Helsinki", "Helsingfors", "091"})}},
	"tukes_consultation_zones": {gpkg: "konsultointivyohykkeet.gpkg", zip: "konsultointivyohykkeet.zip", order: zoneNames, title: "Tehdas Oy",
		layers: map[string][]map[string]any{"konsultointivyohykkeet": properties(zoneNames, []any{"Tehdas Oy", 1500, "Tehtaankatu 1"})}},
	"fintraffic_roadworks": {}, // Fintraffic's own form: TestNationalRoadworks
}

// collection is GeoJSON with a square for each feature, attributes in their order.
func collection(t *testing.T, order []string, features []map[string]any, from int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3067"}},"features":[`)
	for i, f := range features {
		if i > 0 {
			b.WriteString(",")
		}
		e, n := 480_000+2_000*(from+i), 6_920_000
		ring, err := json.Marshal([][][2]int{{{e, n}, {e + 1000, n}, {e + 1000, n + 1000}, {e, n + 1000}, {e, n}}})
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(`{"type":"Feature","geometry":{"type":"Polygon","coordinates":` + string(ring) + `},"properties":{`)
		for j, name := range order {
			value, err := json.Marshal(f[name])
			if err != nil {
				t.Fatal(err)
			}
			if j > 0 {
				b.WriteString(",")
			}
			b.WriteString(`"` + name + `":` + string(value))
		}
		b.WriteString("}}")
	}
	return b.String() + "]}"
}

func ogr(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), "ogr2ogr", args...).CombinedOutput(); err != nil {
		t.Fatalf("ogr2ogr %v: %v\n%s", args, err, out)
	}
}

// publishAs writes the file as its register would: a GeoPackage, or zipped shapefiles, whose names of attributes are cut.
func (f nationalFile) publishAs(t *testing.T, driver string) string {
	t.Helper()
	folder := t.TempDir()
	shapes := filepath.Join(folder, "shapes")
	if err := os.Mkdir(shapes, 0o755); err != nil {
		t.Fatal(err)
	}
	from := 0
	for _, layer := range slices.Sorted(maps.Keys(f.layers)) {
		plain := filepath.Join(folder, layer+".geojson")
		if err := os.WriteFile(plain, []byte(collection(t, f.order, f.layers[layer], from)), 0o644); err != nil {
			t.Fatal(err)
		}
		from += len(f.layers[layer])
		if driver == "GPKG" {
			ogr(t, "-f", "GPKG", "-update", "-append", "-nln", layer, filepath.Join(folder, f.gpkg), plain)
		} else {
			ogr(t, "-f", driver, "-lco", "ENCODING=UTF-8", filepath.Join(shapes, layer+".shp"), plain)
		}
	}
	if driver == "GPKG" {
		return filepath.Join(folder, f.gpkg)
	}
	name := filepath.Join(folder, f.zip)
	zipFolder(t, name, shapes)
	return name
}

func zipFolder(t *testing.T, name, folder string) {
	t.Helper()
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	archive := zip.NewWriter(file)
	if err := archive.AddFS(os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestNationalRecipes(t *testing.T) {
	pool := testdb.New(t)
	store := NewStore(pool)
	for _, id := range slices.Sorted(maps.Keys(nationalFiles)) {
		file := nationalFiles[id]
		for driver, name := range map[string]string{"GPKG": file.gpkg, "ESRI Shapefile": file.zip} {
			if name == "" {
				continue
			}
			t.Run(id+" as "+driver, func(t *testing.T) {
				reports, err := store.Import(t.Context(), ImportOptions{Path: file.publishAs(t, driver)})
				if err != nil || len(reports) != 1 || reports[0].Layer != id {
					t.Fatalf("reports %+v, error %v", reports, err)
				}
				file.check(t, store, reports[0])
			})
		}
	}
}

// check looks at what became of the file.
func (f nationalFile) check(t *testing.T, store *Store, report Report) {
	t.Helper()
	var want int64
	for _, features := range f.layers {
		want += int64(len(features))
	}
	if report.Imported != want || len(report.Refused) > 0 {
		t.Errorf("imported %d of %d: %+v", report.Imported, want, report)
	}
	version, err := store.Version(t.Context(), report.Version)
	if err != nil {
		t.Fatal(err)
	}
	id := f.id
	if id == "" {
		id = scanOne[string](t, store.pool, `select min(source_id) from `+version.Table())
	}
	var attributes map[string]json.RawMessage
	if err := store.pool.QueryRow(t.Context(), `select attributes from `+version.Table()+` where source_id = $1`, id).Scan(&attributes); err != nil {
		t.Fatalf("feature %s: %v", id, err)
	}
	for name := range attributes {
		if !slices.Contains(f.order, name) {
			t.Errorf("attribute %s is not under the register's name", name)
		}
	}
	f.checkWords(t, version.Recipe, attributes)
}

// checkWords looks at what people read of the first feature.
func (f nationalFile) checkWords(t *testing.T, recipe Recipe, attributes map[string]json.RawMessage) {
	t.Helper()
	swedish := f.swedish
	if swedish == "" {
		swedish = f.title
	}
	for lang, want := range map[i18n.Lang]string{i18n.Finnish: f.title, i18n.Swedish: swedish} {
		got := recipe.FeatureTitle(attributes, lang)
		if words, ok := f.codes[firstName(recipe)]; ok {
			want = words.In(lang)
		}
		if !strings.EqualFold(got, want) {
			t.Errorf("title in %s: %q, want %q", lang, got, want)
		}
	}
	for _, lang := range i18n.Languages {
		texts := map[string]string{}
		for _, a := range recipe.Describe(attributes, lang) {
			texts[a.Name] = a.Text
		}
		for name, words := range f.codes {
			if !strings.EqualFold(texts[name], words.In(lang)) {
				t.Errorf("%s in %s: %q, want %q", name, lang, texts[name], words.In(lang))
			}
		}
	}
}

func firstName(r Recipe) string {
	if len(r.Names) == 0 {
		return ""
	}
	return r.Names[0]
}

func TestNationalRoadworks(t *testing.T) {
	name := filepath.Join(t.TempDir(), "roadworks.json")
	out, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	message := func(id, kind string) string {
		return `{"type":"Feature","geometry":{"type":"Point","coordinates":[26.6,62.4]},"properties":{"situationId":"` + id + `","situationType":"` + kind + `","trafficAnnouncementType":null,"version":1,
			"announcements":[{"language":"fi","title":"Tietyö, tie 5","location":{"description":"Mallila"},"roadWorkPhases":[{"id":"1","severity":"HIGH","worktypes":[{"type":"bridge","description":"Siltatyö"}]}],
			"timeAndDuration":{"startTime":"2026-11-01T06:00:00Z","endTime":"2026-12-01T15:00:00Z"},"sender":"Fintraffic Tieliikennekeskus Tampere"}]}}`
	}
	if _, err := io.WriteString(out, `{"type":"FeatureCollection","dataUpdatedTime":"2026-11-22T10:00:00Z","features":[`+message("GUID1", "ROAD_WORK")+","+message("GUID2", "TRAFFIC_ANNOUNCEMENT")+"]}"); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	store := NewStore(testdb.New(t))
	reports, err := store.Import(t.Context(), ImportOptions{Path: name})
	if err != nil || len(reports) != 1 || reports[0].Layer != "fintraffic_roadworks" || reports[0].Imported != 1 {
		t.Fatalf("reports %+v, error %v", reports, err)
	}
	version, err := store.Version(t.Context(), reports[0].Version)
	if err != nil {
		t.Fatal(err)
	}
	var attributes map[string]json.RawMessage
	if err := store.pool.QueryRow(t.Context(), `select attributes from `+version.Table()+` where source_id = 'GUID1'`).Scan(&attributes); err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, a := range version.Recipe.Describe(attributes, i18n.Swedish) {
		texts[a.Name] = a.Text
	}
	if texts["situationType"] != "vägarbete" || texts["severity"] != "stor" || texts["workTypes"] != "Siltatyö" {
		t.Errorf("texts %v", texts)
	}
}

// Natura 2000 is complete only as both of its kinds: an archive with one of them must not say that the other is nowhere.
func TestNaturaNeedsBothKinds(t *testing.T) {
	file := nationalFiles["syke_natura"]
	file.layers = map[string][]map[string]any{"natura2000sac_alueet": file.layers["natura2000sac_alueet"]}
	_, err := NewStore(testdb.New(t)).Import(t.Context(), ImportOptions{Path: file.publishAs(t, "ESRI Shapefile")})
	if err == nil || !strings.Contains(err.Error(), "natura2000spa_*") {
		t.Errorf("error %v, want one that names what is missing", err)
	}
}

// A claim of the whole country leaves out the municipalities that it says it leaves out.
func TestCoverageOfTheCountryWithoutAland(t *testing.T) {
	pool := testdb.New(t)
	store := NewStore(pool)
	towns := nationalFiles["statfin_municipalities"]
	towns.layers = map[string][]map[string]any{"kunta1000k_2026": properties(kunta, []any{"091", 2026, "Helsinki", "Helsingfors", "Helsinki"}, []any{"478", 2026, "Maarianhamina", "Mariehamn", "Mariehamn"})}
	if _, err := store.Import(t.Context(), ImportOptions{Path: towns.publishAs(t, "GPKG"), Publish: true}); err != nil {
		t.Fatal(err)
	}
	reports, err := store.Import(t.Context(), ImportOptions{Path: nationalFiles["syke_groundwater"].publishAs(t, "GPKG")})
	if err != nil {
		t.Fatal(err)
	}
	if area := scanOne[float64](t, pool, `select st_area(coverage) from layer_versions where number = $1`, reports[0].Version); area != 1e6 {
		t.Errorf("the claim covers %.0f m², want the square kilometre of 091 and not that of 478", area)
	}
}
