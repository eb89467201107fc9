// Package bench measures what the service claims: each figure beside a yardstick taken in the same run, since
// machines are noisy and only ratios travel. It needs a database that holds the generated town.
package bench

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// Row is one measured figure beside its yardstick.
type Row struct {
	Name      string        `json:"name"`
	Median    time.Duration `json:"median_ns"`
	P99       time.Duration `json:"p99_ns"`
	Runs      int           `json:"runs"`
	Yardstick string        `json:"yardstick"`
	Beside    time.Duration `json:"yardstick_median_ns"`
	Goal      time.Duration `json:"goal_ns,omitempty"` // for the median; 0: none
	Note      string        `json:"note,omitempty"`
}

// Ratio is how many times its yardstick the figure takes.
func (r Row) Ratio() float64 { return float64(r.Median) / float64(max(r.Beside, 1)) }

// Print writes the rows as one table.
func Print(w io.Writer, rows []Row) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "what\tmedian ms\tp99 ms\truns\tgoal ms\tyardstick\tmedian ms\tratio\tnote")
	for _, r := range rows {
		goal := "-"
		if r.Goal > 0 {
			goal = milliseconds(r.Goal)
		}
		yardstick := "-\t-\t-"
		if r.Yardstick != "" {
			yardstick = fmt.Sprintf("%s\t%s\t%.2f", r.Yardstick, milliseconds(r.Beside), r.Ratio())
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%s\t%s\t%s\n", r.Name, milliseconds(r.Median), milliseconds(r.P99), r.Runs, goal, yardstick, r.Note)
	}
	return table.Flush()
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.2f", float64(d)/float64(time.Millisecond))
}

// sample is the durations of repeated runs.
type sample []time.Duration

func (s sample) median() time.Duration { return s.quantile(0.5) }

// quantile is the value below which the share q of the runs lie; the upper one where it falls between two.
func (s sample) quantile(q float64) time.Duration {
	if len(s) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// timed runs do and adds its duration.
func (s *sample) timed(do func() error) error {
	began := time.Now()
	err := do()
	*s = append(*s, time.Since(began))
	return err
}
