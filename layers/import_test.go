package layers

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/internal/testdb"
	"lupakartta/layers/source"
)

// put writes a file into a folder of the test's own and returns its path.
func put(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// geoJSON is a collection with one square of 100 m in the town, or with other coordinates.
func geoJSON(crs, coordinates string) string {
	member := ""
	if crs != "" {
		member = `"crs":{"type":"name","properties":{"name":"` + crs + `"}},`
	}
	return `{"type":"FeatureCollection",` + member + `"features":[{"type":"Feature","properties":{"tunnus":"a1","nimi":"Ä","n":1.50,"on":true,"pvm":"2024-02-29"},
		"geometry":{"type":"Polygon","coordinates":[[` + coordinates + `]]}}]}`
}

const square3067 = `[480000,6920000],[480100,6920000],[480100,6920100],[480000,6920100],[480000,6920000]`

func asThings(path string) ImportOptions {
	return ImportOptions{Path: path, ID: "things", Theme: Natura, Key: "tunnus", Publish: true, ConfirmShrink: true}
}

func importOne(t testing.TB, store *Store, o ImportOptions) (Report, error) {
	t.Helper()
	reports, err := store.Import(context.Background(), o)
	if len(reports) == 0 {
		return Report{}, err
	}
	return reports[0], err
}

// nothingLeft checks that no version, table or folder stays behind.
func nothingLeft(t testing.TB, pool *pgxpool.Pool) {
	t.Helper()
	if n := scanOne[int](t, pool, `select count(*) from pg_tables where schemaname = 'layer_data'`); n != 0 {
		t.Errorf("%d tables stay behind", n)
	}
	if n := scanOne[int](t, pool, `select count(*) from layer_versions where state <> 'failed'`); n != 0 {
		t.Errorf("%d versions stay behind", n)
	}
}

func TestReferenceSystemsOfFiles(t *testing.T) {
	store := NewStore(testdb.New(t))
	degrees := `[26.61,62.40],[26.62,62.40],[26.62,62.41],[26.61,62.41],[26.61,62.40]`
	tests := []struct {
		name, content, crs, wantCRS, wantErr string
	}{
		{"GeoJSON is longitude and latitude", geoJSON("", degrees), "", "EPSG:4326", ""},
		{"a named system is obeyed", geoJSON("urn:ogc:def:crs:EPSG::3067", square3067), "", "EPSG:3067", ""},
		{"GK25 named, easting first", geoJSON("EPSG:3879", `[25583000,6921000],[25583100,6921000],[25583100,6921100],[25583000,6921000]`), "", "EPSG:3879", ""},
		{"the caller knows better", geoJSON("", square3067), "EPSG:3067", "EPSG:3067", ""},
		{"metres declared as degrees", geoJSON("", square3067), "", "", "declared EPSG:4326, coordinates look like EPSG:3067"},
		{"degrees declared as metres", geoJSON("EPSG:3067", degrees), "", "", "declared EPSG:3067, coordinates look like EPSG:4326"},
		{"latitude first", geoJSON("", `[62.40,26.61],[62.40,26.62],[62.41,26.62],[62.40,26.61]`), "", "", "declared EPSG:4326, coordinates look like latitude, longitude"},
		{"northing first", geoJSON("EPSG:3067", `[6920000,480000],[6920000,480100],[6920100,480100],[6920000,480000]`), "", "", "declared EPSG:3067, coordinates look like EPSG:3067 with northing first"},
		{"a PROJ pipeline is no name", geoJSON("", square3067), "+proj=pipeline +step +init=file:/etc/passwd", "", "want EPSG:number"},
		{"an unknown number", geoJSON("", square3067), "EPSG:999999", "", "999999"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := asThings(put(t, "things.geojson", tt.content))
			o.CRS = tt.crs
			report, err := importOne(t, store, o)
			switch {
			case tt.wantErr == "" && (err != nil || report.Imported != 1 || report.SourceCRS != tt.wantCRS):
				t.Errorf("imported %d from %q, error %v", report.Imported, report.SourceCRS, err)
			case tt.wantErr != "" && (err == nil || !strings.Contains(err.Error(), tt.wantErr)):
				t.Errorf("error %v, want %q", err, tt.wantErr)
			case strings.Contains(tt.wantErr, "declared") != errors.Is(err, source.ErrSuspicious):
				t.Errorf("error %v is a suspicion: %t", err, errors.Is(err, source.ErrSuspicious))
			}
		})
	}
	if n := scanOne[int](t, store.pool, `select count(*) from layers l join layer_versions v on v.number = l.current
		where st_distance(v.bbox, st_makeenvelope(479000, 6918000, 481000, 6922000, 3067)) > 0`); n != 0 {
		t.Error("a square landed elsewhere")
	}
}

// Parts of one layer may be in different systems, also where their definitions name none of the register.
func TestPartsInDifferentSystems(t *testing.T) {
	store := NewStore(testdb.New(t))
	for name, definition := range map[string]string{"named": "${1}", "by parameters": `PROJCS["omat"`} {
		folder := t.TempDir()
		for part, content := range map[string]string{
			"itä_1":   geoJSON("EPSG:3067", square3067),
			"länsi_2": strings.Replace(geoJSON("EPSG:3879", `[25583000,6921000],[25583100,6921000],[25583100,6921100],[25583000,6921100],[25583000,6921000]`), "a1", "a2", 1),
		} {
			from := strings.TrimSuffix(shapefileOf(t, content), ".shp")
			for _, extension := range []string{".shp", ".shx", ".dbf", ".prj"} {
				data, err := os.ReadFile(from + extension)
				if extension == ".prj" {
					data = regexp.MustCompile(`^(PROJCS\["[^"]*")`).ReplaceAll(data, []byte(definition))
				}
				if err = errors.Join(err, os.WriteFile(filepath.Join(folder, part+extension), data, 0o600)); err != nil {
					t.Fatal(err)
				}
			}
		}
		recipe := testRecipe("parts", Natura)
		recipe.Key, recipe.Coverage, recipe.File = "tunnus", Coverage{Kind: CoverNone}, FileRecipe{Layers: []string{"itä_*", "länsi_*"}}
		report, err := importOne(t, store, ImportOptions{Path: folder, Recipe: &recipe, Publish: true})
		if err != nil || report.Imported != 2 {
			t.Fatalf("%s: imported %d, refused %v, error %v", name, report.Imported, report.Refused, err)
		}
		apart := scanOne[float64](t, store.pool, fmt.Sprintf(`select st_distance(a.geom, b.geom) from layer_data.v%[1]d a, layer_data.v%[1]d b where a.source_id = 'a1' and b.source_id = 'a2'`, report.Version))
		place := scanOne[string](t, store.pool, fmt.Sprintf(`select st_astext(st_centroid(st_transform(geom, 3879)), 0) from layer_data.v%d where source_id = 'a2'`, report.Version))
		if apart > 5_000 || place != "POINT(25583050 6921050)" {
			t.Errorf("%s: %.0f m apart, the second is at %s in EPSG:3879", name, apart, place)
		}
	}
}

func TestAttributesKeepTheirTypes(t *testing.T) {
	store := NewStore(testdb.New(t))
	report, err := importOne(t, store, asThings(put(t, "things.geojson", geoJSON("EPSG:3067", square3067))))
	if err != nil {
		t.Fatal(err)
	}
	got := scanOne[string](t, store.pool, fmt.Sprintf(`select source_id || attributes::text from layer_data.v%d`, report.Version))
	want := `a1{"n": 1.5, "on": true, "pvm": "2024-02-29", "nimi": "Ä", "tunnus": "a1"}`
	if got != want {
		t.Errorf("stored %s, want %s", got, want)
	}
}

// zipOf makes an archive of entries with the content, some with odd modes.
func zipOf(t testing.TB, content string, modes map[string]fs.FileMode, names ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "archive.zip")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(file)
	for _, name := range names {
		header := &zip.FileHeader{Name: name, Method: zip.Deflate}
		header.SetMode(0o644 | modes[name])
		entry, err := w.CreateHeader(header)
		if err == nil {
			_, err = entry.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestHostileArchives(t *testing.T) {
	pool := testdb.New(t)
	store := NewStore(pool)
	square := geoJSON("EPSG:3067", square3067)
	bomb := square + strings.Repeat(" ", 80<<20)
	tests := []struct {
		name, path, wantErr string
		limits              source.Limits
	}{
		{"a name that leaves the folder", zipOf(t, square, nil, "a.geojson", "../../evil.geojson"), "leads outside", source.Limits{}},
		{"an absolute name", zipOf(t, square, nil, "/etc/cron.d/evil.geojson"), "leads outside", source.Limits{}},
		{"a name with backslashes", zipOf(t, square, nil, `..\evil.geojson`), "leads outside", source.Limits{}},
		{"a link", zipOf(t, "/etc/passwd", map[string]fs.FileMode{"a.geojson": fs.ModeSymlink}, "a.geojson"), "no plain file", source.Limits{}},
		{"a bomb by ratio", zipOf(t, bomb, nil, "a.geojson"), "times larger", source.Limits{}},
		{"a bomb by size", zipOf(t, strings.Repeat(" ", 2<<20), nil, "a.geojson", "b.geojson"), "when unpacked", source.Limits{Bytes: 1 << 20}},
		{"too many entries", zipOf(t, "", nil, "a.geojson", "b", "c", "d"), "entries", source.Limits{Entries: 3}},
		{"an archive within", zipOf(t, "PK\x03\x04rest", nil, "a.geojson"), "archive within", source.Limits{}},
		{"two of one name", zipOf(t, square, nil, "x/a.geojson", "y/a.geojson"), "several layers", source.Limits{}},
		{"nothing to read", zipOf(t, "hello", nil, "readme.txt"), "no layer", source.Limits{}},
		{"a broken archive", put(t, "a.zip", "PK\x03\x04 and no more"), "archive", source.Limits{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := asThings(tt.path)
			o.Limits = tt.limits
			if _, err := importOne(t, store, o); err == nil || !strings.Contains(err.Error(), tt.wantErr) {
				t.Errorf("error %v, want %q", err, tt.wantErr)
			}
		})
	}
	nothingLeft(t, pool)
	if report, err := importOne(t, store, asThings(zipOf(t, square, nil, "folder/a.geojson"))); err != nil || report.Imported != 1 {
		t.Errorf("a good archive: imported %d, error %v", report.Imported, err)
	}
}

func TestFilesThatFail(t *testing.T) {
	pool := testdb.New(t)
	store := NewStore(pool)
	good := geoJSON("EPSG:3067", square3067)
	noKind := asThings(put(t, "unknown.geojson", good))
	noKind.ID, noKind.Theme = "", ""
	gone := asThings(filepath.Join(t.TempDir(), "gone.gpkg"))
	table := asThings(put(t, "a.csv", "id,across,up\n1,480000,6920000\n"))
	unsaid := asThings(put(t, "a.csv", "id,x,y\n1,480000,6920000\n"))
	inside := asThings(put(t, "a.gml", `<c xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><t><gml:pointProperty><gml:Point><gml:coordinates>480000,6920000</gml:coordinates></gml:Point></gml:pointProperty></t></gml:featureMember></c>`))
	tests := []struct {
		name    string
		o       ImportOptions
		wantErr string
	}{
		{"no recipe", noKind, "no recipe matches"},
		{"no file", gone, "no such file"},
		{"a truncated file", asThings(put(t, "a.geojson", good[:len(good)-40])), "cannot be read"},
		{"a table without columns of coordinates", table, "names its columns of coordinates"},
		{"a table whose reference system nobody named", unsaid, "does not say its reference system"},
		{"no reference system", inside, "does not say its reference system"},
		{"nothing in it", asThings(put(t, "a.geojson", `{"type":"FeatureCollection","features":[]}`)), ""},
		{"only refused features", asThings(put(t, "a.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":null}]}`)), "nothing was imported"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := importOne(t, store, tt.o)
			if err == nil || !strings.Contains(err.Error(), tt.wantErr) {
				t.Errorf("error %v, want %q", err, tt.wantErr)
			}
		})
	}
	nothingLeft(t, pool)
}

func TestNamesFromAFileNeverReachSQL(t *testing.T) {
	store := NewStore(testdb.New(t))
	evil := `"); drop table layers; --`
	content := strings.Replace(geoJSON("EPSG:3067", square3067), `"nimi":"Ä"`,
		`"\"); drop table layers; --":1,"NIMI":"x","nimi":"y","\u202eabc":"\u0000","a\nb":"\\.","tab\t":"\\N"`, 1)
	content = strings.Replace(content, `{"type":"FeatureCollection"`, `{"type":"FeatureCollection","name":"x\"; drop table layers;\n--"`, 1)
	report, err := importOne(t, store, asThings(put(t, "things.geojson", content)))
	if err != nil {
		t.Fatal(err)
	}
	got := scanOne[map[string]any](t, store.pool, fmt.Sprintf(`select attributes from layer_data.v%d`, report.Version))
	if got[evil] != 1.0 || got["NIMI"] != "x" || got["nimi2"] != "y" || got["a\nb"] != `\.` || got["tab\t"] != `\N` {
		t.Errorf("attributes %v", got)
	}
	if !warned(report, "nimi2") {
		t.Errorf("a renamed attribute is not told: %v", report.Warnings)
	}
	if n := scanOne[int](t, store.pool, `select count(*) from layers`); n != 1 {
		t.Errorf("%d layers", n)
	}
}

func TestAnotherReaderIsNeverUsed(t *testing.T) {
	// The head is GeoJSON's, so only GDAL's GeoJSON reader may look at it: what is inside is a virtual data source
	// that GDAL would follow to another file if it guessed.
	secret := put(t, "secret.csv", "id,x,y\n1,480000,6920000\n")
	content := `{"type":"FeatureCollection","features":"<OGRVRTDataSource><OGRVRTLayer name=\"secret\"><SrcDataSource>` + secret + `</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"}`
	store := NewStore(testdb.New(t))
	if report, err := importOne(t, store, asThings(put(t, "a.vrt", content))); err == nil {
		t.Errorf("imported %+v", report)
	}
}

func TestImportedTable(t *testing.T) {
	store := NewStore(testdb.New(t))
	recipe := testRecipe("places", Venue)
	recipe.Coverage.Kind = CoverNone
	recipe.Key, recipe.File = "id", FileRecipe{Match: "*.csv", CRS: "EPSG:3067", X: "e", Y: "n", Encoding: "ISO-8859-1",
		Where: &Where{Attribute: "laji", In: []string{"tori"}}}
	content := "id;nimi;laji;e;n\n1;Keskustori \xe4;tori;480000,5;6920000\n2;Puisto;puisto;480000;6920000\n3;Ilman paikkaa;tori;;\n4;\"A;B\";tori;480010;6920010\n"
	report, err := importOne(t, store, ImportOptions{Path: put(t, "x.csv", content), Recipe: &recipe})
	if err != nil {
		t.Fatal(err)
	}
	if report.Read != 3 || report.Imported != 2 || refusalOf(report, "3") != "no_geometry" {
		t.Errorf("report %+v", report)
	}
	got := scanOne[string](t, store.pool, fmt.Sprintf(`select string_agg(source_id || ':' || (attributes->>'nimi') || ':' || st_x(geom), ' ' order by source_id) from layer_data.v%d`, report.Version))
	if got != "1:Keskustori ä:480000.5 4:A;B:480010" {
		t.Errorf("stored %s", got)
	}
	if !slices.ContainsFunc(report.Warnings, func(n source.Note) bool { return n.Code == "rows_left_out" && fmt.Sprint(n.Values["count"]) == "1" }) {
		t.Errorf("what the recipe leaves out is not counted: %v", report.Warnings)
	}
	recipe.File.Where.Attribute = "tyyppi"
	if _, err := importOne(t, store, ImportOptions{Path: put(t, "x.csv", content), Recipe: &recipe}); !errors.Is(err, source.ErrFormat) || !strings.Contains(err.Error(), "no feature has the attribute tyyppi") {
		t.Errorf("chosen by an attribute that is not there: %v", err)
	}
}

func TestImportThatEndsHalfWayLeavesThePublishedVersion(t *testing.T) {
	pool := testdb.New(t)
	store := NewStore(pool)
	if _, err := importOne(t, store, asThings(put(t, "a.geojson", geoJSON("EPSG:3067", square3067)))); err != nil {
		t.Fatal(err)
	}
	before := scanOne[int64](t, pool, `select current from layers`)
	var many strings.Builder
	many.WriteString(`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:3067"}},"features":[`)
	for i := range 40_000 {
		fmt.Fprintf(&many, `{"type":"Feature","properties":{"tunnus":"%d"},"geometry":{"type":"Point","coordinates":[%d,6920000]}},`, i, 400_000+i)
	}
	many.WriteString(`{"type":"Feature","properties":{},"geometry":null}]}`)
	ctx, cancel := context.WithCancel(context.Background())
	o := asThings(put(t, "b.geojson", many.String()))
	o.Progress = func(p Progress) {
		if p.Read >= 10_000 {
			cancel()
		}
	}
	if _, err := store.Import(ctx, o); err == nil {
		t.Error("the import was not stopped")
	}
	if after := scanOne[int64](t, pool, `select current from layers`); after != before {
		t.Errorf("version %d is published, was %d", after, before)
	}
	if n := scanOne[int](t, pool, `select count(*) from pg_tables where schemaname = 'layer_data'`); n != 1 {
		t.Errorf("%d tables, want the published one", n)
	}
	if folders, _ := filepath.Glob(filepath.Join(os.TempDir(), "lupakartta-import-*")); len(folders) > 0 {
		t.Logf("folders of other tests or ours: %v", folders)
	}
}

// gml is a district of 1 km in GK25, written by northing and easting or the other way round.
func gml(srsName, lower, upper string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:k="urn:k">
<wfs:member><k:alue gml:id="a.1"><k:tunnus>a1</k:tunnus><k:geom><gml:Polygon srsName="` + srsName + `" gml:id="g.1"><gml:exterior><gml:LinearRing>
<gml:posList>` + lower + " " + upper + `</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></k:geom></k:alue></wfs:member></wfs:FeatureCollection>`
}

func TestAxisOrderOfGML(t *testing.T) {
	store := NewStore(testdb.New(t))
	const (
		northFirst = "6673000 25496000 6673000 25497000 6674000 25497000"
		eastFirst  = "25496000 6673000 25497000 6673000 25497000 6674000"
	)
	tests := []struct{ name, content string }{
		{"a URN has the authority's order", gml("urn:ogc:def:crs:EPSG::3879", northFirst, "6673000 25496000")},
		{"so has the address of the definition", gml("http://www.opengis.net/def/crs/EPSG/0/3879", northFirst, "6673000 25496000")},
		{"the short form is x, y", gml("EPSG:3879", eastFirst, "25496000 6673000")},
		{"so is the old address", gml("http://www.opengis.net/gml/srs/epsg.xml#3879", eastFirst, "25496000 6673000")},
		{"a URN of 3067 is easting, northing", gml("urn:ogc:def:crs:EPSG::3067", "385000 6672000 386000 6672000 386000 6673000", "385000 6672000")},
		{"a URN of 4258 is latitude, longitude", gml("urn:ogc:def:crs:EPSG::4258", "60.17 24.93 60.17 24.94 60.18 24.94", "60.17 24.93")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report, err := importOne(t, store, asThings(put(t, "a.gml", tt.content)))
			if err != nil || report.Imported != 1 {
				t.Fatalf("imported %d, error %v", report.Imported, err)
			}
			if b := report.BBox; b[0] < 380_000 || b[2] > 390_000 || b[1] < 6_670_000 || b[3] > 6_680_000 {
				t.Errorf("Helsinki landed at %v", b)
			}
		})
	}
}
