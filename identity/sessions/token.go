package sessions

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/internal/faults"
)

// tokenPrefix lets people, and scanners for lost secrets, know what they have found.
const tokenPrefix = "lupa_"

// Limits of tokens.
const (
	longestLife = 366 * 24 * time.Hour
	mostTokens  = 50 // in force, of one person
	longestName = 100
)

// Token is an API token as its owner sees it.
type Token struct {
	ID        uuid.UUID
	Name      string
	Scopes    []string
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time
}

// TokenOrder is what is asked for.
type TokenOrder struct {
	Name   string
	Scopes []string
	Life   time.Duration
}

// Validate tells every fault at once.
func (o TokenOrder) Validate() error {
	var found faults.Faults
	found.When(strings.TrimSpace(o.Name) == "", "/name", "required")
	found.TooLong(o.Name, longestName, "/name")
	found.When(strings.ContainsFunc(o.Name, unicode.IsControl), "/name", "invalid_value")
	found.When(len(o.Scopes) == 0, "/scopes", "required")
	if len(o.Scopes) > len(identity.Scopes) {
		found.Add("/scopes", "invalid_value")
		return found
	}
	found.When(slices.ContainsFunc(o.Scopes, func(scope string) bool { return !slices.Contains(identity.Scopes, scope) }), "/scopes", "invalid_value")
	found.When(o.Life <= 0 || o.Life > longestLife, "/days", "out_of_range")
	return found.OrNil()
}

// ErrTooMany says that the person has as many tokens as anybody may have.
var ErrTooMany = errors.New("token: too many")

// MakeToken makes a token of the person's own, which works for themselves. The secret is shown this once.
func (s *Store) MakeToken(ctx context.Context, actor identity.Actor, order TokenOrder) (secret string, token Token, err error) {
	if err := order.Validate(); err != nil {
		return "", Token{}, err
	}
	order.Scopes = slices.Compact(slices.Sorted(slices.Values(order.Scopes)))
	id, err := uuid.NewV7()
	if err != nil {
		return "", Token{}, fmt.Errorf("token: %w", err)
	}
	secret = tokenPrefix + newSecret()
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var inForce int
		// The party's row is held, so that two requests at once do not pass the limit together.
		err := tx.QueryRow(ctx, `with held as (select id from personal.parties where id = $1 for update)
			select count(*) from personal.tokens t join held on t.party = held.id where t.revoked_at is null and t.expires_at > now()`, actor.Person).Scan(&inForce)
		if err != nil {
			return err
		}
		if inForce >= mostTokens {
			return ErrTooMany
		}
		token = Token{ID: id, Name: strings.TrimSpace(order.Name), Scopes: order.Scopes}
		err = tx.QueryRow(ctx, `insert into personal.tokens (id, party, name, hash, scopes, expires_at) values ($1, $2, $3, $4, $5, now() + $6)
			returning created_at, expires_at`, id, actor.Person, token.Name, hashOf(secret), order.Scopes, order.Life).Scan(&token.CreatedAt, &token.ExpiresAt)
		if err != nil {
			return err
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Write, Operation: "make-token", Actor: actor, Subjects: []uuid.UUID{actor.Person},
			Detail: map[string]string{"token": id.String(), "scopes": strings.Join(order.Scopes, " ")}})
	})
	if err != nil {
		return "", Token{}, fmt.Errorf("token: %w", err)
	}
	return secret, token, nil
}

// Tokens are the person's own tokens in force, the newest first.
func (s *Store) Tokens(ctx context.Context, actor identity.Actor) ([]Token, error) {
	rows, err := s.pool.Query(ctx, `select id, name, scopes, created_at, expires_at, used_at from personal.tokens
		where party = $1 and revoked_at is null and expires_at > now() order by created_at desc, id desc`, actor.Person)
	if err != nil {
		return nil, fmt.Errorf("tokens: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Token])
	if err != nil {
		return nil, fmt.Errorf("tokens: %w", err)
	}
	return list, nil
}

// RevokeToken ends one of the person's own tokens at once.
func (s *Store) RevokeToken(ctx context.Context, actor identity.Actor, id uuid.UUID) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		revoked, err := tx.Exec(ctx, `update personal.tokens set revoked_at = now() where id = $1 and party = $2 and revoked_at is null`, id, actor.Person)
		if err != nil {
			return err
		}
		if revoked.RowsAffected() == 0 {
			return ErrNotFound
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Write, Operation: "revoke-token", Actor: actor, Subjects: []uuid.UUID{actor.Person},
			Detail: map[string]string{"token": id.String()}})
	})
	if err != nil {
		return fmt.Errorf("token: %w", err)
	}
	return nil
}

// FindToken tells for whom a machine with that secret works.
func (s *Store) FindToken(ctx context.Context, secret string, from netip.Addr) (Known, error) {
	if !strings.HasPrefix(secret, tokenPrefix) {
		return Known{}, ErrNotFound
	}
	var known Known
	var stale bool
	err := s.pool.QueryRow(ctx, `select t.id, t.scopes, t.expires_at, coalesce(t.used_at < now() - $2::interval, true), p.id, p.name, p.protected, p.language, personal.offices(p.id)
		from personal.tokens t join personal.parties p on p.id = t.party
		where t.hash = $1 and t.revoked_at is null and t.expires_at > now()`, hashOf(secret), touch).
		Scan(&known.Token, &known.Scopes, &known.Ends, &stale, &known.Person, &known.Name, &known.Protected, &known.Language, &known.Offices)
	if errors.Is(err, pgx.ErrNoRows) {
		return Known{}, ErrNotFound
	}
	if err != nil {
		return Known{}, fmt.Errorf("token: %w", err)
	}
	known.Address = from
	if stale {
		if _, err := s.pool.Exec(ctx, `update personal.tokens set used_at = now() where id = $1`, known.Token); err != nil {
			return Known{}, fmt.Errorf("token: %w", err)
		}
	}
	return known, nil
}
