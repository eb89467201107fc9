package source

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const pageFeature = `{"type":"Feature","properties":{"a":[1]},"geometry":{"type":"Point","coordinates":[480000,6920000]}}`

// pageOf is a feature collection of one feature, with members before and after it.
func pageOf(before, after string) string {
	return `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:3067"}},` + before + `"features":[` + pageFeature + `]` + after + `}`
}

func gmlPage(attributes string) string {
	return `<?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:k="urn:k" ` + attributes + `>
<wfs:member><k:kohde gml:id="k.1"><k:geom><gml:Point srsName="EPSG:3067"><gml:pos>480000 6920000</gml:pos></gml:Point></k:geom><k:a>1</k:a></k:kohde></wfs:member></wfs:FeatureCollection>`
}

// A page of a service must not pass for all that the service has.
func TestPagesAreNoWhole(t *testing.T) {
	next := `"links":[{"rel":"self","href":"x"},{"rel":"next","href":"y"}]`
	for name, test := range map[string]struct{ content, want string }{
		"GeoServer":                {pageOf("", `,"totalFeatures":9,"numberMatched":9,"numberReturned":1`), "1 of 9 features"},
		"counted before":           {pageOf(`"numberMatched":9,"numberReturned":1,`, ""), "1 of 9 features"},
		"a next page":              {pageOf("", ","+next), "more features follow"},
		"a next page, before":      {pageOf(next+",", ""), "more features follow"},
		"a next page and counts":   {pageOf(next+",", `,"numberMatched":2,"numberReturned":1`), "1 of 2 features"},
		"all, and a next page":     {pageOf(next+",", `,"numberMatched":1,"numberReturned":1`), ""},
		"no count of its own":      {pageOf("", `,"numberMatched":9`), "1 of 9 features"},
		"all, uncounted":           {pageOf(`"totalFeatures":1,"numberMatched":1,`, ""), ""},
		"unknown":                  {pageOf("", `,"numberMatched":"unknown","numberReturned":1`), ""},
		"ArcGIS":                   {pageOf(`"exceededTransferLimit":true,`, ""), "more features follow"},
		"ArcGIS, in properties":    {pageOf("", `,"properties":{"exceededTransferLimit":true}`), "more features follow"},
		"ArcGIS, all":              {pageOf("", `,"properties":{"exceededTransferLimit":false}`), ""},
		"in a feature's words":     {strings.Replace(pageOf("", ""), `"a":[1]`, `"numberMatched":9,"numberReturned":1,"a":[1],"exceededTransferLimit":true`, 1), ""},
		"WFS":                      {gmlPage(`numberMatched="9" numberReturned="1"`), "1 of 9 features"},
		"WFS with a next page":     {gmlPage(`numberMatched="unknown" numberReturned="1" next="http://x/"`), "more features follow"},
		"WFS, unknown":             {gmlPage(`numberMatched="unknown" numberReturned="1"`), ""},
		"WFS, all":                 {gmlPage(`numberMatched="1" numberReturned="1"`), ""},
		"in an unusual member":     {pageOf(`"links":7,"properties":"x",`, ""), ""},
		"behind a long collection": {pageOf("", strings.Repeat(","+`"x":[1]`, 1)+`,"numberMatched":9,"numberReturned":1`), "1 of 9 features"},
	} {
		rows, _, _, err := readFile(put(t, "a", test.content), Options{})
		if test.want == "" && (err != nil || len(rows) != 1) {
			t.Errorf("%s: %d rows, error %v", name, len(rows), err)
		}
		if test.want != "" && (!errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "import from the service's address")) {
			t.Errorf("%s: error %v, want %q", name, err, test.want)
		}
	}
}

// Of a folder's files one at a time is copied, where nobody else can look at it.
func TestOnePageIsCopiedAtATime(t *testing.T) {
	s, err := Open(unzipped(t, map[string][]byte{"0.json": []byte(pageOf("", "")), "1.json": []byte(pageOf("", "")), "2.json": []byte(pageOf("", ""))}), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	folder, err := newFolder()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	in, err := s.readPages(t.Context(), Options{}, folder)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	for i := range 3 {
		if _, err := in.Next(); err != nil {
			t.Fatal(err)
		}
		copies, err := filepath.Glob(filepath.Join(folder, "part*"))
		if err != nil || len(copies) != 1 {
			t.Fatalf("at page %d there are copies of %d, %v", i, len(copies), err)
		}
		for _, name := range []string{folder, copies[0]} {
			if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o700 {
				t.Errorf("at page %d: %v, %v", i, info.Mode(), err)
			}
		}
	}
}

// Where nobody can know whether an answer is whole, the report says so.
func TestAnswersThatMayBeAPart(t *testing.T) {
	for name, test := range map[string]struct {
		content string
		told    bool
	}{
		"JSON": {pageOf("", `,"numberMatched":"unknown"`), true}, "WFS 2.0": {gmlPage(`numberMatched="unknown" numberReturned="1"`), true},
		"WFS 1.1": {strings.ReplaceAll(gmlPage(`numberOfFeatures="1"`), "wfs/2.0", "wfs"), true},
		"all":     {gmlPage(`numberMatched="1" numberReturned="1"`), false}, "no answer": {pageOf("", ""), false},
	} {
		_, _, warnings, err := readFile(put(t, "a", test.content), Options{})
		if err != nil || slices.ContainsFunc(warnings, func(n Note) bool { return n.Code == "wholeness_unknown" }) != test.told {
			t.Errorf("%s: warnings %v, error %v", name, warnings, err)
		}
	}
}

// The pages of one answer that lie in a folder are whole when none is missing.
func TestFolderOfPagesIsWhole(t *testing.T) {
	files := map[string][]byte{}
	for i := range 3 {
		files[fmt.Sprintf("%d.json", i)] = []byte(pageOf("", `,"numberMatched":3,"numberReturned":1`))
	}
	if rows, _, _, err := readFile(unzipped(t, files), Options{}); err != nil || len(rows) != 3 {
		t.Errorf("all pages: %d rows, error %v", len(rows), err)
	}
	uncounted := map[string][]byte{"1.json": []byte(pageOf("", `,"numberMatched":3`)), "2.json": []byte(pageOf("", `,"numberMatched":3`))}
	if _, _, _, err := readFile(unzipped(t, uncounted), Options{}); !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "2 of 3 features") {
		t.Errorf("pages that do not count themselves: %v", err)
	}
	delete(files, "1.json")
	if _, _, _, err := readFile(unzipped(t, files), Options{}); !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "2 of 3 features") {
		t.Errorf("a page is missing: %v", err)
	}
	linked := map[string][]byte{"1.json": []byte(pageOf("", `,"links":[{"rel":"next"}]`)), "2.json": []byte(pageOf("", ""))}
	if rows, _, _, err := readFile(unzipped(t, linked), Options{}); err != nil || len(rows) != 2 {
		t.Errorf("the last of the links is there: %d rows, error %v", len(rows), err)
	}
}
