package signin

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"

	"lupakartta/identity"
	"lupakartta/internal/i18n"
)

var (
	providerID    = regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`)
	authorityCode = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)
	scope         = regexp.MustCompile(`^[\x21\x23-\x5B\x5D-\x7E]+$`) // RFC 6749 3.3
)

// Validate reports every fault at once.
func (c Config) Validate() error {
	var faults []error
	if len(c.Providers) == 0 {
		faults = append(faults, errors.New("providers: there is none"))
	}
	seen := map[string]bool{}
	for i, provider := range c.Providers {
		if err := provider.Validate(); err != nil {
			faults = append(faults, fmt.Errorf("providers[%d] %q: %w", i, provider.ID, err))
		}
		if seen[provider.ID] {
			faults = append(faults, fmt.Errorf("providers[%d] %q: the id is another's", i, provider.ID))
		}
		seen[provider.ID] = true
	}
	return errors.Join(faults...)
}

// Validate reports every fault at once.
func (p ProviderConfig) Validate() error {
	var faults []error
	check := func(sound bool, fault string, values ...any) {
		if !sound {
			faults = append(faults, fmt.Errorf(fault, values...))
		}
	}
	check(providerID.MatchString(p.ID), "id: want small letters, digits and hyphens")
	check(p.Kind == KindOIDC, "kind: want %q", KindOIDC)
	check(p.Title.Complete() == nil, "title: want it in every language")
	check(p.Hint == i18n.Text{} || p.Hint.Complete() == nil, "hint: want it in every language or in none")
	check(p.ClientID != "", "client_id: missing")
	for _, name := range p.Scopes {
		check(scope.MatchString(name), "scopes: %q is none", name)
	}
	for _, name := range p.ACR {
		check(scope.MatchString(name), "acr: %q is none", name)
	}
	if err := checkIssuer(p.Issuer); err != nil {
		faults = append(faults, fmt.Errorf("issuer: %w", err))
	}
	return errors.Join(append(faults, p.checkFor()...)...)
}

// checkFor reports what does not fit whom the provider identifies.
func (p ProviderConfig) checkFor() []error {
	var faults []error
	switch p.For {
	case ForPerson:
		faults = p.checkPersons()
	case ForOfficial:
		faults = p.checkOfficials()
	default:
		faults = append(faults, fmt.Errorf("for: want %q or %q", ForPerson, ForOfficial))
	}
	if p.Claims.Roles != "" && p.Claims.Organisation == "" {
		faults = append(faults, errors.New("claims.organisation: roles are held at an authority"))
	}
	if (p.Claims.Roles == "") != (len(p.Roles) == 0) {
		faults = append(faults, errors.New("roles: want both the claim and what its values mean, or neither"))
	}
	for name, role := range p.Roles {
		if !slices.Contains(identity.Offices, role) {
			faults = append(faults, fmt.Errorf("roles: %q: %q is no office", name, role))
		}
	}
	for name, code := range p.Organisations {
		if !authorityCode.MatchString(code) {
			faults = append(faults, fmt.Errorf("organisations: %q: %q is no authority's code", name, code))
		}
	}
	return faults
}

// checkPersons wants to know for certain who it is (laki 617/2009).
func (p ProviderConfig) checkPersons() []error {
	var faults []error
	if p.Claims.NationalID == "" {
		faults = append(faults, errors.New("claims.national_id: a provider for persons must give it"))
	}
	if len(p.ACR) == 0 && !isLocal(p.Issuer) {
		faults = append(faults, errors.New("acr: a provider for persons must say how strong its sign-ins are"))
	}
	if p.Claims.Organisation != "" || p.Claims.Roles != "" || len(p.Roles) > 0 || len(p.Organisations) > 0 || p.AnyOrganisation {
		faults = append(faults, errors.New("for: only a provider for officials gives organisations and roles"))
	}
	return faults
}

// checkOfficials keeps a provider of officials within what it was trusted with. Its sign-ins may be weaker than those of
// persons, so nobody arrives by it as the person whom an identity code names.
func (p ProviderConfig) checkOfficials() []error {
	var faults []error
	if p.Claims.NationalID != "" {
		faults = append(faults, errors.New("claims.national_id: only a provider for persons gives it"))
	}
	if p.Claims.Protected != "" {
		faults = append(faults, errors.New("claims.protected: only a provider for persons gives it"))
	}
	if (p.Claims.Organisation != "" || len(p.Organisations) > 0) && (len(p.Organisations) > 0) == p.AnyOrganisation {
		faults = append(faults, errors.New("organisations: want those that the provider may speak for, or any_organisation: true"))
	}
	return faults
}

// isLocal tells whether an issuer is on this machine.
func isLocal(issuer string) bool {
	parsed, err := url.Parse(issuer)
	return err == nil && isLoopback(parsed.Hostname())
}

// checkIssuer holds an issuer to OpenID Connect Discovery 1.0, 3: https, no query and no fragment. On this machine
// plain http will do.
func checkIssuer(issuer string) error {
	parsed, err := url.Parse(issuer)
	switch {
	case err != nil:
		return errors.New("not an address") // the parser's error quotes it, user and password included
	case parsed.Host == "" || parsed.User != nil || parsed.RawQuery != "" || parsed.ForceQuery || parsed.Fragment != "":
		return errors.New("want an address with a host, without user, query and fragment")
	case parsed.Scheme == "https", parsed.Scheme == "http" && isLoopback(parsed.Hostname()):
		return nil
	}
	return errors.New("want https, or http on this machine")
}

func isLoopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}
