package checks

import (
	"fmt"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// timed are the attributes of a hand-made layer with a zone and times of its own, beside those of every such layer.
func (b *bench) timed(id string, theme layers.Theme, things ...thing) {
	b.t.Helper()
	text := func(s string) i18n.Text { return i18n.Text{Fi: s, Sv: s, En: s} }
	b.recipe(layers.Recipe{ID: id, Theme: theme, Title: text(id), Licence: "CC0-1.0", Attribution: "test", Publisher: text("test"), Names: []string{"nimi"},
		Coverage: layers.Coverage{Kind: layers.CoverArea}, Attributes: []layers.Attribute{
			{Name: "nimi", Label: text("Nimi"), Meaning: layers.MeaningName},
			{Name: "leveys", Label: text("Leveys"), Meaning: layers.MeaningZoneM},
			{Name: "alku", Label: text("Alku"), Meaning: layers.MeaningValidFrom},
			{Name: "loppu", Label: text("Loppu"), Meaning: layers.MeaningValidTo},
		}}, everywhere(), things...)
}

// A rule of relation overlaps finds what takes so much of the place.
func TestShareOfThePlace(t *testing.T) {
	rule := plainRule("half", layers.Natura, Overlaps, 0)
	rule.Share = 0.5
	b := newBench(t, rule)
	b.layer("sites", layers.Natura, everywhere(), thing{"A", squareRound(at(0, 0), 100), nil})
	for _, test := range []struct {
		name  string
		place orb.Geometry
		want  Status
	}{
		{"all of an area", squareRound(at(0, 0), 50), Found},
		{"a little more than half of an area", squareRound(at(49.9, 0), 100), Found},
		{"a little less than half of an area", squareRound(at(50.1, 0), 100), NotFound},
		{"half of a line and more", orb.LineString{at(0, 0), at(99, 0)}, Found},
		{"less than half of a line", orb.LineString{at(0, 0), at(101, 0)}, NotFound},
		{"a point", at(0, 0), Found},
		{"a point beside it", at(51, 0), NotFound},
		{"one of three points", orb.MultiPoint{at(0, 0), at(60, 0), at(70, 0)}, NotFound},
	} {
		if f := b.only(b.check(test.place), "half"); f.Status != test.want {
			t.Errorf("%s: %s, want %s: %s", test.name, f.Status, test.want, asJSON(f.OverlapShare))
		}
	}
}

// What lies side by side makes up the share together; two layers that tell of the same do not.
func TestSharesTogether(t *testing.T) {
	rule := plainRule("half", layers.Groundwater, Overlaps, 0)
	rule.Share = 0.5
	rule.Condition = &Condition{Meaning: layers.MeaningGroundwaterClass, In: []string{"1"}, Known: []string{"3"}}
	class := func(c any) map[string]any { return map[string]any{"luokka": c} }
	status := func(layers ...[]thing) Finding {
		t.Helper()
		b := newBench(t, rule)
		for i, things := range layers {
			b.layer(fmt.Sprintf("layer%d", i), rule.Theme, everywhere(), things...)
		}
		return b.check(squareRound(at(0, 0), 100)).of("half")[0]
	}
	west := func(share float64, c any) thing { // a strip of the place from the west
		return thing{"W", orb.Polygon{{at(-50, -60), at(-50+100*share, -60), at(-50+100*share, 60), at(-50, 60), at(-50, -60)}}, class(c)}
	}
	east := func(share float64, c any) thing {
		return thing{"E", orb.Polygon{{at(50-100*share, -60), at(50, -60), at(50, 60), at(50-100*share, 60), at(50-100*share, -60)}}, class(c)}
	}
	for _, test := range []struct {
		name string
		got  Finding
		want Status
	}{
		{"30 and 25 in a hundred", status([]thing{west(0.3, "1"), east(0.25, "1")}), Found},
		{"25 and 20 in a hundred", status([]thing{west(0.25, "1"), east(0.2, "1")}), NotFound},
		{"the same in two layers", status([]thing{west(0.3, "1")}, []thing{west(0.3, "1")}), NotFound},
		{"30 and 25 of which nobody knows", status([]thing{west(0.3, "1"), east(0.25, "x")}), NotKnown},
		{"30 and 25 of another class", status([]thing{west(0.3, "1"), east(0.25, "3")}), NotFound},
	} {
		if test.got.Status != test.want {
			t.Errorf("%s: %s %s, want %s", test.name, test.got.Status, test.got.Reason, test.want)
		}
	}
}

// A rule with a zone goes by each feature's own width; a feature without one leaves it open.
func TestOwnZones(t *testing.T) {
	rule := plainRule("zone", layers.SevesoPlant, Within, 2000)
	rule.Zone = layers.MeaningZoneM
	b := newBench(t, rule)
	width := func(w any) map[string]any { return map[string]any{"leveys": w} }
	b.timed("plants", layers.SevesoPlant, thing{"narrow", at(0, 0), width(100)}, thing{"wide", at(5000, 0), width("1\u00a0000,5 m")},
		thing{"written", at(0, 5000), width("0,5 km")}, thing{"widest", at(-10_000, -10_000), width(3000)}, thing{"comma", at(-5000, 0), width("300,5")})
	odd := newBench(t, rule)
	odd.timed("plants", layers.SevesoPlant, thing{"odd", at(0, 0), width("laaja")})
	if f := odd.only(odd.check(at(12_000, 0)), "zone"); f.Status != NotKnown {
		t.Errorf("a width that nobody can read, far beyond where the rule looks: %s", f.Status)
	}
	none := newBench(t, rule)
	none.timed("plants", layers.SevesoPlant, thing{"none", at(0, 0), nil})
	if near, far := none.only(none.check(at(1990, 0)), "zone"), none.only(none.check(at(2010, 0)), "zone"); near.Status != NotKnown || far.Status != NotFound {
		t.Errorf("near a plant without a width %s, beyond %s", near.Status, far.Status)
	}
	for _, test := range []struct {
		name  string
		place orb.Point
		want  Status
	}{
		{"inside the narrow zone", at(99, 0), Found},
		{"outside the narrow zone", at(102, 0), NotFound},
		{"inside the zone with a unit", at(0, 4501), Found},
		{"outside the zone with a unit", at(0, 4498), NotFound},
		{"inside the zone with a comma", at(-4700, 0), Found},
		{"inside a zone that is wider than the rule looks", at(-10_000, -7010), Found},
		{"outside of it", at(-10_000, -6990), NotFound},
		{"inside the zone with spaces", at(5000, 990), Found},
	} {
		if f := b.only(b.check(test.place), "zone"); f.Status != test.want {
			t.Errorf("%s: %s %s, want %s", test.name, f.Status, f.Reason, test.want)
		}
	}
}

// A rule about the same time leaves out what is known to be over before the project or to begin after it.
func TestSameTime(t *testing.T) {
	rule := plainRule("now", layers.Roadwork, Within, 100)
	rule.During = true
	b := newBench(t, rule)
	times := func(from, to any) map[string]any { return map[string]any{"alku": from, "loppu": to} }
	b.timed("works", layers.Roadwork,
		thing{"before", at(0, 0), times("2026-05-01", "2026-06-04")}, thing{"last day", at(0, 0), times("2026-05-01", "2026-06-05")},
		thing{"during", at(0, 0), times("2026-06-05T22:00:00+03:00", "2026-06-05T23:00:00+03:00")}, thing{"first day", at(0, 0), times("6.6.2026", "30.6.2026")},
		thing{"after", at(0, 0), times("2026-06-07", "2026-06-30")}, thing{"always", at(0, 0), nil}, thing{"open", at(0, 0), times("2026-01-01", nil)}, thing{"odd", at(0, 0), times("soon", "later")})
	found := func(answers string) map[string]bool {
		b.t.Helper()
		ids := map[string]bool{}
		for _, f := range b.checkWith(at(0, 0), answers).of("now") {
			if f.FeatureID != nil {
				ids[*f.FeatureID] = true
			}
		}
		return ids
	}
	if got := found(`{}`); len(got) != 8 {
		t.Errorf("without times: %v", got)
	}
	got := found(`{"starts": "2026-06-05T18:00", "ends": "2026-06-06T02:00"}`)
	for _, gone := range []string{"before", "after"} {
		if got[gone] {
			t.Errorf("%s is told", gone)
		}
	}
	if len(got) != 6 {
		t.Errorf("over midnight: %v", got)
	}
}

// Data that is too old for its silence to mean anything makes nothing green, unless its source was asked since.
func TestStaleData(t *testing.T) {
	b := newBench(t, plainRule("plan", layers.PlanPreparation, Inside, 0), plainRule("flood", layers.Flood, Inside, 0))
	text := func(s string) i18n.Text { return i18n.Text{Fi: s, Sv: s, En: s} }
	publish := func(id, day string, theme layers.Theme, freshDays int) {
		b.recipe(layers.Recipe{ID: id, Theme: theme, Title: text(id), Licence: "CC0-1.0", Attribution: "test", Publisher: text("test"), DataDate: day,
			Coverage: layers.Coverage{Kind: layers.CoverArea, FreshDays: freshDays}}, everywhere(), thing{"A", at(5000, 0), nil})
	}
	publish("plans", "2025-05-30", layers.PlanPreparation, 365)
	publish("floods", "2005-01-01", layers.Flood, 0)
	if f := b.only(b.check(at(0, 0)), "plan"); f.Status != NotKnown || f.Reason != Stale {
		t.Errorf("367 days old: %s %s", f.Status, f.Reason)
	}
	if f := b.only(b.check(at(5000, 0)), "plan"); f.Status != Found {
		t.Errorf("what is there is told all the same: %s", f.Status)
	}
	if f := b.only(b.check(at(0, 0)), "flood"); f.Status != NotFound {
		t.Errorf("data that does not age: %s", f.Status)
	}
	if f := b.only(b.check(at(30_000, 0)), "plan"); f.Reason != NotCovered {
		t.Errorf("beyond what it promised: %s", f.Reason)
	}
	const order = `insert into layer_imports (id, kind, address, name, layer, state, ended_at) values ($1, 'address', 'https://plans.example/', 'plans', 'plans', 'done', now())`
	const source = `insert into layer_sources (layer, address, kind, every, checked_at, import_id) values ('plans', 'https://plans.example/', 'file', '1 day', '2026-05-31T12:00:00Z', $1)`
	const first, second = "019b0000-0000-7000-8000-000000000001", "019b0000-0000-7000-8000-000000000002"
	run := func(sql string, args ...any) {
		t.Helper()
		if _, err := b.pool.Exec(t.Context(), sql, args...); err != nil {
			t.Fatal(err)
		}
	}
	run(order, first)
	run(order, second)
	run(source, second)
	run(`update layer_versions set import_id = $1 where layer = 'plans'`, first)
	b.engine = again(b)
	if f := b.only(b.check(at(0, 0)), "plan"); f.Reason != Stale {
		t.Errorf("what its source gives now waits for approval: %s %s", f.Status, f.Reason)
	}
	run(`update layer_versions set import_id = $1 where layer = 'plans'`, second)
	b.engine = again(b)
	if f := b.only(b.check(at(0, 0)), "plan"); f.Status != NotFound {
		t.Errorf("unchanged at its source: %s %s", f.Status, f.Reason)
	}
	run(`update layer_sources set failing_since = now()`)
	b.engine = again(b)
	if f := b.only(b.check(at(0, 0)), "plan"); f.Reason != Stale {
		t.Errorf("its source fails: %s %s", f.Status, f.Reason)
	}
}

// again is an engine that has read nothing yet.
func again(b *bench) *Engine {
	engine := NewEngine(b.pool, b.catalogue, nil, b.engine.log)
	engine.now = b.engine.now
	return engine
}
