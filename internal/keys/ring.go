// Package keys keeps the secret keys with which identifiers of persons are encrypted in the database and found there
// again: a file of keys, the first of which encrypts, while the others still read.
package keys

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Errors of a ring. None of them tells a key or a text.
var (
	ErrUnknownKey = errors.New("keys: encrypted with a key that the ring does not have")
	ErrNotOurs    = errors.New("keys: not a text that was encrypted for this purpose")
	ErrExposed    = errors.New("keys: others than its owner can read the key file")
)

const (
	secretBytes = 32 // AES-256, and as much for HMAC-SHA-256
	nonceBytes  = 12 // of AES-GCM; random, which is safe for 2^32 texts per key (NIST SP 800-38D 8.3)
)

// Ring is the service's secret keys, the first of which encrypts. It is safe for concurrent use and never changes.
type Ring struct{ keys []key }

type key struct {
	id     string // stands before what the key encrypted; not secret
	secret []byte
}

// file is the key file's content.
type file struct {
	Keys []fileKey `json:"keys"` // the first encrypts, all read
}

type fileKey struct {
	ID      string    `json:"id"`
	Created time.Time `json:"created"`
	Secret  []byte    `json:"secret"`
}

var keyID = regexp.MustCompile(`^[a-z0-9]{1,16}$`)

// Open reads a key file, which only its owner may read.
func Open(path string) (*Ring, error) {
	content, err := read(path)
	if err != nil {
		return nil, err
	}
	ring := &Ring{}
	for _, k := range content.Keys {
		ring.keys = append(ring.keys, key{k.ID, k.Secret})
	}
	return ring, nil
}

func read(path string) (file, error) {
	var content file
	info, err := os.Stat(path)
	if err != nil {
		return content, fmt.Errorf("keys: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return content, fmt.Errorf("%s: %w", path, ErrExposed)
	}
	data, err := os.ReadFile(path) //nolint:gosec // the operator names the file
	if err != nil {
		return content, fmt.Errorf("keys: %w", err)
	}
	if err := json.Unmarshal(data, &content); err != nil {
		return content, fmt.Errorf("keys: %s is not a key file", path) // the decoder's error might quote a key
	}
	return content, content.validate(path)
}

func (f file) validate(path string) error {
	if len(f.Keys) == 0 {
		return fmt.Errorf("keys: %s holds no key", path)
	}
	seen := map[string]bool{}
	for _, k := range f.Keys {
		if !keyID.MatchString(k.ID) || seen[k.ID] || len(k.Secret) != secretBytes {
			return fmt.Errorf("keys: %s: key %q: want an id of its own and %d bytes", path, k.ID, secretBytes)
		}
		seen[k.ID] = true
	}
	return nil
}

// Create makes a key file with one key. It fails when there is a file already.
func Create(path string, now time.Time) error {
	return write(path, file{Keys: []fileKey{newKey(now)}}, os.O_EXCL)
}

// Prepare puts a new key after those in the file: instances that have read it can read what it will encrypt, and go on
// encrypting with the first one.
func Prepare(path string, now time.Time) error {
	return change(path, func(list []fileKey) []fileKey { return append(list, newKey(now)) })
}

// Rotate puts the newest key before the others, and makes it first when it stands there already. What older ones
// encrypted can still be read; nothing is lost when the power goes, since the file is replaced in one step.
func Rotate(path string, now time.Time) error {
	return change(path, func(list []fileKey) []fileKey {
		newest := 0
		for i, k := range list {
			if k.Created.After(list[newest].Created) {
				newest = i
			}
		}
		if newest == 0 {
			return slices.Insert(list, 0, newKey(now))
		}
		prepared := list[newest]
		return slices.Insert(slices.Delete(list, newest, newest+1), 0, prepared)
	})
}

func change(path string, do func([]fileKey) []fileKey) error {
	content, err := read(path)
	if err != nil {
		return err
	}
	content.Keys = do(content.Keys)
	if err := content.validate(path); err != nil {
		return err
	}
	beside := path + ".new"
	if err := os.Remove(beside); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("keys: %w", err)
	}
	if err := write(beside, content, os.O_EXCL); err != nil {
		return err
	}
	if err := os.Rename(beside, path); err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	return syncFolder(path)
}

func newKey(now time.Time) fileKey {
	secret := make([]byte, secretBytes)
	_, _ = rand.Read(secret) // never fails
	return fileKey{ID: strings.ToLower(rand.Text()[:8]), Created: now.UTC().Truncate(time.Second), Secret: secret}
}

func write(path string, content file, flag int) (err error) {
	data, err := json.MarshalIndent(content, "", "  ")
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|flag, 0o600) //nolint:gosec // the operator names the file
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	defer func() {
		if closed := f.Close(); err == nil && closed != nil {
			err = fmt.Errorf("keys: %w", closed)
		}
	}()
	if _, err := f.Write(append(data, '\n')); err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	return syncFolder(path)
}

// syncFolder makes a file's name as durable as its content.
func syncFolder(path string) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	defer func() { _ = folder.Close() }()
	if err := folder.Sync(); err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	return nil
}

// Encrypt hides a text for one purpose, such as "party.national_id": another purpose cannot read it, so a value that
// was moved to another column is refused. Two encryptions of one text differ.
func (r *Ring) Encrypt(purpose, text string) string {
	newest := r.keys[0]
	nonce := make([]byte, nonceBytes)
	_, _ = rand.Read(nonce) // never fails
	sealed := newest.cipher(purpose).Seal(nonce, nonce, []byte(text), []byte(purpose))
	return newest.id + "." + base64.RawURLEncoding.EncodeToString(sealed)
}

// Decrypt gives the text back, or ErrUnknownKey or ErrNotOurs.
func (r *Ring) Decrypt(purpose, encrypted string) (string, error) {
	id, body, ok := strings.Cut(encrypted, ".")
	if !ok {
		return "", ErrNotOurs
	}
	at := slices.IndexFunc(r.keys, func(k key) bool { return k.id == id })
	if at < 0 {
		return "", ErrUnknownKey
	}
	sealed, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil || len(sealed) < nonceBytes {
		return "", ErrNotOurs
	}
	text, err := r.keys[at].cipher(purpose).Open(nil, sealed[:nonceBytes], sealed[nonceBytes:], []byte(purpose))
	if err != nil {
		return "", ErrNotOurs
	}
	return string(text), nil
}

// Current tells whether the newest key encrypted the text; if not, it is to be encrypted anew.
func (r *Ring) Current(encrypted string) bool { return strings.HasPrefix(encrypted, r.keys[0].id+".") }

// Hash is a text's keyed hash for one purpose, by which an encrypted text is found again: the same text gives the same
// hash, and without the key nobody can tell which. What is stored is the first; Hashes is what to look for.
func (r *Ring) Hash(purpose, text string) []byte { return r.keys[0].hash(purpose, text) }

// Hashes are the text's hashes with every key, the newest first: a row that an older key hashed is still found.
func (r *Ring) Hashes(purpose, text string) [][]byte {
	hashes := make([][]byte, len(r.keys))
	for i, k := range r.keys {
		hashes[i] = k.hash(purpose, text)
	}
	return hashes
}

func (k key) hash(purpose, text string) []byte {
	mac := hmac.New(sha256.New, k.derive("hash:"+purpose))
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

func (k key) cipher(purpose string) cipher.AEAD {
	block, err := aes.NewCipher(k.derive("encrypt:" + purpose))
	if err != nil {
		panic(err) // the key's length is right by construction
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES blocks are 16 bytes
	}
	return aead
}

// derive gives each use a key of its own (RFC 5869).
func (k key) derive(use string) []byte {
	derived, err := hkdf.Expand(sha256.New, k.secret, "lupakartta "+use, secretBytes)
	if err != nil {
		panic(err) // 32 bytes are within what SHA-256 can expand to
	}
	return derived
}
