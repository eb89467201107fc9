package checks

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

func TestRelations(t *testing.T) {
	holed := append(squareRound(at(0, 0), 400), squareRound(at(0, 0), 100)[0])
	slices.Reverse(holed[1])
	b := newBench(t, plainRule("in", layers.Natura, Inside, 0), plainRule("by", layers.Natura, Within, 100), plainRule("next", layers.Natura, Nearest, 1000))
	b.layer("sites", layers.Natura, everywhere(), thing{"A", holed, nil}, thing{"B", squareRound(at(600, 0), 100), nil})
	for _, test := range []struct {
		name         string
		place        orb.Geometry
		in, by, next []string // ids of features found
	}{
		{"point inside", at(150, 0), []string{"A"}, []string{"A"}, []string{"A"}},
		{"point in the hole is not inside", at(0, 0), nil, []string{"A"}, []string{"A"}},
		{"point near", at(280, 0), nil, []string{"A"}, []string{"A"}},
		{"point between", at(375, 0), nil, nil, []string{"A"}},
		{"nearest only", at(700, 0), nil, []string{"B"}, []string{"B"}},
		{"far from all", at(3000, 0), nil, nil, nil},
		{"line across both", orb.LineString{at(-300, 150), at(650, 0)}, []string{"A", "B"}, []string{"A", "B"}, []string{"A"}},
		{"area round both", squareRound(at(300, 0), 2000), []string{"A", "B"}, []string{"A", "B"}, []string{"A"}},
		{"area in the hole", squareRound(at(0, 0), 50), nil, []string{"A"}, []string{"A"}},
		{"area that shares a border", squareRound(at(250, 0), 100), []string{"A"}, []string{"A"}, []string{"A"}},
		{"parts of a multipolygon", orb.MultiPolygon{squareRound(at(5000, 0), 50), squareRound(at(600, 0), 20)}, []string{"B"}, []string{"B"}, []string{"B"}},
		{"line of no length", orb.LineString{at(150, 0), at(150, 0)}, []string{"A"}, []string{"A"}, []string{"A"}},
		{"points", orb.MultiPoint{at(150, 0), at(600, 0), at(3000, 0)}, []string{"A", "B"}, []string{"A", "B"}, []string{"A"}},
		{"lines", orb.MultiLineString{{at(3000, 0), at(3100, 0)}, {at(600, 100), at(600, -100)}}, []string{"B"}, []string{"B"}, []string{"B"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			result := b.check(test.place)
			for rule, want := range map[string][]string{"in": test.in, "by": test.by, "next": test.next} {
				var got []string
				for _, f := range result.of(rule) {
					if f.FeatureID != nil {
						got = append(got, *f.FeatureID)
					} else if f.Status != NotFound {
						t.Errorf("%s: %s, want not_found", rule, f.Status)
					}
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s: found %v, want %v", rule, got, want)
				}
			}
		})
	}
}

func TestOverlapShare(t *testing.T) {
	b := newBench(t, plainRule("in", layers.Natura, Inside, 0))
	b.layer("sites", layers.Natura, everywhere(), thing{"A", squareRound(at(0, 0), 100), nil})
	for _, test := range []struct {
		name  string
		place orb.Geometry
		want  float64
	}{
		{"whole area", squareRound(at(0, 0), 50), 1},
		{"quarter of the area", squareRound(at(50, 50), 100), 0.25},
		{"area that touches", squareRound(at(100, 0), 100), 0},
		{"half of the line", orb.LineString{at(0, 0), at(100, 0)}, 0.5},
		{"point", at(1, 1), 1},
		{"one point of four", orb.MultiPoint{at(1, 1), at(500, 0), at(501, 0), at(502, 0)}, 0.25},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := b.only(b.check(test.place), "in")
			if f.OverlapShare == nil || math.Abs(*f.OverlapShare-test.want) > 1e-4 {
				t.Errorf("share %v, want %g", asJSON(f.OverlapShare), test.want)
			}
			if *f.Distance != 0 || f.Bearing != nil || f.Line != nil {
				t.Errorf("distance %g, bearing %v, line %s, want 0 and none", *f.Distance, f.Bearing, f.Line)
			}
		})
	}
}

// Distances are geodesic: in Åland the grid is 0.15 % too long, which a rule's limit must not feel.
func TestTrueMetres(t *testing.T) {
	for _, place := range []struct {
		name   string
		centre orb.Point // EPSG:3067
	}{
		{"Helsinki", orb.Point{386_000, 6_672_000}},
		{"Åland", orb.Point{110_000, 6_700_000}},
		{"Lapland", orb.Point{500_000, 7_700_000}},
	} {
		t.Run(place.name, func(t *testing.T) {
			const limit = 1000
			b := newBench(t, plainRule("by", layers.Natura, Within, limit))
			// The oracle: how many grid metres east make exactly the limit on the ellipsoid.
			gridFor := func(metres float64) float64 {
				from := geo.ToLonLat(place.centre)
				low, high := metres*0.99, metres*1.01
				for range 60 {
					middle := (low + high) / 2
					to := geo.ToLonLat(orb.Point{place.centre[0] + middle, place.centre[1]})
					if b.geodesic(from, to) < metres {
						low = middle
					} else {
						high = middle
					}
				}
				return low
			}
			cover := orb.MultiPolygon{squareRound(place.centre, 20_000)}
			b.layer("sites", layers.Natura, cover, thing{"A", place.centre, nil})
			for _, off := range []float64{-0.01, 0.01} {
				f := b.only(b.check(orb.Point{place.centre[0] + gridFor(limit+off), place.centre[1]}), "by")
				if off > 0 {
					if f.Status != NotFound {
						t.Errorf("%g m beyond the limit: %s", off, asJSON(f))
					}
					continue
				}
				if f.Status != Found || math.Abs(*f.Distance-(limit+off)) > 0.001 {
					t.Errorf("%g m within the limit: %s", -off, asJSON(f))
				}
				if math.Abs(*f.Bearing-270) > 7 { // west, but for the convergence of the meridians
					t.Errorf("bearing %g, want about 270", *f.Bearing)
				}
			}
		})
	}
}

// geodesic is the distance on GRS 80 by PostGIS, which takes it from GeographicLib.
func (b *bench) geodesic(from, to orb.Point) float64 {
	b.t.Helper()
	var metres float64
	err := b.pool.QueryRow(context.Background(), `select st_distance(st_setsrid(st_makepoint($1, $2), 4258)::geography,
		st_setsrid(st_makepoint($3, $4), 4258)::geography, true)`, from[0], from[1], to[0], to[1]).Scan(&metres)
	if err != nil {
		b.t.Fatal(err)
	}
	return metres
}

func TestCoverage(t *testing.T) {
	town := orb.MultiPolygon{squareRound(at(0, 0), 2000)}
	hole := squareRound(at(300, 300), 100)[0]
	slices.Reverse(hole)
	holed := orb.MultiPolygon{append(squareRound(at(0, 0), 2000), hole)}
	west, east := orb.MultiPolygon{squareRound(at(-500, 0), 1000)}, orb.MultiPolygon{squareRound(at(500, 0), 1000)}
	for _, test := range []struct {
		name   string
		covers []orb.MultiPolygon // one layer each
		place  orb.Geometry
		in, by Status
	}{
		{"in the middle", []orb.MultiPolygon{town}, at(0, 0), NotFound, NotFound},
		{"outside", []orb.MultiPolygon{town}, at(1500, 0), NotKnown, NotKnown},
		{"the neighbourhood sticks out", []orb.MultiPolygon{town}, at(950, 0), NotFound, NotKnown},
		{"the neighbourhood just fits", []orb.MultiPolygon{town}, at(899, 0), NotFound, NotFound},
		{"the neighbourhood just does not fit", []orb.MultiPolygon{town}, at(901, 0), NotFound, NotKnown},
		{"its box sticks out at the corner but it does not", []orb.MultiPolygon{{{{at(0, 0), at(1000, 0), at(0, 1000), at(0, 0)}}}}, at(400, 400), NotFound, NotFound},
		{"half outside", []orb.MultiPolygon{town}, squareRound(at(1000, 0), 100), NotKnown, NotKnown},
		{"along the border", []orb.MultiPolygon{town}, squareRound(at(950, 0), 100), NotFound, NotKnown},
		{"where a feature was refused", []orb.MultiPolygon{holed}, at(300, 300), NotKnown, NotKnown},
		{"near where a feature was refused", []orb.MultiPolygon{holed}, at(300, 210), NotFound, NotKnown},
		{"round where a feature was refused", []orb.MultiPolygon{holed}, squareRound(at(300, 300), 400), NotKnown, NotKnown},
		{"with a hole of its own round where a feature was refused", []orb.MultiPolygon{holed},
			orb.Polygon{squareRound(at(300, 300), 500)[0], squareRound(at(300, 300), 400)[0]}, NotFound, NotFound},
		{"a part of it elsewhere", []orb.MultiPolygon{town}, orb.MultiPolygon{squareRound(at(0, 0), 50), squareRound(at(5000, 0), 50)}, NotKnown, NotKnown},
		{"away from where a feature was refused", []orb.MultiPolygon{holed}, at(300, 100), NotFound, NotFound},
		{"two layers that meet cover it together", []orb.MultiPolygon{west, east}, squareRound(at(0, 0), 200), NotFound, NotFound},
		{"a layer that promises nothing", []orb.MultiPolygon{nil}, at(0, 0), NotKnown, NotKnown},
		{"no layer", nil, at(0, 0), NotKnown, NotKnown},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, plainRule("in", layers.Natura, Inside, 0), plainRule("by", layers.Natura, Within, 100))
			for i, cover := range test.covers {
				b.layer(fmt.Sprintf("sites_%d", i), layers.Natura, cover)
			}
			result := b.check(test.place)
			for rule, want := range map[string]Status{"in": test.in, "by": test.by} {
				f := b.only(result, rule)
				if f.Status != want {
					t.Errorf("%s: %s (%s), want %s", rule, f.Status, f.Reason, want)
				}
				severity, reason := Green, Reason("")
				if want == NotKnown {
					severity, reason = Unknown, NotCovered
					if len(test.covers) == 0 {
						reason = NoLayer
					}
				}
				if f.Severity != severity || f.Reason != reason {
					t.Errorf("%s: severity %s, reason %q, want %s, %q", rule, f.Severity, f.Reason, severity, reason)
				}
				if len(f.Looked) != len(test.covers) {
					t.Errorf("%s: looked at %d layers, want %d", rule, len(f.Looked), len(test.covers))
				}
			}
		})
	}
}

func TestBrokenLayer(t *testing.T) {
	b := newBench(t, plainRule("nature", layers.Natura, Inside, 0), plainRule("flood", layers.Flood, Inside, 0), plainRule("noise", layers.Noise, Within, 50))
	b.layer("sites", layers.Natura, everywhere(), thing{"A", squareRound(at(0, 0), 100), nil})
	broken := b.layer("floods", layers.Flood, everywhere(), thing{"F", squareRound(at(5000, 0), 100), nil})
	b.layer("noises", layers.Noise, everywhere())
	b.check(at(0, 0)) // statements are prepared before the table goes
	if _, err := b.pool.Exec(context.Background(), fmt.Sprintf(`drop table layer_data.v%d`, broken)); err != nil {
		t.Fatal(err)
	}
	inMemory := NewEngine(b.pool, b.catalogue, b.shelf, b.engine.log)
	if kept, err := inMemory.Check(t.Context(), geo.ToLonLat(at(5000, 0)), Answers{}, i18n.Finnish); err != nil || b.only(kept, "flood").Status != Found {
		t.Errorf("what is in memory is there still: %v, %s", err, asJSON(kept.of("flood")))
	}
	b.shelf = nil // it knows the layer whatever becomes of its table
	for range 2 {
		result := b.check(at(0, 0))
		if f := b.only(result, "flood"); f.Status != NotKnown || f.Severity != Unknown || f.Reason != LayerFailed {
			t.Errorf("rule of the broken layer: %s", asJSON(f))
		}
		if f := b.only(result, "nature"); f.Status != Found || *f.OverlapShare != 1 {
			t.Errorf("rule of another layer: %s", asJSON(f))
		}
		if f := b.only(result, "noise"); f.Status != NotFound {
			t.Errorf("rule of another layer: %s", asJSON(f))
		}
	}
	b.layer("more_floods", layers.Flood, everywhere(), thing{"G", squareRound(at(0, 0), 100), nil})
	if f := b.only(b.check(at(0, 0)), "flood"); f.Status != Found {
		t.Errorf("another layer of the theme finds something, but: %s", asJSON(f))
	}
}

func TestCondition(t *testing.T) {
	in := plainRule("first", layers.Groundwater, Inside, 0)
	in.Condition = &Condition{Meaning: layers.MeaningGroundwaterClass, In: []string{"1", "1E"}}
	others := plainRule("others", layers.Groundwater, Inside, 0)
	others.Condition = &Condition{Meaning: layers.MeaningGroundwaterClass, NotIn: []string{"1", "1E"}, Absent: "match"}
	unclassified := plainRule("unclassified", layers.Groundwater, Inside, 0)
	unclassified.Condition = &Condition{Meaning: layers.MeaningGroundwaterClass, Absent: "only"}
	lacking := plainRule("lacking", layers.Groundwater, Inside, 0)
	lacking.Condition = &Condition{Meaning: layers.MeaningPlanSymbol, In: []string{"SL"}}
	instead := plainRule("instead", layers.Groundwater, Inside, 0)
	instead.Condition = &Condition{Meaning: layers.MeaningPlanSymbol, Or: layers.MeaningGroundwaterClass, In: []string{"2"}}
	b := newBench(t, in, others, unclassified, lacking, instead)
	class := func(c any) map[string]any { return map[string]any{"luokka": c} }
	b.layer("areas", layers.Groundwater, everywhere(),
		thing{"one", squareRound(at(0, 0), 10), class("1E")}, thing{"number", squareRound(at(100, 0), 10), class(1)},
		thing{"two", squareRound(at(200, 0), 10), class("2")}, thing{"null", squareRound(at(300, 0), 10), class(nil)},
		thing{"blank", squareRound(at(400, 0), 10), class(" ")}, thing{"none", squareRound(at(500, 0), 10), nil},
		thing{"both 1", squareRound(at(600, 0), 10), class("1")}, thing{"both null", squareRound(at(600, 0), 10), nil})
	for _, test := range []struct {
		name                                 string
		x                                    float64
		first, others, unclassified, lacking Status
	}{
		{"wanted value", 0, Found, NotFound, NotFound, NotKnown},
		{"wanted value as a number", 100, Found, NotFound, NotFound, NotKnown},
		{"another value", 200, NotFound, Found, NotFound, NotKnown},
		{"null", 300, NotKnown, Found, Found, NotKnown},
		{"blank", 400, NotKnown, Found, Found, NotKnown},
		{"no attribute", 500, NotKnown, Found, Found, NotKnown},
		{"found beats not known", 600, Found, Found, Found, NotKnown},
		{"no feature", 700, NotFound, NotFound, NotFound, NotFound},
	} {
		t.Run(test.name, func(t *testing.T) {
			result := b.check(at(test.x, 0))
			for rule, want := range map[string]Status{"first": test.first, "others": test.others, "unclassified": test.unclassified, "lacking": test.lacking} {
				f := b.only(result, rule)
				if f.Status != want {
					t.Errorf("%s: %s, want %s", rule, f.Status, want)
				}
				if f := b.only(result, "instead"); (f.Status == Found) != (test.name == "another value") {
					t.Errorf("instead: %s", f.Status)
				}
				if f.Status == NotKnown && f.Reason != NoAttribute {
					t.Errorf("%s: reason %s, want %s", rule, f.Reason, NoAttribute)
				}
			}
		})
	}
}

func TestOwnMunicipalityIsNotAdjoining(t *testing.T) {
	rule := plainRule("adjoining", layers.Municipality, Within, 500)
	rule.Condition = &Condition{Covering: "skip"}
	b := newBench(t, rule)
	b.layer("municipalities", layers.Municipality, everywhere(),
		thing{"west", squareRound(at(-5000, 0), 10_000), nil}, thing{"east", squareRound(at(5000, 0), 10_000), nil})
	for _, test := range []struct {
		name  string
		place orb.Geometry
		want  []string
	}{
		{"far from the border", at(-2000, 0), nil},
		{"near the border", at(-400, 0), []string{"east"}},
		{"across the border", squareRound(at(0, 0), 100), []string{"east", "west"}},
	} {
		var got []string
		for _, f := range b.check(test.place).Findings {
			if f.FeatureID != nil {
				got = append(got, *f.FeatureID)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestTwentyNearestAndMore(t *testing.T) {
	b := newBench(t, plainRule("by", layers.SensitiveSite, Within, 1000))
	var schools []thing
	for i := range 33 {
		schools = append(schools, thing{fmt.Sprintf("S%02d", i), at(float64(10*(i+1)), 0), nil})
	}
	b.layer("schools", layers.SensitiveSite, everywhere(), schools...)
	of := b.check(at(0, 0)).of("by")
	if len(of) != MaxFindings || of[MaxFindings-1].More != 13 || of[0].More != 0 {
		t.Fatalf("%d findings and %d more, want %d and 13", len(of), of[len(of)-1].More, MaxFindings)
	}
	for i, f := range of {
		if want := fmt.Sprintf("S%02d", i); *f.FeatureID != want {
			t.Errorf("finding %d is %s, want %s", i, *f.FeatureID, want)
		}
	}
}

func TestSortedBySeverityThenDistance(t *testing.T) {
	red := plainRule("a_red", layers.Natura, Within, 1000)
	red.Severity = Red
	b := newBench(t, plainRule("z_amber", layers.Natura, Within, 1000), red, plainRule("green", layers.Flood, Inside, 0), plainRule("unknown", layers.Noise, Inside, 0))
	b.layer("sites", layers.Natura, everywhere(), thing{"far", at(500, 0), nil}, thing{"near", at(0, 100), nil})
	b.layer("floods", layers.Flood, everywhere())
	result := b.check(at(0, 0))
	var got []string
	for _, f := range result.Findings {
		id := ""
		if f.FeatureID != nil {
			id = *f.FeatureID
		}
		got = append(got, f.Rule+" "+id)
	}
	want := []string{"a_red near", "a_red far", "z_amber near", "z_amber far", "unknown ", "green "}
	if !slices.Equal(got, want) {
		t.Errorf("order %q, want %q", got, want)
	}
	if want := (Summary{Red: 2, Amber: 2, Green: 1, Unknown: 1}); result.Summary != want {
		t.Errorf("summary %+v, want %+v", result.Summary, want)
	}
	if again := b.check(at(0, 0)); asJSON(again) != asJSON(result) {
		t.Errorf("the same check answers otherwise the second time:\n%s\n%s", asJSON(result), asJSON(again))
	}
}

func TestLanguages(t *testing.T) {
	b := newBench(t)
	b.layer("sites", layers.Natura, everywhere(), thing{"FI0", squareRound(at(0, 0), 100), map[string]any{"nimi": "Hirvijärvi", "namn": "Älgträsket"}})
	place := geo.ToLonLat(at(0, 0))
	for lang, want := range map[i18n.Lang][2]string{
		i18n.Finnish: {"Natura 2000 -alue: Hirvijärvi", "Natura 2000 -alue enintään 1\u00a0km päässä: Hirvijärvi"},
		i18n.Swedish: {"Natura 2000-område: Älgträsket", "Natura 2000-område på högst 1\u00a0km avstånd: Älgträsket"},
		i18n.English: {"Natura 2000 site: Hirvijärvi", "Natura 2000 site within 1\u00a0km: Hirvijärvi"},
	} {
		result, err := b.engine.Check(context.Background(), place, Answers{}, lang)
		if err != nil {
			t.Fatal(err)
		}
		for i, rule := range []string{"natura_inside", "natura_near"} {
			if f := b.only(result, rule); f.Title != want[i] {
				t.Errorf("%s: title %q, want %q", lang, f.Title, want[i])
			}
		}
	}
}

func TestNoPlace(t *testing.T) {
	b := newBench(t, plainRule("in", layers.Natura, Inside, 0))
	for _, g := range []orb.Geometry{nil, orb.MultiPoint{}, orb.Polygon{}} {
		if _, err := b.engine.Check(context.Background(), g, Answers{}, i18n.Finnish); !errors.Is(err, ErrNoPlace) {
			t.Errorf("%#v: %v, want %v", g, err, ErrNoPlace)
		}
	}
}

func TestFaultyRuleAnswersNotKnown(t *testing.T) {
	b := newBench(t, plainRule("faulty", layers.Natura, Inside, 0), plainRule("sound", layers.Natura, Inside, 0))
	b.layer("sites", layers.Natura, everywhere())
	if _, err := b.pool.Exec(context.Background(), `update check_rules set condition = '{"meening": "kind"}' where id = 'faulty'`); err != nil {
		t.Fatal(err)
	}
	result := b.check(at(0, 0))
	if f := b.only(result, "faulty"); f.Status != NotKnown || f.Reason != RuleFailed {
		t.Errorf("faulty rule: %s", asJSON(f))
	}
	if f := b.only(result, "sound"); f.Status != NotFound {
		t.Errorf("sound rule: %s", asJSON(f))
	}
	b.alarmed(1, 0)
	if _, err := b.pool.Exec(context.Background(), `update check_rules set condition = null where id = 'faulty'`); err != nil {
		t.Fatal(err)
	}
	b.engine.book = book{} // which reads the rules once a second
	b.check(at(0, 0))
	b.alarmed(0, 0)
}

func TestALayerThatCannotBeReadRaisesAnAlarmUntilItCan(t *testing.T) {
	b := newBench(t, plainRule("in", layers.Natura, Inside, 0))
	version := b.layer("sites", layers.Natura, everywhere())
	table, away := layers.Version{Number: version}.Table(), "away"
	rename := func(from, to string) {
		t.Helper()
		if _, err := b.pool.Exec(context.Background(), fmt.Sprintf(`alter table %s rename to %s`, from, to)); err != nil {
			t.Fatal(err)
		}
	}
	schema, name, _ := strings.Cut(table, ".")
	rename(table, away)
	if f := b.only(b.check(at(0, 0)), "in"); f.Reason != LayerFailed {
		t.Errorf("got %s, want %s", asJSON(f), LayerFailed)
	}
	b.alarmed(0, 1)
	rename(schema+"."+away, name)
	b.check(at(0, 0))
	b.alarmed(0, 0)
}

// alarmed compares how many alarms are raised.
func (b *bench) alarmed(rules, unread int) {
	b.t.Helper()
	if got := [2]int{b.engine.alarms.count("rule"), b.engine.alarms.count("layer")}; got != [2]int{rules, unread} {
		b.t.Errorf("alarms about rules and layers: %v, want %d and %d", got, rules, unread)
	}
}

// Checks go on, each on the versions that its catalogue named, while versions are published under them.
func TestChecksWhilePublishing(t *testing.T) {
	b := newBench(t, plainRule("in", layers.Natura, Inside, 0), plainRule("by", layers.Natura, Within, 100))
	b.layer("sites", layers.Natura, everywhere(), thing{"A", squareRound(at(0, 0), 100), nil})
	place := geo.Transform(at(0, 0), geo.TM35FIN, geo.CRS84)
	stop := make(chan struct{})
	faults := make(chan error, 4)
	for range 4 {
		go func() {
			for {
				select {
				case <-stop:
					faults <- nil
					return
				default:
				}
				result, err := b.engine.Check(context.Background(), place, Answers{}, i18n.Finnish)
				if err == nil && (len(result.Findings) != 2 || result.Summary.Amber != 2) {
					err = fmt.Errorf("findings %s", asJSON(result.Findings))
				}
				if err != nil {
					faults <- err
					return
				}
			}
		}()
	}
	for range 5 {
		b.layer("sites", layers.Natura, everywhere(), thing{"A", squareRound(at(0, 0), 100), nil})
	}
	close(stop)
	for range 4 {
		if err := <-faults; err != nil {
			t.Error(err)
		}
	}
}
