package audit_test

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
)

// log appends entries about a person and returns the pools of the owner and of the service.
func log(t *testing.T, entries int) (owner, personal *pgxpool.Pool, person uuid.UUID) {
	t.Helper()
	owner = testdb.New(t)
	personal = testdb.As(t, owner, pg.PersonalRole)
	person = uuid.Must(uuid.NewV7())
	actor := identity.Actor{Person: uuid.Must(uuid.NewV7()), Session: uuid.Must(uuid.NewV7()), Address: netip.MustParseAddr("192.0.2.7"),
		Acting: &identity.Acting{Party: person}}
	for i := range entries {
		e := audit.Entry{Kind: audit.Read, Operation: "get-profile", Actor: actor, Subjects: []uuid.UUID{person}, Matter: "case:å;:1",
			Detail: map[string]string{"what": strings.Repeat("ä", i)}}
		if err := audit.Append(context.Background(), personal, e); err != nil {
			t.Fatal(err)
		}
	}
	return owner, personal, person
}

func verify(t *testing.T, pool *pgxpool.Pool, head string) audit.Proof {
	t.Helper()
	proof, err := audit.Verify(context.Background(), pool, head)
	if err != nil {
		t.Fatal(err)
	}
	return proof
}

func TestAWholeLogHasNoFaults(t *testing.T) {
	owner, personal, person := log(t, 5)
	proof := verify(t, personal, "")
	if proof.Entries != 5 || len(proof.Faults) != 0 || !strings.HasPrefix(proof.Head, "5:") {
		t.Fatalf("got %+v", proof)
	}
	if err := audit.Append(context.Background(), personal, audit.Entry{Kind: audit.SignIn, Operation: "finish-sign-in"}); err != nil {
		t.Fatal(err)
	}
	if again := verify(t, owner, proof.Head); len(again.Faults) != 0 || again.Entries != 6 {
		t.Errorf("after one more entry: %+v", again)
	}
	records, err := audit.About(context.Background(), personal, person, audit.Page{Limit: 10})
	if err != nil || len(records) != 5 || records[0].Number != 5 || records[0].Matter != "case:å;:1" || records[0].Address != "192.0.2.7" {
		t.Errorf("about the person: %+v, %v", records, err)
	}
	uses, err := audit.UsesFor(context.Background(), personal, person, audit.Page{Limit: 2, Before: 4})
	if err != nil || len(uses) != 2 || uses[0].Number != 3 {
		t.Errorf("uses for the giver: %+v, %v", uses, err)
	}
}

// The service's roles can add and read, and nothing else.
func TestTheServiceCannotTouchTheLog(t *testing.T) {
	owner, personal, _ := log(t, 2)
	app := testdb.As(t, owner, pg.AppRole)
	for _, statement := range []string{
		`update audit.entries set kind = 'read'`, `delete from audit.entries`, `truncate audit.entries`, `drop table audit.entries`,
		`insert into audit.entries select * from audit.entries`, `update audit.head set number = 0`, `alter table audit.entries disable trigger all`,
		`create or replace function audit.refuse() returns trigger language plpgsql as 'begin return new; end'`,
		`alter table personal.parties add column x text`, `drop table layers`, `create table public.mine (x int)`, `alter table layers disable trigger all`,
	} {
		for role, pool := range map[string]*pgxpool.Pool{pg.PersonalRole: personal, pg.AppRole: app} {
			if _, err := pool.Exec(context.Background(), statement); err == nil || !strings.Contains(err.Error(), "SQLSTATE 42501") {
				t.Errorf("%s: %s: got %v, want permission denied", role, statement, err)
			}
		}
	}
	for _, statement := range []string{`select 1 from personal.parties`, `select 1 from personal.sessions`, `select 1 from audit.entries`, `select audit.append('read','x',null,null,'{}','','',null,'{}')`} {
		if _, err := app.Exec(context.Background(), statement); err == nil || !strings.Contains(err.Error(), "SQLSTATE 42501") {
			t.Errorf("%s: %s: got %v, want permission denied", pg.AppRole, statement, err)
		}
	}
	for _, statement := range []string{`update audit.entries set kind = 'read'`, `delete from audit.entries`, `truncate audit.entries`} {
		if _, err := owner.Exec(context.Background(), statement); err == nil || !strings.Contains(err.Error(), "do not change") {
			t.Errorf("the owner: %s: got %v, want a refusal", statement, err)
		}
	}
	if proof := verify(t, personal, ""); len(proof.Faults) != 0 || proof.Entries != 2 {
		t.Errorf("after all that: %+v", proof)
	}
}

// Whoever owns the database can switch the triggers off; the chain then shows what they did.
func TestTamperingShows(t *testing.T) {
	for _, c := range []struct {
		name, statement string
		number          int64
		reason          string
	}{
		{"changed", `update audit.entries set matter = 'other' where number = 3`, 3, "it was changed"},
		{"changed time", `update audit.entries set at = at + interval '1 microsecond' where number = 2`, 2, "it was changed"},
		{"another actor", `update audit.entries set actor = null where number = 2`, 2, "it was changed"},
		{"taken out", `delete from audit.entries where number = 3`, 3, "entries up to 3 are missing"},
		{"taken off the end", `delete from audit.entries where number = 5`, 5, "entries up to 5 are missing"},
		{"emptied", `delete from audit.entries`, 1, "entries up to 5 are missing"},
		{"changed and hashed anew", `update audit.entries set matter = 'other' where number = 3; update audit.entries e set hash = audit.digest(e) where number = 3`, 4,
			"it does not follow the entry before"},
		{"put in", `insert into audit.entries select 6, at, kind, operation, actor, acting_for, subjects, matter, address, session, detail, previous, hash from audit.entries where number = 5`, 6,
			"it does not follow the entry before"},
		{"the end forged with its head", `delete from audit.entries where number = 5; update audit.head set number = 4, hash = (select hash from audit.entries where number = 4)`, 5,
			"the entry that was the newest before is gone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			owner, personal, _ := log(t, 5)
			before := verify(t, personal, "")
			if _, err := owner.Exec(context.Background(), `set session_replication_role = replica; `+c.statement+`; reset session_replication_role`); err != nil {
				t.Fatal(err)
			}
			proof := verify(t, personal, before.Head)
			if !slices.Contains(proof.Faults, audit.Fault{Number: c.number, Reason: c.reason}) {
				t.Errorf("got faults %+v, want entry %d: %s", proof.Faults, c.number, c.reason)
			}
		})
	}
}

// Entries that come at the same time follow each other.
func TestAppendingAtOnce(t *testing.T) {
	_, personal, _ := log(t, 0)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 10 {
				if err := audit.Append(context.Background(), personal, audit.Entry{Kind: audit.Write, Operation: "change-profile"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if proof := verify(t, personal, ""); proof.Entries != 80 || len(proof.Faults) != 0 {
		t.Errorf("got %+v", proof)
	}
}

func TestAHeadThatIsNone(t *testing.T) {
	_, personal, _ := log(t, 0)
	for _, head := range []string{"5", "x:00", "5:zz"} {
		if _, err := audit.Verify(context.Background(), personal, head); err == nil {
			t.Errorf("%q was taken", head)
		}
	}
}

// The log says in which office an official read what is about somebody else.
func TestOffices(t *testing.T) {
	_, personal, person := log(t, 0)
	authority := uuid.Must(uuid.NewV7())
	official := identity.Actor{Person: uuid.Must(uuid.NewV7()), Offices: []identity.Office{{Authority: authority, Role: identity.Handler, From: "2020-01-01"}}}
	private := official
	official.In = []uuid.UUID{authority}
	for _, e := range []audit.Entry{{Actor: official, Subjects: []uuid.UUID{person}}, {Actor: private, Subjects: []uuid.UUID{official.Person}}} {
		e.Kind, e.Operation = audit.Read, "list-officials"
		if err := audit.Append(context.Background(), personal, e); err != nil {
			t.Fatal(err)
		}
	}
	about, err := audit.About(context.Background(), personal, person, audit.Page{Limit: 5})
	if err != nil || len(about) != 1 || about[0].Detail[audit.Offices] != authority.String() {
		t.Errorf("about another: %+v, %v", about, err)
	}
	about, err = audit.About(context.Background(), personal, official.Person, audit.Page{Limit: 5})
	if err != nil || len(about) != 1 || about[0].Detail[audit.Offices] != "" {
		t.Errorf("as a private person: %+v, %v", about, err)
	}
}

// The log is no place to store things in, and its numbers may grow.
func TestBoundsOfTheLog(t *testing.T) {
	_, personal, person := log(t, 1)
	e := audit.Entry{Kind: audit.Write, Operation: "make-token", Detail: map[string]string{"scopes": strings.Repeat("a", 10_000)}}
	if err := audit.Append(context.Background(), personal, e); err == nil {
		t.Error("an entry of 10 kB was taken")
	}
	if records, err := audit.About(context.Background(), personal, person, audit.Page{Before: 1 << 40, Limit: 5}); err != nil || len(records) != 1 {
		t.Errorf("before a large number: %d, %v", len(records), err)
	}
}

// One entry tells of everybody whom a list named, once each and not of its reader; a list that names nobody is none.
func TestShown(t *testing.T) {
	_, personal, person := log(t, 0)
	reader, other := identity.Actor{Person: uuid.Must(uuid.NewV7())}, uuid.Must(uuid.NewV7())
	for _, parties := range [][]uuid.UUID{nil, {reader.Person}, {other, reader.Person, person, other}} {
		if err := audit.Shown(t.Context(), personal, reader, "list-mandates", parties); err != nil {
			t.Fatal(err)
		}
	}
	if proof := verify(t, personal, ""); proof.Entries != 1 {
		t.Errorf("%d entries, want 1", proof.Entries)
	}
	for party, want := range map[uuid.UUID]int{person: 1, other: 1, reader.Person: 0} {
		about, err := audit.About(t.Context(), personal, party, audit.Page{Limit: 5})
		if err != nil || len(about) != want || want == 1 && (len(about[0].Subjects) != 2 || about[0].Kind != audit.Read || about[0].Actor != reader.Person) {
			t.Errorf("about one of them: %+v, %v; want %d", about, err, want)
		}
	}
}

// That somebody was named in another's list of who has looked is in the log, and in no list of that kind.
func TestReadingAboutIsNotAbout(t *testing.T) {
	_, personal, person := log(t, 1)
	reader := identity.Actor{Person: uuid.Must(uuid.NewV7())}
	if err := audit.Shown(t.Context(), personal, reader, "list-looks", []uuid.UUID{person}); err != nil {
		t.Fatal(err)
	}
	if about, err := audit.About(t.Context(), personal, person, audit.Page{Limit: 5}); err != nil || len(about) != 1 || about[0].Operation != "get-profile" {
		t.Errorf("got %+v, %v", about, err)
	}
	if proof := verify(t, personal, ""); proof.Entries != 2 {
		t.Errorf("%d entries, want 2", proof.Entries)
	}
}

// Officials stand in a list by their authority, everybody else by their own name.
func TestPersons(t *testing.T) {
	one, two := uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
	office := map[string]string{audit.Offices: uuid.NewString()}
	if got := audit.Persons([]audit.Record{{Actor: one}, {Actor: two, Detail: office}, {Actor: one}, {}}); len(got) != 1 || got[0] != one {
		t.Errorf("got %v, want %v", got, one)
	}
}
