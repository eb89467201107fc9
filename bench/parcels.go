package bench

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/demo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// The layers on which tiles are measured: parcels of the generated region with four attributes, and 20,000 of its addresses.
const (
	parcels     = "bench_parcels"
	points      = "bench_points"
	mostPoints  = 20_000
	pointsApart = 7 // every so manieth address, so that they lie all over the region
)

// measuredLayer says where the demo has a layer and which attributes travel.
type measuredLayer struct {
	id, from   string
	theme      layers.Theme
	attributes []string
}

var measured = []measuredLayer{
	{parcels, "mallila_property", layers.Property, []string{"kiinteistotunnus", "tunnus14", "laji", "kylanimi"}},
	{points, "mallila_address", layers.Address, []string{"katunimi", "numero", "postinumero", "kiinteistotunnus"}},
}

// LoadParcels publishes the measured layers, of the demo in a size, and the same in plain tables for the yardstick.
func LoadParcels(ctx context.Context, pool *pgxpool.Pool, size demo.Size) error {
	store := layers.NewStore(pool)
	builders := map[string]*layers.Builder{}
	for _, m := range measured {
		b, err := store.Begin(ctx, m.recipe(), layers.Origin{Name: string(size), CRS: "EPSG:3067"})
		if err != nil {
			return err
		}
		builders[m.from] = b
	}
	seen := 0
	err := demo.Generate(demo.Options{Size: size}, func(layer string, f layers.Feature) error {
		b, ok := builders[layer]
		if !ok {
			return nil
		}
		if layer == measured[1].from {
			if seen++; seen%pointsApart > 0 || seen/pointsApart > mostPoints {
				return nil
			}
		}
		return b.Add(f)
	})
	for _, m := range measured {
		b := builders[m.from]
		if err != nil {
			b.Abort(ctx, err)
			continue
		}
		if _, err = b.Finish(ctx); err != nil {
			continue
		}
		if err = store.Publish(ctx, b.Number(), layers.Approval{DecideAll: true, ConfirmShrink: true}); err == nil {
			err = plainTables(ctx, pool, m, layers.Version{Number: b.Number()}.Table())
		}
	}
	if err != nil {
		return fmt.Errorf("parcels: %w", err)
	}
	return nil
}

// recipe of a measured layer: its features show at every zoom.
func (m measuredLayer) recipe() layers.Recipe {
	name := i18n.Text{Fi: m.id, Sv: m.id, En: m.id}
	r := layers.Recipe{ID: m.id, Theme: m.theme, Title: name, Publisher: name, Attribution: "Lupakartta-demo", Licence: "CC0-1.0",
		Coverage: layers.Coverage{Kind: layers.CoverNone, Why: layers.Grounds{Text: name}}, Style: layers.Style{MinZoom: 1}}
	for _, a := range m.attributes {
		r.Attributes = append(r.Attributes, layers.Attribute{Name: a, Label: i18n.Text{Fi: a, Sv: a, En: a}, Tile: true})
	}
	return r
}

// plainTables are what the yardstick reads, one in each reference system: a column for each attribute, neighbours beside
// each other on disk, indexed, analyzed.
func plainTables(ctx context.Context, pool *pgxpool.Pool, m measuredLayer, table string) error {
	columns := ""
	for _, a := range m.attributes {
		columns += fmt.Sprintf(`, attributes ->> '%[1]s' as %[1]s`, a)
	}
	for _, srid := range yardstickSystems {
		name := fmt.Sprintf("yardstick.%s_%d", m.id, srid)
		for _, sql := range []string{
			`create schema if not exists yardstick`, `drop table if exists ` + name,
			fmt.Sprintf(`create table %s as select fid, st_transform(geom, %d)::geometry(Geometry, %[2]d) as geom%s from %s order by geom`, name, srid, columns, table),
			fmt.Sprintf(`create index on %s using gist (geom)`, name), `vacuum analyze ` + name,
		} {
			if _, err := pool.Exec(ctx, sql); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

// placesOfParcels are points in parcels, every so manieth in the order of their numbers (EPSG:3857).
func placesOfParcels(ctx context.Context, pool *pgxpool.Pool, most int) ([]orb.Point, error) {
	rows, err := pool.Query(ctx, fmt.Sprintf(`
		with numbered as (select row_number() over (order by fid) as n, count(*) over () as total, geom from yardstick.%s_3857)
		select st_x(p), st_y(p) from numbered, st_pointonsurface(geom) p where n %% greatest(1, total / $1) = 0 order by n * 2654435761 %% 4294967296`, parcels), most)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p orb.Point, err error) { return p, row.Scan(&p[0], &p[1]) })
}
