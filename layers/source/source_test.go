package source

import (
	"archive/zip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// zipped makes an archive of files, by their names in it.
func zipped(t testing.TB, files map[string][]byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.zip")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(out)
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		entry, errCreate := w.Create(name)
		if err = errCreate; err == nil {
			_, err = entry.Write(files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), out.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// filesOf reads every file beside a converted one, under another stem and folder.
func filesOf(t testing.TB, into map[string][]byte, path, stem string) {
	t.Helper()
	entries, err := beside(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(e.path)
		if err != nil {
			t.Fatal(err)
		}
		into[stem+filepath.Ext(e.name)] = data
	}
}

// unzipped lays the files of an archive into a folder.
func unzipped(t testing.TB, files map[string][]byte) string {
	t.Helper()
	folder := t.TempDir()
	for name, data := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, data, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// mixture is a delivery as registers make them: several formats, one of them twice, and papers.
func mixture(t testing.TB) map[string][]byte {
	files := map[string][]byte{
		"lueminut.txt":     []byte("Aineisto, versio 1\nToimitettu 2026; kysy lisää, jos jokin on epäselvää, tai soita.\n"),
		"metatiedot.xml":   []byte(`<?xml version="1.0"?><gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd"/>`),
		"doc/kuva.png":     []byte("\x89PNG\r\n"),
		"taulu.csv":        []byte("id;x;y\n1;480000;6920000\n2;480010;6920010\n"),
		"vanha/alueet.kml": []byte(`<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>a</name><Point><coordinates>26.6,62.4</coordinates></Point></Placemark></kml>`),
	}
	filesOf(t, files, convert(t, squares(3), "a.shp", "-f", "ESRI Shapefile"), "uusi/alueet")
	filesOf(t, files, convert(t, squares(2), "a.shp", "-f", "ESRI Shapefile"), "uusi/RAJAT")
	files["uusi/RAJAT.DBF"] = files["uusi/RAJAT.dbf"]
	delete(files, "uusi/RAJAT.dbf")
	filesOf(t, files, convert(t, squares(4), "a.mif", "-f", "MapInfo File", "-dsco", "FORMAT=MIF"), "kohteet")
	filesOf(t, files, convert(t, squares(5), "a.tab", "-f", "MapInfo File"), "taulukko")
	book, err := os.ReadFile(book(t, true))
	if err != nil {
		t.Fatal(err)
	}
	files["kirja.xlsx"] = book
	gpkg := convert(t, squares(6), "a.gpkg", "-f", "GPKG", "-nln", "ensimmäinen")
	filesOf(t, files, gpkg, "paketti")
	return files
}

func TestArchivesAndFoldersOfManyLayers(t *testing.T) {
	files := mixture(t)
	want := []string{"RAJAT Shapefile 2 Polygon EPSG:3067", "kirja/Sheet1 XLSX -1", "kirja/Toinen XLSX -1", "kohteet MapInfo MIF 4 EPSG:3067", "paketti GeoPackage 6 POLYGON EPSG:3067",
		"taulu CSV -1", "taulukko MapInfo TAB 5 EPSG:3067", "uusi/alueet Shapefile 3 Polygon EPSG:3067", "vanha/alueet KML 1 EPSG:4326"}
	for _, path := range []string{zipped(t, files), unzipped(t, files)} {
		s, err := Open(path, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		listed, err := s.Layers(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range listed {
			got = append(got, strings.Join(strings.Fields(fmt.Sprint(l.Name, " ", l.Format, " ", l.Features, " ", l.Geometry, " ", l.CRS)), " "))
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("layers\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if s.Single() {
			t.Error("it passes for one layer")
		}
		for _, l := range listed {
			o := Options{Layer: l.Name}
			if l.CRS == "" {
				o.CRS = "EPSG:3067"
			}
			rows, _, _, err := readSource(s, o)
			if err != nil || l.Features >= 0 && len(rows) != int(l.Features) {
				t.Errorf("%s: %d rows, error %v", l.Name, len(rows), err)
			}
		}
		if _, _, _, err := readSource(s, Options{}); !errors.Is(err, ErrNoLayer) || !strings.Contains(err.Error(), "uusi/alueet") {
			t.Errorf("without a name: %v", err)
		}
		if _, _, _, err := readSource(s, Options{Layer: "alueet"}); !errors.Is(err, ErrNoLayer) {
			t.Errorf("a name that two share: %v", err)
		}
	}
}

func TestLayersOfOneFile(t *testing.T) {
	two := convert(t, squares(3), "a.gpkg", "-f", "GPKG", "-nln", "alueet")
	if err := execute("ogr2ogr", "-f", "GPKG", "-update", "-append", "-nln", "rajat", two, put(t, "b.geojson", squares(2))); err != nil {
		t.Fatal(err)
	}
	inner := map[string][]byte{}
	filesOf(t, inner, two, "paketti")
	kmz := zipped(t, map[string][]byte{"doc.kml": mixture(t)["vanha/alueet.kml"], "kuva.png": []byte("\x89PNG")})
	tests := []struct {
		name, path string
		want       []string
		single     bool
	}{
		{"a GeoPackage of two", two, []string{"alueet 3 EPSG:3067", "rajat 2 EPSG:3067"}, false},
		{"the same in an archive", zipped(t, inner), []string{"alueet 3 EPSG:3067", "rajat 2 EPSG:3067"}, false},
		{"GeoJSON", put(t, "a.geojson", squares(2)), []string{"a 2 EPSG:3067"}, true},
		{"KMZ", kmz, []string{"doc 1 EPSG:4326"}, false},
		{"a workbook", book(t, true), []string{"Sheet1 -1 ", "Toinen -1 "}, false},
		{"a folder of GeoJSON", unzipped(t, map[string][]byte{"a.json": []byte(squares(1)), "b.json": []byte(squares(2))}), []string{"* -1 "}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Open(tt.path, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			listed, err := s.Layers(t.Context())
			var got []string
			for _, l := range listed {
				name := l.Name
				if tt.want[0][0] == '*' {
					name = "*"
				}
				got = append(got, fmt.Sprint(name, " ", l.Features, " ", l.CRS))
				if rows, _, _, err := readSource(s, Options{Layer: l.Name, CRS: "EPSG:3067"}); err != nil || l.Features >= 0 && len(rows) != int(l.Features) {
					t.Errorf("%s: %d rows, error %v", l.Name, len(rows), err)
				}
			}
			if err != nil || !slices.Equal(got, tt.want) || s.Single() != tt.single {
				t.Errorf("layers %q, single %t, error %v; want %q", got, s.Single(), err, tt.want)
			}
		})
	}
}

func TestFilesOfAFolderAreOneLayerAndPagesToo(t *testing.T) {
	folder := unzipped(t, map[string][]byte{"a.json": []byte(squares(1)), "b.json": []byte(squares(2))})
	rows, srid, _, err := readFile(folder, Options{})
	if err != nil || srid != 3067 || len(rows) != 3 || !strings.HasSuffix(rows[2], `"file":"b"}`) {
		t.Errorf("read %q in %d, error %v", rows, srid, err)
	}
	s, err := OpenPages("kohteet", []string{filepath.Join(folder, "a.json"), filepath.Join(folder, "b.json")}, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	rows, _, _, err = readSource(s, Options{})
	if err != nil || len(rows) != 3 || strings.Contains(rows[2], "file") {
		t.Errorf("pages: %q, error %v", rows, err)
	}
	if sum, err := s.Checksum(); err != nil || len(sum) != 64 {
		t.Errorf("checksum %q, error %v", sum, err)
	}
}

func FuzzArchive(f *testing.F) {
	data, err := os.ReadFile(zipped(f, map[string][]byte{"a/b.csv": []byte("x,y\n1,2\n"), "c.xml": []byte("<kml/>")}))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Open(put(t, "a.zip", string(data)), Limits{Bytes: 1 << 20, Entries: 100})
		if err != nil {
			return
		}
		defer s.Close()
		for _, m := range s.members {
			if strings.Contains(m.name, "..") && !filepath.IsLocal(m.name) {
				t.Fatalf("layer %q", m.name)
			}
			_ = m.put(t.TempDir(), 1<<20)
		}
	})
}

// The parts of a shapefile belong together whatever the case of their names, and must be equally many.
func TestPartsOfAShapefile(t *testing.T) {
	files, others := map[string][]byte{}, map[string][]byte{}
	filesOf(t, files, convert(t, squares(2), "a.shp", "-f", "ESRI Shapefile"), "kaava")
	filesOf(t, others, convert(t, squares(3), "a.shp", "-f", "ESRI Shapefile"), "kaava")
	files["KAAVA.SHP"] = files["kaava.shp"]
	delete(files, "kaava.shp")
	for _, path := range []string{zipped(t, files), filepath.Join(unzipped(t, files), "KAAVA.SHP")} {
		rows, _, _, err := readFile(path, Options{})
		if err != nil || len(rows) != 2 || !strings.Contains(rows[0], `"tunnus":"a0"`) {
			t.Errorf("names in capitals and not: %q, error %v", rows, err)
		}
	}
	files["kaava.dbf"] = others["kaava.dbf"]
	if _, _, _, err := readFile(zipped(t, files), Options{}); !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "2 shapes and 3 rows") {
		t.Errorf("more rows than shapes: %v", err)
	}
	// Of names that differ by case alone, each has its own.
	two := map[string][]byte{"KAAVA.SHP": files["KAAVA.SHP"]}
	for name, data := range others {
		two[name] = data
	}
	if _, _, _, err := readFile(zipped(t, two), Options{Layer: "kaava"}); err != nil {
		t.Errorf("the one with a table: %v", err)
	}
	rows, _, warnings, err := readFile(zipped(t, two), Options{Layer: "KAAVA", CRS: "EPSG:3067"})
	if err != nil || len(rows) != 2 || strings.Contains(rows[0], "tunnus") || len(warnings) != 1 || warnings[0].Code != "no_table" {
		t.Errorf("the one without: %q, warnings %v, error %v", rows, warnings, err)
	}
}
