package standin

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"lupakartta/internal/i18n"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

var pageTemplate = template.Must(template.New("page").Parse(pageHTML))

var styleHash = func() string {
	sum := sha256.Sum256([]byte(pageCSS))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}()

// words are the page's texts.
var words = map[string]i18n.Text{
	"title":        {Fi: "Valitse, kenen puolesta asioit", Sv: "Välj för vem du uträttar ärenden", En: "Choose for whom you act"},
	"standin":      {Fi: "Tämä on Suomi.fi-valtuuksien harjoituspalvelin. Henkilöt ja yritykset ovat keksittyjä.", Sv: "Det här är en övningsserver för Suomi.fi-fullmakter. Personerna och företagen är påhittade.", En: "This is a practice server in place of Suomi.fi e-Authorizations. The people and companies are made up."},
	"persons":      {Fi: "Henkilöt, joiden puolesta voit asioida", Sv: "Personer för vilka du kan uträtta ärenden", En: "People for whom you can act"},
	"organisation": {Fi: "Organisaatiot, joiden puolesta voit asioida", Sv: "Organisationer för vilka du kan uträtta ärenden", En: "Organisations for which you can act"},
	"none":         {Fi: "Sinulla ei ole oikeutta asioida kenenkään puolesta.", Sv: "Du har inte rätt att uträtta ärenden för någon.", En: "You have no right to act for anybody."},
	"all":          {Fi: "Kaikki nämä organisaatiot", Sv: "Alla dessa organisationer", En: "All these organisations"},
	"cancel":       {Fi: "Peruuta ja palaa", Sv: "Avbryt och gå tillbaka", En: "Cancel and return"},
	"invalid":      {Fi: "Valinta on vanhentunut tai osoite ei kelpaa. Palaa palveluun ja aloita uudelleen.", Sv: "Valet har gått ut eller adressen är ogiltig. Gå tillbaka till tjänsten och börja om.", En: "The choice has expired or the address is not valid. Return to the service and start again."},
}

// choice is one button: a principal by its place in the list, so that no identity code is in the page.
type choice struct{ Value, Name string }

// options are those the delegate can choose, with their ids in the same order.
func (s *Server) options(one *session) (choices []choice, ids []string) {
	delegate := s.delegate(one.delegate)
	add := func(id, name string) {
		choices, ids = append(choices, choice{strconv.Itoa(len(ids)), name}), append(ids, id)
	}
	if one.kind == "hpa" {
		for _, person := range delegate.Persons {
			add(person.NationalID, person.Name)
		}
		return choices, ids
	}
	for _, organisation := range delegate.Organisations {
		add(organisation.BusinessID, organisation.Name)
	}
	return choices, ids
}

// asked is the session that the address is about; nil when nothing is to be chosen in it any more, or the address to
// return to is not the service's.
func (s *Server) asked(query url.Values) *session {
	if query.Get("client_id") != s.service.ClientID || query.Get("response_type") != "code" || !slices.Contains(s.service.Returns, query.Get("redirect_uri")) {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.find(func(one *session) bool { return !one.decided && same(one.user, query.Get("user")) })
}

func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	lang := i18n.Of(r)
	text := map[string]string{}
	for name, word := range words {
		text[name] = word.In(lang)
	}
	view := map[string]any{"Lang": lang, "Text": text, "Style": template.CSS(pageCSS)} //nolint:gosec // our own file
	status, formAction := http.StatusOK, "'none'"
	if one := s.asked(r.URL.Query()); one == nil {
		status, view["Invalid"] = http.StatusBadRequest, true
	} else {
		choices, _ := s.options(one)
		view["Choices"], view["Persons"], view["Several"] = choices, one.kind == "hpa", one.kind == "ypa" && len(choices) > 1
		// A browser holds the redirect after the form against form-action too.
		formAction = "'self' " + origin(r.URL.Query().Get("redirect_uri"))
	}
	var page bytes.Buffer
	if err := pageTemplate.Execute(&page, view); err != nil {
		http.Error(w, "the page cannot be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(lang))
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src "+styleHash+"; form-action "+formAction+"; base-uri 'none'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes())
}

func origin(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return parsed.Scheme + "://" + parsed.Host
}

// choose sends the person back with a code, or with the error of somebody who thought better of it.
func (s *Server) choose(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	one := s.asked(query)
	if one == nil {
		s.page(w, r)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 4096)
	back, values := query.Get("redirect_uri"), url.Values{"state": {query.Get("state")}}
	chosen := s.chosen(one, r.PostFormValue("choice"))
	code := s.decide(one, chosen, back)
	if code == "" {
		values.Set("error", "access_denied")
	} else {
		values.Set("code", code)
	}
	http.Redirect(w, r, back+"?"+values.Encode(), http.StatusSeeOther)
}

// decide keeps the choice, which is made once, and gives its code; empty: nobody was chosen.
func (s *Server) decide(one *session, chosen []string, back string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if one.decided || len(chosen) == 0 {
		one.decided = true
		return ""
	}
	one.decided, one.chosen, one.code, one.coded, one.back = true, chosen, rand.Text(), s.now(), back
	return one.code
}

// chosen are the ids that a button stands for; none: cancelled.
func (s *Server) chosen(one *session, value string) []string {
	_, ids := s.options(one)
	if value == "all" && one.kind == "ypa" {
		return ids
	}
	at, err := strconv.Atoi(value)
	if err != nil || at < 0 || at >= len(ids) {
		return nil
	}
	return ids[at : at+1]
}
