package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
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

// fail counts a failed test and shows what it said, in one piece.
func (r *report) fail(name, output string) {
	r.failed = append(r.failed, name)
	var said strings.Builder
	fmt.Fprintf(&said, "--- FAIL: %s", name)
	for line := range strings.Lines(strings.TrimRight(output, "\n")) {
		said.WriteString("\n    " + strings.TrimRight(line, "\r\n"))
	}
	r.say("%s", &said)
}

// beside is a report of tests that run at the same time; add adds it up.
func (r *report) beside() *report { return &report{out: r.out, strict: r.strict} }

func (r *report) add(other *report) {
	r.passed += other.passed
	r.failed = append(r.failed, other.failed...)
	r.skipped = append(r.skipped, other.skipped...)
}

// locked lets several reports write whole pieces.
type locked struct {
	mutex sync.Mutex
	out   io.Writer
}

func (l *locked) Write(piece []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.out.Write(piece)
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
