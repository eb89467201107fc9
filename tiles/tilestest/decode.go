// Package tilestest reads vector tiles by the specification alone (MVT 2.1), independently of what writes them, for tests
// and measurements.
package tilestest

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"google.golang.org/protobuf/encoding/protowire"
)

// Layer is a layer of a tile.
type Layer struct {
	Name     string
	Extent   uint64
	Features []Feature
}

// Feature is a feature of a layer.
type Feature struct {
	ID       uint64
	Kind     uint64 // 1 point, 2 line, 3 polygon
	Tags     map[string]any
	Commands []uint64
	Rings    [][]orb.Point // paths in units of the tile, y down
}

type field struct {
	number protowire.Number
	value  uint64
	bytes  []byte
}

func fields(data []byte) ([]field, error) {
	var all []field
	for len(data) > 0 {
		number, kind, n := protowire.ConsumeTag(data)
		if n < 0 {
			return nil, protowire.ParseError(n)
		}
		data = data[n:]
		f := field{number: number}
		switch kind {
		case protowire.VarintType:
			f.value, n = protowire.ConsumeVarint(data)
		case protowire.BytesType:
			f.bytes, n = protowire.ConsumeBytes(data)
		case protowire.Fixed64Type:
			f.value, n = protowire.ConsumeFixed64(data)
		case protowire.Fixed32Type:
			var v uint32
			v, n = protowire.ConsumeFixed32(data)
			f.value = uint64(v)
		default:
			return nil, fmt.Errorf("wire type %d", kind)
		}
		if n < 0 {
			return nil, protowire.ParseError(n)
		}
		data = data[n:]
		all = append(all, f)
	}
	return all, nil
}

func numbers(data []byte) ([]uint64, error) {
	var all []uint64
	for len(data) > 0 {
		v, n := protowire.ConsumeVarint(data)
		if n < 0 {
			return nil, protowire.ParseError(n)
		}
		all, data = append(all, v), data[n:]
	}
	return all, nil
}

// Decode reads a tile's layers by name. It refuses whatever the specification does not allow.
func Decode(raw []byte) (map[string]Layer, error) {
	layers := map[string]Layer{}
	top, err := fields(raw)
	if err != nil {
		return nil, fmt.Errorf("tile: %w", err)
	}
	for _, f := range top {
		if f.number != 3 {
			return nil, fmt.Errorf("tile: field %d", f.number)
		}
		l, err := decodeLayer(f.bytes)
		if err != nil {
			return nil, fmt.Errorf("layer %q: %w", l.Name, err)
		}
		if _, twice := layers[l.Name]; twice {
			return nil, fmt.Errorf("layer %q comes twice", l.Name)
		}
		layers[l.Name] = l
	}
	return layers, nil
}

func decodeLayer(data []byte) (Layer, error) {
	var l Layer
	all, err := fields(data)
	if err != nil {
		return l, err
	}
	var keys []string
	var values []any
	version := uint64(0)
	for _, f := range all {
		switch f.number {
		case 1:
			l.Name = string(f.bytes)
		case 3:
			keys = append(keys, string(f.bytes))
		case 4:
			v, err := decodeValue(f.bytes)
			if err != nil {
				return l, err
			}
			values = append(values, v)
		case 5:
			l.Extent = f.value
		case 15:
			version = f.value
		}
	}
	if version != 2 || l.Name == "" || l.Extent == 0 {
		return l, fmt.Errorf("version %d, name %q, extent %d", version, l.Name, l.Extent)
	}
	ids := map[uint64]bool{}
	for _, f := range all {
		if f.number != 2 {
			continue
		}
		feature, err := decodeFeature(f.bytes, keys, values)
		if err != nil {
			return l, fmt.Errorf("feature %d: %w", feature.ID, err)
		}
		if feature.ID != 0 && ids[feature.ID] {
			return l, fmt.Errorf("feature %d comes twice", feature.ID)
		}
		ids[feature.ID] = true
		l.Features = append(l.Features, feature)
	}
	return l, nil
}

func decodeValue(data []byte) (any, error) {
	all, err := fields(data)
	if err != nil || len(all) != 1 {
		return nil, fmt.Errorf("value of %d fields: %w", len(all), err)
	}
	switch f := all[0]; f.number {
	case 1:
		return string(f.bytes), nil
	case 2:
		return float64(math.Float32frombits(uint32(f.value))), nil
	case 3:
		return math.Float64frombits(f.value), nil
	case 4:
		return int64(f.value), nil
	case 5:
		return int64(f.value), nil
	case 6:
		return protowire.DecodeZigZag(f.value), nil
	case 7:
		return f.value != 0, nil
	default:
		return nil, fmt.Errorf("value of field %d", f.number)
	}
}

func decodeFeature(data []byte, keys []string, values []any) (Feature, error) {
	f := Feature{Tags: map[string]any{}}
	all, err := fields(data)
	if err != nil {
		return f, err
	}
	for _, part := range all {
		switch part.number {
		case 1:
			f.ID = part.value
		case 2:
			tags, err := numbers(part.bytes)
			if err != nil || len(tags)%2 != 0 {
				return f, fmt.Errorf("tags %v: %w", tags, err)
			}
			for i := 0; i < len(tags); i += 2 {
				if tags[i] >= uint64(len(keys)) || tags[i+1] >= uint64(len(values)) {
					return f, fmt.Errorf("tag %d/%d out of range", tags[i], tags[i+1])
				}
				f.Tags[keys[tags[i]]] = values[tags[i+1]]
			}
		case 3:
			f.Kind = part.value
		case 4:
			if f.Commands, err = numbers(part.bytes); err != nil {
				return f, err
			}
		}
	}
	return f, f.follow()
}

// follow turns the commands into paths and checks them.
func (f *Feature) follow() error {
	var x, y int64
	var path []orb.Point
	end := func() {
		if path != nil {
			f.Rings = append(f.Rings, path)
		}
		path = nil
	}
	for i := 0; i < len(f.Commands); {
		command, count := f.Commands[i]&7, f.Commands[i]>>3
		i++
		switch command {
		case 1, 2:
			if command == 1 && (f.Kind != 1 || path == nil) {
				end()
			}
			for range count {
				if i+1 >= len(f.Commands) {
					return fmt.Errorf("commands end early")
				}
				dx, dy := protowire.DecodeZigZag(f.Commands[i]), protowire.DecodeZigZag(f.Commands[i+1])
				if command == 2 && dx == 0 && dy == 0 {
					return fmt.Errorf("a step of no length")
				}
				x, y, i = x+dx, y+dy, i+2
				path = append(path, orb.Point{float64(x), float64(y)})
			}
		case 7:
			if f.Kind != 3 || len(path) < 3 {
				return fmt.Errorf("a ring of %d points in kind %d", len(path), f.Kind)
			}
			end()
		default:
			return fmt.Errorf("command %d", command)
		}
	}
	end()
	if len(f.Rings) == 0 {
		return fmt.Errorf("no geometry")
	}
	if f.Kind == 3 && Area(f.Rings[0]) <= 0 {
		return fmt.Errorf("first ring of area %g", Area(f.Rings[0]))
	}
	if f.Kind == 3 {
		for _, ring := range f.Rings {
			if Area(ring) == 0 {
				return fmt.Errorf("ring without area")
			}
		}
	}
	return nil
}

// Area is that of a ring by the surveyor's formula, positive where the ring runs clockwise on screen, as outer rings must.
func Area(ring []orb.Point) float64 {
	sum := 0.0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p[0]*q[1] - q[0]*p[1]
	}
	return sum / 2
}

// IDs lists the features' ids in the tile's order.
func (l Layer) IDs() []uint64 {
	all := make([]uint64, 0, len(l.Features))
	for _, f := range l.Features {
		all = append(all, f.ID)
	}
	return all
}

// Polygons writes a feature's rings as WKT: each outer ring begins a polygon, the inner ones after it are its holes.
func Polygons(f Feature) string {
	var shapes orb.MultiPolygon
	for _, path := range f.Rings {
		ring := append(orb.Ring{}, path...)
		ring = append(ring, path[0])
		if Area(path) > 0 {
			shapes = append(shapes, orb.Polygon{ring})
		} else {
			shapes[len(shapes)-1] = append(shapes[len(shapes)-1], ring)
		}
	}
	return wkt.MarshalString(shapes)
}
