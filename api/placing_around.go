package api

import (
	"context"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/projects/placing"
)

type aroundInput struct {
	LangInput
	Body AroundBody
}

func (s *Server) placeAround(ctx context.Context, in *aroundInput) (*unkept[PlacesAround], error) {
	lang := langOf(ctx)
	told, err := s.placing.Around(ctx, in.Body.What, in.Body.Radius)
	if err != nil {
		return nil, err
	}
	body := PlacesAround{Items: []PlaceAround{}}
	for _, t := range told {
		body.Items = append(body.Items, describeTold(t, lang))
	}
	return notKept(body), nil
}

func describeTold(t placing.Told, lang i18n.Lang) PlaceAround {
	one := PlaceAround{What: t.What, Status: "none", Candidates: []TakenPlace{}}
	switch {
	case t.Found != nil:
		found := describeTaken(*t.Found)
		one.Status, one.Found = "found", &found
	case t.Several:
		one.Status = "several"
	}
	if t.Why != nil {
		one.Reason = text(lang, "fault."+t.Why.Code, t.Why.Values)
	}
	for _, c := range t.Candidates {
		one.Candidates = append(one.Candidates, describeTaken(c))
	}
	return one
}

func describeTaken(t placing.Taken) TakenPlace {
	return TakenPlace{Kind: t.Kind, Title: t.Title, Detail: t.Detail, What: t.What, Layer: t.Layer, FeatureID: t.FeatureID,
		Point: positionOf(t.Point), Geometry: geo.EncodeGeoJSON(t.Geometry, geo.Decimals), PlaceSize: sizeOf(t.Geometry)}
}
