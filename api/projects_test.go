package api

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/google/uuid"

	"lupakartta/identity"
	"lupakartta/identity/mandates"
	"lupakartta/internal/testdb"
)

// planned makes a project of the owner's that is shown to their authority.
func (x *trial) planned(t *testing.T) map[string]string {
	t.Helper()
	part := `"/parts/0199aaaa-0000-7000-8000-000000000001":{"id":"0199aaaa-0000-7000-8000-000000000001","name":"` + secret + `","purpose":"site","geometry":` + pointInside + `}`
	w := send(t, x.s, http.MethodPost, projectPath, `{"changes":{"/kind":"event","/title":"`+secret+`",`+part+`}}`, x.owner.as()...)
	if w.Code != http.StatusCreated {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	project := decode[ProjectBody](t, w)
	w = send(t, x.s, http.MethodPost, projectPath+"/"+project.ID.String()+"/files?name="+secret+".txt", secret, x.owner.as("Content-Type", "text/plain")...)
	if w.Code != http.StatusCreated {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	file := decode[AddedFile](t, w).File.ID.String()
	pool := testdb.Owner(t, x.s.Pool)
	for _, statement := range []string{
		`update project_versions set shown_at = now() where project = $1 and $2::uuid is not null`,
		`update projects set state = 'visible', shown = 1, visible_at = now() where id = $1 and $2::uuid is not null`,
		`insert into projects_shown (project, version, kind, event, title, state, severity, red, amber, unknown, green, middle, box, open, shown_at, first_at)
			select v.project, 1, v.kind, true, v.title, 'visible', 'green', 0, 0, 0, 1, st_centroid(v.geom), st_envelope(st_expand(v.geom, 1)), false, now(), now() from project_versions v where v.project = $1 and $2::uuid is not null`,
		`insert into project_authorities (project, authority, fields, since, version, kind, title, state, severity, red, amber, unknown, green, middle, box, shown_at)
			select w.project, $2, '{}', now(), 1, w.kind, w.title, w.state, w.severity, 0, 0, 0, 1, w.middle, w.box, now() from projects_shown w where w.project = $1`,
		`insert into personal.project_restrictions (id, project, item, authority, audience, why, made_by) select $1, $1, 'parts.0199aaaa-0000-7000-8000-000000000001', $2, array[$2::uuid], '` + secret + `', p.party from projects p where p.id = $1`,
	} {
		if _, err := pool.Exec(t.Context(), statement, project.ID, x.ownAuthority); err != nil {
			t.Fatal(err)
		}
	}
	one, of := projectPath+"/"+project.ID.String(), casePath+"/"+project.ID.String()
	paths := map[string]string{projectPath + "/{id}/files/{file}": one + "/files/" + file, casePath + "/{id}/files/{file}": of + "/files/" + file, projectPath + "/{id}/versions/{version}": one + "/versions/1", projectPath + "/{id}/versions/{version}/restoration": one + "/versions/1/restoration",
		projectPath + "/{id}/difference": one + "/difference?from=1&to=1", casePath + "/{id}/difference": of + "/difference?from=1", casePath + "/{id}/restrictions/{restriction}": of + "/restrictions/" + project.ID.String(), publicProjectPath + "/{id}": publicProjectPath + "/" + project.ID.String()}
	for _, what := range []string{"", "/place", "/versions", "/copies", "/earlier", "/preview", "/showing", "/authorities", "/cancellation", "/receipt", "/comments", "/files", "/restrictions", "/news"} {
		paths[projectPath+"/{id}"+what] = one + what
	}
	for _, what := range []string{"", "/look", "/contact", "/authorities", "/comments", "/files", "/restrictions"} {
		paths[casePath+"/{id}"+what] = of + what
	}
	return paths
}

const festival = `"/kind":"event","/title":"Rantajuhla"`

// begun is a project of somebody's, with its ETag.
func (w *actingWorld) begun(who somebody, changes string) (ProjectBody, string) {
	w.t.Helper()
	answer := w.as(who, http.MethodPost, projectPath, `{"changes":{`+changes+`}}`, http.StatusCreated)
	return read[ProjectBody](w.t, answer), answer.Header().Get("ETag")
}

func (w *actingWorld) save(who somebody, id uuid.UUID, etag, changes string) *httptest.ResponseRecorder {
	w.t.Helper()
	return send(w.t, w.server, http.MethodPatch, projectPath+"/"+id.String(), `{"changes":{`+changes+`}}`, who.as("If-Match", etag)...)
}

// Two people who write at once: different fields are merged, the same field is a conflict that keeps nothing.
func TestSavesAreMergedByField(t *testing.T) {
	w := newActingWorld(t)
	project, first := w.begun(w.mother, festival)
	if answer := w.save(w.mother, project.ID, first, `"/summary":"Tanssia"`); answer.Code != http.StatusOK || answer.Header().Get("ETag") != `"v2"` {
		t.Fatalf("got %d %s", answer.Code, answer.Body)
	}
	answer := w.save(w.mother, project.ID, first, `"/title":"Syysjuhla"`)
	if got := read[ProjectBody](t, answer); answer.Code != http.StatusOK || string(got.Fields["/summary"]) != `"Tanssia"` || string(got.Fields["/title"]) != `"Syysjuhla"` || got.Revision != 3 {
		t.Fatalf("merged: got %d %s", answer.Code, answer.Body)
	}
	answer = w.save(w.mother, project.ID, first, `"/title":"Talvijuhla","/organiser":"Seura"`)
	problem := read[Problem](t, answer)
	if answer.Code != http.StatusConflict || len(problem.Conflicts) != 1 || problem.Conflicts[0].Field != "/title" || string(problem.Conflicts[0].Theirs) != `"Syysjuhla"` || problem.Revision != 3 ||
		!problem.Conflicts[0].Own || problem.Conflicts[0].By == "" || problem.Conflicts[0].At.IsZero() {
		t.Fatalf("conflict: got %d %s", answer.Code, answer.Body)
	}
	got := read[ProjectBody](t, w.as(w.mother, http.MethodGet, projectPath+"/"+project.ID.String(), "", http.StatusOK))
	if _, there := got.Fields["/organiser"]; there || string(got.Fields["/title"]) != `"Syysjuhla"` {
		t.Errorf("a save that was refused left something: %v", got.Fields)
	}
	// What came before, without an answer, is sent again: nothing changes.
	if answer = w.save(w.mother, project.ID, first, `"/title":"Syysjuhla"`); answer.Code != http.StatusOK || answer.Header().Get("ETag") != `"v3"` {
		t.Errorf("sent again: got %d %s", answer.Code, answer.Header().Get("ETag"))
	}
}

func TestSavesThatAreRefused(t *testing.T) {
	w := newActingWorld(t)
	project, etag := w.begun(w.mother, festival)
	part := func(id, geometry string) string {
		return `"/parts/` + id + `":{"id":"0199aaaa-0000-7000-8000-000000000001","geometry":` + geometry + `}`
	}
	const id = "0199aaaa-0000-7000-8000-000000000001"
	for name, test := range map[string]struct {
		etag, changes string
		status        int
		pointer, code string
	}{
		"no ETag":              {"", `"/title":"x"`, http.StatusPreconditionRequired, "", ""},
		"an ETag from nowhere": {`"v9"`, `"/title":"x"`, http.StatusConflict, "", "too_old"},
		"an unknown field":     {etag, `"/colour":"x"`, http.StatusUnprocessableEntity, "/changes/~1colour", "unknown_field"},
		"an unknown kind":      {etag, `"/kind":"circus"`, http.StatusUnprocessableEntity, "/changes/~1kind", "unknown_kind"},
		"another's id":         {etag, part("0199aaaa-0000-7000-8000-000000000002", pointInside), http.StatusUnprocessableEntity, "/changes/~1parts~10199aaaa-0000-7000-8000-000000000002/id", "other_id"},
		"axes the wrong way":   {etag, part(id, `{"type":"Point","coordinates":[62.42,26.64]}`), http.StatusUnprocessableEntity, "/changes/~1parts~1" + id + "/geometry/coordinates", "lat_lon_swapped"},
		"a ring that is open":  {etag, part(id, `{"type":"Polygon","coordinates":[[[26.6,62.4],[26.7,62.4],[26.7,62.5]]]}`), http.StatusUnprocessableEntity, "", ""},
		"no JSON":              {etag, `"/title"`, http.StatusUnprocessableEntity, "", "malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			headers := w.mother.as()
			if test.etag != "" {
				headers = w.mother.as("If-Match", test.etag)
			}
			answer := send(t, w.server, http.MethodPatch, projectPath+"/"+project.ID.String(), `{"changes":{`+test.changes+`}}`, headers...)
			problem := read[Problem](t, answer)
			if test.code == "lat_lon_swapped" && (len(problem.Fixes) != 1 || problem.Fixes[0].Code != "swap_axes") {
				t.Errorf("fixes: got %+v", problem.Fixes)
			}
			if answer.Code != test.status || test.code != "" && (len(problem.Errors) == 0 || problem.Errors[0].Code != test.code || problem.Errors[0].Pointer != test.pointer) {
				t.Errorf("got %d %s", answer.Code, answer.Body)
			}
		})
	}
	if got := read[ProjectBody](t, w.as(w.mother, http.MethodGet, projectPath+"/"+project.ID.String(), "", http.StatusOK)); got.Revision != 1 {
		t.Errorf("what was refused was kept: %+v", got)
	}
}

// A key makes one project, however often it is sent; another order with it is refused.
func TestAProjectIsBegunOnce(t *testing.T) {
	w := newActingWorld(t)
	begin := func(who somebody, body string) *httptest.ResponseRecorder {
		return send(t, w.server, http.MethodPost, projectPath, body, who.as("Idempotency-Key", "k1")...)
	}
	one := read[ProjectBody](t, begin(w.mother, `{"changes":{`+festival+`}}`))
	again := read[ProjectBody](t, begin(w.mother, `{"changes":{`+festival+`}}`))
	other := begin(w.mother, `{"changes":{"/title":"Muu"}}`)
	theirs := read[ProjectBody](t, begin(w.stranger, `{"changes":{`+festival+`}}`))
	if one.ID != again.ID || other.Code != http.StatusConflict || theirs.ID == one.ID {
		t.Errorf("got %s, %s, %d and %s", one.ID, again.ID, other.Code, theirs.ID)
	}
	wrong := begin(w.agent, `{"party":"`+w.mother.Person.String()+`","changes":{`+festival+`}}`)
	if problem := read[Problem](t, wrong); wrong.Code != http.StatusConflict || problem.Errors[0].Code != "other_party" {
		t.Errorf("for another party: got %d %s", wrong.Code, wrong.Body)
	}
}

// What one person typed is not saved by another who has signed in to the same browser, although they may write the project.
func TestWhatAPersonTypedIsSavedByThemAlone(t *testing.T) {
	w := newActingWorld(t)
	project, tag := w.begun(w.mother, festival)
	save := func(by uuid.UUID) *httptest.ResponseRecorder {
		return send(t, w.server, http.MethodPatch, projectPath+"/"+project.ID.String(), `{"person":"`+by.String()+`","changes":{"/title":"Juhannus"}}`, w.mother.as("If-Match", tag)...)
	}
	refused := save(w.agent.Person)
	if problem := read[Problem](t, refused); refused.Code != http.StatusConflict || problem.Errors[0].Code != "other_person" {
		t.Errorf("typed by another: got %d %s", refused.Code, refused.Body)
	}
	if kept := save(w.mother.Person); kept.Code != http.StatusOK {
		t.Errorf("typed by themselves: got %d %s", kept.Code, kept.Body)
	}
}

// An agent works on the projects of whom they act for, of what their mandate is for, until it ends.
func TestAnAgentWorksOnProjectsWhileTheMandateHolds(t *testing.T) {
	w := newActingWorld(t)
	own, _ := w.begun(w.mother, `"/kind":"building","/title":"Sauna"`)
	party, _ := w.begun(w.mother, festival) // events are another matter
	w.as(w.mother, http.MethodPost, "/api/v1/mandates", w.terms("receiver", agentNamed), http.StatusCreated)
	w.as(w.agent, http.MethodGet, projectPath+"/"+own.ID.String(), "", http.StatusNotFound)
	w.as(w.agent, http.MethodPost, "/api/v1/acting", actFor(w.mother.Person, "kept"), http.StatusOK)
	w.as(w.agent, http.MethodGet, projectPath+"/"+own.ID.String(), "", http.StatusOK)
	w.as(w.agent, http.MethodGet, projectPath+"/"+party.ID.String(), "", http.StatusNotFound)
	w.as(w.agent, http.MethodPost, projectPath, `{"changes":{`+festival+`}}`, http.StatusForbidden)
	if answer := w.save(w.agent, own.ID, `"v1"`, `"/title":"Savusauna"`); answer.Code != http.StatusOK {
		t.Fatalf("got %d %s", answer.Code, answer.Body)
	}
	if answer := w.save(w.agent, own.ID, `"v2"`, `"/kind":"event"`); answer.Code != http.StatusUnprocessableEntity {
		t.Errorf("made an event of it: got %d %s", answer.Code, answer.Body)
	}
	if list := read[ProjectList](t, w.as(w.agent, http.MethodGet, projectPath, "", http.StatusOK)); len(list.Features) != 1 || list.Features[0].Properties.Title != "Savusauna" {
		t.Errorf("the list: got %+v", list)
	}
	agent := w.agent.Actor
	agent.Acting = &identity.Acting{Party: w.mother.Person, Kind: identity.Person, Source: mandates.SourceKept}
	onMap := func(want ...string) {
		t.Helper()
		if got, err := w.server.audience(t.Context(), agent); err != nil || !slices.Equal(got, append([]string{identity.Everybody}, want...)) {
			t.Errorf("the map is shown to %q, %v, want %q", got, err, want)
		}
	}
	onMap(identity.PartyAudience(w.mother.Person, "permits_and_notices"))
	if _, err := testdb.Owner(t, w.server.Pool).Exec(t.Context(), `update personal.mandates set valid_from = now() - interval '2 hours', valid_to = now() - interval '1 second'`); err != nil {
		t.Fatal(err)
	}
	onMap()
	if answer := w.save(w.agent, own.ID, `"v2"`, `"/title":"Oma"`); answer.Code != http.StatusConflict || read[Problem](t, answer).Errors[0].Code != "mandate_expired" {
		t.Errorf("after its end: got %d %s", answer.Code, answer.Body)
	}
	w.as(w.agent, http.MethodGet, projectPath+"/"+own.ID.String(), "", http.StatusConflict)
	w.as(w.agent, http.MethodDelete, "/api/v1/acting", "", http.StatusNoContent)
	w.as(w.agent, http.MethodGet, projectPath+"/"+own.ID.String(), "", http.StatusNotFound)
	if got := read[ProjectBody](t, w.as(w.mother, http.MethodGet, projectPath+"/"+own.ID.String(), "", http.StatusOK)); string(got.Fields["/title"]) != `"Savusauna"` || got.OwnSave {
		t.Errorf("got %v, saved by the applicant %v", got.Fields["/title"], got.OwnSave)
	}
}

// A place goes in and comes out as GeoJSON; features that have the id of a part replace it.
func TestThePlaceOfAProjectAsGeoJSON(t *testing.T) {
	w := newActingWorld(t)
	project, _ := w.begun(w.mother, festival)
	one := projectPath + "/" + project.ID.String()
	const id = "0199aaaa-0000-7000-8000-000000000001"
	put := func(etag, features string) *httptest.ResponseRecorder {
		return send(t, w.server, http.MethodPut, one+"/place", `{"type":"FeatureCollection","features":[`+features+`]}`, w.mother.as("If-Match", etag)...)
	}
	answer := put(`"v1"`, `{"type":"Feature","id":"`+id+`","geometry":`+pointInside+`,"properties":{"name":"Lava","purpose":"stage","from":"2027-06-12T18:00"}},{"type":"Feature","geometry":`+pointInside+`,"properties":{}}`)
	if answer.Code != http.StatusOK {
		t.Fatalf("got %d %s", answer.Code, answer.Body)
	}
	place := w.as(w.mother, http.MethodGet, one+"/place", "", http.StatusOK)
	parts := read[PartCollection](t, place)
	if len(parts.Features) != 2 || parts.Features[0].ID != id || parts.Features[0].Properties.Name != "Lava" {
		t.Fatalf("got %s", place.Body)
	}
	if answer = put(`"v2"`, `{"type":"Feature","id":"`+id+`","geometry":`+pointInside+`,"properties":{"name":"Päälava"}}`); answer.Code != http.StatusOK {
		t.Fatalf("got %d %s", answer.Code, answer.Body)
	}
	if parts = read[PartCollection](t, w.as(w.mother, http.MethodGet, one+"/place", "", http.StatusOK)); len(parts.Features) != 1 || parts.Features[0].Properties.Name != "Päälava" {
		t.Errorf("replaced: got %+v", parts)
	}
	if answer = put(`"v3"`, `{"type":"Feature","geometry":null,"properties":{}}`); answer.Code != http.StatusUnprocessableEntity {
		t.Errorf("without a geometry: got %d %s", answer.Code, answer.Body)
	}
}

// A draft is deleted as it was read: not what somebody saved since.
func TestADraftIsDeletedAsItWasRead(t *testing.T) {
	w := newActingWorld(t)
	project, read := w.begun(w.mother, festival)
	saved := w.save(w.mother, project.ID, read, `"/title":"Syysjuhla"`).Header().Get("ETag")
	for _, test := range []struct {
		headers []string
		status  int
	}{
		{w.mother.as(), http.StatusPreconditionRequired},
		{w.mother.as("If-Match", read), http.StatusPreconditionFailed},
		{w.stranger.as("If-Match", saved), http.StatusNotFound},
		{w.mother.as("If-Match", saved), http.StatusNoContent},
		{w.mother.as("If-Match", saved), http.StatusNotFound},
	} {
		if answer := send(t, w.server, http.MethodDelete, projectPath+"/"+project.ID.String(), "", test.headers...); answer.Code != test.status {
			t.Errorf("%v: got %d %s, want %d", test.headers, answer.Code, answer.Body, test.status)
		}
	}
}

// Whoever has a project as it is hears that; whatever changes it is heard of, also that it was shown. It is kept by no cache.
func TestAProjectThatIsAsItWasReadIsNotSentAgain(t *testing.T) {
	w := newActingWorld(t)
	project, tag := w.begun(w.mother, festival+`,"/parts/0199aaaa-0000-7000-8000-000000000001":{"id":"0199aaaa-0000-7000-8000-000000000001","geometry":`+pointInside+`}`)
	one := projectPath + "/" + project.ID.String()
	read := func(who somebody, status int) string {
		t.Helper()
		answer := send(t, w.server, http.MethodGet, one, "", who.as("If-None-Match", tag)...)
		if answer.Code != status || (answer.Body.Len() == 0) != (status == http.StatusNotModified) || answer.Header().Get("Cache-Control") != "no-store" {
			t.Fatalf("%d %q %s, want %d", answer.Code, answer.Header().Get("Cache-Control"), answer.Body, status)
		}
		return answer.Header().Get("ETag")
	}
	if got := read(w.mother, http.StatusNotModified); got != tag {
		t.Errorf("304 with %s", got)
	}
	read(w.stranger, http.StatusNotFound)
	w.save(w.mother, project.ID, tag, `"/summary":"Tanssia","/answers/attendance":100`)
	tag = read(w.mother, http.StatusOK)
	read(w.mother, http.StatusNotModified)
	pool := testdb.Owner(t, w.server.Pool)
	if _, err := pool.Exec(t.Context(), `update projects set revision = revision + 1 where id = $1`, project.ID); err != nil { // as showing does
		t.Fatal(err)
	}
	read(w.mother, http.StatusOK)
}
