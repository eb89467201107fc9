package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"lupakartta/checks"
	"lupakartta/identity"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// registry is a server with rules, the square of groundwater that an authority keeps, its registrar and a citizen.
type registry struct {
	t         *testing.T
	s         *Server
	registrar somebody
	citizen   somebody
}

func newRegistry(t *testing.T) registry {
	t.Helper()
	s := newServer(t, inDemo(t), withRules(t))
	keeper := authority(t, s, "keeper")
	if err := layers.NewStore(testdb.Owner(t, s.Pool)).SetKeeper(t.Context(), "groundwater_areas", keeper); err != nil {
		t.Fatal(err)
	}
	return registry{t, s, signedIn(t, s, "Kirjaaja", identity.Office{Authority: keeper, Role: identity.Registrar}), signedIn(t, s, "Kansalainen")}
}

// keep keeps a check and returns its address.
func (r registry) keep(headers ...string) (address string, kept KeptCheck) {
	r.t.Helper()
	w := send(r.t, r.s, http.MethodPost, "/api/v1/checks/runs", `{"geometry":`+pointInside+`,"project":{"kind":"event","contact":"Maija"}}`, append([]string{"Content-Type", "application/json"}, headers...)...)
	if w.Code != http.StatusCreated {
		r.t.Fatalf("%d: %s", w.Code, w.Body)
	}
	return w.Header().Get("Location"), decode[KeptCheck](r.t, w)
}

// A kept check is what check-place answers, byte for byte, in every language and for everybody who has its address.
func TestKeptChecks(t *testing.T) {
	r := newRegistry(t)
	address, kept := r.keep()
	if kept.ID.Version() != 7 || address != "/api/v1/checks/runs/"+kept.ID.String() || kept.Links.Self != address || kept.Links.Page != "/fi/?run="+kept.ID.String() {
		t.Errorf("address %s, links %+v", address, kept.Links)
	}
	for _, lang := range []string{"fi", "sv", "en"} {
		check := send(t, r.s, http.MethodPost, "/api/v1/checks?lang="+lang, `{"geometry":`+pointInside+`,"project":{"kind":"event"}}`, "Content-Type", "application/json")
		w := ask(t, r.s, address+"?lang="+lang)
		if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
			t.Fatalf("%d, Cache-Control %q: %s", w.Code, w.Header().Get("Cache-Control"), w.Body)
		}
		var raw map[string]json.RawMessage
		if err := json.Unmarshal(w.Body.Bytes(), &raw); err != nil {
			t.Fatal(err)
		}
		if want := strings.TrimSuffix(check.Body.String(), "\n"); string(raw["result"]) != want {
			t.Errorf("%s: kept %s, want %s", lang, raw["result"], want)
		}
		if strings.Contains(w.Body.String(), "Maija") {
			t.Error("an answer that no question asks for was kept")
		}
	}
	w := ask(t, r.s, address)
	i := slices.IndexFunc(kept.Layers, func(l KeptLayer) bool { return l.Layer == "groundwater_areas" })
	if i < 0 || kept.Layers[i].Version == 0 || kept.Layers[i].Title != "Pohjavesialueet" || kept.Layers[i].DataDate != "2026-01-31" || len(kept.Rules) < 10 || kept.Engine != checks.EngineVersion {
		t.Errorf("rests on %+v: %s", kept.Layers, w.Body)
	}
	if w := ask(t, r.s, "/api/v1/checks/runs/"+uuid.Must(uuid.NewV7()).String()); w.Code != http.StatusNotFound {
		t.Errorf("another address: %d", w.Code)
	}
}

func TestKeepingIsIdempotent(t *testing.T) {
	r := newRegistry(t)
	_, first := r.keep("Idempotency-Key", "k1")
	_, again := r.keep("Idempotency-Key", "k1")
	_, other := r.keep("Idempotency-Key", "k2")
	if first.ID != again.ID || first.ID == other.ID {
		t.Errorf("%s, again %s, with another key %s", first.ID, again.ID, other.ID)
	}
	w := send(t, r.s, http.MethodPost, "/api/v1/checks/runs", `{"geometry":{"type":"Point","coordinates":[26.7,62.4]}}`, "Content-Type", "application/json", "Idempotency-Key", "k1")
	if p := decode[Problem](t, w); w.Code != http.StatusConflict || len(p.Errors) != 1 || p.Errors[0].Code != "key_used" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestKeepingRefuses(t *testing.T) {
	r := newRegistry(t)
	for body, pointer := range map[string]string{
		`{}`: "/geometry",
		`{"geometry":{"type":"Point","coordinates":[18.07,59.33]}}`:     "/geometry/coordinates",
		`{"geometry":` + pointInside + `,"project":{"kind":"no such"}}`: "/project/kind",
		`{"geometry":{"type":"LineString","coordinates":[` + strings.Repeat("[26.62123456789012,62.41512345678901],[26.62223456789012,62.41512345678901],", 15_000) + `[26.62123456789012,62.41512345678902]]}}`: "/geometry",
	} {
		w := send(t, r.s, http.MethodPost, "/api/v1/checks/runs", body, "Content-Type", "application/json")
		if p := decode[Problem](t, w); w.Code != http.StatusUnprocessableEntity || len(p.Errors) == 0 || p.Errors[0].Pointer != pointer || p.Errors[0].Detail == "" {
			t.Errorf("%.80s…: %d %.300s", body, w.Code, w.Body)
		}
	}
	for range mostKept {
		passes(r.s.limits.kept, "192.0.2.1")
	}
	if w := send(t, r.s, http.MethodPost, "/api/v1/checks/runs", `{"geometry":`+pointInside+`}`, "Content-Type", "application/json"); w.Code != http.StatusTooManyRequests {
		t.Errorf("too many: %d", w.Code)
	}
}

func TestCheckAgainSaysWhy(t *testing.T) {
	r := newRegistry(t)
	address, kept := r.keep()
	again := decode[CheckAgain](t, ask(t, r.s, address+"/again"))
	if again.ID != kept.ID || again.Counts.New+again.Counts.Gone+again.Counts.Changed != 0 || again.Counts.Same != len(again.Differences) || again.Counts.Same < 10 {
		t.Errorf("nothing changed: %+v", again.Counts)
	}
	changed := groundwater
	changed.Title.Fi = "Pohjavesi"
	version := awaiting(t, r.s, changed, "A9")
	if err := r.s.publisher.Publish(t.Context(), version, layers.Approval{DecideAll: true, ConfirmShrink: true}); err != nil {
		t.Fatal(err)
	}
	if err := r.s.Catalogue.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := ask(t, r.s, address+"/again?lang=en")
	again = decode[CheckAgain](t, w)
	gone := slices.IndexFunc(again.Differences, func(d checks.Difference) bool { return d.Change == checks.Vanished && d.FeatureID == "A1" })
	if gone < 0 || again.Counts.Gone == 0 || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	var why []string
	for _, c := range again.Differences[gone].Why {
		why = append(why, string(c.Kind))
		if c.Text == "" || strings.Contains(c.Text, "{") {
			t.Errorf("%s: %q", c.Kind, c.Text)
		}
	}
	if !slices.Equal(why, []string{"layer_version", "feature_went"}) {
		t.Errorf("why: %v", why)
	}
	feature := "/api/v1/layers/groundwater_areas/features/A1"
	for path, status := range map[string]int{feature: http.StatusNotFound, feature + fmt.Sprintf("?version=%d", kept.Layers[0].Version): http.StatusOK, feature + fmt.Sprintf("?version=%d", version): http.StatusNotFound,
		feature + "?version=999": http.StatusNotFound} {
		if w := ask(t, r.s, path); w.Code != status {
			t.Errorf("%s: %d, want %d", path, w.Code, status)
		}
	}
	if now := decode[KeptCheck](t, ask(t, r.s, address)); now.Layers[0].Title != kept.Layers[0].Title || now.Layers[0].Version != kept.Layers[0].Version {
		t.Errorf("the kept check names %+v now", now.Layers[0])
	}
}

func TestDisputes(t *testing.T) {
	r := newRegistry(t)
	address, _ := r.keep()
	claim := `{"rule":"groundwater_1","layer":"groundwater_areas","feature_id":"A1","reason":"Rajaus on vanha."}`
	if w := send(t, r.s, http.MethodPost, address+"/disputes", claim, "Content-Type", "application/json"); w.Code != http.StatusUnauthorized {
		t.Errorf("nobody disputes: %d", w.Code)
	}
	w := send(t, r.s, http.MethodPost, address+"/disputes", claim, r.citizen.as()...)
	if w.Code != http.StatusCreated || w.Header().Get("Location") != address {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for name, test := range map[string]struct {
		headers []string
		want    int
	}{"the citizen": {r.citizen.as(), 1}, "the registrar": {r.registrar.as(), 0}, "nobody": {nil, 0}} {
		if kept := decode[KeptCheck](t, ask(t, r.s, address, test.headers...)); len(kept.Disputes) != test.want {
			t.Errorf("%s sees %+v", name, kept.Disputes)
		}
	}
	list := decode[DisputeList](t, ask(t, r.s, "/api/v1/disputes?state=open&bbox=26,62,27,63&layer=groundwater_areas", r.registrar.as()...))
	if len(list.Features) != 1 || list.Next != "" {
		t.Fatalf("list %+v", list)
	}
	d := list.Features[0]
	if p := d.Properties; p.Reason != "Rajaus on vanha." || p.LayerTitle != "Pohjavesialueet" || !strings.Contains(p.Title, "Harju") || p.State != checks.Open || string(d.Geometry) != pointInside {
		t.Errorf("%+v", d)
	}
	answer := "/api/v1/disputes/" + d.ID.String() + "/answer"
	body := `{"state":"accepted","answer":"Rajaus korjataan."}`
	for _, test := range []struct {
		name   string
		etag   string
		status int
	}{{"without If-Match", "", http.StatusPreconditionRequired}, {"on another version", `"v7"`, http.StatusPreconditionFailed}, {"as it is", d.Properties.ETag, http.StatusOK}, {"twice", d.Properties.ETag, http.StatusPreconditionFailed}} {
		if w := send(t, r.s, http.MethodPost, answer, body, r.registrar.as("If-Match", test.etag)...); w.Code != test.status {
			t.Errorf("%s: %d %s", test.name, w.Code, w.Body)
		}
	}
	own := decode[KeptCheck](t, ask(t, r.s, address, r.citizen.as()...)).Disputes
	if len(own) != 1 || own[0].State != checks.Accepted || own[0].Answer != "Rajaus korjataan." || own[0].AnsweredAt == nil {
		t.Errorf("the citizen is answered %+v", own)
	}
	looks := decode[Looks](t, ask(t, r.s, "/api/v1/looks", r.citizen.as()...)).Items
	if !slices.ContainsFunc(looks, func(l Look) bool {
		return l.Operation == "list-disputes" && l.What == "Kiistettyjen tulosten katsominen" && l.Authorities[0].Code == "keeper"
	}) {
		t.Errorf("the citizen sees %+v", looks)
	}
}

func TestPagesOfDisputes(t *testing.T) {
	r := newRegistry(t)
	address, _ := r.keep()
	for _, who := range []somebody{r.citizen, signedIn(t, r.s, "Toinen"), signedIn(t, r.s, "Kolmas")} {
		if w := send(t, r.s, http.MethodPost, address+"/disputes", `{"rule":"groundwater_1","layer":"groundwater_areas","feature_id":"A1","reason":"x"}`, who.as()...); w.Code != http.StatusCreated {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	seen := map[uuid.UUID]bool{}
	next := "/api/v1/disputes?limit=2"
	for pages := 1; next != ""; pages++ {
		w := ask(t, r.s, next, r.registrar.as()...)
		for _, f := range decode[DisputeList](t, w).Features {
			seen[f.ID] = true
		}
		next, _, _ = strings.Cut(strings.TrimPrefix(w.Header().Get("Link"), "<"), ">")
		if pages > 2 {
			t.Fatal("the list does not end")
		}
	}
	if len(seen) != 3 {
		t.Errorf("%d disputes on all pages, want 3", len(seen))
	}
	if w := ask(t, r.s, "/api/v1/disputes?cursor=x", r.registrar.as()...); w.Code != http.StatusBadRequest {
		t.Errorf("no cursor: %d", w.Code)
	}
}
