package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"lupakartta/demo"
	"lupakartta/internal/pg"
	"lupakartta/layers"
)

// realDataNearby is where a checkout has registers' files beside it.
const realDataNearby = "../shared/data"

// realData is the folder of registers' files that the demo loads, when one was named or lies nearby; empty: none.
func realData(named string) string {
	folder := named
	switch named {
	case "none":
		return ""
	case "":
		folder = realDataNearby
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return ""
	}
	return folder
}

// loadTown loads the generated municipality into a database that holds nothing else, and brings it up to date
// where it was loaded before. A database with layers of its own is left alone.
func (s *service) loadTown(ctx context.Context) (string, error) {
	versions, err := s.store.Versions(ctx)
	if err != nil {
		return "", err
	}
	ours, err := hasTown(versions)
	if err != nil {
		return "", err
	}
	if s.config.Demo = len(versions) == 0 || ours; !s.config.Demo {
		s.program.say("the database has layers of its own: the demo is not loaded")
		return "left out", nil
	}
	if there, err := demo.Loaded(ctx, s.store, demo.Options{}); err != nil || there {
		return "up to date", err
	}
	err = demo.Load(ctx, s.store, demo.Options{}, func(step string, done, total int) {
		s.config.Startup.Progress("town", fmt.Sprintf("%s %d/%d", step, done, total))
		s.program.showProgress("town: %s %d of %d", step, done, total)
	})
	s.program.endProgress()
	return "loaded", err
}

func hasTown(versions []layers.Version) (bool, error) {
	recipes, err := demo.Recipes()
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(versions, func(v layers.Version) bool {
		return slices.ContainsFunc(recipes, func(r layers.Recipe) bool { return r.ID == v.Layer })
	}), nil
}

// loadReal loads the registers' files beside the town. A file that cannot be read is logged and left out: the
// town alone is a demo too.
func (s *service) loadReal(ctx context.Context) (string, error) {
	if !s.config.Demo {
		return "left out", nil
	}
	reports, err := layers.LoadReal(ctx, s.store, realData(s.command.RealData), func(p layers.Progress) {
		s.config.Startup.Progress("real data", fmt.Sprintf("%s: %s %d", p.Layer, p.Step, p.Read))
		s.program.showProgress("real data: %s: %s, %d features", p.Layer, p.Step, p.Read)
	})
	s.program.endProgress()
	if err != nil && (ctx.Err() != nil || pg.Unavailable(err)) {
		return "", err
	}
	if err != nil {
		s.program.log.Error("some of the registers' files could not be loaded", "error", err)
		return fmt.Sprintf("%d layers loaded, some failed", len(reports)), nil
	}
	if len(reports) == 0 {
		return "up to date", nil
	}
	return fmt.Sprintf("%d layers loaded", len(reports)), nil
}
