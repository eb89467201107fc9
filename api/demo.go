package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"

	"lupakartta/identity/signin"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
)

// DemoIdentity is the demo's identity provider with its invented people. It stands above this package, beside the other
// things of the demo, and is nil outside demo mode.
type DemoIdentity interface {
	http.Handler
	Personas() []Persona
	// Authorize goes the way of a browser through the provider: from the address where a sign-in begins to the one of
	// the answer, as that persona.
	Authorize(ctx context.Context, begin, persona string) (answer string, err error)
}

// Persona is an invented person of the demo.
type Persona struct {
	ID          string    `json:"id"`
	Name        string    `json:"name"`
	Title       i18n.Text `json:"title"`    // who it is, in a word or two
	Provider    string    `json:"provider"` // id of the provider that knows them
	Description i18n.Text `json:"description"`
}

// demoRoutes adds what is there in demo mode only.
func (s *Server) demoRoutes() {
	if s.DemoIdentity == nil {
		return
	}
	s.mount("demo-provider", "/demo/idp/*", s.DemoIdentity)
	if s.DemoValtuudet != nil {
		s.mount("demo-mandate-source", "/demo/valtuudet/*", s.DemoValtuudet)
	}
	s.route(hidden("list-personas", "/demo/sign-in"), s.listPersonas)
	begin := hidden("demo-sign-in", "/demo/session")
	begin.Method = http.MethodPost
	s.route(begin, s.demoSignIn)
	s.route(hidden("list-demo-mails", "/demo/mails"), s.listDemoMails)
}

// mount lets a part of the demo answer everything below a path.
func (s *Server) mount(name, path string, part http.Handler) {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		op := hidden(name, path)
		op.Method = method
		s.route(op, func(w http.ResponseWriter, r *http.Request) error {
			part.ServeHTTP(w, r)
			return nil
		})
	}
}

// personaView is a persona in the reader's language.
type personaView struct {
	ID, Name, Title, Description string
}

func (s *Server) listPersonas(w http.ResponseWriter, r *http.Request) error {
	if s.sendHome(w, r) {
		return nil
	}
	lang := langOf(r.Context())
	var views []personaView
	for _, p := range s.DemoIdentity.Personas() {
		views = append(views, personaView{p.ID, p.Name, p.Title.In(lang), p.Description.In(lang)})
	}
	title := text(lang, "page.personas", nil)
	body := map[string]any{"Personas": views, "ReturnTo": signin.ReturnPath(r.URL.Query().Get("return_to"))}
	s.writePlain(w, r, http.StatusOK, "personas.html", plain{Title: title, Path: "/demo/sign-in", Form: true, Body: body})
	return nil
}

// demoSignIn signs a persona in by the same code flow that a browser goes through, inside. Programs send JSON and get
// JSON; the page's form is sent on to where it was.
func (s *Server) demoSignIn(w http.ResponseWriter, r *http.Request) error {
	asked, isForm, err := readPersona(r)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(s.DemoIdentity.Personas(), func(p Persona) bool { return p.ID == asked.Persona })
	if at < 0 {
		return inBody("/persona", faults.Faults{{Pointer: "", Code: "invalid_value"}})
	}
	returnTo, err := s.signInAs(w, r, s.DemoIdentity.Personas()[at], asked.ReturnTo)
	if err != nil {
		return err
	}
	if isForm {
		http.Redirect(w, r, atHome(returnTo, langOf(r.Context())), http.StatusSeeOther)
		return nil
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(map[string]string{"persona": asked.Persona})
}

// signInAs is the browser's part of the code flow.
func (s *Server) signInAs(w http.ResponseWriter, r *http.Request, persona Persona, returnTo string) (string, error) {
	provider := s.provider(persona.Provider)
	if provider == nil {
		return "", errNoRoute
	}
	if !s.limits.maySignIn(keyOf(s.addressOf(r))) {
		return "", errTooMany
	}
	attempt, browser, err := s.attempts.Begin(r.Context(), provider.Config().ID, returnTo, s.addressOf(r))
	if err != nil {
		return "", err
	}
	begin, err := provider.Begin(r.Context(), attempt, langOf(r.Context()))
	if err != nil {
		return "", err
	}
	landed, err := s.DemoIdentity.Authorize(r.Context(), begin, persona.ID)
	if err != nil {
		return "", fmt.Errorf("demo sign-in: %w", err)
	}
	answer, err := answerOf(landed)
	if err != nil {
		return "", fmt.Errorf("demo sign-in: %w", err)
	}
	if attempt, err = s.attempts.Take(r.Context(), answer.State, browser); err != nil {
		return "", s.refused(r, provider.Config().ID, err)
	}
	if returnTo, err = s.enter(w, r, attempt, answer); err != nil {
		return "", s.refused(r, provider.Config().ID, err)
	}
	return returnTo, nil
}

// personaInput is what POST /demo/session takes.
type personaInput struct {
	Persona  string `json:"persona"`
	ReturnTo string `json:"return_to"`
}

// mostPersona bounds the body, in bytes.
const mostPersona = 8 << 10

func readPersona(r *http.Request) (asked personaInput, isForm bool, err error) {
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch media {
	case "application/x-www-form-urlencoded":
		r.Body = http.MaxBytesReader(nil, r.Body, mostPersona)
		if err := r.ParseForm(); err != nil {
			return asked, true, inBody("", faults.Faults{{Code: "malformed"}})
		}
		return personaInput{r.PostForm.Get("persona"), r.PostForm.Get("return_to")}, true, nil
	case "application/json":
		if err := json.NewDecoder(http.MaxBytesReader(nil, r.Body, mostPersona)).Decode(&asked); err != nil {
			return asked, false, inBody("", faults.Faults{{Code: "malformed"}})
		}
		return asked, false, nil
	}
	return asked, false, newProblem(requestOf(r.Context()), kindMediaType)
}

// answerOf reads an answer from the address that a provider sends a browser back to.
func answerOf(landed string) (signin.Answer, error) {
	address, err := url.Parse(landed)
	if err != nil {
		return signin.Answer{}, errors.New("the answer's address cannot be read") // it may hold a code
	}
	return readAnswer(address.Query()), nil
}
