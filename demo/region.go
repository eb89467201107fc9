package demo

// pt is a point of the plan in centimetres: u grows to the east, v to the north, before the plan is bent into the
// landscape. Whole centimetres make corners that meet exactly equal.
type pt struct{ u, v int }

// m turns metres into centimetres.
func m(metres float64) int { return int(metres * 100) }

// axis is a direction of the plan.
type axis int

const (
	alongU axis = iota // west to east
	alongV             // south to north
)

func (a axis) other() axis { return 1 - a }

// point puts a position along the axis and one across it together.
func (a axis) point(along, across int) pt {
	if a == alongU {
		return pt{along, across}
	}
	return pt{across, along}
}

// side is a side of a region.
type side int

const (
	south side = iota
	east
	north
	west
	noSide
)

// lo and hi are the sides at the lower and the higher end of an axis.
func (a axis) lo() side {
	if a == alongU {
		return west
	}
	return south
}

func (a axis) hi() side {
	if a == alongU {
		return east
	}
	return north
}

// axis is the axis that leads to the side.
func (s side) axis() axis {
	if s == east || s == west {
		return alongU
	}
	return alongV
}

// region is a rectangle of the plan with the streets along its sides; nil where there is none.
type region struct {
	u0, v0, u1, v1 int
	side           [4]*street
}

func (r region) lo(a axis) int {
	if a == alongU {
		return r.u0
	}
	return r.v0
}

func (r region) hi(a axis) int {
	if a == alongU {
		return r.u1
	}
	return r.v1
}

func (r region) size(a axis) int { return r.hi(a) - r.lo(a) }
func (r region) empty() bool     { return r.u1 <= r.u0 || r.v1 <= r.v0 }
func (r region) centre() pt      { return pt{(r.u0 + r.u1) / 2, (r.v0 + r.v1) / 2} }

// squareMetres is the area on the plan.
func (r region) squareMetres() float64 {
	return float64(r.u1-r.u0) * float64(r.v1-r.v0) / 10000
}

// at is the position of a side on its axis.
func (r region) at(s side) int {
	if s == south || s == west {
		return r.lo(s.axis())
	}
	return r.hi(s.axis())
}

// part is the slice of the region between two positions on an axis. A side that the slice leaves loses its street.
func (r region) part(a axis, from, to int) region {
	p := r
	if from != r.lo(a) {
		p.side[a.lo()] = nil
	}
	if to != r.hi(a) {
		p.side[a.hi()] = nil
	}
	if a == alongU {
		p.u0, p.u1 = from, to
	} else {
		p.v0, p.v1 = from, to
	}
	return p
}

// cut divides the region at a position on an axis; the new sides have no street.
func (r region) cut(a axis, at int) (lo, hi region) {
	return r.part(a, r.lo(a), at), r.part(a, at, r.hi(a))
}

// strip cuts a strip of the given width from the region's side and returns both.
func (r region) strip(s side, width int) (strip, rest region) {
	a := s.axis()
	if s == a.lo() {
		strip, rest = r.cut(a, r.lo(a)+width)
		return strip, rest
	}
	rest, strip = r.cut(a, r.hi(a)-width)
	return strip, rest
}

// corners are the region's corners, counter-clockwise from the south-west.
func (r region) corners() []pt {
	return []pt{{r.u0, r.v0}, {r.u1, r.v0}, {r.u1, r.v1}, {r.u0, r.v1}}
}

// longer is the axis along which the region is longer.
func (r region) longer() axis {
	if r.size(alongU) >= r.size(alongV) {
		return alongU
	}
	return alongV
}
