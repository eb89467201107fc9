package imports

import (
	"slices"
	"testing"
	"time"

	"lupakartta/layers"
)

// held makes the register wait with its answer until the returned function is called.
func (w *world) held(t *testing.T) (release func()) {
	t.Helper()
	gate := make(chan struct{})
	w.register.mu.Lock()
	w.register.hold = gate
	w.register.mu.Unlock()
	return func() {
		w.register.mu.Lock()
		w.register.hold = nil
		w.register.mu.Unlock()
		close(gate)
	}
}

// fetching waits until the register was asked once more.
func (w *world) fetching(t *testing.T, before int) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		w.register.mu.Lock()
		asked := w.register.asked
		w.register.mu.Unlock()
		if asked > before {
			return
		}
	}
	t.Fatal("the register was not asked")
}

// What a registrar changes while a schedule fetches holds: nothing is published that they do not want any more.
func TestAScheduleThatIsChangedMeanwhile(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, w *world){
		"set to ask": func(t *testing.T, w *world) {
			if _, err := w.orders.SetSource(t.Context(), w.actor, Source{Layer: "springs", Address: w.register.address(), Every: time.Hour, Publish: Ask}, w.revision(t)); err != nil {
				t.Fatal(err)
			}
		},
		"taken away": func(t *testing.T, w *world) {
			if err := w.orders.DropSource(t.Context(), w.actor, "springs", w.revision(t)); err != nil {
				t.Fatal(err)
			}
		},
		"rolled back": func(t *testing.T, w *world) {
			if _, err := w.worker.store.Rollback(t.Context(), "springs", layers.Approval{}); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := refreshed(t, Auto)
			w.register.set(features(11), `"4"`, 0)
			w.refresh(t)
			w.register.set(features(12), `"5"`, 0)
			before, release := w.register.asked, w.held(t)
			ended := make(chan error, 1)
			go func() { ended <- w.worker.Refresh(t.Context(), "springs") }()
			w.fetching(t, before)
			change(t, w)
			release()
			if err := <-ended; err != nil {
				t.Fatal(err)
			}
			if n := w.count(t, `select feature_count from layer_versions where state = 'published'`); n == 12 {
				t.Error("what the schedule fetched was published")
			}
			if n := w.versions(t, "waiting"); n != 1 {
				t.Errorf("%d versions wait, want one", n)
			}
		})
	}
}

// A source that is asked for while another fetch of the layer is under way is fetched after it.
func TestARefreshBesideAnother(t *testing.T) {
	w := refreshed(t, Ask)
	w.register.set(features(11), `"4"`, 0)
	before, release := w.register.asked, w.held(t)
	ended := make(chan error, 1)
	go func() { ended <- w.worker.Refresh(t.Context(), "springs") }()
	w.fetching(t, before)
	if err := w.worker.Refresh(t.Context(), "springs"); err == nil {
		t.Error("a refresh that found another under way counts as done")
	}
	release()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// An import of a schedule whose worker stopped is taken over, and ends as the refresh would have: published, with what
// was fetched noted. No second import is ordered.
func TestARefreshThatIsTakenOver(t *testing.T) {
	w := refreshed(t, Auto)
	w.register.set(features(12), `"4"`, 0)
	source, err := w.worker.source(t.Context(), "springs")
	if err != nil {
		t.Fatal(err)
	}
	ordered, _, err := w.worker.order(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.worker.Revive(t.Context()); err != nil || w.get(t, ordered).State != Queued {
		t.Fatalf("not revived: %v", err)
	}
	imports := w.count(t, `select count(*) from layer_imports`)
	if _, err := w.owner.Exec(t.Context(), `update layer_imports set changed_at = now() - interval '10 minutes' where state = 'queued'`); err != nil {
		t.Fatal(err)
	}
	jobs := func() int { return w.count(t, `select count(*) from river.river_job where kind = $1`, Job{}.Kind()) }
	before := jobs() // and that job was lost with its instance
	for range 2 {
		if err := w.worker.Revive(t.Context()); err != nil || jobs() != before+1 {
			t.Fatalf("%d more jobs of a forgotten import, %v", jobs()-before, err)
		}
	}
	if got := w.run(t, ordered); got.State != Done {
		t.Errorf("taken over: %+v", got)
	}
	if n := w.count(t, `select feature_count from layer_versions where state = 'published'`); n != 12 {
		t.Errorf("%d features are published, want 12", n)
	}
	asked := w.register.asked
	if h := w.refresh(t); h.Failures != 0 || w.register.asked != asked+1 || w.count(t, `select count(*) from layer_imports`) != imports {
		t.Errorf("what was taken over was fetched and imported once more: %+v", h)
	}
}

// A schedule whose file needs a choice fails, since nobody is there to choose, and leaves no import open.
func TestAScheduleThatNeedsAChoice(t *testing.T) {
	w := refreshed(t, Auto)
	w.register.set("name;value\na;1\n", `"4"`, 0)
	h := w.refresh(t)
	if imp := w.get(t, h.Import); imp.State != Failed || imp.Failure.Code != codeNeeds || h.Failures != 1 || h.Failure.Code != codeNeeds {
		t.Errorf("import %+v, source %+v", imp, h)
	}
	if n := w.count(t, `select count(*) from layer_imports where ended_at is null`); n != 0 {
		t.Errorf("%d imports are open", n)
	}
}

// A recipe whose claim is about several layers of the data claims nothing when one of them is chosen, and no two layers of
// a file become versions of one.
func TestAPartClaimsNothing(t *testing.T) {
	w := newWorld(t)
	recipe, err := w.worker.recipe(t.Context(), Part{Recipe: "syke_natura"})
	if err != nil || recipe.Coverage.Kind != layers.CoverCountry || len(recipe.File.Layers) == 0 {
		t.Fatalf("the whole claims %+v of %+v, %v", recipe.Coverage, recipe.File, err)
	}
	recipe, err = w.worker.recipe(t.Context(), Part{Recipe: "syke_natura", Layer: "NaturaSAC_alueet"})
	if err != nil || recipe.Coverage.Kind != layers.CoverNone || recipe.Coverage.Why.Complete() != nil || recipe.File.Layer != "NaturaSAC_alueet" || recipe.File.Layers != nil {
		t.Errorf("a part claims %+v of %+v, %v", recipe.Coverage, recipe.File, err)
	}
	for _, known := range layers.Recipes() {
		if known.ID == "syke_natura" && known.Coverage.Kind != layers.CoverCountry {
			t.Error("the recipe itself was changed")
		}
	}
	twice := Options{Parts: []Part{{Recipe: "syke_natura", Layer: "a"}, {Recipe: "syke_natura", Layer: "b"}}}
	if found := twice.faults(); len(found) != 1 || found[0].Code != "not_unique" {
		t.Errorf("one recipe for two layers: %+v", found)
	}
}

// What is described as new must be: a layer's recipe is not replaced by the way.
func TestANewLayerIsNew(t *testing.T) {
	w := refreshed(t, Ask)
	got := w.run(t, w.start(t, Order{Upload: w.upload(t, "lahteet.geojson", features(10)).ID, Options: springs()}).ID)
	if got.State != Failed || got.Failure.Code != "layer_exists" {
		t.Errorf("got %+v", got)
	}
}

// Layers of the whole country are neither offered to a town nor taken by it.
func TestNationalLayersAreNotOffered(t *testing.T) {
	w := newWorld(t)
	imp := w.start(t, Order{Upload: w.upload(t, "x.geojson", features(2)).ID})
	offered := func() []string {
		t.Helper()
		imp.Authority.ID = w.actor.In[0]
		list, err := w.worker.recipes(t.Context(), &imp)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if list := offered(); slices.Contains(list, "syke_natura") || !slices.Contains(list, "tukes_consultation_zones") {
		t.Errorf("offered: %v", list)
	}
	if got := w.run(t, w.start(t, Order{Upload: w.upload(t, "x.geojson", features(2)).ID, Options: Options{Parts: []Part{{Recipe: "statfin_municipalities"}}}}).ID); got.State != Failed || got.Failure.Code != "national" {
		t.Errorf("taken: %+v", got)
	}
	if err := layers.NewStore(w.owner).SetKeeper(t.Context(), "syke_natura", w.actor.In[0]); err != nil {
		t.Fatal(err)
	}
	if list := offered(); !slices.Contains(list, "syke_natura") {
		t.Errorf("to its keeper: %v", list)
	}
}
