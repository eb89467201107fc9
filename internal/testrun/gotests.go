package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// command is a child that gets an interrupt, and some time to clean up, when the run is interrupted.
func command(ctx context.Context, name string, args ...string) *exec.Cmd {
	child := exec.CommandContext(ctx, name, args...)
	child.Stderr = os.Stderr
	child.Cancel = func() error { return child.Process.Signal(syscall.SIGINT) }
	child.WaitDelay = 20 * time.Second
	return child
}

// builtBinary is the program that the tests start and kill.
func builtBinary() (string, error) {
	binary, err := filepath.Abs("bin/lupakartta")
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(binary); err != nil {
		return "", fmt.Errorf("there is no binary, run make build: %w", err)
	}
	return binary, nil
}

// runGo runs the Go tests of the module with the race detector; those that start the program start the built one.
func runGo(ctx context.Context, r *report) {
	binary, err := builtBinary()
	if err != nil {
		r.fail("go test", err.Error())
		return
	}
	// SQLite is C made Go: watching each of its reads for races takes long and finds nothing. "make check" vets it all.
	child := command(ctx, "go", "test", "-race", "-vet=off", "-gcflags=modernc.org/...=-race=false", "-json", "-timeout", "30m", "./...")
	child.Env = append(os.Environ(), "LUPAKARTTA_BIN="+binary)
	output, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		r.fail("go test", err.Error())
		return
	}
	before := len(r.failed)
	err = readGoTests(output, r)
	err = errors.Join(err, child.Wait())
	if err != nil && len(r.failed) == before {
		r.fail("go test", err.Error())
	}
}

// event is one line of go test -json (go doc test2json); build failures come with an import path and no package.
type event struct {
	Action      string
	Package     string
	ImportPath  string
	Test        string
	Output      string
	Elapsed     float64
	FailedBuild string
}

// goPackage gathers the events of one package.
type goPackage struct {
	output  map[string]*strings.Builder // by test; "" is the package's own
	parents map[string]bool             // tests that have subtests: their subtests are counted instead
	failed  []string
	passed  int
}

func readGoTests(output io.Reader, r *report) error {
	packages := map[string]*goPackage{}
	builds := map[string]*strings.Builder{}
	lines := bufio.NewReader(output)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if jsonErr := json.Unmarshal(line, &e); jsonErr != nil {
				r.say("%s", strings.TrimRight(string(line), "\n"))
			} else if e.ImportPath != "" {
				add(builds, e.ImportPath, e.Output)
			} else {
				take(packages, builds, e, r)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func add(texts map[string]*strings.Builder, key, text string) {
	if texts[key] == nil {
		texts[key] = &strings.Builder{}
	}
	texts[key].WriteString(text)
}

func text(texts map[string]*strings.Builder, key string) string {
	if texts[key] == nil {
		return ""
	}
	return texts[key].String()
}

func take(packages map[string]*goPackage, builds map[string]*strings.Builder, e event, r *report) {
	p := packages[e.Package]
	if p == nil {
		p = &goPackage{output: map[string]*strings.Builder{}, parents: map[string]bool{}}
		packages[e.Package] = p
	}
	name := strings.TrimPrefix(e.Package, "lupakartta/") + " " + e.Test
	parent := strings.Contains(e.Test, "/")
	switch {
	case e.Action == "run" && parent:
		p.parents[e.Test[:strings.LastIndex(e.Test, "/")]] = true
	case e.Action == "output" && !isFrame(e.Output):
		add(p.output, e.Test, e.Output)
	case e.Test == "" && (e.Action == "pass" || e.Action == "fail" || e.Action == "skip"):
		p.end(e, builds, r)
		delete(packages, e.Package)
	case e.Action == "pass" && !p.parents[e.Test]:
		p.passed++
		r.pass()
	case e.Action == "skip":
		r.skip(name, text(p.output, e.Test))
	case e.Action == "fail":
		childFailed := slices.ContainsFunc(p.failed, func(failed string) bool { return strings.HasPrefix(failed, e.Test+"/") })
		p.failed = append(p.failed, e.Test)
		if !childFailed {
			r.fail(name, text(p.output, e.Test))
		} else if own := text(p.output, e.Test); own != "" {
			r.say("    %s: %s", name, strings.TrimSpace(own)) // its failed subtests are counted, what it said itself is not lost
		}
	}
}

// end reports a package that is through. One that failed without a failed test did not compile, panicked or timed out.
func (p *goPackage) end(e event, builds map[string]*strings.Builder, r *report) {
	name := strings.TrimPrefix(e.Package, "lupakartta/")
	if e.Action == "fail" && len(p.failed) == 0 {
		r.fail(name, text(builds, e.FailedBuild)+text(p.output, ""))
	}
	if e.Action == "pass" && p.passed > 0 {
		r.say("ok %s: %d tests in %.1f s", name, p.passed, e.Elapsed)
	}
}

// isFrame tells the lines that only frame a test's output.
func isFrame(line string) bool {
	line = strings.TrimLeft(line, " ")
	for _, frame := range []string{"=== RUN", "=== PAUSE", "=== CONT", "=== NAME", "--- PASS", "--- FAIL", "--- SKIP"} {
		if strings.HasPrefix(line, frame) {
			return true
		}
	}
	return false
}
