package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"lupakartta/identity"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/source"
)

// awaiting builds a version that waits for approval: a square per id, beside each other.
func awaiting(t testing.TB, s *Server, recipe layers.Recipe, ids ...string) int64 {
	t.Helper()
	ctx := context.Background()
	b, err := s.publisher.Begin(ctx, recipe, layers.Origin{Name: "pohjavesi.gpkg", CRS: "EPSG:3067"})
	if err != nil {
		t.Fatal(err)
	}
	for i, id := range ids {
		e := 480_000 + 2000*float64(i)
		square := orb.Polygon{{{e, 6920000}, {e + 1000, 6920000}, {e + 1000, 6921000}, {e, 6921000}, {e, 6920000}}}
		f, err := layers.NewFeature(id, square, map[string]any{"luokka": "1E", "nimi": "Harju"})
		if err == nil {
			err = b.Add(f)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Finish(ctx); err != nil {
		t.Fatal(err)
	}
	return b.Number()
}

// office is a registrar's at the authority that keeps the layer, and the layer.
type office struct {
	s         *Server
	registrar somebody
	first     int64 // published
}

func newOffice(t *testing.T) office {
	t.Helper()
	var o office
	o.s = newServer(t, inDemo(t), func(c *Config) { o.first = publish(t, c.Pool, groundwater) })
	keeper := authority(t, o.s, "keeper")
	if err := o.s.publisher.SetKeeper(t.Context(), "groundwater_areas", keeper); err != nil {
		t.Fatal(err)
	}
	if err := o.s.Catalogue.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.registrar = signedIn(t, o.s, "Kirjaaja", identity.Office{Authority: keeper, Role: identity.Registrar})
	return o
}

func (o office) at(version int64, of string) string {
	return fmt.Sprintf("/api/v1/layers/groundwater_areas/versions/%d/%s", version, of)
}

func (o office) as(headers ...string) []string { return o.registrar.as(headers...) }

func TestApproval(t *testing.T) {
	o := newOffice(t)
	second := awaiting(t, o.s, groundwater, "A1", "A2")
	w := ask(t, o.s, o.at(second, "difference"), o.as()...)
	d := decode[VersionDifference](t, w)
	if w.Code != http.StatusOK || d.Former != o.first || d.Counts[layers.Added] != 1 || d.Counts[layers.Changed] != 0 || d.Shrinks {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	seen := w.Header().Get("ETag")
	for _, query := range []string{"", "?kind=added&bbox=26,62,27,63", "?limit=1"} {
		page := decode[DifferenceList](t, ask(t, o.s, o.at(second, "differences")+query, o.as()...))
		if len(page.Features) != 1 || page.Features[0].ID == "" || page.Features[0].Properties.FeatureID != "A2" || page.Next != "" {
			t.Errorf("%s: %+v", query, page)
		}
	}
	listed := ask(t, o.s, o.at(second, "differences"), o.as()...).Header().Get("ETag")
	if same := ask(t, o.s, o.at(second, "differences"), o.as("If-None-Match", listed)...); listed == "" || same.Code != http.StatusNotModified || same.Body.Len() > 0 {
		t.Errorf("the list again: %d with %d bytes, ETag %q", same.Code, same.Body.Len(), listed)
	}
	if bad := ask(t, o.s, o.at(second, "differences")+"?cursor=x", o.as()...); bad.Code != http.StatusBadRequest {
		t.Errorf("a cursor that is none: %d", bad.Code)
	}
	publication := o.at(second, "publication")
	if w := send(t, o.s, http.MethodPost, publication, `{}`, o.as()...); w.Code != http.StatusPreconditionRequired {
		t.Errorf("without If-Match: %d", w.Code)
	}
	if w := send(t, o.s, http.MethodPost, publication, `{}`, o.as("If-Match", `"v999"`)...); w.Code != http.StatusPreconditionFailed {
		t.Errorf("of another version: %d", w.Code)
	}
	w = send(t, o.s, http.MethodPost, publication, `{}`, o.as("If-Match", seen)...)
	v := decode[LayerVersion](t, w)
	if w.Code != http.StatusOK || v.State != layers.Published || v.Provenance.PublishedFor == nil || v.Provenance.PublishedFor.Code != "keeper" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if l := decode[Layer](t, ask(t, o.s, "/api/v1/layers/groundwater_areas")); l.Version != second || l.Provenance.Keeper == nil {
		t.Errorf("the layer: %+v", l)
	}
	if strings.Contains(w.Body.String(), "Kirjaaja") {
		t.Error("the answer names a person")
	}
	w = send(t, o.s, http.MethodPost, "/api/v1/layers/groundwater_areas/rollback", ``, o.as("If-Match", w.Header().Get("ETag"))...)
	if w.Code != http.StatusOK || decode[LayerVersion](t, w).Version != o.first {
		t.Errorf("rolled back: %d %s", w.Code, w.Body)
	}
	var logged int
	if err := o.s.Personal.QueryRow(t.Context(), `select count(*) from audit.entries where kind = 'write' and actor = $1 and operation in ('publish-version', 'rollback-layer')`,
		o.registrar.Person).Scan(&logged); err != nil || logged != 2 {
		t.Errorf("%d in the log, %v; want 2", logged, err)
	}
}

func TestApprovalWantsDecisions(t *testing.T) {
	o := newOffice(t)
	refused := func(number int64, body string, code string) {
		t.Helper()
		w := send(t, o.s, http.MethodPost, o.at(number, "publication"), body, o.as("If-Match", versionTag(o.s.currentOf(t)))...)
		p := decode[Problem](t, w)
		if w.Code != http.StatusConflict || len(p.Errors) != 1 || p.Errors[0].Code != code || strings.ContainsAny(p.Errors[0].Detail, "{}") {
			t.Errorf("%s: %d %s", code, w.Code, w.Body)
		}
	}
	older := awaiting(t, o.s, groundwater, "A1")
	five := awaiting(t, o.s, groundwater, "A1", "A2", "A3", "A4", "A5")
	if w := send(t, o.s, http.MethodPost, o.at(five, "publication"), `{}`, o.as("If-Match", versionTag(o.first))...); w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	refused(older, `{"confirm_shrink":true}`, "older")
	three := awaiting(t, o.s, groundwater, "A1", "A2", "A3")
	refused(three, `{}`, "shrinks")
	if w := send(t, o.s, http.MethodPost, o.at(three, "publication")+"?lang=en", `{}`, o.as("If-Match", versionTag(five))...); !strings.Contains(w.Body.String(), "features 5 → 3") || strings.Contains(w.Body.String(), "length") {
		t.Errorf("what shrinks: %s", w.Body)
	}
	if d := decode[VersionDifference](t, ask(t, o.s, o.at(three, "difference"), o.as()...)); !d.Shrinks || !slices.Contains(d.Shrunk, layers.ByFeatures) || slices.Contains(d.Shrunk, layers.ByLength) {
		t.Errorf("its difference: %+v", d)
	}
	if w := send(t, o.s, http.MethodPost, o.at(three, "publication"), `{"confirm_shrink":true}`, o.as("If-Match", versionTag(five))...); w.Code != http.StatusOK {
		t.Errorf("confirmed: %d %s", w.Code, w.Body)
	}
	if _, err := testdb.Owner(t, o.s.Pool).Exec(t.Context(), `update layer_versions set report = jsonb_set(report, '{repaired}',
		'[{"id":"A1","reason":{"code":"nested_holes","values":{"at":"1 2"}},"area_before_m2":10000,"area_change_m2":500}]') where number = $1`, older); err != nil {
		t.Fatal(err)
	}
	refused(older, `{"confirm_shrink":true,"confirm_older":true}`, "undecided")
	report := decode[VersionReport](t, ask(t, o.s, o.at(older, "report"), o.as()...))
	if len(report.Decisions) != 1 || report.Decisions[0].ID != "repair:A1" || report.State != layers.Waiting {
		t.Errorf("report %+v", report)
	}
	for lang, want := range map[string]string{"fi": "Kohteessa on reikä reiän sisällä", "sv": "Objektet har ett hål inuti ett hål", "en": "A hole lies within another hole"} {
		report := decode[VersionReport](t, ask(t, o.s, o.at(older, "report")+"?lang="+lang, o.as()...))
		for _, reason := range []source.Note{report.Repaired[0].Reason, report.Decisions[0].Reason} {
			if reason.Code != "nested_holes" || reason.Text != want {
				t.Errorf("in %s the reason is %+v", lang, reason)
			}
		}
	}
	if w := send(t, o.s, http.MethodPost, o.at(older, "publication"), `{"confirm_shrink":true,"confirm_older":true,"decided":["repair:A1"]}`,
		o.as("If-Match", versionTag(three))...); w.Code != http.StatusOK {
		t.Errorf("decided: %d %s", w.Code, w.Body)
	}
}

// currentOf is the number of the published version.
func (s *Server) currentOf(t *testing.T) (number int64) {
	t.Helper()
	if err := s.Pool.QueryRow(t.Context(), `select current from layers where id = 'groundwater_areas'`).Scan(&number); err != nil {
		t.Fatal(err)
	}
	return number
}

func TestRejection(t *testing.T) {
	o := newOffice(t)
	number := awaiting(t, o.s, groundwater, "A1", "A2")
	for _, want := range []int{http.StatusNoContent, http.StatusNotFound} {
		if w := send(t, o.s, http.MethodPost, o.at(number, "rejection"), ``, o.as()...); w.Code != want {
			t.Errorf("%d %s, want %d", w.Code, w.Body, want)
		}
	}
	list := decode[LayerVersions](t, ask(t, o.s, "/api/v1/layers/groundwater_areas/versions", o.as()...))
	if len(list.Items) != 2 || list.Items[0].State != layers.Failed {
		t.Errorf("versions %+v", list)
	}
}

// What waits or failed is shown to its keeper alone; what was published to everybody.
func TestWhoSeesVersions(t *testing.T) {
	o := newOffice(t)
	number := awaiting(t, o.s, groundwater, "A1", "A2")
	stranger := signedIn(t, o.s, "Vieras", identity.Office{Authority: authority(t, o.s, "other"), Role: identity.Registrar})
	for name, headers := range map[string][]string{"nobody": nil, "a registrar of another": stranger.as()} {
		list := decode[LayerVersions](t, ask(t, o.s, "/api/v1/layers/groundwater_areas/versions", headers...))
		if len(list.Items) != 1 || list.Items[0].Version != o.first {
			t.Errorf("%s sees %+v", name, list)
		}
		if w := ask(t, o.s, o.at(number, "report"), headers...); w.Code != http.StatusNotFound {
			t.Errorf("%s: report of what waits: %d", name, w.Code)
		}
		if w := ask(t, o.s, o.at(o.first, "report"), headers...); w.Code != http.StatusOK {
			t.Errorf("%s: report of what is published: %d", name, w.Code)
		}
	}
	own := decode[LayerVersions](t, ask(t, o.s, "/api/v1/layers/groundwater_areas/versions?limit=1", o.as()...))
	if len(own.Items) != 1 || own.Items[0].Version != number || own.Next == "" {
		t.Fatalf("the keeper sees %+v", own)
	}
	if rest := decode[LayerVersions](t, ask(t, o.s, own.Next, o.as()...)); len(rest.Items) != 1 || rest.Items[0].Version != o.first {
		t.Errorf("the next page %+v", rest)
	}
	if w := ask(t, o.s, "/api/v1/layers/nothing/versions"); w.Code != http.StatusNotFound {
		t.Errorf("of no layer: %d", w.Code)
	}
}

func TestCoverageArea(t *testing.T) {
	o := newOffice(t)
	area := decode[CoverageArea](t, ask(t, o.s, "/api/v1/layers/groundwater_areas/coverage"))
	if area.Geometry == nil || area.Properties.Version != o.first || area.Properties.Claim.Kind != "area" {
		t.Errorf("%+v", area)
	}
	number := awaiting(t, o.s, groundwater, "A1")
	if err := o.s.publisher.Publish(t.Context(), number, layers.Approval{}); err != nil {
		t.Fatal(err)
	}
	if err := o.s.Catalogue.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	if w := ask(t, o.s, "/api/v1/layers/groundwater_areas/coverage"); !strings.Contains(w.Body.String(), `"geometry":null`) {
		t.Errorf("nothing is covered: %s", w.Body)
	}
}

// Whoever asks while a difference is still being worked out is told so, and when to ask again.
func TestADifferenceThatTakesLong(t *testing.T) {
	o := newOffice(t)
	p := &publishing{Server: o.s}
	end := make(chan struct{})
	defer close(end)
	p.compared.DoChan("7", func() (any, error) { <-end; return layers.Difference{}, nil })
	short, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	_, err := p.difference(short, 7)
	problem, ok := errors.AsType[*Problem](err)
	if !ok || problem.Type != "/api/problems/working" || problem.GetHeaders().Get("Retry-After") == "" {
		t.Errorf("got %v", err)
	}
}
