package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/paulmach/orb"

	"lupakartta/bench"
	"lupakartta/checks"
	"lupakartta/demo"
	"lupakartta/internal/pg"
	"lupakartta/layers"
	"lupakartta/migrations"
)

// benchCommand measures in a database of its own that is thrown away.
type benchCommand struct {
	jsonFlag
	realDataFlag
	Only   string `enum:"all,map,imports,tiles,live,checks,projects" default:"all" help:"Only these figures: map (until it is there), imports, tiles, live (changes), checks, projects, or all."`
	Size   string `enum:"region,country" default:"region" help:"How many parcels tiles and checks are measured on: region: 200,000; country: 3.6 million, with --only tiles or checks, on 15 GB of disk."`
	Script string `default:"web/bench/first-map.mjs" placeholder:"FILE" help:"The browser's part; it needs node, the front end's packages and Chromium."`

	keyFile string // of the measured service
}

// townCentre is the middle of the demo town in EPSG:3067; the checked places lie within 2.5 km of it.
var townCentre = orb.Point{480000, 6920000}

const townReach = 2500

func (c *benchCommand) Run(ctx context.Context, p *program) error {
	if demo.Size(c.Size) == demo.Country && c.Only != "tiles" && c.Only != "checks" {
		return errors.New("--size country goes with --only tiles or --only checks")
	}
	dir, err := os.MkdirTemp("", "lupakartta-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	c.keyFile = filepath.Join(dir, "keys.json")
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // the cluster's own user must reach its folder
		return err
	}
	db, err := pg.Open(ctx, pg.Options{DataDir: dir, Serve: true, Log: p.log})
	if err != nil {
		return err
	}
	defer db.Close()
	rows, loads, err := c.figures(ctx, p, db)
	if err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(map[string]any{"items": rows, "loads": loads})
	}
	return errors.Join(bench.Print(p.stdout, rows), bench.PrintLoads(p.stdout, loads))
}

// figures takes those asked for.
func (c *benchCommand) figures(ctx context.Context, p *program, db *pg.DB) (rows []bench.Row, loads []bench.Load, err error) {
	store, catalogue, err := loadTown(ctx, p, db)
	if err != nil {
		return nil, nil, err
	}
	switch c.Only {
	case "map":
		row, err := c.firstMap(ctx, p, db)
		return []bench.Row{row}, nil, err
	case "projects":
		rows, err := measureProjects(ctx, p, db, catalogue)
		return rows, nil, err
	case "live":
		row, err := c.serving(p, db, "").Changes(ctx)
		return []bench.Row{row}, nil, err
	case "checks":
		p.say("loading the parcels of a %s", c.Size)
		if err := bench.LoadParcels(ctx, db.Pool, demo.Size(c.Size)); err != nil {
			return nil, nil, err
		}
		rows, err := measureChecks(ctx, p, db)
		return rows, nil, err
	}
	if c.Only != "tiles" {
		if rows, err = c.measure(ctx, p, db, store, catalogue); err != nil {
			return nil, nil, err
		}
	}
	if c.Only == "imports" {
		return rows, nil, nil
	}
	more, loads, err := c.measureTiles(ctx, p, db)
	if rows = append(rows, more...); err != nil || c.Only == "tiles" {
		return rows, loads, err
	}
	more, err = measureChecks(ctx, p, db)
	if rows = append(rows, more...); err != nil {
		return rows, loads, err
	}
	more, err = measureProjects(ctx, p, db, catalogue)
	return append(rows, more...), loads, err
}

// measureProjects takes what is measured of projects, last: it leaves a hundred thousand of them.
func measureProjects(ctx context.Context, p *program, db *pg.DB, catalogue *layers.Catalogue) ([]bench.Row, error) {
	p.say("loading 100,000 projects")
	if err := bench.LoadProjects(ctx, db.Pool); err != nil {
		return nil, err
	}
	return bench.Projects(ctx, db.Pool, catalogue)
}

// measure takes every figure in turn, on a machine that does nothing else of ours meanwhile.
func (c *benchCommand) measure(ctx context.Context, p *program, db *pg.DB, store *layers.Store, catalogue *layers.Catalogue) ([]bench.Row, error) {
	var rows []bench.Row
	add := func(name string, row bench.Row, err error) error {
		if err == nil {
			rows = append(rows, row)
			p.say("%s: %.1f ms", name, float64(row.Median)/float64(time.Millisecond))
		}
		return err
	}
	place := orb.Bound{Min: townCentre, Max: townCentre}.Pad(townReach)
	imports := func() error {
		more, err := measureImports(ctx, p, db, bench.Requests{Pool: db.Pool, Catalogue: catalogue, Within: place})
		rows = append(rows, more...)
		return err
	}
	if c.Only == "imports" {
		err := imports()
		return rows, err
	}
	first, err := c.firstMap(ctx, p, db)
	if err := add("first map", first, err); err != nil {
		return nil, err
	}
	signedIn, err := bench.Sessions(ctx, db.Pool, catalogue)
	if err := add("sessions", signedIn, err); err != nil {
		return nil, err
	}
	for _, zoom := range []int{12, 14, 16} {
		row, err := bench.Tiles(ctx, db.Pool, catalogue, townCentre, zoom)
		if err := add("tiles", row, err); err != nil {
			return nil, err
		}
	}
	row, err := bench.Checks(ctx, db.Pool, catalogue, place, "check of 1,000 vertices, town")
	if err := add("check", row, err); err != nil {
		return nil, err
	}
	if err := imports(); err != nil {
		return nil, err
	}
	folder := c.folder()
	if folder == "" {
		return rows, nil
	}
	p.say("loading the real layers beside it")
	if _, err := layers.LoadReal(ctx, store, folder, nil); err != nil {
		return nil, err
	}
	if err := catalogue.Load(ctx); err != nil {
		return nil, err
	}
	row, err = bench.Checks(ctx, db.Pool, catalogue, place, "the same, real layers beside it")
	return rows, add("check", row, err)
}

// loadTown brings an empty database to what is measured.
func loadTown(ctx context.Context, p *program, db *pg.DB) (*layers.Store, *layers.Catalogue, error) {
	store := layers.NewStore(db.Pool)
	catalogue := layers.NewCatalogue(store, layers.LiveLayers()...)
	if err := db.Migrate(ctx, migrations.Files); err != nil {
		return nil, nil, err
	}
	if err := checks.Seed(ctx, db.Pool); err != nil {
		return nil, nil, err
	}
	p.say("loading the town")
	if err := demo.Load(ctx, store, demo.Options{}, nil); err != nil {
		return nil, nil, err
	}
	return store, catalogue, catalogue.Load(ctx)
}

// measureImports makes a file of a million polygons and imports it with this very program.
func measureImports(ctx context.Context, p *program, db *pg.DB, town bench.Requests) ([]bench.Row, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "lupakartta-bench-imports-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	p.say("importing a million polygons, in turn with ogr2ogr")
	m := bench.Import{Pool: db.Pool, Program: self, Folder: folder, Town: town}
	return m.Rows(ctx)
}

// firstMap times the page of this very program in a browser.
func (c *benchCommand) firstMap(ctx context.Context, p *program, db *pg.DB) (bench.Row, error) {
	script, err := filepath.Abs(c.Script)
	if err != nil {
		return bench.Row{}, err
	}
	instance, err := c.serve(ctx, p, db)
	if err != nil {
		return bench.Row{}, err
	}
	defer instance.End()
	return bench.FirstMap(ctx, script, instance.Base)
}

// serve starts this very program on the same database, with more settings, and waits until it is ready.
func (c *benchCommand) serve(ctx context.Context, p *program, db *pg.DB, settings ...string) (bench.Instance, error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return bench.Instance{}, err
	}
	self, err := os.Executable()
	if err != nil {
		return bench.Instance{}, err
	}
	server := exec.CommandContext(ctx, self, "serve") //nolint:gosec // this program
	server.Env = append(os.Environ(), "LUPAKARTTA_DATABASE_URL="+db.Pool.Config().ConnString(), "LUPAKARTTA_LISTEN="+address,
		"LUPAKARTTA_DEMO=1", "LUPAKARTTA_REAL_DATA=none", "LUPAKARTTA_KEY_FILE="+c.keyFile)
	server.Env = append(server.Env, settings...)
	server.Stderr = p.stderr
	began := time.Now()
	if err := server.Start(); err != nil {
		return bench.Instance{}, err
	}
	instance := bench.Instance{Base: "http://" + address, PID: server.Process.Pid, End: func() {
		_ = server.Process.Signal(syscall.SIGTERM)
		_ = server.Wait()
	}}
	if err := untilReady(ctx, instance.Base); err != nil {
		instance.End()
		return bench.Instance{}, err
	}
	instance.Ready = time.Since(began)
	return instance, nil
}

// measureTiles publishes parcels and measures the service under load.
func (c *benchCommand) measureTiles(ctx context.Context, p *program, db *pg.DB) ([]bench.Row, []bench.Load, error) {
	folder, err := os.MkdirTemp("", "lupakartta-bench-tiles-")
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	p.say("loading the parcels of a %s", c.Size)
	if err := bench.LoadParcels(ctx, db.Pool, demo.Size(c.Size)); err != nil {
		return nil, nil, err
	}
	m := c.serving(p, db, folder)
	if demo.Size(c.Size) == demo.Country {
		return m.Country(ctx)
	}
	memory, err := m.Snapshot(ctx)
	if err != nil {
		return nil, nil, err
	}
	kept, err := m.Kept(ctx)
	if err != nil {
		return nil, nil, err
	}
	changed, err := m.Changes(ctx)
	if err != nil {
		return nil, nil, err
	}
	made, err := m.Made(ctx)
	return []bench.Row{memory, changed}, append(kept, made...), err
}

// measureChecks measures checks by sixty rules over the parcels and other layers. The town's own are not looked at any more.
func measureChecks(ctx context.Context, p *program, db *pg.DB) ([]bench.Row, error) {
	p.say("loading Natura sites and twenty other themes")
	rules, err := bench.LoadRules(ctx, db.Pool)
	if err != nil {
		return nil, err
	}
	m := bench.Findings{Pool: db.Pool, Rules: rules, Say: p.say}
	return m.Rows(ctx)
}

// serving measures this very program under load.
func (c *benchCommand) serving(p *program, db *pg.DB, folder string) *bench.Serving {
	return &bench.Serving{Pool: db.Pool, Folder: folder, Say: p.say, Serve: func(ctx context.Context, settings ...string) (bench.Instance, error) {
		return c.serve(ctx, p, db, settings...)
	}}
}

// freeAddress is an address of this machine that nobody listens on.
func freeAddress(ctx context.Context) (string, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// untilReady waits until the service answers that it is ready.
func untilReady(ctx context.Context, base string) error {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute) // a country is read into memory
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/readyz", nil)
		if err != nil {
			return err
		}
		if answer, err := http.DefaultClient.Do(request); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the service did not get ready: %w", ctx.Err())
		case <-time.After(100 * time.Millisecond):
		}
	}
}
