package export_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/demo/demotest"
	"lupakartta/internal/testdb"
	"lupakartta/internal/testfiles"
	"lupakartta/layers"
	"lupakartta/layers/export"
)

// measures are what a round trip must keep.
type measures struct {
	count int64
	box   [4]float64
	area  float64
}

func measure(t *testing.T, pool *pgxpool.Pool, v layers.Version) measures {
	t.Helper()
	var m measures
	if err := pool.QueryRow(t.Context(), `select count(*), min(st_xmin(geom)), min(st_ymin(geom)), max(st_xmax(geom)), max(st_ymax(geom)),
		sum(st_area(geom) order by source_id) from `+v.Table()).Scan(&m.count, &m.box[0], &m.box[1], &m.box[2], &m.box[3], &m.area); err != nil {
		t.Fatal(err)
	}
	return m
}

func near(got, want float64) bool { return math.Abs(got-want) <= 1e-9*math.Max(1, math.Abs(want)) }

func (m measures) like(other measures) bool {
	for i := range m.box {
		if !near(m.box[i], other.box[i]) {
			return false
		}
	}
	return m.count == other.count && near(m.area, other.area)
}

var (
	countLine  = regexp.MustCompile(`Feature Count: (\d+)`)
	extentLine = regexp.MustCompile(`Extent: \(([-0-9.]+), ([-0-9.]+)\) - \(([-0-9.]+), ([-0-9.]+)\)`)
)

// ogrinfo is what GDAL says of the file.
func ogrinfo(t *testing.T, name, layer string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "ogrinfo", "-ro", "-so", "-al", name, layer).CombinedOutput()
	if err != nil {
		t.Fatalf("ogrinfo: %v\n%s", err, out)
	}
	return string(out)
}

// checkByGDAL compares the file with the version: GDAL prints bounds to a micrometre.
func checkByGDAL(t *testing.T, name string, v layers.Version, want measures) {
	t.Helper()
	said := ogrinfo(t, name, v.Layer)
	count := countLine.FindStringSubmatch(said)
	extent := extentLine.FindStringSubmatch(said)
	if count == nil || extent == nil || regexp.MustCompile(`(?m)^(Warning|ERROR) [0-9]+:`).MatchString(said) {
		t.Fatalf("%s: ogrinfo says\n%s", v.Layer, said)
	}
	if count[1] != strconv.FormatInt(want.count, 10) {
		t.Errorf("%s: ogrinfo counts %s, want %d", v.Layer, count[1], want.count)
	}
	for i, side := range extent[1:] {
		got, err := strconv.ParseFloat(side, 64)
		if err != nil || math.Abs(got-want.box[i]) > 1e-6 {
			t.Errorf("%s: ogrinfo says side %d is %s, want %.6f", v.Layer, i, side, want.box[i])
		}
	}
}

// roundTrip exports a version, imports the file again, and compares.
func roundTrip(t *testing.T, pool *pgxpool.Pool, v layers.Version) {
	t.Helper()
	ctx := t.Context()
	name := filepath.Join(t.TempDir(), export.FileName(v, export.GeoPackage))
	if err := export.New(pool).WriteGeoPackage(ctx, name, v, export.Options{}); err != nil {
		t.Fatal(err)
	}
	want := measure(t, pool, v)
	checkByGDAL(t, name, v, want)
	recipe := v.Recipe
	recipe.ID, recipe.Key, recipe.KeyWith = "again", "source_id", nil
	recipe.File, recipe.Coverage = layers.FileRecipe{Layer: v.Layer}, layers.Coverage{Kind: layers.CoverNone}
	store := layers.NewStore(pool)
	reports, err := store.Import(ctx, layers.ImportOptions{Path: name, Recipe: &recipe})
	if err != nil {
		t.Fatalf("%s: %v", v.Layer, err)
	}
	again, err := store.Version(ctx, reports[0].Version)
	if err != nil {
		t.Fatal(err)
	}
	if got := measure(t, pool, again); !got.like(want) {
		t.Errorf("%s: came back as %+v, want %+v", v.Layer, got, want)
	}
	var lost, changed int
	if err := pool.QueryRow(ctx, fmt.Sprintf(`select count(*) filter (where b.source_id is null or not st_equals(a.geom, b.geom)),
		count(*) filter (where exists (select from jsonb_each(a.attributes) x where x.value <> 'null' and b.attributes->x.key is distinct from x.value
			and jsonb_typeof(x.value) not in ('array', 'object') and x.value #>> '{}' !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T' and x.value <> '""'
			and x.value #>> '{}' = rtrim(x.value #>> '{}', E' \t\r\n')))
		from %s a left join %s b using (source_id)`, v.Table(), again.Table())).Scan(&lost, &changed); err != nil {
		t.Fatal(err)
	}
	if lost > 0 || changed > 0 {
		t.Errorf("%s: %d places and attributes of %d features did not come back", v.Layer, lost, changed)
	}
	if len(reports[0].Refused)+len(reports[0].Repaired) > 0 {
		t.Errorf("%s: came back with %d refused and %d repaired", v.Layer, len(reports[0].Refused), len(reports[0].Repaired))
	}
}

func published(t *testing.T, pool *pgxpool.Pool) []layers.Version {
	t.Helper()
	catalogue := layers.NewCatalogue(layers.NewStore(pool))
	if err := catalogue.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	var versions []layers.Version
	for _, l := range catalogue.Layers() {
		versions = append(versions, l.Version)
	}
	return versions
}

func TestTheTownComesBack(t *testing.T) {
	pool := demotest.Town(t)
	versions := published(t, pool)
	if len(versions) < 10 {
		t.Fatalf("%d layers in the town", len(versions))
	}
	for _, v := range versions {
		roundTrip(t, pool, v)
	}
}

func TestRealLayersComeBack(t *testing.T) {
	dir := testfiles.Real(t)
	pool := testdb.New(t)
	if _, err := layers.LoadReal(t.Context(), layers.NewStore(pool), dir, nil); err != nil {
		t.Fatal(err)
	}
	versions := published(t, pool)
	if len(versions) < 40 {
		t.Fatalf("%d layers", len(versions))
	}
	for _, v := range versions {
		roundTrip(t, pool, v)
		checkGeoJSON(t, pool, v)
	}
}

// checkGeoJSON reads the version's GeoJSON as any program would.
func checkGeoJSON(t *testing.T, pool *pgxpool.Pool, v layers.Version) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "x.geojson")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := export.New(pool).Write(t.Context(), file, v, export.GeoJSON, export.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var collection struct {
		Type       string            `json:"type"`
		Provenance export.Provenance `json:"provenance"`
		Features   []struct {
			Geometry   json.RawMessage `json:"geometry"`
			Properties map[string]any  `json:"properties"`
		} `json:"features"`
	}
	if err := json.Unmarshal(data, &collection); err != nil {
		t.Fatalf("%s: %v", v.Layer, err)
	}
	if int64(len(collection.Features)) != v.FeatureCount || collection.Provenance.Version != v.Number || collection.Provenance.Licence == "" {
		t.Errorf("%s: %d features, provenance %+v", v.Layer, len(collection.Features), collection.Provenance)
	}
}
