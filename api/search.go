package api

import (
	"context"

	"lupakartta/geo"
	"lupakartta/layers"
)

type searchInput struct {
	LangInput
	PointInput
	Query string `query:"q" maxLength:"200" example:"Rantakatu 5" doc:"What is looked for; empty finds nothing"`
	Limit int    `query:"limit" default:"10" minimum:"1" maximum:"50"`
}

// SearchItem is something found by name.
type SearchItem struct {
	Kind      string    `json:"kind" enum:"address,place,property,coordinate,feature"`
	Title     string    `json:"title" example:"Rantakatu 5"`
	Detail    string    `json:"detail" example:"Mallila" doc:"What tells it from others of that name"`
	Point     []float64 `json:"point" minItems:"2" maxItems:"2" doc:"Longitude, latitude in degrees (CRS84)"`
	BBox      []float64 `json:"bbox" minItems:"4" maxItems:"4" doc:"West, south, east, north in degrees (CRS84)"`
	Layer     string    `json:"layer" doc:"Empty for coordinates"`
	FeatureID string    `json:"feature_id" doc:"Empty for coordinates"`
}

// SearchResult is the body of a search.
type SearchResult struct {
	Items []SearchItem `json:"items" doc:"Best first"`
}

func (s *Server) search(ctx context.Context, in *searchInput) (*fresh[SearchResult], error) {
	query := layers.Query{Text: in.Query, Limit: in.Limit}
	if in.given() {
		point, err := in.point(ctx)
		if err != nil {
			return nil, err
		}
		query.Near = &point
	}
	found, err := s.Layers.Search(ctx, s.Catalogue, query)
	if err != nil {
		return nil, err
	}
	body := SearchResult{Items: []SearchItem{}}
	for _, f := range found {
		item := SearchItem{Kind: f.Kind, Title: f.Title, Detail: f.Detail, BBox: bboxOf(f.BBox), Layer: f.Layer, FeatureID: f.FeatureID,
			Point: []float64{round(f.Point[0], geo.Decimals), round(f.Point[1], geo.Decimals)}}
		if item.Detail == "" {
			if l, ok := s.Catalogue.Layer(f.Layer); ok {
				item.Detail = l.Version.Recipe.Title.In(langOf(ctx))
			}
		}
		body.Items = append(body.Items, item)
	}
	return asked(body), nil
}
