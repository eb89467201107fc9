package idp

import (
	"strings"

	"lupakartta/identity"
	"lupakartta/identity/signin"
	"lupakartta/internal/i18n"
)

// Providers are the demo's two ways to sign in, chosen by who one is, for a service at that public address.
func Providers(public string) []signin.ProviderConfig {
	issuer := strings.TrimSuffix(public, "/") + Path
	roles := map[string]identity.Role{}
	for _, role := range identity.Offices {
		roles[string(role)] = role
	}
	organisations := map[string]string{}
	for _, persona := range personas {
		if persona.For == signin.ForOfficial {
			organisations[persona.Organisation] = persona.Organisation
		}
	}
	hint := i18n.Text{
		Fi: "Esittely: valitse keksitty henkilö. Tunnuksia ei tarvita.",
		Sv: "Demonstration: välj en påhittad person. Inga koder behövs.",
		En: "Demonstration: choose an invented person. No codes are needed.",
	}
	return []signin.ProviderConfig{
		{
			ID: providerOf(signin.ForPerson), Kind: signin.KindOIDC, For: signin.ForPerson, Issuer: issuer, ClientID: clientOf(signin.ForPerson),
			Title: i18n.Text{Fi: "Kansalainen tai yritys", Sv: "Medborgare eller företag", En: "Citizen or company"}, Hint: hint,
			Scopes: []string{"profile"}, ACR: []string{strength}, Claims: signin.Claims{NationalID: "national_id", Email: "email", Protected: "protected"}, Logout: true,
		},
		{
			ID: providerOf(signin.ForOfficial), Kind: signin.KindOIDC, For: signin.ForOfficial, Issuer: issuer, ClientID: clientOf(signin.ForOfficial),
			Title: i18n.Text{Fi: "Viranomainen", Sv: "Myndighet", En: "Authority"}, Hint: hint,
			Scopes: []string{"profile"}, Claims: signin.Claims{Email: "email", Organisation: "organisation", Roles: "roles"}, Organisations: organisations, Roles: roles, Logout: true,
		},
	}
}
