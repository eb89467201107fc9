package sessions

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/audit"
)

// Start begins a session in the transaction of the sign-in and returns its secret for the cookie. The session that the
// browser had before, if any, ends: a secret that somebody planted there is worth nothing (session fixation).
func (s *Store) Start(ctx context.Context, tx pgx.Tx, opening Opening, before string) (secret string, id uuid.UUID, err error) {
	if id, err = uuid.NewV7(); err != nil {
		return "", id, fmt.Errorf("session: %w", err)
	}
	idToken := ""
	if opening.IDToken != "" {
		idToken = s.ring.Encrypt(idTokenPurpose, opening.IDToken)
	}
	if before != "" {
		if _, err := tx.Exec(ctx, `delete from personal.sessions where token_hash = $1`, hashOf(before)); err != nil {
			return "", id, fmt.Errorf("session: %w", err)
		}
	}
	secret = newSecret()
	_, err = tx.Exec(ctx, `insert into personal.sessions (token_hash, id, party, name, protected, language, provider, strength, offices, id_token, address, agent, expires_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, personal.offices($3), $9, $10, $11, now() + $12)`,
		hashOf(secret), id, opening.Party, opening.Name, opening.Protected, opening.Language, opening.Provider, opening.Strength, idToken,
		opening.Address, shorten(opening.Agent, 300), Absolute)
	if err != nil {
		return "", id, fmt.Errorf("session: %w", err)
	}
	_, err = tx.Exec(ctx, `delete from personal.sessions where token_hash in (
		select token_hash from personal.sessions where party = $1 order by created_at desc, id desc offset $2)`, opening.Party, most)
	if err != nil {
		return "", id, fmt.Errorf("session: %w", err)
	}
	return secret, id, nil
}

// shorten keeps as many bytes of valid text.
func shorten(text string, most int) string {
	if len(text) > most {
		text = text[:most]
	}
	return strings.ToValidUTF8(text, "")
}

// findStatement reads all that a request needs of its session: one row, by the table's key.
const findStatement = `select id, party, name, protected, acting, offices, language, provider, expires_at, seen_at < now() - $2::interval
	from personal.sessions where token_hash = $1 and expires_at > now() and seen_at > now() - $3::interval`

// Find tells whose session the secret is: one row, found by the hash. A session that has been idle for too long, or is
// too old, is not found.
func (s *Store) Find(ctx context.Context, secret string, from netip.Addr) (Known, error) {
	known, stale, err := s.look(ctx, secret, from)
	if err != nil {
		return Known{}, err
	}
	if stale {
		if _, err := s.pool.Exec(ctx, `update personal.sessions set seen_at = now() where token_hash = $1`, hashOf(secret)); err != nil {
			return Known{}, fmt.Errorf("session: %w", err)
		}
	}
	return known, nil
}

// Peek tells as Find does whose session it is, and is no use of it: what a page does by itself keeps nobody signed in.
func (s *Store) Peek(ctx context.Context, secret string, from netip.Addr) (Known, error) {
	known, _, err := s.look(ctx, secret, from)
	return known, err
}

// look reads a session; stale: its last use is worth noting.
func (s *Store) look(ctx context.Context, secret string, from netip.Addr) (known Known, stale bool, err error) {
	err = s.pool.QueryRow(ctx, findStatement, hashOf(secret), touch, Idle).
		Scan(&known.Session, &known.Person, &known.Name, &known.Protected, &known.Acting, &known.Offices, &known.Language, &known.Provider, &known.Ends, &stale)
	if errors.Is(err, pgx.ErrNoRows) {
		return Known{}, false, ErrNotFound
	}
	if err != nil {
		return Known{}, false, fmt.Errorf("session: %w", err)
	}
	known.Address = from
	return known, stale, nil
}

// End ends the session of that secret and gives what the provider needs for signing out there too. A session that has
// ended already is no fault.
func (s *Store) End(ctx context.Context, actor identity.Actor, secret string) (provider, idToken string, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var encrypted string
		err := tx.QueryRow(ctx, `delete from personal.sessions where token_hash = $1 returning provider, id_token`, hashOf(secret)).Scan(&provider, &encrypted)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if encrypted != "" {
			if idToken, err = s.ring.Decrypt(idTokenPurpose, encrypted); err != nil {
				idToken = "" // a key that is gone: the provider is then not told
			}
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.SignOut, Operation: "sign-out", Actor: actor})
	})
	if err != nil {
		return "", "", fmt.Errorf("session: %w", err)
	}
	return provider, idToken, nil
}

// List are the person's own sessions that have not ended, the latest used first.
func (s *Store) List(ctx context.Context, actor identity.Actor) ([]Session, error) {
	rows, err := s.pool.Query(ctx, `select id, provider, address, agent, created_at, seen_at, least(expires_at, seen_at + $2::interval)
		from personal.sessions where party = $1 and expires_at > now() and seen_at > now() - $2::interval order by seen_at desc, id`, actor.Person, Idle)
	if err != nil {
		return nil, fmt.Errorf("sessions: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Session])
	if err != nil {
		return nil, fmt.Errorf("sessions: %w", err)
	}
	return list, nil
}

// EndOne ends one of the person's own sessions.
func (s *Store) EndOne(ctx context.Context, actor identity.Actor, id uuid.UUID) error {
	return s.endWhere(ctx, actor, "end-session", `party = $1 and id = $2`, id)
}

// EndOthers ends all of the person's own sessions but this one.
func (s *Store) EndOthers(ctx context.Context, actor identity.Actor) error {
	err := s.endWhere(ctx, actor, "end-other-sessions", `party = $1 and id <> $2`, actor.Session)
	if errors.Is(err, ErrNotFound) {
		return nil // there were none
	}
	return err
}

func (s *Store) endWhere(ctx context.Context, actor identity.Actor, operation identity.Operation, where string, id uuid.UUID) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		ended, err := tx.Exec(ctx, `delete from personal.sessions where `+where, actor.Person, id)
		if err != nil {
			return err
		}
		if ended.RowsAffected() == 0 {
			return ErrNotFound
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.SignOut, Operation: operation, Actor: actor})
	})
	if err != nil {
		return fmt.Errorf("sessions: %w", err)
	}
	return nil
}

// ActFor lets the session's person act for another from now on; nil is for themselves again. The caller has asked the
// mandate source.
func (s *Store) ActFor(ctx context.Context, tx pgx.Tx, actor identity.Actor, acting *identity.Acting) error {
	var party *uuid.UUID
	if acting != nil {
		party = &acting.Party
	}
	changed, err := tx.Exec(ctx, `update personal.sessions set acting_for = $3, acting = $4 where id = $1 and party = $2`, actor.Session, actor.Person, party, acting)
	if err != nil {
		return fmt.Errorf("session: %w", err)
	}
	if changed.RowsAffected() == 0 {
		return ErrNotFound
	}
	return nil
}

// Sweep takes away what has ended: sessions and sign-ins that nobody finished.
func (s *Store) Sweep(ctx context.Context) error {
	_, err := s.pool.Exec(ctx, `with ended as (delete from personal.sessions where expires_at < now() or seen_at < now() - $1::interval)
		delete from personal.sign_ins where expires_at < now()`, Idle)
	if err != nil {
		return fmt.Errorf("sessions: %w", err)
	}
	return nil
}

// SweepEvery is how often the service sweeps.
const SweepEvery = 10 * time.Minute
