package valtuudet

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"lupakartta/identity"
)

// farFuture lets every sound code pass: the population register has checked the day of birth.
var farFuture = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)

// Principal is a person who was chosen to be acted for.
type Principal struct {
	ID   identity.NationalID
	Name string
}

// Chosen are the persons whom the person chose in the selection interface.
func (c *Client) Chosen(ctx context.Context, s WebSession) ([]Principal, error) {
	var answer []struct {
		PersonID string `json:"personId"`
		Name     string `json:"name"`
	}
	if err := c.api(ctx, "delegate", "/service/hpa/api/delegate/"+url.PathEscape(s.SessionID), s, nil, &answer); err != nil {
		return nil, err
	}
	principals := make([]Principal, 0, len(answer))
	for _, person := range answer {
		id, err := identity.ParseNationalID(person.PersonID, farFuture)
		if err != nil || person.Name == "" {
			return nil, fmt.Errorf("%w: delegate: not a person", ErrUnavailable)
		}
		principals = append(principals, Principal{id, person.Name})
	}
	return principals, nil
}

// verdict is the answer of both interfaces that tell about one person: ALLOWED or DISALLOWED, never why.
type verdict struct {
	Result string `json:"result"`
}

func (v verdict) allowed(what string) (bool, error) {
	switch v.Result {
	case "ALLOWED":
		return true, nil
	case "DISALLOWED":
		return false, nil
	}
	return false, fmt.Errorf("%w: %s: neither allowed nor disallowed", ErrUnavailable, what)
}

// Authorized tells whether the person may act for the principal in one mandate theme, in the session of the choice.
func (c *Client) Authorized(ctx context.Context, s WebSession, principal identity.NationalID, issue string) (bool, error) {
	const what = "authorization"
	var answer verdict
	path := "/service/hpa/api/authorization/" + url.PathEscape(s.SessionID) + "/" + url.PathEscape(principal.Reveal())
	if err := c.api(ctx, what, path, s, []string{"issues=" + url.QueryEscape(issue)}, &answer); err != nil {
		return false, err
	}
	return answer.allowed(what)
}

// RoleAll is the service role of somebody who has the custody of a minor, by the population register.
const RoleAll = "ALL"

// Roles are the service roles in which the person may act for the principal: RoleAll or the identifiers of mandate
// themes. None: no right.
func (c *Client) Roles(ctx context.Context, s WebSession, principal identity.NationalID) ([]string, error) {
	var answer struct {
		Roles []string `json:"roles"`
	}
	path := "/service/hpa/api/authorizationlist/" + url.PathEscape(s.SessionID) + "/" + url.PathEscape(principal.Reveal())
	err := c.api(ctx, "authorization list", path, s, nil, &answer)
	return answer.Roles, err
}

// AskAgain tells whether the delegate may act for the principal in one mandate theme, without a session of the Web API:
// the REST interface, which knows persons only. The terms of use want the delegate to have said that they act for the
// principal; user is an opaque name of the delegate.
func (c *Client) AskAgain(ctx context.Context, delegate, principal identity.NationalID, issue, user string) (bool, error) {
	const what = "authorization by REST"
	if !c.AsksAgain() {
		return false, fmt.Errorf("%w: %s: no key", ErrExpired, what)
	}
	var answer verdict
	path := query("/service/rest/hpa/authorization/"+url.PathEscape(c.config.ClientID)+"/"+url.PathEscape(delegate.Reveal())+"/"+url.PathEscape(principal.Reveal()),
		"", "issue="+url.QueryEscape(issue))
	if err := c.get(ctx, call{what: what, path: path, key: c.config.RESTKey, user: user, again: true}, &answer); err != nil {
		return false, err
	}
	return answer.allowed(what)
}
