package checks

import (
	"context"
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
	"lupakartta/layers/snapshot"
)

// bench is a database with hand-made layers and rules, and an engine over it.
type bench struct {
	t         testing.TB
	pool      *pgxpool.Pool
	store     *layers.Store
	catalogue *layers.Catalogue
	engine    *Engine
	shelf     *snapshot.Shelf
}

// newBench has the rules that are given, or the embedded ones, and no layers.
func newBench(t testing.TB, rules ...Rule) *bench {
	t.Helper()
	pool := testdb.New(t)
	store := layers.NewStore(pool)
	b := &bench{t: t, pool: pool, store: store, catalogue: layers.NewCatalogue(store)}
	b.engine = NewEngine(pool, b.catalogue, nil, slog.New(slog.DiscardHandler))
	b.shelf = ShelfOf(pool)
	b.engine.now = func() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC) }
	var err error
	if len(rules) == 0 {
		err = Seed(context.Background(), pool)
	} else {
		err = Add(context.Background(), pool, rules)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// thing is a feature of a hand-made layer, in EPSG:3067.
type thing struct {
	id         string
	shape      orb.Geometry
	attributes map[string]any
}

// layer publishes a layer; a nil cover promises nothing.
func (b *bench) layer(id string, theme layers.Theme, cover orb.MultiPolygon, things ...thing) int64 {
	b.t.Helper()
	return b.layerOf(nil, id, theme, cover, things...)
}

// layerOf publishes a layer that promises features of these classes only; none: whatever the theme holds.
func (b *bench) layerOf(classes []string, id string, theme layers.Theme, cover orb.MultiPolygon, things ...thing) int64 {
	b.t.Helper()
	text := func(s string) i18n.Text { return i18n.Text{Fi: s, Sv: s + " sv", En: s + " en"} }
	recipe := layers.Recipe{ID: id, Theme: theme, Title: text(id), Licence: "CC0-1.0", Attribution: "test", Publisher: text("test"), Names: []string{"nimi"},
		DataDate: "2026-05-01", Key: "", Coverage: layers.Coverage{Kind: layers.CoverArea, Values: classes},
		Attributes: []layers.Attribute{
			{Name: "nimi", Label: text("Nimi"), Meaning: layers.MeaningName},
			{Name: "namn", Label: text("Namn"), Meaning: layers.MeaningNameSv},
			{Name: "luokka", Label: text("Luokka"), Meaning: layers.MeaningGroundwaterClass},
		}}
	if cover == nil {
		recipe.Coverage.Kind = layers.CoverNone
	}
	return b.recipe(recipe, cover, things...)
}

// recipe publishes a layer of a recipe.
func (b *bench) recipe(recipe layers.Recipe, cover orb.MultiPolygon, things ...thing) int64 {
	b.t.Helper()
	layer := layerstest.Layer{Recipe: recipe, Cover: cover}
	for _, thing := range things {
		layer.Features = append(layer.Features, layerstest.Feature{ID: thing.id, Shape: thing.shape, Attributes: thing.attributes})
	}
	version := layerstest.Publish(b.t, b.pool, layer)
	if err := b.catalogue.Load(context.Background()); err != nil {
		b.t.Fatal(err)
	}
	return version.Number
}

// check checks a geometry in EPSG:3067, in Finnish.
func (b *bench) check(shape orb.Geometry) Result {
	b.t.Helper()
	return b.checkWith(shape, `{}`)
}

// checkWith checks it for a project of these answers, with the features from the database and from memory, which must be one.
func (b *bench) checkWith(shape orb.Geometry, told string) Result {
	b.t.Helper()
	answers, err := ReadAnswers([]byte(told))
	if err != nil {
		b.t.Fatal(err)
	}
	ask := func(engine *Engine) Result {
		result, err := engine.Check(context.Background(), geo.Transform(shape, geo.TM35FIN, geo.CRS84), answers, i18n.Finnish)
		if err != nil {
			b.t.Fatal(err)
		}
		return result
	}
	result := ask(b.engine)
	if b.shelf == nil {
		return result
	}
	b.shelf.Fill(context.Background(), b.catalogue.Layers())
	inMemory := NewEngine(b.pool, b.catalogue, b.shelf, b.engine.log)
	inMemory.now = b.engine.now
	if got, want := asJSON(ask(inMemory)), asJSON(result); got != want {
		b.t.Errorf("from memory %s, from the database %s", got, want)
	}
	return result
}

// of returns the findings of one rule.
func (r Result) of(rule string) []Finding {
	var of []Finding
	for _, f := range r.Findings {
		if f.Rule == rule {
			of = append(of, f)
		}
	}
	return of
}

// only returns the one finding of a rule.
func (b *bench) only(r Result, rule string) Finding {
	b.t.Helper()
	of := r.of(rule)
	if len(of) != 1 {
		b.t.Fatalf("%s: %d findings, want 1: %s", rule, len(of), asJSON(of))
	}
	return of[0]
}

func asJSON(v any) string {
	data, _ := json.MarshalIndent(v, "", " ")
	return string(data)
}

// The middle of the hand-made town, and a square of that many metres round a point.
const east, north = 480_000.0, 6_920_000.0

func at(dx, dy float64) orb.Point { return orb.Point{east + dx, north + dy} }

func squareRound(c orb.Point, side float64) orb.Polygon {
	h := side / 2
	return orb.Polygon{{{c[0] - h, c[1] - h}, {c[0] + h, c[1] - h}, {c[0] + h, c[1] + h}, {c[0] - h, c[1] + h}, {c[0] - h, c[1] - h}}}
}

func everywhere() orb.MultiPolygon { return orb.MultiPolygon{squareRound(at(0, 0), 40_000)} }

// plainRule is a rule for tests of the mechanics.
func plainRule(id string, theme layers.Theme, relation Relation, distance float64) Rule {
	text := i18n.Text{Fi: id + " {name}", Sv: id + " sv {name}", En: id + " en {name}"}
	return Rule{ID: id, Version: 1, Theme: theme, Relation: relation, Distance: distance, Severity: Amber,
		Title: i18n.Text{Fi: id, Sv: id, En: id}, Why: text, Next: text, Statute: text, Authority: text, ValidFrom: "2026-01-01"}
}
