// Package idp is the demo's identity provider: a small real OpenID provider on the service's own listener, at which
// anybody is whichever invented person they choose. The service signs in with it as with any other, so the demo runs
// the same code. It knows no passwords and must not be served outside the demo.
package idp

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
	"golang.org/x/text/language"

	"lupakartta/identity/signin"
)

// Paths below the service's public address.
const (
	Path          = "/demo/idp"        // of the provider; its issuer ends with it
	CallbackPath  = "/auth/callback"   // and the id of the way to sign in: to which browsers come back signed in, or not
	SignedOutPath = "/auth/signed-out" // to which they come back signed out
)

// maxForm bounds what is sent here, in bytes.
const maxForm = 64 << 10

// Config is what the provider must know.
type Config struct {
	Public string           // the service's public address
	Now    func() time.Time // by which requests, codes and tokens run out
}

// Provider is the identity provider. It is safe for concurrent use.
type Provider struct {
	issuer  *url.URL
	storage *storage
	op      *op.Provider
	handler http.Handler
}

// New makes a provider with a signing key of its own, which a restart replaces.
func New(config Config) (*Provider, error) {
	public := strings.TrimSuffix(config.Public, "/")
	issuer, err := url.Parse(public + Path)
	if err != nil || issuer.Host == "" {
		return nil, fmt.Errorf("demo identity provider: %q is no public address", config.Public)
	}
	p := &Provider{issuer: issuer}
	var clients []client
	for _, kind := range []signin.For{signin.ForPerson, signin.ForOfficial} {
		clients = append(clients, client{id: clientOf(kind), kind: kind, issuer: issuer.String(), redirect: public + CallbackPath + "/" + providerOf(kind), signedOut: public + SignedOutPath})
	}
	if p.storage, err = newStorage(clients, config.Now); err != nil {
		return nil, fmt.Errorf("demo identity provider: %w", err)
	}
	settings := &op.Config{CodeMethodS256: true, DefaultLogoutRedirectURI: public + SignedOutPath}
	_, _ = rand.Read(settings.CryptoKey[:]) // never fails
	options := []op.Option{
		op.WithCORSOptions(nil),                      // no other origin has business here
		op.WithLogger(slog.New(slog.DiscardHandler)), // it would log what it is asked, and codes are among that
	}
	if issuer.Scheme == "http" {
		options = append(options, op.WithAllowInsecure())
	}
	if p.op, err = op.NewProvider(settings, p.storage, op.StaticIssuer(issuer.String()), options...); err != nil {
		return nil, fmt.Errorf("demo identity provider: %w", err)
	}
	p.handler = http.StripPrefix(issuer.Path, p.routes())
	return p, nil
}

// Issuer is the provider's issuer identifier.
func (p *Provider) Issuer() string { return p.issuer.String() }

// ServeHTTP answers whatever lies below the issuer; it wants the whole path.
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.handler.ServeHTTP(w, r) }

// routes are those of the code flow. The library has more, which nobody needs here.
func (p *Provider) routes() http.Handler {
	protocol := http.HandlerFunc(p.serveProtocol)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.describe)
	mux.Handle("GET /authorize", protocol)
	mux.Handle("GET /authorize/callback", protocol)
	mux.Handle("POST /oauth/token", protocol)
	mux.Handle("GET /userinfo", protocol)
	mux.Handle("GET /keys", protocol)
	mux.HandleFunc("GET /end_session", p.endSession)
	mux.HandleFunc("GET /login", p.showLogin)
	mux.HandleFunc("POST /login", p.login)
	mux.HandleFunc("GET /style.css", p.style)
	return mux
}

// serveProtocol hands over to the library, whose router must not find that of the service around it: it would go on
// with that one's path.
func (p *Provider) serveProtocol(w http.ResponseWriter, r *http.Request) {
	r = r.WithContext(context.WithValue(r.Context(), chi.RouteCtxKey, (*chi.Context)(nil)))
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "the form cannot be read", http.StatusBadRequest)
		return
	}
	if r.Method == http.MethodPost {
		r.Header = r.Header.Clone()
		r.Header.Del("Authorization") // the clients are public ones; the library fails on some headers that are none
	}
	w.Header().Set("Cache-Control", "no-store")
	p.op.ServeHTTP(w, r)
}

// describe is the provider's description of what it really does (OpenID Connect Discovery 1.0, 3).
func (p *Provider) describe(w http.ResponseWriter, _ *http.Request) {
	issuer := p.Issuer()
	op.Discover(w, &oidc.DiscoveryConfiguration{
		Issuer:                            issuer,
		AuthorizationEndpoint:             p.op.AuthorizationEndpoint().Absolute(issuer),
		TokenEndpoint:                     p.op.TokenEndpoint().Absolute(issuer),
		UserinfoEndpoint:                  p.op.UserinfoEndpoint().Absolute(issuer),
		EndSessionEndpoint:                p.op.EndSessionEndpoint().Absolute(issuer),
		JwksURI:                           p.op.KeysEndpoint().Absolute(issuer),
		ScopesSupported:                   []string{oidc.ScopeOpenID, oidc.ScopeProfile},
		ResponseTypesSupported:            []string{string(oidc.ResponseTypeCode)},
		ResponseModesSupported:            []string{string(oidc.ResponseModeQuery)},
		GrantTypesSupported:               []oidc.GrantType{oidc.GrantTypeCode},
		SubjectTypesSupported:             []string{"public"},
		ACRValuesSupported:                []string{strength},
		IDTokenSigningAlgValuesSupported:  []string{string(p.storage.key.SignatureAlgorithm())},
		TokenEndpointAuthMethodsSupported: []oidc.AuthMethod{oidc.AuthMethodNone},
		ClaimsSupported:                   []string{"sub", "acr", "given_name", "family_name", "name", "national_id", "protected", "organisation", "roles"},
		CodeChallengeMethodsSupported:     []oidc.CodeChallengeMethod{oidc.CodeChallengeMethodS256},
		UILocalesSupported:                oidc.Locales{language.Finnish, language.Swedish, language.English},
	})
}
