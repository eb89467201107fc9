package imports

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"lupakartta/identity/mails"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// refreshed is a world in which the layer springs is published and has a source of its own.
func refreshed(t *testing.T, publish Publication) *world {
	t.Helper()
	w := newWorld(t)
	done := w.run(t, w.start(t, Order{Upload: w.upload(t, "lahteet.geojson", features(10)).ID, Options: springs()}).ID)
	if err := w.worker.store.Publish(t.Context(), done.Versions[0], layers.Approval{}); err != nil {
		t.Fatal(err)
	}
	w.register.set(features(10), `"1"`, 0)
	if _, err := w.orders.SetSource(t.Context(), w.actor, Source{Layer: "springs", Address: w.register.address(), Every: time.Hour, Publish: publish}, ""); err != nil {
		t.Fatal(err)
	}
	w.refresh(t)
	return w
}

func (w *world) refresh(t *testing.T) Health {
	t.Helper()
	if err := w.worker.Refresh(t.Context(), "springs"); err != nil {
		t.Fatal(err)
	}
	h, err := w.orders.Source(t.Context(), w.actor, "springs")
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// revision is what the source of springs is set to.
func (w *world) revision(t *testing.T) string {
	t.Helper()
	h, err := w.orders.Source(t.Context(), w.actor, "springs")
	if err != nil {
		t.Fatal(err)
	}
	return h.Revision
}

func (w *world) versions(t *testing.T, state string) int {
	t.Helper()
	return w.count(t, `select count(*) from layer_versions where layer = 'springs' and state = $1`, state)
}

// The same bytes make no version; new ones make one that waits, or is published where the source says so.
func TestRefreshing(t *testing.T) {
	w := refreshed(t, Ask)
	before := w.count(t, `select count(*) from layer_versions`)
	if h := w.refresh(t); h.Failures != 0 || h.CheckedAt == nil || h.Kind != "file" {
		t.Errorf("unchanged, by its ETag: %+v", h)
	}
	w.register.set(features(10), `"2"`, 0)
	w.refresh(t)
	if after := w.count(t, `select count(*) from layer_versions`); after != before {
		t.Errorf("the same bytes made a version")
	}
	w.register.set(features(11), `"3"`, 0)
	h := w.refresh(t)
	imp := w.get(t, h.Import)
	if imp.State != Waiting || imp.Layer != "springs" || imp.Party != uuid.Nil || imp.Reports[0].Imported != 11 || imp.Titles["springs"].Fi == "" || h.ChangedAt == nil || h.NextAt.Before(time.Now().Add(50*time.Minute)) {
		t.Errorf("changed: %+v, %+v", h, imp)
	}
	if n := w.versions(t, "published"); n != 1 {
		t.Errorf("%d published", n)
	}
}

func TestRefreshingWithoutBeingAsked(t *testing.T) {
	w := refreshed(t, Auto)
	w.register.set(features(12), `"4"`, 0)
	if h := w.refresh(t); w.get(t, h.Import).State != Done {
		t.Errorf("a version with two more features waits: %+v", w.get(t, h.Import))
	}
	if n := w.count(t, `select feature_count from layer_versions where state = 'published'`); n != 12 {
		t.Errorf("%d features are published, want 12", n)
	}
	w.register.set(features(3), `"5"`, 0)
	if h := w.refresh(t); w.get(t, h.Import).State != Waiting {
		t.Errorf("a version with a quarter of the features does not wait: %+v", w.get(t, h.Import))
	}
}

// A source that fails is asked less and less often, tells so when it does not end, and leaves what is published.
func TestAFailingSource(t *testing.T) {
	w := refreshed(t, Auto)
	w.register.set("", "", 404)
	var pauses []time.Duration
	for n := 1; n <= alertAfter; n++ {
		h := w.refresh(t)
		pauses = append(pauses, time.Until(h.NextAt))
		if h.Failures != n || h.FailingSince == nil || h.Failure == nil || h.Failure.Code != "status" || h.Alerted != (n == alertAfter) {
			t.Errorf("after %d failures: %+v", n, h)
		}
	}
	if pauses[0] > pauses[1] || pauses[1] > pauses[2] {
		t.Errorf("the pauses are %v", pauses)
	}
	if n := w.versions(t, "published"); n != 1 {
		t.Errorf("%d published", n)
	}
	public, err := Healths(t.Context(), testdb.As(t, w.owner, pg.AppRole))
	if err != nil || len(public) != 1 || public[0].Failure.Code != "status" || public[0].Failure.Detail != "" || strings.Contains(public[0].Address, "Salainen") || public[0].Keeper.Code != "mine" {
		t.Errorf("as everybody sees it: %+v, %v", public, err)
	}
	w.toldOnce(t)
	w.register.set(`{"no":"data"}`, `"6"`, 0)
	if h := w.refresh(t); w.count(t, `select count(*) from river.river_job where kind = 'tell-of-failing-source'`) != 1 || h.Failures != alertAfter+1 || h.Failure.Code != "format" || w.get(t, h.Import).State != Failed {
		t.Errorf("with something else: %+v", h)
	}
	w.register.set(features(10), `"7"`, 0)
	if h := w.refresh(t); h.Failures != 0 || h.Alerted || h.Failure != nil || h.FailingSince != nil {
		t.Errorf("when it is back: %+v", h)
	}
}

// toldOnce works what the alarm has added, twice: of the keeper's registrars those in force are told, while they are.
func (w *world) toldOnce(t *testing.T) {
	t.Helper()
	personal := testdb.As(t, w.owner, pg.PersonalRole)
	outbox, err := mails.NewStore(personal, nil)
	if err != nil {
		t.Fatal(err)
	}
	alarm := NewAlarm(personal, outbox)
	dismissed := uuid.Must(uuid.NewV7())
	for person, until := range map[uuid.UUID]any{w.actor.Person: nil, dismissed: "2021-01-01"} {
		_, err := w.owner.Exec(t.Context(), `with p as (insert into personal.parties (id, kind, name) values ($1, 'person', 'x'))
			insert into personal.officials (id, person, authority, role, source, valid_from, valid_to) values ($1, $1, $2, 'registrar', 'here', '2020-01-01', $3::text::date)`, person, w.actor.In[0], until)
		if err != nil {
			t.Fatal(err)
		}
	}
	var job failingJob
	if err := w.owner.QueryRow(t.Context(), `select args from river.river_job where kind = 'tell-of-failing-source'`).Scan(&job); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := alarm.tell(t.Context(), job); err != nil {
			t.Fatal(err)
		}
	}
	if n := w.count(t, `select count(*) from personal.mails where template = 'source_failing'`); n != 1 || w.count(t, `select count(*) from personal.mails where party = $1 and path like '%layer=springs%'`, w.actor.Person) != 1 {
		t.Errorf("%d mails", n)
	}
	for person, want := range map[uuid.UUID]bool{w.actor.Person: true, dismissed: false} {
		if may, err := alarm.May(t.Context(), mails.Mail{Party: person, Matter: "layer:springs"}); err != nil || may != want {
			t.Errorf("may be told: %v, %v, want %v", may, err, want)
		}
	}
}

// A source that was asked in vain is not newer for being set to something else: checks go by when it last gave its data.
func TestAChangedSourceIsNotNewer(t *testing.T) {
	w := refreshed(t, Auto)
	setTo := func(every time.Duration) Health {
		t.Helper()
		h, err := w.orders.SetSource(t.Context(), w.actor, Source{Layer: "springs", Address: w.register.address(), Every: every, Publish: Auto}, w.revision(t))
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	w.refresh(t)
	if h := setTo(2 * time.Hour); h.CheckedAt == nil {
		t.Error("what it gave is forgotten")
	}
	w.register.set("", "", 404)
	w.refresh(t)
	if h := setTo(3 * time.Hour); h.CheckedAt != nil || h.Failures != 0 {
		t.Errorf("asked in vain at %v, %d failures", h.CheckedAt, h.Failures)
	}
}

// Sources whose time has come are fetched, once.
func TestDue(t *testing.T) {
	w := refreshed(t, Ask)
	jobs := func() int { return w.count(t, `select count(*) from river.river_job where kind = 'refresh-layer'`) }
	before := jobs()
	if err := w.worker.Due(t.Context()); err != nil || jobs() != before {
		t.Errorf("before its time: %d more, %v", jobs()-before, err)
	}
	if _, err := w.owner.Exec(t.Context(), `update layer_sources set next_at = now()`); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := w.worker.Due(t.Context()); err != nil || jobs() != before+1 {
			t.Errorf("at its time: %d more, %v", jobs()-before, err)
		}
	}
}

// A source is its layer's keeper's to change.
func TestSourcesAreTheKeepers(t *testing.T) {
	w := refreshed(t, Ask)
	other := Source{Layer: "springs", Address: "https://register.example/x", Every: time.Hour, Publish: Ask}
	for name, err := range map[string]error{
		"set":     second(w.orders.SetSource(t.Context(), w.stranger, other, w.revision(t))),
		"drop":    w.orders.DropSource(t.Context(), w.stranger, "springs", w.revision(t)),
		"refresh": second(w.orders.RefreshNow(t.Context(), w.stranger, "springs")),
		"see":     second(w.orders.Source(t.Context(), w.stranger, "springs")),
		"no such": second(w.orders.RefreshNow(t.Context(), w.actor, "none")),
	} {
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	other.Every = time.Second
	if _, err := w.orders.SetSource(t.Context(), w.actor, other, w.revision(t)); !isFault(err, "invalid_value") {
		t.Errorf("every second: %v", err)
	}
	h, err := w.orders.RefreshNow(t.Context(), w.actor, "springs")
	if err != nil || h.Address != w.register.address() {
		t.Errorf("got %+v, %v", h, err)
	}
	if err := w.orders.DropSource(t.Context(), w.actor, "springs", w.revision(t)); err != nil {
		t.Fatal(err)
	}
	if err := w.worker.Refresh(t.Context(), "springs"); err != nil {
		t.Errorf("refreshing what has no source: %v", err)
	}
}

// Who changes a source changes what they looked at: of two who began from the same one, the second is told. What comes of
// fetching it is no change.
func TestSourcesAreChangedByOneAtATime(t *testing.T) {
	w := refreshed(t, Ask)
	seen := w.revision(t)
	w.refresh(t)
	mine := Source{Layer: "springs", Address: w.register.address(), Every: 2 * time.Hour, Publish: Ask}
	if h, err := w.orders.SetSource(t.Context(), w.actor, mine, seen); err != nil || h.Revision == seen || h.Kind != "file" {
		t.Fatalf("after a refresh: %+v, %v", h, err)
	}
	theirs := mine
	theirs.Every = 3 * time.Hour
	for name, err := range map[string]error{
		"the one before": second(w.orders.SetSource(t.Context(), w.actor, theirs, seen)),
		"none":           second(w.orders.SetSource(t.Context(), w.actor, theirs, "")),
		"taking it away": w.orders.DropSource(t.Context(), w.actor, "springs", seen),
	} {
		if !errors.Is(err, ErrChanged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if h := w.refresh(t); h.Every != mine.Every {
		t.Errorf("it is fetched every %v", h.Every)
	}
	if err := w.orders.DropSource(t.Context(), w.actor, "springs", w.revision(t)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.orders.SetSource(t.Context(), w.actor, theirs, seen); !errors.Is(err, ErrChanged) {
		t.Errorf("after it was taken away: %v", err)
	}
	if err := w.orders.DropSource(t.Context(), w.actor, "springs", seen); !errors.Is(err, ErrNoSource) {
		t.Errorf("taken away twice: %v", err)
	}
}

// Uploads that stand still go after a day, unless an import needs them; so do files that nobody knows.
func TestSweepingUploads(t *testing.T) {
	w := newWorld(t)
	idle, needed, fresh := w.upload(t, "idle", "x"), w.upload(t, "needed", "x"), w.upload(t, "fresh", "x")
	w.start(t, Order{Upload: needed.ID})
	old := time.Now().Add(-2 * UploadLife)
	if _, err := w.owner.Exec(t.Context(), `update layer_uploads set changed_at = $1 where id <> $2`, old, fresh.ID); err != nil {
		t.Fatal(err)
	}
	stray := w.uploads.Folder.File(uuid.Must(uuid.NewV7()))
	if err := errors.Join(os.WriteFile(stray, nil, 0o600), os.Chtimes(stray, old, old)); err != nil {
		t.Fatal(err)
	}
	if err := w.uploads.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, there := range map[string]bool{w.uploads.Folder.File(idle.ID): false, w.uploads.Folder.File(needed.ID): true, w.uploads.Folder.File(fresh.ID): true, stray: false} {
		if _, err := os.Stat(name); (err == nil) != there {
			t.Errorf("%s: %v, want it there: %v", name, err, there)
		}
	}
	again, err := OpenFolder(w.uploads.Folder.Path)
	if err != nil || again.ID != w.uploads.Folder.ID {
		t.Errorf("the folder is another one: %v, %v", again, err)
	}
}
