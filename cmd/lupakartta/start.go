package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/api"
	"lupakartta/authorities"
	"lupakartta/checks"
	"lupakartta/identity/sessions"
	"lupakartta/internal/jobs"
	"lupakartta/internal/mail"
	"lupakartta/internal/pg"
	"lupakartta/layers"
	"lupakartta/layers/changes"
	"lupakartta/layers/snapshot"
	"lupakartta/migrations"
	"lupakartta/tiles"
)

// service is what stands behind the server: the database and what follows its changes.
type service struct {
	program *program
	command *serveCommand
	config  api.Config
	mail    *mail.Client // nil: mails are not sent

	db        *pg.DB // as the role that owns the tables: for the start alone
	login     *pg.DB // as LUPAKARTTA_DATABASE_URL says, when that is another
	app       *pgxpool.Pool
	personal  *pgxpool.Pool
	layers    *pgxpool.Pool // as the role that owns the layers' tables
	store     *layers.Store // over layers
	catalogue *layers.Catalogue
	shelf     *snapshot.Shelf
	tables    *tiles.Tables // of what the shelf has no room for
	follower  *changes.Follower
	server    *api.Server
	changed   chan struct{} // something was published: the shelf is filled anew
	filled    chan struct{} // and tables are made of what it has no room for
	borders   chan struct{} // and areas of authorities follow it
	published chan []string // layers of which something was published, none: any; the catalogue is read anew
	followers sync.WaitGroup
	stop      context.CancelFunc // ends the followers
}

// step is one step of the start. It may be run again after the database was away in the middle of it.
type step struct {
	name string
	run  func(context.Context) (detail string, err error)
}

func (s *service) steps() []step {
	steps := []step{
		{"database", s.openDatabase},
		{"migrations", s.migrate},
		{"rules", s.seedRules},
	}
	if s.command.Demo {
		steps = append(steps, step{"town", s.loadTown})
		if s.command.folder() != "" {
			steps = append(steps, step{"real data", s.loadReal})
		}
		steps = append(steps, step{"authorities", s.loadAuthorities})
	}
	return append(steps, step{"sign-in", s.identify}, step{"catalogue", s.loadCatalogue})
}

func (c *serveCommand) stepNames() []string {
	var names []string
	for _, step := range (&service{command: c}).steps() {
		names = append(names, step.name)
	}
	return names
}

// start takes the steps one by one and returns the server's handler.
func (s *service) start(ctx context.Context) (http.Handler, error) {
	s.command.limitMemory()
	for _, step := range s.steps() {
		if err := s.take(ctx, step); err != nil {
			return nil, err
		}
	}
	s.config.Pool, s.config.Personal, s.config.Layers, s.config.Catalogue = s.app, s.personal, layers.NewStore(s.app), s.catalogue
	s.config.LayersPool = s.layers
	s.shelf, s.changed = tiles.NewShelf(s.app, checks.Attributes, s.command.snapshotRoom(), s.program.log), make(chan struct{}, 1)
	s.tables, s.filled = tiles.NewTables(s.store, s.program.log), make(chan struct{}, 1)
	s.config.Tiles.Memory, s.config.Tiles.Tables, s.config.Tiles.CacheBytes = s.shelf, s.tables, s.command.tileRoom()
	s.borders, s.published = make(chan struct{}, 1), make(chan []string, 1)
	if err := errors.Join(s.openUploads(), s.openFiles(ctx)); err != nil {
		return nil, err
	}
	s.follower = changes.NewFollower(s.app, s.program.log, func(batch changes.Batch) { s.server.Changed(batch) }, s.reload)
	s.config.Tiles.Fresh = s.follower.Fresh
	server, err := api.New(s.config)
	if err != nil {
		return nil, err
	}
	s.server = server
	runner, err := s.newRunner(server.Metrics())
	if err != nil {
		return nil, err
	}
	s.follow(runner)
	return server.Handler(), nil
}

// take runs one step, again and again while the database is away.
func (s *service) take(ctx context.Context, step step) error {
	began := time.Now()
	s.config.Startup.Begin(step.name)
	for {
		detail, err := step.run(ctx)
		switch {
		case err == nil:
			s.config.Startup.Done(step.name, detail)
			s.program.say("%-12s %s (%.1f s)", step.name, detail, time.Since(began).Seconds())
			return nil
		case ctx.Err() != nil || !pg.Unavailable(err):
			s.config.Startup.Fail(step.name, "")
			return fmt.Errorf("%s: %w", step.name, err)
		}
		s.config.Startup.Progress(step.name, "waiting for the database")
		s.program.log.Warn("the database does not answer, trying again", "step", step.name, "error", err)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

func (s *service) openDatabase(ctx context.Context) (string, error) {
	db, err := s.open(ctx, s.program.owner())
	if err != nil {
		return "", err
	}
	s.db, s.login = db, db
	if s.program.Admin != "" && s.program.Database != "" {
		if s.login, err = s.open(ctx, s.program.Database); err != nil {
			return "", err
		}
	}
	if db.Private() {
		return "private cluster", nil
	}
	return "reached", nil
}

func (s *service) open(ctx context.Context, address string) (*pg.DB, error) {
	options := pg.Options{DatabaseURL: address, DataDir: s.program.DataDir, Serve: true, Log: s.program.log, ApplicationName: "lupakartta serve", Brief: true}
	if address != "" {
		options.Patience = time.Second // take tries again for as long as it lasts, and tells of it
	}
	return pg.Open(ctx, options)
}

// migrate brings the schema up to date and takes on the roles under which the service works from then on.
func (s *service) migrate(ctx context.Context) (string, error) {
	if err := s.db.Migrate(ctx, migrations.Files); err != nil {
		return "", err
	}
	var err error
	if s.app == nil {
		if s.app, err = s.login.As(ctx, pg.AppRole, 0); err != nil {
			return "", err
		}
	}
	if s.personal == nil {
		if s.personal, err = s.login.As(ctx, pg.PersonalRole, 0); err != nil {
			return "", err
		}
	}
	if s.layers == nil {
		if s.layers, err = s.login.As(ctx, pg.LayersRole, 0); err != nil {
			return "", err
		}
	}
	s.store, s.catalogue = layers.NewStore(s.layers), layers.NewCatalogue(layers.NewStore(s.app), layers.LiveLayers()...)
	return "up to date", nil
}

func (s *service) seedRules(ctx context.Context) (string, error) {
	rules, err := checks.Embedded()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d", len(rules)), checks.Seed(ctx, s.db.Pool)
}

func (s *service) loadCatalogue(ctx context.Context) (string, error) {
	if err := s.catalogue.Load(ctx); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d layers", len(s.catalogue.Layers())), nil
}

// follow keeps the catalogue up to date with what anybody publishes and works jobs, from now until close.
func (s *service) follow(runner *jobs.Runner) {
	ctx, cancel := context.WithCancel(context.Background())
	s.stop = cancel
	s.followers.Go(func() { s.follower.Run(ctx) })
	s.followers.Go(func() { s.takeOver(ctx) })
	s.followers.Go(func() { s.followBorders(ctx) })
	s.followers.Go(func() { s.fillShelf(ctx) })
	s.followers.Go(func() { s.fillTables(ctx) })
	s.followers.Go(func() { s.sweep(ctx) })
	s.followers.Go(func() { s.sweepFiles(ctx) })
	s.followers.Go(func() { s.work(ctx, runner) })
}

// reload wants the catalogue to be read anew when something was published. What is wanted while it is read is read after it.
func (s *service) reload(batch changes.Batch) {
	if !batch.Versions() {
		return
	}
	var ids []string
	for _, c := range batch.Changes {
		if c.Version && !slices.Contains(ids, c.Layer) {
			ids = append(ids, c.Layer)
		}
	}
	select {
	case before := <-s.published:
		if batch.All = batch.All || len(before) == 0; !batch.All {
			ids = append(before, ids...)
		}
	default:
	}
	if batch.All {
		ids = nil
	}
	s.published <- ids
}

// takeOver reads the catalogue when it has to be, tells open pages, and wakes what hangs on what is published.
func (s *service) takeOver(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case ids := <-s.published:
			s.untilDone(ctx, "the catalogue is not up to date", s.catalogue.Load)
			s.config.Feed.TellPublished(ids)
			for _, wake := range []chan struct{}{s.changed, s.borders} {
				select {
				case wake <- struct{}{}:
				default: // it will be
				}
			}
		}
	}
}

// followBorders keeps the areas of authorities up to date with what is published: borders may be new.
func (s *service) followBorders(ctx context.Context) {
	directory, store := authorities.NewStore(s.app), layers.NewStore(s.app)
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.borders:
			s.untilDone(ctx, "areas of authorities are not up to date", func(ctx context.Context) error {
				_, err := authorities.Refresh(ctx, directory, store)
				return err
			})
		}
	}
}

// untilDone does what must succeed some time, and says once that it has not yet.
func (s *service) untilDone(ctx context.Context, otherwise string, do func(context.Context) error) {
	told := false
	for {
		err := do(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		if !told {
			s.program.log.Warn(otherwise, "error", err)
		}
		told = true
		select {
		case <-ctx.Done():
			return
		case <-time.After(500 * time.Millisecond):
		}
	}
}

// readAgain is how long a layer that could not be read into memory waits for another try.
const readAgain = time.Minute

// fillShelf reads into memory what is published, at first and whenever something is, and what could not be read again.
func (s *service) fillShelf(ctx context.Context) {
	for {
		s.shelf.Fill(ctx, s.catalogue.Layers())
		var again <-chan time.Time
		if s.shelf.Ailing() {
			again = time.After(readAgain)
		}
		select {
		case s.filled <- struct{}{}:
		default: // they will be looked at
		}
		select {
		case <-ctx.Done():
			return
		case <-s.changed:
		case <-again:
		}
	}
}

// fillTables makes tables for tiles of what has no room in memory, each time that the shelf was filled and now and then.
func (s *service) fillTables(ctx context.Context) {
	again := (<-chan time.Time)(nil)
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.filled:
		case <-again:
		}
		again = time.After(s.tables.Fill(ctx, s.catalogue.Layers(), s.shelf))
	}
}

// sweep takes away ended sessions and sign-ins, and changes that everybody knows, now and then. Every instance does, which is once too often at worst.
func (s *service) sweep(ctx context.Context) {
	store := sessions.NewStore(s.personal, s.config.Keys)
	for {
		if err := store.Sweep(ctx); err != nil && ctx.Err() == nil {
			s.program.log.Warn("ended sessions were not swept", "error", err)
		}
		if err := changes.Sweep(ctx, s.app); err != nil && ctx.Err() == nil {
			s.program.log.Warn("the log of changes was not swept", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(sessions.SweepEvery):
		}
	}
}

// close ends what start began: first what uses the database, then the database.
func (s *service) close() {
	if s.stop != nil {
		s.stop()
	}
	s.followers.Wait()
	for _, pool := range []*pgxpool.Pool{s.app, s.personal, s.layers} {
		if pool != nil {
			pool.Close()
		}
	}
	if s.config.Blobs != nil {
		_ = s.config.Blobs.Close() // everything that was kept is already
	}
	if s.login != nil && s.login != s.db {
		s.login.Close()
	}
	if s.db != nil {
		s.db.Close()
	}
}
