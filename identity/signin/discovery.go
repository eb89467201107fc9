package signin

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// signatures are those that need the provider's private key. HMAC, whose key would be the client secret, and none are
// not among them.
var signatures = []string{
	oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA,
}

// metadata is what we read of a provider's own description (OpenID Connect Discovery 1.0, 3; RFC 9207).
type metadata struct {
	Authorization string   `json:"authorization_endpoint"`
	Token         string   `json:"token_endpoint"`
	Userinfo      string   `json:"userinfo_endpoint"`
	Keys          string   `json:"jwks_uri"`
	EndSession    string   `json:"end_session_endpoint"`
	Algorithms    []string `json:"id_token_signing_alg_values_supported"`
	ClientAuth    []string `json:"token_endpoint_auth_methods_supported"`
	NamesIssuer   bool     `json:"authorization_response_iss_parameter_supported"`
}

// discovered is a provider that has described itself.
type discovered struct {
	provider *oidc.Provider
	keys     *oidc.RemoteKeySet // fetched anew when a token names a key that is not known: providers change keys
	oauth    oauth2.Config
	metadata metadata
}

// discover asks the provider once for its description and keeps it; while it fails, the next sign-in asks again. Those
// who ask at the same time wait for the same answer.
func (c *client) discover(ctx context.Context) (*discovered, error) {
	if found := c.found.Load(); found != nil {
		return found, nil
	}
	asked := c.asking.DoChan("", func() (any, error) {
		if found := c.found.Load(); found != nil {
			return found, nil
		}
		found, err := c.askDescription()
		if err == nil {
			c.found.Store(found)
		}
		return found, err
	})
	select {
	case <-ctx.Done():
		return nil, unavailable("discovery", ctx.Err())
	case answer := <-asked:
		if answer.Err != nil {
			return nil, discoveryError(answer.Err)
		}
		return answer.Val.(*discovered), nil
	}
}

func discoveryError(err error) *Refusal {
	var (
		refusal *Refusal
		issuer  *oidc.IssuerMismatchError
	)
	switch {
	case errors.As(err, &refusal):
		return refusal
	case errors.As(err, &issuer):
		return refuse(BadIssuer, "discovery")
	}
	return unavailable("discovery", err)
}

// askDescription belongs to no request: others wait for it too, and the keys are fetched in its context for ever after.
// The client has a timeout.
func (c *client) askDescription() (*discovered, error) {
	ctx := oidc.ClientContext(context.Background(), c.http)
	provider, err := oidc.NewProvider(ctx, c.config.Issuer)
	if err != nil {
		return nil, err
	}
	found := &discovered{provider: provider}
	if err := provider.Claims(&found.metadata); err != nil {
		return nil, err
	}
	if err := found.metadata.check(c.config.Issuer); err != nil {
		return nil, err
	}
	found.keys = oidc.NewRemoteKeySet(ctx, found.metadata.Keys)
	found.oauth = c.oauth(found.metadata)
	return found, nil
}

// check refuses endpoints at which what we send could be read on the way.
func (m metadata) check(issuer string) error {
	own, err := url.Parse(issuer)
	if err != nil {
		return err
	}
	for name, endpoint := range map[string]string{"authorization": m.Authorization, "token": m.Token, "keys": m.Keys, "userinfo": m.Userinfo, "end session": m.EndSession} {
		if endpoint == "" && (name == "userinfo" || name == "end session") {
			continue
		}
		parsed, err := url.Parse(endpoint)
		if err != nil || parsed.Host == "" || parsed.Scheme != "https" && (parsed.Scheme != own.Scheme || parsed.Host != own.Host) {
			return refuse(Unavailable, "discovery: the "+name+" endpoint is not https")
		}
	}
	return nil
}

// algorithms are those that the provider says it signs with and that we take; RS256 when it does not say, which every
// provider must know.
func (m metadata) algorithms() []string {
	ours := slices.DeleteFunc(slices.Clone(m.Algorithms), func(name string) bool { return !slices.Contains(signatures, name) })
	if len(ours) == 0 {
		return []string{oidc.RS256}
	}
	return ours
}

// oauth says how we prove to be the client: trying both ways, as the library would, wastes the code on the first one.
func (c *client) oauth(described metadata) oauth2.Config {
	endpoint := oauth2.Endpoint{AuthURL: described.Authorization, TokenURL: described.Token, AuthStyle: oauth2.AuthStyleInHeader}
	post := slices.Contains(described.ClientAuth, "client_secret_post") && !slices.Contains(described.ClientAuth, "client_secret_basic")
	if c.secret.IsZero() || post {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	return oauth2.Config{
		ClientID: c.config.ClientID, ClientSecret: c.secret.Reveal(), Endpoint: endpoint,
		RedirectURL: c.redirect, Scopes: c.config.scopes(),
	}
}

// scopes are those of the configuration, with openid before them.
func (p ProviderConfig) scopes() []string {
	rest := slices.DeleteFunc(slices.Clone(p.Scopes), func(name string) bool { return name == oidc.ScopeOpenID })
	return append([]string{oidc.ScopeOpenID}, rest...)
}
