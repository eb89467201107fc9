package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/layers"
)

type layersCommand struct {
	Import   importCommand        `cmd:"" help:"Import a register's file as a new version of its layers."`
	Export   exportCommand        `cmd:"" help:"Write a layer's version as GeoPackage, GeoJSON or CSV, with its provenance."`
	List     listCommand          `cmd:"" help:"List the published layers; --all: every version, also those that wait, failed or were replaced."`
	Show     showCommand          `cmd:"" help:"Tell where a version comes from and what became of its features."`
	Diff     diffCommand          `cmd:"" help:"Tell what a version changes against the one published before it."`
	Publish  publishCommand       `cmd:"" help:"Publish a version that waits for approval."`
	Reject   rejectCommand        `cmd:"" help:"Take a version that waits for approval away."`
	Rollback rollbackCommand      `cmd:"" help:"Publish the version that was published before the current one."`
	Refresh  refreshLayersCommand `cmd:"" help:"Fetch a layer's source now instead of at its time."`
	Keeper   keeperCommand        `cmd:"" help:"Say which authority's registrars import and approve a layer."`
}

// layerLine is one version in the list.
type layerLine struct {
	Layer        string       `json:"layer"`
	Version      int64        `json:"version"`
	State        layers.State `json:"state"`
	Theme        layers.Theme `json:"theme"`
	Title        string       `json:"title"`
	FeatureCount int64        `json:"feature_count"`
	Source       string       `json:"source"`
	DataDate     string       `json:"data_date,omitempty"`
	ImportedAt   time.Time    `json:"imported_at"`
	Keeper       string       `json:"keeper,omitempty"`
}

type listCommand struct {
	jsonFlag
	All bool `help:"Every version, in whatever state."`
}

func (c *listCommand) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(db *pg.DB) error {
		versions, err := layers.NewStore(db.Pool).Every(ctx)
		if err != nil {
			return err
		}
		lines := []layerLine{}
		for _, v := range versions {
			if v.State == layers.Published || c.All {
				lines = append(lines, lineOf(v))
			}
		}
		if c.JSON {
			return p.printJSON(map[string][]layerLine{"items": lines})
		}
		rows := [][]string{{"LAYER", "VERSION", "STATE", "FEATURES", "DATA", "SOURCE", "TITLE"}}
		for _, l := range lines {
			rows = append(rows, []string{l.Layer, strconv.FormatInt(l.Version, 10), string(l.State), strconv.FormatInt(l.FeatureCount, 10), l.DataDate, l.Source, l.Title})
		}
		return p.printTable(rows)
	})
}

func lineOf(v layers.Version) layerLine {
	return layerLine{Layer: v.Layer, Version: v.Number, State: v.State, Theme: v.Recipe.Theme, Title: v.Recipe.Title.In(i18n.Finnish),
		FeatureCount: v.FeatureCount, Source: v.Source, DataDate: v.DataDate, ImportedAt: v.ImportedAt.UTC(), Keeper: v.Keeper.Code}
}

type rollbackCommand struct {
	jsonFlag
	Layer string `arg:"" help:"Id of the layer."`
}

func (c *rollbackCommand) Run(ctx context.Context, p *program) error {
	return p.withLayers(ctx, func(_ *pg.DB, store *layers.Store) error {
		v, err := store.Rollback(ctx, c.Layer, layers.Approval{})
		if err != nil {
			return err
		}
		if c.JSON {
			return p.printJSON(lineOf(v))
		}
		_, err = fmt.Fprintf(p.stdout, "%s: version %d is published again\n", v.Layer, v.Number)
		return err
	})
}
