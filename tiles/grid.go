package tiles

import (
	"errors"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers/snapshot"
)

// Extent is the number of units along a tile's side (MVT 2.1, section 4.1).
const Extent = 4096

// Buffer is how far beyond its edges a tile's features reach, in units. At 128 a symbol of 16 pixels on a tile of 512
// is whole on both sides of a seam.
const Buffer = 128

// pixels along the side of the tile that cell sizes are given for (OGC Two Dimensional Tile Matrix Set).
const pixels = 256

// Grid is a tile matrix set: a pyramid of tiles, counted from the top left corner. Grids are data; code knows none of them.
type Grid struct {
	ID         string
	Title      i18n.Text
	Definition string    // where OGC has registered the grid; empty: nowhere
	ScaleSet   string    // OGC's well-known set that has its scales; empty: none
	Axes       [2]string // names of the axes in the order of positions here, whatever the reference system's own is

	CRS    geo.CRS
	Origin orb.Point // top left corner, metres
	Levels []Level   // by zoom
	// Reach is the part of the plane that can hold Finnish features: beyond it EPSG:3067 has no meaning.
	Reach orb.Bound
	// MaxZoom is the deepest level that shows more than the one above it; clients stretch its tiles further in.
	MaxZoom int
	// ZoomShift is what to add to a level to get the web-mercator zoom of about the same scale in Finland. Recipes speak in that zoom.
	ZoomShift int
	// Stretch is the least number of ground metres that one metre of the grid stands for within Reach.
	Stretch float64
}

// Level is one zoom of a grid.
type Level struct {
	CellSize      float64 // metres of the grid per pixel, 256 pixels to a tile
	Width, Height uint32  // tiles
}

// Tile is the place of a tile in a grid.
type Tile struct {
	Z    int
	X, Y uint32 // column and row, from the top left
}

// Errors about grids and tiles.
var (
	ErrUnknownGrid = errors.New("unknown tile grid")
	ErrOutside     = errors.New("tile outside the grid")
)

// earth is half the circumference of the sphere of EPSG:3857 in metres.
const earth = math.Pi * 6378137

// Grids lists every grid that is served.
var Grids = []Grid{
	{
		ID:         "WebMercatorQuad",
		Title:      i18n.Text{Fi: "Web Mercator (maailman verkkokartat)", Sv: "Web Mercator (världens webbkartor)", En: "Web Mercator (the world's web maps)"},
		Definition: "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad",
		ScaleSet:   "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
		Axes:       [2]string{"X", "Y"},

		CRS:    geo.Mercator,
		Origin: orb.Point{-earth, earth},
		Levels: quad(2*earth/pixels, 25),
		Reach:  orb.Bound{Min: geo.Mercator.FromLonLat(orb.Point{10, 54}), Max: geo.Mercator.FromLonLat(orb.Point{42, 74})},
		// A unit of zoom 16 is 7 cm on the ground at 62° N: finer than the registers.
		MaxZoom: 16,
		Stretch: 0.34, // cos 70.1°
	},
	{
		ID:    "ETRS-TM35FIN", // JHS 180
		Title: i18n.Text{Fi: "ETRS-TM35FIN (JHS 180 -tiilimatriisi)", Sv: "ETRS-TM35FIN (rutmatrisen i JHS 180)", En: "ETRS-TM35FIN (tile matrix set of JHS 180)"},
		Axes:  [2]string{"E", "N"},

		CRS:       geo.TM35FIN,
		Origin:    orb.Point{-548576, 8388608},
		Levels:    quad(8192, 16),
		Reach:     orb.Bound{Min: orb.Point{-548576, 6291456}, Max: orb.Point{1548576, 8388608}},
		MaxZoom:   13, // 6 cm
		ZoomShift: 3,
		Stretch:   1,
	},
}

// quad gives the levels of a pyramid that begins with one tile and halves the cell at each level.
func quad(cell float64, levels int) []Level {
	pyramid := make([]Level, levels)
	for z := range pyramid {
		pyramid[z] = Level{CellSize: math.Ldexp(cell, -z), Width: 1 << z, Height: 1 << z}
	}
	return pyramid
}

// URI names the grid's reference system as OGC does.
func (g *Grid) URI() string {
	return "http://www.opengis.net/def/crs/EPSG/0/" + strconv.Itoa(int(g.CRS))
}

// GridByID returns a grid, or ErrUnknownGrid.
func GridByID(id string) (*Grid, error) {
	i := slices.IndexFunc(Grids, func(g Grid) bool { return g.ID == id })
	if i < 0 {
		return nil, ErrUnknownGrid
	}
	return &Grids[i], nil
}

// Holds tells whether the tile is in the grid.
func (g *Grid) Holds(t Tile) bool {
	if t.Z < 0 || t.Z >= len(g.Levels) {
		return false
	}
	level := g.Levels[t.Z]
	return t.X < level.Width && t.Y < level.Height
}

// Bounds is the tile's square in the grid's reference system. Neighbours share their edge to the last bit.
// The grid must hold the tile.
func (g *Grid) Bounds(t Tile) orb.Bound {
	side := g.side(t.Z)
	return orb.Bound{
		Min: orb.Point{g.Origin[0] + float64(t.X)*side, g.Origin[1] - (float64(t.Y)+1)*side},
		Max: orb.Point{g.Origin[0] + (float64(t.X)+1)*side, g.Origin[1] - float64(t.Y)*side},
	}
}

// At is the tile of zoom z that holds a point of the grid's reference system. It may lie outside the grid's tiles
// when the point lies outside the grid: ask Holds.
func (g *Grid) At(p orb.Point, z int) Tile {
	side := g.side(z)
	return Tile{Z: z, X: uint32(max(0, math.Floor((p[0]-g.Origin[0])/side))), Y: uint32(max(0, math.Floor((g.Origin[1]-p[1])/side)))}
}

// side is a tile's side in metres of the grid.
func (g *Grid) side(z int) float64 { return g.Levels[z].CellSize * pixels }

// Grain is the ground that one unit of a tile covers at zoom z, in metres, where the grid stretches the ground most.
// It is the same for all tiles of a zoom, so that neighbours simplify alike.
func (g *Grid) Grain(z int) float64 { return g.side(z) / Extent * g.Stretch }

// LowestZoom is the level that corresponds to a web-mercator zoom, and never deeper than clients ask.
func (g *Grid) LowestZoom(zoom int) int { return min(max(0, zoom-g.ZoomShift), g.MaxZoom) }

// plane is the square of the grid's first tile, in which snapshots keep positions.
func (g *Grid) plane() snapshot.Plane {
	return snapshot.Plane{CRS: g.CRS, Origin: g.Origin, Side: g.side(0)}
}
