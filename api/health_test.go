package api

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/checks"
	"lupakartta/internal/testdb"
)

// cable is the way to the database, which a test can cut.
type cable struct {
	mu    sync.Mutex
	isCut bool
	conns []net.Conn
}

func (c *cable) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if c.isCut {
		_ = conn.Close()
		return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
	}
	c.conns = append(c.conns, conn)
	return conn, nil
}

func (c *cable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.isCut = true
	for _, conn := range c.conns {
		_ = conn.Close()
	}
	c.conns = nil
}

func (c *cable) mend() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.isCut = false
}

// overCable returns a pool to the same database whose connections the test can cut.
func overCable(t *testing.T, pool *pgxpool.Pool) (*pgxpool.Pool, *cable) {
	t.Helper()
	way := &cable{}
	config := pool.Config()
	config.ConnConfig.DialFunc = way.dial
	cuttable, err := pgxpool.NewWithConfig(context.Background(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cuttable.Close)
	return cuttable, way
}

// While the database is away the service stays up, says so, answers what it knows, and comes back by itself.
func TestDatabaseOutage(t *testing.T) {
	pool := testdb.New(t)
	publish(t, pool, groundwater)
	if err := checks.Seed(context.Background(), pool); err != nil {
		t.Fatal(err)
	}
	cuttable, way := overCable(t, pool)
	s := serverOver(t, cuttable)
	place := `{"geometry":{"type":"Point","coordinates":[26.62,62.41]}}`
	check := func() *httptest.ResponseRecorder {
		return send(t, s, http.MethodPost, "/api/v1/checks", place, "Content-Type", "application/json")
	}
	if w := ask(t, s, "/readyz"); w.Code != http.StatusOK || !decode[Readiness](t, w).Ready {
		t.Fatalf("before: %d %s", w.Code, w.Body)
	}
	if w := check(); w.Code != http.StatusOK {
		t.Fatalf("before: a check gave %d %s", w.Code, w.Body)
	}

	way.cut()
	if w := ask(t, s, "/readyz"); w.Code != http.StatusServiceUnavailable || decode[Readiness](t, w).Ready || w.Header().Get("Retry-After") == "" {
		t.Errorf("cut: readyz %d %s", w.Code, w.Body)
	}
	for range 3 {
		w := check()
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || decode[Problem](t, w).Type != "/api/problems/unavailable" {
			t.Errorf("cut: a check gave %d %s, want 503 with Retry-After", w.Code, w.Body)
		}
	}
	for _, path := range []string{"/healthz", "/api/v1/layers", "/api/openapi.json", "/metrics"} {
		if w := ask(t, s, path); w.Code != http.StatusOK {
			t.Errorf("cut: %s %d, want 200", path, w.Code)
		}
	}

	way.mend()
	deadline := time.Now().Add(10 * time.Second)
	for check().Code != http.StatusOK || ask(t, s, "/readyz").Code != http.StatusOK {
		if time.Now().After(deadline) {
			t.Fatal("mended: it did not come back in 10 s")
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func TestReadyzNamesWhatIsMissing(t *testing.T) {
	pool := testdb.New(t)
	startup := NewStartup("database", "migrations", "town", "catalogue")
	startup.Done("database", "")
	startup.Done("catalogue", "3 layers")
	startup.Progress("town", "buildings")
	s := serverOver(t, pool, func(c *Config) { c.Startup = startup })
	got := decode[Readiness](t, ask(t, s, "/readyz"))
	want := map[string]bool{"database": true, "migrations": true, "town": false, "catalogue": true}
	if got.Ready || len(got.Checks) != len(want) {
		t.Errorf("got %+v, want not ready with %d checks", got, len(want))
	}
	for _, check := range got.Checks {
		if check.OK != want[check.Name] {
			t.Errorf("%s: %v, want %v", check.Name, check.OK, want[check.Name])
		}
	}
	if _, err := pool.Exec(t.Context(), `update public.schema_version set version = version - 1`); err != nil {
		t.Fatal(err)
	}
	for _, check := range decode[Readiness](t, ask(t, s, "/readyz")).Checks {
		if check.Name == "migrations" && check.OK {
			t.Error("a schema that is behind was taken for current")
		}
	}
}

func TestGate(t *testing.T) {
	startup := NewStartup("database", "town")
	startup.Begin("database")
	gate := NewGate(Config{Log: slog.New(slog.DiscardHandler)}, startup)
	through := func(path string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		gate.ServeHTTP(w, r)
		return w
	}
	if w := through("/healthz"); w.Code != http.StatusOK {
		t.Errorf("healthz while starting: %d", w.Code)
	}
	if w := through("/readyz"); w.Code != http.StatusServiceUnavailable || decode[Readiness](t, w).Checks[0].Detail != "running" {
		t.Errorf("readyz while starting: %d %s", w.Code, w.Body)
	}
	if w := through("/api/v1/layers", "Accept-Language", "sv"); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" ||
		decode[Problem](t, w).Title != "Tjänsten startar" {
		t.Errorf("API while starting: %d %s", w.Code, w.Body)
	}
	page := through("/en/", "Accept", "text/html")
	if page.Code != http.StatusServiceUnavailable || !strings.Contains(page.Body.String(), "Database: <strong>under way</strong>") ||
		!strings.Contains(page.Body.String(), `http-equiv="refresh"`) {
		t.Errorf("page while starting: %d %s", page.Code, page.Body)
	}
	gate.Open(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	if w := through("/healthz"); w.Code != http.StatusTeapot {
		t.Errorf("open gate: %d", w.Code)
	}
}

func TestMetrics(t *testing.T) {
	s := newServer(t)
	ask(t, s, "/api/v1/layers")
	ask(t, s, "/api/v1/layers/nowhere?lang=sv")
	ask(t, s, "/wp-login.php")
	body := ask(t, s, "/metrics").Body.String()
	for _, line := range []string{
		`lupakartta_http_request_duration_seconds_count{method="GET",route="/api/v1/layers",status="200"} 1`,
		`lupakartta_http_request_duration_seconds_count{method="GET",route="/api/v1/layers/{id}",status="404"} 1`,
		`lupakartta_http_request_duration_seconds_count{method="other",route="none",status="404"} 1`,
		`lupakartta_db_connections_max `, `go_goroutines `, `process_open_fds `,
	} {
		if !strings.Contains(body, line) {
			t.Errorf("no line %s", line)
		}
	}
	if strings.Contains(body, "wp-login") {
		t.Error("a caller's own words became a label")
	}
}
