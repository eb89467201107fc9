package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/parties"
	"lupakartta/identity/sessions"
	"lupakartta/identity/valtuudet"
	"lupakartta/identity/valtuudet/standin"
)

// Codes of nobody: individual numbers from 900 on are given to no real person.
const (
	agentCode  = "010594Y9032"
	motherCode = "131052-9085"
	lawTheme   = "http://valtuusrekisteri.suomi.fi/luvat"
)

// actingWorld is a server joined to a stand-in of Suomi.fi, with two persons who are signed in and one who is a stranger.
type actingWorld struct {
	t                       *testing.T
	server                  *Server
	suomifi                 *standin.Server
	agent, mother, stranger somebody
}

func newActingWorld(t *testing.T) *actingWorld {
	t.Helper()
	base := public.JoinPath("demo/valtuudet")
	w := &actingWorld{t: t}
	w.suomifi = standin.New(standin.Service{ClientID: "ab12cd34", APIKey: "api-key", OAuthPassword: "oauth-password", RESTKey: "rest-key",
		Returns: []string{SuomiFiCallbackURL(public)}}, nil, time.Now)
	client, err := valtuudet.New(valtuudet.Config{BaseURL: base.String(), ClientID: "ab12cd34", APIKey: "api-key", OAuthPassword: "oauth-password", RESTKey: "rest-key",
		Issues: map[string]string{"permits_and_notices": lawTheme}}, w.suomifi.Transport(base), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	w.server = newServer(t, func(c *Config) { c.PublicURL, c.Valtuudet = public, client })
	w.agent, w.mother = w.signIn(agentCode, "Kalle", "Konsultti"), w.signIn(motherCode, "Aino", "Esimerkki")
	w.stranger = w.signIn("", "Outi", "Outo")
	return w
}

func (w *actingWorld) signIn(code, given, family string) somebody {
	w.t.Helper()
	arrival := parties.Arrival{Provider: "https://idp.example", Subject: uuid.NewString(), GivenName: given, FamilyName: family, Name: given + " " + family, Language: "fi"}
	var err error
	if code != "" {
		if arrival.NationalID, err = identity.ParseNationalID(code, time.Now()); err != nil {
			w.t.Fatal(err)
		}
	}
	var who somebody
	err = pgx.BeginFunc(w.t.Context(), w.server.Personal, func(tx pgx.Tx) error {
		party, err := w.server.parties.Arrive(w.t.Context(), tx, arrival)
		if err != nil {
			return err
		}
		opening := sessions.Opening{Party: party.ID, Name: party.Name, Language: "fi", Provider: "test"}
		who.Person = party.ID
		who.cookie, who.Session, err = w.server.sessions.Start(w.t.Context(), tx, opening, "")
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return who
}

// as sends a request as somebody and wants a status.
func (w *actingWorld) as(who somebody, method, path, body string, status int) *httptest.ResponseRecorder {
	w.t.Helper()
	answer := send(w.t, w.server, method, path, body, append(who.as(), "Accept", "application/json")...)
	if answer.Code != status {
		w.t.Fatalf("%s %s: got status %d, want %d: %s", method, path, answer.Code, status, answer.Body)
	}
	return answer
}

func (w *actingWorld) terms(name, party string) string {
	return `{"` + name + `":` + party + `,"matter":"permits_and_notices","valid_from":"` + time.Now().Add(-time.Hour).Format(time.RFC3339) +
		`","valid_to":"` + time.Now().Add(time.Hour).Format(time.RFC3339) + `"}`
}

const (
	agentNamed  = `{"national_id":"` + agentCode + `","family_name":"konsultti"}`
	motherNamed = `{"national_id":"` + motherCode + `","family_name":"Esimerkki"}`
)

func read[T any](t *testing.T, answer *httptest.ResponseRecorder) (body T) {
	t.Helper()
	if err := json.Unmarshal(answer.Body.Bytes(), &body); err != nil {
		t.Fatalf("%v: %s", err, answer.Body)
	}
	return body
}

// actFor is the body by which somebody chooses.
func actFor(party uuid.UUID, source string) string {
	return `{"principal":"` + party.String() + `","source":"` + source + `"}`
}

// TestMandateFromEndToEnd gives, uses, sees and takes back.
func TestMandateFromEndToEnd(t *testing.T) {
	w := newActingWorld(t)
	given := read[Mandate](t, w.as(w.mother, http.MethodPost, "/api/v1/mandates", w.terms("receiver", agentNamed), http.StatusCreated))
	if given.State != "given" || !given.InForce || given.Receiver.Name != "Konsultti" {
		t.Errorf("given: got %+v", given)
	}
	principals := read[PrincipalList](t, w.as(w.agent, http.MethodGet, "/api/v1/principals", "", http.StatusOK))
	if len(principals.Items) != 1 || principals.Items[0].Party != w.mother.Person || !principals.SuomiFi {
		t.Errorf("principals: got %+v", principals)
	}
	w.as(w.agent, http.MethodPost, "/api/v1/acting", actFor(w.mother.Person, "kept"), http.StatusOK)
	if me := read[Me](t, w.as(w.agent, http.MethodGet, "/api/v1/me", "", http.StatusOK)); me.Acting == nil || me.Acting.Party != w.mother.Person || me.Name != "Kalle Konsultti" {
		t.Errorf("acting: got %+v", me)
	}
	uses := read[Looks](t, w.as(w.mother, http.MethodGet, "/api/v1/mandate-uses", "", http.StatusOK))
	if len(uses.Items) != 1 || uses.Items[0].Operation != "act-for" || uses.Items[0].By != "Konsultti" {
		t.Errorf("uses: got %+v", uses)
	}
	w.as(w.agent, http.MethodDelete, "/api/v1/acting", "", http.StatusNoContent)
	if me := read[Me](t, w.as(w.agent, http.MethodGet, "/api/v1/me", "", http.StatusOK)); me.Acting != nil {
		t.Errorf("for themselves again: got %+v", me)
	}
	w.as(w.mother, http.MethodDelete, "/api/v1/mandates/"+given.ID.String(), "", http.StatusNoContent)
	w.as(w.mother, http.MethodDelete, "/api/v1/mandates/"+given.ID.String(), "", http.StatusConflict)
	w.as(w.agent, http.MethodPost, "/api/v1/acting", actFor(w.mother.Person, "kept"), http.StatusForbidden)
	lists := read[MandateLists](t, w.as(w.agent, http.MethodGet, "/api/v1/mandates", "", http.StatusOK))
	if len(lists.Received) != 1 || lists.Received[0].State != "revoked" || len(lists.Given) != 0 {
		t.Errorf("lists: got %+v", lists)
	}
}

// Whose right has ended acts for nobody from then on, and can do what they do in their own name.
func TestAnEndedRightIsNotActedBy(t *testing.T) {
	w := newActingWorld(t)
	given := read[Mandate](t, w.as(w.mother, http.MethodPost, "/api/v1/mandates", w.terms("receiver", agentNamed), http.StatusCreated))
	w.as(w.agent, http.MethodPost, "/api/v1/acting", actFor(w.mother.Person, "kept"), http.StatusOK)
	w.as(w.mother, http.MethodDelete, "/api/v1/mandates/"+given.ID.String(), "", http.StatusNoContent)
	w.as(w.agent, http.MethodGet, "/api/v1/profile", "", http.StatusForbidden)
	if me := read[Me](t, w.as(w.agent, http.MethodGet, "/api/v1/me", "", http.StatusOK)); me.Acting != nil {
		t.Errorf("still acting: %+v", me.Acting)
	}
	w.as(w.agent, http.MethodGet, "/api/v1/profile", "", http.StatusOK)
}

func TestAskingForAMandate(t *testing.T) {
	w := newActingWorld(t)
	asked := read[Mandate](t, w.as(w.agent, http.MethodPost, "/api/v1/mandate-requests", w.terms("giver", motherNamed), http.StatusCreated))
	path := "/api/v1/mandates/" + asked.ID.String()
	for name, who := range map[string]somebody{"a stranger": w.stranger, "who asked": w.agent} {
		t.Log(name)
		w.as(who, http.MethodPost, path+"/answer", `{"accept":true}`, http.StatusNotFound)
	}
	w.as(w.stranger, http.MethodDelete, path, "", http.StatusNotFound)
	if lists := read[MandateLists](t, w.as(w.stranger, http.MethodGet, "/api/v1/mandates", "", http.StatusOK)); len(lists.Given)+len(lists.Received) != 0 {
		t.Errorf("a stranger sees %+v", lists)
	}
	answered := read[Mandate](t, w.as(w.mother, http.MethodPost, path+"/answer", `{"accept":true}`, http.StatusOK))
	if answered.State != "given" {
		t.Errorf("got %+v", answered)
	}
	w.as(w.mother, http.MethodPost, path+"/answer", `{"accept":false}`, http.StatusConflict)
}

// TestMandateFaults also holds that an unknown person and a wrong name are told alike, and no answer repeats a code.
func TestMandateFaults(t *testing.T) {
	w := newActingWorld(t)
	tests := []struct{ name, party, pointer, code string }{
		{"nobody named", `{}`, "/receiver/national_id", "required"},
		{"no code at all", `{"national_id":"010594-9033","family_name":"Konsultti"}`, "/receiver/national_id", "not_national_id"},
		{"not here", `{"national_id":"131052-308T","family_name":"Konsultti"}`, "/receiver", "nobody"},
		{"another name", `{"national_id":"` + agentCode + `","family_name":"Toinen"}`, "/receiver", "nobody"},
		{"oneself", motherNamed, "/receiver/national_id", "self"},
	}
	for _, test := range tests {
		answer := w.as(w.mother, http.MethodPost, "/api/v1/mandates", w.terms("receiver", test.party), http.StatusUnprocessableEntity)
		problem := read[Problem](t, answer)
		if len(problem.Errors) != 1 || problem.Errors[0].Pointer != test.pointer || problem.Errors[0].Code != test.code {
			t.Errorf("%s: got %s", test.name, answer.Body)
		}
		for _, code := range []string{agentCode, motherCode, "131052-308T", "010594-9033"} {
			if strings.Contains(answer.Body.String(), code) {
				t.Errorf("%s: the answer repeats an identity code", test.name)
			}
		}
	}
	w.as(somebody{}, http.MethodPost, "/api/v1/mandates", w.terms("receiver", agentNamed), http.StatusUnauthorized)
	w.as(somebody{}, http.MethodGet, "/api/v1/principals", "", http.StatusUnauthorized)
}

func TestNamingIsLimited(t *testing.T) {
	w := newActingWorld(t)
	nobody := w.terms("receiver", `{"national_id":"131052-308T","family_name":"Kukaan"}`)
	for range namings {
		w.as(w.mother, http.MethodPost, "/api/v1/mandates", nobody, http.StatusUnprocessableEntity)
	}
	w.as(w.mother, http.MethodPost, "/api/v1/mandates", nobody, http.StatusTooManyRequests)
	w.as(w.agent, http.MethodPost, "/api/v1/mandates", nobody, http.StatusUnprocessableEntity)
}

func TestMattersAreInTheReadersLanguage(t *testing.T) {
	w := newActingWorld(t)
	for lang, want := range map[string]string{"fi": "Tapahtumat", "sv": "Evenemang", "en": "Events"} {
		list := read[MatterList](t, ask(t, w.server, "/api/v1/matters?lang="+lang))
		found := false
		for _, m := range list.Items {
			found = found || m.Code == "events" && m.Name == want
		}
		if !found {
			t.Errorf("%s: got %+v", lang, list)
		}
	}
}

// TestSuomiFiFromEndToEnd goes the browser's way to Suomi.fi and back.
func TestSuomiFiFromEndToEnd(t *testing.T) {
	w := newActingWorld(t)
	w.suomifi.Replace([]standin.Delegate{{NationalID: agentCode, Persons: []standin.Person{{NationalID: motherCode, Name: "Aino Esimerkki", Roles: []string{lawTheme}}}}})
	back := w.chooseAtSuomiFi(w.agent, "person", "0")
	if back.Code != http.StatusSeeOther || back.Header().Get("Location") != "/fi/oma?a=b" {
		t.Fatalf("back: got status %d to %q: %s", back.Code, back.Header().Get("Location"), back.Body)
	}
	me := read[Me](t, w.as(w.agent, http.MethodGet, "/api/v1/me", "", http.StatusOK))
	if me.Acting == nil || me.Acting.Party != w.mother.Person || me.Acting.Source != "suomifi" {
		t.Errorf("acting: got %+v", me)
	}
	if back := w.chooseAtSuomiFi(w.mother, "organisation", ""); back.Code != http.StatusSeeOther {
		t.Errorf("cancelled: got status %d", back.Code)
	}
	w.suomifi.Replace(nil)
	w.as(w.agent, http.MethodPost, "/api/v1/acting", actFor(w.mother.Person, "suomifi"), http.StatusForbidden)
}

// beginAtSuomiFi gives the address of the choice.
func (w *actingWorld) beginAtSuomiFi(who somebody, kind, returnTo string) string {
	w.t.Helper()
	body := `{"kind":"` + kind + `","return_to":"` + returnTo + `"}`
	return read[struct{ Location string }](w.t, w.as(who, http.MethodPost, suomifiChoices, body, http.StatusOK)).Location
}

// chooseAtSuomiFi presses a button there and brings the answer back.
func (w *actingWorld) chooseAtSuomiFi(who somebody, kind, button string) *httptest.ResponseRecorder {
	w.t.Helper()
	target, err := url.Parse(w.beginAtSuomiFi(who, kind, "/fi/oma?a=b"))
	if err != nil {
		w.t.Fatal(err)
	}
	press := httptest.NewRequest(http.MethodPost, strings.TrimPrefix(target.RequestURI(), "/demo/valtuudet"), strings.NewReader(url.Values{"choice": {button}}.Encode()))
	press.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	pressed := httptest.NewRecorder()
	w.suomifi.ServeHTTP(pressed, press)
	answer, err := url.Parse(pressed.Header().Get("Location"))
	if err != nil || answer.Path != suomifiCallbackPath {
		w.t.Fatalf("sent to %q, %v", pressed.Header().Get("Location"), err)
	}
	return send(w.t, w.server, http.MethodGet, answer.RequestURI(), "", append(who.as(), "Accept", "application/json")...)
}

const suomifiChoices = "/api/v1/suomifi-choices"

func TestSuomiFiRefuses(t *testing.T) {
	w := newActingWorld(t)
	w.as(w.agent, http.MethodPost, suomifiChoices, `{"kind":"everybody"}`, http.StatusUnprocessableEntity)
	w.as(w.agent, http.MethodGet, suomifiCallbackPath+"?state=guessed&code=guessed", "", http.StatusNotFound)
	w.as(somebody{}, http.MethodPost, suomifiChoices, `{"kind":"person"}`, http.StatusUnauthorized)
	w.as(w.stranger, http.MethodPost, suomifiChoices, `{"kind":"person"}`, http.StatusForbidden)
	if away := w.beginAtSuomiFi(w.agent, "person", "https://evil.example"); !strings.HasPrefix(away, public.String()+"/demo/valtuudet/oauth/authorize?") {
		t.Errorf("sent to %s", away)
	}
}

// TestNoOtherSiteChooses holds that neither a link nor another site's page tells Suomi.fi who is signed in.
func TestNoOtherSiteChooses(t *testing.T) {
	w := newActingWorld(t)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		for _, address := range []string{"/auth/suomifi?kind=person", suomifiChoices + "?kind=person"} {
			if answer := send(t, w.server, method, address, "", w.agent.as()...); answer.Code != http.StatusNotFound && answer.Code != http.StatusMethodNotAllowed {
				t.Errorf("%s %s: got status %d", method, address, answer.Code)
			}
		}
	}
	headers := append(w.agent.as(), "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example")
	if answer := send(t, w.server, http.MethodPost, suomifiChoices, `{"kind":"person"}`, headers...); answer.Code != http.StatusForbidden {
		t.Errorf("from another site: got status %d", answer.Code)
	}
	var begun int
	if err := w.server.Personal.QueryRow(t.Context(), `select count(*) from personal.suomifi_choices`).Scan(&begun); err != nil || begun != 0 {
		t.Errorf("%d choices have begun, %v", begun, err)
	}
}

func TestPageOf(t *testing.T) {
	for address, want := range map[string]string{
		"/fi/oma?a=b#c": "/fi/oma?a=b#c", "/sv/": "/sv/", "/en": "/en", "": "/", "/": "/", "https://evil.example/fi/": "/", "//evil.example/fi/": "/",
		"/auth/sign-out": "/", "/%61uth/sign-in": "/", "/api/v1/me": "/", "/demo/sign-in": "/", "/fi/../auth/sign-in": "/", "/file": "/",
	} {
		if got := pageOf(address); got != want {
			t.Errorf("%q: got %q, want %q", address, got, want)
		}
	}
}

// TestPrincipalsWithoutSuomiFi has what was chosen there be unreadable.
func TestPrincipalsWithoutSuomiFi(t *testing.T) {
	w := newActingWorld(t)
	w.as(w.mother, http.MethodPost, "/api/v1/mandates", w.terms("receiver", agentNamed), http.StatusCreated)
	w.suomifi.Replace([]standin.Delegate{{NationalID: agentCode, Persons: []standin.Person{{NationalID: motherCode, Name: "Aino Esimerkki", Roles: []string{lawTheme}}}}})
	w.chooseAtSuomiFi(w.agent, "person", "0")
	if list := read[PrincipalList](t, w.as(w.agent, http.MethodGet, "/api/v1/principals", "", http.StatusOK)); len(list.Items) != 2 || list.SuomiFiFailed {
		t.Errorf("got %+v", list)
	}
	if _, err := w.server.Personal.Exec(t.Context(), `update personal.suomifi_choices set token = 'x'`); err != nil {
		t.Fatal(err)
	}
	if list := read[PrincipalList](t, w.as(w.agent, http.MethodGet, "/api/v1/principals", "", http.StatusOK)); len(list.Items) != 1 || !list.SuomiFiFailed {
		t.Errorf("got %+v", list)
	}
}

// TestRefusalsOfRightsAreLoggedOnce also holds that a stranger's is not the party's to see.
func TestRefusalsOfRightsAreLoggedOnce(t *testing.T) {
	w := newActingWorld(t)
	w.as(w.stranger, http.MethodPost, "/api/v1/acting", actFor(w.mother.Person, "kept"), http.StatusForbidden)
	var all, seen int
	err := w.server.Personal.QueryRow(t.Context(), `select count(*), count(acting_for) from audit.entries where kind = 'refused' and actor = $1`, w.stranger.Person).Scan(&all, &seen)
	if err != nil || all != 1 || seen != 0 {
		t.Errorf("%d entries, %d for the party, %v; want 1 and 0", all, seen, err)
	}
	if uses := read[Looks](t, w.as(w.mother, http.MethodGet, "/api/v1/mandate-uses", "", http.StatusOK)); len(uses.Items) != 0 {
		t.Errorf("the party sees %+v", uses)
	}
}

func TestMandateTermsAreBounded(t *testing.T) {
	w := newActingWorld(t)
	sound := w.terms("giver", motherNamed)
	with := func(member string) string { return strings.TrimSuffix(sound, "}") + "," + member + "}" }
	for name, test := range map[string]struct{ member, pointer, code string }{
		"a long note":         {`"note":"` + strings.Repeat("ä", 201) + `"`, "/note", "too_long"},
		"a note with NUL":     {`"note":"a\u0000b"`, "/note", "invalid_value"},
		"many property units": {`"property_units":["09100100010003"` + strings.Repeat(`,"09100100010003"`, 100) + `]`, "/property_units", "too_many_items"},
	} {
		problem := read[Problem](t, w.as(w.agent, http.MethodPost, "/api/v1/mandate-requests", with(test.member), http.StatusUnprocessableEntity))
		if len(problem.Errors) != 1 || problem.Errors[0].Pointer != test.pointer || problem.Errors[0].Code != test.code {
			t.Errorf("%s: got %+v", name, problem.Errors)
		}
	}
	twice := read[Mandate](t, w.as(w.agent, http.MethodPost, "/api/v1/mandate-requests", with(`"property_units":["09100100010003","09100100010003"]`), http.StatusCreated))
	if len(twice.PropertyUnits) != 1 {
		t.Errorf("one unit twice: got %v", twice.PropertyUnits)
	}
}
