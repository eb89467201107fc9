package signin

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/go-cmp/cmp"

	"lupakartta/identity"
)

func TestBeginSaysWhatIsAskedFor(t *testing.T) {
	s := newStandIn(t)
	attempt := newAttempt()
	address, err := newProvider(t, s.config()).Begin(context.Background(), attempt, "sv")
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	query := parsed.Query()
	want := map[string]string{
		"response_type": "code", "client_id": "lupakartta", "redirect_uri": redirectURL, "scope": "openid profile", "state": attempt.State.Reveal(),
		"nonce": attempt.Nonce.Reveal(), "code_challenge_method": "S256", "ui_locales": "sv", "acr_values": "http://ftn.ficora.fi/2017/loa2 http://ftn.ficora.fi/2017/loa3",
	}
	for name, value := range want {
		if query.Get(name) != value {
			t.Errorf("%s: got %q, want %q", name, query.Get(name), value)
		}
	}
	if strings.Contains(address, attempt.Verifier.Reveal()) {
		t.Error("the verifier stands in the address")
	}
}

func TestFinishSaysWhoItIs(t *testing.T) {
	s := newStandIn(t)
	provider, attempt := newProvider(t, s.config()), newAttempt()
	person, err := provider.Finish(context.Background(), attempt, visit(t, provider, attempt))
	if err != nil {
		t.Fatal(err)
	}
	if person.NationalID.Reveal() != nationalID || person.IDToken.IsZero() {
		t.Errorf("the national id or the ID token is missing")
	}
	person.NationalID, person.IDToken = identity.NationalID{}, Secret{}
	want := Person{
		Provider: "stand-in", Issuer: s.URL, Subject: "subject-1", For: ForPerson, GivenName: "Aino", FamilyName: "Esimerkki", Name: "Aino Esimerkki",
		Strength: "http://ftn.ficora.fi/2017/loa2",
	}
	if got := fmt.Sprintf("%+v", person); got != fmt.Sprintf("%+v", want) {
		t.Errorf("got %s, want %+v", got, want)
	}
	if s.asked["/userinfo"] != 0 {
		t.Error("userinfo was asked, though the ID token says all")
	}
}

// wrongs are what a provider, a browser or the network can do wrong, one thing at a time.
var wrongs = []struct {
	name   string
	want   Reason
	spoil  func(*standIn)
	answer func(*Answer)
}{
	{"another nonce", BadNonce, func(s *standIn) { s.claims = set("nonce", "another") }, nil},
	{"no nonce", BadNonce, func(s *standIn) { s.claims = remove("nonce") }, nil},
	{"another audience", BadAudience, func(s *standIn) { s.claims = set("aud", "another") }, nil},
	{"several audiences and no azp", BadAudience, func(s *standIn) { s.claims = set("aud", []string{"lupakartta", "another"}) }, nil},
	{"another azp", BadAudience, func(s *standIn) { s.claims = set("azp", "another") }, nil},
	{"another issuer", BadIssuer, func(s *standIn) { s.claims = set("iss", "https://another.example") }, nil},
	{"expired a second ago", Expired, func(s *standIn) { s.claims = set("exp", noon.Unix()-1) }, nil},
	{"no expiry", Expired, func(s *standIn) { s.claims = remove("exp") }, nil},
	{"issued before it was asked for", Expired, func(s *standIn) { s.claims = set("iat", noon.Add(-3*time.Minute).Unix()) }, nil},
	{"issued tomorrow", Expired, func(s *standIn) { s.claims = set("iat", noon.Add(24*time.Hour).Unix()) }, nil},
	{"not to be used yet", Expired, func(s *standIn) { s.claims = set("nbf", noon.Add(time.Hour).Unix()) }, nil},
	{"another access token", BadSignature, func(s *standIn) { s.tokens = set("access_token", "another") }, nil},
	{"weak", TooWeak, func(s *standIn) { s.claims = set("acr", "password") }, nil},
	{"strength not said", TooWeak, func(s *standIn) { s.claims = remove("acr") }, nil},

	{"signed by another", BadSignature, func(s *standIn) {
		other := newStandIn(s.t)
		s.sign = func(p []byte) string { return other.signed(jose.ES256, other.key, p) }
	}, nil},
	{"not signed", BadSignature, func(s *standIn) { s.sign = unsigned }, nil},
	{"HMAC by the public key", BadSignature, func(s *standIn) { s.sign = func(p []byte) string { return s.signed(jose.HS256, s.publicKey(), p) } }, nil},
	{"no ID token", BadSignature, func(s *standIn) { s.tokens = remove("id_token") }, nil},
	{"no token at all", BadSignature, func(s *standIn) { s.sign = func([]byte) string { return "nonsense" } }, nil},

	{"another state", BadState, nil, func(a *Answer) { a.State = newSecret() }},
	{"no state", BadState, nil, func(a *Answer) { a.State = Secret{} }},
	{"another provider answers", BadIssuer, nil, func(a *Answer) { a.Issuer = "https://another.example" }},
	{"nobody says who answers", BadIssuer, nil, func(a *Answer) { a.Issuer = "" }},
	{"cancelled", Denied, nil, func(a *Answer) { a.Error = "access_denied" }},
	{"the provider gives up", Unavailable, nil, func(a *Answer) { a.Error = "server_error" }},
	{"the provider says something unheard of", Unavailable, nil, func(a *Answer) { a.Error = a.Code.Reveal() }},
	{"no code", BadCode, nil, func(a *Answer) { a.Code = Secret{} }},
	{"another code", BadCode, nil, func(a *Answer) { a.Code = newSecret() }},
	{"another verifier", BadCode, func(s *standIn) { s.answer = func(v url.Values) { v.Set("code_verifier", newVerifier().Reveal()) } }, nil},
	{"we are not its client", Unavailable, func(s *standIn) { s.secret = "something" }, nil},

	{"no national id", BadClaims, func(s *standIn) { s.claims = remove("national_id"); s.info = map[string]any{"sub": "subject-1"} }, nil},
	{"a national id that is none", BadClaims, func(s *standIn) { s.claims = set("national_id", "131052-308U") }, nil},
	{"a national id of another kind", BadClaims, func(s *standIn) { s.claims = set("national_id", []string{nationalID}) }, nil},
	{"userinfo of somebody else", BadClaims, func(s *standIn) {
		s.claims, s.info = remove("national_id"), map[string]any{"sub": "subject-2", "national_id": nationalID}
	}, nil},
	{"a name with a line break", BadClaims, func(s *standIn) { s.claims = set("name", "Aino\nroot") }, nil},
	{"a name without end", BadClaims, func(s *standIn) { s.claims = set("name", strings.Repeat("a", 256)) }, nil},
	{"no name", BadClaims, func(s *standIn) {
		s.claims, s.info = remove("name", "given_name", "family_name"), map[string]any{"sub": "subject-1"}
	}, nil},
	{"no subject", BadClaims, func(s *standIn) { s.claims = set("sub", "") }, nil},

	{"keys out of order", Unavailable, func(s *standIn) { s.fail["/keys"] = 500 }, nil},
	{"tokens out of order", Unavailable, func(s *standIn) { s.fail["/token"] = 502 }, nil},
	{"tokens elsewhere", Unavailable, func(s *standIn) { s.fail["/token"] = 307 }, nil},
	{"userinfo out of order", Unavailable, func(s *standIn) { s.claims = remove("national_id"); s.fail["/userinfo"] = 403 }, nil},
	{"too many tokens", Unavailable, func(s *standIn) { s.tokens = set("more", strings.Repeat("x", answerBytes)) }, nil},
}

func TestFinishRefuses(t *testing.T) {
	for _, test := range wrongs {
		t.Run(test.name, func(t *testing.T) {
			s := newStandIn(t)
			if test.spoil != nil {
				test.spoil(s)
			}
			provider, attempt := newProvider(t, s.config()), newAttempt()
			s.said = append(s.said, attempt.Verifier.Reveal())
			answer := visit(t, provider, attempt)
			if test.answer != nil {
				test.answer(&answer)
			}
			person, err := provider.Finish(context.Background(), attempt, answer)
			wantRefusal(t, s, err, test.want)
			if person.Subject != "" || !person.NationalID.IsZero() || !person.IDToken.IsZero() {
				t.Errorf("refused, and yet somebody: %v", person)
			}
		})
	}
}

// wantRefusal also sees that the error quotes nothing that is secret.
func wantRefusal(t *testing.T, s *standIn, err error, want Reason) {
	t.Helper()
	var refusal *Refusal
	if !errors.As(err, &refusal) || refusal.Reason != want {
		t.Errorf("got %v, want a refusal for %q", err, want)
	}
	if err == nil || s == nil {
		return
	}
	texts := []string{err.Error(), fmt.Sprintf("%+v", refusal), fmt.Sprintf("%#v", refusal)}
	for _, secret := range s.said {
		for _, text := range texts {
			if secret != "" && strings.Contains(text, secret) {
				t.Errorf("the error quotes %q: %s", secret, text)
			}
		}
	}
}

func unsigned(payload []byte) string {
	header := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`))
	return header + "." + base64.RawURLEncoding.EncodeToString(payload) + "."
}

func TestACodeCountsOnce(t *testing.T) {
	s := newStandIn(t)
	provider, attempt := newProvider(t, s.config()), newAttempt()
	answer := visit(t, provider, attempt)
	if _, err := provider.Finish(context.Background(), attempt, answer); err != nil {
		t.Fatal(err)
	}
	_, err := provider.Finish(context.Background(), attempt, answer)
	wantRefusal(t, s, err, BadCode)
}

func TestAnAttemptIsWithOneProvider(t *testing.T) {
	s := newStandIn(t)
	provider, attempt := newProvider(t, s.config()), newAttempt()
	answer := visit(t, provider, attempt)
	attempt.Provider = "another"
	_, err := provider.Finish(context.Background(), attempt, answer)
	wantRefusal(t, s, err, BadState)
}

func TestUserinfoFillsTheGaps(t *testing.T) {
	s := newStandIn(t)
	s.claims = remove("national_id", "protected")
	s.info = map[string]any{"sub": "subject-1", "national_id": nationalID, "protected": true, "name": "Not Signed", "mail": "aino@example.fi"}
	config := s.config()
	config.Claims.Email = "mail"
	provider, attempt := newProvider(t, config), newAttempt()
	person, err := provider.Finish(context.Background(), attempt, visit(t, provider, attempt))
	if err != nil {
		t.Fatal(err)
	}
	if person.NationalID.Reveal() != nationalID || !person.Protected || person.Name != "Aino Esimerkki" || person.Email != "aino@example.fi" {
		t.Errorf("got %+v", person)
	}
}

func TestOfficialsHaveOffices(t *testing.T) {
	tests := []struct {
		name         string
		groups, org  any
		mapped       map[string]string
		organisation string
		roles        []identity.Role
	}{
		{"one", "kasittelija", "mallila_environment", nil, "mallila_environment", []identity.Role{identity.Handler}},
		{"several, one twice and one unknown", []string{"paattaja", "kasittelija", "paattaja", "siivooja"}, "tukes", nil, "tukes", []identity.Role{identity.DecisionMaker, identity.Handler}},
		{"named otherwise", "kasittelija", "tukes.fi", map[string]string{"tukes.fi": "tukes"}, "tukes", []identity.Role{identity.Handler}},
		{"of an organisation that we do not know", "kasittelija", "evil.fi", map[string]string{"tukes.fi": "tukes"}, "", nil},
		{"of one whose name is ours", "kasittelija", "tukes", map[string]string{"tukes.fi": "tukes"}, "", nil},
		{"with no word of which it may speak for", "kasittelija", "tukes", map[string]string{}, "", nil},
		{"of none", "kasittelija", nil, nil, "", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newStandIn(t)
			s.claims = func(claims map[string]any) { claims["groups"], claims["org"] = test.groups, test.org }
			s.info = map[string]any{"sub": "subject-1"}
			config := s.officials()
			config.Organisations, config.AnyOrganisation = test.mapped, test.mapped == nil
			provider, attempt := newProvider(t, config), newAttempt()
			person, err := provider.Finish(context.Background(), attempt, visit(t, provider, attempt))
			if err != nil {
				t.Fatal(err)
			}
			if person.Organisation != test.organisation || !cmp.Equal(person.Roles, test.roles) || person.For != ForOfficial {
				t.Errorf("got %+v", person)
			}
		})
	}
}

// Its sign-ins may be weaker: nobody comes by it to what a strong sign-in guards.
func TestAProviderOfOfficialsNamesNoPersons(t *testing.T) {
	s := newStandIn(t)
	s.info = map[string]any{"sub": "subject-1"}
	config := s.officials()
	config.Claims.NationalID = "national_id"
	provider, attempt := newProvider(t, config), newAttempt()
	person, err := provider.Finish(context.Background(), attempt, visit(t, provider, attempt))
	if err != nil || !person.NationalID.IsZero() {
		t.Errorf("a code: %t, %v", !person.NationalID.IsZero(), err)
	}
}

func TestAProviderOfPersonsMakesNoOfficials(t *testing.T) {
	s := newStandIn(t)
	s.claims = func(claims map[string]any) { claims["groups"], claims["org"] = "kasittelija", "tukes" }
	config := s.officials()
	config.For, config.Claims.NationalID = ForPerson, "national_id"
	provider, attempt := newProvider(t, config), newAttempt()
	person, err := provider.Finish(context.Background(), attempt, visit(t, provider, attempt))
	if err != nil || person.Organisation != "" || person.Roles != nil {
		t.Errorf("got %+v, %v", person, err)
	}
}

func TestWhatIsNotFalseProtects(t *testing.T) {
	for value, want := range map[any]bool{false: false, "false": false, "0": false, "": false, float64(0): false, nil: false, true: true, "1": true, "kyllä": true, float64(1): true} {
		if got := (claimSet{"protected": value}).truth("protected"); got != want {
			t.Errorf("%v: got %t, want %t", value, got, want)
		}
	}
	if !(claimSet{"protected": []any{}}).truth("protected") || (claimSet{}).truth("protected") || (claimSet{"": true}).truth("") {
		t.Error("a list protects, nothing does not")
	}
}

func TestConfidentialClients(t *testing.T) {
	for _, method := range []string{"client_secret_basic", "client_secret_post"} {
		t.Run(method, func(t *testing.T) {
			s := newStandIn(t)
			s.secret = "a secret: & more"
			s.describe = set("token_endpoint_auth_methods_supported", []string{method})
			config := s.config()
			config.ClientSecretFile = filepath.Join(t.TempDir(), "secret")
			if err := os.WriteFile(config.ClientSecretFile, []byte(s.secret+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			if method == "client_secret_basic" {
				s.secret = url.QueryEscape(s.secret) // RFC 6749 2.3.1
			}
			provider, attempt := newProvider(t, config), newAttempt()
			if _, err := provider.Finish(context.Background(), attempt, visit(t, provider, attempt)); err != nil {
				t.Error(err)
			}
			if s.asked["/token"] != 1 {
				t.Errorf("the token endpoint was asked %d times", s.asked["/token"])
			}
		})
	}
}

func TestKeysMayChange(t *testing.T) {
	s := newStandIn(t)
	provider := newProvider(t, s.config())
	for _, kid := range []string{"first", "second", "third"} {
		s.rotate(kid)
		attempt := newAttempt()
		if _, err := provider.Finish(context.Background(), attempt, visit(t, provider, attempt)); err != nil {
			t.Errorf("%s key: %v", kid, err)
		}
	}
	if s.asked["/.well-known/openid-configuration"] != 1 {
		t.Errorf("discovery was asked %d times", s.asked["/.well-known/openid-configuration"])
	}
}

func TestPersonsHideThemselves(t *testing.T) {
	s := newStandIn(t)
	provider, attempt := newProvider(t, s.config()), newAttempt()
	person, err := provider.Finish(context.Background(), attempt, visit(t, provider, attempt))
	if err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal([]any{person, attempt})
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("signed in", "person", person, "attempt", attempt, "token", person.IDToken)
	for _, text := range []string{fmt.Sprintf("%v %+v %#v", person, person, person), fmt.Sprintf("%v %+v %#v", attempt, attempt, attempt), string(asJSON), log.String()} {
		for _, secret := range append(s.said, attempt.Verifier.Reveal()) {
			if strings.Contains(text, secret) {
				t.Errorf("a secret stands in %s", text)
			}
		}
	}
}

func TestSignOutAtTheProvider(t *testing.T) {
	s := newStandIn(t)
	address, ok := newProvider(t, s.config()).SignOutURL(context.Background(), NewSecret("token"), "https://lupakartta.example/auth/signed-out", "state-1")
	want := s.URL + "/end?client_id=lupakartta&id_token_hint=token&post_logout_redirect_uri=https%3A%2F%2Flupakartta.example%2Fauth%2Fsigned-out&state=state-1"
	if !ok || address != want {
		t.Errorf("got %s, %t, want %s", address, ok, want)
	}
	without := s.config()
	without.Logout = false
	if _, ok := newProvider(t, without).SignOutURL(context.Background(), Secret{}, "https://lupakartta.example/", ""); ok {
		t.Error("signs out although the configuration says no")
	}
	s.describe = remove("end_session_endpoint")
	if _, ok := newProvider(t, s.config()).SignOutURL(context.Background(), Secret{}, "https://lupakartta.example/", ""); ok {
		t.Error("signs out where the provider cannot")
	}
}

func TestNewTellsWhatItCannotDo(t *testing.T) {
	for name, config := range map[string]ProviderConfig{
		"saml":      {ID: "suomifi", Kind: "saml"},
		"no secret": {ID: "a", Kind: KindOIDC, ClientSecretFile: filepath.Join(t.TempDir(), "none")},
	} {
		if _, err := New(config, Options{Now: time.Now}); err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
}
