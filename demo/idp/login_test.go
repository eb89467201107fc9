package idp_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lupakartta/demo/idp"
	"lupakartta/identity/signin"
)

func TestTheLoginPage(t *testing.T) {
	_, public := serve(t)
	provider := newSignIn(t, public, signin.ForPerson, nil)
	login, _, body := openLogin(t, provider, newAttempt(provider))
	for _, text := range []string{`<html lang="sv">`, "påhittade", `value="citizen"`, "Medborgare", `name="cancel"`, "spärrmarkering", `href="/demo/idp/style.css"`} {
		if !strings.Contains(body, text) {
			t.Errorf("no %s in:\n%s", text, body)
		}
	}
	if strings.Contains(body, `value="police"`) || strings.Contains(body, "120385") || strings.Contains(body, "<script") || strings.Contains(body, "style=") {
		t.Error("the page shows an official, a national id, a script or an inline style")
	}
	for lang, text := range map[string]string{"fi": "keksittyjä", "en": "invented"} {
		if body := get(t, login+"&lang="+lang).body; !strings.Contains(body, text) || !strings.Contains(body, `<html lang="`+lang+`">`) {
			t.Errorf("%s: not in that language", lang)
		}
	}
	header := get(t, login).header
	policy := header.Get("Content-Security-Policy")
	if strings.Contains(policy, "unsafe") || !strings.Contains(policy, "form-action 'self'") || header.Get("Cache-Control") != "no-store" {
		t.Errorf("policy %s, cache %s", policy, header.Get("Cache-Control"))
	}
	if style := get(t, public+idp.Path+"/style.css"); style.header.Get("Content-Type") != "text/css; charset=utf-8" || style.body == "" {
		t.Error("no style")
	}
}

func TestTheLoginPageRefuses(t *testing.T) {
	_, public := serve(t)
	provider := newSignIn(t, public, signin.ForPerson, nil)
	_, id, _ := openLogin(t, provider, newAttempt(provider))
	tests := []struct {
		name   string
		form   url.Values
		status int
	}{
		{"an unknown persona", url.Values{"authRequestID": {id}, "persona": {"president"}}, http.StatusNotFound},
		{"an official among persons", url.Values{"authRequestID": {id}, "persona": {"police"}}, http.StatusNotFound},
		{"no persona", url.Values{"authRequestID": {id}}, http.StatusNotFound},
		{"an unknown request", url.Values{"authRequestID": {"x"}, "persona": {"citizen"}}, http.StatusBadRequest},
		{"no request", nil, http.StatusBadRequest},
		{"too much", url.Values{"authRequestID": {id}, "persona": {strings.Repeat("x", 100_000)}}, http.StatusBadRequest},
	}
	for _, test := range tests {
		if got := post(t, public+idp.Path+"/login", test.form); got.status != test.status || strings.Contains(got.body, "president") {
			t.Errorf("%s: status %d, want %d", test.name, got.status, test.status)
		}
	}
	if got := get(t, public+idp.Path+"/login?authRequestID=x"); got.status != http.StatusBadRequest {
		t.Errorf("the page of an unknown request: status %d", got.status)
	}
	if got := get(t, public+idp.Path+"/authorize/callback?id="+id); !strings.Contains(got.to, "error=interaction_required") {
		t.Error("nobody chose, and yet somebody comes back")
	}
}

func TestCancelling(t *testing.T) {
	_, public := serve(t)
	provider := newSignIn(t, public, signin.ForPerson, nil)
	attempt := newAttempt(provider)
	_, id, _ := openLogin(t, provider, attempt)
	cancelled := post(t, public+idp.Path+"/login", url.Values{"authRequestID": {id}, "cancel": {"1"}})
	_, err := provider.Finish(context.Background(), attempt, answerOf(t, cancelled.to, public))
	var refusal *signin.Refusal
	if !errors.As(err, &refusal) || refusal.Reason != signin.Denied {
		t.Errorf("got %v, want %q", err, signin.Denied)
	}
	if after := post(t, public+idp.Path+"/login", url.Values{"authRequestID": {id}, "persona": {"citizen"}}); after.status != http.StatusBadRequest {
		t.Errorf("chosen after cancelling: status %d", after.status)
	}
}
