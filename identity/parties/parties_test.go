package parties_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/identity/parties"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/internal/keys"
	"lupakartta/internal/keys/keystest"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
)

const code = "010190-9112" // of the test range 900–999

func nationalID(t *testing.T, code string) identity.NationalID {
	t.Helper()
	id, err := identity.ParseNationalID(code, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

type world struct {
	t     *testing.T
	pool  *pgxpool.Pool
	store *parties.Store
}

func newWorld(t *testing.T, ring *keys.Ring) world {
	t.Helper()
	pool := testdb.As(t, testdb.New(t), pg.PersonalRole)
	return world{t, pool, parties.NewStore(pool, ring)}
}

func (w world) arrive(a parties.Arrival) parties.Party {
	w.t.Helper()
	party, err := w.tryArrive(a)
	if err != nil {
		w.t.Fatal(err)
	}
	return party
}

func (w world) tryArrive(a parties.Arrival) (party parties.Party, err error) {
	err = pgx.BeginFunc(context.Background(), w.pool, func(tx pgx.Tx) error {
		party, err = w.store.Arrive(context.Background(), tx, a)
		return err
	})
	return party, err
}

func (w world) citizen() parties.Arrival {
	return parties.Arrival{Provider: "people", Subject: "one", NationalID: nationalID(w.t, code), GivenName: "Demo", FamilyName: "Kansalainen",
		Name: "Demo Kansalainen", Protected: new(bool), Language: i18n.Swedish}
}

func yes() *bool { b := true; return &b }

func TestArriving(t *testing.T) {
	w := newWorld(t, keystest.New(t))
	first := w.arrive(w.citizen())
	if first.Name != "Demo Kansalainen" || first.Profile.Language != i18n.Swedish || first.Kind != identity.Person {
		t.Errorf("got %+v", first)
	}
	elsewhere := w.citizen()
	elsewhere.Provider, elsewhere.Subject, elsewhere.FamilyName, elsewhere.Name, elsewhere.Language = "elsewhere", "two", "Uusinimi", "Demo Uusinimi", i18n.Finnish
	if again := w.arrive(elsewhere); again.ID != first.ID || again.Name != "Demo Uusinimi" || again.Profile.Language != i18n.Swedish {
		t.Errorf("by another provider: %+v, want the person of before with the new name", again)
	}
	official := parties.Arrival{Provider: "officials", Subject: "one", Name: "Demo Virkahenkilö", Language: i18n.Finnish}
	other := w.arrive(official)
	if other.ID == first.ID {
		t.Error("a provider's name for somebody without a code led to the person with one")
	}
	w.arrive(w.citizen())
	if again := w.arrive(official); again.ID != other.ID {
		t.Error("the official became two")
	}
}

// The address that a provider tells is where a person begins; what they say themselves stays.
func TestArrivingWithAnAddress(t *testing.T) {
	w := newWorld(t, keystest.New(t))
	citizen := w.citizen()
	citizen.Email = "demo@example.fi"
	if got := w.arrive(citizen).Profile.Email; got != "demo@example.fi" {
		t.Errorf("got %q", got)
	}
	citizen.Email = "toinen@example.fi"
	if got := w.arrive(citizen).Profile.Email; got != "demo@example.fi" {
		t.Errorf("the second time: %q", got)
	}
	for what, other := range map[string]parties.Arrival{
		"no address":  {Provider: "officials", Subject: "one", Name: "Demo Virka", Email: "Demo <demo@example.fi>", Language: i18n.Finnish},
		"turvakielto": {Provider: "officials", Subject: "two", Name: "Demo Suojattu", Email: "demo@example.fi", Protected: yes(), Language: i18n.Finnish},
	} {
		if got := w.arrive(other).Profile.Email; got != "" {
			t.Errorf("%s: %q", what, got)
		}
	}
}

func TestTheCodeIsHidden(t *testing.T) {
	w := newWorld(t, keystest.New(t))
	party := w.arrive(w.citizen())
	var row string
	if err := w.pool.QueryRow(context.Background(), `select to_jsonb(p)::text from personal.parties p`).Scan(&row); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(row, code) || strings.Contains(row, code[:6]) {
		t.Errorf("the row tells the code: %s", row)
	}
	actor := identity.Actor{Person: uuid.Must(uuid.NewV7())}
	var revealed identity.NationalID
	err := pgx.BeginFunc(context.Background(), w.pool, func(tx pgx.Tx) (err error) {
		revealed, err = w.store.RevealNationalID(context.Background(), tx, actor, "begin-suomifi-mandate", party.ID)
		return err
	})
	if err != nil || revealed.Reveal() != code {
		t.Errorf("got %q, %v", revealed.Reveal(), err)
	}
	seen, err := audit.About(context.Background(), w.pool, party.ID, audit.Page{Limit: 5})
	if err != nil || len(seen) != 1 || seen[0].Actor != actor.Person || seen[0].Kind != audit.Read {
		t.Errorf("the log says %+v, %v", seen, err)
	}
	text, err := json.Marshal(seen)
	if err != nil || strings.Contains(string(text), code) {
		t.Errorf("the log holds the code (%v)", err)
	}
}

// A separator is part of the identity: the same digits of another century are another person.
func TestSeparators(t *testing.T) {
	w := newWorld(t, keystest.New(t))
	first := w.citizen()
	other := w.citizen()
	other.NationalID, other.Subject = nationalID(t, "010190Y9112"), "two"
	if w.arrive(first).ID == w.arrive(other).ID {
		t.Error("two persons became one")
	}
}

// After a rotation the person is found by the older key and hidden by the newer.
func TestRotation(t *testing.T) {
	ring, path := keystest.File(t)
	w := newWorld(t, ring)
	before := w.arrive(w.citizen())
	if err := keys.Rotate(path, time.Now()); err != nil {
		t.Fatal(err)
	}
	rotated, err := keys.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	w.store = parties.NewStore(w.pool, rotated)
	if after := w.arrive(w.citizen()); after.ID != before.ID {
		t.Error("the person became two")
	}
	var encrypted string
	if err := w.pool.QueryRow(context.Background(), `select national_id from personal.parties`).Scan(&encrypted); err != nil || !rotated.Current(encrypted) {
		t.Errorf("still hidden by the older key (%v)", err)
	}
}

func TestArrivingTwiceAtOnce(t *testing.T) {
	w := newWorld(t, keystest.New(t))
	var group sync.WaitGroup
	ids := make([]uuid.UUID, 6)
	for i := range ids {
		group.Go(func() {
			party, err := w.tryArrive(w.citizen())
			if err != nil {
				t.Error(err)
			}
			ids[i] = party.ID
		})
	}
	group.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Errorf("several persons: %v", ids)
			break
		}
	}
}

func TestTurvakielto(t *testing.T) {
	w := newWorld(t, keystest.New(t))
	ctx := context.Background()
	party := w.arrive(w.citizen())
	self := identity.Actor{Person: party.ID, Name: party.Name}
	home := parties.Profile{Language: i18n.Finnish, Street: "Keksitty katu 1", PostalCode: "99999", Town: "Mallila", Channels: []parties.Channel{parties.SuomiFi, parties.Paper}}
	if _, err := w.store.Change(ctx, self, "change-profile", party.Version, home); err != nil {
		t.Fatal(err)
	}
	protected := w.citizen()
	protected.Protected = yes()
	party = w.arrive(protected)
	if !party.Protected || party.Profile.Street+party.Profile.PostalCode+party.Profile.Town != "" {
		t.Errorf("an address is still there: %+v", party)
	}
	if len(party.Profile.Channels) != 1 || party.Profile.Channels[0] != parties.SuomiFi {
		t.Errorf("channels %v: paper needs an address", party.Profile.Channels)
	}
	var found faults.Faults
	if _, err := w.store.Change(ctx, self, "change-profile", party.Version, home); !errors.As(err, &found) || found[0].Code != "protected" {
		t.Errorf("an address was taken: %v", err)
	}
	if _, err := w.pool.Exec(ctx, `update personal.parties set street = 'x' where protected`); err == nil {
		t.Error("the table itself takes an address")
	}
	silent := w.citizen()
	silent.Protected = nil
	if !w.arrive(silent).Protected {
		t.Error("a provider that does not know of it took it away")
	}
}

func TestProfile(t *testing.T) {
	w := newWorld(t, keystest.New(t))
	ctx := context.Background()
	party := w.arrive(w.citizen())
	self := identity.Actor{Person: party.ID}
	changed, err := w.store.Change(ctx, self, "change-profile", party.Version, parties.Profile{Language: i18n.English, Email: " demo@example.fi ", Channels: []parties.Channel{parties.Email}})
	if err != nil || changed.Profile.Email != "demo@example.fi" || changed.Version != party.Version+1 {
		t.Fatalf("got %+v, %v", changed, err)
	}
	if _, err := w.store.Change(ctx, self, "change-profile", party.Version, parties.Profile{Language: i18n.Finnish}); !errors.Is(err, parties.ErrChanged) {
		t.Errorf("an older version: %v, want ErrChanged", err)
	}
	if read, err := w.store.Get(ctx, self, "get-profile"); err != nil || read.Profile.Email != "demo@example.fi" {
		t.Errorf("nothing may be lost: %+v, %v", read, err)
	}
	if _, err := w.store.Get(ctx, identity.Actor{Person: uuid.Must(uuid.NewV7())}, "get-profile"); !errors.Is(err, parties.ErrNotFound) {
		t.Errorf("a stranger: %v, want ErrNotFound", err)
	}
	agent := identity.Actor{Person: uuid.Must(uuid.NewV7()), Acting: &identity.Acting{Party: party.ID}}
	if _, err := w.store.Get(ctx, agent, "get-profile"); err != nil {
		t.Fatal(err)
	}
	uses, err := audit.UsesFor(ctx, w.pool, party.ID, audit.Page{Limit: 5})
	if err != nil || len(uses) != 1 || uses[0].Actor != agent.Person {
		t.Errorf("the giver sees %+v, %v", uses, err)
	}
}

func TestProfileFaults(t *testing.T) {
	good := parties.Profile{Language: i18n.Finnish}
	for _, c := range []struct {
		name   string
		change func(*parties.Profile)
		want   string
	}{
		{"sound", func(*parties.Profile) {}, ""},
		{"everything", func(p *parties.Profile) {
			*p = parties.Profile{Language: "se", Email: "Demo <demo@example.fi>", Phone: "soita", PostalCode: "123", Street: strings.Repeat("a", 201), Channels: []parties.Channel{"sms"}}
		}, "/channels: invalid_value; /email: not_email; /language: invalid_value; /phone: not_phone; /postal_code: not_postal_code; /street: too_long"},
		{"e-mail wanted, none given", func(p *parties.Profile) { p.Channels = []parties.Channel{parties.Email} }, "/email: required"},
		{"paper wanted, no address", func(p *parties.Profile) { p.Channels = []parties.Channel{parties.Paper} }, "/street: required"},
		{"a channel twice", func(p *parties.Profile) { p.Channels = []parties.Channel{parties.SuomiFi, parties.SuomiFi} }, "/channels: invalid_value"},
		{"a header in the address", func(p *parties.Profile) { p.Email = "a@example.fi\r\nBcc: b@example.fi" }, "/email: not_email"},
		{"a control character", func(p *parties.Profile) { p.Town = "Mal\x00lila" }, "/town: invalid_value"},
	} {
		t.Run(c.name, func(t *testing.T) {
			profile := good
			c.change(&profile)
			got := ""
			if err := profile.Validate(false); err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}
