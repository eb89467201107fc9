package batches

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/identity"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
)

// world is a database with two layers that rules look at, addresses and property units, a person and a worker.
type world struct {
	t         *testing.T
	owner     *pgxpool.Pool
	catalogue *layers.Catalogue
	engine    *checks.Engine
	reader    *Reader
	store     *Store
	worker    *Worker
	person    identity.Actor
	stranger  identity.Actor
}

// corner is the middle of the world, EPSG:3067.
var corner = orb.Point{480_000, 6_920_000}

func at(e, n float64) orb.Point { return orb.Point{corner[0] + e, corner[1] + n} }

func square(middle orb.Point, half float64) orb.Polygon {
	return orb.Polygon{middle.Bound().Pad(half).ToRing()}
}

func same(s string) i18n.Text { return i18n.Text{Fi: s, Sv: s + " sv", En: s + " en"} }

func rule(id string, theme layers.Theme, relation checks.Relation, distance float64, severity checks.Severity) checks.Rule {
	return checks.Rule{ID: id, Version: 1, Theme: theme, Relation: relation, Distance: distance, Severity: severity, Title: same(id + " otsikko"), Why: same("koska {name}"),
		Next: same("kysy"), Statute: same("laki 1/2020"), Authority: same("kunta"), ValidFrom: "2020-01-01"}
}

func newWorld(t *testing.T) *world {
	t.Helper()
	owner := testdb.New(t)
	w := &world{t: t, owner: owner}
	must(t, checks.Add(t.Context(), owner, []checks.Rule{rule("inside", layers.Natura, checks.Inside, 0, checks.Red), rule("near", layers.Natura, checks.Within, 300, checks.Amber),
		rule("water", layers.Groundwater, checks.Inside, 0, checks.Red)}))
	everywhere := orb.MultiPolygon{square(corner, 100_000)}
	w.publish(layers.Recipe{ID: "sites", Theme: layers.Natura, Coverage: layers.Coverage{Kind: layers.CoverArea}, Attributes: []layers.Attribute{{Name: "nimi", Label: same("Nimi"), Meaning: layers.MeaningName}}, Names: []string{"nimi"}},
		everywhere, layerstest.Feature{ID: "N1", Shape: square(corner, 100), Attributes: map[string]any{"nimi": "Lehto"}},
		layerstest.Feature{ID: "N2", Shape: square(at(5000, 0), 100), Attributes: map[string]any{"nimi": "Suo"}})
	w.publish(layers.Recipe{ID: "units", Theme: layers.Property, Coverage: layers.Coverage{Kind: layers.CoverNone}, Search: &layers.Search{Kind: layers.KindProperty, Title: []string{"tunnus"}}}, nil,
		layerstest.Feature{ID: "u1", Shape: square(at(50, 0), 20), Attributes: map[string]any{"tunnus": "990-1-2-3"}},
		layerstest.Feature{ID: "u2", Shape: square(at(2000, 0), 20), Attributes: map[string]any{"tunnus": "990-1-2-3"}})
	w.publish(layers.Recipe{ID: "doors", Theme: layers.Address, Coverage: layers.Coverage{Kind: layers.CoverNone}, Search: &layers.Search{Kind: layers.KindAddress, Title: []string{"katu"}, Detail: []string{"kunta"}}}, nil,
		layerstest.Feature{ID: "a1", Shape: at(10, 0), Attributes: map[string]any{"katu": "Rantakatu 5", "kunta": "Mallila"}},
		layerstest.Feature{ID: "a2", Shape: at(20, 0), Attributes: map[string]any{"katu": "Rantakatu 5", "kunta": "Mallila"}},
		layerstest.Feature{ID: "a3", Shape: at(20_000, 0), Attributes: map[string]any{"katu": "Rantakatu 5", "kunta": "Toisaala"}},
		layerstest.Feature{ID: "a4", Shape: at(20_000, 0), Attributes: map[string]any{"katu": "Åkerstigen 1 A", "kunta": "Toisaala"}})
	w.open()
	w.person, w.stranger = w.somebody("Esimerkki"), w.somebody("Vieras")
	return w
}

// open readies stores and engine anew, as another instance would.
func (w *world) open() {
	w.t.Helper()
	app, personal := testdb.As(w.t, w.owner, pg.AppRole), testdb.As(w.t, w.owner, pg.PersonalRole)
	w.catalogue = layers.NewCatalogue(layers.NewStore(app))
	must(w.t, w.catalogue.Load(w.t.Context()))
	w.engine = checks.NewEngine(app, w.catalogue, nil, slog.New(slog.DiscardHandler))
	w.reader = NewReader(layers.NewStore(app), w.catalogue)
	var err error
	w.store, err = NewStore(personal)
	must(w.t, err)
	w.worker, err = NewWorker(personal, w.engine, slog.New(slog.DiscardHandler))
	must(w.t, err)
	w.worker.chunk = 3
}

func (w *world) publish(recipe layers.Recipe, cover orb.MultiPolygon, features ...layerstest.Feature) layers.Version {
	w.t.Helper()
	recipe.Title, recipe.Publisher, recipe.Licence, recipe.Attribution, recipe.DataDate = same(recipe.ID), same("test"), "CC0-1.0", "test", "2026-05-01"
	return layerstest.Publish(w.t, w.owner, layerstest.Layer{Recipe: recipe, Cover: cover, Features: features})
}

func (w *world) somebody(name string) identity.Actor {
	w.t.Helper()
	id := uuid.Must(uuid.NewV7())
	_, err := w.owner.Exec(w.t.Context(), `insert into personal.parties (id, kind, name) values ($1, 'person', $2)`, id, name)
	must(w.t, err)
	return identity.Actor{Person: id, Name: name}
}

func (w *world) read(text string, chosen Taken) *Reading {
	w.t.Helper()
	r, err := w.reader.Read(w.t.Context(), File{Name: "paikat.csv", Data: []byte(text)}, chosen)
	must(w.t, err)
	return r
}

func (w *world) order(text string) Order {
	w.t.Helper()
	return Order{Reading: w.read(text, Taken{})}
}

func (w *world) make(text string) Batch {
	w.t.Helper()
	b, err := w.store.Make(w.t.Context(), w.person, w.order(text))
	must(w.t, err)
	return b
}

func (w *world) get(id uuid.UUID) Batch {
	w.t.Helper()
	b, err := w.store.Get(w.t.Context(), w.person, id)
	must(w.t, err)
	return b
}

// run works a batch to its end.
func (w *world) run(id uuid.UUID) Batch {
	w.t.Helper()
	must(w.t, w.worker.Run(w.t.Context(), id))
	return w.get(id)
}

func (w *world) count(sql string, args ...any) (n int) {
	w.t.Helper()
	must(w.t, w.owner.QueryRow(w.t.Context(), sql, args...).Scan(&n))
	return n
}

// table writes places as text in degrees, and a row that is none after every third.
func table(points ...orb.Point) string {
	var out strings.Builder
	out.WriteString("id;lon;lat;huom\n")
	for i, p := range points {
		lonLat := geo.ToLonLat(p)
		out.WriteString(strings.Join([]string{"p" + string(rune('a'+i)), number(lonLat[0]), number(lonLat[1]), "=1+1"}, ";") + "\n")
		if i%3 == 2 {
			out.WriteString("x;;;tyhjä\n")
		}
	}
	return out.String()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
