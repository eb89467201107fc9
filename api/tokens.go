package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"lupakartta/identity/sessions"
)

func (s *Server) tokenRoutes() {
	register(s, huma.Operation{OperationID: "list-tokens", Method: http.MethodGet, Path: "/api/v1/tokens", Tags: []string{tagMe},
		Summary: "My API tokens in force"}, s.listTokens)
	register(s, huma.Operation{OperationID: "make-token", Method: http.MethodPost, Path: "/api/v1/tokens", Tags: []string{tagMe},
		Summary: "Make an API token", DefaultStatus: http.StatusCreated,
		Description: "The token is in this answer and nowhere else. A machine sends it as `Authorization: Bearer …`."}, s.makeToken)
	register(s, huma.Operation{OperationID: "revoke-token", Method: http.MethodDelete, Path: "/api/v1/tokens/{id}", Tags: []string{tagMe},
		Summary: "Revoke an API token", DefaultStatus: http.StatusNoContent}, s.revokeToken)
}

// Token is an API token without its secret.
type Token struct {
	ID        uuid.UUID  `json:"id"`
	Name      string     `json:"name"`
	Scopes    []string   `json:"scopes" doc:"What it may be used for"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt time.Time  `json:"expires_at"`
	UsedAt    *time.Time `json:"used_at,omitempty" doc:"Last use, to the minute"`
}

// Tokens is a list of them.
type Tokens struct {
	Items []Token `json:"items"`
}

// NewToken is a token with its secret.
type NewToken struct {
	Token
	Secret string `json:"secret" doc:"Shown this once"`
}

func tokenOf(t sessions.Token) Token {
	return Token{ID: t.ID, Name: t.Name, Scopes: t.Scopes, CreatedAt: t.CreatedAt, ExpiresAt: t.ExpiresAt, UsedAt: t.UsedAt}
}

type tokensOutput struct{ Body Tokens }

func (s *Server) listTokens(ctx context.Context, _ *struct{}) (*tokensOutput, error) {
	list, err := s.sessions.Tokens(ctx, s.actor(ctx))
	if err != nil {
		return nil, err
	}
	out := &tokensOutput{Body: Tokens{Items: []Token{}}}
	for _, t := range list {
		out.Body.Items = append(out.Body.Items, tokenOf(t))
	}
	return out, nil
}

type makeTokenInput struct {
	Body struct {
		Name   string   `json:"name" doc:"What it is for, so that its owner knows it again"`
		Scopes []string `json:"scopes" maxItems:"10" doc:"What it may be used for: profile, authorities"`
		Days   int      `json:"days" minimum:"1" maximum:"366" doc:"How long it lives"`
	}
}

type newTokenOutput struct{ Body NewToken }

func (s *Server) makeToken(ctx context.Context, in *makeTokenInput) (*newTokenOutput, error) {
	order := sessions.TokenOrder{Name: in.Body.Name, Scopes: in.Body.Scopes, Life: time.Duration(in.Body.Days) * 24 * time.Hour}
	secret, token, err := s.sessions.MakeToken(ctx, s.actor(ctx), order)
	if err != nil {
		return nil, err
	}
	return &newTokenOutput{Body: NewToken{tokenOf(token), secret}}, nil
}

func (s *Server) revokeToken(ctx context.Context, in *idInput) (*struct{}, error) {
	return nil, s.sessions.RevokeToken(ctx, s.actor(ctx), in.ID)
}
