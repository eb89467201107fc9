package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"lupakartta/internal/i18n"
	"lupakartta/projects"
)

func (p *planning) restrictionRoutes() {
	register(p.Server, huma.Operation{OperationID: "list-project-restrictions", Method: http.MethodGet, Path: projectPath + "/{id}/restrictions", Tags: []string{tagProjects},
		Summary: "What authorities restrict of one's own project, and why", Description: "What the applicant restricts is among the fields, `/restricted/{item}`."}, p.restrictions)
	register(p.Server, huma.Operation{OperationID: "list-case-restrictions", Method: http.MethodGet, Path: casePath + "/{id}/restrictions", Tags: []string{tagProjects},
		Summary: "What authorities restrict of a project, as far as one may see it, and what one's own authority does"}, p.caseRestrictions)
	register(p.Server, huma.Operation{OperationID: "restrict-case-item", Method: http.MethodPost, Path: casePath + "/{id}/restrictions", Tags: []string{tagProjects}, DefaultStatus: http.StatusCreated,
		Summary: "Keep an item of a shown project to some of its authorities (P3)",
		Description: "An item is `summary`, `answers.{question}`, `parts.{id}`, `days.{id}`, `people.{id}` or `files.{id}` of what one's own authority sees, which always goes on seeing it. It holds for every version, earlier and later, and everywhere: others are told how many items they do not see, " +
			"everybody sees nothing of it. The applicant sees who restricts it and why. What one's authority restricted of the item before is lifted. With an Idempotency-Key, asking again gives the same restriction. " +
			"409 with the code not_concerned when the project no longer concerns the authority."}, p.restrict)
	register(p.Server, huma.Operation{OperationID: "lift-case-restriction", Method: http.MethodDelete, Path: casePath + "/{id}/restrictions/{restriction}", Tags: []string{tagProjects}, DefaultStatus: http.StatusNoContent,
		Summary: "Lift what one's own authority restricted", Description: "Sent again, nothing more happens."}, p.lift)
}

// RestrictionItem is an item that an authority restricts.
type RestrictionItem struct {
	ID            uuid.UUID      `json:"id"`
	Item          string         `json:"item"`
	Field         projects.Path  `json:"field" doc:"That is restricted"`
	Authority     string         `json:"authority" doc:"Code; it alone lifts it"`
	AuthorityName string         `json:"authority_name"`
	To            []RestrictedTo `json:"to" nullable:"false" doc:"Authorities that see it"`
	Why           string         `json:"why"`
	MadeAt        time.Time      `json:"made_at"`
	Own           bool           `json:"own" doc:"Of the asker's authority"`
}

// RestrictedTo is an authority that sees a restricted item.
type RestrictedTo struct {
	ID   uuid.UUID `json:"id"`
	Code string    `json:"code"`
	Name string    `json:"name"`
}

func restrictionItem(i projects.Imposed, lang i18n.Lang) RestrictionItem {
	item := RestrictionItem{ID: i.ID, Item: i.Item, Field: i.Field(), Authority: i.Authority.Code, AuthorityName: i.Authority.Name.In(lang), To: []RestrictedTo{}, Why: i.Why, MadeAt: i.MadeAt.UTC(), Own: i.Own}
	for _, to := range i.To {
		item.To = append(item.To, RestrictedTo{to.ID, to.Code, to.Name.In(lang)})
	}
	return item
}

type restrictionsOutput struct {
	Body struct {
		Items []RestrictionItem `json:"items" nullable:"false"`
	}
}

func restrictionList(list []projects.Imposed, lang i18n.Lang) *restrictionsOutput {
	out := &restrictionsOutput{}
	out.Body.Items = []RestrictionItem{}
	for _, i := range list {
		out.Body.Items = append(out.Body.Items, restrictionItem(i, lang))
	}
	return out
}

func (p *planning) restrictions(ctx context.Context, in *ProjectInput) (*restrictionsOutput, error) {
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	list, err := p.projects.Imposed(ctx, side, in.ID)
	if err != nil {
		return nil, err
	}
	return restrictionList(list, langOf(ctx)), nil
}

func (p *planning) caseRestrictions(ctx context.Context, in *ProjectInput) (*restrictionsOutput, error) {
	list, err := p.projects.ImposedBeside(ctx, p.actor(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return restrictionList(list, langOf(ctx)), nil
}

type restrictInput struct {
	ProjectInput
	Key  string `header:"Idempotency-Key" maxLength:"200" doc:"Made up by the caller for this one restriction"`
	Body struct {
		Item string      `json:"item" maxLength:"200" example:"answers.chemicals"`
		To   []uuid.UUID `json:"to,omitempty" maxItems:"100" doc:"Other authorities of the project that go on seeing it"`
		Why  string      `json:"why" maxLength:"2000" doc:"The applicant, and whoever sees the item, reads it"`
	}
}

type restrictOutput struct{ Body RestrictionItem }

func (p *planning) restrict(ctx context.Context, in *restrictInput) (*restrictOutput, error) {
	made, err := p.projects.Keep(ctx, p.actor(ctx), "restrict-case-item", in.ID, projects.Keeping{Item: in.Body.Item, To: in.Body.To, Why: in.Body.Why, Key: in.Key})
	if err != nil {
		return nil, p.projectError(ctx, err)
	}
	return &restrictOutput{Body: restrictionItem(made, langOf(ctx))}, nil
}

type liftInput struct {
	ProjectInput
	Restriction uuid.UUID `path:"restriction"`
}

func (p *planning) lift(ctx context.Context, in *liftInput) (*struct{}, error) {
	return nil, p.projects.Lift(ctx, p.actor(ctx), "lift-case-restriction", in.ID, in.Restriction)
}
