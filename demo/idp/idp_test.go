package idp_test

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"lupakartta/demo/idp"
	"lupakartta/identity"
	"lupakartta/identity/signin"
	"lupakartta/internal/i18n"
)

const public = "http://localhost:8080"

var today = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

func newIDP(t *testing.T, public string) *idp.Provider {
	t.Helper()
	provider, err := idp.New(idp.Config{Public: public, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return provider
}

// newSignIn is the client side, as the service makes it; transport nil is the network.
func newSignIn(t *testing.T, public string, kind signin.For, transport http.RoundTripper) *signin.Provider {
	t.Helper()
	configs := idp.Providers(public)
	at := slices.IndexFunc(configs, func(c signin.ProviderConfig) bool { return c.For == kind })
	provider, err := signin.New(configs[at], signin.Options{HTTPClient: &http.Client{Transport: transport}, Now: time.Now, RedirectURL: public + idp.CallbackPath + "/" + configs[at].ID})
	if err != nil {
		t.Fatal(err)
	}
	return provider
}

func newAttempt(provider *signin.Provider) signin.Attempt {
	return signin.Attempt{
		Provider: provider.Config().ID, State: signin.NewSecret(rand.Text()), Nonce: signin.NewSecret(rand.Text()),
		Verifier: signin.NewSecret(rand.Text() + rand.Text()), Began: time.Now(),
	}
}

func begin(t *testing.T, provider *signin.Provider, attempt signin.Attempt) string {
	t.Helper()
	address, err := provider.Begin(context.Background(), attempt, i18n.Swedish)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// answerOf reads the address that the browser comes back to.
func answerOf(t *testing.T, address, public string) signin.Answer {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(address, public+idp.CallbackPath+"/demo-") {
		t.Fatalf("came back to %s%s", parsed.Host, parsed.Path)
	}
	query := parsed.Query()
	return signin.Answer{Code: signin.NewSecret(query.Get("code")), State: signin.NewSecret(query.Get("state")), Issuer: query.Get("iss"), Error: query.Get("error")}
}

func TestProvidersAreSound(t *testing.T) {
	if err := (signin.Config{Providers: idp.Providers(public + "/")}).Validate(); err != nil {
		t.Error(err)
	}
}

func TestPersonas(t *testing.T) {
	want := []string{"citizen", "resident", "protected", "organiser", "agent", "consultant", "official", "police", "tukes", "lvv", "supervisor", "approver", "admin"}
	ids, nationalIDs := []string{}, map[string]bool{}
	for _, persona := range idp.Personas() {
		ids = append(ids, persona.ID)
		if _, err := identity.ParseNationalID(persona.NationalID, today); err != nil {
			t.Errorf("%s: %v", persona.ID, err)
		}
		if number := persona.NationalID[7:10]; number < "900" || nationalIDs[persona.NationalID] {
			t.Errorf("%s: the national id could be somebody's, or is another persona's", persona.ID)
		}
		nationalIDs[persona.NationalID] = true
		if persona.Title.Complete() != nil || persona.Description.Complete() != nil {
			t.Errorf("%s is not described in every language", persona.ID)
		}
		if (persona.For == signin.ForOfficial) != (persona.Organisation != "" && len(persona.Roles) > 0) {
			t.Errorf("%s: officials, and nobody else, have an authority and roles", persona.ID)
		}
	}
	if !slices.Equal(ids, want) {
		t.Errorf("got %v, want %v", ids, want)
	}
}

func TestEveryPersonaSignsIn(t *testing.T) {
	demo := newIDP(t, public)
	for _, persona := range idp.Personas() {
		t.Run(persona.ID, func(t *testing.T) {
			provider := newSignIn(t, public, persona.For, demo.Transport())
			if provider.Config().ID != persona.Provider() {
				t.Errorf("signs in with %s, says %s", provider.Config().ID, persona.Provider())
			}
			attempt := newAttempt(provider)
			back, err := demo.Authorize(context.Background(), begin(t, provider, attempt), persona.ID)
			if err != nil {
				t.Fatal(err)
			}
			answer := answerOf(t, back, public)
			person, err := provider.Finish(context.Background(), attempt, answer)
			if err != nil {
				t.Fatal(err)
			}
			checkPerson(t, person, persona)
			var refusal *signin.Refusal
			if _, err := provider.Finish(context.Background(), attempt, answer); !errors.As(err, &refusal) || refusal.Reason != signin.BadCode {
				t.Errorf("the code a second time: %v", err)
			}
		})
	}
}

func checkPerson(t *testing.T, person signin.Person, persona idp.Persona) {
	t.Helper()
	if person.Subject != persona.ID || person.Name != persona.Name() || person.GivenName != persona.GivenName || person.FamilyName != persona.FamilyName || person.For != persona.For {
		t.Errorf("got %+v", person)
	}
	if person.Protected != persona.Protected || person.Organisation != persona.Organisation || !slices.Equal(person.Roles, persona.Roles) {
		t.Errorf("got %+v", person)
	}
	if persona.For == signin.ForOfficial {
		if !person.NationalID.IsZero() {
			t.Error("an official's national id is nobody's business")
		}
		return
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(person.IDToken.Reveal(), ".")[1])
	if err != nil || strings.Contains(string(payload), "national_id") || strings.Contains(string(payload), persona.FamilyName) {
		t.Errorf("the ID token says who it is, which comes through the address line at sign-out: %v", err)
	}
	if person.NationalID.Reveal() != persona.NationalID || person.Strength != "http://ftn.ficora.fi/2017/loa2" {
		t.Errorf("another national id, or strength %q", person.Strength)
	}
}

// serve runs the provider below the path where the service has it, behind a router as the service's.
func serve(t *testing.T) (*idp.Provider, string) {
	t.Helper()
	var demo *idp.Provider
	router := chi.NewRouter()
	router.Handle(idp.Path+"/*", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { demo.ServeHTTP(w, r) }))
	server := httptest.NewServer(http.NewCrossOriginProtection().Handler(router))
	t.Cleanup(server.Close)
	demo = newIDP(t, server.URL)
	return demo, server.URL
}

var browser = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// reply is what a browser gets; to is where it leads, as a whole address.
type reply struct {
	status   int
	header   http.Header
	body, to string
}

func get(t *testing.T, address string) reply {
	t.Helper()
	return browse(t, http.MethodGet, address, nil)
}

func post(t *testing.T, address string, form url.Values) reply {
	t.Helper()
	return browse(t, http.MethodPost, address, form)
}

func browse(t *testing.T, method, address string, form url.Values) reply {
	t.Helper()
	request, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	response, err := browser.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := reply{status: response.StatusCode, header: response.Header, body: string(body)}
	if location, err := response.Location(); err == nil {
		got.to = location.String()
	}
	return got
}

// openLogin goes to the page on which somebody chooses.
func openLogin(t *testing.T, provider *signin.Provider, attempt signin.Attempt) (login, id, body string) {
	t.Helper()
	login = get(t, begin(t, provider, attempt)).to
	shown := get(t, login)
	if shown.status != http.StatusOK {
		t.Fatalf("login: status %d", shown.status)
	}
	parsed, err := url.Parse(login)
	if err != nil {
		t.Fatal(err)
	}
	return login, parsed.Query().Get("authRequestID"), shown.body
}

func TestABrowserSignsInOverTheNetwork(t *testing.T) {
	_, public := serve(t)
	for kind, persona := range map[signin.For]string{signin.ForPerson: "resident", signin.ForOfficial: "lvv"} {
		provider := newSignIn(t, public, kind, nil)
		attempt := newAttempt(provider)
		_, id, _ := openLogin(t, provider, attempt)
		chosen := post(t, public+idp.Path+"/login", url.Values{"authRequestID": {id}, "persona": {persona}})
		back := get(t, chosen.to)
		person, err := provider.Finish(context.Background(), attempt, answerOf(t, back.to, public))
		if err != nil {
			t.Fatal(err)
		}
		if person.Subject != persona {
			t.Errorf("got %s", person.Subject)
		}
		if again := get(t, chosen.to); again.status != http.StatusBadRequest {
			t.Errorf("a second code: status %d", again.status)
		}
	}
}

func TestAuthorizeRefuses(t *testing.T) {
	demo := newIDP(t, public)
	provider := newSignIn(t, public, signin.ForPerson, demo.Transport())
	sound, err := url.Parse(begin(t, provider, newAttempt(provider)))
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(url.Values){
		"another redirect address": func(v url.Values) { v.Set("redirect_uri", "https://evil.example/auth/callback") },
		"a longer one":             func(v url.Values) { v.Set("redirect_uri", public+idp.CallbackPath+"/demo-person/x") },
		"none":                     func(v url.Values) { v.Del("redirect_uri") },
		"another client":           func(v url.Values) { v.Set("client_id", "somebody") },
		"no PKCE":                  func(v url.Values) { v.Del("code_challenge") },
		"plain PKCE":               func(v url.Values) { v.Set("code_challenge_method", "plain") },
		"tokens at once":           func(v url.Values) { v.Set("response_type", "id_token token") },
		"a page that posts":        func(v url.Values) { v.Set("response_mode", "form_post") },
		"without asking":           func(v url.Values) { v.Set("prompt", "none") },
		"a state without end":      func(v url.Values) { v.Set("state", strings.Repeat("x", 1000)) },
	} {
		address, query := *sound, sound.Query()
		change(query)
		address.RawQuery = query.Encode()
		if back, err := demo.Authorize(context.Background(), address.String(), "citizen"); err == nil {
			t.Errorf("%s: came back to %s", name, back)
		} else if strings.Contains(err.Error(), "code_challenge") {
			t.Errorf("%s: the error quotes the request: %v", name, err)
		}
		w := httptest.NewRecorder()
		demo.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address.String(), nil))
		if strings.Contains(w.Header().Get("Location"), "evil.example") || strings.Contains(w.Header().Get("Location"), "code=") {
			t.Errorf("%s: leads to %s", name, w.Header().Get("Location"))
		}
	}
	for _, persona := range []string{"president", "police", ""} {
		if _, err := demo.Authorize(context.Background(), sound.String(), persona); !errors.Is(err, idp.ErrUnknownPersona) {
			t.Errorf("%q: got %v", persona, err)
		}
	}
	if _, err := demo.Authorize(context.Background(), "https://elsewhere.example/authorize", "citizen"); err == nil {
		t.Error("goes elsewhere")
	}
}

func TestTransportGoesNowhereElse(t *testing.T) {
	transport := newIDP(t, public).Transport()
	for _, address := range []string{"https://localhost:8080/demo/idp/keys", "http://localhost:8081/demo/idp/keys", "http://localhost:8080/metrics", "http://localhost:8080/demo/idpx/keys"} {
		request, err := http.NewRequest(http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if response, err := transport.RoundTrip(request); err == nil {
			_ = response.Body.Close()
			t.Errorf("%s is answered", address)
		}
	}
}

// signedIn is somebody who went through the code flow at a provider.
func signedIn(t *testing.T, demo *idp.Provider) (*signin.Provider, signin.Person) {
	t.Helper()
	provider := newSignIn(t, public, signin.ForPerson, demo.Transport())
	attempt := newAttempt(provider)
	back, err := demo.Authorize(context.Background(), begin(t, provider, attempt), "citizen")
	if err != nil {
		t.Fatal(err)
	}
	person, err := provider.Finish(context.Background(), attempt, answerOf(t, back, public))
	if err != nil {
		t.Fatal(err)
	}
	return provider, person
}

// Also after a restart, whose new key does not know the tokens of before.
func TestSignOutLeadsOnlyHome(t *testing.T) {
	demo := newIDP(t, public)
	provider, person := signedIn(t, demo)
	hints := map[string]signin.Secret{"the token": person.IDToken, "no token": {}, "something that is no token": signin.NewSecret("a.b.c"), "nothing": signin.NewSecret(" ")}
	for name, at := range map[string]*idp.Provider{"the provider": demo, "a new one": newIDP(t, public)} {
		for hint, idToken := range hints {
			for to, want := range map[string]string{public + idp.SignedOutPath: public + idp.SignedOutPath + "?state=s", "https://evil.example/": "", public + "/fi": "", public + idp.SignedOutPath + "/../fi": ""} {
				address, ok := provider.SignOutURL(context.Background(), idToken, to, "s")
				if !ok {
					t.Fatal("cannot sign out")
				}
				w := httptest.NewRecorder()
				at.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
				if got := w.Header().Get("Location"); got != want {
					t.Errorf("%s, %s, to %s: got %q, want %q", name, hint, to, got, want)
				}
			}
		}
	}
}

// A hint that cannot be verified says nothing of whose client asks; without its name the way is home.
func TestSignOutWithoutAClient(t *testing.T) {
	_, person := signedIn(t, newIDP(t, public))
	home := public + idp.SignedOutPath
	for name, c := range map[string]struct {
		query url.Values
		want  string
	}{
		"nothing at all":              {url.Values{}, home},
		"the token of before":         {url.Values{"id_token_hint": {person.IDToken.Reveal()}}, home},
		"with an address elsewhere":   {url.Values{"id_token_hint": {person.IDToken.Reveal()}, "post_logout_redirect_uri": {"https://evil.example/"}}, home},
		"by a client nobody knows":    {url.Values{"id_token_hint": {person.IDToken.Reveal()}, "client_id": {"x"}, "post_logout_redirect_uri": {"https://evil.example/"}}, ""},
		"two hints, neither verified": {url.Values{"id_token_hint": {"a", "b"}, "post_logout_redirect_uri": {"https://evil.example/"}}, home},
	} {
		w := httptest.NewRecorder()
		newIDP(t, public).ServeHTTP(w, httptest.NewRequest(http.MethodGet, public+idp.Path+"/end_session?"+c.query.Encode(), nil))
		if got := w.Header().Get("Location"); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestOnlyTheCodeFlowIsServed(t *testing.T) {
	demo := newIDP(t, public)
	for _, call := range []string{"POST /oauth/introspect", "POST /revoke", "POST /device_authorization", "GET /oauth/token", "POST /authorize", "GET /healthz", "GET /", "PUT /login"} {
		method, path, _ := strings.Cut(call, " ")
		w := httptest.NewRecorder()
		demo.ServeHTTP(w, httptest.NewRequest(method, public+idp.Path+path, nil))
		if w.Code != http.StatusNotFound && w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: status %d", call, w.Code)
		}
	}
	for name, form := range map[string]string{
		"nothing": "", "no code": "grant_type=authorization_code", "another grant": "grant_type=client_credentials&client_id=lupakartta-person",
		"refresh": "grant_type=refresh_token&refresh_token=x", "a broken form": "grant_type=authorization_code&code=%zz",
		"a JWT": "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=x", "another client": "grant_type=authorization_code&client_id=x&code=y",
	} {
		w := httptest.NewRecorder()
		request := httptest.NewRequest(http.MethodPost, public+idp.Path+"/oauth/token", strings.NewReader(form))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.SetBasicAuth("%zz", "%zz")
		demo.ServeHTTP(w, request)
		if w.Code < 400 || w.Code >= 500 {
			t.Errorf("%s: status %d", name, w.Code)
		}
	}
	w := httptest.NewRecorder()
	demo.ServeHTTP(w, httptest.NewRequest(http.MethodGet, public+idp.Path+"/userinfo", nil))
	if w.Code != http.StatusUnauthorized {
		t.Errorf("userinfo without a token: status %d", w.Code)
	}
}

func TestNewWantsAnAddress(t *testing.T) {
	for _, public := range []string{"", "localhost:8080", "/x", "ftp://localhost"} {
		if _, err := idp.New(idp.Config{Public: public, Now: time.Now}); err == nil {
			t.Errorf("%q is let through", public)
		}
	}
}
