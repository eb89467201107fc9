package tiles

import (
	"strconv"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// pixelSize is the side of the rendering pixel that scale denominators are reckoned with, in metres (OGC 17-083r4, 6.1.1).
const pixelSize = 0.00028

// MatrixSet is a grid as OGC writes it (Two Dimensional Tile Matrix Set and Tile Set Metadata 2.0, OGC 17-083r4).
type MatrixSet struct {
	ID                string      `json:"id" example:"ETRS-TM35FIN"`
	Title             string      `json:"title"`
	URI               string      `json:"uri,omitempty" doc:"Where OGC has registered the grid"`
	CRS               string      `json:"crs" example:"http://www.opengis.net/def/crs/EPSG/0/3067"`
	OrderedAxes       []string    `json:"orderedAxes" nullable:"false" doc:"Names of the axes in the order of all positions here"`
	WellKnownScaleSet string      `json:"wellKnownScaleSet,omitempty"`
	BoundingBox       MatrixBox   `json:"boundingBox"`
	TileMatrices      []TileLevel `json:"tileMatrices" nullable:"false" doc:"Levels, the coarsest first"`
}

// MatrixBox is a box in a grid's reference system.
type MatrixBox struct {
	LowerLeft  [2]float64 `json:"lowerLeft"`
	UpperRight [2]float64 `json:"upperRight"`
	CRS        string     `json:"crs"`
}

// TileLevel is a level of a grid: a tile matrix.
type TileLevel struct {
	ID               string     `json:"id" doc:"The zoom, as addresses of tiles have it"`
	ScaleDenominator float64    `json:"scaleDenominator" doc:"Of pixels of 0.28 mm"`
	CellSize         float64    `json:"cellSize" doc:"Metres of the grid per pixel, 256 pixels to a tile"`
	CornerOfOrigin   string     `json:"cornerOfOrigin" enum:"topLeft"`
	PointOfOrigin    [2]float64 `json:"pointOfOrigin"`
	TileWidth        int        `json:"tileWidth"`
	TileHeight       int        `json:"tileHeight"`
	MatrixWidth      uint32     `json:"matrixWidth" doc:"Columns"`
	MatrixHeight     uint32     `json:"matrixHeight" doc:"Rows"`
}

// MatrixSet describes the grid in a language.
func (g *Grid) MatrixSet(lang i18n.Lang) MatrixSet {
	side := g.side(0)
	set := MatrixSet{ID: g.ID, Title: g.Title.In(lang), URI: g.Definition, CRS: g.URI(), OrderedAxes: g.Axes[:], WellKnownScaleSet: g.ScaleSet,
		BoundingBox: MatrixBox{LowerLeft: [2]float64{g.Origin[0], g.Origin[1] - side}, UpperRight: [2]float64{g.Origin[0] + side, g.Origin[1]}, CRS: g.URI()}}
	for z, level := range g.Levels {
		set.TileMatrices = append(set.TileMatrices, TileLevel{
			ID: strconv.Itoa(z), ScaleDenominator: level.CellSize / pixelSize, CellSize: level.CellSize, CornerOfOrigin: "topLeft", PointOfOrigin: g.Origin,
			TileWidth: pixels, TileHeight: pixels, MatrixWidth: level.Width, MatrixHeight: level.Height,
		})
	}
	return set
}

// Limits are the tiles of a level that a layer's features lie in.
type Limits struct {
	TileMatrix string `json:"tileMatrix"`
	MinTileRow uint32 `json:"minTileRow"`
	MaxTileRow uint32 `json:"maxTileRow"`
	MinTileCol uint32 `json:"minTileCol"`
	MaxTileCol uint32 `json:"maxTileCol"`
}

// LimitsOf are those of every level worth asking for; none when the version has no features.
func (g *Grid) LimitsOf(v layers.Version) []Limits {
	limits := []Limits{}
	if v.Empty() {
		return limits
	}
	box := v.BBox
	if g.CRS != geo.TM35FIN {
		box = orb.Bound{Min: g.CRS.FromLonLat(v.BBoxLonLat.Min), Max: g.CRS.FromLonLat(v.BBoxLonLat.Max)}
	}
	for z := g.LowestZoom(v.Recipe.Style.MinZoom); z <= g.MaxZoom; z++ {
		first, last := g.At(orb.Point{box.Min[0], box.Max[1]}, z), g.At(orb.Point{box.Max[0], box.Min[1]}, z)
		limits = append(limits, Limits{TileMatrix: strconv.Itoa(z), MinTileRow: first.Y, MaxTileRow: last.Y, MinTileCol: first.X, MaxTileCol: last.X})
	}
	return limits
}
