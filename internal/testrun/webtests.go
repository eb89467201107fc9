package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"
)

// webTests is one kind of the front end's tests: an npm script that prints a JSON line per test.
type webTests struct{ name, script string }

// runUnit runs the front end's unit tests.
func runUnit(ctx context.Context, r *report) {
	webTests{"web unit tests", "test:unit"}.run(ctx, r)
}

// runBrowser runs the browser tests on the built binary.
func runBrowser(ctx context.Context, r *report) {
	suite := webTests{"browser tests", "test:e2e"}
	binary, err := builtBinary()
	if err != nil && hasWeb() {
		r.fail(suite.name, err.Error())
		return
	}
	suite.run(ctx, r, "LUPAKARTTA_BIN="+binary)
}

// hasWeb tells whether the front end is there at all; without it nothing of it can be tested.
func hasWeb() bool {
	_, err := os.Stat("web/package.json")
	return err == nil
}

func (w webTests) run(ctx context.Context, r *report, env ...string) {
	if !hasWeb() {
		r.skip(w.name, "there is no web/package.json")
		return
	}
	child := command(ctx, "npm", "run", "--silent", w.script)
	child.Dir = "web"
	child.Env = append(os.Environ(), env...)
	output, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		r.fail(w.name, err.Error())
		return
	}
	failed, passed := len(r.failed), r.passed
	lines := bufio.NewScanner(output)
	lines.Buffer(nil, 16<<20) // an error may hold a page's text
	for lines.Scan() {
		readWebTest(lines.Text(), r)
	}
	err = errors.Join(lines.Err(), child.Wait())
	switch {
	case len(r.failed) > failed: // they told themselves
	case err != nil:
		r.fail(w.name, err.Error())
	case r.passed == passed:
		r.fail(w.name, "they reported nothing")
	default:
		r.say("ok %s: %d", w.name, r.passed-passed)
	}
}

// webTest is one line that the front end's tests print. The browser's tests name no file.
type webTest struct {
	File    string
	Test    string
	OK      *bool
	Skipped bool
	MS      float64
	Error   string
}

func (t webTest) name() string {
	if t.File == "" {
		return "browser: " + t.Test
	}
	return t.File + " " + t.Test
}

func readWebTest(line string, r *report) {
	var test webTest
	if err := json.Unmarshal([]byte(line), &test); err != nil || test.Test == "" {
		r.say("%s", line)
		return
	}
	switch {
	case test.Skipped:
		r.skip(test.name(), test.Error)
	case test.OK != nil && *test.OK:
		r.pass()
		if test.File == "" { // unit tests are many and take no time
			r.say("ok %s (%.1f s)", test.name(), test.MS/1000)
		}
	default:
		r.fail(test.name(), test.Error)
	}
}
