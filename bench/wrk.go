package bench

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

//go:embed wrk.lua
var wrkScript []byte

// wrk is the load generator: one thread with some connections that ask for paths in turn.
type wrk struct {
	folder      string // for its script and the list of paths
	encoding    string // that it accepts; empty: none
	connections int    // 0: eight
}

// load is what a server answered.
type load struct {
	PerSecond   float64       `json:"per_second"`
	Median, P99 time.Duration // of a request
	Bytes       int64         `json:"bytes"` // of an answer, on average, with its head
}

// errNoWrk says that the load generator is missing.
var errNoWrk = errors.New("wrk, the load generator, is not installed (Debian's package wrk)")

const wrkConnections = 8

// run asks the server under base for the paths as long as told.
func (w wrk) run(ctx context.Context, base string, paths []string, long time.Duration) (load, error) {
	program, err := exec.LookPath("wrk")
	if err != nil {
		return load{}, errNoWrk
	}
	script, list := filepath.Join(w.folder, "wrk.lua"), filepath.Join(w.folder, "paths")
	if err := os.WriteFile(script, wrkScript, 0o600); err != nil {
		return load{}, err
	}
	if err := os.WriteFile(list, []byte(strings.Join(paths, "\n")+"\n"), 0o600); err != nil {
		return load{}, err
	}
	connections := wrkConnections
	if w.connections > 0 {
		connections = w.connections
	}
	args := []string{"-t1", fmt.Sprintf("-c%d", connections), "--timeout", "60s", fmt.Sprintf("-d%ds", int(long.Seconds())), "-s", script}
	if w.encoding != "" {
		args = append(args, "-H", "Accept-Encoding: "+w.encoding)
	}
	cmd := exec.CommandContext(ctx, program, append(args, base)...) //nolint:gosec // the load generator
	cmd.Env = append(os.Environ(), "PATHS="+list)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return load{}, fmt.Errorf("wrk: %w: %s", err, out)
	}
	return readLoad(out)
}

// readLoad reads the line that the script prints.
func readLoad(out []byte) (load, error) {
	_, line, found := bytes.Cut(out, []byte("measured "))
	var m struct {
		Requests, Microseconds, Bytes, Median, P99, Failed int64
	}
	line, _, _ = bytes.Cut(line, []byte("\n"))
	if err := json.Unmarshal(line, &m); !found || err != nil {
		return load{}, fmt.Errorf("wrk said %q", out)
	}
	if m.Failed > 0 || m.Requests == 0 {
		return load{}, fmt.Errorf("wrk: %d of %d requests failed", m.Failed, m.Requests)
	}
	return load{PerSecond: float64(m.Requests) / (float64(m.Microseconds) / 1e6), Median: time.Duration(m.Median) * time.Microsecond,
		P99: time.Duration(m.P99) * time.Microsecond, Bytes: m.Bytes / m.Requests}, nil
}
