// Command lupakartta is the whole service in one binary: it serves, migrates, imports layers and checks places.
// It only wires the packages together; what a command means is written there.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"lupakartta/checks"
	"lupakartta/internal/pg"
	"lupakartta/migrations"
)

// Exit codes.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
)

// program is the command line. Flags win over the environment's variables of the same names.
type program struct {
	DataDir  string `env:"LUPAKARTTA_DATA_DIR" default:"./var" placeholder:"DIR" help:"Data folder; the private database cluster lives in it."`
	Database string `name:"database-url" env:"LUPAKARTTA_DATABASE_URL" placeholder:"URL" help:"PostgreSQL 15+ with PostGIS 3.3+. Without it the program runs a private cluster of its own."`
	Admin    string `name:"database-admin-url" env:"LUPAKARTTA_DATABASE_ADMIN_URL" placeholder:"URL" help:"The same database as the role that owns the tables, for migrations and imports. Without it the other address does that too."`
	KeyFile  string `name:"key-file" env:"LUPAKARTTA_KEY_FILE" placeholder:"FILE" help:"Keys that hide identifiers of persons; without it keys.json in the data folder."`
	Log      string `env:"LUPAKARTTA_LOG" enum:"text,json" default:"text" help:"Form of log lines on standard error: text or json."`

	FetchAllow []string `name:"fetch-allow" env:"LUPAKARTTA_FETCH_ALLOW" placeholder:"HOST,…" help:"Hosts, addresses and networks that registers are fetched from although they are private or local, e.g. gis.intra.example or 10.1.0.0/16."`

	Serve       serveCommand       `cmd:"" help:"Serve the map, the API and the tiles."`
	Migrate     migrateCommand     `cmd:"" help:"Bring the database to this program's schema."`
	Layers      layersCommand      `cmd:"" help:"Import, list and roll back reference layers."`
	Tiles       tilesCommand       `cmd:"" help:"Write tiles to a file."`
	Audit       auditCommand       `cmd:"" help:"Prove that the audit log is whole."`
	Keys        keysCommand        `cmd:"" help:"Make or rotate the keys that hide identifiers of persons."`
	Authorities authoritiesCommand `cmd:"" help:"Load and list authorities, and say who is competent at a place."`
	Check       checkCommand       `cmd:"" help:"Compare a place with every layer, as the page's Check does."`
	Rules       rulesCommand       `cmd:"" help:"Say which authority's officials change the rules of checks."`
	Demo        demoCommand        `cmd:"" help:"Load or remove the generated municipality."`
	Bench       benchCommand       `cmd:"" help:"Measure what the service claims, beside yardsticks, in a database of its own."`
	Version     versionCommand     `cmd:"" help:"Say which version this is."`

	stdout, stderr io.Writer
	log            *slog.Logger
	shown          time.Time // when the line of progress was written last
}

// usageError is a mistake in the command's arguments.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is the program without its process: arguments in, exit code out.
func run(args []string, stdout, stderr io.Writer) int {
	p := &program{stdout: stdout, stderr: stderr}
	parser, err := kong.New(p, kong.Name("lupakartta"), kong.Writers(stdout, stderr), kong.UsageOnError(),
		kong.Description("Lupakartta shows what is at a place in Finland and what it means for permits."))
	if err != nil {
		return p.report(err)
	}
	command, err := parser.Parse(args)
	if err != nil {
		return p.report(usageError{err})
	}
	var handler slog.Handler = slog.NewTextHandler(stderr, nil)
	if p.Log == "json" {
		handler = slog.NewJSONHandler(stderr, nil)
	}
	p.log = slog.New(handler)
	slog.SetDefault(p.log)

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	command.BindTo(ctx, (*context.Context)(nil))
	return p.report(command.Run(p))
}

// report writes the error for people and turns it into an exit code.
func (p *program) report(err error) int {
	if err == nil {
		return exitOK
	}
	_, _ = fmt.Fprintf(p.stderr, "lupakartta: %v\n", err)
	if _, usage := errors.AsType[usageError](err); usage {
		_, _ = fmt.Fprintln(p.stderr, "lupakartta --help lists the commands and their flags.")
		return exitUsage
	}
	return exitFailure
}

// withDatabase opens the database for a command that ends by itself, as the role that owns it, brings it up to date and
// closes it after.
func (p *program) withDatabase(ctx context.Context, use func(*pg.DB) error) error {
	db, err := pg.Open(ctx, pg.Options{DatabaseURL: p.owner(), DataDir: p.DataDir, Log: p.log, MaxConns: 8, Brief: true})
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Migrate(ctx, migrations.Files); err != nil {
		return err
	}
	if err := checks.Seed(ctx, db.Pool); err != nil {
		return err
	}
	return use(db)
}

// owner is the database's address as the role that owns the tables; empty: the private cluster's.
func (p *program) owner() string { return cmp.Or(p.Admin, p.Database) }
