package main

import (
	"fmt"
	"io"
	"strings"
)

// report counts results and prints them as they come.
type report struct {
	out     io.Writer
	strict  bool // a skipped test is a failed one
	passed  int
	failed  []string
	skipped []string
}

func (r *report) say(format string, args ...any) { fmt.Fprintf(r.out, format+"\n", args...) }

func (r *report) pass() { r.passed++ }

// fail counts a failed test and shows what it said.
func (r *report) fail(name, output string) {
	r.failed = append(r.failed, name)
	r.say("--- FAIL: %s", name)
	for line := range strings.Lines(strings.TrimRight(output, "\n")) {
		r.say("    %s", strings.TrimRight(line, "\r\n"))
	}
}

// skip notes a test that was not run; why is what it said about that.
func (r *report) skip(name, why string) {
	if r.strict {
		r.fail(name, "skipped, and with CI=true every test runs: "+strings.TrimSpace(why))
		return
	}
	r.skipped = append(r.skipped, name)
}

// summary lists once more what did not pass, ends with the line that counts, and tells whether all is well.
func (r *report) summary() bool {
	for _, name := range r.skipped {
		r.say("skipped: %s", name)
	}
	for _, name := range r.failed {
		r.say("failed: %s", name)
	}
	r.say("%d passed, %d failed", r.passed, len(r.failed))
	return len(r.failed) == 0
}
