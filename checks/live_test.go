package checks

import (
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/layers"
)

// A check knows what the map shows: a live roadwork makes no green of a register that lacks it.
func TestLiveLayersAreChecked(t *testing.T) {
	b := newBench(t, plainRule("near", layers.Roadwork, Within, 100))
	b.layer("register", layers.Roadwork, everywhere(), thing{"far", squareRound(at(5000, 0), 10), nil})
	b.catalogue = layers.NewCatalogue(b.store, layers.LiveLayers()...)
	if err := b.catalogue.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.engine = NewEngine(b.pool, b.catalogue, nil, b.engine.log)
	status := func() Finding { return b.only(b.check(at(0, 0)), "near") }
	if f := status(); f.Status != NotFound {
		t.Fatalf("nothing is there: %s", f.Status)
	}
	place := orb.Point(at(50, 0))
	if _, err := b.pool.Exec(t.Context(), `insert into roadworks (kind, geom, what, traffic, starts, ends, audience) select 'pipes', st_setsrid(st_makepoint($1, $2), 3067),
		'{"fi": "Putkityö", "sv": "Rörarbete", "en": "Pipes"}', 'closed', '2026-01-01', '2026-12-31', a::text[] from unnest(array['{public}', '{authority:x}', '{}']) a`, place[0], place[1]); err != nil {
		t.Fatal(err)
	}
	pin, err := b.engine.Pin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range pin.Basis(Answers{}).Layers {
		if l.At != nil {
			t.Errorf("%s was looked at %v, before any place was", l.Layer, l.At)
		}
	}
	if again, err := b.engine.PinTo(t.Context(), pin.Pinned(Answers{})); err != nil || len(again.Basis(Answers{}).Layers) != 2 {
		t.Errorf("pinned again: %v", err)
	}
	f := status()
	if f.Status != Found || f.More != 0 || *f.Layer != "live_roadworks" || *f.LayerVersion != 0 || *f.FeatureID != "1" || f.FeatureTitle != "Putkityö" || *f.Distance < 49 || *f.Distance > 51 {
		t.Errorf("the roadwork that everybody sees, and no other: %s", asJSON(f))
	}
	if _, err := b.pool.Exec(t.Context(), `truncate roadworks`); err != nil {
		t.Fatal(err)
	}
	if f := status(); f.Status != NotFound {
		t.Errorf("the roadwork has gone: %s", f.Status)
	}
}
