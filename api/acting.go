package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/httprate"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/identity/mandates"
	"lupakartta/identity/signin"
	"lupakartta/internal/i18n"
)

const tagMandates = "Mandates"

// suomifiCallbackPath is registered with Suomi.fi.
const suomifiCallbackPath = "/auth/suomifi/callback"

// SuomiFiCallbackURL is where Suomi.fi sends people back to who have chosen for whom to act.
func SuomiFiCallbackURL(public *url.URL) string { return public.JoinPath(suomifiCallbackPath).String() }

// Limits of a person. Each instance counts for itself.
const (
	namings = 20 // of others by their identity code, in an hour
	choices = 60 // of whom to act for, in an hour
)

// acting answers for acting for another.
type acting struct {
	*Server
	named  *httprate.RateLimiter // how often a person has named another
	chosen *httprate.RateLimiter // and chosen for whom to act
}

// mandateRoutes adds acting for another to the list of routes.
func (s *Server) mandateRoutes() {
	a := &acting{s, httprate.NewRateLimiter(namings, time.Hour), httprate.NewRateLimiter(choices, time.Hour)}
	register(s, huma.Operation{OperationID: "list-principals", Method: http.MethodGet, Path: "/api/v1/principals", Tags: []string{tagMandates},
		Summary: "For whom I may choose to act"}, a.listPrincipals)
	register(s, huma.Operation{OperationID: "act-for", Method: http.MethodPost, Path: "/api/v1/acting", Tags: []string{tagMandates},
		Summary: "Act for another from now on", Description: "Whether the right is there is asked now, and again at each submission."}, a.actFor)
	register(s, huma.Operation{OperationID: "act-for-myself", Method: http.MethodDelete, Path: "/api/v1/acting", Tags: []string{tagMandates},
		Summary: "Act for myself again", DefaultStatus: http.StatusNoContent}, a.actForMyself)
	register(s, huma.Operation{OperationID: "begin-suomifi-mandate", Method: http.MethodPost, Path: "/api/v1/suomifi-choices", Tags: []string{tagMandates},
		Summary: "Go to Suomi.fi to choose for whom to act", Description: "The browser goes on to the location of the answer. It tells Suomi.fi who is signed in."}, a.beginSuomiFi)
	s.route(hidden("finish-suomifi-mandate", suomifiCallbackPath), a.finishSuomiFi)
	a.mandateOperations()
}

// PrincipalItem is somebody for whom the one who asks may choose to act.
type PrincipalItem struct {
	Party         uuid.UUID  `json:"party"`
	Kind          string     `json:"kind" enum:"organisation,person"`
	Name          string     `json:"name"`
	Source        string     `json:"source" enum:"kept,suomifi" doc:"Who says so: a mandate kept here, or Suomi.fi e-Authorizations"`
	Matters       []string   `json:"matters" doc:"What the right is for; empty: no limit, or as the source says for each"`
	PropertyUnits []string   `json:"property_units" doc:"To which it is limited; empty: no limit"`
	Until         *time.Time `json:"until,omitempty" doc:"When the right ends"`
}

// PrincipalList is a list of them.
type PrincipalList struct {
	Items         []PrincipalItem `json:"items"`
	SuomiFi       bool            `json:"suomifi" doc:"More can be chosen at Suomi.fi: begin-suomifi-mandate"`
	SuomiFiFailed bool            `json:"suomifi_failed" doc:"Those who were chosen at Suomi.fi could not be asked about now, and are missing"`
}

type principalsOutput struct{ Body PrincipalList }

func (a *acting) listPrincipals(ctx context.Context, _ *struct{}) (*principalsOutput, error) {
	principals, err := a.rights.Principals(ctx, a.actor(ctx))
	failed := errors.Is(err, mandates.ErrUnavailable)
	if failed {
		a.Log.WarnContext(ctx, "principals of Suomi.fi are missing", "id", requestOf(ctx).id, "error", err)
	} else if err != nil {
		return nil, err
	}
	out := &principalsOutput{Body: PrincipalList{Items: []PrincipalItem{}, SuomiFi: a.suomifi != nil, SuomiFiFailed: failed}}
	for _, p := range principals {
		item := PrincipalItem{Party: p.Party, Kind: p.Kind, Name: p.Name, Source: p.Source, Matters: listOf(p.Matters), PropertyUnits: listOf(p.PropertyUnits)}
		if !p.Until.IsZero() {
			item.Until = &p.Until
		}
		out.Body.Items = append(out.Body.Items, item)
	}
	return out, nil
}

// listOf is a list that is never null.
func listOf(list []string) []string { return append([]string{}, list...) }

type actForInput struct {
	Body struct {
		Principal uuid.UUID `json:"principal" doc:"The party to act for"`
		Source    string    `json:"source" enum:"kept,suomifi" doc:"By which right"`
	}
}

type actForOutput struct{ Body ActingFor }

func (a *acting) actFor(ctx context.Context, in *actForInput) (*actForOutput, error) {
	now, err := a.choose(ctx, a.actor(ctx), in.Body.Source, in.Body.Principal)
	if err != nil {
		return nil, a.mandateProblem(ctx, err)
	}
	return &actForOutput{Body: *actingFor(now)}, nil
}

// choose asks the source, which also logs it, and lets the session act for the principal.
func (a *acting) choose(ctx context.Context, actor identity.Actor, source string, principal uuid.UUID) (*identity.Acting, error) {
	if !passes(a.chosen, actor.Person.String()) {
		return nil, errTooMany
	}
	actor.Acting = nil // the right is the person's, whoever they act for now
	right, err := a.rights.Use(ctx, mandates.Question{Actor: actor, Source: source, Principal: principal}, "act-for")
	if err != nil {
		return nil, err
	}
	err = pgx.BeginFunc(ctx, a.Personal, func(tx pgx.Tx) error { return a.sessions.ActFor(ctx, tx, actor, &right) })
	return &right, err
}

func (a *acting) actForMyself(ctx context.Context, _ *struct{}) (*struct{}, error) {
	actor := a.actor(ctx)
	if actor.Acting == nil {
		return nil, nil
	}
	return nil, pgx.BeginFunc(ctx, a.Personal, func(tx pgx.Tx) error {
		if err := a.sessions.ActFor(ctx, tx, actor, nil); err != nil {
			return err
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Mandate, Operation: "act-for-myself", Actor: actor, Subjects: []uuid.UUID{actor.Party()}})
	})
}

type beginSuomiFiInput struct {
	Body struct {
		Kind     string `json:"kind" enum:"organisation,person" doc:"For what to choose"`
		ReturnTo string `json:"return_to,omitempty" maxLength:"2000" doc:"Page of this service to come back to, as a path" example:"/fi/oma"`
	}
}

type beginSuomiFiOutput struct {
	Body struct {
		Location string `json:"location" format:"uri" doc:"Where the browser goes on"`
	}
}

// beginSuomiFi is a POST, which no other site can send in somebody's name: it tells Suomi.fi their identity code.
func (a *acting) beginSuomiFi(ctx context.Context, in *beginSuomiFiInput) (*beginSuomiFiOutput, error) {
	if a.suomifi == nil || a.PublicURL == nil {
		return nil, errNoRoute
	}
	actor := a.actor(ctx)
	if !passes(a.chosen, actor.Person.String()) {
		return nil, errTooMany
	}
	out := &beginSuomiFiOutput{}
	var err error
	out.Body.Location, err = a.suomifi.Begin(ctx, actor, mandates.Beginning{Kind: in.Body.Kind, ReturnTo: pageOf(in.Body.ReturnTo),
		Callback: SuomiFiCallbackURL(a.PublicURL), Language: langOf(ctx)})
	if err != nil {
		return nil, a.mandateProblem(ctx, err)
	}
	return out, nil
}

// pageOf is the address of a page of ours, or "/" where it is none: other addresses of ours do something.
func pageOf(address string) string {
	parsed, err := url.Parse(signin.ReturnPath(address))
	if err != nil {
		return "/"
	}
	lang, _, _ := strings.Cut(strings.TrimPrefix(parsed.Path, "/"), "/")
	if _, ok := i18n.Parse(lang); !ok {
		return "/"
	}
	return address
}

// finishSuomiFi takes what came back. Who chose one party acts for it from now on; of several they choose here.
func (a *acting) finishSuomiFi(w http.ResponseWriter, r *http.Request) error {
	if a.suomifi == nil || a.PublicURL == nil {
		return errNoRoute
	}
	ctx, query := r.Context(), r.URL.Query()
	code := query.Get("code")
	if query.Has("error") {
		code = ""
	}
	choice, err := a.suomifi.Finish(ctx, a.actor(ctx), query.Get("state"), code, SuomiFiCallbackURL(a.PublicURL))
	if err != nil {
		return a.mandateProblem(ctx, err)
	}
	if len(choice.Principals) == 1 {
		if _, err := a.choose(ctx, a.actor(ctx), mandates.SourceSuomiFi, choice.Principals[0].Party); err != nil {
			return a.mandateProblem(ctx, err)
		}
	}
	http.Redirect(w, r, atHome(choice.ReturnTo, langOf(ctx)), http.StatusSeeOther)
	return nil
}
