package layers

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	orbewkb "github.com/paulmach/orb/encoding/ewkb"
	"pgregory.net/rapid"

	"lupakartta/geo/ewkb"
	"lupakartta/internal/testdb"
)

// TestSurelyValidIsValid draws areas where rings touch, cross and share edges all the time: what is taken without asking
// PostGIS must be valid by its judgement, and stay what it was.
func TestSurelyValidIsValid(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	var plain ewkb.Plain
	var before, after [][]byte
	turned := 0
	for range 20_000 {
		var shape orb.Geometry = drawArea(random)
		if one := shape.(orb.MultiPolygon); random.IntN(2) == 0 {
			shape = one[0]
		}
		data := orbewkb.MustMarshal(shape, SRID)
		s, err := ewkb.Examine(data)
		if err != nil {
			continue
		}
		if taken := plain.Take(data, s); taken != nil {
			before, after = append(before, data), append(after, slices.Clone(taken))
			if plain.Reoriented {
				turned++
			}
		}
	}
	rows, err := testdb.New(t).Query(context.Background(), `select st_isvalid(b), st_ispolygonccw(a), st_equals(a, b), abs(st_area(a) - st_area(b)), st_srid(a), st_astext(b)
		from unnest($1::bytea[], $2::bytea[]) u (b0, a0), st_geomfromewkb(b0) b, st_geomfromewkb(a0) a`, before, after)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var valid, ccw, same bool
		var change float64
		var srid int
		var text string
		if err := rows.Scan(&valid, &ccw, &same, &change, &srid, &text); err != nil {
			t.Fatal(err)
		}
		if !valid || !ccw || !same || change > 1e-6 || srid != SRID {
			t.Errorf("%s: valid %t, anticlockwise %t, the same %t, area changed by %g, EPSG:%d", text, valid, ccw, same, change, srid)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of 20,000 taken, %d turned", len(before), turned)
	if len(before) < 1_000 || turned < 300 {
		t.Error("too few are taken to tell anything")
	}
}

// TestNothingIsLostSilently builds layers of generated geometries and holds the report against what is stored.
func TestNothingIsLostSilently(t *testing.T) {
	store := NewStore(testdb.New(t))
	ctx := context.Background()
	n := 0
	// Each case is a whole build: fewer of them, with more features.
	checks := flag.Lookup("rapid.checks")
	before := checks.Value.String()
	defer func() { _ = checks.Value.Set(before) }()
	_ = checks.Value.Set("12")
	rapid.Check(t, func(t *rapid.T) {
		n++
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		b, err := store.Begin(ctx, testRecipe(fmt.Sprintf("drawn%d", n), Natura), Origin{Name: "drawn"})
		if err != nil {
			t.Fatal(err)
		}
		defer b.Abort(ctx, nil)
		b.Cover(townSquare)
		given := map[string]float64{}
		for i := range 1 + random.IntN(200) {
			id := fmt.Sprint(i)
			f := Feature{SourceID: id, EWKB: orbewkb.MustMarshal(drawAny(random), SRID), Attributes: json.RawMessage(`{"n":1}`)}
			var area float64
			if err := store.pool.QueryRow(ctx, `select st_area(st_geomfromewkb($1))`, f.EWKB).Scan(&area); err != nil {
				t.Fatal(err)
			}
			given[id] = area
			if err := b.Add(f); err != nil {
				t.Fatal(err)
			}
		}
		report, err := b.Finish(ctx)
		if err != nil {
			t.Fatal(err)
		}
		judge(t, store, report, given)
	})
}

// judge compares a report with the stored features and the areas that were given.
func judge(t *rapid.T, store *Store, report Report, given map[string]float64) {
	if report.Read != int64(len(given)) || report.Imported+int64(len(report.Refused)) != report.Read {
		t.Fatalf("read %d of %d, imported %d, refused %d", report.Read, len(given), report.Imported, len(report.Refused))
	}
	repaired := map[string]Repair{}
	for _, r := range report.Repaired {
		repaired[r.ID] = r
		if r.Lon < 26 || r.Lon > 28 || r.Lat < 62 || r.Lat > 63 || math.Abs(r.AreaAfter-r.AreaBefore-r.AreaChange) > 1e-9 {
			t.Fatalf("repair %+v", r)
		}
	}
	for _, r := range report.Refused {
		delete(given, r.ID)
	}
	rows, err := store.pool.Query(context.Background(), fmt.Sprintf(`select source_id, st_area(geom), st_isvalid(geom) and st_ispolygonccw(geom) and st_ndims(geom) = 2
		and not st_isempty(geom) and st_geometrytype(geom) <> 'ST_GeometryCollection' from layer_data.v%d`, report.Version))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var area float64
		var plain bool
		if err := rows.Scan(&id, &area, &plain); err != nil {
			t.Fatal(err)
		}
		want, there := given[id]
		want += repaired[id].AreaChange
		if !there || !plain || math.Abs(area-want) > 1e-6 {
			t.Fatalf("%s: area %f, want %f; plain %t, given %t, repair %+v", id, area, want, plain, there, repaired[id])
		}
		delete(given, id)
	}
	if rows.Err() != nil || len(given) > 0 {
		t.Fatalf("lost without a word: %v %v", given, rows.Err())
	}
}

// drawAny draws areas most of the time, and lines and points.
func drawAny(random *rand.Rand) orb.Geometry {
	at := func() orb.Point {
		return orb.Point{480000 + float64(random.IntN(9)), 6920000 + float64(random.IntN(9))}
	}
	switch random.IntN(6) {
	case 0:
		return at()
	case 1:
		return orb.LineString{at(), at(), at()}
	case 2:
		return orb.MultiPoint{at(), at()}
	}
	return drawArea(random)
}

func TestDryRunKeepsNothing(t *testing.T) {
	pool := testdb.New(t)
	store := NewStore(pool)
	o := asThings(put(t, "a.geojson", geoJSON("EPSG:3067", `[480000,6920000],[480000,6920100],[480100,6920100],[480100,6920000],[480000,6920000]`)))
	o.DryRun = true
	report, err := importOne(t, store, o)
	if err != nil {
		t.Fatal(err)
	}
	if !report.DryRun || report.Version != 0 || report.Imported != 1 || report.Flattened.Reoriented != 1 || report.BBox[0] != 480000 {
		t.Errorf("report %+v", report)
	}
	for _, table := range []string{"layers", "layer_versions", "layer_search", "pg_tables where schemaname = 'layer_data'"} {
		if n := scanOne[int](t, pool, `select count(*) from `+table); n != 0 {
			t.Errorf("%d rows of %s stay", n, table)
		}
	}
}
