package api

import (
	"net/http"
	"strings"
	"time"

	"lupakartta/identity"
	"lupakartta/identity/mails"
	"lupakartta/internal/i18n"
)

// mailView is a mail as the demo's page shows it.
type mailView struct {
	Lang, State, StateText, Subject, Address, At, Time string
	Paragraphs                                         []mailParagraph
}

type mailParagraph struct {
	Lines []string
	Link  string
}

// listDemoMails shows the persona that is signed in the mails which they would have been sent, so that links in them can be followed.
func (s *Server) listDemoMails(w http.ResponseWriter, r *http.Request) error {
	items, err := s.mails.List(r.Context(), s.actor(r.Context()), time.Now())
	if err != nil {
		return err
	}
	var views []mailView
	for _, item := range items {
		views = append(views, viewOf(item, langOf(r.Context())))
	}
	s.writePlain(w, r, http.StatusOK, "mails.html", plain{Title: text(langOf(r.Context()), "page.mails", nil), Path: "/demo/mails", Body: map[string]any{"Mails": views}})
	return nil
}

func viewOf(item mails.Item, lang i18n.Lang) mailView {
	view := mailView{Lang: string(item.Language), State: string(item.State), StateText: "mail_" + string(item.State), Subject: item.Subject, Address: item.Address,
		At: item.CreatedAt.UTC().Format(time.RFC3339), Time: mails.Moment(identity.Local(item.CreatedAt)).In(lang)}
	body, _, _ := strings.Cut(item.Text, "\n\n-- \n")
	for paragraph := range strings.SplitSeq(body, "\n\n") {
		if paragraph == item.Link {
			view.Paragraphs = append(view.Paragraphs, mailParagraph{Link: item.Link})
			continue
		}
		view.Paragraphs = append(view.Paragraphs, mailParagraph{Lines: strings.Split(paragraph, "\n")})
	}
	return view
}
