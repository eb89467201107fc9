package mails_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"lupakartta/identity"
	"lupakartta/identity/mails"
	"lupakartta/internal/i18n"
	"lupakartta/internal/jobs"
	"lupakartta/internal/mail"
	"lupakartta/internal/mail/standin"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/internal/testlog"
)

type world struct {
	t        *testing.T
	owner    *pgxpool.Pool
	personal *pgxpool.Pool
	store    *mails.Store
	server   *standin.Server
	worker   *mails.Worker
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, owner: testdb.New(t), server: standin.Start(t, standin.Options{Plain: true})}
	w.personal = testdb.As(t, w.owner, pg.PersonalRole)
	store, err := mails.NewStore(w.personal, &url.URL{Scheme: "https", Host: "kartta.example"})
	w.must(err)
	w.store = store
	client, err := mail.New("smtp://"+w.server.Address, "Lupakartta <noreply@kartta.example>")
	w.must(err)
	w.worker = mails.NewWorker(mails.WorkerConfig{Store: w.store, Client: client, Log: testlog.Logger()})
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// party is a person with that profile.
func (w *world) party(email, language string, channels []string, protected bool) uuid.UUID {
	w.t.Helper()
	id := uuid.New()
	_, err := w.owner.Exec(w.t.Context(), `insert into personal.parties (id, kind, name, email, language, channels, protected) values ($1, 'person', 'x', $2, $3, $4, $5)`,
		id, email, language, append([]string{}, channels...), protected)
	w.must(err)
	return id
}

func shown(to uuid.UUID, key string) mails.Mail {
	return mails.Mail{Party: to, Template: "project_shown", Path: "/?view=x", Matter: "project:1", Key: key,
		Parameters: map[string]i18n.Text{"title": mails.Plain("Rantajuhlat"), "kind": {Fi: "Tapahtuma", Sv: "Evenemang", En: "Event"}, "municipality": mails.Plain("Mallila")}}
}

func (w *world) queue(m mails.Mail) {
	w.t.Helper()
	w.must(pgx.BeginFunc(w.t.Context(), w.personal, func(tx pgx.Tx) error { return w.store.Queue(w.t.Context(), tx, m) }))
}

// id is that of the mail with the key.
func (w *world) id(key string) (id uuid.UUID) {
	w.t.Helper()
	w.must(w.owner.QueryRow(w.t.Context(), `select id from personal.mails where dedup = $1`, key).Scan(&id))
	return id
}

// run works the mail's job, and tells how it stands then. What is put off is an error to the runner alone.
func (w *world) run(key string) (state, reason, address string) {
	w.t.Helper()
	err := w.worker.Run(w.t.Context(), w.id(key))
	if err != nil && !strings.Contains(err.Error(), "JobSnoozeError") {
		w.t.Fatal(err)
	}
	w.must(w.owner.QueryRow(w.t.Context(), `select state, reason, address from personal.mails where dedup = $1`, key).Scan(&state, &reason, &address))
	if (state == "queued") != (err != nil) {
		w.t.Errorf("%s is %s, and the job ended with %v", key, state, err)
	}
	return state, reason, address
}

func TestAMailIsSentOnceInTheReadersLanguage(t *testing.T) {
	w := newWorld(t)
	reader := w.party("aino@example.org", "sv", []string{"suomifi", "email"}, false)
	w.queue(shown(reader, "a"))
	w.queue(shown(reader, "a"))
	var rows, jobs int
	w.must(w.owner.QueryRow(t.Context(), `select (select count(*) from personal.mails), (select count(*) from river.river_job where kind = 'send-mail' and queue = 'mails')`).Scan(&rows, &jobs))
	if rows != 1 || jobs != 1 {
		t.Errorf("the same key: %d mails, %d jobs", rows, jobs)
	}
	for range 2 { // a job may be worked again
		if state, reason, address := w.run("a"); state != "sent" || reason != "" || address != "aino@example.org" {
			t.Errorf("%s %s %s", state, reason, address)
		}
	}
	got := w.server.Mails()
	if len(got) != 1 || got[0].To != "aino@example.org" || !strings.Contains(string(got[0].Data), "Message-ID: <"+w.id("a").String()+"@kartta.example>") || !strings.Contains(string(got[0].Data), "https://kartta.example/sv/?view=3Dx") {
		t.Errorf("%+v", got)
	}
}

// What is undone was never queued.
func TestAMailIsOfTheCallersTransaction(t *testing.T) {
	w := newWorld(t)
	reader, undone := w.party("a@example.org", "fi", nil, false), errors.New("undone")
	err := pgx.BeginFunc(t.Context(), w.personal, func(tx pgx.Tx) error {
		return errors.Join(w.store.Queue(t.Context(), tx, shown(reader, "a")), undone)
	})
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	var rows, jobs int
	w.must(w.owner.QueryRow(t.Context(), `select (select count(*) from personal.mails), (select count(*) from river.river_job)`).Scan(&rows, &jobs))
	if rows+jobs != 0 {
		t.Errorf("%d mails, %d jobs", rows, jobs)
	}
}

func TestWhoGetsNone(t *testing.T) {
	w := newWorld(t)
	for key, test := range map[string]struct {
		to            uuid.UUID
		state, reason string
	}{
		"no address":          {w.party("", "fi", nil, false), "suppressed", "no_address"},
		"other channels only": {w.party("a@example.org", "fi", []string{"suomifi"}, false), "suppressed", "unwanted"},
		"no word of channels": {w.party("b@example.org", "fi", nil, false), "sent", ""},
	} {
		w.queue(shown(test.to, key))
		if state, reason, address := w.run(key); state != test.state || reason != test.reason || (address != "") != (state == "sent") {
			t.Errorf("%s: %s %s %q", key, state, reason, address)
		}
	}
}

// A reader under turvakielto is told that there is something, and not where.
func TestAReaderUnderProtection(t *testing.T) {
	w := newWorld(t)
	w.queue(shown(w.party("p@example.org", "fi", nil, true), "p"))
	w.run("p")
	got := w.server.Mails()
	if len(got) != 1 || strings.Contains(string(got[0].Data), "Rantajuhlat") || strings.Contains(string(got[0].Data), "Mallila") {
		t.Errorf("%+v", got)
	}
}

func TestServersRefusals(t *testing.T) {
	w := newWorld(t)
	reader := w.party("a@example.org", "fi", nil, false)
	w.queue(shown(reader, "later"))
	w.server.Refuse("rcpt", 451)
	for range 2 {
		if state, reason, address := w.run("later"); state != "queued" || reason != "smtp_451" || address != "" {
			t.Errorf("for now: %s %s %q", state, reason, address)
		}
	}
	w.server.Refuse("rcpt", 0)
	if state, _, _ := w.run("later"); state != "sent" {
		t.Errorf("then: %s", state)
	}
	w.queue(shown(reader, "never"))
	w.server.Refuse("rcpt", 550)
	if state, reason, _ := w.run("never"); state != "failed" || reason != "smtp_550" {
		t.Errorf("for good: %s %s", state, reason)
	}
	w.queue(shown(reader, "long"))
	w.server.Refuse("rcpt", 451)
	_, err := w.owner.Exec(t.Context(), `update personal.mails set created_at = now() - interval '6 days' where dedup = 'long'`)
	w.must(err)
	if state, reason, _ := w.run("long"); state != "failed" || reason != "smtp_451" {
		t.Errorf("for too long: %s %s", state, reason)
	}
	if len(w.server.Mails()) != 1 {
		t.Errorf("%d came", len(w.server.Mails()))
	}
}

// A worker that has died, or that could not write down what came of its mail, leaves it to another when its time is over, and not before.
func TestAWorkerThatDied(t *testing.T) {
	w := newWorld(t)
	w.queue(shown(w.party("a@example.org", "fi", nil, false), "a"))
	set := func(when string) {
		_, err := w.owner.Exec(t.Context(), `update personal.mails set taken_until = now() + $1::interval`, when)
		w.must(err)
	}
	set("1 minute")
	if state, _, _ := w.run("a"); state != "queued" || len(w.server.Mails()) != 0 {
		t.Errorf("another's mail was sent: %s", state)
	}
	set("-1 second")
	if state, _, _ := w.run("a"); state != "sent" {
		t.Error(state)
	}
}

func TestWithoutAServer(t *testing.T) {
	w := newWorld(t)
	reader := w.party("a@example.org", "fi", nil, false)
	w.worker = mails.NewWorker(mails.WorkerConfig{Store: w.store, Log: testlog.Logger()})
	w.queue(shown(reader, "waits"))
	if state, reason, _ := w.run("waits"); state != "queued" || reason != "no_server" {
		t.Errorf("%s %s", state, reason)
	}
	_, err := w.owner.Exec(t.Context(), `update personal.mails set created_at = now() - interval '15 days'`)
	w.must(err)
	if state, reason, _ := w.run("waits"); state != "failed" || reason != "no_server" {
		t.Errorf("nobody reads what is that old: %s %s", state, reason)
	}
	w.worker = mails.NewWorker(mails.WorkerConfig{Store: w.store, Keep: true, Log: testlog.Logger()})
	w.queue(shown(reader, "kept"))
	if state, reason, address := w.run("kept"); state != "kept" || reason != "" || address != "a@example.org" {
		t.Errorf("in the demo: %s %s %s", state, reason, address)
	}
}

// Everybody reads their own mails, and officials those of their authority's mailbox.
func TestList(t *testing.T) {
	w := newWorld(t)
	reader, authority := w.party("a@example.org", "fi", nil, false), uuid.New()
	_, err := w.owner.Exec(t.Context(), `insert into authorities (id, code, kind, name, valid_from) values ($1, 'env', 'municipality', '{"fi": "x"}', '2020-01-01')`, authority)
	w.must(err)
	w.queue(shown(reader, "own"))
	box := shown(uuid.Nil, "box")
	box.Authority, box.Address, box.Language = authority, "kirjaamo@example.org", i18n.Swedish
	w.queue(box)
	list := func(actor identity.Actor) (got []string) {
		items, err := w.store.List(t.Context(), actor, time.Now())
		w.must(err)
		for _, item := range items {
			got = append(got, item.Address+" "+item.Subject)
		}
		return got
	}
	if got := list(identity.Actor{Person: reader}); len(got) != 1 || got[0] != "a@example.org Hankeluonnos tuli näkyviin: Rantajuhlat" {
		t.Errorf("the reader: %v", got)
	}
	official := identity.Actor{Person: uuid.New(), Offices: []identity.Office{{Authority: authority, Role: identity.Handler, From: "2020-01-01"}}}
	if got := list(official); len(got) != 1 || !strings.HasPrefix(got[0], "kirjaamo@example.org Ett projektutkast") {
		t.Errorf("an official: %v", got)
	}
	if got := list(identity.Actor{Person: uuid.New()}); len(got) != 0 {
		t.Errorf("a stranger: %v", got)
	}
	if state, _, address := w.run("box"); state != "sent" || address != "kirjaamo@example.org" {
		t.Errorf("%s %s", state, address)
	}
	if data := string(w.server.Mails()[0].Data); strings.Contains(data, "view=3Dme") {
		t.Error("a mailbox of an authority has no page of its own")
	}
}

func TestMailsThatAreWrong(t *testing.T) {
	w := newWorld(t)
	reader := w.party("a@example.org", "fi", nil, false)
	for name, change := range map[string]func(*mails.Mail){
		"template":     func(m *mails.Mail) { m.Template = "no" },
		"nobody":       func(m *mails.Mail) { m.Party = uuid.Nil },
		"path":         func(m *mails.Mail) { m.Path = "//evil.example" },
		"key":          func(m *mails.Mail) { m.Key = "" },
		"too much":     func(m *mails.Mail) { m.Parameters["address"] = mails.Plain("Rantakatu 5") },
		"another":      func(m *mails.Mail) { delete(m.Parameters, "title"); m.Parameters["address"] = mails.Plain("x") },
		"two readers":  func(m *mails.Mail) { m.Authority = uuid.New() },
		"no language":  func(m *mails.Mail) { m.Party, m.Authority = uuid.Nil, uuid.New() },
		"outside path": func(m *mails.Mail) { m.Path = "https://evil.example" },
	} {
		m := shown(reader, name)
		change(&m)
		if err := pgx.BeginFunc(t.Context(), w.personal, func(tx pgx.Tx) error { return w.store.Queue(t.Context(), tx, m) }); err == nil {
			t.Errorf("%s: queued", name)
		}
	}
}

// The whole way: what was queued is sent by whoever works jobs, and counted.
func TestMailsAreWorked(t *testing.T) {
	w := newWorld(t)
	registry := prometheus.NewRegistry()
	counted := mails.NewWorker(mails.WorkerConfig{Store: w.store, Metrics: registry, Keep: true, Log: testlog.Logger()})
	runner := jobs.NewRunner(jobs.Config{Pool: testdb.As(t, w.owner, pg.AppRole), Log: testlog.Logger(), Queues: map[string]int{jobs.Default: 1, mails.Queue: counted.Queues()[mails.Queue]}, Brisk: true})
	kept := make(chan struct{})
	counted.Register(runner)
	jobs.Handle(runner, time.Minute, func(context.Context, after) error { close(kept); return nil })
	w.queue(shown(w.party("a@example.org", "fi", nil, false), "a"))
	queue, err := jobs.NewQueue()
	w.must(err)
	w.must(pgx.BeginFunc(t.Context(), w.personal, func(tx pgx.Tx) error { return queue.Add(t.Context(), tx, after{}, jobs.Options{}) }))
	w.must(runner.Start(t.Context()))
	defer func() { w.must(runner.Stop(context.WithoutCancel(t.Context()))) }()
	<-kept
	for i := 0; ; i++ {
		var state string
		w.must(w.owner.QueryRow(t.Context(), `select state from personal.mails`).Scan(&state))
		if state == "kept" {
			break
		}
		if i == 300 {
			t.Fatalf("still %s", state)
		}
		time.Sleep(100 * time.Millisecond)
	}
	families, err := registry.Gather()
	w.must(err)
	if len(families) != 2 || families[0].GetMetric()[0].GetGauge().GetValue() != 1 || families[0].GetMetric()[0].GetLabel()[0].GetValue() != "kept" {
		t.Errorf("%v", families)
	}
	_, err = w.owner.Exec(t.Context(), `update personal.mails set ended_at = now() - interval '91 days'`)
	w.must(err)
	w.must(counted.Sweep(t.Context()))
	var left int
	w.must(w.owner.QueryRow(t.Context(), `select count(*) from personal.mails`).Scan(&left))
	if left != 0 {
		t.Errorf("%d left", left)
	}
}

type after struct{}

// Kind implements jobs.Args.
func (after) Kind() string { return "after" }
