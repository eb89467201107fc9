package checks

import (
	"encoding/json"
	"math"

	"github.com/paulmach/orb"
	"github.com/tidwall/geodesic"

	"lupakartta/geo"
)

// grs80 is the ellipsoid of ETRS89, on which distances are true metres.
var grs80 = geodesic.NewEllipsoid(6378137, 1/298.257222101)

// measure works out how far the feature is: the design's definition of distance, the geodesic length on GRS 80 of the line
// between the two nearest points of the grid, and where that line sets out from true north. It agrees with
// ST_Length(geography, true), which is by the same author.
func (c *candidate) measure() float64 {
	if c.distance >= 0 {
		return c.distance
	}
	c.distance = 0
	if !c.meets {
		on, at := geo.ToLonLat(c.on), geo.ToLonLat(c.at)
		grs80.Inverse(on[1], on[0], at[1], at[0], &c.distance, &c.bearing, nil)
		c.bearing = math.Mod(c.bearing+360, 360)
	}
	return c.distance
}

// line is the GeoJSON line between two points of EPSG:3067.
func line(from, to orb.Point) json.RawMessage {
	return geo.EncodeGeoJSON(orb.LineString{geo.ToLonLat(from), geo.ToLonLat(to)}, geo.Decimals)
}

// rounded keeps so many decimals: more would only be noise.
func rounded(f float64, decimals int) *float64 {
	scale := math.Pow10(decimals)
	f = math.Round(f*scale) / scale
	return &f
}
