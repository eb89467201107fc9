package projects

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/authorities"
	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/identity"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
)

// world is a database with a west and an east, each with its police, a rescue department and an authority of the whole
// country; a protected site in the west; and people.
type world struct {
	t     testing.TB
	owner *pgxpool.Pool
	app   *pgxpool.Pool // pg.AppRole
	store *Store
	runs  *checks.Runs
	ids   map[string]uuid.UUID // authorities by code

	organiser identity.Actor // acts for themselves
	guild     uuid.UUID      // an organisation
	secretary identity.Actor // acts for it, as does
	treasurer identity.Actor
	stranger  identity.Actor
}

// middle is where west and east meet, EPSG:3067.
var middle = orb.Point{480_000, 6_920_000}

// in is a square of CRS84 with sides of so many metres about a point so many metres from the middle of the world.
func in(e, n, side float64) orb.Geometry {
	at := orb.Point{middle[0] + e, middle[1] + n}
	return geo.Transform(orb.Polygon{at.Bound().Pad(side / 2).ToRing()}, geo.TM35FIN, geo.CRS84)
}

func named(s string) i18n.Text { return i18n.Text{Fi: s, Sv: s + " sv", En: s + " en"} }

func newWorld(t testing.TB) *world {
	t.Helper()
	fest, err := readKind([]byte(festival))
	must(t, err)
	before := kinds
	kinds = append(slices.Clone(kinds), fest)
	t.Cleanup(func() { kinds = before })
	w := &world{t: t, owner: testdb.New(t), ids: map[string]uuid.UUID{}}
	must(t, checks.Add(t.Context(), w.owner, []checks.Rule{{ID: "near_site", Version: 1, Theme: layers.Natura, Relation: checks.Within, Distance: 300, Severity: checks.Amber,
		Title: named("lähellä"), Why: named("koska {name}"), Next: named("kysy"), Statute: named("laki 1/2020"), Authority: named("valtio"), Field: "nature_conservation", ValidFrom: "2020-01-01"}}))
	w.publish()
	w.direct()
	w.start()
	w.organiser, w.stranger = w.somebody("Järjestäjä"), w.somebody("Vieras")
	w.guild = w.party("Kilta", identity.Organisation)
	w.secretary, w.treasurer = w.actingFor(w.somebody("Sihteeri"), w.guild), w.actingFor(w.somebody("Rahastonhoitaja"), w.guild)
	return w
}

// start starts the service on the database.
func (w *world) start() {
	w.t.Helper()
	w.app = testdb.As(w.t, w.owner, pg.AppRole)
	personal := testdb.As(w.t, w.owner, pg.PersonalRole)
	catalogue := layers.NewCatalogue(layers.NewStore(w.app))
	must(w.t, catalogue.Load(w.t.Context()))
	engine := checks.NewEngine(w.app, catalogue, nil, slog.New(slog.DiscardHandler))
	w.runs = checks.NewRuns(engine, w.app, personal)
	var err error
	w.store, err = NewStore(personal, engine, w.runs, authorities.NewStore(w.app))
	must(w.t, err)
}

// publish makes the layer of protected sites: one, 5 km west of the middle.
func (w *world) publish() {
	w.t.Helper()
	site := orb.Point{middle[0] - 5000, middle[1]}
	recipe := layers.Recipe{ID: "sites", Theme: layers.Natura, Coverage: layers.Coverage{Kind: layers.CoverArea}, Attributes: []layers.Attribute{{Name: "nimi", Label: named("Nimi"), Meaning: layers.MeaningName}}, Names: []string{"nimi"}}
	recipe.Title, recipe.Publisher, recipe.Licence, recipe.Attribution, recipe.DataDate = named(recipe.ID), named("test"), "CC0-1.0", "test", "2026-05-01"
	layerstest.Publish(w.t, w.owner, layerstest.Layer{Recipe: recipe, Cover: orb.MultiPolygon{{middle.Bound().Pad(200_000).ToRing()}},
		Features: []layerstest.Feature{{ID: "N1", Shape: orb.Polygon{site.Bound().Pad(100).ToRing()}, Attributes: map[string]any{"nimi": "Lehto"}}}})
}

// direct fills the directory of authorities.
func (w *world) direct() {
	w.t.Helper()
	half := func(sign float64) json.RawMessage {
		centre := orb.Point{middle[0] + sign*50_000, middle[1]}
		return geo.EncodeGeoJSON(geo.Transform(orb.Polygon{centre.Bound().Pad(50_000).ToRing()}, geo.TM35FIN, geo.CRS84), 12)
	}
	text := func(s string) map[string]string { return map[string]string{"fi": s, "sv": s, "en": s} }
	var fields, offices, claims []map[string]any
	for _, f := range []string{"public_event", "rescue_plan", "nature_conservation", "food"} {
		fields = append(fields, map[string]any{"code": f, "name": text(f)})
	}
	for _, a := range []string{"west", "east", "rescue", "nature"} {
		offices = append(offices, map[string]any{"code": a, "kind": "state", "name": text(a), "valid_from": "2020-01-01", "channels": map[string]string{"email": a + "@example.fi"}})
	}
	claim := func(authority, field string, extent string, area any) {
		claims = append(claims, map[string]any{"authority": authority, "fields": []string{field}, extent: area, "statute": text("laki 1/2020"), "valid_from": "2020-01-01"})
	}
	claim("west", "public_event", "area", half(-1))
	claim("east", "public_event", "area", half(1))
	claim("rescue", "rescue_plan", "country", true)
	claim("nature", "nature_conservation", "country", true)
	data, err := json.Marshal(map[string]any{"fields": fields, "authorities": offices, "competences": claims})
	must(w.t, err)
	d, err := authorities.ReadDirectory(strings.NewReader(string(data)))
	must(w.t, err)
	_, err = authorities.Load(w.t.Context(), authorities.NewStore(w.owner), layers.NewStore(w.owner), d)
	must(w.t, err)
	for _, a := range []string{"west", "east", "rescue", "nature"} {
		var id uuid.UUID
		must(w.t, w.owner.QueryRow(w.t.Context(), `select id from authorities where code = $1`, a).Scan(&id))
		w.ids[a] = id
	}
}

func (w *world) party(name, kind string) uuid.UUID {
	w.t.Helper()
	id := uuid.Must(uuid.NewV7())
	w.exec(`insert into personal.parties (id, kind, name) values ($1, $2, $3)`, id, kind, name)
	return id
}

func (w *world) somebody(name string) identity.Actor {
	w.t.Helper()
	return identity.Actor{Person: w.party(name, identity.Person), Name: name}
}

func (w *world) actingFor(actor identity.Actor, party uuid.UUID) identity.Actor {
	actor.Acting = &identity.Acting{Party: party, Kind: identity.Organisation}
	return actor
}

// official is somebody who asks in the offices of these authorities.
func (w *world) official(name string, codes ...string) identity.Actor {
	w.t.Helper()
	actor := w.somebody(name)
	for _, code := range codes {
		actor.In = append(actor.In, w.ids[code])
	}
	return actor
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	_, err := w.owner.Exec(w.t.Context(), sql, args...)
	must(w.t, err)
}

func (w *world) count(sql string, args ...any) (n int) {
	w.t.Helper()
	must(w.t, w.owner.QueryRow(w.t.Context(), sql, args...).Scan(&n))
	return n
}

// later lets the store believe that so much time has passed.
func (w *world) later(d time.Duration) {
	now := w.store.now
	w.store.now = func() time.Time { return now().Add(d) }
}

// feast are the changes of a project of which nothing is missing, with these parts.
func feast(title string, parts ...Changes) Changes {
	c := Changes{KindField: quote("festival"), TitleField: quote(title), SummaryField: quote("Musiikkia rannassa."), "/answers/attendance": raw(`150`),
		day(aDay): raw(`{"id": "%s", "kind": "open", "from": "2027-06-12T18:00", "to": "2027-06-13T02:00"}`, aDay)}
	for _, part := range parts {
		for p, value := range part {
			c[p] = value
		}
	}
	return c
}

func day(id uuid.UUID) Path    { return Path(daysGroup + id.String()) }
func person(id uuid.UUID) Path { return Path(peopleGroup + id.String()) }
func partOf(id uuid.UUID) Path { return Path(partsGroup + id.String()) }

// part is the change that puts a part of the place.
func part(id uuid.UUID, shape orb.Geometry, more ...string) Changes {
	return Changes{partOf(id): raw(`{"id": "%s", "purpose": "site", "geometry": %s%s}`, id, geo.EncodeGeoJSON(shape, 12), strings.Join(more, ""))}
}

func restricted(item string, to ...uuid.UUID) Changes {
	ids, _ := json.Marshal(append([]uuid.UUID{}, to...)) //nolint:errcheck // ids
	return Changes{Path(restrictedGroup + item): raw(`{"to": %s, "why": "liikesalaisuus"}`, ids)}
}

func raw(format string, args ...any) json.RawMessage {
	return json.RawMessage(fmt.Sprintf(format, args...))
}

func quote(text string) json.RawMessage { return raw("%q", text) }

// begin begins a project of the organiser's own.
func (w *world) begin(changes Changes) Project {
	w.t.Helper()
	p, err := w.store.Create(w.t.Context(), w.own(), "create-project", Order{Changes: changes})
	must(w.t, err)
	return p
}

func (w *world) own() Side { return Side{Actor: w.organiser} }

func (w *world) save(p Project, changes Changes) Project {
	w.t.Helper()
	saved, err := w.store.Save(w.t.Context(), w.own(), "save-project", p.ID, p.Revision, changes)
	must(w.t, err)
	return saved
}

func (w *world) show(p Project, open bool) Project {
	w.t.Helper()
	shown, err := w.store.Show(w.t.Context(), w.own(), "show-project", p.ID, p.Revision, open)
	must(w.t, err)
	return shown
}

// told are the authorities of the project: their codes, in brackets those that it does not concern any more.
func (w *world) told(id uuid.UUID) string {
	w.t.Helper()
	list, err := w.store.Concerned(w.t.Context(), w.own(), id)
	must(w.t, err)
	var codes []string
	for _, c := range list {
		if c.Until != nil {
			c.Code = "(" + c.Code + ")"
		}
		codes = append(codes, c.Code)
	}
	return strings.Join(codes, " ")
}

// must fails a test, or a drawn case of one.
func must(t interface {
	Helper()
	Fatal(args ...any)
}, err error,
) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
