package api

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sync/semaphore"

	"lupakartta/internal/testdb"
)

func TestExport(t *testing.T) {
	var number int64
	s := newServer(t, func(c *Config) { number = publish(t, c.Pool, groundwater) })
	for format, want := range map[string]struct{ media, begins string }{
		"gpkg":    {"application/geopackage+sqlite3", "SQLite format 3\x00"},
		"geojson": {"application/geo+json", `{"type":"FeatureCollection"`},
		"csv":     {"text/csv", "source_id,luokka,tunnus,nimi,e_3067,n_3067,layer_version,attribution,licence\nA1,1E,A1,Harju,480500.000,6920500.000,groundwater_areas@"},
	} {
		t.Run(format, func(t *testing.T) {
			w := ask(t, s, "/api/v1/layers/groundwater_areas/export?format="+format)
			if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), want.media) || !strings.HasPrefix(w.Body.String(), want.begins) {
				t.Fatalf("%d, %s, %.200q", w.Code, w.Header().Get("Content-Type"), w.Body.String())
			}
			if got, name := w.Header().Get("Content-Disposition"), fmt.Sprintf("groundwater_areas_v%d_2026-01-31.%s", number, format); !strings.Contains(got, name) {
				t.Errorf("Content-Disposition %q, want %s", got, name)
			}
			tag := w.Header().Get("ETag")
			if same := ask(t, s, "/api/v1/layers/groundwater_areas/export?format="+format, "If-None-Match", tag); tag == "" || same.Code != http.StatusNotModified || same.Body.Len() > 0 {
				t.Errorf("the same again: %d with %d bytes, ETag %q", same.Code, same.Body.Len(), tag)
			}
			head := send(t, s, http.MethodHead, "/api/v1/layers/groundwater_areas/export?format="+format, "")
			if head.Code != http.StatusOK || head.Body.Len() > 0 || head.Header().Get("ETag") != tag || head.Header().Get("Content-Disposition") == "" {
				t.Errorf("HEAD: %d with %d bytes, %v", head.Code, head.Body.Len(), head.Header())
			}
		})
	}
}

func TestExportedGeoPackageIsOne(t *testing.T) {
	s := newServer(t, func(c *Config) { publish(t, c.Pool, groundwater) })
	w := ask(t, s, "/api/v1/layers/groundwater_areas/export")
	name := filepath.Join(t.TempDir(), "x.gpkg")
	if err := os.WriteFile(name, w.Body.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var class, licence string
	if err := db.QueryRowContext(t.Context(), `select luokka from groundwater_areas`).Scan(&class); err != nil || class != "1E" {
		t.Errorf("class %q, error %v", class, err)
	}
	if err := db.QueryRowContext(t.Context(), `select metadata ->> 'licence' from gpkg_metadata where mime_type = 'application/json'`).Scan(&licence); err != nil || licence != "CC-BY-4.0" {
		t.Errorf("licence %q, error %v", licence, err)
	}
	if left, err := filepath.Glob(filepath.Join(os.TempDir(), "lupakartta-export-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, error %v", left, err)
	}
}

func TestExportOfEarlierVersions(t *testing.T) {
	var first, second int64
	s := newServer(t, func(c *Config) { first, second = publish(t, c.Pool, groundwater), publish(t, c.Pool, groundwater) })
	for _, number := range []int64{first, second} {
		w := ask(t, s, fmt.Sprintf("/api/v1/layers/groundwater_areas/export?format=geojson&version=%d", number))
		var c struct{ Provenance struct{ Version int64 } }
		if err := json.Unmarshal(w.Body.Bytes(), &c); err != nil || c.Provenance.Version != number {
			t.Errorf("version %d: %d, of version %d, error %v", number, w.Code, c.Provenance.Version, err)
		}
		if got := w.Header().Get("Cache-Control"); got != immutable {
			t.Errorf("version %d: Cache-Control %q", number, got)
		}
	}
	if got := ask(t, s, "/api/v1/layers/groundwater_areas/export?format=geojson").Header().Get("Cache-Control"); got != "no-cache" {
		t.Errorf("the published version: Cache-Control %q", got)
	}
}

func TestExportRefuses(t *testing.T) {
	var number int64
	s := newServer(t, func(c *Config) { number = publish(t, c.Pool, groundwater) })
	if _, err := testdb.Owner(t, s.Pool).Exec(t.Context(), fmt.Sprintf(`alter table layer_data.v%d rename to v999999`, number)); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{
		"groundwater_areas/export?format=shp": http.StatusBadRequest, "groundwater_areas/export?version=x": http.StatusBadRequest, "groundwater_areas/export?version=0": http.StatusBadRequest,
		"groundwater_areas/export?wkt=maybe&format=csv": http.StatusBadRequest, "groundwater_areas/export?v=1": http.StatusBadRequest,
		"nothing/export": http.StatusNotFound, fmt.Sprintf("groundwater_areas/export?version=%d", number+1): http.StatusNotFound,
		"groundwater_areas/export": http.StatusGone, "groundwater_areas/export?format=csv": http.StatusGone, // its table has been removed
	} {
		w := ask(t, s, "/api/v1/layers/"+query)
		if w.Code != want || w.Header().Get("Content-Disposition") != "" || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d, want %d; headers %v", query, w.Code, want, w.Header())
		}
	}
}

func TestExportsAreBounded(t *testing.T) {
	s := newServer(t, func(c *Config) { publish(t, c.Pool, groundwater) })
	for range exportsPerAddress {
		if w := get(s, "/api/v1/layers/groundwater_areas/export?format=csv"); w.Code != http.StatusOK {
			t.Fatalf("%d: %s", w.Code, w.Body)
		}
	}
	w := ask(t, s, "/api/v1/layers/groundwater_areas/export?format=csv")
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("one more: %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	if head := send(t, s, http.MethodHead, "/api/v1/layers/groundwater_areas/export", ""); head.Code != http.StatusOK {
		t.Errorf("HEAD, which costs nothing: %d", head.Code)
	}
}

func TestExportsTakeTurns(t *testing.T) {
	s := newServer(t, func(c *Config) { publish(t, c.Pool, groundwater) })
	x := &exports{server: s, reading: semaphore.NewWeighted(1), turns: turns{taken: map[string]int{}}}
	for i, want := range []bool{true, true, false} {
		if got := x.turns.take("a"); got != want {
			t.Errorf("turn %d of one address: %v, want %v", i+1, got, want)
		}
	}
	if !x.turns.take("b") {
		t.Error("one address takes another's turns")
	}
	x.turns.giveBack("a")
	if !x.turns.take("a") {
		t.Error("a turn that was given back is gone")
	}
	err := x.read(func() error { return x.read(func() error { return nil }) })
	if !errors.Is(err, errExports) {
		t.Errorf("one more than read at once: %v", err)
	}
	if err := x.read(func() error { return nil }); err != nil {
		t.Errorf("after that: %v", err)
	}
}

// A caller who goes away stops the export; the end of the time that other requests have does not.
func TestExportsLastAsLongAsTheyAreWanted(t *testing.T) {
	request, cancel := context.WithCancel(context.Background())
	ctx, done := whileWanted(request)
	defer done()
	cancel()
	<-ctx.Done()
	late, end := context.WithTimeout(context.Background(), 0)
	defer end()
	<-late.Done()
	ctx, done = whileWanted(late)
	defer done()
	if err := ctx.Err(); err != nil {
		t.Errorf("after the time of other requests: %v", err)
	}
}

// slowReader takes nothing until it is released.
type slowReader struct {
	*httptest.ResponseRecorder
	begun   chan<- struct{}
	release <-chan struct{}
}

func (r slowReader) Write(data []byte) (int, error) {
	r.begun <- struct{}{}
	<-r.release
	return r.ResponseRecorder.Write(data)
}

// Those who read slowly, as many as may read from the database at once, keep nobody from a file.
func TestSlowReadersHoldNobodyUp(t *testing.T) {
	s := newServer(t, func(c *Config) { publish(t, c.Pool, groundwater) })
	begun, release := make(chan struct{}), make(chan struct{})
	var ended sync.WaitGroup
	for i := range exportsAtOnce {
		r := httptest.NewRequest(http.MethodGet, "/api/v1/layers/groundwater_areas/export?format=csv", nil)
		r.RemoteAddr = fmt.Sprintf("192.0.2.%d:1", i+10)
		w := slowReader{httptest.NewRecorder(), begun, release}
		ended.Go(func() {
			s.Handler().ServeHTTP(w, r)
			if want := w.Header().Get("Content-Length"); w.Code != http.StatusOK || want != fmt.Sprint(w.Body.Len()) {
				t.Errorf("in the end: %d, %d bytes of %s", w.Code, w.Body.Len(), want)
			}
		})
		<-begun
	}
	if w := ask(t, s, "/api/v1/layers/groundwater_areas/export?format=csv"); w.Code != http.StatusOK {
		t.Errorf("beside slow readers: %d", w.Code)
	}
	close(release)
	ended.Wait()
}

// What breaks off must not look like a whole file.
func TestHalfAnAnswerIsBrokenOff(t *testing.T) {
	s := newServer(t, func(c *Config) { publish(t, c.Pool, groundwater) })
	defer func() {
		if err, ok := recover().(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
			t.Errorf("the answer ended with %v, want it broken off", err)
		}
	}()
	s.Handler().ServeHTTP(goneAway{httptest.NewRecorder()}, httptest.NewRequest(http.MethodGet, "/api/v1/layers/groundwater_areas/export?format=csv", nil))
}

// goneAway is a reader who is not there any more.
type goneAway struct{ *httptest.ResponseRecorder }

func (goneAway) Write([]byte) (int, error) { return 0, syscall.EPIPE }
