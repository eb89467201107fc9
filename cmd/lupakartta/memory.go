package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
)

// someRoom is for layers in memory where the machine does not say how much it has.
const someRoom = 512 << 20

// snapshotFlag is on every command that makes tiles.
type snapshotFlag struct {
	SnapshotMemory int64 `name:"snapshot-memory" env:"LUPAKARTTA_SNAPSHOT_MEMORY" placeholder:"MB" default:"-1" help:"Megabytes of memory for layers that are served without asking the database; 0: none. Without it a quarter of the machine's."`
}

// snapshotRoom is how many bytes layers may take in memory: what was asked for, or a quarter of the machine's.
func (c *snapshotFlag) snapshotRoom() int64 {
	if c.SnapshotMemory >= 0 {
		return c.SnapshotMemory << 20
	}
	file, err := os.Open("/proc/meminfo")
	if err != nil {
		return someRoom
	}
	defer func() { _ = file.Close() }()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if value, ok := strings.CutPrefix(lines.Text(), "MemTotal:"); ok {
			var kilobytes int64
			if n, _ := fmt.Sscan(value, &kilobytes); n == 1 {
				return kilobytes << 10 / 4
			}
		}
	}
	return someRoom
}

// otherRoom is for everything beside layers and tiles that are kept.
const otherRoom = 512 << 20

// limitMemory tells the runtime what the service may take in all, unless GOMEMLIMIT does: without, it collects when there is
// as much garbage as there is memory in use, and layers in memory are much. They hold no pointers, so that collecting is
// cheap.
func (c *serveCommand) limitMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(c.snapshotRoom() + max(0, c.tileRoom()) + otherRoom)
	}
}

// tileRoom is how many bytes tiles may take that were sent before; negative: none is kept.
func (c *serveCommand) tileRoom() int64 {
	if c.TileCache <= 0 {
		return -1
	}
	return c.TileCache << 20
}
