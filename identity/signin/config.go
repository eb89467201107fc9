package signin

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"lupakartta/identity"
	"lupakartta/internal/i18n"
)

// Kind is the protocol that a provider speaks.
type Kind string

// KindOIDC is OpenID Connect. SAML 2, as Suomi.fi and Virtu speak it, gets a kind of its own.
const KindOIDC Kind = "oidc"

// Config is the operator's file of providers, in the order in which people are offered them.
type Config struct {
	Providers []ProviderConfig `json:"providers"`
}

// ProviderConfig is a provider as the operator describes it.
type ProviderConfig struct {
	// ID names the provider in addresses and in the log: small letters, digits and hyphens. It stays as it is once
	// somebody has signed in: offices that the provider gave hang on it.
	ID string `json:"id"`
	// Kind is the protocol: "oidc".
	Kind Kind `json:"kind"`
	// Title is what people choose by, such as "Citizen or company", in every language.
	Title i18n.Text `json:"title"`
	// Hint says below the title what is needed, such as bank codes; in every language or in none.
	Hint i18n.Text `json:"hint,omitzero"`
	// For is whom it identifies: "person", who must have a national id, or "official", who may have offices.
	For For `json:"for"`
	// Issuer is the provider's issuer identifier, to the letter. It is https, except on this machine.
	Issuer string `json:"issuer"`
	// ClientID is what the provider calls us.
	ClientID string `json:"client_id"`
	// ClientSecretFile holds the client secret on its one line; without it we are a public client, proven by PKCE alone.
	ClientSecretFile string `json:"client_secret_file,omitempty"`
	// Scopes are asked for beside openid, such as "profile".
	Scopes []string `json:"scopes,omitempty"`
	// ACR are the authentication contexts that are strong enough (laki 617/2009), such as
	// "http://ftn.ficora.fi/2017/loa2". A provider for persons must have some, except on this machine; for officials any
	// will do without them.
	ACR []string `json:"acr,omitempty"`
	// Claims are the provider's names for what we need to know.
	Claims Claims `json:"claims,omitzero"`
	// Organisations are the provider's names for the authorities that it may speak for, each with the code of ours; what
	// it says of others gives no office. Officials only.
	Organisations map[string]string `json:"organisations,omitempty"`
	// AnyOrganisation lets the provider speak for every authority of the directory instead, by our codes as they come:
	// for one that is trusted with all of them. Officials only.
	AnyOrganisation bool `json:"any_organisation,omitempty"`
	// Roles are the provider's names for offices, each with the role of ours; others are passed over. Officials only.
	Roles map[string]identity.Role `json:"roles,omitempty"`
	// Logout tells that signing out here signs out at the provider too, where it can.
	Logout bool `json:"logout,omitempty"`
}

// Claims are names of claims in the ID token or in the userinfo answer. An empty name is the claim's usual one where
// there is such a name, and otherwise means that it is not asked for.
type Claims struct {
	Subject      string `json:"subject,omitempty"`      // usually sub
	NationalID   string `json:"national_id,omitempty"`  // identity code; of persons, never of officials
	GivenName    string `json:"given_name,omitempty"`   // usually given_name
	FamilyName   string `json:"family_name,omitempty"`  // usually family_name
	Name         string `json:"name,omitempty"`         // usually name; made of the two above where it is missing
	Email        string `json:"email,omitempty"`        // taken over when somebody comes for the first time; afterwards they tell it themselves
	Protected    string `json:"protected,omitempty"`    // of persons, turvakielto: anything but false, 0 and nothing counts as true
	Organisation string `json:"organisation,omitempty"` // of officials
	Roles        string `json:"roles,omitempty"`        // of officials: a text or a list of them
}

// withDefaults fills in the usual names (OpenID Connect Core 1.0, 5.1).
func (c Claims) withDefaults() Claims {
	for name, usual := range map[*string]string{&c.Subject: "sub", &c.GivenName: "given_name", &c.FamilyName: "family_name", &c.Name: "name"} {
		if *name == "" {
			*name = usual
		}
	}
	return c
}

// asked are the names of all claims that are asked for.
func (c Claims) asked() []string {
	var names []string
	for _, name := range []string{c.Subject, c.NationalID, c.GivenName, c.FamilyName, c.Name, c.Email, c.Protected, c.Organisation, c.Roles} {
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

// maxConfig bounds the file, in bytes.
const maxConfig = 1 << 20

// ReadConfig reads the operator's file. A member that it does not know is a fault, as is whatever Validate says.
func ReadConfig(path string) (Config, error) {
	file, err := os.Open(path) //nolint:gosec // the operator names the file
	if err != nil {
		return Config{}, fmt.Errorf("sign-in providers: %w", err)
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, maxConfig+1))
	if err != nil {
		return Config{}, fmt.Errorf("sign-in providers: %w", err)
	}
	if len(content) > maxConfig {
		return Config{}, fmt.Errorf("sign-in providers: %s is larger than %d bytes", path, maxConfig)
	}
	config, err := parseConfig(content)
	if err != nil {
		return Config{}, fmt.Errorf("sign-in providers: %s: %w", path, err)
	}
	return config, nil
}

func parseConfig(content []byte) (Config, error) {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	var config Config
	if err := decoder.Decode(&config); err != nil {
		return Config{}, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Config{}, errors.New("more follows after the configuration")
	}
	return config, config.Validate()
}
