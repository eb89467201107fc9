package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"lupakartta/layers"
	"lupakartta/styles"
)

// styleRoutes adds the styles and their sprites to the list of routes.
func (s *Server) styleRoutes() {
	theme := &huma.Param{Name: "theme", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, Enum: styleNames()},
		Description: "A theme, over the background; or `map`: every layer, those that nobody sees before asking not visible"}
	lang := &huma.Param{Name: "lang", In: "query", Description: "Language of names and of the legend; wins over Accept-Language",
		Schema: &huma.Schema{Type: huma.TypeString, Enum: []any{"fi", "sv", "en"}}}
	answers := func(doc, media string) map[string]*huma.Response {
		return map[string]*huma.Response{
			"200": {Description: doc, Content: map[string]*huma.MediaType{media: {}}}, "304": {Description: "The caller has it"},
			"400": {Description: "Unknown query parameter", Content: map[string]*huma.MediaType{"application/problem+json": {}}},
			"404": {Description: "No such style", Content: map[string]*huma.MediaType{"application/problem+json": {}}},
		}
	}
	s.route(huma.Operation{OperationID: "get-style", Method: http.MethodGet, Path: "/styles/{theme}.json", Tags: []string{tagTiles},
		Summary:     "Style of a theme, light",
		Description: "MapLibre style, version 8, with the legend in its metadata. It has no `glyphs`: names are drawn with the fonts of the page.",
		Parameters:  []*huma.Param{theme, lang}, Responses: answers("The style", "application/json")},
		func(w http.ResponseWriter, r *http.Request) error { return s.serveStyle(w, r, false) })
	s.route(huma.Operation{OperationID: "get-dark-style", Method: http.MethodGet, Path: "/styles/{theme}/dark.json", Tags: []string{tagTiles},
		Summary:    "Style of a theme, dark",
		Parameters: []*huma.Param{theme, lang}, Responses: answers("The style", "application/json")},
		func(w http.ResponseWriter, r *http.Request) error { return s.serveStyle(w, r, true) })
	sheet := &huma.Param{Name: "sheet", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, Enum: sheetNames()},
		Description: "Tone, pixel ratio, and what: the sheet or its index"}
	described := answers("The sheet, or its index", "image/png")
	described["200"].Content["application/json"] = &huma.MediaType{}
	s.route(huma.Operation{OperationID: "get-sprite", Method: http.MethodGet, Path: "/styles/sprites/{sheet}", Tags: []string{tagTiles},
		Summary: "Images that styles use", Parameters: []*huma.Param{sheet}, Responses: described}, s.serveSprite)
}

func styleNames() []any {
	names := []any{styles.Everything}
	for _, theme := range layers.Themes {
		names = append(names, theme)
	}
	return names
}

// serveStyle answers with a style of what is published now.
func (s *Server) serveStyle(w http.ResponseWriter, r *http.Request, dark bool) error {
	if faults := unknownParameters(r, "lang"); len(faults) > 0 {
		return newProblem(requestOf(r.Context()), kindInvalidRequest, faults...)
	}
	options := styles.Options{Dark: dark, Lang: langOf(r.Context()), Base: s.base(r)}
	if name := pathValue(r, "theme"); name != styles.Everything {
		if options.Theme = layers.Theme(name); !options.Theme.Valid() {
			return fmt.Errorf("%w: style %q", errNoRoute, name)
		}
	}
	data, err := json.Marshal(styles.Of(s.Catalogue.Shown(), options))
	if err != nil {
		return fmt.Errorf("style: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Add("Vary", "Accept-Language")
	return s.serveTagged(w, r, data)
}

// spriteSheet is one form of the sprite.
type spriteSheet struct {
	name  string
	dark  bool
	ratio int
	image bool
}

var spriteSheets = []spriteSheet{
	{"light.json", false, 1, false}, {"light.png", false, 1, true}, {"light@2x.json", false, 2, false}, {"light@2x.png", false, 2, true},
	{"dark.json", true, 1, false}, {"dark.png", true, 1, true}, {"dark@2x.json", true, 2, false}, {"dark@2x.png", true, 2, true},
}

func sheetNames() []any {
	var names []any
	for _, sheet := range spriteSheets {
		names = append(names, sheet.name)
	}
	return names
}

// serveSprite answers with the images of the published layers' styles, or with where they lie.
func (s *Server) serveSprite(w http.ResponseWriter, r *http.Request) error {
	if faults := unknownParameters(r); len(faults) > 0 {
		return newProblem(requestOf(r.Context()), kindInvalidRequest, faults...)
	}
	i := slices.IndexFunc(spriteSheets, func(sheet spriteSheet) bool { return sheet.name == pathValue(r, "sheet") })
	if i < 0 {
		return fmt.Errorf("%w: sprite", errNoRoute)
	}
	sheet := spriteSheets[i]
	sprite := styles.SpriteOf(s.Catalogue.Shown(), sheet.dark)
	if sheet.image {
		data, err := sprite.PNG(sheet.ratio)
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "image/png")
		return s.serveTagged(w, r, data)
	}
	data, err := json.Marshal(sprite.Places(sheet.ratio))
	if err != nil {
		return fmt.Errorf("sprite: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	return s.serveTagged(w, r, data)
}
