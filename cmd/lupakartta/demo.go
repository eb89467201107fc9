package main

import (
	"context"
	"errors"
	"fmt"

	"lupakartta/authorities"
	"lupakartta/demo"
	"lupakartta/internal/pg"
	"lupakartta/layers"
)

type demoCommand struct {
	Load  demoLoadCommand  `cmd:"" help:"Load the generated municipality; nothing happens when it is there already."`
	Reset demoResetCommand `cmd:"" help:"Take the generated municipality away."`
}

type demoLoadCommand struct {
	jsonFlag
	realDataFlag
	Size string `enum:"town,region,country" default:"town" help:"town: 5,000 property units, region: 200,000, country: 3.6 million."`
	Seed uint64 `default:"1" help:"Another number gives another town."`
}

func (c *demoLoadCommand) Run(ctx context.Context, p *program) error {
	return p.withLayers(ctx, func(db *pg.DB, store *layers.Store) error {
		options := demo.Options{Size: demo.Size(c.Size), Seed: c.Seed}
		if err := p.fillTown(ctx, store, options, nil); err != nil {
			return err
		}
		if err := demo.LoadRoadworks(ctx, db.Pool, options); err != nil {
			return err
		}
		directory := authorities.NewStore(db.Pool)
		if _, err := demo.LoadDirectory(ctx, directory, store); err != nil {
			return err
		}
		if err := demo.KeepLayers(ctx, store, directory); err != nil {
			return err
		}
		if err := demo.KeepRules(ctx, db.Pool, directory); err != nil {
			return err
		}
		loaded, err := 0, error(nil)
		if folder := c.folder(); folder != "" {
			loaded, err = p.fillReal(ctx, store, folder, nil)
		}
		return errors.Join(err, c.print(p, loaded))
	})
}

func (c *demoLoadCommand) print(p *program, realLayers int) error {
	if c.JSON {
		return p.printJSON(map[string]any{"size": c.Size, "seed": c.Seed, "real_layers": realLayers})
	}
	beside := ""
	if realLayers > 0 {
		beside = fmt.Sprintf(", and %d layers of registers' files beside it", realLayers)
	}
	_, err := fmt.Fprintf(p.stdout, "the demo (%s, seed %d) is loaded%s\n", c.Size, c.Seed, beside)
	return err
}

type demoResetCommand struct{ jsonFlag }

func (c *demoResetCommand) Run(ctx context.Context, p *program) error {
	return p.withLayers(ctx, func(db *pg.DB, store *layers.Store) error {
		if err := demo.Reset(ctx, store); err != nil {
			return err
		}
		if err := demo.RemoveRoadworks(ctx, db.Pool); err != nil {
			return err
		}
		if c.JSON {
			return p.printJSON(map[string]bool{"reset": true})
		}
		_, err := fmt.Fprintln(p.stdout, "the demo is gone")
		return err
	})
}
