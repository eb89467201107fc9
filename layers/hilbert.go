package layers

import (
	"math"

	"github.com/paulmach/orb"

	"lupakartta/geo"
)

// curvePlace is the place of a box's centre (EPSG:3067) on Hilbert's curve through the square round Finland, on which
// neighbours in the plane are mostly neighbours. What lies outside has a place too.
func curvePlace(box orb.Bound) uint32 {
	const west, south, cell = 0, 6_550_000, 20 // metres
	scaled := func(v, low float64) uint16 { return uint16(min(max((v-low)/cell, 0), math.MaxUint16)) }
	return geo.Hilbert(scaled((box.Min[0]+box.Max[0])/2, west), scaled((box.Min[1]+box.Max[1])/2, south))
}
