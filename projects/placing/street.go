package placing

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/planar"

	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// Bounds of what is read of streets.
const (
	mostStretches = 5_000 // of one street, or of those that it crosses
	MostStreets   = 50    // that are listed
)

// Choice is one of several things that may be meant, which must be chosen.
type Choice struct {
	Pointer, Parameter   string // for what: a JSON Pointer into what was asked, or a parameter
	Value, Label, Detail string
	Point                *orb.Point // CRS84
}

// Choose is an error that says that something may mean several things.
type Choose struct {
	faults.Faults
	Choices []Choice
}

// Unwrap makes it faults.
func (c *Choose) Unwrap() error { return c.Faults }

// StreetOrder says which stretch of a street is meant.
type StreetOrder struct {
	Street, Municipality string // the municipality's code; empty: where there is one such street only
	From, To             string
	FromPoint, ToPoint   *orb.Point // CRS84: where a street is crossed several times, the crossing nearest to this
	Lang                 i18n.Lang
}

// Crossing is where a street meets another.
type Crossing struct {
	Name   string
	Point  orb.Point // CRS84
	At     float64   // metres along the street from one of its ends
	points []orb.Point
}

// Stretch is a street between two crossings.
type Stretch struct {
	Street       string
	Municipality *Named
	From, To     Crossing
	Geometry     orb.LineString // CRS84
}

// KnownStreet is a street of a municipality.
type KnownStreet struct {
	Name         string
	Municipality *Named    // nil: not known
	Bound        orb.Bound // CRS84
	Point        orb.Point // CRS84
}

// streetLayers are the published layers of lines of streets with names.
func (p *Placer) streetLayers() []layers.Layer {
	return slices.DeleteFunc(p.catalogue.ByTheme(layers.BaseStreet), func(l layers.Layer) bool {
		return len(streetNames(l.Version.Recipe)) == 0 || l.Version.GeometryType == "Point"
	})
}

// streetNames are the attributes that hold a street's name, in any language.
func streetNames(recipe layers.Recipe) (names []string) {
	for _, meaning := range []string{layers.MeaningName, layers.MeaningStreet, layers.MeaningNameSv, layers.MeaningStreetSv, layers.MeaningNameEn} {
		if name, ok := recipe.Meaning(meaning); ok {
			names = append(names, name)
		}
	}
	return names
}

// road is a street by its lines in EPSG:3067.
type road struct {
	name         string
	municipality *Named
	lines        []orb.LineString
}

// Stretch is the line of a street between two crossings, along the street's own lines.
func (p *Placer) Stretch(ctx context.Context, o StreetOrder) (*Stretch, error) {
	return tryLayers(p, func(layer layers.Layer) (*Stretch, error) { return p.stretchIn(ctx, layer, o) })
}

// tryLayers asks one layer of streets after the other until one has what is looked for. The first refusal is told.
func tryLayers[T any](p *Placer, look func(layers.Layer) (T, error)) (found T, err error) {
	all := p.streetLayers()
	if len(all) == 0 {
		return found, faults.Faults{{Pointer: "/street", Code: "streets_unknown"}}
	}
	var first error
	for _, layer := range all {
		if found, err = look(layer); err == nil {
			return found, nil
		}
		if first == nil || isUnknownStreet(first) {
			first = err
		}
	}
	return found, first
}

func isUnknownStreet(err error) bool {
	found, ok := err.(faults.Faults) //nolint:errorlint // our own, unwrapped
	return ok && found[0].Code == "street_not_found"
}

func (p *Placer) stretchIn(ctx context.Context, layer layers.Layer, o StreetOrder) (*Stretch, error) {
	street, err := p.road(ctx, layer, o.Street, o.Municipality, o.Lang)
	if err != nil {
		return nil, err
	}
	all, err := p.crossings(ctx, layer, street, o.Lang)
	if err != nil {
		return nil, err
	}
	from, err := choose(all, street.name, o.From, o.FromPoint, "/from")
	if err != nil {
		return nil, err
	}
	to, err := choose(all, street.name, o.To, o.ToPoint, "/to")
	if err != nil {
		return nil, err
	}
	line := newNetwork(street.lines, append(slices.Clone(from.points), to.points...)).way(from.points, to.points)
	if line == nil {
		code := "street_in_pieces"
		if planar.Distance(from.points[0], to.points[0]) <= oneCrosses {
			code = "same_crossing"
		}
		return nil, faults.Faults{{Pointer: "/to", Code: code, Values: map[string]any{"street": street.name}}}
	}
	shape, err := judge(geo.Transform(line, geo.TM35FIN, geo.CRS84))
	if err != nil {
		return nil, err
	}
	return &Stretch{Street: street.name, Municipality: street.municipality, From: from.Crossing, To: to.Crossing, Geometry: shape.(orb.LineString)}, nil //nolint:errcheck // a line stays one
}

// named is a crossing with every name that the other street has.
type named struct {
	Crossing
	names []string
}

// choose is the crossing with a street of that name.
func choose(all []named, street, name string, near *orb.Point, pointer string) (named, error) {
	var found []named
	for _, c := range all {
		if slices.ContainsFunc(c.names, func(known string) bool { return layers.Fold(known) == layers.Fold(name) }) {
			found = append(found, c)
		}
	}
	values := map[string]any{"street": street, "value": name, "count": len(found)}
	switch {
	case len(found) == 0:
		return named{}, faults.Faults{{Pointer: pointer, Code: "no_crossing", Values: values}}
	case len(found) == 1:
		return found[0], nil
	case near != nil:
		return slices.MinFunc(found, func(a, b named) int { return compare(distance(a.Point, *near), distance(b.Point, *near)) }), nil
	}
	several := &Choose{Faults: faults.Faults{{Pointer: pointer, Code: "several_crossings", Values: values}}}
	for i, c := range found {
		at := c.Point
		several.Choices = append(several.Choices, Choice{Pointer: pointer + "_point", Value: fmt.Sprintf("[%.7f,%.7f]", at[0], at[1]),
			Label: fmt.Sprintf("%s %d", c.Name, i+1), Detail: beyond(all, c), Point: &at})
	}
	return named{}, several
}

// beyond tells a crossing from others with the same street by the crossings next to it.
func beyond(all []named, c named) string {
	var names []string
	i := slices.IndexFunc(all, func(other named) bool { return other.At == c.At && other.Name == c.Name })
	for _, step := range []int{-1, 1} {
		k := i + step
		for k >= 0 && k < len(all) && all[k].Name == c.Name {
			k += step
		}
		if k >= 0 && k < len(all) {
			names = append(names, all[k].Name)
		}
	}
	return strings.Join(names, " – ")
}

// Crossings are the streets that a street crosses, in their order along it, and the street's lines in CRS84.
func (p *Placer) Crossings(ctx context.Context, street, municipality string, lang i18n.Lang) (*StreetCrossings, error) {
	return tryLayers(p, func(layer layers.Layer) (*StreetCrossings, error) {
		found, err := p.road(ctx, layer, street, municipality, lang)
		if err != nil {
			return nil, err
		}
		all, err := p.crossings(ctx, layer, found, lang)
		if err != nil {
			return nil, err
		}
		listed := &StreetCrossings{Street: found.name, Municipality: found.municipality}
		for _, c := range all {
			listed.Items = append(listed.Items, c.Crossing)
		}
		var lines orb.MultiLineString
		for _, line := range found.lines {
			lines = append(lines, line)
		}
		listed.Geometry = geo.Transform(lines, geo.TM35FIN, geo.CRS84)
		return listed, nil
	})
}

// StreetCrossings is a street with the streets that it crosses.
type StreetCrossings struct {
	Street       string
	Municipality *Named
	Items        []Crossing
	Geometry     orb.Geometry
}

// road reads the street of that name in a municipality.
func (p *Placer) road(ctx context.Context, layer layers.Layer, name, municipality string, lang i18n.Lang) (*road, error) {
	names, name := streetNames(layer.Version.Recipe), strings.TrimSpace(name)
	muni, args := p.municipalityAt(`st_pointonsurface(f.geom)`, []any{names, name, mostStretches + 1, likePatterns.Replace(name)})
	found := map[string]*road{}
	count := 0
	q := &question{about: layer.ID, sql: `select f.attributes, st_asbinary(st_force2d(f.geom)), coalesce(m.code, ''), coalesce(m.attributes, '{}'), coalesce(m.layer, 0)
		from ` + layer.Version.Table() + ` f left join lateral (` + muni + `) m on true
		where feature_words(f.attributes) like '% ' || lower($4::text) || E'\n%' -- by an index
			and st_dimension(f.geom) = 1 and exists (select from unnest($1::text[]) a where lower(f.attributes->>a) = lower($2::text)) order by f.fid limit $3`, args: args}
	q.read = func(rows pgx.Rows) error {
		var v, of values
		var shape []byte
		var code string
		var number int64
		_, err := pgx.ForEachRow(rows, []any{&v, &shape, &code, &of, &number}, func() error {
			g, err := wkb.Unmarshal(shape)
			if err != nil {
				return err
			}
			if found[code] == nil {
				found[code] = &road{name: v.name(layer.Version.Recipe, lang), municipality: p.municipalityOf(code, of, number, lang)}
			}
			found[code].lines = append(found[code].lines, lined(g)...)
			count++
			v, of = nil, nil
			return nil
		})
		return err
	}
	if err := p.askTogether(ctx, []*question{q}); err != nil {
		return nil, fmt.Errorf("street: %w", err)
	}
	return oneRoad(found, count, name, municipality)
}

// oneRoad is the street in the municipality that is meant.
func oneRoad(found map[string]*road, count int, name, municipality string) (*road, error) {
	values := map[string]any{"value": name, "max": mostStretches}
	fault := func(pointer, code string) faults.Faults {
		return faults.Faults{{Pointer: pointer, Code: code, Values: values}}
	}
	if municipality != "" && found[municipality] != nil {
		found = map[string]*road{municipality: found[municipality]}
	} else if municipality != "" && (len(found) > 1 || found[""] == nil) { // where borders are not known, any will do
		found = nil
	}
	switch {
	case len(found) == 0:
		return nil, fault("/street", "street_not_found")
	case count > mostStretches:
		return nil, fault("/street", "street_too_long")
	case len(found) == 1:
		for _, one := range found {
			return one, nil
		}
	}
	several := &Choose{Faults: fault("/municipality", "several_streets")}
	for code, one := range found {
		label := code
		if one.municipality != nil {
			label = one.municipality.Name
		}
		at := geo.ToLonLat(one.lines[0][0])
		several.Choices = append(several.Choices, Choice{Pointer: "/municipality", Value: code, Label: label, Point: &at})
	}
	slices.SortFunc(several.Choices, func(a, b Choice) int { return cmp.Compare(a.Label, b.Label) })
	return nil, several
}

// municipalityAt is a query for the municipality at a point, one row at most: its code, its attributes and the number of the
// version of the layer that has it.
func (p *Placer) municipalityAt(point string, args []any) (string, []any) {
	parts := []string{`select null::text as code, null::jsonb as attributes, null::bigint as layer where false`}
	for _, l := range p.catalogue.ByTheme(layers.Municipality) {
		if code := attribute(l.Version.Recipe, layers.MeaningMunicipalityCode); code != "" {
			args = append(args, code)
			parts = append(parts, fmt.Sprintf(`select x.attributes->>$%d::text, x.attributes, %d from %s x where x.geom && %[4]s and st_intersects(x.geom, %[4]s)`,
				len(args), l.Version.Number, l.Version.Table(), point))
		}
	}
	return strings.Join(parts, " union all ") + ` limit 1`, args
}

func (p *Placer) municipalityOf(code string, v values, number int64, lang i18n.Lang) *Named {
	for _, l := range p.catalogue.ByTheme(layers.Municipality) {
		if l.Version.Number == number {
			return &Named{Code: code, Name: v.name(l.Version.Recipe, lang), Layer: l.ID}
		}
	}
	return nil
}

// crossings are the places where other streets of the layer meet a street, in their order along it.
func (p *Placer) crossings(ctx context.Context, layer layers.Layer, street *road, lang i18n.Lang) ([]named, error) {
	var lines orb.MultiLineString
	for _, line := range street.lines {
		lines = append(lines, line)
	}
	shape, err := hexOf(lines)
	if err != nil {
		return nil, err
	}
	recipe := layer.Version.Recipe
	byName := map[string]*crossed{}
	var order []string
	q := &question{about: layer.ID, sql: `select f.attributes, st_asbinary(st_force2d(f.geom)) from ` + layer.Version.Table() + ` f
		where f.geom && st_expand($1::geometry, $2::float8) and st_dimension(f.geom) = 1 and st_dwithin(f.geom, $1::geometry, $2::float8) order by f.fid limit $3`,
		args: []any{shape, meets, mostStretches}}
	q.read = func(rows pgx.Rows) error {
		var v values
		var data []byte
		_, err := pgx.ForEachRow(rows, []any{&v, &data}, func() error {
			name := v.name(recipe, lang)
			if name == "" || name == street.name {
				v = nil
				return nil
			}
			g, err := wkb.Unmarshal(data)
			if byName[name] == nil {
				byName[name], order = &crossed{}, append(order, name)
				for _, attribute := range streetNames(recipe) {
					byName[name].names = append(byName[name].names, v.text(attribute))
				}
			}
			byName[name].lines = append(byName[name].lines, lined(g)...)
			v = nil
			return err
		})
		return err
	}
	if err := p.askTogether(ctx, []*question{q}); err != nil {
		return nil, fmt.Errorf("crossings of a street: %w", err)
	}
	var found []named
	for _, name := range order {
		for _, points := range meetings(street.lines, byName[name].lines) {
			found = append(found, named{Crossing{Name: name, Point: geo.ToLonLat(points[0]), points: points}, byName[name].names})
		}
	}
	return ordered(street.lines, found), nil
}

// crossed is another street.
type crossed struct {
	names []string
	lines []orb.LineString
}

// ordered says how far along the street each crossing lies.
func ordered(lines []orb.LineString, found []named) []named {
	var points []orb.Point
	for _, c := range found {
		points = append(points, c.points...)
	}
	network := newNetwork(lines, points)
	along := network.along()
	for i, c := range found {
		at := math.Inf(1)
		for _, p := range c.points {
			at = min(at, along[network.at[p]])
		}
		found[i].At = at
	}
	slices.SortStableFunc(found, func(a, b named) int { return cmp.Or(compare(a.At, b.At), cmp.Compare(a.Name, b.Name)) })
	return found
}

// Streets lists streets by what their names begin with, or have a word that does; known is false where no layer has any.
func (p *Placer) Streets(ctx context.Context, query, municipality string, most int, lang i18n.Lang) (found []KnownStreet, known bool, err error) {
	all := p.streetLayers()
	var questions []*question
	byKey := map[[2]string]int{}
	for _, layer := range all {
		questions = append(questions, p.askStreets(layer, query, municipality, lang, func(s KnownStreet, code string) {
			key := [2]string{layers.Fold(s.Name), code}
			if i, listed := byKey[key]; listed {
				found[i].Bound = found[i].Bound.Union(s.Bound)
				return
			}
			byKey[key] = len(found)
			found = append(found, s)
		}))
	}
	if err := p.ask(ctx, questions); err != nil {
		return nil, false, fmt.Errorf("streets: %w", err)
	}
	typed := layers.Fold(query)
	slices.SortStableFunc(found, func(a, b KnownStreet) int {
		return cmp.Or(begins(b, typed)-begins(a, typed), cmp.Compare(layers.Fold(a.Name), layers.Fold(b.Name)))
	})
	return found[:min(most, len(found))], len(all) > 0, nil
}

func begins(s KnownStreet, typed string) int {
	if strings.HasPrefix(layers.Fold(s.Name), typed) {
		return 1
	}
	return 0
}

// indexed is how many letters a name must begin with for the index of names to be of use: fewer are in most.
const indexed = 3

var likePatterns = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func (p *Placer) askStreets(layer layers.Layer, query, municipality string, lang i18n.Lang, take func(s KnownStreet, code string)) *question {
	typed := strings.ToLower(strings.TrimSpace(query))
	pattern, byIndex := likePatterns.Replace(typed), ""
	if utf8.RuneCountInString(typed) >= indexed {
		byIndex = ` and feature_words(attributes) like $3::text`
	}
	names := streetNames(layer.Version.Recipe)
	muni, args := p.municipalityAt(`st_pointonsurface(f.geom)`, []any{names, pattern + "%", "% " + pattern + "%", municipality, mostStretches})
	q := &question{about: layer.ID, args: args}
	q.sql = `select f.attributes, coalesce(m.code, ''), coalesce(m.attributes, '{}'), coalesce(m.layer, 0), st_xmin(f.geom), st_ymin(f.geom), st_xmax(f.geom), st_ymax(f.geom)
		from (select * from ` + layer.Version.Table() + ` f where st_dimension(geom) = 1 and exists (select from unnest($1::text[]) a where lower(attributes->>a) like $2::text or lower(attributes->>a) like $3::text)` + byIndex + `
			order by fid limit $5) f left join lateral (` + muni + `) m on true
		where $4::text = '' or m.code = $4::text`
	q.read = func(rows pgx.Rows) error {
		var v, of values
		var code string
		var number int64
		var box orb.Bound
		_, err := pgx.ForEachRow(rows, []any{&v, &code, &of, &number, &box.Min[0], &box.Min[1], &box.Max[0], &box.Max[1]}, func() error {
			if name := v.name(layer.Version.Recipe, lang); name != "" {
				lonLat := geo.Transform(box.ToPolygon(), geo.TM35FIN, geo.CRS84).Bound()
				take(KnownStreet{Name: name, Municipality: p.municipalityOf(code, of, number, lang), Bound: lonLat, Point: lonLat.Center()}, code)
			}
			v, of = nil, nil
			return nil
		})
		return err
	}
	return q
}
