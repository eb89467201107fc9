package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"lupakartta/projects"
)

func (p *planning) newsRoutes() {
	register(p.Server, huma.Operation{OperationID: "list-project-news", Method: http.MethodGet, Path: projectPath + "/{id}/news", Tags: []string{tagProjects},
		Summary: "What authorities did with one's own project since one has last seen that", Description: "Comments, and what they restrict or restrict no more, the newest first, at most 100 (F17). It stays new until see-project-news."}, p.news)
	register(p.Server, huma.Operation{OperationID: "see-project-news", Method: http.MethodPut, Path: projectPath + "/{id}/news", Tags: []string{tagProjects}, DefaultStatus: http.StatusNoContent,
		Summary: "Note that one has seen the news until a moment"}, p.seeNews)
}

// NewsItem is something that an authority did with a project.
type NewsItem struct {
	ID            uuid.UUID     `json:"id" doc:"Of the comment or the restriction"`
	What          string        `json:"what" enum:"comment,question,condition,restricted,lifted"`
	Field         projects.Path `json:"field,omitempty" doc:"That it is about; missing: the whole"`
	Authority     string        `json:"authority" doc:"Code"`
	AuthorityName string        `json:"authority_name"`
	At            time.Time     `json:"at"`
}

type newsOutput struct {
	Body struct {
		Items []NewsItem `json:"items" nullable:"false"`
	}
}

func (p *planning) news(ctx context.Context, in *ProjectInput) (*newsOutput, error) {
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	list, err := p.projects.News(ctx, side, in.ID)
	if err != nil {
		return nil, err
	}
	out := &newsOutput{}
	out.Body.Items = []NewsItem{}
	for _, n := range list {
		out.Body.Items = append(out.Body.Items, NewsItem{n.ID, n.What, n.Field, n.Authority.Code, n.Authority.Name.In(langOf(ctx)), n.At.UTC()})
	}
	return out, nil
}

type seeNewsInput struct {
	ProjectInput
	Body struct {
		Until time.Time `json:"until" doc:"at of the newest that was seen"`
	}
}

func (p *planning) seeNews(ctx context.Context, in *seeNewsInput) (*struct{}, error) {
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	return nil, p.projects.See(ctx, side, in.ID, in.Body.Until)
}
