package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"lupakartta/api"
	"lupakartta/checks"
	"lupakartta/internal/pg"
	"lupakartta/layers"
)

// service is what stands behind the server: the database and what follows its changes.
type service struct {
	program *program
	command *serveCommand
	config  api.Config

	db        *pg.DB
	store     *layers.Store
	catalogue *layers.Catalogue
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
	}
	return append(steps, step{"catalogue", s.loadCatalogue})
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
	for _, step := range s.steps() {
		if err := s.take(ctx, step); err != nil {
			return nil, err
		}
	}
	s.config.Pool, s.config.Layers, s.config.Catalogue = s.db.Pool, s.store, s.catalogue
	server, err := api.New(s.config)
	if err != nil {
		return nil, err
	}
	s.follow()
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
	options := pg.Options{DatabaseURL: s.program.Database, DataDir: s.program.DataDir, Serve: true, Log: s.program.log, ApplicationName: "lupakartta serve"}
	if s.program.Database != "" {
		options.Patience = time.Second // take tries again for as long as it lasts, and tells of it
	}
	db, err := pg.Open(ctx, options)
	if err != nil {
		return "", err
	}
	s.db, s.store = db, layers.NewStore(db.Pool)
	s.catalogue = layers.NewCatalogue(s.store)
	if db.Private() {
		return "private cluster", nil
	}
	return "reached", nil
}

func (s *service) migrate(ctx context.Context) (string, error) {
	return "up to date", s.program.migrate(ctx, s.db)
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

// follow keeps the catalogue up to date with what anybody publishes, from now until close.
func (s *service) follow() {
	ctx, cancel := context.WithCancel(context.Background())
	s.stop = cancel
	s.followers.Go(func() {
		err := pg.Listen(ctx, s.db.Pool, s.program.log, layers.Channel, func(ctx context.Context, _ string) error {
			return s.catalogue.Load(ctx)
		})
		if err != nil && !errors.Is(err, context.Canceled) {
			s.program.log.Error("layers are no longer followed", "error", err)
		}
	})
}

// close ends what start began: first what uses the database, then the database.
func (s *service) close() {
	if s.stop != nil {
		s.stop()
	}
	s.followers.Wait()
	if s.db != nil {
		s.db.Close()
	}
}
