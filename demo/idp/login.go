package idp

import (
	"bytes"
	_ "embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"lupakartta/identity/signin"
	"lupakartta/internal/i18n"
)

// Names of the login form's fields.
const (
	requestField = "authRequestID"
	personaField = "persona"
	cancelField  = "cancel"
)

// loginPolicy lets the page load its style and send its form, which leads back to the service on the same origin.
const loginPolicy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

//go:embed login.html
var loginHTML string

//go:embed style.css
var styleCSS []byte

var loginPage = template.Must(template.New("login").Parse(loginHTML))

// page is what the template shows: the form, or the fault that keeps it away.
type page struct {
	Lang      i18n.Lang
	Languages []i18n.Lang
	Base      string // the issuer's path
	Request   string
	Home      string
	Title     i18n.Text
	Fault     i18n.Text
	Personas  []Persona
	Texts     map[string]i18n.Text
}

// In is the text in the page's language.
func (p page) In(text i18n.Text) string { return text.In(p.Lang) }

// Say is one of the page's texts.
func (p page) Say(name string) string { return p.Texts[name].In(p.Lang) }

// Named is a language's own name.
func (p page) Named(lang i18n.Lang) string {
	return map[i18n.Lang]string{i18n.Finnish: "Suomi", i18n.Swedish: "Svenska", i18n.English: "English"}[lang]
}

var (
	titles = map[signin.For]i18n.Text{
		signin.ForPerson:   {Fi: "Kenenä asioit?", Sv: "Som vem uträttar du ärenden?", En: "Who do you want to be?"},
		signin.ForOfficial: {Fi: "Kenenä työskentelet?", Sv: "Som vem arbetar du?", En: "Who do you want to work as?"},
	}
	texts = map[string]i18n.Text{
		"name": {Fi: "Esittelyn tunnistautuminen", Sv: "Identifiering (demonstration)", En: "Demonstration sign-in"},
		"demo": {
			Fi: "Tämä on esittely. Henkilöt ja henkilötunnukset ovat keksittyjä, eikä tunnuksia tai salasanoja kysytä.",
			Sv: "Det här är en demonstration. Personerna och personbeteckningarna är påhittade, och inga koder eller lösenord efterfrågas.",
			En: "This is a demonstration. The people and their identity codes are invented, and no codes or passwords are asked for.",
		},
		"cancel":    {Fi: "Peruuta tunnistautuminen", Sv: "Avbryt identifieringen", En: "Cancel signing in"},
		"home":      {Fi: "Palaa palveluun", Sv: "Återgå till tjänsten", En: "Back to the service"},
		"languages": {Fi: "Kieli", Sv: "Språk", En: "Language"},
		"chosen":    {Fi: "Valitse henkilö", Sv: "Välj person", En: "Choose a person"},
		"protected": {Fi: "turvakielto", Sv: "spärrmarkering", En: "non-disclosure"},
	}
	faultTitle   = i18n.Text{Fi: "Tunnistautuminen ei onnistunut", Sv: "Identifieringen lyckades inte", En: "Signing in did not succeed"}
	faultExpired = i18n.Text{
		Fi: "Tunnistautuminen on vanhentunut tai se on jo käytetty. Palaa palveluun ja aloita uudelleen.",
		Sv: "Identifieringen har föråldrats eller redan använts. Återgå till tjänsten och börja om.",
		En: "This sign-in has expired or was used already. Go back to the service and start again.",
	}
	faultPersona = i18n.Text{
		Fi: "Tällaista henkilöä ei ole, tai hän tunnistautuu muualla.",
		Sv: "En sådan person finns inte, eller identifierar sig någon annanstans.",
		En: "There is no such person, or they sign in elsewhere.",
	}
)

// showLogin offers the personas that suit the client.
func (p *Provider) showLogin(w http.ResponseWriter, r *http.Request) {
	asked, err := p.storage.request(r.URL.Query().Get(requestField))
	if err != nil || asked.Done() {
		p.fault(w, r, http.StatusBadRequest, faultExpired)
		return
	}
	shown := p.page(r)
	if _, named := i18n.Parse(r.URL.Query().Get("lang")); !named && asked.lang != "" {
		shown.Lang = asked.lang
	}
	shown.Request, shown.Title = asked.id, titles[asked.client.kind]
	for _, persona := range personas {
		if persona.For == asked.client.kind {
			shown.Personas = append(shown.Personas, persona)
		}
	}
	p.write(w, http.StatusOK, shown)
}

// login takes the choice and goes on with the code flow; cancelling does so too, with access_denied.
func (p *Provider) login(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	id := r.PostFormValue(requestField)
	asked, err := p.storage.request(id)
	if err != nil {
		p.fault(w, r, http.StatusBadRequest, faultExpired)
		return
	}
	if r.PostFormValue(cancelField) != "" {
		_ = p.storage.DeleteAuthRequest(r.Context(), id) // never fails
		op.AuthRequestError(w, r, asked, oidc.ErrAccessDenied(), p.op)
		return
	}
	persona, ok := PersonaByID(r.PostFormValue(personaField))
	if !ok {
		p.fault(w, r, http.StatusNotFound, faultPersona)
		return
	}
	switch err := p.storage.choose(id, persona); {
	case errors.Is(err, ErrUnknownPersona):
		p.fault(w, r, http.StatusNotFound, faultPersona)
	case err != nil:
		p.fault(w, r, http.StatusBadRequest, faultExpired)
	default:
		http.Redirect(w, r, p.Issuer()+"/authorize/callback?id="+url.QueryEscape(id), http.StatusSeeOther)
	}
}

func (p *Provider) style(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "max-age=3600")
	_, _ = w.Write(styleCSS) // fails when the reader has gone
}

func (p *Provider) page(r *http.Request) page {
	return page{Lang: i18n.Of(r), Languages: i18n.Languages, Base: p.issuer.Path, Home: "/", Texts: texts}
}

func (p *Provider) fault(w http.ResponseWriter, r *http.Request, status int, fault i18n.Text) {
	shown := p.page(r)
	shown.Title, shown.Fault = faultTitle, fault
	p.write(w, status, shown)
}

func (p *Provider) write(w http.ResponseWriter, status int, shown page) {
	var body bytes.Buffer
	if err := loginPage.Execute(&body, shown); err != nil {
		http.Error(w, "the page cannot be shown", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(shown.Lang))
	h.Set("Content-Security-Policy", loginPolicy)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // fails when the reader has gone
}
