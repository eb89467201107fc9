package api

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// ChangePlaceBody says how shapes are to be changed.
type ChangePlaceBody struct {
	Operation  string      `json:"operation" enum:"merge,join,split,cut,widen,outline" doc:"merge: all into one; join: those that touch into one; split: each along the line with; cut: the area with is taken away from each; widen: to all within distance_m of each, less than 0 narrows areas; outline: the edges of each area as lines"`
	Geometries []placeJSON `json:"geometries" minItems:"1" maxItems:"500" doc:"GeoJSON in CRS84; of one kind for merge"`
	With       placeJSON   `json:"with,omitempty" doc:"A line to split along, or an area to cut away"`
	Distance   float64     `json:"distance_m,omitempty" minimum:"-10000" maximum:"10000" doc:"True metres, good to a millimetre in a metre"`

	check CheckInputBody // whose faults these are
}

// UnmarshalJSON notes every fault for Resolve. It is called with sound JSON only.
func (b *ChangePlaceBody) UnmarshalJSON(data []byte) error {
	err := b.check.eachMember(data, func(name string, value json.RawMessage) (known bool, err error) {
		switch name {
		case "operation":
			if json.Unmarshal(value, &b.Operation) != nil {
				b.check.fault("body.operation", "not_string")
			}
		case "geometries":
			b.Geometries, err = b.check.places("body.geometries", value, mostGeometries)
		case "with":
			if string(value) != "null" {
				b.With = placeJSON(value)
				err = b.check.place("body.with", value)
			}
		case "distance_m":
			if json.Unmarshal(value, &b.Distance) != nil {
				b.check.fault("body.distance_m", "not_number")
			} else if math.Abs(b.Distance) > mostDistance {
				b.check.fault("body.distance_m", "above_maximum"+separator+strconv.Itoa(mostDistance))
			}
		default:
			return false, nil
		}
		return true, err
	})
	if err == nil && len(b.check.faults) == 0 && len(b.Geometries) == 0 {
		b.check.fault("body", "required"+separator+"geometries")
	}
	return err
}

// mostDistance is how far shapes are widened, in metres.
const mostDistance = 10_000

// Resolve tells the faults to huma.
func (b *ChangePlaceBody) Resolve(ctx huma.Context) []error { return b.check.Resolve(ctx) }

// AroundBody are lines of text that tell places.
type AroundBody struct {
	What   []string `json:"what" minItems:"1" maxItems:"50" doc:"An address, a property unit's id, coordinates or the name of a place in each" example:"[\"Rantakatu 5, Mallila\",\"990-1-2-3\",\"62.4, 26.7\"]"`
	Radius float64  `json:"radius_m,omitempty" minimum:"0" maximum:"10000" doc:"True metres; 0: a unit's own area, of others the point"`
}

// StreetBody says which stretch of a street is meant.
type StreetBody struct {
	Street       string    `json:"street" minLength:"1" maxLength:"200"`
	Municipality string    `json:"municipality,omitempty" pattern:"^[0-9]{3}$" doc:"Where several have a street of that name"`
	From         string    `json:"from" minLength:"1" maxLength:"200" doc:"The street that is crossed at one end"`
	To           string    `json:"to" minLength:"1" maxLength:"200" doc:"The street that is crossed at the other end"`
	FromPoint    []float64 `json:"from_point,omitempty" minItems:"2" maxItems:"2" doc:"Which crossing, where there are several: the nearest to this point is meant"`
	ToPoint      []float64 `json:"to_point,omitempty" minItems:"2" maxItems:"2"`
}
