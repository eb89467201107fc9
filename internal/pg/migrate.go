package pg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/tern/v2/migrate"
)

// migrating is the key of the advisory lock under which the schema changes ("lupa" in ASCII).
const migrating int64 = 0x6c757061

// Migrate brings the database to the newest schema of files. Instances that start together wait for each other on an
// advisory lock, so each migration runs once. The role must own the database; the extensions that it may not create
// itself must be there (the private cluster sees to that).
func Migrate(ctx context.Context, conn *pgx.Conn, files fs.FS) error {
	if _, err := conn.Exec(ctx, "select pg_advisory_lock($1)", migrating); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	err := migrateAlone(ctx, conn, files)
	_, unlockErr := conn.Exec(context.WithoutCancel(ctx), "select pg_advisory_unlock($1)", migrating)
	if err = errors.Join(err, unlockErr); err != nil {
		return fmt.Errorf("migrate: %w", explain(err, conn))
	}
	return nil
}

func migrateAlone(ctx context.Context, conn *pgx.Conn, files fs.FS) error {
	for _, needed := range extensions {
		if err := needed.ensure(ctx, conn); err != nil {
			return err
		}
	}
	if err := mustOwn(ctx, conn); err != nil {
		return err
	}
	if err := makeRoles(ctx, conn); err != nil {
		return err
	}
	migrator, err := migrate.NewMigrator(ctx, conn, "public.schema_version")
	if err != nil {
		return err
	}
	if err := migrator.LoadMigrations(files); err != nil {
		return err
	}
	if err := migrator.Migrate(ctx); err != nil {
		return err
	}
	return migrateJobs(ctx, conn)
}

// explain adds to PostgreSQL's "permission denied" what would help.
func explain(err error, conn *pgx.Conn) error {
	if !lacksRight(err) {
		return err
	}
	return fmt.Errorf("%w: %w", notOwner(conn), err)
}

func notOwner(conn *pgx.Conn) error {
	config := conn.Config()
	return fmt.Errorf("role %s must own database %s to change its schema (LUPAKARTTA_DATABASE_ADMIN_URL)", config.User, config.Database)
}

// mustOwn tells somebody who may change nothing at once, before anything else is found to be missing.
func mustOwn(ctx context.Context, conn *pgx.Conn) error {
	var owns bool
	err := conn.QueryRow(ctx, "select pg_has_role(current_user, datdba, 'usage') from pg_database where datname = current_database()").Scan(&owns)
	if err == nil && !owns {
		err = notOwner(conn)
	}
	return err
}

func lacksRight(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && refused.Code == "42501"
}

// extension is one that the schema needs; oldest is "major.minor" of the oldest version that will do, or empty.
type extension struct{ name, oldest string }

var extensions = []extension{{"postgis", "3.3"}, {"pg_trgm", ""}}

// ExtensionError says which extension the database lacks and who can help.
type ExtensionError struct {
	Extension string
	Database  string
	Problem   string
}

func (e *ExtensionError) Error() string {
	return fmt.Sprintf("extension %s in database %s: %s", e.Extension, e.Database, e.Problem)
}

// ensure creates the extension where the role may, and says what to do where it may not.
func (e extension) ensure(ctx context.Context, conn *pgx.Conn) error {
	problem := func(format string, args ...any) error {
		return &ExtensionError{Extension: e.name, Database: conn.Config().Database, Problem: fmt.Sprintf(format, args...)}
	}
	version, err := e.installed(ctx, conn)
	if errors.Is(err, pgx.ErrNoRows) {
		var offered bool
		if err := conn.QueryRow(ctx, "select exists (select from pg_available_extensions where name = $1)", e.name).Scan(&offered); err != nil {
			return err
		}
		if !offered {
			return problem("it is not installed on the database server")
		}
		if _, err := conn.Exec(ctx, "create extension if not exists "+e.name); err != nil {
			if lacksRight(err) {
				return problem("role %s may not create it; let a superuser run once: create extension %s;", conn.Config().User, e.name)
			}
			return err
		}
		version, err = e.installed(ctx, conn)
	}
	if err != nil {
		return err
	}
	if olderThan(version, e.oldest) {
		return problem("version %s is too old, %s or newer is needed", version, e.oldest)
	}
	return nil
}

func (e extension) installed(ctx context.Context, conn *pgx.Conn) (version string, err error) {
	err = conn.QueryRow(ctx, "select extversion from pg_extension where extname = $1", e.name).Scan(&version)
	return version, err
}

// olderThan compares versions number by number: "3.10.1" is newer than "3.3".
func olderThan(version, oldest string) bool {
	if oldest == "" {
		return false
	}
	have, want := strings.Split(version, "."), strings.Split(oldest, ".")
	for i := range want {
		if i >= len(have) {
			return true
		}
		a, errA := strconv.Atoi(have[i])
		b, errB := strconv.Atoi(want[i])
		if errA != nil || errB != nil {
			return false // not a version as we know them ("3.5.0dev"): let it try
		}
		if a != b {
			return a < b
		}
	}
	return false
}
