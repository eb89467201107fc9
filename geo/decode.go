package geo

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Limits of a geometry from outside, checked before anything of that size is built.
const (
	MaxBytes    = 10 << 20
	MaxVertices = 100_000
	maxDepth    = 64 // levels of nested arrays and objects
)

// DecodeGeoJSON reads a geometry, a Feature or a FeatureCollection as RFC 7946 has it and returns the geometry in
// CRS84, with outer rings anticlockwise. Geometries of one kind that come as a collection become one multi-geometry.
// The old member "crs" is honoured when it names a system we know; heights are dropped.
//
// What comes back is in Finland and valid as OGC Simple Features has it; lines may cross themselves. Anything else
// is refused with Faults, every one at once.
func DecodeGeoJSON(data []byte) (orb.Geometry, error) {
	d := &decoder{crs: CRS84}
	d.read(data)
	if len(d.faults) == 0 {
		for _, part := range d.parts {
			d.place(part)
		}
	}
	if len(d.faults) == 0 {
		d.merge()
	}
	if len(d.faults) == 0 {
		d.topology()
	}
	if len(d.faults) > 0 {
		return nil, d.faults
	}
	return rewind(Transform(d.whole, d.crs, CRS84)), nil
}

// Loosely reads GeoJSON as it stands, for those who want to mend what DecodeGeoJSON refuses: rings that are not closed are,
// wherever it lies and whatever crosses itself, in the system that it names or else CRS84. It is an error when it is not even
// a geometry.
func Loosely(data []byte) (orb.Geometry, CRS, error) {
	d := &decoder{crs: CRS84, loose: true}
	d.read(data)
	if len(d.faults) == 0 {
		d.merge()
	}
	if len(d.faults) > 0 {
		return nil, 0, d.faults
	}
	return d.whole, d.crs, nil
}

// read reads the document's parts.
func (d *decoder) read(data []byte) {
	if len(data) > MaxBytes {
		d.fault("", TooLarge, map[string]any{"max": MaxBytes})
		return
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch {
	case tooDeep(data):
		d.fault("", TooDeep, map[string]any{"max": maxDepth})
	case !json.Valid(data):
		d.fault("", NotJSON, map[string]any{"offset": syntaxOffset(data)})
	default:
		d.document(node{data: bytes.TrimSpace(data)})
	}
}

// decoder gathers the parts of one document and what is wrong with them.
type decoder struct {
	crs      CRS
	parts    []part
	whole    orb.Geometry // the parts as one, once merged
	polygons []string     // pointer of each polygon of whole
	vertices int
	faults   Faults
	loose    bool // rings that are not closed are
	stop     bool // enough faults, or too many vertices to go on
}

// part is one geometry of the document.
type part struct {
	pointer string // of its coordinates
	shape   orb.Geometry
}

func (d *decoder) fault(pointer string, code FaultCode, values map[string]any) {
	if len(d.faults) < MaxFaults {
		d.faults = append(d.faults, Fault{Pointer: pointer, Code: code, Values: values})
	}
	d.stop = d.stop || len(d.faults) >= MaxFaults
}

func want(what string) map[string]any { return map[string]any{"want": what} }

// document reads the outermost object.
func (d *decoder) document(n node) {
	if n.kind() != '{' {
		d.fault("", NotGeoJSON, want("object"))
		return
	}
	if name, ok := n.member("crs"); ok {
		d.system(name)
	}
	d.object(n, "", 0)
}

// system reads the member "crs" of GeoJSON 2008, which many programs still write.
func (d *decoder) system(n node) {
	if n.kind() == 'n' {
		return
	}
	name := n
	if n.kind() == '{' {
		properties, _ := n.member("properties")
		name, _ = properties.member("name")
	}
	text, ok := name.text()
	crs, err := ParseCRS(text)
	if !ok || err != nil {
		d.fault("/crs", UnknownCRS, map[string]any{"crs": clip(text)})
		return
	}
	d.crs = crs
}

// object reads a geometry, a Feature or a FeatureCollection; level counts collections within collections.
func (d *decoder) object(n node, pointer string, level int) {
	if n.kind() != '{' {
		d.fault(pointer, NotGeoJSON, want("object"))
		return
	}
	kind, _ := n.member("type")
	name, ok := kind.text()
	if !ok {
		d.fault(pointer+"/type", UnknownType, map[string]any{"type": ""})
		return
	}
	switch name {
	case "Feature":
		geometry, ok := n.member("geometry")
		if !ok || geometry.kind() == 'n' {
			d.fault(pointer+"/geometry", Empty, nil)
			return
		}
		d.object(geometry, pointer+"/geometry", level)
	case "FeatureCollection":
		d.collection(n, pointer, "features", level)
	case "GeometryCollection":
		d.collection(n, pointer, "geometries", level)
	default:
		d.geometry(n, name, pointer)
	}
}

func (d *decoder) collection(n node, pointer, member string, level int) {
	pointer += "/" + member
	items, ok := n.member(member)
	if !ok || items.kind() != '[' {
		d.fault(pointer, NotGeoJSON, want(member))
		return
	}
	if level > 1 { // a feature's geometry may be a collection; anything deeper is somebody's joke
		d.fault(pointer, MixedCollection, nil)
		return
	}
	i := 0
	items.elements(func(item node) bool {
		d.object(item, pointer+"/"+strconv.Itoa(i), level+1)
		i++
		return !d.stop
	})
	if i == 0 {
		d.fault(pointer, Empty, nil)
	}
}

func (d *decoder) geometry(n node, kind, pointer string) {
	coordinates, ok := n.member("coordinates")
	r := reader{d: d, base: pointer + "/coordinates"}
	var read func(node) orb.Geometry
	switch kind {
	case "Point":
		read = r.point
	case "MultiPoint":
		read = func(n node) orb.Geometry { return orb.MultiPoint(r.positions(n, 1, false)) }
	case "LineString":
		read = func(n node) orb.Geometry { return orb.LineString(r.line(n)) }
	case "MultiLineString":
		read = func(n node) orb.Geometry {
			return orb.MultiLineString(list(&r, n, func(n node) orb.LineString { return r.line(n) }))
		}
	case "Polygon":
		read = func(n node) orb.Geometry { return r.polygon(n) }
	case "MultiPolygon":
		read = func(n node) orb.Geometry { return orb.MultiPolygon(list(&r, n, r.polygon)) }
	default:
		d.fault(pointer+"/type", UnknownType, map[string]any{"type": clip(kind)})
		return
	}
	if !ok || coordinates.kind() != '[' {
		d.fault(r.base, NotGeoJSON, want("coordinates"))
		return
	}
	if coordinates.hollow() {
		d.fault(r.base, Empty, nil)
		return
	}
	if shape := read(coordinates); !d.stop {
		d.parts = append(d.parts, part{pointer: r.base, shape: shape})
	}
}

// clip keeps a stranger's text short enough to be repeated to them.
func clip(s string) string {
	const enough = 60
	if len(s) <= enough {
		return s
	}
	return strings.ToValidUTF8(s[:enough], "") + "…"
}
