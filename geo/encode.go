package geo

import (
	"fmt"
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// Decimals of GeoJSON in degrees: a centimetre.
const Decimals = 7

// EncodeGeoJSON writes a geometry in CRS84 as compact RFC 7946 GeoJSON, rounded to so many decimals. A bound becomes
// a polygon, a nil geometry null.
func EncodeGeoJSON(g orb.Geometry, decimals int) []byte {
	return AppendGeoJSON(nil, g, decimals)
}

// AppendGeoJSON is EncodeGeoJSON onto the end of dst.
func AppendGeoJSON(dst []byte, g orb.Geometry, decimals int) []byte {
	e := encoder{decimals: decimals, out: dst}
	e.geometry(g)
	return e.out
}

type encoder struct {
	decimals int
	out      []byte
}

func (e *encoder) geometry(g orb.Geometry) {
	switch g := g.(type) {
	case nil:
		e.out = append(e.out, "null"...)
		return
	case orb.Ring:
		e.geometry(orb.Polygon{g})
		return
	case orb.Bound:
		e.geometry(g.ToPolygon())
		return
	case orb.Collection:
		e.out = append(e.out, `{"type":"GeometryCollection","geometries":[`...)
		for i, part := range g {
			e.comma(i)
			e.geometry(part)
		}
		e.out = append(e.out, "]}"...)
		return
	}
	e.out = append(e.out, `{"type":"`...)
	e.out = append(e.out, g.GeoJSONType()...)
	e.out = append(e.out, `","coordinates":`...)
	e.coordinates(g)
	e.out = append(e.out, '}')
}

func (e *encoder) coordinates(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		e.position(g)
	case orb.MultiPoint:
		e.positions(g)
	case orb.LineString:
		e.positions(g)
	case orb.Ring:
		e.positions(g)
	case orb.MultiLineString:
		array(e, g, func(l orb.LineString) { e.positions(l) })
	case orb.Polygon:
		array(e, g, func(r orb.Ring) { e.positions(r) })
	case orb.MultiPolygon:
		array(e, g, func(p orb.Polygon) { e.coordinates(p) })
	default:
		panic(fmt.Sprintf("geo: geometry of type %T", g))
	}
}

func array[T any](e *encoder, items []T, write func(T)) {
	e.out = append(e.out, '[')
	for i, item := range items {
		e.comma(i)
		write(item)
	}
	e.out = append(e.out, ']')
}

func (e *encoder) positions(points []orb.Point) { array(e, points, e.position) }

func (e *encoder) position(p orb.Point) {
	e.out = append(e.out, '[')
	e.number(p[0])
	e.out = append(e.out, ',')
	e.number(p[1])
	e.out = append(e.out, ']')
}

// number writes the shortest text of the rounded value: 24.5, not 24.5000000.
func (e *encoder) number(f float64) {
	scale := math.Pow10(e.decimals)
	f = math.Round(f*scale) / scale
	e.out = strconv.AppendFloat(e.out, f+0, 'f', -1, 64)
}

func (e *encoder) comma(i int) {
	if i > 0 {
		e.out = append(e.out, ',')
	}
}
