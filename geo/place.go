package geo

import (
	"slices"
	"strconv"

	"github.com/paulmach/orb"
)

// place reports the positions of a part that do not lie in Finland. That they would lie there in another order or
// another system is said once a document, since one slip explains them all.
func (d *decoder) place(p part) {
	d.walk(p.shape, p.pointer, func(point orb.Point, pointer func() string) {
		fault, ok := misplaced(point, d.crs)
		switch {
		case !ok:
		case fault.Code == OutsideFinland:
			d.fault(pointer(), fault.Code, fault.Values)
		default:
			d.once(pointer(), fault.Code, fault.Values)
		}
	})
}

// CheckPoint reports, as Faults, a point that does not lie in Finland, and says so where it would lie there if it
// were read in another order or another system.
func CheckPoint(p orb.Point, crs CRS) error {
	if fault, ok := misplaced(p, crs); ok {
		return Faults{fault}
	}
	return nil
}

func misplaced(p orb.Point, crs CRS) (Fault, bool) {
	if crs.Holds(p) {
		return Fault{}, false
	}
	values := map[string]any{"x": p[0], "y": p[1], "crs": crs.String()}
	if !finite(p) {
		return Fault{Code: NotFinite}, true
	}
	if crs.Holds(swap(p)) {
		return Fault{Code: LatLonSwapped, Values: values}, true
	}
	other, ok := guess(p)
	if !ok {
		other, ok = guess(swap(p))
	}
	switch {
	case ok && other == CRS84:
		return Fault{Code: Degrees, Values: values}, true
	case ok:
		values["crs"] = other.String()
		return Fault{Code: Projected, Values: values}, true
	}
	values["lon"], values["lat"] = p[0], p[1]
	if lonLat := crs.ToLonLat(p); finite(lonLat) {
		values["lon"], values["lat"] = lonLat[0], lonLat[1]
	}
	return Fault{Code: OutsideFinland, Values: values}, true
}

func (d *decoder) once(pointer string, code FaultCode, values map[string]any) {
	if !d.faults.Has(code) {
		d.fault(pointer, code, values)
	}
}

// walk visits every position with its pointer until there are faults enough.
func (d *decoder) walk(g orb.Geometry, base string, visit func(orb.Point, func() string)) {
	line := func(points []orb.Point, base string) {
		for i, p := range points {
			if d.stop {
				return
			}
			visit(p, func() string { return base + "/" + strconv.Itoa(i) })
		}
	}
	rings := func(p orb.Polygon, base string) {
		for i, ring := range p {
			line(ring, base+"/"+strconv.Itoa(i))
		}
	}
	switch g := g.(type) {
	case orb.Point:
		visit(g, func() string { return base })
	case orb.MultiPoint:
		line(g, base)
	case orb.LineString:
		line(g, base)
	case orb.MultiLineString:
		for i, l := range g {
			line(l, base+"/"+strconv.Itoa(i))
		}
	case orb.Polygon:
		rings(g, base)
	case orb.MultiPolygon:
		for i, p := range g {
			rings(p, base+"/"+strconv.Itoa(i))
		}
	}
}

// merge makes one geometry of the parts, which must be of one kind.
func (d *decoder) merge() {
	var points orb.MultiPoint
	var lines orb.MultiLineString
	var areas orb.MultiPolygon
	for _, p := range d.parts {
		switch g := p.shape.(type) {
		case orb.Point:
			points = append(points, g)
		case orb.MultiPoint:
			points = append(points, g...)
		case orb.LineString:
			lines = append(lines, g)
		case orb.MultiLineString:
			lines = append(lines, g...)
		case orb.Polygon:
			areas, d.polygons = append(areas, g), append(d.polygons, p.pointer)
		case orb.MultiPolygon:
			areas = append(areas, g...)
			for i := range g {
				d.polygons = append(d.polygons, p.pointer+"/"+strconv.Itoa(i))
			}
		}
	}
	switch n := len(d.parts); {
	case n == 0:
		d.fault("", Empty, nil)
	case n == 1:
		d.whole = d.parts[0].shape
	case len(lines)+len(areas) == 0:
		d.whole = points
	case len(points)+len(areas) == 0:
		d.whole = lines
	case len(points)+len(lines) == 0:
		d.whole = areas
	default:
		d.fault("", MixedCollection, nil)
	}
}

// topology reports what keeps the areas from being valid.
func (d *decoder) topology() {
	switch g := d.whole.(type) {
	case orb.Polygon:
		d.faults = validate(orb.MultiPolygon{g}, d.polygons, d.crs)
	case orb.MultiPolygon:
		d.faults = validate(g, d.polygons, d.crs)
	}
}

// rewind turns outer rings anticlockwise and holes clockwise, in place, as RFC 7946 has them.
func rewind(g orb.Geometry) orb.Geometry {
	polygon := func(p orb.Polygon) {
		for i, ring := range p {
			outer := i == 0
			if (ring.Orientation() == orb.CCW) != outer {
				slices.Reverse(ring)
			}
		}
	}
	switch g := g.(type) {
	case orb.Polygon:
		polygon(g)
	case orb.MultiPolygon:
		for _, p := range g {
			polygon(p)
		}
	}
	return g
}
