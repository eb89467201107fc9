package fetch

import (
	"bytes"
	"compress/gzip"
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lupakartta/layers/fetch/standin"
)

const table = "code;x;y\n00100;328000;6822000\n"

func TestFileIsFetchedOnce(t *testing.T) {
	modified := time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name string
		file standin.File
	}{
		{"by its tag", standin.File{ETag: `"v1"`}},
		{"by its date", standin.File{Modified: modified}},
		{"by both", standin.File{ETag: `W/"v1"`, Modified: modified}},
		{"by its content", standin.File{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := &test.file
			file.Body = []byte(table)
			c := newClient(t, Config{})
			address := Address{URL: serve(t, file) + "/stops.csv"}
			first := fetched(t, c, address, Previous{})
			if first.Unchanged || first.Kind != KindFile || filepath.Base(first.Path) != "stops.csv" || read(t, first.Path) != table || first.Bytes != int64(len(table)) {
				t.Errorf("fetched %+v", first)
			}
			again := fetched(t, c, address, first.Previous())
			if !again.Unchanged || again.Path != "" || again.SHA256 != first.SHA256 || again.Previous() != first.Previous() {
				t.Errorf("fetched again: %+v", again)
			}
			if hasValidator := test.file.ETag != "" || !test.file.Modified.IsZero(); hasValidator && file.Served != 1 {
				t.Errorf("sent %d times, want once", file.Served)
			}
			file.Body, file.ETag, file.Modified = []byte(table+"2;3;4\n"), strings.Replace(file.ETag, "v1", "v2", 1), file.Modified.Add(time.Hour)
			if changed := fetched(t, c, address, again.Previous()); changed.Unchanged || changed.SHA256 == first.SHA256 {
				t.Errorf("a changed file: %+v", changed)
			}
		})
	}
}

func TestNotModifiedWithoutBeingAsked(t *testing.T) {
	url := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) }))
	refused(t, newClient(t, Config{}), Address{URL: url}, ErrStatus)
}

func TestFileNames(t *testing.T) {
	for _, test := range []struct{ path, name, kind, want string }{
		{"/data/natura.gpkg?v=3", "", "", "natura.gpkg"},
		{"/download?id=3", "natura.zip", "", "natura.zip"},
		{"/download", `..\..\natura.zip`, "", "natura.zip"},
		{"/download", "../../etc/cron.d/x", "", "x"},
		{"/natura", "", "application/geo+json; charset=utf-8", "natura.geojson"},
		{"/", "", "application/zip", "_.zip"},
	} {
		file := &standin.File{Body: []byte(table), Name: test.name, Kind: test.kind}
		result := fetched(t, newClient(t, Config{}), Address{URL: serve(t, file) + test.path}, Previous{})
		if got := filepath.Base(result.Path); got != test.want || filepath.Dir(result.Path) != result.Folder {
			t.Errorf("%s with %q: %s, want %s", test.path, test.name, result.Path, test.want)
		}
	}
}

func TestAnswersThatAreNoFile(t *testing.T) {
	big := bytes.Repeat([]byte("0"), 3000)
	for _, test := range []struct {
		name    string
		handler http.Handler
		config  Config
		want    error
		say     string
	}{
		{"a web page", &standin.File{Body: []byte("\n<!doctype HTML><title>x</title>"), Kind: "text/html"}, Config{}, ErrAnswer, "web page"},
		{"a page without a type", &standin.File{Body: []byte(`<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>`)}, Config{}, ErrAnswer, "web page"},
		{"nothing", &standin.File{}, Config{}, ErrAnswer, "empty"},
		{"an exception", &standin.File{Body: []byte(`<ServiceExceptionReport><ServiceException code="X">no such layer</ServiceException></ServiceExceptionReport>`)}, Config{}, ErrService, "X no such layer"},
		{"a part by ArcGIS", &standin.File{Body: []byte(`{"type":"FeatureCollection","properties":{"exceededTransferLimit":true},"features":[{"type":"Feature","properties":{},"geometry":null}]}`)}, Config{}, ErrIncomplete, "gave 1 features and has more"},
		{"too large, and it says so", &standin.File{Body: big}, Config{MaxBytes: 1000}, ErrTooLarge, "more than"},
		{"too large without saying", chunked(big), Config{MaxBytes: 1000}, ErrTooLarge, "more than"},
		{"cut short", &standin.File{Body: big, Promised: 5000}, Config{}, ErrIncomplete, "ended early"},
		{"not found", http.NotFoundHandler(), Config{}, ErrStatus, "404"},
		{"stalls", &standin.File{Body: big, Hangs: true}, Config{Stall: 20 * time.Millisecond}, ErrSlow, "nothing came"},
		{"takes for ever", &standin.File{Body: big, Hangs: true}, Config{Total: 50 * time.Millisecond}, ErrSlow, "longer than"},
		{"thinks for ever", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }), Config{Header: 20 * time.Millisecond}, ErrSlow, "no answer"},
		{"packed in another way", encoded("br", big), Config{}, ErrAnswer, "br"},
		{"not packed", encoded("gzip", big), Config{}, ErrAnswer, "gzip"},
		{"a bomb", encoded("gzip", packed(t, make([]byte, ratioFloor+1<<20))), Config{}, ErrTooLarge, "unpacks"},
		{"packed and too large", encoded("gzip", packed(t, make([]byte, 1<<20))), Config{MaxBytes: 1000}, ErrTooLarge, "more than"},
		{"packed and cut short", encoded("gzip", packed(t, []byte(table))[:30]), Config{}, ErrIncomplete, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := failure(t, newClient(t, test.config), Address{URL: serve(t, test.handler) + "/a.gpkg?key=secret"}, test.want)
			if !strings.Contains(err.Error(), test.say) || strings.Contains(err.Error(), "secret") {
				t.Errorf("error %v, want it to say %q and no secret", err, test.say)
			}
		})
	}
}

func chunked(body []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for len(body) > 0 {
			n := min(len(body), 500)
			if _, err := w.Write(body[:n]); err != nil {
				return
			}
			_ = http.NewResponseController(w).Flush()
			body = body[n:]
		}
	})
}

func encoded(name string, body []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", name)
		_, _ = w.Write(body)
	})
}

func packed(t *testing.T, body []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPackedFile(t *testing.T) {
	result := fetched(t, newClient(t, Config{}), Address{URL: serve(t, encoded("gzip", packed(t, []byte(table)))) + "/a.csv"}, Previous{})
	if read(t, result.Path) != table {
		t.Errorf("unpacked to %q", read(t, result.Path))
	}
}

func TestFailuresThatPass(t *testing.T) {
	asked, always := 0, false
	var waited []time.Duration
	url := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if asked++; asked < 3 || always {
			w.Header().Set("Retry-After", []string{"", "5", "900", "x", "", "-1", "0"}[asked])
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte(table))
	}))
	c := newClient(t, Config{pause: func(d time.Duration) error { waited = append(waited, d); return nil }})
	fetched(t, c, Address{URL: url + "/a.csv"}, Previous{})
	if len(waited) != 2 || waited[0] != 5*time.Second || waited[1] != maxPause {
		t.Errorf("waited %v", waited)
	}
	always = true
	err := failure(t, c, Address{URL: url + "/a.csv"}, ErrStatus)
	var status *StatusError
	if !errors.As(err, &status) || status.Code != http.StatusServiceUnavailable {
		t.Errorf("error %v, want 503", err)
	}
}

func TestProgressOfAFile(t *testing.T) {
	var told []Progress
	body := bytes.Repeat([]byte("0"), 2*tellEvery+7)
	fetched(t, newClient(t, Config{}), Address{URL: serve(t, &standin.File{Body: body, Promised: len(body)}) + "/a.csv", Progress: func(p Progress) { told = append(told, p) }}, Previous{})
	if len(told) < 2 || told[len(told)-1].Bytes != int64(len(body)) || told[len(told)-1].Size != int64(len(body)) {
		t.Errorf("told %v", told)
	}
}

// Names and passwords of an address go to its server in the way of HTTP, and nowhere else.
func TestNoTraceOfTheEnvironment(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	t.Setenv("http_proxy", "http://127.0.0.1:1")
	var header http.Header
	url := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header = r.Header
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		_, _ = w.Write([]byte(table))
	}))
	c := newClient(t, Config{UserAgent: "Lupakartta/test"})
	fetched(t, c, Address{URL: url + "/a.csv"}, Previous{})
	fetched(t, c, Address{URL: url + "/a.csv"}, Previous{})
	if header.Get("User-Agent") != "Lupakartta/test" || header.Get("Cookie") != "" || header.Get("Authorization") != "" || header.Get("Referer") != "" {
		t.Errorf("sent %v", header)
	}
}
