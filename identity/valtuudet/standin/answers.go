package standin

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
)

// exchange gives a token for a code.
func (s *Server) exchange(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 4096)
	client, password, _ := r.BasicAuth()
	if !same(client, s.service.ClientID) || !same(password, s.service.OAuthPassword) {
		w.Header().Set("WWW-Authenticate", `Basic realm="oauth"`)
		http.Error(w, `{"error":"invalid_client"}`, http.StatusUnauthorized)
		return
	}
	code, back := r.FormValue("code"), r.FormValue("redirect_uri")
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.find(func(one *session) bool { return one.code != "" && same(one.code, code) })
	if r.FormValue("grant_type") != "authorization_code" || found == nil || found.back != back || s.now().Sub(found.coded) > codeLife {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	found.code, found.token, found.until = "", rand.Text(), s.now().Add(TokenLife)
	write(w, map[string]any{"access_token": found.token, "token_type": "bearer", "expires_in": int(TokenLife.Seconds()), "scope": "read write trust"})
}

// inSession answers requests that carry a session's token: 401 when it has ended, as documented.
func (s *Server) inSession(kind string, answer func(w http.ResponseWriter, r *http.Request, in session)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.signed(r, s.service.APIKey) {
			http.Error(w, "the header is not right", http.StatusForbidden)
			return
		}
		token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		s.mu.Lock()
		found := s.sessions[r.PathValue("session")]
		if found == nil || found.kind != kind || found.token == "" || !same(found.token, token) || !s.now().Before(found.until) {
			s.mu.Unlock()
			http.Error(w, "the session has ended", http.StatusUnauthorized)
			return
		}
		in := *found
		s.mu.Unlock()
		answer(w, r, in)
	}
}

func (s *Server) persons(w http.ResponseWriter, _ *http.Request, in session) {
	answer := []map[string]string{}
	for _, person := range s.delegate(in.delegate).Persons {
		if slices.Contains(in.chosen, person.NationalID) {
			answer = append(answer, map[string]string{"personId": person.NationalID, "name": person.Name})
		}
	}
	write(w, answer)
}

func (s *Server) authorization(w http.ResponseWriter, r *http.Request, in session) {
	if !slices.Contains(in.chosen, r.PathValue("principal")) {
		write(w, verdict(false))
		return
	}
	write(w, verdict(s.allowed(in.delegate, r.PathValue("principal"), r.URL.Query()["issues"])))
}

func (s *Server) authorizationList(w http.ResponseWriter, r *http.Request, in session) {
	roles := []string{}
	if slices.Contains(in.chosen, r.PathValue("principal")) {
		person, _ := s.delegate(in.delegate).person(r.PathValue("principal"))
		roles = append(roles, person.Roles...)
	}
	write(w, map[string]any{"roles": roles})
}

func (s *Server) organisationRoles(w http.ResponseWriter, _ *http.Request, in session) {
	answer := []map[string]any{}
	for _, one := range s.delegate(in.delegate).Organisations {
		if slices.Contains(in.chosen, one.BusinessID) && len(one.Roles) > 0 {
			answer = append(answer, map[string]any{"name": one.Name, "identifier": one.BusinessID, "roles": one.Roles})
		}
	}
	write(w, answer)
}

// rest answers about a person without a session.
func (s *Server) rest(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("client") != s.service.ClientID || r.Header.Get("X-userId") == "" || !s.signed(r, s.service.RESTKey) {
		http.Error(w, "the header is not right", http.StatusForbidden)
		return
	}
	write(w, verdict(s.allowed(r.PathValue("delegate"), r.PathValue("principal"), r.URL.Query()["issue"])))
}

// allowed tells whether the delegate may act for the person in every theme that was asked. With none only the custody
// of a minor counts.
func (s *Server) allowed(delegate, principal string, issues []string) bool {
	person, ok := s.delegate(delegate).person(principal)
	if !ok {
		return false
	}
	if slices.Contains(person.Roles, "ALL") {
		return true
	}
	lacks := func(issue string) bool { return !slices.Contains(person.Roles, issue) }
	return len(issues) > 0 && !slices.ContainsFunc(issues, lacks)
}

func verdict(allowed bool) map[string]any {
	if allowed {
		return map[string]any{"result": "ALLOWED", "reasons": []string{}}
	}
	return map[string]any{"result": "DISALLOWED", "reasons": []string{}}
}
