package api

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"lupakartta/identity"
)

// browser is a browser with its cookies, which goes no further than it is told.
type browser struct {
	t       *testing.T
	s       *Server
	cookies map[string]string
}

func newBrowser(t *testing.T, s *Server) *browser { return &browser{t, s, map[string]string{}} }

func (b *browser) ask(method, address, body string, headers ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	at, err := url.Parse(address)
	if err != nil {
		b.t.Fatal(err)
	}
	r := httptest.NewRequest(method, at.RequestURI(), strings.NewReader(body))
	r.Host = public.Host
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := do(b.s, r, headers...)
	for _, cookie := range w.Result().Cookies() {
		if cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
			continue
		}
		b.cookies[cookie.Name] = cookie.Value
	}
	return w
}

func (b *browser) get(address string) *httptest.ResponseRecorder {
	b.t.Helper()
	return b.ask(http.MethodGet, address, "", "Accept", "text/html", "Accept-Language", "en")
}

// toAnswer goes through the provider as a persona and returns the address of the answer, without going there.
func (b *browser) toAnswer(persona, returnTo string) string {
	b.t.Helper()
	began := b.get(signInPath + "?provider=demo-person&return_to=" + url.QueryEscape(returnTo))
	if began.Code != http.StatusFound {
		b.t.Fatalf("began with %d %s", began.Code, began.Body)
	}
	answer, err := b.s.DemoIdentity.Authorize(b.t.Context(), began.Header().Get("Location"), persona)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer
}

func (b *browser) me() Me {
	b.t.Helper()
	return decode[Me](b.t, b.ask(http.MethodGet, "/api/v1/me", ""))
}

// refusals are the reasons of refused sign-ins in the audit log, in order.
func refusals(t *testing.T, s *Server) string {
	t.Helper()
	var reasons string
	if err := s.Personal.QueryRow(t.Context(), `select coalesce(string_agg(detail->>'reason', ' ' order by number), '') from audit.entries
		where kind = 'refused' and operation = 'finish-sign-in'`).Scan(&reasons); err != nil {
		t.Fatal(err)
	}
	return reasons
}

func TestSigningIn(t *testing.T) {
	s := newServer(t, inDemo(t))
	b := newBrowser(t, s)
	if b.me().SignedIn {
		t.Fatal("signed in before")
	}
	landed := b.get(b.toAnswer("citizen", "/sv/?z=12#place=abc"))
	if landed.Code != http.StatusSeeOther || landed.Header().Get("Location") != "/sv/?z=12#place=abc" {
		t.Errorf("came back to %d %s", landed.Code, landed.Header().Get("Location"))
	}
	cookie := landed.Header().Values("Set-Cookie")
	session := cookie[len(cookie)-1]
	for _, part := range []string{sessionCookie + "=", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(session, part) {
			t.Errorf("the cookie %s lacks %s", strings.Split(session, "=")[0], part)
		}
	}
	if me := b.me(); !me.SignedIn || me.Name == "" || me.Provider != "demo-person" || me.Until == nil {
		t.Errorf("I am %+v", me)
	}
	out := b.ask(http.MethodPost, "/api/v1/sign-out", "", "Sec-Fetch-Site", "same-origin")
	location := decode[SignedOut](t, out).Location
	if out.Code != http.StatusOK || !strings.HasPrefix(location, public.String()+"/demo/idp/") || !strings.Contains(location, url.QueryEscape(SignedOutURL(public))) {
		t.Errorf("signing out: %d, on to %s", out.Code, strings.Split(location, "?")[0])
	}
	if b.me().SignedIn || b.cookies[sessionCookie] != "" {
		t.Error("still signed in")
	}
	if w := b.get(signedOutPath); w.Code != http.StatusSeeOther {
		t.Errorf("back from the provider: %d", w.Code)
	}
	if got := refusals(t, s); got != "" {
		t.Errorf("refused: %s", got)
	}
}

// The ways in which a sign-in is not let through, each in the log and none with a session.
func TestSignInsThatAreRefused(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer func(*browser) string
		reason string
	}{
		{"an answer used again", func(b *browser) string {
			answer := b.toAnswer("citizen", "/")
			other := newBrowser(b.t, b.s)
			for name, value := range b.cookies {
				other.cookies[name] = value
			}
			if w := other.get(answer); w.Code != http.StatusSeeOther {
				b.t.Fatalf("the first time: %d", w.Code)
			}
			return answer
		}, "replayed"},
		{"an answer that another browser asked for", func(b *browser) string { return newBrowser(b.t, b.s).toAnswer("citizen", "/") }, "state"},
		{"an invented state", func(*browser) string { return callbackPath + "demo-person?code=x&state=ABCDEFGHIJKLMNOPQRSTUVWXYZ" }, "replayed"},
		{"no state", func(*browser) string { return callbackPath + "demo-person?code=x" }, "state"},
		{"an invented code", func(b *browser) string {
			at, _ := url.Parse(b.toAnswer("citizen", "/"))
			return callbackPath + "demo-person?code=invented&state=" + at.Query().Get("state")
		}, "code"},
		{"an answer at another provider's address", func(b *browser) string {
			return strings.Replace(b.toAnswer("citizen", "/"), "/demo-person", "/demo-official", 1)
		}, "issuer"},
		{"another provider's answer", func(b *browser) string {
			return b.toAnswer("citizen", "/") + "&iss=" + url.QueryEscape("https://evil.example")
		}, "issuer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newServer(t, inDemo(t))
			b := newBrowser(t, s)
			w := b.get(c.answer(b))
			if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "You were not signed in") || !strings.Contains(w.Body.String(), `href="/en/?sign-in"`) {
				t.Errorf("answered %d %s", w.Code, w.Body)
			}
			if b.me().SignedIn {
				t.Error("signed in all the same")
			}
			if got := refusals(t, s); got != c.reason {
				t.Errorf("logged %q, want %q", got, c.reason)
			}
		})
	}
}

// Who changes their mind at the provider is back where they were.
func TestCancelling(t *testing.T) {
	s := newServer(t, inDemo(t))
	b := newBrowser(t, s)
	at, err := url.Parse(b.toAnswer("citizen", "/en/?z=9"))
	if err != nil {
		t.Fatal(err)
	}
	w := b.get(callbackPath + "demo-person?error=access_denied&state=" + at.Query().Get("state"))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/en/?z=9" || b.me().SignedIn {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}
}

// A session that somebody planted in a browser is not the one after signing in.
func TestSessionFixation(t *testing.T) {
	s := newServer(t, inDemo(t))
	attacker, b := newBrowser(t, s), newBrowser(t, s)
	attacker.get(attacker.toAnswer("agent", "/"))
	planted := attacker.cookies[sessionCookie]
	b.cookies[sessionCookie] = planted
	b.get(b.toAnswer("citizen", "/"))
	if b.cookies[sessionCookie] == planted || planted == "" {
		t.Error("the planted session stayed")
	}
	if attacker.me().SignedIn {
		t.Error("the planted session still works")
	}
}

func TestReturningOnlyHere(t *testing.T) {
	s := newServer(t, inDemo(t))
	for _, evil := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "/%5cevil.example", "javascript:alert(1)", "/fi/\r\nSet-Cookie: x=1"} {
		b := newBrowser(t, s)
		w := b.get(b.toAnswer("citizen", evil))
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != "/en/" {
			t.Errorf("%q led to %q", evil, got)
		}
	}
	var logged int
	if err := s.Personal.QueryRow(t.Context(), `select count(*) from audit.entries where kind = 'refused' and operation = 'begin-sign-in'`).Scan(&logged); err != nil || logged != 6 {
		t.Errorf("%d in the log, %v; want all 6", logged, err)
	}
}

func TestPersonas(t *testing.T) {
	s := newServer(t, inDemo(t))
	authority(t, s, "mallila_environment")
	b := newBrowser(t, s)
	if w := b.get("/demo/sign-in?return_to=/fi/"); w.Code != http.StatusOK || strings.Count(w.Body.String(), "<form") < 11 || !strings.Contains(w.Header().Get("Content-Security-Policy"), "form-action 'self'") {
		t.Errorf("the page: %d, %s", w.Code, w.Header().Get("Content-Security-Policy"))
	}
	json := []string{"Content-Type", "application/json"}
	for _, persona := range []string{"citizen", "resident", "organiser", "agent", "consultant", "official", "police", "tukes", "lvv", "supervisor", "admin"} {
		limits := newLimits()
		s.limits = limits
		if w := b.ask(http.MethodPost, "/demo/session", `{"persona":"`+persona+`"}`, json...); w.Code != http.StatusOK || !b.me().SignedIn {
			t.Errorf("%s: %d %s", persona, w.Code, w.Body)
		}
	}
	b.ask(http.MethodPost, "/demo/session", `{"persona":"official"}`, json...)
	roles := map[string]bool{}
	for _, office := range b.me().Offices {
		roles[office.Role] = true
	}
	if !roles[string(identity.Handler)] || !roles[string(identity.DecisionMaker)] || !roles[string(identity.Registrar)] || len(roles) != 3 {
		t.Errorf("the official is %v", roles)
	}
	form := b.ask(http.MethodPost, "/demo/session", "persona=citizen&return_to=/fi/%3Fz=9", "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin")
	if form.Code != http.StatusSeeOther || form.Header().Get("Location") != "/fi/?z=9" {
		t.Errorf("by the page: %d %s", form.Code, form.Header().Get("Location"))
	}
	for body, status := range map[string]int{`{"persona":"nobody"}`: 422, `{`: 422, ``: 422} {
		if w := b.ask(http.MethodPost, "/demo/session", body, json...); w.Code != status {
			t.Errorf("%q: %d, want %d", body, w.Code, status)
		}
	}
	if w := b.ask(http.MethodPost, "/demo/session", `{"persona":"admin"}`, "Content-Type", "application/json", "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"); w.Code != http.StatusForbidden {
		t.Errorf("from another site: %d, want 403", w.Code)
	}
}

// Outside the demo there is no way in by choosing a persona.
func TestNoPersonasOutsideTheDemo(t *testing.T) {
	s := newServer(t)
	for _, c := range [][2]string{{http.MethodPost, "/demo/session"}, {http.MethodGet, "/demo/sign-in"}, {http.MethodGet, "/demo/idp/.well-known/openid-configuration"}} {
		if w := send(t, s, c[0], c[1], `{"persona":"admin"}`, "Content-Type", "application/json"); w.Code != http.StatusNotFound {
			t.Errorf("%s %s: %d, want 404", c[0], c[1], w.Code)
		}
	}
}

func TestSignInsAreCounted(t *testing.T) {
	s := newServer(t, inDemo(t))
	b := newBrowser(t, s)
	tried := 0
	for ; tried < 3*signInsPerAddress; tried++ {
		if w := b.get(signInPath + "?provider=demo-person"); w.Code == http.StatusTooManyRequests {
			break
		}
	}
	if tried < signInsPerAddress || tried == 3*signInsPerAddress {
		t.Errorf("refused after %d, want %d", tried, signInsPerAddress)
	}
}

// The caller's address is what a proxy of ours says, and nobody else.
func TestAddresses(t *testing.T) {
	s := newServer(t, func(c *Config) { c.TrustedProxies = prefixes(t, "10.0.0.0/8", "192.0.2.1/32") })
	for _, c := range []struct{ direct, forwarded, want string }{
		{"203.0.113.9:1234", "", "203.0.113.9"},
		{"203.0.113.9:1234", "198.51.100.1", "203.0.113.9"},
		{"10.1.2.3:1234", "198.51.100.1", "198.51.100.1"},
		{"10.1.2.3:1234", "1.2.3.4, 198.51.100.1, 10.9.9.9", "198.51.100.1"},
		{"10.1.2.3:1234", "nonsense", "10.1.2.3"},
		{"10.1.2.3:1234", "", "10.1.2.3"},
		{"[::ffff:192.0.2.1]:80", "2001:db8::1", "2001:db8::1"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.direct
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := s.addressOf(r).String(); got != c.want {
			t.Errorf("%s for %q: %s, want %s", c.direct, c.forwarded, got, c.want)
		}
	}
}
