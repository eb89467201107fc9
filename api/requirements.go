package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/paulmach/orb"

	"lupakartta/checks"
	"lupakartta/geo"
)

// requirementRoutes adds what applies at a place to the list of routes.
func (s *Server) requirementRoutes() {
	register(s, huma.Operation{OperationID: "list-requirements", Method: http.MethodPost, Path: "/api/v1/requirements", Tags: []string{tagChecks},
		Summary: "Everything that applies at a place, or at each of two", SkipValidateBody: true, Middlewares: huma.Middlewares{s.takeTurns},
		Description: "Compares one place, or two beside each other, with every layer that a rule names, for projects of one kind, of several or of all, without anything else being told " +
			"of a project. What depends on more answers is `not_known` and names their questions in `needs`. A rule is counted by the worst that it says of any of the kinds: " +
			"none is green that is not known of some of them. Nothing is stored."}, s.listRequirements)
	components := s.api.OpenAPI().Components.Schemas.Map()
	if finding := components["KindFinding"]; finding != nil {
		finding.Properties["line"] = lineSchema()
	}
	if place := components["RequiredPlace"]; place != nil {
		place.Properties["geometry"] = geometrySchema("The place as it was compared: GeoJSON in CRS84")
	}
}

// RequirementInputBody says where, and for which kinds of project. It is read member by member, as that of a check.
type RequirementInputBody struct {
	Places []placeJSON `json:"places" minItems:"1" maxItems:"2" doc:"One place, or two to be compared"`
	Kinds  kindsJSON   `json:"kinds,omitempty" doc:"Kinds of project, choices of the question kind as list-questions has them; none: all"`

	check CheckInputBody // whose faults these are
}

// kindsJSON are kinds of project, kept as they came.
type kindsJSON json.RawMessage

// Schema describes it in the OpenAPI document.
func (kindsJSON) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString}, Examples: []any{[]string{"building", "event"}}}
}

// UnmarshalJSON notes every fault for Resolve. It is called with sound JSON only.
func (b *RequirementInputBody) UnmarshalJSON(data []byte) error {
	b.check.read = true
	if !isObject(data) {
		b.check.fault("body", "not_object")
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	if _, err := decoder.Token(); err != nil { // {
		return err
	}
	told := false
	for decoder.More() && len(b.check.faults) < geo.MaxFaults {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return err
		}
		switch name {
		case "places":
			told = true
			if err := b.readPlaces(value); err != nil {
				return err
			}
		case "kinds":
			b.Kinds = kindsJSON(value)
		default:
			b.check.fault("body."+name.(string), "unknown_field")
		}
	}
	if !told {
		b.check.fault("body", "required"+separator+"places")
	}
	return nil
}

// readPlaces takes the places one after the other, and no more than there may be.
func (b *RequirementInputBody) readPlaces(data []byte) error {
	b.Places = nil
	decoder := json.NewDecoder(bytes.NewReader(data))
	start, err := decoder.Token()
	if err != nil {
		return err
	}
	if start != json.Delim('[') {
		b.check.fault("body.places", "not_array")
		return nil
	}
	for decoder.More() {
		if len(b.Places) == checks.MostPlaces {
			b.check.fault("body.places", "too_many_items"+separator+fmt.Sprint(checks.MostPlaces))
			return nil
		}
		var place json.RawMessage
		if err := decoder.Decode(&place); err != nil {
			return err
		}
		if err := b.check.place(fmt.Sprintf("body.places.%d", len(b.Places)), place); err != nil {
			return err
		}
		b.Places = append(b.Places, placeJSON(place))
	}
	if len(b.Places) == 0 {
		b.check.fault("body.places", "too_few_items"+separator+"1")
	}
	return nil
}

// Resolve tells the faults to huma.
func (b *RequirementInputBody) Resolve(ctx huma.Context) []error { return b.check.Resolve(ctx) }

// read gives the places and the kinds.
func (b *RequirementInputBody) read() (places []orb.Geometry, kinds []string, err error) {
	for i, data := range b.Places {
		place, err := geo.DecodeGeoJSON(data)
		if err != nil {
			return nil, nil, inBody(fmt.Sprintf("/places/%d", i), err)
		}
		places = append(places, place)
	}
	if b.Kinds == nil {
		return places, checks.Kinds(), nil
	}
	if kinds, err = checks.ReadKinds(b.Kinds); err != nil {
		return nil, nil, inBody("/kinds", err)
	}
	return places, kinds, nil
}

// RequirementList is the body of what applies at places.
type RequirementList struct {
	Day          string                 `json:"day" format:"date" doc:"In Finland, whose rules were in force"`
	Engine       string                 `json:"engine" doc:"Version of the mechanics"`
	Kinds        []string               `json:"kinds" nullable:"false" doc:"Kinds of project that it was asked for"`
	Places       []checks.RequiredPlace `json:"places" nullable:"false" doc:"As they were given"`
	Requirements []checks.Requirement   `json:"requirements" nullable:"false" doc:"Every rule that concerns any of the kinds: by severity, then distance"`
	Rules        []checks.RuleRef       `json:"rules" nullable:"false" doc:"Every rule that was in force, by id"`
	Layers       []KeptLayer            `json:"layers" nullable:"false" doc:"Every layer that was looked at, by id"`
}

type requirementsInput struct {
	LangInput
	Body RequirementInputBody
}

type requirementsOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         RequirementList
}

func (s *Server) listRequirements(ctx context.Context, in *requirementsInput) (*requirementsOutput, error) {
	places, kinds, err := in.Body.read()
	if err != nil {
		return nil, err
	}
	lang := langOf(ctx)
	found, err := s.checks.Requirements(ctx, places, kinds, lang)
	if place, is := errors.AsType[checks.PlaceError](err); is && errors.Is(err, checks.ErrNoPlace) {
		err = inBody(fmt.Sprintf("/places/%d", place.Index), geo.Faults{{Code: geo.Empty}})
	}
	if err != nil {
		return nil, err
	}
	b := found.Basis
	return &requirementsOutput{CacheControl: "no-store", Body: RequirementList{Day: b.Day, Engine: b.Engine, Kinds: found.Kinds, Places: found.Places,
		Requirements: found.Rules, Rules: b.Rules, Layers: s.layersOf(b, lang)}}, nil
}
