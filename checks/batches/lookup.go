package batches

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/internal/text"
	"lupakartta/layers"
)

// sameSpot is how far apart, in metres, addresses of one name may lie that are taken for one: registers give an address to each
// door of a building.
const sameSpot = 200

// properties looks up property units: a place is the whole unit, with all its parcels.
func (r *Reader) properties(ctx context.Context, reading *Reading, rows [][]string) error {
	found, err := r.store.Properties(ctx, r.catalogue, reading.cells(rows, reading.Taken.Property))
	if err != nil {
		return err
	}
	wanted := map[int64][]int64{}
	for _, units := range found {
		for _, unit := range units {
			if unit.Version == units[0].Version { // another register's picture of the same unit says nothing more
				wanted[unit.Version] = append(wanted[unit.Version], unit.FID)
			}
		}
	}
	shapes := map[int64]map[int64]orb.Geometry{}
	for version, fids := range wanted {
		if shapes[version], err = r.store.Shapes(ctx, version, fids); err != nil {
			return err
		}
	}
	row := -1
	reading.eachCell(rows, reading.Taken.Property, func(p *Place, said string) {
		row = p.Row - 1
		switch _, err := layers.ParsePropertyID(said); {
		case err != nil:
			p.Fault = &Fault{Code: "not_property", Values: map[string]any{"value": text.Cut(said, 40)}}
		case len(found[row]) == 0:
			p.Fault = &Fault{Code: "property_not_found", Values: map[string]any{"value": text.Cut(said, 40)}}
		default:
			p.put(whole(found[row], shapes[found[row][0].Version]))
		}
	})
	return nil
}

// whole is one geometry of all the features that are one unit, as a check takes it.
func whole(units []layers.Named, shapes map[int64]orb.Geometry) (orb.Geometry, error) {
	var parts orb.Collection
	for _, unit := range units {
		if shape := shapes[unit.FID]; shape != nil && unit.Version == units[0].Version {
			parts = append(parts, shape)
		}
	}
	return judged(parts)
}

// judged is a geometry of EPSG:3067 as the judge of places leaves it, in CRS84.
func judged(g orb.Geometry) (orb.Geometry, error) {
	if parts, ok := g.(orb.Collection); ok {
		if len(parts) == 0 {
			return nil, geo.Faults{{Code: geo.Empty}}
		}
		if len(parts) == 1 {
			return judged(parts[0])
		}
		var moved orb.Collection
		for _, part := range parts {
			moved = append(moved, geo.Transform(part, geo.TM35FIN, geo.CRS84))
		}
		return decoded(moved)
	}
	return decoded(geo.Transform(g, geo.TM35FIN, geo.CRS84))
}

func decoded(g orb.Geometry) (orb.Geometry, error) {
	parts, ok := g.(orb.Collection)
	if !ok {
		parts = orb.Collection{g}
	}
	written := make([]json.RawMessage, len(parts))
	for i, part := range parts {
		data, err := json.Marshal(struct {
			Type        string       `json:"type"`
			Coordinates orb.Geometry `json:"coordinates"`
		}{part.GeoJSONType(), part})
		if err != nil {
			return nil, err
		}
		written[i] = data
	}
	if len(written) == 1 {
		return geo.DecodeGeoJSON(written[0])
	}
	data, err := json.Marshal(map[string]any{"type": "GeometryCollection", "geometries": written})
	if err != nil {
		return nil, err
	}
	return geo.DecodeGeoJSON(data)
}

// addresses looks up addresses by their whole names.
func (r *Reader) addresses(ctx context.Context, reading *Reading, rows [][]string) error {
	found, err := r.store.Addresses(ctx, r.catalogue, reading.cells(rows, reading.Taken.Address))
	if err != nil {
		return err
	}
	reading.eachCell(rows, reading.Taken.Address, func(p *Place, said string) {
		namesakes := found[p.Row-1]
		switch {
		case len(namesakes) == 0:
			p.Fault = &Fault{Code: "address_not_found", Values: map[string]any{"value": text.Cut(said, 80)}}
		case apart(namesakes):
			p.Fault = &Fault{Code: "address_ambiguous", Values: map[string]any{"value": text.Cut(said, 80), "count": len(namesakes)}}
		default:
			p.put(geo.ToLonLat(namesakes[0].Point), nil)
		}
	})
	return nil
}

// apart tells whether namesakes are different places.
func apart(namesakes []layers.Named) bool {
	for _, n := range namesakes {
		if planar.Distance(n.Point, namesakes[0].Point) > sameSpot {
			return true
		}
	}
	return false
}

func (r *Reading) cells(rows [][]string, column string) []string {
	at, values := r.column(column), make([]string, len(rows))
	for i, row := range rows {
		values[i] = strings.TrimSpace(cell(row, at))
	}
	return values
}

// Features says which layer's features are the places, and which of them.
type Features struct {
	Layer       string
	Area        orb.Geometry // that meet it, CRS84; nil: everywhere
	AreaLayer   string       // that meet a feature of this layer, such as a municipality
	AreaFeature string       // that feature
}

// ReadLayer reads the features of the layer's published version.
func (r *Reader) ReadLayer(ctx context.Context, f Features, lang i18n.Lang) (*Reading, error) {
	layer, ok := r.catalogue.Layer(f.Layer)
	if !ok {
		return nil, faults.Faults{{Pointer: "/layer", Code: "no_layer"}}
	}
	part := layers.Part{Most: MaxPlaces + 1, Feature: f.AreaFeature}
	if f.AreaFeature != "" {
		around, ok := r.catalogue.Layer(f.AreaLayer)
		if !ok {
			return nil, faults.Faults{{Pointer: "/area_layer", Code: "no_layer"}}
		}
		part.Layer = around.Version
	} else if f.Area != nil {
		part.Area = geo.Transform(geo.Densify(f.Area, areaEdge), geo.CRS84, geo.TM35FIN)
	}
	members, err := r.store.Members(ctx, layer.Version, part)
	if err != nil {
		return nil, err
	}
	switch {
	case len(members) == 0:
		return nil, faults.Faults{{Pointer: "/layer", Code: "no_features"}}
	case len(members) > MaxPlaces:
		return nil, faults.Faults{{Pointer: "/layer", Code: "too_many_places", Values: map[string]any{"value": MaxPlaces}}}
	}
	reading := &Reading{Name: layer.ID, Source: Layer, Layer: layer.ID, Version: layer.Version.Number, Located: true}
	if reading.ordered, err = f.hash(); err != nil {
		return nil, err
	}
	if err := reading.features(members, layer.Version.Recipe, lang); err != nil {
		return nil, err
	}
	return reading, reading.judge()
}

// hash is of what was asked for, whatever the layer holds by now.
func (f Features) hash() (sum []byte, err error) {
	var area json.RawMessage
	if f.Area != nil {
		if area, err = checks.WrittenPlace(f.Area); err != nil {
			return nil, err
		}
	}
	return hashOf(f.Layer, area, f.AreaLayer, f.AreaFeature)
}

// areaEdge is the longest piece of an area's edge, in metres: what was drawn straight in degrees.
const areaEdge = 500

// features makes places of a layer's features, with the attributes that its recipe names.
func (r *Reading) features(list []layers.Member, recipe layers.Recipe, lang i18n.Lang) error {
	for _, a := range recipe.Attributes {
		if len(r.Columns) < MaxColumns {
			r.Columns = append(r.Columns, a.Name)
		}
	}
	for i, m := range list {
		p := Place{Row: i + 1, Name: text.Cut(m.ID, maxName)}
		object, err := members(m.Attributes)
		if err != nil && !errors.Is(err, errNoObject) {
			return err
		}
		attributes := map[string]json.RawMessage{}
		for _, a := range object {
			attributes[a.name] = a.value
		}
		if title := recipe.FeatureTitle(attributes, lang); title != recipe.Title.In(lang) {
			p.Name = text.Cut(title, maxName)
		}
		p.Own = r.own(object)
		p.put(judged(m.Shape))
		r.Places = append(r.Places, p)
	}
	return nil
}
