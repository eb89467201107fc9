package geo

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

const micrometre = 1e-6 // metres

func TestFromLonLatKnownPlaces(t *testing.T) {
	// Computed with PROJ 9.1.1.
	tests := []struct {
		name   string
		crs    CRS
		lonLat orb.Point
		want   orb.Point
	}{
		{"Helsinki in TM35FIN", TM35FIN, orb.Point{24.9384, 60.1699}, orb.Point{385611.316685, 6672118.380202}},
		{"Tampere in TM35FIN", TM35FIN, orb.Point{23.7610, 61.4978}, orb.Point{327614.161283, 6822520.317021}},
		{"on the central meridian", TM35FIN, orb.Point{27, 65}, orb.Point{500000, 7208454.581541}},
		{"null island's meridian in Mercator", Mercator, orb.Point{0, 0}, orb.Point{0, 0}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := test.crs.FromLonLat(test.lonLat)
			if math.Abs(got[0]-test.want[0]) > micrometre || math.Abs(got[1]-test.want[1]) > micrometre {
				t.Errorf("got %.6f, want %.6f", got, test.want)
			}
		})
	}
}

func TestReferenceVectors(t *testing.T) {
	file, err := os.Open(filepath.Join("..", "..", "shared", "reference", "crs_vectors.csv"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("the reference vectors are not beside the repository: %v", err)
	}
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	number := func(s string) float64 {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	checked, worst := 0, 0.0
	for _, row := range rows[1:] {
		code, _ := strconv.Atoi(row[0])
		crs := CRS(code)
		if !crs.Known() {
			continue // EPSG:3035 serves statistics and is not among ours
		}
		lonLat := orb.Point{number(row[2]), number(row[3])}
		want := orb.Point{number(row[4]), number(row[5])}
		got := crs.FromLonLat(lonLat)
		off := max(math.Abs(got[0]-want[0]), math.Abs(got[1]-want[1]))
		worst = max(worst, off)
		if off > micrometre {
			t.Errorf("%s %s: got %.6f, want %.6f", crs, row[1], got, want)
		}
		back := crs.ToLonLat(want)
		if max(math.Abs(back[0]-lonLat[0]), math.Abs(back[1]-lonLat[1])) > 3e-11 { // about a micrometre and a half
			t.Errorf("%s %s back: got %.12f, want %.12f", crs, row[1], back, lonLat)
		}
		checked++
	}
	if checked < 200 {
		t.Errorf("checked %d vectors, want at least 200", checked)
	}
	t.Logf("%d vectors, worst %.1e m", checked, worst)
}

func drawLonLat(t *rapid.T) orb.Point {
	return orb.Point{
		rapid.Float64Range(Finland.Min[0], Finland.Max[0]).Draw(t, "lon"),
		rapid.Float64Range(Finland.Min[1], Finland.Max[1]).Draw(t, "lat"),
	}
}

func drawCRS(t *rapid.T) CRS {
	systems := []CRS{CRS84, TM35FIN, Mercator}
	for crs := GK19; crs <= GK31; crs++ {
		systems = append(systems, crs)
	}
	return rapid.SampledFrom(systems).Draw(t, "crs")
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, crs := drawLonLat(t), drawCRS(t)
		back := crs.ToLonLat(crs.FromLonLat(p))
		if max(math.Abs(back[0]-p[0]), math.Abs(back[1]-p[1])) > 1e-12 {
			t.Fatalf("%s: %.15f came back as %.15f", crs, p, back)
		}
	})
}

func TestTransformLeavesItsInputAlone(t *testing.T) {
	line := orb.LineString{{24.9, 60.1}, {25, 60.2}}
	got := Transform(line, CRS84, TM35FIN).(orb.LineString)
	if line[0] != (orb.Point{24.9, 60.1}) {
		t.Errorf("the input became %v", line)
	}
	if got[0] != ToTM35FIN(line[0]) || got[1] != ToTM35FIN(line[1]) {
		t.Errorf("got %v", got)
	}
}

func TestParseCRS(t *testing.T) {
	tests := map[string]CRS{
		"EPSG:3067": TM35FIN, "epsg:3067": TM35FIN, "3067": TM35FIN, "urn:ogc:def:crs:EPSG::3067": TM35FIN,
		"urn:ogc:def:crs:EPSG:9.9:3879": 3879, "http://www.opengis.net/def/crs/EPSG/0/3067": TM35FIN,
		"https://www.opengis.net/def/crs/EPSG/0/3857": Mercator, "http://www.opengis.net/gml/srs/epsg.xml#3885": GK31,
		"urn:ogc:def:crs:OGC:1.3:CRS84": CRS84, "urn:ogc:def:crs:OGC::CRS84": CRS84, "EPSG:4326": CRS84, "EPSG:4258": CRS84,
		"http://www.opengis.net/def/crs/OGC/1.3/CRS84": CRS84, "CRS84": CRS84, "OGC:CRS84": CRS84,
	}
	for name, want := range tests {
		if got, err := ParseCRS(name); err != nil || got != want {
			t.Errorf("%q: got %v, %v, want %v", name, got, err, want)
		}
	}
	for _, name := range []string{"", "EPSG:", "EPSG:3035", "EPSG:2393", "EPSG:30670", "3067; drop", "urn:ogc:def:crs:EPSG::", "WGS84"} {
		if got, err := ParseCRS(name); err == nil {
			t.Errorf("%q: got %v, want an error", name, got)
		}
	}
}

func BenchmarkToTM35FIN(b *testing.B) {
	for b.Loop() {
		ToTM35FIN(orb.Point{24.9384, 60.1699})
	}
}

func BenchmarkToLonLat(b *testing.B) {
	for b.Loop() {
		ToLonLat(orb.Point{385611.3, 6672118.4})
	}
}
