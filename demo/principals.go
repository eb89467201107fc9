package demo

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"lupakartta/demo/idp"
	"lupakartta/identity/valtuudet/standin"
)

//go:embed principals.json
var principalsFile []byte

// Delegates are for whom the invented people may act, as the demo's stand-in of Suomi.fi e-Authorizations tells.
func Delegates() ([]standin.Delegate, error) {
	var entries []struct {
		Persona       string                 `json:"persona"`
		Persons       []principal            `json:"persons"`
		Organisations []standin.Organisation `json:"organisations"`
	}
	if err := json.Unmarshal(principalsFile, &entries); err != nil {
		return nil, fmt.Errorf("demo principals: %w", err)
	}
	var delegates []standin.Delegate
	for _, entry := range entries {
		delegate, ok := idp.PersonaByID(entry.Persona)
		if !ok {
			return nil, fmt.Errorf("demo principals: %w: %s", idp.ErrUnknownPersona, entry.Persona)
		}
		d := standin.Delegate{NationalID: delegate.NationalID, Organisations: entry.Organisations}
		for _, p := range entry.Persons {
			principal, ok := idp.PersonaByID(p.Persona)
			if !ok {
				return nil, fmt.Errorf("demo principals: %w: %s", idp.ErrUnknownPersona, p.Persona)
			}
			d.Persons = append(d.Persons, standin.Person{NationalID: principal.NationalID, Name: principal.Name(), Roles: p.Roles})
		}
		delegates = append(delegates, d)
	}
	return delegates, nil
}

// principal is a person for whom another may act, with the themes of the mandate.
type principal struct {
	Persona string   `json:"persona"`
	Roles   []string `json:"roles"`
}
