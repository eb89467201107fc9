package api

import (
	"net/http"
	"testing"

	"lupakartta/internal/testdb"
)

// A demo that is started anew has a provider with another key; who signed in before still gets out, and home.
func TestSigningOutAfterARestart(t *testing.T) {
	pool := testdb.New(t)
	before := serverOver(t, pool, inDemo(t))
	b := newBrowser(t, before)
	b.get(b.toAnswer("citizen", "/sv/"))
	b.s = serverOver(t, pool, inDemo(t), func(c *Config) { c.Keys = before.Keys })
	if !b.me().SignedIn {
		t.Fatal("the session did not outlive the restart")
	}
	out := b.ask(http.MethodPost, "/api/v1/sign-out", "", "Sec-Fetch-Site", "same-origin", "Accept-Language", "sv")
	there := b.get(decode[SignedOut](t, out).Location)
	if got := there.Header().Get("Location"); there.Code != http.StatusFound || got != SignedOutURL(public)+"?state=sv" {
		t.Fatalf("the provider answered %d %s and leads to %q", there.Code, there.Body, got)
	}
	home := b.get(there.Header().Get("Location"))
	if home.Code != http.StatusSeeOther || home.Header().Get("Location") != "/sv/" || b.me().SignedIn {
		t.Errorf("came home to %d %s, signed in: %t", home.Code, home.Header().Get("Location"), b.me().SignedIn)
	}
}
