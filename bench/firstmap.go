package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"time"
)

// firstMapGoal is the figure for the first useful map.
const firstMapGoal = 2 * time.Second

// FirstMap times the first useful map in a real browser with a fresh profile each time: from navigation until the
// map is idle with water, streets and units drawn. The yardstick is the load of the service's plainest page in the
// same browser. script is web/bench/first-map.mjs; base is the address of a running service.
func FirstMap(ctx context.Context, script, base string) (Row, error) {
	const runs = "5"
	output, err := exec.CommandContext(ctx, "node", script, base, runs).Output() //nolint:gosec // our own script
	if err != nil {
		return Row{}, fmt.Errorf("first map: %w", err)
	}
	var timed struct {
		Map    []float64 `json:"map_ms"`
		Plain  []float64 `json:"plain_ms"`
		Script float64   `json:"script_bytes"`
	}
	if err := json.Unmarshal(output, &timed); err != nil {
		return Row{}, fmt.Errorf("first map: %w", err)
	}
	shown, plain := fromMilliseconds(timed.Map), fromMilliseconds(timed.Plain)
	return Row{Name: "first useful map, fresh profile", Median: shown.median(), P99: shown.quantile(0.99), Runs: len(shown), Goal: firstMapGoal,
		Yardstick: "load of a plain page", Beside: plain.median(), Note: fmt.Sprintf("%.0f kB of script on the wire", timed.Script/1000)}, nil
}

func fromMilliseconds(values []float64) sample {
	var s sample
	for _, ms := range values {
		s = append(s, time.Duration(ms*float64(time.Millisecond)))
	}
	return s
}
