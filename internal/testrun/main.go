// Command testrun runs every test there is: Go's with the race detector, the front end's unit tests, and the browser's. At
// the end it searches what was logged meanwhile for secrets.
// It starts one private database cluster for all of them, shows what failed with its output, and prints as its last
// line how many passed and failed. It is what "make test" calls.
//
// With CI=true a skipped test counts as failed: what is not run proves nothing.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"lupakartta/internal/testdb"
)

// suite is one kind of tests.
type suite struct {
	name string
	run  func(ctx context.Context, r *report)
}

var suites = []suite{{"go", runGo}, {"unit", runUnit}, {"e2e", runBrowser}, {"logs", runLogs}}

func main() {
	only := flag.String("only", "", "run one kind of tests: go, unit or e2e")
	flag.Parse()
	os.Exit(run(*only))
}

func run(only string) int {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	r := &report{out: os.Stdout, strict: os.Getenv("CI") == "true"}
	if os.Getenv("LUPAKARTTA_TEST_DATABASE_URL") == "" {
		stop, err := testdb.StartCluster(ctx, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})))
		if err != nil {
			r.fail("test database", err.Error())
			r.summary()
			return 1
		}
		defer stop()
	}
	remove, err := makeLogs()
	if err != nil {
		r.fail("logs of the run", err.Error())
		r.summary()
		return 1
	}
	defer remove()
	began := time.Now()
	chosen := suites
	if only != "" {
		chosen = slices.DeleteFunc(slices.Clone(suites), func(s suite) bool { return s.name != only && (s.name != "logs" || only == "unit") })
	}
	if len(chosen) == 0 || chosen[0].name == "logs" {
		fmt.Fprintf(os.Stderr, "testrun: no tests of kind %q\n", only)
		return 2
	}
	for _, s := range chosen {
		s.run(ctx, r)
		if ctx.Err() != nil {
			r.fail("test run", "interrupted")
			break
		}
	}
	r.say("tests took %s", time.Since(began).Round(time.Second))
	if r.summary() {
		return 0
	}
	return 1
}
