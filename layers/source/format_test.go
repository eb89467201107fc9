package source

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFormatIsDecidedFromContent(t *testing.T) {
	square := `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[23.7,61.4]}}]}`
	vrt := `<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>`
	tests := []struct {
		name, file, content string
		want                Format
	}{
		{"GeoJSON under a wrong name", "a.shp", square, FormatGeoJSON},
		{"with a byte order mark", "a.json", "\xef\xbb\xbf \n" + square, FormatGeoJSON},
		{"GML", "a.txt", `<?xml version="1.0"?><x:c xmlns:x="u" xmlns:gml="http://www.opengis.net/gml/3.2"/>`, FormatGML},
		{"a table", "a.csv", "id;x;y\n1;2;3\n", FormatCSV},
		{"a virtual format that reads other files", "a.gml", vrt, ""},
		{"entity expansion", "a.gml", `<!DOCTYPE a [<!ENTITY b "c">]><a xmlns:gml="http://www.opengis.net/gml">&b;</a>`, ""},
		{"an external entity", "a.gml", `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a xmlns:gml="http://www.opengis.net/gml">&b;</a>`, ""},
		{"JSON that is no map", "a.geojson", `{"type":"Topology"}`, ""},
		{"a JSON schema of a map", "a.json", `{"$schema":"x","properties":{"situationId":{},"trafficAnnouncementType":{}}}`, ""},
		{"an address in a file", "a.geojson", "/vsicurl/http://127.0.0.1/x.json", ""},
		{"empty", "a.gpkg", "", ""},
		{"SQLite that is no GeoPackage", "a.gpkg", "SQLite format 3\x00" + strings.Repeat("\x00", 100), ""},
		{"a truncated SQLite", "a.gpkg", "SQLite format 3\x00", ""},
		{"bytes", "a.shp", "\x00\x01\x02\x03", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := DetectFormat(put(t, tt.file, tt.content))
			if got != tt.want || (tt.want == "") != errors.Is(err, ErrFormat) {
				t.Errorf("format %q, error %v, want %q", got, err, tt.want)
			}
		})
	}
}

// put writes a file into a folder of the test's own and returns its path.
func put(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func FuzzDetect(f *testing.F) {
	f.Add([]byte(`{"type":"FeatureCollection"}`))
	f.Add([]byte(`<a xmlns="http://www.opengis.net/gml"/>`))
	f.Add([]byte("a;b\n1;2"))
	f.Fuzz(func(t *testing.T, head []byte) {
		format, err := detect(bytes.NewReader(head))
		if (format == "") == (err == nil) {
			t.Fatalf("format %q, error %v", format, err)
		}
	})
}
