package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/identity/mandates"
)

// guard lets a request through to an operation whose rule admits who asks. Answers that depend on who asks are nobody
// else's: no cache keeps them, and no other site's page reads them.
func (s *Server) guard(w http.ResponseWriter, r *http.Request, rule identity.Rule) error {
	if !rule.IsPersonal() {
		return nil
	}
	keepFromOthers(w.Header())
	known, err := s.caller(r.Context())
	if err != nil {
		return err
	}
	now := time.Now()
	err = rule.Admits(known.Actor, now)
	if errors.Is(err, identity.ErrForbidden) {
		return errNoRoute // a thing that one may not know about is not there
	}
	if err == nil && known.SignedIn() && !s.limits.isWelcome(known.Person.String()) {
		return errTooMany
	}
	if in := rule.In(known.Actor, now); len(in) > 0 {
		s.comesIn(r.Context(), in)
	}
	return err
}

// keepFromOthers says that an answer depends on who asks.
func keepFromOthers(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Cookie, Authorization")
	h.Del("Access-Control-Allow-Origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

// logPatience is how long a refusal may take to be logged.
const logPatience = 5 * time.Second

// logRefusal writes into the audit log that somebody who is signed in was not let through: to an operation that is not
// for their role, or to a thing that is not theirs, which answers as if it were not there.
func (s *Server) logRefusal(ctx context.Context, operation identity.Operation, err error) {
	known, failed := s.caller(ctx)
	status := asProblem(request{}, err).Status
	if failed != nil || !known.SignedIn() || status != http.StatusNotFound && status != http.StatusForbidden {
		return
	}
	rule, _ := identity.RuleOf(operation)
	if !rule.IsPersonal() {
		return
	}
	if mandates.Logged(err) || !s.limits.mayBeRefused(known.Person.String()) {
		return
	}
	entry := audit.Entry{Kind: audit.Refused, Operation: operation, Actor: known.Actor, Detail: map[string]string{"status": strconv.Itoa(status)}}
	logging, cancel := context.WithTimeout(context.WithoutCancel(ctx), logPatience) // a caller who has gone is logged too
	defer cancel()
	if err := audit.Append(logging, s.Personal, entry); err != nil {
		s.Log.ErrorContext(ctx, "a refusal was not logged", "id", requestOf(ctx).id, "error", err)
	}
}
