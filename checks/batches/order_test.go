package batches

import (
	"errors"
	"testing"

	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
)

// An answer that nobody reads, such as a misspelt one, is told of the batch and at every place as alone, but not kept.
func TestUnreadAnswersAreTold(t *testing.T) {
	w := newWorld(t)
	answers, err := checks.ReadAnswers([]byte(`{"kind":"event","atendance":5000,"contact":"Maija"}`))
	must(t, err)
	order := w.order(table(at(0, 0)))
	order.Answers = answers
	b, err := w.store.Make(t.Context(), w.person, order)
	must(t, err)
	b = w.run(b.ID)
	if len(b.Unread) != 2 || b.Unread[0] != "atendance" || w.count(`select count(*) from personal.check_batches b where b::text like '%Maija%'`) != 0 {
		t.Errorf("unread %v, kept %s", b.Unread, b.Answers)
	}
	for _, lang := range i18n.Languages {
		_, answer, err := w.store.Answer(t.Context(), w.person, b.ID, 1, lang)
		must(t, err)
		result, err := w.engine.Check(t.Context(), geo.ToLonLat(at(0, 0)), answers, lang)
		must(t, err)
		want, err := result.Bytes()
		must(t, err)
		if string(answer) != string(want) {
			t.Errorf("%s: %s, alone %s", lang, answer, want)
		}
	}
}

// The key of an order of a layer's features holds in another language, and when the layer has been published anew meanwhile.
func TestTheKeyOfALayersFeaturesHolds(t *testing.T) {
	w := newWorld(t)
	order := func(f Features, lang i18n.Lang) (Batch, error) {
		t.Helper()
		reading, err := w.reader.ReadLayer(t.Context(), f, lang)
		must(t, err)
		return w.store.Make(t.Context(), w.person, Order{Reading: reading, Key: "k"})
	}
	first, err := order(Features{Layer: "sites"}, i18n.Finnish)
	must(t, err)
	w.publish(layers.Recipe{ID: "sites", Theme: layers.Natura, Coverage: layers.Coverage{Kind: layers.CoverNone}}, nil, layerstest.Feature{ID: "N9", Shape: at(90_000, 0)})
	w.open()
	if again, err := order(Features{Layer: "sites"}, i18n.Swedish); err != nil || again.ID != first.ID || again.Version != first.Version {
		t.Errorf("%v, %v; want %v", again.ID, err, first.ID)
	}
	for name, f := range map[string]Features{"layer": {Layer: "units"}, "area": {Layer: "sites", Area: geo.Transform(square(at(90_000, 0), 100), geo.TM35FIN, geo.CRS84)}, "feature": {Layer: "sites", AreaLayer: "sites", AreaFeature: "N9"}} {
		if _, err := order(f, i18n.Finnish); !errors.Is(err, ErrKeyUsed) {
			t.Errorf("another %s with the key: %v", name, err)
		}
	}
}
