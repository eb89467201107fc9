package attachments

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"lupakartta/identity"
	"lupakartta/internal/blob"
	"lupakartta/internal/clamd"
	"lupakartta/internal/clamd/standin"
	"lupakartta/internal/faults"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/internal/testlog"
	"lupakartta/projects"
)

// world has a project of an organisation for which two persons act, and two authorities, one of which it concerns.
type world struct {
	t       *testing.T
	owner   *pgxpool.Pool
	store   *Store
	scanner *standin.Server
	side    projects.Side // a person who acts for the organisation, as does
	fellow  projects.Side
	other   projects.Side // somebody else
	near    identity.Actor
	far     identity.Actor
	project uuid.UUID
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, owner: testdb.New(t), scanner: standin.Start(t, 0)}
	personal := testdb.As(t, w.owner, pg.PersonalRole)
	plans, err := projects.NewStore(personal, nil, nil, nil)
	must(t, err)
	blobs, err := blob.Open(t.Context(), t.TempDir())
	must(t, err)
	t.Cleanup(func() { _ = blobs.Close() })
	client, err := clamd.New(w.scanner.Address)
	must(t, err)
	w.store, err = NewStore(Config{Pool: personal, Blobs: blobs, Projects: plans, Scanner: client, Log: testlog.Logger()})
	must(t, err)
	guild := w.party("organisation")
	w.side, w.fellow, w.other = w.actingFor(guild), w.actingFor(guild), projects.Side{Actor: identity.Actor{Person: w.party("person")}}
	w.near, w.far = w.official("near"), w.official("far")
	p, err := plans.Create(t.Context(), w.side, "create-project", projects.Order{Changes: projects.Changes{"/kind": []byte(`"event"`), "/title": []byte(`"Juhla"`),
		"/parts/0199aaaa-0000-7000-8000-000000000001": []byte(`{"id":"0199aaaa-0000-7000-8000-000000000001","geometry":{"type":"Point","coordinates":[26.6,62.4]}}`)}})
	must(t, err)
	w.project = p.ID
	return w
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	_, err := w.owner.Exec(w.t.Context(), sql, args...)
	must(w.t, err)
}

func (w *world) party(kind string) uuid.UUID {
	w.t.Helper()
	id := uuid.Must(uuid.NewV7())
	w.exec(`insert into personal.parties (id, kind, name) values ($1, $2, 'x')`, id, kind)
	return id
}

func (w *world) actingFor(party uuid.UUID) projects.Side {
	return projects.Side{Actor: identity.Actor{Person: w.party("person"), Acting: &identity.Acting{Party: party, Kind: identity.Organisation}}}
}

func (w *world) official(code string) identity.Actor {
	w.t.Helper()
	id := uuid.Must(uuid.NewV7())
	w.exec(`insert into authorities (id, code, kind, name, valid_from) values ($1, $2, 'municipality', '{"fi": "x"}', '2020-01-01')`, id, code)
	return identity.Actor{Person: w.party("person"), In: []uuid.UUID{id}}
}

// show has the working version seen by the near authority, as projects.Show writes it.
func (w *world) show() {
	w.t.Helper()
	w.exec(`update project_versions v set shown_at = now() from projects p where p.id = v.project and v.number = p.working and p.id = $1`, w.project)
	w.exec(`update projects set state = 'visible', shown = working, visible_at = now() where id = $1`, w.project)
	w.exec(`insert into projects_shown (project, version, kind, event, title, state, severity, red, amber, unknown, green, middle, box, open, shown_at, first_at)
		select v.project, v.number, v.kind, true, v.title, 'visible', 'green', 0, 0, 0, 1, st_centroid(v.geom), st_envelope(st_expand(v.geom, 1)), false, now(), now()
		from project_versions v join projects p on p.id = v.project and p.working = v.number where p.id = $1 on conflict (project) do update set version = excluded.version`, w.project)
	w.exec(`insert into project_authorities (project, authority, fields, since, version, kind, title, state, severity, red, amber, unknown, green, middle, box, shown_at)
		select w.project, $2, '{}', now(), 1, w.kind, w.title, w.state, w.severity, 0, 0, 0, 1, w.middle, w.box, now() from projects_shown w where w.project = $1 on conflict do nothing`, w.project, w.near.In[0])
}

func (w *world) send(side projects.Side, u Upload) (Attachment, error) {
	if u.Content == nil {
		u.Content = strings.NewReader("hyvää päivää")
	}
	a, _, err := w.store.Add(w.t.Context(), side, "add-project-file", w.project, u)
	return a, err
}

func (w *world) add(name string, content string) Attachment {
	w.t.Helper()
	a, err := w.send(w.side, Upload{Name: name, Purpose: "plan", Content: strings.NewReader(content)})
	must(w.t, err)
	return a
}

func (w *world) scan(a Attachment) {
	w.t.Helper()
	must(w.t, w.store.Scan(w.t.Context(), a.ID))
}

// save changes a field of the project as it is now.
func (w *world) save(path projects.Path, value string) error {
	p, err := w.store.Projects.Get(w.t.Context(), w.side, w.project)
	must(w.t, err)
	_, err = w.store.Projects.Save(w.t.Context(), w.side, "save-project", w.project, p.Revision, projects.Changes{path: []byte(value)})
	return err
}

func content(a Attachment, r io.ReadCloser, err error) (string, error) {
	if err != nil {
		return "", err
	}
	data, err := io.ReadAll(r)
	return string(data), errors.Join(err, r.Close())
}

// Who reads a file, from when it comes until it is taken out of the project.
func TestWhoReadsAFile(t *testing.T) {
	w := newWorld(t)
	a := w.add("Suunnitelma.txt", "salaisuus")
	side := func(s projects.Side) error {
		got, err := content(w.store.Open(t.Context(), s, w.project, a.ID))
		if err == nil && got != "salaisuus" {
			t.Errorf("got %q", got)
		}
		return err
	}
	official := func(actor identity.Actor, version int) error {
		got, err := content(w.store.OpenShown(t.Context(), actor, "get-case-file", w.project, version, a.ID))
		if err == nil && got != "salaisuus" {
			t.Errorf("got %q", got)
		}
		return err
	}
	check := func(when string, near error) {
		t.Helper()
		for who, test := range map[string]struct{ got, want error }{
			"its sender": {side(w.side), nil}, "a colleague": {side(w.fellow), nil}, "a stranger": {side(w.other), projects.ErrNotFound},
			"its authority": {official(w.near, 0), near}, "another authority": {official(w.far, 0), projects.ErrNotFound},
		} {
			if !errors.Is(test.got, test.want) {
				t.Errorf("%s, %s: %v, want %v", when, who, test.got, test.want)
			}
		}
	}
	check("in a private draft", projects.ErrNotFound)
	w.show()
	check("before the scan", ErrScanning)
	w.scan(a)
	check("after it", nil)
	must(t, w.save(projects.Path("/restricted/files."+a.ID.String()), `{"to":["`+w.far.In[0].String()+`"]}`))
	check("restricted in what nobody was shown yet", nil)
	w.show()
	check("restricted to another", projects.ErrNotFound)
	must(t, w.save(projects.FileField(a.ID), `null`))
	must(t, w.save(projects.Path("/restricted/files."+a.ID.String()), `null`))
	w.show()
	check("taken out of the newest version", projects.ErrNotFound)
	if err := official(w.near, 1); err != nil {
		t.Errorf("of the version that they were shown: %v", err)
	}
	if list, err := w.store.List(t.Context(), w.side, w.project); err != nil || len(list) != 0 {
		t.Errorf("the working version: %+v, %v", list, err)
	}
}

func TestAFileIsAFieldOfTheVersion(t *testing.T) {
	w := newWorld(t)
	a := w.add(`C:\kartat\Kartta.TXT`, "x")
	must(t, w.save(projects.FileField(a.ID), `{"id":"`+a.ID.String()+`","name":"Asemapiirros","purpose":"map","order":2}`))
	b := w.add("b.txt", "y")
	list, err := w.store.List(t.Context(), w.fellow, w.project)
	must(t, err)
	if len(list) != 2 || list[0].ID != b.ID || list[1].Name != "Asemapiirros" || list[1].FileName() != "Asemapiirros.txt" || list[1].Purpose != "map" || list[1].Own || list[0].State != Scanning || list[0].Size != 1 {
		t.Errorf("%+v", list)
	}
	var found faults.Faults
	if err := w.save(projects.FileField(uuid.New()), `{"id":"0199aaaa-0000-7000-8000-000000000009","name":"x"}`); !errors.As(err, &found) {
		t.Errorf("under another id: %v", err)
	}
	unknown := uuid.New()
	if err := w.save(projects.FileField(unknown), `{"id":"`+unknown.String()+`","name":"x"}`); !errors.As(err, &found) || found[0].Code != "unknown_file" {
		t.Errorf("that nobody sent: %v", err)
	}
	if _, err := w.store.Projects.Create(t.Context(), w.other, "create-project", projects.Order{Changes: projects.Changes{projects.FileField(a.ID): []byte(`{"id":"` + a.ID.String() + `","name":"x"}`)}}); !errors.As(err, &found) {
		t.Errorf("of another's project: %v", err)
	}
	// A copy has no files; an earlier version has its own again.
	copied, err := w.store.Projects.Copy(t.Context(), w.side, "copy-project", w.project, "", "")
	must(t, err)
	if slices.ContainsFunc(copied.Fields.Paths(), func(p projects.Path) bool { return strings.HasPrefix(string(p), "/files/") }) {
		t.Errorf("the copy has %v", copied.Fields.Paths())
	}
	w.show()
	must(t, w.save(projects.FileField(b.ID), `null`))
	p, err := w.store.Projects.Get(t.Context(), w.side, w.project)
	must(t, err)
	_, err = w.store.Projects.Restore(t.Context(), w.side, "restore-project-version", w.project, p.Revision, p.Shown)
	must(t, err)
	if list, err := w.store.List(t.Context(), w.side, w.project); err != nil || len(list) != 2 {
		t.Errorf("restored: %+v, %v", list, err)
	}
}

// The key of a file makes one, however often it is sent.
func TestAFileIsKeptOnce(t *testing.T) {
	w := newWorld(t)
	one, err := w.send(w.side, Upload{Name: "a.txt", Key: "k"})
	must(t, err)
	again, err := w.send(w.side, Upload{Name: "a.txt", Key: "k"})
	if err != nil || again.ID != one.ID {
		t.Errorf("%+v, %v", again, err)
	}
	if _, err := w.send(w.side, Upload{Name: "a.txt", Key: "k", Content: strings.NewReader("muu")}); !errors.Is(err, ErrKeyUsed) {
		t.Errorf("another file: %v", err)
	}
	if other, err := w.send(w.fellow, Upload{Name: "a.txt", Key: "k"}); err != nil || other.ID == one.ID {
		t.Errorf("another's key: %v", err)
	}
	w.exec(`update project_attachments set state = 'arriving', scanned_at = null where id = $1`, one.ID)
	if _, err := w.send(w.side, Upload{Name: "a.txt", Key: "k"}); !errors.Is(err, ErrBusy) {
		t.Errorf("while it comes: %v", err)
	}
	w.exec(`update project_attachments set created_at = now() - interval '11 minutes' where id = $1`, one.ID)
	if fresh, err := w.send(w.side, Upload{Name: "a.txt", Key: "k"}); err != nil || fresh.ID == one.ID {
		t.Errorf("after whoever took it in has died: %v", err)
	}
}

func TestWhatIsRefusedLeavesNothing(t *testing.T) {
	w := newWorld(t)
	for name, u := range map[string]Upload{"a program": {Name: "a.exe"}, "nothing": {Name: "a.txt", Content: strings.NewReader("")}, "an odd purpose": {Name: "a.txt", Purpose: "x"},
		"too large": {Name: "a.pdf", Content: bytes.NewReader(make([]byte, MaxFile+1))}} {
		var found faults.Faults
		if _, err := w.send(w.side, u); !errors.As(err, &found) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.send(w.other, Upload{Name: "a.txt"}); !errors.Is(err, projects.ErrNotFound) {
		t.Errorf("a stranger: %v", err)
	}
	w.add("first.txt", "x")
	w.exec(`update project_attachments set size = $1`, MaxProject)
	var found faults.Faults
	if _, err := w.send(w.side, Upload{Name: "a.txt"}); !errors.As(err, &found) || found[0].Code != "files_too_large" {
		t.Errorf("too much together: %v", err)
	}
	w.exec(`update projects set state = 'cancelled', cancelled_at = now() where id = $1`, w.project)
	if _, err := w.send(w.side, Upload{Name: "a.txt"}); !errors.Is(err, projects.ErrCancelled) {
		t.Errorf("of a cancelled project: %v", err)
	}
	var rows int
	must(t, w.owner.QueryRow(t.Context(), `select count(*) from project_attachments`).Scan(&rows))
	if rows != 1 {
		t.Errorf("%d rows are left", rows)
	}
}

func TestScanning(t *testing.T) {
	w := newWorld(t)
	bad, waits := w.add("virus.txt", standin.EICAR), w.add("ok.txt", "x")
	w.scan(bad)
	if _, _, err := w.store.Open(t.Context(), w.side, w.project, bad.ID); !errors.Is(err, ErrInfected) {
		t.Errorf("infected: %v", err)
	}
	if _, err := w.store.Blobs.Get(t.Context(), blobKey(bad.ID)); !errors.Is(err, blob.ErrNotFound) {
		t.Errorf("its bytes: %v", err)
	}
	list, err := w.store.List(t.Context(), w.side, w.project)
	if err != nil || list[0].State != Infected || list[0].Found != "Eicar-Test-Signature" {
		t.Errorf("%+v, %v", list, err)
	}
	w.scanner.Say("busy")
	if err := w.store.Scan(t.Context(), waits.ID); err == nil {
		t.Error("what the scanner did not answer about is done")
	}
	w.show()
	if _, _, err := w.store.OpenShown(t.Context(), w.near, "get-case-file", w.project, 0, waits.ID); !errors.Is(err, ErrScanning) {
		t.Errorf("others read it: %v", err)
	}
	w.scanner.Say("")
	w.scan(waits)
	w.scan(waits) // a job may be worked again
	if got, err := content(w.store.OpenShown(t.Context(), w.near, "get-case-file", w.project, 0, waits.ID)); err != nil || got != "x" {
		t.Errorf("%q, %v", got, err)
	}
	w.store.Scanner = nil
	if a := w.add("later.txt", "y"); a.State != Unscanned {
		t.Errorf("without a scanner: %s", a.State)
	}
}

// What the scanner does not take for its size ends so, also when its answer is lost: it is not asked for ever, and others do not read it.
func TestWhatIsTooLargeForTheScanner(t *testing.T) {
	w := newWorld(t)
	small := standin.Start(t, 1000)
	client, err := clamd.New(small.Address)
	must(t, err)
	w.store.Scanner = client
	registry := prometheus.NewRegistry()
	w.store.Count(registry)
	for i, name := range []string{"told.txt", "lost.txt"} {
		a := w.add(name, strings.Repeat("suuri ", 500_000))
		w.scan(a)
		if list, err := w.store.List(t.Context(), w.side, w.project); err != nil || list[i].State != TooLarge {
			t.Errorf("%s: %+v, %v", name, list, err)
		}
		w.show()
		if _, _, err := w.store.OpenShown(t.Context(), w.near, "get-case-file", w.project, 0, a.ID); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: others read it: %v", name, err)
		}
		if _, err := content(w.store.Open(t.Context(), w.side, w.project, a.ID)); err != nil {
			t.Errorf("%s: the applicant does not: %v", name, err)
		}
		small.Mute()
	}
	families, err := registry.Gather()
	if err != nil || len(families) != 1 || families[0].GetMetric()[0].GetGauge().GetValue() != 2 || families[0].GetMetric()[0].GetLabel()[0].GetValue() != "too_large" {
		t.Errorf("%v, %v", families, err)
	}
}

// An answer that was lost takes away nothing that became the project's.
func TestAFileWhoseAnswerWasLost(t *testing.T) {
	w := newWorld(t)
	a := w.add("a.txt", "x")
	must(t, w.store.giveUp(t.Context(), a.ID))
	if got, err := content(w.store.Open(t.Context(), w.side, w.project, a.ID)); err != nil || got != "x" {
		t.Errorf("%q, %v", got, err)
	}
}

// Bytes go when no version needs them that others saw, a day later, and not before.
func TestSweep(t *testing.T) {
	w := newWorld(t)
	seen, gone, kept := w.add("seen.txt", "1"), w.add("gone.txt", "2"), w.add("kept.txt", "3")
	must(t, w.save(projects.FileField(gone.ID), `null`))
	w.show()
	must(t, w.save(projects.FileField(seen.ID), `null`))
	w.exec(`insert into project_attachments (id, project, name, format, media_type, size, sha256, state, uploaded_by, created_at) select gen_random_uuid(), project, 'half', format, media_type, size, sha256, 'arriving', uploaded_by, now() - interval '2 days' from project_attachments limit 1`)
	left := func() (names []string) {
		must(t, w.store.Sweep(t.Context()))
		rows, err := w.owner.Query(t.Context(), `select name from project_attachments order by name`)
		must(t, err)
		defer rows.Close()
		for rows.Next() {
			var name string
			must(t, rows.Scan(&name))
			names = append(names, name)
		}
		return names
	}
	if got := left(); !slices.Equal(got, []string{"gone.txt", "kept.txt", "seen.txt"}) {
		t.Errorf("at once: %v", got)
	}
	w.exec(`update project_attachments set unused_since = unused_since - interval '25 hours'`)
	w.exec(`update project_attachments set unused_since = now() - interval '25 hours' where id = $1`, kept.ID)
	must(t, w.store.drop(t.Context(), kept.ID)) // taken into a version since it was found to be unused
	if got := left(); !slices.Equal(got, []string{"kept.txt", "seen.txt"}) {
		t.Errorf("a day later: %v", got)
	}
	if _, err := w.store.Blobs.Get(t.Context(), blobKey(gone.ID)); !errors.Is(err, blob.ErrNotFound) {
		t.Errorf("its bytes: %v", err)
	}
	if got, err := content(w.store.Open(t.Context(), w.side, w.project, kept.ID)); err != nil || got != "3" {
		t.Errorf("%q, %v", got, err)
	}
	w.exec(`delete from projects where id = $1`, w.project)
	if got := left(); len(got) != 0 {
		t.Errorf("of a project that is gone: %v", got)
	}
}
