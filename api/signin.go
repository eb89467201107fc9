package api

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/identity/signin"
	"lupakartta/internal/i18n"
)

// Addresses of signing in. The one of the answer is registered with the providers.
const (
	signInPath    = "/auth/sign-in"
	callbackPath  = "/auth/callback/" // and the provider's id: an answer at another's address is refused (RFC 9700, 4.4)
	signedOutPath = "/auth/signed-out"
)

// signInCookie names the cookie that ties an answer to the browser that asked. Each sign-in has its own, so that two tabs
// do not spoil each other's.
func signInCookie(state signin.Secret) string {
	sum := sha256.Sum256([]byte(state.Reveal()))
	return "__Host-lupakartta-sign-in-" + hex.EncodeToString(sum[:6])
}

// CallbackURL is where the provider of that id sends people back to.
func CallbackURL(public *url.URL, provider string) string {
	return public.JoinPath(callbackPath, provider).String()
}

// SignedOutURL is where a provider sends people after signing out.
func SignedOutURL(public *url.URL) string { return public.JoinPath(signedOutPath).String() }

func (s *Server) signInRoutes() {
	register(s, huma.Operation{OperationID: "list-sign-in-providers", Method: http.MethodGet, Path: "/api/v1/sign-in-providers", Tags: []string{tagMe},
		Summary: "Ways to sign in, for those who choose", Description: "A browser begins at `address`, with `return_to` for a path of this service to come back to."}, s.listProviders)
	s.route(hidden("begin-sign-in", signInPath), s.beginSignIn)
	s.route(hidden("finish-sign-in", callbackPath+"{provider}"), s.finishSignIn)
	register(s, huma.Operation{OperationID: "sign-out", Method: http.MethodPost, Path: "/api/v1/sign-out", Tags: []string{tagMe},
		Summary: "Sign out here, and say where to go to sign out at the provider too"}, s.signOut)
	s.route(hidden("signed-out", signedOutPath), s.signedOut)
}

// provider is the way to sign in of that id; nil: none.
func (s *Server) provider(id string) *signin.Provider {
	at := slices.IndexFunc(s.SignIn, func(p *signin.Provider) bool { return p.Config().ID == id })
	if at < 0 {
		return nil
	}
	return s.SignIn[at]
}

// beginSignIn sends a browser to the provider that it chose.
func (s *Server) beginSignIn(w http.ResponseWriter, r *http.Request) error {
	if s.sendHome(w, r) {
		return nil
	}
	query := r.URL.Query()
	provider := s.provider(query.Get("provider"))
	if provider == nil {
		return errNoRoute
	}
	from := s.addressOf(r)
	if !s.limits.maySignIn(keyOf(from)) {
		return errTooMany
	}
	if err := s.logForeignReturn(r, query.Get("return_to")); err != nil {
		return err
	}
	attempt, browser, err := s.attempts.Begin(r.Context(), provider.Config().ID, query.Get("return_to"), from)
	if err != nil {
		return err
	}
	target, err := provider.Begin(r.Context(), attempt, langOf(r.Context()))
	if err != nil {
		return err
	}
	setCookie(w, signInCookie(attempt.State), browser.Reveal(), int(signin.Lifetime.Seconds()))
	http.Redirect(w, r, target, http.StatusFound)
	return nil
}

// logForeignReturn logs that somebody wanted a person to come back elsewhere. They come back to the map.
func (s *Server) logForeignReturn(r *http.Request, returnTo string) error {
	if returnTo == "" || signin.ReturnPath(returnTo) == returnTo {
		return nil
	}
	return audit.Append(r.Context(), s.Personal, audit.Entry{Kind: audit.Refused, Operation: "begin-sign-in",
		Actor: identity.Actor{Address: s.addressOf(r)}, Detail: map[string]string{"reason": "return_to"}})
}

// sendHome sends a browser that came by another name of this machine (127.0.0.1 for localhost) to the one that the
// providers know: a cookie set here would not come along there.
func (s *Server) sendHome(w http.ResponseWriter, r *http.Request) bool {
	if s.PublicURL == nil || r.Host == s.PublicURL.Host || !isLoopback(r.Host) || !isLoopback(s.PublicURL.Host) {
		return false
	}
	target := *s.PublicURL
	target.Path, target.RawQuery = r.URL.Path, r.URL.RawQuery
	http.Redirect(w, r, target.String(), http.StatusFound)
	return true
}

// finishSignIn takes a provider's answer: the session begins, and the browser goes on where it was.
func (s *Server) finishSignIn(w http.ResponseWriter, r *http.Request) error {
	if !s.limits.maySignIn(keyOf(s.addressOf(r))) {
		return errTooMany
	}
	answer := readAnswer(r.URL.Query())
	browser := ""
	if cookie, err := r.Cookie(signInCookie(answer.State)); err == nil {
		browser = cookie.Value
		setCookie(w, signInCookie(answer.State), "", -1)
	}
	attempt, err := s.attempts.Take(r.Context(), answer.State, signin.NewSecret(browser))
	if err != nil {
		return s.refused(r, "", err)
	}
	if chi.URLParam(r, "provider") != attempt.Provider {
		return s.refused(r, attempt.Provider, &signin.Refusal{Reason: signin.BadIssuer, Step: "another provider's address"})
	}
	returnTo, err := s.enter(w, r, attempt, answer)
	if refusal, ok := errors.AsType[*signin.Refusal](err); ok && refusal.Reason == signin.Denied {
		returnTo, err = attempt.ReturnTo, nil // who changed their mind is back where they were
	}
	if err != nil {
		return s.refused(r, attempt.Provider, err)
	}
	http.Redirect(w, r, atHome(returnTo, langOf(r.Context())), http.StatusSeeOther)
	return nil
}

func readAnswer(query url.Values) signin.Answer {
	return signin.Answer{Code: signin.NewSecret(query.Get("code")), State: signin.NewSecret(query.Get("state")), Issuer: query.Get("iss"), Error: query.Get("error")}
}

// atHome is a path of ours to go to; without one it is the map.
func atHome(path string, lang i18n.Lang) string {
	if path == "" || path == "/" {
		return "/" + string(lang) + "/"
	}
	return path
}

// enter asks the provider who it is and begins the session.
func (s *Server) enter(w http.ResponseWriter, r *http.Request, attempt signin.Attempt, answer signin.Answer) (string, error) {
	provider := s.provider(attempt.Provider)
	if provider == nil {
		return "", errNoRoute // it was taken out of the configuration meanwhile
	}
	person, err := provider.Finish(r.Context(), attempt, answer)
	if err != nil {
		return "", err
	}
	secret, err := s.arrive(r, person)
	if err != nil {
		return "", err
	}
	setCookie(w, sessionCookie, secret, 0)
	return attempt.ReturnTo, nil
}

// refused writes a sign-in that was not let through into both logs, with its reason and nothing that was sent.
func (s *Server) refused(r *http.Request, provider string, err error) error {
	refusal, ok := errors.AsType[*signin.Refusal](err)
	if !ok {
		return err
	}
	detail := map[string]string{"reason": string(refusal.Reason)}
	if provider != "" {
		detail["provider"] = provider
	}
	s.Log.WarnContext(r.Context(), "sign-in refused", slog.String("id", requestOf(r.Context()).id.String()),
		slog.String("provider", provider), slog.String("reason", string(refusal.Reason)), slog.Any("error", refusal))
	entry := audit.Entry{Kind: audit.Refused, Operation: "finish-sign-in", Actor: identity.Actor{Address: s.addressOf(r)}, Detail: detail}
	if err := audit.Append(r.Context(), s.Personal, entry); err != nil {
		return err
	}
	return err
}

// setCookie writes a cookie for this host alone; age in seconds, 0 is until the browser closes, below 0 takes it away.
func setCookie(w http.ResponseWriter, name, value string, age int) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: age, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// isLoopback tells whether a host, with or without a port, is this machine.
func isLoopback(host string) bool {
	name := strings.ToLower((&url.URL{Host: host}).Hostname())
	return name == "localhost" || name == "::1" || strings.HasPrefix(name, "127.")
}
