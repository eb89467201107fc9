package projects

import (
	"context"
	"fmt"
	"time"

	"lupakartta/identity"
	"lupakartta/internal/jobs"
)

// over is when an event is over: when the last day ends on which something of it takes place, taking down included. Only events
// are ever over: works and plants go on after the day that was told. nil: it does not say.
func (k Kind) over(c Content) *time.Time {
	_, ends := k.Time(c)
	if !k.Event || ends.IsZero() {
		return nil
	}
	// What ends at midnight ends with the day before.
	last := identity.Local(ends.Add(-time.Nanosecond))
	over := time.Date(last.Year(), last.Month(), last.Day()+1, 0, 0, 0, 0, identity.Finland())
	return &over
}

// passing is the job that takes events off the map which are over. They stay in lists.
type passing struct{}

// Kind implements jobs.Args.
func (passing) Kind() string { return "pass_events" }

const (
	passEvery   = 10 * time.Minute
	longestPass = time.Minute
)

// Register says how the jobs of this package are worked.
func (t *Teller) Register(r *jobs.Runner) {
	jobs.Handle(r, longestTelling, t.Tell)
	jobs.Handle(r, longestPass, t.pass)
	r.Every(passEvery, passing{})
}

func (t *Teller) pass(ctx context.Context, _ passing) error {
	if _, err := t.pool.Exec(ctx, `delete from project_parts where over_at <= $1`, t.now()); err != nil {
		return fmt.Errorf("events that are over: %w", err)
	}
	return nil
}
