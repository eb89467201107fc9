package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"lupakartta/projects"
)

func (p *planning) versionRoutes() {
	register(p.Server, huma.Operation{OperationID: "list-project-versions", Method: http.MethodGet, Path: projectPath + "/{id}/versions", Tags: []string{tagProjects},
		Summary:     "All versions of a project, the newest first",
		Description: "What one person writes in one go is one version; one that was shown never changes again."}, p.versions)
	register(p.Server, huma.Operation{OperationID: "get-project-version", Method: http.MethodGet, Path: projectPath + "/{id}/versions/{version}", Tags: []string{tagProjects},
		Summary: "What a version of a project says"}, p.version)
	register(p.Server, huma.Operation{OperationID: "compare-project-versions", Method: http.MethodGet, Path: projectPath + "/{id}/difference", Tags: []string{tagProjects},
		Summary:     "What two versions of a project say differently, in words and on the map",
		Description: "Field by field. Of a part of the place: what it has now and had not (`added`), and the other way round (`removed`), as GeoJSON in CRS84 with true square metres or metres."}, p.difference)
	register(p.Server, huma.Operation{OperationID: "restore-project-version", Method: http.MethodPost, Path: projectPath + "/{id}/versions/{version}/restoration", Tags: []string{tagProjects},
		Summary: "Go back to what an earlier version says", Description: "What it says now stays a version of its own. If-Match as in save-project."}, p.restore)
	register(p.Server, huma.Operation{OperationID: "copy-project", Method: http.MethodPost, Path: projectPath + "/{id}/copies", Tags: []string{tagProjects}, DefaultStatus: http.StatusCreated,
		Summary:     "Begin a project from an earlier one",
		Description: "Everything is filled in that need not be told anew. Times move as a whole: to `first_day`, or to the same weekday a year on. With an Idempotency-Key, asking again gives the same project."}, p.copy)
	register(p.Server, huma.Operation{OperationID: "get-earlier-project", Method: http.MethodGet, Path: projectPath + "/{id}/earlier", Tags: []string{tagProjects},
		Summary: "What is worth knowing of the project that this one was begun from", Description: "What authorities said then, conditions first, and what the checks said that were kept."}, p.earlier)
}

// ProjectVersion is a version in the list.
type ProjectVersion struct {
	Number   int        `json:"number"`
	Title    string     `json:"title"`
	Revision int64      `json:"revision"`
	Author   string     `json:"author,omitempty" doc:"Missing: a person whose name is not shown"`
	BegunAt  time.Time  `json:"begun_at"`
	SavedAt  time.Time  `json:"saved_at"`
	ShownAt  *time.Time `json:"shown_at,omitempty" doc:"When it was shown to others; missing: it was not"`
}

type projectVersionsOutput struct {
	Body struct {
		Items []ProjectVersion `json:"items" nullable:"false"`
	}
}

func (p *planning) versions(ctx context.Context, in *ProjectInput) (*projectVersionsOutput, error) {
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	list, err := p.projects.Versions(ctx, side, in.ID)
	if err != nil {
		return nil, err
	}
	out := &projectVersionsOutput{}
	out.Body.Items = []ProjectVersion{}
	for _, v := range list {
		out.Body.Items = append(out.Body.Items, ProjectVersion{v.Number, v.Title, v.Revision, v.Author, v.BegunAt.UTC(), v.SavedAt.UTC(), utc(v.ShownAt)})
	}
	return out, nil
}

type projectVersionInput struct {
	ProjectInput
	Version int `path:"version" minimum:"1" maximum:"2147483647"`
}

type fieldsOutput struct {
	Body struct {
		Fields fieldsJSON `json:"fields"`
	}
}

func (p *planning) version(ctx context.Context, in *projectVersionInput) (*fieldsOutput, error) {
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	fields, err := p.projects.FieldsAt(ctx, side, in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	out := &fieldsOutput{}
	out.Body.Fields = fieldsJSON(fields)
	return out, nil
}

// DifferenceItem is a field that two versions say differently.
type DifferenceItem struct {
	Field  projects.Path   `json:"field"`
	Before json.RawMessage `json:"before" doc:"null: it was not there"`
	After  json.RawMessage `json:"after" doc:"null: it is not there any more"`
	Shape  *ShapeChange    `json:"shape,omitempty" doc:"Of a part whose geometry changed"`
}

// ShapeChange is how a geometry changed.
type ShapeChange struct {
	Added         shapeOrNull `json:"added" doc:"GeoJSON in CRS84, or null"`
	Removed       shapeOrNull `json:"removed"`
	AddedArea     float64     `json:"added_area_m2"`
	RemovedArea   float64     `json:"removed_area_m2"`
	AddedLength   float64     `json:"added_length_m"`
	RemovedLength float64     `json:"removed_length_m"`
	Moved         float64     `json:"moved_m" doc:"How far its middle is from where it was"`
}

func differenceItems(list []projects.Difference) []DifferenceItem {
	items := []DifferenceItem{}
	for _, d := range list {
		item := DifferenceItem{Field: d.Path, Before: orNull(d.Before), After: orNull(d.After)}
		if s := d.Shape; s != nil {
			item.Shape = &ShapeChange{shapeOrNull(s.Added), shapeOrNull(s.Removed), s.AddedArea, s.RemovedArea, s.AddedLength, s.RemovedLen, s.Moved}
		}
		items = append(items, item)
	}
	return items
}

func orNull(value json.RawMessage) json.RawMessage {
	if value == nil {
		return json.RawMessage("null")
	}
	return value
}

type compareInput struct {
	ProjectInput
	From int `query:"from" minimum:"1" maximum:"2147483647" required:"true" doc:"Number of a version"`
	To   int `query:"to" minimum:"1" maximum:"2147483647" required:"true"`
}

type compareOutput struct {
	Body struct {
		Items []DifferenceItem `json:"items" nullable:"false"`
	}
}

func (p *planning) difference(ctx context.Context, in *compareInput) (*compareOutput, error) {
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	list, err := p.projects.Difference(ctx, side, in.ID, in.From, in.To)
	if err != nil {
		return nil, err
	}
	out := &compareOutput{}
	out.Body.Items = differenceItems(list)
	return out, nil
}

type restoreInput struct {
	MatchedProject
	Version int `path:"version" minimum:"1" maximum:"2147483647"`
}

func (p *planning) restore(ctx context.Context, in *restoreInput) (*projectOutput, error) {
	base, err := in.revision(ctx)
	if err != nil {
		return nil, err
	}
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	project, err := p.projects.Restore(ctx, side, "restore-project-version", in.ID, base, in.Version)
	return p.output(ctx, project, err)
}

type copyInput struct {
	ProjectInput
	Key  string `header:"Idempotency-Key" maxLength:"200"`
	Body struct {
		FirstDay string `json:"first_day,omitempty" format:"date" doc:"Where the times begin; missing: the same weekday a year on"`
	}
}

func (p *planning) copy(ctx context.Context, in *copyInput) (*projectOutput, error) {
	side, err := p.submitting(ctx, in.ID, "copy-project")
	if err != nil {
		return nil, err
	}
	project, err := p.projects.Copy(ctx, side, "copy-project", in.ID, in.Body.FirstDay, in.Key)
	return p.output(ctx, project, err)
}

// EarlierBody is what is worth knowing of an earlier project.
type EarlierBody struct {
	ID       uuid.UUID        `json:"id"`
	Title    string           `json:"title"`
	State    projects.State   `json:"state" enum:"draft,visible,sent,cancelled"`
	Starts   *time.Time       `json:"starts,omitempty"`
	Comments []CommentBody    `json:"comments" nullable:"false" doc:"Conditions first"`
	Checks   []EarlierFinding `json:"checks" nullable:"false" doc:"Findings that stood in the way or needed something"`
	Runs     []uuid.UUID      `json:"runs" nullable:"false" doc:"The kept checks"`
}

// EarlierFinding is what a kept check said.
type EarlierFinding struct {
	Rule     string   `json:"rule"`
	Severity string   `json:"severity" enum:"red,amber,unknown"`
	Title    string   `json:"title"`
	Why      string   `json:"why"`
	Next     string   `json:"next"`
	Distance *float64 `json:"distance_m"`
}

type earlierOutput struct{ Body EarlierBody }

func (p *planning) earlier(ctx context.Context, in *ProjectInput) (*earlierOutput, error) {
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	e, err := p.projects.EarlierOf(ctx, side, in.ID, langOf(ctx))
	if err != nil {
		return nil, err
	}
	body := EarlierBody{ID: e.ID, Title: e.Title, State: e.State, Starts: utc(e.Starts), Comments: commentBodies(e.Comments, langOf(ctx)), Checks: []EarlierFinding{}, Runs: append([]uuid.UUID{}, e.Runs...)}
	for _, result := range e.Findings {
		for _, f := range result.Findings {
			if f.Severity != "green" {
				body.Checks = append(body.Checks, EarlierFinding{f.Rule, string(f.Severity), f.Title, f.Why, f.Next, f.Distance})
			}
		}
	}
	return &earlierOutput{Body: body}, nil
}
