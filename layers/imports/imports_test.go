package imports

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"lupakartta/internal/faults"
	"lupakartta/internal/jobs"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/internal/testlog"
	"lupakartta/layers"
	"lupakartta/layers/fetch"
	"lupakartta/layers/source"
)

// An upload becomes a version that waits for approval, of a layer that the importer's authority keeps.
func TestAnUploadBecomesAVersion(t *testing.T) {
	w := newWorld(t)
	upload := w.upload(t, `C:\salaa/../Lähteet "1".geojson`, features(30))
	imp := w.start(t, Order{Upload: upload.ID, Options: springs()})
	if imp.State != Queued || imp.Name != `Lähteet "1".geojson` || imp.Authority.Code != "mine" {
		t.Errorf("started as %+v", imp)
	}
	done := w.run(t, imp.ID)
	if done.State != Waiting || len(done.Reports) != 1 || done.Reports[0].Imported != 30 || len(done.Versions) != 1 || done.EndedAt == nil {
		t.Fatalf("ended as %+v", done)
	}
	if n := w.count(t, `select count(*) from layer_versions v join layers l on l.id = v.layer where v.number = $1 and v.import_id = $2 and v.imported_by = $3
		and v.imported_for = $4 and l.keeper = $4 and v.source = $5 and v.state = 'waiting'`, done.Versions[0], imp.ID, w.actor.Person, w.actor.In[0], imp.Name); n != 1 {
		t.Error("the version does not say where it comes from")
	}
	if _, err := os.Stat(w.uploads.Folder.File(upload.ID)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the bytes are still there: %v", err)
	}
	if err := w.worker.store.Publish(t.Context(), done.Versions[0], layers.Approval{}); err != nil {
		t.Fatal(err)
	}
	if got := w.get(t, imp.ID); got.State != Done {
		t.Errorf("after its version was published it is %s", got.State)
	}
	if n := w.count(t, `select count(*) from audit.entries where operation in ('begin-upload', 'start-import') and actor = $1`, w.actor.Person); n != 2 {
		t.Errorf("%d lines in the audit log, want 2", n)
	}
	app := testdb.As(t, w.owner, pg.AppRole)
	if _, err := app.Exec(t.Context(), `select count(*) from layer_data.v1`); err != nil {
		t.Errorf("the service cannot read the new table: %v", err)
	}
}

// What one authority does is not there for another, and layers have one keeper.
func TestImportsAreTheirAuthoritys(t *testing.T) {
	w := newWorld(t)
	upload := w.upload(t, "lahteet.geojson", features(3))
	if _, err := w.orders.Start(t.Context(), w.stranger, Order{Upload: upload.ID}); !isFault(err, "no_upload") {
		t.Errorf("a stranger's import of it: %v", err)
	}
	imp := w.start(t, Order{Upload: upload.ID, Options: springs()})
	for name, err := range map[string]error{
		"get":    second(w.orders.Get(t.Context(), w.stranger, imp.ID)),
		"choose": second(w.orders.Choose(t.Context(), w.stranger, imp.ID, springs())),
		"cancel": second(w.orders.Cancel(t.Context(), w.stranger, imp.ID)),
		"find":   second(w.uploads.Find(t.Context(), w.stranger, upload.ID)),
		"drop":   w.uploads.Drop(t.Context(), w.stranger, upload.ID),
	} {
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("%s by a stranger: %v", name, err)
		}
	}
	if err := w.uploads.Drop(t.Context(), w.actor, upload.ID); !errors.Is(err, ErrState) {
		t.Errorf("an upload that an import needs was dropped: %v", err)
	}
	if list, err := w.orders.List(t.Context(), w.stranger, uuid.Nil, 10); err != nil || len(list) != 0 {
		t.Errorf("a stranger's list: %v, %v", list, err)
	}
	w.run(t, imp.ID)
	w.register.set(features(3), "", 0)
	theirs, err := w.orders.Start(t.Context(), w.stranger, Order{Address: w.register.address(), Options: springs()})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.worker.Run(t.Context(), theirs.ID); err != nil {
		t.Fatal(err)
	}
	got, err := w.orders.Get(t.Context(), w.stranger, theirs.ID)
	if err != nil || got.State != Failed || got.Failure.Code != "other_keeper" {
		t.Errorf("an import into another's layer: %+v, %v", got, err)
	}
}

func second[T any](_ T, err error) error { return err }

func isFault(err error, code string) bool {
	var found faults.Faults
	return errors.As(err, &found) && found[0].Code == code
}

func TestOrdersThatCannotBe(t *testing.T) {
	w := newWorld(t)
	half, err := w.uploads.Begin(t.Context(), w.actor, "", "x", 10)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.orders.Start(t.Context(), w.actor, Order{Upload: half.ID}); !errors.Is(err, ErrNotWhole) {
		t.Errorf("half an upload: %v", err)
	}
	both := w.actor
	both.In = append(both.In, w.stranger.In...)
	if _, err := w.orders.Start(t.Context(), both, Order{Address: "https://register.example/x"}); !isFault(err, "required") {
		t.Errorf("in which of two offices: %v", err)
	}
	if _, err := w.orders.Start(t.Context(), w.actor, Order{Authority: "other", Address: "https://register.example/x"}); !errors.Is(err, ErrNotFound) {
		t.Errorf("in another's office: %v", err)
	}
	for address, code := range map[string]string{"": "required", "file:///etc/passwd": "not_uri", "https://": "not_uri"} {
		if _, err := w.orders.Start(t.Context(), w.actor, Order{Address: address}); !isFault(err, code) {
			t.Errorf("%q: %v", address, err)
		}
	}
	if _, err := w.uploads.Begin(t.Context(), w.actor, "", "x", 1<<60); !errors.Is(err, ErrNoRoom) {
		t.Errorf("more than the disk has: %v", err)
	}
	for range mostOpen {
		w.start(t, Order{Address: "https://register.example/x"})
	}
	if _, err := w.orders.Start(t.Context(), w.actor, Order{Address: "https://register.example/x"}); !errors.Is(err, ErrTooMany) {
		t.Errorf("one too many: %v", err)
	}
}

// What the file does not say is asked for, and the import goes on with the answer.
func TestChoosing(t *testing.T) {
	w := newWorld(t)
	imp := w.start(t, Order{Upload: w.upload(t, "lahteet.csv", "tunnus;itä;pohjoinen\na;479000;6919000\nb;479100;6919100\n").ID})
	asked := w.run(t, imp.ID)
	if asked.State != Choosing || asked.Choices == nil || asked.Choices.Need != NeedRecipe || len(asked.Choices.Recipes) == 0 || len(asked.Choices.Layers) != 1 {
		t.Fatalf("without a recipe: %+v, %+v", asked, asked.Choices)
	}
	if name := asked.Choices.Layers[0].Name; name != "" {
		t.Errorf("the only layer of a file is called %s, as the upload is", name)
	}
	if _, err := w.orders.Choose(t.Context(), w.actor, imp.ID, Options{Parts: []Part{{}}}); !isFault(err, "recipe_or_new") {
		t.Errorf("neither a recipe nor a description: %v", err)
	}
	options := springs()
	if _, err := w.orders.Choose(t.Context(), w.actor, imp.ID, options); err != nil {
		t.Fatal(err)
	}
	asked = w.run(t, imp.ID)
	if asked.State != Choosing || asked.Choices.Need != NeedCRS {
		t.Fatalf("without a reference system: %+v", asked)
	}
	options.Parts[0].CRS = "EPSG:3067"
	if _, err := w.orders.Choose(t.Context(), w.actor, imp.ID, options); err != nil {
		t.Fatal(err)
	}
	if got := w.run(t, imp.ID); got.State != Waiting || got.Reports[0].Imported != 2 {
		t.Errorf("with everything: %+v", got)
	}
	if _, err := w.orders.Choose(t.Context(), w.actor, imp.ID, options); !errors.Is(err, ErrState) {
		t.Errorf("once more: %v", err)
	}
}

// choose answers what an import asks for and works it on.
func (w *world) choose(t *testing.T, imp Import, options Options) Import {
	t.Helper()
	if _, err := w.orders.Choose(t.Context(), w.actor, imp.ID, options); err != nil {
		t.Fatal(err)
	}
	return w.run(t, imp.ID)
}

// Coordinates that cannot be in the declared system are no end: another system mends it. Axes that are turned are mended by none.
func TestChoosingAnotherReferenceSystem(t *testing.T) {
	w := newWorld(t)
	point := func(x, y int) string {
		return fmt.Sprintf(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"tunnus":"a"},"geometry":{"type":"Point","coordinates":[%d,%d]}}]}`, x, y)
	}
	options := springs()
	asked := w.run(t, w.start(t, Order{Upload: w.upload(t, "lahteet.geojson", point(479000, 6919000)).ID, Options: options}).ID)
	if asked.State != Choosing || asked.Choices.Need != NeedCRS || asked.Choices.Declared != "EPSG:4326" || asked.Choices.LooksLike != "EPSG:3067" {
		t.Fatalf("got %+v, %+v, failure %+v", asked, asked.Choices, asked.Failure)
	}
	options.Parts[0].CRS = "EPSG:3067"
	if got := w.choose(t, asked, options); got.State != Waiting || got.Reports[0].Imported != 1 {
		t.Errorf("with the right one: %+v, %+v", got, got.Failure)
	}
	turned := w.run(t, w.start(t, Order{Upload: w.upload(t, "lahteet.geojson", point(62, 26)).ID, Options: springs()}).ID)
	if turned.State != Failed || turned.Failure.Code != "wrong_crs" {
		t.Errorf("latitude first: %+v, %+v", turned, turned.Failure)
	}
}

// A table's columns are told by name, so that whoever chooses need not type them.
func TestChoosingColumns(t *testing.T) {
	w := newWorld(t)
	options := springs()
	options.Parts[0].CRS = "EPSG:3067"
	asked := w.run(t, w.start(t, Order{Upload: w.upload(t, "lahteet.csv", "tunnus;paikka tekstinä\na;POINT(479000 6919000)\n").ID, Options: options}).ID)
	if asked.State != Choosing || asked.Choices.Need != NeedColumns || !slices.Equal(asked.Choices.Columns, []string{"tunnus", "paikka tekstinä"}) {
		t.Fatalf("got %+v, %+v", asked, asked.Choices)
	}
	options.Parts[0].WKT = "paikka"
	if asked = w.choose(t, asked, options); asked.State != Choosing || len(asked.Choices.Columns) != 2 {
		t.Errorf("a column that is not there: %+v, %+v", asked, asked.Choices)
	}
	options.Parts[0].WKT = "paikka tekstinä"
	if got := w.choose(t, asked, options); got.State != Waiting || got.Reports[0].Imported != 1 {
		t.Errorf("geometry as text: %+v, %+v", got, got.Failure)
	}
}

// A pattern that fits several layers asks which of them is meant.
func TestChoosingOneOfSeveralLayers(t *testing.T) {
	w := newWorld(t)
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	for _, name := range []string{"a.geojson", "b.geojson"} {
		f, err := z.Create(name)
		if err == nil {
			_, err = f.Write([]byte(features(2)))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	options := springs()
	options.Parts[0].Layer = "*"
	asked := w.run(t, w.start(t, Order{Upload: w.upload(t, "lahteet.zip", archive.String()).ID, Options: options}).ID)
	if asked.State != Choosing || asked.Choices.Need != NeedLayer || len(asked.Choices.Layers) != 2 {
		t.Errorf("got %+v, %+v, failure %+v", asked, asked.Choices, asked.Failure)
	}
}

// What parts say about reading holds for imports and for sources alike.
func TestFaultsOfParts(t *testing.T) {
	for name, c := range map[string]struct {
		part  Part
		fault string
	}{
		"no system":         {Part{CRS: "ETRS89"}, "/crs: not_crs"},
		"x alone":           {Part{X: "E"}, "/y: required"},
		"y alone":           {Part{Y: "N"}, "/x: required"},
		"text and columns":  {Part{WKT: "paikka", X: "E", Y: "N"}, "/wkt: invalid_value"},
		"nothing":           {Part{}, ""},
		"geometry as texts": {Part{WKT: "paikka", CRS: "EPSG:3067"}, ""},
	} {
		if got := c.part.faults("").Error(); got != c.fault {
			t.Errorf("%s: %q, want %q", name, got, c.fault)
		}
		source := Source{Address: "https://register.example/x", Every: time.Hour, Publish: Ask, Options: Options{Parts: []Part{c.part}}}
		if err := source.validate(); (err != nil) != (c.fault != "") {
			t.Errorf("%s, of a source: %v", name, err)
		}
	}
}

// Who is told what: a sender only what a sender can mend.
func TestFailuresAreTold(t *testing.T) {
	for _, c := range []struct {
		err   error
		code  string
		known bool
	}{
		{fmt.Errorf("fetch: %w: %w", fetch.ErrSlow, context.DeadlineExceeded), "slow", true},
		{fmt.Errorf("import: %w", context.DeadlineExceeded), "took_too_long", true},
		{fmt.Errorf("import: %w", source.ErrGDAL), "reader_missing", false},
		{fmt.Errorf("import: %w: dump: rows from elsewhere", source.ErrReader), "internal", false},
		{errors.Join(source.ErrNoCRS, source.ErrFormat), "no_crs", true},
	} {
		got, known := failureOf(c.err)
		if got.Code != c.code || known != c.known || !known && got.Detail != "" {
			t.Errorf("%v: %+v, %v", c.err, got, known)
		}
	}
}

func TestFailures(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct{ content, code string }{"text": {"hello", "format"}, "nothing": {`{"type":"FeatureCollection","features":[]}`, "nothing_imported"}} {
		got := w.run(t, w.start(t, Order{Upload: w.upload(t, name, c.content).ID, Options: springs()}).ID)
		if got.State != Failed || got.Failure.Code != c.code || len(got.Versions) != 0 {
			t.Errorf("%s: %+v %+v", name, got, got.Failure)
		}
	}
	w.register.set("", "", 403)
	got := w.run(t, w.start(t, Order{Address: w.register.address(), Options: springs()}).ID)
	if got.State != Failed || got.Failure.Code != "status" || strings.Contains(got.Failure.Detail, "Salainen") {
		t.Errorf("a server that refuses: %+v", got.Failure)
	}
	if n := w.count(t, `select count(*) from layer_versions where state <> 'failed'`); n != 0 {
		t.Errorf("%d versions were left", n)
	}
}

// An import is stopped while it waits, while it works, and not after.
func TestCancelling(t *testing.T) {
	w := newWorld(t)
	queued := w.start(t, Order{Address: w.register.address(), Options: springs()})
	if got, err := w.orders.Cancel(t.Context(), w.actor, queued.ID); err != nil || got.State != Cancelled {
		t.Errorf("while it waits: %+v, %v", got, err)
	}
	if got := w.run(t, queued.ID); got.State != Cancelled || got.StartedAt != nil {
		t.Errorf("it was worked all the same: %+v", got)
	}
	w.register.hold = make(chan struct{})
	working := w.start(t, Order{Address: w.register.address(), Options: springs()})
	ended := make(chan error, 1)
	go func() { ended <- w.worker.Run(context.Background(), working.ID) }()
	w.until(t, working.ID, Fetching)
	if _, err := w.orders.Cancel(t.Context(), w.actor, working.ID); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if got := w.get(t, working.ID); got.State != Cancelled {
		t.Errorf("while it works: %+v", got)
	}
	if _, err := w.orders.Cancel(t.Context(), w.actor, working.ID); !errors.Is(err, ErrState) {
		t.Errorf("after the end: %v", err)
	}
}

// until waits for a state that somebody else brings about.
func (w *world) until(t *testing.T, id uuid.UUID, state State) Import {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if imp := w.get(t, id); imp.State == state {
			return imp
		}
	}
	t.Fatalf("the import did not come to %s: %+v", state, w.get(t, id))
	return Import{}
}

// A worker that dies lets go of the lock: the import is begun again by another, and nothing of the first try stays.
func TestAnImportWhoseLockWasLostIsBegunAgain(t *testing.T) {
	w := newWorld(t)
	w.register.set(features(20), "", 0)
	w.register.hold = make(chan struct{})
	imp := w.start(t, Order{Address: w.register.address(), Options: springs()})
	// The first try had made a version and was working on the next when its lock was lost.
	first := w.another(t, w.worker.Folder)
	stopped := make(chan error, 1)
	go func() { stopped <- first.Run(t.Context(), imp.ID) }()
	w.until(t, imp.ID, Fetching)
	if _, err := w.owner.Exec(t.Context(), `insert into layers (id, theme, recipe, keeper) values ('half', 'groundwater', '{}', $1)`, w.actor.In[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := w.owner.Exec(t.Context(), `insert into layer_versions (layer, recipe, state, import_id) values ('half', '{}', 'waiting', $1)`, imp.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.worker.Run(t.Context(), imp.ID); err != nil || w.get(t, imp.ID).State != Fetching {
		t.Errorf("a second worker beside the first: %v, %+v", err, w.get(t, imp.ID))
	}
	if err := w.worker.Revive(t.Context()); err != nil || w.get(t, imp.ID).State != Fetching {
		t.Errorf("an import that is worked was revived: %v", err)
	}
	var cut int
	if err := w.owner.QueryRow(t.Context(), `select count(*) filter (where pg_terminate_backend(pid, 10000)) from pg_stat_activity
		where datname = current_database() and pid in (select pid from pg_locks where locktype = 'advisory' and classid = $1)`, importLock).Scan(&cut); err != nil || cut != 1 {
		t.Fatalf("cut %d connections, error %v", cut, err)
	}
	if err := <-stopped; err == nil {
		t.Error("the first worker says that it has ended the import")
	}
	if got := w.get(t, imp.ID).State; got != Fetching {
		t.Errorf("a worker without its lock has written %s", got)
	}
	close(w.register.hold)
	if err := w.worker.Revive(t.Context()); err != nil || w.get(t, imp.ID).State != Queued {
		t.Fatalf("not revived: %v", err)
	}
	if err := w.worker.Run(t.Context(), imp.ID); err != nil {
		t.Fatal(err)
	}
	got := w.until(t, imp.ID, Waiting)
	if len(got.Reports) != 1 || got.Reports[0].Imported != 20 {
		t.Errorf("ended as %+v", got)
	}
	if n := w.count(t, `select count(*) from layer_versions where layer = 'half' and state <> 'failed'`); n != 0 {
		t.Error("the first try's version is still there")
	}
}

// An import that keeps killing its worker is given up.
func TestGivingUp(t *testing.T) {
	w := newWorld(t)
	imp := w.start(t, Order{Address: w.register.address(), Options: springs()})
	if _, err := w.owner.Exec(t.Context(), `update layer_imports set tries = $2, state = 'fetching' where id = $1`, imp.ID, mostTries); err != nil {
		t.Fatal(err)
	}
	if got := w.run(t, imp.ID); got.State != Failed || got.Failure.Code != codeGaveUp {
		t.Errorf("got %+v", got)
	}
}

// Two instances share the work: each import is worked once, an instance that stops hands its own over.
func TestTwoInstances(t *testing.T) {
	w := newWorld(t)
	w.register.set(features(10), "", 0)
	w.register.hold = make(chan struct{})
	runner := func(worker *Worker) *jobs.Runner {
		r := jobs.NewRunner(jobs.Config{Pool: testdb.As(t, w.owner, pg.AppRole), Log: testlog.Logger(), Queues: worker.Queues(), Brisk: true})
		worker.Register(r)
		if err := r.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		return r
	}
	first := runner(w.worker)
	imp := w.start(t, Order{Address: w.register.address(), Options: springs()})
	w.until(t, imp.ID, Fetching)
	stopping, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := first.Stop(stopping); err != nil {
		t.Fatal(err)
	}
	if got := w.get(t, imp.ID); got.State == Failed || got.State == Cancelled {
		t.Errorf("after its instance stopped it is %s", got.State)
	}
	close(w.register.hold)
	second := runner(w.another(t, w.worker.Folder))
	defer func() { _ = second.Stop(stopping) }()
	third := runner(w.another(t, w.worker.Folder))
	defer func() { _ = third.Stop(stopping) }()
	w.until(t, imp.ID, Waiting)
	upload := w.start(t, Order{Upload: w.upload(t, "lahteet.geojson", features(4)).ID, Options: springs()})
	w.until(t, upload.ID, Waiting)
	if n := w.count(t, `select count(*) from layer_versions`); n != 2 {
		t.Errorf("%d versions of two imports", n)
	}
}

// The role that imports sees nothing about persons, and the service's own role makes and changes no tables of features.
func TestLeastPrivilege(t *testing.T) {
	w := newWorld(t)
	w.run(t, w.start(t, Order{Upload: w.upload(t, "x.geojson", features(2)).ID, Options: springs()}).ID)
	for role, statements := range map[string][]string{
		pg.LayersRole: {`select 1 from personal.parties`, `select 1 from personal.officials`, `select 1 from audit.entries`, `select audit.append('read','x',null,null,'{}','','',null,'{}')`,
			`update authorities set name = '{}'`, `update check_rules set title = '{}'`, `create table public.mine (x int)`, `alter table layers add column x int`, `update river.river_job set args = '{}'`, `delete from river.river_job`,
			`create table personal.mine (x int)`},
		pg.AppRole: {`create table layer_data.mine (x int)`, `drop table layer_data.v1`, `alter table layer_data.v1 add column x int`, `delete from layer_data.v1`, `insert into layers (id, theme, recipe) values ('x', 'x', '{}')`,
			`update layer_versions set state = 'published'`, `select 1 from layer_imports`, `select 1 from layer_uploads`, `update layer_sources set address = 'x'`},
		pg.PersonalRole: {`create table layer_data.mine (x int)`, `update layers set current = 1`, `update layer_versions set state = 'published'`, `delete from layer_imports`, `update layer_imports set versions = '{}'`,
			`update layer_imports set party = null`, `update river.river_job set args = '{}'`},
	} {
		pool := testdb.As(t, w.owner, role)
		for _, statement := range statements {
			if _, err := pool.Exec(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "SQLSTATE 42501") {
				t.Errorf("%s: %s: got %v, want permission denied", role, statement, err)
			}
		}
	}
	var owner string
	if err := w.owner.QueryRow(t.Context(), `select tableowner from pg_tables where schemaname = 'layer_data'`).Scan(&owner); err != nil || owner != pg.LayersRole {
		t.Errorf("the table is %s's, %v", owner, err)
	}
}
