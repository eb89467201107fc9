package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lupakartta/internal/testlog"
)

func TestSecretsInLogsAreFound(t *testing.T) {
	for line, found := range map[string]bool{
		"level=INFO msg=request id=01a204cf-407d-7396-ae7f-173aa191fe15 path=/auth/callback status=303": false,
		"E 480000 N 6920000, layer 123456-7890":                                                         false,
		"person 120385-9015 signed in":                                                                  true,
		"person=240779Y902L":                                                                            true,
		"token lupa_ABCDEFGHIJKLMNOPQRSTUVWXYZ":                                                         true,
		"state ABCDEFGHIJKLMNOPQRSTUVWX23":                                                              true,
		"Cookie: __Host-lupakartta=x":                                                                   true,
		"path=/auth/callback?code=x":                                                                    true,
		"token eyJhbGciOiJFUzI1NiJ9.e30.x":                                                              true,
		"Authorization: Bearer abcdefghijkl":                                                            true,
	} {
		folder := t.TempDir()
		t.Setenv(testlog.Folder, folder)
		if err := os.WriteFile(filepath.Join(folder, "one.log"), []byte("start\n"+line+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		r := &report{out: &out}
		runLogs(t.Context(), r)
		if (len(r.failed) > 0) != found {
			t.Errorf("%q: failed %v, want %v\n%s", line, r.failed, found, &out)
		}
		for _, word := range []string{"120385-9015", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"} {
			if strings.Contains(out.String(), word) {
				t.Errorf("the report repeats %s", word)
			}
		}
	}
}

func TestALogThatIsNotWrittenIsAFault(t *testing.T) {
	t.Setenv(testlog.Folder, t.TempDir())
	r := &report{out: &bytes.Buffer{}, passed: 1}
	runLogs(t.Context(), r)
	if len(r.failed) != 1 {
		t.Error("a run that logged nothing passed")
	}
}
