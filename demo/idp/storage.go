package idp

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"lupakartta/identity/signin"
)

// most bounds each of the requests, codes and tokens that are remembered.
const most = 10_000

var (
	errUnknownClient  = errors.New("demo: no such client")
	errUnknownRequest = errors.New("demo: no such request")
	errUnknownToken   = errors.New("demo: no such token")
	errNotHere        = errors.New("demo: not supported")
)

// storage remembers in memory what the protocol needs from one step to the next; a restart forgets it all.
type storage struct {
	key     signingKey
	clients map[string]client
	now     func() time.Time

	mu       sync.Mutex
	requests *kept[request]
	codes    *kept[request]
	tokens   *kept[token]
}

type token struct{ subject, client string }

var (
	_ op.Storage                   = (*storage)(nil)
	_ op.CanSetUserinfoFromRequest = (*storage)(nil)
)

func newStorage(clients []client, now func() time.Time) (*storage, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("signing key: %w", err)
	}
	s := &storage{
		key: signingKey{rand.Text(), key}, clients: map[string]client{}, now: now,
		requests: newKept[request](most, requestLife, now), codes: newKept[request](most, codeLife, now), tokens: newKept[token](most, tokenLife, now),
	}
	for _, c := range clients {
		s.clients[c.id] = c
	}
	return s, nil
}

// CreateAuthRequest remembers a request until somebody has chosen whom to be.
func (s *storage) CreateAuthRequest(_ context.Context, asked *oidc.AuthRequest, _ string) (op.AuthRequest, error) {
	c, ok := s.clients[asked.ClientID]
	if !ok {
		return nil, errUnknownClient
	}
	made, err := newRequest(asked, c)
	if err != nil {
		return nil, err
	}
	made.id = rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests.put(made.id, made)
	return made, nil
}

// AuthRequestByID is a request that waits.
func (s *storage) AuthRequestByID(_ context.Context, id string) (op.AuthRequest, error) {
	return s.request(id)
}

func (s *storage) request(id string) (request, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.requests.get(id)
	if !ok {
		return request{}, errUnknownRequest
	}
	return found, nil
}

// choose says who the request's person is. It can be said once.
func (s *storage) choose(id string, persona Persona) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.requests.get(id)
	switch {
	case !ok || found.Done():
		return errUnknownRequest
	case persona.For != found.client.kind:
		return ErrUnknownPersona
	}
	found.subject, found.at = persona.ID, s.now()
	s.requests.put(id, found)
	return nil
}

// SaveAuthCode turns a request into a code, once.
func (s *storage) SaveAuthCode(_ context.Context, id, code string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.requests.take(id)
	if !ok {
		return errUnknownRequest
	}
	s.codes.put(code, found)
	return nil
}

// AuthRequestByCode uses the code up, also when the verifier then does not fit.
func (s *storage) AuthRequestByCode(_ context.Context, code string) (op.AuthRequest, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.codes.take(code)
	if !ok {
		return nil, errUnknownRequest
	}
	return found, nil
}

// DeleteAuthRequest forgets a request.
func (s *storage) DeleteAuthRequest(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests.remove(id)
	return nil
}

// CreateAccessToken makes a token for userinfo.
func (s *storage) CreateAccessToken(_ context.Context, asked op.TokenRequest) (string, time.Time, error) {
	who, ok := asked.(request)
	if !ok {
		return "", time.Time{}, errNotHere
	}
	id := rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens.put(id, token{who.subject, who.client.id})
	return id, s.now().Add(tokenLife), nil
}

// TerminateSession forgets a persona's tokens at a client.
func (s *storage) TerminateSession(_ context.Context, subject, client string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens.removeWhere(func(t token) bool { return t == token{subject, client} })
	return nil
}

// GetClientByClientID is one of the two clients.
func (s *storage) GetClientByClientID(_ context.Context, id string) (op.Client, error) {
	c, ok := s.clients[id]
	if !ok {
		return nil, errUnknownClient
	}
	return c, nil
}

// SetUserinfoFromRequest is what an ID token says. For persons that is only who they are here (see client).
func (s *storage) SetUserinfoFromRequest(_ context.Context, info *oidc.UserInfo, asked op.IDTokenRequest, _ []string) error {
	persona, ok := PersonaByID(asked.GetSubject())
	if !ok {
		return ErrUnknownPersona
	}
	info.Subject = persona.ID
	if persona.For == signin.ForOfficial {
		info.Claims = persona.claims()
	}
	return nil
}

// SetUserinfoFromToken is what userinfo says.
func (s *storage) SetUserinfoFromToken(_ context.Context, info *oidc.UserInfo, id, subject, _ string) error {
	s.mu.Lock()
	found, ok := s.tokens.get(id)
	s.mu.Unlock()
	persona, known := PersonaByID(found.subject)
	if !ok || !known || found.subject != subject {
		return errUnknownToken
	}
	info.Subject, info.Claims = persona.ID, persona.claims()
	return nil
}
