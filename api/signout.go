package api

import (
	"context"
	"net/http"

	"lupakartta/identity/signin"
	"lupakartta/internal/i18n"
)

// SignedOut says where to go after signing out.
type SignedOut struct {
	Location string `json:"location" doc:"Where the browser goes next: the provider's page that signs out there too, or a path of this service"`
}

type signOutOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      SignedOut
}

type signOutInput struct {
	Session http.Cookie `cookie:"__Host-lupakartta"`
}

// signOut ends the session here first: whatever the provider does, this browser is out.
func (s *Server) signOut(ctx context.Context, in *signOutInput) (*signOutOutput, error) {
	out := &signOutOutput{Body: SignedOut{Location: "/" + string(langOf(ctx)) + "/"}}
	out.SetCookie = http.Cookie{Name: sessionCookie, Path: "/", MaxAge: -1, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if in.Session.Value == "" || s.sessions == nil {
		return out, nil
	}
	known, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	providerID, idToken, err := s.sessions.End(ctx, known.Actor, in.Session.Value)
	if err != nil {
		return nil, err
	}
	provider := s.provider(providerID)
	if provider == nil || idToken == "" || s.PublicURL == nil {
		return out, nil
	}
	if address, ok := provider.SignOutURL(ctx, signin.NewSecret(idToken), SignedOutURL(s.PublicURL), string(langOf(ctx))); ok {
		out.Body.Location = address
	}
	return out, nil
}

// signedOut is where the provider sends the browser after it has signed out there, with the language of the page that
// it left as state.
func (s *Server) signedOut(w http.ResponseWriter, r *http.Request) error {
	lang, ok := i18n.Parse(r.URL.Query().Get("state"))
	if !ok {
		lang = langOf(r.Context())
	}
	http.Redirect(w, r, "/"+string(lang)+"/", http.StatusSeeOther)
	return nil
}

// Providers are the ways to sign in.
type Providers struct {
	Items []SignInProvider `json:"items"`
}

// SignInProvider is a way to sign in.
type SignInProvider struct {
	ID      string `json:"id"`
	For     string `json:"for" enum:"person,official" doc:"Whom it identifies"`
	Title   string `json:"title"`
	Hint    string `json:"hint,omitempty"`
	Address string `json:"address" doc:"Where a browser begins; add return_to"`
}

type providersOutput struct{ Body Providers }

func (s *Server) listProviders(ctx context.Context, _ *struct {
	Lang string `query:"lang" enum:"fi,sv,en" doc:"Language of the answer; wins over Accept-Language"`
}) (*providersOutput, error) {
	out := &providersOutput{Body: Providers{Items: []SignInProvider{}}}
	lang := langOf(ctx)
	for _, p := range s.SignIn {
		config := p.Config()
		out.Body.Items = append(out.Body.Items, SignInProvider{ID: config.ID, For: string(config.For), Title: config.Title.In(lang), Hint: config.Hint.In(lang),
			Address: signInPath + "?provider=" + config.ID})
	}
	return out, nil
}
