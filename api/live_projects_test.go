package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"lupakartta/identity"
)

// plan puts an event with a part at the middle, as the store of projects does for what was shown.
func plan(t *testing.T, s *Server, party uuid.UUID, title string, audience ...string) {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	change(t, s, `insert into projects (id, party, matter, created_by, saved_by) values ($1, $2, 'events', $2, $2)`, id, party)
	change(t, s, `insert into project_parts (project, part, kind, event, state, title, name, purpose, starts, ends, geom, audience)
		values ($1, $1, 'event', true, 'visible', $2, 'Lava', 'stage', '2027-06-12T15:00Z', '2027-06-12T23:30Z', st_setsrid(st_makeenvelope($3::float8, $4::float8, $3::float8 + 20, $4::float8 + 20), 3067), $5)`,
		id, title, middlePoint[0], middlePoint[1], audience)
}

// What others than the applicant's side see of projects, by every way that leads to the map.
func TestProjectsLeaveOnlyForThoseWhoMaySeeThem(t *testing.T) {
	s := liveServer(t)
	mine, other := authority(t, s, "mine"), authority(t, s, "other")
	official := signedIn(t, s, "Virkailija", identity.Office{Authority: mine, Role: identity.Handler})
	wrong := signedIn(t, s, "Toinen", identity.Office{Authority: other, Role: identity.Handler})
	organiser := signedIn(t, s, "Järjestäjä")
	party := "party:" + organiser.Person.String()
	plan(t, s, organiser.Person, "Avoin", "public")
	plan(t, s, organiser.Person, "Luonnos", party, "authority:"+mine.String())
	plan(t, s, organiser.Person, "Rajattu", party)
	for name, who := range map[string]struct {
		headers []string
		want    string
	}{
		"nobody known": {nil, "Avoin"}, "an authority of the project": {official.as(), "Avoin Luonnos"}, "another authority": {wrong.as(), "Avoin"},
		"the applicant": {organiser.as(), "Avoin Luonnos Rajattu"}, "nobody known, after the others": {nil, "Avoin"},
	} {
		w := get(s, "/tiles/WebMercatorQuad/live_events,live_projects"+middle, who.headers...)
		if got := shownIn(t, w.Body.Bytes(), "live_events", "title"); w.Code != http.StatusOK || got != who.want || w.Header().Get("Cache-Control") != "private, no-store" {
			t.Errorf("%s: %d, %s, shown %q, want %q", name, w.Code, w.Header().Get("Cache-Control"), got, who.want)
		}
	}
	everywhere := []string{"/api/v1/at?e=480005&n=6920005&lang=fi", "/api/v1/features?e=480005&n=6920005&layers=live_events", "/api/v1/layers", "/api/v1/layers/live_events",
		"/api/v1/search?q=Luonnos", "/tiles/WebMercatorQuad/live_events.json", "/ogc/collections", "/ogc/collections/live_events", "/styles/map/light.json", "/api/v1/layers/live_events/export?format=geojson"}
	for _, path := range everywhere {
		for name, headers := range map[string][]string{"an authority": official.as(), "the applicant": organiser.as(), "nobody known": nil} {
			if body := get(s, path, headers...).Body.String(); strings.Contains(body, "\"Luonnos\"") || strings.Contains(body, "Rajattu") {
				t.Errorf("%s for %s tells %s", path, name, body)
			}
		}
	}
	at := decode[AtPlace](t, ask(t, s, everywhere[0]))
	i := slices.IndexFunc(at.Items, func(h Hit) bool { return h.Layer == "live_events" })
	if i < 0 || at.Items[i].Title != "Avoin" {
		t.Fatalf("at the place: %+v", at.Items)
	}
	told := map[string]string{}
	for _, a := range at.Items[i].Attributes {
		told[a.Name] = a.Text
	}
	if told["kind"] != "Tapahtuma" || told["purpose"] != "Lava" || !strings.HasPrefix(told["state"], "Luonnos") || !strings.HasPrefix(told["starts"], "12.6.2027") || !strings.HasPrefix(told["ends"], "13.6.2027") {
		t.Errorf("told %v", told)
	}
}

// Open pages of those who may see a row are told where it changed, and of others nobody is.
func TestThoseWhoMaySeeAreToldOfChanges(t *testing.T) {
	s := liveServer(t)
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	until(t, "changes are not followed", s.Tiles.Fresh)
	mine, other := authority(t, s, "mine"), authority(t, s, "other")
	streams := map[string]<-chan event{
		"nobody known":      listen(t, server, ""),
		"another authority": listen(t, server, "", signedIn(t, s, "Toinen", identity.Office{Authority: other, Role: identity.Handler}).as()...),
		"the authority":     listen(t, server, "", signedIn(t, s, "Virkailija", identity.Office{Authority: mine, Role: identity.Handler}).as()...),
	}
	for who, events := range streams {
		if e := next(t, events); e.name != "reload" {
			t.Fatalf("%s: begins with %+v", who, e)
		}
	}
	organiser := signedIn(t, s, "Järjestäjä")
	plan(t, s, organiser.Person, "Luonnos", "authority:"+mine.String())
	for _, layer := range []string{"live_projects", "live_events"} {
		var told changed
		if err := json.Unmarshal([]byte(next(t, streams["the authority"]).data), &told); err != nil || told.Layer != layer || len(told.Boxes) != 1 {
			t.Fatalf("the authority is told %+v, %v", told, err)
		}
	}
	change(t, s, roadwork, middlePoint[0], []string{"public"})
	for who, events := range streams {
		if e := next(t, events); !strings.Contains(e.data, "live_roadworks") {
			t.Errorf("%s is told %+v", who, e)
		}
	}
}
