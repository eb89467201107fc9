package layers

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	orbwkt "github.com/paulmach/orb/encoding/wkt"

	"lupakartta/geo"
	"lupakartta/internal/testdb"
)

// TestValidityAgreesWithPostGIS draws areas on a coarse grid, where rings touch, cross and share edges all the time,
// and compares geo's judgement with GEOS's.
func TestValidityAgreesWithPostGIS(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const cases = 6_000
	texts := make([]string, cases)
	judged := make([]error, cases)
	for i := range cases {
		area := drawArea(random)
		texts[i] = orbwkt.MarshalString(area)
		data := geo.EncodeGeoJSON(area, 0)
		_, judged[i] = geo.DecodeGeoJSON(append(data[:len(data)-1], `,"crs":"EPSG:3067"}`...))
	}
	rows, err := testdb.New(t).Query(context.Background(), `select st_isvalid(g), st_isvalidreason(g)
		from unnest($1::text[]) with ordinality t (text, i), st_geomfromtext(text, 3067) g order by i`, texts)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	valid, wrong := 0, 0
	for i := 0; rows.Next(); i++ {
		var want bool
		var reason string
		if err := rows.Scan(&want, &reason); err != nil {
			t.Fatal(err)
		}
		if want {
			valid++
		}
		if want != (judged[i] == nil) {
			wrong++
			if wrong <= 5 {
				t.Errorf("%s: PostGIS says %s, geo says %v", texts[i], reason, judged[i])
			}
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d are valid, %d judged otherwise", valid, cases, wrong)
	if valid < cases/20 || valid > cases*19/20 {
		t.Errorf("%d of %d drawn areas are valid: the drawing is too one-sided to tell anything", valid, cases)
	}
}

// drawArea draws one to three polygons with up to three holes each.
func drawArea(random *rand.Rand) orb.MultiPolygon {
	var areas orb.MultiPolygon
	for range 1 + random.IntN(3) {
		polygon := orb.Polygon{drawRing(random, 0, 8)}
		for range random.IntN(4) {
			polygon = append(polygon, drawRing(random, 1, 7))
		}
		areas = append(areas, polygon)
		if random.IntN(2) == 0 {
			break
		}
	}
	return areas
}

// drawRing draws a box, a triangle or any ring on the grid.
func drawRing(random *rand.Rand, low, high int) orb.Ring {
	at := func(x, y int) orb.Point { return orb.Point{480000 + float64(x), 6920000 + float64(y)} }
	within := func() int { return low + random.IntN(high-low+1) }
	var ring orb.Ring
	switch random.IntN(4) {
	case 0, 1:
		x, y := low+random.IntN(high-low), low+random.IntN(high-low)
		w, h := 1+random.IntN(high-x), 1+random.IntN(high-y)
		ring = orb.Ring{at(x, y), at(x+w, y), at(x+w, y+h), at(x, y+h)}
	case 2:
		ring = orb.Ring{at(within(), within()), at(within(), within()), at(within(), within())}
	default:
		for range 3 + random.IntN(4) {
			ring = append(ring, at(within(), within()))
		}
	}
	if random.IntN(8) == 0 { // a repeated point is no fault
		ring = append(ring, ring[len(ring)-1])
	}
	return append(ring, ring[0])
}

// TestTransformAgreesWithPostGIS compares ten thousand points of the whole country in every system.
func TestTransformAgreesWithPostGIS(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	pool := testdb.New(t)
	for _, crs := range []geo.CRS{geo.TM35FIN, geo.GK19, 3879, geo.GK31, geo.Mercator} {
		var lons, lats []float64
		for range 2000 {
			lons = append(lons, geo.Finland.Min[0]+random.Float64()*(geo.Finland.Max[0]-geo.Finland.Min[0]))
			lats = append(lats, geo.Finland.Min[1]+random.Float64()*(geo.Finland.Max[1]-geo.Finland.Min[1]))
		}
		rows, err := pool.Query(context.Background(), `select st_x(p), st_y(p) from unnest($1::float8[], $2::float8[]) with ordinality t (lon, lat, i),
			st_transform(st_setsrid(st_makepoint(lon, lat), 4258), $3::int) p order by i`, lons, lats, int(crs))
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; rows.Next(); i++ {
			var want orb.Point
			if err := rows.Scan(&want[0], &want[1]); err != nil {
				t.Fatal(err)
			}
			got := crs.FromLonLat(orb.Point{lons[i], lats[i]})
			if max(got[0]-want[0], want[0]-got[0], got[1]-want[1], want[1]-got[1]) > 1e-6 {
				t.Fatalf("%s of %v: got %.7f, PostGIS has %.7f", crs, orb.Point{lons[i], lats[i]}, got, want)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
}
