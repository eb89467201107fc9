// Package snapshot keeps the features of a layer's version in memory, packed so that a tile or a check finds and reads
// them in microseconds. A snapshot never changes: another version is another snapshot.
package snapshot

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"sync/atomic"

	"lupakartta/layers"
)

// Kind is what a feature is.
type Kind uint8

// Kinds of features; their numbers are those of the vector tile schema.
const (
	Points Kind = 1
	Lines  Kind = 2
	Areas  Kind = 3
)

// Snapshot is a version in memory. Features are numbered in the order in which Hilbert's curve meets them, so that
// neighbours lie beside each other. It is safe for concurrent use.
type Snapshot struct {
	Version layers.Version
	Names   []string // attributes that travel in tiles, in the order of Row
	Values  []Values // of each of them, then of each other column

	fids  []int64
	kinds []Kind
	parts []uint32 // of each feature the first of its parts; one more than there are features
	ends  []uint32 // of each part the first of its positions; one more than there are parts
	holes []bool   // of each part
	rows  []uint32 // of each feature and column the number of its value plus one; 0: none
	names []string // of all columns, as Columns has them
	views []view   // by plane
}

// view is how the features lie in a plane.
type view struct {
	plane     Plane
	positions []XY
	tree      tree
	simple    []uint8            // of each feature from which zoom on rounding cannot make its rings cross
	looked    []atomic.Uint32    // of each feature a bit for each zoom at which somebody found its rings simple
	outlines  map[uint32]outline // of each large part
}

// Len is the number of features.
func (s *Snapshot) Len() int { return len(s.fids) }

// Bytes is what the snapshot takes in memory.
func (s *Snapshot) Bytes() int64 {
	bytes := 8*cap(s.fids) + cap(s.kinds) + 4*cap(s.parts) + 4*cap(s.ends) + cap(s.holes) + 4*cap(s.rows)
	for _, v := range s.Values {
		bytes += cap(v.bytes) + 4*cap(v.offsets)
	}
	for _, v := range s.views {
		bytes += 8*cap(v.positions) + cap(v.simple) + 4*cap(v.looked)
		for _, o := range v.outlines {
			bytes += 16*cap(o.boxes) + cap(o.from) + 64
		}
		for _, level := range v.tree.levels {
			bytes += 16 * cap(level)
		}
	}
	return int64(bytes)
}

// View is the snapshot in a plane; nil when it was not built for it.
func (s *Snapshot) View(p Plane) *View {
	for i := range s.views {
		if s.views[i].plane == p {
			return &View{s, &s.views[i]}
		}
	}
	return nil
}

// View is a snapshot in one plane.
type View struct {
	*Snapshot
	view *view
}

// Search appends the numbers of the features whose boxes meet the box, in ascending order.
func (v *View) Search(box Box, found []uint32) []uint32 { return v.view.tree.search(box, found) }

// Visit calls each with the features whose boxes are wanted, in ascending order. A box that is not wanted must hold none that is.
func (v *View) Visit(wanted func(Box) bool, each func(feature uint32)) {
	v.view.tree.visit(wanted, each)
}

// Foremost keeps the features that matter most: the biggest, and of those that are alike, as all points are, a spread that
// is the same in every tile. What is kept stays in ascending order.
func (v *View) Foremost(features []uint32, most int) []uint32 {
	weight := func(feature uint32) float64 {
		box := v.Box(feature)
		return math.Hypot(float64(box.Max.X-box.Min.X), float64(box.Max.Y-box.Min.Y))
	}
	slices.SortFunc(features, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(weight(b), weight(a)), cmp.Compare(spread(v.fids[a]), spread(v.fids[b])), cmp.Compare(v.fids[a], v.fids[b]))
	})
	features = features[:most]
	slices.Sort(features)
	return features
}

// spread scatters numbers that follow each other (Knuth's multiplicative hash).
func spread(fid int64) int64 { return fid * 2654435761 % (1 << 32) }

// Box is a feature's box.
func (v *View) Box(feature uint32) Box { return v.view.tree.levels[0][feature] }

// Simple tells whether it is known that an area's rings stay simple, and do not touch each other, when they are rounded
// to the units of tiles of 4096 at a zoom.
func (v *View) Simple(feature uint32, zoom int) bool {
	return zoom >= int(v.view.simple[feature]) || v.view.looked[feature].Load()>>zoom&1 == 1
}

// NoteSimple notes that they do.
func (v *View) NoteSimple(feature uint32, zoom int) { v.view.looked[feature].Or(1 << zoom) }

// FID is a feature's number in the layer.
func (s *Snapshot) FID(feature uint32) int64 { return s.fids[feature] }

// Kind is what a feature is.
func (s *Snapshot) Kind(feature uint32) Kind { return s.kinds[feature] }

// Row has for each of Names the number of the feature's value plus one; 0: it has none.
func (s *Snapshot) Row(feature uint32) []uint32 {
	first := int(feature) * len(s.names)
	return s.rows[first : first+len(s.Names)]
}

// label says what the columns are.
func (s *Snapshot) label(v layers.Version, columns Columns) {
	s.Version, s.Names, s.names = v, columns.Tile, columns.names()
}

// Column is the number of the attribute's column, by which Text and JSON read it; false: it is not kept. The register's own
// id has the empty name.
func (s *Snapshot) Column(name string) (int, bool) {
	column := slices.Index(s.names, name)
	return column, column >= 0
}

// Text is a feature's attribute as PostgreSQL's ->> gives it: a text as it is, a number or truth as JSON writes it; empty
// where it has none, and of lists and objects, which are not kept.
func (s *Snapshot) Text(feature uint32, column int) string {
	number := s.rows[int(feature)*len(s.names)+column]
	if number == 0 {
		return ""
	}
	return textOf(s.Values[column].At(number - 1))
}

// Texts calls visit with each value of a column, as Text gives it, at least once.
func (s *Snapshot) Texts(column int, visit func(text string)) {
	values := &s.Values[column]
	for i := range values.Len() {
		visit(textOf(values.At(uint32(i)))) //nolint:gosec // numbered in 32 bits
	}
}

// JSON is a feature's attribute as JSON; nil where it has none.
func (s *Snapshot) JSON(feature uint32, column int) json.RawMessage {
	number := s.rows[int(feature)*len(s.names)+column]
	if number == 0 {
		return nil
	}
	return jsonOf(s.Values[column].At(number - 1))
}

// Parts are the numbers of the first part of a feature and of the one after its last.
func (s *Snapshot) Parts(feature uint32) (first, end uint32) {
	return s.parts[feature], s.parts[feature+1]
}

// Hole tells whether a part of an area is a hole: it follows the ring that it lies in.
func (s *Snapshot) Hole(part uint32) bool { return s.holes[part] }

// Positions are those of a part; of a ring without its last, which is its first.
func (v *View) Positions(part uint32) []XY { return v.view.positions[v.ends[part]:v.ends[part+1]] }
