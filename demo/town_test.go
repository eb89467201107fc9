package demo_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/demo"
	"lupakartta/demo/demotest"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// tables gives the SQL name of each of the demo's layers by its id without the prefix.
func tables(t *testing.T, pool *pgxpool.Pool) map[string]string {
	t.Helper()
	versions, err := layers.NewStore(pool).Versions(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, v := range versions {
		if v.State == layers.Published {
			found[strings.TrimPrefix(v.Layer, "mallila_")] = v.Table()
		}
	}
	return found
}

// TestTownFitsTogether asks PostGIS what must never be; each query counts or measures faults.
func TestTownFitsTogether(t *testing.T) {
	pool := demotest.Town(t)
	table := tables(t, pool)
	for _, test := range []struct{ name, sql string }{
		{"units never overlap", `select coalesce(sum(st_area(st_intersection(a.geom, b.geom))), 0) from {property} a join {property} b
			on a.fid < b.fid and a.geom && b.geom and st_relate(a.geom, b.geom, '2********')`},
		{"units fill the municipality", `select abs((select sum(st_area(geom)) from {property}) - (select st_area(geom) from {municipality} where source_id = '990-M')) > 0.01`},
		{"a building lies in exactly one unit", `select count(*) from (select b.fid from {building} b left join {property} p on st_intersects(p.geom, b.geom)
			group by b.fid having count(p.fid) <> 1 or count(*) filter (where st_contains(p.geom, b.geom)) <> 1) x`},
		{"a building lies in the unit it names", `select count(*) from {building} b join {property} p on p.source_id = b.attributes->>'kiinteistotunnus' where not st_contains(p.geom, b.geom)`},
		{"buildings stand apart", `select count(*) from {building} a join {building} b on a.fid < b.fid and st_intersects(a.geom, b.geom)`},
		{"an address lies in its unit", `select count(*) from {address} a left join {property} p on p.source_id = a.attributes->>'kiinteistotunnus' and st_contains(p.geom, a.geom) where p.fid is null`},
		{"an address's nearest street is its own", `select count(*) from {address} a cross join lateral (select s.attributes->>'nimi' as nimi from {base_street} s
			order by s.geom <-> a.geom limit 1) s where s.nimi <> a.attributes->>'katunimi'`},
		{"an address is given once", `select count(*) from (select from {address} group by attributes->>'katunimi', attributes->>'numero' having count(*) > 1) x`},
		{"no street lies in water", `select coalesce(sum(st_length(st_intersection(s.geom, w.geom))), 0) from {base_street} s join {base_water} w on st_intersects(s.geom, w.geom)`},
		{"no building lies in water", `select count(*) from {building} b join {base_water} w on st_intersects(b.geom, w.geom)`},
		{"the zone is measured from the property's border", `select count(*) from {consultation_zone} z join {seveso_plant} s using (source_id)
			join {property} p on p.source_id = s.attributes->>'kiinteistotunnus' and st_equals(p.geom, s.geom)
			where (select max(abs(st_length(st_transform(st_shortestline(d.geom, st_boundary(p.geom)), 4258)::geography) - (z.attributes->>'puskuri')::float))
				from st_dumppoints(z.geom) d) > 0.15 or not st_contains(z.geom, p.geom)`},
		{"the zone holds a school", `select count(*) = 0 from {consultation_zone} z join {sensitive_site} s on st_contains(z.geom, s.geom) where s.attributes->>'laji' = 'school'`},
		{"plan areas never overlap", `select coalesce(sum(st_area(st_intersection(a.geom, b.geom))), 0) from {zoning} a join {zoning} b
			on a.fid < b.fid and a.geom && b.geom and st_relate(a.geom, b.geom, '2********')`},
		{"a lot has the plan symbol of its place", `select count(*) from {property} p left join {zoning} z on st_covers(z.geom, p.geom) where p.attributes->>'laji' = 'tontti' and z.fid is null`},
		{"recharge areas lie in their groundwater areas", `select count(*) from {groundwater} r join {groundwater} g on g.attributes->>'PvAlueTunnus' = r.attributes->>'PvAlueTunnus'
			where r.attributes->>'Subtype' = 'Muodostumisalue' and g.attributes->>'Subtype' = 'Pohjavesialue' and not st_contains(g.geom, r.geom)`},
		{"groundwater areas come twice under one id", `select count(*) from (select from {groundwater} group by attributes->>'PvAlueTunnus' having count(*) <> 2) x`},
		{"roadworks lie on their street", `select count(*) from {roadwork} w where not exists (select from {base_street} s where s.attributes->>'nimi' = w.attributes->>'katu' and st_intersects(s.geom, w.geom))`},
		{"the neighbour shares its border and nothing more", `select coalesce(sum(st_area(st_intersection(a.geom, b.geom))), 0) + count(*) filter (where st_length(st_intersection(a.geom, b.geom)) < 1000)
			from {municipality} a join {municipality} b on a.fid < b.fid`},
	} {
		t.Run(test.name, func(t *testing.T) {
			sql := test.sql
			for name, v := range table {
				sql = strings.ReplaceAll(sql, "{"+name+"}", v)
			}
			var fault string
			if err := pool.QueryRow(context.Background(), "select ("+sql+")::text").Scan(&fault); err != nil {
				t.Fatal(err)
			}
			if fault != "0" && fault != "false" {
				t.Errorf("got %s", fault)
			}
		})
	}
}

func TestEveryGeometryIsValid(t *testing.T) {
	pool := demotest.Town(t)
	for layer, table := range tables(t, pool) {
		rows, err := pool.Query(context.Background(), fmt.Sprintf(`select source_id || ': ' || st_isvalidreason(geom) from %s
			where not st_isvalid(geom) or st_isempty(geom) or st_dimension(geom) = 2 and st_area(geom) < 4 limit 5`, table))
		if err != nil {
			t.Fatal(err)
		}
		faults, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range faults {
			t.Errorf("%s: %s", layer, fault)
		}
	}
}

// TestOtherTownsAreValidToo asks PostGIS about what is drawn freely in further towns, where seeds could make an outline
// cross itself.
func TestOtherTownsAreValidToo(t *testing.T) {
	pool := testdb.New(t)
	for seed := range uint64(3) {
		shapes, ids := [][]byte{}, []string{}
		err := demo.Generate(demo.Options{Seed: 100 + seed}, func(layer string, f layers.Feature) error {
			shapes, ids = append(shapes, f.EWKB), append(ids, layer+" "+f.SourceID)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var faults []string
		if err := pool.QueryRow(context.Background(), `select coalesce(array_agg(id || ': ' || st_isvalidreason(g)), '{}')
			from (select id, st_geomfromewkb(shape) as g from unnest($1::bytea[], $2::text[]) as x(shape, id)) y where not st_isvalid(g)`, shapes, ids).Scan(&faults); err != nil {
			t.Fatal(err)
		}
		for _, fault := range faults {
			t.Errorf("seed %d: %s", 100+seed, fault)
		}
	}
}

func TestPlanHasTheRealDesignations(t *testing.T) {
	pool := demotest.Town(t)
	rows, err := pool.Query(context.Background(), `select distinct attributes->>'merkinta' from `+tables(t, pool)["zoning"])
	if err != nil {
		t.Fatal(err)
	}
	symbols, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	has := map[string]bool{}
	for _, s := range symbols {
		has[s] = true
	}
	for _, want := range strings.Fields("AK AP AO C K T TY T/kem VL VP VK VU VV SL SM EV EH EN EP LT LR LRA LV W RL YH YK YL YO YS aukio/tori") {
		if !has[want] {
			t.Errorf("no area is %s", want)
		}
	}
}

func TestEveryLayerCoversTheMunicipality(t *testing.T) {
	pool := demotest.Town(t)
	var poor []string
	err := pool.QueryRow(context.Background(), `select coalesce(array_agg(v.layer), '{}') from layer_versions v where v.state = 'published'
		and not coalesce(st_equals(v.coverage, (select geom from `+tables(t, pool)["municipality"]+` where source_id = '990-M')), false)`).Scan(&poor)
	if err != nil {
		t.Fatal(err)
	}
	if len(poor) > 0 {
		t.Errorf("these do not cover the municipality: %v", poor)
	}
}

func TestLoadAgainDoesNothing(t *testing.T) {
	ctx := context.Background()
	pool := demotest.Town(t)
	store := layers.NewStore(pool)
	before := tables(t, pool)
	if err := demo.Load(ctx, store, demo.Options{}, func(step string, _, _ int) { t.Errorf("the second load does %s", step) }); err != nil {
		t.Fatal(err)
	}
	if after := tables(t, pool); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("tables %v, before %v", after, before)
	}
	if there, err := demo.Loaded(ctx, store, demo.Options{Seed: 2}); err != nil || there {
		t.Errorf("seed 2 is loaded: %v, %v", there, err)
	}
}

func TestReset(t *testing.T) {
	ctx := context.Background()
	pool := demotest.Town(t)
	store := layers.NewStore(pool)
	for range 2 { // once more than needed
		if err := demo.Reset(ctx, store); err != nil {
			t.Fatal(err)
		}
	}
	var left int
	err := pool.QueryRow(ctx, `select (select count(*) from layers) + (select count(*) from layer_versions) + (select count(*) from layer_search)
		+ (select count(*) from theme_coverage) + (select count(*) from pg_tables where schemaname = 'layer_data')`).Scan(&left)
	if err != nil {
		t.Fatal(err)
	}
	if left != 0 {
		t.Errorf("%d rows and tables are left", left)
	}
}

func TestCancelledLoadLeavesNothingPublished(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	pool := testdb.New(t)
	store := layers.NewStore(pool)
	err := demo.Load(ctx, store, demo.Options{}, func(step string, done, _ int) {
		if step == "finish" && done == 3 {
			cancel()
		}
	})
	if err == nil {
		t.Fatal("the load went on")
	}
	var published, unlogged int
	if err := pool.QueryRow(context.Background(), `select (select count(*) from layer_versions where state = 'published'),
		(select count(*) from pg_tables where schemaname = 'layer_data' and tablename like '%\_in')`).Scan(&published, &unlogged); err != nil {
		t.Fatal(err)
	}
	if published != 0 || unlogged != 0 {
		t.Errorf("%d layers are published, %d staging tables are left", published, unlogged)
	}
	if err := demo.Load(context.Background(), store, demo.Options{}, nil); err != nil {
		t.Errorf("load after a cancelled one: %v", err)
	}
}
