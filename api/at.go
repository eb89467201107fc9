package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/layers"
)

// placeRoutes adds what is at a place, and where something is, to the list of routes.
func (s *Server) placeRoutes() {
	register(s, huma.Operation{OperationID: "at-place", Method: http.MethodGet, Path: "/api/v1/at", Tags: []string{tagPlaces},
		Summary: "Everything at a point",
		Description: "Every feature of every published layer at the point, the topmost layer first: areas that hold it, and lines and points within the tolerance. " +
			"A layer that cannot be read is listed as unavailable: what it holds there is not known."}, s.atPlace)
	register(s, huma.Operation{OperationID: "search", Method: http.MethodGet, Path: "/api/v1/search", Tags: []string{tagPlaces},
		Summary: "Places, addresses, property units and coordinates by name",
		Description: "Whole names first, then names that begin so, then those with every word; misspellings when there is nothing else. " +
			"Coordinates are read as people type them, in ETRS-TM35FIN, ETRS-GKn and WGS 84; where a text has several readings each is given."}, s.search)
	register(s, huma.Operation{OperationID: "list-features", Method: http.MethodGet, Path: "/api/v1/features", Tags: []string{tagPlaces},
		Summary:     "Features by distance: the map as a list",
		Description: "The features of the published layers, nearest first, from a point or from the middle of a box."}, s.listFeatures)
	register(s, huma.Operation{OperationID: "get-feature", Method: http.MethodGet, Path: "/api/v1/layers/{id}/features/{feature}",
		Tags: []string{tagPlaces}, Summary: "One feature of a layer, whole"}, s.getFeature)
}

// Hit is a feature at a place or near it. Texts are in the caller's language.
type Hit struct {
	Layer        string         `json:"layer" example:"groundwater_areas"`
	LayerVersion int64          `json:"layer_version" doc:"Number of the version that was looked at; 0: a live layer, which has none"`
	LayerTitle   string         `json:"layer_title"`
	Theme        layers.Theme   `json:"theme" example:"groundwater"`
	FeatureID    string         `json:"feature_id" doc:"The register's own id"`
	FID          int64          `json:"fid" doc:"The feature's id in tiles"`
	Title        string         `json:"title"`
	Attributes   []HitAttribute `json:"attributes"`
	BBox         []float64      `json:"bbox" minItems:"4" maxItems:"4" doc:"West, south, east, north in degrees (CRS84)"`
	Geometry     shapeJSON      `json:"geometry,omitempty"`
	Simplified   bool           `json:"geometry_simplified,omitempty" doc:"The shape is large and was thinned for showing"`
	Distance     *float64       `json:"distance_m,omitempty" doc:"True metres to the nearest point; 0 inside"`
	Bearing      *float64       `json:"bearing_deg,omitempty" doc:"Degrees from true north to the nearest point; missing inside"`
}

// HitAttribute is one attribute of a feature.
type HitAttribute struct {
	Name  string  `json:"name" doc:"As the register spells it"`
	Label string  `json:"label" doc:"For people"`
	Value rawJSON `json:"value" doc:"As the register gave it"`
	Text  string  `json:"text" doc:"The value for people: words of the code list, unit, date and number in the way of the language"`
}

// shapeJSON is a GeoJSON geometry that geo wrote.
type shapeJSON json.RawMessage

// MarshalJSON gives the bytes as they are.
func (g shapeJSON) MarshalJSON() ([]byte, error) { return g, nil }

// UnmarshalJSON keeps the bytes.
func (g *shapeJSON) UnmarshalJSON(data []byte) error {
	*g = append((*g)[:0], data...)
	return nil
}

// Schema describes it in the OpenAPI document.
func (shapeJSON) Schema(huma.Registry) *huma.Schema {
	return geometrySchema("GeoJSON geometry in CRS84: longitude, latitude in degrees")
}

// rawJSON is any JSON value.
type rawJSON json.RawMessage

// MarshalJSON gives the bytes as they are.
func (v rawJSON) MarshalJSON() ([]byte, error) { return v, nil }

// UnmarshalJSON keeps the bytes.
func (v *rawJSON) UnmarshalJSON(data []byte) error {
	*v = append((*v)[:0], data...)
	return nil
}

// Schema says that it can be anything.
func (rawJSON) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Description: "As the register gave it: text, number, truth, list or object"}
}

type atInput struct {
	LangInput
	PointInput
	Tolerance float64 `query:"tolerance" default:"5" minimum:"0" maximum:"5000" doc:"How far a line or a point may lie, in metres: a few pixels of the map looked at"`
}

// AtPlace is the body of what is at a point.
type AtPlace struct {
	Items       []Hit    `json:"items" doc:"The topmost layer first"`
	Unavailable []string `json:"unavailable" doc:"Layers that could not be read: what they hold there is not known"`
	More        []string `json:"more" doc:"Layers with more features there than are listed"`
}

func (s *Server) atPlace(ctx context.Context, in *atInput) (*fresh[AtPlace], error) {
	point, err := in.point(ctx)
	if err != nil {
		return nil, err
	}
	hits, err := s.Layers.At(ctx, s.Catalogue, point, in.Tolerance, langOf(ctx))
	if err != nil {
		return nil, err
	}
	body := AtPlace{Items: []Hit{}, Unavailable: notNull(hits.Unavailable), More: notNull(hits.More)}
	for _, hit := range hits.Items {
		body.Items = append(body.Items, s.describeHit(ctx, hit, true))
	}
	return asked(body), nil
}

// fresh is an answer that depends on what is published at the moment.
type fresh[T any] struct {
	CacheControl string   `header:"Cache-Control"`
	Vary         []string `header:"Vary"`
	Link         string   `header:"Link"`
	Body         T
}

func asked[T any](body T) *fresh[T] {
	return &fresh[T]{CacheControl: "no-cache", Vary: []string{"Accept-Language"}, Body: body}
}

func notNull(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func (s *Server) describeHit(ctx context.Context, hit layers.Hit, withShape bool) Hit {
	version := hit.Layer.Version
	described := Hit{Layer: hit.Layer.ID, LayerVersion: version.Number, LayerTitle: version.Recipe.Title.In(langOf(ctx)), Theme: hit.Layer.Theme,
		FeatureID: hit.FeatureID, FID: hit.FID, Title: hit.Title, Attributes: []HitAttribute{}, BBox: bboxOf(hit.Geometry.Bound())}
	for _, a := range hit.Attributes {
		described.Attributes = append(described.Attributes, HitAttribute{Name: a.Name, Label: a.Label, Value: rawJSON(a.Value), Text: a.Text})
	}
	if withShape {
		described.Geometry, described.Simplified = geo.EncodeGeoJSON(hit.Geometry, geo.Decimals), hit.Simplified
	}
	return described
}

func bboxOf(b orb.Bound) []float64 {
	return []float64{round(b.Min[0], geo.Decimals), round(b.Min[1], geo.Decimals), round(b.Max[0], geo.Decimals), round(b.Max[1], geo.Decimals)}
}

// shapeOrNull is a geometry, or null where there is none.
type shapeOrNull json.RawMessage

// MarshalJSON gives the bytes as they are.
func (g shapeOrNull) MarshalJSON() ([]byte, error) { return g, nil }

// UnmarshalJSON keeps the bytes.
func (g *shapeOrNull) UnmarshalJSON(data []byte) error {
	*g = append((*g)[:0], data...)
	return nil
}

// Schema describes it in the OpenAPI document.
func (shapeOrNull) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{geometrySchema("GeoJSON geometry in CRS84: longitude, latitude in degrees"), {Type: "null"}}}
}
