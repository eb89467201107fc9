package keys

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// newRing makes a key file in the test's folder.
func newRing(t *testing.T) (*Ring, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys.json")
	if err := Create(path, now); err != nil {
		t.Fatal(err)
	}
	return open(t, path), path
}

func open(t *testing.T, path string) *Ring {
	t.Helper()
	ring, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

func TestEncryptAndDecrypt(t *testing.T) {
	ring, _ := newRing(t)
	for _, text := range []string{"131052-308T", "", strings.Repeat("ä", 5000)} {
		first, second := ring.Encrypt("party.national_id", text), ring.Encrypt("party.national_id", text)
		if first == second || text != "" && strings.Contains(first, text) {
			t.Errorf("%.20q encrypts to %.40q twice", text, first)
		}
		if got, err := ring.Decrypt("party.national_id", first); err != nil || got != text {
			t.Errorf("got %.20q, %v, want %.20q", got, err, text)
		}
	}
}

func TestDecryptRefuses(t *testing.T) {
	ring, _ := newRing(t)
	other, _ := newRing(t)
	sealed := ring.Encrypt("party.national_id", "131052-308T")
	last := sealed[:len(sealed)-1] + map[bool]string{true: "B", false: "A"}[strings.HasSuffix(sealed, "A")]
	tests := []struct {
		name, purpose, text string
		ring                *Ring
		want                error
	}{
		{"another purpose", "party.phone", sealed, ring, ErrNotOurs},
		{"another service's key", "party.national_id", sealed, other, ErrUnknownKey},
		{"another key under the same name", "party.national_id", strings.Replace(sealed, sealed[:8], other.keys[0].id, 1), other, ErrNotOurs},
		{"a key that nobody has", "party.national_id", "k9" + sealed[8:], ring, ErrUnknownKey},
		{"changed", "party.national_id", last, ring, ErrNotOurs},
		{"cut", "party.national_id", sealed[:10], ring, ErrNotOurs},
		{"no key named", "party.national_id", "131052-308T", ring, ErrNotOurs},
		{"not base64", "party.national_id", sealed[:9] + "!!!", ring, ErrNotOurs},
		{"empty", "party.national_id", "", ring, ErrNotOurs},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got, err := test.ring.Decrypt(test.purpose, test.text); !errors.Is(err, test.want) || got != "" {
				t.Errorf("got %q, %v, want %v", got, err, test.want)
			}
		})
	}
}

func TestHashIsKeyed(t *testing.T) {
	ring, _ := newRing(t)
	other, _ := newRing(t)
	hash := ring.Hash("party.national_id", "131052-308T")
	if !bytes.Equal(hash, ring.Hash("party.national_id", "131052-308T")) {
		t.Error("one text has two hashes")
	}
	for name, different := range map[string][]byte{
		"another separator": ring.Hash("party.national_id", "131052A308T"),
		"another purpose":   ring.Hash("party.phone", "131052-308T"),
		"another key":       other.Hash("party.national_id", "131052-308T"),
	} {
		if bytes.Equal(hash, different) {
			t.Errorf("%s has the same hash", name)
		}
	}
}

func TestRotation(t *testing.T) {
	before, path := newRing(t)
	sealed, hash := before.Encrypt("a", "text"), before.Hash("a", "text")
	if err := Rotate(path, now.AddDate(1, 0, 0)); err != nil {
		t.Fatal(err)
	}
	after := open(t, path)
	if got, err := after.Decrypt("a", sealed); err != nil || got != "text" {
		t.Errorf("what the older key encrypted reads %q, %v", got, err)
	}
	if after.Current(sealed) || !after.Current(after.Encrypt("a", "text")) {
		t.Error("the newest key is not the one that encrypts")
	}
	hashes := after.Hashes("a", "text")
	if len(hashes) != 2 || !bytes.Equal(hashes[1], hash) || !bytes.Equal(hashes[0], after.Hash("a", "text")) {
		t.Errorf("%d hashes, of which the older key's is not the second", len(hashes))
	}
	if _, err := before.Decrypt("a", after.Encrypt("a", "text")); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("an instance with the older file: got %v, want %v", err, ErrUnknownKey)
	}
}

func TestKeyFileFaults(t *testing.T) {
	_, path := newRing(t)
	if err := Create(path, now); !errors.Is(err, os.ErrExist) {
		t.Errorf("making a file that is there: got %v, want %v", err, os.ErrExist)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); !errors.Is(err, ErrExposed) {
		t.Errorf("a file that all can read: got %v, want %v", err, ErrExposed)
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: got %v, want %v", err, os.ErrNotExist)
	}
	for name, content := range map[string]string{
		"no JSON": `secret-words`, "no keys": `{"keys":[]}`, "short": `{"keys":[{"id":"k1","secret":"c2VjcmV0"}]}`,
		"one id twice": `{"keys":[{"id":"k1","secret":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="},{"id":"k1","secret":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}]}`,
	} {
		bad := filepath.Join(t.TempDir(), "keys.json")
		if err := os.WriteFile(bad, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(bad); err == nil || strings.Contains(err.Error(), "secret-words") || strings.Contains(err.Error(), "MDEy") {
			t.Errorf("%s: got %v, want an error that quotes nothing", name, err)
		}
	}
}

// Several instances change keys without one of them not reading what another wrote: first all can read the new key,
// then it encrypts.
func TestRotationInTwoSteps(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	steps := []func() error{
		func() error { return Create(path, day) },
		func() error { return Prepare(path, day.Add(24*time.Hour)) },
		func() error { return Rotate(path, day.Add(48*time.Hour)) },
	}
	var rings []*Ring
	for _, step := range steps {
		if err := step(); err != nil {
			t.Fatal(err)
		}
		ring, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		rings = append(rings, ring)
	}
	before, prepared, rotated := rings[0], rings[1], rings[2]
	if text, err := before.Decrypt("p", prepared.Encrypt("p", "x")); err != nil || text != "x" {
		t.Errorf("an instance of before cannot read what a prepared one writes: %v", err)
	}
	if text, err := prepared.Decrypt("p", rotated.Encrypt("p", "x")); err != nil || text != "x" {
		t.Errorf("a prepared instance cannot read what a rotated one writes: %v", err)
	}
	if !slices.ContainsFunc(prepared.Hashes("p", "x"), func(h []byte) bool { return bytes.Equal(h, rotated.Hash("p", "x")) }) {
		t.Error("a prepared instance does not find what a rotated one hashed")
	}
	if rotated.Current(before.Encrypt("p", "x")) {
		t.Error("the rotation did not put the new key first")
	}
}
