package authorities_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/authorities"
	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/identity/parties"
	"lupakartta/internal/keys/keystest"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
)

// office is a town hall with people: the officials' store works as the service does.
type office struct {
	*authorities.Officials
	t        *testing.T
	pool     *pgxpool.Pool // superuser's
	personal *pgxpool.Pool
	parties  *parties.Store
	ids      map[string]uuid.UUID // of authorities
}

func newOffice(t *testing.T) *office {
	t.Helper()
	pool, _ := directory(t)
	personal := testdb.As(t, pool, pg.PersonalRole)
	o := &office{t: t, pool: pool, personal: personal, parties: parties.NewStore(personal, keystest.New(t)), ids: map[string]uuid.UUID{}}
	o.Officials = authorities.NewOfficials(personal, o.parties)
	rows, err := pool.Query(t.Context(), `select code, id from authorities`)
	if err != nil {
		t.Fatal(err)
	}
	var code string
	var id uuid.UUID
	if _, err := pgx.ForEachRow(rows, []any{&code, &id}, func() error { o.ids[code] = id; return nil }); err != nil {
		t.Fatal(err)
	}
	return o
}

// person is somebody who has signed in once.
func (o *office) person(name string, arrival parties.Arrival) uuid.UUID {
	o.t.Helper()
	arrival.Provider, arrival.Subject, arrival.Name, arrival.GivenName, arrival.FamilyName, arrival.Language = "https://idp.example.fi", name, name, name, name, "fi"
	var party parties.Party
	err := pgx.BeginFunc(o.t.Context(), o.personal, func(tx pgx.Tx) (err error) {
		party, err = o.parties.Arrive(o.t.Context(), tx, arrival)
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return party.ID
}

// administrator is somebody who holds the office already.
func (o *office) administrator(name, authority string) identity.Actor {
	o.t.Helper()
	person := o.person(name, parties.Arrival{})
	_, err := o.pool.Exec(o.t.Context(), `insert into personal.officials (id, person, authority, role, source, valid_from)
		values (gen_random_uuid(), $1, $2, 'administrator', 'here', '2026-01-01')`, person, o.ids[authority])
	if err != nil {
		o.t.Fatal(err)
	}
	return o.actor(person)
}

// actor is the person with the offices that their sessions have now.
func (o *office) actor(person uuid.UUID) identity.Actor {
	o.t.Helper()
	actor := identity.Actor{Person: person}
	if err := o.pool.QueryRow(o.t.Context(), `select personal.offices($1)`, person).Scan(&actor.Offices); err != nil {
		o.t.Fatal(err)
	}
	return actor
}

func (o *office) appoint(actor identity.Actor, code string, person uuid.UUID, role identity.Role) authorities.Official {
	o.t.Helper()
	official, err := o.Appoint(o.t.Context(), actor, code, authorities.Appointment{Person: person, Role: role})
	if err != nil {
		o.t.Fatal(err)
	}
	return official
}

// logged are the newest entries of the log about the person: kind and operation.
func (o *office) logged(person uuid.UUID) []string {
	o.t.Helper()
	records, err := audit.About(o.t.Context(), o.personal, person, audit.Page{Limit: 10})
	if err != nil {
		o.t.Fatal(err)
	}
	var all []string
	for _, r := range records {
		all = append(all, string(r.Kind)+" "+string(r.Operation))
	}
	return all
}

func nationalID(t *testing.T, code string) identity.NationalID {
	t.Helper()
	id, err := identity.ParseNationalID(code, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAppointAndList(t *testing.T) {
	o := newOffice(t)
	admin := o.administrator("Pääkäyttäjä", "mallila")
	known := o.person("Käsittelijä", parties.Arrival{NationalID: nationalID(t, "131052-308T")})
	hidden := o.person("Piilossa", parties.Arrival{Protected: new(true)})

	order := authorities.Appointment{NationalID: nationalID(t, "131052-308T"), FamilyName: " käsittelijä", Role: identity.Handler}
	official, err := o.Appoint(t.Context(), admin, "mallila_environment", order)
	if err != nil {
		t.Fatal(err)
	}
	if official.ID == uuid.Nil || official.Authority.Code != "mallila_environment" || official.Source != authorities.Here || official.ValidFrom != authorities.Today() {
		t.Errorf("appointed %+v", official)
	}
	if official.Person != uuid.Nil || official.Name != "" {
		t.Errorf("more is told than the order said: %+v", official)
	}
	if held := o.actor(known).At(time.Now(), identity.Handler); !slices.Equal(held, []uuid.UUID{o.ids["mallila_environment"]}) {
		t.Errorf("holds %v", held)
	}
	if official := o.appoint(admin, "mallila", hidden, identity.Registrar); official.Name != "" || official.Person != hidden || official.Protected {
		t.Errorf("a protected person is told: %+v", official)
	}
	list, err := o.List(t.Context(), admin, "mallila")
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, one := range list {
		told = append(told, one.Authority.Code+" "+one.Name+" "+string(one.Role))
	}
	if got, want := strings.Join(told, ", "), "mallila Pääkäyttäjä administrator, mallila  registrar, mallila_environment Käsittelijä handler"; got != want {
		t.Errorf("listed %q, want %q", got, want)
	}
	for _, person := range []uuid.UUID{known, hidden} {
		if got := o.logged(person); !slices.Equal(got, []string{"read list-officials", "write appoint-official"}) {
			t.Errorf("logged %v", got)
		}
	}
}

func TestAppointRefuses(t *testing.T) {
	o := newOffice(t)
	admin, unitAdmin := o.administrator("Pääkäyttäjä", "mallila"), o.administrator("Yksikön pääkäyttäjä", "mallila_street")
	stranger := o.administrator("Naapuri", "naapurila")
	handler := o.person("Käsittelijä", parties.Arrival{})
	o.appoint(admin, "mallila", handler, identity.Handler)
	o.person("Tuttu", parties.Arrival{NationalID: nationalID(t, "120385-9015")})
	retired := o.administrator("Entinen", "mallila")
	retired.Offices[0].To = "2026-01-31"
	for _, test := range []struct {
		name   string
		actor  identity.Actor
		code   string
		change func(*authorities.Appointment)
		want   error
	}{
		{"an official of another authority", stranger, "mallila", nil, authorities.ErrNotFound},
		{"a unit's administrator above it", unitAdmin, "mallila", nil, authorities.ErrNotFound},
		{"a unit's administrator beside it", unitAdmin, "mallila_sport", nil, authorities.ErrNotFound},
		{"a handler", o.actor(handler), "mallila", nil, authorities.ErrNotFound},
		{"whose office has ended", retired, "mallila", nil, authorities.ErrNotFound},
		{"nobody", identity.Actor{}, "mallila", nil, authorities.ErrNotFound},
		{"no such authority", admin, "nowhere", nil, authorities.ErrNotFound},
		{"no such person", admin, "mallila", func(a *authorities.Appointment) { a.Person = uuid.New() }, authorities.ErrNoPerson},
		{"nobody with that code", admin, "mallila", func(a *authorities.Appointment) {
			a.Person, a.NationalID, a.FamilyName = uuid.Nil, nationalID(t, "131052-308T"), "Tuttu"
		}, authorities.ErrNoPerson},
		{"of another name", admin, "mallila", func(a *authorities.Appointment) {
			a.Person, a.NationalID, a.FamilyName = uuid.Nil, nationalID(t, "120385-9015"), "Käsittelijä"
		}, authorities.ErrNoPerson},
		{"held already", admin, "mallila", func(a *authorities.Appointment) { a.Role = identity.Handler }, authorities.ErrAppointed},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := authorities.Appointment{Person: handler, Role: identity.Supervisor}
			if test.change != nil {
				test.change(&a)
			}
			if _, err := o.Appoint(t.Context(), test.actor, test.code, a); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
	t.Run("faults", func(t *testing.T) {
		_, err := o.Appoint(t.Context(), admin, "mallila", authorities.Appointment{Role: "mayor", ValidFrom: "2020-01-01", ValidTo: "x"})
		if want := "appoint: /person: required; /role: invalid_value; /valid_to: not_date; /valid_from: in_the_past"; err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	})
	t.Run("a code without a name", func(t *testing.T) {
		_, err := o.Appoint(t.Context(), admin, "mallila", authorities.Appointment{NationalID: nationalID(t, "120385-9015"), FamilyName: " ", Role: identity.Handler})
		if want := "appoint: /family_name: required"; err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	})
	t.Run("who names people in vain is in the log, and nobody else", func(t *testing.T) {
		var details []string
		rows, err := o.pool.Query(t.Context(), `select concat(detail::text, subjects::text) from audit.entries where kind = 'refused' and operation = 'appoint-official' and actor = $1`, admin.Person)
		if err == nil {
			details, err = pgx.CollectRows(rows, pgx.RowTo[string])
		}
		if err != nil || len(details) != 3 {
			t.Fatalf("%d entries, %v; want one for each", len(details), err)
		}
		for _, detail := range details {
			if !strings.Contains(detail, `"no_person"`) || !strings.Contains(detail, `"mallila"`) || strings.Contains(detail, "131052") || strings.Contains(detail, "120385") || strings.Contains(detail, "Tuttu") {
				t.Errorf("logged %s", detail)
			}
		}
	})
	t.Run("a stranger lists nothing", func(t *testing.T) {
		if _, err := o.List(t.Context(), stranger, "mallila"); !errors.Is(err, authorities.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a unit's administrator sees their unit", func(t *testing.T) {
		if list, err := o.List(t.Context(), unitAdmin, "mallila_street"); err != nil || len(list) != 1 {
			t.Errorf("got %v, %v", list, err)
		}
	})
}

func TestDismiss(t *testing.T) {
	o := newOffice(t)
	admin, stranger := o.administrator("Pääkäyttäjä", "mallila"), o.administrator("Naapuri", "naapurila")
	handler := o.person("Käsittelijä", parties.Arrival{})
	appointed := o.appoint(admin, "mallila_street", handler, identity.Handler)
	for _, test := range []struct {
		name  string
		actor identity.Actor
		code  string
		id    uuid.UUID
		want  error
	}{
		{"by a stranger", stranger, "mallila_street", appointed.ID, authorities.ErrNotFound},
		{"a stranger by their own authority's address", stranger, "naapurila", appointed.ID, authorities.ErrNotFound},
		{"by another unit's address", admin, "mallila_sport", appointed.ID, authorities.ErrNotFound},
		{"no such office", admin, "mallila", uuid.New(), authorities.ErrNotFound},
		{"the last administrator", admin, "mallila", o.idOf(admin.Person, identity.Administrator), authorities.ErrLastAdministrator},
		{"on its first day", admin, "mallila_street", appointed.ID, nil},
		{"twice", admin, "mallila_street", appointed.ID, authorities.ErrNotFound},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := o.Dismiss(t.Context(), test.actor, test.code, test.id); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
	if held := o.actor(handler).At(time.Now()); len(held) != 0 {
		t.Errorf("still holds %v", held)
	}
	t.Run("at once, also after years", func(t *testing.T) {
		other := o.administrator("Toinen", "mallila")
		if err := o.Dismiss(t.Context(), admin, "mallila", o.idOf(admin.Person, identity.Administrator)); err != nil {
			t.Fatal(err)
		}
		if held := o.actor(admin.Person).At(time.Now()); len(held) != 0 {
			t.Errorf("still holds %v", held)
		}
		o.appoint(other, "mallila", admin.Person, identity.Administrator)
		if held := o.actor(admin.Person).At(time.Now(), identity.Administrator); len(held) != 1 {
			t.Errorf("appointed anew, holds %v", held)
		}
	})
}

// idOf is the person's office.
func (o *office) idOf(person uuid.UUID, role identity.Role) (id uuid.UUID) {
	o.t.Helper()
	if err := o.pool.QueryRow(o.t.Context(), `select id from personal.officials where person = $1 and role = $2`, person, role).Scan(&id); err != nil {
		o.t.Fatal(err)
	}
	return id
}

// What an administrator took away no statement brings back, whoever gave it: only an administrator does.
func TestDismissedForGood(t *testing.T) {
	o := newOffice(t)
	admin := o.administrator("Pääkäyttäjä", "mallila")
	person := o.person("Lähtijä", parties.Arrival{})
	holdsNothing := func(when string) {
		t.Helper()
		if got := o.holds(person); got != "" {
			t.Errorf("%s: holds %s", when, got)
		}
		if at := o.actor(person).At(time.Now()); len(at) > 0 {
			t.Errorf("%s: their sessions hold %v", when, at)
		}
	}
	dismiss := func(role identity.Role) {
		t.Helper()
		if err := o.Dismiss(t.Context(), admin, "mallila", o.idOf(person, role)); err != nil {
			t.Fatal(err)
		}
	}
	o.fromProvider(person, "mallila_street", identity.Handler)
	dismiss(identity.Handler)
	holdsNothing("dismissed")
	for range 2 {
		o.fromProvider(person, "mallila_street", identity.Handler)
		holdsNothing("stated again")
	}
	o.fromProvider(person, "")
	o.fromProvider(person, "mallila_street", identity.Handler)
	holdsNothing("stated after a while")
	list, err := o.List(t.Context(), admin, "mallila_street")
	if err != nil || len(list) != 1 || !list[0].Dismissed {
		t.Errorf("listed %+v, %v", list, err)
	}

	o.appoint(admin, "mallila_street", person, identity.Handler)
	if got := o.holds(person); got != "mallila_street handler here" {
		t.Errorf("given anew, holds %q", got)
	}
	dismiss(identity.Handler)
	o.fromProvider(person, "mallila_street", identity.Handler)
	holdsNothing("given here, taken away here, stated again")
	if err := o.Dismiss(t.Context(), admin, "mallila", o.idOf(person, identity.Handler)); !errors.Is(err, authorities.ErrNotFound) {
		t.Errorf("dismissed twice: %v", err)
	}
}

// Those who do not come any more are not in office for ever.
func TestWhatAProviderStatesLapses(t *testing.T) {
	o := newOffice(t)
	person := o.person("Tarkastaja", parties.Arrival{})
	in := func(days int) string { return identity.Today(time.Now().AddDate(0, 0, days)) }
	lastDay := func() (day string) {
		t.Helper()
		if err := o.pool.QueryRow(t.Context(), `select valid_to::text from personal.officials where person = $1`, person).Scan(&day); err != nil {
			t.Fatal(err)
		}
		return day
	}
	o.fromProvider(person, "tukes", identity.Handler)
	if got := lastDay(); got != in(90) {
		t.Errorf("holds to %s, want %s", got, in(90))
	}
	if offices := o.actor(person).Offices; len(offices) != 1 || !offices[0].Holds(in(90)) || offices[0].Holds(in(91)) {
		t.Errorf("sessions and tokens hold %+v", offices)
	}
	if _, err := o.pool.Exec(t.Context(), `update personal.officials set valid_from = '2026-01-01', valid_to = $2::text::date where person = $1`, person, in(3)); err != nil {
		t.Fatal(err)
	}
	before := len(o.logged(person))
	o.fromProvider(person, "tukes", identity.Handler)
	if got := lastDay(); got != in(90) {
		t.Errorf("signed in again, holds to %s, want %s", got, in(90))
	}
	if after := len(o.logged(person)); after != before {
		t.Errorf("%d entries in the log for an office that holds on", after-before)
	}
}

// A list shows that somebody protected is there, so that they can be dismissed, and nothing of who it is: not even by the
// order in which they stand.
func TestTheListHidesProtectedPersons(t *testing.T) {
	o := newOffice(t)
	admin := o.administrator("Pääkäyttäjä", "mallila")
	for name, role := range map[string]identity.Role{"Aaltonen": identity.Supervisor, "Virtanen": identity.Handler} {
		o.appoint(admin, "mallila_street", o.person(name, parties.Arrival{Protected: new(true)}), role)
	}
	list, err := o.List(t.Context(), admin, "mallila_street")
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	for _, one := range list {
		if one.Person != uuid.Nil || one.Name != "" || !one.Protected {
			t.Errorf("told %+v", one)
		}
	}
	if list[0].Role != identity.Handler || list[1].Role != identity.Supervisor {
		t.Errorf("%s stands before %s, as their names would", list[0].Role, list[1].Role)
	}
}

func (o *office) fromProvider(person uuid.UUID, code string, roles ...identity.Role) {
	o.t.Helper()
	err := pgx.BeginFunc(o.t.Context(), o.personal, func(tx pgx.Tx) error {
		return o.FromProvider(o.t.Context(), tx, person, code, roles, "virtu")
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

// holds are the offices that the person holds now, as code and role.
func (o *office) holds(person uuid.UUID) string {
	o.t.Helper()
	var all string
	err := o.pool.QueryRow(o.t.Context(), `select coalesce(string_agg(a.code || ' ' || o.role || ' ' || o.source, ', ' order by a.code, o.role), '')
		from personal.officials o join authorities a on a.id = o.authority where o.person = $1 and $2::text::date between o.valid_from and coalesce(o.valid_to, 'infinity')
			and o.blocked_at is null`, person, authorities.Today()).Scan(&all)
	if err != nil {
		o.t.Fatal(err)
	}
	return all
}

func TestFromProvider(t *testing.T) {
	o := newOffice(t)
	admin := o.administrator("Pääkäyttäjä", "lvv")
	person := o.person("Tarkastaja", parties.Arrival{})
	o.appoint(admin, "lvv", person, identity.Registrar)
	for _, step := range []struct {
		name, code string
		roles      []identity.Role
		want       string
	}{
		{"the first time", "lvv", []identity.Role{identity.Handler, identity.Supervisor, identity.Handler, "mayor"}, "lvv handler virtu, lvv registrar here, lvv supervisor virtu"},
		{"the same again", "lvv", []identity.Role{identity.Handler, identity.Supervisor}, "lvv handler virtu, lvv registrar here, lvv supervisor virtu"},
		{"one role less", "lvv", []identity.Role{identity.Supervisor}, "lvv registrar here, lvv supervisor virtu"},
		{"what was given here is not the provider's", "lvv", []identity.Role{identity.Registrar}, "lvv registrar here"},
		{"it comes back", "lvv", []identity.Role{identity.Handler}, "lvv handler virtu, lvv registrar here"},
		{"another authority", "tukes", []identity.Role{identity.Handler}, "lvv registrar here, tukes handler virtu"},
		{"one that has ended", "lssavi", []identity.Role{identity.Handler}, "lvv registrar here"},
		{"one that is not known", "nowhere", []identity.Role{identity.Handler}, "lvv registrar here"},
		{"none", "", nil, "lvv registrar here"},
	} {
		t.Run(step.name, func(t *testing.T) {
			o.fromProvider(person, step.code, step.roles...)
			if got := o.holds(person); got != step.want {
				t.Errorf("holds %q, want %q", got, step.want)
			}
		})
	}
	t.Run("ends at once, also after years", func(t *testing.T) {
		o.fromProvider(person, "tukes", identity.Handler)
		if _, err := o.pool.Exec(t.Context(), `update personal.officials set valid_from = '2026-01-01' where source = 'virtu'`); err != nil {
			t.Fatal(err)
		}
		o.fromProvider(person, "")
		if got := o.holds(person); got != "lvv registrar here" {
			t.Errorf("holds %q", got)
		}
		o.fromProvider(person, "tukes", identity.Handler)
		if got := o.holds(person); got != "lvv registrar here, tukes handler virtu" {
			t.Errorf("stated anew, holds %q", got)
		}
	})
	if entries := o.logged(person); !slices.Contains(entries, "write finish-sign-in") {
		t.Errorf("logged %v", entries)
	}
}

func TestChange(t *testing.T) {
	o := newOffice(t)
	admin, unitAdmin, stranger := o.administrator("Pääkäyttäjä", "mallila"), o.administrator("Yksikön", "mallila_street"), o.administrator("Naapuri", "naapurila")
	store := authorities.NewStore(testdb.As(t, o.pool, pg.AppRole))
	entry, err := store.Get(t.Context(), "mallila_street", today)
	if err != nil {
		t.Fatal(err)
	}
	card := authorities.Card{Channels: authorities.Channels{Phone: "000 990 0999"}, Hours: entry.Hours}
	for _, test := range []struct {
		name    string
		actor   identity.Actor
		code    string
		version int64
		want    error
	}{
		{"a stranger", stranger, "mallila_street", entry.Version, authorities.ErrNotFound},
		{"a unit's administrator above it", unitAdmin, "mallila", 1, authorities.ErrNotFound},
		{"nobody", identity.Actor{}, "mallila_street", entry.Version, authorities.ErrNotFound},
		{"no such authority", admin, "nowhere", 1, authorities.ErrNotFound},
		{"its administrator", unitAdmin, "mallila_street", entry.Version, nil},
		{"what was read before that", admin, "mallila_street", entry.Version, authorities.ErrChanged},
		{"the administrator above it", admin, "mallila_street", entry.Version + 1, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			changed, err := o.Change(t.Context(), test.actor, test.code, test.version, card)
			if !errors.Is(err, test.want) {
				t.Fatalf("got %v, want %v", err, test.want)
			}
			if err == nil && (changed.Version != test.version+1 || changed.Channels != card.Channels) {
				t.Errorf("changed to %+v", changed)
			}
		})
	}
	t.Run("faults", func(t *testing.T) {
		_, err := o.Change(t.Context(), admin, "mallila_street", entry.Version+2, authorities.Card{Channels: authorities.Channels{Email: "x"}})
		if err == nil || !strings.Contains(err.Error(), "/channels/email: not_email") {
			t.Errorf("got %v", err)
		}
		if _, err := o.Change(t.Context(), stranger, "mallila_street", entry.Version+2, authorities.Card{Channels: authorities.Channels{Email: "x"}}); !errors.Is(err, authorities.ErrNotFound) {
			t.Errorf("a stranger is told of faults: %v", err)
		}
	})
	t.Run("a directory's file leaves it", func(t *testing.T) {
		loadAgain(t, o.pool)
		if again, err := store.Get(t.Context(), "mallila_street", today); err != nil || again.Channels != card.Channels || again.Version != entry.Version+2 {
			t.Errorf("got %+v, %v", again.Authority, err)
		}
	})
	proof, err := audit.Verify(t.Context(), o.personal, "")
	if err != nil || len(proof.Faults) > 0 || proof.Entries != 2 {
		t.Errorf("the log: %+v, %v", proof, err)
	}
}
