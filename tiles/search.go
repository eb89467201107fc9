package tiles

import (
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/layers"
)

// edgePoints is the number of points along each edge of a tile that are taken to EPSG:3067: the transformed corners
// alone do not enclose the transformed tile, whose edges are curves. An edge bulges by the square of its length, so
// deep tiles need few.
func edgePoints(z int) int { return max(4, 64>>(z/2)) }

// Search is the box in EPSG:3067, metres, that holds every feature of the tile and of its buffer; false when the tile
// lies where no Finnish feature can.
func (g *Grid) Search(t Tile) (orb.Bound, bool) { return g.searchAround(t, Buffer) }

// searchOf is the box that holds every feature of a version that a tile depends on.
func searchOf(g *Grid, t Tile, v layers.Version) (orb.Bound, bool) {
	if gathers(g, t, v) {
		return g.searchAround(t, cellUnits)
	}
	return g.Search(t)
}

// searchAround is the box that holds every feature of the tile and of so many units around it.
func (g *Grid) searchAround(t Tile, units float64) (orb.Bound, bool) {
	reach := g.side(t.Z) * units / Extent
	box := g.Bounds(t).Pad(reach)
	if !box.Intersects(g.Reach) {
		return orb.Bound{}, false
	}
	box = intersection(box, g.Reach)
	if g.CRS == geo.TM35FIN {
		return box, true
	}
	var found orb.Bound
	points := edgePoints(t.Z)
	for i := range points {
		share := float64(i) / float64(points)
		e, n := box.Min[0]+share*(box.Max[0]-box.Min[0]), box.Min[1]+share*(box.Max[1]-box.Min[1])
		w, s := box.Max[0]-share*(box.Max[0]-box.Min[0]), box.Max[1]-share*(box.Max[1]-box.Min[1])
		for _, p := range [...]orb.Point{{e, box.Min[1]}, {box.Max[0], n}, {w, box.Max[1]}, {box.Min[0], s}} {
			q := geo.ToTM35FIN(g.CRS.ToLonLat(p))
			if found.IsZero() {
				found = orb.Bound{Min: q, Max: q}
			}
			found = found.Extend(q)
		}
	}
	// Between two of the points the edge bulges by less than this.
	return found.Pad(2 * g.Grain(t.Z)), true
}

func intersection(a, b orb.Bound) orb.Bound {
	return orb.Bound{
		Min: orb.Point{max(a.Min[0], b.Min[0]), max(a.Min[1], b.Min[1])},
		Max: orb.Point{min(a.Max[0], b.Max[0]), min(a.Max[1], b.Max[1])},
	}
}
