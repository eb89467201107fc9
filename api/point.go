package api

import (
	"context"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/paulmach/orb"

	"lupakartta/geo"
)

// optional is a query parameter that tells whether it was given: 0 is a coordinate too.
type optional[T any] struct {
	Value T
	Given bool
}

// Schema describes the value.
func (o optional[T]) Schema(r huma.Registry) *huma.Schema {
	return huma.SchemaFromType(r, reflect.TypeOf(o.Value))
}

// Receiver is where huma puts the value.
func (o *optional[T]) Receiver() reflect.Value { return reflect.ValueOf(o).Elem().Field(0) }

// OnParamSet is how huma says whether there was one.
func (o *optional[T]) OnParamSet(given bool, _ any) { o.Given = given }

// PointInput is a place in the query, in one of two ways.
type PointInput struct {
	Lon optional[float64] `query:"lon" example:"26.62" doc:"Longitude in degrees (CRS84), together with lat"`
	Lat optional[float64] `query:"lat" example:"62.41" doc:"Latitude in degrees (CRS84), together with lon"`
	E   optional[float64] `query:"e" example:"480000" doc:"Easting in EPSG:3067 (ETRS-TM35FIN), metres, together with n; instead of lon and lat"`
	N   optional[float64] `query:"n" example:"6920000" doc:"Northing in EPSG:3067 (ETRS-TM35FIN), metres, together with e"`
}

// given tells whether there is anything of a place in the query.
func (in PointInput) given() bool { return in.Lon.Given || in.Lat.Given || in.E.Given || in.N.Given }

// point is the place in EPSG:3067, or the problem with it.
func (in PointInput) point(ctx context.Context) (orb.Point, error) {
	degrees, metres := in.Lon.Given || in.Lat.Given, in.E.Given || in.N.Given
	switch {
	case degrees && metres:
		return orb.Point{}, badParameters(ctx, "two_places", "e", "n")
	case metres:
		return readPoint(ctx, geo.TM35FIN, "e", in.E, "n", in.N)
	}
	return readPoint(ctx, geo.CRS84, "lon", in.Lon, "lat", in.Lat)
}

func readPoint(ctx context.Context, crs geo.CRS, xName string, x optional[float64], yName string, y optional[float64]) (orb.Point, error) {
	var missing []string
	if !x.Given {
		missing = append(missing, xName)
	}
	if !y.Given {
		missing = append(missing, yName)
	}
	if len(missing) > 0 {
		return orb.Point{}, badParameters(ctx, "required", missing...)
	}
	p := orb.Point{x.Value, y.Value}
	if err := geo.CheckPoint(p, crs); err != nil {
		return p, inParameter(xName, err)
	}
	if crs == geo.CRS84 {
		p = geo.ToTM35FIN(p)
	}
	return p, nil
}

// badParameters is a problem with parameters of the query, all for one reason.
func badParameters(ctx context.Context, code string, names ...string) *Problem {
	request := requestOf(ctx)
	var faults []Fault
	for _, name := range names {
		faults = append(faults, Fault{Parameter: name, Code: code, Detail: text(request.lang, "fault."+code, nil)})
	}
	return newProblem(request, kindInvalidRequest, faults...)
}

// boxOf reads a bbox parameter: the part of it that lies in Finland's box.
func boxOf(ctx context.Context, bbox []float64) (orb.Bound, error) {
	box := orb.Bound{Min: orb.Point{bbox[0], bbox[1]}, Max: orb.Point{bbox[2], bbox[3]}}
	inside := orb.Bound{
		Min: orb.Point{max(box.Min[0], geo.Finland.Min[0]), max(box.Min[1], geo.Finland.Min[1])},
		Max: orb.Point{min(box.Max[0], geo.Finland.Max[0]), min(box.Max[1], geo.Finland.Max[1])},
	}
	switch {
	case !(box.Min[0] <= box.Max[0] && box.Min[1] <= box.Max[1]): // not a number is not in order either
		return box, badParameters(ctx, "invalid_value", "bbox")
	case inside.Min[0] > inside.Max[0] || inside.Min[1] > inside.Max[1]:
		return box, inParameter("bbox", geo.CheckPoint(box.Min, geo.CRS84))
	}
	return inside, nil
}

// areaOf is a box of CRS84 as an area of EPSG:3067, its sides bent as they are there.
func areaOf(box orb.Bound) orb.Polygon {
	const steps = 16
	corners := box.ToRing()
	var ring orb.Ring
	for i := range len(corners) - 1 {
		from, to := corners[i], corners[i+1]
		for k := range steps {
			share := float64(k) / steps
			ring = append(ring, geo.ToTM35FIN(orb.Point{from[0] + share*(to[0]-from[0]), from[1] + share*(to[1]-from[1])}))
		}
	}
	return orb.Polygon{append(ring, ring[0])}
}
