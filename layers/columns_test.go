package layers

import (
	"encoding/json"
	"slices"
	"testing"

	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
)

func TestColumnsAreJudged(t *testing.T) {
	recipe := testRecipe("typed", Natura)
	recipe.Coverage.Kind = CoverNone
	label := i18n.Text{Fi: "a", Sv: "a", En: "a"}
	recipe.Attributes = []Attribute{
		{Name: "n", Label: label, Type: TypeInteger}, {Name: "day", Label: label, Type: TypeDate}, {Name: "gone", Label: label},
		{Name: "class", Label: label, Type: TypeCode, Codes: map[string]i18n.Text{"1E": label, "2": label}},
	}
	report, err := importOne(t, NewStore(testdb.New(t)), ImportOptions{Recipe: &recipe, Path: put(t, "a.geojson", `{"type":"FeatureCollection",
		"crs":{"type":"name","properties":{"name":"EPSG:3067"}},"features":[
		{"type":"Feature","properties":{"n":"12","day":"2026-01-31","class":"1E","more":"x"},"geometry":{"type":"Point","coordinates":[480000,6920000]}},
		{"type":"Feature","properties":{"n":"about 3","day":"31.1.2026","class":2,"more":null},"geometry":{"type":"Point","coordinates":[480001,6920000]}},
		{"type":"Feature","properties":{"n":null,"day":null,"class":"E"},"geometry":{"type":"Point","coordinates":[480002,6920000]}}]}`)})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []ColumnReport{
		{Name: "n", Type: "integer", Nulls: 1, Examples: []string{"12", "about 3"}, Mismatches: 1, Wrong: []Mismatch{{Value: "about 3"}}},
		{Name: "day", Type: "date", Nulls: 1, Examples: []string{"2026-01-31", "31.1.2026"}, Mismatches: 1, Wrong: []Mismatch{{Value: "31.1.2026"}}},
		{Name: "class", Type: "code", Nulls: 0, Examples: []string{"1E", "2", "E"}, Mismatches: 1, Wrong: []Mismatch{{Value: "E"}}},
		{Name: "more", Nulls: 2, Examples: []string{"x"}},
	} {
		i := slices.IndexFunc(report.Columns, func(c ColumnReport) bool { return c.Name == want.Name })
		if i < 0 {
			t.Errorf("nothing of %s", want.Name)
			continue
		}
		got := report.Columns[i]
		for j := range got.Wrong {
			got.Wrong[j].ID = ""
		}
		if a, b := asJSON(t, got), asJSON(t, want); a != b {
			t.Errorf("got %s, want %s", a, b)
		}
	}
	if !slices.Equal(report.Unknown, []string{"more"}) || !slices.Equal(report.Missing, []string{"gone"}) {
		t.Errorf("unknown %q, missing %q", report.Unknown, report.Missing)
	}
	if len(report.ToDecide) != 1 || report.ToDecide[0].Kind != DecideMissing {
		t.Errorf("to decide %v", report.ToDecide)
	}
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func FuzzMembers(f *testing.F) {
	f.Add([]byte(`{"a":1,"b\"":[{"x":"]"}], "c" : "\\" , "d":null}`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var want map[string]json.RawMessage
		if json.Unmarshal(data, &want) != nil {
			eachMember(data, func(_, _ []byte) {}) // it ends
			return
		}
		got := map[string]string{}
		eachMember(data, func(key, value []byte) {
			var name string
			if err := json.Unmarshal(key, &name); err != nil {
				t.Fatalf("key %q of %q", key, data)
			}
			got[name] = string(value)
		})
		for name, value := range want {
			if got[name] != string(value) {
				t.Errorf("%q of %q: got %q, want %q", name, data, got[name], value)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%d members of %q, want %d", len(got), data, len(want))
		}
	})
}
