package batches

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/paulmach/orb"

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

// distinct are the rows that say something in a column, by what they say: what many rows name is looked up once.
type distinct struct {
	said []string
	rows map[string][]int // indexes of places
}

func (r *Reading) distinct(rows [][]string, column string) (d distinct) {
	d.rows = map[string][]int{}
	_ = r.eachCell(rows, column, func(p *Place, said string) error { // nothing is refused
		if d.rows[said] == nil {
			d.said = append(d.said, said)
		}
		d.rows[said] = append(d.rows[said], p.Row-1)
		return nil
	})
	return d
}

// faulty gives the rows that say so a fault.
func (r *Reading) faulty(rows []int, code string, values map[string]any) {
	for _, row := range rows {
		r.Places[row].Fault = &Fault{Code: code, Values: values}
	}
}

// properties looks up property units: a place is the whole unit, with all its parcels.
func (r *Reader) properties(ctx context.Context, reading *Reading, rows [][]string) error {
	d := reading.distinct(rows, reading.Taken.Property)
	for ids := range slices.Chunk(d.said, layers.LookUpsAtOnce) {
		units, err := r.store.Units(ctx, r.catalogue, ids)
		if err != nil {
			return err
		}
		for i, said := range ids {
			_, err := layers.ParsePropertyID(said)
			values := map[string]any{"value": text.Cut(said, 40)}
			switch {
			case err != nil:
				reading.faulty(d.rows[said], "not_property", values)
			case len(units[i].FIDs) == 0:
				reading.faulty(d.rows[said], "property_not_found", values)
			case len(units[i].FIDs) > layers.MaxParts:
				values["most"] = layers.MaxParts
				reading.faulty(d.rows[said], "property_too_many_parts", values)
				units[i] = layers.Unit{}
			}
		}
		if err := r.store.EachUnit(ctx, units, mostRead, func(i int, parts []orb.Geometry) error {
			return reading.putAll(d.rows[ids[i]], func() (orb.Geometry, error) { return whole(parts) })
		}); err != nil {
			return err
		}
	}
	return nil
}

// mostRead bounds what is read of a place's geometry, in bytes of the database: written as GeoJSON it takes more than half of that.
const mostRead = 2 * MaxPlace

// whole is one geometry of all the parcels of a unit, as a check takes it.
func whole(parts []orb.Geometry) (orb.Geometry, error) {
	if parts == nil {
		return nil, errTooLarge
	}
	return judged(orb.Collection(parts))
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
	d := reading.distinct(rows, reading.Taken.Address)
	for names := range slices.Chunk(d.said, layers.LookUpsAtOnce) {
		found, err := r.store.Addresses(ctx, r.catalogue, names)
		if err != nil {
			return err
		}
		for i, said := range names {
			switch a := found[i]; {
			case a.Count == 0:
				reading.faulty(d.rows[said], "address_not_found", map[string]any{"value": text.Cut(said, 80)})
			case a.Spread > sameSpot:
				reading.faulty(d.rows[said], "address_ambiguous", map[string]any{"value": text.Cut(said, 80), "count": a.Count})
			default:
				if err := reading.putAll(d.rows[said], func() (orb.Geometry, error) { return geo.ToLonLat(a.Point), nil }); err != nil {
					return err
				}
			}
		}
	}
	return nil
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
	part, err := r.part(f)
	if err != nil {
		return nil, err
	}
	reading := &Reading{Name: layer.ID, Source: Layer, Layer: layer.ID, Version: layer.Version.Number, Located: true}
	if reading.ordered, err = f.hash(); err != nil {
		return nil, err
	}
	if err := reading.features(ctx, r.store, layer.Version, part, lang); err != nil {
		return nil, err
	}
	if len(reading.Places) == 0 {
		return nil, faults.Faults{{Pointer: "/layer", Code: "no_features"}}
	}
	return reading, nil
}

// part is which features of the layer are meant. What is said but would not count is a fault.
func (r *Reader) part(f Features) (layers.Part, error) {
	part := layers.Part{Most: MaxPlaces + 1, Feature: f.AreaFeature}
	switch {
	case f.AreaFeature != "" && f.Area != nil, f.AreaLayer != "" && f.Area != nil:
		return part, faults.Faults{{Pointer: "/area", Code: "area_or_feature"}}
	case f.AreaLayer != "" && f.AreaFeature == "":
		return part, faults.Faults{{Pointer: "/area_feature", Code: "required"}}
	case f.AreaFeature != "" && f.AreaLayer == "":
		return part, faults.Faults{{Pointer: "/area_layer", Code: "required"}}
	case f.AreaFeature != "":
		around, ok := r.catalogue.Layer(f.AreaLayer)
		if !ok {
			return part, faults.Faults{{Pointer: "/area_layer", Code: "no_layer"}}
		}
		part.Layer = around.Version
	case f.Area != nil:
		part.Area = geo.Transform(geo.Densify(f.Area, areaEdge), geo.CRS84, geo.TM35FIN)
	}
	return part, nil
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
func (r *Reading) features(ctx context.Context, store *layers.Store, v layers.Version, part layers.Part, lang i18n.Lang) error {
	for _, a := range v.Recipe.Attributes {
		if len(r.Columns) < MaxColumns {
			r.addColumn(a.Name)
		}
	}
	return store.EachMember(ctx, v, part, mostRead, func(m layers.Member) error {
		if len(r.Places) >= MaxPlaces {
			return faults.Faults{{Pointer: "/layer", Code: "too_many_places", Values: map[string]any{"value": MaxPlaces}}}
		}
		return r.take(m, v.Recipe, lang)
	})
}

// take makes a place of one feature.
func (r *Reading) take(m layers.Member, recipe layers.Recipe, lang i18n.Lang) error {
	p := Place{Row: len(r.Places) + 1, Name: text.Cut(m.ID, maxName)}
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
	if p.Own, err = r.own(object); err != nil {
		return err
	}
	r.Places = append(r.Places, p)
	return r.putAll([]int{len(r.Places) - 1}, func() (orb.Geometry, error) {
		if m.Shape == nil {
			return nil, errTooLarge
		}
		return judged(m.Shape)
	})
}
