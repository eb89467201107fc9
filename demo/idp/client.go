package idp

import (
	"slices"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"lupakartta/identity/signin"
)

// Lifetimes. A demo's tokens are used at once: for userinfo, and the ID token to sign out.
const (
	requestLife = 10 * time.Minute
	codeLife    = time.Minute
	tokenLife   = 5 * time.Minute
)

// client is one of the two that the service is: public ones, which PKCE alone proves.
type client struct {
	id        string
	kind      signin.For
	issuer    string
	redirect  string
	signedOut string
}

var _ op.Client = client{}

func clientOf(kind signin.For) string   { return "lupakartta-" + string(kind) }
func providerOf(kind signin.For) string { return "demo-" + string(kind) }

// GetID is the client's id.
func (c client) GetID() string { return c.id }

// RedirectURIs is the one address that codes are sent to.
func (c client) RedirectURIs() []string { return []string{c.redirect} }

// PostLogoutRedirectURIs is the one address that signing out leads to.
func (c client) PostLogoutRedirectURIs() []string { return []string{c.signedOut} }

// ApplicationType is web, which lets the demo run without https.
func (c client) ApplicationType() op.ApplicationType { return op.ApplicationTypeWeb }

// AuthMethod is none: there is no secret.
func (c client) AuthMethod() oidc.AuthMethod { return oidc.AuthMethodNone }

// ResponseTypes is the code flow.
func (c client) ResponseTypes() []oidc.ResponseType {
	return []oidc.ResponseType{oidc.ResponseTypeCode}
}

// GrantTypes is the code flow's.
func (c client) GrantTypes() []oidc.GrantType { return []oidc.GrantType{oidc.GrantTypeCode} }

// LoginURL is the page on which somebody chooses whom to be.
func (c client) LoginURL(id string) string { return c.issuer + "/login?" + requestField + "=" + id }

// AccessTokenType is opaque.
func (c client) AccessTokenType() op.AccessTokenType { return op.AccessTokenTypeBearer }

// IDTokenLifetime is how long an ID token lasts.
func (c client) IDTokenLifetime() time.Duration { return tokenLife }

// DevMode would loosen the checks of addresses.
func (c client) DevMode() bool { return false }

// RestrictAdditionalIdTokenScopes lets all pass.
func (c client) RestrictAdditionalIdTokenScopes() func([]string) []string { return slices.Clone }

// RestrictAdditionalAccessTokenScopes lets all pass.
func (c client) RestrictAdditionalAccessTokenScopes() func([]string) []string { return slices.Clone }

// IsScopeAllowed knows no scopes but the standard's.
func (c client) IsScopeAllowed(string) bool { return false }

// IDTokenUserinfoClaimsAssertion puts officials' claims into the ID token. Persons' are asked for at userinfo: the ID
// token comes back through the browser's address line at sign-out, where no national id may stand.
func (c client) IDTokenUserinfoClaimsAssertion() bool { return c.kind == signin.ForOfficial }

// ClockSkew is none: both run by the same clock.
func (c client) ClockSkew() time.Duration { return 0 }
