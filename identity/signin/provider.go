package signin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/sync/singleflight"

	"lupakartta/internal/i18n"
)

// Options are what a provider needs of the service.
type Options struct {
	HTTPClient  *http.Client // for talking to the provider; nil: one with the usual transport. Timeout 0 becomes ten seconds
	Now         func() time.Time
	RedirectURL string // where the provider sends browsers back to, as it is registered there
}

// Provider is an identity provider that people can sign in with. It is safe for concurrent use.
type Provider struct {
	config ProviderConfig
	oidc   *client // the protocol of KindOIDC
}

// client speaks OpenID Connect with one provider: the authorization code flow with PKCE.
type client struct {
	config   ProviderConfig
	secret   Secret
	redirect string
	http     *http.Client
	now      func() time.Time
	found    atomic.Pointer[discovered]
	asking   singleflight.Group
}

// New makes a provider. It asks nothing of it yet: the provider may be down while we start.
func New(config ProviderConfig, options Options) (*Provider, error) {
	if config.Kind != KindOIDC {
		return nil, fmt.Errorf("sign-in provider %s: kind %q is not known", config.ID, config.Kind)
	}
	secret, err := readSecret(config.ClientSecretFile)
	if err != nil {
		return nil, fmt.Errorf("sign-in provider %s: client secret: %w", config.ID, err)
	}
	config.Claims = config.Claims.withDefaults()
	return &Provider{config: config, oidc: &client{
		config: config, secret: secret, redirect: options.RedirectURL, http: backChannel(options.HTTPClient), now: options.Now,
	}}, nil
}

func readSecret(path string) (Secret, error) {
	if path == "" {
		return Secret{}, nil
	}
	content, err := os.ReadFile(path) //nolint:gosec // the operator names the file
	if err != nil {
		return Secret{}, err
	}
	secret := strings.TrimSpace(string(content))
	if secret == "" || strings.ContainsAny(secret, "\r\n") {
		return Secret{}, errors.New("want one line")
	}
	return Secret{secret}, nil
}

// Config is the provider's configuration, for showing it to choose from.
func (p *Provider) Config() ProviderConfig { return p.config }

// Begin is the address at the provider to send the browser to.
func (p *Provider) Begin(ctx context.Context, attempt Attempt, lang i18n.Lang) (string, error) {
	return p.oidc.begin(ctx, attempt, lang)
}

// Finish is who came back. An answer that is not let through is a *Refusal.
func (p *Provider) Finish(ctx context.Context, attempt Attempt, answer Answer) (Person, error) {
	person, err := p.oidc.finish(ctx, attempt, answer)
	if err != nil {
		return Person{}, fmt.Errorf("provider %s: %w", p.config.ID, err)
	}
	return person, nil
}

// SignOutURL is the address at the provider that ends the session there too and comes back to returnTo, which is
// registered with it, with that state; false when there is no such thing (OpenID Connect RP-Initiated Logout 1.0).
func (p *Provider) SignOutURL(ctx context.Context, idToken Secret, returnTo, state string) (string, bool) {
	return p.oidc.signOutURL(ctx, idToken, returnTo, state)
}

// newVerifier is a verifier of 43 characters, the fewest that RFC 7636 4.1 allows.
func newVerifier() Secret { return Secret{oauth2.GenerateVerifier()} }

func (c *client) begin(ctx context.Context, attempt Attempt, lang i18n.Lang) (string, error) {
	found, err := c.discover(ctx)
	if err != nil {
		return "", fmt.Errorf("provider %s: %w", c.config.ID, err)
	}
	options := []oauth2.AuthCodeOption{
		oidc.Nonce(attempt.Nonce.Reveal()), oauth2.S256ChallengeOption(attempt.Verifier.Reveal()), oauth2.SetAuthURLParam("ui_locales", string(lang)),
	}
	if len(c.config.ACR) > 0 {
		options = append(options, oauth2.SetAuthURLParam("acr_values", strings.Join(c.config.ACR, " ")))
	}
	return found.oauth.AuthCodeURL(attempt.State.Reveal(), options...), nil
}

func (c *client) signOutURL(ctx context.Context, idToken Secret, returnTo, state string) (string, bool) {
	if !c.config.Logout {
		return "", false
	}
	found, err := c.discover(ctx)
	if err != nil || found.metadata.EndSession == "" {
		return "", false
	}
	address, err := url.Parse(found.metadata.EndSession)
	if err != nil {
		return "", false
	}
	query := address.Query()
	query.Set("client_id", c.config.ClientID)
	query.Set("post_logout_redirect_uri", returnTo)
	if !idToken.IsZero() {
		query.Set("id_token_hint", idToken.Reveal())
	}
	if state != "" {
		query.Set("state", state)
	}
	address.RawQuery = query.Encode()
	return address.String(), true
}
