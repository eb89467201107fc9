package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"lupakartta/identity"
)

// routes is the one list of everything the service answers, each line with the policy that guards it.
func (s *Server) routes() {
	// Data
	register(s, identity.Public, huma.Operation{OperationID: "list-layers", Method: http.MethodGet, Path: "/api/v1/layers", Tags: []string{tagLayers},
		Summary: "Every published layer, in drawing order"}, s.listLayers)
	register(s, identity.Public, huma.Operation{OperationID: "get-layer", Method: http.MethodGet, Path: "/api/v1/layers/{id}", Tags: []string{tagLayers},
		Summary: "One published layer"}, s.getLayer)
	s.placeRoutes()
	s.checkRoutes()
	s.tileRoutes()

	// Documentation
	s.route(identity.Public, hidden("/api/openapi.json"), s.serveOpenAPI)
	s.route(identity.Public, hidden("/api/docs"), s.serveDocs)
	s.route(identity.Public, hidden("/api/problems"), s.listProblems)
	s.route(identity.Public, hidden("/api/problems/{name}"), s.describeProblem)
	s.route(identity.Public, hidden(stylePath), style)

	// Pages
	s.route(identity.Public, hidden("/"), s.home)
	s.route(identity.Public, hidden("/{lang:fi|sv|en}"), s.slash)
	s.route(identity.Public, hidden("/{lang:fi|sv|en}/*"), s.servePage)
	s.route(identity.Public, hidden("/assets/*"), s.serveAsset)
	s.route(identity.Public, hidden("/licences.txt"), s.serveLicences)
	s.route(identity.Public, hidden("/favicon.ico"), s.serveIcon)
	s.route(identity.Public, hidden("/background/{z}/{x}/{y}.png"), s.serveBackground)

	// For those who run the service
	s.route(identity.Public, hidden("/healthz"), healthz)
	s.route(identity.Public, hidden("/readyz"), s.readyz)
	s.route(identity.Public, hidden("/metrics"), s.metrics.serve)
}

// hidden is a GET that the OpenAPI document does not list.
func hidden(path string) huma.Operation {
	return huma.Operation{Method: http.MethodGet, Path: path, Hidden: true}
}
