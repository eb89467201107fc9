package tiles

import (
	"math"
	"slices"
	"sync"

	"google.golang.org/protobuf/encoding/protowire"

	"lupakartta/layers/snapshot"
)

// Commands of a geometry (MVT 2.1, section 4.3.1).
const (
	moveTo    = 1
	lineTo    = 2
	closePath = 7 | 1<<3 // once
)

// painter makes tiles from a snapshot. It is used for one tile at a time; what it needs room for is kept for the next.
type painter struct {
	found []uint32

	spots  []spot   // of the part that is being read
	rings  [][]spot // of the polygon
	pieces [][]spot
	kept   []spot    // the rings' spots
	rooms  [2][]spot // for cutting
	sides  []side
	near   []snapshot.XY

	geometry, tags, features []byte
	local                    [][]uint32 // of each column, by the value's number: its number in the tile plus one
	used                     [][2]uint32
	keys                     []uint32 // of each name its number in the tile plus one
	keyCount, valueCount     uint32
	names, values            []byte

	cells    [cellsAcross * cellsAcross]cell
	clusters []cell
	countKey uint32            // of PointCount its number in the tile plus one
	counts   map[uint32]uint32 // of each number of points its number among the values plus one
}

var painters = sync.Pool{New: func() any { return &painter{counts: map[uint32]uint32{}} }}

// paint encodes a layer of a tile, which is called as the version's is. It returns how many features it had no room for.
func paint(v *snapshot.View, g *Grid, t Tile, most int) (raw []byte, leftOut int64) {
	p := painters.Get().(*painter) //nolint:errcheck // nothing else is put there
	defer painters.Put(p)
	f := frameOf(t)
	class := -1
	p.clusters = p.clusters[:0]
	if gathers(g, t, v.Version) {
		class = slices.Index(v.Names, v.Version.Recipe.Style.ColorBy)
		p.found = v.Search(f.box(cellUnits), p.found[:0])
		p.gather(v, f, class)
	} else {
		p.found = v.Search(f.around(), p.found[:0])
	}
	if len(p.found) > most {
		leftOut = int64(len(p.found) - most)
		p.found = v.Foremost(p.found, most)
	}
	return p.layer(v, f, class), leftOut
}

// deepest is the zoom at which a unit of the tile is one of the plane.
const deepest = 32 - extentBits

// frame takes positions of a plane to those of a tile.
type frame struct {
	x, y  int64 // of the tile's top left corner, units of the plane
	shift int   // bits of a position that are less than a unit of the tile
}

func frameOf(t Tile) frame {
	wide := 32 - t.Z
	return frame{int64(t.X) << wide, int64(t.Y) << wide, wide - extentBits}
}

// extentBits are the bits of a position in a tile.
const extentBits = 12

// spot is the unit of the tile nearest to a position; halves go down and to the right.
func (f frame) spot(at snapshot.XY) spot {
	return spot{f.unit(int64(at.X) - f.x), f.unit(int64(at.Y) - f.y)}
}

func (f frame) unit(d int64) int32 {
	return int32((d + 1<<f.shift>>1) >> f.shift) //nolint:gosec // Finland is 2²⁸ units wide in the web's plane; the national one ends at zoom 15
}

// zoom is the tile's.
func (f frame) zoom() int { return deepest - f.shift }

// search is the box of the tile with its buffer, in units of the plane.
func (f frame) search() snapshot.Box { return f.box(Buffer) }

// box is that of the tile and so many units around it.
func (f frame) box(around int64) snapshot.Box {
	reach, side := around<<f.shift, int64(Extent)<<f.shift
	return snapshot.Box{Min: snapshot.XY{X: clamped(f.x - reach), Y: clamped(f.y - reach)}, Max: snapshot.XY{X: clamped(f.x + side + reach), Y: clamped(f.y + side + reach)}}
}

// around is the box of the tile with its buffer and a unit more, so that nothing outside it is rounded into the tile.
func (f frame) around() snapshot.Box {
	box, unit := f.search(), int64(1)<<f.shift
	box.Min = snapshot.XY{X: clamped(int64(box.Min.X) - unit), Y: clamped(int64(box.Min.Y) - unit)}
	box.Max = snapshot.XY{X: clamped(int64(box.Max.X) + unit), Y: clamped(int64(box.Max.Y) + unit)}
	return box
}

func clamped(v int64) uint32 { return uint32(min(max(0, v), math.MaxUint32)) }

// layer encodes the features found, and points that were gathered, of which the attribute of column class colours.
func (p *painter) layer(v *snapshot.View, f frame, class int) []byte {
	p.reset(v)
	box := f.search()
	for _, feature := range p.found {
		kind := p.place(v, f, feature, box.Holds(v.Box(feature)))
		if len(p.geometry) == 0 {
			continue
		}
		p.describe(v, feature)
		id := uint64(v.FID(feature))
		p.write(&id, kind)
	}
	for _, c := range p.clusters {
		p.cluster(v, f, c, class)
	}
	if len(p.features) == 0 {
		return nil
	}
	head := protowire.AppendString(protowire.AppendTag(number(nil, layerVersion, 2), layerName, protowire.BytesType), v.Version.Layer)
	tail := number(nil, layerExtent, Extent)
	size := len(head) + len(p.features) + len(p.names) + len(p.values) + len(tail)
	tile := make([]byte, 0, protowire.SizeTag(tileLayers)+protowire.SizeBytes(size))
	tile = protowire.AppendVarint(protowire.AppendTag(tile, tileLayers, protowire.BytesType), uint64(size)) //nolint:gosec // positive
	for _, content := range [][]byte{head, p.features, p.names, p.values, tail} {
		tile = append(tile, content...)
	}
	return tile
}

func (p *painter) reset(v *snapshot.View) {
	for _, u := range p.used {
		p.local[u[0]][u[1]] = 0
	}
	clear(p.counts)
	p.used, p.features, p.names, p.values = p.used[:0], p.features[:0], p.names[:0], p.values[:0]
	for len(p.local) < len(v.Names) {
		p.local = append(p.local, nil)
	}
	p.keys = append(p.keys[:0], make([]uint32, len(v.Names))...)
	p.keyCount, p.valueCount, p.countKey = 0, 0, 0
	for i := range v.Names {
		if n := v.Values[i].Len() + 1; len(p.local[i]) < n {
			p.local[i] = make([]uint32, n)
		}
	}
}

// describe writes the numbers of a feature's attributes and values.
func (p *painter) describe(v *snapshot.View, feature uint32) {
	p.tags = p.tags[:0]
	for i, value := range v.Row(feature) {
		if value != 0 {
			p.tag(v, i, value)
		}
	}
}

// tag writes the numbers of an attribute and of its value.
func (p *painter) tag(v *snapshot.View, attribute int, value uint32) {
	if p.keys[attribute] == 0 {
		p.keys[attribute] = p.key(v.Names[attribute])
	}
	at := &p.local[attribute][value]
	if *at == 0 {
		p.used = append(p.used, [2]uint32{uint32(attribute), value}) //nolint:gosec // few
		*at = p.value(v.Values[attribute].At(value - 1))
	}
	p.tags = protowire.AppendVarint(p.tags, uint64(p.keys[attribute]-1))
	p.tags = protowire.AppendVarint(p.tags, uint64(*at-1))
}

// key adds an attribute's name and returns its number plus one.
func (p *painter) key(name string) uint32 {
	p.names = message(p.names, layerKeys, []byte(name))
	p.keyCount++
	return p.keyCount
}

// value adds a value and returns its number plus one.
func (p *painter) value(encoded []byte) uint32 {
	p.values = message(p.values, layerValues, encoded)
	p.valueCount++
	return p.valueCount
}

// write writes the feature whose geometry and tags are ready; without an id it stands for several.
func (p *painter) write(id *uint64, kind snapshot.Kind) {
	size := 2 + 1 + protowire.SizeBytes(len(p.geometry))
	if id != nil {
		size += 1 + protowire.SizeVarint(*id)
	}
	if len(p.tags) > 0 {
		size += 1 + protowire.SizeBytes(len(p.tags))
	}
	b := protowire.AppendVarint(protowire.AppendTag(p.features, layerFeatures, protowire.BytesType), uint64(size))
	if id != nil {
		b = protowire.AppendVarint(append(b, 1<<3), *id) // a varint
	}
	if len(p.tags) > 0 {
		b = message(b, featureTags, p.tags)
	}
	b = append(b, byte(featureType)<<3, byte(kind))
	p.features = message(b, featureGeometry, p.geometry)
}
