package valtuudet

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lupakartta/identity"
	"lupakartta/identity/valtuudet/standin"
)

// Ids of nobody: individual numbers from 900 on are given to no real person.
const (
	agentID  = "010594Y9032"
	motherID = "131052-9085"
	back     = "http://127.0.0.1/auth/suomifi/callback"
	building = "http://valtuusrekisteri.suomi.fi/luvat"
	events   = "http://valtuusrekisteri.suomi.fi/tapahtumat"
)

func national(t *testing.T, code string) identity.NationalID {
	t.Helper()
	id, err := identity.ParseNationalID(code, farFuture)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// world is the stand-in, mounted below a path as in the demo, and a client of it, each with its own clock.
type world struct {
	t             *testing.T
	standin       *standin.Server
	client        *Client
	ours, theirs  time.Time
	requests      atomic.Int32
	failuresToGet atomic.Int32
}

var delegates = []standin.Delegate{{
	NationalID:    agentID,
	Persons:       []standin.Person{{NationalID: motherID, Name: "Aino Esimerkki", Roles: []string{building}}},
	Organisations: []standin.Organisation{{BusinessID: "0201256-6", Name: "Esimerkki Oy", Roles: []string{"NIMKO"}}, {BusinessID: "0245437-2", Name: "Toinen Oy", Roles: []string{events}}},
}}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, ours: time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)}
	w.theirs = w.ours
	service := standin.Service{ClientID: "ab12cd34", APIKey: "api-key", OAuthPassword: "oauth-password", RESTKey: "rest-key", Returns: []string{back}}
	w.standin = standin.New(service, delegates, func() time.Time { return w.theirs })
	mounted := http.StripPrefix("/demo/valtuudet", w.standin)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.requests.Add(1)
		if w.failuresToGet.Add(-1) >= 0 {
			http.Error(rw, "no answer for "+r.URL.Path, http.StatusBadGateway)
			return
		}
		mounted.ServeHTTP(rw, r)
	}))
	t.Cleanup(server.Close)
	client, err := New(Config{BaseURL: server.URL + "/demo/valtuudet/", ClientID: "ab12cd34", APIKey: "api-key", OAuthPassword: "oauth-password", RESTKey: "rest-key",
		Issues: map[string]string{"permits_and_notices": building}}, nil, func() time.Time { return w.ours })
	if err != nil {
		t.Fatal(err)
	}
	client.pause = 0
	w.client = client
	return w
}

// choose goes the person's way: registered, sent to the page, a button pressed, back with a code.
func (w *world) choose(kind Kind, button string) (WebSession, url.Values) {
	w.t.Helper()
	registration, err := w.client.Register(w.t.Context(), kind, national(w.t, agentID), "opaque")
	if err != nil {
		w.t.Fatal(err)
	}
	location, err := standin.Press(w.t.Context(), w.client.AuthorizeURL(registration.UserID, back, "the-state", "fi"), button)
	if err != nil {
		w.t.Fatal(err)
	}
	if got := location.Scheme + "://" + location.Host + location.Path; got != back {
		w.t.Fatalf("sent to %s, want %s", got, back)
	}
	return WebSession{SessionID: registration.SessionID, User: "opaque"}, location.Query()
}

func (w *world) signedIn(kind Kind, button string) WebSession {
	w.t.Helper()
	session, values := w.choose(kind, button)
	var err error
	session.Token, session.Until, err = w.client.Exchange(w.t.Context(), values.Get("code"), back)
	if err != nil {
		w.t.Fatal(err)
	}
	return session
}

func TestActingForAPerson(t *testing.T) {
	w := newWorld(t)
	session := w.signedIn(ForPerson, "0")
	if want := w.ours.Add(standin.TokenLife); !session.Until.Equal(want) {
		t.Errorf("the token ends %v, want %v", session.Until, want)
	}
	chosen, err := w.client.Chosen(t.Context(), session)
	if err != nil || len(chosen) != 1 || chosen[0].ID.Reveal() != motherID || chosen[0].Name != "Aino Esimerkki" {
		t.Fatalf("got %v, %v", chosen, err)
	}
	for issue, want := range map[string]bool{building: true, events: false} {
		if got, err := w.client.Authorized(t.Context(), session, chosen[0].ID, issue); err != nil || got != want {
			t.Errorf("%s: got %t, %v, want %t", issue, got, err, want)
		}
		if got, err := w.client.AskAgain(t.Context(), national(t, agentID), chosen[0].ID, issue, "opaque"); err != nil || got != want {
			t.Errorf("%s by REST: got %t, %v, want %t", issue, got, err, want)
		}
	}
	if roles, err := w.client.Roles(t.Context(), session, chosen[0].ID); err != nil || len(roles) != 1 || roles[0] != building {
		t.Errorf("roles: got %v, %v", roles, err)
	}
	w.standin.Replace(nil)
	if got, err := w.client.Authorized(t.Context(), session, chosen[0].ID, building); err != nil || got {
		t.Errorf("after it was taken back: got %t, %v", got, err)
	}
}

func TestActingForOrganisations(t *testing.T) {
	w := newWorld(t)
	one, err := w.client.Organisations(t.Context(), w.signedIn(ForOrganisation, "1"))
	if err != nil || len(one) != 1 || one[0].ID != "0245437-2" || w.client.Represents(one[0].Roles) {
		t.Errorf("one: got %v, %v", one, err)
	}
	both, err := w.client.Organisations(t.Context(), w.signedIn(ForOrganisation, "all"))
	if err != nil || len(both) != 2 || !w.client.Represents(both[0].Roles) {
		t.Errorf("all: got %v, %v", both, err)
	}
}

// TestInside goes the same way within one program, as in the demo.
func TestInside(t *testing.T) {
	w := newWorld(t)
	mounted := (&url.URL{Scheme: "https", Host: "lupakartta.example"}).JoinPath("demo/valtuudet") // its path has no slash before it
	config := w.client.config
	config.BaseURL = mounted.String()
	inside, err := New(config, w.standin.Transport(mounted), func() time.Time { return w.ours })
	if err != nil {
		t.Fatal(err)
	}
	registration, err := inside.Register(t.Context(), ForPerson, national(t, agentID), "opaque")
	if err != nil {
		t.Fatal(err)
	}
	if address := inside.AuthorizeURL(registration.UserID, back, "s", "fi"); !strings.HasPrefix(address, mounted.String()+"/oauth/authorize?") {
		t.Errorf("the browser is sent to %s", address)
	}
	elsewhere, err := New(w.client.config, w.standin.Transport(mounted), func() time.Time { return w.ours })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := elsewhere.Register(t.Context(), ForPerson, national(t, agentID), "opaque"); !errors.Is(err, ErrUnavailable) {
		t.Errorf("to another address: got %v", err)
	}
}

func TestCancelling(t *testing.T) {
	_, values := newWorld(t).choose(ForPerson, "")
	if values.Get("error") != "access_denied" || values.Get("state") != "the-state" || values.Has("code") {
		t.Errorf("got %v", values)
	}
}

func TestWhatIsRefused(t *testing.T) {
	w := newWorld(t)
	session, values := w.choose(ForPerson, "0")
	if _, _, err := w.client.Exchange(t.Context(), "guessed", back); !errors.Is(err, ErrRefused) {
		t.Errorf("a guessed code: got %v", err)
	}
	if _, _, err := w.client.Exchange(t.Context(), values.Get("code"), back+"/elsewhere"); !errors.Is(err, ErrRefused) {
		t.Errorf("another return address: got %v", err)
	}
	token, until, err := w.client.Exchange(t.Context(), values.Get("code"), back)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.client.Exchange(t.Context(), values.Get("code"), back); !errors.Is(err, ErrRefused) {
		t.Errorf("a code for the second time: got %v", err)
	}
	session.Token, session.Until = token+"x", until
	if _, err := w.client.Chosen(t.Context(), session); !errors.Is(err, ErrExpired) {
		t.Errorf("another's token: got %v", err)
	}
}

func TestTokensEnd(t *testing.T) {
	w := newWorld(t)
	session := w.signedIn(ForPerson, "0")
	w.ours, w.theirs = w.ours.Add(standin.TokenLife), w.theirs.Add(standin.TokenLife)
	longer := session
	longer.Until = w.ours.Add(time.Hour)
	if _, err := w.client.Chosen(t.Context(), longer); !errors.Is(err, ErrExpired) {
		t.Errorf("by their clock: got %v", err)
	}
	before := w.requests.Load()
	if _, err := w.client.Chosen(t.Context(), session); !errors.Is(err, ErrExpired) || w.requests.Load() != before {
		t.Errorf("by our clock: got %v after %d requests", err, w.requests.Load()-before)
	}
}

func TestClocks(t *testing.T) {
	for skew, want := range map[time.Duration]error{4 * time.Minute: nil, -4 * time.Minute: nil, 6 * time.Minute: ErrRefused, -6 * time.Minute: ErrRefused} {
		w := newWorld(t)
		w.ours = w.ours.Add(skew)
		if _, err := w.client.Register(t.Context(), ForPerson, national(t, agentID), "opaque"); !errors.Is(err, want) {
			t.Errorf("%v apart: got %v, want %v", skew, err, want)
		}
	}
}

func TestReadingsAreRepeatedAndNothingElse(t *testing.T) {
	w := newWorld(t)
	session := w.signedIn(ForPerson, "0")
	w.failuresToGet.Store(1)
	if _, err := w.client.Chosen(t.Context(), session); err != nil {
		t.Errorf("one failure: got %v", err)
	}
	w.failuresToGet.Store(2)
	if _, err := w.client.Chosen(t.Context(), session); !errors.Is(err, ErrUnavailable) {
		t.Errorf("two failures: got %v", err)
	}
	w.failuresToGet.Store(1)
	if _, err := w.client.Register(t.Context(), ForPerson, national(t, agentID), "opaque"); !errors.Is(err, ErrUnavailable) {
		t.Errorf("registering: got %v", err)
	}
}

// TestErrorsTellNothing has every way of failing write its error, and looks for what must not be in it.
func TestErrorsTellNothing(t *testing.T) {
	secrets := []string{agentID, motherID, "api-key", "oauth-password", "the-token", "the-code"}
	answers := map[string]http.HandlerFunc{
		"a server error that quotes the address": func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, r.URL.String(), http.StatusInternalServerError)
		},
		"a refusal that quotes the address": func(w http.ResponseWriter, r *http.Request) { http.Error(w, r.URL.String(), http.StatusForbidden) },
		"a redirect to another host": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.2:1"+r.URL.String(), http.StatusFound)
		},
		"not JSON":             func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.URL.String()) },
		"JSON of another form": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `"`+motherID+`"`) },
		"nothing said":         func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{}`) },
		"too much": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, strings.Repeat(" ", mostBytes+10)+"{}")
		},
		"cut off": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"not HTTP": func(w http.ResponseWriter, r *http.Request) {
			conn, _, _ := http.NewResponseController(w).Hijack()
			_, _ = io.WriteString(conn, "garbage "+r.URL.String()+"\r\n")
			_ = conn.Close()
		},
	}
	for name, answer := range answers {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(answer)
			defer server.Close()
			lookFor(t, secrets, everyCall(t, server.URL, t.Context()))
		})
	}
	t.Run("nobody there", func(t *testing.T) {
		server := httptest.NewServer(nil)
		server.Close()
		lookFor(t, secrets, everyCall(t, server.URL, t.Context()))
	})
	t.Run("given up", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		lookFor(t, secrets, everyCall(t, "http://127.0.0.1:1", ctx))
	})
}

func lookFor(t *testing.T, secrets []string, errs map[string]error) {
	t.Helper()
	for what, err := range errs {
		if err == nil {
			t.Errorf("%s: no error", what)
			continue
		}
		for _, secret := range secrets {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%s: the error holds a secret", what)
			}
		}
		if !errors.Is(err, ErrUnavailable) && !errors.Is(err, ErrRefused) {
			t.Errorf("%s: got %v", what, err)
		}
	}
}

func everyCall(t *testing.T, base string, ctx context.Context) map[string]error { //nolint:revive // the test's context is not always its own
	t.Helper()
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	client, err := New(Config{BaseURL: base, ClientID: "ab12cd34", APIKey: "api-key", OAuthPassword: "oauth-password", RESTKey: "rest-key"}, nil, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	client.pause = 0
	session := WebSession{SessionID: "sid", Token: "the-token", Until: now.Add(time.Minute), User: "opaque"}
	agent, mother := national(t, agentID), national(t, motherID)
	errs := map[string]error{}
	_, errs["register"] = client.Register(ctx, ForPerson, agent, "opaque")
	_, _, errs["token"] = client.Exchange(ctx, "the-code", back)
	_, errs["authorization"] = client.Authorized(ctx, session, mother, events)
	_, errs["by REST"] = client.AskAgain(ctx, agent, mother, events, "opaque")
	_, errs["delegate"] = client.Chosen(ctx, WebSession{SessionID: "sid", Token: "the-token", Until: now.Add(time.Minute)})
	return errs
}
