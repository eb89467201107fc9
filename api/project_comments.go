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

func (p *planning) commentRoutes() {
	register(p.Server, huma.Operation{OperationID: "list-project-comments", Method: http.MethodGet, Path: projectPath + "/{id}/comments", Tags: []string{tagProjects},
		Summary: "What authorities and the applicant's side have said, as the applicant's side reads it"}, p.comments)
	register(p.Server, huma.Operation{OperationID: "reply-on-project", Method: http.MethodPost, Path: projectPath + "/{id}/comments", Tags: []string{tagProjects}, DefaultStatus: http.StatusCreated,
		Summary: "Ask or answer as the applicant's side", Description: "The project's authorities read it and are told. Nobody reads a private draft: 409 with the code not_shown."}, p.reply)
	register(p.Server, huma.Operation{OperationID: "list-case-comments", Method: http.MethodGet, Path: casePath + "/{id}/comments", Tags: []string{tagProjects},
		Summary: "What was said about a project, as its authorities read it"}, p.caseComments)
	register(p.Server, huma.Operation{OperationID: "comment-on-project", Method: http.MethodPost, Path: casePath + "/{id}/comments", Tags: []string{tagProjects}, DefaultStatus: http.StatusCreated,
		Summary: "Comment, ask or lay down a condition as an authority", Description: "With the audience `authorities` only the project's authorities read it. The applicant is told of others."}, p.commentOn)
}

// CommentBody is a comment on a project.
type CommentBody struct {
	ID            uuid.UUID                `json:"id"`
	Version       int                      `json:"version" doc:"That was shown when it was written"`
	Field         projects.Path            `json:"field,omitempty" doc:"That it is about; missing: the whole"`
	Kind          projects.CommentKind     `json:"kind" enum:"comment,question,condition"`
	Audience      projects.CommentAudience `json:"audience" enum:"all,authorities"`
	Text          string                   `json:"text"`
	Answers       *uuid.UUID               `json:"answers,omitempty" doc:"The comment that it answers"`
	Author        string                   `json:"author,omitempty"`
	Own           bool                     `json:"own" doc:"Of the asker"`
	Authority     string                   `json:"authority,omitempty" doc:"Code; missing: the applicant's side"`
	AuthorityName string                   `json:"authority_name,omitempty"`
	CreatedAt     time.Time                `json:"created_at"`
}

func commentBody(c projects.Comment, lang i18n.Lang) CommentBody {
	body := CommentBody{ID: c.ID, Version: c.Version, Field: c.Field, Kind: c.Kind, Audience: c.Audience, Text: c.Text, Author: c.Author, Own: c.Own, CreatedAt: c.CreatedAt.UTC()}
	if c.Answers != uuid.Nil {
		body.Answers = &c.Answers
	}
	if c.Authority != nil {
		body.Authority, body.AuthorityName = c.Authority.Code, c.Authority.Name.In(lang)
	}
	return body
}

func commentBodies(list []projects.Comment, lang i18n.Lang) []CommentBody {
	bodies := []CommentBody{}
	for _, c := range list {
		bodies = append(bodies, commentBody(c, lang))
	}
	return bodies
}

type commentsOutput struct {
	Body struct {
		Items []CommentBody `json:"items" nullable:"false"`
	}
}

func (p *planning) comments(ctx context.Context, in *ProjectInput) (*commentsOutput, error) {
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	list, err := p.projects.Comments(ctx, side, in.ID)
	if err != nil {
		return nil, err
	}
	out := &commentsOutput{}
	out.Body.Items = commentBodies(list, langOf(ctx))
	return out, nil
}

func (p *planning) caseComments(ctx context.Context, in *ProjectInput) (*commentsOutput, error) {
	list, err := p.projects.CommentsFor(ctx, p.actor(ctx), "list-case-comments", in.ID)
	if err != nil {
		return nil, err
	}
	out := &commentsOutput{}
	out.Body.Items = commentBodies(list, langOf(ctx))
	return out, nil
}

type commentInput struct {
	ProjectInput
	Key  string `header:"Idempotency-Key" maxLength:"200" doc:"Made up by the caller for this one comment"`
	Body struct {
		Text     string                   `json:"text" maxLength:"10000"`
		Field    projects.Path            `json:"field,omitempty" maxLength:"200" doc:"That it is about"`
		Kind     projects.CommentKind     `json:"kind,omitempty" enum:"comment,question,condition" default:"comment"`
		Audience projects.CommentAudience `json:"audience,omitempty" enum:"all,authorities" default:"all"`
		Answers  *uuid.UUID               `json:"answers,omitempty"`
	}
}

func (in commentInput) remarks() projects.Remarks {
	r := projects.Remarks{Field: in.Body.Field, Kind: in.Body.Kind, Audience: in.Body.Audience, Text: in.Body.Text, Key: in.Key}
	if in.Body.Answers != nil {
		r.Answers = *in.Body.Answers
	}
	return r
}

type commentOutput struct{ Body CommentBody }

func (p *planning) reply(ctx context.Context, in *commentInput) (*commentOutput, error) {
	side, err := p.submitting(ctx, in.ID, "reply-on-project")
	if err != nil {
		return nil, err
	}
	c, err := p.projects.Reply(ctx, side, "reply-on-project", in.ID, in.remarks())
	if err != nil {
		return nil, p.projectError(ctx, err)
	}
	return &commentOutput{Body: commentBody(c, langOf(ctx))}, nil
}

func (p *planning) commentOn(ctx context.Context, in *commentInput) (*commentOutput, error) {
	c, err := p.projects.Comment(ctx, p.actor(ctx), "comment-on-project", in.ID, in.remarks())
	if err != nil {
		return nil, p.projectError(ctx, err)
	}
	return &commentOutput{Body: commentBody(c, langOf(ctx))}, nil
}
