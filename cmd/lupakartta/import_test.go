package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// An import that is killed leaves nothing but what the next one sweeps away, and can be run again.
func TestImportThatIsKilled(t *testing.T) {
	pool := testdb.New(t)
	var many strings.Builder
	many.WriteString(`{"type":"FeatureCollection","features":[`)
	for i := range 300_000 {
		if i > 0 {
			many.WriteByte(',')
		}
		fmt.Fprintf(&many, `{"type":"Feature","properties":{"id":"%d"},"geometry":{"type":"Point","coordinates":[%.6f,62.4]}}`, i, 24+float64(i)/1e6)
	}
	many.WriteString(`]}`)
	args := []string{"--database-url", testdb.URL(pool), "layers", "import", file(t, "many.geojson", many.String()), "--id", "many", "--theme", "groundwater", "--key", "id", "--json"}
	command := programCommand(t, nil, args...)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	count := func(sql string) (n int) {
		if err := pool.QueryRow(t.Context(), sql).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	const building = `select count(*) from layer_versions where state = 'building'`
	for deadline := time.Now().Add(patience); count(building) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it does not begin")
		}
	}
	if err := command.Process.Signal(os.Kill); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait()
	if n := count(`select count(*) from layer_versions where state in ('waiting', 'published')`); n != 0 {
		t.Fatalf("%d versions were made: it was over before it was killed", n)
	}
	c := newCommandLine(t, pool)
	report := decodeOne[layers.Report](t, c.want(exitOK, args[2:]...))
	if report.Imported != 300_000 {
		t.Errorf("imported %d", report.Imported)
	}
	if n := count(building); n != 0 {
		t.Errorf("%d versions are still building", n)
	}
	if n := count(`select count(*) from pg_tables where schemaname = 'layer_data'`); n != 1 {
		t.Errorf("%d tables, want the new version's", n)
	}
}

func TestProgressLine(t *testing.T) {
	tests := []struct {
		progress layers.Progress
		want     string
	}{
		{layers.Progress{Layer: "a", Step: layers.Reading, Read: 40, Total: 100, PerSecond: 20, Left: 3 * time.Second}, "a: reading, 40 of 100 features, 20/s, 3s left"},
		{layers.Progress{Layer: "a", Step: layers.Validating, Read: 100, PerSecond: 20}, "a: validating, 100 features"},
	}
	for _, test := range tests {
		if got := progressLine(test.progress); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}
