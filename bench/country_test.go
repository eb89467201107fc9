package bench

import (
	"os"
	"testing"
)

func TestSumOfAMetric(t *testing.T) {
	metrics := []byte(`# HELP lupakartta_snapshot_bytes Memory
lupakartta_snapshot_bytes{layer="a b"} 1.5e+06
lupakartta_snapshot_bytes{layer="c"} 500
lupakartta_snapshot_bytes_other 7
lupakartta_snapshot_room_bytes 64
`)
	for name, want := range map[string]float64{"lupakartta_snapshot_bytes": 1500500, "lupakartta_snapshot_room_bytes": 64, "lupakartta_none": 0} {
		if got := sumOf(metrics, name); got != want {
			t.Errorf("%s: got %g, want %g", name, got, want)
		}
	}
}

func TestResidentMemory(t *testing.T) {
	peak, now, err := residentMemory(os.Getpid())
	if err != nil || now < 1<<20 || peak < now {
		t.Errorf("at its peak %d, now %d, %v", peak, now, err)
	}
	if _, _, err := residentMemory(-1); err == nil {
		t.Error("of a process that is none there is memory")
	}
}
