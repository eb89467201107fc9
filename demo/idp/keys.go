package idp

import (
	"context"
	"crypto/ecdsa"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// signingKey is made at start and never leaves the memory.
type signingKey struct {
	id  string
	key *ecdsa.PrivateKey
}

// ID names the key in tokens.
func (k signingKey) ID() string { return k.id }

// Key is the private key.
func (k signingKey) Key() any { return k.key }

// SignatureAlgorithm is ES256.
func (k signingKey) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.ES256 }

// publicKey is the half of it that everybody may read.
type publicKey struct{ signingKey }

// Key is the public key.
func (k publicKey) Key() any { return &k.key.PublicKey }

// Algorithm is ES256.
func (k publicKey) Algorithm() jose.SignatureAlgorithm { return jose.ES256 }

// Use is signing.
func (k publicKey) Use() string { return "sig" }

// SigningKey is the one key.
func (s *storage) SigningKey(context.Context) (op.SigningKey, error) { return s.key, nil }

// SignatureAlgorithms is the one key's.
func (s *storage) SignatureAlgorithms(context.Context) ([]jose.SignatureAlgorithm, error) {
	return []jose.SignatureAlgorithm{jose.ES256}, nil
}

// KeySet is the one key's public half.
func (s *storage) KeySet(context.Context) ([]op.Key, error) {
	return []op.Key{publicKey{s.key}}, nil
}

// What op.Storage wants for flows that this provider has no routes for.

// Health is always good: it is all in memory.
func (s *storage) Health(context.Context) error { return nil }

// CreateAccessAndRefreshTokens is not supported.
func (s *storage) CreateAccessAndRefreshTokens(context.Context, op.TokenRequest, string) (string, string, time.Time, error) {
	return "", "", time.Time{}, errNotHere
}

// TokenRequestByRefreshToken is not supported.
func (s *storage) TokenRequestByRefreshToken(context.Context, string) (op.RefreshTokenRequest, error) {
	return nil, errNotHere
}

// RevokeToken is not supported.
func (s *storage) RevokeToken(context.Context, string, string, string) *oidc.Error {
	return oidc.ErrInvalidRequest()
}

// GetRefreshTokenInfo is not supported.
func (s *storage) GetRefreshTokenInfo(context.Context, string, string) (string, string, error) {
	return "", "", op.ErrInvalidRefreshToken
}

// AuthorizeClientIDSecret is not supported: no client has a secret.
func (s *storage) AuthorizeClientIDSecret(context.Context, string, string) error { return errNotHere }

// SetUserinfoFromScopes does nothing: SetUserinfoFromRequest took its place.
func (s *storage) SetUserinfoFromScopes(context.Context, *oidc.UserInfo, string, string, []string) error {
	return nil
}

// SetIntrospectionFromToken is not supported.
func (s *storage) SetIntrospectionFromToken(context.Context, *oidc.IntrospectionResponse, string, string, string) error {
	return errNotHere
}

// GetPrivateClaimsFromScopes is not supported.
func (s *storage) GetPrivateClaimsFromScopes(context.Context, string, string, []string) (map[string]any, error) {
	return nil, errNotHere
}

// GetKeyByIDAndClientID is not supported.
func (s *storage) GetKeyByIDAndClientID(context.Context, string, string) (*jose.JSONWebKey, error) {
	return nil, errNotHere
}

// ValidateJWTProfileScopes is not supported.
func (s *storage) ValidateJWTProfileScopes(context.Context, string, []string) ([]string, error) {
	return nil, errNotHere
}
