package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/authorities"
	"lupakartta/identity"
	"lupakartta/identity/parties"
	"lupakartta/identity/sessions"
	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
)

// twoTowns is a directory over two municipalities that lie side by side: 990 in the west, 988 in the east.
const twoTowns = `{
	"fields": [
		{"code": "building_permit", "name": {"fi": "Rakentamislupa", "sv": "Bygglov", "en": "Building permit"}},
		{"code": "water_permit", "name": {"fi": "Vesilupa", "sv": "Vattentillstånd", "en": "Water permit"}},
		{"code": "zoning", "name": {"fi": "Kaavoitus", "sv": "Planläggning", "en": "Zoning"}}],
	"authorities": [
		{"code": "west", "kind": "municipality", "name": {"fi": "Länsikunta", "sv": "Västkommun", "en": "West"}, "valid_from": "2020-01-01",
			"channels": {"email": "kirjaamo@west.example.fi", "note": {"fi": "Soita", "sv": "Ring", "en": "Call"}},
			"hours": {"weekly": [{"weekday": 1, "from": "00:00", "to": "24:00"}]}},
		{"code": "west_building", "parent": "west", "kind": "municipality", "name": {"fi": "Lännen rakennusvalvonta", "sv": "Västs byggnadstillsyn", "en": "West Building"}, "valid_from": "2020-01-01"},
		{"code": "east", "kind": "municipality", "name": {"fi": "Itäkunta", "sv": "Östkommun", "en": "East"}, "valid_from": "2020-01-01"},
		{"code": "lvv", "kind": "state", "name": {"fi": "Lupa- ja valvontavirasto", "sv": "Tillstånds- och tillsynsverket", "en": "Finnish Supervisory Agency"}, "valid_from": "2026-01-01"}],
	"competences": [
		{"authority": "west_building", "fields": ["building_permit"], "municipalities": ["990"], "statute": {"fi": "Rakentamislaki 751/2023", "sv": "Bygglagen 751/2023", "en": "Building Act 751/2023"}, "valid_from": "2025-01-01"},
		{"authority": "east", "fields": ["building_permit"], "municipalities": ["988"], "statute": {"fi": "Rakentamislaki 751/2023", "sv": "Bygglagen 751/2023", "en": "Building Act 751/2023"}, "valid_from": "2025-01-01"},
		{"authority": "west", "fields": ["zoning"], "municipalities": ["990"], "statute": {"fi": "Alueidenkäyttölaki 132/1999", "sv": "Lagen om områdesanvändning 132/1999", "en": "Land Use Act 132/1999"}, "valid_from": "2020-01-01"},
		{"authority": "lvv", "fields": ["water_permit"], "country": true, "statute": {"fi": "Vesilaki 587/2011", "sv": "Vattenlagen 587/2011", "en": "Water Act 587/2011"}, "valid_from": "2026-01-01"}]}`

var municipalityRecipe = layers.Recipe{
	ID: "test_municipalities", Theme: layers.Municipality, Title: i18n.Text{Fi: "Kunnat", Sv: "Kommuner", En: "Municipalities"},
	Publisher: i18n.Text{Fi: "Koe", Sv: "Prov", En: "Test"}, Attribution: "© Koe", Licence: "CC-BY-4.0", Key: "kunta", Coverage: layers.Coverage{Kind: layers.CoverNone, Why: layers.Grounds{Text: i18n.Text{Fi: "test"}}},
	Attributes: []layers.Attribute{{Name: "kunta", Label: i18n.Text{Fi: "Kunta", Sv: "Kommun", En: "Municipality"}, Meaning: layers.MeaningMunicipalityCode}},
}

// town hall is a server over the two towns, and their people.
type townHall struct {
	*Server
	t    *testing.T
	pool *pgxpool.Pool // superuser's
}

func newTownHall(t *testing.T) *townHall {
	t.Helper()
	pool := testdb.New(t)
	square := func(e float64) orb.Geometry {
		return orb.Bound{Min: orb.Point{e, 6920000}, Max: orb.Point{e + 1000, 6921000}}.ToPolygon()
	}
	layerstest.Publish(t, pool, layerstest.Layer{Recipe: municipalityRecipe, Features: []layerstest.Feature{
		{ID: "990", Shape: square(480000), Attributes: map[string]any{"kunta": "990"}}, {ID: "988", Shape: square(481000), Attributes: map[string]any{"kunta": "988"}}}})
	directory, err := authorities.ReadDirectory(strings.NewReader(twoTowns))
	if err != nil {
		t.Fatal(err)
	}
	report, err := authorities.Load(t.Context(), authorities.NewStore(pool), layers.NewStore(pool), directory)
	if err != nil || len(report.Missing) > 0 {
		t.Fatal(report, err)
	}
	return &townHall{serverOver(t, pool), t, pool}
}

// signIn gives a person who holds offices at authorities, by code, and the cookie of their session.
func (h *townHall) signIn(name string, offices map[string]identity.Role) (person uuid.UUID, cookie string) {
	h.t.Helper()
	err := pgx.BeginFunc(h.t.Context(), h.Personal, func(tx pgx.Tx) error {
		party, err := h.parties.Arrive(h.t.Context(), tx, parties.Arrival{Provider: "https://idp.example.fi", Subject: name, Name: name, GivenName: name, FamilyName: name, Language: i18n.Finnish})
		if err != nil {
			return err
		}
		person = party.ID
		for code, role := range offices {
			if _, err := tx.Exec(h.t.Context(), `insert into personal.officials (id, person, authority, role, source, valid_from)
				select gen_random_uuid(), $1, id, $3, 'here', '2026-01-01' from authorities where code = $2`, person, code, string(role)); err != nil {
				return err
			}
		}
		secret, _, err := h.sessions.Start(h.t.Context(), tx, sessions.Opening{Party: person, Name: name, Language: i18n.Finnish, Provider: "test"}, "")
		cookie = sessionCookie + "=" + secret
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return person, cookie
}

// send sends a request with a cookie, as JSON.
func (h *townHall) send(method, path, body, cookie string, headers ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	if cookie != "" {
		headers = append(headers, "Cookie", cookie)
	}
	if body != "" {
		headers = append(headers, "Content-Type", "application/json")
	}
	return send(h.t, h.Server, method, path, body, headers...)
}

// codes are the fault codes of a problem.
func codes(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	var all []string
	for _, fault := range decode[Problem](t, w).Errors {
		all = append(all, strings.TrimPrefix(fault.Pointer+fault.Parameter+" "+fault.Code, " "))
	}
	return strings.Join(all, ", ")
}

func TestListAuthorities(t *testing.T) {
	h := newTownHall(t)
	for _, test := range []struct{ name, query, want string }{
		{"all, by name", "", "east, lvv, west_building, west"},
		{"in Swedish", "?lang=sv", "lvv, west, west_building, east"},
		{"by field", "?field=building_permit", "east, west_building"},
		{"by kind", "?kind=state", "lvv"},
		{"by words", "?q=supervisory", "lvv"},
		{"by field in a box", "?field=building_permit&bbox=26.0,62,26.62,62.5", "west_building"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, item := range decode[AuthorityList](t, ask(t, h.Server, "/api/v1/authorities"+test.query)).Items {
				got = append(got, item.Code)
			}
			if strings.Join(got, ", ") != test.want {
				t.Errorf("got %v, want %s", got, test.want)
			}
		})
	}
	t.Run("page by page", func(t *testing.T) {
		var got []string
		path := "/api/v1/authorities?limit=1"
		for range 10 {
			w := ask(t, h.Server, path)
			page := decode[AuthorityList](t, w)
			for _, item := range page.Items {
				got = append(got, item.Code)
			}
			if page.Next == "" {
				break
			}
			path = strings.TrimSuffix(strings.TrimPrefix(w.Header().Get("Link"), "<"), `>; rel="next"`)
		}
		if want := []string{"east", "lvv", "west_building", "west"}; !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
	for query, want := range map[string]string{"field=weather": "field invalid_value", "cursor=x": "cursor invalid_value",
		"field=Weather": "field wrong_form",
		"cursor=" + base64.RawURLEncoding.EncodeToString([]byte(`["a\u0000b","west"]`)): "cursor invalid_value", "cursor=" + base64.RawURLEncoding.EncodeToString([]byte(`["a","a\u0000"]`)): "cursor invalid_value",
		"kind=private": "kind not_one_of", "bbox=1,2,3": "bbox too_few_items"} {
		t.Run(query, func(t *testing.T) {
			if w := ask(t, h.Server, "/api/v1/authorities?"+query); w.Code != http.StatusBadRequest && w.Code != http.StatusUnprocessableEntity || codes(t, w) != want {
				t.Errorf("got %d %s, want %s", w.Code, codes(t, w), want)
			}
		})
	}
}

func TestGetAuthority(t *testing.T) {
	h := newTownHall(t)
	w := ask(t, h.Server, "/api/v1/authorities/west", "Accept-Language", "en")
	body := decode[Authority](t, w)
	if w.Code != http.StatusOK || w.Header().Get("ETag") != `"v1"` {
		t.Fatalf("got %d, ETag %s", w.Code, w.Header().Get("ETag"))
	}
	if body.Name != "West" || body.OpenNow == nil || len(body.Units) != 1 || body.Units[0].Code != "west_building" || body.Units[0].OpenNow != nil ||
		body.Channels.Note == nil || body.Channels.Note.Sv != "Ring" || len(body.Hours.Weekly) != 1 {
		t.Errorf("got %+v", body)
	}
	if len(body.Competences) != 1 || body.Competences[0].Field != (FieldItem{"zoning", "Zoning"}) || body.Competences[0].Statute != "Land Use Act 132/1999" ||
		!strings.HasPrefix(string(body.Competences[0].Geometry), `{"type":"MultiPolygon","coordinates":[[[[26.6`) {
		t.Errorf("competences %+v", body.Competences)
	}
	if above := decode[Authority](t, ask(t, h.Server, "/api/v1/authorities/west_building")).Above; len(above) != 1 || above[0].Name != "Länsikunta" {
		t.Errorf("above %v", above)
	}
	if w := ask(t, h.Server, "/api/v1/authorities/nobody"); w.Code != http.StatusNotFound {
		t.Errorf("nobody: %d", w.Code)
	}
	if fields := decode[FieldList](t, ask(t, h.Server, "/api/v1/fields?lang=sv")); len(fields.Items) != 3 || fields.Items[0].Name != "Bygglov" {
		t.Errorf("fields %+v", fields)
	}
}

func TestWhoIsCompetent(t *testing.T) {
	h := newTownHall(t)
	const west, east = `[26.62,62.415]`, `[26.637,62.415]`
	for _, test := range []struct{ name, body, items, coverage string }{
		{"a point", `{"geometry":{"type":"Point","coordinates":` + west + `},"field":"building_permit"}`, "west_building 1", "building_permit 1"},
		{"a line across the border", `{"geometry":{"type":"LineString","coordinates":[` + west + `,` + east + `]},"field":"building_permit"}`, "west_building 0.7, east 0.3", "building_permit 1"},
		{"every field", `{"geometry":{"type":"Point","coordinates":` + east + `}}`, "east 1, lvv 1", "building_permit 1, water_permit 1, zoning 0"},
		{"on another day", `{"geometry":{"type":"Point","coordinates":` + west + `},"field":"water_permit","day":"2025-12-31"}`, "", "water_permit 0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := h.send(http.MethodPost, "/api/v1/competences", test.body, "")
			if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
				t.Fatalf("got %d %s", w.Code, w.Body)
			}
			body := decode[Competent](t, w)
			var items, coverage []string
			for _, item := range body.Items {
				items = append(items, fmt.Sprintf("%s %.1g", item.Code, item.Share))
			}
			for _, c := range body.Coverage {
				coverage = append(coverage, fmt.Sprintf("%s %.1g", c.Field, c.Share))
			}
			if strings.Join(items, ", ") != test.items || strings.Join(coverage, ", ") != test.coverage || body.Uncovered != (test.items == "") {
				t.Errorf("got %v and %v, want %s and %s", items, coverage, test.items, test.coverage)
			}
		})
	}
	const point = `"geometry":{"type":"Point","coordinates":[26.615,62.415]}`
	for name, test := range map[string]struct{ body, want string }{
		"no geometry":    {`{}`, "/geometry required"},
		"no such field":  {`{` + point + `,"field":"weather"}`, "/field invalid_value"},
		"no such day":    {`{` + point + `,"day":"2026-02-30"}`, "/day not_date"},
		"not text":       {`{` + point + `,"field":1}`, "/field not_string"},
		"unknown member": {`{` + point + `,"colour":"red"}`, "/colour unknown_field"},
		"abroad":         {`{"geometry":{"type":"Point","coordinates":[2,48]}}`, "/geometry/coordinates outside_finland"},
		"not an object":  {`[]`, "not_object"},
		"year 0":         {`{` + point + `,"day":"0000-01-01"}`, "/day not_date"},
		"long hence":     {`{` + point + `,"day":"9999-01-01"}`, "/day not_date"},
		"no text":        {`{` + point + `,"field":"a\u0000b"}`, "/field invalid_value"},
		"a tangle":       {`{"geometry":{"type":"LineString","coordinates":` + zigzag(3000) + `}}`, "/geometry too_complex"},
	} {
		t.Run(name, func(t *testing.T) {
			if w := h.send(http.MethodPost, "/api/v1/competences", test.body, ""); w.Code != http.StatusUnprocessableEntity || codes(t, w) != test.want {
				t.Errorf("got %d %s, want 422 %s", w.Code, codes(t, w), test.want)
			}
		})
	}
}

// zigzag is a line that goes to and fro across all of itself.
func zigzag(positions int) string {
	var line strings.Builder
	for i := range positions {
		fmt.Fprintf(&line, ",[%.6f,%.1f]", 26.6+0.00001*float64(i*(1-i%2*2)), 62.4+0.1*float64(i%2))
	}
	return "[" + line.String()[1:] + "]"
}

// Whose turn does not come while others ask is told to come again, and the rest of the service goes on.
func TestOnlySoManyQuestionsAtOnce(t *testing.T) {
	h := newTownHall(t)
	tx, err := h.pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.Background()) }()
	if _, err := tx.Exec(t.Context(), `lock table competences in access exclusive mode`); err != nil {
		t.Fatal(err)
	}
	statuses := make(chan int, 3*mostQuestions)
	for range cap(statuses) {
		go func() {
			w := h.send(http.MethodPost, "/api/v1/competences", `{"geometry":{"type":"Point","coordinates":[26.62,62.415]}}`, "")
			if w.Header().Get("Retry-After") == "" {
				w.Code = 0
			}
			statuses <- w.Code
		}()
	}
	answered := func(count int) {
		t.Helper()
		for range count {
			if status := <-statuses; status != http.StatusServiceUnavailable {
				t.Errorf("got %d, want %d", status, http.StatusServiceUnavailable)
			}
		}
	}
	// Some wait for the lock and the others for their turn, until both have waited too long.
	most := 0
	for len(statuses) < cap(statuses)-mostQuestions {
		var asking int
		if err := h.pool.QueryRow(t.Context(), `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`).Scan(&asking); err != nil {
			t.Fatal(err)
		}
		most = max(most, asking)
		time.Sleep(5 * time.Millisecond)
	}
	if most == 0 || most > mostQuestions {
		t.Errorf("%d questions keep the database busy, want at most %d", most, mostQuestions)
	}
	if w := ask(t, h.Server, "/api/v1/fields"); w.Code != http.StatusOK {
		t.Errorf("meanwhile: %d", w.Code)
	}
	answered(cap(statuses))
}

func TestAuthoritiesThatCannotBe(t *testing.T) {
	h := newTownHall(t)
	for _, path := range []string{"/a%00b", "/a%ffb", "/A", "/a-b", "?field=a%00b", "?field=%ff", "?q=%00"} {
		if w := ask(t, h.Server, "/api/v1/authorities"+path); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestChangeAuthority(t *testing.T) {
	h := newTownHall(t)
	_, admin := h.signIn("Pääkäyttäjä", map[string]identity.Role{"west": identity.Administrator})
	_, handler := h.signIn("Käsittelijä", map[string]identity.Role{"west": identity.Handler})
	_, stranger := h.signIn("Naapuri", map[string]identity.Role{"east": identity.Administrator})
	const path = "/api/v1/authorities/west_building"
	const card = `{"channels":{"phone":"000 990 0199","note":{"fi":"a","sv":"b","en":"c"}},"hours":{"weekly":[{"weekday":2,"from":"09:00","to":"12:00"}],"exceptions":[{"date":"2026-12-24"}]}}`
	for _, test := range []struct {
		name, cookie, tag, body string
		status                  int
		codes                   string
	}{
		{"nobody", "", `"v1"`, card, http.StatusUnauthorized, ""},
		{"a handler", handler, `"v1"`, card, http.StatusNotFound, ""},
		{"another authority's administrator", stranger, `"v1"`, card, http.StatusNotFound, ""},
		{"without If-Match", admin, "", card, http.StatusPreconditionRequired, ""},
		{"another version", admin, `"v7"`, card, http.StatusPreconditionFailed, ""},
		{"another tag", admin, `"x"`, card, http.StatusPreconditionFailed, ""},
		{"faults", admin, `"v1"`, `{"channels":{"email":"x"},"hours":{"weekly":[{"weekday":9,"from":"9","to":"10:00"}],"exceptions":[]}}`, http.StatusUnprocessableEntity,
			"/channels/email not_email, /hours/weekly/0/weekday invalid_value, /hours/weekly/0/from not_clock"},
		{"more hours than anybody reads", admin, `"v1"`, `{"channels":{},"hours":{"weekly":[` + strings.Repeat(`{"weekday":1,"from":"09:00","to":"10:00"},`, 5000) + `{"weekday":1,"from":"09:00","to":"10:00"}],"exceptions":[]}}`,
			http.StatusUnprocessableEntity, "/hours/weekly too_many_items"},
		{"a handler's faults are not told", handler, `"v1"`, `{"channels":{"email":"x"},"hours":{"weekly":[],"exceptions":[]}}`, http.StatusNotFound, ""},
		{"a stranger's neither", stranger, `"v1"`, `{"channels":{"email":"x"},"hours":{"weekly":[],"exceptions":[]}}`, http.StatusNotFound, ""},
		{"its administrator", admin, `W/"v1"`, card, http.StatusOK, ""},
		{"read before that", admin, `"v1"`, card, http.StatusPreconditionFailed, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var headers []string
			if test.tag != "" {
				headers = []string{"If-Match", test.tag}
			}
			w := h.send(http.MethodPut, path, test.body, test.cookie, headers...)
			if w.Code != test.status {
				t.Fatalf("got %d %s, want %d", w.Code, w.Body, test.status)
			}
			if w.Code != http.StatusOK {
				if got := codes(t, w); got != test.codes {
					t.Errorf("faults %q, want %q", got, test.codes)
				}
				return
			}
			if body := decode[Authority](t, w); w.Header().Get("ETag") != `"v2"` || body.Channels.Phone != "000 990 0199" || body.Hours.Exceptions[0].Date != "2026-12-24" {
				t.Errorf("changed to %s, ETag %s", w.Body, w.Header().Get("ETag"))
			}
		})
	}
}

func TestOfficials(t *testing.T) {
	h := newTownHall(t)
	me, admin := h.signIn("Pääkäyttäjä", map[string]identity.Role{"west": identity.Administrator})
	_, stranger := h.signIn("Naapuri", map[string]identity.Role{"east": identity.Administrator})
	person, citizen := h.signIn("Kansalainen", nil)
	const path = "/api/v1/authorities/west/officials"
	order := func(role string) string { return `{"person":"` + person.String() + `","role":"` + role + `"}` }
	for name, cookie := range map[string]string{"a stranger": stranger, "a citizen": citizen} {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
			body, address := "", path
			switch method {
			case http.MethodPost:
				body = order("handler")
			case http.MethodDelete:
				address += "/" + uuid.NewString()
			}
			if w := h.send(method, address, body, cookie); w.Code != http.StatusNotFound {
				t.Errorf("%s, %s: %d %s", name, method, w.Code, w.Body)
			}
		}
	}
	w := h.send(http.MethodPost, path, order("handler"), admin)
	appointed := decode[Appointed](t, w)
	if w.Code != http.StatusCreated || appointed.Role != identity.Handler || appointed.Authority.Code != "west" || strings.Contains(w.Body.String(), "Kansalainen") {
		t.Fatalf("got %d %s", w.Code, w.Body)
	}
	if held := decode[OfficialList](t, h.send(http.MethodGet, path, "", admin)).Items; len(held) != 2 {
		t.Errorf("listed %+v", held)
	}
	var mine uuid.UUID
	if err := h.pool.QueryRow(context.Background(), `select id from personal.officials where person = $1`, me).Scan(&mine); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, method, path, body string
		status                   int
		codes                    string
	}{
		{"held already", http.MethodPost, path, order("handler"), http.StatusConflict, "appointed"},
		{"no such person", http.MethodPost, path, `{"person":"` + uuid.NewString() + `","role":"handler"}`, http.StatusUnprocessableEntity, "/person no_person"},
		{"an identity code that is none", http.MethodPost, path, `{"national_id":"010101-0000","role":"handler"}`, http.StatusUnprocessableEntity, "/national_id not_national_id"},
		{"nobody with that code", http.MethodPost, path, `{"national_id":"131052-308T","family_name":"Kansalainen","role":"handler"}`, http.StatusUnprocessableEntity, "/person no_person"},
		{"a code without a name", http.MethodPost, path, `{"national_id":"131052-308T","role":"handler"}`, http.StatusUnprocessableEntity, "/family_name required"},
		{"nobody at all", http.MethodPost, path, `{"role":"handler"}`, http.StatusUnprocessableEntity, "/person required"},
		{"the last administrator", http.MethodDelete, path + "/" + mine.String(), "", http.StatusConflict, "last_administrator"},
		{"dismissed", http.MethodDelete, path + "/" + appointed.ID.String(), "", http.StatusNoContent, ""},
		{"gone", http.MethodDelete, path + "/" + appointed.ID.String(), "", http.StatusNotFound, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := h.send(test.method, test.path, test.body, admin)
			if w.Code != test.status {
				t.Fatalf("got %d %s, want %d", w.Code, w.Body, test.status)
			}
			if strings.Contains(w.Body.String(), "131052") || strings.Contains(w.Body.String(), "010101") {
				t.Errorf("the answer repeats an identity code: %s", w.Body)
			}
			if test.status >= http.StatusBadRequest && codes(t, w) != test.codes {
				t.Errorf("faults %q, want %q", codes(t, w), test.codes)
			}
		})
	}
}

// Of a person under turvakielto the list says that they are there, so that they can be dismissed, and nothing else.
func TestOfficialsUnderTurvakielto(t *testing.T) {
	h := newTownHall(t)
	_, admin := h.signIn("Pääkäyttäjä", map[string]identity.Role{"west": identity.Administrator})
	person, _ := h.signIn("Suojattu", map[string]identity.Role{"west": identity.Handler})
	if _, err := h.pool.Exec(t.Context(), `update personal.parties set protected = true where id = $1`, person); err != nil {
		t.Fatal(err)
	}
	const path = "/api/v1/authorities/west/officials"
	body := h.send(http.MethodGet, path, "", admin).Body.String()
	var list struct{ Items []map[string]any }
	if err := json.Unmarshal([]byte(body), &list); err != nil || len(list.Items) != 2 {
		t.Fatal(body, err)
	}
	row := list.Items[1]
	if got, want := slices.Sorted(maps.Keys(row)), []string{"authority", "dismissed", "id", "protected", "role", "source", "valid_from"}; !slices.Equal(got, want) {
		t.Errorf("told are %v, want %v", got, want)
	}
	if strings.Contains(body, "Suojattu") || strings.Contains(body, person.String()) || row["protected"] != true {
		t.Errorf("told of them: %s", body)
	}
	w := h.send(http.MethodPost, path, `{"person":"`+person.String()+`","role":"registrar"}`, admin)
	if w.Code != http.StatusCreated || strings.Contains(w.Body.String(), "protected") || strings.Contains(w.Body.String(), "Suojattu") {
		t.Errorf("appointed: %d %s", w.Code, w.Body)
	}
	if w := h.send(http.MethodDelete, path+"/"+row["id"].(string), "", admin); w.Code != http.StatusNoContent {
		t.Errorf("dismissed: %d %s", w.Code, w.Body)
	}
}

// Who names people again and again is stopped, and each name in vain is in the log.
func TestNamingIsCounted(t *testing.T) {
	h := newTownHall(t)
	me, admin := h.signIn("Pääkäyttäjä", map[string]identity.Role{"west": identity.Administrator})
	for i := range namings + 1 {
		w := h.send(http.MethodPost, "/api/v1/authorities/west/officials", `{"national_id":"131052-308T","family_name":"Arvaus","role":"handler"}`, admin)
		if want := map[bool]int{true: http.StatusUnprocessableEntity, false: http.StatusTooManyRequests}[i < namings]; w.Code != want {
			t.Fatalf("name %d: %d %s, want %d", i+1, w.Code, w.Body, want)
		}
	}
	var logged int
	err := h.pool.QueryRow(t.Context(), `select count(*) from audit.entries where kind = 'refused' and operation = 'appoint-official' and actor = $1`, me).Scan(&logged)
	if err != nil || logged != namings {
		t.Errorf("%d refusals logged, %v; want %d", logged, err, namings)
	}
}
