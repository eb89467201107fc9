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

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/projects/placing"
)

// placingRoutes adds everything about putting a place to the list of routes.
func (s *Server) placingRoutes() {
	s.placing = placing.New(s.Pool, s.Catalogue, s.Log)
	register(s, huma.Operation{OperationID: "describe-place", Method: http.MethodPost, Path: "/api/v1/places/described", Tags: []string{tagPlacing},
		Summary: "What was placed, read back in words", SkipValidateBody: true, Middlewares: huma.Middlewares{s.takeTurns},
		Description: "How large a place is, in which municipality, between which streets and waters, how many property units it touches and what is planned there. " +
			"What no layer says is listed in `unknown`. A place that cannot be used is refused with `fixes`, where there are any. Nothing is stored."}, s.describePlace)
	register(s, huma.Operation{OperationID: "change-place", Method: http.MethodPost, Path: "/api/v1/places/changed", Tags: []string{tagPlacing},
		Summary: "Shapes merged, split, cut or widened", SkipValidateBody: true, Middlewares: huma.Middlewares{s.takeTurns},
		Description: "Corners that stay are where they were. What cannot be done (a line that does not cross the area, a cut that leaves nothing) is refused with the reason. Nothing is stored."}, s.changePlace)
	register(s, huma.Operation{OperationID: "place-around", Method: http.MethodPost, Path: "/api/v1/places/around", Tags: []string{tagPlacing},
		Summary: "Places of addresses, property units, coordinates and names", Middlewares: huma.Middlewares{s.takeTurns},
		Description: "Each line is taken for one place, or answered with those that it may mean. After an address and a comma every word must be said of it: \"Rantakatu 5, Mallila\"."}, s.placeAround)
	s.streetRoutes()
	s.fileRoutes()
}

// DescribePlaceBody is a place: one geometry, or the geometries of its parts. It is read member by member, as that of a check.
type DescribePlaceBody struct {
	Geometry   placeJSON   `json:"geometry,omitempty" doc:"One geometry"`
	Geometries []placeJSON `json:"geometries,omitempty" maxItems:"500" doc:"Or those of the parts of a place, which may be of several kinds"`

	check CheckInputBody // whose faults these are
}

// mostGeometries is how many geometries a body may bring.
const mostGeometries = 500

// UnmarshalJSON notes every fault for Resolve. It is called with sound JSON only.
func (b *DescribePlaceBody) UnmarshalJSON(data []byte) error {
	err := b.check.eachMember(data, func(name string, value json.RawMessage) (bool, error) {
		switch name {
		case "geometry":
			b.Geometry = placeJSON(value)
			return true, b.check.place("body.geometry", value)
		case "geometries":
			var err error
			b.Geometries, err = b.check.places("body.geometries", value, mostGeometries)
			return true, err
		}
		return false, nil
	})
	if err == nil && len(b.check.faults) == 0 && b.Geometry == nil && len(b.Geometries) == 0 {
		b.check.fault("body", "required"+separator+"geometry")
	}
	return err
}

// Resolve tells the faults to huma.
func (b *DescribePlaceBody) Resolve(ctx huma.Context) []error { return b.check.Resolve(ctx) }

// eachMember reads a body that is an object member by member; what take does not know is a fault.
func (b *CheckInputBody) eachMember(data []byte, take func(name string, value json.RawMessage) (known bool, err error)) error {
	b.read = true
	if !isObject(data) {
		b.fault("body", "not_object")
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	if _, err := decoder.Token(); err != nil { // {
		return err
	}
	for decoder.More() && len(b.faults) < geo.MaxFaults {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return err
		}
		known, err := take(name.(string), value) //nolint:errcheck // an object's names are texts
		if err != nil {
			return err
		}
		if !known {
			b.fault("body."+name.(string), "unknown_field") //nolint:errcheck // as above
		}
	}
	return nil
}

// places takes a list of geometries one after the other, and no more than there may be.
func (b *CheckInputBody) places(location string, data []byte, most int) (places []placeJSON, err error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	start, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	if start != json.Delim('[') {
		b.fault(location, "not_array")
		return nil, nil
	}
	for decoder.More() {
		if len(places) == most {
			b.fault(location, "too_many_items"+separator+fmt.Sprint(most))
			return nil, nil
		}
		var place json.RawMessage
		if err := decoder.Decode(&place); err != nil {
			return nil, err
		}
		if err := b.place(fmt.Sprintf("%s.%d", location, len(places)), place); err != nil {
			return nil, err
		}
		places = append(places, placeJSON(place))
	}
	if len(places) == 0 {
		b.fault(location, "too_few_items"+separator+"1")
	}
	return places, nil
}

// mendable is an error about a place, with ways to mend it.
type mendable struct {
	error
	fixes []placing.Fix
}

func (m mendable) Unwrap() error { return m.error }

// readPlace reads a geometry of a body. One that cannot be used is refused with ways to mend it.
func (s *Server) readPlace(ctx context.Context, pointer string, data []byte) (orb.Geometry, error) {
	shape, err := geo.DecodeGeoJSON(data)
	if err == nil {
		return shape, nil
	}
	fixes, failed := s.placing.Fixes(ctx, data)
	if failed != nil {
		s.Log.ErrorContext(ctx, "ways to mend a place were not found", "id", requestOf(ctx).id, "error", failed)
	}
	return nil, mendable{inBody(pointer, err), fixes}
}

// readPlaces reads geometries of a body, of which all together have no more corners than one may have.
func (s *Server) readPlaces(ctx context.Context, pointer string, all []placeJSON) ([]orb.Geometry, error) {
	shapes, vertices := make([]orb.Geometry, len(all)), 0
	for i, data := range all {
		at := fmt.Sprintf("%s/%d", pointer, i)
		shape, err := s.readPlace(ctx, at, data)
		if err != nil {
			return nil, err
		}
		if vertices += geo.Vertices(shape); vertices > geo.MaxVertices {
			return nil, inBody(pointer, geo.Faults{{Code: geo.TooManyVertices, Values: map[string]any{"max": geo.MaxVertices}}})
		}
		shapes[i] = shape
	}
	return shapes, nil
}

// describeFixes writes ways to mend a place in lang.
func describeFixes(fixes []placing.Fix, lang i18n.Lang) []GeometryFix {
	var described []GeometryFix
	for _, f := range fixes {
		one := GeometryFix{Code: string(f.Codes[0]), Title: f.Title(lang), Geometry: geo.EncodeGeoJSON(f.Geometry, geo.Decimals), PlaceSize: sizeOf(f.Geometry)}
		for _, also := range f.Codes[1:] {
			one.Also = append(one.Also, string(also))
		}
		if f.CRS != 0 {
			one.CRS = f.CRS.String()
		}
		if f.Codes[len(f.Codes)-1] == placing.Repair {
			one.AreaChange = toCentimetre(f.AreaChange)
		}
		described = append(described, one)
	}
	return described
}

// sizeOf is how large a shape is, as callers see it.
func sizeOf(g orb.Geometry) PlaceSize { return describeSize(placing.KindOf(g), placing.SizeOf(g)) }

func describeSize(kind placing.Kind, size placing.Size) PlaceSize {
	described := PlaceSize{Kind: string(kind), Points: size.Points}
	if size.Area > 0 {
		described.Area, described.Perimeter = toCentimetre(size.Area), toCentimetre(size.Perimeter)
	}
	if size.Length > 0 {
		described.Length = toCentimetre(size.Length)
	}
	return described
}

// toCentimetre is a size without the noise of its last digits: of metres, or of square metres.
func toCentimetre(f float64) *float64 {
	f = round(f, 2)
	return &f
}

// positionOf is a point as callers see it.
func positionOf(p orb.Point) []float64 {
	return []float64{round(p[0], geo.Decimals), round(p[1], geo.Decimals)}
}

type describePlaceInput struct {
	LangInput
	Body DescribePlaceBody
}

// unkept is an answer about what a caller sent, which nobody keeps.
type unkept[T any] struct {
	CacheControl string `header:"Cache-Control"`
	Body         T
}

func notKept[T any](body T) *unkept[T] { return &unkept[T]{CacheControl: "no-store", Body: body} }

func (s *Server) describePlace(ctx context.Context, in *describePlaceInput) (*unkept[PlaceDescription], error) {
	var shapes []orb.Geometry
	if in.Body.Geometry != nil {
		shape, err := s.readPlace(ctx, "/geometry", in.Body.Geometry)
		if err != nil {
			return nil, err
		}
		shapes = []orb.Geometry{shape}
	}
	more, err := s.readPlaces(ctx, "/geometries", in.Body.Geometries)
	if err != nil {
		return nil, err
	}
	shapes = append(shapes, more...)
	found, err := s.placing.Describe(ctx, shapes, langOf(ctx))
	if errors.Is(err, placing.ErrNoPlace) {
		err = inBody("/geometry", geo.Faults{{Code: geo.Empty}})
	}
	if err != nil {
		return nil, err
	}
	return notKept(describeDescription(found)), nil
}

// mostListedUnits is how many property units are listed; all are counted.
const mostListedUnits = 50

func describeDescription(d *placing.Description) PlaceDescription {
	described := PlaceDescription{Words: d.Words(), PlaceSize: describeSize(d.Kind, d.Size), Parts: d.Parts, Municipalities: []PlaceMunicipality{}, Districts: []PlaceNamed{},
		Surroundings: []PlaceSurrounding{}, PropertyUnits: describeUnits(d.Units), Plans: []PlacePlan{}, Unknown: []string{},
		Center: positionOf(d.Center), BBox: bboxOf(d.Geometry.Bound()), Geometry: geo.EncodeGeoJSON(d.Geometry, geo.Decimals)}
	for _, m := range d.Municipalities {
		described.Municipalities = append(described.Municipalities, PlaceMunicipality{Code: m.Code, Name: m.Name, Share: round(m.Share, 4)})
	}
	for _, n := range d.Districts {
		described.Districts = append(described.Districts, PlaceNamed{Name: n.Name, Layer: n.Layer, FeatureID: n.FeatureID, Share: round(n.Share, 4)})
	}
	if n := d.Nearest; n != nil {
		described.Nearest = &PlaceNearest{Kind: n.Kind, Title: n.Title, Detail: n.Detail, Distance: round(n.Distance, 1), Point: positionOf(n.Point)}
	}
	for _, x := range d.Surroundings {
		described.Surroundings = append(described.Surroundings, PlaceSurrounding{Kind: x.Kind, Name: x.Name, Relation: x.Relation,
			Distance: round(x.Distance, 1), Bearing: round(x.Bearing, 0), Layer: x.Layer, FeatureID: x.FeatureID})
	}
	for _, x := range d.Plans {
		described.Plans = append(described.Plans, PlacePlan{Symbol: x.Symbol, Text: x.Text, Plan: x.Name, Number: x.Number, Layer: x.Layer, FeatureID: x.FeatureID, Share: round(x.Share, 4)})
	}
	for _, theme := range d.Unknown {
		described.Unknown = append(described.Unknown, string(theme))
	}
	return described
}

func describeUnits(units []placing.Unit) PlaceUnits {
	described := PlaceUnits{Count: len(units), Items: []PlaceUnit{}, More: max(0, len(units)-mostListedUnits)}
	for _, u := range units[:min(len(units), mostListedUnits)] {
		described.Items = append(described.Items, PlaceUnit{ID: u.ID, Title: u.Title, Share: round(u.Share, 4)})
	}
	return described
}
