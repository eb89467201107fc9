package mandates

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity"
	"lupakartta/identity/parties"
	"lupakartta/identity/valtuudet"
	"lupakartta/internal/i18n"
	"lupakartta/internal/keys"
)

// For what the ring encrypts what Suomi.fi gave.
const (
	purposeSession = "suomifi.web_session"
	purposeToken   = "suomifi.token"
)

// operationAsk is under which the log keeps that identity codes were told to Suomi.fi.
const operationAsk identity.Operation = "begin-suomifi-mandate"

// choosing is how long somebody may take to choose; Suomi.fi signs them in in between.
const choosing = 20 * time.Minute

// NewSuomiFi returns the source. The pool works as pg.PersonalRole; now is the clock, right to 5 minutes.
func NewSuomiFi(client *valtuudet.Client, pool *pgxpool.Pool, ring *keys.Ring, now func() time.Time) *SuomiFi {
	return &SuomiFi{client: client, parties: parties.NewStore(pool, ring), pool: pool, ring: ring, now: now}
}

// ErrNoIdentityCode says that the person signed in without an identity code: Suomi.fi knows people by it alone.
var ErrNoIdentityCode = errors.New("mandate: who signed in has no identity code here")

// Beginning is what somebody asks for who goes to choose.
type Beginning struct {
	Kind     string // identity.Person or identity.Organisation
	ReturnTo string // own path, which the caller has checked
	Callback string // whole address, as it is registered with Suomi.fi
	Language i18n.Lang
}

// Begin registers a session at Suomi.fi and gives the address of its selection interface.
func (s *SuomiFi) Begin(ctx context.Context, actor identity.Actor, b Beginning) (address string, err error) {
	if actor.Session == uuid.Nil {
		return "", identity.ErrForbidden // a machine cannot choose
	}
	delegate, err := s.reveal(ctx, actor, actor.Person)
	if errors.Is(err, parties.ErrNotFound) {
		return "", ErrNoIdentityCode
	}
	if err != nil {
		return "", fmt.Errorf("choice at Suomi.fi: %w", err)
	}
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("choice at Suomi.fi: %w", err)
	}
	registration, err := s.client.Register(ctx, valtuudetKind(b.Kind), delegate, id.String())
	if err != nil {
		return "", fmt.Errorf("choice at Suomi.fi: %w", told(err))
	}
	state := rand.Text()
	if err := s.begun(ctx, actor, id, b, registration.SessionID, state); err != nil {
		return "", fmt.Errorf("choice at Suomi.fi: %w", err)
	}
	return s.client.AuthorizeURL(registration.UserID, b.Callback, state, string(b.Language)), nil
}

func valtuudetKind(kind string) valtuudet.Kind {
	if kind == identity.Organisation {
		return valtuudet.ForOrganisation
	}
	return valtuudet.ForPerson
}

// begun keeps the choice that has begun; one that the same session began before counts no more.
func (s *SuomiFi) begun(ctx context.Context, actor identity.Actor, id uuid.UUID, b Beginning, webSession, state string) error {
	_, err := s.pool.Exec(ctx, `with before as (delete from personal.suomifi_choices where session = $2 and token = '')
		insert into personal.suomifi_choices (id, session, kind, state_hash, web_session, return_to, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, actor.Session, b.Kind, hashOf(state), s.ring.Encrypt(purposeSession, webSession), b.ReturnTo, s.now(), s.now().Add(choosing))
	return err
}

func hashOf(state string) []byte {
	sum := sha256.Sum256([]byte(state))
	return sum[:]
}

// Choice is what came of it.
type Choice struct {
	ReturnTo   string
	Principals []Principal // none: the person thought better of it
}

// Finish takes what came back from the selection interface. A state counts once, in the session that began it. An
// empty code means that nobody was chosen. That somebody was chosen is no right yet: Right tells.
func (s *SuomiFi) Finish(ctx context.Context, actor identity.Actor, state, code, callback string) (Choice, error) {
	c, returnTo, err := s.claim(ctx, actor, state)
	if err != nil {
		return Choice{}, fmt.Errorf("choice at Suomi.fi: %w", err)
	}
	done := Choice{ReturnTo: returnTo}
	if code == "" {
		return done, s.forget(ctx, c.id)
	}
	if done.Principals, err = s.take(ctx, actor, c, code, callback); err != nil {
		return done, errors.Join(fmt.Errorf("choice at Suomi.fi: %w", told(err)), s.forget(context.WithoutCancel(ctx), c.id))
	}
	return done, nil
}

// claim takes the choice that began with that state, once.
func (s *SuomiFi) claim(ctx context.Context, actor identity.Actor, state string) (c choice, returnTo string, err error) {
	var session string
	err = s.pool.QueryRow(ctx, `update personal.suomifi_choices set state_hash = null
		where state_hash = $1 and session = $2 and token = '' and expires_at > $3 returning id, kind, web_session, return_to`,
		hashOf(state), actor.Session, s.now()).Scan(&c.id, &c.kind, &session, &returnTo)
	if errors.Is(err, pgx.ErrNoRows) {
		return c, "", ErrNotFound
	}
	if err != nil {
		return c, "", err
	}
	c.session.User = c.id.String()
	c.session.SessionID, err = s.ring.Decrypt(purposeSession, session)
	return c, returnTo, err
}

func (s *SuomiFi) forget(ctx context.Context, id uuid.UUID) error {
	_, err := s.pool.Exec(ctx, `delete from personal.suomifi_choices where id = $1`, id)
	return err
}
