package batches

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"lupakartta/geo"
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
func (r *Reading) readGeoJSON(data []byte) error {
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
	for _, one := range document.Features {
		if err := r.room(); err != nil {
			return err
		}
		object, err := r.feature(one, document.CRS)
		if err != nil {
			return err
		}
		objects = append(objects, object)
	}
	for i, object := range objects {
		r.Places[i].Own = r.own(object)
		if at := r.column(r.Taken.Name); at >= 0 {
			r.Places[i].Name = text.Cut(text.Clean(asText(r.Places[i].Own[at])), maxName)
		}
	}
	return nil
}

// feature adds one place and the columns that its properties have.
func (r *Reading) feature(data, crs json.RawMessage) (properties []member, err error) {
	var f feature
	p := Place{Row: len(r.Places) + 1}
	switch err := json.Unmarshal(data, &f); {
	case err != nil || f.Type != "Feature":
		p.Fault = &Fault{Code: "not_feature"}
	case len(f.Geometry) == 0 || string(f.Geometry) == "null":
		p.Fault = &Fault{Code: "row_empty"}
	default:
		p.put(geo.DecodeGeoJSON(withSystem(f.Geometry, crs)))
	}
	p.Name = text.Cut(text.Clean(asText(f.ID)), maxName)
	r.Places = append(r.Places, p)
	if properties, err = members(f.Properties); err != nil {
		return nil, nil //nolint:nilerr // no properties are none
	}
	for i := range properties {
		m := &properties[i]
		if m.name = strings.TrimSpace(text.Clean(m.name)); r.column(m.name) < 0 {
			r.Columns = append(r.Columns, m.name)
		}
		var compact bytes.Buffer
		if json.Compact(&compact, m.value) == nil {
			m.value = compact.Bytes()
		}
	}
	if len(r.Columns) > MaxColumns {
		return nil, badFile("too_many_columns", map[string]any{"value": MaxColumns})
	}
	if r.Taken.Name == "" && p.Name == "" {
		r.Taken.Name = r.named(placeNames)
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
