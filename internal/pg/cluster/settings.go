package cluster

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

const (
	kilobyte = int64(1) << 10
	megabyte = int64(1) << 20
	gigabyte = int64(1) << 30
)

// machine is what the settings depend on; sizes in bytes.
type machine struct {
	memory       int64 // of the machine, or of the control group when that allows less
	sharedMemory int64 // of /dev/shm
	cores        int
}

// settings are tuned for a machine that the cluster shares with the service, which holds the layers in memory itself:
// PostgreSQL gets an eighth of the memory for its buffers rather than the usual quarter.
func settings(m machine, throwaway bool) string {
	var text strings.Builder
	text.WriteString("# Written at every start, for this machine. Change settings with ALTER SYSTEM: that wins.\n")
	set := func(name, value string) { fmt.Fprintf(&text, "%s = %s\n", name, value) }
	size := func(name string, bytes, low, high int64) {
		set(name, strconv.FormatInt(max(low, min(bytes, high))/megabyte, 10)+"MB")
	}
	size("shared_buffers", m.memory/8, 64*megabyte, 8*gigabyte)
	size("effective_cache_size", m.memory/2, 256*megabyte, 1024*gigabyte)
	size("work_mem", m.memory/512, 4*megabyte, 64*megabyte)
	size("maintenance_work_mem", m.memory/32, 64*megabyte, gigabyte)
	set("max_connections", "100")
	set("max_wal_size", "2GB") // an import of a large layer should not force checkpoints
	set("min_wal_size", "160MB")
	set("checkpoint_timeout", "15min")
	set("wal_compression", "on")
	set("random_page_cost", "1.1") // solid state
	set("effective_io_concurrency", "200")
	set("jit", "off")
	set("max_parallel_workers_per_gather", strconv.Itoa(min(4, m.cores/2)))
	if m.sharedMemory < 256*megabyte {
		// Containers often get 64 MB of /dev/shm: too little for parallel index builds.
		set("dynamic_shared_memory_type", "mmap")
	}
	set("timezone", "'UTC'")
	set("log_timezone", "'UTC'")
	// The log must not repeat what people wrote: no statements, no values of a violated key.
	set("logging_collector", "off")
	set("log_destination", "'stderr'")
	set("log_line_prefix", "''")
	set("log_error_verbosity", "terse")
	set("log_min_error_statement", "panic")
	set("log_checkpoints", "off")
	durability := "on"
	if throwaway {
		durability = "off"
		set("autovacuum_naptime", "10min") // workers must not stand in the way of cloning a template
		set("max_connections", "300")
		set("shared_preload_libraries", "'postgis-3'") // once, instead of by each of the many that connect for a moment
	}
	for _, name := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
		set(name, durability)
	}
	return text.String()
}

func readMachine() machine {
	m := machine{memory: 2 * gigabyte, sharedMemory: gigabyte, cores: runtime.NumCPU()}
	if total := memoryTotal("/proc/meminfo"); total > 0 {
		m.memory = total
	}
	if limit, err := os.ReadFile("/sys/fs/cgroup/memory.max"); err == nil {
		if bytes, err := strconv.ParseInt(strings.TrimSpace(string(limit)), 10, 64); err == nil {
			m.memory = min(m.memory, bytes)
		}
	}
	var shm syscall.Statfs_t
	if syscall.Statfs("/dev/shm", &shm) == nil {
		m.sharedMemory = int64(shm.Blocks) * shm.Bsize //nolint:gosec // the size of a memory file system
	}
	return m
}

// memoryTotal reads "MemTotal:       24619196 kB".
func memoryTotal(path string) int64 {
	content, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	for lines := bufio.NewScanner(bytes.NewReader(content)); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) >= 2 && fields[0] == "MemTotal:" {
			kilobytes, err := strconv.ParseInt(fields[1], 10, 64)
			if err != nil {
				return 0
			}
			return kilobytes * kilobyte
		}
	}
	return 0
}
