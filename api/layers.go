package api

import (
	"context"
	"fmt"
	"time"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// Layer is a published layer as callers see it. Texts are in the caller's language.
type Layer struct {
	ID           string           `json:"id" example:"groundwater_areas"`
	Version      int64            `json:"version" doc:"Number of the published version; a version never changes. 0: a live layer has none"`
	Live         bool             `json:"live,omitempty" doc:"Features come, change and go from moment to moment: tiles are asked for without a version, and /tiles/changes tells where"`
	Theme        layers.Theme     `json:"theme" doc:"What the features are; rules name themes" example:"groundwater"`
	Title        string           `json:"title"`
	Description  string           `json:"description,omitempty"`
	FeatureCount int64            `json:"feature_count" doc:"Of a live layer they are not counted"`
	GeometryType string           `json:"geometry_type" enum:"Point,LineString,Polygon,Mixed," doc:"Empty when the layer has no features"`
	BBox         []float64        `json:"bbox" doc:"West, south, east, north in degrees (CRS84); empty when the layer has no features. Of a live layer, where they can be" maxItems:"4"`
	Source       Source           `json:"source"`
	Licence      string           `json:"licence" example:"CC BY 4.0"`
	Attribution  string           `json:"attribution" doc:"As the licence demands it"`
	DataDate     string           `json:"data_date,omitempty" format:"date" doc:"The day the register says the data describes"`
	ImportedAt   time.Time        `json:"imported_at,omitzero" doc:"Missing of a live layer"`
	Coverage     Coverage         `json:"coverage"`
	Style        Style            `json:"style"`
	Attributes   []LayerAttribute `json:"attributes" doc:"What the attributes of features mean"`
	Provenance   Provenance       `json:"provenance" doc:"Empty of a live layer"`
	Replaced     int64            `json:"replaced,omitempty" doc:"Number of the version that it replaced: what rollback-layer publishes again"`
}

// Source is where a layer's features come from.
type Source struct {
	Name      string `json:"name" doc:"File or address that was imported"`
	Publisher string `json:"publisher" doc:"The register's keeper"`
	CRS       string `json:"crs,omitempty" example:"EPSG:3878" doc:"Reference system of the source"`
}

// Coverage says where the absence of a feature means that there is none.
type Coverage struct {
	Kind   string   `json:"kind" enum:"features,municipality,country,layer,area,none"`
	Codes  []string `json:"codes,omitempty" doc:"Municipality numbers"`
	Except []string `json:"except,omitempty" doc:"Municipality numbers that a claim of the whole country leaves out"`
	Layer  string   `json:"layer,omitempty"`
	Why    string   `json:"why,omitempty" doc:"Where the claim comes from"`
}

// Style is how a layer is drawn and explained in the legend.
type Style struct {
	MinZoom      int               `json:"min_zoom" doc:"Lowest web-mercator zoom with tiles"`
	ClusterBelow int               `json:"cluster_below,omitempty" doc:"Web-mercator zoom below which tiles have points that lie close together as one, without an id, with the attribute point_count"`
	Visible      bool              `json:"visible" doc:"Drawn before anybody asks for it"`
	Color        string            `json:"color,omitempty" doc:"Name of a token of the design system, or #rrggbb"`
	Pattern      string            `json:"pattern,omitempty" doc:"Fill pattern: hatch, dots or cross; empty: plain"`
	ColorBy      string            `json:"color_by,omitempty" doc:"Attribute whose value decides the colour"`
	Colors       map[string]string `json:"colors,omitempty" doc:"Colour by value of color_by"`
	Labels       []string          `json:"labels" nullable:"false" doc:"Attributes written on the map in the caller's language: the first that a feature has"`
}

// LayerAttribute explains one attribute.
type LayerAttribute struct {
	Name    string            `json:"name" doc:"As the register spells it"`
	Label   string            `json:"label"`
	Meaning string            `json:"meaning,omitempty" doc:"What rules call it"`
	Unit    string            `json:"unit,omitempty"`
	Codes   map[string]string `json:"codes,omitempty" doc:"Texts of the code list"`
	Tile    bool              `json:"tile,omitempty" doc:"Travels in tiles"`
}

// LayerList is the body of a list of layers.
type LayerList struct {
	Items []Layer `json:"items" doc:"In drawing order, lowest first"`
}

type listLayersInput struct {
	LangInput
	ConditionalInput
}

type getLayerInput struct {
	LangInput
	ConditionalInput
	ID string `path:"id" maxLength:"63" example:"groundwater_areas"`
}

func (s *Server) listLayers(ctx context.Context, in *listLayersInput) (*cached[LayerList], error) {
	list := LayerList{Items: []Layer{}}
	for _, l := range s.Catalogue.Shown() {
		list.Items = append(list.Items, describe(l, langOf(ctx)))
	}
	return cache(in.ConditionalInput, list)
}

func (s *Server) getLayer(ctx context.Context, in *getLayerInput) (*cached[Layer], error) {
	l, ok := s.Catalogue.ShownLayer(in.ID)
	if !ok {
		return nil, fmt.Errorf("layer %q: %w", in.ID, layers.ErrNotFound)
	}
	return cache(in.ConditionalInput, describe(l, langOf(ctx)))
}

func describe(l layers.Layer, lang i18n.Lang) Layer {
	v, recipe := l.Version, l.Version.Recipe
	layer := Layer{
		ID: l.ID, Version: v.Number, Live: v.Live != nil, Theme: l.Theme, Title: recipe.Title.In(lang), Description: recipe.Description.In(lang),
		FeatureCount: v.FeatureCount, GeometryType: v.GeometryType, BBox: versionBox(v), Licence: recipe.Licence, Attribution: recipe.Attribution,
		Source: sourceOf(v, lang), DataDate: v.DataDate, ImportedAt: v.ImportedAt.UTC(), Attributes: []LayerAttribute{},
		Coverage: coverageOf(recipe.Coverage, lang), Replaced: v.Replaced,
		Style: Style{MinZoom: recipe.Style.MinZoom, ClusterBelow: recipe.Style.ClusterBelow, Visible: recipe.Style.Visible, Color: recipe.Style.Color, Pattern: recipe.Style.Pattern,
			ColorBy: recipe.Style.ColorBy, Colors: recipe.Style.Colors, Labels: recipe.Labels(lang)},
	}
	if v.Live == nil {
		layer.Provenance = provenanceOf(v, lang)
	}
	for _, a := range recipe.Attributes {
		if a.Hidden {
			continue
		}
		attribute := LayerAttribute{Name: a.Name, Label: a.Label.In(lang), Meaning: a.Meaning, Unit: a.Unit, Tile: a.Tile}
		for code, words := range a.Codes {
			if attribute.Codes == nil {
				attribute.Codes = map[string]string{}
			}
			attribute.Codes[code] = words.In(lang)
		}
		layer.Attributes = append(layer.Attributes, attribute)
	}
	return layer
}

func sourceOf(v layers.Version, lang i18n.Lang) Source {
	return Source{Name: v.Source, Publisher: v.Recipe.Publisher.In(lang), CRS: v.SourceCRS}
}

func coverageOf(c layers.Coverage, lang i18n.Lang) Coverage {
	return Coverage{Kind: c.Kind, Codes: c.Codes, Except: c.Except, Layer: c.Layer, Why: c.Why.In(lang)}
}

func versionBox(v layers.Version) []float64 {
	if v.Empty() {
		return []float64{}
	}
	b := v.BBoxLonLat
	return []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
}

// LangInput documents lang=, which the request's middleware has read already. It is embedded in the inputs of operations
// that write texts; its name must be exported for that.
type LangInput struct {
	Lang string `query:"lang" enum:"fi,sv,en" doc:"Language of texts; wins over Accept-Language"`
}
