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

// place is a checked geometry in EPSG:3067, in the forms that the statements and the distances need.
type place struct {
	shape   orb.Geometry
	ewkb    string // hexadecimal: pgx knows no binary form of PostGIS types
	box     string // its bounding box, likewise
	outline *geo.Outline
	size    float64 // what overlap is a share of: m² of an area, m of a line, number of points
}

// slack is how much longer than true metres the grid of EPSG:3067 may be anywhere in Finland: 0.15 % in Åland.
// Whatever lies within d true metres lies within slack·d grid metres.
const slack = 1.002

// edge is the longest piece of a place's edge, in metres: what was drawn straight in degrees is checked to a centimetre.
const edge = 500

func newPlace(lonLat orb.Geometry) (*place, error) {
	if lonLat == nil {
		return nil, ErrNoPlace
	}
	p := &place{shape: geo.Transform(geo.Densify(lonLat, edge), geo.CRS84, geo.TM35FIN)}
	if box := p.shape.Bound(); box.Min == box.Max { // a line of no length is a point
		p.shape = box.Min
	}
	p.outline = geo.NewOutline(p.shape)
	switch p.shape.Dimensions() {
	case 2:
		p.size = planar.Area(p.shape)
	case 1:
		p.size = planar.Length(p.shape)
	default:
		p.size = 1
		if points, ok := p.shape.(orb.MultiPoint); ok {
			p.size = float64(len(points))
		}
	}
	if p.size == 0 {
		return nil, ErrNoPlace
	}
	var err error
	if p.ewkb, err = ewkb.MarshalToHex(p.shape, layers.SRID); err != nil {
		return nil, fmt.Errorf("place: %w", err)
	}
	if p.box, err = ewkb.MarshalToHex(p.shape.Bound().ToPolygon(), layers.SRID); err != nil {
		return nil, fmt.Errorf("place: %w", err)
	}
	return p, nil
}
