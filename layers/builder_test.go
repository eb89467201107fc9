package layers

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
)

// wkt is a feature as the tests write it: EWKT, so that PostGIS itself makes the bytes.
type wkt struct{ id, geom, attributes string }

func ewkbOf(t testing.TB, pool *pgxpool.Pool, ewkt string) []byte {
	t.Helper()
	if ewkt == "" {
		return nil
	}
	var data []byte
	if err := pool.QueryRow(context.Background(), `select st_asewkb($1::geometry)`, ewkt).Scan(&data); err != nil {
		t.Fatal(err)
	}
	return data
}

// buildLayer builds a version of the recipe's layer from features and publishes it.
func buildLayer(t testing.TB, store *Store, recipe Recipe, crs string, area orb.MultiPolygon, features []wkt) (Report, Version) {
	t.Helper()
	ctx := context.Background()
	b, err := store.Begin(ctx, recipe, Origin{Name: "test", CRS: crs})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Abort(ctx, nil)
	if area != nil {
		b.Cover(area)
	}
	for _, f := range features {
		if err := b.Add(Feature{SourceID: f.id, EWKB: ewkbOf(t, store.pool, f.geom), Attributes: json.RawMessage(f.attributes)}); err != nil {
			t.Fatal(err)
		}
	}
	report, err := b.Finish(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Publish(ctx, b.Number(), Approval{DecideAll: true, ConfirmShrink: true}); err != nil {
		t.Fatal(err)
	}
	version, err := store.Version(ctx, b.Number())
	if err != nil {
		t.Fatal(err)
	}
	return report, version
}

func scanOne[T any](t testing.TB, pool *pgxpool.Pool, sql string, args ...any) T {
	t.Helper()
	var v T
	if err := pool.QueryRow(context.Background(), sql, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return v
}

// refusalOf is the code of why a feature was refused, "" when it was not.
func refusalOf(r Report, id string) string {
	for _, refused := range r.Refused {
		if refused.ID == id {
			return refused.Reason.Code
		}
	}
	return ""
}

// warned tells whether a report has a warning of that code, or with those words in English.
func warned(r Report, part string) bool {
	for _, w := range r.Warnings {
		if w.Code == part || strings.Contains(w.String(), part) {
			return true
		}
	}
	return false
}

var townSquare = orb.MultiPolygon{{{{480000, 6920000}, {481000, 6920000}, {481000, 6921000}, {480000, 6921000}, {480000, 6920000}}}}

func TestFinishRepairsRefusesAndTells(t *testing.T) {
	store := NewStore(testdb.New(t))
	report, version := buildLayer(t, store, testRecipe("warts", Natura), "EPSG:3067", townSquare, []wkt{
		{"good", "SRID=3067;POLYGON((480000 6920000,480010 6920000,480010 6920010,480000 6920010,480000 6920000))", `{"a":1}`},
		{"clockwise", "SRID=3067;POLYGON((480000 6920000,480000 6920010,480010 6920010,480010 6920000,480000 6920000))", ``},
		{"no srid", "POINT(480001 6920001)", `null`},
		{"lifted", "SRID=3067;POINT ZM(480002 6920002 5 6)", `{}`},
		{"curve", "SRID=3067;CURVEPOLYGON(CIRCULARSTRING(480100 6920100,480200 6920200,480300 6920100,480200 6920000,480100 6920100))", `{}`},
		{"bow", "SRID=3067;POLYGON((480400 6920400,480410 6920410,480410 6920400,480400 6920410,480400 6920400))", `{}`},
		{"spike", "SRID=3067;POLYGON((480500 6920500,480510 6920500,480510 6920510,480500 6920510,480500 6920505,480490 6920505,480500 6920505,480500 6920500))", `{}`},
		{"collapsed", "SRID=3067;POLYGON((480600 6920600,480610 6920600,480620 6920600,480600 6920600))", `{}`},
		{"empty", "SRID=3067;POLYGON EMPTY", `{}`},
		{"null island", "SRID=4326;POINT(0 0)", `{}`},
		{"degrees", "SRID=4326;POINT(26.6 62.4)", `{}`},
		{"sweden", "SRID=3067;POINT(60000 6900000)", `{}`},
		{"pure collection", "SRID=3067;GEOMETRYCOLLECTION(MULTIPOLYGON(((480700 6920700,480710 6920700,480710 6920710,480700 6920700))),POLYGON((480720 6920700,480730 6920700,480730 6920710,480720 6920700)))", `{}`},
		{"mixed collection", "SRID=3067;GEOMETRYCOLLECTION(POLYGON((480800 6920800,480810 6920800,480810 6920810,480800 6920800)),POINT(480850 6920850))", `{}`},
	})
	wantRefused := map[string]string{
		"collapsed": "collapses", "empty": "empty", "null island": "outside_finland", "sweden": "outside_finland",
	}
	for id, reason := range wantRefused {
		if got := refusalOf(report, id); got != reason {
			t.Errorf("%s refused as %q, want %q", id, got, reason)
		}
	}
	if len(report.Refused) != len(wantRefused) || report.Read != 14 || report.Imported != 10 {
		t.Errorf("read %d, imported %d, refused %v", report.Read, report.Imported, report.Refused)
	}
	repaired := map[string]Repair{}
	for _, r := range report.Repaired {
		repaired[r.ID] = r
	}
	if len(repaired) != 2 || repaired["bow"].AreaChange != 50 || repaired["spike"].AreaChange != 0 || repaired["bow"].Reason.Code != "self_crossing" || !repaired["bow"].Decide {
		t.Errorf("repaired %v, want the bow with +50 m² and the spike with 0", report.Repaired)
	}
	if report.Flattened.Z != 1 || report.Flattened.M != 1 || report.Flattened.Curves != 1 {
		t.Errorf("flattened %+v", report.Flattened)
	}
	collapsed := report.Refused[slices.IndexFunc(report.Refused, func(r Refusal) bool { return r.ID == "collapsed" })].Reason.In(i18n.Finnish)
	if want := "Kohteesta ei jää korjattaessa mitään. Kohteen rajaviiva leikkaa itsensä"; collapsed.Text != want {
		t.Errorf("the collapsed one: %q, want %q", collapsed.Text, want)
	}
	for _, part := range []string{"Feature mixed collection mixes areas, lines or points. Parts left out: 1 of 2.", "coverage_unclear"} {
		if !warned(report, part) {
			t.Errorf("no warning of %q in %v", part, report.Warnings)
		}
	}
	if version.GeometryType != "Mixed" || version.FeatureCount != 10 {
		t.Errorf("version says %s, %d features", version.GeometryType, version.FeatureCount)
	}
	if n := scanOne[int](t, store.pool, `select count(*) from `+version.Table()+` where not st_isvalid(geom) or st_ndims(geom) <> 2
		or st_geometrytype(geom) = 'ST_GeometryCollection' or not st_ispolygonccw(geom) or st_srid(geom) <> 3067`); n != 0 {
		t.Errorf("%d features are invalid, lifted, clockwise or collections", n)
	}
	// A circle of 100 m stroked to 1 cm is short of its true area by less than 2 · 1 cm · circumference.
	if area := scanOne[float64](t, store.pool, `select st_area(geom) from `+version.Table()+` where source_id = 'curve'`); area < 31409 || area > 31416 {
		t.Errorf("curve has area %f, want 31415.9", area)
	}
}

func TestFinishSurvivesWhatMakesPostGISThrow(t *testing.T) {
	pool := testdb.New(t)
	store := NewStore(pool)
	b, err := store.Begin(context.Background(), testRecipe("hard", Natura), Origin{})
	if err != nil {
		t.Fatal(err)
	}
	point := func(x, y string) []byte { return ewkbOf(t, pool, fmt.Sprintf("SRID=3879;POINT(%s %s)", x, y)) }
	features := []Feature{
		{SourceID: "good", EWKB: point("25496000", "6673000")},
		{SourceID: "far", EWKB: point("1e15", "1e15")},
		{SourceID: "cut", EWKB: point("25496000", "6673000")[:12]},
		{SourceID: "junk", EWKB: []byte("not a geometry")},
		{SourceID: "nan", EWKB: ewkbOf(t, pool, "SRID=3879;LINESTRING(NaN 1,2 3)")},
		{SourceID: "odd arc", EWKB: arcOfTwo()},
		{SourceID: "deep", EWKB: point("25496001", "6673000"), Attributes: json.RawMessage(`{"a":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`)},
		{SourceID: "wild\x00", EWKB: point("25496002", "6673000"), Attributes: json.RawMessage(`{"a":"\u0000\ud800","n":1e99999,"b":"\u202etxet","A":"x"}`)},
		{SourceID: "broken", EWKB: point("25496003", "6673000"), Attributes: json.RawMessage(`{"a":`)},
		{SourceID: strings.Repeat("long", 2000), EWKB: point("25496004", "6673000")},
	}
	for _, f := range features {
		if err := b.Add(f); err != nil {
			t.Fatal(err)
		}
	}
	report, err := b.Finish(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if report.Imported != 4 || len(report.Refused) != 6 {
		t.Errorf("imported %d, refused %v", report.Imported, report.Refused)
	}
	got := scanOne[string](t, pool, fmt.Sprintf(`select attributes->>'a' || (attributes->>'n') from layer_data.v%d where source_id like 'wild%%'`, b.Number()))
	if got != "\ufffd\ufffd1e99999" {
		t.Errorf("wild attributes became %q", got)
	}
}

// A surface in space is its area on the map. One that stands upright has none, which is not a feature without a place.
func TestSurfacesInSpace(t *testing.T) {
	store := NewStore(testdb.New(t))
	const upright = "((480000 6920000 0,480010 6920000 0,480010 6920000 9,480000 6920000 0))"
	report, version := buildLayer(t, store, testRecipe("tins", Natura), "", townSquare, []wkt{
		{"tin", "SRID=3067;TIN Z (((480000 6920000 5,480010 6920000 5,480010 6920010 6,480000 6920000 5)),((480000 6920000 5,480010 6920010 6,480000 6920010 6,480000 6920000 5))," + upright + ")", ``},
		{"surface", "SRID=3067;POLYHEDRALSURFACE Z (((480000 6920000 5,480010 6920000 5,480010 6920010 6,480000 6920000 5))," + upright + ")", ``},
		{"wall", "SRID=3067;TIN Z (" + upright + ")", ``},
	})
	if report.Imported != 2 || len(report.Refused) != 1 || report.Refused[0].ID != "wall" {
		t.Fatalf("imported %d, refused %v", report.Imported, report.Refused)
	}
	got := scanOne[string](t, store.pool, `select string_agg(source_id || ' ' || st_geometrytype(geom) || ' ' || st_area(geom)::numeric(9, 2), ', ' order by fid) from `+version.Table())
	if want := "tin ST_MultiPolygon 100.00, surface ST_MultiPolygon 50.00"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// arcOfTwo is a circular string of two points, which PostGIS refuses to parse.
func arcOfTwo() []byte {
	data := []byte{1, 8, 0, 0, 0x20, 0x27, 0x0f, 0, 0, 2, 0, 0, 0}
	return append(data, make([]byte, 32)...)
}

func TestDuplicatesAndHashes(t *testing.T) {
	store := NewStore(testdb.New(t))
	const here, there = "SRID=3067;POINT(480001 6920001)", "SRID=3067;POINT(480009 6920009)"
	report, version := buildLayer(t, store, testRecipe("twins", Natura), "", townSquare, []wkt{
		{"a", here, ``}, {"a", there, ``}, {"a#2", here, ``}, {"", here, `{"n":1}`}, {"", there, `{"n":1}`}, {"", here, `{"n":1}`},
	})
	ids := scanOne[[]string](t, store.pool, `select array_agg(source_id order by fid) from `+version.Table())
	if len(ids) != 6 || ids[0] != "a" || ids[1] == ids[2] || len(ids[3]) != 16 || ids[5] != ids[3]+"#2" {
		t.Errorf("ids %q", ids)
	}
	if report.Duplicates.Count != 2 || len(report.Duplicates.Examples) != 2 || report.Duplicates.Examples[0] != "a" {
		t.Errorf("duplicates %+v", report.Duplicates)
	}
	_, again := buildLayer(t, store, testRecipe("twins", Natura), "", townSquare, []wkt{{"", there, `{"n":1}`}})
	if id := scanOne[string](t, store.pool, `select source_id from `+again.Table()); id != ids[4] {
		t.Errorf("hash of an unchanged feature became %s, was %s", id, ids[4])
	}
}

func TestFidStaysWhileSourceIDStays(t *testing.T) {
	store := NewStore(testdb.New(t))
	at := func(n int) string { return fmt.Sprintf("SRID=3067;POINT(480%03d 6920000)", n) }
	fids := func(v Version) map[string]int64 {
		return scanOne[map[string]int64](t, store.pool, `select jsonb_object_agg(source_id, fid) from `+v.Table())
	}
	recipe := testRecipe("sites", Natura)
	_, v1 := buildLayer(t, store, recipe, "", townSquare, []wkt{{"a", at(1), ``}, {"b", at(2), ``}, {"c", at(3), ``}})
	_, v2 := buildLayer(t, store, recipe, "", townSquare, []wkt{{"d", at(4), ``}, {"c", at(9), `{"changed":true}`}, {"a", at(1), ``}})
	_, v3 := buildLayer(t, store, recipe, "", townSquare, []wkt{{"e", at(5), ``}, {"b", at(2), ``}, {"d", at(4), ``}})
	f1, f2, f3 := fids(v1), fids(v2), fids(v3)
	if f1["a"] != f2["a"] || f1["c"] != f2["c"] || f2["d"] != f3["d"] || f1["b"] != f3["b"] {
		t.Errorf("fids moved: %v, %v, %v", f1, f2, f3)
	}
	owner := map[int64]string{}
	for _, m := range []map[string]int64{f1, f2, f3} {
		for id, fid := range m {
			if before, taken := owner[fid]; taken && before != id {
				t.Errorf("fid %d was %s and is %s", fid, before, id)
			}
			owner[fid] = id
		}
	}
}
