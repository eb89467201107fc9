package checks_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
	"pgregory.net/rapid"

	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// drawPlace is a point, a line or an area in or near the town, in EPSG:3067.
func drawPlace(t *rapid.T) orb.Geometry {
	centre := orb.Point{rapid.Float64Range(474_000, 486_000).Draw(t, "east"), rapid.Float64Range(6_914_000, 6_926_000).Draw(t, "north")}
	size := rapid.Float64Range(1, 1500).Draw(t, "size")
	switch rapid.IntRange(0, 3).Draw(t, "kind") {
	case 0:
		return centre
	case 1:
		return orb.LineString{centre, {centre[0] + size, centre[1] - size/3}}
	case 2:
		return orb.MultiPolygon{wave(centre, size/4, 12), wave(orb.Point{centre[0] + 2*size, centre[1]}, size/4, 9)}
	}
	return wave(centre, size, rapid.IntRange(5, 300).Draw(t, "vertices"))
}

// projects are answers with which rules are tried; the first are none.
var projects = []string{
	`{}`,
	`{"kind":"event","loud":true,"attendance":3000}`,
	`{"kind":"industrial_plant","chemicals":true}`,
	`{"kind":"explosives_store","hazard_division":"1.1","fragments":true,"earth_covered":false,"explosives_kg":2000,"projections":false}`,
	`{"kind":"explosives_store","hazard_division":"1.2","fragments":false,"earth_covered":true,"explosives_kg":40000,"projections":false}`,
	`{"kind":"works_in_public_space","loud":false}`,
}

func drawProject(t *rapid.T) checks.Answers {
	answers, err := checks.ReadAnswers([]byte(rapid.SampledFrom(projects).Draw(t, "project")))
	if err != nil {
		t.Fatal(err)
	}
	return answers
}

// check gives each rule's findings.
func check(t *rapid.T, engine *checks.Engine, place orb.Geometry, answers checks.Answers) map[string][]checks.Finding {
	result, err := engine.Check(context.Background(), geo.Transform(place, geo.TM35FIN, geo.CRS84), answers, i18n.Finnish)
	if err != nil {
		t.Fatalf("check: %v", err)
	}
	byRule := map[string][]checks.Finding{}
	for _, f := range result.Findings {
		byRule[f.Rule] = append(byRule[f.Rule], f)
	}
	return byRule
}

// nearest is the plain way: the smallest geodesic distance from the place to any feature of a table, compared with
// every one of them, and how many are within limit. Polygons' edges are straight in the grid and not on the ellipsoid,
// so the two ways may differ by a fraction of a metre.
func nearest(t *rapid.T, pool *pgxpool.Pool, table string, place orb.Geometry, limit float64) (metres float64, within int, any bool) {
	shape, err := ewkb.MarshalToHex(place, layers.SRID)
	if err != nil {
		t.Fatal(err)
	}
	var closest *float64
	err = pool.QueryRow(context.Background(), `select min(d), count(*) filter (where d <= $2) from (
			select case when st_intersects(geom, $1::geometry) then 0
				else st_distance(st_transform(geom, 4258)::geography, st_transform($1::geometry, 4258)::geography, true) end as d
			from `+table+`) f`, shape, limit).Scan(&closest, &within)
	if err != nil {
		t.Fatal(err)
	}
	if closest == nil {
		return 0, 0, false
	}
	return *closest, within, true
}

// Whatever lies within a rule's distance, the rule is not green; and what it finds is as far as it says.
func TestNeverGreenWhereThereIsSomething(t *testing.T) {
	pool, engine := town(t)
	catalogue := layers.NewCatalogue(layers.NewStore(pool))
	if err := catalogue.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	rules, err := engine.Rules(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	const slip = 0.5 // metres
	rapid.Check(t, func(t *rapid.T) {
		place, project := drawPlace(t), drawProject(t)
		findings := check(t, engine, place, project)
		for _, rule := range rules {
			rule, needs, applies := rule.Resolve(project)
			if told := len(findings[rule.ID]) > 0; len(needs) == 0 && told != applies {
				t.Fatalf("%s applies: %t, and has findings: %t", rule.ID, applies, told)
			}
			if !applies || len(needs) > 0 || rule.Zone != "" { // each feature's own distance: see the cells
				continue
			}
			for _, layer := range catalogue.ByTheme(rule.Theme) {
				if rule.Condition != nil {
					neverGreenOver(t, pool, rule, layer, place, findings[rule.ID])
					continue
				}
				metres, within, any := nearest(t, pool, layer.Version.Table(), place, rule.Distance)
				of := findings[rule.ID]
				switch worst := of[0]; {
				case any && metres == 0 || any && metres < rule.Distance-slip:
					if worst.Status != checks.Found {
						t.Fatalf("%s: %s, but %s has something at %.2f m", rule.ID, worst.Status, layer.ID, metres)
					}
					if d := *worst.Distance; d > metres+slip || d < metres-slip {
						t.Fatalf("%s: found at %.2f m, the plain way says %.2f m", rule.ID, d, metres)
					}
					if found := len(of) + of[len(of)-1].More; rule.Relation == checks.Inside && found != within {
						t.Fatalf("%s: %d features, the plain way says %d", rule.ID, found, within)
					}
				case worst.Status == checks.Found && (!any || metres > rule.Distance+slip):
					t.Fatalf("%s: found, but the nearest of %s is at %.2f m", rule.ID, layer.ID, metres)
				}
			}
		}
	})
}

// neverGreenOver is the same for rules with a condition, of features whose value stands in the rule as it is.
func neverGreenOver(t *rapid.T, pool *pgxpool.Pool, rule checks.Rule, layer layers.Layer, place orb.Geometry, of []checks.Finding) {
	attribute, ok := layer.Version.Recipe.Meaning(rule.Condition.Meaning)
	if !ok || len(rule.Condition.In) == 0 {
		return
	}
	shape, err := ewkb.MarshalToHex(place, layers.SRID)
	if err != nil {
		t.Fatal(err)
	}
	var there int
	err = pool.QueryRow(context.Background(), `select count(*) from `+layer.Version.Table()+`
		where attributes ->> $2 = any($3) and st_area(st_intersection(geom, st_buffer($1::geometry, 0))) > 1`, shape, attribute, rule.Condition.In).Scan(&there)
	if err != nil {
		t.Fatal(err)
	}
	if there > 0 && of[0].Status != checks.Found {
		t.Fatalf("%s: %s, but %d features of %s have a value that it looks for", rule.ID, of[0].Status, there, layer.ID)
	}
}

// Taking layers away, or their promise to be complete, never turns a place green.
func TestLosingDataNeverTurnsGreen(t *testing.T) {
	pool, whole := town(t)
	ctx := context.Background()
	var numbers []int64
	if err := pool.QueryRow(ctx, `select array_agg(current order by current) from layers where current is not null`).Scan(&numbers); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		place, project := drawPlace(t), drawProject(t)
		before := check(t, whole, place, project)
		gone := rapid.SliceOfNDistinct(rapid.SampledFrom(numbers), 1, 8, rapid.ID[int64]).Draw(t, "gone")
		vague := rapid.SliceOfNDistinct(rapid.SampledFrom(numbers), 1, 8, rapid.ID[int64]).Draw(t, "vague")
		broken := rapid.SliceOfNDistinct(rapid.SampledFrom(numbers), 1, 3, rapid.ID[int64]).Draw(t, "broken")
		slices.Sort(broken)
		defer lose(t, pool, gone, vague, broken)()
		catalogue := layers.NewCatalogue(layers.NewStore(pool))
		if err := catalogue.Load(ctx); err != nil {
			t.Fatal(err)
		}
		after := check(t, quietEngine(pool, catalogue), place, project)
		for rule, of := range after {
			was := before[rule][0]
			switch is := of[0]; {
			case is.Status == checks.NotFound && was.Status != checks.NotFound:
				t.Fatalf("%s was %s and is %s without %v, vague %v, broken %v", rule, was.Status, is.Status, gone, vague, broken)
			case is.Status == checks.Found && was.Status != checks.Found:
				t.Fatalf("%s was %s and is found with less data", rule, was.Status)
			}
		}
	})
}

// lose unpublishes, takes promises from and breaks layers until restore is called.
func lose(t *rapid.T, pool *pgxpool.Pool, gone, vague, broken []int64) (restore func()) {
	ctx := context.Background()
	exec := func(sql string, args ...any) {
		if _, err := pool.Exec(ctx, sql, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec(`create table kept as select number, state, coverage from layer_versions`)
	exec(`update layer_versions set state = 'superseded' where number = any($1)`, gone)
	exec(`update layer_versions set coverage = null where number = any($1)`, vague)
	for _, number := range broken {
		exec(fmt.Sprintf(`alter table layer_data.v%[1]d rename to broken%[1]d`, number))
	}
	return func() {
		for _, number := range broken {
			exec(fmt.Sprintf(`alter table layer_data.broken%[1]d rename to v%[1]d`, number))
		}
		exec(`update layer_versions v set state = k.state, coverage = k.coverage from kept k where k.number = v.number`)
		exec(`drop table kept`)
	}
}
