package source

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// inProcess runs a shell's script as a reading process runs.
func inProcess(t testing.TB, limits Limits, script string) (string, error) {
	t.Helper()
	g, err := installedGDAL()
	if err != nil {
		t.Fatal(err)
	}
	folder, err := newFolder()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := giveFolder(folder); err != nil {
		t.Fatal(err)
	}
	limits = limits.orDefaults()
	ctx, cancel := context.WithTimeout(t.Context(), limits.Wall)
	defer cancel()
	cmd := g.command(ctx, limits, "/bin/sh", FormatGML, folder, "-c", script)
	out, err := cmd.Output()
	if err != nil {
		err = ended(cmd, err, limits)
	}
	return string(out), err
}

func TestReadingProcessHasLimits(t *testing.T) {
	out, err := inProcess(t, Limits{Memory: 512 << 20, Seconds: 7, Bytes: 1 << 20}, `ulimit -v; ulimit -t; ulimit -f; ulimit -n; ulimit -c`)
	if want := "524288\n7\n2048\n64\n0\n"; err != nil || out != want {
		t.Errorf("limits %q, want %q, error %v", out, want, err)
	}
	tests := []struct {
		name, script string
		limits       Limits
		want         string
	}{
		{"processor time", `while :; do :; done`, Limits{Seconds: 1}, "processor time"},
		{"written bytes", `while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx >> a || exit 3; done`, Limits{Bytes: 4096}, ""},
		{"time", `sleep 60`, Limits{Wall: 300 * time.Millisecond}, "was stopped"},
		{"children with it", `sleep 60 & wait`, Limits{Wall: 300 * time.Millisecond}, "was stopped"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if out, err := inProcess(t, tt.limits, tt.script); err == nil || !strings.Contains(err.Error(), tt.want) || tt.want != "" && !errors.Is(err, ErrLimit) {
				t.Errorf("said %q, error %v", out, err)
			}
		})
	}
}

func TestReadingProcessHasNoNetworkAndNoRights(t *testing.T) {
	out, err := inProcess(t, Limits{}, `id -u; cat /proc/self/net/dev | tail -n +3 | wc -l; env | cut -d= -f1 | sort | tr '\n' ' '`)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitN(out, "\n", 3)
	if uid, _, ok := unprivileged(); ok && lines[0] != fmt.Sprint(uid) {
		t.Errorf("it runs as %s", lines[0])
	}
	if networkSpace() != noIsolation && lines[1] != "1" {
		t.Errorf("it sees %s network interfaces, want its own loopback alone", lines[1])
	}
	for _, name := range strings.Fields(lines[2]) {
		if strings.HasPrefix(name, "PG") && name != "PG_USE_COPY" || strings.HasPrefix(name, "LUPAKARTTA") || name == "SSH_AUTH_SOCK" || name == "USER" {
			t.Errorf("it sees %s", name)
		}
	}
}

func TestIsolationByUser(t *testing.T) {
	attributes := &syscall.SysProcAttr{}
	byUser.apply(attributes)
	if attributes.Cloneflags&syscall.CLONE_NEWUSER == 0 || len(attributes.UidMappings) != 1 || attributes.UidMappings[0].HostID != os.Geteuid() {
		t.Errorf("attributes %+v", attributes)
	}
	attributes = &syscall.SysProcAttr{}
	if noIsolation.apply(attributes); attributes.Cloneflags != 0 {
		t.Errorf("attributes %+v", attributes)
	}
}
