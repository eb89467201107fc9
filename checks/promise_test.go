package checks

import (
	"context"
	"errors"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

func classRule(id string, classes ...string) Rule {
	r := plainRule(id, layers.Zoning, Inside, 0)
	r.Condition = &Condition{Meaning: layers.MeaningGroundwaterClass, In: classes}
	return r
}

// A layer answers for the kinds that it promises, and for no others: a plan that shows no ancient monuments does not
// say that there are none.
func TestALayerAnswersOnlyForWhatItPromises(t *testing.T) {
	everything := plainRule("anything", layers.Zoning, Inside, 0)
	b := newBench(t, classRule("military", "EP"), classRule("heritage", "SM"), classRule("park", "VP", "V*"), classRule("field", "MT", "MA"), classRule("housing", "A", "AK"), everything)
	b.layer("notes", layers.Zoning, nil, thing{"N", squareRound(at(900, 0), 100), map[string]any{"luokka": "SM"}})
	b.layerOf([]string{"EP", "V*", "MT", "A/V"}, "plan", layers.Zoning, everywhere(), thing{"P", squareRound(at(0, 0), 100), map[string]any{"luokka": "EP"}})
	for _, test := range []struct {
		place orb.Point
		want  map[string]Status
	}{
		{at(0, 0), map[string]Status{"military": Found, "heritage": NotKnown, "park": NotFound, "field": NotKnown, "housing": NotKnown, "anything": Found}},
		{at(500, 0), map[string]Status{"military": NotFound, "heritage": NotKnown, "park": NotFound, "field": NotKnown, "housing": NotKnown, "anything": NotKnown}},
		{at(900, 0), map[string]Status{"military": NotFound, "heritage": Found, "park": NotFound, "field": NotKnown, "housing": NotKnown, "anything": Found}},
	} {
		result := b.check(test.place)
		for rule, want := range test.want {
			if f := b.only(result, rule); f.Status != want {
				t.Errorf("at %v: %s is %s, want %s", test.place, rule, f.Status, want)
			}
		}
	}
}

// What one layer alone can tell is not known when that layer is gone, whatever the others of its theme promise.
func TestAnotherLayersPromiseDoesNotStandIn(t *testing.T) {
	b := newBench(t, classRule("military", "EP"))
	b.layerOf([]string{"V"}, "green", layers.Zoning, everywhere())
	if f := b.only(b.check(at(0, 0)), "military"); f.Status != NotKnown || f.Reason != NotCovered {
		t.Errorf("got %s %s, want not known, not covered", f.Status, f.Reason)
	}
}

// A long edge is checked where it was drawn, straight in degrees, not where it would be straight in the grid.
func TestALongEdgeIsCheckedWhereItWasDrawn(t *testing.T) {
	from, to := orb.Point{23.6, 61.5}, orb.Point{24.2, 61.5}
	drawn := geo.ToTM35FIN(orb.Point{23.9, 61.5})
	a, z := geo.ToTM35FIN(from), geo.ToTM35FIN(to)
	straight := orb.Point{(a[0] + z[0]) / 2, (a[1] + z[1]) / 2}
	b := newBench(t, plainRule("in", layers.Natura, Inside, 0))
	b.layer("sites", layers.Natura, nil, thing{"drawn", squareRound(drawn, 8), nil}, thing{"straight", squareRound(straight, 8), nil})
	result, err := b.engine.Check(context.Background(), orb.LineString{from, to}, Answers{}, i18n.Finnish)
	if err != nil {
		t.Fatal(err)
	}
	if f := b.only(result, "in"); f.FeatureID == nil || *f.FeatureID != "drawn" {
		t.Errorf("got %s, want the feature under the line that was drawn", asJSON(f))
	}
}

func TestWithoutRulesThereIsNoAnswer(t *testing.T) {
	b := newBench(t, plainRule("over", layers.Natura, Inside, 0))
	if _, err := b.pool.Exec(context.Background(), `update check_rules set valid_to = valid_from`); err != nil {
		t.Fatal(err)
	}
	if _, err := b.engine.Check(context.Background(), orb.Point{26, 62}, Answers{}, i18n.Finnish); !errors.Is(err, ErrNoRules) {
		t.Errorf("got %v, want %v", err, ErrNoRules)
	}
}
