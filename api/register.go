package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"lupakartta/identity"
)

// register adds a typed JSON operation under its policy. The handler returns the error as the package below gave it;
// errors.go turns it into a problem.
func register[I, O any](s *Server, policy identity.Policy, op huma.Operation, handler func(context.Context, *I) (*O, error)) {
	s.operations = append(s.operations, operation{op.Method, op.Path, policy})
	op.MaxBodyBytes, op.BodyReadTimeout = -1, readTime // the edge bounds the body
	op.Middlewares = append(op.Middlewares, s.refuseNonFinite)
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handler(ctx, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return out, nil
	})
}

// route adds an operation that writes its own answer (tiles, pages, metrics) under its policy. Unless op.Hidden is
// set it is described in the OpenAPI document by what op says. An error that the handler returns before it has
// written anything becomes a problem.
//
//nolint:unparam // every such operation is public until somebody can sign in; the parameter is what makes each line say so
func (s *Server) route(policy identity.Policy, op huma.Operation, handler func(http.ResponseWriter, *http.Request) error) {
	s.operations = append(s.operations, operation{op.Method, op.Path, policy})
	if !op.Hidden {
		s.api.OpenAPI().AddOperation(&op)
	}
	s.router.Method(op.Method, op.Path, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := handler(w, r); err != nil {
			s.fail(w, r, err)
		}
	}))
}
