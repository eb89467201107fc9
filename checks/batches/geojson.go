package batches

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/text"
)

// feature is a GeoJSON feature on its way in.
type feature struct {
	Type       string          `json:"type"`
	ID         json.RawMessage `json:"id"`
	Geometry   json.RawMessage `json:"geometry"`
	Properties json.RawMessage `json:"properties"`
}

// readGeoJSON reads the features of a collection, each a place; a feature or a geometry alone is one place.
func (r *Reading) readGeoJSON(ctx context.Context, data []byte) error {
	var document struct {
		Type     string            `json:"type"`
		CRS      json.RawMessage   `json:"crs"`
		Features []json.RawMessage `json:"features"`
	}
	if err := json.Unmarshal(data, &document); err != nil || !json.Valid(data) {
		return badFile("not_geojson_file", nil)
	}
	switch document.Type {
	case "FeatureCollection":
	case "Feature":
		document.Features = []json.RawMessage{data}
	case "":
		return badFile("not_geojson_file", nil)
	default: // a geometry, if anything
		document.Features = []json.RawMessage{slices.Concat([]byte(`{"type":"Feature","geometry":`), data, []byte(`}`))}
	}
	var objects [][]member
	unnamed := false
	for _, one := range document.Features {
		if err := errors.Join(ctx.Err(), r.room()); err != nil {
			return err
		}
		object, err := r.feature(one, document.CRS)
		if err != nil {
			return err
		}
		objects = append(objects, object)
		unnamed = unnamed || len(object) > 0 && r.Places[len(r.Places)-1].Name == ""
	}
	if r.Taken.Name != "" && r.column(r.Taken.Name) < 0 {
		return faults.Faults{{Pointer: "/taken/name", Code: "no_column"}}
	}
	if r.Taken.Name == "" && unnamed {
		r.Taken.Name = r.named(placeNames)
	}
	var err error
	for i, object := range objects {
		if r.Places[i].Own, err = r.own(object); err != nil {
			return err
		}
		if at := r.column(r.Taken.Name); at >= 0 {
			r.Places[i].Name = text.Cut(text.Clean(asText(r.Places[i].Own[at])), maxName)
		}
	}
	return nil
}

// feature adds one place and the columns that its properties have.
func (r *Reading) feature(data, crs json.RawMessage) (properties []member, err error) {
	var f feature
	var shape orb.Geometry
	var shapeErr error
	p := Place{Row: len(r.Places) + 1}
	switch err := json.Unmarshal(data, &f); {
	case err != nil || f.Type != "Feature":
		p.Fault = &Fault{Code: "not_feature"}
	case len(f.Geometry) == 0 || string(f.Geometry) == "null":
		p.Fault = &Fault{Code: "row_empty"}
	default:
		shape, shapeErr = geo.DecodeGeoJSON(withSystem(f.Geometry, crs))
	}
	p.Name = text.Cut(text.Clean(asText(f.ID)), maxName)
	r.Places = append(r.Places, p)
	if p.Fault == nil {
		if err := r.put(&r.Places[len(r.Places)-1], shape, shapeErr); err != nil {
			return nil, err
		}
	}
	if properties, err = members(f.Properties); err != nil {
		return nil, nil //nolint:nilerr // no properties are none
	}
	for i := range properties {
		m := &properties[i]
		m.name = strings.TrimSpace(text.Clean(m.name))
		if r.addColumn(m.name); len(r.Columns) > MaxColumns {
			return nil, badFile("too_many_columns", map[string]any{"value": MaxColumns})
		}
		var compact bytes.Buffer
		if json.Compact(&compact, m.value) == nil {
			m.value = compact.Bytes()
		}
	}
	return properties, nil
}

// withSystem gives a geometry the reference system that its collection names, as GeoJSON of 2008 does.
func withSystem(geometry, crs json.RawMessage) []byte {
	if len(crs) == 0 || string(crs) == "null" {
		return geometry
	}
	return slices.Concat([]byte(`{"type":"Feature","crs":`), crs, []byte(`,"geometry":`), geometry, []byte(`}`))
}
