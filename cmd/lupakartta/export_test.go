package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lupakartta/demo/demotest"
)

func TestLayersExport(t *testing.T) {
	c := newCommandLine(t, demotest.Town(t))
	out := filepath.Join(t.TempDir(), "natura.gpkg")
	first := decodeOne[exported](t, c.want(exitOK, "layers", "export", "mallila_natura", "--out", out, "--json"))
	if first.Layer != "mallila_natura" || first.Format != "gpkg" || first.Features == 0 || first.Bytes == 0 || first.File != out {
		t.Errorf("told %+v", first)
	}
	said, err := exec.CommandContext(t.Context(), "ogrinfo", "-ro", "-so", "-al", out).CombinedOutput()
	if err != nil || !strings.Contains(string(said), "Feature Count: "+strconv.FormatInt(first.Features, 10)) {
		t.Errorf("ogrinfo: %v\n%s", err, said)
	}
	for name, begins := range map[string]string{"n.geojson": `{"type":"FeatureCollection"`, "n.csv": "source_id,"} {
		out := filepath.Join(filepath.Dir(out), name)
		if err := os.WriteFile(out, []byte("old"), 0o600); err != nil {
			t.Fatal(err)
		}
		c.want(exitOK, "layers", "export", "mallila_natura@"+strconv.FormatInt(first.Version, 10), "--out", out)
		if data, err := os.ReadFile(out); err != nil || !strings.HasPrefix(string(data), begins) {
			t.Errorf("%s begins with %.40q, error %v", name, data, err)
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(out)); err != nil || len(entries) != 3 {
		t.Errorf("left in the folder: %v, error %v", entries, err)
	}
	c.want(exitUsage, "layers", "export", "mallila_natura", "--out", "x.shp")
	c.want(exitUsage, "layers", "export", "mallila_natura@one", "--out", "x.gpkg")
	c.want(exitFailure, "layers", "export", "mallila_natura@999999", "--out", filepath.Join(t.TempDir(), "x.gpkg"))
	c.want(exitFailure, "layers", "export", "nothing", "--out", filepath.Join(t.TempDir(), "x.gpkg"))
}
