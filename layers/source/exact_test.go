package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestLongNumbersOfShapefiles(t *testing.T) {
	content := strings.Replace(strings.Replace(squares(3), `"a0"`, `"12345678901234567890"`, 1), `"a1"`, `"********************"`, 1)
	path := convert(t, strings.Replace(content, `"a2"`, `"42"`, 1), "a.shp", "-f", "ESRI Shapefile", "-sql", `select n, cast(tunnus as character(20)) as tunnus, nimi from "from"`)
	dbf := strings.TrimSuffix(path, ".shp") + ".dbf"
	table, err := os.ReadFile(dbf)
	if err != nil {
		t.Fatal(err)
	}
	at := 64 // the second column's description
	if string(table[at:at+6]) != "tunnus" || table[at+11] != 'C' {
		t.Fatalf("the table begins with %q", table[:128])
	}
	table[at+11] = 'N'
	if err := os.WriteFile(dbf, table, 0o600); err != nil {
		t.Fatal(err)
	}
	rows, _, warnings, err := readFile(path, Options{})
	if err != nil || len(rows) != 3 || !strings.Contains(rows[0], `"tunnus":12345678901234567890,"nimi"`) || !strings.Contains(rows[1], `"tunnus":null,`) || !strings.Contains(rows[2], `"tunnus":42,`) {
		t.Errorf("read %q, warnings %v, error %v", rows, warnings, err)
	}
}

func TestLongNumbersOfGeoJSON(t *testing.T) {
	for name, test := range map[string]struct{ first, second, wantFirst, wantSecond string }{
		"more than 64 bits":        {`"n":12345678901234567890`, `"n":7`, `"n":12345678901234567890}`, `"n":7}`},
		"beside a fraction":        {`"n":9007199254740993`, `"n":1.50`, `"n":9007199254740993}`, `"n":1.5}`},
		"negative":                 {`"n":-12345678901234567890`, `"n":null`, `"n":-12345678901234567890}`, `{"tunnus"`},
		"beside text":              {`"n":12345678901234567890`, `"n":"007"`, `"n":12345678901234567890}`, `"n":"007"}`},
		"in 64 bits":               {`"n":9007199254740993`, `"n":7`, `"n":9007199254740993}`, `"n":7}`},
		"under a name with quotes": {`"n\"{":12345678901234567890`, `"n\"{":5`, `"n\"{":12345678901234567890}`, `"n\"{":5}`},
		"in text":                  {`"n":"12345678901234567890"`, `"n":"\\"`, `"n":"12345678901234567890"}`, `"n":"\\"}`},
	} {
		content := strings.Replace(strings.Replace(squares(2), `"n":0.5`, test.first, 1), `"n":1.5`, test.second, 1)
		rows, _, warnings, err := readFile(put(t, "a.geojson", content), Options{})
		if err != nil || len(rows) != 2 || len(warnings) != 0 || !strings.HasSuffix(rows[0], test.wantFirst) || !strings.Contains(rows[1], test.wantSecond) {
			t.Errorf("%s: read %q, warnings %v, error %v", name, rows, warnings, err)
		}
	}
	line := `{"type":"Feature","properties":{"n":12345678901234567890},"geometry":{"type":"Point","coordinates":[25.0000000000000001,60]}}` + "\n"
	if rows, _, _, err := readFile(put(t, "a.geojsonl", line+strings.Replace(line, "12345678901234567890", "1", 1)), Options{}); err != nil || len(rows) != 2 || !strings.Contains(rows[0], `{"n":12345678901234567890}`) || !strings.Contains(rows[1], `{"n":1}`) {
		t.Errorf("a sequence: %q, error %v", rows, err)
	}
}

// What the format itself keeps as a floating number is told.
func TestDigitsThatAreLostAreTold(t *testing.T) {
	told := func(path, code string, o Options) bool {
		_, _, warnings, err := readFile(path, o)
		if err != nil {
			t.Error(err)
		}
		return slices.ContainsFunc(warnings, func(n Note) bool { return n.Code == code && n.Values["count"] == 1 })
	}
	long := strings.Replace(squares(2), `"n":0.5`, `"n":1234567890123456789.5`, 1)
	if !told(convert(t, long, "a.gpkg", "-f", "GPKG"), "digits_lost", Options{}) || told(convert(t, squares(2), "a.gpkg", "-f", "GPKG"), "digits_lost", Options{}) {
		t.Error("of a GeoPackage")
	}
	book := func(value any) string {
		f := excelize.NewFile()
		path := filepath.Join(t.TempDir(), "a.xlsx")
		if err := errors.Join(f.SetSheetRow("Sheet1", "A1", &[]any{"x", "y", "tunnus"}), f.SetSheetRow("Sheet1", "A2", &[]any{480000, 6920000, value}), f.SaveAs(path), f.Close()); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for value, want := range map[any]bool{9007199254740993: true, "9007199254740993": false, 123456789012345: false, 480000.12345678901: false} {
		if told(book(value), "digits_lost_in_cells", Options{CRS: "EPSG:3067"}) != want {
			t.Errorf("%T %v: told %t", value, value, !want)
		}
	}
}

func FuzzExact(f *testing.F) {
	for _, value := range []string{"0012.500", "-0", "+7", ".5", "-.0", "1e400", "***", "", "abc", "12345678901234567890.123", "."} {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if out := appendExact(nil, []byte(value)); !json.Valid(out) {
			t.Fatalf("%q became %q", value, out)
		}
	})
}

// Whatever a file holds, it is copied as it is but for marks round numbers.
func FuzzMarkNumbers(f *testing.F) {
	f.Add([]byte(`{"features":[{"properties":{"a\"":12345678901234567890,"b":[1,{"c":2}]}}]}`))
	f.Add([]byte(`{"properties":{"a":1234567890123456,"a":-1.5e+7`))
	f.Add([]byte("\x1e{}]],:\"\\"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := put(t, "a", string(data))
		if _, err := markNumbers(path); err != nil && !errors.Is(err, ErrFormat) {
			t.Fatal(err)
		}
		marked, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if json.Valid(data) && !json.Valid(marked) {
			t.Fatalf("%q became %q", data, marked)
		}
		if bytes.Equal(data, marked) {
			return
		}
		for _, mark := range []string{`"` + numberMark, `"`} {
			data, marked = bytes.ReplaceAll(data, []byte(mark), nil), bytes.ReplaceAll(marked, []byte(mark), nil)
		}
		if !bytes.Equal(data, marked) {
			t.Fatalf("%q became %q", data, marked)
		}
	})
}
