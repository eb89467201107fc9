package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"lupakartta/authorities"
	"lupakartta/demo"
	"lupakartta/internal/pg"
	"lupakartta/layers"
)

// realDataNearby is where a checkout has registers' files beside it.
const realDataNearby = "../shared/data"

// realDataFlag is on every command that loads the demo.
type realDataFlag struct {
	RealData string `env:"LUPAKARTTA_REAL_DATA" placeholder:"DIR" help:"Folder of registers' files that are loaded beside the town; none: without them. Default: ../shared/data when it is there."`
}

// Validate refuses a folder that was named and is not there: only the default one may be absent. It is asked before
// the command runs.
func (f *realDataFlag) Validate() error {
	if f.RealData == "" || f.RealData == "none" || isFolder(f.RealData) {
		return nil
	}
	return fmt.Errorf("LUPAKARTTA_REAL_DATA or --real-data: there is no folder %s; name one with registers' files, or none", f.RealData)
}

// folder is the folder of registers' files that the demo loads, the one that was named or that lies nearby; empty: none.
func (f *realDataFlag) folder() string {
	switch {
	case f.RealData == "none":
		return ""
	case f.RealData != "":
		return f.RealData
	case isFolder(realDataNearby):
		return realDataNearby
	}
	return ""
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// fillTown loads the generated municipality, shows how far it is and tells whoever else wants to know.
func (p *program) fillTown(ctx context.Context, store *layers.Store, options demo.Options, tell demo.Progress) error {
	defer p.endProgress()
	return demo.Load(ctx, store, options, func(step string, done, total int) {
		p.showProgress("town: %s %d of %d", step, done, total)
		if tell != nil {
			tell(step, done, total)
		}
	})
}

// fillReal loads the registers' files of a folder likewise and says how many layers are new. An error names the files
// that could not be read; the others are loaded.
func (p *program) fillReal(ctx context.Context, store *layers.Store, folder string, tell func(layers.Progress)) (int, error) {
	defer p.endProgress()
	reports, err := layers.LoadReal(ctx, store, folder, func(progress layers.Progress) {
		p.showProgress("real data: %s: %s, %d features", progress.Layer, progress.Step, progress.Read)
		if tell != nil {
			tell(progress)
		}
	})
	return len(reports), err
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
	if err := demo.LoadRoadworks(ctx, s.db.Pool, demo.Options{}); err != nil {
		return "", err
	}
	if there, err := demo.Loaded(ctx, s.store, demo.Options{}); err != nil || there {
		return "up to date", err
	}
	return "loaded", s.program.fillTown(ctx, s.store, demo.Options{}, func(step string, done, total int) {
		s.config.Startup.Progress("town", fmt.Sprintf("%s %d/%d", step, done, total))
	})
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
	loaded, err := s.program.fillReal(ctx, s.store, s.command.folder(), func(p layers.Progress) {
		s.config.Startup.Progress("real data", fmt.Sprintf("%s: %s %d", p.Layer, p.Step, p.Read))
	})
	if err != nil && (ctx.Err() != nil || pg.Unavailable(err)) {
		return "", err
	}
	if err != nil {
		s.program.log.Error("some of the registers' files could not be loaded", "error", err)
		return fmt.Sprintf("%d layers loaded, some failed", loaded), nil
	}
	if loaded == 0 {
		return "up to date", nil
	}
	return fmt.Sprintf("%d layers loaded", loaded), nil
}

// loadAuthorities loads the demo's directory of authorities, whose areas follow the municipalities' borders.
func (s *service) loadAuthorities(ctx context.Context) (string, error) {
	if !s.config.Demo {
		return "left out", nil
	}
	directory := authorities.NewStore(s.db.Pool)
	report, err := demo.LoadDirectory(ctx, directory, s.store)
	if err != nil {
		return "", err
	}
	if err := demo.KeepLayers(ctx, s.store, directory); err != nil {
		return "", err
	}
	if err := demo.KeepRules(ctx, s.db.Pool, directory); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d", report.Authorities), nil
}
