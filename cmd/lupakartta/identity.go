package main

import (
	"context"
	"net/http"
	"time"

	"lupakartta/api"
	"lupakartta/demo/idp"
	"lupakartta/identity/signin"
)

// identify readies what signing in needs: the keys, the providers of the operator's file, and in the demo its own.
func (s *service) identify(ctx context.Context) (err error) {
	if s.config.Keys, err = s.openKeys(ctx); err != nil {
		return err
	}
	if s.command.SignIn != "" {
		file, err := signin.ReadConfig(s.command.SignIn)
		if err != nil {
			return err
		}
		if err := s.addProviders(file.Providers, nil); err != nil {
			return err
		}
	}
	if !s.config.Demo {
		return nil
	}
	provider, err := idp.New(idp.Config{Public: s.config.PublicURL.String(), Now: time.Now})
	if err != nil {
		return err
	}
	s.config.DemoIdentity = demoIdentity{provider}
	return s.addProviders(idp.Providers(s.config.PublicURL.String()), provider.Transport())
}

// addProviders adds ways to sign in; transport is how to reach them, nil over the network.
func (s *service) addProviders(configs []signin.ProviderConfig, transport http.RoundTripper) error {
	options := signin.Options{Now: time.Now, RedirectURL: api.CallbackURL(s.config.PublicURL)}
	if transport != nil {
		options.HTTPClient = &http.Client{Transport: transport}
	}
	for _, config := range configs {
		provider, err := signin.New(config, options)
		if err != nil {
			return err
		}
		s.config.SignIn = append(s.config.SignIn, provider)
	}
	return nil
}

// demoIdentity is the demo's provider as the API asks for it.
type demoIdentity struct{ *idp.Provider }

// Personas lists the invented people.
func (demoIdentity) Personas() []api.Persona {
	var personas []api.Persona
	for _, p := range idp.Personas() {
		personas = append(personas, api.Persona{ID: p.ID, Name: p.Name(), Title: p.Title, Provider: p.Provider(), Description: p.Description})
	}
	return personas
}
