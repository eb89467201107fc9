package valtuudet

import (
	"context"
	"net/url"
	"slices"

	"lupakartta/identity"
)

// Organisation is an organisation that the person may act for, and in which roles: codes of registers (NIMKO, TJ …) and
// identifiers of mandate themes.
type Organisation struct {
	ID    identity.BusinessID
	Name  string
	Roles []string
}

// Organisations are those with a business id that the person chose in the selection interface. There may be many: the person then says
// for which one to act.
func (c *Client) Organisations(ctx context.Context, s WebSession) ([]Organisation, error) {
	var answer []struct {
		Name       string   `json:"name"`
		Identifier string   `json:"identifier"`
		Roles      []string `json:"roles"`
	}
	if err := c.api(ctx, "organisation roles", "/service/ypa/api/organizationRoles/"+url.PathEscape(s.SessionID), s, nil, &answer); err != nil {
		return nil, err
	}
	organisations := make([]Organisation, 0, len(answer))
	for _, one := range answer {
		id, err := identity.ParseBusinessID(one.Identifier)
		if err != nil || one.Name == "" {
			continue // an association's or a foreign register number, which we keep nobody under
		}
		organisations = append(organisations, Organisation{id, one.Name, one.Roles})
	}
	return organisations, nil
}

// Represents tells whether one of the roles gives a right to everything for an organisation.
func (c *Client) Represents(roles []string) bool {
	return slices.ContainsFunc(roles, func(role string) bool { return slices.Contains(c.config.FullRoles, role) })
}
