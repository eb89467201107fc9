// Package valtuudet is a client of Suomi.fi e-Authorizations (Suomi.fi-valtuudet), by which the Digital and Population
// Data Services Agency tells whether somebody may act for a person (HPA) or an organisation (YPA): the Web API with its
// selection interface, and the REST interface for asking again about persons without the selection interface.
// Documentation: kehittajille.suomi.fi/services/e-authorizations/technical-documentation, "Web API and selection
// interface" and "Three ways to use the Authorization REST API".
//
// What it is not: it keeps nothing and knows nothing of our sessions; package mandates does.
package valtuudet

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// Config is what the agency gives a service that joins, and which of its mandate themes mean our matters.
type Config struct {
	BaseURL       string
	ClientID      string
	APIKey        string // of the Web API
	OAuthPassword string
	RESTKey       string // of the REST interface, which is asked for separately; empty: it is not used
	Issues        map[string]string
	FullRoles     []string
}

// file is the configuration file. Secrets stand in files of their own, named relative to it.
type file struct {
	BaseURL           string            `json:"base_url"`
	ClientID          string            `json:"client_id"`
	APIKeyFile        string            `json:"api_key_file"`
	OAuthPasswordFile string            `json:"oauth_password_file"`
	RESTKeyFile       string            `json:"rest_key_file"`
	Issues            map[string]string `json:"issues"`     // our matter → the theme's technical identifier (URI)
	FullRoles         []string          `json:"full_roles"` // roles from registers that give a right to everything for an organisation
}

// DefaultFullRoles are the register roles that represent an organisation in every matter: the right to sign for it
// alone (NIMKO) and a sole trader (ELI). A managing director's is the daily administration only (osakeyhtiölaki
// 624/2006 6:17 §), so that one is for a service to add.
var DefaultFullRoles = []string{"NIMKO", "ELI"}

// Load reads a configuration file. Only its owner may read the secrets' files.
func Load(path string) (Config, error) {
	data, err := os.ReadFile(path) //nolint:gosec // the operator names the file
	if err != nil {
		return Config{}, fmt.Errorf("valtuudet: %w", err)
	}
	var f file
	if err := json.Unmarshal(data, &f); err != nil {
		return Config{}, fmt.Errorf("valtuudet: %s: %w", path, err)
	}
	config := Config{BaseURL: f.BaseURL, ClientID: f.ClientID, Issues: f.Issues, FullRoles: f.FullRoles}
	for _, secret := range []struct {
		file string
		into *string
	}{{f.APIKeyFile, &config.APIKey}, {f.OAuthPasswordFile, &config.OAuthPassword}, {f.RESTKeyFile, &config.RESTKey}} {
		if *secret.into, err = readSecret(filepath.Dir(path), secret.file); err != nil {
			return Config{}, fmt.Errorf("valtuudet: %s: %w", path, err)
		}
	}
	return config, config.Validate()
}

// ErrExposed says that others than its owner can read a secret's file.
var ErrExposed = errors.New("others than its owner can read the secret")

func readSecret(folder, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(folder, name)
	}
	info, err := os.Stat(name)
	if err != nil {
		return "", err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return "", fmt.Errorf("%s: %w", name, ErrExposed)
	}
	data, err := os.ReadFile(name) //nolint:gosec // the operator names the file
	return strings.TrimSpace(string(data)), err
}

// Validate tells every fault at once, and none of the secrets.
func (c Config) Validate() error {
	var faults []error
	if err := secure(c.BaseURL); err != nil {
		faults = append(faults, err)
	}
	for name, value := range map[string]string{"client id": c.ClientID, "API key": c.APIKey, "OAuth password": c.OAuthPassword} {
		if value == "" || strings.ContainsAny(value, " \r\n") {
			faults = append(faults, fmt.Errorf("valtuudet: the %s is missing or holds white space", name))
		}
	}
	return errors.Join(faults...)
}

// secure wants https; plain http only to this machine, where a stand-in may run.
func secure(base string) error {
	parsed, err := url.Parse(base)
	switch {
	case err != nil || parsed.Host == "" || parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "":
		return errors.New("valtuudet: the base address is not a plain address")
	case parsed.Scheme == "https":
		return nil
	case parsed.Scheme == "http" && (parsed.Hostname() == "localhost" || net.ParseIP(parsed.Hostname()).IsLoopback()):
		return nil
	}
	return errors.New("valtuudet: the base address must be https")
}
