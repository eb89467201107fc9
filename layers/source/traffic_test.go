package source

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func FuzzTraffic(f *testing.F) {
	f.Add([]byte(`{"dataUpdatedTime":"2026-01-01T00:00:00Z","features":[{"geometry":null,"properties":{"situationId":"GUID1","announcements":[{"language":"FI","title":"Tie 1.","roadWorkPhases":[{"worktypes":[{"description":"x"}],"severity":"high"}]}]}}]}`))
	f.Add([]byte(`{"features":[{"properties":{"situationId":"a","announcements":null}},{}]}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		folder := t.TempDir()
		from, to := filepath.Join(folder, "from"), filepath.Join(folder, "to")
		if err := os.WriteFile(from, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := flattenTraffic(from, to, Limits{}.orDefaults()); err != nil {
			return
		}
		out, err := os.ReadFile(to)
		if err != nil || !json.Valid(out) {
			t.Fatalf("%q became %q, error %v", data, out, err)
		}
	})
}

// Digitraffic's other collections begin like its announcements.
func TestOnlyAnnouncementsAreTraffic(t *testing.T) {
	collection := func(features string) string {
		return `{"type":"FeatureCollection","dataUpdatedTime":"2026-01-01T00:00:00Z","features":[` + features + `]}`
	}
	const point = `"geometry":{"type":"Point","coordinates":[24.9,60.2]}`
	long := strings.Repeat("[24.9,60.2],", 10_000) + "[24.9,60.3]"
	for name, test := range map[string]struct {
		content string
		format  Format
		want    string // of the first row, or of the error
	}{
		"a camera":                     {collection(`{"type":"Feature","id":"C1",` + point + `,"properties":{"name":"kt51"}}`), FormatGeoJSON, `"name":"kt51"`},
		"an announcement":              {collection(`{"type":"Feature",` + point + `,"properties":{"situationId":"GUID1"}}`), FormatTraffic, `"situationId":"GUID1"`},
		"one of a long road":           {collection(`{"type":"Feature","geometry":{"type":"LineString","coordinates":[` + long + `]},"properties":{"situationId":"GUID1"}}`), FormatTraffic, `"situationId":"GUID1"`},
		"none":                         {collection(""), FormatTraffic, ""},
		"one that breaks off":          {strings.TrimSuffix(collection(`{"type":"Feature",`+point+`,"properties":{"situationId":"a"}}`), "]}"), FormatTraffic, "traffic announcements: it ends early"},
		"something after its end":      {collection(`{"type":"Feature",`+point+`,"properties":{"situationId":"a"}}`) + "{}", FormatTraffic, "more after its end"},
		"one that does not say its id": {collection(`{"type":"Feature",` + point + `,"properties":{"situationId":"a"}},{"type":"Feature",` + point + `,"properties":{"name":"b"}}`), FormatTraffic, "number 2 has no situationId"},
	} {
		path := put(t, "a.json", test.content)
		format, err := DetectFormat(path)
		if err != nil || format != test.format {
			t.Errorf("%s: %s, error %v", name, format, err)
		}
		rows, _, _, err := readFile(path, Options{})
		if got := strings.Join(rows, "") + fmt.Sprint(err); !strings.Contains(got, test.want) {
			t.Errorf("%s: read %.300s, want %s", name, got, test.want)
		}
	}
}

// Announcements are read one by one: only a single one may be too large.
func TestTrafficIsNotReadWhole(t *testing.T) {
	one := `{"type":"Feature","geometry":{"type":"Point","coordinates":[24.9,60.2]},"properties":{"situationId":"a","announcements":[{"language":"FI","title":"` + strings.Repeat("x", 1000) + `"}]}}`
	read := func(content string) (int, error) {
		s, err := Open(put(t, "a.json", content), Limits{Feature: 20_000})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		rows, _, _, err := readSource(s, Options{})
		return len(rows), err
	}
	collection := `{"type":"FeatureCollection","dataUpdatedTime":"2026-01-01T00:00:00Z","features":[` + one
	if n, err := read(collection + strings.Repeat(","+one, 99) + "]}"); n != 100 || err != nil {
		t.Errorf("%d of 100 small ones, error %v", n, err)
	}
	if n, err := read(collection + "," + strings.Replace(one, "x", strings.Repeat("x", 100_000), 1) + "]}"); !errors.Is(err, ErrLimit) {
		t.Errorf("one of 100 kB where 20 are allowed: %d read, error %v", n, err)
	}
}
