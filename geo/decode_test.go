package geo

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// samePlace takes points within a hundredth of a millimetre as one.
var samePlace = cmp.Comparer(func(a, b orb.Point) bool {
	return math.Abs(a[0]-b[0]) < 1e-10 && math.Abs(a[1]-b[1]) < 1e-10
})

// square is a ring of side 0.01° whose south-west corner is given, in the text of GeoJSON.
func square(lon, lat float64) string { return box(lon, lat, lon+0.01, lat+0.01) }

func box(west, south, east, north float64) string {
	return fmt.Sprintf("[[%[1]v,%[2]v],[%[3]v,%[2]v],[%[3]v,%[4]v],[%[1]v,%[4]v],[%[1]v,%[2]v]]", west, south, east, north)
}

func polygon(rings ...string) string {
	return `{"type":"Polygon","coordinates":[` + strings.Join(rings, ",") + `]}`
}

func TestDecodeGeoJSONReads(t *testing.T) {
	ring := orb.Ring{{24, 61}, {24.01, 61}, {24.01, 61.01}, {24, 61.01}, {24, 61}}
	tests := []struct {
		name, text string
		want       orb.Geometry
	}{
		{"point", `{"type":"Point","coordinates":[24.5,61.25]}`, orb.Point{24.5, 61.25}},
		{"point with height", `{"coordinates":[24.5,61.25,117.3],"type":"Point"}`, orb.Point{24.5, 61.25}},
		{"byte order mark and spaces", "\ufeff \n{ \"type\" : \"Point\" ,\t\"coordinates\" : [ 24.5 , 61.25 ] } ", orb.Point{24.5, 61.25}},
		{"escaped member names", `{"\u0074ype":"Poi\u006et","coordinates":[24.5,6.125e1]}`, orb.Point{24.5, 61.25}},
		{"multipoint", `{"type":"MultiPoint","coordinates":[[24.5,61],[25,61]]}`, orb.MultiPoint{{24.5, 61}, {25, 61}}},
		{"line", `{"type":"LineString","coordinates":[[24.5,61],[25,61]]}`, orb.LineString{{24.5, 61}, {25, 61}}},
		{"line across itself", `{"type":"LineString","coordinates":[[24,61],[25,62],[25,61],[24,62]]}`,
			orb.LineString{{24, 61}, {25, 62}, {25, 61}, {24, 62}}},
		{"multiline", `{"type":"MultiLineString","coordinates":[[[24.5,61],[25,61]],[[24,62],[25,62]]]}`,
			orb.MultiLineString{{{24.5, 61}, {25, 61}}, {{24, 62}, {25, 62}}}},
		{"polygon", polygon(square(24, 61)), orb.Polygon{ring}},
		{"clockwise polygon is turned", polygon("[[24,61],[24,61.01],[24.01,61.01],[24.01,61],[24,61]]"),
			orb.Polygon{{{24, 61}, {24.01, 61}, {24.01, 61.01}, {24, 61.01}, {24, 61}}}},
		{"feature", `{"type":"Feature","properties":{"a":[{"type":"Point"}]},"geometry":` + polygon(square(24, 61)) + `}`, orb.Polygon{ring}},
		{"feature collection of one", `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":` + polygon(square(24, 61)) + `}]}`, orb.Polygon{ring}},
		{"features of one kind", `{"type":"FeatureCollection","features":[
			{"type":"Feature","geometry":{"type":"Point","coordinates":[24,61]}},
			{"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[[25,61]]}}]}`, orb.MultiPoint{{24, 61}, {25, 61}}},
		{"geometries of one kind", `{"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[24,61],[25,61]]},
			{"type":"MultiLineString","coordinates":[[[24,62],[25,62]]]}]}`, orb.MultiLineString{{{24, 61}, {25, 61}}, {{24, 62}, {25, 62}}}},
		{"old crs member", `{"type":"Point","coordinates":[385611.316685,6672118.380202],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3067"}}}`,
			orb.Point{24.9384, 60.1699}},
		{"zone", `{"type":"Point","crs":"EPSG:3879","coordinates":[25496580.359959,6673003.606727]}`, orb.Point{24.9384, 60.1699}},
		{"web mercator", `{"type":"Point","crs":{"type":"name","properties":{"name":"EPSG:3857"}},"coordinates":[2776129.98919897,8437661.78200259]}`, orb.Point{24.9384, 60.1699}},
		{"crs 84 by name", `{"type":"Point","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"coordinates":[24.5,61]}`, orb.Point{24.5, 61}},
		{"null crs", `{"type":"Point","crs":null,"coordinates":[24.5,61]}`, orb.Point{24.5, 61}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := DecodeGeoJSON([]byte(test.text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got, samePlace); diff != "" {
				t.Errorf("want, got: %s", diff)
			}
		})
	}
}

func TestDecodeGeoJSONRefuses(t *testing.T) {
	point := func(x, y string) string { return `{"type":"Point","coordinates":[` + x + `,` + y + `]}` }
	tests := []struct {
		name, text string
		want       string // the faults, one a line
	}{
		{"nothing", ``, "not_json"},
		{"half", `{"type":"Point"`, "not_json"},
		{"two documents", point("24", "61") + point("24", "61"), "not_json"},
		{"not a number in JSON", point("NaN", "61"), "not_json"},
		{"an array", `[24,61]`, "not_geojson"},
		{"null", `null`, "not_geojson"},
		{"no type", `{"coordinates":[24,61]}`, "/type: unknown_type"},
		{"type of another case", `{"type":"point","coordinates":[24,61]}`, "/type: unknown_type"},
		{"a circle", `{"type":"Circle","coordinates":[24,61]}`, "/type: unknown_type"},
		{"no coordinates", `{"type":"Point"}`, "/coordinates: not_geojson"},
		{"coordinates are a text", `{"type":"Point","coordinates":"24,61"}`, "/coordinates: not_geojson"},
		{"numbers as texts", point(`"24"`, "61"), "/coordinates/0: not_geojson"},
		{"too shallow", `{"type":"Polygon","coordinates":[[24,61],[25,61]]}`,
			"/coordinates/0/0: not_geojson\n/coordinates/0/1: not_geojson\n/coordinates/1/0: not_geojson\n/coordinates/1/1: not_geojson"},
		{"empty point", `{"type":"Point","coordinates":[]}`, "/coordinates: empty"},
		{"empty polygon", `{"type":"Polygon","coordinates":[]}`, "/coordinates: empty"},
		{"empty ring", `{"type":"Polygon","coordinates":[[]]}`, "/coordinates/0: empty"},
		{"empty part", `{"type":"MultiPolygon","coordinates":[[` + square(24, 61) + `],[]]}`, "/coordinates/1: empty"},
		{"feature without a place", `{"type":"Feature","geometry":null}`, "/geometry: empty"},
		{"no features", `{"type":"FeatureCollection","features":[]}`, "/features: empty"},
		{"features missing", `{"type":"FeatureCollection"}`, "/features: not_geojson"},
		{"points and lines", `{"type":"GeometryCollection","geometries":[` + point("24", "61") + `,{"type":"LineString","coordinates":[[24,61],[25,61]]}]}`, "mixed_collection"},
		{"collections without end", `{"type":"GeometryCollection","geometries":[{"type":"GeometryCollection","geometries":[{"type":"GeometryCollection","geometries":[]}]}]}`,
			"/geometries/0/geometries/0/geometries: mixed_collection"},
		{"one number", `{"type":"Point","coordinates":[24]}`, "/coordinates: wrong_dimension"},
		{"four numbers", `{"type":"Point","coordinates":[24,61,0,0]}`, "/coordinates: wrong_dimension"},
		{"overflow", point("24", "1e999"), "/coordinates/1: not_finite"},
		{"line of one point", `{"type":"LineString","coordinates":[[24,61]]}`, "/coordinates: too_few_points"},
		{"line without length", `{"type":"LineString","coordinates":[[24,61],[24,61]]}`, "/coordinates: too_few_points"},
		{"ring of three", polygon("[[24,61],[25,61],[24,61]]"), "/coordinates/0: too_few_points"},
		{"open ring", polygon("[[24,61],[25,61],[25,62],[24,62]]"), "/coordinates/0: ring_not_closed"},
		{"ring without area", polygon("[[24,61],[25,61],[24.5,61],[24,61]]"), "/coordinates/0: no_area"},
		{"unknown system", `{"type":"Point","crs":{"type":"name","properties":{"name":"EPSG:2393"}},"coordinates":[24,61]}`, "/crs: unknown_crs"},
		{"linked system", `{"type":"Point","crs":{"type":"link","properties":{"href":"http://example.com"}},"coordinates":[24,61]}`, "/crs: unknown_crs"},
		{"Stockholm", point("18.07", "59.33"), "/coordinates: outside_finland"},
		{"null island", point("0", "0"), "/coordinates: outside_finland"},
		{"beyond the poles", point("24", "161"), "/coordinates: outside_finland"},
		{"one corner in Sweden", polygon("[[24,61],[24,61.1],[18,61.1],[24,61]]"), "/coordinates/0/2: outside_finland"},
		{"latitude first", point("61", "24"), "/coordinates: lat_lon_swapped"},
		{"latitude first everywhere", polygon("[[61,24],[61.1,24],[61.1,24.1],[61,24]]"), "/coordinates/0/0: lat_lon_swapped"},
		{"TM35FIN as degrees", point("385611.3", "6672118.4"), "/coordinates: projected"},
		{"TM35FIN as degrees, northing first", point("6672118.4", "385611.3"), "/coordinates: projected"},
		{"GK25 as degrees", point("25496580", "6673003"), "/coordinates: projected"},
		{"northing first by name", `{"type":"Point","crs":"EPSG:3067","coordinates":[6672118.4,385611.3]}`, "/coordinates: lat_lon_swapped"},
		{"degrees by the name of metres", `{"type":"Point","crs":"EPSG:3067","coordinates":[24.9,60.1]}`, "/coordinates: degrees"},
		{"bow tie", polygon("[[24,61],[25,62],[25,61],[24,62],[24,61]]"), "/coordinates/0/0: self_crossing"},
		{"spike", polygon("[[24,61],[25,61],[25,62],[25,62.5],[25,62],[24,62],[24,61]]"), "/coordinates/0/1: self_crossing\n/coordinates/0/2: self_crossing"},
		{"hole outside", polygon(square(24, 61), square(24.5, 61)), "/coordinates/1: hole_outside"},
		{"hole in a hole", polygon(box(24, 61, 24.9, 61.9), box(24.1, 61.1, 24.8, 61.8), box(24.2, 61.2, 24.3, 61.3)), "/coordinates/2: hole_outside"},
		{"hole across the edge", polygon(box(24, 61, 24.9, 61.9), box(24.5, 61.5, 25, 61.6)), "/coordinates/0/1: self_crossing"},
		{"overlapping parts", `{"type":"MultiPolygon","coordinates":[[` + box(24, 61, 24.2, 61.2) + `],[` + box(24.1, 61.1, 24.3, 61.3) + `]]}`, "/coordinates/0: parts_overlap"},
		{"part in a part", `{"type":"MultiPolygon","coordinates":[[` + box(24, 61, 24.5, 61.5) + `],[` + box(24.1, 61.1, 24.3, 61.3) + `]]}`, "/coordinates/1: parts_overlap"},
		{"all at once", `{"type":"GeometryCollection","geometries":[` + point("18", "59") + `,` + point("61", "24") + `,` + point("3e5", "67e5") + `]}`,
			"/geometries/0/coordinates: outside_finland\n/geometries/1/coordinates: lat_lon_swapped\n/geometries/2/coordinates: projected"},
		{"deep", strings.Repeat("[", 100) + strings.Repeat("]", 100), "too_deep"},
		{"deep and unfinished", strings.Repeat(`{"a":`, 100_000), "too_deep"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g, err := DecodeGeoJSON([]byte(test.text))
			var faults Faults
			if !errors.As(err, &faults) {
				t.Fatalf("got %v, %v, want faults", g, err)
			}
			var lines []string
			for _, f := range faults {
				lines = append(lines, f.String())
			}
			if got := strings.Join(lines, "\n"); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestDecodeGeoJSONSaysWhichSystem(t *testing.T) {
	tests := map[string]string{"385611.3,6672118.4": "EPSG:3067", "25496580,6673003": "EPSG:3879", "2776130,8437661": "EPSG:3857"}
	for coordinates, want := range tests {
		_, err := DecodeGeoJSON([]byte(`{"type":"Point","coordinates":[` + coordinates + `]}`))
		var faults Faults
		if !errors.As(err, &faults) || faults[0].Values["crs"] != want {
			t.Errorf("%s: got %v, want the system %s", coordinates, faults, want)
		}
	}
}

func TestDecodeGeoJSONLimits(t *testing.T) {
	line := func(n int) string {
		return `{"type":"LineString","coordinates":[` + strings.Repeat("[24,61],", n-1) + `[25,61]]}`
	}
	if _, err := DecodeGeoJSON([]byte(line(MaxVertices))); err != nil {
		t.Errorf("at the vertex limit: %v", err)
	}
	tests := []struct {
		name, text string
		want       FaultCode
	}{
		{"a vertex more", line(MaxVertices + 1), TooManyVertices},
		{"over several parts", `{"type":"GeometryCollection","geometries":[` + line(MaxVertices-1) + "," + line(2) + `]}`, TooManyVertices},
		{"bytes", strings.Repeat(" ", MaxBytes) + line(2), TooLarge},
		{"millions of empty rings", `{"type":"Polygon","coordinates":[` + strings.Repeat("[],", 3_000_000) + `[]]}`, Empty},
		{"millions of features", `{"type":"FeatureCollection","features":[` + strings.Repeat("0,", 5_000_000) + `0]}`, NotGeoJSON},
	}
	for _, test := range tests {
		_, err := DecodeGeoJSON([]byte(test.text))
		var faults Faults
		if !errors.As(err, &faults) || faults[0].Code != test.want || len(faults) > MaxFaults {
			t.Errorf("%s: got %.200v, want %s", test.name, err, test.want)
		}
	}
}

// star is a polygon of n corners round Mallila's centre without crossings.
func star(n int) orb.Polygon {
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		angle := 2 * math.Pi * float64(i) / float64(n)
		radius := 0.1 + 0.05*math.Sin(17*angle) + 0.002*float64(i%2)
		ring = append(ring, orb.Point{26.6 + 2*radius*math.Cos(angle), 62.4 + radius*math.Sin(angle)})
	}
	return orb.Polygon{append(ring, ring[0])}
}

// zigzag is a polygon whose segments' boxes overlap each other all, though nothing crosses.
func zigzag(n int) orb.Polygon {
	ring := make(orb.Ring, 0, 2*n+3)
	for i := range n {
		shift := float64(i) / float64(n)
		ring = append(ring, orb.Point{20 + shift, 60.5}, orb.Point{29 + shift, 69})
	}
	return orb.Polygon{append(ring, orb.Point{31, 60}, orb.Point{20, 60}, ring[0])}
}

func TestDecodeGeoJSONGivesUpOnShapesMadeToBeSlow(t *testing.T) {
	start := time.Now()
	_, err := DecodeGeoJSON(EncodeGeoJSON(zigzag(MaxVertices/2-2), 10))
	var faults Faults
	if !errors.As(err, &faults) || !faults.Has(TooComplex) {
		t.Errorf("got %v, want %s", err, TooComplex)
	}
	t.Logf("given up after %v", time.Since(start))
	if _, err := DecodeGeoJSON(EncodeGeoJSON(zigzag(500), 10)); err != nil {
		t.Errorf("five hundred teeth: %v", err)
	}
}

func TestEncodeGeoJSON(t *testing.T) {
	tests := []struct {
		g        orb.Geometry
		decimals int
		want     string
	}{
		{nil, 7, `null`},
		{orb.Point{24.123456789, -0.00000001}, 7, `{"type":"Point","coordinates":[24.1234568,0]}`},
		{orb.Point{24.5, 61}, 2, `{"type":"Point","coordinates":[24.5,61]}`},
		{orb.Point{1e-7, 1e21}, 7, `{"type":"Point","coordinates":[0.0000001,1000000000000000000000]}`},
		{orb.MultiPoint{}, 7, `{"type":"MultiPoint","coordinates":[]}`},
		{orb.LineString{{1, 2}, {3, 4}}, 0, `{"type":"LineString","coordinates":[[1,2],[3,4]]}`},
		{orb.MultiLineString{{{1, 2}, {3, 4}}}, 0, `{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}`},
		{orb.Ring{{1, 2}, {3, 4}, {1, 2}}, 0, `{"type":"Polygon","coordinates":[[[1,2],[3,4],[1,2]]]}`},
		{orb.Bound{Min: orb.Point{1, 2}, Max: orb.Point{3, 4}}, 0, `{"type":"Polygon","coordinates":[[[1,2],[3,2],[3,4],[1,4],[1,2]]]}`},
		{orb.MultiPolygon{{{{1, 2}}}}, 0, `{"type":"MultiPolygon","coordinates":[[[[1,2]]]]}`},
		{orb.Collection{orb.Point{1, 2}, orb.Collection{}}, 0,
			`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"GeometryCollection","geometries":[]}]}`},
	}
	for _, test := range tests {
		if got := string(EncodeGeoJSON(test.g, test.decimals)); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

func FuzzDecodeGeoJSON(f *testing.F) {
	for _, seed := range []string{
		polygon(square(24, 61)), polygon(square(24, 61), square(24.002, 61.002)), `{"type":"Point","coordinates":[24,61]}`,
		`{"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[[24,61,0],[25,61]]}}`,
		`{"type":"FeatureCollection","features":[]}`, `{"type":"GeometryCollection","geometries":[{}]}`,
		`{"type":"Point","crs":{"type":"name","properties":{"name":"EPSG:3067"}},"coordinates":[385611,6672118]}`,
		`{"\u0074ype":"Point","coordinates":[2.4e1,61]}`, `{"a":"\"","type":"Point","coordinates":[24,61]}`, `{}`, `[]`, `"`, `{"type":[]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := DecodeGeoJSON(data)
		var faults Faults
		if err != nil {
			if !errors.As(err, &faults) || len(faults) == 0 || len(faults) > MaxFaults {
				t.Fatalf("an error that is not a list of faults: %v", err)
			}
			return
		}
		box := g.Bound()
		const slack = 1e-9
		if !Finland.Pad(slack).Contains(box.Min) || !Finland.Pad(slack).Contains(box.Max) {
			t.Fatalf("%s was taken and lies at %v", data, box)
		}
		if _, err := DecodeGeoJSON(EncodeGeoJSON(g, 15)); err != nil && !errors.As(err, &faults) {
			t.Fatal(err)
		}
	})
}

func BenchmarkDecodeGeoJSON(b *testing.B) {
	for _, n := range []int{1_000, MaxVertices - 1} {
		data := EncodeGeoJSON(star(n), Decimals)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := DecodeGeoJSON(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
