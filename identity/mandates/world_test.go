package mandates

import (
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity"
	"lupakartta/identity/parties"
	"lupakartta/identity/sessions"
	"lupakartta/identity/valtuudet"
	"lupakartta/identity/valtuudet/standin"
	"lupakartta/internal/keys"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
)

// Codes of nobody: individual numbers from 900 on are given to no real person.
const (
	agentCode    = "010594Y9032"
	motherCode   = "131052-9085"
	callback     = "http://127.0.0.1/auth/suomifi/callback"
	company      = identity.BusinessID("0201256-6")
	otherCompany = identity.BusinessID("0245437-2")
	permitsTheme = "http://valtuusrekisteri.suomi.fi/luvat"
	eventsTheme  = "http://valtuusrekisteri.suomi.fi/tapahtumat"
	unitA, unitB = "09100100010003", "09100100010004"
)

// world is a database with people in it, the stand-in of Suomi.fi, and one clock for both.
type world struct {
	t       *testing.T
	pool    *pgxpool.Pool // as pg.PersonalRole
	ring    *keys.Ring
	now     time.Time
	store   *Store
	rights  *Rights
	suomifi *SuomiFi
	standin *standin.Server
	server  *httptest.Server
	theirs  time.Duration // by how much Suomi.fi's clock is ahead
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)}
	pool, err := pg.PoolAs(t.Context(), testdb.New(t), pg.PersonalRole, 4)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	w.pool = pool
	path := filepath.Join(t.TempDir(), "keys.json")
	if err := keys.Create(path, w.now); err != nil {
		t.Fatal(err)
	}
	if w.ring, err = keys.Open(path); err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return w.now }
	w.store = NewStore(pool, w.ring, clock)
	service := standin.Service{ClientID: "ab12cd34", APIKey: "api-key", OAuthPassword: "oauth-password", RESTKey: "rest-key", Returns: []string{callback}}
	w.standin = standin.New(service, nil, func() time.Time { return w.now.Add(w.theirs) })
	w.server = httptest.NewServer(w.standin)
	t.Cleanup(w.server.Close)
	w.connect("rest-key")
	return w
}

// connect joins Suomi.fi, with or without the key of the REST interface.
func (w *world) connect(restKey string) {
	w.t.Helper()
	client, err := valtuudet.New(valtuudet.Config{BaseURL: w.server.URL, ClientID: "ab12cd34", APIKey: "api-key", OAuthPassword: "oauth-password", RESTKey: restKey,
		Issues: map[string]string{"permits_and_notices": permitsTheme, "events": eventsTheme}}, nil, func() time.Time { return w.now })
	if err != nil {
		w.t.Fatal(err)
	}
	w.suomifi = NewSuomiFi(client, w.pool, w.ring, w.store.now)
	w.rights = NewRights(w.store, w.suomifi)
}

func national(t *testing.T, code string) identity.NationalID {
	t.Helper()
	id, err := identity.ParseNationalID(code, time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// signIn lets a person arrive and gives them a session.
func (w *world) signIn(code, given, family string, protected bool) identity.Actor {
	w.t.Helper()
	arrival := parties.Arrival{Provider: "https://idp.example", Subject: uuid.NewString(), GivenName: given, FamilyName: family, Name: given + " " + family,
		Protected: &protected, Language: "fi"}
	if code != "" {
		arrival.NationalID = national(w.t, code)
	}
	var actor identity.Actor
	err := pgx.BeginFunc(w.t.Context(), w.pool, func(tx pgx.Tx) error {
		party, err := parties.NewStore(w.pool, w.ring).Arrive(w.t.Context(), tx, arrival)
		if err != nil {
			return err
		}
		_, session, err := sessions.NewStore(w.pool, w.ring).Start(w.t.Context(), tx, sessions.Opening{Party: party.ID, Name: party.Name, Language: "fi", Provider: "test"}, "")
		actor = identity.Actor{Person: party.ID, Name: party.Name, Session: session, Protected: protected, Address: netip.MustParseAddr("192.0.2.1")}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return actor
}

// people are those whom most tests need.
type people struct{ agent, mother, stranger identity.Actor }

func (w *world) people() people {
	return people{w.signIn(agentCode, "Kalle", "Konsultti", false), w.signIn(motherCode, "Aino", "Esimerkki", false), w.signIn("", "Outi", "Outo", false)}
}

// agentNamed is how one names the agent.
func (w *world) agentNamed() Named {
	return Named{NationalID: national(w.t, agentCode), FamilyName: "Konsultti"}
}

func (w *world) terms() Terms {
	return Terms{Matter: "permits_and_notices", From: w.now.Add(-time.Hour), To: w.now.Add(24 * time.Hour)}
}

// given is a mandate from the mother to the agent.
func (w *world) given(p people, terms Terms) Mandate {
	w.t.Helper()
	m, err := w.rights.Give(w.t.Context(), p.mother, w.agentNamed(), terms)
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

// question is about permits of the mother, asked by the agent.
func (w *world) question(p people) Question {
	return Question{Actor: p.agent, Source: SourceKept, Principal: p.mother.Person, Matter: "permits_and_notices"}
}

// choose goes to Suomi.fi, presses a button and comes back.
func (w *world) choose(actor identity.Actor, kind, button string) Choice {
	w.t.Helper()
	address, err := w.suomifi.Begin(w.t.Context(), actor, Beginning{Kind: kind, ReturnTo: "/fi/oma", Callback: callback, Language: "fi"})
	if err != nil {
		w.t.Fatal(err)
	}
	values := w.press(address, button)
	choice, err := w.suomifi.Finish(w.t.Context(), actor, values.Get("state"), values.Get("code"), callback)
	if err != nil {
		w.t.Fatal(err)
	}
	return choice
}

// press presses a button of the page and gives what came back.
func (w *world) press(page, button string) url.Values {
	w.t.Helper()
	location, err := standin.Press(w.t.Context(), page, button)
	if err != nil {
		w.t.Fatal(err)
	}
	return location.Query()
}
