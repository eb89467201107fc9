package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"lupakartta/api"
	"lupakartta/demo"
	"lupakartta/demo/idp"
	"lupakartta/identity/signin"
	"lupakartta/identity/valtuudet"
)

// identify readies what signing in needs: the keys, the providers of the operator's file, and in the demo its own.
func (s *service) identify(ctx context.Context) (string, error) {
	s.config.SignIn = nil // it may be the second try
	err := errors.Join(s.readKeys(ctx), s.readProviders(), s.readValtuudet())
	if err == nil && s.config.Demo {
		err = s.invent()
	}
	return fmt.Sprintf("%d providers", len(s.config.SignIn)), err
}

func (s *service) readKeys(ctx context.Context) (err error) {
	s.config.Keys, err = s.openKeys(ctx)
	return err
}

func (s *service) readProviders() error {
	if s.command.SignIn == "" {
		return nil
	}
	file, err := signin.ReadConfig(s.command.SignIn)
	if err != nil {
		return err
	}
	return s.addProviders(file.Providers, nil)
}

func (s *service) readValtuudet() error {
	if s.command.Valtuudet == "" {
		return nil
	}
	file, err := valtuudet.Load(s.command.Valtuudet)
	if err != nil {
		return err
	}
	s.config.Valtuudet, err = valtuudet.New(file, nil, time.Now)
	return err
}

// invent adds the demo's invented people: their identity provider, and who says for whom they may act unless the real
// Suomi.fi does.
func (s *service) invent() error {
	if s.config.Valtuudet == nil {
		var err error
		s.config.DemoValtuudet, s.config.Valtuudet, err = demo.Valtuudet(s.config.PublicURL, api.SuomiFiCallbackURL(s.config.PublicURL))
		if err != nil {
			s.program.log.Warn("the demo has no Suomi.fi e-Authorizations", "error", err) // it wants https, or this machine
		}
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
	options := signin.Options{Now: time.Now}
	if transport != nil {
		options.HTTPClient = &http.Client{Transport: transport}
	}
	for _, config := range configs {
		options.RedirectURL = api.CallbackURL(s.config.PublicURL, config.ID)
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
