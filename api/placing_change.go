package api

import (
	"context"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/projects/placing"
)

type changePlaceInput struct {
	LangInput
	Body ChangePlaceBody
}

func (s *Server) changePlace(ctx context.Context, in *changePlaceInput) (*unkept[ChangedPlace], error) {
	shapes, err := s.readPlaces(ctx, "/geometries", in.Body.Geometries)
	if err != nil {
		return nil, err
	}
	var with orb.Geometry
	if in.Body.With != nil {
		if with, err = s.readPlace(ctx, "/with", in.Body.With); err != nil {
			return nil, err
		}
	}
	made, err := s.placing.Change(ctx, placing.ChangeOrder{Operation: placing.Operation(in.Body.Operation), Geometries: shapes, With: with, Distance: in.Body.Distance})
	if err != nil {
		return nil, inBody("", err)
	}
	body := ChangedPlace{Items: []ChangedShape{}}
	for _, m := range made {
		shape := ChangedShape{Geometry: geo.EncodeGeoJSON(m.Geometry, geo.Decimals), PlaceSize: sizeOf(m.Geometry)}
		if m.Of != placing.Several {
			shape.Of = &m.Of
		}
		body.Items = append(body.Items, shape)
	}
	return notKept(body), nil
}
