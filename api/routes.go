package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"lupakartta/identity"
)

// Tags group operations in the document.
const (
	tagLayers = "layers"
)

// routes is the one list of everything the service answers.
func (s *Server) routes() {
	// Layers
	register(s, identity.Public, huma.Operation{OperationID: "list-layers", Method: http.MethodGet, Path: "/api/v1/layers",
		Summary: "Layers", Tags: []string{tagLayers}}, s.listLayers)
	register(s, identity.Public, huma.Operation{OperationID: "get-layer", Method: http.MethodGet, Path: "/api/v1/layers/{id}",
		Summary: "One layer", Tags: []string{tagLayers}}, s.getLayer)

	// For machines that watch over the service
	s.route(identity.Public, huma.Operation{Method: http.MethodGet, Path: "/healthz", Hidden: true}, s.healthz)
}
