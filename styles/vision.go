package styles

import "math"

// vision is how an eye sees colours: a change of linear sRGB.
type vision struct {
	name   string
	matrix [3][3]float64
}

// visions are the ways to see that colours must be told apart in. Those that lack a kind of cone are simulated as by
// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009),
// at full severity.
var visions = []vision{
	{"normal", [3][3]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
	{"protanopia", [3][3]float64{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
	{"deuteranopia", [3][3]float64{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
	{"tritanopia", [3][3]float64{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}},
}

// apart is the least CIEDE2000 distance at which two colours are told from each other by colour alone. Side by side 2 is
// seen; areas lie far apart and are small.
const apart = 12.0

// distance is the smallest CIEDE2000 distance of two colours in any vision, and whose it is.
func distance(a, b string) (least float64, whose string) {
	least = math.Inf(1)
	for _, v := range visions {
		if d := ciede2000(v.lab(a), v.lab(b)); d < least {
			least, whose = d, v.name
		}
	}
	return least, whose
}

// lab is a colour as the eye sees it, in CIELAB under D65.
func (v vision) lab(hex string) [3]float64 {
	c := linear(rgb(hex))
	var seen [3]float64
	for i, row := range v.matrix {
		seen[i] = min(max(row[0]*c[0]+row[1]*c[1]+row[2]*c[2], 0), 1)
	}
	x := (0.4124564*seen[0] + 0.3575761*seen[1] + 0.1804375*seen[2]) / 0.95047
	y := 0.2126729*seen[0] + 0.7151522*seen[1] + 0.0721750*seen[2]
	z := (0.0193339*seen[0] + 0.1191920*seen[1] + 0.9503041*seen[2]) / 1.08883
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	return [3]float64{116*f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))}
}

// ciede2000 is the difference of two CIELAB colours after Sharma, Wu and Dalal (2005).
func ciede2000(p, q [3]float64) float64 {
	const far = 6103515625 // 25⁷
	rad := math.Pi / 180
	seventh := func(c float64) float64 { c7 := math.Pow(c, 7); return math.Sqrt(c7 / (c7 + far)) }
	g := 0.5 * (1 - seventh((math.Hypot(p[1], p[2])+math.Hypot(q[1], q[2]))/2))
	a1, a2 := p[1]*(1+g), q[1]*(1+g)
	c1, c2 := math.Hypot(a1, p[2]), math.Hypot(a2, q[2])
	h1, h2 := hue(a1, p[2]), hue(a2, q[2])
	dh, mh := h2-h1, h1+h2
	switch {
	case c1*c2 == 0:
		dh = 0
	case math.Abs(dh) <= 180:
		mh /= 2
	case mh < 360:
		mh = (mh + 360) / 2
	default:
		mh = (mh - 360) / 2
	}
	if dh > 180 {
		dh -= 360
	} else if dh < -180 {
		dh += 360
	}
	dl, dc := q[0]-p[0], c2-c1
	dH := 2 * math.Sqrt(c1*c2) * math.Sin(dh*rad/2)
	ml, mc := (p[0]+q[0])/2, (c1+c2)/2
	t := 1 - 0.17*math.Cos((mh-30)*rad) + 0.24*math.Cos(2*mh*rad) + 0.32*math.Cos((3*mh+6)*rad) - 0.20*math.Cos((4*mh-63)*rad)
	sl := 1 + 0.015*(ml-50)*(ml-50)/math.Sqrt(20+(ml-50)*(ml-50))
	sc, sh := 1+0.045*mc, 1+0.015*mc*t
	blue := (mh - 275) / 25 // where hues bend
	turn := -math.Sin(60*math.Exp(-blue*blue)*rad) * 2 * seventh(mc)
	l, c, h := dl/sl, dc/sc, dH/sh
	return math.Sqrt(l*l + c*c + h*h + turn*c*h)
}

func hue(a, b float64) float64 {
	if a == 0 && b == 0 {
		return 0
	}
	return math.Mod(math.Atan2(b, a)*180/math.Pi+360, 360)
}
