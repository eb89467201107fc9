package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lupakartta/api"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// places are n points, a hundredth of a degree apart.
func places(n int) string {
	var all [][2]float64
	for i := range n {
		all = append(all, [2]float64{26.6 + 0.01*float64(i), 62.41})
	}
	return points(all...)
}

func TestApprovingFromTheCommandLine(t *testing.T) {
	c := newCommandLine(t, testdb.New(t))
	bring := func(code int, n int, more ...string) int64 {
		t.Helper()
		args := []string{"layers", "import", file(t, "springs.geojson", places(n)), "--id", "springs", "--theme", "groundwater", "--key", "id", "--json"}
		return decodeOne[layers.Report](t, c.want(code, append(args, more...)...)).Version
	}
	first := bring(exitOK, 10)
	if line := decodeOne[layerLine](t, c.want(exitOK, "layers", "publish", "springs", "--json")); line.Version != first || line.State != layers.Published {
		t.Errorf("published %+v", line)
	}
	second := bring(exitFailure, 5, "--publish") // half of it is gone
	if code, out, stderr := c.run("layers", "import", file(t, "springs.geojson", places(5)), "--id", "springs", "--theme", "groundwater", "--key", "id", "--publish"); code != exitFailure ||
		!strings.Contains(out, "is waiting") || !strings.Contains(stderr, "--confirm-shrink") {
		t.Errorf("what became of it: %d %s%s", code, out, stderr)
	}
	c.want(exitOK, "layers", "reject", "springs")
	show := decodeOne[map[string]any](t, c.want(exitOK, "layers", "show", "springs", "--json"))
	if show["version"] != float64(second) || show["state"] != "waiting" || show["report"] == nil || show["decisions"] == nil || show["provenance"] == nil {
		t.Errorf("show: %v", show)
	}
	d := decodeOne[api.VersionDifference](t, c.want(exitOK, "layers", "diff", "springs", "--json"))
	if d.Version != second || d.Former != first || d.Counts[layers.Removed] != 5 || !d.Shrinks {
		t.Errorf("diff: %+v", d)
	}
	if out := c.want(exitOK, "layers", "diff", "springs"); !strings.Contains(out, "removed") || !strings.Contains(out, fmt.Sprintf("compared with version %d", first)) {
		t.Errorf("diff for people:\n%s", out)
	}
	collection := decodeOne[api.DifferenceList](t, c.want(exitOK, "layers", "diff", fmt.Sprintf("springs@%d", second), "--geojson"))
	if len(collection.Features) != 5 || collection.Features[0].Properties.Kind != layers.Removed {
		t.Errorf("as GeoJSON: %+v", collection)
	}
	if _, _, stderr := c.run("layers", "publish", "springs"); !strings.Contains(stderr, "--confirm-shrink") {
		t.Errorf("what to do about it: %s", stderr)
	}
	c.want(exitOK, "layers", "publish", "springs", "--confirm-shrink")
	if out := c.want(exitOK, "layers", "show", "springs"); !strings.Contains(out, "PUBLISHED") || !strings.Contains(out, "5 of 5 read") {
		t.Errorf("show for people:\n%s", out)
	}
	third := bring(exitOK, 6)
	if line := decodeOne[layerLine](t, c.want(exitOK, "layers", "reject", fmt.Sprintf("springs@%d", third), "--json")); line.State != layers.Failed {
		t.Errorf("rejected: %+v", line)
	}
	c.want(exitFailure, "layers", "reject", "springs")
	c.want(exitOK, "layers", "import", file(t, "springs.geojson", places(2)), "--id", "springs", "--theme", "groundwater", "--key", "id", "--publish", "--confirm-shrink")
}

func TestKeeperCommand(t *testing.T) {
	pool := testdb.New(t)
	c := newCommandLine(t, pool)
	c.want(exitOK, "layers", "import", file(t, "springs.geojson", places(1)), "--id", "springs", "--theme", "groundwater", "--key", "id", "--publish")
	if _, err := pool.Exec(t.Context(), `insert into authorities (id, code, kind, name, valid_from)
		values (gen_random_uuid(), 'mallila', 'municipality', '{"fi":"Mallilan kaupunki","sv":"Mallila stad","en":"City of Mallila"}', '2020-01-01')`); err != nil {
		t.Fatal(err)
	}
	if out := c.want(exitOK, "layers", "keeper", "springs", "mallila"); !strings.Contains(out, "Mallilan kaupunki") {
		t.Errorf("printed %s", out)
	}
	keeper := func() string {
		return decodeOne[struct{ Items []layerLine }](t, c.want(exitOK, "layers", "list", "--json")).Items[0].Keeper
	}
	if got := keeper(); got != "mallila" {
		t.Errorf("kept by %q", got)
	}
	c.want(exitOK, "layers", "keeper", "springs", "--none", "--json")
	if got := keeper(); got != "" {
		t.Errorf("kept by %q, want nobody", got)
	}
	for code, commands := range map[int][][]string{
		exitFailure: {{"keeper", "springs", "nobody"}, {"keeper", "nothing", "mallila"}, {"show", "nothing"}, {"diff", "springs@99"}, {"publish", "springs"}},
		exitUsage:   {{"keeper", "springs"}, {"show", "springs@x"}, {"diff", "springs", "--json", "--geojson"}, {"diff", "springs@0"}},
	} {
		for _, args := range commands {
			if got, _, stderr := c.run(slices.Concat([]string{"layers"}, args)...); got != code || stderr == "" {
				t.Errorf("%v: exit code %d, want %d: %s", args, got, code, stderr)
			}
		}
	}
	if out := c.want(exitOK, "rules", "keeper", "mallila"); !strings.Contains(out, "Mallilan kaupunki") {
		t.Errorf("printed %s", out)
	}
	ruleKeeper := func() (code string) {
		if err := pool.QueryRow(t.Context(), `select coalesce((select a.code from rule_keeping k join authorities a on a.id = k.keeper), '')`).Scan(&code); err != nil {
			t.Fatal(err)
		}
		return code
	}
	if got := ruleKeeper(); got != "mallila" {
		t.Errorf("the rules are kept by %q", got)
	}
	if out := c.want(exitOK, "rules", "keeper", "--none", "--json"); out != "{}\n" || ruleKeeper() != "" {
		t.Errorf("printed %s, kept by %q", out, ruleKeeper())
	}
	c.want(exitFailure, "rules", "keeper", "nobody")
	c.want(exitUsage, "rules", "keeper")
	if data, err := json.Marshal(keptBy{Layer: "a"}); err != nil || string(data) != `{"layer":"a"}` {
		t.Errorf("%s, %v", data, err)
	}
}
