package api

import (
	"net/http"
	"testing"
	"time"

	"github.com/go-chi/httprate"

	"lupakartta/identity"
	"lupakartta/identity/sessions"
)

func TestLimitsOfAPerson(t *testing.T) {
	l := newLimits()
	for name, limit := range map[string]struct {
		most int
		may  func(string) bool
	}{"arriving": {signInsPerPerson, l.mayArrive}, "using tokens": {tokenUses, l.mayUse}} {
		t.Run(name, func(t *testing.T) {
			for i := range limit.most {
				if !limit.may("somebody") {
					t.Fatalf("refused after %d, want %d", i, limit.most)
				}
			}
			if limit.may("somebody") {
				t.Errorf("let through after %d", limit.most)
			}
			if !limit.may("somebody else") {
				t.Error("somebody else was refused too")
			}
		})
	}
}

// long is a time in which no test sees a limit run out.
const long = 24 * time.Hour

// TestArrivalsAreCounted holds that whoever signs in over and over is refused, wherever from, and their session with it.
func TestArrivalsAreCounted(t *testing.T) {
	s := newServer(t, inDemo(t))
	s.limits.addresses, s.limits.persons = httprate.NewRateLimiter(1000, long), httprate.NewRateLimiter(signInsPerPerson, long)
	arrive := func(persona string) (int, bool) {
		t.Helper()
		b := newBrowser(t, s)
		return b.ask(http.MethodPost, "/demo/session", `{"persona":"`+persona+`"}`, "Content-Type", "application/json").Code, b.me().SignedIn
	}
	for i := range signInsPerPerson {
		if status, in := arrive("citizen"); status != http.StatusOK || !in {
			t.Fatalf("sign-in %d: status %d, signed in: %t", i+1, status, in)
		}
	}
	if status, in := arrive("citizen"); status != http.StatusTooManyRequests || in {
		t.Errorf("one more: status %d, signed in: %t", status, in)
	}
	if status, in := arrive("resident"); status != http.StatusOK || !in {
		t.Errorf("another person: status %d, signed in: %t", status, in)
	}
	var begun, logged int
	err := s.Personal.QueryRow(t.Context(), `select (select count(*) from personal.sessions), (select count(*) from audit.entries where kind = 'sign_in')`).Scan(&begun, &logged)
	if err != nil || begun != signInsPerPerson+1 || logged != begun {
		t.Errorf("%d sessions, %d sign-ins in the log, %v; want %d", begun, logged, err, signInsPerPerson+1)
	}
}

// TestTokenUsesAreCounted holds that a person's tokens are counted together, and nobody else's with them.
func TestTokenUsesAreCounted(t *testing.T) {
	s := newServer(t)
	s.limits.uses = httprate.NewRateLimiter(tokenUses, long)
	owner, other := signedIn(t, s, "Omistaja"), signedIn(t, s, "Toinen")
	token := func(who somebody) string {
		t.Helper()
		secret, _, err := s.sessions.MakeToken(t.Context(), who.Actor, sessions.TokenOrder{Name: "yö", Scopes: []string{identity.ScopeProfile}, Life: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		return secret
	}
	first, second, others := token(owner), token(owner), token(other)
	use := func(name, secret string, want int) {
		t.Helper()
		if answer := ask(t, s, "/api/v1/profile", "Authorization", "Bearer "+secret); answer.Code != want {
			t.Errorf("%s: status %d, want %d", name, answer.Code, want)
		}
	}
	use("the first use", first, http.StatusOK)
	for range tokenUses - 2 {
		s.limits.mayUse(owner.Person.String())
	}
	use("the last use", second, http.StatusOK)
	use("one more", first, http.StatusTooManyRequests)
	use("one more, with another token", second, http.StatusTooManyRequests)
	use("somebody else's", others, http.StatusOK)
	if answer := ask(t, s, "/api/v1/profile", owner.as()...); answer.Code != http.StatusOK {
		t.Errorf("in the browser: status %d", answer.Code)
	}
}
