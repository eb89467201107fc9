package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Tags group operations in the document.
const (
	tagLayers   = "Layers"
	tagPlaces   = "Places"
	tagPlacing  = "Placing"
	tagProjects = "Projects and events"
	tagChecks   = "Checks"
	tagTiles    = "Tiles"
	tagOGC      = "OGC API"
	tagMe       = "Me"
)

// openAPI is the frame of the document; operations fill it in.
func openAPI(version string) huma.Config {
	config := huma.DefaultConfig("Lupakartta", version)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", "" // routes.go lists ours
	config.CreateHooks = nil                                             // no $schema members in answers
	config.RejectUnknownQueryParameters = true
	config.Info.Description = "What is at a place in Finland, and what its surroundings mean for permits. " +
		"Geometry is GeoJSON in CRS84 (longitude, latitude in degrees; RFC 7946). Texts come in Finnish, Swedish or English by Accept-Language; lang= wins. " +
		"Errors are application/problem+json (RFC 9457). " +
		"Operations with `x-public: true` are open to everybody; all others need a session or a token."
	config.Info.License = &huma.License{Name: "EUPL-1.2", Identifier: "EUPL-1.2"}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: sessionCookie, Description: "A browser that is signed in"},
		"token":   {Type: "http", Scheme: "bearer", Description: "An API token; the scopes are those of the token"},
	}
	config.Servers = []*huma.Server{{URL: "/"}}
	config.Tags = []*huma.Tag{
		{Name: tagLayers, Description: "Reference layers: what registers publish, as immutable versions"},
		{Name: tagPlaces, Description: "What is at a point, and where something is"},
		{Name: tagPlacing, Description: "Putting a place: reading it back in words, changing shapes, finding places by addresses, property units, streets and files"},
		{Name: tagProjects, Description: "What applicants plan: drafts that are saved field by field, versions, what is shown to authorities and to everybody, comments"},
		{Name: tagChecks, Description: "Proximity checks: a place compared with every layer"},
		{Name: tagAuthorities, Description: "The directory of authorities: who is competent for what and where, and who works for them"},
		{Name: tagMe, Description: "Signing in, my profile, sessions and tokens, and who has looked at my data"},
		{Name: tagMandates, Description: "Acting for another: for whom, by what right, and how the right was used"},
		{Name: tagImports, Description: "For registrars: sending files, importing them into layers, and the sources that layers are fetched from"},
		{Name: tagTiles, Description: "Vector tiles (Mapbox Vector Tile 2.1) and TileJSON"},
		{Name: tagOGC, Description: "OGC API - Tiles: what programs that know the standard need to find the tiles and their grids"},
	}
	return config
}

// writeDocument completes the document with what every operation has in common.
func writeDocument(document *huma.OpenAPI) ([]byte, error) {
	problem := &huma.Response{
		Description: "Problem (RFC 9457)",
		Content: map[string]*huma.MediaType{"application/problem+json": {
			Schema: document.Components.Schemas.Schema(typeOf[Problem](), true, "Problem"),
		}},
	}
	for _, item := range document.Paths {
		for method, op := range operationsOf(item) {
			if op.Responses == nil {
				op.Responses = map[string]*huma.Response{}
			}
			op.Responses["default"] = problem
			for _, parameter := range op.Parameters {
				if parameter.Name == "If-None-Match" && method == http.MethodGet {
					op.Responses["304"] = &huma.Response{Description: http.StatusText(http.StatusNotModified)}
				}
			}
		}
	}
	data, err := json.Marshal(document)
	if err != nil {
		return nil, fmt.Errorf("openapi: %w", err)
	}
	return data, nil
}

// operationsOf are the operations at an address, by method.
func operationsOf(item *huma.PathItem) map[string]*huma.Operation {
	operations := map[string]*huma.Operation{http.MethodGet: item.Get, http.MethodHead: item.Head, http.MethodPost: item.Post, http.MethodPut: item.Put,
		http.MethodPatch: item.Patch, http.MethodDelete: item.Delete}
	maps.DeleteFunc(operations, func(_ string, op *huma.Operation) bool { return op == nil })
	return operations
}

// serveOpenAPI answers with the document.
func (s *Server) serveOpenAPI(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "application/openapi+json")
	return s.serveTagged(w, r, s.document)
}
