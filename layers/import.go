package layers

import (
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

	"lupakartta/internal/i18n"
)

// ImportOptions say what to import and what to do with it.
type ImportOptions struct {
	Path     string   // a file, an archive, or a folder
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

	Publish       bool
	SkipUnchanged bool // make no version where the published one has the same checksum and recipe
	Limits        Limits
	Timeout       time.Duration  // of one layer; 0: an hour
	Progress      func(Progress) // called now and then, from one goroutine
}

// Progress is how far the import of one layer has come.
type Progress struct {
	Layer   string
	Read    int64
	Step    Step
	Elapsed time.Duration
}

// Step is what an import is doing.
type Step string

// Steps of an import.
const (
	Reading    Step = "reading"
	Validating Step = "validating"
	Publishing Step = "publishing"
	Finished   Step = "finished"
	Unchanged  Step = "unchanged"
)

// progressEvery is the number of features between two reports of progress.
const progressEvery = 5_000

// Faults of an import that a caller tells apart.
var (
	ErrNoRecipe = errors.New("no recipe matches")
	ErrNothing  = errors.New("nothing was imported")
	errNoCRS    = errors.New("the file does not say its reference system, or says one that is not in the EPSG register: name it, e.g. EPSG:3067")
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
		_, err = ParseCRS(o.CRS)
	}
	if err != nil {
		return fmt.Errorf("import %s: %w", filepath.Base(o.Path), err)
	}
	return nil
}

// Import reads a file into new versions, one for each layer that a recipe finds in it. A layer that fails does not
// stop the others; the error then names it, and nothing of it stays. Reports come in the recipes' order.
func (s *Store) Import(ctx context.Context, o ImportOptions) ([]Report, error) {
	o.Limits = o.Limits.orDefaults()
	if o.Timeout == 0 {
		o.Timeout = time.Hour
	}
	recipes, err := o.recipes()
	if err != nil {
		return nil, fmt.Errorf("import %s: %w", filepath.Base(o.Path), err)
	}
	from, err := openSource(o.Path, o.Limits)
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	defer from.close()
	var reports []Report
	var faults []error
	for _, recipe := range recipes {
		report, err := s.importLayer(ctx, o, from, recipe)
		if err != nil {
			faults = append(faults, fmt.Errorf("import %s as %s: %w", from.name, recipe.ID, err))
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
		return !r.File.Matches(o.Path) || o.Layer != "" && o.Layer != r.ID && o.Layer != r.File.Layer
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
		r.Attribution = filepath.Base(o.Path)
	}
	if r.Licence == "" {
		r.Licence = "not stated"
	}
	return []Recipe{r}, r.Validate()
}

// importLayer makes one version.
func (s *Store) importLayer(ctx context.Context, o ImportOptions, from *source, recipe Recipe) (Report, error) {
	ctx, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()
	begun := time.Now()
	tell := func(read int64, step Step) {
		if o.Progress != nil {
			o.Progress(Progress{Layer: recipe.ID, Read: read, Step: step, Elapsed: time.Since(begun)})
		}
	}
	sum, err := from.checksum()
	if err != nil {
		return Report{}, err
	}
	if o.SkipUnchanged {
		if same, err := s.unchanged(ctx, recipe, sum); err != nil || same {
			tell(0, Unchanged)
			return Report{}, err
		}
	}
	in, err := openFeatures(ctx, o, from, recipe)
	if err != nil {
		return Report{}, err
	}
	defer in.close()
	build, err := s.Begin(ctx, recipe, Origin{Name: from.name, SHA256: sum, CRS: crsName(in.srid)})
	if err != nil {
		return Report{}, err
	}
	if err := in.copyTo(build, func(read int64) { tell(read, Reading) }); err != nil {
		build.Abort(ctx, err)
		return Report{}, err
	}
	tell(build.read, Validating)
	report, err := build.finishWith(ctx, in.warnings)
	if err != nil {
		return Report{}, err
	}
	if report.Imported == 0 {
		err := fmt.Errorf("%w: %d features read, %d refused", ErrNothing, report.Read, len(report.Refused))
		return report, errors.Join(err, s.drop(ctx, report.Version, err, Waiting))
	}
	if o.Publish {
		tell(build.read, Publishing)
		if err := s.Publish(ctx, report.Version); err != nil {
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

// features streams one layer out of a source.
type features struct {
	recipe   Recipe
	srid     int // of the whole layer
	warnings []string
	next     func() (columns []dumpColumn, fields []dumpField, geom []byte, err error)
	end      func() error // tells what went wrong after the last row
	close    func()
}

// openFeatures puts the layer into a folder of its own and starts the format's reader.
func openFeatures(ctx context.Context, o ImportOptions, from *source, recipe Recipe) (*features, error) {
	folder, err := newFolder()
	if err != nil {
		return nil, err
	}
	in, err := openIn(ctx, o, from, recipe, folder)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	stop := in.close
	in.close = func() {
		if stop != nil {
			stop()
		}
		_ = os.RemoveAll(folder)
	}
	return in, nil
}

func openIn(ctx context.Context, o ImportOptions, from *source, recipe Recipe, folder string) (*features, error) {
	if len(from.parts) > 0 {
		return openParts(ctx, o, from, recipe, folder)
	}
	layer := recipe.File.Layer
	if inside := from.layers(); len(inside) > 0 && layer == "" {
		if len(inside) > 1 {
			return nil, fmt.Errorf("the archive has several layers, name one: %s", strings.Join(inside, ", "))
		}
		layer = inside[0]
	}
	format, err := from.put(layer, folder)
	if err != nil {
		return nil, err
	}
	crs := o.CRS
	if crs == "" {
		crs = recipe.File.CRS
	}
	if crs != "" {
		srid, err := ParseCRS(crs)
		if err != nil {
			return nil, err
		}
		crs = crsName(srid)
	}
	if o.Encoding != "" {
		recipe.File.Encoding = o.Encoding
	}
	switch format {
	case FormatCSV:
		return openCSV(filepath.Join(folder, format.fileName()), recipe, crs)
	case FormatTraffic:
		if err := flattenTraffic(filepath.Join(folder, format.fileName()), filepath.Join(folder, FormatGeoJSON.fileName())); err != nil {
			return nil, err
		}
		format = FormatGeoJSON
	}
	return openGDAL(ctx, o, format, layer, crs, recipe, folder)
}

// openParts reads the files of a folder one after the other as one layer. Each feature gets its file's name, without
// extension, as attribute "file".
func openParts(ctx context.Context, o ImportOptions, from *source, recipe Recipe, folder string) (*features, error) {
	whole := &features{recipe: recipe}
	var part *features
	left := from.parts
	name := ""
	open := func() error {
		if part != nil {
			part.close()
		}
		inner := filepath.Join(folder, fmt.Sprintf("part%d", len(left)))
		if err := errors.Join(os.Mkdir(inner, 0o755), os.Chmod(folder, 0o755)); err != nil {
			return err
		}
		one := *from
		name = layerName(left[0])
		one.path, one.parts = left[0], nil
		left = left[1:]
		var err error
		if part, err = openIn(ctx, o, &one, recipe, inner); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	}
	if err := open(); err != nil {
		return nil, err
	}
	whole.srid = part.srid
	whole.next = func() ([]dumpColumn, []dumpField, []byte, error) {
		for {
			columns, fields, geom, err := part.next()
			if err == nil {
				return append(slices.Clip(columns), dumpColumn{name: "file"}), append(slices.Clip(fields), dumpField(name)), geom, nil
			}
			if !errors.Is(err, io.EOF) {
				return nil, nil, nil, err
			}
			err = part.end()
			whole.warnings = append(whole.warnings, part.warnings...)
			if err != nil {
				return nil, nil, nil, fmt.Errorf("%s: %w", name, err)
			}
			if len(left) == 0 {
				return nil, nil, nil, io.EOF
			}
			if err := open(); err != nil {
				return nil, nil, nil, err
			}
		}
	}
	whole.end = func() error { return nil }
	whole.close = func() { part.close() }
	return whole, nil
}

func openCSV(name string, recipe Recipe, crs string) (*features, error) {
	srid := 0
	if crs != "" {
		srid, _ = ParseCRS(crs)
	}
	t, err := openTable(name, recipe.File, srid)
	if err != nil {
		return nil, err
	}
	next := func() ([]dumpColumn, []dumpField, []byte, error) {
		fields, geom, err := t.next()
		return t.columns, fields, geom, err
	}
	return &features{recipe: recipe, srid: srid, next: next, end: func() error { return nil }, close: t.close}, nil
}

func openGDAL(ctx context.Context, o ImportOptions, format Format, layer, crs string, recipe Recipe, folder string) (*features, error) {
	in := &features{recipe: recipe}
	if err := giveFolder(folder); err != nil {
		return nil, err
	}
	encoding := ""
	switch format {
	case FormatGeoJSON:
		layer = "" // one layer, whatever it is called
		if err := unwrap(filepath.Join(folder, format.fileName())); err != nil {
			return nil, err
		}
	case FormatShapefile:
		layer = ""
		var warning string
		if encoding, warning = dbfEncoding(folder, recipe.File.Encoding); warning != "" {
			in.warnings = append(in.warnings, warning)
		}
	}
	if format.multiLayer() && layer == "" {
		names, err := listLayers(ctx, folder, format, o.Limits)
		if err != nil {
			return nil, err
		}
		if len(names) != 1 {
			return nil, fmt.Errorf("the file has %d layers, name one: %s", len(names), strings.Join(names, ", "))
		}
		layer = names[0]
	}
	d, err := startDump(ctx, folder, format, layer, crs, encoding, o.Limits)
	if err != nil {
		return nil, err
	}
	in.close = d.stop
	in.end = func() error {
		warnings, err := d.wait()
		in.warnings = append(in.warnings, warnings...)
		return err
	}
	return in, in.readAhead(d)
}

// readAhead reads the first row, so that the layer's reference system is known before anything is stored.
func (in *features) readAhead(d *dump) error {
	table, fields, err := d.next()
	if err != nil && !errors.Is(err, io.EOF) {
		_, fault := d.wait()
		return errors.Join(err, fault)
	}
	switch {
	case table == nil && d.table == nil:
		return errors.Join(in.end(), errors.New("the file has no such layer"))
	case d.table.geometry == "":
		d.stop()
		return errors.New("the layer has no geometry")
	case d.table.srid == 0:
		d.stop()
		return errNoCRS
	}
	in.srid = d.table.srid
	first := true
	in.next = func() ([]dumpColumn, []dumpField, []byte, error) {
		if !first {
			if table, fields, err = d.next(); err != nil {
				return nil, nil, nil, err
			}
		} else if first = false; err != nil {
			return nil, nil, nil, err
		}
		for i, column := range table.columns {
			if column.name == table.geometry {
				geom, err := geometryOf(fields[i])
				return table.columns, fields, geom, err
			}
		}
		return nil, nil, nil, errors.New("dump: rows without a geometry column")
	}
	return nil
}

// copyTo adds every feature that the recipe wants to the build.
func (in *features) copyTo(build *Builder, tell func(read int64)) error {
	var attributes []byte
	skip := func(name string) bool { return name == dumpFID || name == dumpGeometry || name == "wkb_geometry" }
	suspect := sample{}
	for {
		columns, fields, geom, err := in.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			// The reading process may know better why its output ended.
			return errors.Join(in.end(), err)
		}
		if !in.recipe.File.Where.keeps(columns, fields) {
			continue
		}
		if err := suspect.judge(geom, in.srid); err != nil {
			return err
		}
		attributes = appendAttributes(attributes[:0], columns, fields, skip)
		if err := build.Add(Feature{SourceID: keyOf(in.recipe.Key, columns, fields), EWKB: geom, Attributes: attributes}); err != nil {
			return err
		}
		if build.read%progressEvery == 0 {
			tell(build.read)
		}
	}
	tell(build.read)
	return errors.Join(in.end(), suspect.verdict())
}

// keyOf is the value of the key attribute; "fid" is the file's own number where no attribute has that name.
func keyOf(key string, columns []dumpColumn, fields []dumpField) string {
	if key == "" {
		return ""
	}
	number := ""
	for i, column := range columns {
		switch column.name {
		case key:
			return strings.TrimSpace(string(appendPlain(column.kind, fields[i])))
		case dumpFID:
			number = string(fields[i])
		}
	}
	if key == "fid" {
		return number
	}
	return ""
}

// appendPlain is a value as text, as attributeText would give it after storage.
func appendPlain(kind string, field dumpField) []byte {
	if field == nil {
		return nil
	}
	return []byte(attributeText(appendValue(nil, kind, field)))
}

// keeps tells whether the recipe wants the row.
func (w *Where) keeps(columns []dumpColumn, fields []dumpField) bool {
	if w == nil {
		return true
	}
	for i, column := range columns {
		if column.name == w.Attribute {
			return slices.Contains(w.In, strings.TrimSpace(string(appendPlain(column.kind, fields[i]))))
		}
	}
	return false
}

// sampleSize is how many features must all look wrong before a whole import is refused for its reference system.
const sampleSize = 20

// sample judges the first features: when the declared reference system fits none of them, the declaration is wrong.
type sample struct {
	seen, wrong int
	reason      string
}

func (s *sample) judge(geom []byte, srid int) error {
	if s.seen >= sampleSize || geom == nil {
		return nil
	}
	shape, err := examine(geom)
	if err != nil {
		return nil //nolint:nilerr // the builder refuses this feature by itself
	}
	s.seen++
	if shape.srid != 0 {
		srid = shape.srid
	}
	if reason := suspicion(srid, shape.bound); reason != "" {
		s.wrong++
		s.reason = reason
	}
	if s.seen == sampleSize {
		return s.verdict()
	}
	return nil
}

func (s *sample) verdict() error {
	if s.seen > 0 && s.wrong == s.seen {
		return errors.New(s.reason)
	}
	return nil
}
