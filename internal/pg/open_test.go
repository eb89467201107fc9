package pg_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
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

// In the private cluster the service logs in as roles that own nothing, so there is no way back to the one that does.
func TestNoWayBackToTheOwner(t *testing.T) {
	folder := t.TempDir()
	if err := os.Chmod(filepath.Dir(folder), 0o755); err != nil { //nolint:gosec // the cluster's own user must pass
		t.Fatal(err)
	}
	db, err := pg.Open(t.Context(), pg.Options{DataDir: folder, Serve: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(t.Context(), migrations.Files); err != nil {
		t.Fatal(err)
	}
	for role, bound := range map[string]string{pg.AppRole: "20s", pg.PersonalRole: "20s", pg.LayersRole: "0"} {
		pool, err := db.As(t.Context(), role, 2)
		if err != nil {
			t.Fatal(err)
		}
		var user, timeout string
		if err := pool.QueryRow(t.Context(), "select session_user, current_setting('statement_timeout')").Scan(&user, &timeout); err != nil || user != role || timeout != bound {
			t.Errorf("%s: logged in as %s, statements end after %s (%v)", role, user, timeout, err)
		}
		for _, statement := range []string{"alter table audit.entries disable trigger all", "set role lupakartta", "set session authorization postgres"} {
			if _, err := pool.Exec(t.Context(), "reset role; "+statement); err == nil || !strings.Contains(err.Error(), "SQLSTATE 42501") {
				t.Errorf("%s: %s: %v, want permission denied", role, statement, err)
			}
		}
		pool.Close()
	}
}
