package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"lupakartta/internal/testdb"
	"lupakartta/layers/imports"
)

// tus sends a request of the protocol.
func tus(t *testing.T, s *Server, who somebody, method, path string, body []byte, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if r.Header.Get("Tus-Resumable") == "" {
		r.Header.Set("Tus-Resumable", "1.0.0")
	}
	r.Header.Set("Cookie", sessionCookie+"="+who.cookie)
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

func beginUpload(t *testing.T, s *Server, who somebody, name string, size int) string {
	t.Helper()
	w := tus(t, s, who, http.MethodPost, uploadsPath, nil, "Upload-Length", strconv.Itoa(size), "Upload-Metadata", "filename "+base64.StdEncoding.EncodeToString([]byte(name)))
	location := w.Header().Get("Location")
	if w.Code != http.StatusCreated || !strings.HasPrefix(location, uploadsPath+"/") {
		t.Fatalf("%d %s, at %q", w.Code, w.Body, location)
	}
	return location
}

const chunk = chunkType

// A file comes in pieces, also over a restart, and its name leads nowhere.
func TestUploading(t *testing.T) {
	pool, folder := testdb.New(t), takingFiles(t)
	s := serverOver(t, pool, folder)
	mine, _ := registrar(t, s, "mine")
	content := []byte(strings.Repeat("lupakartta ", 1000))
	at := beginUpload(t, s, mine, "../../etc/cron.d/x.gpkg", len(content))
	if w := tus(t, s, mine, http.MethodPatch, at, content[:4000], "Upload-Offset", "0", "Content-Type", chunk); w.Code != http.StatusNoContent || w.Header().Get("Upload-Offset") != "4000" {
		t.Fatalf("the first piece: %d %s", w.Code, w.Body)
	}
	if w := tus(t, s, mine, http.MethodPatch, at, content[:4000], "Upload-Offset", "0", "Content-Type", chunk); w.Code != http.StatusConflict || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("the same piece again: %d %s", w.Code, w.Body)
	}
	if w := send(t, s, http.MethodPost, "/api/v1/imports", `{"upload":"`+at[len(uploadsPath)+1:]+`"}`, mine.as()...); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "upload_not_whole") {
		t.Errorf("importing half of it: %d %s", w.Code, w.Body)
	}
	restarted := serverOver(t, pool, folder, func(c *Config) { c.Keys = s.Keys })
	w := tus(t, restarted, mine, http.MethodHead, at, nil)
	if w.Code != http.StatusOK || w.Header().Get("Upload-Offset") != "4000" || w.Header().Get("Upload-Length") != strconv.Itoa(len(content)) || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("after a restart: %d %v", w.Code, w.Header())
	}
	if w := tus(t, restarted, mine, http.MethodPatch, at, content[4000:], "Upload-Offset", "4000", "Content-Type", chunk); w.Code != http.StatusNoContent {
		t.Fatalf("the rest: %d %s", w.Code, w.Body)
	}
	id := uuid.MustParse(at[len(uploadsPath)+1:])
	// The instance died before it wrote down that all had come: who asks how far it is learns it, and so does the import.
	if _, err := testdb.Owner(t, s.Pool).Exec(t.Context(), `update layer_uploads set received = 4000 where id = $1`, id); err != nil {
		t.Fatal(err)
	}
	if w := tus(t, restarted, mine, http.MethodHead, at, nil); w.Header().Get("Upload-Offset") != strconv.Itoa(len(content)) {
		t.Errorf("all of it: %v", w.Header())
	}
	if got, err := os.ReadFile(s.Uploads.File(id)); err != nil || !bytes.Equal(got, content) {
		t.Errorf("it came as %d bytes, %v", len(got), err)
	}
	if w := ask(t, restarted, at, mine.as()...); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("its content can be fetched: %d", w.Code)
	}
	one := decode[ImportItem](t, send(t, restarted, http.MethodPost, "/api/v1/imports", `{"upload":"`+id.String()+`"}`, mine.as()...))
	if one.Name != "x.gpkg" || one.State != imports.Queued {
		t.Errorf("imported as %+v", one)
	}
	if w := tus(t, restarted, mine, http.MethodDelete, at, nil); w.Code != http.StatusConflict {
		t.Errorf("given up while an import needs it: %d", w.Code)
	}
	send(t, restarted, http.MethodPost, "/api/v1/imports/"+one.ID.String()+"/cancel", ``, mine.as()...)
	if w := tus(t, restarted, mine, http.MethodDelete, at, nil); w.Code != http.StatusNoContent {
		t.Errorf("given up: %d %s", w.Code, w.Body)
	}
	entries, err := os.ReadDir(s.Uploads.Path)
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// For everybody but its sender an upload is not there.
func TestForeignUploads(t *testing.T) {
	s := newServer(t, takingFiles(t))
	mine, id := registrar(t, s, "mine")
	other, _ := registrar(t, s, "other")
	at := beginUpload(t, s, mine, "x", 10)
	if _, err := testdb.Owner(t, s.Pool).Exec(t.Context(), `insert into personal.officials (id, person, authority, role, source, valid_from) values ($1, $2, $3, 'registrar', 'here', '2020-01-01')`,
		uuid.Must(uuid.NewV7()), other.Person, id); err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{http.MethodHead, http.MethodPatch, http.MethodDelete} {
		if w := tus(t, s, other, method, at, []byte("0123456789"), "Upload-Offset", "0", "Content-Type", chunk); w.Code != http.StatusNotFound {
			t.Errorf("%s by a colleague: %d", method, w.Code)
		}
	}
	if w := tus(t, s, mine, http.MethodPatch, at, []byte("x"), "Upload-Offset", "0", "Content-Type", chunk, "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("from another site's page: %d", w.Code)
	}
	if w := tus(t, s, mine, http.MethodHead, at, nil); w.Header().Get("Upload-Offset") != "0" {
		t.Errorf("after all that: %v", w.Header())
	}
	citizen := signedIn(t, s, "Kansalainen")
	if w := tus(t, s, citizen, http.MethodPost, uploadsPath, nil, "Upload-Length", "10"); w.Code != http.StatusNotFound {
		t.Errorf("begun by a citizen: %d", w.Code)
	}
}

func TestUploadsThatCannotBe(t *testing.T) {
	s := newServer(t, takingFiles(t))
	mine, _ := registrar(t, s, "mine")
	for name, c := range map[string]struct {
		status  int
		headers []string
	}{
		"without a length":       {http.StatusBadRequest, nil},
		"empty":                  {http.StatusBadRequest, []string{"Upload-Length", "0"}},
		"too large":              {http.StatusRequestEntityTooLarge, []string{"Upload-Length", strconv.Itoa(imports.MaxUpload + 1)}},
		"of another version":     {http.StatusPreconditionFailed, []string{"Upload-Length", "5", "Tus-Resumable", "0.2.2"}},
		"in no office of theirs": {http.StatusNotFound, []string{"Upload-Length", "5", "Upload-Metadata", "authority " + base64.StdEncoding.EncodeToString([]byte("nowhere"))}},
		"joined from others":     {http.StatusCreated, []string{"Upload-Length", "5", "Upload-Concat", "final;/api/v1/uploads/x"}},
	} {
		if w := tus(t, s, mine, http.MethodPost, uploadsPath, nil, c.headers...); w.Code != c.status {
			t.Errorf("%s: %d %s, want %d", name, w.Code, w.Body, c.status)
		}
	}
	if w := tus(t, s, mine, http.MethodPost, uploadsPath+"?lang=en", nil, "Upload-Length", "0"); !strings.Contains(w.Body.String(), "The file is empty") {
		t.Errorf("an empty file: %s", w.Body)
	}
	if w := tus(t, s, mine, http.MethodPost, uploadsPath+"?lang=en", nil, "Upload-Length", strconv.Itoa(imports.MaxUpload+1)); !strings.Contains(w.Body.String(), fmt.Sprintf("%d gigabytes", imports.MaxUpload>>30)) {
		t.Errorf("too large: %s", w.Body)
	}
	at := beginUpload(t, s, mine, "x", 5)
	if w := tus(t, s, mine, http.MethodPatch, at, []byte("more than five"), "Upload-Offset", "0", "Content-Type", chunk); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("more than announced: %d %s", w.Code, w.Body)
	}
	if w := tus(t, s, mine, http.MethodPatch, at, []byte("12345"), "Upload-Offset", "0", "Content-Type", "text/plain"); w.Code != http.StatusUnsupportedMediaType || !strings.Contains(w.Body.String(), "/api/problems/upload-media-type") {
		t.Errorf("of another type: %d %s", w.Code, w.Body)
	}
	if w := tus(t, s, mine, http.MethodPost, at, []byte("12345"), "X-HTTP-Method-Override", "PATCH", "Upload-Offset", "0", "Content-Type", chunk); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("by another method's name: %d", w.Code)
	}
	without := newServer(t)
	theirs, _ := registrar(t, without, "mine")
	if w := tus(t, without, theirs, http.MethodPost, uploadsPath, nil, "Upload-Length", "5"); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "/api/problems/no-uploads") {
		t.Errorf("where no files are taken in: %d %s", w.Code, w.Body)
	}
}

// A file may be larger and take longer than any other body, and what came before a connection broke is kept.
func TestALargeUploadThatBreaks(t *testing.T) {
	s := newServer(t, takingFiles(t))
	mine, _ := registrar(t, s, "mine")
	const size = maxBody + 1<<20
	at := beginUpload(t, s, mine, "x", size)
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	half, sender := io.Pipe()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPatch, server.URL+at, half)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"Upload-Offset": "0", "Content-Type": chunk, "Tus-Resumable": "1.0.0", "Cookie": sessionCookie + "=" + mine.cookie} {
		request.Header.Set(name, value)
	}
	request.ContentLength = size
	go func() {
		_, _ = sender.Write(make([]byte, maxBody))
		_ = sender.CloseWithError(net.ErrClosed)
	}()
	if response, err := server.Client().Do(request); err == nil {
		_ = response.Body.Close()
		t.Fatalf("half a body was answered with %d", response.StatusCode)
	}
	offset := 0
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline) && offset < maxBody; time.Sleep(50 * time.Millisecond) {
		offset, _ = strconv.Atoi(tus(t, s, mine, http.MethodHead, at, nil).Header().Get("Upload-Offset"))
	}
	if offset == 0 {
		t.Fatal("nothing of it was kept")
	}
	w := tus(t, s, mine, http.MethodPatch, at, make([]byte, size-offset), "Upload-Offset", strconv.Itoa(offset), "Content-Type", chunk)
	if w.Code != http.StatusNoContent {
		t.Errorf("the rest: %d %s", w.Code, w.Body)
	}
	info, err := imports.NewUploads(s.Personal, s.Uploads).Find(context.Background(), mine.inOffice(mine.officeID(t, s)), uuid.MustParse(at[len(uploadsPath)+1:]))
	if err != nil || info.Received != size {
		t.Errorf("%d bytes are noted, %v", info.Received, err)
	}
}

func (b somebody) officeID(t *testing.T, s *Server) (id uuid.UUID) {
	t.Helper()
	if err := s.Personal.QueryRow(t.Context(), `select authority from personal.officials where person = $1`, b.Person).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

// timed is a connection that keeps its deadlines.
type timed struct {
	http.ResponseWriter
	set []time.Time
}

func (w *timed) SetReadDeadline(at time.Time) error  { w.set = append(w.set, at); return nil }
func (w *timed) SetWriteDeadline(at time.Time) error { w.set = append(w.set, at); return nil }

// A deadline that comes after the answer would end the connection's next request.
func TestDeadlinesEndWithTheAnswer(t *testing.T) {
	connection := &timed{ResponseWriter: httptest.NewRecorder()}
	out := &tusWriter{ResponseWriter: connection}
	control := http.NewResponseController(out)
	for range 2 {
		if err := control.SetReadDeadline(time.Now()); err != nil {
			t.Error(err)
		}
		if err := control.SetWriteDeadline(time.Now()); err != nil {
			t.Error(err)
		}
		out.end()
	}
	if len(connection.set) != 2 {
		t.Errorf("%d deadlines reached the connection, want 2", len(connection.set))
	}
}
