package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/api"
	"lupakartta/demo/demotest"
	"lupakartta/internal/keys/keystest"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/internal/testlog"
	"lupakartta/layers"
)

// commandLine runs the program on one database, as a shell would.
type commandLine struct {
	t    *testing.T
	pool *pgxpool.Pool
}

func newCommandLine(t *testing.T, pool *pgxpool.Pool) commandLine {
	t.Helper()
	for _, setting := range os.Environ() {
		if name, _, _ := strings.Cut(setting, "="); strings.HasPrefix(name, "LUPAKARTTA_") && name != "LUPAKARTTA_TEST_DATABASE_URL" && name != testlog.Folder {
			t.Setenv(name, "")
			if err := os.Unsetenv(name); err != nil { // Setenv above puts it back
				t.Fatal(err)
			}
		}
	}
	return commandLine{t, pool}
}

// run returns the exit code and what was printed.
func (c commandLine) run(args ...string) (code int, stdout, stderr string) {
	c.t.Helper()
	var out, faults bytes.Buffer
	code = run(append([]string{"--database-url", testdb.URL(c.pool)}, args...), &out, &faults)
	_, _ = testlog.Writer().Write(faults.Bytes())
	return code, out.String(), faults.String()
}

// want runs a command that must end with that code, and returns standard output.
func (c commandLine) want(code int, args ...string) string {
	c.t.Helper()
	got, stdout, stderr := c.run(args...)
	if got != code {
		c.t.Fatalf("%s: exit code %d, want %d:\n%s%s", strings.Join(args, " "), got, code, stdout, stderr)
	}
	return stdout
}

// file writes a file of the test's own.
func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// points is a GeoJSON file of points, whose ids are their numbers.
func points(places ...[2]float64) string {
	var features []string
	for i, place := range places {
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"id":"p%d"},"geometry":{"type":"Point","coordinates":[%g,%g]}}`, i, place[0], place[1]))
	}
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

func decodeOne[T any](t *testing.T, text string) T {
	t.Helper()
	var value T
	decoder := json.NewDecoder(strings.NewReader(text))
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	if decoder.More() {
		t.Errorf("more than one object: %s", text)
	}
	return value
}

func TestCheckCommandPrintsWhatTheAPIAnswers(t *testing.T) {
	pool := demotest.Town(t)
	c := newCommandLine(t, pool)
	const square = `{"type":"Polygon","coordinates":[[[26.61,62.41],[26.62,62.41],[26.62,62.415],[26.61,62.41]]]}`
	for _, test := range []struct{ name, geometry, geoJSON string }{
		{"degrees", "POINT(26.62 62.415)", `{"type":"Point","coordinates":[26.62,62.415]}`},
		{"GeoJSON", square, square},
		{"a file", "@" + file(t, "place.json", "\ufeff"+square+"\n"), square},
		{"a file of WKT", "@" + file(t, "place.wkt", "POINT(26.62 62.415)\n"), `{"type":"Point","coordinates":[26.62,62.415]}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := c.want(exitOK, "check", "--geometry", test.geometry, "--lang", "sv", "--json")
			if want := askChecks(t, pool, test.geoJSON, "sv"); compact(t, got) != compact(t, want) {
				t.Errorf("the command prints\n%.600s\nand the API answers\n%.600s", compact(t, got), compact(t, want))
			}
		})
	}
	t.Run("metres", func(t *testing.T) {
		answer := decodeOne[struct{ Findings []map[string]any }](t, c.want(exitOK, "check", "--geometry", "SRID=3067;POINT(480000 6920000)", "--json"))
		if len(answer.Findings) == 0 {
			t.Error("no findings")
		}
	})
	t.Run("answers", func(t *testing.T) {
		type finding struct{ Rule, Status string }
		answer := decodeOne[struct {
			Findings []finding
			Unasked  []finding
			Unread   []string
		}](t, c.want(exitOK, "check", "--geometry", "POINT(480000 6920000)", "--json", "--answer", "kind=explosives_store", "--answer", "hazard_division=1.1",
			"--answer", "fragments=false", "--answer", "earth_covered=false", "--answer", "explosives_kg=1000", "--answer", "colour=red, or so"))
		if !slices.Contains(answer.Findings, finding{"explosives_c_building", "found"}) || len(answer.Unasked) > 0 || !slices.Equal(answer.Unread, []string{"colour"}) {
			t.Errorf("an explosives store in the town: %+v", answer)
		}
	})
	t.Run("for people", func(t *testing.T) {
		out := c.want(exitOK, "check", "--geometry", "POINT(480000 6920000)")
		if !strings.HasPrefix(out, "SEVERITY") || !strings.Contains(out, "earth_covered") {
			t.Errorf("printed %.200s, want findings and what waits for answers", out)
		}
	})
}

// askChecks posts the place to the API over the same database.
func askChecks(t *testing.T, pool *pgxpool.Pool, geometry, lang string) string {
	t.Helper()
	store := layers.NewStore(pool)
	config := api.Config{Pool: pool, Personal: testdb.As(t, pool, pg.PersonalRole), Keys: keystest.New(t), Layers: store, Catalogue: layers.NewCatalogue(store, layers.LiveLayers()...), Version: "test", Log: testlog.Logger()}
	if err := config.Catalogue.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	server, err := api.New(config)
	if err != nil {
		t.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodPost, "/api/v1/checks?lang="+lang, strings.NewReader(`{"geometry":`+geometry+`}`))
	request.Header.Set("Content-Type", "application/json")
	answer := httptest.NewRecorder()
	server.Handler().ServeHTTP(answer, request)
	if answer.Code != http.StatusOK {
		t.Fatalf("the API answers %d %s", answer.Code, answer.Body)
	}
	return answer.Body.String()
}

// compact is the JSON with its members in one order and no space.
func compact(t *testing.T, text string) string {
	t.Helper()
	data, err := json.Marshal(decodeOne[any](t, text))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestLayersCommands(t *testing.T) {
	c := newCommandLine(t, testdb.New(t))
	importing := func(content string, more ...string) []string {
		return append([]string{"layers", "import", file(t, "springs.geojson", content), "--id", "springs", "--theme", "groundwater", "--key", "id", "--json"}, more...)
	}
	report := decodeOne[map[string]any](t, c.want(exitOK, importing(points([2]float64{26.62, 62.41}))...))
	members := []string{"bbox", "imported", "layer", "read", "refused", "repaired", "seconds", "source_crs", "version", "warnings"}
	for _, member := range members {
		if _, there := report[member]; !there {
			t.Errorf("no member %s in %v", member, report)
		}
	}
	if report["layer"] != "springs" || report["read"] != 1.0 || report["imported"] != 1.0 || report["source_crs"] != "EPSG:4326" {
		t.Errorf("report %v", report)
	}
	list := func(more ...string) []layerLine {
		return decodeOne[struct{ Items []layerLine }](t, c.want(exitOK, append([]string{"layers", "list", "--json"}, more...)...)).Items
	}
	if lines := list(); len(lines) != 0 {
		t.Errorf("listed before anything is published: %v", lines)
	}
	first := decodeOne[layers.Report](t, c.want(exitOK, importing(points([2]float64{26.62, 62.41}), "--publish")...)).Version
	second := decodeOne[layers.Report](t, c.want(exitOK, importing(points([2]float64{26.62, 62.41}, [2]float64{26.63, 62.41}), "--publish")...)).Version
	if lines := list(); len(lines) != 1 || lines[0].Version != second || lines[0].FeatureCount != 2 || lines[0].State != layers.Published {
		t.Errorf("listed %+v, want version %d", lines, second)
	}
	if lines := list("--all"); len(lines) != 3 || lines[2].State != layers.Waiting {
		t.Errorf("with --all: %+v, want the published one, the one before and the one that waits", lines)
	}
	if out := c.want(exitOK, "layers", "list"); !strings.HasPrefix(out, "LAYER") || !strings.Contains(out, "springs") {
		t.Errorf("printed %s", out)
	}
	if line := decodeOne[layerLine](t, c.want(exitOK, "layers", "rollback", "springs", "--json")); line.Version != first || line.State != layers.Published {
		t.Errorf("rolled back to %+v, want version %d", line, first)
	}
	t.Run("nothing imported", func(t *testing.T) {
		report := decodeOne[layers.Report](t, c.want(exitFailure, importing(points([2]float64{2, 48}), "--publish")...))
		if report.Read != 1 || report.Imported != 0 || len(report.Refused) != 1 {
			t.Errorf("report %+v", report)
		}
		if lines := list(); len(lines) != 1 || lines[0].Version != first {
			t.Errorf("listed %+v afterwards, want version %d as before", lines, first)
		}
	})
	t.Run("a dry run", func(t *testing.T) {
		before := len(list("--all"))
		report := decodeOne[layers.Report](t, c.want(exitOK, importing(points([2]float64{26.62, 62.41}), "--publish", "--dry-run")...))
		if !report.DryRun || report.Version != 0 || report.Imported != 1 {
			t.Errorf("report %+v", report)
		}
		if after := len(list("--all")); after != before {
			t.Errorf("%d versions afterwards, %d before", after, before)
		}
	})
	t.Run("nothing to roll back to", func(t *testing.T) {
		if code, _, stderr := c.run("layers", "rollback", "nowhere"); code != exitFailure || stderr == "" {
			t.Errorf("exit code %d: %s", code, stderr)
		}
	})
}

// What is wrong with the arguments is told before a database is opened: here is none.
func TestImportCommandChecksItsArguments(t *testing.T) {
	here := file(t, "springs.geojson", points([2]float64{26.62, 62.41}))
	recipe := func(content string) string { return file(t, "recipe.json", content) }
	const sound = `{"id":"springs","theme":"groundwater","title":{"fi":"a","sv":"a","en":"a"},"publisher":{},"attribution":"a","licence":"a",
		"file":{%s},"coverage":{"kind":"none"},"style":{}}`
	for _, test := range []struct {
		name string
		args []string
		want string
	}{
		{"unknown theme", []string{here, "--id", "springs", "--theme", "weather"}, `theme "weather"`},
		{"bad id", []string{here, "--id", "My Springs", "--theme", "groundwater"}, `id "My Springs"`},
		{"unknown theme of an address", []string{"http://127.0.0.1:1/springs.geojson", "--id", "springs", "--theme", "weather"}, `theme "weather"`},
		{"no such file", []string{"/nowhere/springs.geojson", "--id", "springs", "--theme", "groundwater"}, "no such file"},
		{"no recipe fits", []string{here}, "no recipe matches"},
		{"no such reference system", []string{here, "--id", "springs", "--theme", "groundwater", "--crs", "TM35"}, "want EPSG:number"},
		{"no such recipe", []string{here, "--recipe", "/nowhere.json"}, "no such file"},
		{"misspelt member", []string{here, "--recipe", recipe(fmt.Sprintf(sound, `"were":{"attribute":"kind","in":["1"]}`))}, "were"},
		{"two recipes in a file", []string{here, "--recipe", recipe(fmt.Sprintf(sound, "") + "{}")}, "after its end"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			args := append([]string{"--database-url", "postgres://nobody@127.0.0.1:1/none", "layers", "import"}, test.args...)
			if code := run(args, &stdout, &stderr); code != exitUsage || !strings.Contains(stderr.String(), test.want) {
				t.Errorf("exit code %d and %q, want %d and %q", code, &stderr, exitUsage, test.want)
			}
		})
	}
	t.Run("a sound recipe", func(t *testing.T) {
		c := newCommandLine(t, testdb.New(t))
		report := decodeOne[layers.Report](t, c.want(exitOK, "layers", "import", here, "--recipe", recipe(fmt.Sprintf(sound, "")), "--json"))
		if report.Imported != 1 {
			t.Errorf("report %+v", report)
		}
	})
}

func TestMigrateCommand(t *testing.T) {
	c := newCommandLine(t, testdb.New(t))
	answer := decodeOne[map[string]int](t, c.want(exitOK, "migrate", "--json"))
	if answer["schema"] < 1 {
		t.Errorf("schema %v", answer)
	}
	if out := c.want(exitOK, "migrate"); out != fmt.Sprintf("schema %d\n", answer["schema"]) {
		t.Errorf("printed %q", out)
	}
}

func TestVersionCommand(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run([]string{"version", "--json"}, &stdout, &stderr); code != exitOK || decodeOne[map[string]string](t, stdout.String())["version"] == "" {
		t.Errorf("exit code %d: %s", code, &stdout)
	}
}

// The town is there already: what is tested is that the command sees so, and what it loads beside it.
func TestDemoCommands(t *testing.T) {
	pool := demotest.Town(t)
	c := newCommandLine(t, pool)
	published := func() map[string]bool {
		found := map[string]bool{}
		for _, line := range decodeOne[struct{ Items []layerLine }](t, c.want(exitOK, "layers", "list", "--json")).Items {
			found[line.Layer] = true
		}
		return found
	}
	before := published()
	type loaded struct {
		Size       string
		Seed       uint64
		RealLayers int `json:"real_layers"`
	}
	if got := decodeOne[loaded](t, c.want(exitOK, "demo", "load", "--real-data", "none", "--json")); got != (loaded{"town", 1, 0}) {
		t.Errorf("printed %+v", got)
	}
	if after := published(); !maps.Equal(before, after) {
		t.Errorf("published %v, before %v", after, before)
	}
	stops := file(t, "tampere_gtfs_stops.csv", "stop_id,stop_name,stop_lat,stop_lon\n1,Keskustori,61.498,23.761\n")
	t.Run("registers' files beside the town", func(t *testing.T) {
		if got := decodeOne[loaded](t, c.want(exitOK, "demo", "load", "--real-data", filepath.Dir(stops), "--json")); got.RealLayers != 1 {
			t.Errorf("printed %+v", got)
		}
		if !published()["nysse_stops"] {
			t.Error("the stops are not published")
		}
	})
	t.Run("the folder from the environment", func(t *testing.T) {
		t.Setenv("LUPAKARTTA_REAL_DATA", filepath.Dir(stops))
		if got := decodeOne[loaded](t, c.want(exitOK, "demo", "load", "--json")); got.RealLayers != 0 {
			t.Errorf("%d layers are new, want none: the file has not changed", got.RealLayers)
		}
	})
	t.Run("a file that cannot be read", func(t *testing.T) {
		broken := file(t, "tampere_gtfs_stops.csv", "nothing,of,the,kind\n1,2,3,4\n")
		if code, _, stderr := c.run("demo", "load", "--real-data", filepath.Dir(broken)); code != exitFailure || !strings.Contains(stderr, "nysse_stops") {
			t.Errorf("exit code %d: %s", code, stderr)
		}
	})
	t.Run("reset", func(t *testing.T) {
		if got := decodeOne[map[string]bool](t, c.want(exitOK, "demo", "reset", "--json")); !got["reset"] {
			t.Errorf("printed %v", got)
		}
		if left := published(); !maps.Equal(left, map[string]bool{"nysse_stops": true}) {
			t.Errorf("published afterwards: %v, want what is not the demo's", left)
		}
	})
}
