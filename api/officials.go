package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"lupakartta/authorities"
	"lupakartta/identity"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
)

func (s *Server) officialRoutes(d *directory) {
	register(s, huma.Operation{OperationID: "list-officials", Method: http.MethodGet, Path: "/api/v1/authorities/{code}/officials", Tags: []string{tagAuthorities},
		Summary:     "Who works for an authority and its units",
		Description: "For the authority's administrators and those of the authority above it; for everybody else there is no such list. Every reading is logged, and the persons see it."},
		d.listOfficials)
	register(s, huma.Operation{OperationID: "appoint-official", Method: http.MethodPost, Path: "/api/v1/authorities/{code}/officials", Tags: []string{tagAuthorities},
		Summary: "Give a person an office", DefaultStatus: http.StatusCreated,
		Description: "The person has signed in here once. They are named by identity code and family name together, or by their party. " +
			"Nobody of that code and name: 422, and the log keeps that it was tried. The answer tells of the person no more than was asked."}, d.appointOfficial)
	register(s, huma.Operation{OperationID: "dismiss-official", Method: http.MethodDelete, Path: "/api/v1/authorities/{code}/officials/{id}", Tags: []string{tagAuthorities},
		Summary: "Take an office away, at once", DefaultStatus: http.StatusNoContent,
		Description: "Also one that a sign-in provider states: its next statement does not bring it back, only an administrator does. The last administrators do not dismiss themselves: 409."}, d.dismissOfficial)
}

// OfficialItem is an office: a person who works for an authority in a role. It is told to administrators only; of a
// person under turvakielto neither name nor party.
type OfficialItem struct {
	ID        uuid.UUID     `json:"id"`
	Person    *uuid.UUID    `json:"person,omitempty"`
	Name      string        `json:"name,omitempty"`
	Protected bool          `json:"protected" doc:"Non-disclosure for personal safety: neither name nor person is told"`
	Authority AuthorityRef  `json:"authority"`
	Role      identity.Role `json:"role" enum:"handler,decision_maker,supervisor,registrar,administrator"`
	Source    string        `json:"source" doc:"here: an administrator gave it; otherwise the sign-in provider that states it"`
	ValidFrom string        `json:"valid_from" format:"date"`
	ValidTo   string        `json:"valid_to,omitempty" format:"date" doc:"Last day; missing: until further notice. What a sign-in provider states holds for 90 days after the last sign-in"`
	Dismissed bool          `json:"dismissed" doc:"An administrator took it away. It is not held, whatever the days say"`
}

func officialOf(o authorities.Official, lang i18n.Lang) OfficialItem {
	item := OfficialItem{ID: o.ID, Name: o.Name, Protected: o.Protected, Authority: refOf(o.Authority, lang), Role: o.Role, Source: o.Source,
		ValidFrom: o.ValidFrom, ValidTo: o.ValidTo, Dismissed: o.Dismissed}
	if o.Person != uuid.Nil {
		item.Person = &o.Person
	}
	return item
}

// OfficialList is the body of a list of officials.
type OfficialList struct {
	Items []OfficialItem `json:"items"`
}

type officialsOutput struct{ Body OfficialList }

func (d *directory) listOfficials(ctx context.Context, in *CodeInput) (*officialsOutput, error) {
	list, err := d.officials.List(ctx, d.actor(ctx), in.Code)
	if err != nil {
		return nil, directoryError(ctx, err)
	}
	out := &officialsOutput{Body: OfficialList{Items: []OfficialItem{}}}
	for _, o := range list {
		out.Body.Items = append(out.Body.Items, officialOf(o, langOf(ctx)))
	}
	return out, nil
}

type appointInput struct {
	CodeInput
	Body struct {
		NationalID string     `json:"national_id,omitempty" maxLength:"20" doc:"The person's identity code, together with family_name; instead of person"`
		FamilyName string     `json:"family_name,omitempty" maxLength:"200"`
		Person     *uuid.UUID `json:"person,omitempty" doc:"The person's party"`
		Role       string     `json:"role" enum:"handler,decision_maker,supervisor,registrar,administrator"`
		ValidFrom  string     `json:"valid_from,omitempty" doc:"First day, YYYY-MM-DD; missing: today"`
		ValidTo    string     `json:"valid_to,omitempty" doc:"Last day; missing: until further notice"`
	}
}

// Appointed is an office that was given. It does not say more of the person than the one who gave it knew.
type Appointed struct {
	ID        uuid.UUID     `json:"id"`
	Authority AuthorityRef  `json:"authority"`
	Role      identity.Role `json:"role" enum:"handler,decision_maker,supervisor,registrar,administrator"`
	ValidFrom string        `json:"valid_from" format:"date"`
	ValidTo   string        `json:"valid_to,omitempty" format:"date" doc:"Last day; missing: until further notice"`
}

type appointedOutput struct{ Body Appointed }

func (d *directory) appointOfficial(ctx context.Context, in *appointInput) (*appointedOutput, error) {
	order := authorities.Appointment{FamilyName: in.Body.FamilyName, Role: identity.Role(in.Body.Role), ValidFrom: in.Body.ValidFrom, ValidTo: in.Body.ValidTo}
	if in.Body.Person != nil {
		order.Person = *in.Body.Person
	}
	if in.Body.NationalID != "" {
		var err error
		if order.NationalID, err = identity.ParseNationalID(in.Body.NationalID, time.Now()); err != nil {
			return nil, faults.Faults{{Pointer: "/national_id", Code: "not_national_id"}}
		}
	}
	actor := d.actor(ctx)
	if !passes(d.named, actor.Person.String()) {
		return nil, errTooMany
	}
	o, err := d.officials.Appoint(ctx, actor, in.Code, order)
	if err != nil {
		return nil, directoryError(ctx, err)
	}
	return &appointedOutput{Appointed{ID: o.ID, Authority: refOf(o.Authority, langOf(ctx)), Role: o.Role, ValidFrom: o.ValidFrom, ValidTo: o.ValidTo}}, nil
}

type dismissInput struct {
	CodeInput
	ID uuid.UUID `path:"id"`
}

func (d *directory) dismissOfficial(ctx context.Context, in *dismissInput) (*struct{}, error) {
	if err := d.officials.Dismiss(ctx, d.actor(ctx), in.Code, in.ID); err != nil {
		return nil, directoryError(ctx, err)
	}
	return nil, nil
}

// directoryError says what an error of the directory is to a caller.
func directoryError(ctx context.Context, err error) error {
	for target, code := range map[error]string{authorities.ErrAppointed: "appointed", authorities.ErrLastAdministrator: "last_administrator"} {
		if errors.Is(err, target) {
			request := requestOf(ctx)
			return newProblem(request, kindConflict, Fault{Code: code, Detail: text(request.lang, "fault."+code, nil)})
		}
	}
	if errors.Is(err, authorities.ErrNoPerson) {
		return faults.Faults{{Pointer: "/person", Code: "no_person"}}
	}
	return err
}
