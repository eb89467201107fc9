package idp

import (
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"lupakartta/identity/signin"
	"lupakartta/internal/i18n"
)

// Bounds of what an authorization request may bring along, in bytes.
const (
	maxText      = 512
	maxChallenge = 128
)

// strength is what persons' sign-ins claim: substantial (laki 617/2009; Traficom's code for it).
const strength = "http://ftn.ficora.fi/2017/loa2"

// request is an authorization request, and once somebody has chosen, who it is.
type request struct {
	id        string
	client    client
	state     string
	nonce     string
	challenge string // PKCE, S256
	scopes    []string
	lang      i18n.Lang // "": not asked for
	subject   string    // persona; "": nobody yet
	at        time.Time // when they signed in
}

var _ op.AuthRequest = request{}

// newRequest takes the code flow with PKCE and nothing else.
func newRequest(asked *oidc.AuthRequest, c client) (request, error) {
	made := request{client: c, state: asked.State, nonce: asked.Nonce, challenge: asked.CodeChallenge, lang: preferred(asked.UILocales)}
	for _, scope := range asked.Scopes {
		if scope == oidc.ScopeOpenID || scope == oidc.ScopeProfile {
			made.scopes = append(made.scopes, scope)
		}
	}
	for _, prompt := range asked.Prompt {
		if prompt == oidc.PromptNone {
			return request{}, oidc.ErrLoginRequired()
		}
	}
	switch {
	case asked.CodeChallengeMethod != oidc.CodeChallengeMethodS256 || asked.CodeChallenge == "" || len(asked.CodeChallenge) > maxChallenge:
		return request{}, oidc.ErrInvalidRequest().WithDescription("code_challenge by S256 required")
	case asked.ResponseMode != "" && asked.ResponseMode != oidc.ResponseModeQuery:
		return request{}, oidc.ErrInvalidRequest().WithDescription("response_mode query required")
	case len(asked.State) > maxText || len(asked.Nonce) > maxText || len(made.scopes) > 2:
		return request{}, oidc.ErrInvalidRequest().WithDescription("the request is too large")
	}
	return made, nil
}

// preferred is the first of ours among those asked for.
func preferred(asked oidc.Locales) i18n.Lang {
	for _, tag := range asked {
		base, _ := tag.Base()
		if lang, ok := i18n.Parse(base.String()); ok {
			return lang
		}
	}
	return ""
}

// GetID is the request's id.
func (r request) GetID() string { return r.id }

// GetACR is how strongly the person was identified.
func (r request) GetACR() string {
	if r.client.kind == signin.ForPerson {
		return strength
	}
	return ""
}

// GetAMR says nothing of the means.
func (r request) GetAMR() []string { return nil }

// GetAudience is the client.
func (r request) GetAudience() []string { return []string{r.client.id} }

// GetAuthTime is when somebody chose.
func (r request) GetAuthTime() time.Time { return r.at }

// GetClientID is the client's id.
func (r request) GetClientID() string { return r.client.id }

// GetCodeChallenge is what the verifier must fit.
func (r request) GetCodeChallenge() *oidc.CodeChallenge {
	return &oidc.CodeChallenge{Challenge: r.challenge, Method: oidc.CodeChallengeMethodS256}
}

// GetNonce goes into the ID token.
func (r request) GetNonce() string { return r.nonce }

// GetRedirectURI is the client's.
func (r request) GetRedirectURI() string { return r.client.redirect }

// GetResponseType is the code flow's.
func (r request) GetResponseType() oidc.ResponseType { return oidc.ResponseTypeCode }

// GetResponseMode is the code flow's.
func (r request) GetResponseMode() oidc.ResponseMode { return oidc.ResponseModeQuery }

// GetScopes are what was asked for and is known.
func (r request) GetScopes() []string { return r.scopes }

// GetState goes back with the answer.
func (r request) GetState() string { return r.state }

// GetSubject is the persona.
func (r request) GetSubject() string { return r.subject }

// Done tells whether somebody chose.
func (r request) Done() bool { return r.subject != "" }
