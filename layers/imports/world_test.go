package imports

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"lupakartta/identity"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/internal/testlog"
	"lupakartta/layers"
	"lupakartta/layers/fetch"
)

// world is a database with an authority, its registrar and a worker, and a register on the web.
type world struct {
	owner    *pgxpool.Pool
	orders   *Orders
	uploads  *Uploads
	worker   *Worker
	actor    identity.Actor
	stranger identity.Actor
	register *register
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{owner: testdb.New(t), register: newRegister(t)}
	personal := testdb.As(t, w.owner, pg.PersonalRole)
	folder, err := OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if w.orders, err = NewOrders(personal); err != nil {
		t.Fatal(err)
	}
	w.uploads, w.worker = NewUploads(personal, folder), w.another(t, folder)
	w.actor, w.stranger = w.registrar(t, "mine"), w.registrar(t, "other")
	return w
}

// another is a worker of another instance on the same database.
func (w *world) another(t *testing.T, folder Folder) *Worker {
	t.Helper()
	client, err := fetch.New(fetch.Config{Allow: []string{"127.0.0.1"}, Folder: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	pool, err := pg.PoolAs(context.Background(), w.owner, pg.LayersRole, 8)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	worker, err := NewWorker(WorkerConfig{Pool: pool, Fetch: client, Folder: folder, Log: testlog.Logger(), Beat: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return worker
}

// registrar is an official in the office of an authority of that code.
func (w *world) registrar(t *testing.T, code string) identity.Actor {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	if _, err := w.owner.Exec(t.Context(), `insert into authorities (id, code, kind, name, valid_from) values ($1, $2, 'municipality', $3, '2020-01-01')`,
		id, code, i18n.Text{Fi: code, Sv: code, En: code}); err != nil {
		t.Fatal(err)
	}
	return identity.Actor{Person: uuid.Must(uuid.NewV7()), In: []uuid.UUID{id}}
}

// upload is a whole upload of the actor's.
func (w *world) upload(t *testing.T, name, content string) UploadInfo {
	t.Helper()
	info, err := w.uploads.Begin(t.Context(), w.actor, "", name, int64(len(content)))
	if err == nil {
		err = os.WriteFile(w.uploads.Folder.File(info.ID), []byte(content), 0o600)
	}
	if err == nil {
		err = w.uploads.Received(t.Context(), info.ID, int64(len(content)))
	}
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func (w *world) start(t *testing.T, order Order) Import {
	t.Helper()
	imp, err := w.orders.Start(t.Context(), w.actor, order)
	if err != nil {
		t.Fatal(err)
	}
	return imp
}

// run works an import, as often as it is put off, and returns what it is then.
func (w *world) run(t *testing.T, id uuid.UUID) Import {
	t.Helper()
	err := w.worker.Run(t.Context(), id)
	for later := new(river.JobSnoozeError); errors.As(err, &later); {
		err = w.worker.Run(t.Context(), id)
	}
	if err != nil {
		t.Fatal(err)
	}
	return w.get(t, id)
}

func (w *world) get(t *testing.T, id uuid.UUID) Import {
	t.Helper()
	imp, err := w.orders.Get(t.Context(), w.actor, id)
	if err != nil {
		t.Fatal(err)
	}
	return imp
}

// count asks the database, as its owner.
func (w *world) count(t *testing.T, sql string, args ...any) (n int) {
	t.Helper()
	if err := w.owner.QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// features is GeoJSON with so many points in Mallila.
func features(count int) string {
	var b strings.Builder
	b.WriteString(`{"type":"FeatureCollection","features":[`)
	for i := range count {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, `{"type":"Feature","properties":{"tunnus":"s%d"},"geometry":{"type":"Point","coordinates":[26.6%03d,62.4]}}`, i, i%1000)
	}
	b.WriteString(`]}`)
	return b.String()
}

// springs are a layer that no recipe knows.
func springs() Options {
	return Options{Parts: []Part{{New: &NewLayer{ID: "springs", Theme: layers.Groundwater, Title: i18n.Text{Fi: "Lähteet", Sv: "Källor", En: "Springs"},
		Key: "tunnus", Attribution: "Mallila", Licence: "CC BY 4.0"}}}}
}

// register is a server that hands out one file.
type register struct {
	*httptest.Server
	mu      sync.Mutex
	content string
	etag    string
	status  int
	asked   int
	hold    chan struct{} // nil: answers at once
}

func newRegister(t *testing.T) *register {
	r := &register{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		r.mu.Lock()
		content, etag, status, hold := r.content, r.etag, r.status, r.hold
		r.asked++
		r.mu.Unlock()
		if hold != nil {
			select {
			case <-hold:
			case <-request.Context().Done():
				return
			}
		}
		switch {
		case status != 0:
			w.WriteHeader(status)
		case etag != "" && request.Header.Get("If-None-Match") == etag:
			w.WriteHeader(http.StatusNotModified)
		default:
			w.Header().Set("ETag", etag)
			_, _ = w.Write([]byte(content))
		}
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *register) set(content, etag string, status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.content, r.etag, r.status = content, etag, status
}

func (r *register) address() string { return r.URL + "/lahteet.geojson?api-key=Salainen" }
