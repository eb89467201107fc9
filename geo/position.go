package geo

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// reader reads the coordinates of one geometry and knows where in them it is.
type reader struct {
	d    *decoder
	base string // pointer of "coordinates"
	path []int  // indexes below it
}

func (r *reader) pointer() string {
	text := []byte(r.base)
	for _, i := range r.path {
		text = strconv.AppendInt(append(text, '/'), int64(i), 10)
	}
	return string(text)
}

// list reads an array with read, keeping the path, until the faults are too many.
func list[T any](r *reader, n node, read func(node) T) []T {
	if n.kind() != '[' {
		r.d.fault(r.pointer(), NotGeoJSON, want("array"))
		return nil
	}
	var items []T
	r.path = append(r.path, 0)
	last := len(r.path) - 1
	n.elements(func(item node) bool {
		items = append(items, read(item))
		r.path = r.path[:last+1]
		r.path[last]++
		return !r.d.stop
	})
	r.path = r.path[:last]
	return items
}

func (r *reader) point(n node) orb.Geometry { return r.position(n) }

// position reads two or three numbers; the third is a height and is dropped.
func (r *reader) position(n node) orb.Point {
	var p orb.Point
	if r.d.vertices++; r.d.vertices > MaxVertices {
		r.d.fault(r.base, TooManyVertices, map[string]any{"max": MaxVertices})
		r.d.stop = true
		return p
	}
	if n.kind() != '[' {
		r.d.fault(r.pointer(), NotGeoJSON, want("array"))
		return p
	}
	count := 0
	sound := true
	n.elements(func(item node) bool {
		f, ok := item.number()
		switch {
		case !ok:
			r.d.fault(r.pointer()+"/"+strconv.Itoa(count), NotGeoJSON, want("number"))
			sound = false
		case math.IsInf(f, 0):
			r.d.fault(r.pointer()+"/"+strconv.Itoa(count), NotFinite, nil)
			sound = false
		case count < 2:
			p[count] = f
		}
		count++
		return !r.d.stop
	})
	if sound && (count < 2 || count > 3) {
		r.d.fault(r.pointer(), WrongDimension, map[string]any{"count": count})
	}
	return p
}

// positions reads an array of at least so many positions; those of a ring must be closed.
func (r *reader) positions(n node, least int, closed bool) []orb.Point {
	before := len(r.d.faults)
	points := list(r, n, r.position)
	if len(r.d.faults) > before || r.d.stop {
		return points
	}
	if last := len(points) - 1; r.d.loose && closed && last > 1 && points[0] != points[last] {
		points = append(points, points[0])
	}
	switch {
	case len(points) == 0:
		r.d.fault(r.pointer(), Empty, nil)
	case len(points) < least, least > 1 && same(points):
		r.d.fault(r.pointer(), TooFewPoints, map[string]any{"count": len(points), "min": least})
	case closed && points[0] != points[len(points)-1]:
		r.d.fault(r.pointer(), RingNotClosed, nil)
	}
	return points
}

func (r *reader) line(n node) orb.LineString { return r.positions(n, 2, false) }

func (r *reader) polygon(n node) orb.Polygon {
	before := len(r.d.faults)
	rings := list(r, n, func(n node) orb.Ring { return r.positions(n, 4, true) })
	if len(rings) == 0 && len(r.d.faults) == before {
		r.d.fault(r.pointer(), Empty, nil)
	}
	return rings
}

// same tells whether every point is the same one.
func same(points []orb.Point) bool {
	for _, p := range points {
		if p != points[0] {
			return false
		}
	}
	return true
}
