package cluster

import (
	"log/slog"
	"slices"
	"strings"
	"testing"
)

func TestPick(t *testing.T) {
	with := func(major int, postGIS bool) programs {
		return programs{folder: "/usr", major: major, postGIS: postGIS}
	}
	tests := []struct {
		name      string
		installed []programs
		data      int
		want      int // major version, 0 for an error
		says      string
	}{
		{"nothing installed", nil, 0, 0, "scripts/setup"},
		{"too old", []programs{with(14, true)}, 0, 0, "15 or newer"},
		{"no PostGIS", []programs{with(16, false)}, 0, 0, "postgresql-16-postgis-3"},
		{"the newest", []programs{with(17, true), with(15, true)}, 0, 17, ""},
		{"the one with PostGIS", []programs{with(17, false), with(15, true)}, 0, 15, ""},
		{"the one that wrote the data", []programs{with(17, true), with(15, true)}, 15, 15, ""},
		{"none that wrote the data", []programs{with(17, true)}, 15, 0, "install version 15"},
		{"the one that wrote the data, without PostGIS", []programs{with(17, true), with(15, false)}, 15, 0, "postgresql-15-postgis-3"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			installed := slices.Clone(test.installed)
			slices.SortStableFunc(installed, func(a, b programs) int { return rank(b, test.data) - rank(a, test.data) })
			got, err := pick(installed, test.data)
			if got.major != test.want || (err != nil) != (test.want == 0) {
				t.Fatalf("got version %d and error %v, want %d", got.major, err, test.want)
			}
			if err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %q does not say %q", err, test.says)
			}
		})
	}
}

func TestFoldersByVersion(t *testing.T) {
	folders := []string{"/usr/lib/postgresql/9.6/bin", "/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/15/bin"}
	slices.SortFunc(folders, func(a, b string) int { return folderVersion(b) - folderVersion(a) })
	if folders[0] != "/usr/lib/postgresql/17/bin" || folders[2] != "/usr/lib/postgresql/9.6/bin" {
		t.Errorf("got order %v", folders)
	}
}

func TestSettingsFollowTheMachine(t *testing.T) {
	tests := []struct {
		name      string
		machine   machine
		throwaway bool
		want      []string
		not       []string
	}{
		{"a small one", machine{memory: gigabyte / 2, sharedMemory: 64 * megabyte, cores: 1}, false,
			[]string{"shared_buffers = 64MB", "work_mem = 4MB", "dynamic_shared_memory_type = mmap", "max_parallel_workers_per_gather = 0", "fsync = on"}, nil},
		{"a usual one", machine{memory: 24 * gigabyte, sharedMemory: 12 * gigabyte, cores: 8}, false,
			[]string{"shared_buffers = 3072MB", "effective_cache_size = 12288MB", "work_mem = 48MB", "full_page_writes = on", "synchronous_commit = on"},
			[]string{"dynamic_shared_memory_type"}},
		{"a big one", machine{memory: 512 * gigabyte, sharedMemory: 256 * gigabyte, cores: 64}, false,
			[]string{"shared_buffers = 8192MB", "work_mem = 64MB", "maintenance_work_mem = 1024MB", "max_parallel_workers_per_gather = 4"}, nil},
		{"for tests", machine{memory: 24 * gigabyte, sharedMemory: gigabyte, cores: 2}, true, []string{"fsync = off"}, []string{"fsync = on"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := "\n" + settings(test.machine, test.throwaway)
			for _, line := range test.want {
				if !strings.Contains(text, "\n"+line+"\n") {
					t.Errorf("no line %q in %s", line, text)
				}
			}
			for _, line := range test.not {
				if strings.Contains(text, line) {
					t.Errorf("%q should not be in %s", line, text)
				}
			}
		})
	}
}

func TestSeverities(t *testing.T) {
	tests := map[string]slog.Level{
		"LOG:  checkpoint starting":      slog.LevelDebug,
		"ERROR:  duplicate key value":    slog.LevelDebug,
		"WARNING:  out of locks":         slog.LevelWarn,
		"FATAL:  could not open file":    slog.LevelWarn,
		"PANIC:  could not write to wal": slog.LevelError,
	}
	for line, want := range tests {
		if got := levelOf(line); got != want {
			t.Errorf("%q is %v, want %v", line, got, want)
		}
	}
}

func TestHolderOfALock(t *testing.T) {
	for note, want := range map[string]holder{
		"serve 12 (lupakartta serve)\n":  {serves: true, text: "12 (lupakartta serve)"},
		"command 7 (lupakartta check …)": {text: "7 (lupakartta check …)"},
		"":                               {},
		"nonsense":                       {},
	} {
		path := t.TempDir() + "/owner.lock"
		if err := (account{}).replaceFile(path, note); err != nil {
			t.Fatal(err)
		}
		if got := readHolder(path); got != want {
			t.Errorf("%q reads as %+v, want %+v", note, got, want)
		}
	}
}
