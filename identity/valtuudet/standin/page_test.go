package standin

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

const back = "https://lupakartta.example/auth/suomifi/callback"

func asking(lang, redirect string) string {
	return "/oauth/authorize?" + url.Values{"client_id": {"ab12cd34"}, "response_type": {"code"}, "redirect_uri": {redirect}, "user": {"the-user"}, "state": {"s"}, "lang": {lang}}.Encode()
}

func waiting(kind string) *Server {
	now := func() time.Time { return time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC) }
	s := New(Service{ClientID: "ab12cd34", APIKey: "k", OAuthPassword: "p", Returns: []string{back}}, []Delegate{{
		NationalID:    "010594Y9032",
		Persons:       []Person{{NationalID: "131052-9085", Name: "Aino <Esimerkki>", Roles: []string{"ALL"}}},
		Organisations: []Organisation{{BusinessID: "0201256-6", Name: "Esimerkki Oy"}, {BusinessID: "0245437-2", Name: "Toinen Oy"}},
	}}, now)
	s.sessions["sid"] = &session{id: "sid", user: "the-user", kind: kind, delegate: "010594Y9032", began: now()}
	return s
}

func get(s *Server, address string) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, address, nil))
	return recorder
}

func TestPage(t *testing.T) {
	for lang, want := range map[string]string{"fi": "Henkilöt, joiden puolesta", "sv": "Personer för vilka", "en": "People for whom"} {
		page := get(waiting("hpa"), asking(lang, back))
		text := page.Body.String()
		if page.Code != http.StatusOK || !strings.Contains(text, want) || !strings.Contains(text, `<html lang="`+lang+`"`) || !strings.Contains(text, "Aino &lt;Esimerkki&gt;") {
			t.Errorf("%s: status %d, got %s", lang, page.Code, text)
		}
		if strings.Contains(text, "9085") || strings.Contains(text, "Y9032") {
			t.Errorf("%s: the page holds an identity code", lang)
		}
		if !strings.Contains(text, "<style>"+pageCSS+"</style>") {
			t.Errorf("%s: the style is not what its hash is of", lang)
		}
	}
	if text := get(waiting("ypa"), asking("fi", back)).Body.String(); strings.Count(text, "<button") != 4 {
		t.Errorf("two organisations, all of them, and cancelling: got %s", text)
	}
}

func TestPagePolicy(t *testing.T) {
	policy := get(waiting("hpa"), asking("fi", back)).Header().Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "form-action 'self' https://lupakartta.example;", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("got %s, want %s in it", policy, want)
		}
	}
}

func TestPageRefuses(t *testing.T) {
	elsewhere := asking("fi", "https://evil.example/callback")
	used := waiting("hpa")
	used.sessions["sid"].decided = true
	old := waiting("hpa")
	old.sessions["sid"].began = old.now().Add(-sessionLife - time.Second)
	for name, page := range map[string]*httptest.ResponseRecorder{
		"another return address": get(waiting("hpa"), elsewhere), "chosen already": get(used, asking("fi", back)), "begun long ago": get(old, asking("fi", back)),
	} {
		if page.Code != http.StatusBadRequest || strings.Contains(page.Body.String(), "<form") {
			t.Errorf("%s: status %d", name, page.Code)
		}
	}
	recorder := httptest.NewRecorder()
	waiting("hpa").ServeHTTP(recorder, httptest.NewRequest(http.MethodPost, elsewhere, strings.NewReader("choice=0")))
	if recorder.Code != http.StatusBadRequest || recorder.Header().Get("Location") != "" {
		t.Errorf("posting with another return address: status %d, location %q", recorder.Code, recorder.Header().Get("Location"))
	}
}
