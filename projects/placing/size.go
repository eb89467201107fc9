package placing

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/tidwall/geodesic"

	"lupakartta/geo"
)

// grs80 is the ellipsoid of ETRS89, on which lengths and areas are true metres.
var grs80 = geodesic.NewEllipsoid(6378137, 1/298.257222101)

// edge is the longest piece of an edge, in metres: what is straight in degrees is measured to a centimetre.
const edge = 500

// Kind is what a shape is.
type Kind string

// Kinds of shapes.
const (
	Point Kind = "point"
	Line  Kind = "line"
	Area  Kind = "area"
	Mixed Kind = "mixed" // parts of several kinds
)

// KindOf tells what a geometry is.
func KindOf(g orb.Geometry) Kind {
	switch g := g.(type) {
	case orb.Point, orb.MultiPoint:
		return Point
	case orb.LineString, orb.MultiLineString:
		return Line
	case orb.Collection:
		kind := Kind("")
		for _, part := range g {
			if one := KindOf(part); kind == "" || kind == one {
				kind = one
			} else {
				return Mixed
			}
		}
		return kind
	}
	return Area
}

// Size is how large a shape is, in true metres on GRS 80.
type Size struct {
	Area      float64 // m²
	Length    float64 // of lines
	Perimeter float64 // of areas
	Points    int
}

// SizeOf measures a geometry of CRS84.
func SizeOf(lonLat orb.Geometry) (s Size) {
	s.measure(geo.Densify(lonLat, edge))
	return s
}

func (s *Size) measure(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		s.Points++
	case orb.MultiPoint:
		s.Points += len(g)
	case orb.LineString:
		s.Length += lengthOf(g)
	case orb.MultiLineString:
		for _, line := range g {
			s.Length += lengthOf(line)
		}
	case orb.Polygon:
		s.rings(g)
	case orb.MultiPolygon:
		for _, polygon := range g {
			s.rings(polygon)
		}
	case orb.Collection:
		for _, part := range g {
			s.measure(part)
		}
	}
}

// rings adds a polygon; which way its rings run makes no difference.
func (s *Size) rings(p orb.Polygon) {
	for i, ring := range p {
		polygon := grs80.PolygonInit(false)
		for _, at := range ring[:max(0, len(ring)-1)] {
			polygon.AddPoint(at[1], at[0])
		}
		var area, perimeter float64
		polygon.Compute(false, true, &area, &perimeter)
		s.Perimeter += perimeter
		if area = math.Abs(area); i > 0 {
			area = -area
		}
		s.Area += area
	}
}

func lengthOf(line []orb.Point) (length float64) {
	for i := 1; i < len(line); i++ {
		length += distance(line[i-1], line[i])
	}
	return length
}

// distance is between two points of CRS84, in true metres.
func distance(a, b orb.Point) (metres float64) {
	grs80.Inverse(a[1], a[0], b[1], b[0], &metres, nil, nil)
	return metres
}

// bearing is from one point of CRS84 to another, in degrees from true north.
func bearing(from, to orb.Point) (degrees float64) {
	grs80.Inverse(from[1], from[0], to[1], to[0], nil, &degrees, nil)
	return math.Mod(degrees+360, 360)
}
