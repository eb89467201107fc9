package ewkb

import (
	"errors"
	"math"

	"github.com/paulmach/orb"
)

// ErrCurved says that a geometry has curves or surfaces in space, which have no form of their own here.
var ErrCurved = errors.New("curves and surfaces in space cannot be decoded")

// Decode reads points, lines, areas and collections of them, and drops heights and measures. Rings stay open where they are: what
// is wrong with a shape is for others to say. Empty parts are left out; of nothing else it is ErrEmpty.
func Decode(data []byte) (orb.Geometry, error) {
	if _, err := Examine(data); err != nil {
		return nil, err
	}
	d := decoder{walker{data: data}} // Examine has seen that everything is there
	g, err := d.geometry(0)
	if err == nil && g == nil {
		err = ErrEmpty
	}
	return g, err
}

type decoder struct{ walker }

func (d *decoder) geometry(depth int) (orb.Geometry, error) {
	kind, dims, err := d.head(depth)
	if err != nil {
		return nil, err
	}
	switch kind {
	case wkbPoint:
		return d.one(dims), nil
	case wkbLineString:
		return solid(orb.LineString(d.positions(dims))), nil
	case wkbPolygon, wkbTriangle:
		return d.polygon(dims)
	case wkbMultiPoint, wkbMultiLineString, wkbMultiPolygon, wkbGeometryCollection:
		return d.collection(depth)
	}
	return nil, ErrCurved
}

// solid is a line unless it is empty.
func solid(l orb.LineString) orb.Geometry {
	if len(l) == 0 {
		return nil
	}
	return l
}

func (d *decoder) one(dims int) orb.Geometry {
	p := orb.Point{d.float(0), d.float(1)}
	d.at += 8 * dims
	if math.IsNaN(p[0]) {
		return nil
	}
	return p
}

func (d *decoder) positions(dims int) []orb.Point {
	count, err := d.uint32()
	if err != nil {
		return nil
	}
	points := make([]orb.Point, count)
	for i := range points {
		points[i] = orb.Point{d.float(0), d.float(1)}
		d.at += 8 * dims
	}
	return points
}

func (d *decoder) polygon(dims int) (orb.Geometry, error) {
	count, err := d.uint32()
	if err != nil {
		return nil, err
	}
	var p orb.Polygon
	for range count {
		if ring := d.positions(dims); len(ring) > 0 {
			p = append(p, ring)
		}
	}
	if len(p) == 0 {
		return nil, nil
	}
	return p, nil
}

func (d *decoder) collection(depth int) (orb.Geometry, error) {
	count, err := d.uint32()
	if err != nil {
		return nil, err
	}
	var parts orb.Collection
	for range count {
		part, err := d.geometry(depth + 1)
		if err != nil {
			return nil, err
		}
		if part != nil {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return parts, nil
}
