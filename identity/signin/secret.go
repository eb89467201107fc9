package signin

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"log/slog"
)

// Secret is a text that only its user may see: a state, a verifier, an ID token. It hides itself wherever it is
// printed; Reveal is the one way to its text.
type Secret struct{ text string }

// NewSecret hides a text.
func NewSecret(text string) Secret { return Secret{text} }

const hidden = "[hidden]"

// Reveal is the text itself: for a cookie, for the provider, for encryption.
func (s Secret) Reveal() string { return s.text }

// IsZero tells that there is no text.
func (s Secret) IsZero() bool { return s.text == "" }

// String keeps the text out of texts.
func (s Secret) String() string { return hidden }

// GoString keeps the text out of %#v.
func (s Secret) GoString() string { return hidden }

// LogValue keeps the text out of logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText keeps the text out of JSON.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// secretLength is that of random texts: 26 characters of base32, 128 bits and more.
const secretLength = 26

// newSecret is a random text of secretLength.
func newSecret() Secret { return Secret{rand.Text()} }

// hash is what a table keeps in place of the text.
func (s Secret) hash() []byte {
	sum := sha256.Sum256([]byte(s.text))
	return sum[:]
}

// equals compares without telling by time how much is alike.
func (s Secret) equals(text string) bool {
	return !s.IsZero() && subtle.ConstantTimeCompare([]byte(s.text), []byte(text)) == 1
}
