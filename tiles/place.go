package tiles

import (
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
	if p.collapsed(v, f, first, end, v.Kind(feature) == snapshot.Areas) {
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
		line := p.round(v.Positions(part), f, false)
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
// changed that; otherwise they are looked at, and mended where they are not.
func (p *painter) areas(v *snapshot.View, f frame, feature, first, end uint32, whole bool) {
	var at spot
	if whole && f.zoom() >= v.SimpleFrom(feature) {
		for part := first; part < end; part++ {
			at = p.ring(at, p.round(v.Positions(part), f, true))
		}
		return
	}
	p.rings = p.rings[:0]
	for part := first; part < end; part++ {
		ring := p.round(v.Positions(part), f, true)
		if !whole {
			ring = cutRing(ring, nil)
		} else {
			ring = append([]spot(nil), ring...)
		}
		if len(ring) > 2 {
			p.rings = append(p.rings, ring)
		}
	}
	rings := p.rings
	if len(rings) > 0 && !simple(rings) {
		rings = mend(rings)
	}
	for _, ring := range rings {
		at = p.ring(at, ring)
	}
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
	for part := first; part < end; part++ {
		spots := p.round(v.Positions(part), f, areas)
		if len(spots) > 1 && (!areas || twiceArea(spots) != 0) {
			return false
		}
	}
	return true
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
