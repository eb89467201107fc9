package snapshot

import (
	"math"

	"github.com/paulmach/orb"

	"lupakartta/geo"
)

// unitsBits are the bits of a coordinate: a plane's side has 2³² units.
const unitsBits = 32

// Plane is a square of a projected reference system in which positions are whole numbers: 2³² units along a side, counted
// from the top left corner, as tiles are. A tile of zoom z of the grid over the plane is 2³²⁻ᶻ units wide, so that its own
// coordinates are these, shifted.
type Plane struct {
	CRS    geo.CRS
	Origin orb.Point // top left corner, metres
	Side   float64   // metres
}

// National is the plane of the national grid: its units are 1/2048 m, so that a position in metres is exact in double precision.
var National = Plane{CRS: geo.TM35FIN, Origin: orb.Point{-548576, 8388608}, Side: 2097152}

// Unit is what a unit is in metres of the plane: half a millimetre in the national grid, a centimetre in the web's.
func (p Plane) Unit() float64 { return math.Ldexp(p.Side, -unitsBits) }

// At is the unit nearest to a point of the plane's reference system; what lies beyond the plane is moved to its edge.
func (p Plane) At(q orb.Point) XY {
	unit := p.Unit()
	return XY{nearest((q[0] - p.Origin[0]) / unit), nearest((p.Origin[1] - q[1]) / unit)}
}

// Point is the point of the plane's reference system at a unit.
func (p Plane) Point(at XY) orb.Point {
	unit := p.Unit()
	return orb.Point{p.Origin[0] + float64(at.X)*unit, p.Origin[1] - float64(at.Y)*unit}
}

func nearest(x float64) uint32 {
	return uint32(min(max(0, x), math.MaxUint32) + 0.5)
}

// XY is a position in a plane: units to the right and down.
type XY struct{ X, Y uint32 }

// point has the position's units as coordinates.
func (p XY) point() orb.Point { return orb.Point{float64(p.X), float64(p.Y)} }

// Box is what lies between two positions, edges included.
type Box struct{ Min, Max XY }

// Meets tells whether the boxes have a position in common.
func (b Box) Meets(c Box) bool {
	return b.Min.X <= c.Max.X && b.Max.X >= c.Min.X && b.Min.Y <= c.Max.Y && b.Max.Y >= c.Min.Y
}

// Holds tells whether all of c lies in the box.
func (b Box) Holds(c Box) bool {
	return b.Min.X <= c.Min.X && b.Max.X >= c.Max.X && b.Min.Y <= c.Min.Y && b.Max.Y >= c.Max.Y
}

// with is the box grown to hold c.
func (b Box) with(c Box) Box {
	return Box{XY{min(b.Min.X, c.Min.X), min(b.Min.Y, c.Min.Y)}, XY{max(b.Max.X, c.Max.X), max(b.Max.Y, c.Max.Y)}}
}

// boxOf is the box of positions, of which there is at least one.
func boxOf(positions []XY) Box {
	box := Box{positions[0], positions[0]}
	for _, p := range positions[1:] {
		box.Min.X, box.Max.X = min(box.Min.X, p.X), max(box.Max.X, p.X)
		box.Min.Y, box.Max.Y = min(box.Min.Y, p.Y), max(box.Max.Y, p.Y)
	}
	return box
}

// warp takes points of EPSG:3067 to a plane. The exact formulas take half a microsecond a point; within a cell of a
// kilometre a polynomial of the second degree is as good to a tenth of a millimetre, and features lie in few cells.
type warp struct {
	plane Plane
	cells map[[2]int32]*patch
	last  *patch
}

// cellSide is in metres of EPSG:3067.
const cellSide = 1024

// patch is a cell of EPSG:3067 with the polynomials, in metres from the cell's middle, that give units of the plane.
type patch struct {
	cell   [2]int32
	middle orb.Point
	x, y   quadratic
}

// quadratic has the factors of 1, e, n, e², en and n².
type quadratic [6]float64

func (q *quadratic) at(e, n float64) float64 {
	return q[0] + e*(q[1]+e*q[3]+n*q[4]) + n*(q[2]+n*q[5])
}

// fit is the quadratic through values at -h, 0 and h of both coordinates; values[i][j] is that at e = (i-1)h, n = (j-1)h.
func fit(h float64, values [3][3]float64) quadratic {
	v := &values
	return quadratic{
		v[1][1], (v[2][1] - v[0][1]) / (2 * h), (v[1][2] - v[1][0]) / (2 * h),
		(v[2][1] - 2*v[1][1] + v[0][1]) / (2 * h * h), (v[2][2] - v[0][2] - v[2][0] + v[0][0]) / (4 * h * h), (v[1][2] - 2*v[1][1] + v[1][0]) / (2 * h * h),
	}
}

func newWarp(p Plane) *warp { return &warp{plane: p, cells: map[[2]int32]*patch{}} }

// at is the unit nearest to a point of EPSG:3067.
func (w *warp) at(p orb.Point) XY {
	if w.plane.CRS == geo.TM35FIN {
		return w.plane.At(p)
	}
	cell := [2]int32{int32(math.Floor(p[0] / cellSide)), int32(math.Floor(p[1] / cellSide))}
	patch := w.last
	if patch == nil || patch.cell != cell {
		patch = w.patch(cell)
		w.last = patch
	}
	e, n := p[0]-patch.middle[0], p[1]-patch.middle[1]
	return XY{nearest(patch.x.at(e, n)), nearest(patch.y.at(e, n))}
}

func (w *warp) patch(cell [2]int32) *patch {
	if known, ok := w.cells[cell]; ok {
		return known
	}
	const half = cellSide / 2
	p := &patch{cell: cell, middle: orb.Point{float64(cell[0])*cellSide + half, float64(cell[1])*cellSide + half}}
	var x, y [3][3]float64
	unit := w.plane.Unit()
	for i := range 3 {
		for j := range 3 {
			q := w.plane.CRS.FromLonLat(geo.ToLonLat(orb.Point{p.middle[0] + float64(i-1)*half, p.middle[1] + float64(j-1)*half}))
			x[i][j], y[i][j] = (q[0]-w.plane.Origin[0])/unit, (w.plane.Origin[1]-q[1])/unit
		}
	}
	p.x, p.y = fit(half, x), fit(half, y)
	w.cells[cell] = p
	return p
}
