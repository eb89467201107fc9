package signin

import (
	"context"
	"crypto/subtle"
	"errors"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// skew is by how much the provider's clock may differ from ours.
const skew = time.Minute

// finish turns an answer into a person: the code into tokens, the tokens into claims, and those into who it is.
func (c *client) finish(ctx context.Context, attempt Attempt, answer Answer) (Person, error) {
	if err := c.checkAnswer(attempt, answer); err != nil {
		return Person{}, err
	}
	found, err := c.discover(ctx)
	if err != nil {
		return Person{}, err
	}
	if found.metadata.NamesIssuer && answer.Issuer == "" {
		return Person{}, refuse(BadIssuer, "answer without iss") // RFC 9207 2.4
	}
	ctx = oidc.ClientContext(ctx, c.http)
	tokens, raw, err := exchange(ctx, found, attempt, answer.Code)
	if err != nil {
		return Person{}, err
	}
	token, err := c.verify(ctx, found, raw)
	if err != nil {
		return Person{}, err
	}
	if err := c.checkToken(token, tokens, attempt); err != nil {
		return Person{}, err
	}
	claims, err := c.claims(ctx, found, token, tokens)
	if err != nil {
		return Person{}, err
	}
	person, err := c.person(claims)
	person.IDToken = raw
	return person, err
}

// checkAnswer looks at what the browser brought, before anything is asked of the provider.
func (c *client) checkAnswer(attempt Attempt, answer Answer) error {
	switch {
	case !attempt.State.equals(answer.State.Reveal()):
		return refuse(BadState, "another state")
	case attempt.Provider != c.config.ID:
		return refuse(BadState, "another provider's attempt")
	case answer.Issuer != "" && answer.Issuer != c.config.Issuer:
		return refuse(BadIssuer, "answer")
	case answer.Error == "access_denied":
		return refuse(Denied, "answer")
	case answer.Error != "":
		return refuse(Unavailable, "answer: "+knownError(answer.Error))
	case answer.Code.IsZero():
		return refuse(BadCode, "missing")
	}
	return nil
}

// knownError is a provider's error code when a standard has it (RFC 6749 4.1.2.1; OpenID Connect Core 1.0, 3.1.2.6):
// anybody can write anything into an answer's address.
func knownError(code string) string {
	known := []string{
		"invalid_request", "unauthorized_client", "unsupported_response_type", "invalid_scope", "server_error", "temporarily_unavailable",
		"interaction_required", "login_required", "account_selection_required", "consent_required", "request_not_supported",
	}
	if slices.Contains(known, code) {
		return code
	}
	return "an unknown error"
}

// exchange gives the code for tokens, of which raw is the ID token.
func exchange(ctx context.Context, found *discovered, attempt Attempt, code Secret) (tokens *oauth2.Token, raw Secret, err error) {
	tokens, err = found.oauth.Exchange(ctx, code.Reveal(), oauth2.VerifierOption(attempt.Verifier.Reveal()))
	if err != nil {
		var said *oauth2.RetrieveError
		switch {
		case !errors.As(err, &said):
			return nil, Secret{}, unavailable("token", err)
		case said.ErrorCode == "invalid_client" || said.ErrorCode == "unauthorized_client":
			return nil, Secret{}, refuse(Unavailable, "token: it does not know us as its client")
		}
		return nil, Secret{}, refuse(BadCode, "token")
	}
	text, _ := tokens.Extra("id_token").(string)
	if text == "" {
		return nil, Secret{}, refuse(BadSignature, "no ID token")
	}
	return tokens, Secret{text}, nil
}

// verify checks the ID token's signature. All else is left to checkToken, which can tell why a token is refused; the
// library tells it only in words, which quote the token.
func (c *client) verify(ctx context.Context, found *discovered, raw Secret) (*oidc.IDToken, error) {
	keys := &fetchedKeys{RemoteKeySet: found.keys}
	token, err := oidc.NewVerifier(c.config.Issuer, keys, &oidc.Config{
		SupportedSigningAlgs: found.metadata.algorithms(), SkipIssuerCheck: true, SkipClientIDCheck: true, SkipExpiryCheck: true,
	}).Verify(ctx, raw.Reveal())
	switch {
	case err == nil:
		return token, nil
	case unreached(keys.err):
		return nil, unavailable("keys", keys.err)
	}
	return nil, refuse(BadSignature, "ID token")
}

// fetchedKeys keeps the error that the verifier would turn into words.
type fetchedKeys struct {
	*oidc.RemoteKeySet
	err error
}

// VerifySignature is that of the key set.
func (k *fetchedKeys) VerifySignature(ctx context.Context, jwt string) ([]byte, error) {
	payload, err := k.RemoteKeySet.VerifySignature(ctx, jwt)
	k.err = err
	return payload, err
}

// checkToken holds the ID token to OpenID Connect Core 1.0, 3.1.3.7.
func (c *client) checkToken(token *oidc.IDToken, tokens *oauth2.Token, attempt Attempt) error {
	var more struct {
		AuthorizedParty string  `json:"azp"`
		NotBefore       float64 `json:"nbf"`
		ACR             string  `json:"acr"`
	}
	now := c.now()
	switch err := token.Claims(&more); {
	case err != nil:
		return refuse(BadClaims, "ID token")
	case token.Issuer != c.config.Issuer:
		return refuse(BadIssuer, "ID token")
	case !slices.Contains(token.Audience, c.config.ClientID):
		return refuse(BadAudience, "aud")
	case more.AuthorizedParty != c.config.ClientID && (more.AuthorizedParty != "" || len(token.Audience) > 1):
		return refuse(BadAudience, "azp")
	case !now.Before(token.Expiry):
		return refuse(Expired, "exp")
	case token.IssuedAt.After(now.Add(skew)) || token.IssuedAt.Before(attempt.Began.Add(-skew)):
		return refuse(Expired, "iat: it is not of this sign-in")
	case time.Unix(int64(more.NotBefore), 0).After(now.Add(skew)):
		return refuse(Expired, "nbf")
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(attempt.Nonce.Reveal())) != 1 || token.Nonce == "":
		return refuse(BadNonce, "ID token")
	case token.AccessTokenHash != "" && token.VerifyAccessToken(tokens.AccessToken) != nil:
		return refuse(BadSignature, "at_hash: the access token is another's")
	case len(c.config.ACR) > 0 && !slices.Contains(c.config.ACR, more.ACR):
		return refuse(TooWeak, "acr")
	}
	return nil
}
