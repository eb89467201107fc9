package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"lupakartta/authorities"
	"lupakartta/checks"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/projects"
)

func (p *planning) showRoutes() {
	register(p.Server, huma.Operation{OperationID: "preview-project", Method: http.MethodGet, Path: projectPath + "/{id}/preview", Tags: []string{tagProjects},
		Summary:     "Who would see a project, were it shown now, and what keeps it from being shown",
		Description: "The authorities that are competent at its place for what concerns it, fields for which nobody is known, the findings counted, and what is missing, by field. Nothing is kept."}, p.preview)
	register(p.Server, huma.Operation{OperationID: "show-project", Method: http.MethodPost, Path: projectPath + "/{id}/showing", Tags: []string{tagProjects},
		Summary: "Show what a project says now to the authorities, or to everybody",
		Description: "The draft becomes visible: unofficial, nothing is pending. The check of its place is kept and the competent authorities are told (F44). What is saved later is seen by nobody else until it is shown again. If-Match as in save-project. " +
			"422 with every field that is missing; 409 with the code shown_same when others see this very version."}, p.show)
	register(p.Server, huma.Operation{OperationID: "list-project-authorities", Method: http.MethodGet, Path: projectPath + "/{id}/authorities", Tags: []string{tagProjects},
		Summary: "The authorities that see a project, with contacts, and when each last looked"}, p.concerned)
	register(p.Server, huma.Operation{OperationID: "cancel-project", Method: http.MethodPost, Path: projectPath + "/{id}/cancellation", Tags: []string{tagProjects},
		Summary:     "Cancel a project as a whole",
		Description: "Every authority that saw it is told, and the applicant has a receipt (F12). It leaves the map. Sent again, nothing more happens. If-Match as in save-project."}, p.cancel)
	register(p.Server, huma.Operation{OperationID: "get-project-receipt", Method: http.MethodGet, Path: projectPath + "/{id}/receipt", Tags: []string{tagProjects},
		Summary: "The receipt of a cancelled project"}, p.receipt)
}

// ConcernedItem is an authority of a project.
type ConcernedItem struct {
	Code     string          `json:"code"`
	Name     string          `json:"name"`
	Fields   []ConcernsField `json:"fields" nullable:"false" doc:"What it is competent for there"`
	Phone    string          `json:"phone,omitempty"`
	Email    string          `json:"email,omitempty"`
	Web      string          `json:"web,omitempty"`
	Contacts []string        `json:"contacts" nullable:"false" doc:"Officials who see to it"`
	Since    *time.Time      `json:"since,omitempty" doc:"When it was first shown to them"`
	Until    *time.Time      `json:"until,omitempty" doc:"When it ceased to concern them"`
	LookedAt *time.Time      `json:"looked_at,omitempty" doc:"When somebody there last looked"`
	Looked   int             `json:"looked,omitempty" doc:"The newest version that somebody there looked at"`
	ID       uuid.UUID       `json:"id" doc:"For restrictions"`
}

// ConcernsField is a field of competence.
type ConcernsField struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

func concernedItems(list []projects.Concerned, lang i18n.Lang) []ConcernedItem {
	items := []ConcernedItem{}
	for _, c := range list {
		item := ConcernedItem{Code: c.Code, Name: c.Name.In(lang), Fields: fieldItems(c.Fields, lang), Phone: c.Channels.Phone, Email: c.Channels.Email, Web: c.Channels.Web, Contacts: append([]string{}, c.Contacts...),
			Since: utc(c.Since), Until: utc(c.Until), LookedAt: utc(c.LookedAt), Looked: c.Looked, ID: c.ID}
		items = append(items, item)
	}
	return items
}

func fieldItems(list []authorities.Field, lang i18n.Lang) []ConcernsField {
	items := []ConcernsField{}
	for _, f := range list {
		items = append(items, ConcernsField{f.Code, f.Name.In(lang)})
	}
	return items
}

// ProjectPreview is what showing a project would do.
type ProjectPreview struct {
	Authorities []ConcernedItem `json:"authorities" nullable:"false"`
	Uncovered   []ConcernsField `json:"uncovered" nullable:"false" doc:"Fields of competence that concern it for which nobody is known to be competent at the place"`
	Counts      checks.Summary  `json:"counts"`
	Missing     []Fault         `json:"missing" nullable:"false" doc:"What keeps it from being shown; pointers are fields"`
}

type projectPreviewOutput struct{ Body ProjectPreview }

func (p *planning) preview(ctx context.Context, in *ProjectInput) (*projectPreviewOutput, error) {
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	showing, missing, err := p.projects.Preview(ctx, side, in.ID)
	if err != nil {
		return nil, err
	}
	lang := langOf(ctx)
	return &projectPreviewOutput{Body: ProjectPreview{Authorities: concernedItems(showing.Authorities, lang), Uncovered: fieldItems(showing.Uncovered, lang), Counts: showing.Counts, Missing: missingOf(lang, missing)}}, nil
}

func missingOf(lang i18n.Lang, missing faults.Faults) []Fault {
	return append([]Fault{}, fieldFaults(lang, placed{}, missing)...)
}

type showInput struct {
	MatchedProject
	Body struct {
		Open bool `json:"open,omitempty" doc:"Everybody sees it, without what is only for authorities"`
	}
}

func (p *planning) show(ctx context.Context, in *showInput) (*projectOutput, error) {
	base, err := in.revision(ctx)
	if err != nil {
		return nil, err
	}
	side, err := p.submitting(ctx, in.ID, "show-project")
	if err != nil {
		return nil, err
	}
	project, err := p.projects.Show(ctx, side, "show-project", in.ID, base, in.Body.Open)
	return p.output(ctx, project, err)
}

type concernedOutput struct {
	Body struct {
		Items []ConcernedItem `json:"items" nullable:"false"`
	}
}

func concernedList(list []projects.Concerned, lang i18n.Lang) *concernedOutput {
	out := &concernedOutput{}
	out.Body.Items = concernedItems(list, lang)
	return out
}

func (p *planning) concerned(ctx context.Context, in *ProjectInput) (*concernedOutput, error) {
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	list, err := p.projects.Concerned(ctx, side, in.ID)
	if err != nil {
		return nil, err
	}
	return concernedList(list, langOf(ctx)), nil
}

type cancelInput struct {
	MatchedProject
	Body struct {
		Reason string `json:"reason,omitempty" doc:"For the authorities"`
	}
}

func (p *planning) cancel(ctx context.Context, in *cancelInput) (*projectOutput, error) {
	base, err := in.revision(ctx)
	if err != nil {
		return nil, err
	}
	side, err := p.submitting(ctx, in.ID, "cancel-project")
	if err != nil {
		return nil, err
	}
	project, err := p.projects.Cancel(ctx, side, "cancel-project", in.ID, base, in.Body.Reason)
	return p.output(ctx, project, err)
}

// ReceiptBody is a receipt.
type ReceiptBody struct {
	ID        uuid.UUID      `json:"id"`
	Kind      string         `json:"kind" enum:"cancelled"`
	CreatedAt time.Time      `json:"created_at"`
	Told      []ReceiptedFor `json:"told" nullable:"false" doc:"Authorities that are told"`
}

// ReceiptedFor is an authority that is told.
type ReceiptedFor struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

type receiptOutput struct{ Body ReceiptBody }

func (p *planning) receipt(ctx context.Context, in *ProjectInput) (*receiptOutput, error) {
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	r, err := p.projects.ReceiptOf(ctx, side, in.ID)
	if err != nil {
		return nil, err
	}
	body := ReceiptBody{ID: r.ID, Kind: r.Kind, CreatedAt: r.CreatedAt.UTC(), Told: []ReceiptedFor{}}
	for _, t := range r.Told {
		body.Told = append(body.Told, ReceiptedFor{t.Authority, t.Name.In(langOf(ctx))})
	}
	return &receiptOutput{Body: body}, nil
}
