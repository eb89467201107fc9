package signin

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"lupakartta/identity"
)

// maxClaim bounds a claim's text, in bytes.
const maxClaim = 255

// claimSet is what the provider says of the person, by its own names.
type claimSet map[string]any

// claims are those of the ID token and, where it lacks one that is asked for, those of the userinfo answer beside them.
// What is signed wins.
func (c *client) claims(ctx context.Context, found *discovered, token *oidc.IDToken, tokens *oauth2.Token) (claimSet, error) {
	claims := claimSet{}
	if err := token.Claims(&claims); err != nil {
		return nil, refuse(BadClaims, "ID token")
	}
	complete := !slices.ContainsFunc(c.config.Claims.asked(), func(name string) bool { return claims[name] == nil })
	if complete || found.metadata.Userinfo == "" {
		return claims, nil
	}
	info, err := found.provider.UserInfo(ctx, oauth2.StaticTokenSource(tokens))
	if err != nil {
		return nil, infoError(err)
	}
	if info.Subject != token.Subject {
		return nil, refuse(BadClaims, "userinfo is about somebody else")
	}
	more := claimSet{}
	if err := info.Claims(&more); err != nil {
		return nil, refuse(BadClaims, "userinfo")
	}
	for name, value := range more {
		if claims[name] == nil {
			claims[name] = value
		}
	}
	return claims, nil
}

func infoError(err error) *Refusal {
	if unreached(err) {
		return unavailable("userinfo", err)
	}
	return refuse(BadClaims, "userinfo")
}

// person is who the claims describe.
func (c *client) person(claims claimSet) (Person, error) {
	names := c.config.Claims
	person := Person{Provider: c.config.ID, Issuer: c.config.Issuer, For: c.config.For, Protected: claims.truth(names.Protected)}
	var faults []error
	for _, text := range []struct {
		to   *string
		name string
	}{{&person.Subject, names.Subject}, {&person.GivenName, names.GivenName}, {&person.FamilyName, names.FamilyName}, {&person.Name, names.Name}, {&person.Email, names.Email}, {&person.Strength, "acr"}} {
		var err error
		*text.to, err = claims.text(text.name)
		faults = append(faults, err)
	}
	if person.Name == "" {
		person.Name = strings.TrimSpace(person.GivenName + " " + person.FamilyName)
	}
	if person.Subject == "" {
		faults = append(faults, refuse(BadClaims, "no subject"))
	}
	if person.Name == "" {
		faults = append(faults, refuse(BadClaims, "no name"))
	}
	faults = append(faults, c.setNationalID(&person, claims), c.setOffice(&person, claims))
	if err := cmp.Or(faults...); err != nil {
		return Person{}, err
	}
	return person, nil
}

// setNationalID sets the identity code, without which nobody is let in as a person. A provider of officials gives none.
func (c *client) setNationalID(person *Person, claims claimSet) error {
	if c.config.For != ForPerson {
		return nil
	}
	code, err := claims.text(c.config.Claims.NationalID)
	switch {
	case err != nil:
		return err
	case code == "":
		return refuse(BadClaims, "no national id")
	}
	if person.NationalID, err = identity.ParseNationalID(code, c.now()); err != nil {
		return &Refusal{Reason: BadClaims, Step: "national id", Cause: err} // none of the faults tells the code
	}
	return nil
}

// setOffice sets where an official works and as what. No provider of persons can make somebody an official, and one of
// officials speaks only for the organisations that it was trusted with.
func (c *client) setOffice(person *Person, claims claimSet) error {
	if c.config.For != ForOfficial {
		return nil
	}
	organisation, err := claims.text(c.config.Claims.Organisation)
	if err != nil {
		return err
	}
	if !c.config.AnyOrganisation {
		organisation = c.config.Organisations[organisation]
	}
	if organisation == "" {
		return nil
	}
	if !authorityCode.MatchString(organisation) {
		return refuse(BadClaims, "organisation is no authority's code")
	}
	person.Organisation = organisation
	values, err := claims.list(c.config.Claims.Roles)
	for _, value := range values {
		if role, ok := c.config.Roles[value]; ok && !slices.Contains(person.Roles, role) {
			person.Roles = append(person.Roles, role)
		}
	}
	return err
}

// text is a claim's text; empty where there is none or nobody asks.
func (c claimSet) text(name string) (string, error) {
	value := c[name]
	if name == "" || value == nil {
		return "", nil
	}
	text, ok := value.(string)
	if !ok || len(text) > maxClaim || !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
		return "", refuse(BadClaims, "claim "+name)
	}
	return strings.TrimSpace(text), nil
}

// list is a claim's texts: one, or as many as it lists.
func (c claimSet) list(name string) ([]string, error) {
	values, ok := c[name].([]any)
	if !ok {
		text, err := c.text(name)
		return []string{text}, err
	}
	var texts []string
	for _, value := range values {
		text, ok := value.(string)
		if !ok {
			return nil, refuse(BadClaims, "claim "+name)
		}
		texts = append(texts, text)
	}
	return texts, nil
}

// truth is whether a claim says so. A word that is not known counts as yes: what it guards is somebody's safety.
func (c claimSet) truth(name string) bool {
	value := c[name]
	if name == "" || value == nil {
		return false
	}
	switch value {
	case false, float64(0), json.Number("0"), "", "0", "false", "False", "FALSE":
		return false
	}
	return true
}
