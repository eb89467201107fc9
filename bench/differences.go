package bench

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"lupakartta/layers"
)

// changes make the next version of the file: a fiftieth of the features is gone, a thirtieth lies elsewhere, a twentieth
// has another class.
const changes = `delete from polygons where fid % 50 = 0;
	update polygons set geom = (select n.geom from polygons n where n.fid = polygons.fid + 1) where fid % 30 = 7 and fid % 50 <> 49;
	update polygons set luokka = 'Z' where fid % 20 = 3`

// differences imports the next version of a published layer, and times what it changes against the plainest statement
// that tells which rows differ.
func (m *Import) differences(ctx context.Context) (Row, error) {
	m.runs++
	first, err := m.version(ctx, "--publish")
	if err != nil {
		return Row{}, err
	}
	if err := m.change(ctx); err != nil {
		return Row{}, fmt.Errorf("next version: %w", err)
	}
	second, err := m.version(ctx)
	if err != nil {
		return Row{}, err
	}
	var plain, ours sample
	statement := fmt.Sprintf(`select count(*) from layer_data.v%d a full join layer_data.v%d b using (source_id)
		where a.geom is distinct from b.geom or a.attributes is distinct from b.attributes`, first, second)
	var differing int64
	for range importRounds {
		if err := plain.timed(func() error { return m.Pool.QueryRow(ctx, statement).Scan(&differing) }); err != nil {
			return Row{}, err
		}
		// What was found before is kept, and would be all that is read.
		if _, err := m.Pool.Exec(ctx, `delete from layer_differences where version = $1`, second); err != nil {
			return Row{}, err
		}
		if _, err := m.Pool.Exec(ctx, `update layer_versions set difference = null where number = $1`, second); err != nil {
			return Row{}, err
		}
		if err := ours.timed(func() error {
			return m.tell(ctx, &layers.Difference{}, "diff", fmt.Sprintf("%s@%d", m.layer(), second))
		}); err != nil {
			return Row{}, err
		}
	}
	return Row{Name: "what a version of 980,000 changes: added, removed, moved, changed, each with its line", Median: ours.median(), P99: ours.quantile(0.99),
		Runs: len(ours), Yardstick: "one statement that counts the rows that differ", Beside: plain.median(), Note: fmt.Sprintf("%d differ", differing)}, nil
}

// version imports the file as it is into the layer.
func (m *Import) version(ctx context.Context, more ...string) (int64, error) {
	var report layers.Report
	err := m.tell(ctx, &report, "import", append([]string{m.file, "--id", m.layer(), "--theme", "natura", "--key", "tunnus"}, more...)...)
	return report.Version, err
}

// tell runs a command of the program's on layers and reads what it tells.
func (m *Import) tell(ctx context.Context, into any, command string, args ...string) error {
	run := exec.CommandContext(ctx, m.Program, append(append([]string{"layers", command}, args...), "--json")...) //nolint:gosec // this program
	run.Env = append(os.Environ(), "LUPAKARTTA_DATABASE_URL="+m.Pool.Config().ConnString())
	var out bytes.Buffer
	run.Stdout, run.Stderr = &out, os.Stderr
	if err := run.Run(); err != nil {
		return fmt.Errorf("layers %s: %w", command, err)
	}
	return json.Unmarshal(out.Bytes(), into)
}

func (m *Import) change(ctx context.Context) error {
	db, err := sql.Open("sqlite", m.file)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, changes)
	return errors.Join(err, db.Close())
}
