package placing_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lupakartta/internal/faults"
	"lupakartta/projects/placing"
)

// drawn is a place of a point, a line and an area with a hole, heights and names, as somebody's program has it.
const drawn = `{"type":"FeatureCollection","features":[
	{"type":"Feature","properties":{"name":"Lava","purpose":"stage"},"geometry":{"type":"Point","coordinates":[26.6,62.4,101.5]}},
	{"type":"Feature","properties":{"name":"Reitti"},"geometry":{"type":"LineString","coordinates":[[26.6,62.4],[26.601,62.401]]}},
	{"type":"Feature","properties":{"name":"Alue"},"geometry":{"type":"Polygon","coordinates":[[[26.6,62.4],[26.604,62.4],[26.604,62.402],[26.6,62.402],[26.6,62.4]],[[26.601,62.4005],[26.601,62.401],[26.602,62.401],[26.602,62.4005],[26.601,62.4005]]]}}]}`

// made is the drawn place, or some kinds of it, as ogr2ogr writes it.
func made(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	folder := t.TempDir()
	from := filepath.Join(folder, "drawn.geojson")
	if err := os.WriteFile(from, []byte(drawn), 0o600); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(folder, name)
	if out, err := exec.CommandContext(t.Context(), "ogr2ogr", append(args, to, from)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if filepath.Ext(name) == ".shp" {
		return zipped(t, folder, strings.TrimSuffix(name, ".shp"))
	}
	data, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// zipped is the files of a folder that begin so, packed.
func zipped(t *testing.T, folder, prefix string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	files, err := filepath.Glob(filepath.Join(folder, prefix+".*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		pack(t, w, filepath.Base(file), data)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pack(t *testing.T, w *zip.Writer, name string, data []byte) {
	t.Helper()
	to, err := w.Create(name)
	if err == nil {
		_, err = to.Write(data)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func archive(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, data := range files {
		pack(t, w, name, []byte(data))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const kml = `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Alue</name><Polygon><outerBoundaryIs><LinearRing>
	<coordinates>26.6,62.4,10 26.604,62.4,10 26.604,62.402,10 26.6,62.402,10 26.6,62.4,10</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>%s</Document></kml>`

const gpx = `<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">
	<wpt lat="62.4" lon="26.6"><ele>101.5</ele><name>Lava</name></wpt>
	<rte><name>Reitti</name><rtept lat="62.4" lon="26.6"/><rtept lat="62.401" lon="26.601"/></rte>
	<trk><name>Jälki</name><trkseg><trkpt lat="62.4" lon="26.6"><ele>1</ele></trkpt><trkpt lat="62.402" lon="26.601"><ele>2</ele></trkpt></trkseg></trk></gpx>`

// drawing is a square of a hectare as a closed line, and a text, which is no place.
var drawing = strings.Join([]string{"0", "SECTION", "2", "ENTITIES", "0", "LWPOLYLINE", "8", "Aita", "100", "AcDbEntity", "100", "AcDbPolyline", "90", "4", "70", "1",
	"10", "480000", "20", "6920000", "10", "480100", "20", "6920000", "10", "480100", "20", "6920100", "10", "480000", "20", "6920100",
	"0", "TEXT", "8", "Nimet", "100", "AcDbEntity", "100", "AcDbText", "10", "480050", "20", "6920050", "40", "2.5", "1", "Piha", "0", "ENDSEC", "0", "EOF", ""}, "\n")

func TestFilesOfEveryFormat(t *testing.T) {
	p := nowhere(t)
	area := placing.SizeOf(shape(t, sound)).Area * 2 * 2 // of the drawn one, before its hole
	hole := area / 16
	tests := []struct {
		name   string
		data   []byte
		crs    string
		format string
		system string
		kinds  string  // of the parts, their first letters
		areaM2 float64 // of the areas
		warns  []string
	}{
		{"GeoJSON", []byte(drawn), "", "GeoJSON", "EPSG:4326", "pla", area - hole, []string{"heights_dropped"}},
		{"GeoPackage", made(t, "a.gpkg", "-t_srs", "EPSG:3879"), "", "GeoPackage", "EPSG:3879", "pla", area - hole, nil},
		{"Shapefile", made(t, "a.shp", "-t_srs", "EPSG:3067", "-where", "name = 'Alue'"), "", "Shapefile", "EPSG:3067", "a", area - hole, nil},
		{"Shapefile in a system of PostGIS's", made(t, "a.shp", "-t_srs", "EPSG:2393", "-where", "name = 'Alue'"), "", "Shapefile", "EPSG:2393", "a", area - hole, nil},
		{"GPX", []byte(gpx), "", "GPX", "EPSG:4326", "pll", 0, []string{"heights_dropped"}},
		{"GPX as ogr2ogr writes it", made(t, "a.gpx", "-f", "GPX", "-where", "name = 'Lava'", "-nlt", "POINT"), "", "GPX", "EPSG:4326", "p", 0, nil},
		{"KML", []byte(fmt.Sprintf(kml, "")), "", "KML", "EPSG:4326", "a", area, []string{"heights_dropped"}},
		{"KMZ", archive(t, map[string]string{"doc.kml": fmt.Sprintf(kml, "")}), "", "KML", "EPSG:4326", "a", area, nil},
		{"DXF of closed lines", []byte(drawing), "EPSG:3067", "DXF", "EPSG:3067", "a", 10008, []string{"closed_lines"}},
		{"DXF", made(t, "a.dxf", "-f", "DXF", "-t_srs", "EPSG:3879"), "EPSG:3879", "DXF", "EPSG:3879", "pla", area - hole, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, err := p.ReadFile(t.Context(), placing.File{Name: "x.exe", Data: test.data, CRS: test.crs})
			if err != nil {
				t.Fatal(err)
			}
			kinds, total := "", 0.0
			for _, part := range c.Parts {
				kinds += string(placing.KindOf(part.Geometry))[:1]
				total += placing.SizeOf(part.Geometry).Area
			}
			if string(c.Format) != test.format || c.CRS != test.system || sorted(kinds) != sorted(test.kinds) || len(c.Fixes) > 0 {
				t.Errorf("%s in %s: %q, left out %+v, to be mended %+v", c.Format, c.CRS, kinds, c.LeftOut, c.Fixes)
			}
			if math.Abs(total-test.areaM2) > 0.001*test.areaM2 {
				t.Errorf("%.0f m², want %.0f", total, test.areaM2)
			}
			for _, code := range test.warns {
				if !slices.ContainsFunc(c.Warnings, func(w placing.FileWarning) bool { return w.Why.Code == code }) {
					t.Errorf("no warning %s in %+v", code, c.Warnings)
				}
			}
			if test.warns != nil && test.format == "DXF" && (len(c.LeftOut) != 1 || c.LeftOut[0].Why.Code != "drawing_text" || c.Parts[0].Name != "Aita") {
				t.Errorf("left out %+v, parts %+v", c.LeftOut, c.Parts)
			}
			if test.name == "GeoJSON" && (c.Parts[0].Name != "Lava" || c.Parts[0].Purpose != "stage") {
				t.Errorf("%+v", c.Parts[0])
			}
		})
	}
}

func sorted(s string) string {
	b := []byte(s)
	slices.Sort(b)
	return string(b)
}

// A drawing does not say where it lies: those systems are offered in which it lies in Finland, with where.
func TestADrawingNeedsItsSystem(t *testing.T) {
	p, _ := inTown(t)
	for _, system := range []string{"EPSG:3879", "EPSG:3067", "EPSG:4326"} {
		_, err := p.ReadFile(t.Context(), placing.File{Data: made(t, "a.dxf", "-f", "DXF", "-t_srs", system)})
		var several *placing.Choose
		if !errors.As(err, &several) || several.Faults[0].Code != "crs_needed" || len(several.Choices) != 1 {
			t.Fatalf("%s: %v %+v", system, err, several)
		}
		if c := several.Choices[0]; c.Value != system || c.Detail != "Mallila" || math.Abs(c.Point[0]-26.6) > 0.01 || c.Parameter != "crs" {
			t.Errorf("%s: %+v", system, c)
		}
	}
	_, err := p.ReadFile(t.Context(), placing.File{Data: made(t, "a.dxf", "-f", "DXF", "-s_srs", "EPSG:4326", "-t_srs", "EPSG:32633")})
	var several *placing.Choose
	if !errors.As(err, &several) {
		t.Errorf("%v", err)
	}
}

func TestWhatOfAFileCannotBeUsed(t *testing.T) {
	p := nowhere(t)
	features := func(geometries ...string) []byte {
		var all []string
		for i, g := range geometries {
			all = append(all, fmt.Sprintf(`{"type":"Feature","properties":{"name":"%d"},"geometry":%s}`, i, g))
		}
		return []byte(`{"type":"FeatureCollection","features":[` + strings.Join(all, ",") + `]}`)
	}
	c, err := p.ReadFile(t.Context(), placing.File{Data: features(sound, swapped, bow, "null", `{"type":"Point","coordinates":[2,48]}`)})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Parts) != 1 || len(c.Fixes) != 2 || c.Fixes[0].Fixes[0].Codes[0] != placing.SwapAxes || c.Fixes[1].Fixes[0].Codes[0] != placing.Repair {
		t.Errorf("%d parts, to be mended %+v", len(c.Parts), c.Fixes)
	}
	var why []string
	for _, l := range c.LeftOut {
		why = append(why, l.Why.Code)
	}
	if slices.Sort(why); !slices.Equal(why, []string{"no_geometry", "outside_finland"}) {
		t.Errorf("left out %v", why)
	}
	many := features(slices.Repeat([]string{`{"type":"Point","coordinates":[26.6,62.4]}`}, 510)...)
	if c, err = p.ReadFile(t.Context(), placing.File{Data: many}); err != nil || len(c.Parts) != placing.MostParts || c.LeftOut[0].Count != 10 || c.LeftOut[0].Why.Code != "too_many_parts" {
		t.Errorf("%d parts, left out %+v, %v", len(c.Parts), c.LeftOut, err)
	}
}

func TestHostileFilesAreRefused(t *testing.T) {
	p := nowhere(t)
	tests := []struct {
		name, data, code string
	}{
		{"empty", " ", "file_format"},
		{"a program", "\x7fELF\x02\x01\x01", "file_format"},
		{"a table", "x,y\n1,2\n", "file_format"},
		{"entities in GPX", `<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="62.4" lon="26.6"><name>&x;</name></wpt></gpx>`, "file_format"},
		{"entities in KML", `<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>` + fmt.Sprintf(kml, "<name>&b;</name>"), "file_format"},
		{"a virtual layer", `<OGRVRTDataSource><OGRVRTLayer name="passwd"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>`, "file_format"},
		{"a virtual raster", `<VRTDataset rasterXSize="1" rasterYSize="1"></VRTDataset>`, "file_format"},
		{"SQLite that is no GeoPackage", "SQLite format 3\x00" + strings.Repeat("\x00", 200), "file_format"},
		{"half of a GeoPackage", string(made(t, "a.gpkg")[:5000]), "file_unreadable"},
		{"an archive that leads outside", string(archive(t, map[string]string{"../../etc/doc.kml": fmt.Sprintf(kml, "")})), "file_archive"},
		{"a bomb", string(archive(t, map[string]string{"doc.kml": strings.Repeat(" ", 70<<20)})), "file_archive"},
		{"an archive of nothing", string(archive(t, map[string]string{"readme.txt": "hello"})), "file_no_layer"},
		{"a binary drawing", "AutoCAD Binary DXF\r\n\x1a\x00" + strings.Repeat("\x00", 50), "file_format"},
		{"a drawing cut short", "0\nSECTION\n2\nENTITIES\n0\nLINE\n8\n0\n10\n1.0", "file_unreadable"},
		{"a drawing without anything", "0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n", "file_empty"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, err := p.ReadFile(t.Context(), placing.File{Data: []byte(test.data)})
			var found faults.Faults
			if !errors.As(err, &found) || found[0].Code != test.code {
				t.Errorf("%+v, %v; want %s", c, err, test.code)
			}
		})
	}
}

// What a KML file refers to elsewhere is left out, and said to be.
func TestNothingIsFetched(t *testing.T) {
	link := `<NetworkLink><Link><href>http://127.0.0.1:1/other.kml</href></Link></NetworkLink>`
	c, err := nowhere(t).ReadFile(t.Context(), placing.File{Data: []byte(fmt.Sprintf(kml, link))})
	if err != nil || len(c.Parts) != 1 || len(c.LeftOut) != 1 || c.LeftOut[0].Why.Code != "file_elsewhere" {
		t.Errorf("%+v, %v", c, err)
	}
}

// What a part is called says what it is: its name, else what ends as one, else the file's own.
func TestNamesOfParts(t *testing.T) {
	p := nowhere(t)
	feature := func(properties string) string {
		return `{"type":"Feature","properties":` + properties + `,"geometry":{"type":"Point","coordinates":[26.6,62.4]}}`
	}
	data := `{"type":"FeatureCollection","features":[` + feature(`{"id":706,"plan_name":"Tornialue","phase":1}`) + `,` + feature(`{"id":9}`) + `,` + feature(`{}`) + `]}`
	c, err := p.ReadFile(t.Context(), placing.File{Name: `C:\kartat\Ranta.geojson`, Data: []byte(data)})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, part := range c.Parts {
		names = append(names, part.Name)
	}
	if want := []string{"Tornialue", "9", "Ranta 3"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}
