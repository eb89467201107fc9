// Package sessions keeps who is signed in, in browsers (sessions) and as machines (API tokens). A secret is shown to its
// holder once; here lies its hash. It knows no cookies: the package api carries the secrets to and fro.
package sessions

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity"
	"lupakartta/internal/i18n"
	"lupakartta/internal/keys"
)

// ErrNotFound says that there is no such session or token, or that it is another's, has ended or was revoked.
var ErrNotFound = errors.New("session: not found")

// Limits of sessions.
const (
	Idle     = 30 * time.Minute // without a request (OWASP ASVS 5.0, 7.3.1)
	Absolute = 12 * time.Hour   // from signing in (7.3.2)
	touch    = time.Minute      // how old what is known of the last request may be
	most     = 30               // of one person; the oldest end
)

// idTokenPurpose is for what the ring encrypts the tokens of identity providers.
const idTokenPurpose = "session.id_token"

// Store keeps sessions and tokens. Its pool works as pg.PersonalRole.
type Store struct {
	pool *pgxpool.Pool
	ring *keys.Ring
}

// NewStore returns the store over a pool of pg.PersonalRole.
func NewStore(pool *pgxpool.Pool, ring *keys.Ring) *Store { return &Store{pool, ring} }

// Opening is what is known when somebody signs in.
type Opening struct {
	Party     uuid.UUID
	Name      string
	Protected bool
	Language  i18n.Lang
	Provider  string // by its id in the configuration
	Strength  string // how strongly they were identified, as the provider names it
	IDToken   string // for signing out at the provider; empty: none
	Address   string
	Agent     string // the browser as it names itself
}

// Session is a session as its person sees it.
type Session struct {
	ID        uuid.UUID
	Provider  string
	Address   string
	Agent     string
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
}

// Known is what a request needs to know of its session: all of it from one row.
type Known struct {
	identity.Actor
	Language i18n.Lang
	Provider string
	Ends     time.Time // at the latest
}

// newSecret is 130 bits from the system's generator (ASVS 7.2.3 wants 128).
func newSecret() string { return rand.Text() }

func hashOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}
