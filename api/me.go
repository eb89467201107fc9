package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/mandates"
	"lupakartta/identity/sessions"
)

// meRoutes adds what is about the one who asks.
func (s *Server) meRoutes() {
	register(s, huma.Operation{OperationID: "who-am-i", Method: http.MethodGet, Path: "/api/v1/me", Tags: []string{tagMe},
		Summary: "Who is signed in, and for whom they act", Description: "Answers also when nobody is signed in."}, s.whoAmI)
	s.profileRoutes()
	s.sessionRoutes()
	s.tokenRoutes()
	register(s, huma.Operation{OperationID: "list-looks", Method: http.MethodGet, Path: "/api/v1/looks", Tags: []string{tagMe},
		Summary: "Who has looked at or changed my data", Description: "Entries of the audit log about the person who asks, the newest first."}, s.listLooks)
}

// Me is who is signed in. It is told to themselves only.
type Me struct {
	SignedIn bool       `json:"signed_in"`
	ID       *uuid.UUID `json:"id,omitempty" doc:"Of whoever is signed in, the same in every session: for what a browser keeps until they are back"`
	Name     string     `json:"name,omitempty"`
	Language string     `json:"language,omitempty" enum:"fi,sv,en" doc:"Of the profile"`
	Provider string     `json:"provider,omitempty" doc:"Which identity provider vouched for them"`
	Acting   *ActingFor `json:"acting,omitempty" doc:"For whom they act; absent: for themselves"`
	Offices  []Office   `json:"offices" doc:"Their roles at authorities today"`
	Until    *time.Time `json:"until,omitempty" doc:"When the session ends at the latest"`
}

// ActingFor is for whom somebody acts.
type ActingFor struct {
	Party  uuid.UUID  `json:"party"`
	Kind   string     `json:"kind" enum:"organisation,person"`
	Name   string     `json:"name"`
	Source string     `json:"source" doc:"Who says that they may"`
	Until  *time.Time `json:"until,omitempty" doc:"When the right ends"`

	Matters []string `json:"matters,omitempty" doc:"What the right is for (list-matters); missing: as who says so tells of each matter"`

	ChooseAgain bool `json:"choose_again,omitempty" doc:"Suomi.fi said so too long ago: choose there again, or act for yourself"`
}

// Office is a role at an authority.
type Office struct {
	Authority AuthorityRef `json:"authority"`
	Role      string       `json:"role" enum:"handler,decision_maker,supervisor,registrar,administrator"`
}

type whoAmIOutput struct{ Body Me }

func (s *Server) whoAmI(ctx context.Context, _ *struct{}) (*whoAmIOutput, error) {
	known, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	again, err := s.stillFor(ctx, &known)
	if err != nil {
		return nil, err
	}
	out := &whoAmIOutput{Body: me(known)}
	if out.Body.Offices, err = s.offices(ctx, known.Offices, time.Now()); err != nil {
		return nil, err
	}
	if out.Body.Acting != nil {
		out.Body.Acting.ChooseAgain = again
	}
	return out, nil
}

// stillFor brings for whom somebody acts up to date: a right that has ended is acted by no more, from here on. again
// tells that the source wants to be asked anew by choosing there.
func (s *Server) stillFor(ctx context.Context, known *sessions.Known) (again bool, err error) {
	acting, err := s.rights.Current(ctx, known.Actor)
	switch {
	case err == nil:
		known.Acting = acting
		return false, nil
	case errors.Is(err, mandates.ErrChooseAgain):
		return true, nil
	case !errors.Is(err, mandates.ErrNoRight) && !errors.Is(err, mandates.ErrExpired):
		return false, err
	}
	err = pgx.BeginFunc(ctx, s.Personal, func(tx pgx.Tx) error { return s.sessions.ActFor(ctx, tx, known.Actor, nil) })
	if errors.Is(err, sessions.ErrNotFound) {
		err = nil // the session has ended meanwhile
	}
	known.Acting = nil
	return false, err
}

func me(known sessions.Known) Me {
	if !known.SignedIn() {
		return Me{Offices: []Office{}}
	}
	m := Me{SignedIn: true, ID: &known.Person, Name: known.Name, Language: string(known.Language), Provider: known.Provider, Acting: actingFor(known.Acting), Offices: []Office{}, Until: &known.Ends}
	return m
}

// offices are those that are held now, with the names of their authorities.
func (s *Server) offices(ctx context.Context, all []identity.Office, now time.Time) ([]Office, error) {
	today := identity.Today(now)
	var ids []uuid.UUID
	for _, office := range all {
		ids = append(ids, office.Authority)
	}
	named, err := s.authorities.Named(ctx, ids)
	if err != nil {
		return nil, err
	}
	held := []Office{}
	for _, office := range all {
		if office.Holds(today) {
			held = append(held, Office{refOf(named[office.Authority], langOf(ctx)), string(office.Role)})
		}
	}
	return held, nil
}

func actingFor(acting *identity.Acting) *ActingFor {
	if acting == nil {
		return nil
	}
	a := &ActingFor{Party: acting.Party, Kind: acting.Kind, Name: acting.Name, Source: acting.Source, Matters: acting.Matters}
	if !acting.Until.IsZero() {
		a.Until = &acting.Until
	}
	return a
}
