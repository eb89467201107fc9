package source

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"lupakartta/geo/ewkb"
)

func TestTables(t *testing.T) {
	utf16le := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune("nimi\tx\ty\r\nÄö€\t480000,5\t6920000\r\n")) {
		utf16le = append(utf16le, byte(u), byte(u>>8))
	}
	tests := []struct {
		name, content string
		o             Options
		want          string // the first row, or part of the error
		srid          int
	}{
		{"named columns", "a;b\n480000,5;6920000\n", Options{X: "a", Y: "b", CRS: "EPSG:3067"}, `480000.500 6920000.000 {"a":"480000,5","b":"6920000"}`, 3067},
		{"well-known columns", "id,E,N\n1,480000,6920000\n", Options{CRS: "3067"}, `480000.000 6920000.000`, 3067},
		{"in Finnish", "id;Itä;Pohjoinen\n1;480 000,25;6 920 000\n", Options{CRS: "3067"}, `480000.250 6920000.000`, 3067},
		{"GTFS says WGS 84", "stop_id,stop_lat,stop_lon\n1,61.5,23.7\n", Options{}, `23.700 61.500`, 4326},
		{"named columns of GTFS too", "stop_id,stop_lat,stop_lon\n1,61.5,23.7\n", Options{X: "stop_lon", Y: "stop_lat"}, `23.700 61.500`, 4326},
		{"degrees of no system", "id,lat,lon\n1,61.5,23.7\n", Options{}, "does not say its reference system", 0},
		{"metres of no system", "id,x,y\n1,480000,6920000\n", Options{}, "The coordinates were read from the columns x and y.", 0},
		{"two pairs", "x,y,lon,lat\n480000,6920000,23,61\n", Options{CRS: "3067"}, "it has x, y, lon, lat", 0},
		{"no columns", "a,b\n480000,6920000\n", Options{CRS: "3067"}, "it has a, b", 0},
		{"columns that are not there", "a,b\n480000,6920000\n", Options{X: "q", Y: "b", CRS: "3067"}, "no columns q and b", 0},
		{"a column of text", "id;geom\n1;POINT Z (480000 6920000 5)\n", Options{WKT: "geom", CRS: "3067"}, `480000.000 6920000.000 {"id":"1"}`, 3067},
		{"text that names its system", "id\twkt\n1\tSRID=3879;POLYGON((25496000 6672000,25497000 6672000,25497000 6673000,25496000 6672000))\n", Options{}, "25496000.000 6672000.000", 3879},
		{"text without a system", "id\twkt\n1\tPOINT(1 2)\n", Options{}, "does not say its reference system", 0},
		{"Windows-1252 unsaid", "nimi,x,y\nT\xf6\xf6l\xf6 \x96 \x80,480000,6920000\n", Options{CRS: "3067"}, `"nimi":"Töölö – €"`, 3067},
		{"UTF-8 with a mark", "\xef\xbb\xbfx,y,nimi\n480000,6920000,Töölö\n", Options{CRS: "3067"}, `"nimi":"Töölö"`, 3067},
		{"UTF-16 as Excel saves it", string(utf16le), Options{CRS: "3067"}, `480000.500 6920000.000 {"nimi":"Äö€"`, 3067},
		{"two columns of one name", "x,y,nimi,nimi,NIMI\n480000,6920000,a,b,c\n", Options{CRS: "3067"}, `"nimi":"a","nimi2":"b","NIMI":"c"`, 3067},
		{"a row with too many values", "x,y\n480000,6920000,3\n", Options{CRS: "3067"}, "wrong number of fields", 0},
		{"a row that breaks off", "x,y,z\n480000,6920000,1\n4800", Options{CRS: "3067"}, "wrong number of fields", 0},
		{"one that breaks off far below", "x,y\n" + strings.Repeat("480000,6920000\n", 30) + "4800", Options{CRS: "3067"}, "wrong number of fields", 3067},
		{"commas in a name", "nimi, osoite, muu;x;y\nKohde, iso;480000,5;6920000\n", Options{CRS: "3067"}, `480000.500 6920000.000 {"nimi, osoite, muu":"Kohde, iso"`, 3067},
		{"commas in a name, as many as in a row", "nimi, osoite, muu;x;y\nKohde;480000,5;6920000,5\n", Options{CRS: "3067"}, `480000.500 6920000.500 {"nimi, osoite, muu":"Kohde"`, 3067},
		{"commas in a quoted name", "\"nimi, osoite, muu\";x;y\n\"Kohde, iso\";480000,5;6920000\n", Options{CRS: "3067"}, `480000.500 6920000.000 {"nimi, osoite, muu":"Kohde, iso"`, 3067},
		{"semicolons in cells", "tunnus,lajit,x,y\na,1;2;3;4;5,480000,6920000\n", Options{CRS: "3067"}, `480000.000 6920000.000 {"tunnus":"a","lajit":"1;2;3;4;5"`, 3067},
		{"not a number", "x,y\nNaN,6920000\n", Options{CRS: "3067"}, "not a finite number", 3067},
		{"without end", "x,y\n480000,1e999\n", Options{CRS: "3067"}, "nowhere", 3067},
		{"NUL in a name and a value", "x,y,\"a\x00\"\n480000,6920000,\"b\x00\u202ec\"\n", Options{CRS: "3067"}, "no GeoPackage", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows, srid, _, err := readFile(put(t, "a", tt.content), tt.o)
			got := fmt.Sprint(rows, err)
			if !strings.Contains(got, tt.want) || srid != tt.srid {
				t.Errorf("read %s in %d, want %s", got, srid, tt.want)
			}
		})
	}
}

// Text with a comma in it is no table, whatever it is called.
func TestTextThatIsNoTable(t *testing.T) {
	for _, content := range []string{"hello, world", "tunnus,x,y\n", "Hei, maailma.\nTule, jos pääset, huomenna.\n", "a;b\n1,5\n"} {
		for _, name := range []string{"a.gpkg", "a.csv", "a.shp"} {
			_, _, _, err := readFile(put(t, name, content), Options{})
			if !errors.Is(err, ErrFormat) || errors.Is(err, ErrNoColumns) || !strings.Contains(err.Error(), "table") {
				t.Errorf("%q as %s: error %v", content, name, err)
			}
		}
	}
}

func TestPlacesThatCannotBeReadAreTold(t *testing.T) {
	rows, _, warnings, err := readFile(put(t, "a.csv", "x,y\n1,2\n,\nabc,2\n3,\n"), Options{CRS: "3067"})
	if err != nil || len(rows) != 4 || len(warnings) != 2 || warnings[1].Code != "places_unread" || fmt.Sprint(warnings[1].Values) != "map[count:2 row:3]" {
		t.Errorf("%d rows, warnings %+v, error %v", len(rows), warnings, err)
	}
}

// book writes a workbook with a sheet of stops and, if asked, another.
func book(t testing.TB, another bool) string {
	t.Helper()
	f := excelize.NewFile()
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	rows := [][]any{{"tunnus", "pvm", "e", "n", "arvo"}, {"001", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), 480000.123456, 6920000, 1.5}, {}, {"002", nil, 480010, 6920010, "teksti"}}
	for i, row := range rows {
		err = errors.Join(err, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row))
	}
	twoDigits, errStyle := f.NewStyle(&excelize.Style{NumFmt: 2})
	err = errors.Join(err, errStyle, f.SetCellStyle("Sheet1", "B2", "B2", style), f.SetCellStyle("Sheet1", "C2", "C2", twoDigits))
	if another {
		_, errSheet := f.NewSheet("Toinen")
		err = errors.Join(err, errSheet, f.SetSheetRow("Toinen", "A1", &[]any{"wkt"}), f.SetSheetRow("Toinen", "A2", &[]any{"SRID=3067;POINT(480000 6920000)"}))
	}
	path := filepath.Join(t.TempDir(), "a.xlsx")
	if err = errors.Join(err, f.SaveAs(path), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWorkbooks(t *testing.T) {
	rows, srid, _, err := readFile(book(t, false), Options{CRS: "EPSG:3067"})
	want := `480000.123 6920000.000 {"tunnus":"001","pvm":"2026-03-01","e":"480000.123456","n":"6920000","arvo":"1.5"}`
	if err != nil || srid != 3067 || len(rows) != 2 || rows[0] != want {
		t.Errorf("read %q in %d, error %v", rows, srid, err)
	}
	two := book(t, true)
	if _, _, _, err := readFile(two, Options{CRS: "EPSG:3067"}); !errors.Is(err, ErrNoLayer) || !strings.Contains(err.Error(), "Sheet1, Toinen") {
		t.Errorf("of two sheets: %v", err)
	}
	if rows, srid, _, err := readFile(two, Options{Layer: "Toinen"}); err != nil || srid != 3067 || len(rows) != 1 {
		t.Errorf("the other sheet: %q in %d, error %v", rows, srid, err)
	}
	if _, _, _, err := readFile(two, Options{Layer: "Kolmas"}); !errors.Is(err, ErrNoLayer) {
		t.Errorf("a sheet that is not there: %v", err)
	}
	data, err := os.ReadFile(two)
	if err != nil {
		t.Fatal(err)
	}
	for _, share := range []float64{0.3, 0.9, 0.99} {
		if rows, _, _, err := readFile(put(t, "b.xlsx", string(data[:int(float64(len(data))*share)])), Options{Layer: "Toinen"}); err == nil {
			t.Errorf("cut to %g: %q", share, rows)
		}
	}
}

func TestPartsOfWorkbooks(t *testing.T) {
	tests := []struct {
		name, content string
		fine          bool
	}{
		{"a sheet", `<?xml version="1.0"?><worksheet><sheetData><row r="1"><c><v>1</v></c></row></sheetData></worksheet>`, true},
		{"one that breaks off", `<worksheet><sheetData><row r="1"><c><v>1</v></c></row>`, false},
		{"a document type", `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`, false},
		{"elements without end", strings.Repeat("<a>", 1000), false},
		{"a text without end", "<a>" + strings.Repeat("x", 2*maxBetween) + "</a>", false},
		{"an attribute without end", `<a b="` + strings.Repeat("x", 2*maxBetween) + `"/>`, false},
	}
	for _, tt := range tests {
		if err := wellFormed(strings.NewReader(tt.content), &workbookNumbers{}); (err == nil) != tt.fine {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestWKT(t *testing.T) {
	good := []string{"POINT(1 2)", "point z (1 2 3)", "POINTM(1 2 3)", "POINT EMPTY", "LINESTRING(0 0,1 1)", "POLYGON((0 0,1 0,1 1,0 0),(0 0,1 0,1 1,0 0))", "POLYGON EMPTY",
		"MULTIPOINT(1 2,3 4)", "MULTIPOINT((1 2),(3 4))", "MULTIPOINT(1 2 3,3 4 5)", "MULTILINESTRING((0 0,1 1),(2 2,3 3))", "MULTIPOLYGON Z (((0 0 1,1 0 1,1 1 1,0 0 1)))",
		"GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(0 0,1 1),GEOMETRYCOLLECTION EMPTY)", "CIRCULARSTRING(0 0,1 1,2 0)",
		"CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(0 0,1 1,2 0),(2 0,0 0)))", "SRID=3067;POINT(1e5 -2.5E6)", "MULTICURVE((0 0,1 1),CIRCULARSTRING(0 0,1 1,2 0))"}
	for _, text := range good {
		geom, err := parseWKT(text, 3067)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		shape, err := ewkb.Examine(geom)
		if err != nil && !errors.Is(err, ewkb.ErrEmpty) || shape.SRID != 3067 {
			t.Errorf("%s: %+v, error %v", text, shape, err)
		}
	}
	bad := []string{"", "POINT", "POINT(1)", "POINT(1 2", "POINT(1 2))", "POINT(a b)", "HELLO(1 2)", "SRID=x;POINT(1 2)", "LINESTRING(0 0,)", "MULTIPOLYGON(((0 0,1 0,1 1,0 0))", "POINT(1 2); drop table x",
		strings.Repeat("GEOMETRYCOLLECTION(", 1000), "MULTIPOINT()", "POLYGON(0 0,1 1)", "TIN(((0 0,1 0,1 1,0 0)))"}
	for _, text := range bad {
		if geom, err := parseWKT(text, 3067); err == nil {
			if _, err := ewkb.Examine(geom); err == nil {
				t.Errorf("%.40q was read as %x", text, geom)
			}
		}
	}
	if geom, err := parseWKT("POINT(nan inf)", 0); err == nil {
		if _, err := ewkb.Examine(geom); err == nil {
			t.Error("NaN passes for a coordinate")
		}
	}
}

func FuzzWKT(f *testing.F) {
	for _, text := range []string{"POINT ZM(1 2 3 4)", "SRID=1;MULTIPOINT(1 2,(3 4))", "CURVEPOLYGON(COMPOUNDCURVE((0 0,1 1),EMPTY))", "GEOMETRYCOLLECTION(POINT EMPTY)"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		geom, err := parseWKT(text, 3067)
		if err != nil {
			return
		}
		if _, err := ewkb.Examine(geom); errors.Is(err, ewkb.ErrTruncated) || err != nil && strings.Contains(err.Error(), "bytes after") {
			t.Fatalf("%q became %x: %v", text, geom, err)
		}
	})
}

func FuzzTable(f *testing.F) {
	f.Add("x,y\n1,2\n", "")
	f.Add("a;wkt\n\"1;2\";POINT(1 2)\n", "CP1252")
	f.Add("\xff\xfex\x00,\x00y\x00", "UTF-16")
	f.Fuzz(func(t *testing.T, content, encoding string) {
		in, err := readCSV(strings.NewReader(content), encoding, Options{CRS: "EPSG:3067"}, Limits{}.orDefaults())
		if err != nil {
			return
		}
		for {
			row, err := in.Next()
			if err != nil {
				return
			}
			if len(row.Fields) != len(row.Columns) {
				t.Fatalf("%d values of %d columns", len(row.Fields), len(row.Columns))
			}
		}
	})
}

// What a cell is tells its format, not what its value looks like.
func TestCellsAreWhatTheirFormatSays(t *testing.T) {
	format := func(code string) *excelize.Style { return &excelize.Style{CustomNumFmt: &code} }
	cells := []struct {
		name  string
		value any
		style *excelize.Style
		want  string
	}{
		{"area", 3509, format(`0" m²"`), "3509"},
		{"area with a unit of letters", 3509, format(`0\ "dm y"`), "3509"},
		{"month", 45413, format("mmm-yy"), "2024-05-01"},
		{"month by number", 45413, &excelize.Style{NumFmt: 17}, "2024-05-01"},
		{"finnish", 45413, format("[$-40B]d\\.m\\.yyyy;@"), "2024-05-01"},
		{"moment", 45413.5, &excelize.Style{NumFmt: 22}, "2024-05-01T12:00:00"},
		{"duration", 45413.5, format("[h]:mm:ss"), "45413.5"},
		{"code", 837, format("00000"), "00837"},
		{"long code", 123456, format("00000"), "123456"},
		{"fraction", 1.5, format("00000"), "1.5"},
		{"text", "a7", format("00000"), "a7"},
		{"general", 45413, format("General"), "45413"},
		{"red", -5, format("0;[Red]-0"), "-5"},
	}
	f := excelize.NewFile()
	err := f.SetSheetRow("Sheet1", "A1", &[]any{"x", "y"})
	err = errors.Join(err, f.SetSheetRow("Sheet1", "A2", &[]any{480000, 6920000}))
	want := ""
	for i, c := range cells {
		style, errStyle := f.NewStyle(c.style)
		head, errHead := excelize.CoordinatesToCellName(i+3, 1)
		cell, errCell := excelize.CoordinatesToCellName(i+3, 2)
		err = errors.Join(err, errStyle, errHead, errCell, f.SetCellValue("Sheet1", head, c.name), f.SetCellValue("Sheet1", cell, c.value), f.SetCellStyle("Sheet1", cell, cell, style))
		want += fmt.Sprintf(",%q:%q", c.name, c.want)
	}
	path := filepath.Join(t.TempDir(), "a.xlsx")
	if err = errors.Join(err, f.SaveAs(path), f.Close()); err != nil {
		t.Fatal(err)
	}
	rows, _, _, err := readFile(path, Options{CRS: "EPSG:3067"})
	if err != nil || len(rows) != 1 || !strings.Contains(rows[0], want) {
		t.Errorf("read %s, error %v, want %s", rows, err, want)
	}
}

func FuzzCell(f *testing.F) {
	f.Add("46082", "§date:46082", false)
	f.Add("1.5", "§date:1", true)
	f.Add("837", "§code:00837", false)
	f.Fuzz(func(t *testing.T, raw, shown string, date1904 bool) {
		if text := cellText(raw, shown, date1904); text != raw && strings.HasPrefix(shown, codeMark) {
			if strings.Trim(text, "0123456789") != "" {
				t.Fatalf("%q shown as %q became %q", raw, shown, text)
			}
		} else if text != raw {
			if _, err := time.Parse("2006-01-02T15:04:05", text); err != nil {
				if _, err := time.Parse(time.DateOnly, text); err != nil {
					t.Fatalf("%q shown as %q became %q", raw, shown, text)
				}
			}
		}
		if f, err := coordinate(raw); err == nil && math.IsNaN(f) && !strings.Contains(strings.ToLower(raw), "nan") {
			t.Fatalf("%q is not a number", raw)
		}
	})
}

func FuzzHeader(f *testing.F) {
	f.Add("x,y,x,x2,,nimi\x00")
	f.Fuzz(func(t *testing.T, line string) {
		names := strings.Split(line, ",")
		columns, _, err := header(names)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, c := range columns {
			if c.Name == "" || seen[c.Name] {
				t.Fatalf("%q gives the name %q", line, c.Name)
			}
			seen[c.Name] = true
		}
		_, _, _ = findPlace(columns, Options{})
	})
}
