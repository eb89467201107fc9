package pmtiles

// MaxZoom is the deepest zoom that has numbers.
const MaxZoom = 31

// ID is the number of a tile: the tiles of lower zooms come first, those of a zoom in the order in which Hilbert's curve
// meets them.
func ID(z int, x, y uint32) uint64 {
	id := (uint64(1)<<(2*z) - 1) / 3
	for s := uint32(1) << z >> 1; s > 0; s >>= 1 {
		var rx, ry uint32
		if x&s != 0 {
			rx = 1
		}
		if y&s != 0 {
			ry = 1
		}
		id += uint64(s) * uint64(s) * uint64(3*rx^ry)
		if ry == 0 { // the curve turns
			if rx == 1 {
				x, y = ^x, ^y
			}
			x, y = y, x
		}
	}
	return id
}

// ZXY is the tile that has a number.
func ZXY(id uint64) (z int, x, y uint32) {
	first := uint64(0)
	for z < MaxZoom && id-first >= 1<<(2*z) {
		first += 1 << (2 * z)
		z++
	}
	rest := id - first
	for s := uint32(1); s < 1<<z; s <<= 1 {
		rx := uint32(rest>>1) & 1     //nolint:gosec // a bit
		ry := (uint32(rest) ^ rx) & 1 //nolint:gosec // a bit
		if ry == 0 {
			if rx == 1 {
				x, y = s-1-x, s-1-y
			}
			x, y = y, x
		}
		x, y, rest = x+s*rx, y+s*ry, rest>>2
	}
	return z, x, y
}
