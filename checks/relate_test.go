package checks

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"lupakartta/layers"
	"lupakartta/layers/snapshot"
)

// star is an area whose rim goes in and out, with so many corners.
func star(rnd *rand.Rand, centre orb.Point, radius float64, corners int) orb.Ring {
	ring := make(orb.Ring, 0, corners+1)
	turned, depth := rnd.Float64(), rnd.Float64()
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * (float64(i) + turned) / float64(corners))
		r := radius * (1 - 0.9*depth*rnd.Float64())
		ring = append(ring, orb.Point{centre[0] + r*cos, centre[1] + r*sin})
	}
	return append(ring, ring[0])
}

// anyShape is a point, points, a line, lines, a sliver, an area, an area with a hole or one of several parts, or a large one.
func anyShape(rnd *rand.Rand, centre orb.Point, size float64) orb.Geometry {
	random := func() orb.Point {
		return orb.Point{centre[0] + size*(2*rnd.Float64()-1), centre[1] + size*(2*rnd.Float64()-1)}
	}
	walk := func(n int) (line orb.LineString) {
		for range n {
			line = append(line, random())
		}
		return line
	}
	switch rnd.IntN(9) {
	case 0:
		return centre
	case 1:
		return orb.MultiPoint{random(), random(), random()}
	case 2:
		return walk(2 + rnd.IntN(300))
	case 3:
		return orb.MultiLineString{walk(2), walk(40)}
	case 4:
		a, b := random(), random()
		return orb.Polygon{{a, b, {b[0] + 0.03, b[1] + 0.05}, a}}
	case 5:
		return orb.Polygon{star(rnd, centre, size, 3+rnd.IntN(40))}
	case 6:
		outer := orb.Ring{{centre[0] - size, centre[1] - size}, {centre[0] + size, centre[1] - size}, {centre[0] + size, centre[1] + size}, {centre[0] - size, centre[1] + size}, {centre[0] - size, centre[1] - size}}
		hole := star(rnd, centre, 0.9*size, 5)
		hole.Reverse()
		return orb.Polygon{outer, hole}
	case 7:
		return orb.MultiPolygon{{star(rnd, centre, size, 7)}, {star(rnd, orb.Point{centre[0] + 2.5*size, centre[1]}, size, 200)}}
	}
	return orb.Polygon{star(rnd, centre, size, 130+rnd.IntN(2000))}
}

// neighbour is a shape beside, across, inside or round another's middle; or the very same.
func neighbour(rnd *rand.Rand, of orb.Geometry, centre orb.Point, size float64) orb.Geometry {
	if rnd.IntN(12) == 0 {
		return of
	}
	away, around := size*4*rnd.Float64(), 2*math.Pi*rnd.Float64()
	return anyShape(rnd, orb.Point{centre[0] + away*math.Cos(around), centre[1] + away*math.Sin(around)}, size*math.Exp(2*rnd.Float64()-1))
}

// oracleSQL is the design's definitions, in PostGIS.
const oracleSQL = `with pair as (select st_makevalid($1::geometry) as place, st_makevalid($2::geometry) as feature)
	select st_intersects(place, feature), st_distance(place, feature),
		st_length(st_transform(st_shortestline(place, feature), 4258)::geography, true),
		case st_dimension(place)
			when 2 then st_area(st_intersection(place, feature)) / nullif(st_area(place), 0)
			when 1 then case when st_dimension(feature) = 2 then st_length(st_intersection(place, feature)) / nullif(st_length(place), 0) else 0 end
			else st_numgeometries(st_collectionextract(st_intersection(place, feature), 1))::float8 / st_numgeometries(place) end
	from pair`

// How shapes of every kind lie to each other is what PostGIS says: to a centimetre, and to a millionth of the place.
func TestRelationsAreThoseOfPostGIS(t *testing.T) {
	b := newBench(t, plainRule("by", layers.Natura, Within, 1000))
	rnd := rand.New(rand.NewPCG(21, 22))
	met, apart := 0, 0
	for i := range 700 {
		centre := orb.Point{100_000 + 600_000*rnd.Float64(), 6_650_000 + 1_050_000*rnd.Float64()}
		size := math.Exp(1 + 6*rnd.Float64())
		first := anyShape(rnd, centre, size)
		p := placeOf(first)
		if p == nil {
			continue
		}
		second := neighbour(rnd, first, centre, size)
		view := viewOf(t, second)
		meets, distance, geodesic, share := b.oracle(first, second)
		got := candidate{distance: -1, relation: p.relate(view, 0, 50_000)}
		if meets {
			met++
		} else {
			apart++
		}
		about := fmt.Sprintf("pair %d, %T and %T of %.0f m", i, first, second, size)
		switch {
		case got.meets && distance > 2*touching, !got.meets && meets:
			t.Errorf("%s: meets %v, PostGIS says %v at %g m", about, got.meets, meets, distance)
		case !got.meets && (math.Abs(got.grid-distance) > 0.01 || math.Abs(got.measure()-geodesic) > 0.01):
			t.Errorf("%s: %.4f m in the grid and %.4f true, PostGIS says %.4f and %.4f", about, got.grid, got.distance, distance, geodesic)
		case got.meets && math.Abs(p.overlap(view, 0)-share) > max(1e-6, 0.005*perimeter(first)/p.size):
			t.Errorf("%s: %.7f of it, PostGIS says %.7f", about, p.overlap(view, 0), share)
		}
	}
	if met < 150 || apart < 150 {
		t.Errorf("%d pairs met, %d did not", met, apart)
	}
}

// placeOf is a place of EPSG:3067 as it is; nil where it is none.
func placeOf(shape orb.Geometry) *place {
	p, err := placeIn3067(shape)
	if err != nil {
		return nil
	}
	return p
}

// perimeter bounds how much the share may differ, where positions are kept to half a millimetre.
func perimeter(shape orb.Geometry) float64 {
	if shape.Dimensions() < 2 {
		return 6 // of a line each end of what lies in the feature may be off, by more where both meet at a sharp angle
	}
	return length(shape)
}

func length(shape orb.Geometry) (sum float64) {
	add := func(points []orb.Point) {
		for i := 1; i < len(points); i++ {
			sum += math.Hypot(points[i][0]-points[i-1][0], points[i][1]-points[i-1][1])
		}
	}
	switch shape := shape.(type) {
	case orb.Polygon:
		for _, ring := range shape {
			add(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range shape {
			sum += length(polygon)
		}
	}
	return sum
}

// viewOf is a snapshot of one feature.
func viewOf(t *testing.T, shape orb.Geometry) *snapshot.View {
	t.Helper()
	data, err := ewkb.Marshal(shape, layers.SRID)
	if err != nil {
		t.Fatal(err)
	}
	g := snapshot.NewGathering(layers.Version{}, []snapshot.Plane{snapshot.National}, snapshot.Columns{})
	if err := g.Add([][]byte{{0, 0, 0, 0, 0, 0, 0, 1}, data}); err != nil {
		t.Fatal(err)
	}
	shot, err := g.Done()
	if err != nil {
		t.Fatal(err)
	}
	return shot.View(snapshot.National)
}

func (b *bench) oracle(place, feature orb.Geometry) (meets bool, distance, geodesic, share float64) {
	b.t.Helper()
	var shapes [2]string
	for i, shape := range []orb.Geometry{place, feature} {
		var err error
		if shapes[i], err = ewkb.MarshalToHex(shape, layers.SRID); err != nil {
			b.t.Fatal(err)
		}
	}
	var part *float64
	err := b.pool.QueryRow(b.t.Context(), oracleSQL, pgx.QueryExecModeDescribeExec, shapes[0], shapes[1]).Scan(&meets, &distance, &geodesic, &part)
	if err != nil {
		b.t.Fatal(err)
	}
	if part != nil {
		share = *part
	}
	return meets, distance, geodesic, share
}

// What is empty in a feature is no part of it.
func TestEmptyParts(t *testing.T) {
	empty := orb.MultiLineString{{}, {{480_000, 6_920_000}, {480_100, 6_920_000}}}
	view := viewOf(t, empty)
	if r := pointPlace(orb.Point{480_050, 6_920_030}).relate(view, 0, 100); math.Abs(r.grid-30) > 0.001 {
		t.Errorf("%.4f m away, want 30", r.grid)
	}
	area := orb.Polygon{{{480_000, 6_920_000}, {480_100, 6_920_000}, {480_100, 6_920_100}, {480_000, 6_920_000}}, {}}
	if r := pointPlace(orb.Point{480_090, 6_920_050}).relate(viewOf(t, area), 0, 100); !r.meets {
		t.Error("the area does not hold its inside")
	}
}
