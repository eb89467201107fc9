package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// routes is the one list of everything the service answers, each line with the name under which the table of access
// rules (identity/access.go) knows it.
func (s *Server) routes() error {
	// Data
	register(s, huma.Operation{OperationID: "list-layers", Method: http.MethodGet, Path: "/api/v1/layers", Tags: []string{tagLayers},
		Summary: "Every published layer, in drawing order"}, s.listLayers)
	register(s, huma.Operation{OperationID: "get-layer", Method: http.MethodGet, Path: "/api/v1/layers/{id}", Tags: []string{tagLayers},
		Summary: "One published layer"}, s.getLayer)
	s.versionRoutes()
	s.placeRoutes()
	s.exportRoutes()
	s.placingRoutes()
	s.checkRoutes()
	s.requirementRoutes()
	s.runRoutes()
	s.ruleRoutes()
	s.tileRoutes()
	s.styleRoutes()
	s.ogcRoutes()
	s.changeRoutes()
	s.authorityRoutes()

	// People
	s.meRoutes()
	s.signInRoutes()
	s.mandateRoutes()
	s.demoRoutes()

	// Documentation
	s.route(hidden("openapi", "/api/openapi.json"), s.serveOpenAPI)
	s.route(hidden("docs", "/api/docs"), s.serveDocs)
	s.route(hidden("list-problems", "/api/problems"), s.listProblems)
	s.route(hidden("describe-problem", "/api/problems/{name}"), s.describeProblem)
	s.route(hidden("style", stylePath), style)

	// Pages
	s.route(hidden("home", "/"), s.home)
	s.route(hidden("language", "/{lang:fi|sv|en}"), s.slash)
	s.route(hidden("national-map", "/{lang:fi|sv|en}/etrs-tm35fin"), s.serveNational)
	s.route(hidden("page", "/{lang:fi|sv|en}/*"), s.servePage)
	s.route(hidden("asset", "/assets/*"), s.serveAsset)
	s.route(hidden("licences", "/licences.txt"), s.serveLicences)
	s.route(hidden("icon", "/favicon.ico"), s.serveIcon)
	s.route(hidden("background", "/background/{z}/{x}/{y}.png"), s.serveBackground)

	// For those who run the service
	s.route(hidden("health", "/healthz"), healthz)
	s.route(hidden("ready", "/readyz"), s.readyz)
	s.route(hidden("metrics", "/metrics"), s.metrics.serve)

	// Checking many places
	if err := s.batchRoutes(); err != nil {
		return err
	}
	if err := s.projectRoutes(); err != nil {
		return err
	}

	// Importing layers
	return s.importRoutes()
}

// hidden is a GET that the OpenAPI document does not list.
func hidden(name, path string) huma.Operation {
	return huma.Operation{OperationID: name, Method: http.MethodGet, Path: path, Hidden: true}
}
