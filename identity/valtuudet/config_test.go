package valtuudet

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLoad(t *testing.T) {
	folder := t.TempDir()
	put := func(name, text string, mode os.FileMode) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	put("api", "key-one\n", 0o600)
	put("oauth", "password\n", 0o600)
	put("config.json", `{"base_url":"https://valtuudet.example","client_id":"ab12cd34","api_key_file":"api","oauth_password_file":"oauth","issues":{"events":"urn:e"}}`, 0o644)
	config, err := Load(filepath.Join(folder, "config.json"))
	if err != nil {
		t.Fatal(err)
	}
	if config.APIKey != "key-one" || config.OAuthPassword != "password" || config.RESTKey != "" || config.Issues["events"] != "urn:e" {
		t.Errorf("the configuration was not read as it stands")
	}
	if err := os.Chmod(filepath.Join(folder, "api"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(filepath.Join(folder, "config.json")); !errors.Is(err, ErrExposed) {
		t.Errorf("a secret that everybody can read: got %v", err)
	}
}

func TestConfigIsValidated(t *testing.T) {
	sound := Config{BaseURL: "https://valtuudet.example", ClientID: "ab12cd34", APIKey: "secret-key", OAuthPassword: "secret-password"}
	tests := []struct {
		name   string
		change func(*Config)
		fault  bool
	}{
		{"sound", func(*Config) {}, false},
		{"this machine", func(c *Config) { c.BaseURL = "http://127.0.0.1:8080/demo/valtuudet" }, false},
		{"this machine by name", func(c *Config) { c.BaseURL = "http://localhost:8080" }, false},
		{"plain http elsewhere", func(c *Config) { c.BaseURL = "http://valtuudet.example" }, true},
		{"a name that only begins like this machine", func(c *Config) { c.BaseURL = "http://localhost.example" }, true},
		{"a password in the address", func(c *Config) { c.BaseURL = "https://secret-key@valtuudet.example" }, true},
		{"no address", func(c *Config) { c.BaseURL = "" }, true},
		{"no key", func(c *Config) { c.APIKey = "" }, true},
		{"a key of two lines", func(c *Config) { c.APIKey = "secret-key\nX: y" }, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			config := sound
			test.change(&config)
			err := config.Validate()
			if (err != nil) != test.fault {
				t.Errorf("got %v, want a fault: %t", err, test.fault)
			}
			if err != nil && strings.Contains(err.Error(), "secret-") {
				t.Errorf("the error tells a secret: %v", err)
			}
		})
	}
}
