package main

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"lupakartta/internal/testdb"
)

func TestRefreshCommand(t *testing.T) {
	pool := testdb.New(t)
	c := newCommandLine(t, pool)
	var content atomic.Pointer[string]
	offer := func(n int) {
		text := places(n)
		content.Store(&text)
	}
	register := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/geo+json")
		if _, err := w.Write([]byte(*content.Load())); err != nil {
			t.Error(err)
		}
	}))
	defer register.Close()
	offer(3)
	c.want(exitOK, "layers", "import", file(t, "springs.geojson", places(2)), "--id", "springs", "--theme", "groundwater", "--key", "id", "--publish")
	c.want(exitFailure, "layers", "refresh", "springs")
	c.want(exitUsage, "layers", "refresh")
	if _, err := pool.Exec(t.Context(), `insert into layer_sources (layer, address, kind, every, next_at) values ('springs', $1, '', '1 day', now() + interval '1 day')`,
		register.URL+"/springs.geojson"); err != nil {
		t.Fatal(err)
	}
	refresh := func(code int, args ...string) refreshed {
		t.Helper()
		items := decodeOne[struct{ Items []refreshed }](t, c.want(code, append([]string{"--fetch-allow", "127.0.0.1", "layers", "refresh", "--json"}, args...)...)).Items
		if len(items) != 1 || items[0].Layer != "springs" {
			t.Fatalf("refreshed %+v", items)
		}
		return items[0]
	}
	if got := refresh(exitOK, "springs"); !got.New || got.Failure != "" {
		t.Errorf("new features: %+v", got)
	}
	c.want(exitOK, "layers", "publish", "springs")
	if got := refresh(exitOK, "--all"); got.New {
		t.Errorf("the same again: %+v", got)
	}
	register.Close()
	if got := refresh(exitFailure, "springs"); got.Failure == "" {
		t.Errorf("nobody answers: %+v", got)
	}
	c.want(exitFailure, "--fetch-allow", "127.0.0.1", "layers", "refresh", "--all")
}
