package jobs_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"lupakartta/internal/jobs"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/internal/testlog"
)

type greeting struct {
	Name string `json:"name"`
}

func (greeting) Kind() string { return "greeting" }

type tick struct{}

func (tick) Kind() string { return "tick" }

// run starts a runner that does that with greetings and ticks.
func run(t *testing.T, owner *pgxpool.Pool, metrics prometheus.Registerer, greet func(context.Context, greeting) error, beat func()) {
	t.Helper()
	r := jobs.NewRunner(jobs.Config{Pool: testdb.As(t, owner, pg.AppRole), Log: testlog.Logger(), Metrics: metrics, Queues: map[string]int{jobs.Default: 2}, Brisk: true})
	jobs.Handle(r, time.Minute, greet)
	jobs.Handle(r, time.Minute, func(context.Context, tick) error {
		beat()
		return nil
	})
	r.Every(time.Hour, tick{})
	if err := r.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stopping, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := r.Stop(stopping); err != nil {
			t.Error(err)
		}
	})
}

func next[T any](t *testing.T, from <-chan T) (value T) {
	t.Helper()
	select {
	case value = <-from:
	case <-time.After(30 * time.Second):
		t.Fatal("nothing within 30 s")
	}
	return value
}

// Every role adds jobs in its transactions, two instances share the work, and what was rolled back is not done.
func TestJobsAreWorkedOnceByWhomeverIsThere(t *testing.T) {
	owner := testdb.New(t)
	greeted, ticks := make(chan string, 10), make(chan struct{}, 10)
	for range 2 {
		run(t, owner, nil, func(_ context.Context, g greeting) error { greeted <- g.Name; return nil }, func() { ticks <- struct{}{} })
	}
	queue, err := jobs.NewQueue()
	if err != nil {
		t.Fatal(err)
	}
	undone := errors.New("undone")
	for role, want := range map[string]error{pg.AppRole: nil, pg.PersonalRole: nil, pg.LayersRole: nil, "undone": undone} {
		pool := owner
		if want == nil {
			pool = testdb.As(t, owner, role)
		}
		err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
			return errors.Join(queue.Add(t.Context(), tx, greeting{role}, jobs.Options{}), want)
		})
		if !errors.Is(err, want) {
			t.Fatalf("%s: %v", role, err)
		}
	}
	seen := map[string]int{}
	for range 3 {
		seen[next(t, greeted)]++
	}
	if len(seen) != 3 || seen["undone"] > 0 {
		t.Errorf("greeted %v", seen)
	}
	next(t, ticks)
	var left int
	if err := owner.QueryRow(t.Context(), `select count(*) from river.river_job where kind = 'tick'`).Scan(&left); err != nil || left != 1 {
		t.Errorf("%d jobs of time, %v: one runner leads", left, err)
	}
}

// Jobs that fail are counted and logged; what is put off does not count.
func TestFailures(t *testing.T) {
	owner := testdb.New(t)
	registry, tried := prometheus.NewRegistry(), make(chan string, 10)
	late := map[string]bool{}
	run(t, owner, registry, func(_ context.Context, g greeting) error {
		defer func() { tried <- g.Name }()
		switch {
		case g.Name == "bad":
			return errors.New("no")
		case g.Name == "later" && !late[g.Name]:
			late[g.Name] = true
			return jobs.Later(0)
		}
		return nil
	}, func() {})
	queue, err := jobs.NewQueue()
	if err != nil {
		t.Fatal(err)
	}
	add := func(name string) {
		if err := pgx.BeginFunc(t.Context(), owner, func(tx pgx.Tx) error { return queue.Add(t.Context(), tx, greeting{name}, jobs.Options{Tries: 1}) }); err != nil {
			t.Fatal(err)
		}
	}
	add("later")
	for range 2 {
		if name := next(t, tried); name != "later" {
			t.Errorf("worked %s", name)
		}
	}
	add("bad")
	next(t, tried)
	var text string
	for range 100 {
		if text = gathered(t, registry); strings.Contains(text, `lupakartta_jobs{kind="greeting" state="discarded"} 1`) {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if !strings.Contains(text, `lupakartta_jobs{kind="greeting" state="discarded"} 1`) || !strings.Contains(text, `lupakartta_jobs_failed_total{kind="greeting"} 1`) {
		t.Errorf("the numbers are\n%s", text)
	}
}

func gathered(t *testing.T, registry *prometheus.Registry) string {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, family := range families {
		for _, metric := range family.GetMetric() {
			var labels []string
			for _, label := range metric.GetLabel() {
				labels = append(labels, label.GetName()+`="`+label.GetValue()+`"`)
			}
			value := metric.GetGauge().GetValue() + metric.GetCounter().GetValue()
			text.WriteString(family.GetName() + "{" + strings.Join(labels, " ") + "} " + strconv.FormatFloat(value, 'g', -1, 64) + "\n")
		}
	}
	return text.String()
}
