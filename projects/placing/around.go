package placing

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/text"
	"lupakartta/layers"
)

// sameSpot is how far apart, in metres, addresses of one name may lie that are taken for one: registers give an address to each
// door of a building.
const sameSpot = 200

// mostCandidates is how many things are named that a line may mean.
const mostCandidates = 10

// mostUnit bounds what is read of a property unit's shape, in bytes of the database.
const mostUnit = 8 << 20

// Taken is something that a line of text means, or may mean.
type Taken struct {
	Kind, Title, Detail string
	What                string // a line that means this and nothing else
	Layer, FeatureID    string
	Point               orb.Point    // CRS84
	Geometry            orb.Geometry // CRS84
}

// Told is what became of a line.
type Told struct {
	What       string
	Found      *Taken
	Candidates []Taken       // where nothing was found: what may be meant
	Several    bool          // each of the candidates is named so
	Why        *faults.Fault // of what was not found
}

// Around takes lines of text for places: an address, a property unit's id, coordinates or a name in each. A place is all within so
// many true metres of what is found; with 0 it is a unit's own area, a named area, or else the point.
func (p *Placer) Around(ctx context.Context, lines []string, metres float64) ([]Told, error) {
	told := make([]Told, len(lines))
	for i, line := range lines {
		one, err := p.take(ctx, strings.TrimSpace(line), metres)
		if err != nil {
			return nil, fmt.Errorf("places of lines: %w", err)
		}
		one.What = line
		told[i] = one
	}
	return told, nil
}

func (p *Placer) take(ctx context.Context, line string, metres float64) (Told, error) {
	said := map[string]any{"value": text.Cut(line, 80)}
	if line == "" {
		return notFound("empty_line", said), nil
	}
	if coordinates := geo.ParseCoordinates(line); len(coordinates) > 0 {
		return p.coordinates(ctx, coordinates, metres)
	}
	if id, err := layers.ParsePropertyID(line); err == nil {
		return p.unit(ctx, id, metres)
	}
	addresses, err := p.store.Addresses(ctx, p.catalogue, []string{line})
	if err != nil {
		return Told{}, err
	}
	if a := addresses[0]; a.Count > 0 && a.Spread <= sameSpot {
		found := Taken{Kind: layers.KindAddress, Title: a.Title, Detail: a.Detail, What: precisely(a.Title, a.Detail), Layer: a.Layer, Point: geo.ToLonLat(a.Point)}
		return p.found(ctx, found, found.Point, metres)
	}
	return p.named(ctx, line, addresses[0].Count, metres, said)
}

func notFound(code string, values map[string]any) Told {
	return Told{Why: &faults.Fault{Code: code, Values: values}}
}

func precisely(title, detail string) string {
	if detail == "" {
		return title
	}
	return title + ", " + detail
}

// found makes the place of what a line means.
func (p *Placer) found(ctx context.Context, t Taken, shape orb.Geometry, metres float64) (told Told, err error) {
	if t.Geometry, err = p.around(ctx, shape, metres); err != nil {
		return Told{}, err
	}
	return Told{Found: &t}, nil
}

func (p *Placer) coordinates(ctx context.Context, read []geo.Coordinate, metres float64) (Told, error) {
	var told Told
	for _, c := range read {
		one, err := p.found(ctx, Taken{Kind: layers.KindCoordinate, Title: c.Text(), Detail: c.CRS.SystemName(), What: typed(c.LonLat), Point: c.LonLat}, c.LonLat, metres)
		if err != nil {
			return told, err
		}
		told.Candidates = append(told.Candidates, *one.Found)
	}
	if len(told.Candidates) == 1 {
		return Told{Found: &told.Candidates[0]}, nil
	}
	told.Several, told.Why = true, &faults.Fault{Code: "coordinates_ambiguous"}
	return told, nil
}

// typed is a point as it may be typed.
func typed(lonLat orb.Point) string { return fmt.Sprintf("%.7f, %.7f", lonLat[1], lonLat[0]) }

// unit takes a property unit whole, with all its parcels.
func (p *Placer) unit(ctx context.Context, id layers.PropertyID, metres float64) (Told, error) {
	said := map[string]any{"value": id.String(), "most": layers.MaxParts}
	units, err := p.store.Units(ctx, p.catalogue, []string{id.String()})
	switch {
	case err != nil:
		return Told{}, err
	case len(units[0].FIDs) == 0:
		return notFound("property_not_found", said), nil
	case len(units[0].FIDs) > layers.MaxParts:
		return notFound("property_too_many_parts", said), nil
	}
	var shape orb.Geometry
	err = p.store.EachUnit(ctx, units, mostUnit, func(_ int, parts []orb.Geometry) error {
		if len(parts) > 0 {
			shape = orb.Collection(Flat(orb.Collection(parts)))
		}
		return nil
	})
	if err != nil {
		return Told{}, err
	}
	if shape == nil {
		return notFound("property_too_many_parts", said), nil
	}
	area, err := p.asPlaced(ctx, shape)
	if err != nil || area == nil {
		return notFound("property_not_found", said), err
	}
	layer := ""
	for _, l := range p.catalogue.ByTheme(layers.Property) {
		if l.Version.Number == units[0].Version {
			layer = l.ID
		}
	}
	return p.found(ctx, Taken{Kind: layers.KindProperty, Title: id.String(), What: id.String(), Layer: layer, FeatureID: id.String(), Point: area.Bound().Center()}, area, metres)
}

// asPlaced is a registered shape of EPSG:3067 as one that a person might have drawn: in CRS84, its corners rounded, sound. nil: it
// is too small for that.
func (p *Placer) asPlaced(ctx context.Context, shape orb.Geometry) (orb.Geometry, error) {
	given, err := hexOf(shape)
	if err != nil {
		return nil, err
	}
	found, err := p.query(ctx, onlyOnce(onGrid(`st_transform(st_unaryunion($1::geometry), 4326)`)), given)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return judge(found[0])
}

// named looks for what a line may be the name of. What has that very name is found, where it is the only one.
func (p *Placer) named(ctx context.Context, line string, addresses int, metres float64, said map[string]any) (Told, error) {
	title, _, _ := strings.Cut(line, ",")
	if addresses == 0 {
		title = line
	}
	results, err := p.store.Search(ctx, p.catalogue, layers.Query{Text: title, Limit: layers.MaxFound})
	if err != nil {
		return Told{}, err
	}
	exact := slices.DeleteFunc(slices.Clone(results), func(f layers.Found) bool {
		named := layers.Fold(title)
		return layers.Fold(f.Title) != named && layers.Fold(precisely(f.Title, f.Detail)) != named || (f.Kind == layers.KindAddress) != (addresses > 0)
	})
	told := notFound("place_not_found", said)
	switch {
	case addresses > 0:
		said["count"] = addresses
		told, results = notFound("address_ambiguous", said), exact
		told.Several = true
	case len(exact) == 1:
		return p.feature(ctx, exact[0], metres)
	case len(exact) > 1:
		told, results = notFound("place_ambiguous", said), exact
		told.Several = true
	default:
		results = plausible(line, results)
	}
	details := map[string]int{}
	for _, f := range results {
		details[precisely(f.Title, f.Detail)]++
	}
	for _, f := range results[:min(len(results), mostCandidates)] {
		one, err := p.feature(ctx, f, metres)
		if err != nil {
			return told, err
		}
		if one.Found == nil { // a unit with too many parcels
			continue
		}
		if details[precisely(f.Title, f.Detail)] > 1 {
			one.Found.What = typed(one.Found.Point)
		}
		told.Candidates = append(told.Candidates, *one.Found)
	}
	return told, nil
}

// feature makes a place of something that was found by its name: of an area that area, of others the point.
func (p *Placer) feature(ctx context.Context, f layers.Found, metres float64) (Told, error) {
	taken := Taken{Kind: f.Kind, Title: f.Title, Detail: f.Detail, What: precisely(f.Title, f.Detail), Layer: f.Layer, FeatureID: f.FeatureID, Point: f.Point}
	if f.Kind == layers.KindProperty {
		if id, err := layers.ParsePropertyID(f.Title); err == nil {
			told, err := p.unit(ctx, id, metres)
			if err != nil || told.Found != nil {
				return told, err
			}
		}
	}
	shape := orb.Geometry(f.Point)
	if layer, ok := p.catalogue.Layer(f.Layer); ok && f.Kind != layers.KindAddress {
		own, err := p.shapeOf(ctx, layer.Version, f.FeatureID)
		if err != nil {
			return Told{}, err
		}
		if own != nil {
			shape = own
		}
	}
	return p.found(ctx, taken, shape, metres)
}

// mostNamed is how many corners a named area may have to be taken as a place.
const mostNamed = 5_000

// shapeOf is a feature's own shape where it is an area that is not too large, in CRS84; else nil.
func (p *Placer) shapeOf(ctx context.Context, v layers.Version, id string) (orb.Geometry, error) {
	var data []byte
	err := p.pool.QueryRow(ctx, `select st_asbinary(geom) from `+v.Table()+` where source_id = $1 and st_dimension(geom) = 2 and st_npoints(geom) <= $2 limit 1`, id, mostNamed).Scan(&data)
	if noRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	shape, err := wkb.Unmarshal(data)
	if err != nil {
		return nil, err
	}
	return p.asPlaced(ctx, shape)
}
