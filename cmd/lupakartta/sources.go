package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"lupakartta/internal/pg"
	"lupakartta/layers"
	"lupakartta/layers/imports"
)

type refreshLayersCommand struct {
	jsonFlag
	Layer string `arg:"" optional:"" help:"Id of the layer."`
	All   bool   `help:"Every published layer that has a source."`
}

// refreshed is what came of fetching a layer's source.
type refreshed struct {
	Layer     string     `json:"layer"`
	Version   int64      `json:"version,omitempty"` // published
	ChangedAt *time.Time `json:"changed_at,omitempty"`
	New       bool       `json:"new"` // the source had something new
	Failure   string     `json:"failure,omitempty"`
}

// Run fetches now what the schedule would fetch later: what has not changed makes no version, what fails leaves the
// published one, and a new version waits unless the source may publish by itself.
func (c *refreshLayersCommand) Run(ctx context.Context, p *program) error {
	if (c.Layer == "") != c.All {
		return usageError{errors.New("name a layer, or --all")}
	}
	client, err := p.fetcher()
	if err != nil {
		return err
	}
	return p.withDatabase(ctx, func(db *pg.DB) error {
		pool, err := db.As(ctx, pg.LayersRole, 0)
		if err != nil {
			return err
		}
		defer pool.Close()
		worker, err := imports.NewWorker(imports.WorkerConfig{Pool: pool, Fetch: client, Log: p.log})
		if err != nil {
			return err
		}
		before, err := imports.Healths(ctx, pool)
		if err != nil {
			return err
		}
		before = slices.DeleteFunc(before, func(h imports.Health) bool { return !c.All && h.Layer != c.Layer })
		if len(before) == 0 && !c.All {
			return fmt.Errorf("%s: %w: no published layer of that name has a source", c.Layer, layers.ErrNotFound)
		}
		for _, source := range before {
			if err := worker.Refresh(ctx, source.Layer); err != nil {
				return err
			}
		}
		after, err := imports.Healths(ctx, pool)
		if err != nil {
			return err
		}
		return c.print(p, before, after)
	})
}

// print tells what came of each; one that failed makes the command fail.
func (c *refreshLayersCommand) print(p *program, before, after []imports.Health) error {
	items, rows, failed := []refreshed{}, [][]string{{"LAYER", "VERSION", "NEW", "FAILURE"}}, 0
	for _, was := range before {
		i := slices.IndexFunc(after, func(h imports.Health) bool { return h.Layer == was.Layer })
		if i < 0 {
			continue
		}
		now := after[i]
		item := refreshed{Layer: now.Layer, Version: now.Version, ChangedAt: now.ChangedAt}
		item.New = now.ChangedAt != nil && (was.ChangedAt == nil || now.ChangedAt.After(*was.ChangedAt))
		if now.Failure != nil {
			item.Failure = now.Failure.Code
			failed++
		}
		items = append(items, item)
		rows = append(rows, []string{item.Layer, fmt.Sprint(item.Version), map[bool]string{true: "yes", false: "no"}[item.New], item.Failure})
	}
	var err error
	if c.JSON {
		err = p.printJSON(map[string][]refreshed{"items": items})
	} else {
		err = p.printTable(rows)
	}
	if err == nil && failed > 0 {
		err = fmt.Errorf("%d of %d sources could not be fetched; what is published stays", failed, len(items))
	}
	return err
}
