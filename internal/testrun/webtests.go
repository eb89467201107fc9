package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// hasWeb tells whether the front end is there at all; without it nothing of it was tested.
func hasWeb(r *report, suite string) bool {
	if _, err := os.Stat("web/package.json"); err != nil {
		r.skip(suite, "there is no web/package.json")
		return false
	}
	return true
}

// runUnit runs the front end's unit tests: npm run test:unit, which is vitest.
func runUnit(ctx context.Context, r *report) {
	if !hasWeb(r, "web unit tests") {
		return
	}
	folder, err := os.MkdirTemp("", "lupakartta-unit-")
	if err != nil {
		r.fail("web unit tests", err.Error())
		return
	}
	defer func() { _ = os.RemoveAll(folder) }()
	results := filepath.Join(folder, "results.json")
	child := command(ctx, "npm", "run", "--silent", "test:unit", "--", "--reporter=json", "--outputFile="+results)
	child.Dir = "web"
	output, runErr := child.Output()
	before := len(r.failed)
	content, err := os.ReadFile(results)
	if err == nil {
		err = readUnitTests(content, r)
	}
	if err = errors.Join(err, runErr); err != nil && len(r.failed) == before {
		r.fail("web unit tests", err.Error()+"\n"+string(output))
	}
}

// unitResults is vitest's JSON report, as far as it is read here.
type unitResults struct {
	TestResults []struct {
		Name             string
		Status           string
		Message          string
		AssertionResults []struct {
			FullName        string
			Status          string
			FailureMessages []string
		}
	}
}

func readUnitTests(content []byte, r *report) error {
	var results unitResults
	if err := json.Unmarshal(content, &results); err != nil {
		return fmt.Errorf("vitest's report: %w", err)
	}
	for _, file := range results.TestResults {
		name := shortName(file.Name)
		passed := 0
		for _, test := range file.AssertionResults {
			switch test.Status {
			case "passed":
				passed++
				r.pass()
			case "failed":
				r.fail(name+" "+test.FullName, strings.Join(test.FailureMessages, "\n"))
			default: // skipped, pending, todo, disabled
				r.skip(name+" "+test.FullName, test.Status)
			}
		}
		switch {
		case file.Status == "failed" && len(file.AssertionResults) == 0:
			r.fail(name, file.Message)
		case passed == len(file.AssertionResults):
			r.say("ok %s: %d tests", name, passed)
		}
	}
	return nil
}

// shortName is the file's path from web/ on.
func shortName(path string) string {
	if _, inside, found := strings.Cut(path, "/web/"); found {
		return "web/" + inside
	}
	return path
}

// browserResult is one line that the browser tests print.
type browserResult struct {
	Test    string
	OK      *bool
	Skipped bool
	MS      float64
	Error   string
}

// runBrowser runs the browser tests on the built binary: npm run test:e2e, which prints a JSON line per test.
func runBrowser(ctx context.Context, r *report) {
	if !hasWeb(r, "browser tests") {
		return
	}
	binary, err := builtBinary()
	if err != nil {
		r.fail("browser tests", err.Error())
		return
	}
	child := command(ctx, "npm", "run", "--silent", "test:e2e")
	child.Dir = "web"
	child.Env = append(os.Environ(), "LUPAKARTTA_BIN="+binary)
	output, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		r.fail("browser tests", err.Error())
		return
	}
	failed, passed := len(r.failed), r.passed
	lines := bufio.NewScanner(output)
	lines.Buffer(nil, 16<<20) // an error may hold a page's text
	for lines.Scan() {
		readBrowserTest(lines.Text(), r)
	}
	err = errors.Join(lines.Err(), child.Wait())
	switch {
	case err != nil && len(r.failed) == failed:
		r.fail("browser tests", err.Error())
	case len(r.failed) == failed && r.passed == passed:
		r.fail("browser tests", "they reported nothing")
	}
}

func readBrowserTest(line string, r *report) {
	var result browserResult
	if err := json.Unmarshal([]byte(line), &result); err != nil || result.Test == "" {
		r.say("%s", line)
		return
	}
	switch {
	case result.Skipped:
		r.skip("browser: "+result.Test, result.Error)
	case result.OK != nil && *result.OK:
		r.pass()
		r.say("ok browser: %s (%.1f s)", result.Test, result.MS/1000)
	default:
		r.fail("browser: "+result.Test, result.Error)
	}
}
