package tiles

import (
	"context"
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/snapshot"
)

// Places where the grids lean against each other: the edges of the zone in the south and in the north, and its middle.
var seamPlaces = []orb.Point{{20, 60.2}, {31, 63}, {21.5, 69}, {26.6, 62.4}}

// fabric is a slanting patchwork of 40 m squares round each place, with a line and a point to every other square.
func fabric() (units, lines, points []shape) {
	const across, side = 36, 40.0
	for k, lonLat := range seamPlaces {
		middle := geo.ToTM35FIN(lonLat)
		sin, cos := math.Sincos(0.1 + float64(k))
		at := func(i, j float64) orb.Point {
			e, n := (i-across/2)*side, (j-across/2)*side
			return orb.Point{middle[0] + e*cos - n*sin, middle[1] + e*sin + n*cos}
		}
		for i := range across {
			for j := range across {
				id := strconv.Itoa(k) + "-" + strconv.Itoa(i) + "-" + strconv.Itoa(j)
				x, y := float64(i), float64(j)
				units = append(units, shape{id, orb.Polygon{{at(x, y), at(x+.95, y), at(x+.95, y+.95), at(x, y+.95), at(x, y)}}, nil})
				if (i+j)%2 == 0 {
					lines = append(lines, shape{id, orb.LineString{at(x, y), at(x+1, y+2)}, nil})
					points = append(points, shape{id, at(x+.5, y+.5), nil})
				}
			}
		}
	}
	return units, lines, points
}

// TestNothingIsLostAtSeams compares every tile round the places with a query of the geometry itself: nothing within
// the buffer may be missing, and nothing beyond it may be there.
func TestNothingIsLostAtSeams(t *testing.T) {
	pool := testdb.New(t)
	units, lines, points := fabric()
	versions := []layers.Version{
		publish(t, pool, recipe("units", layers.Property), units),
		publish(t, pool, recipe("lines", layers.BaseStreet), lines),
		publish(t, pool, recipe("points", layers.Address), points),
	}
	s := NewSource(pool, Options{})
	t.Run("PostGIS", func(t *testing.T) {
		seams(t, pool, versions, func(g *Grid, at Tile, v layers.Version) []uint64 {
			return decode(t, get(t, s, g, at, v))[v.Layer].IDs()
		})
	})
	shots := map[string]*snapshot.Snapshot{}
	for _, v := range versions {
		shots[v.Layer] = snapshotOf(t, s, v)
	}
	t.Run("memory", func(t *testing.T) {
		seams(t, pool, versions, func(g *Grid, at Tile, v layers.Version) []uint64 {
			raw, _ := paint(shots[v.Layer].View(g.plane()), g, at, 20000)
			ids := decode(t, raw)[v.Layer].IDs()
			slices.Sort(ids)
			return ids
		})
	})
}

// seams looks at tiles round the places, of which idsOf gives the features of a version in ascending order.
func seams(t *testing.T, pool *pgxpool.Pool, versions []layers.Version, idsOf func(*Grid, Tile, layers.Version) []uint64) {
	for _, g := range Grids {
		t.Run(g.ID, func(t *testing.T) {
			tiles, missing, strange := 0, 0, 0
			for z := 9; z <= 16; z++ {
				for _, lonLat := range seamPlaces {
					for _, at := range block(&g, lonLat, z-g.ZoomShift) {
						tiles++
						for _, v := range versions {
							got := idsOf(&g, at, v)
							for _, id := range within(t, pool, &g, at, v, -3) {
								if _, ok := slices.BinarySearch(got, id); !ok {
									missing++
								}
							}
							allowed := within(t, pool, &g, at, v, 3)
							for _, id := range got {
								if _, ok := slices.BinarySearch(allowed, id); !ok {
									strange++
								}
							}
						}
					}
				}
			}
			if missing > 0 || strange > 0 {
				t.Errorf("%d tiles: %d features missing, %d from beyond the buffer; want none", tiles, missing, strange)
			}
		})
	}
}

// block is the four tiles round the corner that lies nearest to a place.
func block(g *Grid, lonLat orb.Point, z int) []Tile {
	p := g.CRS.FromLonLat(lonLat)
	side := g.side(z)
	m := g.At(orb.Point{p[0] - side/2, p[1] + side/2}, z)
	return []Tile{m, {z, m.X + 1, m.Y}, {z, m.X, m.Y + 1}, {z, m.X + 1, m.Y + 1}}
}

// within asks PostGIS for the features that meet the tile grown by its buffer and by more units, in the grid's own
// reference system.
func within(t *testing.T, pool *pgxpool.Pool, g *Grid, at Tile, v layers.Version, more float64) []uint64 {
	t.Helper()
	b := g.Bounds(at).Pad(g.side(at.Z) * (Buffer + more) / Extent)
	rows, err := pool.Query(context.Background(), `select fid from `+v.Table()+`
		where geom && st_expand(st_transform(st_segmentize(st_makeenvelope($1, $2, $3, $4, $5), ($3::float8 - $1) / 16), 3067), 200)
		and st_intersects(st_transform(geom, $5), st_makeenvelope($1, $2, $3, $4, $5)) order by fid`,
		b.Min[0], b.Min[1], b.Max[0], b.Max[1], int(g.CRS))
	if err != nil {
		t.Fatal(err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		t.Fatal(err)
	}
	all := make([]uint64, 0, len(ids))
	for _, id := range ids {
		all = append(all, uint64(id)) //nolint:gosec // from 1
	}
	return all
}
