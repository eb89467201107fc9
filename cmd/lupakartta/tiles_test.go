package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lupakartta/demo/demotest"
	"lupakartta/layers"
	"lupakartta/tiles"
	"lupakartta/tiles/pmtiles/pmtilestest"
)

func TestTilesExport(t *testing.T) {
	c := newCommandLine(t, demotest.Town(t))
	out := filepath.Join(t.TempDir(), "natura.pmtiles")
	if err := os.WriteFile(out, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	first := decodeOne[archived](t, c.want(exitOK, "tiles", "export", "--layer", "mallila_natura", "--layer", "mallila_venue,mallila_transit", "--out", out, "--max-zoom", "13", "--json"))
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	got := pmtilestest.Read(t, data)
	if first.Bytes != int64(len(data)) || first.Tiles != int64(len(got.Tiles)) || len(first.Layers) != 3 || first.Layers[0].Version == 0 || got.Header.MaxZoom != 13 {
		t.Errorf("told %+v of %d bytes with %+v", first, len(data), got.Header)
	}
	if name, _ := got.Metadata["name"].(string); !strings.HasPrefix(name, "Natura 2000 -alueet, ") {
		t.Errorf("name %q", name)
	}
	for name, args := range map[string][]string{
		"no layer":           {"--out", out},
		"no such layer":      {"--layer", "My Springs", "--out", out},
		"a layer twice":      {"--layer", "mallila_natura,mallila_natura@3", "--out", out},
		"zooms upside down":  {"--layer", "mallila_natura", "--out", out, "--min-zoom", "9", "--max-zoom", "8"},
		"too deep":           {"--layer", "mallila_natura", "--out", out, "--max-zoom", "21"},
		"half a box":         {"--layer", "mallila_natura", "--out", out, "--bbox", "26,62"},
		"a box in Spain":     {"--layer", "mallila_natura", "--out", out, "--bbox", "-4,40,-3,41"},
		"a box of no number": {"--layer", "mallila_natura", "--out", out, "--bbox", "NaN,62,27,63"},
	} {
		t.Run(name, func(t *testing.T) { c.want(exitUsage, append([]string{"tiles", "export"}, args...)...) })
	}
	for name, args := range map[string][]string{
		"not published":    {"--layer", "nothing", "--out", out},
		"no such version":  {"--layer", "mallila_natura@999999", "--out", out},
		"nothing there":    {"--layer", "mallila_natura", "--out", out, "--bbox", "20,60,20.1,60.1", "--min-zoom", "12"},
		"no such folder":   {"--layer", "mallila_natura", "--out", filepath.Join(out, "x.pmtiles")},
		"a folder's place": {"--layer", "mallila_natura", "--out", filepath.Dir(out)},
	} {
		t.Run(name, func(t *testing.T) { c.want(exitFailure, append([]string{"tiles", "export"}, args...)...) })
	}
	left, err := os.ReadDir(filepath.Dir(out))
	if err != nil || len(left) != 1 {
		t.Errorf("left in the folder: %v, error %v", left, err)
	}
	if after, err := os.ReadFile(out); err != nil || string(after) != string(data) {
		t.Errorf("the archive is not what it was: %d bytes, error %v", len(after), err)
	}
}

// TestTilesExportInterrupted ends the command under way: nothing is left of it, and what was there stays.
func TestTilesExportInterrupted(t *testing.T) {
	pool := demotest.Town(t)
	version, err := versionOf(t.Context(), layers.NewStore(pool), "mallila_natura", 0)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "natura.pmtiles")
	if err := os.WriteFile(out, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	under := 0
	options := tiles.ArchiveOptions{MaxZoom: 16, Progress: func(tiles.ArchiveProgress) {
		entries, _ := os.ReadDir(filepath.Dir(out))
		under = max(under, len(entries))
		cancel()
	}}
	command := tilesExportCommand{Out: out}
	if _, err := command.write(ctx, tiles.NewSource(pool, tiles.Options{}), []layers.Version{version}, options); !errors.Is(err, context.Canceled) || under != 2 {
		t.Errorf("ended with %v, %d entries in the folder under way", err, under)
	}
	left, err := os.ReadDir(filepath.Dir(out))
	if data, _ := os.ReadFile(out); err != nil || len(left) != 1 || string(data) != "old" {
		t.Errorf("left in the folder: %v with %q, error %v", left, data, err)
	}
}

func TestArchiveLine(t *testing.T) {
	got := archiveLine(tiles.ArchiveProgress{Zoom: 14, Done: 2500, Most: 10000}, 2*time.Second)
	if want := "[######------------------] zoom 14, 2500 of 10000 tiles, 1250/s, 6s left"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
