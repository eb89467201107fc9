package source

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

// flood is far more than any buffer for standard error would hold.
const flood = 20_000

func TestErrorAfterManyWarningsIsKept(t *testing.T) {
	c := &complaints{folder: "/tmp/x"}
	for i := range flood {
		_, _ = fmt.Fprintf(c, "Warning 1: feature %d is odd\n", i)
	}
	_, _ = fmt.Fprint(c, "ERROR 1: /tmp/x/input.gp")
	_, _ = fmt.Fprint(c, "kg: cut short\n", "Warning 6: "+strings.Repeat("long", 1<<20), "\nwords without a kind\nWarning 1: the last")
	warnings, faults := c.told()
	if len(faults) != 1 || faults[0] != "ERROR 1: input.gpkg: cut short" {
		t.Errorf("faults %q", faults)
	}
	if len(warnings) != complaintWarnings+1 || warnings[0].Code != "gdal_more" || warnings[0].Values["count"] != flood+2-complaintWarnings ||
		warnings[1].Code != "gdal" || warnings[1].Values["text"] != fmt.Sprintf("feature %d is odd", flood+2-complaintWarnings) || warnings[complaintWarnings].Values["text"] != "the last" {
		t.Errorf("%d warnings, the first %v", len(warnings), warnings[0])
	}
	for _, w := range warnings {
		if said := w.String(); len(said) > complaintBytes+100 {
			t.Errorf("a warning of %d bytes", len(said))
		}
	}
}

func TestErrorsAreBounded(t *testing.T) {
	c := &complaints{}
	for range flood {
		_, _ = fmt.Fprint(c, "ERROR 1: again\n")
	}
	if _, faults := c.told(); len(faults) != complaintErrors {
		t.Errorf("%d faults kept, want %d", len(faults), complaintErrors)
	}
}

// A reading process that succeeds by its exit code, but said after a flood of warnings that it could not read on.
func TestShortReadIsNoWholeOne(t *testing.T) {
	d := &dump{complaints: &complaints{}, cancel: func() {}, ended: true}
	d.cmd = exec.CommandContext(t.Context(), "/bin/sh", "-c",
		fmt.Sprintf(`i=0; while [ $i -lt %d ]; do echo "Warning 1: feature $i is odd"; i=$((i+1)); done >&2; echo "ERROR 1: read failed" >&2`, flood))
	d.cmd.Stderr = d.complaints
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := d.wait(); err == nil || !strings.Contains(err.Error(), "read failed") {
		t.Errorf("got error %v", err)
	}
}
