package tiles

import (
	"slices"

	"google.golang.org/protobuf/encoding/protowire"

	"lupakartta/layers/snapshot"
)

// place writes the geometry that a feature has in the tile, and returns what it is there: what is too small or too thin
// for the zoom is a point. Nothing is written of what does not reach into the tile.
func (p *painter) place(v *snapshot.View, f frame, feature uint32, whole bool) snapshot.Kind {
	p.geometry = p.geometry[:0]
	first, end := v.Parts(feature)
	switch kind := v.Kind(feature); kind {
	case snapshot.Points:
		p.points(v.Positions(first), f)
		return kind
	case snapshot.Lines:
		if p.lines(v, f, first, end, whole); len(p.geometry) > 0 {
			return kind
		}
	case snapshot.Areas:
		if p.areas(v, f, feature, first, end, whole); len(p.geometry) > 0 {
			return kind
		}
	}
	if whole || p.collapsed(v, f, first, end, v.Kind(feature) == snapshot.Areas) {
		p.points(v.Positions(first)[:1], f)
	}
	return snapshot.Points
}

// points writes those that lie in the square, each once.
func (p *painter) points(positions []snapshot.XY, f frame) {
	p.spots = p.spots[:0]
	for _, at := range positions {
		s := f.spot(at)
		if !s.left() && !s.right() && !s.above() && !s.below() && (len(p.spots) == 0 || p.spots[len(p.spots)-1] != s) {
			p.spots = append(p.spots, s)
		}
	}
	if len(p.spots) == 0 {
		return
	}
	p.command(moveTo, len(p.spots))
	p.steps(spot{}, p.spots)
}

// lines writes what lies in the square of lines.
func (p *painter) lines(v *snapshot.View, f frame, first, end uint32, whole bool) {
	var at spot
	for part := first; part < end; part++ {
		line := p.round(p.positions(v, f, part, whole), f, false)
		if len(line) < 2 {
			continue
		}
		if whole {
			at = p.line(at, line)
			continue
		}
		p.pieces = cutLine(line, p.pieces[:0])
		for _, piece := range p.pieces {
			at = p.line(at, piece)
		}
	}
}

func (p *painter) line(at spot, line []spot) spot {
	p.command(moveTo, 1)
	at = p.steps(at, line[:1])
	p.command(lineTo, len(line)-1)
	return p.steps(at, line[1:])
}

// areas writes what lies in the square of an area. Its rings are as simple as they were where rounding cannot have
// changed that, or where somebody has looked; otherwise they are looked at, and mended where they are not.
func (p *painter) areas(v *snapshot.View, f frame, feature, first, end uint32, whole bool) {
	var at spot
	if whole && v.Simple(feature, f.zoom()) {
		for part := first; part < end; part++ {
			at = p.ring(at, p.round(v.Positions(part), f, true))
		}
		return
	}
	p.rings, p.kept = p.rings[:0], p.kept[:0]
	fine := true
	for part := first; part < end; part++ {
		ring := p.round(p.positions(v, f, part, whole), f, true)
		if !whole {
			ring = cutRing(ring, &p.rooms)
		}
		if len(ring) > 2 {
			start := len(p.kept)
			p.kept = append(p.kept, ring...)
			p.rings = append(p.rings, p.kept[start:])
			fine = fine && (twiceArea(ring) > 0) != v.Hole(part)
		} else {
			fine = false
		}
	}
	rings := p.rings
	switch {
	case len(rings) == 0:
	case !p.simple(rings) || !fine || !nested(rings):
		rings = mend(rings)
	case whole:
		v.NoteSimple(feature, f.zoom())
	}
	for _, ring := range rings {
		at = p.ring(at, ring)
	}
}

// mostApart bounds the rings of which it is asked whether one lies in another.
const mostApart = 16

// nested tells whether holes lie in the outer rings before them, and outer ones in none.
func nested(rings [][]spot) bool {
	var outer []spot
	for i, ring := range rings {
		if twiceArea(ring) > 0 {
			outer = ring
			for _, other := range rings[:i] {
				if len(rings) <= mostApart && twiceArea(other) > 0 && (inside(ring, other) || inside(other, ring)) {
					return false
				}
			}
		} else if outer == nil || !inside(ring, outer) {
			return false
		}
	}
	return true
}

// positions are those of a part that show at the tile's zoom; of one that reaches out of the tile without most that lie far
// outside.
func (p *painter) positions(v *snapshot.View, f frame, part uint32, whole bool) []snapshot.XY {
	switch {
	case !v.Large(part):
		return v.Positions(part)
	case whole:
		p.near = v.Shown(part, f.zoom(), p.near[:0])
	default:
		p.near = v.Near(part, f.zoom(), f.around(), p.near[:0])
	}
	return p.near
}

func (p *painter) ring(at spot, ring []spot) spot {
	p.command(moveTo, 1)
	at = p.steps(at, ring[:1])
	p.command(lineTo, len(ring)-1)
	at = p.steps(at, ring[1:])
	p.geometry = append(p.geometry, closePath)
	return at
}

// round takes positions to the tile's units, without those that are where the one before was.
func (p *painter) round(positions []snapshot.XY, f frame, ring bool) []spot {
	p.spots = p.spots[:0]
	for _, at := range positions {
		if s := f.spot(at); len(p.spots) == 0 || p.spots[len(p.spots)-1] != s {
			p.spots = append(p.spots, s)
		}
	}
	if last := len(p.spots) - 1; ring && last > 0 && p.spots[last] == p.spots[0] {
		p.spots = p.spots[:last]
	}
	return p.spots
}

// collapsed tells whether nothing is left of a feature's lines or rings when they are rounded, wherever the tile ends.
func (p *painter) collapsed(v *snapshot.View, f frame, first, end uint32, areas bool) bool {
	var rings [][]spot
	for part := first; part < end; part++ {
		spots := p.round(v.Positions(part), f, areas)
		switch {
		case !areas && len(spots) > 1, areas && twiceArea(spots) != 0:
			return false
		case areas && len(spots) > 3: // as an eight, whose halves run round either way
			rings = append(rings, slices.Clone(spots))
		}
	}
	return len(mend(rings)) == 0
}

func (p *painter) command(id, count int) {
	p.geometry = protowire.AppendVarint(p.geometry, uint64(id|count<<3)) //nolint:gosec // positive
}

// steps writes spots as steps from the one before, and returns the last.
func (p *painter) steps(at spot, spots []spot) spot {
	b := p.geometry
	for _, s := range spots {
		b = appendStep(appendStep(b, s.x-at.x), s.y-at.y)
		at = s
	}
	p.geometry = b
	return at
}

// appendStep writes a step: most are so small that they take a byte.
func appendStep(b []byte, d int32) []byte {
	u := uint32(d<<1) ^ uint32(d>>31) //nolint:gosec // zigzag
	if u < 0x80 {
		return append(b, byte(u))
	}
	return protowire.AppendVarint(b, uint64(u))
}
