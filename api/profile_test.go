package api

import (
	"net/http"
	"net/url"
	"testing"

	"lupakartta/identity/valtuudet/standin"
)

const contacts = `{"language":"fi","email":"uusi@example.fi","phone":"","channels":[],"street":"","postal_code":"","town":""}`

// persona signs somebody of the demo in.
func persona(t *testing.T, s *Server, id string) somebody {
	t.Helper()
	answer := send(t, s, http.MethodPost, "/demo/session", `{"persona":"`+id+`"}`, "Content-Type", "application/json")
	for _, cookie := range answer.Result().Cookies() {
		if cookie.Name == sessionCookie {
			who := somebody{cookie: cookie.Value}
			if err := s.Personal.QueryRow(t.Context(), `select party, id from personal.sessions order by created_at desc, id desc limit 1`).Scan(&who.Person, &who.Session); err != nil {
				t.Fatal(err)
			}
			return who
		}
	}
	t.Fatalf("%s: %d %s", id, answer.Code, answer.Body)
	return somebody{}
}

// chooseInDemo goes to the demo's Suomi.fi, presses a button and comes back.
func chooseInDemo(t *testing.T, s *Server, who somebody, kind, button string) {
	t.Helper()
	begun := send(t, s, http.MethodPost, suomifiChoices, `{"kind":"`+kind+`","return_to":"/fi/"}`, who.as()...)
	target, err := url.Parse(read[struct{ Location string }](t, begun).Location)
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"choice": {button}}.Encode()
	pressed := send(t, s, http.MethodPost, target.RequestURI(), form, "Content-Type", "application/x-www-form-urlencoded")
	back, err := url.Parse(pressed.Header().Get("Location"))
	if err != nil || back.Path != suomifiCallbackPath {
		t.Fatalf("%d, sent to %q, %v", pressed.Code, pressed.Header().Get("Location"), err)
	}
	if answer := send(t, s, http.MethodGet, back.RequestURI(), "", who.as()...); answer.Code != http.StatusSeeOther {
		t.Fatalf("back: %d %s", answer.Code, answer.Body)
	}
}

// TestProfileOfAnOrganisation has the demo's organiser read and change the profile of the company that they represent.
func TestProfileOfAnOrganisation(t *testing.T) {
	s := newServer(t, inDemo(t))
	organiser := persona(t, s, "organiser")
	chooseInDemo(t, s, organiser, "organisation", "0")
	read1 := send(t, s, http.MethodGet, "/api/v1/profile", "", organiser.as()...)
	if profile := read[Profile](t, read1); read1.Code != http.StatusOK || profile.Name != "Demo Tapahtumat Oy" {
		t.Fatalf("reading: %d %s", read1.Code, read1.Body)
	}
	changed := send(t, s, http.MethodPut, "/api/v1/profile", contacts, append(organiser.as(), "If-Match", read1.Header().Get("ETag"))...)
	if profile := read[Profile](t, changed); changed.Code != http.StatusOK || profile.Contact.Email != "uusi@example.fi" || profile.Kind != "organisation" {
		t.Errorf("changing: %d %s", changed.Code, changed.Body)
	}
	var logged int
	if err := s.Personal.QueryRow(t.Context(), `select count(*) from audit.entries where operation = 'change-profile' and kind in ('mandate', 'write') and acting_for is not null`).Scan(&logged); err != nil || logged != 2 {
		t.Errorf("%d entries, %v; want the use and the change", logged, err)
	}
	agent := persona(t, s, "agent")
	chooseInDemo(t, s, agent, "organisation", "0")
	for method, headers := range map[string][]string{http.MethodGet: nil, http.MethodPut: {"If-Match", changed.Header().Get("ETag")}} {
		answer := send(t, s, method, "/api/v1/profile", contacts, append(agent.as(), headers...)...)
		if problem := read[Problem](t, answer); answer.Code != http.StatusForbidden || len(problem.Errors) != 1 || problem.Errors[0].Code != "mandate_no_right" {
			t.Errorf("%s with a right to one matter: %d %s", method, answer.Code, answer.Body)
		}
	}
}

// TestProfileOfAGiver holds that a mandate, and be it for everything, does not tell how its giver is reached.
func TestProfileOfAGiver(t *testing.T) {
	w := newActingWorld(t)
	own := w.as(w.mother, http.MethodGet, "/api/v1/profile", "", http.StatusOK)
	w.as(w.mother, http.MethodPost, "/api/v1/mandates", w.terms("receiver", agentNamed), http.StatusCreated)
	w.as(w.agent, http.MethodPost, "/api/v1/acting", actFor(w.mother.Person, "kept"), http.StatusOK)
	refused := w.as(w.agent, http.MethodGet, "/api/v1/profile", "", http.StatusForbidden)
	if problem := read[Problem](t, refused); len(problem.Errors) != 1 || problem.Errors[0].Code != "mandate_no_right" {
		t.Errorf("got %s", refused.Body)
	}
	put := send(t, w.server, http.MethodPut, "/api/v1/profile", contacts, append(w.agent.as(), "If-Match", own.Header().Get("ETag"))...)
	if put.Code != http.StatusForbidden {
		t.Errorf("changing: %d %s", put.Code, put.Body)
	}
	w.suomifi.Replace([]standin.Delegate{{NationalID: agentCode, Persons: []standin.Person{{NationalID: motherCode, Name: "Aino Esimerkki", Roles: []string{lawTheme}}}}})
	w.chooseAtSuomiFi(w.agent, "person", "0")
	w.as(w.agent, http.MethodGet, "/api/v1/profile", "", http.StatusForbidden)
	w.as(w.agent, http.MethodDelete, "/api/v1/acting", "", http.StatusNoContent)
	w.as(w.agent, http.MethodGet, "/api/v1/profile", "", http.StatusOK)
}

// TestNameOfAGiver looks in every answer that names for whom somebody acts: by a mandate given here a family name, by a
// choice at Suomi.fi the name that stood there. Turvakielto changes nothing in them, which would tell of it.
func TestNameOfAGiver(t *testing.T) {
	w := newActingWorld(t)
	w.as(w.mother, http.MethodPost, "/api/v1/mandates", w.terms("receiver", agentNamed), http.StatusCreated)
	w.suomifi.Replace([]standin.Delegate{{NationalID: agentCode, Persons: []standin.Person{{NationalID: motherCode, Name: "Aino Esimerkki", Roles: []string{lawTheme}}}}})
	want := map[string]string{"kept": "Esimerkki", "suomifi": "Aino Esimerkki"}
	for _, protected := range []bool{false, true} {
		if _, err := w.server.Personal.Exec(t.Context(), `update personal.parties set protected = $2 where id = $1`, w.mother.Person, protected); err != nil {
			t.Fatal(err)
		}
		w.chooseAtSuomiFi(w.agent, "person", "0")
		for source, name := range want {
			if acting := read[ActingFor](t, w.as(w.agent, http.MethodPost, "/api/v1/acting", actFor(w.mother.Person, source), http.StatusOK)); acting.Name != name {
				t.Errorf("%s, protected %t: got %+v", source, protected, acting)
			}
			if me := read[Me](t, w.as(w.agent, http.MethodGet, "/api/v1/me", "", http.StatusOK)); me.Acting == nil || me.Acting.Name != name {
				t.Errorf("%s, protected %t: got %+v", source, protected, me)
			}
		}
		list := read[PrincipalList](t, w.as(w.agent, http.MethodGet, "/api/v1/principals", "", http.StatusOK))
		if len(list.Items) != 2 || list.Items[0].Name != want[list.Items[0].Source] || list.Items[1].Name != want[list.Items[1].Source] {
			t.Errorf("protected %t: got %+v", protected, list.Items)
		}
	}
}

// TestListsOfAnOrganisationEnd has the session say for whom its person acts for longer than Suomi.fi's word is good.
func TestListsOfAnOrganisationEnd(t *testing.T) {
	s := newServer(t, inDemo(t))
	organiser := persona(t, s, "organiser")
	chooseInDemo(t, s, organiser, "organisation", "0")
	paths := []string{"/api/v1/mandates", "/api/v1/mandate-uses", "/api/v1/profile"}
	want := func(status int) {
		t.Helper()
		for _, path := range paths {
			if answer := send(t, s, http.MethodGet, path, "", organiser.as()...); answer.Code != status {
				t.Errorf("%s: %d %s, want %d", path, answer.Code, answer.Body, status)
			}
		}
	}
	want(http.StatusOK)
	var logged int
	if err := s.Personal.QueryRow(t.Context(), `select count(*) from audit.entries where kind = 'read' and acting_for is not null and subjects = array[acting_for]`).Scan(&logged); err != nil || logged != len(paths) {
		t.Errorf("%d entries, %v; want %d", logged, err, len(paths))
	}
	if _, err := s.Personal.Exec(t.Context(), `update personal.sessions set acting = acting || jsonb_build_object('checked', now() - interval '61 minutes') where acting is not null`); err != nil {
		t.Fatal(err)
	}
	want(http.StatusForbidden)
}
