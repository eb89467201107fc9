package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// stubs stand for a machine's commands: CANDIDATES is what its package lists have, GO its Go, CALLS where apt-get notes
// what it was asked.
var stubs = map[string]string{
	"apt-cache": `found=""
for candidate in $CANDIDATES; do
	case $1 in
		pkgnames) echo "${candidate%%=*}" ;;
		policy) case $candidate in "$2"=*) found=${candidate#*=} ;; esac ;;
	esac
done
[ "$1" != policy ] || echo "  Candidate: ${found:-(none)}"`,
	"apt-get": `echo "$*" >>"$CALLS"`,
	"snap":    `echo "snap $*" >>"$CALLS"`,
	"sudo":    `exec "$@"`,
	"go":      `case "$*" in *GOVERSION*) echo "go$GO_IS" ;; *) echo auto ;; esac`,
}

const (
	bookworm = "ca-certificates=20230311 gdal-bin=3.6.2+dfsg-1 npm=9.2.0 gcc=4:12.2.0 libc6-dev=2.36 unzip=6.0 fonts-dejavu-core=2.37 " +
		"nodejs=18.20.4+dfsg-1 postgresql=15+248 postgresql-15=15.18-0 postgresql-15-postgis-3=3.3.2+dfsg-1 chromium=156.0-1"
	jammy = "ca-certificates=20230311 gdal-bin=3.4.1 npm=8.5.1 nodejs=12.22.9~dfsg-1 " +
		"postgresql=14+238 postgresql-14=14.1 postgresql-14-postgis-3=3.2.0+dfsg-1 postgis=3.2.0+dfsg-1"
)

// A machine that packages cannot make ready is left as it was, and is told what to do by hand.
func TestSetupDecidesBeforeItInstalls(t *testing.T) {
	tests := []struct {
		name, distribution, candidates, goIs string
		argument                             string
		said                                 []string
		installs                             string // what apt-get is asked for; "" is nothing
	}{
		{"Debian 12 runs", "debian", bookworm, "1.26.3", "run", nil, "ca-certificates postgresql-15 postgresql-15-postgis-3 gdal-bin nodejs npm"},
		{"Debian 12 tests", "debian", bookworm, "1.26.3", "test", nil, "gdal-bin nodejs npm gcc libc6-dev unzip chromium fonts-dejavu-core"},
		{"a Go that fetches the toolchain", "debian", bookworm, "1.21.0", "run", nil, "postgresql-15-postgis-3"},
		{"a Go too old for that", "debian", bookworm, "1.19.8", "run", []string{"Go 1.", "is version 1.19.8", "go.dev/doc/install"}, ""},
		{"Ubuntu 22.04", "ubuntu", jammy, "1.26.3", "run",
			[]string{"has PostgreSQL 14 with PostGIS 3.2.0", "apt.postgresql.org.sh", "has 12.22.9", "deb.nodesource.com"}, ""},
		{"the PostgreSQL project's packages", "ubuntu", strings.Replace(jammy, "nodejs=12", "nodejs=22", 1) + " postgresql-18=18.1 postgresql-18-postgis-3=3.6.1",
			"1.26.3", "run", nil, "postgresql-18 postgresql-18-postgis-3"},
		{"Ubuntu's Chromium is a snap", "ubuntu", strings.NewReplacer("nodejs=18", "nodejs=22", "chromium=156.0-1", "").Replace(bookworm),
			"1.26.3", "test", nil, "snap install chromium"},
	}
	for _, file := range []string{"scripts/setup", "web/package.json", "go.mod"} { // looked at here, so that a cached result does not outlive them
		if _, err := os.Stat(filepath.Join("../..", file)); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			system := machine(t, test.distribution)
			calls := filepath.Join(system, "calls")
			setup := exec.CommandContext(t.Context(), "/bin/sh", "../../scripts/setup", test.argument)
			setup.Env = []string{"PATH=" + filepath.Join(system, "bin"), "SETUP_SYSTEM=" + system, "CANDIDATES=" + test.candidates, "GO_IS=" + test.goIs, "CALLS=" + calls}
			said, err := setup.CombinedOutput()
			if err == nil {
				t.Errorf("ended well, though nothing was brought:\n%s", said)
			}
			for _, want := range test.said {
				if !strings.Contains(string(said), want) {
					t.Errorf("does not say %q:\n%s", want, said)
				}
			}
			asked, _ := os.ReadFile(calls) // there is none when nothing was asked
			if installed := strings.Contains(string(asked), " install "); installed != (test.installs != "") || !strings.Contains(string(asked), test.installs) {
				t.Errorf("asked for:\n%swant an installation of %q\n%s", asked, test.installs, said)
			}
		})
	}
}

// machine is a folder that looks like a fresh system, with nothing on PATH but what every system has and the stubs.
func machine(t *testing.T, distribution string) string {
	t.Helper()
	system := t.TempDir()
	files := map[string]string{
		"etc/os-release":                  "ID=" + distribution + "\nPRETTY_NAME=\"A distribution\"\n",
		"var/lib/apt/lists/main_Packages": "",
	}
	for name, text := range stubs {
		files["bin/"+name] = "#!/bin/sh\n" + text + "\n"
	}
	for name, text := range files {
		path := filepath.Join(system, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"cat", "dirname", "env", "find", "grep", "head", "id", "mkdir", "readlink", "rm", "sed", "sort", "tee"} {
		real, err := exec.LookPath(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(real, filepath.Join(system, "bin", name)); err != nil {
			t.Fatal(err)
		}
	}
	return system
}
