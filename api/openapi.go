package api

import (
	"github.com/danielgtaylor/huma/v2"
)

// openAPI is the frame of the document; operations fill it in.
func openAPI(version string) huma.Config {
	config := huma.DefaultConfig("Lupakartta", version)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", "" // routes.go lists ours
	config.CreateHooks = nil                                             // no $schema members in answers
	config.RejectUnknownQueryParameters = true
	return config
}
