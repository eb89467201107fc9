package api

import (
	"errors"
	"net/http"
	"time"

	"lupakartta/identity"
)

// guard lets a request through to an operation whose rule admits who asks. Answers that depend on who asks are nobody
// else's: no cache keeps them, and no other site's page reads them.
func (s *Server) guard(w http.ResponseWriter, r *http.Request, rule identity.Rule) error {
	if !rule.IsPersonal() {
		return nil
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Cookie, Authorization")
	h.Del("Access-Control-Allow-Origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	known, err := s.caller(r.Context())
	if err != nil {
		return err
	}
	err = rule.Admits(known.Actor, time.Now())
	if errors.Is(err, identity.ErrForbidden) {
		return errNoRoute // a thing that one may not know about is not there
	}
	return err
}
