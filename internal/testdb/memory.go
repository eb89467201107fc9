package testdb

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"syscall"
)

const (
	inMemory     = "/dev/shm"
	tmpfs        = 0x01021994 // its number in statfs(2)
	roomInMemory = 8 << 30    // bytes that the cluster may take there: its log may grow to 2 GB, databases to some hundred MB each
)

// clusterParent is the folder to make the cluster's in: in memory where there is room, otherwise the usual one, "". A
// database is some 470 files. ext4 takes a millisecond for each while many were deleted shortly before, since it passes
// over their inodes for a minute, and deleting databases is what tests do all the time.
func clusterParent() string {
	var disk syscall.Statfs_t
	if tooLarge || syscall.Statfs(inMemory, &disk) != nil || disk.Type != tmpfs || int64(disk.Bavail)*disk.Bsize < roomInMemory || memoryAvailable() < 2*roomInMemory {
		return ""
	}
	return inMemory
}

// memoryAvailable is how many bytes programs could still take; 0 where the system does not say.
func memoryAvailable() int64 {
	file, err := os.Open("/proc/meminfo")
	if err != nil {
		return 0
	}
	defer func() { _ = file.Close() }()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if value, ok := strings.CutPrefix(lines.Text(), "MemAvailable:"); ok {
			var kilobytes int64
			_, _ = fmt.Sscan(value, &kilobytes)
			return kilobytes << 10
		}
	}
	return 0
}
