package mandates

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/valtuudet"
)

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
