package api

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"sync"

	"github.com/google/uuid"

	"lupakartta/identity"
	"lupakartta/identity/sessions"
)

// sessionCookie holds a session's secret. Its prefix makes browsers refuse it from other hosts, other paths and pages
// without encryption (RFC 6265bis 4.1.3.2); they count localhost as encrypted.
const sessionCookie = "__Host-lupakartta"

// caller is who asks, found out when somebody wants to know: most requests are for tiles and never do.
type caller struct {
	once  sync.Once
	find  func() (sessions.Known, error)
	known sessions.Known
	err   error
}

type callerKey struct{}

// know prepares to find out who asks.
func (s *Server) know(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &caller{find: func() (sessions.Known, error) { return s.find(r) }}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, c)))
	})
}

// caller tells who asks; nobody known is no error.
func (s *Server) caller(ctx context.Context) (sessions.Known, error) {
	c, ok := ctx.Value(callerKey{}).(*caller)
	if !ok {
		return sessions.Known{}, nil
	}
	c.once.Do(func() { c.known, c.err = c.find() })
	return c.known, c.err
}

// comesIn notes in whose office the request was let in.
func (s *Server) comesIn(ctx context.Context, in []uuid.UUID) {
	if c, ok := ctx.Value(callerKey{}).(*caller); ok {
		c.known.In = in
	}
}

// actor is who asks an operation that only admits somebody who is signed in.
func (s *Server) actor(ctx context.Context) identity.Actor {
	known, err := s.caller(ctx)
	if err != nil {
		return identity.Actor{} // the guard has refused the request already
	}
	return known.Actor
}

// find looks up whose secret the request carries: a token's in the header Authorization, or else a session's in the
// cookie. A token that is not in force is refused; a session that has ended is nobody's.
func (s *Server) find(r *http.Request) (sessions.Known, error) {
	from := s.addressOf(r)
	nobody := sessions.Known{Actor: identity.Actor{Address: from}}
	if header := r.Header.Get("Authorization"); header != "" {
		return s.findToken(r, header, from)
	}
	secret := sessionSecret(r)
	if secret == "" || s.sessions == nil {
		return nobody, nil
	}
	known, err := s.sessions.Find(r.Context(), secret, from)
	if errors.Is(err, sessions.ErrNotFound) {
		return nobody, nil
	}
	return known, err
}

// findToken counts what it refuses by address and what it lets through by token.
func (s *Server) findToken(r *http.Request, header string, from netip.Addr) (sessions.Known, error) {
	scheme, secret, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") || s.sessions == nil {
		return sessions.Known{}, errToken
	}
	if !s.limits.mayTry(keyOf(from)) {
		return sessions.Known{}, errTooMany
	}
	known, err := s.sessions.FindToken(r.Context(), strings.TrimSpace(secret), from)
	if errors.Is(err, sessions.ErrNotFound) {
		s.limits.failed(keyOf(from))
		return sessions.Known{}, errToken
	}
	if err == nil && !s.limits.mayUse(known.Person.String()) {
		return sessions.Known{}, errTooMany
	}
	return known, err
}

func sessionSecret(r *http.Request) string {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// addressOf is the network address of who asks. A proxy's word for it counts only when the proxy is one of ours: of the
// addresses in X-Forwarded-For the last one that no proxy of ours has.
func (s *Server) addressOf(r *http.Request) netip.Addr {
	direct, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	address := direct.Addr().Unmap()
	if r.Header.Get("X-Forwarded-For") != "" && !s.isProxy(address) {
		s.warnOfProxy.Do(func() {
			s.Log.Warn("X-Forwarded-For comes from where no trusted proxy is: if one stands in front, name its network (LUPAKARTTA_TRUSTED_PROXIES), or all its callers count as one")
		})
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && s.isProxy(address); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		address = hop.Unmap()
	}
	return address
}

func (s *Server) isProxy(address netip.Addr) bool {
	for _, network := range s.TrustedProxies {
		if network.Contains(address) {
			return true
		}
	}
	return false
}
