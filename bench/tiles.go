package bench

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/layers"
	"lupakartta/tiles"
)

// background is what the first map shows: land, water, streets and units.
var background = []layers.Theme{layers.BaseLand, layers.BaseWater, layers.BaseStreet, layers.Property}

// Tiles times tiles of the background at a zoom round a place (EPSG:3067), each made afresh. The yardstick is
// "select 1" through the same pool: what asking the database costs before it does anything.
func Tiles(ctx context.Context, pool *pgxpool.Pool, catalogue *layers.Catalogue, place orb.Point, zoom int) (Row, error) {
	var versions []layers.Version
	for _, theme := range background {
		for _, layer := range catalogue.ByTheme(theme) {
			versions = append(versions, layer.Version)
		}
	}
	grid, err := tiles.GridByID("WebMercatorQuad")
	if err != nil {
		return Row{}, err
	}
	centre := grid.At(geo.Transform(place, geo.TM35FIN, geo.Mercator).(orb.Point), zoom)
	var made, asked sample
	bytes := 0
	for range 6 {
		source := tiles.NewSource(pool, tiles.Options{}) // an empty cache
		for dx := range uint32(3) {
			for dy := range uint32(3) {
				tile := tiles.Tile{Z: zoom, X: centre.X + dx - 1, Y: centre.Y + dy - 1}
				err := made.timed(func() error {
					encoded, err := source.Tile(ctx, grid, tile, versions, tiles.Zstd)
					if err == nil {
						bytes += len(encoded.Bytes)
					}
					return err
				})
				if err != nil {
					return Row{}, fmt.Errorf("tile %v: %w", tile, err)
				}
				if err := asked.timed(func() error { return one(ctx, pool) }); err != nil {
					return Row{}, err
				}
			}
		}
	}
	return Row{Name: fmt.Sprintf("background tile of the town, z%d, made afresh", zoom), Median: made.median(), P99: made.quantile(0.99), Runs: len(made),
		Yardstick: "select 1", Beside: asked.median(), Note: fmt.Sprintf("%d layers, %.1f kB compressed", len(versions), float64(bytes)/float64(len(made))/1000)}, nil
}

func one(ctx context.Context, pool *pgxpool.Pool) error {
	var n int
	return pool.QueryRow(ctx, "select 1").Scan(&n)
}
