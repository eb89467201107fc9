package idp

import (
	_ "embed"
	"encoding/json"
	"errors"
	"slices"

	"lupakartta/identity"
	"lupakartta/identity/signin"
	"lupakartta/internal/i18n"
)

// Persona is an invented person whom anybody can be in the demo.
type Persona struct {
	ID           string          `json:"id"`
	For          signin.For      `json:"for"` // at which of the two providers it signs in
	GivenName    string          `json:"given_name"`
	FamilyName   string          `json:"family_name"`
	NationalID   string          `json:"national_id"` // individual numbers 900–999: nobody's
	Protected    bool            `json:"protected"`   // under turvakielto
	Organisation string          `json:"organisation"`
	Roles        []identity.Role `json:"roles"`
	Title        i18n.Text       `json:"title"`
	Description  i18n.Text       `json:"description"` // what can be tried with it
}

// ErrUnknownPersona says that there is no such persona, or none that signs in there.
var ErrUnknownPersona = errors.New("demo: no such persona")

//go:embed personas.json
var personasFile []byte

var personas = func() []Persona {
	var all []Persona
	if err := json.Unmarshal(personasFile, &all); err != nil {
		panic(err) // embedded
	}
	return all
}()

// Personas are all of them, in the order in which they are offered.
func Personas() []Persona { return slices.Clone(personas) }

// PersonaByID is the persona of that id.
func PersonaByID(id string) (Persona, bool) {
	at := slices.IndexFunc(personas, func(p Persona) bool { return p.ID == id })
	if at < 0 {
		return Persona{}, false
	}
	return personas[at], true
}

// Name is the persona's full name.
func (p Persona) Name() string { return p.GivenName + " " + p.FamilyName }

// Email is the persona's address, at a domain that nobody has (RFC 2606).
func (p Persona) Email() string { return p.ID + "@mallila.example" }

// Provider is the id of the sign-in provider (Providers) that the persona signs in with.
func (p Persona) Provider() string { return providerOf(p.For) }

// claims is what a provider says of the persona. Those for officials do not say who they are in private.
func (p Persona) claims() map[string]any {
	claims := map[string]any{"given_name": p.GivenName, "family_name": p.FamilyName, "name": p.Name(), "email": p.Email()}
	if p.For == signin.ForOfficial {
		claims["organisation"], claims["roles"] = p.Organisation, p.Roles
		return claims
	}
	claims["national_id"], claims["protected"] = p.NationalID, p.Protected
	return claims
}
