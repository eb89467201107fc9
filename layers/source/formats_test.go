package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lupakartta/geo/ewkb"
)

// squares is GeoJSON of n squares of 10 m beside each other in EPSG:3067.
func squares(n int) string {
	var b strings.Builder
	b.WriteString(`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:3067"}},"features":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		x := 480_000 + 20*i
		fmt.Fprintf(&b, `{"type":"Feature","properties":{"tunnus":"a%d","nimi":"Ääkkönen %d","n":%d.5},"geometry":{"type":"Polygon","coordinates":[[[%d,6920000],[%d,6920000],[%d,6920010],[%d,6920010],[%[4]d,6920000]]]}}`,
			i, i, i, x, x+10, x+10, x)
	}
	b.WriteString("]}")
	return b.String()
}

// convert writes GeoJSON in another format by ogr2ogr and returns the path of its main file.
func convert(t testing.TB, geojson, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("ogr2ogr"); err != nil {
		t.Fatal(err)
	}
	from, to := put(t, "from.geojson", geojson), filepath.Join(t.TempDir(), name)
	if out, err := exec.CommandContext(t.Context(), "ogr2ogr", append(args, to, from)...).CombinedOutput(); err != nil {
		t.Fatalf("ogr2ogr %v: %v: %s", args, err, out)
	}
	return to
}

// mades are the formats that ogr2ogr writes.
var mades = []struct {
	format Format
	name   string
	args   []string
}{
	{FormatGeoPackage, "a.gpkg", []string{"-f", "GPKG"}},
	{FormatGeoPackage, "a.gpkg", []string{"-f", "GPKG", "-dsco", "VERSION=1.0"}},
	{FormatGeoPackage, "a.gpkg", []string{"-f", "GPKG", "-dsco", "VERSION=1.1"}},
	{FormatGeoPackage, "a.gpkg", []string{"-f", "GPKG", "-dsco", "VERSION=1.3"}},
	{FormatShapefile, "a.shp", []string{"-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8"}},
	{FormatShapefile, "a.shp", []string{"-f", "ESRI Shapefile"}},
	{FormatFlatGeobuf, "a.fgb", []string{"-f", "FlatGeobuf"}},
	{FormatGML, "a.gml", []string{"-f", "GML", "-dsco", "FORMAT=GML2"}},
	{FormatGML, "a.gml", []string{"-f", "GML", "-dsco", "FORMAT=GML3"}},
	{FormatGML, "a.gml", []string{"-f", "GML", "-dsco", "FORMAT=GML3.2"}},
	{FormatGML, "a.gml", []string{"-f", "GML", "-dsco", "FORMAT=GML3Deegree"}},
	{FormatKML, "a.kml", []string{"-f", "LIBKML"}},
	{FormatKML, "a.kml", []string{"-f", "KML"}},
	{FormatTAB, "a.tab", []string{"-f", "MapInfo File", "-lco", "BOUNDS=0,6000000,1000000,8000000"}},
	{FormatMIF, "a.mif", []string{"-f", "MapInfo File", "-dsco", "FORMAT=MIF"}},
	{FormatGeoJSON, "a.geojson", []string{"-f", "GeoJSON"}},
	{FormatGeoJSONSeq, "a.geojsonl", []string{"-f", "GeoJSONSeq"}},
	{FormatGeoJSONSeq, "a.geojsons", []string{"-f", "GeoJSONSeq", "-lco", "RS=YES"}},
}

// readFile reads a source whole.
func readFile(path string, o Options) (rows []string, srid int, warnings []Note, err error) {
	s, err := Open(path, Limits{})
	if err != nil {
		return nil, 0, nil, err
	}
	defer s.Close()
	return readSource(s, o)
}

func readSource(s *Source, o Options) (rows []string, srid int, warnings []Note, err error) {
	in, err := s.Read(context.Background(), o)
	if err != nil {
		return nil, 0, nil, err
	}
	defer in.Close()
	for {
		row, err := in.Next()
		if errors.Is(err, io.EOF) {
			err = in.End()
			return rows, in.SRID, in.Warnings, err
		}
		if err != nil {
			return rows, in.SRID, nil, errors.Join(in.End(), err)
		}
		where := "nowhere"
		if shape, err := ewkb.Examine(row.EWKB); err == nil {
			where = fmt.Sprintf("%.3f %.3f", shape.Bound.Min[0], shape.Bound.Min[1])
		} else if row.EWKB != nil {
			where = err.Error()
		}
		rows = append(rows, where+" "+string(row.Attributes(nil)))
	}
}

func TestEveryFormatIsRead(t *testing.T) {
	for _, made := range mades {
		t.Run(strings.Join(made.args, " "), func(t *testing.T) {
			path := convert(t, squares(3), made.name, made.args...)
			if format, err := DetectFormat(path); format != made.format || err != nil {
				t.Fatalf("format %q, error %v, want %s", format, err, made.format)
			}
			rows, srid, _, err := readFile(path, Options{})
			if err != nil || len(rows) != 3 {
				t.Fatalf("%d rows, error %v", len(rows), err)
			}
			degrees := made.format == FormatKML || made.format == FormatGeoJSON || made.format == FormatGeoJSONSeq
			want, wantSRID := "480000.000 6920000.000", 3067
			if degrees {
				want, wantSRID = "26.613 62.411", 4326
			}
			if srid == 25835 {
				srid = 3067
			}
			if made.format == FormatGeoJSON && srid == 3067 {
				want, wantSRID = "480000.000 6920000.000", 3067 // the writer keeps the old member "crs"
			}
			slices.Sort(rows) // FlatGeobuf has an order of its own
			named := strings.Contains(rows[0], "Ääkkönen 0")
			if !strings.HasPrefix(rows[0], want) || srid != wantSRID || !named && made.args[1] != "KML" {
				t.Errorf("in %d: %s", srid, rows[0])
			}
		})
	}
}

func TestTruncatedFilesAreRefused(t *testing.T) {
	for i, made := range mades {
		if i > 0 && made.format == mades[i-1].format && made.format != FormatGeoJSONSeq {
			continue // another version of what was cut already
		}
		whole := convert(t, squares(400), made.name, made.args...)
		entries, err := beside(whole)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range companionsAnd(entries, made.format) {
			for _, share := range []float64{0, 0.5, 0.99} {
				if share == 0.99 && part.extension() == ".tab" {
					continue // a line end less, of a text of ten lines
				}
				t.Run(fmt.Sprintf("%s %s %g", strings.Join(made.args, " "), part.name, share), func(t *testing.T) {
					folder := t.TempDir()
					for _, e := range entries {
						if err := e.copyTo(filepath.Join(folder, e.name), 1<<30); err != nil {
							t.Fatal(err)
						}
					}
					info, err := os.Stat(part.path)
					if err == nil {
						err = os.Truncate(filepath.Join(folder, part.name), int64(float64(info.Size())*share))
					}
					if err != nil {
						t.Fatal(err)
					}
					if rows, _, warnings, err := readFile(filepath.Join(folder, filepath.Base(whole)), Options{CRS: "EPSG:3067"}); err == nil {
						t.Errorf("%d of 400 rows, warnings %v", len(rows), warnings)
					}
				})
			}
		}
	}
}

// companionsAnd are the files that hold features: the main one and what belongs to it.
func companionsAnd(entries []entry, format Format) []entry {
	found := entries[:1:1]
	for _, e := range companionsOf(entries[0], format, entries) {
		if !slices.Contains([]string{".prj", ".cpg"}, e.extension()) {
			found = append(found, e)
		}
	}
	return found
}

func execute(program string, args ...string) error {
	out, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", program, err, out)
	}
	return nil
}

// The number that a feature has beside its properties is an attribute, where none of them has its name.
func TestNumbersOfFeaturesAreAttributes(t *testing.T) {
	numbered := strings.Replace(squares(2), `"Feature","properties":{"tunnus":"a0"`, `"Feature","id":9007199254740993,"properties":{"tunnus":"a0"`, 1)
	numbered = strings.Replace(numbered, `"Feature","properties":{"tunnus":"a1"`, `"Feature","id":12,"properties":{"tunnus":"a1"`, 1)
	line := `{"type":"Feature","id":7,"properties":{},"geometry":{"type":"Point","coordinates":[25,60]}}` + "\n"
	for _, tt := range []struct{ content, want string }{
		{numbered, `{"id":9007199254740993,"tunnus":"a0","nimi"`},
		{strings.ReplaceAll(numbered, `"nimi"`, `"id"`), `{"tunnus":"a0","id":"Ääkkönen 0"`},
		{squares(2), `{"tunnus":"a0","nimi"`},
		{line + strings.Replace(line, "7", "8", 1), `{"id":7}`},
	} {
		rows, _, _, err := readFile(put(t, "a.geojson", tt.content), Options{})
		if err != nil || len(rows) != 2 || !strings.Contains(rows[0], tt.want) {
			t.Errorf("read %q, error %v, want %s", rows, err, tt.want)
		}
	}
}

// No name of an attribute is ours: what a register calls its columns is kept.
func TestAttributesMayHaveAnyName(t *testing.T) {
	for _, name := range []string{"wkb_geometry", "ogc_fid", "fid"} {
		content := strings.ReplaceAll(squares(1), `"nimi"`, `"`+name+`"`)
		rows, _, _, err := readFile(put(t, "a.geojson", content), Options{})
		if err != nil || len(rows) != 1 || !strings.Contains(rows[0], `"`+name+`":"Ääkkönen 0"`) {
			t.Errorf("%s: %q, error %v", name, rows, err)
		}
	}
	rows, _, _, err := readFile(put(t, "a.csv", "x,y,§fid,§geom,wkb_geometry\n480000,6920000,a,b,c\n"), Options{CRS: "EPSG:3067"})
	if err != nil || len(rows) != 1 || !strings.Contains(rows[0], `"§fid":"a","§geom":"b","wkb_geometry":"c"`) {
		t.Errorf("in a table: %q, error %v", rows, err)
	}
	for _, name := range []string{"§fid", "§geom"} {
		_, _, _, err := readFile(put(t, "a.geojson", strings.ReplaceAll(squares(1), `"nimi"`, `"`+name+`"`)), Options{})
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s, a name that GDAL gets from us: error %v", name, err)
		}
	}
}
