package clamd

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"lupakartta/internal/clamd/standin"
)

func client(t *testing.T, s *standin.Server) *Client {
	t.Helper()
	c, err := New(s.Address)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestScan(t *testing.T) {
	c := client(t, standin.Start(t, 0))
	large := bytes.Repeat([]byte("x"), 3*chunk+17)
	for name, test := range map[string]struct {
		content []byte
		want    string
	}{
		"clean": {[]byte("hyvää päivää"), ""}, "empty": {nil, ""}, "large": {large, ""},
		"EICAR": {[]byte(standin.EICAR), "Eicar-Test-Signature"}, "EICAR at the end": {append(large, standin.EICAR...), "Eicar-Test-Signature"},
	} {
		if found, err := c.Scan(t.Context(), bytes.NewReader(test.content)); err != nil || found != test.want {
			t.Errorf("%s: %q, %v", name, found, err)
		}
	}
}

// What is not said to be clean is not clean.
func TestScansThatFail(t *testing.T) {
	s := standin.Start(t, 1000)
	c := client(t, s)
	if _, err := c.Scan(t.Context(), strings.NewReader(strings.Repeat("x", 2000))); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
	for range 20 { // much larger: the line breaks while it is sent
		if _, err := c.Scan(t.Context(), bytes.NewReader(make([]byte, 20<<20))); !errors.Is(err, ErrTooLarge) {
			t.Fatalf("much too large: %v", err)
		}
	}
	s.Say("stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND")
	if _, err := c.Scan(t.Context(), strings.NewReader("x")); !errors.Is(err, ErrTooLarge) {
		t.Errorf("more than is looked into: %v", err)
	}
	s.Say("")
	s.Mute()
	if _, err := c.Scan(t.Context(), bytes.NewReader(make([]byte, 20<<20))); !errors.Is(err, ErrHungUp) || !c.Works(t.Context()) {
		t.Errorf("much too large, and nothing said: %v", err)
	}
	if _, err := c.Scan(t.Context(), iotest.ErrReader(errors.New("gone"))); err == nil {
		t.Error("a file that cannot be read is clean")
	}
	for _, answer := range []string{"ERROR", "stream: ", "stream:  FOUND", "OK", "other: OK", "stream: OK and more"} {
		s.Say(answer)
		if _, err := c.Scan(t.Context(), strings.NewReader("x")); !errors.Is(err, ErrAnswer) {
			t.Errorf("%q: %v", answer, err)
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Scan(gone, strings.NewReader("x")); err == nil {
		t.Error("nobody waits, and it is clean")
	}
	nobody := &Client{"tcp", "127.0.0.1:1"}
	if _, err := nobody.Scan(t.Context(), strings.NewReader("x")); err == nil {
		t.Error("nobody there, and it is clean")
	}
}

func TestAddresses(t *testing.T) {
	for _, wrong := range []string{"", "tcp://", "unix://host/path", "unix://", "http://x", "localhost:3310", "tcp://x/y"} {
		if _, err := New(wrong); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
	for address, want := range map[string]string{"tcp://scanner": "tcp scanner:3310", "tcp://scanner:1": "tcp scanner:1", "unix:///run/clamav/clamd.ctl": "unix /run/clamav/clamd.ctl"} {
		if c, err := New(address); err != nil || c.Where() != want {
			t.Errorf("%s: %v, %v", address, c, err)
		}
	}
}
