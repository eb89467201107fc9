package api

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lupakartta/identity"
	"lupakartta/identity/sessions"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/changes"
	"lupakartta/tiles"
	"lupakartta/tiles/tilestest"
)

// observations is a live layer with rules of access.
const observations = `{"view": "map_observations", "restricted": true, "recipe": {"id": "live_observations", "theme": "contaminated",
	"title": {"fi": "Havainnot", "sv": "Observationer", "en": "Observations"}, "publisher": {"fi": "K", "sv": "K", "en": "K"}, "attribution": "K", "licence": "CC0-1.0",
	"names": ["name"], "attributes": [{"name": "name", "label": {"fi": "Nimi", "sv": "Namn", "en": "Name"}, "tile": true}],
	"coverage": {"kind": "none", "why": "koe"}, "style": {}}}`

// liveServer has the live layers and one more with rules of access, with rows at the middle; it follows their changes.
func liveServer(t *testing.T) *Server {
	t.Helper()
	more, err := layers.ParseLive([]byte(observations))
	if err != nil {
		t.Fatal(err)
	}
	var s *Server
	var follower *changes.Follower
	s = newServer(t, inDemo(t), func(c *Config) {
		if _, err := c.Pool.Exec(t.Context(), `create table observations (id bigint generated always as identity primary key, geom geometry(Point, 3067), name text, audience text[], changed_at timestamptz);
			create view map_observations as select id, 'observation' as kind, geom, jsonb_build_object('name', name) as attributes, audience, changed_at from observations;
			select map_follow('observations', 'live_observations'); grant select on map_observations to lupakartta_app`); err != nil {
			t.Fatal(err)
		}
		c.Catalogue = layers.NewCatalogue(c.Layers, append(slices.Clone(layers.LiveLayers()), more)...)
		c.Feed = changes.NewFeed()
		follower = changes.NewFollower(c.Pool, c.Log, func(b changes.Batch) { s.Changed(b) })
		c.Tiles.Fresh = follower.Fresh
	})
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { follower.Run(ctx) })
	t.Cleanup(func() {
		stop()
		running.Wait()
	})
	return s
}

func change(t *testing.T, s *Server, sql string, args ...any) {
	t.Helper()
	if _, err := testdb.Owner(t, s.Pool).Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

// until waits for something to become so.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !so(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal(what)
		}
	}
}

func decodeTile(t *testing.T, raw []byte) map[string]tilestest.Layer {
	t.Helper()
	found, err := tilestest.Decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// shownIn are the values of an attribute in a layer of a tile.
func shownIn(t *testing.T, raw []byte, layer, attribute string) string {
	t.Helper()
	var values []string
	for _, f := range decodeTile(t, raw)[layer].Features {
		values = append(values, f.Tags[attribute].(string))
	}
	slices.Sort(values)
	return strings.Join(values, " ")
}

func TestWhatLeavesInTilesDependsOnWhoAsks(t *testing.T) {
	s := liveServer(t)
	mine, other := authority(t, s, "mine"), authority(t, s, "other")
	official := signedIn(t, s, "Virkailija", identity.Office{Authority: mine, Role: identity.Handler})
	wrong := signedIn(t, s, "Toinen", identity.Office{Authority: other, Role: identity.Handler})
	citizen := signedIn(t, s, "Kuntalainen")
	token, _, err := s.sessions.MakeToken(t.Context(), official.Actor, sessions.TokenOrder{Name: "x", Scopes: []string{identity.ScopeProfile}, Life: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	for name, audience := range map[string][]string{"julki": {"public"}, "salassa": {"authority:" + mine.String()}, "oma": {"party:" + citizen.Person.String()}, "luonnos": {}} {
		change(t, s, `insert into observations (geom, name, audience) values (st_setsrid(st_makepoint($1, $2), 3067), $3, $4)`, middlePoint[0]+5, middlePoint[1]+5, name, audience)
	}
	path := "/tiles/WebMercatorQuad/live_observations" + middle
	want := map[string]struct {
		headers []string
		shown   string
	}{
		"nobody known": {nil, "julki"}, "the authority": {official.as(), "julki salassa"}, "another authority": {wrong.as(), "julki"}, "who observed": {citizen.as(), "julki oma"},
		"a token of the official": {[]string{"Authorization", "Bearer " + token}, "julki"},
	}
	var together sync.WaitGroup
	for name, who := range want {
		for range 8 {
			together.Go(func() {
				w := get(s, path, who.headers...)
				if got := shownIn(t, w.Body.Bytes(), "live_observations", "name"); w.Code != http.StatusOK || got != who.shown {
					t.Errorf("%s: %d, shown %q, want %q", name, w.Code, got, who.shown)
				}
				h := w.Header()
				if h.Get("Cache-Control") != "private, no-store" || h.Get("Access-Control-Allow-Origin") != "" || !strings.Contains(strings.Join(h.Values("Vary"), ","), "Cookie") ||
					h.Get("Cross-Origin-Resource-Policy") != "same-origin" {
					t.Errorf("%s: headers %v", name, h)
				}
			})
		}
	}
	together.Wait()
	tag := get(s, path, official.as()...).Header().Get("ETag")
	if w := get(s, path, "If-None-Match", tag); w.Code != http.StatusOK {
		t.Errorf("an official's tag answers nobody known with %d", w.Code)
	}
	if w := get(s, "/tiles/WebMercatorQuad/live_observations,live_roadworks"+middle, official.as()...); w.Header().Get("Cache-Control") != "private, no-store" {
		t.Errorf("beside a layer for everybody: %s", w.Header().Get("Cache-Control"))
	}
	// What is told of places is for everybody.
	for _, path := range []string{"/api/v1/at?e=480005&n=6920005", "/api/v1/features?e=480005&n=6920005&layers=live_observations"} {
		body := ask(t, s, path, official.as()...).Body.String()
		if !strings.Contains(body, "julki") || strings.Contains(body, "salassa") || strings.Contains(body, "oma\"") || strings.Contains(body, "luonnos") {
			t.Errorf("%s tells %s", path, body)
		}
	}
}

const roadwork = `insert into roadworks (kind, geom, what, street, traffic, starts, ends, audience)
	values ('pipes', st_setsrid(st_makeenvelope($1::float8, 6920000, $1::float8 + 20, 6920020), 3067), '{"fi": "Putkityö", "sv": "Rörarbete", "en": "Pipes"}', 'Keksittykatu', 'closed', '2026-01-01', '2026-12-31', $2::text[])`

func TestLiveLayersAreLayers(t *testing.T) {
	s := liveServer(t)
	change(t, s, roadwork, middlePoint[0], []string{"public"})
	list := decode[LayerList](t, ask(t, s, "/api/v1/layers?lang=sv"))
	i := slices.IndexFunc(list.Items, func(l Layer) bool { return l.ID == "live_roadworks" })
	if i < 0 || !list.Items[i].Live || list.Items[i].Version != 0 || list.Items[i].Title != "Gatuarbeten nu" || len(list.Items[i].BBox) != 4 || !list.Items[i].ImportedAt.IsZero() {
		t.Fatalf("list %+v", list.Items)
	}
	one := decode[Layer](t, ask(t, s, "/api/v1/layers/live_roadworks?lang=en"))
	if one.Title != "Roadworks now" {
		t.Errorf("%+v", one)
	}
	at := decode[AtPlace](t, ask(t, s, "/api/v1/at?e=480010&n=6920010&lang=en"))
	if len(at.Items) != 1 || at.Items[0].Title != "Pipes" || at.Items[0].FeatureID != "1" || at.Items[0].LayerVersion != 0 {
		t.Fatalf("at the place: %+v", at.Items)
	}
	told := map[string]string{}
	for _, a := range at.Items[0].Attributes {
		told[a.Label] = a.Text
	}
	if told["Traffic"] != "closed" || told["Kind"] != "pipes" || told["Street"] != "Keksittykatu" {
		t.Errorf("attributes %v", told)
	}
	near := decode[FeatureList](t, ask(t, s, "/api/v1/features?e=480100&n=6920010&layers=live_roadworks"))
	if len(near.Items) != 1 || *near.Items[0].Distance < 70 || *near.Items[0].Distance > 90 {
		t.Errorf("near the place: %+v", near.Items)
	}
	if hit := decode[Hit](t, ask(t, s, "/api/v1/layers/live_roadworks/features/1")); hit.Title != "Putkityö" {
		t.Errorf("one: %+v", hit)
	}
	described := decode[tiles.TileJSON](t, get(s, "/tiles/WebMercatorQuad/live_roadworks.json"))
	if len(described.Tiles) != 1 || !strings.HasSuffix(described.Tiles[0], "/tiles/WebMercatorQuad/live_roadworks/{z}/{x}/{y}.mvt") || len(described.Bounds) != 4 {
		t.Errorf("TileJSON %+v", described)
	}
	for _, grid := range []string{"WebMercatorQuad", "ETRS-TM35FIN"} {
		var set struct {
			Limits []tiles.Limits `json:"tileMatrixSetLimits"`
		}
		w := get(s, "/ogc/collections/live_roadworks/tiles/"+grid)
		if err := json.Unmarshal(w.Body.Bytes(), &set); err != nil || w.Code != http.StatusOK || len(set.Limits) == 0 || !strings.Contains(w.Body.String(), "/live_roadworks/{tileMatrix}/") {
			t.Errorf("OGC tileset in %s: %d %s", grid, w.Code, w.Body)
		}
	}
	for _, path := range []string{"/tiles/WebMercatorQuad/live_roadworks@1" + middle, "/api/v1/layers/live_roadworks/export", "/api/v1/layers/live_roadworks/versions", "/api/v1/layers/live_roadworks/coverage"} {
		if w := get(s, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, w.Code)
		}
	}
}

func TestLiveTilesFollowTheDatabase(t *testing.T) {
	s := liveServer(t)
	site := publishSites(t, s, "sites", middlePoint)
	path := "/tiles/WebMercatorQuad/live_roadworks" + middle
	if w := get(s, path); w.Code != http.StatusNoContent || w.Header().Get("Cache-Control") != "no-cache" {
		t.Fatalf("at first: %d, %s", w.Code, w.Header().Get("Cache-Control"))
	}
	shown := func(want int) func() bool {
		return func() bool {
			return len(decodeTile(t, get(s, path).Body.Bytes())["live_roadworks"].Features) == want
		}
	}
	change(t, s, roadwork, middlePoint[0], []string{"public"})
	until(t, "the work is not shown", shown(1))
	first := get(s, path)
	tag := first.Header().Get("ETag")
	if w := get(s, path, "If-None-Match", tag); w.Code != http.StatusNotModified || w.Header().Get("Cache-Control") != "no-cache" || !strings.HasPrefix(tag, `"`) {
		t.Errorf("with the tag %s: %d", tag, w.Code)
	}
	if w := get(s, path); w.Header().Get("ETag") != tag {
		t.Error("equal tiles have other tags")
	}
	both := get(s, "/tiles/WebMercatorQuad/"+tiles.Ref{Layer: "sites", Version: site.Number}.String()+",live_roadworks"+middle)
	if found := decodeTile(t, both.Body.Bytes()); len(found["sites"].Features) != 1 || len(found["live_roadworks"].Features) != 1 || both.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("beside an imported layer: %+v, %s", found, both.Header().Get("Cache-Control"))
	}
	change(t, s, `update roadworks set traffic = 'narrowed'`)
	until(t, "the change is not shown", func() bool { return get(s, path, "If-None-Match", tag).Code == http.StatusOK })
	change(t, s, `update roadworks set geom = st_translate(geom, 30000, 0)`)
	until(t, "the work has not gone from its old place", shown(0))
	change(t, s, `update roadworks set geom = st_translate(geom, -30000, 0)`)
	until(t, "the work is not shown at its new place", shown(1))
	change(t, s, `update roadworks set audience = '{}'`)
	until(t, "what was hidden is shown", shown(0))
	change(t, s, `update roadworks set audience = '{public}'`)
	until(t, "what was opened is not shown", shown(1))
	change(t, s, `truncate roadworks`)
	until(t, "what was removed is shown", shown(0))
}

// event is one of a stream.
type event struct{ id, name, data string }

// listen reads a stream of changes until the test ends.
func listen(t *testing.T, server *httptest.Server, query string, headers ...string) <-chan event {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+changesPath+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	r.Header.Set("Accept-Encoding", "gzip, br") // it must not be kept back to be compressed
	answer, err := server.Client().Do(r)        //nolint:bodyclose // the goroutine that reads it does
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "text/event-stream" || answer.Header.Get("Cache-Control") != "no-store" || answer.Header.Get("Content-Encoding") != "" {
		t.Fatalf("stream: %d %v", answer.StatusCode, answer.Header)
	}
	events := make(chan event, 100)
	go func() {
		defer close(events)
		defer func() { _ = answer.Body.Close() }()
		var e event
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch name {
			case "id":
				e.id = value
			case "event":
				e.name = value
			case "data":
				e.data = value
			case "":
				if e.name != "" {
					events <- e
				}
				e = event{}
			}
		}
	}()
	return events
}

func next(t *testing.T, events <-chan event) event {
	t.Helper()
	select {
	case e, open := <-events:
		if !open {
			t.Fatal("the stream has ended")
		}
		return e
	case <-time.After(30 * time.Second):
		t.Fatal("nothing is told")
	}
	return event{}
}

func TestStreamOfChanges(t *testing.T) {
	s := liveServer(t)
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close) // after its listeners have gone
	until(t, "changes are not followed", s.Tiles.Fresh)
	events := listen(t, server, "")
	if e := next(t, events); e.name != "reload" || e.id == "" {
		t.Fatalf("begins with %+v", e)
	}
	change(t, s, `insert into observations (geom, name, audience) values (st_setsrid(st_makepoint(480000, 6920000), 3067), 'salassa', '{authority:x}')`)
	change(t, s, roadwork, middlePoint[0], []string{"public"})
	added := next(t, events)
	var told changed
	if err := json.Unmarshal([]byte(added.data), &told); err != nil {
		t.Fatal(err)
	}
	if added.name != "changed" || told.Layer != "live_roadworks" || len(told.Boxes) != 1 {
		t.Fatalf("told %+v", added)
	}
	b := told.Boxes[0]
	if lon, lat := 26.614, 62.415; b[0] > b[2] || b[1] > b[3] || b[2]-b[0] > 0.002 || b[3]-b[1] > 0.001 || b[0] < lon-0.1 || b[2] > lon+0.1 || b[1] < lat-0.1 || b[3] > lat+0.1 {
		t.Errorf("box %v", b)
	}
	change(t, s, `truncate roadworks`)
	if e := next(t, events); e.name != "changed" || e.data != `{"layer":"live_roadworks"}` {
		t.Errorf("emptied: %+v", e)
	}
	s.Feed.TellPublished([]string{"sites"})
	published := next(t, events)
	if published.name != "published" || published.data != `{"layers":["sites"]}` {
		t.Errorf("published: %+v", published)
	}
	for _, back := range []<-chan event{listen(t, server, "?after="+added.id), listen(t, server, "", "Last-Event-ID", added.id)} {
		if first, second := next(t, back), next(t, back); first.name != "changed" || second != published {
			t.Errorf("who comes back is told %+v, %+v", first, second)
		}
	}
	if e := next(t, listen(t, server, "?after=abc-1")); e.name != "reload" {
		t.Errorf("who was with another instance is told %+v", e)
	}
	if w := get(s, changesPath+"?x=1"); w.Code != http.StatusBadRequest {
		t.Errorf("unknown query: %d", w.Code)
	}
	s.Feed.Close()
	if _, open := <-events; open {
		t.Error("the stream goes on after the service has stopped")
	}
	if w := get(s, changesPath); w.Code != http.StatusTooManyRequests {
		t.Errorf("too many: %d", w.Code)
	}
}

func TestStreamsEndWithTheirListeners(t *testing.T) {
	s := newServer(t)
	ctx, leave := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, changesPath, nil))
	}()
	until(t, "nobody listens", func() bool { return s.Feed.Listeners() == 1 })
	leave()
	<-ended
	if n := s.Feed.Listeners(); n != 0 {
		t.Errorf("%d listeners are left", n)
	}
}
