package layers

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"unicode/utf16"

	_ "modernc.org/sqlite" // writes hostile GeoPackages

	"lupakartta/internal/testdb"
	"lupakartta/layers/source"
)

// What strangers may send, each with what they are told. Nothing of it is stored and the service lives on. More of it:
// archives in TestHostileArchives, names in TestNamesFromAFileNeverReachSQL, files cut short in TestFilesThatFail and
// source's TestTruncatedFilesAreRefused, documents in source's TestDocumentTypesAreRefused, definitions in source's
// TestDefinitionsAreNotFollowed, GeoPackages in source's TestGeoPackagesThatHoldMoreThanData, addresses in fetch.
func TestHostileFiles(t *testing.T) {
	pool := testdb.New(t)
	store := NewStore(pool)
	tests := []struct {
		name    string
		o       ImportOptions
		wantErr string
	}{
		{"entities that expand", named(t, "a.gml", billionLaughs), "document type declaration"},
		{"in UTF-16", named(t, "a.gml", wide(billionLaughs)), "document type declaration"},
		{"behind a long comment", named(t, "a.gml", "<!--"+strings.Repeat("x", 100_000)+"-->"+billionLaughs), "document type declaration"},
		{"an external entity", named(t, "a.gml", `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>`+gml("EPSG:3067", "385000 6672000 386000 6672000 386000 6673000", "&b;")), "document type declaration"},
		{"an entity nobody declared", named(t, "a.gml", gml("EPSG:3067", "385000 6672000 386000 6672000 386000 6673000", "&b;")), "cannot be read"},
		{"a virtual format", named(t, "a.gml", `<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>`), "no GML"},
		{"a virtual format that calls itself GML", named(t, "a.gml", `<OGRVRTDataSource xmlns:gml="http://www.opengis.net/gml"><OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>`), ""},
		{"a raster that writes files", named(t, "a.mrf", `<MRF_META><Raster><DataFile>/tmp/x</DataFile></Raster></MRF_META>`), "no GML"},
		{"an address of a service", named(t, "a.xml", `<OGRWFSDataSource><URL>http://127.0.0.1/</URL></OGRWFSDataSource>`), "no GML"},
		{"an address of GDAL's", named(t, "a.geojson", "/vsicurl/http://127.0.0.1/x.geojson?header_file=/etc/passwd"), "no GeoPackage"},
		{"a database", named(t, "a.csv", "PG:dbname=lupakartta user=postgres"), "no GeoPackage"},
		{"a virtual format in an archive", asThings(zipOf(t, `<OGRVRTDataSource/>`, nil, "a.gml")), "no GML"},
		{"GeoJSON called a GeoPackage, cut short", named(t, "a.gpkg", geoJSON("EPSG:3067", square3067)[:150]), "cannot be read"},
		{"text called a shapefile", named(t, "a.shp", "hello"), "no GeoPackage"},
		{"a bomb that lies about its size", asThings(lyingArchive(t)), "not a valid zip"},
		{"a GeoPackage with a view", asThings(hostileGeoPackage(t, `create view katse as select * from things`)), `the view "katse"`},
		{"a GeoPackage with a trigger", asThings(hostileGeoPackage(t, `create trigger ansa after insert on things begin delete from things; end`)), `the trigger "ansa"`},
		{"a coordinate that is not a number", inMetres(named(t, "a.csv", "tunnus,x,y\na,NaN,6920000\nb,480000,Inf\n")), "nothing was imported"},
		{"in text", inMetres(named(t, "a.csv", "tunnus;wkt\na;LINESTRING(480000 6920000,nan nan)\n")), "nothing was imported"},
		{"in GeoJSON", named(t, "a.geojson", geoJSON("EPSG:3067", `[480000,6920000],[1e999,6920000],[480100,6920100],[480000,6920000]`)), ""},
		{"as JSON does not know it", named(t, "a.geojson", geoJSON("EPSG:3067", `[480000,6920000],[NaN,6920000],[480100,6920100],[480000,6920000]`)), ""},
		{"a pipeline in GeoJSON", named(t, "a.geojson", geoJSON("+proj=pipeline +step +proj=axisswap +order=2,1", square3067)), "is not followed"},
		{"a pipeline in a GeoPackage", asThings(hostileGeoPackage(t, `update gpkg_spatial_ref_sys set definition = '+proj=pipeline +step +init=file:/etc/passwd'`)), "is not followed"},
		{"a ring larger than a feature may be", limited(named(t, "a.geojson", geoJSON("EPSG:3067", comb(20_000))), source.Limits{Feature: 1 << 18}), "a feature is larger than 256 kB"},
		{"one value without end", limited(named(t, "a.gml", oneLine(300_000)), source.Limits{Feature: 1 << 18}), "larger than 256 kB"},
		{"more memory than a reader may have", limited(named(t, "a.geojson", geoJSON("EPSG:3067", comb(200_000))), source.Limits{Memory: 100 << 20}), "cannot be read"},
		{"one geometry as text larger than a feature may be", limited(named(t, "a.csv", "tunnus;wkt\na;\"SRID=3067;LINESTRING("+strings.Repeat("480000 6920000,", 50_000)+"480000 6920001)\"\n"), source.Limits{Feature: 1 << 18}), "larger than"},
		{"a quotation without end", inMetres(limited(named(t, "a.csv", "tunnus,x,y\n\""+strings.Repeat("a,\n", 300_000)), source.Limits{Feature: 1 << 18})), "larger than"},
		{"an empty archive", asThings(zipOf(t, "", nil)), "no layer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := importOne(t, store, tt.o)
			if err == nil || !strings.Contains(err.Error(), tt.wantErr) {
				t.Errorf("error %v, want %q", err, tt.wantErr)
			}
			if err != nil && (strings.Contains(err.Error(), "root:") || strings.Contains(err.Error(), os.TempDir())) {
				t.Errorf("the message tells too much: %v", err)
			}
		})
	}
	nothingLeft(t, pool)
	if report, err := importOne(t, store, asThings(put(t, "a.geojson", geoJSON("EPSG:3067", square3067)))); err != nil || report.Imported != 1 {
		t.Errorf("a good file after them: imported %d, error %v", report.Imported, err)
	}
}

const billionLaughs = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>` +
	`<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0">&c;</wfs:FeatureCollection>`

func named(t testing.TB, name, content string) ImportOptions { return asThings(put(t, name, content)) }

func inMetres(o ImportOptions) ImportOptions {
	o.CRS = "EPSG:3067"
	return o
}

func limited(o ImportOptions, limits source.Limits) ImportOptions {
	o.Limits = limits
	return o
}

// wide is a text in UTF-16 with a byte order mark.
func wide(text string) string {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(text)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

// comb is a valid ring of about n vertices, 1 m wide teeth of 100 m: the shape of a drawing that was traced by machine.
func comb(n int) string {
	var b strings.Builder
	b.WriteString("[480000,6920000]")
	for i := range n / 2 {
		x := 480_000 + float64(i)*0.01
		fmt.Fprintf(&b, ",[%.3f,%d],[%.3f,%d]", x, 6_920_200-i%2, x+0.005, 6_920_100+i%2)
	}
	fmt.Fprintf(&b, ",[%.3f,6920000],[480000,6920000]", 480_000+float64(n/2)*0.01)
	return b.String()
}

// oneLine is GML of n bytes on one line, nearly all of them one value.
func oneLine(n int) string {
	return strings.ReplaceAll(strings.Replace(gml("EPSG:3067", "385000 6672000 386000 6672000 386000 6673000", "385000 6672000"),
		">a1<", ">"+strings.Repeat("a", n)+"<", 1), "\n", "")
}

// writeAreas writes GeoJSON of areas of a hundred vertices beside each other until it has so many bytes, and tells how many.
func writeAreas(w io.Writer, bytes int) (areas int, err error) {
	written, err := io.WriteString(w, `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:3067"}},"features":[`)
	var b strings.Builder
	for err == nil && written < bytes {
		b.Reset()
		if areas > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"type":"Feature","properties":{"tunnus":"a%d","nimi":"Alue %[1]d","n":%d.5},"geometry":{"type":"Polygon","coordinates":[[`, areas, areas%100)
		x, y := 300_000+float64(areas%3_000)*100, 6_700_000+float64(areas/3_000)*100
		for i := range 100 {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / 100)
			fmt.Fprintf(&b, "[%.2f,%.2f],", x+40*cos, y+40*sin)
		}
		fmt.Fprintf(&b, "[%.2f,%.2f]]]}}\n", x+40, y)
		var n int
		n, err = io.WriteString(w, b.String())
		written += n
		areas++
	}
	_, errEnd := io.WriteString(w, "]}\n")
	return areas, errors.Join(err, errEnd)
}

// The shape of the 2 GB that make soak imports.
func TestManyAreasAreImported(t *testing.T) {
	store := NewStore(testdb.New(t))
	var b strings.Builder
	n, err := writeAreas(&b, 1<<20)
	if err != nil || n < 300 {
		t.Fatalf("%d areas, error %v", n, err)
	}
	report, err := importOne(t, store, asThings(put(t, "a.geojson", b.String())))
	if err != nil || report.Imported != int64(n) || len(report.Refused)+len(report.Repaired) > 0 {
		t.Errorf("imported %d of %d, refused %v, repaired %v, error %v", report.Imported, n, report.Refused, report.Repaired, err)
	}
}

// lyingArchive holds an entry that unpacks to more than it says.
func lyingArchive(t testing.TB) string {
	t.Helper()
	content := []byte(geoJSON("EPSG:3067", square3067) + strings.Repeat(" ", 1<<20))
	var buffer bytes.Buffer
	w := zip.NewWriter(&buffer)
	entry, err := w.CreateRaw(&zip.FileHeader{Name: "a.geojson", Method: zip.Store, CRC32: crc32.ChecksumIEEE(content), CompressedSize64: uint64(len(content)), UncompressedSize64: 700})
	if err == nil {
		_, err = entry.Write(content)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return put(t, "a.zip", buffer.String())
}

// hostileGeoPackage is a good one on which a statement was run.
func hostileGeoPackage(t testing.TB, statements ...string) string {
	t.Helper()
	path := geoPackageOf(t, "things")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// geoPackageOf has a layer of the name, with one feature.
func geoPackageOf(t testing.TB, layer string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.gpkg")
	from := put(t, "from.geojson", geoJSON("EPSG:3067", square3067))
	if out, err := exec.CommandContext(t.Context(), "ogr2ogr", "-f", "GPKG", "-lco", "SPATIAL_INDEX=NO", "-nln", layer, path, from).CombinedOutput(); err != nil {
		t.Fatalf("ogr2ogr: %v: %s", err, out)
	}
	return path
}

// What is odd but no attack is stored as it is.
func TestOddFilesAreStored(t *testing.T) {
	store := NewStore(testdb.New(t))
	evil := `x"; drop table layers; --`
	columns := make([]string, 253)
	for i := range columns {
		columns[i] = fmt.Sprintf(`"c%d":%d`, i, i)
	}
	wideTable := shapefileOf(t, strings.Replace(geoJSON("EPSG:3067", square3067), `"n":1.50,"on":true,"pvm":"2024-02-29"`, strings.Join(columns, ","), 1))
	inEvil := asThings(geoPackageOf(t, evil))
	inEvil.Layer = evil
	cases := asThings(twoCases(t))
	cases.Layer = "ALUE"
	tests := []struct {
		name string
		o    ImportOptions
		sql  string // of the stored feature
		want string
	}{
		{"a table of 255 columns", asThings(wideTable), `select (select count(*) from jsonb_object_keys(attributes))::text`, "255"},
		{"a wrong extension", asThings(renamed(t, hostileGeoPackage(t), "a.txt")), `select attributes->>'tunnus'`, "a1"},
		{"SQL in a layer's name", inEvil, `select attributes->>'tunnus'`, "a1"},
		{"names that differ by case alone", cases, `select attributes->>'tunnus'`, "a1"},
		{"text from right to left, and NUL", asThings(hostileGeoPackage(t, `update things set nimi = 'a' || char(0) || 'b' || char(8238) || 'c'`)), `select attributes->>'nimi'`, ""},
		{"a ring of 200,000 vertices", asThings(put(t, "a.geojson", geoJSON("EPSG:3067", comb(200_000)))), `select (st_npoints(geom) > 190000)::text`, "true"},
		{"features on one line", asThings(put(t, "a.gml", oneLine(10))), `select attributes->>'tunnus'`, "aaaaaaaaaa"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report, err := importOne(t, store, tt.o)
			if err != nil || report.Imported != 1 {
				t.Fatalf("imported %d, refused %v, error %v", report.Imported, report.Refused, err)
			}
			got := scanOne[string](t, store.pool, fmt.Sprintf(`%s from layer_data.v%d`, tt.sql, report.Version))
			if tt.want != "" && got != tt.want {
				t.Errorf("stored %q, want %q", got, tt.want)
			}
			if strings.ContainsAny(got, "\x00") {
				t.Errorf("NUL in %q", got)
			}
		})
	}
	if n := scanOne[int](t, store.pool, `select count(*) from layers`); n != 1 {
		t.Errorf("%d layers", n)
	}
}

func shapefileOf(t testing.TB, geojson string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.shp")
	if out, err := exec.CommandContext(t.Context(), "ogr2ogr", "-f", "ESRI Shapefile", path, put(t, "from.geojson", geojson)).CombinedOutput(); err != nil {
		t.Fatalf("ogr2ogr: %v: %s", err, out)
	}
	return path
}

func renamed(t testing.TB, path, name string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return put(t, name, string(data))
}

// twoCases is an archive of two layers whose names differ by case alone.
func twoCases(t testing.TB) string {
	return zipOf(t, geoJSON("EPSG:3067", square3067), nil, "alue.geojson", "ALUE.geojson")
}

// A link in a folder is not followed, whatever it leads to.
func TestLinksInFoldersAreNotFollowed(t *testing.T) {
	store := NewStore(testdb.New(t))
	folder := t.TempDir()
	if err := os.Symlink(put(t, "secret.geojson", geoJSON("EPSG:3067", square3067)), filepath.Join(folder, "a.geojson")); err != nil {
		t.Fatal(err)
	}
	if report, err := importOne(t, store, asThings(folder)); err == nil {
		t.Errorf("imported %+v", report)
	}
}

// A file that names addresses is read without anybody's asking there.
func TestAddressesInFilesAreNotAsked(t *testing.T) {
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	store := NewStore(testdb.New(t))
	document := gml("EPSG:3067", "385000 6672000 386000 6672000 386000 6673000", "385000 6672000")
	document = strings.Replace(document, `xmlns:k="urn:k"`, `xmlns:k="urn:k" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xlink="http://www.w3.org/1999/xlink" xsi:schemaLocation="urn:k `+server.URL+`/k.xsd"`, 1)
	document = strings.Replace(document, "<k:tunnus>", `<k:linkki xlink:href="`+server.URL+`/x#1"/><k:tunnus>`, 1)
	kml := `<kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link><href>` + server.URL + `/x.kml</href></Link></NetworkLink>` +
		`<Placemark><name>a</name><styleUrl>` + server.URL + `/s.kml#s</styleUrl><Point><coordinates>26.61,62.40</coordinates></Point></Placemark></Document></kml>`
	paged := strings.Replace(geoJSON("EPSG:3067", square3067), `"features"`, `"links":[{"rel":"next","href":"`+server.URL+`/next"}],"features"`, 1)
	if _, err := importOne(t, store, asThings(put(t, "b.geojson", paged))); !errors.Is(err, source.ErrFormat) || !strings.Contains(err.Error(), "one page") {
		t.Errorf("a page: error %v", err)
	}
	for name, content := range map[string]string{"a.gml": document, "a.kml": kml} {
		if report, err := importOne(t, store, asThings(put(t, name, content))); err != nil || report.Imported != 1 {
			t.Errorf("%s: imported %d, error %v", name, report.Imported, err)
		}
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("asked %d times", n)
	}
}
