package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/identity/parties"
	"lupakartta/identity/sessions"
	"lupakartta/identity/signin"
)

// arrive makes a session for a person whom a provider has told of: the person is found or made, offices that the
// provider states are theirs from now on and no longer, and the log says so, all or nothing.
func (s *Server) arrive(r *http.Request, person signin.Person) (secret string, err error) {
	ctx, from := r.Context(), s.addressOf(r)
	err = pgx.BeginFunc(ctx, s.Personal, func(tx pgx.Tx) error {
		party, err := s.parties.Arrive(ctx, tx, arrivalOf(r, person))
		if err != nil {
			return err
		}
		if !s.limits.mayArrive(party.ID.String()) {
			return errTooMany
		}
		opening := sessions.Opening{Party: party.ID, Name: party.Name, Protected: party.Protected, Language: party.Profile.Language, Provider: person.Provider,
			Strength: person.Strength, IDToken: person.IDToken.Reveal(), Address: from.String(), Agent: r.UserAgent()}
		var session uuid.UUID
		if secret, session, err = s.sessions.Start(ctx, tx, opening, sessionSecret(r)); err != nil {
			return err
		}
		// The log is appended to from here on, and its end held: no row of others is touched any more.
		if person.For == signin.ForOfficial {
			if err := s.officials.FromProvider(ctx, tx, party.ID, person.Organisation, person.Roles, person.Provider); err != nil {
				return err
			}
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.SignIn, Operation: "finish-sign-in", Subjects: []uuid.UUID{party.ID},
			Actor: identity.Actor{Person: party.ID, Session: session, Address: from}, Detail: map[string]string{"provider": person.Provider, "strength": person.Strength}})
	})
	return secret, err
}

func arrivalOf(r *http.Request, person signin.Person) parties.Arrival {
	arrival := parties.Arrival{Provider: person.Provider, Subject: person.Subject, NationalID: person.NationalID, GivenName: person.GivenName,
		FamilyName: person.FamilyName, Name: person.Name, Email: person.Email, Language: langOf(r.Context())}
	if person.For == signin.ForPerson || person.Protected {
		arrival.Protected = &person.Protected // that somebody is not protected, those who vouch for officials do not know
	}
	return arrival
}
