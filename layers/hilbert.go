package layers

import "github.com/paulmach/orb"

// curveSide is how many places there are along each side of the square round Finland that the curve fills.
const curveSide = 1 << 16

// curvePlace is the place of a box's centre (EPSG:3067) on Hilbert's curve, on which neighbours in the plane are
// mostly neighbours. What lies outside has a place too.
func curvePlace(box orb.Bound) uint32 {
	const west, south, size = 0, 6_550_000, 1_310_720 // 20 m to a place
	scaled := func(v, low float64) uint32 {
		return uint32(min(max((v-low)*(curveSide/float64(size)), 0), curveSide-1))
	}
	x, y := scaled((box.Min[0]+box.Max[0])/2, west), scaled((box.Min[1]+box.Max[1])/2, south)
	var d uint32
	for s := uint32(curveSide / 2); s > 0; s /= 2 {
		var rx, ry uint32
		if x&s != 0 {
			rx = 1
		}
		if y&s != 0 {
			ry = 1
		}
		d += s * s * (3*rx ^ ry)
		if ry == 0 {
			if rx == 1 {
				x, y = curveSide-1-x, curveSide-1-y
			}
			x, y = y, x
		}
	}
	return d
}
