package batches

import (
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"lupakartta/checks"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
)

// aged publishes a layer whose silence means something for a day only, and that is years old.
func (w *world) aged() {
	w.t.Helper()
	recipe := layers.Recipe{ID: "waters", Theme: layers.Groundwater, Coverage: layers.Coverage{Kind: layers.CoverArea, FreshDays: 1}, Title: same("waters"), Publisher: same("test"), Licence: "CC0-1.0", Attribution: "test", DataDate: "2020-01-01"}
	layerstest.Publish(w.t, w.owner, layerstest.Layer{Recipe: recipe, Cover: orb.MultiPolygon{square(corner, 100_000)}, Features: []layerstest.Feature{{ID: "W1", Shape: at(90_000, 0)}}})
	w.open()
}

// fetch has the layer's source give the same as ever, a moment ago.
func (w *world) fetch() {
	w.t.Helper()
	const imported = `insert into layer_imports (id, kind, address, name, layer, state, ended_at) values ('019b0000-0000-7000-8000-000000000001', 'address', 'https://waters.example/', 'waters', 'waters', 'done', now())`
	const source = `insert into layer_sources (layer, address, kind, every, checked_at, import_id) values ('waters', 'https://waters.example/', 'file', '1 day', now(), '019b0000-0000-7000-8000-000000000001')`
	for _, sql := range []string{imported, source, `update layer_versions set import_id = '019b0000-0000-7000-8000-000000000001' where layer = 'waters'`} {
		_, err := w.owner.Exec(w.t.Context(), sql)
		must(w.t, err)
	}
	w.open()
}

// severities of a batch's rows.
func (w *world) severities(b Batch) (list []checks.Severity) {
	w.t.Helper()
	places, err := w.store.Places(w.t.Context(), w.person, b.ID, Filter{Limit: 100})
	must(w.t, err)
	for _, p := range places {
		list = append(list, p.Severity)
	}
	return list
}

var farOff = []orb.Point{at(20_000, 0), at(20_010, 0), at(20_020, 0), at(20_030, 0), at(20_040, 0)}

// A source that is fetched midway makes no later place green that an earlier one was not: how old layers are is pinned too.
func TestHowOldLayersAreStays(t *testing.T) {
	w := newWorld(t)
	w.aged()
	id := w.make(table(farOff...)).ID
	w.part(id)
	w.fetch()
	b := w.run(id)
	if got := w.severities(b); !slices.Equal(got, []checks.Severity{"unknown", "unknown", "unknown", "", "unknown", "unknown"}) || len(b.Changes) != 0 {
		t.Errorf("%v, %d changes", got, len(b.Changes))
	}
}

// What was pinned a day ago promises nothing any more: the batch goes on by what is so now, and says from which row on.
func TestAnOldBasisIsLeft(t *testing.T) {
	w := newWorld(t)
	w.aged()
	id := w.make(table(farOff...)).ID
	w.part(id)
	w.fetch()
	_, err := w.owner.Exec(t.Context(), `update personal.check_batches set pinned_at = now() - interval '25 hours'`)
	must(t, err)
	b := w.run(id)
	if got := w.severities(b); !slices.Equal(got, []checks.Severity{"unknown", "unknown", "unknown", "", "green", "green"}) || len(b.Changes) != 1 || b.Changes[0].Row != 4 || time.Since(*b.pinnedAt) > time.Hour {
		t.Errorf("%v, changes %+v, pinned at %v", got, b.Changes, b.pinnedAt)
	}
	begun := w.make(table(farOff...)).ID
	first, err := w.worker.take(t.Context(), begun)
	must(t, err)
	_, err = w.worker.pin(t.Context(), first, checks.Answers{})
	must(t, err)
	_ = w.worker.release(t.Context(), first, 0)
	_, err = w.owner.Exec(t.Context(), `update personal.check_batches set pinned_at = now() - interval '25 hours'`)
	must(t, err)
	if b := w.run(begun); len(b.Changes) != 0 || time.Since(*b.pinnedAt) > time.Hour {
		t.Errorf("no place rested on it, and yet %+v", b.Changes)
	}
}
