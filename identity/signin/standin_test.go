package signin

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"lupakartta/identity"
	"lupakartta/internal/i18n"
)

const (
	redirectURL = "https://lupakartta.example/auth/callback"
	nationalID  = "131052-308T"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// standIn is an OpenID provider that speaks the protocol rightly until a test spoils it.
type standIn struct {
	*httptest.Server
	t    *testing.T
	mu   sync.Mutex
	key  *ecdsa.PrivateKey
	kid  string
	said []string // secrets that no error may quote

	codes map[string]url.Values // unused codes and what was asked when they were given

	describe func(map[string]any)                // the description
	claims   func(map[string]any)                // the ID token's
	info     map[string]any                      // the userinfo answer
	sign     func(payload []byte) (token string) // the ID token
	answer   func(url.Values)                    // the token request
	tokens   func(map[string]any)                // the token answer
	fail     map[string]int                      // statuses of paths
	asked    map[string]int                      // how often a path was asked
	secret   string                              // the client's; empty: a public client
}

func newStandIn(t *testing.T) *standIn {
	s := &standIn{t: t, codes: map[string]url.Values{}, fail: map[string]int{}, asked: map[string]int{}, said: []string{nationalID}}
	s.rotate("first")
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", s.description)
	mux.HandleFunc("GET /authorize", s.authorize)
	mux.HandleFunc("POST /token", s.token)
	mux.HandleFunc("GET /keys", s.keys)
	mux.HandleFunc("GET /userinfo", s.userinfo)
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked[r.URL.Path]++
		status := s.fail[r.URL.Path]
		s.mu.Unlock()
		if status != 0 {
			http.Error(w, "out of order: "+r.URL.RawQuery, status)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *standIn) rotate(kid string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	s.key, s.kid = key, kid
}

func (s *standIn) description(w http.ResponseWriter, _ *http.Request) {
	described := map[string]any{
		"issuer": s.URL, "authorization_endpoint": s.URL + "/authorize", "token_endpoint": s.URL + "/token", "jwks_uri": s.URL + "/keys",
		"userinfo_endpoint": s.URL + "/userinfo", "end_session_endpoint": s.URL + "/end", "id_token_signing_alg_values_supported": []string{"ES256", "HS256", "none"},
		"authorization_response_iss_parameter_supported": true,
	}
	if s.describe != nil {
		s.describe(described)
	}
	s.write(w, http.StatusOK, described)
}

func (s *standIn) authorize(w http.ResponseWriter, r *http.Request) {
	query, code := r.URL.Query(), rand.Text()
	s.mu.Lock()
	s.codes[code] = query
	s.said = append(s.said, code, query.Get("state"), query.Get("nonce"))
	s.mu.Unlock()
	back := url.Values{"code": {code}, "state": {query.Get("state")}, "iss": {s.URL}}
	http.Redirect(w, r, query.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
}

func (s *standIn) token(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		s.t.Error(err)
	}
	form := r.PostForm
	if s.answer != nil {
		s.answer(form)
	}
	s.mu.Lock()
	asked, ok := s.codes[form.Get("code")]
	delete(s.codes, form.Get("code"))
	s.mu.Unlock()
	id, secret, basic := r.BasicAuth()
	if !basic {
		id, secret = form.Get("client_id"), form.Get("client_secret")
	}
	challenge := sha256.Sum256([]byte(form.Get("code_verifier")))
	switch {
	case id != "lupakartta" || secret != s.secret:
		s.write(w, http.StatusUnauthorized, map[string]any{"error": "invalid_client", "error_description": "secret " + secret})
	case !ok || asked.Get("redirect_uri") != form.Get("redirect_uri") || asked.Get("code_challenge_method") != "S256" ||
		asked.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(challenge[:]):
		s.write(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": "code " + form.Get("code")})
	default:
		s.write(w, http.StatusOK, s.grant(asked))
	}
}

// grant is the token answer.
func (s *standIn) grant(asked url.Values) map[string]any {
	access := rand.Text()
	hash := sha256.Sum256([]byte(access))
	claims := map[string]any{
		"iss": s.URL, "sub": "subject-1", "aud": "lupakartta", "exp": noon.Add(5 * time.Minute).Unix(), "iat": noon.Unix(), "nonce": asked.Get("nonce"),
		"at_hash": base64.RawURLEncoding.EncodeToString(hash[:16]), "acr": "http://ftn.ficora.fi/2017/loa2",
		"national_id": nationalID, "given_name": "Aino", "family_name": "Esimerkki", "name": "Aino Esimerkki", "protected": false,
	}
	if s.claims != nil {
		s.claims(claims)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		s.t.Error(err)
	}
	sign := s.sign
	if sign == nil {
		sign = func(payload []byte) string { return s.signed(jose.ES256, s.key, payload) }
	}
	answer := map[string]any{"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": sign(payload)}
	if s.tokens != nil {
		s.tokens(answer)
	}
	s.mu.Lock()
	s.said = append(s.said, access, sign(payload))
	s.mu.Unlock()
	return answer
}

func (s *standIn) signed(algorithm jose.SignatureAlgorithm, key any, payload []byte) string {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: jose.JSONWebKey{Key: key, KeyID: s.kid}}, nil)
	if err != nil {
		s.t.Error(err)
		return ""
	}
	signature, err := signer.Sign(payload)
	if err != nil {
		s.t.Error(err)
		return ""
	}
	text, err := signature.CompactSerialize()
	if err != nil {
		s.t.Error(err)
	}
	return text
}

// publicKey is what everybody can read, as some libraries take it for an HMAC key.
func (s *standIn) publicKey() []byte {
	der, err := x509.MarshalPKIXPublicKey(&s.key.PublicKey)
	if err != nil {
		s.t.Error(err)
	}
	return der
}

func (s *standIn) keys(w http.ResponseWriter, _ *http.Request) {
	s.write(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &s.key.PublicKey, KeyID: s.kid, Algorithm: "ES256", Use: "sig"}}})
}

func (s *standIn) userinfo(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	known := slices.Contains(s.said, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	s.mu.Unlock()
	if !known {
		http.Error(w, "whose token?", http.StatusUnauthorized)
		return
	}
	s.write(w, http.StatusOK, s.info)
}

func (s *standIn) write(w http.ResponseWriter, status int, content any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(content); err != nil {
		s.t.Error(err)
	}
}

func (s *standIn) config() ProviderConfig {
	return ProviderConfig{
		ID: "stand-in", Kind: KindOIDC, Title: i18n.Text{Fi: "Sijainen", Sv: "Vikarie", En: "Stand-in"}, For: ForPerson, Issuer: s.URL, ClientID: "lupakartta",
		Scopes: []string{"profile"}, ACR: []string{"http://ftn.ficora.fi/2017/loa2", "http://ftn.ficora.fi/2017/loa3"},
		Claims: Claims{NationalID: "national_id", Protected: "protected"}, Logout: true,
	}
}

func (s *standIn) officials() ProviderConfig {
	config := s.config()
	config.For, config.ACR = ForOfficial, nil
	config.Claims, config.AnyOrganisation = Claims{Organisation: "org", Roles: "groups"}, true
	config.Roles = map[string]identity.Role{"kasittelija": identity.Handler, "paattaja": identity.DecisionMaker}
	return config
}

func newProvider(t *testing.T, config ProviderConfig) *Provider {
	t.Helper()
	provider, err := New(config, Options{Now: func() time.Time { return noon }, RedirectURL: redirectURL})
	if err != nil {
		t.Fatal(err)
	}
	return provider
}

func newAttempt() Attempt {
	return Attempt{Provider: "stand-in", ReturnTo: "/fi", State: newSecret(), Nonce: newSecret(), Verifier: newVerifier(), Began: noon.Add(-time.Minute)}
}

// visit is what a browser does: it goes where it is sent and brings back the answer.
func visit(t *testing.T, provider *Provider, attempt Attempt) Answer {
	t.Helper()
	address, err := provider.Begin(context.Background(), attempt, i18n.Swedish)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := browser.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	back, err := response.Location()
	if err != nil {
		t.Fatal(err)
	}
	query := back.Query()
	return Answer{Code: NewSecret(query.Get("code")), State: NewSecret(query.Get("state")), Issuer: query.Get("iss"), Error: query.Get("error")}
}

func remove(names ...string) func(map[string]any) {
	return func(claims map[string]any) {
		maps.DeleteFunc(claims, func(name string, _ any) bool { return slices.Contains(names, name) })
	}
}

func set(name string, value any) func(map[string]any) {
	return func(claims map[string]any) { claims[name] = value }
}
