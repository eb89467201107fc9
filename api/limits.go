package api

import (
	"net/http"
	"net/netip"
	"time"

	"github.com/go-chi/httprate"
)

// Limits of signing in and of tokens (OWASP ASVS 5.0, 2.4.1 and 6.3.1), and of what is kept for good. Each instance counts for itself.
const (
	signInsPerAddress = 30  // begun or finished, in a minute; a library's readers share an address
	signInsPerPerson  = 10  // finished, in a minute
	wrongTokens       = 10  // by address, in a minute
	tokenUses         = 600 // by the person whose tokens they are, in a minute
	mostRefusals      = 30  // of a person who is signed in, in a minute: whoever is refused more often is guessing
	mostKept          = 120 // checks that are kept, by address, in an hour: they are never thrown away
)

// limits count what may be tried only so often.
type limits struct {
	addresses, persons, failures, uses, refused, kept *httprate.RateLimiter
}

func newLimits() *limits {
	counter := func(most int) *httprate.RateLimiter { return httprate.NewRateLimiter(most, time.Minute) }
	return &limits{addresses: counter(signInsPerAddress), persons: counter(signInsPerPerson), failures: counter(wrongTokens), uses: counter(tokenUses),
		refused: counter(mostRefusals), kept: httprate.NewRateLimiter(mostKept, time.Hour)}
}

// passes counts one more for the key, and tells whether that is still within the limit.
func passes(counter *httprate.RateLimiter, key string) bool {
	recorder := http.Header{}
	return !counter.OnLimit(headerOnly{recorder}, &http.Request{}, key)
}

func (l *limits) maySignIn(address string) bool { return passes(l.addresses, address) }
func (l *limits) mayArrive(person string) bool  { return passes(l.persons, person) }
func (l *limits) mayUse(person string) bool     { return passes(l.uses, person) }
func (l *limits) mayKeep(address string) bool   { return passes(l.kept, address) }

// mayBeRefused counts a refusal, and tells whether it is still to be logged; isWelcome tells whether there were not too
// many.
func (l *limits) mayBeRefused(person string) bool { return passes(l.refused, person) }

func (l *limits) isWelcome(person string) bool {
	_, rate, err := l.refused.Status(person)
	return err != nil || rate < mostRefusals
}

// mayTry tells whether an address has not given too many wrong tokens; failed counts one.
func (l *limits) mayTry(address string) bool {
	_, rate, err := l.failures.Status(address)
	return err != nil || rate < wrongTokens
}

func (l *limits) failed(address string) { passes(l.failures, address) }

// headerOnly takes what the counter says about itself; nobody reads it.
type headerOnly struct{ header http.Header }

func (h headerOnly) Header() http.Header       { return h.header }
func (h headerOnly) Write([]byte) (int, error) { return 0, nil }
func (h headerOnly) WriteHeader(int)           {}

// keyOf is what an address is counted by: of IPv6 the network, since a home has as many addresses in one as it likes.
func keyOf(address netip.Addr) string {
	if address.Is6() {
		if network, err := address.Prefix(64); err == nil {
			return network.String()
		}
	}
	return address.String()
}
