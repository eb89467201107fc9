package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"lupakartta/internal/i18n"
)

// listProblems answers with every kind of problem, for people who write programs.
func (s *Server) listProblems(w http.ResponseWriter, r *http.Request) error {
	lang := langOf(r.Context())
	var all []*Problem
	for _, k := range kinds {
		all = append(all, newProblem(request{lang: lang}, k))
	}
	s.writePlain(w, r, http.StatusOK, "problems.html", plain{Title: text(lang, "page.all_problems", nil), Path: "/api/problems", Body: all})
	return nil
}

// describeProblem answers at the address that a problem's type is.
func (s *Server) describeProblem(w http.ResponseWriter, r *http.Request) error {
	lang, name := langOf(r.Context()), chi.URLParam(r, "name")
	i := slices.IndexFunc(kinds, func(k kind) bool { return k.name == name })
	if i < 0 {
		return errNoRoute
	}
	problem := newProblem(request{lang: lang}, kinds[i])
	body := struct {
		Problem *Problem
		Faults  []Fault
	}{Problem: problem}
	if kinds[i] == kindInvalidRequest || kinds[i] == kindInvalidContent || kinds[i] == kindInvalidGeometry {
		body.Faults = faultCodes(lang)
	}
	s.writePlain(w, r, http.StatusOK, "kind.html", plain{Title: problem.Title, Path: problem.Type, Body: body})
	return nil
}

// faultCodes lists every code that a fault may have, with its words before values are put in.
func faultCodes(lang i18n.Lang) []Fault {
	var list []Fault
	for key, words := range messages[lang] {
		if code, ok := strings.CutPrefix(key, "fault."); ok {
			list = append(list, Fault{Code: code, Detail: words})
		}
	}
	slices.SortFunc(list, func(a, b Fault) int { return strings.Compare(a.Code, b.Code) })
	return list
}
