package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// GRS 80, the ellipsoid of ETRS89.
const (
	semiMajorAxis = 6378137.0 // metres
	flattening    = 1 / 298.257222101
)

const radians = math.Pi / 180

// transverseMercator is the ellipsoidal transverse Mercator projection as a Krüger series in n to the sixth power
// (Karney 2011): within 1e-7 m of the exact projection over the whole country, also far outside a GK zone.
type transverseMercator struct {
	meridian float64 // degrees
	scale    float64 // on the meridian
	easting  float64 // of the meridian, metres
}

const third = flattening / (2 - flattening) // n, the third flattening

var (
	eccentricity = math.Sqrt(flattening * (2 - flattening))
	rectifying   = semiMajorAxis / (1 + third) * (1 + n2/4 + n4/64 + n6/256) // radius of the rectifying sphere, metres
)

const (
	n2 = third * third
	n3 = n2 * third
	n4 = n3 * third
	n5 = n4 * third
	n6 = n5 * third
)

// Karney 2011, equations 35 and 36.
var (
	krugerForward = [6]float64{
		third/2 - 2*n2/3 + 5*n3/16 + 41*n4/180 - 127*n5/288 + 7891*n6/37800,
		13*n2/48 - 3*n3/5 + 557*n4/1440 + 281*n5/630 - 1983433*n6/1935360,
		61*n3/240 - 103*n4/140 + 15061*n5/26880 + 167603*n6/181440,
		49561*n4/161280 - 179*n5/168 + 6601661*n6/7257600,
		34729*n5/80640 - 3418889*n6/1995840,
		212378941 * n6 / 319334400,
	}
	krugerInverse = [6]float64{
		third/2 - 2*n2/3 + 37*n3/96 - n4/360 - 81*n5/512 + 96199*n6/604800,
		n2/48 + n3/15 - 437*n4/1440 + 46*n5/105 - 1118711*n6/3870720,
		17*n3/480 - 37*n4/840 - 209*n5/4480 + 5569*n6/90720,
		4397*n4/161280 - 11*n5/504 - 830251*n6/7257600,
		4583*n5/161280 - 108847*n6/3991680,
		20648693 * n6 / 638668800,
	}
)

// forward takes longitude, latitude in degrees to easting, northing in metres.
func (t transverseMercator) forward(p orb.Point) orb.Point {
	lambda, phi := (p[0]-t.meridian)*radians, p[1]*radians
	tau := conformal(math.Tan(phi))
	sin, cos := math.Sincos(lambda)
	xi := math.Atan2(tau, cos)
	eta := math.Asinh(sin / math.Hypot(tau, cos))
	x, y := eta, xi
	for i, a := range krugerForward {
		k := 2 * float64(i+1)
		s, c := math.Sincos(k * xi)
		y += a * s * math.Cosh(k*eta)
		x += a * c * math.Sinh(k*eta)
	}
	return orb.Point{t.easting + t.scale*rectifying*x, t.scale * rectifying * y}
}

// inverse takes easting, northing in metres to longitude, latitude in degrees.
func (t transverseMercator) inverse(p orb.Point) orb.Point {
	eta := (p[0] - t.easting) / (t.scale * rectifying)
	xi := p[1] / (t.scale * rectifying)
	x, y := eta, xi
	for i, b := range krugerInverse {
		k := 2 * float64(i+1)
		s, c := math.Sincos(k * xi)
		y -= b * s * math.Cosh(k*eta)
		x -= b * c * math.Sinh(k*eta)
	}
	sinh, cos := math.Sinh(x), math.Cos(y)
	tau := geodetic(math.Sin(y) / math.Hypot(sinh, cos))
	return orb.Point{t.meridian + math.Atan2(sinh, cos)/radians, math.Atan(tau) / radians}
}

// conformal takes the tangent of a latitude to the tangent of its conformal latitude (Karney 2011, equation 7).
func conformal(tau float64) float64 {
	root := math.Hypot(1, tau)
	sigma := math.Sinh(eccentricity * math.Atanh(eccentricity*tau/root))
	return tau*math.Hypot(1, sigma) - sigma*root
}

// geodetic is the inverse of conformal, by Newton's method (equations 19 to 21): two or three rounds suffice.
func geodetic(target float64) float64 {
	const enough = 1e-15
	e2 := eccentricity * eccentricity
	tau := target / (1 - e2)
	for range 8 {
		got := conformal(tau)
		step := (target - got) / math.Hypot(1, got) * (1 + (1-e2)*tau*tau) / ((1 - e2) * math.Hypot(1, tau))
		tau += step
		if math.Abs(step) <= enough*max(1, math.Abs(tau)) {
			break
		}
	}
	return tau
}

// sphericalMercator is EPSG:3857. Nothing is ever measured in it: at Helsinki its metres are half as long as true ones.
type sphericalMercator struct{}

func (sphericalMercator) forward(p orb.Point) orb.Point {
	return orb.Point{semiMajorAxis * p[0] * radians, semiMajorAxis * math.Asinh(math.Tan(p[1]*radians))}
}

func (sphericalMercator) inverse(p orb.Point) orb.Point {
	return orb.Point{p[0] / semiMajorAxis / radians, math.Atan(math.Sinh(p[1]/semiMajorAxis)) / radians}
}

// Bend is by how many metres, at most, a straight line of so many metres bends in another of the plane reference systems,
// within Finland: its curvature there is below 5·10⁻⁷ a metre.
func Bend(length float64) float64 { return length * length * 5e-7 / 8 }
