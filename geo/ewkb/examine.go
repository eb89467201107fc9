// Package ewkb looks at geometries in the binary form of PostGIS (EWKB, and ISO WKB) without decoding them.
package ewkb

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// Bits of an EWKB type word (PostGIS) and the offsets that ISO WKB uses for the same.
const (
	ewkbZ    = 0x80000000
	ewkbM    = 0x40000000
	ewkbSRID = 0x20000000
)

// Types of geometry in WKB that need naming here.
const (
	wkbPoint              = 1
	wkbLineString         = 2
	wkbPolygon            = 3
	wkbMultiPoint         = 4
	wkbMultiLineString    = 5
	wkbMultiPolygon       = 6
	wkbGeometryCollection = 7
	wkbCircularString     = 8
	wkbCompoundCurve      = 9
	wkbCurvePolygon       = 10
	wkbMultiCurve         = 11
	wkbMultiSurface       = 12
	wkbPolyhedralSurface  = 15
	wkbTIN                = 16
	wkbTriangle           = 17
)

const maxNesting = 16 // geometries within geometries

// MaxVertices bounds one feature.
const MaxVertices = 50_000_000

// Faults that make a geometry unusable.
var (
	ErrEmpty     = errors.New("empty geometry")
	ErrNonFinite = errors.New("a coordinate is not a finite number")
	ErrTruncated = errors.New("the geometry ends too early")
	ErrTrailing  = errors.New("bytes after the geometry")
	ErrTooLarge  = fmt.Errorf("more than %d vertices", MaxVertices)
)

// Fault is something about a geometry that can be read but not be used.
type Fault string

// Faults of lines and rings.
const (
	TooFewPoints  Fault = "too_few_points" // of a line, or of a ring
	RingNotClosed Fault = "ring_not_closed"
)

// Shape is what one pass over a geometry's bytes tells: enough to refuse what PostGIS could not take.
type Shape struct {
	SRID       int    // 0: the geometry does not say
	Kind       uint32 // outermost type
	Z, M       bool
	Curved     bool
	Collection bool
	Bound      orb.Bound // in the geometry's own reference system; valid when Vertices > 0
	Vertices   int
	Fault      Fault // what PostGIS would refuse although the bytes can be read; "" when nothing
}

// Examine walks an EWKB (or ISO WKB) geometry. It allocates nothing per vertex and trusts no count in the bytes.
func Examine(data []byte) (Shape, error) {
	w := walker{data: data}
	w.Bound = orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	err := w.geometry(0)
	switch {
	case err != nil:
	case w.at != len(data):
		err = fmt.Errorf("%d %w", len(data)-w.at, ErrTrailing)
	case w.nonFinite:
		err = ErrNonFinite
	case w.Vertices == 0:
		err = ErrEmpty
	}
	return w.Shape, err
}

type walker struct {
	Shape
	data      []byte
	at        int
	order     binary.ByteOrder
	nonFinite bool
}

func (w *walker) uint32() (uint32, error) {
	if len(w.data)-w.at < 4 {
		return 0, ErrTruncated
	}
	v := w.order.Uint32(w.data[w.at:])
	w.at += 4
	return v, nil
}

// head reads a geometry's byte order, type and reference system; it returns the plain type and the coordinates per vertex.
func (w *walker) head(depth int) (kind uint32, dims int, err error) {
	if w.at >= len(w.data) {
		return 0, 0, ErrTruncated
	}
	switch w.data[w.at] {
	case 0:
		w.order = binary.BigEndian
	case 1:
		w.order = binary.LittleEndian
	default:
		return 0, 0, fmt.Errorf("byte order %d", w.data[w.at])
	}
	w.at++
	word, err := w.uint32()
	if err != nil {
		return 0, 0, err
	}
	z, m := word&ewkbZ != 0, word&ewkbM != 0
	kind = word &^ (ewkbZ | ewkbM | ewkbSRID)
	switch kind / 1000 {
	case 1:
		z = true
	case 2:
		m = true
	case 3:
		z, m = true, true
	}
	kind %= 1000
	if word&ewkbSRID != 0 {
		srid, err := w.uint32()
		if err != nil {
			return 0, 0, err
		}
		if depth == 0 {
			w.SRID = int(int32(srid))
		}
	}
	if depth == 0 {
		w.Kind = kind
	}
	w.Z, w.M = w.Z || z, w.M || m
	dims = 2
	if z {
		dims++
	}
	if m {
		dims++
	}
	return kind, dims, nil
}

func (w *walker) geometry(depth int) error {
	if depth > maxNesting {
		return fmt.Errorf("geometries nested more than %d deep", maxNesting)
	}
	kind, dims, err := w.head(depth)
	if err != nil {
		return err
	}
	switch kind {
	case wkbPoint:
		return w.point(dims)
	case wkbLineString, wkbCircularString:
		w.Curved = w.Curved || kind == wkbCircularString
		before := w.Vertices
		_, err = w.line(dims)
		if w.Vertices-before == 1 {
			w.Fault = TooFewPoints
		}
		return err
	case wkbPolygon, wkbTriangle:
		return w.rings(dims)
	case wkbCompoundCurve, wkbCurvePolygon, wkbMultiCurve, wkbMultiSurface:
		w.Curved = true
	case wkbGeometryCollection, wkbPolyhedralSurface, wkbTIN:
		w.Collection = true
	case wkbMultiPoint, wkbMultiLineString, wkbMultiPolygon:
	default:
		return fmt.Errorf("geometry type %d is unknown", kind)
	}
	count, err := w.uint32()
	if err != nil {
		return err
	}
	for range count {
		if err := w.geometry(depth + 1); err != nil {
			return err
		}
	}
	return nil
}

// point reads a point; NaN coordinates are how WKB writes an empty one.
func (w *walker) point(dims int) error {
	if len(w.data)-w.at < 8*dims {
		return ErrTruncated
	}
	if math.IsNaN(w.float(0)) && math.IsNaN(w.float(1)) {
		w.at += 8 * dims
		return nil
	}
	w.vertex()
	w.at += 8 * dims
	return nil
}

func (w *walker) line(dims int) (closed bool, err error) {
	count, err := w.uint32()
	if err != nil {
		return false, err
	}
	if int64(count)*int64(8*dims) > int64(len(w.data)-w.at) {
		return false, ErrTruncated
	}
	if w.Vertices += int(count); w.Vertices > MaxVertices {
		return false, ErrTooLarge
	}
	w.Vertices -= int(count)
	first := w.at
	for range count {
		w.vertex()
		w.at += 8 * dims
	}
	if count == 0 {
		return true, nil
	}
	last := w.at - 8*dims
	return string(w.data[first:first+16]) == string(w.data[last:last+16]), nil
}

func (w *walker) rings(dims int) error {
	count, err := w.uint32()
	if err != nil {
		return err
	}
	for range count {
		before := w.Vertices
		closed, err := w.line(dims)
		if err != nil {
			return err
		}
		switch n := w.Vertices - before; {
		case n > 0 && n < 4:
			w.Fault = TooFewPoints
		case !closed:
			w.Fault = RingNotClosed
		}
	}
	return nil
}

func (w *walker) float(i int) float64 {
	return math.Float64frombits(w.order.Uint64(w.data[w.at+8*i:]))
}

func (w *walker) vertex() {
	x, y := w.float(0), w.float(1)
	w.Vertices++
	// A sum of finite numbers that is not finite would be larger than any coordinate on Earth.
	if s := x + y; math.IsNaN(s) || math.IsInf(s, 0) {
		w.nonFinite = true
		return
	}
	b := &w.Bound
	b.Min[0], b.Max[0] = math.Min(b.Min[0], x), math.Max(b.Max[0], x)
	b.Min[1], b.Max[1] = math.Min(b.Min[1], y), math.Max(b.Max[1], y)
}

// WithSRID returns the geometry with a reference system in its head.
func WithSRID(data []byte, srid int) []byte {
	var order binary.ByteOrder = binary.LittleEndian
	if data[0] == 0 {
		order = binary.BigEndian
	}
	word := order.Uint32(data[1:])
	at := 5
	if word&ewkbSRID != 0 {
		at = 9
	}
	out := make([]byte, 0, len(data)+4)
	out = append(out, data[0])
	out = appendUint32(out, order, word|ewkbSRID)
	out = appendUint32(out, order, uint32(srid))
	return append(out, data[at:]...)
}

func appendUint32(b []byte, order binary.ByteOrder, v uint32) []byte {
	var word [4]byte
	order.PutUint32(word[:], v)
	return append(b, word[:]...)
}

// Point writes a point in the given reference system.
func Point(x, y float64, srid int) []byte {
	b := append(make([]byte, 0, 25), 1)
	b = binary.LittleEndian.AppendUint32(b, wkbPoint|ewkbSRID)
	b = binary.LittleEndian.AppendUint32(b, uint32(srid))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(y))
}
