package signin

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
)

// Reason is why a sign-in is refused: stable, for the log, for the audit log and for the text that a person is shown.
type Reason string

// Reasons.
const (
	BadState     Reason = "state"     // the answer belongs to no sign-in of this browser
	Replayed     Reason = "replayed"  // the sign-in was finished before, or given up long ago
	Expired      Reason = "expired"   // it took too long, or the token is not of now
	Denied       Reason = "denied"    // the person cancelled
	BadIssuer    Reason = "issuer"    // another provider answers
	BadCode      Reason = "code"      // the provider does not take the code: used, another client's, or the verifier is not its own
	BadSignature Reason = "signature" // the ID token is not signed by the provider
	BadAudience  Reason = "audience"  // the ID token is for somebody else
	BadNonce     Reason = "nonce"     // the ID token is another sign-in's
	TooWeak      Reason = "strength"  // the person was identified by weaker means than we ask for
	BadClaims    Reason = "claims"    // who it is cannot be told from what the provider says
	Unavailable  Reason = "provider"  // the provider cannot be reached, or answers with an error
)

// Refusal says why nobody was signed in. It never holds what a token, a claim or a code says.
type Refusal struct {
	Reason Reason
	Step   string // where it came to light, such as "discovery" or "claim family_name"
	Cause  error  // what the network did, or what ails an identity code; nil: nothing more is known
}

func (r *Refusal) Error() string {
	text := fmt.Sprintf("sign-in refused: %s (%s)", r.Reason, r.Step)
	if r.Cause != nil {
		text += ": " + r.Cause.Error()
	}
	return text
}

func (r *Refusal) Unwrap() error { return r.Cause }

func refuse(reason Reason, step string) *Refusal { return &Refusal{Reason: reason, Step: step} }

// unavailable keeps of an error only what is about the network: anything else might quote what was sent.
func unavailable(step string, err error) *Refusal {
	return &Refusal{Reason: Unavailable, Step: step, Cause: networkError(err)}
}

// unreached tells whether the request failed, and not what was made of the answer.
func unreached(err error) bool {
	var request *url.Error
	return errors.As(err, &request) || networkError(err) != nil
}

func networkError(err error) error {
	var (
		operation   *net.OpError
		certificate *tls.CertificateVerificationError
		answer      *answerError
	)
	switch {
	case errors.As(err, &answer):
		return answer
	case errors.As(err, &certificate):
		return certificate
	case errors.As(err, &operation):
		return operation
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.Is(err, context.DeadlineExceeded):
		return context.DeadlineExceeded
	}
	return nil
}
