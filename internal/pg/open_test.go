package pg_test

import (
	"log/slog"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"

	"lupakartta/internal/pg"
	"lupakartta/migrations"
)

func TestPrivateClusterFromNothingToReady(t *testing.T) {
	before := goleak.IgnoreCurrent()
	folder, err := os.MkdirTemp("", "lupakartta-open-")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	}()
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for round, limit := range []time.Duration{time.Minute, 5 * time.Second} {
		began := time.Now()
		db, err := pg.Open(t.Context(), pg.Options{DataDir: folder, Serve: true, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Migrate(t.Context(), migrations.Files); err != nil {
			t.Errorf("the service's own role cannot migrate: %v", err)
		}
		if took := time.Since(began); took > limit {
			t.Errorf("start %d took %s, want under %s", round+1, took, limit)
		}
		var name, timezone string
		err = db.Pool.QueryRow(t.Context(), "select current_setting('application_name'), current_setting('timezone')").Scan(&name, &timezone)
		if err != nil || name != "lupakartta" || timezone != "UTC" || !db.Private() {
			t.Errorf("application %q, timezone %q, private %v, error %v", name, timezone, db.Private(), err)
		}
		db.Close()
	}
	goleak.VerifyNone(t, before)
}
