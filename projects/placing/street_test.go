package placing_test

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
	"lupakartta/migrations"
	"lupakartta/projects/placing"
)

// gridLine is a line of EPSG:3067 whose positions are given in metres from a corner.
func gridLine(points ...float64) orb.LineString {
	var l orb.LineString
	for i := 0; i < len(points); i += 2 {
		l = append(l, orb.Point{480_000 + points[i], 6_920_000 + points[i+1]})
	}
	return l
}

// borders publishes two municipalities, west and east of 1000 m.
func borders(t *testing.T, pool *pgxpool.Pool) {
	t.Helper()
	half := func(west float64) orb.Polygon {
		return orb.Polygon{orb.Ring(gridLine(west, -5000, west+6000, -5000, west+6000, 5000, west, 5000, west, -5000))}
	}
	publish(t, pool, "borders", layers.Municipality, nil,
		layerstest.Feature{ID: "w", Shape: half(-5000), Attributes: map[string]any{"kunta": "990", "nimi": "Mallila"}},
		layerstest.Feature{ID: "e", Shape: half(1000), Attributes: map[string]any{"kunta": "988", "nimi": "Naapurila"}})
}

// streets is a placer over streets, each with lines.
func streets(t *testing.T, pool *pgxpool.Pool, lines map[string][]orb.LineString) *placing.Placer {
	t.Helper()
	var features []layerstest.Feature
	for _, name := range slices.Sorted(maps.Keys(lines)) {
		for i, line := range lines[name] {
			features = append(features, layerstest.Feature{ID: fmt.Sprint(name, i), Shape: line, Attributes: map[string]any{"nimi": name, "namn": name + " sv"}})
		}
	}
	publish(t, pool, "streets", layers.BaseStreet, nil, features...)
	return over(t, pool)
}

func TestStretch(t *testing.T) {
	across := func(x float64) []orb.LineString { return []orb.LineString{gridLine(x, -50, x, 50)} }
	point := func(x, y float64) *orb.Point {
		p := geo.ToLonLat(orb.Point{480_000 + x, 6_920_000 + y})
		return &p
	}
	tests := []struct {
		name   string
		lines  map[string][]orb.LineString
		order  placing.StreetOrder
		metres float64
		code   string // of the refusal
		offers int    // choices
	}{
		{"one line", map[string][]orb.LineString{"Rantakatu": {gridLine(0, 0, 300, 0)}, "A": across(50), "B": across(250)}, placing.StreetOrder{From: "A", To: "B"}, 200, "", 0},
		{"the other way round, in Swedish", map[string][]orb.LineString{"Rantakatu": {gridLine(0, 0, 300, 0)}, "A": across(50), "B": across(250)}, placing.StreetOrder{From: "b SV", To: "a sv"}, 200, "", 0},
		{"in many features, none in order", map[string][]orb.LineString{"Rantakatu": {gridLine(100, 0, 150, 0), gridLine(300, 0, 150, 0), gridLine(0, 0, 100, 0)}, "A": across(50), "B": across(250)}, placing.StreetOrder{From: "A", To: "B"}, 200, "", 0},
		{"with a gap at a square", map[string][]orb.LineString{"Rantakatu": {gridLine(0, 0, 100, 0), gridLine(120, 0, 300, 0)}, "A": across(50), "B": across(250)}, placing.StreetOrder{From: "A", To: "B"}, 200, "", 0},
		{"divided", map[string][]orb.LineString{"Rantakatu": {gridLine(0, 0, 300, 0), gridLine(0, 12, 300, 12)}, "A": across(50), "B": across(250)}, placing.StreetOrder{From: "A", To: "B"}, 200, "", 0},
		{"a loop, the shorter way", map[string][]orb.LineString{"Rantakatu": {gridLine(0, 0, 300, 0, 300, 300, 0, 300, 0, 0)}, "A": across(100), "B": across(200)}, placing.StreetOrder{From: "A", To: "B"}, 100, "", 0},
		{"a street that ends a metre away", map[string][]orb.LineString{"Rantakatu": {gridLine(0, 0, 300, 0)}, "A": {gridLine(50, 1, 50, 50)}, "B": {gridLine(250, -50, 250, -1.5)}}, placing.StreetOrder{From: "A", To: "B"}, 200, "", 0},
		{"one that ends three metres away", map[string][]orb.LineString{"Rantakatu": {gridLine(0, 0, 300, 0)}, "A": {gridLine(50, 3, 50, 50)}, "B": across(250)}, placing.StreetOrder{From: "A", To: "B"}, 0, "no_crossing", 0},
		{"a street that is not there", map[string][]orb.LineString{"Toinen": {gridLine(0, 0, 300, 0)}}, placing.StreetOrder{From: "A", To: "B"}, 0, "street_not_found", 0},
		{"in pieces", map[string][]orb.LineString{"Rantakatu": {gridLine(0, 0, 100, 0), gridLine(200, 0, 300, 0)}, "A": across(50), "B": across(250)}, placing.StreetOrder{From: "A", To: "B"}, 0, "street_in_pieces", 0},
		{"twice the same", map[string][]orb.LineString{"Rantakatu": {gridLine(0, 0, 300, 0)}, "A": across(50)}, placing.StreetOrder{From: "A", To: "A"}, 0, "same_crossing", 0},
		{"crossed twice", map[string][]orb.LineString{"Rantakatu": {gridLine(0, 0, 400, 0)}, "A": {gridLine(50, -50, 50, 50, 350, 50, 350, -50)}, "B": across(200)}, placing.StreetOrder{From: "A", To: "B"}, 0, "several_crossings", 2},
		{"the crossing that is pointed at", map[string][]orb.LineString{"Rantakatu": {gridLine(0, 0, 400, 0)}, "A": {gridLine(50, -50, 50, 50, 350, 50, 350, -50)}, "B": across(200)}, placing.StreetOrder{From: "A", FromPoint: point(340, 10), To: "B"}, 150, "", 0},
		{"in two municipalities", map[string][]orb.LineString{"Rantakatu": {gridLine(0, 0, 300, 0), gridLine(2000, 0, 2300, 0)}, "A": across(50), "B": across(250)}, placing.StreetOrder{From: "A", To: "B"}, 0, "several_streets", 2},
		{"in the municipality that is named", map[string][]orb.LineString{"Rantakatu": {gridLine(0, 0, 300, 0), gridLine(2000, 0, 2300, 0)}, "A": across(2050), "B": across(2250)}, placing.StreetOrder{Municipality: "988", From: "A", To: "B"}, 200, "", 0},
		{"not in the municipality that is named", map[string][]orb.LineString{"Rantakatu": {gridLine(0, 0, 300, 0)}}, placing.StreetOrder{Municipality: "988", From: "A", To: "B"}, 0, "street_not_found", 0},
	}
	pool := testdb.New(t)
	borders(t, pool)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.order.Street, test.order.Lang = "rantakatu", i18n.Finnish
			got, err := streets(t, pool, test.lines).Stretch(t.Context(), test.order)
			if test.code != "" {
				var found faults.Faults
				var several *placing.Choose
				offers := 0
				if errors.As(err, &several) {
					offers = len(several.Choices)
				}
				if !errors.As(err, &found) || found[0].Code != test.code || offers != test.offers {
					t.Errorf("%+v, %v with %d choices; want %s with %d", got, err, offers, test.code, test.offers)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if metres := placing.SizeOf(got.Geometry).Length; math.Abs(metres-test.metres) > 0.2 || got.Street != "Rantakatu" || got.Municipality == nil {
				t.Errorf("%s in %v: %.2f m, want %.0f", got.Street, got.Municipality, metres, test.metres)
			}
		})
	}
}

// Names of streets have an index, of layers that were there before it too.
func TestNamesOfStreetsHaveAnIndex(t *testing.T) {
	pool := testdb.New(t)
	borders(t, pool)
	streets(t, pool, map[string][]orb.LineString{"Rantakatu": {gridLine(0, 0, 300, 0)}})
	indexes := func() (of []string) {
		rows, err := pool.Query(t.Context(), `select l.id || coalesce((select ' ' || i.indexname from pg_indexes i where i.tablename = 'v' || l.current and i.indexdef like '%feature_words%'), '') from layers l order by 1`)
		if err == nil {
			of, err = pgx.CollectRows(rows, pgx.RowTo[string])
		}
		if err != nil {
			t.Fatal(err)
		}
		return of
	}
	built := indexes()
	if built[0] != "borders" || !strings.HasPrefix(built[1], "streets ") {
		t.Fatalf("built with %q", built)
	}
	sql, err := migrations.Files.ReadFile("019_leftovers.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(sql), "\ndo $$")
	for _, step := range []string{"drop index layer_data." + strings.TrimPrefix(built[1], "streets "), "do $$" + block} {
		if _, err := pool.Exec(t.Context(), step); err != nil {
			t.Fatal(err)
		}
	}
	if again := indexes(); !slices.Equal(again, built) {
		t.Errorf("migrated to %q", again)
	}
}

func TestWithoutStreetsNothingIsKnown(t *testing.T) {
	p := nowhere(t)
	var found faults.Faults
	if _, err := p.Stretch(t.Context(), placing.StreetOrder{Street: "Rantakatu", From: "A", To: "B"}); !errors.As(err, &found) || found[0].Code != "streets_unknown" {
		t.Error(err)
	}
	if list, known, err := p.Streets(t.Context(), "R", "", 10, i18n.Finnish); err != nil || known || len(list) > 0 {
		t.Errorf("%v %v %v", list, known, err)
	}
}

// In the town a street is listed with its crossings in their order, and every stretch between two of them is as long as they lie apart.
func TestStreetsOfTheTown(t *testing.T) {
	p, _ := inTown(t)
	list, known, err := p.Streets(t.Context(), "länt", "990", 10, i18n.Finnish)
	if err != nil || !known || len(list) == 0 || list[0].Name != "Läntinen kehätie" || list[0].Municipality == nil || list[0].Municipality.Code != "990" {
		t.Fatalf("%+v %v %v", list, known, err)
	}
	crossings, err := p.Crossings(t.Context(), "Västra ringvägen", "990", i18n.Finnish)
	if err != nil || crossings.Street != "Läntinen kehätie" || len(crossings.Items) < 5 {
		t.Fatalf("%+v %v", crossings, err)
	}
	first := crossings.Items[0]
	for i, c := range crossings.Items[1:] {
		if c.At < crossings.Items[i].At {
			t.Errorf("%s at %.0f m comes after %s", c.Name, c.At, crossings.Items[i].Name)
		}
		if c.At-first.At < 50 {
			continue
		}
		got, err := p.Stretch(t.Context(), placing.StreetOrder{Street: crossings.Street, From: first.Name, FromPoint: &first.Point, To: c.Name, ToPoint: &c.Point, Lang: i18n.Finnish})
		if err != nil {
			t.Fatalf("%s – %s: %v", first.Name, c.Name, err)
		}
		if metres := placing.SizeOf(got.Geometry).Length; math.Abs(metres-(c.At-first.At)) > 1+0.001*metres {
			t.Errorf("%s – %s: %.1f m, they lie %.1f m apart", first.Name, c.Name, metres, c.At-first.At)
		}
	}
}
