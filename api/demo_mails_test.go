package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity/mails"
	"lupakartta/internal/i18n"
)

// In the demo a person follows the links of their own mails, and of nobody else's.
func TestDemoMails(t *testing.T) {
	s := newServer(t, inDemo(t))
	reader, stranger := signedIn(t, s, "Lukija"), signedIn(t, s, "Outo")
	err := pgx.BeginFunc(t.Context(), s.Personal, func(tx pgx.Tx) error {
		return s.mails.Queue(t.Context(), tx, mails.Mail{Party: reader.Person, Template: "project_commented", Path: "/?view=projects", Matter: "project:" + uuid.NewString(), Key: "a",
			Parameters: map[string]i18n.Text{"title": mails.Plain("Rantajuhlat <b>"), "by": mails.Plain("Ympäristönsuojelu")}})
	})
	if err != nil {
		t.Fatal(err)
	}
	w := send(t, s, http.MethodGet, "/demo/mails?lang=sv", "", reader.as()...)
	for _, want := range []string{"Rantajuhlat &lt;b&gt;", `<a href="https://kartta.example.fi/fi/?view=projects">`, "Kommentoija: Ympäristönsuojelu", "väntar", `<article lang="fi" data-state="queued">`} {
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%d without %s: %s", w.Code, want, w.Body)
		}
	}
	if w := send(t, s, http.MethodGet, "/demo/mails", "", stranger.as()...); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "Rantajuhlat") || !strings.Contains(w.Body.String(), "Viestejä ei ole") {
		t.Errorf("a stranger: %d %s", w.Code, w.Body)
	}
	if w := send(t, s, http.MethodGet, "/demo/mails", ""); w.Code != http.StatusUnauthorized {
		t.Errorf("nobody: %d", w.Code)
	}
}
