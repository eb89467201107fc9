package demo_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/checks"
	"lupakartta/demo"
	"lupakartta/demo/demotest"
	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

const placesFile = "places.json"

// examiner asks the real engine about places of the loaded town.
type examiner struct {
	t      *testing.T
	pool   *pgxpool.Pool
	engine *checks.Engine
	tables map[string]string
}

func newExaminer(t *testing.T) *examiner {
	t.Helper()
	ctx := context.Background()
	pool := demotest.Town(t)
	if err := checks.Seed(ctx, pool); err != nil {
		t.Fatal(err)
	}
	catalogue := layers.NewCatalogue(layers.NewStore(pool))
	if err := catalogue.Load(ctx); err != nil {
		t.Fatal(err)
	}
	return &examiner{t, pool, checks.NewEngine(pool, catalogue, nil, slog.New(slog.DiscardHandler)), tables(t, pool)}
}

// projectOf are answers for which a rule applies: those of its first case.
func projectOf(r checks.Rule) map[string]any {
	project := map[string]any{}
	if len(r.Kinds) > 0 {
		project[checks.QuestionKind] = r.Kinds[0]
	}
	if len(r.Cases) == 0 {
		return project
	}
	if formula := r.Cases[0].Formula; formula != nil {
		project[formula.Of] = 500
	}
	for id, values := range r.Cases[0].When {
		project[id] = answerOf(values[0])
	}
	return project
}

// answerOf is an answer that a case of that value takes.
func answerOf(value string) any {
	from, to, spans := strings.Cut(value, "..")
	switch {
	case value == "true" || value == "false":
		return value == "true"
	case !spans:
		return value
	case from == "":
		from = to
	}
	number, err := strconv.ParseFloat(from, 64)
	if err != nil {
		return value
	}
	return number
}

// severities are what each rule says of a place for a project: the worst of its findings.
func (x *examiner) severities(p orb.Point, project map[string]any) map[string]checks.Severity {
	x.t.Helper()
	if project == nil {
		project = map[string]any{}
	}
	told, err := json.Marshal(project)
	if err != nil {
		x.t.Fatal(err)
	}
	answers, err := checks.ReadAnswers(told)
	if err != nil {
		x.t.Fatalf("%s: %v", told, err)
	}
	result, err := x.engine.Check(context.Background(), p, answers, i18n.Finnish)
	if err != nil {
		x.t.Fatalf("check of %v: %v", p, err)
	}
	worst := map[string]checks.Severity{}
	for _, f := range result.Findings { // the worst comes first
		if _, ok := worst[f.Rule]; !ok {
			worst[f.Rule] = f.Severity
		}
	}
	return worst
}

// said is a severity in the three words of places.json, or that the rule says nothing.
func said(s checks.Severity) string {
	switch s {
	case "red", "amber":
		return "found"
	case "green", "unknown":
		return string(s)
	}
	return "nothing"
}

func TestPlaces(t *testing.T) {
	x := newExaminer(t)
	if flag.Lookup("update").Value.String() == "true" {
		x.write()
	}
	data, err := os.ReadFile(placesFile)
	if err != nil {
		t.Fatal(err)
	}
	embedded, err := demo.Places()
	if err != nil {
		t.Fatal(err)
	}
	var places map[string]demo.RulePlaces
	if err := json.Unmarshal(data, &places); err != nil {
		t.Fatal(err)
	}
	if len(places) != len(embedded) && flag.Lookup("update").Value.String() != "true" {
		t.Errorf("the file has %d rules, the embedded places %d", len(places), len(embedded))
	}
	rules, err := x.engine.Rules(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]checks.Rule{}
	for _, r := range rules {
		known[r.ID] = r
	}
	for id := range places {
		if _, ok := known[id]; !ok {
			t.Errorf("%s: no such rule", id)
		}
	}
	for id := range known {
		of, ok := places[id]
		if !ok {
			t.Errorf("%s has no places; run with -update", id)
			continue
		}
		for want, p := range map[string]demo.Place{"found": of.Found, "green": of.Green, "unknown": of.Unknown} {
			if err := p.Name.Complete(); err != nil {
				t.Errorf("%s, %s: %v", id, want, err)
			}
			if got := said(x.severities(p.LonLat, of.Project)[id]); got != want {
				t.Errorf("%s at %s (E %.0f, N %.0f): got %s, want %s", id, p.Name.Fi, p.EastNorth[0], p.EastNorth[1], got, want)
			}
		}
	}
}

// write looks for a place of each kind for each rule, among points in features and on a grid.
func (x *examiner) write() {
	x.t.Helper()
	rules, err := x.engine.Rules(context.Background())
	if err != nil {
		x.t.Fatal(err)
	}
	found := map[string]map[string]demo.Place{}
	open := map[[2]string]bool{}
	projects := map[string]map[string]any{} // by rule
	for _, r := range rules {
		found[r.ID], projects[r.ID] = map[string]demo.Place{}, projectOf(r)
		for _, kind := range []string{"found", "green", "unknown"} {
			open[[2]string{r.ID, kind}] = true
		}
	}
	for _, p := range x.candidates() {
		if len(open) == 0 {
			break
		}
		lonLat := geo.ToLonLat(p)
		asked := map[string]map[string]checks.Severity{} // by project
		for id, project := range projects {
			if !open[[2]string{id, "found"}] && !open[[2]string{id, "green"}] && !open[[2]string{id, "unknown"}] {
				continue
			}
			of := fmt.Sprint(project)
			if asked[of] == nil {
				asked[of] = x.severities(lonLat, project)
			}
			key := [2]string{id, said(asked[of][id])}
			if open[key] {
				delete(open, key)
				found[id][key[1]] = demo.Place{Name: x.name(p), EastNorth: p, LonLat: orb.Point{round7(lonLat[0]), round7(lonLat[1])}}
			}
		}
	}
	for key := range open {
		x.t.Errorf("no place where %s is %s", key[0], key[1])
	}
	places := map[string]demo.RulePlaces{}
	for id, of := range found {
		places[id] = demo.RulePlaces{Project: projects[id], Found: of["found"], Green: of["green"], Unknown: of["unknown"]}
	}
	data, err := json.MarshalIndent(places, "", "  ")
	if err != nil {
		x.t.Fatal(err)
	}
	if err := os.WriteFile(placesFile, append(data, '\n'), 0o644); err != nil {
		x.t.Fatal(err)
	}
}

func round7(x float64) float64 {
	var y float64
	_, _ = fmt.Sscan(fmt.Sprintf("%.7f", x), &y)
	return y
}

// candidates are places worth asking about, the plainest first: addresses of the town, then one point in each feature
// of the small layers, then a grid that reaches over the border.
func (x *examiner) candidates() []orb.Point {
	x.t.Helper()
	sql := `select st_x(geom), st_y(geom) from (select geom from ` + x.tables["address"] + ` order by md5(source_id) limit 60) a`
	for _, layer := range []string{"natura", "protected_area", "groundwater", "consultation_zone", "seveso_plant", "sensitive_site", "cultural", "contaminated",
		"flood", "noise", "plan_preparation", "roadwork", "venue", "base_water"} {
		sql += ` union all select st_x(p), st_y(p) from (select st_pointonsurface(geom) as p from ` + x.tables[layer] + ` order by source_id) x`
	}
	sql += ` union all select st_x(p), st_y(p) from (select distinct on (attributes->>'merkinta') st_pointonsurface(geom) as p from ` + x.tables["zoning"] + ` order by attributes->>'merkinta', source_id) x`
	sql += ` union all select st_x(p), st_y(p) from (select (st_dumppoints(st_segmentize(st_buffer(geom, d), 900))).geom as p from ` + x.tables["municipality"] +
		`, unnest(array[-30, -300, -700, 60, -1600, -2100]) d where source_id = '990-M') x`
	rows, err := x.pool.Query(context.Background(), sql)
	if err != nil {
		x.t.Fatal(err)
	}
	points, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (orb.Point, error) {
		var p orb.Point
		err := row.Scan(&p[0], &p[1])
		return orb.Point{float64(int(p[0])), float64(int(p[1]))}, err
	})
	if err != nil {
		x.t.Fatal(err)
	}
	return points
}

// name is what the place is called: the smallest named feature there, or the nearest address.
func (x *examiner) name(p orb.Point) i18n.Text {
	x.t.Helper()
	var fi, sv string
	var far float64
	err := x.pool.QueryRow(context.Background(), `select attributes->>'katunimi' || ' ' || (attributes->>'numero'), attributes->>'gatunamn' || ' ' || (attributes->>'numero'),
		st_distance(geom, st_setsrid(st_makepoint($1, $2), 3067)) from `+x.tables["address"]+` order by geom <-> st_setsrid(st_makepoint($1, $2), 3067) limit 1`, p[0], p[1]).Scan(&fi, &sv, &far)
	if err != nil {
		x.t.Fatal(err)
	}
	if far < 120 {
		return i18n.Text{Fi: fi, Sv: sv, En: fi}
	}
	near := int(far/100+0.5) * 100
	return i18n.Text{Fi: fmt.Sprintf("%d m osoitteesta %s", near, fi), Sv: fmt.Sprintf("%d m från %s", near, sv), En: fmt.Sprintf("%d m from %s", near, fi)}
}

// Rules name fields by which the competent authority at a place is found.
func TestRulesNameFieldsOfTheDirectory(t *testing.T) {
	directory, err := demo.Directory()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, field := range directory.Fields {
		known[field.Code] = true
	}
	rules, err := checks.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		if r.Field != "" && !known[r.Field] {
			t.Errorf("%s: no field %q in the directory", r.ID, r.Field)
		}
	}
}
