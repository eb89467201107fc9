package layers

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lupakartta/geo/ewkb"
	"lupakartta/internal/i18n"
	"lupakartta/layers/source"
)

// ImportOptions say what to import and what to do with it.
type ImportOptions struct {
	Path     string   // a file, an archive, or a folder
	Name     string   // as whom people and recipes know it; empty: the path's last element
	By       Importer // who imports
	Fetched  bool     // the path is of layers/fetch (source.Options.Schema)
	Recipe   *Recipe  // nil: the embedded recipes that match the path
	Recipes  []Recipe // instead of the embedded ones, to choose from
	Layer    string   // only this one: a recipe's id, or without a recipe the layer's name in the file
	CRS      string   // "EPSG:3067": instead of what the file or the recipe says
	Encoding string   // of a shapefile's table or of a CSV, where the file does not say

	// Without a recipe these make one that promises nothing.
	ID          string
	Theme       Theme
	Title       string
	Key         string
	Attribution string
	Licence     string

	DryRun        bool // everything is validated and reported, nothing is kept
	Publish       bool // whoever runs the service takes the report as it is
	ConfirmShrink bool // and lets over a fifth of a layer go
	SkipUnchanged bool // make no version where the published one has the same checksum and recipe
	Limits        source.Limits
	Timeout       time.Duration  // of one layer; 0: an hour
	Progress      func(Progress) // called now and then, from one goroutine
	Count         bool           // ask how many features there are, so that progress can tell what is left
}

// Faults of an import that a caller tells apart.
var (
	ErrNoRecipe = errors.New("no recipe matches")
	ErrNothing  = errors.New("nothing was imported")
)

// Validate reports what is wrong with the options themselves, before anything is read or a database is needed.
func (o ImportOptions) Validate() error {
	if err := o.ValidateRecipe(); err != nil {
		return err
	}
	if _, err := os.Stat(o.Path); err != nil {
		return fmt.Errorf("import: %w", err)
	}
	return nil
}

// ValidateRecipe does so for all but the path, of which it needs the name only.
func (o ImportOptions) ValidateRecipe() error {
	_, err := o.recipes()
	if err == nil && o.CRS != "" {
		_, err = source.ParseCRS(o.CRS)
	}
	if err != nil {
		return fmt.Errorf("import %s: %w", filepath.Base(o.Path), err)
	}
	return nil
}

// Import reads a file into new versions, one for each layer that a recipe finds in it. A layer that fails does not
// stop the others; the error then names it, and nothing of it stays. Reports come in the recipes' order.
func (s *Store) Import(ctx context.Context, o ImportOptions) ([]Report, error) {
	if o.Timeout == 0 {
		o.Timeout = time.Hour
	}
	recipes, err := o.recipes()
	if err != nil {
		return nil, fmt.Errorf("import %s: %w", filepath.Base(o.Path), err)
	}
	from, err := source.Open(o.Path, o.Limits)
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	defer from.Close()
	from.Name = cmp.Or(o.Name, from.Name)
	var reports []Report
	var faults []error
	for _, recipe := range recipes {
		report, err := s.importLayer(ctx, o, from, recipe)
		if err != nil {
			faults = append(faults, fmt.Errorf("import %s as %s: %w", from.Name, recipe.ID, err))
		}
		if report.Layer != "" {
			reports = append(reports, report)
		}
	}
	return reports, errors.Join(faults...)
}

// recipes chooses what to import the path with.
func (o ImportOptions) recipes() ([]Recipe, error) {
	switch {
	case o.Recipe != nil:
		recipe := *o.Recipe
		if recipe.File.Layer == "" {
			recipe.File.Layer = o.Layer
		}
		return []Recipe{recipe}, nil
	case o.ID != "" || o.Theme != "":
		return o.plainRecipe()
	}
	known := o.Recipes
	if known == nil {
		known = Recipes()
	}
	found := slices.DeleteFunc(slices.Clone(known), func(r Recipe) bool {
		return !r.File.Matches(cmp.Or(o.Name, o.Path)) || o.Layer != "" && o.Layer != r.ID && o.Layer != r.File.Layer
	})
	if len(found) == 0 {
		var names []string
		for _, r := range known {
			names = append(names, r.ID+" ("+r.File.Match+")")
		}
		return nil, fmt.Errorf("%w; name an id and a theme, or give a recipe. Known: %s", ErrNoRecipe, strings.Join(names, ", "))
	}
	return found, nil
}

// plainRecipe makes a recipe that knows no attributes and claims no coverage.
func (o ImportOptions) plainRecipe() ([]Recipe, error) {
	title := o.Title
	if title == "" {
		title = o.ID
	}
	r := Recipe{ID: o.ID, Theme: o.Theme, Title: i18n.Text{Fi: title, Sv: title, En: title}, Key: o.Key,
		Attribution: o.Attribution, Licence: o.Licence, Coverage: Coverage{Kind: CoverNone}, File: FileRecipe{Layer: o.Layer}}
	if r.Attribution == "" {
		r.Attribution = cmp.Or(o.Name, filepath.Base(o.Path))
	}
	if r.Licence == "" {
		r.Licence = "not stated"
	}
	return []Recipe{r}, r.Validate()
}

// importLayer makes one version.
func (s *Store) importLayer(ctx context.Context, o ImportOptions, from *source.Source, recipe Recipe) (Report, error) {
	ctx, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()
	meter := newMeter(recipe.ID, o.Progress)
	tell := meter.tell
	sum, err := from.Checksum()
	if err != nil {
		return Report{}, err
	}
	if o.SkipUnchanged {
		if same, err := s.unchanged(ctx, recipe, sum); err != nil || same {
			tell(0, Unchanged)
			return Report{}, err
		}
	}
	names, err := recipe.File.layersIn(ctx, from)
	if err != nil {
		return Report{}, err
	}
	in, err := from.Read(ctx, o.reading(recipe, names[0]))
	if err != nil {
		return Report{}, err
	}
	defer in.Close()
	if o.Count {
		defer meter.count(ctx, from, names)()
	}
	build, err := s.Begin(ctx, recipe, Origin{Name: from.Name, SHA256: sum, CRS: source.CRSName(in.SRID), By: o.By})
	if err != nil {
		return Report{}, err
	}
	build.dry = o.DryRun
	warnings, err := o.copyAll(ctx, build, from, in, names[1:], func(read int64) { tell(read, Reading) })
	if err != nil {
		build.Abort(ctx, err)
		return Report{}, err
	}
	tell(build.read, Validating)
	report, err := build.finishWith(ctx, warnings)
	if err != nil {
		return Report{}, err
	}
	if report.Imported == 0 {
		err := fmt.Errorf("%w: %d features read, %d refused", ErrNothing, report.Read, report.RefusedCount)
		if o.DryRun {
			return report, err
		}
		return report, errors.Join(err, s.drop(ctx, report.Version, err, Waiting))
	}
	if o.Publish && !o.DryRun {
		tell(build.read, Publishing)
		if err := s.Publish(ctx, report.Version, Approval{DecideAll: true, ConfirmShrink: o.ConfirmShrink}); err != nil {
			return report, err
		}
	}
	tell(build.read, Finished)
	return report, nil
}

// unchanged tells whether the published version was made from the same bytes with the same recipe, and after the
// layers that its coverage comes from.
func (s *Store) unchanged(ctx context.Context, recipe Recipe, sum string) (bool, error) {
	data, err := json.Marshal(recipe)
	if err != nil {
		return false, err
	}
	var same bool
	err = s.pool.QueryRow(ctx, `select exists (select from layers l join layer_versions v on v.number = l.current
		where l.id = $1 and v.source_sha256 = $2 and v.recipe = $3::jsonb and not exists (
			select from layers d where d.current > v.number and (d.id = $4 or $5 and d.theme = 'municipality')))`,
		recipe.ID, sum, data, recipe.Coverage.Layer, recipe.Coverage.Kind == CoverMunicipality || recipe.Coverage.Kind == CoverCountry).Scan(&same)
	if err != nil {
		return false, fmt.Errorf("look for an unchanged version of %s: %w", recipe.ID, err)
	}
	return same, nil
}

// reading is what the options and the recipe together say about reading the layer.
func (o ImportOptions) reading(recipe Recipe, layer string) source.Options {
	file := recipe.File
	return source.Options{Layer: layer, CRS: cmp.Or(o.CRS, file.CRS), Encoding: cmp.Or(o.Encoding, file.Encoding), X: file.X, Y: file.Y, WKT: file.WKT, Schema: o.Fetched}
}

// copyFeatures adds every feature that the recipe wants to the build, and returns what there is to warn of.
func copyFeatures(build *Builder, in *source.Features, tell func(read int64)) ([]source.Note, error) {
	var attributes []byte
	suspect := sample{}
	names := spelling{recipe: &build.recipe}
	var columns []source.Column
	before := build.read
	leftOut, told := 0, false // rows that the recipe does not want, and whether any of them has the attribute that tells
	for {
		row, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			// The reading process may know better why its output ended.
			return nil, errors.Join(in.End(), err)
		}
		row = names.of(row)
		if !slices.Equal(columns, row.Columns) {
			columns = slices.Clone(row.Columns)
			build.columns.declare(row.Names())
		}
		if where := build.recipe.File.Where; !where.keeps(row) {
			leftOut++
			told = told || slices.Contains(row.Names(), where.Attribute)
			continue
		}
		if err := suspect.judge(row.EWKB, in.SRID); err != nil {
			return nil, err
		}
		attributes = row.Attributes(attributes[:0])
		if err := build.Add(Feature{SourceID: build.recipe.keyOf(row), EWKB: row.EWKB, Attributes: attributes}); err != nil {
			return nil, err
		}
		if build.read%progressEvery == 0 {
			tell(build.read)
		}
	}
	tell(build.read)
	err := errors.Join(in.End(), suspect.verdict())
	warnings := append(in.Warnings, names.warnings()...)
	if where := build.recipe.File.Where; leftOut > 0 {
		warnings = append(warnings, note("rows_left_out", "attribute", where.Attribute, "count", leftOut))
		if !told && build.read == before {
			err = errors.Join(err, fmt.Errorf("no feature has the attribute %s, which the recipe chooses by: %w", where.Attribute, source.ErrFormat))
		}
	}
	return warnings, err
}

// keeps tells whether the recipe wants the row.
func (w *Where) keeps(row source.Row) bool {
	if w == nil {
		return true
	}
	value, ok := row.JSON(w.Attribute)
	return ok && slices.Contains(w.In, attributeText(value))
}

// sampleSize is how many features must all look wrong before a whole import is refused for its reference system.
const sampleSize = 20

// sample judges the first features: when the declared reference system fits none of them, the declaration is wrong.
type sample struct {
	seen, wrong int
	doubt       *source.Doubt // the last
}

func (s *sample) judge(geom []byte, srid int) error {
	if s.seen >= sampleSize || geom == nil {
		return nil
	}
	shape, err := ewkb.Examine(geom)
	if err != nil {
		return nil //nolint:nilerr // the builder refuses this feature by itself
	}
	s.seen++
	if shape.SRID != 0 {
		srid = shape.SRID
	}
	if doubt := source.Suspicion(srid, shape.Bound); doubt != nil {
		s.wrong++
		s.doubt = doubt
	}
	if s.seen == sampleSize {
		return s.verdict()
	}
	return nil
}

func (s *sample) verdict() error {
	if s.seen > 0 && s.wrong == s.seen {
		return s.doubt
	}
	return nil
}
