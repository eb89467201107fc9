package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/layers"
)

// Figures of the import: the file has a million polygons of about eight corners and may take 1.3 times as long
// as GDAL's own writer needs, with 512 MB.
const (
	importFeatures = 1_000_000
	importRounds   = 3
	importRatio    = 1.3
	importMemory   = 512 << 20
)

// Import is how to measure imports.
type Import struct {
	Pool    *pgxpool.Pool // as the owner of the tables
	Program string        // this very program
	Folder  string        // where the file is made
	Town    Requests      // what is asked meanwhile

	file string
	runs int
}

// Rows times imports of a GeoPackage, in turn with plain ogr2ogr into the same database, and what else is asked
// meanwhile.
func (m *Import) Rows(ctx context.Context) ([]Row, error) {
	m.file = filepath.Join(m.Folder, "polygons.gpkg")
	if err := writePolygons(ctx, m.file, importFeatures); err != nil {
		return nil, fmt.Errorf("polygons: %w", err)
	}
	var ours, plain, ids sample
	most := int64(0)
	for range importRounds {
		var run importRun
		if err := plain.timed(func() error { return m.plainly(ctx) }); err != nil {
			return nil, err
		}
		began := time.Now()
		run, err := m.run(ctx)
		if err != nil {
			return nil, fmt.Errorf("import: %w", err)
		}
		further := time.Duration(run.Steps[layers.StepIDs] * float64(time.Second))
		ours, ids, most = append(ours, time.Since(began)-further), append(ids, further), max(most, run.memory)
	}
	note := fmt.Sprintf("at most %d MB of memory of our process, goal %d", most>>20, int64(importMemory)>>20)
	rows := []Row{
		{Name: "import of 1,000,000 polygons, read, validated, loaded, spatially indexed", Median: ours.median(), P99: ours.quantile(0.99), Runs: len(ours),
			Goal: time.Duration(importRatio * float64(plain.median())), Yardstick: "ogr2ogr -f PostgreSQL, spatial index", Beside: plain.median(), Note: note},
		{Name: "further index, of the register's ids", Median: ids.median(), P99: ids.quantile(0.99), Runs: len(ids), Yardstick: "the import", Beside: ours.median()},
	}
	meanwhile, err := m.meanwhile(ctx)
	if err != nil {
		return nil, err
	}
	difference, err := m.differences(ctx)
	return append(append(rows, meanwhile...), difference), err
}

// plainly lets GDAL write into a schema of its own.
func (m *Import) plainly(ctx context.Context) error {
	if _, err := m.Pool.Exec(ctx, `create schema if not exists yardstick; drop table if exists yardstick.polygons`); err != nil {
		return err
	}
	return ogr2ogr(ctx, m.Pool, "-f", "PostgreSQL", database(m.Pool), m.file, "-nln", "yardstick.polygons", "-lco", "SPATIAL_INDEX=GIST")
}

// database names the pool's database to GDAL.
func database(pool *pgxpool.Pool) string {
	c := pool.Config().ConnConfig
	return fmt.Sprintf("PG:host='%s' port=%d user='%s' dbname='%s'", c.Host, c.Port, c.User, c.Database)
}

// ogr2ogr runs GDAL with the pool's password.
func ogr2ogr(ctx context.Context, pool *pgxpool.Pool, arguments ...string) error {
	command := exec.CommandContext(ctx, "ogr2ogr", arguments...) //nolint:gosec // our own arguments
	command.Env = append(os.Environ(), "PGPASSWORD="+pool.Config().ConnConfig.Password)
	if words, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("ogr2ogr: %w: %s", err, bytes.TrimSpace(words))
	}
	return nil
}

// importRun is what an import told of itself.
type importRun struct {
	layers.Report
	memory int64 // most that our process had, bytes
}

// run imports the file with the program, into a layer that is new.
func (m *Import) run(ctx context.Context) (importRun, error) {
	m.runs++
	var run importRun
	var out bytes.Buffer
	command := exec.CommandContext(ctx, m.Program, "layers", "import", m.file, "--id", m.layer(), "--theme", "natura", "--key", "tunnus", "--json") //nolint:gosec // this program
	command.Env = append(os.Environ(), "LUPAKARTTA_DATABASE_URL="+m.Pool.Config().ConnString())
	command.Stdout, command.Stderr = &out, os.Stderr
	if err := command.Start(); err != nil {
		return run, err
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	for {
		select {
		case err := <-ended:
			if err == nil {
				err = json.Unmarshal(out.Bytes(), &run.Report)
			}
			if err != nil {
				return run, err
			}
			if run.Imported != importFeatures || run.RepairedCount != 0 {
				return run, fmt.Errorf("imported %d, repaired %d", run.Imported, run.RepairedCount)
			}
			return run, m.remove(ctx, run.Version)
		case <-time.After(20 * time.Millisecond):
			run.memory = max(run.memory, memoryOf(command.Process.Pid))
		}
	}
}

func (m *Import) layer() string { return fmt.Sprintf("polygons_%d", m.runs) }

// remove makes room for the next import.
func (m *Import) remove(ctx context.Context, version int64) error {
	_, err := m.Pool.Exec(ctx, fmt.Sprintf(`drop table layer_data.v%[1]d; delete from layer_versions where number = %[1]d; delete from layers where id = '%[2]s'`, version, m.layer()))
	return err
}

var highWater = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// memoryOf is the most memory that a process has had; 0 when it has ended.
func memoryOf(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	found := highWater.FindSubmatch(status)
	if found == nil {
		return 0
	}
	kilobytes, _ := strconv.ParseInt(string(found[1]), 10, 64)
	return kilobytes << 10
}
