package checks

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
	"github.com/paulmach/orb/planar"

	"lupakartta/geo"
	"lupakartta/layers"
)

// ErrNoPlace says that there is nothing to check: no geometry, or an empty one.
var ErrNoPlace = errors.New("the place is empty")

// place is a checked geometry in EPSG:3067, in the forms that comparing needs.
type place struct {
	shape   orb.Geometry
	dims    int // 0: points, 1: lines, 2: areas
	bound   orb.Bound
	outline *geo.Outline
	starts  []orb.Point // one of each part
	size    float64     // what overlap is a share of: m² of an area, m of a line, number of points
	walls   []wall      // of an area or a line, by their left ends
	widest  float64     // of the walls, metres
}

// slack is how much longer than true metres the grid of EPSG:3067 may be: 0.15 % in Åland, 0.22 % in the far corner of
// what is taken for a place. Whatever lies within d true metres lies within slack·d grid metres.
const slack = 1.0025

// shrink is how much longer than the grid true metres may be: 0.04 % in the middle of the country.
const shrink = 1.0005

// edge is the longest piece of a place's edge, in metres: what was drawn straight in degrees is checked to a centimetre.
const edge = 500

func newPlace(lonLat orb.Geometry) (*place, error) {
	if lonLat == nil {
		return nil, ErrNoPlace
	}
	return placeIn3067(geo.Transform(geo.Densify(lonLat, edge), geo.CRS84, geo.TM35FIN))
}

// placeIn3067 is a place whose shape is in EPSG:3067 already.
func placeIn3067(shape orb.Geometry) (*place, error) {
	bound := shape.Bound()
	if bound.Min == bound.Max { // a line of no length is a point
		return pointPlace(bound.Min), nil
	}
	p := &place{shape: shape, dims: shape.Dimensions(), bound: bound, outline: geo.NewOutline(shape)}
	switch p.dims {
	case 2:
		p.size = planar.Area(p.shape)
	case 1:
		p.size = planar.Length(p.shape)
	default:
		points, _ := p.shape.(orb.MultiPoint)
		p.size = float64(len(points))
	}
	if p.size == 0 {
		return nil, ErrNoPlace
	}
	p.starts = starts(p.shape)
	p.build()
	return p, nil
}

// pointPlace is a place that is a point of EPSG:3067.
func pointPlace(at orb.Point) *place {
	return &place{shape: at, bound: at.Bound(), outline: geo.NewOutline(at), starts: []orb.Point{at}, size: 1}
}

// ewkb is the shape for a statement, hexadecimal: pgx knows no binary form of PostGIS types.
func (p *place) ewkb() (string, error) {
	shape, err := ewkb.MarshalToHex(p.shape, layers.SRID)
	if err != nil {
		return "", fmt.Errorf("place: %w", err)
	}
	return shape, nil
}

// mostBoxes bounds the boxes by which the database is asked what is near.
const mostBoxes = 64

// boxes are where something within reach can lie: of a line many small ones, lest a long one be asked for a country.
func (p *place) boxes(reach float64) []orb.Bound {
	boxes := []orb.Bound{p.bound}
	if p.dims < 2 {
		boxes = p.outline.Boxes(mostBoxes)
	}
	padded := make([]orb.Bound, len(boxes))
	for i, box := range boxes {
		padded[i] = box.Pad(reach)
	}
	return padded
}

// gap is how far a box lies from the place at the least, metres.
func (p *place) gap(box orb.Bound) float64 {
	if p.dims == 2 && p.outline.Contains(box.Min) {
		return 0
	}
	return p.outline.Gap(box)
}

// wants tells whether a box may hold something within reach of the place.
func (p *place) wants(box orb.Bound, reach float64) bool {
	return p.outline.Near(box, reach) || p.dims == 2 && p.outline.Contains(box.Min)
}
