package api

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"time"

	"lupakartta/migrations"
)

// healthz answers as long as the process does; it asks nobody.
func healthz(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := w.Write([]byte("ok\n"))
	return err
}

// readyPatience is how long /readyz waits for the database.
const readyPatience = 2 * time.Second

// readyz says whether requests are welcome: the start is over, the database answers, its schema is ours, layers
// are in memory as far as there is room for them.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), readyPatience)
	defer cancel()
	live := map[string]Check{}
	for _, check := range s.checkDatabase(ctx) {
		live[check.Name] = check
	}
	readiness := Readiness{Ready: true, Checks: checksOf(s.Startup)}
	for i, check := range readiness.Checks {
		if now, ok := live[check.Name]; ok {
			readiness.Checks[i] = now
			delete(live, check.Name)
		}
	}
	for _, name := range []string{checkDatabase, checkMigrations} {
		if now, ok := live[name]; ok {
			readiness.Checks = append(readiness.Checks, now)
		}
	}
	if s.Tiles.Memory != nil {
		whole, kept := s.Tiles.Memory.Whole()
		readiness.Checks = append(readiness.Checks, Check{Name: checkSnapshots, OK: whole, Detail: fmt.Sprintf("%d layers in memory", kept)})
	}
	for _, check := range readiness.Checks {
		readiness.Ready = readiness.Ready && check.OK
	}
	writeReadiness(w, readiness)
	return nil
}

// Names of the checks that are made anew each time; the start has steps of the same names.
const (
	checkDatabase   = "database"
	checkMigrations = "migrations"
	checkSnapshots  = "snapshots"
)

func (s *Server) checkDatabase(ctx context.Context) []Check {
	var version int
	if err := s.Pool.QueryRow(ctx, `select version from public.schema_version`).Scan(&version); err != nil {
		s.Log.WarnContext(ctx, "not ready", "error", err)
		return []Check{{Name: checkDatabase, Detail: "not reached"}, {Name: checkMigrations, Detail: "not known"}}
	}
	want := newestMigration()
	return []Check{{Name: checkDatabase, OK: true}, {Name: checkMigrations, OK: version >= want, Detail: fmt.Sprintf("%d of %d", version, want)}}
}

// newestMigration is the number of the newest migration in this binary. A database may be newer: the previous
// release survives the next one's migrations.
func newestMigration() int {
	files, err := fs.Glob(migrations.Files, "[0-9]*_*.sql")
	if err != nil {
		panic(err) // constant pattern
	}
	return len(files)
}
