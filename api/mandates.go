package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/identity/mandates"
	"lupakartta/internal/faults"
)

// mandateOperations adds the mandates that are kept here.
func (a *acting) mandateOperations() {
	register(a.Server, huma.Operation{OperationID: "list-matters", Method: http.MethodGet, Path: "/api/v1/matters", Tags: []string{tagMandates},
		Summary: "What a mandate can be for"}, a.listMatters)
	register(a.Server, huma.Operation{OperationID: "list-mandates", Method: http.MethodGet, Path: "/api/v1/mandates", Tags: []string{tagMandates},
		Summary: "Mandates that I have given, received or asked for"}, a.listMandates)
	register(a.Server, huma.Operation{OperationID: "give-mandate", Method: http.MethodPost, Path: "/api/v1/mandates", Tags: []string{tagMandates},
		Summary: "Give a person a mandate", DefaultStatus: http.StatusCreated,
		Description: "For oneself, or for an organisation that one represents by Suomi.fi. The receiver is named by identity code and family name, and has signed in here once."}, a.giveMandate)
	register(a.Server, huma.Operation{OperationID: "request-mandate", Method: http.MethodPost, Path: "/api/v1/mandate-requests", Tags: []string{tagMandates},
		Summary: "Ask a person or an organisation for a mandate", DefaultStatus: http.StatusCreated}, a.requestMandate)
	register(a.Server, huma.Operation{OperationID: "answer-mandate", Method: http.MethodPost, Path: "/api/v1/mandates/{id}/answer", Tags: []string{tagMandates},
		Summary: "Give the mandate that was asked for, or refuse it", Description: "409 when it was answered already, or when its time is over."}, a.answerMandate)
	register(a.Server, huma.Operation{OperationID: "revoke-mandate", Method: http.MethodDelete, Path: "/api/v1/mandates/{id}", Tags: []string{tagMandates},
		Summary: "Take a mandate back, or give it up, at once", DefaultStatus: http.StatusNoContent}, a.revokeMandate)
	register(a.Server, huma.Operation{OperationID: "list-mandate-uses", Method: http.MethodGet, Path: "/api/v1/mandate-uses", Tags: []string{tagMandates},
		Summary: "What others did, or tried to do, acting for me", Description: "The newest first."}, a.listUses)
}

// MatterItem is what a mandate can be for, in the reader's language.
type MatterItem struct {
	Code        string `json:"code" example:"permits_and_notices"`
	Name        string `json:"name"`
	Explanation string `json:"explanation"`
}

// MatterList is a list of them.
type MatterList struct {
	Items []MatterItem `json:"items"`
}

type mattersOutput struct{ Body MatterList }

func (a *acting) listMatters(ctx context.Context, _ *LangInput) (*mattersOutput, error) {
	out := &mattersOutput{Body: MatterList{Items: []MatterItem{}}}
	for _, m := range mandates.Matters() {
		out.Body.Items = append(out.Body.Items, MatterItem{m.Code, m.Name.In(langOf(ctx)), m.Explanation.In(langOf(ctx))})
	}
	return out, nil
}

// Mandate is a mandate as its giver or its receiver sees it.
type Mandate struct {
	ID            uuid.UUID   `json:"id"`
	Giver         MandateSide `json:"giver"`
	Receiver      MandateSide `json:"receiver"`
	Matter        string      `json:"matter"`
	PropertyUnits []string    `json:"property_units" doc:"To which it is limited; empty: no limit"`
	State         string      `json:"state" enum:"requested,given,refused,revoked"`
	InForce       bool        `json:"in_force" doc:"It is given, and its time is now"`
	Note          string      `json:"note,omitempty"`
	ValidFrom     time.Time   `json:"valid_from"`
	ValidTo       time.Time   `json:"valid_to" doc:"The moment from which it holds no more"`
	CreatedAt     time.Time   `json:"created_at"`
	ChangedAt     time.Time   `json:"changed_at"`
}

// MandateSide is the giver or the receiver: a name and nothing else, of every person the family name.
type MandateSide struct {
	Party uuid.UUID `json:"party"`
	Kind  string    `json:"kind" enum:"organisation,person"`
	Name  string    `json:"name"`
}

func sideOf(s mandates.Side) MandateSide { return MandateSide{s.ID, s.Kind, s.Name} }

func mandateOf(m mandates.Mandate) Mandate {
	return Mandate{ID: m.ID, Giver: sideOf(m.Giver), Receiver: sideOf(m.Receiver), Matter: m.Matter, PropertyUnits: listOf(m.PropertyUnits), State: string(m.State),
		InForce: m.Holds(time.Now()), Note: m.Note, ValidFrom: m.From.UTC(), ValidTo: m.To.UTC(), CreatedAt: m.CreatedAt.UTC(), ChangedAt: m.ChangedAt.UTC()}
}

func mandatesOf(list []mandates.Mandate) []Mandate {
	written := []Mandate{}
	for _, m := range list {
		written = append(written, mandateOf(m))
	}
	return written
}

// MandateLists are the mandates of the one who asks.
type MandateLists struct {
	Given    []Mandate `json:"given" doc:"And requested from me, or from the organisation that I represent"`
	Received []Mandate `json:"received" doc:"And requested by me"`
}

type mandatesOutput struct{ Body MandateLists }

func (a *acting) listMandates(ctx context.Context, _ *struct{}) (*mandatesOutput, error) {
	lists, err := a.rights.List(ctx, a.actor(ctx))
	if err != nil {
		return nil, a.mandateProblem(ctx, err)
	}
	return &mandatesOutput{Body: MandateLists{mandatesOf(lists.Given), mandatesOf(lists.Received)}}, nil
}

// MandateTerms are what a mandate is to be.
type MandateTerms struct {
	Matter        string    `json:"matter" doc:"Code of a matter, or all"`
	PropertyUnits []string  `json:"property_units,omitempty" maxItems:"100" doc:"14 digits each; missing: no limit"`
	ValidFrom     time.Time `json:"valid_from"`
	ValidTo       time.Time `json:"valid_to"`
	Note          string    `json:"note,omitempty" maxLength:"200" doc:"Why, on one line"`
}

func (t MandateTerms) terms() mandates.Terms {
	return mandates.Terms{Matter: t.Matter, PropertyUnits: t.PropertyUnits, From: t.ValidFrom, To: t.ValidTo, Note: t.Note}
}

// MandateParty names the other side of a mandate.
type MandateParty struct {
	NationalID string `json:"national_id,omitempty" maxLength:"20" doc:"A person's identity code, together with family_name"`
	FamilyName string `json:"family_name,omitempty" maxLength:"200"`
	BusinessID string `json:"business_id,omitempty" maxLength:"20" doc:"An organisation's, when it is asked for a mandate"`
}

// named reads the ids; what they look like when they are wrong is told to nobody but the one who wrote them.
func (p MandateParty) named(pointer string) (n mandates.Named, err error) {
	var found faults.Faults
	n.FamilyName = p.FamilyName
	if p.NationalID != "" {
		n.NationalID, err = identity.ParseNationalID(p.NationalID, time.Now())
		found.When(err != nil, pointer+"/national_id", "not_national_id")
	}
	if p.BusinessID != "" {
		n.BusinessID, err = identity.ParseBusinessID(p.BusinessID)
		found.When(err != nil, pointer+"/business_id", "not_business_id")
	}
	return n, found.OrNil()
}

type giveMandateInput struct {
	Body struct {
		Receiver MandateParty `json:"receiver"`
		MandateTerms
	}
}

type requestMandateInput struct {
	Body struct {
		Giver MandateParty `json:"giver"`
		MandateTerms
	}
}

type mandateOutput struct{ Body Mandate }

func (a *acting) giveMandate(ctx context.Context, in *giveMandateInput) (*mandateOutput, error) {
	actor := a.actor(ctx)
	return a.with(ctx, "/receiver", in.Body.Receiver, func(to mandates.Named) (mandates.Mandate, error) {
		return a.rights.Give(ctx, actor, to, in.Body.terms())
	})
}

func (a *acting) requestMandate(ctx context.Context, in *requestMandateInput) (*mandateOutput, error) {
	actor := a.actor(ctx)
	return a.with(ctx, "/giver", in.Body.Giver, func(from mandates.Named) (mandates.Mandate, error) {
		return a.mandates.Request(ctx, actor, from, in.Body.terms())
	})
}

// with reads who the other side is, whom a person may name only so often.
func (a *acting) with(ctx context.Context, pointer string, party MandateParty, do func(mandates.Named) (mandates.Mandate, error)) (*mandateOutput, error) {
	named, err := party.named(pointer)
	if err != nil {
		return nil, err
	}
	if !passes(a.named, a.actor(ctx).Person.String()) {
		return nil, errTooMany
	}
	m, err := do(named)
	if errors.Is(err, mandates.ErrNobody) {
		return nil, faults.Faults{{Pointer: pointer, Code: "nobody"}}
	}
	if err != nil {
		return nil, a.mandateProblem(ctx, err)
	}
	return &mandateOutput{Body: mandateOf(m)}, nil
}

type answerMandateInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Accept bool `json:"accept" doc:"true gives it, false refuses it"`
	}
}

func (a *acting) answerMandate(ctx context.Context, in *answerMandateInput) (*mandateOutput, error) {
	m, err := a.rights.Answer(ctx, a.actor(ctx), in.ID, in.Body.Accept)
	if err != nil {
		return nil, a.mandateProblem(ctx, err)
	}
	return &mandateOutput{Body: mandateOf(m)}, nil
}

func (a *acting) revokeMandate(ctx context.Context, in *idInput) (*struct{}, error) {
	if _, err := a.rights.Revoke(ctx, a.actor(ctx), in.ID); err != nil {
		return nil, a.mandateProblem(ctx, err)
	}
	return nil, nil
}

func (a *acting) listUses(ctx context.Context, in *looksInput) (*looksOutput, error) {
	records, err := a.rights.Uses(ctx, a.actor(ctx), audit.Page{Before: in.Before, Limit: in.Limit})
	if err != nil {
		return nil, a.mandateProblem(ctx, err)
	}
	return a.looks(ctx, "/api/v1/mandate-uses", records, in.Limit)
}

// mandateFaults are what is told of why somebody may not act for another.
var mandateFaults = []struct {
	err  error
	kind kind
	code string
}{
	{mandates.ErrUnavailable, kindMandateSource, ""},
	{mandates.ErrNoRight, kindForbidden, "mandate_no_right"},
	{identity.ErrForbidden, kindForbidden, "mandate_no_right"}, // a right, and too narrow a one
	{mandates.ErrChooseAgain, kindForbidden, "mandate_choose_again"},
	{mandates.ErrNoIdentityCode, kindForbidden, "mandate_no_identity_code"},
	{mandates.ErrExpired, kindConflict, "mandate_expired"},
	{mandates.ErrState, kindConflict, "mandate_ended"},
}

// mandateProblem says what an error of acting for another is to a caller, and keeps the error with it, which knows
// whether it was logged. Why the source could not be asked is for the log.
func (s *Server) mandateProblem(ctx context.Context, err error) error {
	if errors.Is(err, mandates.ErrUnavailable) {
		s.Log.WarnContext(ctx, "a mandate could not be asked about", slog.String("id", requestOf(ctx).id.String()), slog.Any("error", err))
	}
	for _, line := range mandateFaults {
		if !errors.Is(err, line.err) {
			continue
		}
		request := requestOf(ctx)
		if line.code == "" {
			return errors.Join(newProblem(request, line.kind), err)
		}
		return errors.Join(newProblem(request, line.kind, Fault{Code: line.code, Detail: text(request.lang, "fault."+line.code, nil)}), err)
	}
	switch {
	case errors.Is(err, mandates.ErrNotFound):
		return errNoRoute
	case errors.Is(err, mandates.ErrTooMany):
		return errTooMany
	}
	return err
}
