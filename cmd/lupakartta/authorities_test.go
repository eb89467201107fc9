package main

import (
	"os"
	"strings"
	"testing"

	"lupakartta/api"
	"lupakartta/authorities"
	"lupakartta/demo/demotest"
)

func TestAuthoritiesCommands(t *testing.T) {
	c := newCommandLine(t, demotest.Town(t))
	const here = "SRID=3067;POINT(480000 6920000)"
	report := decodeOne[authorities.Report](t, c.want(exitOK, "authorities", "load", "../../demo/directory.json", "--json"))
	if report.Fields == 0 || report.Authorities == 0 || report.Competences == 0 || len(report.Missing) > 0 {
		t.Errorf("loaded %+v", report)
	}
	list := decodeOne[api.AuthorityList](t, c.want(exitOK, "authorities", "list", "--field", "building_permit", "--lang", "en", "--json"))
	if len(list.Items) != 2 || list.Items[0].Name != "Mallila Building Control" {
		t.Errorf("listed %+v", list)
	}
	if out := c.want(exitOK, "authorities", "list"); !strings.HasPrefix(out, "CODE") || strings.Contains(out, "lssavi") {
		t.Errorf("printed %s", out)
	}
	competent := func(more ...string) api.Competent {
		return decodeOne[api.Competent](t, c.want(exitOK, append([]string{"authorities", "competent", "--geometry", here, "--json"}, more...)...))
	}
	if got := competent("--field", "environmental_permit"); len(got.Items) != 1 || got.Items[0].Code != "lvv" || got.Items[0].Share != 1 {
		t.Errorf("competent today: %+v", got)
	}
	if got := competent("--field", "environmental_permit", "--day", "2025-12-31"); len(got.Items) != 1 || got.Items[0].Code != "lssavi" {
		t.Errorf("competent before the reform: %+v", got)
	}
	if out := c.want(exitOK, "authorities", "competent", "--geometry", here); !strings.Contains(out, "Mallilan rakennusvalvonta · Mallilan kaupunki") {
		t.Errorf("printed %s", out)
	}
	if out := c.want(exitOK, "authorities", "competent", "--geometry", "POINT(24.94 60.17)", "--field", "zoning"); !strings.Contains(out, "not known for 100 % of the place: zoning") {
		t.Errorf("printed %s", out)
	}
	if again := decodeOne[authorities.Report](t, c.want(exitOK, "authorities", "refresh", "--json")); again.Competences == 0 || len(again.Missing) > 0 {
		t.Errorf("refreshed %+v", again)
	}
	t.Run("refused", func(t *testing.T) {
		broken := file(t, "directory.json", strings.Replace(read(t, "../../demo/directory.json"), `"kind": "police"`, `"kind": "sheriff"`, 1))
		for _, test := range []struct {
			name string
			code int
			args []string
			want string
		}{
			{"a faulty directory", exitUsage, []string{"load", broken}, "/kind: invalid_value"},
			{"no file", exitUsage, []string{"load", "/nowhere.json"}, "no such file"},
			{"no such field", exitFailure, []string{"competent", "--geometry", here, "--field", "weather"}, "no such field"},
			{"abroad", exitFailure, []string{"competent", "--geometry", "POINT(2 48)"}, "\n"},
			{"no such day", exitUsage, []string{"competent", "--geometry", here, "--day", "tomorrow"}, "YYYY-MM-DD"},
		} {
			t.Run(test.name, func(t *testing.T) {
				if code, _, stderr := c.run(append([]string{"authorities"}, test.args...)...); code != test.code || !strings.Contains(stderr, test.want) {
					t.Errorf("exit code %d: %s", code, stderr)
				}
			})
		}
	})
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
