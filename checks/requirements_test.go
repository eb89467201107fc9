package checks

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// require asks what applies at places in EPSG:3067.
func (b *bench) require(kinds []string, places ...orb.Geometry) Requirements {
	b.t.Helper()
	lonLat := make([]orb.Geometry, len(places))
	for i, place := range places {
		lonLat[i] = geo.Transform(place, geo.TM35FIN, geo.CRS84)
	}
	result, err := b.engine.Requirements(context.Background(), lonLat, kinds, i18n.Finnish)
	if err != nil {
		b.t.Fatal(err)
	}
	return result
}

// rule is what is required by one rule.
func (q Requirements) rule(t *testing.T, id string) Requirement {
	t.Helper()
	i := slices.IndexFunc(q.Rules, func(r Requirement) bool { return r.Rule == id })
	if i < 0 {
		t.Fatalf("%s is not among the requirements", id)
	}
	return q.Rules[i]
}

// said writes the findings about one kind, by rule, in order.
func (q Requirements) said(place int, kind string) []string {
	var all []string
	for _, r := range q.Rules {
		for _, f := range r.Places[place].Findings {
			if len(f.Kinds) == 0 || slices.Contains(f.Kinds, kind) {
				all = append(all, inWords(f.Finding))
			}
		}
	}
	slices.Sort(all)
	return all
}

// inWords is the finding whole. Which layers were looked at for a rule that lacks answers hangs on the other rules.
func inWords(f Finding) string {
	if f.Reason == NoAnswer {
		f.Looked, f.Layer, f.LayerVersion, f.LayerTitle, f.DataDate = nil, nil, nil, "", ""
	}
	data, err := json.Marshal(f)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// manyThings are features for every theme that has rules for some kinds only.
func manyThings(b *bench) {
	b.layer("natura", layers.Natura, everywhere(), thing{"N1", squareRound(at(900, 0), 200), map[string]any{"nimi": "Suo"}})
	b.layer("protected", layers.ProtectedArea, everywhere(), thing{"P1", squareRound(at(-300, 0), 200), map[string]any{"nimi": "Lehto"}})
	b.layer("groundwater", layers.Groundwater, everywhere(), thing{"G1", squareRound(at(0, 0), 500), map[string]any{"nimi": "Harju", "luokka": "1"}})
	b.layer("flood", layers.Flood, nil, thing{"F1", squareRound(at(0, 5000), 200), nil})
	b.layer("water", layers.BaseWater, everywhere(), thing{"W1", squareRound(at(120, 0), 100), nil})
	b.layer("sites", layers.SensitiveSite, everywhere(), thing{"S1", at(0, 60), map[string]any{"nimi": "Koulu"}})
	b.layer("zones", layers.ConsultationZone, orb.MultiPolygon{squareRound(at(0, 0), 50)})
}

// What is told of many kinds at once is what each kind's own check says, finding by finding.
func TestRequirementsAreTheChecksOfEachKind(t *testing.T) {
	b := newBench(t)
	manyThings(b)
	kinds := Kinds()
	for _, place := range []orb.Geometry{at(0, 0), squareRound(at(100, 30), 300), orb.LineString{at(-400, 0), at(10_000, 900)}} {
		all := b.require(kinds, place)
		for _, kind := range kinds {
			var want []string
			check := b.checkWith(place, `{"kind":"`+kind+`"}`)
			for _, f := range check.Findings {
				want = append(want, inWords(f))
			}
			slices.Sort(want)
			if got := all.said(0, kind); !slices.Equal(got, want) {
				t.Errorf("%s: %d findings, its own check has %d:\n%s\nwant\n%s", kind, len(got), len(want), asJSON(got), asJSON(want))
			}
			for _, f := range check.Findings {
				if r := all.rule(t, f.Rule); f.Status == NotKnown && (r.Places[0].Severity == Green || !r.Places[0].NotKnown) {
					t.Errorf("%s: not known for %s, and %s with not_known %t", f.Rule, kind, r.Places[0].Severity, r.Places[0].NotKnown)
				}
			}
			if got, want := b.require([]string{kind}, place).said(0, kind), all.said(0, kind); !slices.Equal(got, want) {
				t.Errorf("%s alone is told otherwise than among others", kind)
			}
		}
		// What a check without a kind says is among it.
		told := map[string]bool{}
		for _, r := range all.Rules {
			for _, f := range r.Places[0].Findings {
				told[inWords(f.Finding)] = true
			}
		}
		result := b.check(place)
		for _, f := range result.Findings {
			if !told[inWords(f)] {
				t.Errorf("%s %s is told without a kind only", f.Rule, f.Status)
			}
		}
		for _, u := range result.Unasked {
			all.rule(t, u.Rule)
		}
		summary := all.Places[0].Summary
		if n := summary.Red + summary.Amber + summary.Green + summary.Unknown; n != len(all.Rules) {
			t.Errorf("%d rules are counted of %d", n, len(all.Rules))
		}
		if asJSON(b.require(kinds, place)) != asJSON(all) {
			t.Error("asked again, the answer is another")
		}
	}
}

// kindRule is a rule whose distance hangs on the kind.
func kindRule() Rule {
	rule := plainRule("by_kind", layers.Natura, Within, 0)
	rule.Severity, rule.Title = "", i18n.Text{Fi: "enintään {d}", Sv: "högst {d}", En: "within {d}"}
	rule.Cases = []Case{
		{When: map[string][]string{"kind": {"wind_power", "mine"}}, Distance: 500, Severity: Red},
		{When: map[string][]string{"kind": {"building"}}, Distance: 50, Severity: Amber},
		{When: map[string][]string{"kind": {"event"}, "loud": {"true"}}, Distance: 200, Severity: Amber},
	}
	return rule
}

func TestRequirementsNameTheKinds(t *testing.T) {
	b := newBench(t, kindRule(), plainRule("for_all", layers.Natura, Inside, 0))
	b.layer("natura", layers.Natura, everywhere(), thing{"N1", squareRound(at(200, 0), 100), map[string]any{"nimi": "Suo"}})
	all := b.require(Kinds(), at(0, 0))
	r := all.rule(t, "by_kind")
	if r.Severity != Red || r.Title != "enintään 500\u00a0m" || !r.Places[0].NotKnown || *r.Places[0].Distance < 149 || *r.Places[0].Distance > 151 {
		t.Errorf("%s", asJSON(r))
	}
	var got []string
	for _, f := range r.Places[0].Findings {
		got = append(got, fmt.Sprintf("%s%v%v", f.Severity, f.Kinds, f.Needs))
	}
	if want := []string{"red[wind_power mine][]", "unknown[event][loud]", "green[building][]"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if of := all.rule(t, "for_all").Places[0]; len(of.Findings) != 1 || of.Findings[0].Kinds != nil || of.Severity != Green {
		t.Errorf("a rule for every project: %s", asJSON(of))
	}
	// Where one kind leaves it not known, a rule is not green, whatever others say.
	if r := b.require([]string{"building", "event"}, at(0, 0)).rule(t, "by_kind"); r.Severity != Unknown {
		t.Errorf("with a kind that leaves it not known: %s", r.Severity)
	}
	if r := b.require([]string{"building"}, at(0, 0)).rule(t, "by_kind"); r.Severity != Green || r.Places[0].NotKnown {
		t.Errorf("the kind that is far enough: %s", asJSON(r))
	}
	others := b.require([]string{"other"}, at(0, 0))
	if slices.ContainsFunc(others.Rules, func(r Requirement) bool { return r.Rule == "by_kind" }) {
		t.Error("a rule for other kinds is told")
	}
}

func TestRequirementsCompared(t *testing.T) {
	b := newBench(t, kindRule(), plainRule("for_all", layers.Groundwater, Within, 300), plainRule("alike", layers.Noise, Inside, 0), plainRule("flood", layers.Flood, Inside, 0))
	b.layer("natura", layers.Natura, everywhere(), thing{"N1", squareRound(at(200, 0), 100), map[string]any{"nimi": "Suo"}})
	b.layer("groundwater", layers.Groundwater, everywhere(),
		thing{"G1", squareRound(at(0, 0), 10), map[string]any{"nimi": "Harju"}}, thing{"G2", squareRound(at(1000, 0), 10), map[string]any{"nimi": "Toinen"}})
	b.layer("flood", layers.Flood, orb.MultiPolygon{squareRound(at(0, 0), 100)})
	both := b.require(Kinds(), at(0, 0), at(1000, 0))
	for id, want := range map[string][]string{
		"by_kind": {"severity", "distance_m", "features"}, // too far for every kind but one of which it is not known
		"for_all": {"features"},                           // both are inside, each of another
		"alike":   {},                                     // not known at either
		"flood":   {"severity", "not_known"},              // green, and not covered
	} {
		if got := both.rule(t, id).Differs; !slices.Equal(got, want) {
			t.Errorf("%s differs in %q, want %q: %s", id, got, want, asJSON(both.rule(t, id).Places))
		}
	}
	if r := both.rule(t, "flood"); r.Severity != Unknown || r.Places[0].Severity != Green || r.Places[1].Severity != Unknown {
		t.Errorf("green at one place and not known at the other: %s", asJSON(r))
	}
	for i, place := range []orb.Geometry{at(0, 0), at(1000, 0)} {
		alone := b.require(Kinds(), place)
		for _, r := range alone.Rules {
			if got, want := both.rule(t, r.Rule).Places[i], r.Places[0]; asJSON(got) != asJSON(want) {
				t.Errorf("%s at place %d beside another: %s, alone %s", r.Rule, i, asJSON(got), asJSON(want))
			}
		}
		if both.Places[i].Summary != alone.Places[0].Summary {
			t.Errorf("place %d: %+v beside another, %+v alone", i, both.Places[i].Summary, alone.Places[0].Summary)
		}
	}
	if same := b.require(Kinds(), at(0, 0), at(0, 0)); slices.ContainsFunc(same.Rules, func(r Requirement) bool { return len(r.Differs) > 0 }) {
		t.Error("a place differs from itself")
	}
}
