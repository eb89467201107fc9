package mandates

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity"
	"lupakartta/identity/parties"
	"lupakartta/identity/valtuudet"
	"lupakartta/internal/keys"
)

// SuomiFi is the source that asks Suomi.fi e-Authorizations about those whom the person has chosen there in this
// session. For a person it can be asked again for as long as the session lasts, where the service has the key of the
// REST interface; for an organisation only while the token of the choice lasts: then it must be chosen again.
type SuomiFi struct {
	client  *valtuudet.Client
	parties *parties.Store
	pool    *pgxpool.Pool
	ring    *keys.Ring
	now     func() time.Time
}

// choice is a choice as it is kept, about one of those who were chosen.
type choice struct {
	id        uuid.UUID
	kind      string
	session   valtuudet.WebSession
	principal uuid.UUID
	name      string
	business  identity.BusinessID
}

// Who was chosen is named as Suomi.fi named them to the one who chose: less, of some, would hide nothing from that one,
// and tell that they are under turvakielto.
const choiceColumns = `c.id, c.kind, c.web_session, c.token, c.expires_at, p.party, p.name, coalesce(o.business_id, '')
	from personal.suomifi_choices c join personal.suomifi_principals p on p.choice = c.id join personal.parties o on o.id = p.party `

// choices are those of the session, the newest first; only of one principal unless that is zero.
func (s *SuomiFi) choices(ctx context.Context, actor identity.Actor, principal uuid.UUID) ([]choice, error) {
	var only *uuid.UUID
	if principal != uuid.Nil {
		only = &principal
	}
	rows, err := s.pool.Query(ctx, `select `+choiceColumns+`where c.session = $1 and c.token <> '' and ($2::uuid is null or p.party = $2)
		order by c.created_at desc, c.id desc, p.name`, actor.Session, only)
	if err != nil {
		return nil, fmt.Errorf("choices at Suomi.fi: %w", err)
	}
	list, err := pgx.CollectRows(rows, s.scanChoice)
	if err != nil {
		return nil, fmt.Errorf("choices at Suomi.fi: %w", err)
	}
	return list, nil
}

func (s *SuomiFi) scanChoice(row pgx.CollectableRow) (c choice, err error) {
	var session, token string
	if err = row.Scan(&c.id, &c.kind, &session, &token, &c.session.Until, &c.principal, &c.name, &c.business); err != nil {
		return c, err
	}
	if c.session.SessionID, err = s.ring.Decrypt(purposeSession, session); err != nil {
		return c, err
	}
	c.session.Token, err = s.ring.Decrypt(purposeToken, token)
	c.session.User = c.id.String()
	return c, err
}

// live tells whether the person can still be asked about in the session of the choice.
func (s *SuomiFi) live(c choice) bool { return s.now().Before(c.session.Until) }

// Principals are those who were chosen in this session and can still be asked about.
func (s *SuomiFi) Principals(ctx context.Context, actor identity.Actor) ([]Principal, error) {
	list, err := s.choices(ctx, actor, uuid.Nil)
	if err != nil {
		return nil, err
	}
	var principals []Principal
	seen := map[uuid.UUID]bool{}
	for _, c := range list {
		again := c.kind == identity.Person && s.client.AsksAgain()
		if seen[c.principal] || !again && !s.live(c) {
			continue
		}
		seen[c.principal] = true
		principals = append(principals, Principal{Party: c.principal, Kind: c.kind, Name: c.name, Source: SourceSuomiFi})
	}
	return principals, nil
}

// Right asks Suomi.fi.
func (s *SuomiFi) Right(ctx context.Context, q Question) (identity.Acting, error) {
	list, err := s.choices(ctx, q.Actor, q.Principal)
	if err != nil {
		return identity.Acting{}, err
	}
	if len(list) == 0 {
		return identity.Acting{}, ErrNoRight
	}
	c := list[0]
	acting := identity.Acting{Party: c.principal, Kind: c.kind, Name: c.name, Source: SourceSuomiFi, Checked: s.now()}
	if c.kind == identity.Organisation {
		acting.Matters, err = s.forOrganisation(ctx, c, q)
	} else {
		acting.Matters, err = s.forPerson(ctx, c, q)
	}
	if err != nil {
		return identity.Acting{}, told(err)
	}
	return acting, nil
}

// told turns an error of the client into one of a source. A refusal is a fault of ours or theirs, never a right.
func told(err error) error {
	switch {
	case errors.Is(err, valtuudet.ErrExpired):
		return fmt.Errorf("%w: %w", ErrChooseAgain, err)
	case errors.Is(err, valtuudet.ErrUnavailable), errors.Is(err, valtuudet.ErrRefused):
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return err
}
