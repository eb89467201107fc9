package idp

import (
	"errors"
	"net/http"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

const hintField = "id_token_hint"

// endSession signs out. A hint that cannot be verified counts as none: the keys of before a restart are gone, and who
// signed in then comes home all the same. Where that is, the client's registration says, not the hint
// (OpenID Connect RP-Initiated Logout 1.0, 2 and 3).
func (p *Provider) endSession(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if query.Has(hintField) && !p.verifies(r, query.Get(hintField)) {
		query.Del(hintField)
		r = r.Clone(r.Context())
		r.URL.RawQuery = query.Encode()
		r.Form = nil // whoever came before may have read the address of before
	}
	p.serveProtocol(w, r)
}

// verifies tells whether an ID token is of this provider's making, also when it has run out.
func (p *Provider) verifies(r *http.Request, idToken string) bool {
	ctx := op.ContextWithIssuer(r.Context(), p.Issuer())
	_, err := op.VerifyIDTokenHint[*oidc.IDTokenClaims](ctx, idToken, p.op.IDTokenHintVerifier(ctx))
	var expired op.IDTokenHintExpiredError
	return err == nil || errors.As(err, &expired)
}
