package mandates

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/identity/parties"
	"lupakartta/identity/valtuudet"
	"lupakartta/internal/i18n"
)

// provider is who knows those who were chosen and have never signed in here.
const provider = "suomifi-valtuudet"

// take gives the code for a token, asks who was chosen, and keeps them.
func (s *SuomiFi) take(ctx context.Context, actor identity.Actor, c choice, code, callback string) (principals []Principal, err error) {
	if c.session.Token, c.session.Until, err = s.client.Exchange(ctx, code, callback); err != nil {
		return nil, err
	}
	var persons []valtuudet.Principal
	var organisations []valtuudet.Organisation
	if c.kind == identity.Organisation {
		organisations, err = s.client.Organisations(ctx, c.session)
	} else {
		persons, err = s.client.Chosen(ctx, c.session)
	}
	if err != nil {
		return nil, err
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if principals, err = s.made(ctx, tx, persons, organisations); err != nil {
			return err
		}
		return s.keep(ctx, tx, actor, c, principals)
	})
	return principals, err
}

// made finds the parties, and makes those who are not here yet.
func (s *SuomiFi) made(ctx context.Context, tx pgx.Tx, persons []valtuudet.Principal, organisations []valtuudet.Organisation) ([]Principal, error) {
	var made []Principal
	for _, person := range persons {
		id, err := s.person(ctx, tx, person)
		if err != nil {
			return nil, err
		}
		made = append(made, Principal{Party: id, Kind: identity.Person, Name: person.Name, Source: SourceSuomiFi})
	}
	for _, organisation := range organisations {
		id, err := parties.Organisation(ctx, tx, organisation.ID, organisation.Name)
		if err != nil {
			return nil, err
		}
		made = append(made, Principal{Party: id, Kind: identity.Organisation, Name: organisation.Name, Source: SourceSuomiFi})
	}
	return made, nil
}

// person leaves somebody who is here as they are: what an identity provider told of them is better than this name.
func (s *SuomiFi) person(ctx context.Context, tx pgx.Tx, principal valtuudet.Principal) (uuid.UUID, error) {
	party, err := s.parties.ByNationalID(ctx, tx, principal.ID)
	if errors.Is(err, parties.ErrNotFound) {
		party, err = s.parties.Arrive(ctx, tx, parties.Arrival{Provider: provider, Subject: uuid.NewString(), NationalID: principal.ID,
			Name: principal.Name, Language: i18n.Finnish})
	}
	return party.ID, err
}

func (s *SuomiFi) keep(ctx context.Context, tx pgx.Tx, actor identity.Actor, c choice, principals []Principal) error {
	_, err := tx.Exec(ctx, `update personal.suomifi_choices set token = $2, expires_at = $3 where id = $1`,
		c.id, s.ring.Encrypt(purposeToken, c.session.Token), c.session.Until)
	if err != nil {
		return err
	}
	subjects := make([]uuid.UUID, len(principals))
	for i, principal := range principals {
		subjects[i] = principal.Party
		_, err := tx.Exec(ctx, `insert into personal.suomifi_principals (choice, party, name) values ($1, $2, $3) on conflict do nothing`, c.id, principal.Party, principal.Name)
		if err != nil {
			return err
		}
	}
	return audit.Append(ctx, tx, audit.Entry{Kind: audit.Mandate, Operation: "finish-suomifi-mandate", Actor: actor, Subjects: subjects,
		Detail: map[string]string{"source": SourceSuomiFi, "kind": c.kind}})
}
