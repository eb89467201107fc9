package signin

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"lupakartta/internal/keys"
)

const verifierPurpose = "sign_in.verifier"

// Querier is a pool, a connection or a transaction of pg.PersonalRole.
type Querier interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// Store keeps the attempts that have begun, so that any instance can finish what another began.
type Store struct {
	db   Querier
	keys *keys.Ring
	now  func() time.Time
}

// NewStore keeps attempts in db, with verifiers encrypted by ring.
func NewStore(db Querier, ring *keys.Ring, now func() time.Time) *Store {
	return &Store{db: db, keys: ring, now: now}
}

// Begin starts an attempt with a provider. The browser's secret goes into a cookie: who does not bring it back cannot
// finish the attempt, so nobody can be signed in with an answer that somebody else was given.
func (s *Store) Begin(ctx context.Context, provider, returnTo string, address netip.Addr) (Attempt, Secret, error) {
	attempt := Attempt{
		Provider: provider, ReturnTo: ReturnPath(returnTo), State: newSecret(), Nonce: newSecret(),
		Verifier: newVerifier(), Began: s.now().UTC().Truncate(time.Microsecond),
	}
	browser, from := newSecret(), ""
	if address.IsValid() {
		from = address.String()
	}
	_, err := s.db.Exec(ctx, `insert into personal.sign_ins
		(state_hash, browser_hash, provider, nonce, verifier, return_to, address, created_at, expires_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		attempt.State.hash(), browser.hash(), provider, attempt.Nonce.Reveal(), s.keys.Encrypt(verifierPurpose, attempt.Verifier.Reveal()),
		attempt.ReturnTo, from, attempt.Began, attempt.Began.Add(Lifetime))
	if err != nil {
		return Attempt{}, Secret{}, fmt.Errorf("sign-in: begin: %w", err)
	}
	return attempt, browser, nil
}

// Take gives the attempt back to the browser that began it, and to nobody a second time: whoever asks first, rightly or
// not, uses it up. A state that is not there was used or is long past, which cannot be told apart (Replayed).
func (s *Store) Take(ctx context.Context, state, browser Secret) (Attempt, error) {
	if len(state.text) != secretLength {
		return Attempt{}, refuse(BadState, "no state of ours")
	}
	attempt := Attempt{State: state}
	var (
		browserHash     []byte
		nonce, verifier string
		expires         time.Time
	)
	err := s.db.QueryRow(ctx, `delete from personal.sign_ins where state_hash = $1
		returning browser_hash, provider, nonce, verifier, return_to, created_at, expires_at`, state.hash()).
		Scan(&browserHash, &attempt.Provider, &nonce, &verifier, &attempt.ReturnTo, &attempt.Began, &expires)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return Attempt{}, refuse(Replayed, "no such attempt")
	case err != nil:
		return Attempt{}, fmt.Errorf("sign-in: take: %w", err)
	case subtle.ConstantTimeCompare(browserHash, browser.hash()) != 1:
		return Attempt{}, refuse(BadState, "another browser")
	case !s.now().Before(expires):
		return Attempt{}, refuse(Expired, "attempt")
	}
	plain, err := s.keys.Decrypt(verifierPurpose, verifier)
	if err != nil {
		return Attempt{}, fmt.Errorf("sign-in: verifier: %w", err)
	}
	attempt.Nonce, attempt.Verifier = Secret{nonce}, Secret{plain}
	return attempt, nil
}

// Sweep deletes what nobody can finish any more and tells how many attempts that were.
func (s *Store) Sweep(ctx context.Context) (int64, error) {
	tag, err := s.db.Exec(ctx, `delete from personal.sign_ins where expires_at <= $1`, s.now())
	if err != nil {
		return 0, fmt.Errorf("sign-in: sweep: %w", err)
	}
	return tag.RowsAffected(), nil
}
