package sessions_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity"
	"lupakartta/identity/sessions"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/internal/keys/keystest"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
)

var (
	ctx  = context.Background()
	from = netip.MustParseAddr("192.0.2.7")
)

type world struct {
	t           *testing.T
	owner, pool *pgxpool.Pool
	store       *sessions.Store
}

func newWorld(t *testing.T) world {
	t.Helper()
	owner := testdb.New(t)
	pool := testdb.As(t, owner, pg.PersonalRole)
	return world{t, owner, pool, sessions.NewStore(pool, keystest.New(t))}
}

// person makes a party.
func (w world) person(name string) uuid.UUID {
	w.t.Helper()
	id := uuid.Must(uuid.NewV7())
	w.do(`insert into personal.parties (id, kind, name) values ($1, 'person', $2)`, id, name)
	return id
}

func (w world) do(sql string, args ...any) {
	w.t.Helper()
	if _, err := w.owner.Exec(ctx, sql, args...); err != nil {
		w.t.Fatal(err)
	}
}

func (w world) start(party uuid.UUID, before string) (secret string, id uuid.UUID) {
	w.t.Helper()
	err := pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) (err error) {
		secret, id, err = w.store.Start(ctx, tx, sessions.Opening{Party: party, Name: "Demo", Language: i18n.Swedish, Provider: "demo-person",
			IDToken: "a.b.c", Address: from.String(), Agent: strings.Repeat("ä", 300)}, before)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return secret, id
}

func (w world) find(secret string) (sessions.Known, error) { return w.store.Find(ctx, secret, from) }

func (w world) gone(secret, why string) {
	w.t.Helper()
	if _, err := w.find(secret); !errors.Is(err, sessions.ErrNotFound) {
		w.t.Errorf("%s: %v, want ErrNotFound", why, err)
	}
}

func TestASession(t *testing.T) {
	w := newWorld(t)
	party := w.person("Demo")
	secret, id := w.start(party, "")
	known, err := w.find(secret)
	if err != nil || known.Person != party || known.Session != id || known.Name != "Demo" || known.Language != i18n.Swedish || known.Address != from || known.Acting != nil {
		t.Fatalf("got %+v, %v", known, err)
	}
	if len(secret) < 26 {
		t.Errorf("the secret has %d characters of 5 bits: fewer than 128 bits", len(secret))
	}
	var row string
	if err := w.pool.QueryRow(ctx, `select to_jsonb(s)::text from personal.sessions s`).Scan(&row); err != nil || strings.Contains(row, secret) || strings.Contains(row, "a.b.c") {
		t.Errorf("the row tells a secret (%v)", err)
	}
	w.gone("x"+secret, "another secret")
	w.gone("", "none")
}

func TestSessionsEnd(t *testing.T) {
	w := newWorld(t)
	party := w.person("Demo")
	idle, _ := w.start(party, "")
	w.do(`update personal.sessions set seen_at = now() - interval '30 minutes 1 second'`)
	w.gone(idle, "idle")
	old, _ := w.start(party, "")
	w.do(`update personal.sessions set expires_at = now() - interval '1 second'`)
	w.gone(old, "too old")
	if err := w.store.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := w.pool.QueryRow(ctx, `select count(*) from personal.sessions`).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d rows left after sweeping (%v)", left, err)
	}
	used, _ := w.start(party, "")
	w.do(`update personal.sessions set seen_at = now() - interval '29 minutes'`)
	if _, err := w.find(used); err != nil {
		t.Fatal(err)
	}
	var age time.Duration
	if err := w.pool.QueryRow(ctx, `select now() - seen_at from personal.sessions`).Scan(&age); err != nil || age > 10*time.Minute {
		t.Errorf("a request did not keep the session alive: seen %v ago (%v)", age, err)
	}
	provider, token, err := w.store.End(ctx, identity.Actor{Person: party}, used)
	if err != nil || provider != "demo-person" || token != "a.b.c" {
		t.Errorf("ended with %q, %q, %v", provider, token, err)
	}
	w.gone(used, "signed out")
	if _, _, err := w.store.End(ctx, identity.Actor{}, used); err != nil {
		t.Errorf("once more: %v", err)
	}
}

// A secret that somebody planted in a browser is worth nothing after signing in there.
func TestSignInRotates(t *testing.T) {
	w := newWorld(t)
	mine, theirs := w.person("Mine"), w.person("Theirs")
	planted, _ := w.start(theirs, "")
	secret, _ := w.start(mine, planted)
	if secret == planted {
		t.Error("the secret stayed")
	}
	w.gone(planted, "the one of before")
	never, _ := w.start(mine, "never-a-secret")
	if _, err := w.find(never); err != nil {
		t.Error(err)
	}
}

func TestMySessions(t *testing.T) {
	w := newWorld(t)
	mine, stranger := w.person("Mine"), w.person("Stranger")
	secret, id := w.start(mine, "")
	other, otherID := w.start(mine, "")
	foreign, foreignID := w.start(stranger, "")
	me := identity.Actor{Person: mine, Session: id}
	if list, err := w.store.List(ctx, me); err != nil || len(list) != 2 || len(list[0].Agent) > 300 {
		t.Errorf("got %+v, %v", list, err)
	}
	if err := w.store.EndOne(ctx, me, foreignID); !errors.Is(err, sessions.ErrNotFound) {
		t.Errorf("a stranger's: %v, want ErrNotFound", err)
	}
	if err := w.store.EndOne(ctx, me, otherID); err != nil {
		t.Error(err)
	}
	w.gone(other, "ended")
	third, _ := w.start(mine, "")
	if err := w.store.EndOthers(ctx, me); err != nil {
		t.Error(err)
	}
	w.gone(third, "one of the others")
	for _, alive := range []string{secret, foreign} {
		if _, err := w.find(alive); err != nil {
			t.Errorf("ended too: %v", err)
		}
	}
	if err := w.store.EndOthers(ctx, me); err != nil {
		t.Errorf("no others: %v", err)
	}
}

func TestSoManySessions(t *testing.T) {
	w := newWorld(t)
	party := w.person("Demo")
	first, _ := w.start(party, "")
	w.do(`update personal.sessions set created_at = now() - interval '1 hour'`)
	for range 30 {
		w.start(party, "")
	}
	w.gone(first, "the oldest")
	if list, err := w.store.List(ctx, identity.Actor{Person: party}); err != nil || len(list) != 30 {
		t.Errorf("%d sessions, %v", len(list), err)
	}
}

// What changes about offices holds from the next request on (ASVS 8.3.2).
func TestOfficesActAtOnce(t *testing.T) {
	w := newWorld(t)
	party := w.person("Demo")
	authority := uuid.Must(uuid.NewV7())
	w.do(`insert into authorities (id, code, kind, name, valid_from) values ($1, 'demo', 'municipality', '{}', '2026-01-01')`, authority)
	secret, _ := w.start(party, "")
	w.do(`insert into personal.officials (id, person, authority, role, source, valid_from) values ($1, $2, $3, 'handler', 'here', '2026-01-01')`, uuid.Must(uuid.NewV7()), party, authority)
	known, err := w.find(secret)
	if err != nil || len(known.At(time.Now(), identity.Handler)) != 1 || len(known.At(time.Now(), identity.Administrator)) != 0 {
		t.Errorf("given: %+v, %v", known.Offices, err)
	}
	if again, _ := w.start(party, ""); again != "" {
		if known, err := w.find(again); err != nil || len(known.Offices) != 1 {
			t.Errorf("a new session: %+v, %v", known.Offices, err)
		}
	}
	w.do(`delete from personal.officials`)
	if known, err := w.find(secret); err != nil || len(known.Offices) != 0 {
		t.Errorf("taken away: %+v, %v", known.Offices, err)
	}
}

func TestActingFor(t *testing.T) {
	w := newWorld(t)
	party, principal := w.person("Demo"), w.person("Principal")
	secret, id := w.start(party, "")
	act := func(actor identity.Actor, acting *identity.Acting) error {
		return pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) error { return w.store.ActFor(ctx, tx, actor, acting) })
	}
	acting := &identity.Acting{Party: principal, Kind: identity.Person, Name: "Principal", Source: "kept", Until: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}
	if err := act(identity.Actor{Person: principal, Session: id}, acting); !errors.Is(err, sessions.ErrNotFound) {
		t.Errorf("in a stranger's session: %v, want ErrNotFound", err)
	}
	if err := act(identity.Actor{Person: party, Session: id}, acting); err != nil {
		t.Fatal(err)
	}
	known, err := w.find(secret)
	if err != nil || known.Party() != principal || known.Acting.Name != "Principal" || !known.Acting.Until.Equal(acting.Until) {
		t.Errorf("got %+v, %v", known.Acting, err)
	}
	if err := act(identity.Actor{Person: party, Session: id}, nil); err != nil {
		t.Fatal(err)
	}
	if known, err := w.find(secret); err != nil || known.Party() != party {
		t.Errorf("for themselves again: %+v, %v", known.Acting, err)
	}
}

// A request costs its session one read by an index, however many there are.
func TestOneIndexedRead(t *testing.T) {
	w := newWorld(t)
	party := w.person("Demo")
	w.do(`insert into personal.sessions (token_hash, id, party, name, provider, expires_at)
		select sha256(i::text::bytea), gen_random_uuid(), $1, 'x', 'x', now() + interval '1 hour' from generate_series(1, 10000) i`, party)
	w.do(`analyze personal.sessions`)
	key := sha256.Sum256([]byte("77"))
	rows, err := w.owner.Query(ctx, `explain (analyze, costs off, timing off, summary off) `+sessions.FindStatement, key[:], time.Minute, sessions.Idle)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	if text := strings.Join(plan, "\n"); !strings.Contains(plan[0], "Index Scan using sessions_pkey on sessions (actual rows=1 loops=1)") {
		t.Errorf("the plan is\n%s", text)
	}
}

func TestTokens(t *testing.T) {
	w := newWorld(t)
	owner, stranger := identity.Actor{Person: w.person("Owner")}, identity.Actor{Person: w.person("Stranger")}
	order := sessions.TokenOrder{Name: " nightly ", Scopes: []string{identity.ScopeProfile}, Life: 24 * time.Hour}
	secret, token, err := w.store.MakeToken(ctx, owner, order)
	if err != nil || token.Name != "nightly" || !strings.HasPrefix(secret, "lupa_") {
		t.Fatalf("got %+v, %v", token, err)
	}
	known, err := w.store.FindToken(ctx, secret, from)
	if err != nil || known.Person != owner.Person || known.Token != token.ID || len(known.Scopes) != 1 || known.Session != uuid.Nil {
		t.Errorf("got %+v, %v", known, err)
	}
	if list, err := w.store.Tokens(ctx, owner); err != nil || len(list) != 1 || list[0].UsedAt == nil {
		t.Errorf("got %+v, %v", list, err)
	}
	if list, err := w.store.Tokens(ctx, stranger); err != nil || len(list) != 0 {
		t.Errorf("a stranger sees %+v, %v", list, err)
	}
	if err := w.store.RevokeToken(ctx, stranger, token.ID); !errors.Is(err, sessions.ErrNotFound) {
		t.Errorf("a stranger revokes: %v, want ErrNotFound", err)
	}
	gone := func(secret, why string) {
		t.Helper()
		if _, err := w.store.FindToken(ctx, secret, from); !errors.Is(err, sessions.ErrNotFound) {
			t.Errorf("%s: %v, want ErrNotFound", why, err)
		}
	}
	gone(strings.ToLower(secret), "another secret")
	gone(strings.TrimPrefix(secret, "lupa_"), "no token")
	if err := w.store.RevokeToken(ctx, owner, token.ID); err != nil {
		t.Error(err)
	}
	gone(secret, "revoked")
	late, _, err := w.store.MakeToken(ctx, owner, order)
	if err != nil {
		t.Fatal(err)
	}
	w.do(`update personal.tokens set expires_at = now() - interval '1 second'`)
	gone(late, "expired")
}

func TestTokenOrders(t *testing.T) {
	w := newWorld(t)
	owner := identity.Actor{Person: w.person("Owner")}
	for _, c := range []struct {
		order sessions.TokenOrder
		want  string
	}{
		{sessions.TokenOrder{}, "/name: required; /scopes: required; /days: out_of_range"},
		{sessions.TokenOrder{Name: strings.Repeat("a", 101), Scopes: []string{"everything"}, Life: 400 * 24 * time.Hour}, "/name: too_long; /scopes: invalid_value; /days: out_of_range"},
	} {
		var found faults.Faults
		if _, _, err := w.store.MakeToken(ctx, owner, c.order); !errors.As(err, &found) || found.Error() != c.want {
			t.Errorf("%+v: got %v, want %s", c.order, err, c.want)
		}
	}
	for range 50 {
		if _, _, err := w.store.MakeToken(ctx, owner, sessions.TokenOrder{Name: "n", Scopes: []string{identity.ScopeProfile}, Life: time.Hour}); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := w.store.MakeToken(ctx, owner, sessions.TokenOrder{Name: "n", Scopes: []string{identity.ScopeProfile}, Life: time.Hour}); !errors.Is(err, sessions.ErrTooMany) {
		t.Errorf("one too many: %v", err)
	}
}
