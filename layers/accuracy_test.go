package layers

import (
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lupakartta/internal/testdb"
	"lupakartta/internal/testfiles"
	"lupakartta/layers/source"
)

// millimetre is what a place may move on its way from a file into the database.
const millimetre = 1e-3

// vectors are places by name, per reference system x and y as PROJ computed them, and in 3067 where they belong.
func vectors(t testing.TB) (byCRS map[string][][3]string) {
	t.Helper()
	file, err := os.Open(filepath.Join(filepath.Dir(testfiles.Real(t)), "reference", "crs_vectors.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	byCRS = map[string][][3]string{}
	for _, row := range rows[1:] {
		byCRS[row[0]] = append(byCRS[row[0]], [3]string{row[1], row[4], row[5]})
		if row[0] == "3067" {
			for _, degrees := range []string{"4326", "4258"} {
				byCRS[degrees] = append(byCRS[degrees], [3]string{row[1], row[2], row[3]})
			}
			for _, same := range []string{"3903", "5048"} {
				byCRS[same] = append(byCRS[same], [3]string{row[1], row[4], row[5]})
			}
		}
	}
	delete(byCRS, "3035") // nobody in Finland publishes in it
	return byCRS
}

// pointsOf writes the places as GeoJSON in the reference system, x first.
func pointsOf(crs string, points [][3]string) string {
	var features []string
	for _, p := range points {
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"tunnus":%q},"geometry":{"type":"Point","coordinates":[%s,%s]}}`, p[0], p[1], p[2]))
	}
	return `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:` + crs + `"}},"features":[` + strings.Join(features, ",") + "]}"
}

// northFirst are the systems whose URN means northing or latitude first; all but these.
func northFirst(crs string) bool { return crs != "3067" && crs != "3857" }

// gmlOf writes them as GML, in the order of axes that the register gives.
func gmlOf(crs string, points [][3]string) string {
	var members strings.Builder
	for i, p := range points {
		x, y := p[1], p[2]
		if northFirst(crs) {
			x, y = y, x
		}
		fmt.Fprintf(&members, `<wfs:member><k:a gml:id="a.%d"><k:tunnus>%s</k:tunnus><k:geom><gml:Point srsName="urn:ogc:def:crs:EPSG::%s" gml:id="g.%[1]d"><gml:pos>%[4]s %[5]s</gml:pos></gml:Point></k:geom></k:a></wfs:member>`, i, p[0], crs, x, y)
	}
	return `<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:k="urn:k">` + members.String() + `</wfs:FeatureCollection>`
}

func csvOf(points [][3]string) string {
	rows := []string{"tunnus,x,y"}
	for _, p := range points {
		rows = append(rows, strings.Join(p[:], ","))
	}
	return strings.Join(rows, "\n") + "\n"
}

// madeBy writes the places in a format of GDAL's, x first, told to be in the reference system.
func madeBy(t testing.TB, name, crs string, points [][3]string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	args = append(args, "-a_srs", "EPSG:"+crs, path, put(t, "from.geojson", strings.Replace(pointsOf("3067", points), `"crs"`, `"_"`, 1)))
	if out, err := exec.CommandContext(t.Context(), "ogr2ogr", args...).CombinedOutput(); err != nil {
		t.Fatalf("ogr2ogr %v: %v: %s", args, err, out)
	}
	return path
}

// A place of a file in any reference system that Finnish authorities use is stored where it lies, to a millimetre.
func TestPlacesKeepTheirMillimetre(t *testing.T) {
	all := vectors(t)
	want := map[string][3]string{}
	for _, p := range all["3067"] {
		want[p[0]] = p
	}
	store := NewStore(testdb.New(t))
	for crs, points := range all {
		files := map[string]string{"CSV": put(t, "a.csv", csvOf(points)), "GML": put(t, "a.gml", gmlOf(crs, points)), "GeoJSON": put(t, "a.geojson", pointsOf(crs, points))}
		if crs == "3067" || crs == "3879" || crs == "4258" || crs == "3903" {
			files["GeoPackage"] = madeBy(t, "a.gpkg", crs, points, "-f", "GPKG")
			files["Shapefile"] = madeBy(t, "a.shp", crs, points, "-f", "ESRI Shapefile")
			files["FlatGeobuf"] = madeBy(t, "a.fgb", crs, points, "-f", "FlatGeobuf")
		}
		for format, path := range files {
			o := asThings(path)
			if format == "CSV" {
				o.CRS = "EPSG:" + crs
			}
			report, err := importOne(t, store, o)
			if err != nil || report.Imported != int64(len(points)) {
				t.Errorf("%s in %s: imported %d, error %v", format, crs, report.Imported, err)
				continue
			}
			for _, p := range points {
				off := scanOne[float64](t, store.pool, fmt.Sprintf(`select st_distance(geom, st_setsrid(st_makepoint(%s, %s), 3067)) from layer_data.v%d where source_id = $1`,
					want[p[0]][1], want[p[0]][2], report.Version), p[0])
				if off > millimetre {
					t.Errorf("%s in %s: %s is %g m off", format, crs, p[0], off)
				}
			}
		}
	}
}

// PostGIS transforms KKJ by one of the two operations that source knows, and the probe tells by which.
func TestOperationOfKKJ(t *testing.T) {
	pool := testdb.New(t)
	x, y := source.OperationProbe()
	at := fmt.Sprintf(`st_transform(st_setsrid(st_makepoint(%g, %g), 2393), 3067)`, x, y)
	e, n := scanOne[float64](t, pool, `select st_x(`+at+`)`), scanOne[float64](t, pool, `select st_y(`+at+`)`)
	name, accuracy, ok := source.OperationSeen(2393, e, n)
	if !ok || accuracy != 0.5 && accuracy != 0.1 {
		t.Errorf("%s, %g m, %t", name, accuracy, ok)
	}
	t.Logf("%s, %g m: %.4f %.4f", name, accuracy, e, n)
	report, err := importOne(t, NewStore(pool), asThings(put(t, "a.geojson", pointsOf("2393", [][3]string{{"Helsinki", "3385611", "6674500"}}))))
	if err != nil || report.Imported != 1 || report.SourceCRS != "EPSG:2393" {
		t.Errorf("report %+v, error %v", report, err)
	}
}
