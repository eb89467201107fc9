package authorities

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
	"github.com/paulmach/orb/encoding/wkb"
)

// ErrNoPlace says that there is no place to ask about: no geometry, or an empty one.
var ErrNoPlace = errors.New("authority: the place is empty")

// hexOf is the geometry of EPSG:3067 as PostGIS reads it: pgx knows no binary form of its types.
func hexOf(g orb.Geometry) (string, error) {
	if g == nil || g.Bound().IsEmpty() {
		return "", ErrNoPlace
	}
	return ewkb.MarshalToHex(g, SRID)
}

func hexOrNull(area orb.Polygon) (*string, error) {
	if len(area) == 0 {
		return nil, nil
	}
	text, err := hexOf(area)
	return &text, err
}

func multiPolygon(shape []byte) (orb.MultiPolygon, error) {
	g, err := wkb.Unmarshal(shape)
	if err != nil {
		return nil, fmt.Errorf("area: %w", err)
	}
	switch g := g.(type) {
	case orb.MultiPolygon:
		return g, nil
	case orb.Polygon:
		return orb.MultiPolygon{g}, nil
	}
	return nil, fmt.Errorf("area: a %s", g.GeoJSONType())
}
