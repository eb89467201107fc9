package placing_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
	"lupakartta/projects/placing"
)

func described(t *testing.T, p *placing.Placer, lang i18n.Lang, shapes ...orb.Geometry) *placing.Description {
	t.Helper()
	d, err := p.Describe(t.Context(), shapes, lang)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// plain is a text with ordinary spaces.
func plain(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

func TestAPlaceIsReadBackInWords(t *testing.T) {
	p, pool := inTown(t)
	station := featureOf(t, pool, "mallila_property", `attributes->>'kiinteistotunnus' = '990-2-1-1'`)
	for lang, want := range map[i18n.Lang]string{
		i18n.Finnish: "Alue 1,24 ha, Mallila, Asemanseutu: Vuokkokatu – Asemakatu; koskee yhtä kiinteistöä (990-2-1-1). Kaava: LRA Rautatieaseman korttelialue (Asemanseutu, asemakaava).",
		i18n.Swedish: "Område 1,24 ha i Mallila, Stationsområdet, mellan Sippgatan och Stationsgatan; berör en fastighet (990-2-1-1). Plan: LRA Kvartersområde för järnvägsstation (Asemanseutu, asemakaava).",
		i18n.English: "Area of 1.24 ha in Mallila, Asemanseutu, between Vuokkokatu and Asemakatu; touches one property unit (990-2-1-1). Plan: LRA Railway station block (Asemanseutu, asemakaava).",
	} {
		d := described(t, p, lang, station)
		if got := plain(d.Words()); got != want {
			t.Errorf("%s:\n got %s\nwant %s", lang, got, want)
		}
		if len(d.Unknown) > 0 {
			t.Errorf("not known: %v", d.Unknown)
		}
	}
	d := described(t, p, i18n.Finnish, station)
	if math.Abs(d.Units[0].Share-1) > 1e-3 || d.Units[0].Title != "Mallilan rautatieasema" || d.Nearest == nil || d.Nearest.Title != "Asemakatu 254" || d.Nearest.Distance != 0 {
		t.Errorf("%+v, nearest %+v", d.Units, d.Nearest)
	}
	if d.Municipalities[0].Code != "990" || d.Plans[0].Symbol != "LRA" || d.Plans[0].Number != "990-101" {
		t.Errorf("%+v, %+v", d.Municipalities, d.Plans)
	}
}

// Property units are counted as PostGIS counts them, and neighbours of what was drawn along a border are not among them.
func TestPropertyUnitsAreCountedExactly(t *testing.T) {
	p, pool := inTown(t)
	middle := featureOf(t, pool, "mallila_property", `attributes->>'kiinteistotunnus' = '990-2-1-1'`).Bound().Center()
	for _, half := range []float64{0.0005, 0.003, 0.02} {
		square := orb.Bound{Min: orb.Point{middle[0] - half, middle[1] - half/2}, Max: orb.Point{middle[0] + half, middle[1] + half/2}}.ToPolygon()
		d := described(t, p, i18n.Finnish, square)
		var number int64
		var want int
		if err := pool.QueryRow(t.Context(), `select current from layers where id = 'mallila_property'`).Scan(&number); err != nil {
			t.Fatal(err)
		}
		if err := pool.QueryRow(t.Context(), `select count(distinct attributes->>'kiinteistotunnus') from `+layers.Version{Number: number}.Table()+`,
			st_transform(st_geomfromtext($1, 4326), 3067) p where st_area(st_intersection(geom, p)) > 1`, wktOf(square)).Scan(&want); err != nil {
			t.Fatal(err)
		}
		if len(d.Units) != want || want == 0 {
			t.Errorf("half a side of %g°: %d property units, want %d", half, len(d.Units), want)
		}
		words := fmt.Sprintf("koskee %d kiinteistöä", want)
		if want > 1 && want < 1000 && !strings.Contains(d.Words(), words) {
			t.Errorf("%s: want %s", d.Words(), words)
		}
	}
}

func wktOf(p orb.Polygon) string {
	var points []string
	for _, at := range p[0] {
		points = append(points, fmt.Sprintf("%.9f %.9f", at[0], at[1]))
	}
	return "POLYGON((" + strings.Join(points, ",") + "))"
}

// What no layer says is said to be unknown, and nothing is made up.
func TestWithoutLayersNothingIsKnown(t *testing.T) {
	d := described(t, nowhere(t), i18n.Finnish, shape(t, sound))
	if got, want := plain(d.Words()), "Alue 1,15 ha. Ei tiedossa täällä: kunta, kiinteistöt, kaava."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if len(d.Unknown) != 7 || d.Nearest != nil || len(d.Units)+len(d.Plans)+len(d.Municipalities)+len(d.Surroundings) > 0 {
		t.Errorf("%s", asJSON(d))
	}
}

// A layer that promises nothing tells what it has, and that there may be more.
func TestWhatOneLayerHasIsNotAll(t *testing.T) {
	pool := testdb.New(t)
	square := func(x, y, side float64) orb.Polygon {
		return orb.Polygon{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}}
	}
	publish(t, pool, "units", layers.Property, nil, layerstest.Feature{ID: "1", Shape: square(480000, 6920000, 50), Attributes: map[string]any{"tunnus": "990-1-2-3"}})
	half := geo.Transform(square(480025, 6920010, 50), geo.TM35FIN, geo.CRS84)
	d := described(t, over(t, pool), i18n.Finnish, half)
	if !strings.Contains(d.Words(), "koskee ainakin yhtä kiinteistöä (990-1-2-3)") || !slices.Contains(d.Unknown, layers.Property) {
		t.Errorf("%s, not known %v", d.Words(), d.Unknown)
	}
	within := geo.Transform(square(480010, 6920010, 20), geo.TM35FIN, geo.CRS84)
	if d = described(t, over(t, pool), i18n.Finnish, within); slices.Contains(d.Unknown, layers.Property) || !strings.Contains(d.Words(), "koskee yhtä kiinteistöä") {
		t.Errorf("all of it lies in the unit that is known: %s, not known %v", d.Words(), d.Unknown)
	}
}

// publish makes a layer whose features have an id, a name and a name in Swedish; a nil cover promises nothing.
func publish(t *testing.T, pool *pgxpool.Pool, id string, theme layers.Theme, cover orb.MultiPolygon, features ...layerstest.Feature) {
	t.Helper()
	text := i18n.Text{Fi: id, Sv: id, En: id}
	recipe := layers.Recipe{ID: id, Theme: theme, Title: text, Licence: "CC0-1.0", Attribution: "test", Publisher: text, Coverage: layers.Coverage{Kind: layers.CoverArea},
		Names: []string{"nimi"}, Search: &layers.Search{Kind: layers.KindPlace, Title: []string{"nimi"}},
		Attributes: []layers.Attribute{{Name: "tunnus", Label: text, Meaning: layers.MeaningPropertyID}, {Name: "nimi", Label: text, Meaning: layers.MeaningName},
			{Name: "namn", Label: text, Meaning: layers.MeaningNameSv}, {Name: "kunta", Label: text, Meaning: layers.MeaningMunicipalityCode}}}
	if cover == nil {
		recipe.Coverage.Kind = layers.CoverNone
	}
	layerstest.Publish(t, pool, layerstest.Layer{Recipe: recipe, Cover: cover, Features: features})
}

func TestPartsOfSeveralKindsAreOnePlace(t *testing.T) {
	p, pool := inTown(t)
	park := featureOf(t, pool, "mallila_venue", `attributes->>'nimi' = 'Asemapuisto'`)
	stage := park.Bound().Center()
	inner := orb.Bound{Min: orb.Point{stage[0] - 1e-4, stage[1] - 1e-4}, Max: orb.Point{stage[0] + 1e-4, stage[1] + 1e-4}}.ToPolygon()
	way := orb.LineString{stage, {stage[0] + 0.001, stage[1]}}
	d := described(t, p, i18n.Finnish, park, inner, way, stage)
	if d.Kind != placing.Mixed || d.Parts != 4 || d.Size.Points != 1 {
		t.Errorf("%s of %d parts, %+v", d.Kind, d.Parts, d.Size)
	}
	if want := placing.SizeOf(park).Area; math.Abs(d.Size.Area-want) > 0.1 {
		t.Errorf("%.2f m², want %.2f: the stage lies in the park", d.Size.Area, want)
	}
	if got := plain(d.Words()); !strings.HasPrefix(got, "4 osaa (alueet 3,87 ha, viivat 52 m, 1 piste), Mallila, Asemanseutu: Asemapuisto; koskee ") {
		t.Error(got)
	}
}

// The sizes agree with PostGIS, and edges are as they were drawn.
func TestSizes(t *testing.T) {
	pool := testdb.New(t)
	for name, given := range map[string]orb.Geometry{
		"a hectare":           shape(t, sound),
		"a long and wide one": shape(t, `{"type":"Polygon","coordinates":[[[20,60],[30,60],[30,68],[20,68],[20,60]],[[24,63],[24,64],[25,64],[25,63],[24,63]]]}`),
		"in Åland":            shape(t, `{"type":"MultiPolygon","coordinates":[[[[19.9,60.1],[20,60.1],[20,60.2],[19.9,60.1]]],[[[20.1,60.1],[20.2,60.1],[20.2,60.2],[20.1,60.1]]]]}`),
		"a line":              shape(t, `{"type":"LineString","coordinates":[[26.6,62.4],[26.7,62.5],[26.8,62.4]]}`),
	} {
		var area, length float64
		if err := pool.QueryRow(t.Context(), `select st_area(g, true), case when st_dimension(g::geometry) = 1 then st_length(g, true) else 0 end
			from (select st_setsrid(st_geomfromgeojson($1), 4258)::geography as g) x`, string(geo.EncodeGeoJSON(geo.Densify(given, 500), 12))).Scan(&area, &length); err != nil {
			t.Fatal(err)
		}
		size := placing.SizeOf(given)
		if math.Abs(size.Area-area) > max(0.01, 1e-7*area) || math.Abs(size.Length-length) > 0.001 {
			t.Errorf("%s: %.3f m², %.4f m; PostGIS has %.3f, %.4f", name, size.Area, size.Length, area, length)
		}
	}
}

// Every language has the same words.
func TestWordsAreThereInEveryLanguage(t *testing.T) {
	for code, title := range map[string]func(i18n.Lang) string{
		"area":   func(l i18n.Lang) string { return placing.AreaText(l, 1234567.8) },
		"length": func(l i18n.Lang) string { return placing.LengthText(l, 1234.5) },
	} {
		want := map[string][]string{"area": {"1,23 km²", "1,23 km²", "1.23 km²"}, "length": {"1,23 km", "1,23 km", "1.23 km"}}[code]
		for i, lang := range i18n.Languages {
			if got := plain(title(lang)); got != want[i] {
				t.Errorf("%s in %s: %q, want %q", code, lang, got, want[i])
			}
		}
	}
}

// A place of very many corners touches the same property units as one of few.
func TestVeryManyCorners(t *testing.T) {
	p, pool := inTown(t)
	middle := featureOf(t, pool, "mallila_property", `attributes->>'kiinteistotunnus' = '990-2-1-1'`).Bound().Center()
	circle := func(corners int) orb.Geometry {
		var ring orb.Ring
		for i := range corners {
			turn := 2 * math.Pi * float64(i) / float64(corners)
			ring = append(ring, orb.Point{middle[0] + 0.004*math.Cos(turn), middle[1] + 0.002*math.Sin(turn)})
		}
		return orb.Polygon{append(ring, ring[0])}
	}
	many, few := described(t, p, i18n.Finnish, circle(30_000)), described(t, p, i18n.Finnish, circle(2_000))
	if len(many.Units) != len(few.Units) || len(few.Units) < 10 || len(many.Unknown) > 0 || math.Abs(many.Size.Area-few.Size.Area) > 1 {
		t.Errorf("%d units, %.1f m², not known %v; of few corners %d, %.1f m²", len(many.Units), many.Size.Area, many.Unknown, len(few.Units), few.Size.Area)
	}
}
