package geo

// Hilbert is the place of a cell on Hilbert's curve through a square of 2¹⁶ by 2¹⁶ cells. Cells that follow each other on
// it lie beside each other.
func Hilbert(x, y uint16) uint32 {
	const side = 1 << 16
	column, row := uint32(x), uint32(y)
	var d uint32
	for s := uint32(side / 2); s > 0; s /= 2 {
		var right, up uint32
		if column&s != 0 {
			right = 1
		}
		if row&s != 0 {
			up = 1
		}
		d += s * s * (3*right ^ up)
		if up == 0 {
			if right == 1 {
				column, row = side-1-column, side-1-row
			}
			column, row = row, column
		}
	}
	return d
}
