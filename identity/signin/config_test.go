package signin

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lupakartta/identity"
	"lupakartta/internal/i18n"
)

const exampleConfig = `{"providers": [
	{
		"id": "suomi-broker", "kind": "oidc", "for": "person", "issuer": "https://broker.example/oidc", "client_id": "lupakartta", "client_secret_file": "/etc/lupakartta/broker.secret",
		"title": {"fi": "Kansalainen tai yritys", "sv": "Medborgare eller företag", "en": "Citizen or company"},
		"hint": {"fi": "Pankkitunnuksilla tai mobiilivarmenteella", "sv": "Med bankkoder eller mobilcertifikat", "en": "With bank codes or a mobile certificate"},
		"scopes": ["profile"], "acr": ["http://ftn.ficora.fi/2017/loa2"], "claims": {"national_id": "urn:oid:1.2.246.21", "protected": "turvakielto"}, "logout": true
	},
	{
		"id": "virtu-broker", "kind": "oidc", "for": "official", "issuer": "https://broker.example/virtu", "client_id": "lupakartta-virtu",
		"title": {"fi": "Viranomainen", "sv": "Myndighet", "en": "Authority"},
		"claims": {"organisation": "home_org", "roles": "groups"}, "organisations": {"tukes.fi": "tukes"}, "roles": {"lupa-kasittelija": "handler"}
	}
]}`

func TestReadConfig(t *testing.T) {
	path := filepath.Join(t.TempDir(), "providers.json")
	if err := os.WriteFile(path, []byte(exampleConfig), 0o600); err != nil {
		t.Fatal(err)
	}
	config, err := ReadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(config.Providers) != 2 || config.Providers[0].Claims.NationalID != "urn:oid:1.2.246.21" || config.Providers[1].Roles["lupa-kasittelija"] != identity.Handler {
		t.Errorf("got %+v", config)
	}
	if _, err := ReadConfig(filepath.Join(t.TempDir(), "none")); !os.IsNotExist(unwrapped(err)) {
		t.Errorf("no file: %v", err)
	}
}

func unwrapped(err error) error {
	if wrapped, ok := err.(interface{ Unwrap() error }); ok {
		return wrapped.Unwrap()
	}
	return err
}

func TestConfigIsReadStrictly(t *testing.T) {
	for name, change := range map[string][2]string{
		"a misspelt member":  {`"logout"`, `"log_out"`},
		"a misspelt claim":   {`"protected"`, `"turvakielto"`},
		"more after the end": {"]}", "]} {}"},
		"not JSON":           {"{", "["},
		"nobody":             {exampleConfig, `{"providers": []}`},
	} {
		if _, err := parseConfig([]byte(strings.Replace(exampleConfig, change[0], change[1], 1))); err == nil {
			t.Errorf("%s is let through", name)
		}
	}
}

func TestValidateTellsEveryFault(t *testing.T) {
	config := Config{Providers: []ProviderConfig{
		{ID: "A b", Kind: "saml", For: "everybody", Issuer: "http://broker.example", Scopes: []string{"a b"}, ACR: []string{""}},
		{ID: "x", For: ForPerson, Claims: Claims{NationalID: "a", Roles: "b"}},
		{ID: "x", For: ForOfficial, Roles: map[string]identity.Role{"a": identity.Somebody}, Organisations: map[string]string{"a": "B c"}},
	}}
	err := config.Validate()
	if err == nil {
		t.Fatal("want faults")
	}
	for _, fault := range []string{
		"id: want", "kind: want", "title: want", "client_id: missing", "scopes:", "acr:", "issuer: want https", `for: want "person"`, "only a provider for officials",
		"the id is another's", "want both the claim", `"somebody" is no office`, `"B c" is no authority's code`, "roles are held at an authority",
	} {
		if !strings.Contains(err.Error(), fault) {
			t.Errorf("no word of %q in:\n%v", fault, err)
		}
	}
}

func TestWhatAProviderIsTrustedWith(t *testing.T) {
	title := i18n.Text{Fi: "a", Sv: "b", En: "c"}
	persons := ProviderConfig{ID: "a", Kind: KindOIDC, For: ForPerson, Title: title, Issuer: "https://broker.example", ClientID: "x", ACR: []string{"loa2"}, Claims: Claims{NationalID: "hetu"}}
	officials := ProviderConfig{ID: "a", Kind: KindOIDC, For: ForOfficial, Title: title, Issuer: "https://broker.example", ClientID: "x", Claims: Claims{Organisation: "org"},
		Organisations: map[string]string{"tukes.fi": "tukes"}}
	for _, test := range []struct {
		name   string
		config ProviderConfig
		change func(*ProviderConfig)
		want   string
	}{
		{"persons", persons, func(*ProviderConfig) {}, ""},
		{"persons of any strength", persons, func(c *ProviderConfig) { c.ACR = nil }, "acr: a provider for persons"},
		{"persons of any strength, on this machine", persons, func(c *ProviderConfig) { c.ACR, c.Issuer = nil, "http://localhost:8080/idp" }, ""},
		{"persons at any organisation", persons, func(c *ProviderConfig) { c.AnyOrganisation = true }, "only a provider for officials"},
		{"officials", officials, func(*ProviderConfig) {}, ""},
		{"officials of whom nothing is said", officials, func(c *ProviderConfig) { c.Organisations = nil }, "organisations: want those"},
		{"officials of all", officials, func(c *ProviderConfig) { c.Organisations, c.AnyOrganisation = nil, true }, ""},
		{"officials of some and of all", officials, func(c *ProviderConfig) { c.AnyOrganisation = true }, "organisations: want those"},
		{"officials without offices", officials, func(c *ProviderConfig) { c.Claims.Organisation, c.Organisations = "", nil }, ""},
		{"officials by identity code", officials, func(c *ProviderConfig) { c.Claims.NationalID = "hetu" }, "claims.national_id: only"},
		{"officials under turvakielto", officials, func(c *ProviderConfig) { c.Claims.Protected = "turvakielto" }, "claims.protected: only"},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.change(&test.config)
			err := test.config.Validate()
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestIssuers(t *testing.T) {
	for issuer, want := range map[string]bool{
		"https://broker.example": true, "https://broker.example/a/b": true, "http://localhost:8080/demo/idp": true, "http://127.0.0.1:1": true, "http://[::1]:1": true,
		"http://broker.example": false, "http://127.0.0.1.evil.example": false, "http://localhost.evil.example": false, "https://broker.example?a": false, "https://broker.example?": false,
		"https://broker.example#a": false, "https://user:word@broker.example": false, "broker.example": false, "": false, "ftp://localhost": false, "https://": false, "https://a b": false,
	} {
		if err := checkIssuer(issuer); (err == nil) != want {
			t.Errorf("%s: got %v, want sound: %t", issuer, err, want)
		} else if err != nil && strings.Contains(err.Error(), "word") {
			t.Errorf("%v quotes a password", err)
		}
	}
}
