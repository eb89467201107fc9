package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
)

func (s *Server) sessionRoutes() {
	register(s, huma.Operation{OperationID: "list-sessions", Method: http.MethodGet, Path: "/api/v1/sessions", Tags: []string{tagMe},
		Summary: "Where I am signed in"}, s.listSessions)
	register(s, huma.Operation{OperationID: "end-session", Method: http.MethodDelete, Path: "/api/v1/sessions/{id}", Tags: []string{tagMe},
		Summary: "End one of my sessions", DefaultStatus: http.StatusNoContent}, s.endSession)
	register(s, huma.Operation{OperationID: "end-other-sessions", Method: http.MethodDelete, Path: "/api/v1/sessions", Tags: []string{tagMe},
		Summary: "End all of my sessions but this one", DefaultStatus: http.StatusNoContent}, s.endOtherSessions)
}

// Session is a browser in which somebody is signed in. It is told to themselves only.
type Session struct {
	ID        uuid.UUID `json:"id"`
	Current   bool      `json:"current" doc:"The one that asks"`
	Provider  string    `json:"provider"`
	Address   string    `json:"address" doc:"Network address from which it began"`
	Agent     string    `json:"agent" doc:"The browser as it names itself"`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at" doc:"Last request, to the minute"`
	ExpiresAt time.Time `json:"expires_at" doc:"When it ends if nothing more is asked"`
}

// Sessions is a list of them.
type Sessions struct {
	Items []Session `json:"items"`
}

type sessionsOutput struct{ Body Sessions }

func (s *Server) listSessions(ctx context.Context, _ *struct{}) (*sessionsOutput, error) {
	actor := s.actor(ctx)
	list, err := s.sessions.List(ctx, actor)
	if err != nil {
		return nil, err
	}
	out := &sessionsOutput{Body: Sessions{Items: []Session{}}}
	for _, one := range list {
		out.Body.Items = append(out.Body.Items, Session{ID: one.ID, Current: one.ID == actor.Session, Provider: one.Provider, Address: one.Address,
			Agent: one.Agent, CreatedAt: one.CreatedAt, SeenAt: one.SeenAt, ExpiresAt: one.ExpiresAt})
	}
	return out, nil
}

type idInput struct {
	ID uuid.UUID `path:"id"`
}

func (s *Server) endSession(ctx context.Context, in *idInput) (*struct{}, error) {
	return nil, s.sessions.EndOne(ctx, s.actor(ctx), in.ID)
}

func (s *Server) endOtherSessions(ctx context.Context, _ *struct{}) (*struct{}, error) {
	return nil, s.sessions.EndOthers(ctx, s.actor(ctx))
}
