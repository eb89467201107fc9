package imports

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/layers"
	"lupakartta/layers/fetch"
	"lupakartta/layers/source"
)

// Bounds of what is chosen and offered.
const (
	mostParts   = 100
	mostOffered = 500
)

// crsForm is that of reference systems in choices.
var crsForm = regexp.MustCompile(`^EPSG:[0-9]{4,6}$`)

// needError says that somebody must choose before an import goes on.
type needError struct{ choices Choices }

func (e *needError) Error() string { return "needs a choice: " + string(e.choices.Need) }

// read makes versions of the file, one for each part.
func (w *Worker) read(ctx context.Context, imp *Import, path string, beat *beat) ([]layers.Report, error) {
	options, err := w.options(ctx, imp, path)
	if err != nil {
		return nil, err
	}
	var reports []layers.Report
	for n, o := range options {
		o.Progress, o.Count = beat.read, true
		made, err := w.store.Import(ctx, o)
		reports = append(reports, made...)
		if err != nil {
			return reports, w.needs(ctx, imp, path, n, err)
		}
	}
	w.compare(ctx, reports, beat)
	return reports, nil
}

// comparing is the step in which it is worked out what the new versions change.
const comparing layers.Step = "comparing"

// compare works the differences out while nobody waits for them yet. Where it fails, whoever asks tries again.
func (w *Worker) compare(ctx context.Context, reports []layers.Report, beat *beat) {
	for _, report := range reports {
		beat.read(layers.Progress{Layer: report.Layer, Step: comparing, Read: report.Imported, Total: report.Imported})
		if _, err := w.store.Difference(ctx, report.Version); err != nil && ctx.Err() == nil {
			w.Log.WarnContext(ctx, "difference not worked out", "layer", report.Layer, "version", report.Version, "error", err)
		}
	}
}

// options are one import of package layers for each part that was chosen, or for what recipes know of the file.
func (w *Worker) options(ctx context.Context, imp *Import, path string) ([]layers.ImportOptions, error) {
	plain := layers.ImportOptions{Path: path, Fetched: imp.Kind == Address, Name: imp.Name, Limits: w.Limits,
		By: layers.Importer{Person: imp.Party, Authority: imp.Authority.ID, Import: imp.ID}}
	parts := imp.Options.Parts
	if len(parts) == 0 && imp.Layer != "" {
		parts = []Part{{Recipe: imp.Layer}}
	}
	if len(parts) == 0 {
		for _, recipe := range layers.RecipesFor(imp.Name) {
			parts = append(parts, Part{Recipe: recipe.ID})
		}
	}
	if len(parts) == 0 {
		return nil, w.need(ctx, imp, path, Choices{Need: NeedRecipe})
	}
	var list []layers.ImportOptions
	for _, part := range parts {
		recipe, err := w.recipe(ctx, part)
		if err != nil {
			return nil, err
		}
		o := plain
		o.Recipe, o.CRS, o.Encoding = &recipe, part.CRS, part.Encoding
		list = append(list, o)
	}
	return list, nil
}

// partOnly is why a layer claims nothing of which only a part was imported.
var partOnly = layers.Grounds{Text: i18n.Text{Fi: "aineiston tasoista tuotiin vain yksi, joten puuttuminen ei todista mitään",
	Sv: "bara ett av materialets lager importerades, så att något saknas bevisar ingenting", En: "only one of the layers of the data was imported, so absence proves nothing"}}

// recipe is what a part becomes: by a recipe that comes with the program, by that of a layer that is there, or a
// description.
func (w *Worker) recipe(ctx context.Context, part Part) (recipe layers.Recipe, err error) {
	known := layers.Recipes()
	at := slices.IndexFunc(known, func(r layers.Recipe) bool { return r.ID == part.Recipe })
	switch {
	case part.New != nil:
		recipe = part.New.Recipe()
		var there bool
		if err = w.Pool.QueryRow(ctx, `select exists (select from layers where id = $1 and current is not null)`, recipe.ID).Scan(&there); err != nil {
			return recipe, fmt.Errorf("recipe of %s: %w", recipe.ID, err)
		}
		if there {
			return recipe, errExists
		}
	case at >= 0:
		recipe = known[at]
	default:
		err = w.Pool.QueryRow(ctx, `select recipe from layers where id = $1`, part.Recipe).Scan(&recipe)
		if errors.Is(err, pgx.ErrNoRows) {
			return recipe, fmt.Errorf("%w: %s", layers.ErrNoRecipe, part.Recipe)
		}
		if err != nil {
			return recipe, fmt.Errorf("recipe of %s: %w", part.Recipe, err)
		}
	}
	if part.Layer != "" && len(recipe.File.Layers) > 0 {
		recipe.Coverage = layers.Coverage{Kind: layers.CoverNone, Why: partOnly} // the claim is about all of them together
	}
	if part.Layer != "" {
		recipe.File.Layer, recipe.File.Layers = part.Layer, nil
	}
	if part.X != "" {
		recipe.File.X, recipe.File.Y, recipe.File.WKT = part.X, part.Y, ""
	}
	if part.WKT != "" {
		recipe.File.X, recipe.File.Y, recipe.File.WKT = "", "", part.WKT
	}
	return recipe, nil
}

// mend says that a choice mends an error.
type mend struct {
	err  error
	need Need
}

// mended are the errors that somebody's choice mends, the most particular first.
var mended = []mend{{source.ErrNoColumns, NeedColumns}, {source.ErrNoLayer, NeedLayer}, {source.ErrSuspicious, NeedCRS}, {source.ErrNoCRS, NeedCRS}, {source.ErrDefinition, NeedCRS}}

// needs turns an error that somebody's choice mends into what can be chosen. No reference system turns axes round.
func (w *Worker) needs(ctx context.Context, imp *Import, path string, part int, err error) error {
	at := slices.IndexFunc(mended, func(m mend) bool { return errors.Is(err, m.err) })
	var doubt *source.Doubt
	if at < 0 || ctx.Err() != nil || errors.As(err, &doubt) && doubt.Swapped {
		return err
	}
	choices := Choices{Need: mended[at].need, Part: part, Detail: err.Error()}
	if doubt != nil {
		choices.Declared, choices.LooksLike = doubt.Declared, doubt.Looks
	}
	var table *source.NoColumnsError
	if errors.As(err, &table) {
		choices.Columns = table.Columns[:min(len(table.Columns), mostOffered)]
	}
	return w.need(ctx, imp, path, choices)
}

// need fills in what can be chosen.
func (w *Worker) need(ctx context.Context, imp *Import, path string, choices Choices) error {
	from, err := source.Open(path, w.Limits)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	defer from.Close()
	if choices.Layers, err = inside(ctx, from); err != nil {
		return err
	}
	if choices.Recipes, err = w.recipes(ctx, imp); err != nil {
		return err
	}
	return &needError{choices}
}

// recipes are the layers that the authority keeps, and those that would be new, by their ids.
func (w *Worker) recipes(ctx context.Context, imp *Import) ([]string, error) {
	rows, err := w.Pool.Query(ctx, `select id, keeper is not distinct from $1 from layers where keeper is not null or current is not null or $1::uuid is null order by id`, pg.OrNull(imp.Authority.ID))
	if err != nil {
		return nil, fmt.Errorf("layers: %w", err)
	}
	offered, taken := []string{}, map[string]bool{}
	var id string
	var mine bool
	if _, err := pgx.ForEachRow(rows, []any{&id, &mine}, func() error {
		if taken[id] = true; mine {
			offered = append(offered, id)
		}
		return nil
	}); err != nil {
		return nil, fmt.Errorf("layers: %w", err)
	}
	for _, recipe := range layers.Recipes() {
		if !taken[recipe.ID] && !(recipe.National() && imp.Authority.ID != uuid.Nil) {
			offered = append(offered, recipe.ID)
		}
	}
	slices.Sort(offered)
	return offered[:min(len(offered), mostOffered)], nil
}

// inside are the layers of a file. One that is a layer by its nature is called as the file is kept: that is no name.
func inside(ctx context.Context, from *source.Source) ([]FileLayer, error) {
	found, err := from.Layers(ctx)
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	list := []FileLayer{}
	for _, l := range found[:min(len(found), mostOffered)] {
		if from.Single() {
			l.Name = ""
		}
		list = append(list, FileLayer{Name: l.Name, CRS: l.CRS, Geometry: l.Geometry, Features: l.Features})
	}
	return list, nil
}

// serviceNeeds is the choice among the layers of a service.
func serviceNeeds(err error) error {
	var several *fetch.ChoiceError
	if !errors.As(err, &several) {
		return err
	}
	choices := Choices{Need: NeedLayer, Layers: []FileLayer{}, Recipes: []string{}, Detail: strings.TrimSpace(err.Error())}
	for _, c := range several.Choices[:min(len(several.Choices), mostOffered)] {
		choices.Service = append(choices.Service, FileLayer{Name: c.Name, Title: c.Title, CRS: c.CRS, Features: -1})
	}
	return &needError{choices}
}
