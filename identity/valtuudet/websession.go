package valtuudet

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"lupakartta/identity"
)

// Kind is for what somebody wants to act.
type Kind string

// Kinds, as the service's addresses name them.
const (
	ForPerson       Kind = "hpa" // henkilön puolesta asiointi
	ForOrganisation Kind = "ypa" // yrityksen puolesta asiointi
)

// Registration is a Web API session that has begun: its id is for us, the user's for the selection interface.
type Registration struct {
	SessionID string `json:"sessionId"`
	UserID    string `json:"userId"`
}

// Register begins a Web API session for the person who acts. user is an opaque name of them, never their identity code.
func (c *Client) Register(ctx context.Context, kind Kind, delegate identity.NationalID, user string) (Registration, error) {
	var registration Registration
	path := query("/service/"+string(kind)+"/user/register/"+url.PathEscape(c.config.ClientID)+"/"+url.PathEscape(delegate.Reveal()), user)
	err := c.get(ctx, call{what: "register", path: path, key: c.config.APIKey}, &registration)
	if err == nil && (registration.SessionID == "" || registration.UserID == "") {
		return Registration{}, fmt.Errorf("%w: register: no session in the answer", ErrUnavailable)
	}
	return registration, err
}

// AuthorizeURL is where the person chooses for whom to act. They are sent there only because they asked for it.
func (c *Client) AuthorizeURL(userID, redirect, state, language string) string {
	values := url.Values{"client_id": {c.config.ClientID}, "response_type": {"code"}, "redirect_uri": {redirect},
		"user": {userID}, "state": {state}, "lang": {language}}
	return c.base + "/oauth/authorize?" + values.Encode()
}

// WebSession is a session in which the person has chosen.
type WebSession struct {
	SessionID string
	Token     string
	Until     time.Time // the token's end
	User      string    // the opaque name given to Register
}

// Exchange gives the code that came back from the selection interface for a token. A code counts once.
func (c *Client) Exchange(ctx context.Context, code, redirect string) (token string, until time.Time, err error) {
	values := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {redirect}}
	asked := c.now()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/oauth/token?"+values.Encode(), nil)
	if err != nil {
		return "", time.Time{}, fmt.Errorf("%w: token: not an address", ErrRefused)
	}
	request.SetBasicAuth(c.config.ClientID, c.config.OAuthPassword)
	var answer struct {
		AccessToken string `json:"access_token"`
		ExpiresIn   int    `json:"expires_in"` // seconds; 599 as documented
	}
	if err := c.send(request, "token", false, &answer); err != nil {
		return "", time.Time{}, err
	}
	if answer.AccessToken == "" || answer.ExpiresIn <= 0 {
		return "", time.Time{}, fmt.Errorf("%w: token: none in the answer", ErrUnavailable)
	}
	return answer.AccessToken, asked.Add(time.Duration(answer.ExpiresIn) * time.Second), nil
}

// api is a reading in a session in which the person has chosen.
func (c *Client) api(ctx context.Context, what, path string, s WebSession, issues []string, answer any) error {
	if !c.now().Before(s.Until) {
		return fmt.Errorf("%w: %s", ErrExpired, what)
	}
	return c.get(ctx, call{what: what, path: query(path, s.User, issues...), key: c.config.APIKey, bearer: s.Token, again: true, lapses: true}, answer)
}
