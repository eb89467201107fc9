package api

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/url"

	"lupakartta/geo"
	"lupakartta/layers"
)

type featuresInput struct {
	LangInput
	PointInput
	BBox   []float64 `query:"bbox" minItems:"4" maxItems:"4" example:"[26.6,62.4,26.7,62.45]" doc:"West, south, east, north in degrees (CRS84): only features that touch it"`
	Layers []string  `query:"layers" maxItems:"100" doc:"Ids of layers; missing: all"`
	Limit  int       `query:"limit" default:"50" minimum:"1" maximum:"500"`
	Cursor string    `query:"cursor" maxLength:"300" doc:"next of the page before"`
}

// FeatureList is a page of features.
type FeatureList struct {
	Items       []Hit    `json:"items" doc:"Nearest first"`
	Unavailable []string `json:"unavailable" doc:"Layers that could not be read: what they hold is not known"`
	Next        string   `json:"next,omitempty" doc:"cursor of the next page; missing on the last"`
}

func (s *Server) listFeatures(ctx context.Context, in *featuresInput) (*fresh[FeatureList], error) {
	around, err := in.around(ctx)
	if err != nil {
		return nil, err
	}
	hits, next, err := s.Layers.List(ctx, s.Catalogue, around, langOf(ctx))
	if err != nil {
		return nil, err
	}
	body := FeatureList{Items: []Hit{}, Unavailable: notNull(hits.Unavailable)}
	for _, hit := range hits.Items {
		item := s.describeHit(ctx, hit, false)
		distance := round(hit.Distance, 2)
		item.Distance = &distance
		if hit.Distance > 0 {
			bearing := round(hit.Bearing, 1)
			item.Bearing = &bearing
		}
		body.Items = append(body.Items, item)
	}
	out := asked(body)
	if next != nil {
		out.Body.Next = writeCursor(featureCursor(*next))
		out.Link = fmt.Sprintf(`<%s>; rel="next"`, in.link(out.Body.Next))
	}
	return out, nil
}

// around is the question that the query asks: from the point when there is one, else from the middle of the box.
func (in *featuresInput) around(ctx context.Context) (layers.Around, error) {
	around := layers.Around{Layers: in.Layers, Limit: in.Limit}
	if len(in.BBox) > 0 {
		box, err := boxOf(ctx, in.BBox)
		if err != nil {
			return around, err
		}
		around.Area, around.Point = areaOf(box), geo.ToTM35FIN(box.Center())
	}
	if in.given() || len(in.BBox) == 0 {
		point, err := in.point(ctx)
		if err != nil {
			return around, err
		}
		around.Point = point
	}
	if in.Cursor != "" {
		after, ok := readCursor[featureCursor](in.Cursor)
		if !ok {
			return around, badParameters(ctx, "invalid_value", "cursor")
		}
		around.After = (*layers.Place)(&after)
	}
	return around, nil
}

// link is the address of another page of the same list.
func (in *featuresInput) link(cursor string) string {
	query := url.Values{"cursor": {cursor}, "limit": {fmt.Sprint(in.Limit)}}
	for name, p := range map[string]optional[float64]{"lon": in.Lon, "lat": in.Lat, "e": in.E, "n": in.N} {
		if p.Given {
			query.Set(name, fmt.Sprint(p.Value))
		}
	}
	if len(in.BBox) == 4 {
		query.Set("bbox", fmt.Sprintf("%v,%v,%v,%v", in.BBox[0], in.BBox[1], in.BBox[2], in.BBox[3]))
	}
	for i, id := range in.Layers {
		if i > 0 {
			id = query.Get("layers") + "," + id
		}
		query.Set("layers", id)
	}
	if in.Lang != "" {
		query.Set("lang", in.Lang)
	}
	return "/api/v1/features?" + query.Encode()
}

// featureCursor is where a page of features ended.
type featureCursor struct {
	Distance float64 `json:"d"`
	Layer    string  `json:"l"`
	FID      int64   `json:"f"`
}

func round(f float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	return math.Round(f*scale) / scale
}

type featureInput struct {
	LangInput
	ConditionalInput
	ID      string `path:"id" maxLength:"63" example:"groundwater_areas"`
	Feature string `path:"feature" maxLength:"500" doc:"The register's own id, percent-encoded"`
	Version int64  `query:"version" minimum:"1" doc:"As it was in this version of the layer, as findings name it; missing: as it is in the published one"`
}

// layerOf is the layer in the version that was asked for.
func (s *Server) layerOf(ctx context.Context, id string, version int64) (layers.Layer, error) {
	if version != 0 {
		v, err := s.Catalogue.Find(ctx, id, version)
		return layers.Layer{ID: id, Theme: v.Recipe.Theme, Version: v}, err
	}
	l, ok := s.Catalogue.ShownLayer(id)
	if !ok {
		return l, fmt.Errorf("layer %q: %w", id, layers.ErrNotFound)
	}
	return l, nil
}

func (s *Server) getFeature(ctx context.Context, in *featureInput) (*cached[Hit], error) {
	l, err := s.layerOf(ctx, in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	hit, err := s.Layers.Feature(ctx, l, in.Feature, langOf(ctx))
	// The router leaves an id as it stands in the address where a slash is encoded in it.
	if id, bad := url.PathUnescape(in.Feature); errors.Is(err, layers.ErrNotFound) && bad == nil && id != in.Feature {
		hit, err = s.Layers.Feature(ctx, l, id, langOf(ctx))
	}
	if err != nil {
		return nil, err
	}
	return cache(in.ConditionalInput, s.describeHit(ctx, hit, true))
}
