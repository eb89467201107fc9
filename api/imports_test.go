package api

import (
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"lupakartta/identity"
	"lupakartta/internal/testdb"
	"lupakartta/layers/imports"
)

// takingFiles gives the server a folder for uploads.
func takingFiles(t testing.TB) func(*Config) {
	t.Helper()
	folder, err := imports.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return func(c *Config) { c.Uploads = folder }
}

// inOffice is the actor as the guard lets them in.
func (b somebody) inOffice(authority uuid.UUID) identity.Actor {
	actor := b.Actor
	actor.In = []uuid.UUID{authority}
	return actor
}

// ownImports are an upload, an import and a source of the owner's, by the paths of the operations on them.
func ownImports(t *testing.T, s *Server, owner somebody, authority uuid.UUID) map[string]string {
	t.Helper()
	orders, err := imports.NewOrders(s.Personal)
	if err != nil {
		t.Fatal(err)
	}
	actor := owner.inOffice(authority)
	upload, err := imports.NewUploads(s.Personal, s.Uploads).Begin(t.Context(), actor, "", secret+".gpkg", 10)
	if err != nil {
		t.Fatal(err)
	}
	imp, err := orders.Start(t.Context(), actor, imports.Order{Address: "https://register.example/" + secret + ".gpkg"})
	if err != nil {
		t.Fatal(err)
	}
	keep(t, s, "sourced", authority)
	if _, err := orders.SetSource(t.Context(), actor, imports.Source{Layer: "sourced", Address: "https://register.example/x?key=" + secret, Every: time.Hour, Publish: imports.Ask}, ""); err != nil {
		t.Fatal(err)
	}
	one := "/api/v1/imports/" + imp.ID.String()
	return map[string]string{
		"/api/v1/uploads/{id}": "/api/v1/uploads/" + upload.ID.String(), "/api/v1/imports/{id}": one, "/api/v1/imports/{id}/choice": one + "/choice",
		"/api/v1/imports/{id}/cancel": one + "/cancel", "/api/v1/layers/{id}/source": "/api/v1/layers/sourced/source", "/api/v1/layers/{id}/refresh": "/api/v1/layers/sourced/refresh",
	}
}

// keep makes a layer that an authority keeps and that nobody has published.
func keep(t *testing.T, s *Server, id string, authority uuid.UUID) {
	t.Helper()
	if _, err := testdb.Owner(t, s.Pool).Exec(t.Context(), `insert into layers (id, theme, recipe, keeper) values ($1, 'groundwater', '{"title": {"fi": "Taso", "sv": "Lager", "en": "Layer"}}', $2)`, id, authority); err != nil {
		t.Fatal(err)
	}
}

// registrar is somebody with that role at a new authority.
func registrar(t *testing.T, s *Server, code string) (somebody, uuid.UUID) {
	t.Helper()
	id := authority(t, s, code)
	return signedIn(t, s, "Kirjaaja "+code, identity.Office{Authority: id, Role: identity.Registrar}), id
}

func TestImports(t *testing.T) {
	s := newServer(t, takingFiles(t))
	mine, _ := registrar(t, s, "mine")
	w := send(t, s, http.MethodPost, "/api/v1/imports", `{"address":"https://register.example/wfs?key=1","options":{"parts":[{"new":{"id":"springs","theme":"groundwater",
		"title":{"fi":"Lähteet","sv":"Källor","en":"Springs"},"attribution":"x","licence":"CC0"},"crs":"EPSG:3067"}]}}`, mine.as()...)
	if w.Code != http.StatusAccepted {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	one := decode[ImportItem](t, w)
	if one.State != imports.Queued || one.Name != "wfs" || one.Authority.Code != "mine" || one.Options.Parts[0].New.Title.Sv != "Källor" || w.Header().Get("Location") != "/api/v1/imports/"+one.ID.String() {
		t.Errorf("got %+v", one)
	}
	if w := send(t, s, http.MethodPost, "/api/v1/imports/"+one.ID.String()+"/choice", `{}`, mine.as()...); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), `"wrong_state"`) {
		t.Errorf("choosing for one that does not ask: %d %s", w.Code, w.Body)
	}
	send(t, s, http.MethodPost, "/api/v1/imports", `{"address":"https://register.example/b.gpkg"}`, mine.as()...)
	list := decode[ImportList](t, ask(t, s, "/api/v1/imports?limit=1", mine.as()...))
	if len(list.Items) != 1 || list.Items[0].Name != "b.gpkg" || list.Next == "" {
		t.Fatalf("the first page: %+v", list)
	}
	if list = decode[ImportList](t, ask(t, s, "/api/v1/imports?limit=1&before="+list.Next, mine.as()...)); len(list.Items) != 1 || list.Items[0].ID != one.ID || list.Next != "" {
		t.Errorf("the second: %+v", list)
	}
	if w := send(t, s, http.MethodPost, "/api/v1/imports/"+one.ID.String()+"/cancel", ``, mine.as()...); w.Code != http.StatusAccepted || decode[ImportItem](t, w).State != imports.Cancelled {
		t.Errorf("cancelling: %d %s", w.Code, w.Body)
	}
	for body, code := range map[string]string{`{}`: "required", `{"address":"ftp://x"}`: "not_uri", `{"address":"https://x.example/","options":{"parts":[{}]}}`: "recipe_or_new",
		`{"upload":"` + uuid.NewString() + `"}`: "no_upload"} {
		if w := send(t, s, http.MethodPost, "/api/v1/imports", body, mine.as()...); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `"`+code+`"`) {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
}

// What an import asks for and why one failed is told in the caller's language.
func TestImportsInWords(t *testing.T) {
	s := newServer(t, takingFiles(t))
	mine, _ := registrar(t, s, "mine")
	one := decode[ImportItem](t, send(t, s, http.MethodPost, "/api/v1/imports", `{"address":"https://register.example/a.gpkg"}`, mine.as()...))
	owner := testdb.Owner(t, s.Pool)
	if _, err := owner.Exec(t.Context(), `update layer_imports set state = 'choosing', choices = '{"need":"recipe","part":0,"layers":[{"name":"a","features":-1}],"recipes":["municipalities"]}' where id = $1`, one.ID); err != nil {
		t.Fatal(err)
	}
	asks := decode[ImportItem](t, ask(t, s, "/api/v1/imports/"+one.ID.String()+"?lang=sv", mine.as()...))
	if asks.Choices == nil || asks.Choices.Need != imports.NeedRecipe || asks.Choices.Layers[0].Features != nil || asks.Choices.Recipes[0].Title == "municipalities" {
		t.Errorf("got %+v", asks.Choices)
	}
	if _, err := owner.Exec(t.Context(), `update layer_imports set state = 'failed', choices = null, error = '{"code":"format","detail":"x"}', ended_at = now() where id = $1`, one.ID); err != nil {
		t.Fatal(err)
	}
	if failed := decode[ImportItem](t, ask(t, s, "/api/v1/imports/"+one.ID.String()+"?lang=fi", mine.as()...)); failed.Failure == nil || !strings.HasPrefix(failed.Failure.Text, "Tiedoston muotoa ei tunneta") {
		t.Errorf("got %+v", failed.Failure)
	}
}

// Every code of a failure has words.
func TestFailuresHaveWords(t *testing.T) {
	for _, code := range imports.Codes() {
		if _, ok := messages["fi"]["import."+code]; !ok {
			t.Errorf("%s has no words", code)
		}
	}
}

func TestSources(t *testing.T) {
	s := newServer(t, takingFiles(t))
	mine, id := registrar(t, s, "mine")
	other, _ := registrar(t, s, "other")
	keep(t, s, "springs", id)
	body := `{"address":"https://register.example/wfs?api-key=Salainen","every_minutes":1440,"publish":"auto","options":{"service":"springs","crs":"EPSG:3067"}}`
	const at = "/api/v1/layers/springs/source"
	if w := send(t, s, http.MethodPut, at, body, mine.as()...); w.Code != http.StatusPreconditionRequired {
		t.Errorf("without a condition: %d", w.Code)
	}
	w := send(t, s, http.MethodPut, at, body, mine.as("If-None-Match", "*")...)
	got := decode[LayerSource](t, w)
	if w.Code != http.StatusOK || got.State != "new" || got.EveryMinutes != 1440 || got.Options.CRS != "EPSG:3067" || got.Options.Service != "springs" || !strings.HasSuffix(got.Address, "Salainen") || got.Keeper.Code != "mine" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	first := w.Header().Get("ETag")
	if w := send(t, s, http.MethodPut, at, body, other.as("If-Match", first)...); w.Code != http.StatusNotFound {
		t.Errorf("by a stranger: %d", w.Code)
	}
	if w := send(t, s, http.MethodPut, at, strings.Replace(body, "1440", "1", 1), mine.as("If-Match", first)...); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("every minute: %d", w.Code)
	}
	weekly := strings.Replace(body, "1440", "10080", 1)
	if w := send(t, s, http.MethodPut, at, weekly, mine.as("If-Match", "W/"+first)...); w.Code != http.StatusOK || w.Header().Get("ETag") == first {
		t.Errorf("change: %d, ETag %s", w.Code, w.Header().Get("ETag"))
	}
	for _, condition := range [][]string{{"If-Match", first}, {"If-None-Match", "*"}, {"If-Match", `""`}} {
		if w := send(t, s, http.MethodPut, at, body, mine.as(condition...)...); w.Code != http.StatusPreconditionFailed {
			t.Errorf("%v after another's change: %d", condition, w.Code)
		}
	}
	if w := send(t, s, http.MethodPost, "/api/v1/layers/springs/refresh", ``, mine.as()...); w.Code != http.StatusAccepted {
		t.Errorf("refresh: %d %s", w.Code, w.Body)
	}
	if list := decode[SourceList](t, ask(t, s, "/api/v1/layer-sources")); len(list.Items) != 0 {
		t.Errorf("a layer that nobody has published is told of: %+v", list)
	}
	owner := testdb.Owner(t, s.Pool)
	if _, err := owner.Exec(t.Context(), `with v as (insert into layer_versions (layer, recipe, state) values ('springs', '{}', 'published') returning number)
		update layers set current = (select number from v) where id = 'springs'`); err != nil {
		t.Fatal(err)
	}
	w = ask(t, s, "/api/v1/layer-sources?lang=en")
	list := decode[SourceList](t, w)
	if len(list.Items) != 1 || list.Items[0].Title != "Layer" || list.Items[0].Address != "https://register.example/wfs" || strings.Contains(w.Body.String(), "Salainen") {
		t.Errorf("as everybody sees it: %s", w.Body)
	}
	for condition, want := range map[string]int{"": http.StatusPreconditionRequired, first: http.StatusPreconditionFailed} {
		if w := send(t, s, http.MethodDelete, at, ``, mine.as("If-Match", condition)...); w.Code != want {
			t.Errorf("delete with If-Match %q: %d, want %d", condition, w.Code, want)
		}
	}
	now := ask(t, s, at, mine.as()...)
	if got := decode[LayerSource](t, now); got.EveryMinutes != 10080 {
		t.Errorf("after what was refused: %s", now.Body)
	}
	if w := send(t, s, http.MethodDelete, at, ``, mine.as("If-Match", now.Header().Get("ETag"))...); w.Code != http.StatusNoContent {
		t.Errorf("delete: %d %s", w.Code, w.Body)
	}
	if w := send(t, s, http.MethodPost, "/api/v1/layers/springs/refresh", ``, mine.as()...); w.Code != http.StatusNotFound {
		t.Errorf("refresh without a source: %d", w.Code)
	}
	var logged int
	if err := owner.QueryRow(t.Context(), `select count(*) from audit.entries where kind = 'write' and operation in ('change-layer-source', 'refresh-layer', 'delete-layer-source')`).Scan(&logged); err != nil || logged != 4 {
		t.Errorf("%d lines in the audit log, %v", logged, err)
	}
}

// What the API says of a schedule's bounds is what package imports holds to.
func TestBoundsOfSchedules(t *testing.T) {
	body, _ := reflect.TypeFor[changeSourceInput]().FieldByName("Body")
	every, _ := body.Type.FieldByName("EveryMinutes")
	for name, want := range map[string]time.Duration{"minimum": imports.MinEvery, "maximum": imports.MaxEvery} {
		if got := every.Tag.Get(name); got != strconv.Itoa(int(want.Minutes())) {
			t.Errorf("%s is %s, want %v", name, got, want)
		}
	}
}
