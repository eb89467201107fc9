package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"lupakartta/internal/testlog"
)

// secrets are what no log may hold, each as it looks.
var secrets = []struct {
	name string
	form *regexp.Regexp
}{
	{"an identity code", regexp.MustCompile(`\b(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[0-9]{2}[-+YXWVUABCDEF][0-9]{3}[0-9A-FHJ-NPR-Y]\b`)},
	{"a secret of a session, a token or a sign-in", regexp.MustCompile(`(\b|_)[A-Z2-7]{26}\b`)},
	{"a signed token", regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{10,}\.`)},
	{"a cookie", regexp.MustCompile(`__Host-lupakartta[a-z0-9-]*=`)},
	{"what a provider sent a browser back with", regexp.MustCompile(`[?&](code|state|nonce|id_token_hint|code_verifier)=`)},
	{"an Authorization header", regexp.MustCompile(`(?i)\b(bearer|basic) [a-z0-9+/_=.-]{12,}`)},
}

// makeLogs makes the folder into which everything under test logs, and hands it on by environment.
func makeLogs() (remove func(), err error) {
	folder, err := os.MkdirTemp("", "lupakartta-logs-")
	if err != nil {
		return nil, err
	}
	if err := os.Setenv(testlog.Folder, folder); err != nil {
		return nil, err
	}
	return func() { _ = os.RemoveAll(folder) }, nil
}

// runLogs searches what was logged in this run. It comes last.
func runLogs(_ context.Context, r *report) {
	files, err := filepath.Glob(filepath.Join(os.Getenv(testlog.Folder), "*"))
	if err != nil {
		r.fail("secrets in logs", err.Error())
		return
	}
	lines, found := 0, []string{}
	for _, file := range files {
		read, hits, err := searchLog(file)
		if err != nil {
			r.fail("secrets in logs", err.Error())
			return
		}
		lines, found = lines+read, append(found, hits...)
	}
	switch {
	case len(found) > 0:
		r.fail("secrets in logs", strings.Join(found, "\n"))
	case lines == 0 && r.passed > 0:
		r.fail("secrets in logs", "nothing was logged in the whole run: the tests do not log where this looks")
	default:
		r.pass()
		r.say("ok no secrets in %d lines of %d logs", lines, len(files))
	}
}

// searchLog tells of the lines that hold a secret, without the secret.
func searchLog(path string) (lines int, found []string, err error) {
	file, err := os.Open(path) //nolint:gosec // the run's own
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = file.Close() }()
	scanner := bufio.NewScanner(file)
	scanner.Buffer(nil, 16<<20)
	for scanner.Scan() {
		lines++
		for _, secret := range secrets {
			if secret.form.Match(scanner.Bytes()) {
				found = append(found, fmt.Sprintf("%s:%d: %s: %s", filepath.Base(path), lines, secret.name, secret.form.ReplaceAllString(scanner.Text(), "[…]")))
			}
		}
	}
	return lines, found, scanner.Err()
}
