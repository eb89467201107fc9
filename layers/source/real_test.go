package source

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"lupakartta/internal/testfiles"
)

// listed are the paths in the first column of the table in SOURCES.md.
var listed = regexp.MustCompile(`(?m)^\| ([a-z]+/[^ |]+\S*) \|`)

// TestEveryRealFile reads every layer of every file that the list of sources names, and counts it against ogrinfo, or
// against the file where only we can read it.
func TestEveryRealFile(t *testing.T) {
	dir := testfiles.Real(t)
	text, err := os.ReadFile(filepath.Join(dir, "SOURCES.md"))
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for _, m := range listed.FindAllStringSubmatch(string(text), -1) {
		pattern := strings.Replace(m[1], "…", "*", 1)
		if strings.Contains(pattern, "*") && !strings.HasSuffix(pattern, ".zip") {
			pattern = strings.TrimSuffix(strings.TrimSuffix(pattern, ".json"), ".shp")
		}
		if !strings.Contains(pattern, ".") && !strings.Contains(pattern, "roadworks/") {
			pattern = filepath.Dir(pattern) // a folder that is one layer
		}
		paths, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil || len(paths) == 0 {
			t.Errorf("%s: no files, error %v", m[1], err)
		}
		for _, path := range paths {
			files++
			checkRealFile(t, path)
		}
	}
	if files < 25 {
		t.Errorf("only %d files were read", files)
	}
}

func checkRealFile(t *testing.T, path string) {
	s, err := Open(path, Limits{})
	if err != nil {
		if strings.Contains(path, "JSONMessage") { // a schema lies beside the announcements
			return
		}
		t.Error(err)
		return
	}
	defer s.Close()
	layers, err := s.Layers(t.Context())
	if err != nil || len(layers) == 0 {
		t.Errorf("%s: %d layers, error %v", s.Name, len(layers), err)
	}
	for _, layer := range layers {
		o := Options{Layer: layer.Name}
		if layer.Format == FormatCSV {
			o = columnsOf(t, path)
		}
		rows, _, _, err := readSource(s, o)
		want := countOf(t, s, path, layer)
		if err != nil || len(rows) != want || layer.Features >= 0 && int(layer.Features) != want {
			t.Errorf("%s, %s: read %d, told %d, want %d, error %v", s.Name, layer.Name, len(rows), layer.Features, want, err)
		}
	}
}

// columnsOf are the columns of coordinates that a table's recipe names.
func columnsOf(t testing.TB, path string) Options {
	t.Helper()
	recipes, err := filepath.Glob(filepath.Join("..", "recipes", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range recipes {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var recipe struct {
			File struct{ Match, CRS, Encoding, X, Y string }
		}
		if err := json.Unmarshal(data, &recipe); err == nil && recipe.File.X != "" && recipe.File.Match == filepath.Base(path) {
			return Options{X: recipe.File.X, Y: recipe.File.Y, CRS: recipe.File.CRS, Encoding: recipe.File.Encoding}
		}
	}
	return Options{}
}

// countOf is how many features GDAL finds without us.
func countOf(t testing.TB, s *Source, path string, layer Layer) int {
	t.Helper()
	if layer.Format == FormatTraffic {
		data, err := os.ReadFile(path)
		var messages struct{ Features []json.RawMessage }
		if err == nil {
			err = json.Unmarshal(data, &messages)
		}
		if err != nil {
			t.Fatal(err)
		}
		return len(messages.Features)
	}
	if s.pages {
		return len(s.members)
	}
	args := []string{"-ro", "-so", "-al", path}
	if s.archive != nil {
		args[3] = "/vsizip/" + path + "/" + layer.Name + ".shp"
	} else if layer.Format.multiLayer() {
		args = []string{"-ro", "-so", path, layer.Name}
	}
	out, err := exec.CommandContext(t.Context(), "ogrinfo", args...).Output()
	if err != nil {
		t.Fatalf("ogrinfo %v: %v", args, err)
	}
	_, rest, _ := strings.Cut(string(out), "Feature Count: ")
	count, _, _ := strings.Cut(rest, "\n")
	n, err := strconv.Atoi(count)
	if err != nil {
		t.Fatalf("ogrinfo %v: %q", args, out)
	}
	return n
}
