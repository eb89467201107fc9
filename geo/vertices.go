package geo

import "github.com/paulmach/orb"

// Vertices is how many positions a geometry has.
func Vertices(g orb.Geometry) int {
	switch g := g.(type) {
	case orb.Point:
		return 1
	case orb.MultiPoint:
		return len(g)
	case orb.LineString:
		return len(g)
	case orb.Ring:
		return len(g)
	case orb.MultiLineString:
		return verticesOf(g)
	case orb.Polygon:
		return verticesOf(g)
	case orb.MultiPolygon:
		return verticesOf(g)
	case orb.Collection:
		return verticesOf(g)
	}
	return 0
}

func verticesOf[G orb.Geometry](parts []G) (count int) {
	for _, part := range parts {
		count += Vertices(part)
	}
	return count
}
