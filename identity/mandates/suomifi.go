package mandates

import (
	"context"
	"errors"
	"fmt"
	"slices"
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

// forOrganisation gives the matters of the right; none: a right to everything.
func (s *SuomiFi) forOrganisation(ctx context.Context, c choice, q Question) ([]string, error) {
	organisations, err := s.client.Organisations(ctx, c.session)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(organisations, func(o valtuudet.Organisation) bool { return o.ID == c.business })
	if at < 0 {
		return nil, ErrNoRight
	}
	if s.client.Represents(organisations[at].Roles) {
		return nil, nil
	}
	return s.within(organisations[at].Roles, q)
}

// within gives the matters that roles mean; what is asked for must be among them.
func (s *SuomiFi) within(roles []string, q Question) ([]string, error) {
	var found []string
	for _, matter := range matters {
		if issue, ok := s.client.Issue(matter.Code); ok && slices.Contains(roles, issue) {
			found = append(found, matter.Code)
		}
	}
	if slices.Contains(found, All) {
		return []string{All}, nil
	}
	if len(found) == 0 || q.Matter != "" && !slices.Contains(found, q.Matter) {
		return nil, ErrNoRight
	}
	return found, nil
}

// forPerson gives the matters of the right; none: a right to everything, as of somebody who has the custody of a minor.
func (s *SuomiFi) forPerson(ctx context.Context, c choice, q Question) ([]string, error) {
	principal, err := s.reveal(ctx, q.Actor, c.principal)
	if err != nil {
		return nil, err
	}
	if q.Matter == "" {
		roles, err := s.client.Roles(ctx, c.session, principal)
		if err != nil || slices.Contains(roles, valtuudet.RoleAll) {
			return nil, err
		}
		return s.within(roles, q)
	}
	// Each theme is asked about by itself: whether a question about several wants one of them or all is not documented.
	for _, matter := range []string{q.Matter, All} {
		issue, ok := s.client.Issue(matter)
		if !ok {
			continue
		}
		allowed, err := s.askAbout(ctx, c, q.Actor, principal, issue)
		if err != nil {
			return nil, err
		}
		if allowed {
			return []string{matter}, nil
		}
	}
	return nil, ErrNoRight
}

// askAbout asks in the session of the choice, and when that has ended by the REST interface.
func (s *SuomiFi) askAbout(ctx context.Context, c choice, actor identity.Actor, principal identity.NationalID, issue string) (bool, error) {
	allowed, err := s.client.Authorized(ctx, c.session, principal, issue)
	if !errors.Is(err, valtuudet.ErrExpired) || !s.client.AsksAgain() {
		return allowed, err
	}
	delegate, err := s.reveal(ctx, actor, actor.Person)
	if err != nil {
		return false, err
	}
	return s.client.AskAgain(ctx, delegate, principal, issue, c.id.String())
}

// reveal gives an identity code for the question alone, and the log says so.
func (s *SuomiFi) reveal(ctx context.Context, actor identity.Actor, person uuid.UUID) (id identity.NationalID, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) (err error) {
		id, err = s.parties.RevealNationalID(ctx, tx, actor, operationAsk, person)
		return err
	})
	return id, err
}
