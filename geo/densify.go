package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// maxAdded bounds the positions that Densify adds: with pieces of 500 m, edges of 50,000 km, many times Finland's border.
const maxAdded = 100_000

// metresPerDegree of latitude, roughly.
const metresPerDegree = 111_320

// Densify returns a copy of g, in CRS84, whose edges are no longer than metres. Edges of GeoJSON are straight in
// degrees (RFC 7946 3.1.1); between its ends alone, an edge would be straight in the reference system to which it is
// transformed, and run beside the one that was drawn: in EPSG:3067 by 4 m in the middle of 10 km, by 1 cm of 500 m,
// since it grows with the square of the length. Where edges are so long that too many positions would be added, the
// pieces are longer.
func Densify(g orb.Geometry, metres float64) orb.Geometry {
	length := 0.0
	eachLine(g, func(line []orb.Point) []orb.Point {
		for i := 1; i < len(line); i++ {
			length += roughly(line[i-1], line[i])
		}
		return line
	})
	metres = math.Max(metres, length/maxAdded)
	return eachLine(orb.Clone(g), func(line []orb.Point) []orb.Point { return densified(line, metres) })
}

func densified(line []orb.Point, metres float64) []orb.Point {
	if len(line) == 0 {
		return line
	}
	dense := make([]orb.Point, 1, len(line))
	dense[0] = line[0]
	for i := 1; i < len(line); i++ {
		from, to := line[i-1], line[i]
		pieces := math.Ceil(roughly(from, to) / metres)
		for k := 1.0; k < pieces; k++ {
			share := k / pieces
			dense = append(dense, orb.Point{from[0] + share*(to[0]-from[0]), from[1] + share*(to[1]-from[1])})
		}
		dense = append(dense, to)
	}
	return dense
}

// roughly is the distance between two positions in degrees, in metres on a sphere: good to a percent.
func roughly(a, b orb.Point) float64 {
	return metresPerDegree * math.Hypot(b[1]-a[1], (b[0]-a[0])*math.Cos((a[1]+b[1])/2*math.Pi/180))
}

// eachLine changes every line and ring of g, in place where it can, and returns it.
func eachLine(g orb.Geometry, change func([]orb.Point) []orb.Point) orb.Geometry {
	switch g := g.(type) {
	case orb.LineString:
		return orb.LineString(change(g))
	case orb.MultiLineString:
		for i := range g {
			g[i] = change(g[i])
		}
		return g
	case orb.Polygon:
		for i := range g {
			g[i] = change(g[i])
		}
		return g
	case orb.MultiPolygon:
		for _, polygon := range g {
			eachLine(polygon, change)
		}
		return g
	}
	return g
}
