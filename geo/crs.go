package geo

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// CRS is a coordinate reference system, named by its EPSG code. Coordinates are always x, y: longitude, latitude or
// easting, northing, whatever order the register of EPSG gives.
type CRS int

// The reference systems that Finnish authorities publish in. GK19 … GK31 are 3873 … 3885.
const (
	CRS84     CRS = 4326 // longitude, latitude in degrees
	TM35FIN   CRS = 3067 // ETRS-TM35FIN, metres: how everything is stored
	GK19      CRS = 3873 // first of the ETRS-GKn zones, metres
	GK31      CRS = 3885 // the last
	Mercator  CRS = 3857 // spherical Mercator of web maps
	etrs89    CRS = 4258 // longitude, latitude: as CRS84 to us
	firstZone     = 19
)

var tm35fin = transverseMercator{meridian: 27, scale: 0.9996, easting: 500000}

// Zone returns the reference system of an ETRS-GKn zone, 19 to 31.
func Zone(n int) (CRS, bool) {
	crs := GK19 + CRS(n-firstZone)
	return crs, crs >= GK19 && crs <= GK31
}

// Zone returns n of ETRS-GKn, or 0.
func (c CRS) Zone() int {
	if c < GK19 || c > GK31 {
		return 0
	}
	return int(c-GK19) + firstZone
}

// Systems are the systems that coordinates of places come in, the usual ones first.
func Systems() []CRS {
	systems := []CRS{CRS84, TM35FIN, Mercator}
	for crs := GK19; crs <= GK31; crs++ {
		systems = append(systems, crs)
	}
	return systems
}

// Known tells whether the system can be transformed.
func (c CRS) Known() bool {
	return c == CRS84 || c == TM35FIN || c == Mercator || c.Zone() != 0
}

// String is the usual short name, "EPSG:3067".
func (c CRS) String() string {
	if c == CRS84 {
		return "CRS84"
	}
	return "EPSG:" + strconv.Itoa(int(c))
}

type projection interface {
	forward(orb.Point) orb.Point
	inverse(orb.Point) orb.Point
}

func (c CRS) projection() projection {
	switch zone := c.Zone(); {
	case c == TM35FIN:
		return tm35fin
	case zone != 0:
		return transverseMercator{meridian: float64(zone), scale: 1, easting: float64(zone)*1e6 + 500000}
	case c == Mercator:
		return sphericalMercator{}
	}
	return nil
}

// FromLonLat takes longitude, latitude in degrees to the system. The system must be Known.
func (c CRS) FromLonLat(p orb.Point) orb.Point {
	if projection := c.projection(); projection != nil {
		return projection.forward(p)
	}
	return p
}

// ToLonLat takes a point of the system to longitude, latitude in degrees. The system must be Known.
func (c CRS) ToLonLat(p orb.Point) orb.Point {
	if projection := c.projection(); projection != nil {
		return projection.inverse(p)
	}
	return p
}

// ToTM35FIN takes longitude, latitude in degrees to easting, northing in EPSG:3067, metres.
func ToTM35FIN(lonLat orb.Point) orb.Point { return tm35fin.forward(lonLat) }

// ToLonLat takes easting, northing in EPSG:3067 to longitude, latitude in degrees.
func ToLonLat(tm35 orb.Point) orb.Point { return tm35fin.inverse(tm35) }

// Transform returns a copy of g with every position moved from one system to the other.
func Transform(g orb.Geometry, from, to CRS) orb.Geometry {
	g = orb.Clone(g)
	if from == to || g == nil {
		return g
	}
	back, forth := from.projection(), to.projection()
	return mapPoints(g, func(p orb.Point) orb.Point {
		if back != nil {
			p = back.inverse(p)
		}
		if forth != nil {
			p = forth.forward(p)
		}
		return p
	})
}

// mapPoints changes g's positions in place and returns it.
func mapPoints(g orb.Geometry, move func(orb.Point) orb.Point) orb.Geometry {
	line := func(points []orb.Point) {
		for i := range points {
			points[i] = move(points[i])
		}
	}
	polygon := func(p orb.Polygon) {
		for _, ring := range p {
			line(ring)
		}
	}
	switch g := g.(type) {
	case orb.Point:
		return move(g)
	case orb.MultiPoint:
		line(g)
	case orb.LineString:
		line(g)
	case orb.MultiLineString:
		for _, l := range g {
			line(l)
		}
	case orb.Ring:
		line(g)
	case orb.Polygon:
		polygon(g)
	case orb.MultiPolygon:
		for _, p := range g {
			polygon(p)
		}
	case orb.Collection:
		for i := range g {
			g[i] = mapPoints(g[i], move)
		}
	case orb.Bound:
		return mapPoints(g.ToPolygon(), move)
	}
	return g
}

var crsName = regexp.MustCompile(`(?i)^(?:urn:ogc:def:crs:|https?://www\.opengis\.net/def/crs/|https?://www\.opengis\.net/gml/srs/epsg\.xml#)?` +
	`(?:(?:(epsg)(?::[\d.]*[:]|/[\d.]+/|:)?(\d{4,5}))|(\d{4,5})|(ogc(?::[\d.]*[:]|/[\d.]+/|:))?(crs84))$`)

// ParseCRS reads a reference system's name in any of the forms in use: "EPSG:3067", "3067", "CRS84",
// "urn:ogc:def:crs:EPSG::3067", "http://www.opengis.net/def/crs/EPSG/0/3067". EPSG:4326 and EPSG:4258 are read as
// CRS84, since GeoJSON puts longitude first whatever the name.
func ParseCRS(name string) (CRS, error) {
	m := crsName.FindStringSubmatch(strings.TrimSpace(name))
	if m == nil {
		return 0, fmt.Errorf("unknown reference system %q", name)
	}
	if m[5] != "" {
		return CRS84, nil
	}
	code, _ := strconv.Atoi(m[2] + m[3])
	crs := CRS(code)
	if crs == etrs89 {
		crs = CRS84
	}
	if !crs.Known() {
		return 0, fmt.Errorf("unknown reference system %q", name)
	}
	return crs, nil
}
