package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/layers"
	"lupakartta/layers/fetch"
)

type importCommand struct {
	jsonFlag
	Source      string `arg:"" name:"file" help:"GeoJSON, GeoPackage, GML, zipped Shapefile or CSV: a file, an archive, a folder, or an http(s) address of one, of a WFS or of an OGC API Features service."`
	Recipe      string `placeholder:"FILE" help:"Recipe that says what the layer is; without it the built-in one whose pattern fits the file's name."`
	Layer       string `placeholder:"NAME" help:"Only this layer: a recipe's id or the name in the file; of a service, the feature type or collection."`
	CRS         string `name:"crs" placeholder:"EPSG:3067" help:"Reference system, instead of what the file says."`
	Encoding    string `placeholder:"NAME" help:"Character encoding, where the file does not say."`
	ID          string `name:"id" help:"Without a recipe: id of the layer."`
	Theme       string `help:"Without a recipe: theme of the layer."`
	Title       string `help:"Without a recipe: title of the layer."`
	Key         string `help:"Without a recipe: attribute that names a feature for good."`
	Attribution string `help:"Without a recipe: who made the data, as the licence demands."`
	Licence     string `help:"Without a recipe: on what terms it may be used."`
	Publish     bool   `help:"Publish the version; without it the version waits for approval."`
	DryRun      bool   `help:"Read, validate and report everything, and keep nothing."`

	ConfirmShrink bool `help:"With --publish: publish also what takes over a fifth of a layer away."`
}

func (c *importCommand) Run(ctx context.Context, p *program) error {
	options := layers.ImportOptions{
		Path: c.Source, Layer: c.Layer, CRS: c.CRS, Encoding: c.Encoding, ID: c.ID, Theme: layers.Theme(c.Theme), Title: c.Title,
		Key: c.Key, Attribution: c.Attribution, Licence: c.Licence, Publish: c.Publish, ConfirmShrink: c.ConfirmShrink,
		DryRun: c.DryRun, Progress: p.importProgress(), Count: p.onTerminal(),
	}
	if c.Recipe != "" {
		recipe, err := readRecipe(c.Recipe)
		if err != nil {
			return usageError{err}
		}
		options.Recipe = &recipe
	}
	if isAddress(c.Source) {
		// Which of the built-in recipes fits is known by the file's name only; the rest is known before.
		if c.Recipe != "" || c.ID != "" || c.Theme != "" {
			if err := options.ValidateRecipe(); err != nil {
				return usageError{err}
			}
		}
		fetched, err := p.download(ctx, c.Source, c.Layer)
		if err != nil {
			return err
		}
		defer fetched.Remove()
		options.Path, options.Fetched = fetched.Path, true
		if fetched.Kind != fetch.KindFile {
			options.Layer = "" // it named the service's layer, which is the only one there now
		}
	}
	if err := options.Validate(); err != nil {
		return usageError{err}
	}
	return p.withLayers(ctx, func(_ *pg.DB, store *layers.Store) error {
		reports, err := store.Import(ctx, options)
		p.endProgress()
		return errors.Join(advised(p, err), c.print(ctx, p, store, reports))
	})
}

// print writes one report per layer; with --json one line each.
func (c *importCommand) print(ctx context.Context, p *program, store *layers.Store, reports []layers.Report) error {
	for _, report := range reports {
		if c.JSON {
			line, err := json.Marshal(report.In(i18n.English))
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintf(p.stdout, "%s\n", line); err != nil {
				return err
			}
			continue
		}
		became := "nothing was kept"
		if !report.DryRun {
			version, err := store.Version(ctx, report.Version)
			if err != nil {
				return err
			}
			became = fmt.Sprintf("version %d is %s", report.Version, version.State)
		}
		if _, err := fmt.Fprintf(p.stdout, "%s: %s: %d of %d features, %d repaired, %d refused (%.1f s)\n",
			report.Layer, became, report.Imported, report.Read, report.RepairedCount, report.RefusedCount, report.Seconds); err != nil {
			return err
		}
		for _, warning := range report.Warnings {
			p.say("%s: %s", report.Layer, warning)
		}
		for _, line := range reportLines(report) {
			p.say("%s: %s", report.Layer, line)
		}
		for _, d := range report.Decisions() {
			p.say("%s: to decide: %s: %.1f → %.1f m², %s", report.Layer, d.Feature, d.AreaBefore, d.AreaAfter, d.Reason)
		}
		for _, refusal := range report.Refused {
			p.say("%s: refused %s: %s", report.Layer, refusal.ID, refusal.Reason)
		}
	}
	return nil
}

// reportLines are the report's members, beside its warnings, that somebody at a terminal wants to know.
func reportLines(report layers.Report) []string {
	var lines []string
	add := func(count int64, format string, args ...any) {
		if count > 0 {
			lines = append(lines, fmt.Sprintf(format, args...))
		}
	}
	add(int64(len(report.Missing)), "the file has no attribute %s, which the recipe names", strings.Join(report.Missing, ", "))
	for _, c := range report.Columns {
		if c.Mismatches > 0 && len(c.Wrong) > 0 && c.Type != "" {
			add(c.Mismatches, "%d values of %s are not of type %s, such as %s of %s", c.Mismatches, c.Name, c.Type, c.Wrong[0].Value, c.Wrong[0].ID)
		}
	}
	flat, twice := report.Flattened, report.Duplicates
	add(twice.Count, "%d features have the id of another; they got ids with #2 and so on: %s", twice.Count, strings.Join(twice.Examples, ", "))
	add(flat.Z, "heights were dropped from %d features", flat.Z)
	add(flat.M, "measures were dropped from %d features", flat.M)
	add(flat.Curves, "curves of %d features were stroked to 1 cm", flat.Curves)
	add(report.RepairedCount-int64(len(report.Repaired)), "%d more features were repaired than are listed", report.RepairedCount-int64(len(report.Repaired)))
	add(report.RefusedCount-int64(len(report.Refused)), "%d more features were refused than are listed", report.RefusedCount-int64(len(report.Refused)))
	return lines
}

func readRecipe(name string) (layers.Recipe, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return layers.Recipe{}, fmt.Errorf("recipe: %w", err)
	}
	recipe, err := layers.ParseRecipe(data)
	if err != nil {
		return recipe, fmt.Errorf("%s: %w", name, err)
	}
	return recipe, nil
}
