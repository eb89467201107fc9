package api

import (
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/demo"
	"lupakartta/demo/idp"
	"lupakartta/identity"
	"lupakartta/identity/sessions"
	"lupakartta/identity/signin"
	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
)

// somebody is a person who is signed in.
type somebody struct {
	identity.Actor
	cookie string
}

// as are the headers with which they ask.
func (b somebody) as(headers ...string) []string {
	return append([]string{"Cookie", sessionCookie + "=" + b.cookie, "Content-Type", "application/json"}, headers...)
}

// signedIn makes a person with a session; offices are pairs of an authority and a role.
func signedIn(t testing.TB, s *Server, name string, offices ...identity.Office) somebody {
	t.Helper()
	ctx := context.Background()
	owner := testdb.Owner(t, s.Pool)
	b := somebody{Actor: identity.Actor{Person: uuid.Must(uuid.NewV7()), Name: name}}
	if _, err := owner.Exec(ctx, `insert into personal.parties (id, kind, name, family_name, email, street, postal_code, town)
		values ($1, 'person', $2, $2, 'salainen@example.fi', 'Salakuja 1', '99999', 'Mallila')`, b.Person, name); err != nil {
		t.Fatal(err)
	}
	for _, office := range offices {
		if _, err := owner.Exec(ctx, `insert into personal.officials (id, person, authority, role, source, valid_from) values ($1, $2, $3, $4, 'here', '2020-01-01')`,
			uuid.Must(uuid.NewV7()), b.Person, office.Authority, office.Role); err != nil {
			t.Fatal(err)
		}
		b.Offices = append(b.Offices, identity.Office{Authority: office.Authority, Role: office.Role, From: "2020-01-01"})
	}
	err := pgx.BeginFunc(ctx, s.Personal, func(tx pgx.Tx) (err error) {
		b.cookie, b.Session, err = s.sessions.Start(ctx, tx, sessions.Opening{Party: b.Person, Name: name, Language: i18n.Finnish, Provider: "demo-person"}, "")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// authority makes an authority with a code.
func authority(t testing.TB, s *Server, code string) uuid.UUID {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	name := i18n.Text{Fi: code, Sv: code, En: code}
	if _, err := testdb.Owner(t, s.Pool).Exec(context.Background(), `insert into authorities (id, code, kind, name, valid_from) values ($1, $2, 'municipality', $3, '2020-01-01')`, id, code, name); err != nil {
		t.Fatal(err)
	}
	return id
}

// public is where the server of a test says that it is.
var public = &url.URL{Scheme: "https", Host: "kartta.example.fi"}

// inDemo makes the server a demo with its invented people.
func inDemo(t testing.TB) func(*Config) {
	t.Helper()
	return func(c *Config) {
		provider, err := idp.New(idp.Config{Public: public.String(), Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		c.PublicURL, c.Demo, c.DemoIdentity = public, true, demoPeople{provider}
		if c.DemoValtuudet, c.Valtuudet, err = demo.Valtuudet(public, SuomiFiCallbackURL(public)); err != nil {
			t.Fatal(err)
		}
		for _, config := range idp.Providers(public.String()) {
			p, err := signin.New(config, signin.Options{Now: time.Now, RedirectURL: CallbackURL(public, config.ID), HTTPClient: &http.Client{Transport: provider.Transport()}})
			if err != nil {
				t.Fatal(err)
			}
			c.SignIn = append(c.SignIn, p)
		}
	}
}

type demoPeople struct{ *idp.Provider }

func (demoPeople) Personas() []Persona {
	var personas []Persona
	for _, p := range idp.Personas() {
		personas = append(personas, Persona{ID: p.ID, Name: p.Name(), Title: p.Title, Provider: p.Provider(), Description: p.Description})
	}
	return personas
}

func prefixes(t testing.TB, networks ...string) (list []netip.Prefix) {
	t.Helper()
	for _, network := range networks {
		prefix, err := netip.ParsePrefix(network)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, prefix)
	}
	return list
}
