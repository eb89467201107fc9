package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/projects/placing"
)

// streetRoutes adds streets and their crossings to the list of routes.
func (s *Server) streetRoutes() {
	register(s, huma.Operation{OperationID: "place-street", Method: http.MethodPost, Path: "/api/v1/places/street", Tags: []string{tagPlacing},
		Summary: "A street between two of its crossings", Middlewares: huma.Middlewares{s.takeTurns},
		Description: "The line runs along the street's own lines, the shortest way. Where a street of that name is in several municipalities, or crosses the other several times, " +
			"the problem brings `choices`."}, s.placeStreet)
	register(s, huma.Operation{OperationID: "list-streets", Method: http.MethodGet, Path: "/api/v1/streets", Tags: []string{tagPlacing},
		Summary: "Streets by their names"}, s.listStreets)
	register(s, huma.Operation{OperationID: "list-crossings", Method: http.MethodGet, Path: "/api/v1/streets/crossings", Tags: []string{tagPlacing},
		Summary: "The streets that a street crosses, in their order along it"}, s.listCrossings)
}

// choosing is an error that wants a choice, with the place of its faults.
func choosing(err error) error {
	var several *placing.Choose
	if errors.As(err, &several) {
		return choice{inBody("", err), several.Choices}
	}
	return inBody("", err)
}

// choice is an error about what may mean several things.
type choice struct {
	error
	choices []placing.Choice
}

func (c choice) Unwrap() error { return c.error }

func describeChoices(choices []placing.Choice) []Choice {
	var described []Choice
	for _, c := range choices {
		one := Choice{Pointer: c.Pointer, Parameter: c.Parameter, Value: c.Value, Label: c.Label, Detail: c.Detail}
		if c.Point != nil {
			one.Point = positionOf(*c.Point)
		}
		described = append(described, one)
	}
	return described
}

type placeStreetInput struct {
	LangInput
	Body StreetBody
}

func (s *Server) placeStreet(ctx context.Context, in *placeStreetInput) (*unkept[StreetPlace], error) {
	b := in.Body
	got, err := s.placing.Stretch(ctx, placing.StreetOrder{Street: b.Street, Municipality: b.Municipality, From: b.From, To: b.To,
		FromPoint: pointOf(b.FromPoint), ToPoint: pointOf(b.ToPoint), Lang: langOf(ctx)})
	if err != nil {
		return nil, choosing(err)
	}
	return notKept(StreetPlace{Street: got.Street, Municipality: describeMunicipality(got.Municipality), From: describeCrossing(got.From), To: describeCrossing(got.To),
		Length: round(placing.SizeOf(got.Geometry).Length, 2), Geometry: geo.EncodeGeoJSON(got.Geometry, geo.Decimals)}), nil
}

// pointOf is a point that may be given.
func pointOf(position []float64) *orb.Point {
	if len(position) != 2 {
		return nil
	}
	return &orb.Point{position[0], position[1]}
}

func describeCrossing(c placing.Crossing) StreetCrossing {
	return StreetCrossing{Name: c.Name, Point: positionOf(c.Point), At: round(c.At, 1)}
}

func describeMunicipality(n *placing.Named) *PlaceMunicipality {
	if n == nil {
		return nil
	}
	return &PlaceMunicipality{Code: n.Code, Name: n.Name}
}

type listStreetsInput struct {
	LangInput
	Query        string `query:"q" maxLength:"200" doc:"How the name, or a word in it, begins; empty: all"`
	Municipality string `query:"municipality" pattern:"^[0-9]{3}$" doc:"Of this municipality alone"`
	Limit        int    `query:"limit" default:"20" minimum:"1" maximum:"50"`
}

func (s *Server) listStreets(ctx context.Context, in *listStreetsInput) (*fresh[StreetList], error) {
	found, known, err := s.placing.Streets(ctx, in.Query, in.Municipality, in.Limit, langOf(ctx))
	if err != nil {
		return nil, err
	}
	body := StreetList{Items: []Street{}, Known: known}
	for _, f := range found {
		body.Items = append(body.Items, Street{Name: f.Name, Municipality: describeMunicipality(f.Municipality), Point: positionOf(f.Point), BBox: bboxOf(f.Bound)})
	}
	return asked(body), nil
}

type listCrossingsInput struct {
	LangInput
	Street       string `query:"street" required:"true" minLength:"1" maxLength:"200"`
	Municipality string `query:"municipality" pattern:"^[0-9]{3}$" doc:"Where several have a street of that name"`
}

func (s *Server) listCrossings(ctx context.Context, in *listCrossingsInput) (*fresh[StreetCrossings], error) {
	found, err := s.placing.Crossings(ctx, in.Street, in.Municipality, langOf(ctx))
	if err != nil {
		return nil, choosingParameter(err)
	}
	body := StreetCrossings{Street: found.Street, Municipality: describeMunicipality(found.Municipality), Items: []StreetCrossing{}, Geometry: geo.EncodeGeoJSON(found.Geometry, geo.Decimals)}
	for _, c := range found.Items {
		body.Items = append(body.Items, describeCrossing(c))
	}
	return asked(body), nil
}

// choosingParameter is choosing where what was asked stands in the query.
func choosingParameter(err error) error {
	var several *placing.Choose
	if !errors.As(err, &several) {
		return inParameter("street", err)
	}
	for i, c := range several.Choices {
		several.Choices[i].Parameter, several.Choices[i].Pointer = c.Pointer[1:], ""
	}
	return choice{inParameter("municipality", err), several.Choices}
}

// withOffers adds to a problem ways to mend a place, and choices.
func withOffers(problem *Problem, err error, lang i18n.Lang) *Problem {
	var m mendable
	if errors.As(err, &m) {
		problem.Fixes = describeFixes(m.fixes, lang)
	}
	var c choice
	if errors.As(err, &c) {
		problem.Choices = describeChoices(c.choices)
	}
	return problem
}
