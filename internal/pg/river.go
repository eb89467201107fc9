package pg

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// JobsSchema is where the tables of jobs lie (internal/jobs).
const JobsSchema = "river"

// jobGrants are what the service's roles need of River's tables: AppRole works the queues, the others add jobs in the
// transactions that cause them. Adding a job that is there already touches its kind.
const jobGrants = `
	grant select, insert, update, delete on all tables in schema river to ` + AppRole + `;
	grant select, insert on river.river_job to ` + PersonalRole + `, ` + LayersRole + `;
	grant update (kind) on river.river_job to ` + PersonalRole + `, ` + LayersRole + `;
	grant insert on river.river_notification to ` + PersonalRole + `, ` + LayersRole + `;
	grant usage on all sequences in schema river to ` + AppRole + `, ` + PersonalRole + `, ` + LayersRole

// migrateJobs brings River's own tables to the version that this program works with, each step in a transaction of its
// own: one adds a value to an enumeration that a later one uses. Without the schema (a test's own migrations) there is
// nothing to do.
func migrateJobs(ctx context.Context, conn *pgx.Conn) error {
	var wanted bool
	if err := conn.QueryRow(ctx, `select to_regnamespace($1) is not null`, JobsSchema).Scan(&wanted); err != nil || !wanted {
		return err
	}
	migrator, err := rivermigrate.New(riverpgxv5.New(nil), &rivermigrate.Config{Schema: JobsSchema, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	for changed := false; ; changed = true {
		var done *rivermigrate.MigrateResult
		err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) (err error) {
			done, err = migrator.MigrateTx(ctx, tx, rivermigrate.DirectionUp, &rivermigrate.MigrateOpts{MaxSteps: 1}) //nolint:staticcheck // deprecated for several steps at once; this is one, under the lock that this connection holds
			return err
		})
		if err == nil && len(done.Versions) == 0 {
			return grantJobs(ctx, conn, changed)
		}
		if err != nil {
			return fmt.Errorf("jobs: %w", err)
		}
	}
}

// grantJobs grants what is granted on River's tables when they changed, or when an earlier start was cut short before it.
func grantJobs(ctx context.Context, conn *pgx.Conn, changed bool) error {
	var granted bool
	err := conn.QueryRow(ctx, `select has_table_privilege($1, 'river.river_job', 'delete') and has_any_column_privilege($2, 'river.river_job', 'update')`,
		AppRole, LayersRole).Scan(&granted)
	if err == nil && (changed || !granted) {
		_, err = conn.Exec(ctx, jobGrants)
	}
	if err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	return nil
}
