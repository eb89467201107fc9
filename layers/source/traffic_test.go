package source

import (
	"encoding/json"
	"os"
	"path/filepath"
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
		if err := flattenTraffic(from, to); err != nil {
			return
		}
		out, err := os.ReadFile(to)
		if err != nil || !json.Valid(out) {
			t.Fatalf("%q became %q, error %v", data, out, err)
		}
	})
}
