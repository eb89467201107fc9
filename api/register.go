package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"lupakartta/identity"
)

// register adds a typed JSON operation, guarded by its line in the table of access rules. The handler returns the error
// as the package below gave it; errors.go turns it into a problem.
func register[I, O any](s *Server, op huma.Operation, handler func(context.Context, *I) (*O, error)) {
	rule := s.admit(&op)
	op.MaxBodyBytes, op.BodyReadTimeout = -1, readTime // the edge bounds the body
	op.Middlewares = append(huma.Middlewares{s.guarded(rule)}, append(op.Middlewares, s.refuseNonFinite)...)
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handler(ctx, in)
		if err != nil {
			s.logRefusal(ctx, identity.Operation(op.OperationID), err)
			return nil, s.problem(ctx, err)
		}
		return out, nil
	})
}

// route adds an operation that writes its own answer (tiles, pages, metrics), guarded likewise. Unless op.Hidden is
// set it is described in the OpenAPI document by what op says. An error that the handler returns before it has
// written anything becomes a problem.
func (s *Server) route(op huma.Operation, handler func(http.ResponseWriter, *http.Request) error) {
	rule := s.admit(&op)
	if !op.Hidden {
		s.api.OpenAPI().AddOperation(&op)
	}
	s.router.Method(op.Method, op.Path, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := s.guard(w, r, rule)
		if err == nil {
			err = handler(w, r)
		}
		if err != nil {
			s.logRefusal(r.Context(), identity.Operation(op.OperationID), err)
			s.fail(w, r, err)
		}
	}))
}

// admit writes the operation into the list of routes with its rule, and into the document who may use it. An operation
// that the table does not know cannot be served.
func (s *Server) admit(op *huma.Operation) identity.Rule {
	name := identity.Operation(op.OperationID)
	rule, ok := identity.RuleOf(name)
	if !ok {
		panic(fmt.Sprintf("%s %s: the table of access rules has no line for %q", op.Method, op.Path, name))
	}
	s.operations = append(s.operations, operation{name, op.Method, op.Path, rule})
	if rule.IsOpen() {
		op.Extensions = map[string]any{"x-public": true}
		return rule
	}
	op.Security = []map[string][]string{{"session": {}}}
	if rule.Scope != "" {
		op.Security = append(op.Security, map[string][]string{"token": {rule.Scope}})
	}
	return rule
}

// guarded is guard as a step before a typed operation.
func (s *Server) guarded(rule identity.Rule) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		r, w := humachi.Unwrap(ctx)
		if err := s.guard(w, r, rule); err != nil {
			s.logRefusal(r.Context(), identity.Operation(ctx.Operation().OperationID), err)
			s.fail(w, r, err)
			return
		}
		next(ctx)
	}
}
