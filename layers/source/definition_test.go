package source

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSystemsAreMatchedByParameters(t *testing.T) {
	for _, code := range []int{3067, 2393, 3857, 4258, 4326, 3873, 3879, 3885} {
		for _, made := range []struct{ name, driver, option string }{{"a.mif", "MapInfo File", "FORMAT=MIF"}, {"a.shp", "ESRI Shapefile", ""}} {
			args := []string{"-f", made.driver, "-s_srs", "EPSG:3067", "-t_srs", fmt.Sprintf("EPSG:%d", code)}
			if made.option != "" {
				args = append(args, "-dsco", made.option)
			}
			path := convert(t, squares(1), made.name, args...)
			if made.driver == "ESRI Shapefile" {
				nameless(t, path)
			}
			rows, srid, _, err := readFile(path, Options{})
			if err != nil || srid != code || len(rows) != 1 {
				t.Errorf("%s in %d: read %v in %d, error %v", made.driver, code, rows, srid, err)
			}
		}
	}
}

// nameless takes the names out of a shapefile's definition, so that parameters alone tell what it is.
func nameless(t testing.TB, shp string) {
	t.Helper()
	prj := strings.TrimSuffix(shp, ".shp") + ".prj"
	text, err := os.ReadFile(prj)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(text), `["`)
	_, rest, _ = strings.Cut(rest, `"`)
	if strings.Contains(string(text), "Auxiliary") || head == "GEOGCS" {
		return
	}
	if err := os.WriteFile(prj, []byte(head+`["omat_koordinaatit"`+rest), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestCompoundSystemOfNorthAndEast(t *testing.T) {
	// 3903 is ETRS89 / TM35FIN(N,E) with heights N2000. Coordinates in files that say nothing of axes are x, y in it too.
	for _, made := range []struct{ name, driver string }{{"a.gpkg", "GPKG"}, {"a.shp", "ESRI Shapefile"}, {"a.fgb", "FlatGeobuf"}, {"a.gml", "GML"}} {
		rows, srid, _, err := readFile(convert(t, squares(1), made.name, "-f", made.driver, "-a_srs", "EPSG:3903"), Options{})
		if err != nil || len(rows) != 1 || !strings.HasPrefix(rows[0], "480000.000 6920000.000") || srid != 3903 && srid != 3067 && srid != 5048 {
			t.Errorf("%s: %v in %d, error %v", made.driver, rows, srid, err)
		}
	}
}

func TestHeightsAreTakenOutOfEverySystem(t *testing.T) {
	point := `<k:a srsName="urn:ogc:def:crs:EPSG::3903">EPSG::3903</k:a>`
	content := strings.Repeat(point, 100_000) // longer than one reading, with names on its borders
	path := put(t, "a.gml", content)
	if err := withoutHeights(path); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil || string(data) != strings.ReplaceAll(content, `3903"`, `5048"`) {
		t.Errorf("%d names stay, error %v", strings.Count(string(data), `3903"`), err)
	}
}

func TestDefinitionsThatAreNot(t *testing.T) {
	tmerc := func(datum, ellipsoid, parameters string) string {
		return `PROJCS["x",GEOGCS["x",DATUM["` + datum + `",SPHEROID["x",` + ellipsoid + `]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],` + parameters + `,UNIT["Meter",1]]`
	}
	const grs80, tm35 = "6378137,298.257222101", `PARAMETER["False_Easting",500000],PARAMETER["False_Northing",0],PARAMETER["Central_Meridian",27],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0]`
	tests := []struct {
		name, definition string
		want             int
	}{
		{"ESRI's way of TM35FIN", tmerc("D_ETRS_1989", grs80, tm35), 3067},
		{"on WGS 84 it is something else", tmerc("D_WGS_1984", "6378137,298.257223563", tm35), 0},
		{"of another datum", tmerc("D_Pulkovo_1942", grs80, tm35), 0},
		{"of another meridian", tmerc("D_ETRS_1989", grs80, strings.Replace(tm35, "27", "21", 1)), 0},
		{"of another scale", tmerc("D_ETRS_1989", grs80, strings.Replace(tm35, "0.9996", "1", 1)), 0},
		{"of a latitude of origin", tmerc("D_ETRS_1989", grs80, strings.Replace(tm35, `Origin",0`, `Origin",60`, 1)), 0},
		{"in kilometres", strings.Replace(tmerc("D_ETRS_1989", grs80, tm35), `UNIT["Meter",1]`, `UNIT["km",1000]`, 1), 0},
		{"without a parameter", tmerc("D_ETRS_1989", grs80, `PARAMETER["False_Easting",500000]`), 0},
		{"nothing", "", 0},
		{"a number that is none", tmerc("D_ETRS_1989", "6378137,e", tm35), 0},
	}
	for _, tt := range tests {
		if got := sridOf(tt.definition); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}

func TestDefinitionsAreNotFollowed(t *testing.T) {
	shp := func(prj string) string {
		path := convert(t, squares(1), "a.shp", "-f", "ESRI Shapefile")
		if err := os.WriteFile(strings.TrimSuffix(path, ".shp")+".prj", []byte(prj), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	member := func(name string) string {
		return put(t, "a.geojson", strings.Replace(squares(1), "EPSG:3067", name, 1))
	}
	tests := []struct {
		name, path string
		named      bool
		want       error
	}{
		{"a pipeline beside a shapefile", shp("+proj=pipeline +step +proj=axisswap +order=2,1"), false, ErrDefinition},
		{"a file for a grid", shp(`PROJCS["x",EXTENSION["PROJ4","+proj=tmerc +nadgrids=/etc/passwd"]]`), false, ErrDefinition},
		{"a file of definitions", shp("+init=/etc/passwd:1"), false, ErrDefinition},
		{"an address", shp("/vsicurl/http://127.0.0.1/x.prj"), false, ErrDefinition},
		{"a string of PROJ", shp("+proj=tmerc +lon_0=27 +k=0.9996 +x_0=500000 +ellps=GRS80"), false, ErrNoCRS},
		{"bytes", shp("\x00\x01\x02"), false, ErrNoCRS},
		{"a pipeline when the system is named", shp("+proj=pipeline +step +proj=axisswap +order=2,1"), true, nil},
		{"a pipeline within GeoJSON", member("+proj=pipeline +step +proj=axisswap +order=2,1"), false, ErrDefinition},
		{"a file within GeoJSON", member("+init=file:/etc/passwd"), false, ErrDefinition},
		{"an address within GeoJSON", member("/vsicurl/http://127.0.0.1/x"), false, ErrDefinition},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := Options{}
			if tt.named {
				o.CRS = "EPSG:3067"
			}
			rows, srid, _, err := readFile(tt.path, o)
			if !errors.Is(err, tt.want) || tt.want == nil && (len(rows) != 1 || srid != 3067) {
				t.Errorf("%d rows in %d, error %v", len(rows), srid, err)
			}
		})
	}
	for _, name := range []string{"+proj=pipeline", "urn:ogc:def:crs:EPSG::0", "EPSG:3067; drop table", "PROJCS[\"x\"]", "file:/etc/passwd", "EPSG:99999999"} {
		if srid, err := ParseCRS(name); err == nil && srid != 0 {
			t.Errorf("%s is taken for %d", name, srid)
		}
	}
}

func TestMapInfoTablesOfOtherTables(t *testing.T) {
	head := "!table\n!version 300\n!charset WindowsLatin1\n\nDefinition Table\n"
	tests := []struct{ name, tab string }{
		{"a view", "!table\n!version 100\nOpen Table \"../../etc/passwd\" Hide\nCreate View a As Select * From b\n"},
		{"seamless", head + "  Type NATIVE Charset \"WindowsLatin1\"\n  Fields 1\n    Table Char (100) ;\nbegin_metadata\n\"\\IsSeamless\" = \"TRUE\"\nend_metadata\n"},
		{"a picture", head + "  File \"/etc/passwd\"\n  Type \"RASTER\"\n"},
		{"linked to a database", head + "  Type LINKED Charset \"WindowsLatin1\"\n"},
		{"of another file", head + "  Type NATIVE Charset \"WindowsLatin1\"\n File \"/etc/passwd\"\n"},
	}
	for _, tt := range tests {
		path := convert(t, squares(1), "a.tab", "-f", "MapInfo File")
		if err := os.WriteFile(path, []byte(tt.tab), 0o600); err != nil {
			t.Fatal(err)
		}
		if rows, _, _, err := readFile(path, Options{CRS: "EPSG:3067"}); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %d rows, error %v", tt.name, len(rows), err)
		}
	}
}

func TestOperationsAreNamed(t *testing.T) {
	if name, accuracy, ok := Operation(2393); !ok || accuracy != 0.5 || !strings.Contains(name, "EPSG:10098") {
		t.Errorf("KKJ by %s to %g m, %t", name, accuracy, ok)
	}
	for _, srid := range []int{3067, 3879, 4258, 4326, 3857, 3903} {
		if name, _, ok := Operation(srid); ok {
			t.Errorf("%d has the operation %s", srid, name)
		}
	}
	if name, accuracy, ok := OperationSeen(2393, kkjProbe.to[0]+0.3, kkjProbe.to[1]); !ok || accuracy != 0.1 || !strings.Contains(name, "YKJ_TO_ETRS35FIN") {
		t.Errorf("triangles are called %s, %g m", name, accuracy)
	}
	if _, accuracy, _ := OperationSeen(2393, kkjProbe.to[0], kkjProbe.to[1]); accuracy != 0.5 {
		t.Errorf("the probe's own place gives %g m", accuracy)
	}
}

func FuzzDefinition(f *testing.F) {
	f.Add(`PROJCRS["x",DATUM["ETRS",ELLIPSOID["x",6378137,298.257222101]],METHOD["Transverse Mercator"],PARAMETER["Scale factor",1]`)
	f.Fuzz(func(_ *testing.T, text string) {
		_ = sridOf(text)
		_ = checkDefinition(text)
		_, _ = parseLayer(text)
	})
}

func FuzzCompanions(f *testing.F) {
	f.Add([]byte("fgb\x03fgb\x00\x10\x00\x00\x00\x04\x00\x00\x00"), []byte("\x03abcdefg\x41\x00\x10\x00aaaa"))
	f.Fuzz(func(t *testing.T, fgb, dat []byte) {
		_ = flatGeobufCount(fgb)
		folder := t.TempDir()
		for name, data := range map[string][]byte{"input.dbf": dat, "input.shp": fgb, "input.dat": dat, "input.tab": []byte("!table\nCharset Neutral\n a Char (3) ;")} {
			if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, _ = dbfEncoding(folder, "")
		_ = checkShapefile(folder)
		_ = nameCharset(folder, FormatTAB, "")
	})
}
