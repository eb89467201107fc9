package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Finland is the box in which the service works: 19–31.6° E, 58.8–70.1° N in CRS84. It is a coarse sieve for slips
// of the pen, not the border.
var Finland = orb.Bound{Min: orb.Point{19, 58.8}, Max: orb.Point{31.6, 70.1}}

// Holds tells whether a point of the system lies in Finland's box. It asks no projection for points far outside its
// domain, and no point that is not finite lies anywhere.
func (c CRS) Holds(p orb.Point) bool {
	x, y := p[0], p[1]
	var near bool
	switch {
	case c == CRS84:
		near = true
	case c == Mercator:
		near = x >= 2e6 && x <= 3.6e6 && y >= 8e6 && y <= 11.5e6
	case c == TM35FIN:
		near = x >= 0 && x <= 1e6 && y >= northingMin && y <= northingMax
	case c.Zone() != 0:
		middle := float64(c.Zone())*1e6 + 500000
		near = x >= middle-1e6 && x <= middle+1e6 && y >= northingMin && y <= northingMax
	}
	return near && finite(p) && Finland.Contains(c.ToLonLat(p))
}

// Northings of Finland in any transverse Mercator system lie between these, in metres, with room to spare.
const (
	northingMin = 6.4e6
	northingMax = 7.9e6
)

// guess returns the system in which the point, as x and y, lies in Finland's box. The systems' numbers differ so much
// in magnitude that there is never more than one, where an ETRS-GKn easting begins with n.
func guess(p orb.Point) (CRS, bool) {
	systems := []CRS{CRS84, TM35FIN, Mercator}
	if zone, ok := Zone(int(min(max(p[0], 0), 1e9) / 1e6)); ok {
		systems = append(systems, zone)
	}
	for _, crs := range systems {
		if crs.Holds(p) {
			return crs, true
		}
	}
	return 0, false
}

// Guess returns the system in which a point, as x and y, lies in Finland. Where that is only so with its coordinates the other
// way round, swapped says it.
func Guess(p orb.Point) (crs CRS, swapped, ok bool) {
	if crs, ok = guess(p); ok {
		return crs, false, true
	}
	crs, ok = guess(swap(p))
	return crs, ok, ok
}

func swap(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} }

func finite(p orb.Point) bool {
	return !math.IsNaN(p[0]-p[1]) && !math.IsInf(p[0], 0) && !math.IsInf(p[1], 0)
}
