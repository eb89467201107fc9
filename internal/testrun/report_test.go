package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// lines of go test -json for a package with a passing test, one with two subtests of which one fails, and a skipped one
const goOutput = `{"Action":"start","Package":"lupakartta/geo"}
{"Action":"run","Package":"lupakartta/geo","Test":"TestA"}
{"Action":"output","Package":"lupakartta/geo","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"pass","Package":"lupakartta/geo","Test":"TestA","Elapsed":0}
{"Action":"run","Package":"lupakartta/geo","Test":"TestB"}
{"Action":"run","Package":"lupakartta/geo","Test":"TestB/good"}
{"Action":"pass","Package":"lupakartta/geo","Test":"TestB/good","Elapsed":0}
{"Action":"run","Package":"lupakartta/geo","Test":"TestB/bad"}
{"Action":"output","Package":"lupakartta/geo","Test":"TestB/bad","Output":"    area_test.go:7: got 1, want 2\n"}
{"Action":"output","Package":"lupakartta/geo","Test":"TestB/bad","Output":"    --- FAIL: TestB/bad (0.00s)\n"}
{"Action":"fail","Package":"lupakartta/geo","Test":"TestB/bad","Elapsed":0}
{"Action":"fail","Package":"lupakartta/geo","Test":"TestB","Elapsed":0}
{"Action":"run","Package":"lupakartta/geo","Test":"TestC"}
{"Action":"output","Package":"lupakartta/geo","Test":"TestC","Output":"    c_test.go:3: not today\n"}
{"Action":"skip","Package":"lupakartta/geo","Test":"TestC","Elapsed":0}
{"Action":"fail","Package":"lupakartta/geo","Elapsed":0.1}
`

func TestGoTestsAreCounted(t *testing.T) {
	tests := []struct {
		name   string
		output string
		strict bool
		passed int
		failed []string
		shown  string
	}{
		{"subtests count, their parent does not", goOutput, false, 2, []string{"geo TestB/bad"}, "got 1, want 2"},
		{"a skipped test failed in CI", goOutput, true, 2, []string{"geo TestB/bad", "geo TestC"}, "not today"},
		{"a package that does not compile",
			`{"ImportPath":"lupakartta/api","Action":"build-output","Output":"api/a.go:1: syntax error\n"}
{"ImportPath":"lupakartta/api","Action":"build-fail"}
{"Action":"start","Package":"lupakartta/api"}
{"Action":"output","Package":"lupakartta/api","Output":"FAIL\tlupakartta/api [build failed]\n"}
{"Action":"fail","Package":"lupakartta/api","Elapsed":0,"FailedBuild":"lupakartta/api"}
`, false, 0, []string{"api"}, "syntax error"},
		{"a package whose tests passed and that failed afterwards",
			`{"Action":"run","Package":"lupakartta/api","Test":"TestA"}
{"Action":"pass","Package":"lupakartta/api","Test":"TestA"}
{"Action":"output","Package":"lupakartta/api","Output":"goleak: Errors on successful test run\n"}
{"Action":"fail","Package":"lupakartta/api","Elapsed":1}
`, false, 1, []string{"api"}, "goleak"},
		{"a package that panicked in a test",
			`{"Action":"run","Package":"lupakartta/api","Test":"TestA"}
{"Action":"output","Package":"lupakartta/api","Test":"TestA","Output":"panic: oh\n"}
{"Action":"fail","Package":"lupakartta/api","Test":"TestA"}
{"Action":"fail","Package":"lupakartta/api","Elapsed":1}
`, false, 0, []string{"api TestA"}, "panic: oh"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out strings.Builder
			r := &report{out: &out, strict: test.strict}
			if err := readGoTests(strings.NewReader(test.output), r); err != nil {
				t.Fatal(err)
			}
			if r.passed != test.passed || !slices.Equal(r.failed, test.failed) {
				t.Errorf("got %d passed and failed %v, want %d and %v", r.passed, r.failed, test.passed, test.failed)
			}
			if !strings.Contains(out.String(), test.shown) {
				t.Errorf("the output does not show %q:\n%s", test.shown, out.String())
			}
		})
	}
}

func TestWebTestsAreCounted(t *testing.T) {
	var out strings.Builder
	r := &report{out: &out}
	for _, line := range []string{
		`{"file":"web/src/geo/tm35fin.test.ts","test":"grid agrees","ok":true,"ms":2}`,
		`{"file":"web/src/geo/tm35fin.test.ts","test":"later","skipped":true,"ms":0,"error":"to do"}`,
		`{"file":"web/src/map/map.test.ts","test":"map opens","ok":false,"ms":3,"error":"expected 1"}`,
		`{"file":"web/src/broken.test.ts","test":"(the file)","ok":false,"error":"Unexpected token"}`,
		`{"test":"the map opens","ok":true,"ms":1200}`,
		`{"test":"no violations","ok":false,"ms":900,"error":"color-contrast on .legend"}`,
		`{"test":"says nothing about how it went"}`,
		`starting the browser`,
	} {
		readWebTest(line, r)
	}
	want := []string{"web/src/map/map.test.ts map opens", "web/src/broken.test.ts (the file)", "browser: no violations", "browser: says nothing about how it went"}
	if r.passed != 2 || !slices.Equal(r.failed, want) || len(r.skipped) != 1 {
		t.Errorf("got %d passed, failed %v, skipped %v", r.passed, r.failed, r.skipped)
	}
	for _, shown := range []string{"expected 1", "Unexpected token", "ok browser: the map opens (1.2 s)", "color-contrast on .legend", "starting the browser"} {
		if !strings.Contains(out.String(), shown) {
			t.Errorf("the output does not show %q:\n%s", shown, out.String())
		}
	}
}

// Programs of every kind are run the same way, so one that dies, or ends, without a word must count.
func TestSilentFailureCounts(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string]string{
		"dies/web/package.json":   `{"scripts":{"test:e2e":"exit 3","test:unit":"exit 3"}}`,
		"dies/bin/lupakartta":     "",
		"silent/web/package.json": `{"scripts":{"test:e2e":"true","test:unit":"true"}}`,
		"silent/bin/lupakartta":   "",
		"elsewhere/nothing":       "",
	} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct{ name, folder, shown string }{
		{"both die", "dies", "exit status 3"},
		{"both say nothing", "silent", "reported nothing"},
		{"no front end in CI", "elsewhere", "there is no web/package.json"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Chdir(filepath.Join(folder, test.folder))
			var out strings.Builder
			r := &report{out: &out, strict: true}
			runUnit(t.Context(), r)
			runBrowser(t.Context(), r)
			if r.passed != 0 || len(r.failed) != 2 || strings.Count(out.String(), test.shown) != 2 {
				t.Errorf("got %d passed, failed %v, and did not twice say %q:\n%s", r.passed, r.failed, test.shown, out.String())
			}
			if r.summary() || !strings.HasSuffix(out.String(), "\n0 passed, 2 failed\n") {
				t.Errorf("the output does not end with the count:\n%s", out.String())
			}
		})
	}
}
